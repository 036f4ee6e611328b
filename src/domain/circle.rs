//! Prerequisites go in no circle (rule 11).

use super::ids::TaskId;
use super::order;
use super::state::State;

/// The way round from `task` by `prerequisite` back to it, where there is one: then the one cannot
/// come before the other. Removed tasks count, since they may be brought back.
#[must_use]
pub fn circle(state: &State, task: TaskId, prerequisite: TaskId) -> Option<Vec<TaskId>> {
    let mut known = vec![prerequisite];
    let mut paths = vec![vec![task, prerequisite]];
    while let Some(path) = paths.pop() {
        let last = *path.last()?;
        if last == task {
            return Some(path);
        }
        let Some(row) = state.tasks().get(&last) else { continue };
        for &next in &row.prerequisites {
            if order::insert(&mut known, next) {
                let mut longer = path.clone();
                longer.push(next);
                paths.push(longer);
            }
        }
    }
    None
}
