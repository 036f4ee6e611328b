//! Deciding a question that settings which met have raised (DOMAIN, Conflicts).

use serde_json::Value;

use super::super::super::access;
use super::super::super::bounds;
use super::super::super::command::ResolveConflict;
use super::super::super::merge::{ConflictKind, Resolution, agree};
use super::super::super::refusal::{Code, Refusal};
use super::super::super::rows::{Conflict, ConflictState, Row};
use super::super::super::work::{GONE, KEPT, REMOVAL, Work, conflict_fact};
use super::super::own::owned;
use super::plain::{carry, removing, saying};

/// Whoever may make the change may resolve the question, once, by mine, theirs or a third value.
pub fn resolve_conflict(work: &mut Work<'_>, data: &ResolveConflict) -> Result<(), Refusal> {
    let conflict = work.see::<Conflict>(data.conflict_id)?;
    // What gave way to a value that simply was there first may be taken instead of it.
    let instead = conflict.state == ConflictState::Merged
        && conflict.resolution == Some(Resolution::ServerWins)
        && conflict.values.iter().any(|one| one.value == data.value);
    if conflict.state != ConflictState::Open && !instead {
        return Err(Refusal::new(Code::ChangedSince, "Somebody has decided this already."));
    }
    let Some(row) = work.state().row(conflict.table, conflict.row_id) else {
        return if work.is_authority() { Err(Refusal::not_found()) } else { Ok(()) };
    };
    work.tell(conflict_fact("conflict-resolved", &conflict));
    match conflict.kind {
        ConflictKind::ShoppingPurchase => {
            Err(Refusal::invalid("conflictId", "Say whether these are the same goods instead."))
        }
        ConflictKind::Removed => resolve_removal(work, conflict, &row, &data.value),
        ConflictKind::IngredientQuantity
        | ConflictKind::TaskStatus
        | ConflictKind::Text
        | ConflictKind::Time
        | ConflictKind::Guests => resolve_field(work, conflict, row, &data.value, instead),
    }
}

/// Sets the field as the person who decides; settings that came unseen in between keep the
/// question open.
fn resolve_field(
    work: &mut Work<'_>,
    conflict: Conflict,
    row: Row,
    value: &Value,
    instead: bool,
) -> Result<(), Refusal> {
    if row.removed().is_some() {
        return Err(Refusal::not_found());
    }
    may_set(work, &row, &conflict.field)?;
    if !row.clone().set_field(&conflict.field, value.clone()) {
        return Err(Refusal::invalid("value", "The field does not hold such a value."));
    }
    let said = [(conflict.field.clone(), value.clone())].into_iter().collect();
    if let Some((kind, data)) = saying(&row, &said) {
        carry(work, kind, data).map_err(about_value)?;
    } else {
        let mut row = row;
        bounds::text("value", value.as_str().unwrap_or_default())?;
        work.set_value(&mut row, &conflict.field, value.clone());
        work.put_row(row);
    }
    let now = work.state().row(conflict.table, conflict.row_id);
    if instead && now.as_ref().is_some_and(|row| row.field(&conflict.field).as_ref() != Some(value)) {
        // Not what any of the commands above sets: nothing is called settled that is not so.
        return Err(Refusal::new(Code::Status, "Make this change anew instead."));
    }
    let settings = now.and_then(|row| row.settings().get(&conflict.field).cloned());
    if agree(&settings.unwrap_or_default()) {
        close(work, conflict, value);
    }
    Ok(())
}

/// The value is the only thing that the person has said.
fn about_value(refusal: Refusal) -> Refusal {
    match refusal.code {
        Code::Invalid | Code::Limit => refusal.field("value"),
        Code::Forbidden
        | Code::NotFound
        | Code::Cycle
        | Code::Status
        | Code::Blocked
        | Code::IdReused
        | Code::Unsupported
        | Code::ChangedSince => refusal,
    }
}

/// The row goes, or it stays and the change that met its removal is carried out.
fn resolve_removal(work: &mut Work<'_>, conflict: Conflict, row: &Row, value: &Value) -> Result<(), Refusal> {
    let alive = row.clone().with_removed(None);
    may_set(work, &alive, REMOVAL)?;
    match value.as_str() {
        Some(GONE) if row.removed().is_none() => {
            remove(work, alive)?;
            // Changed unseen once more: the question goes on.
            if work.state().row(row.table(), row.key()).is_some_and(|row| row.removed().is_none()) {
                return Ok(());
            }
        }
        Some(GONE) => {}
        Some(KEPT) => {
            if row.removed().is_some() {
                work.bring_back(row);
            }
            for change in conflict.values.iter().filter_map(|setting| setting.value.as_object()) {
                let kind = change.get("type").and_then(Value::as_str).unwrap_or_default();
                carry(work, kind, change.get("data").cloned().unwrap_or_default())?;
            }
        }
        _ => return Err(Refusal::invalid("value", "Say whether it is gone or kept.")),
    }
    close(work, conflict, value);
    Ok(())
}

/// Removes the row by the command that does, so that what goes with it goes and people are told.
fn remove(work: &mut Work<'_>, row: Row) -> Result<(), Refusal> {
    if let Some((kind, data)) = removing(&row) {
        return carry(work, kind, data);
    }
    work.remove_row(row);
    Ok(())
}

fn may_set(work: &Work<'_>, row: &Row, field: &str) -> Result<(), Refusal> {
    if !access::may_set(work.context.role, row.table(), field) {
        return Err(Refusal::forbidden());
    }
    owned(work, row)
}

fn close(work: &mut Work<'_>, conflict: Conflict, value: &Value) {
    // As it is by now: setting the value has touched it.
    let mut conflict = work.get::<Conflict>(conflict.id).unwrap_or(conflict);
    conflict.state = ConflictState::Resolved;
    conflict.keep(value.clone());
    conflict.resolution = None;
    conflict.resolved_by = Some(work.context.actor);
    work.put(conflict);
}
