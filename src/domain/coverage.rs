//! Which needs of a line are covered by what was bought (rule 9): the earliest first.

use super::ids::DemandId;
use super::purchases::Part;
use super::rows::Demand;
use super::values::LocalTime;

/// How far one need is covered, in thousandths of the line's base unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cover {
    pub covered: i64,
    pub arrived: i64,
    /// What of `covered` cost money.
    pub bought: i64,
    /// Which of the parts reaches its end.
    pub last: Option<usize>,
}

/// Where a need stands in the queue: by need-by, those without one last, then by id.
#[must_use]
pub fn turn(demand: &Demand) -> (bool, Option<LocalTime>, DemandId) {
    (demand.need_by.is_none(), demand.need_by, demand.id)
}

/// Shares out what was bought over the needs, which are in their [`turn`].
#[must_use]
pub fn share_out(needs: &[i64], parts: &[Part], purchased: i64, arrived: i64) -> Vec<Cover> {
    let mut taken = 0_i64;
    let mut part = Parts { all: parts, at: 0, used: 0 };
    let mut covers = Vec::new();
    for &need in needs {
        let covered = need.clamp(0, (purchased - taken).max(0));
        let here = covered.clamp(0, (arrived - taken).max(0));
        taken = taken.saturating_add(covered);
        let (bought, last) = part.take(covered);
        covers.push(Cover { covered, arrived: here, bought, last });
    }
    covers
}

/// The parts, used up from the first to the last.
struct Parts<'a> {
    all: &'a [Part],
    at: usize,
    used: i64,
}

impl Parts<'_> {
    /// Takes so much: what of it was bought, and the part that it ended in.
    fn take(&mut self, amount: i64) -> (i64, Option<usize>) {
        let (mut left, mut bought, mut last) = (amount, 0, None);
        while left > 0 {
            let Some(part) = self.all.get(self.at) else { break };
            let some = left.min(part.thousandths - self.used);
            left -= some;
            self.used += some;
            last = Some(self.at);
            if part.bought {
                bought += some;
            }
            if self.used >= part.thousandths {
                self.at += 1;
                self.used = 0;
            }
        }
        (bought, last)
    }
}
