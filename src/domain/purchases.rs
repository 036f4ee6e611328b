//! What was bought of a line: a sum over its records that comes out the same in whatever order
//! they arrived (rule 8).

use super::ids::UserId;
use super::rows::{Purchase, PurchaseKind};
use super::values::Instant;
use crate::domain::order;

/// What one record gives to its line: only records that count give anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Thousandths of the line's base unit.
    pub thousandths: i64,
    pub buyer: UserId,
    pub at: Instant,
    /// Money was due for it: neither found in the larder nor moved from another line.
    pub bought: bool,
}

/// Whether `mark` takes the place of `record`: its author had seen it, or its own replica sent it
/// earlier.
#[must_use]
pub fn covers(mark: &Purchase, record: &Purchase) -> bool {
    let states_total = mark.kind == PurchaseKind::Mark && mark.counts_as_add.is_none() && !mark.voided;
    let earlier = (record.made, record.id) < (mark.made, mark.id);
    states_total && earlier && (record.made <= mark.seen || record.replica == mark.replica)
}

/// The records that count: neither voided nor covered by a mark that is not voided. In the order
/// of their making.
#[must_use]
pub fn counted<'a>(records: &[&'a Purchase]) -> Vec<&'a Purchase> {
    let marks: Vec<&Purchase> =
        records.iter().copied().filter(|record| record.kind == PurchaseKind::Mark).collect();
    let mut counted: Vec<&Purchase> = records
        .iter()
        .copied()
        .filter(|record| !record.voided && !marks.iter().any(|mark| covers(mark, record)))
        .collect();
    order::sort_by_key(&mut counted, |record| (record.made, record.id));
    counted
}

/// The marks that count, each stating a total that none of the others had seen.
#[must_use]
pub fn standing_marks<'a>(records: &[&'a Purchase]) -> Vec<&'a Purchase> {
    let mut marks = counted(records);
    marks.retain(|record| record.kind == PurchaseKind::Mark && record.counts_as_add.is_none());
    marks
}

/// What each record gives: of the marks that count the highest its total, adds and haves theirs.
#[must_use]
pub fn parts(records: &[&Purchase]) -> Vec<Part> {
    let counted = counted(records);
    let total = |record: &Purchase| match (record.kind, record.counts_as_add) {
        (PurchaseKind::Mark, None) => Some(record.quantity.thousandths()),
        (PurchaseKind::Mark, Some(_)) | (PurchaseKind::Add | PurchaseKind::Have, _) => None,
    };
    // Of equal ones the first: the later author stated the same goods.
    let mut highest: Option<(usize, i64)> = None;
    for (at, record) in counted.iter().enumerate() {
        if let Some(total) = total(record)
            && highest.is_none_or(|(_, highest)| total > highest)
        {
            highest = Some((at, total));
        }
    }
    let mut parts = Vec::new();
    for (at, record) in counted.iter().enumerate() {
        let thousandths = match total(record) {
            Some(total) if highest == Some((at, total)) => total,
            Some(_) => 0,
            None => record.counts_as_add.unwrap_or(record.quantity).thousandths(),
        };
        if thousandths > 0 {
            let bought = record.kind != PurchaseKind::Have;
            parts.push(Part { thousandths, buyer: record.buyer_id, at: record.at, bought });
        }
    }
    parts
}

/// How much the records come to, in thousandths of the line's base unit.
#[must_use]
pub fn total(records: &[&Purchase]) -> i64 {
    sum(parts(records).iter().map(|part| part.thousandths))
}

/// How much of it has arrived: the same over what was received; what was there already has.
#[must_use]
pub fn arrived(records: &[&Purchase]) -> i64 {
    let received: Vec<&Purchase> = records
        .iter()
        .copied()
        .filter(|record| record.received || record.kind == PurchaseKind::Have)
        .collect();
    total(&received)
}

/// A sum that stays within its type.
#[must_use]
pub fn sum(amounts: impl Iterator<Item = i64>) -> i64 {
    let total: i128 = amounts.map(i128::from).sum();
    i64::try_from(total).unwrap_or(if total < 0 { i64::MIN } else { i64::MAX })
}
