//! A page is alive before the rules' code is here: what is done then is not lost, and shows with it.

use super::replica::{a_task, act, replica_of, rows_for, shown, status};
use crate::domain::rows::TaskStatus;
use crate::domain::rules::RULES;
use crate::domain::tests::world::{BOB, World};
use crate::sync::replica::Replica;
use crate::sync::topic::{Scope, Topic};

#[test]
fn an_act_without_rules_is_sent_and_shown_when_they_come() {
    let mut world = World::new();
    let task = a_task(&mut world);
    let knowing = replica_of(BOB, &world);
    let mut bob = Replica::new(knowing.reader());
    bob.begin("epoch", BOB.role.name());
    bob.subscribe("tasks", Scope::all(Topic::Tasks));
    bob.rows(rows_for(BOB, &world));

    let id = act(&mut bob, &mut world, status(task, TaskStatus::Done));
    assert_ne!(shown(&bob, task), TaskStatus::Done, "nobody here knows yet what it does");
    assert_eq!(bob.outbox_mut().next_group().len(), 1, "it goes to the server all the same");

    let woken = bob.learn(&RULES);
    assert_eq!(shown(&bob, task), TaskStatus::Done);
    assert!(woken.keys().any(|&(_, row)| row == task.0), "its row is woken");
    assert!(bob.acts().any(|(known, _)| *known == id), "and it can be undone");
}
