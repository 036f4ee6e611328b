//! Blocks by hand. One that meets a status it had not seen loses to it, in either order, and stays
//! as an alert with its reason until acknowledged (DOMAIN, Conflicts).

use serde_json::Value;

use crate::domain::json::from_value;

use super::super::super::bounds;
use super::super::super::command::{BlockTask, UnblockTask};
use super::super::super::fact::Fact;
use super::super::super::merge::{Rule, blocks};
use super::super::super::refusal::Refusal;
use super::super::super::rows::{Block, Setting, Severity, Task};
use super::super::super::work::Work;
use super::{notice, own_task, telling};

/// Carries out `block-task`. A block that met a status unseen loses to it (rule 11; DOMAIN, Conflicts).
pub fn block(work: &mut Work<'_>, data: &BlockTask) -> Result<(), Refusal> {
    let mut task = own_task(work, data.task_id)?;
    let reason = bounds::reason("reason", &data.reason)?;
    let winners = unseen_statuses(work, &task);
    let lost = !winners.is_empty();
    let block = Block { reason, by: work.context.actor, at: work.context.now, lost };
    let changed = work.set(&mut task, "block", Some(&block));
    if let Some(mine) = own_setting(work, &task).filter(|_| lost) {
        work.gave_way(&task, "block", Rule::Block, &winners, mine);
    }
    tell_blocked(work, &task, &block.reason, changed || lost);
    work.put(task);
    Ok(())
}

/// Lifts a block, and an alert of one that lost; the task shows its stored status again.
pub fn unblock(work: &mut Work<'_>, data: &UnblockTask) -> Result<(), Refusal> {
    let mut task = own_task(work, data.task_id)?;
    let changed = work.set(&mut task, "block", None::<Block>);
    tell_unblocked(work, &task, changed);
    work.put(task);
    Ok(())
}

/// Tells what stands in a task's way now, or that nothing does.
pub fn tell(work: &mut Work<'_>, task: &Task) {
    match &task.block {
        Some(block) => tell_blocked(work, task, &block.reason, true),
        None => tell_unblocked(work, task, true),
    }
}

fn tell_blocked(work: &mut Work<'_>, task: &Task, reason: &str, is_news: bool) {
    let fact = Fact::new("task-blocked").with("taskId", task.id).with("role", task.role);
    work.tell(fact.with("reason", reason).with_some("budgetId", task.budget_id));
    if is_news {
        telling::tell_people(work, task, &notice(Severity::Warning, "task-blocked", task));
    }
}

fn tell_unblocked(work: &mut Work<'_>, task: &Task, is_news: bool) {
    let fact = Fact::new("task-unblocked").with("taskId", task.id).with("role", task.role);
    work.tell(fact.with_some("budgetId", task.budget_id));
    if is_news {
        telling::tell_people(work, task, &notice(Severity::Info, "task-unblocked", task));
    }
}

/// The block that the actor had seen, or set, when setting a status.
pub fn seen_by_author(work: &Work<'_>, task: &Task) -> Option<Block> {
    let shown = task.block.clone()?;
    let Some(settings) = task.settings.get("block") else { return Some(shown) };
    let seen: Vec<Setting> = settings.iter().filter(|one| !work.unseen(one)).cloned().collect();
    let mut standing = blocks(&seen).filter(|block| !block.lost);
    standing.next()
}

/// An "anyway" lifts the blocks that its author had seen or set, also where one of them has lost
/// to somebody else's status by now: so it does whichever came first.
pub fn overrule(work: &mut Work<'_>, task: &mut Task) {
    let settings = task.settings.get("block").into_iter().flatten();
    let mut seen = settings.filter(|one| !work.unseen(one) && !one.value.is_null());
    if seen.next().is_some() {
        work.set(task, "block", None::<Block>);
    }
}

/// Blocks that the author of a status had not seen lose to it.
pub fn give_way(work: &mut Work<'_>, task: &mut Task) {
    let Some(mut settings) = task.settings.remove("block") else { return };
    let mut losers = Vec::new();
    for setting in &mut settings {
        let standing = setting.value.get("lost").is_none() && !setting.value.is_null();
        if standing && work.unseen(setting) {
            setting.value["lost"] = Value::Bool(true);
            losers.push(setting.clone());
        }
    }
    task.block = Rule::Block.shown(&settings).and_then(|value| from_value(&value).ok());
    task.settings.insert("block".to_owned(), settings);
    let winners = task.settings.get("status").cloned().unwrap_or_default();
    for loser in losers {
        work.gave_way(task, "block", Rule::Block, &winners, loser);
    }
}

fn unseen_statuses(work: &Work<'_>, task: &Task) -> Vec<Setting> {
    let statuses = task.settings.get("status").into_iter().flatten();
    statuses.filter(|one| work.unseen(one)).cloned().collect()
}

fn own_setting(work: &Work<'_>, task: &Task) -> Option<Setting> {
    let mut own = task.settings.get("block")?.iter();
    own.find(|one| one.command == work.context.command).cloned()
}
