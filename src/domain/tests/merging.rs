//! Laws of merging: what is shown does not depend on who came first, also where one side made
//! several changes offline.

use proptest::prelude::*;

use super::build::status_of;
use super::world::{BEA, BOB, CAI, CARLA, DAVID, Person, World, qty};
use crate::domain::circle::circle;
use crate::domain::command::{
    AddPrerequisite, BlockTask, Command, RemovePrerequisite, RemoveTask, SetIngredientQuantity,
    SetTaskStatus, UnblockTask, Undo,
};
use crate::domain::context::Mode;
use crate::domain::ids::{CommandId, IngredientId, TaskId};
use crate::domain::rows::{Role, TaskStatus};
use crate::domain::values::Revision;

/// Something that a person does to a task while offline.
#[derive(Clone, Debug)]
enum Act {
    Status(TaskStatus),
    Block(u8),
    Unblock,
}

fn act() -> impl Strategy<Value = Act> {
    use TaskStatus::{Canceled, Done, InProgress, Todo};
    prop_oneof![
        prop::sample::select(vec![Todo, InProgress, Done, Canceled]).prop_map(Act::Status),
        (0..3_u8).prop_map(Act::Block),
        Just(Act::Unblock),
    ]
}

/// Up to four changes by each of three replicas, and an order of arrival that keeps each one's own.
fn chains<T: std::fmt::Debug + Clone + 'static>(
    one: impl Strategy<Value = T> + 'static,
) -> impl Strategy<Value = (Vec<Vec<T>>, Vec<usize>)> {
    let chains = prop::collection::vec(prop::collection::vec(one, 0..=4), 3);
    chains.prop_flat_map(|chains| {
        let order: Vec<usize> =
            chains.iter().enumerate().flat_map(|(replica, chain)| vec![replica; chain.len()]).collect();
        (Just(chains), Just(order).prop_shuffle())
    })
}

/// Carries the chains out in an order, all by people who had seen nothing since `seen`.
fn arrive<T>(
    world: &mut World,
    people: [Person; 3],
    (chains, order): (&[Vec<T>], &[usize]),
    say: impl Fn(&T) -> Command,
) {
    let seen = world.head;
    let mut next = [0; 3];
    for &replica in order {
        let command = say(&chains[replica][next[replica]]);
        next[replica] += 1;
        world.act_unseen(people[replica], seen, command).expect("nothing refuses these");
        world.assert_settled();
    }
}

fn one_by_one<T>(chains: &[Vec<T>]) -> Vec<usize> {
    chains.iter().enumerate().flat_map(|(replica, chain)| vec![replica; chain.len()]).collect()
}

fn said(task: TaskId, act: &Act) -> Command {
    match act {
        Act::Status(status) => {
            SetTaskStatus { anyway: Some("no time".into()), ..status_of(task, *status) }.into()
        }
        Act::Block(reason) => BlockTask { task_id: task, reason: format!("reason {reason}") }.into(),
        Act::Unblock => UnblockTask { task_id: task }.into(),
    }
}

/// What a person sees of a task's status, block and alert.
fn shown(world: &World, task: TaskId) -> String {
    let row = world.the_task(task);
    let block = row.block.map(|block| (block.by, block.reason));
    let alert = row.alert.map(|alert| (alert.block.by, alert.block.reason));
    format!("{:?} blocked: {} by {block:?}, alert {alert:?}", row.status, row.blocked)
}

fn after(world: &World, task: TaskId, chains: &[Vec<Act>], order: &[usize]) -> String {
    let mut world = world.clone();
    arrive(&mut world, [BOB, BEA, DAVID], (chains, order), |act| said(task, act));
    shown(&world, task)
}

fn amount_after(world: &World, ingredient_id: IngredientId, chains: &[Vec<u32>], order: &[usize]) -> String {
    let mut world = world.clone();
    arrive(&mut world, [CARLA, CAI, DAVID], (chains, order), |grams| {
        // The same amount in one unit or another.
        let quantity =
            if grams % 2 == 0 { qty(&format!("{grams} kg")) } else { qty(&format!("{grams}000 g")) };
        SetIngredientQuantity { ingredient_id, quantity }.into()
    });
    world.the_ingredient(ingredient_id).quantity.to_string()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn status_block_and_alert_are_the_same_in_every_order((chains, order) in chains(act()), blocked: bool) {
        let mut world = World::new();
        let task = world.given_task(BOB, "Drive", Role::Logistics);
        if blocked {
            let head = world.head;
            world.block(BEA, head, task, "since yesterday");
        }
        let first = after(&world, task, &chains, &one_by_one(&chains));
        prop_assert_eq!(first, after(&world, task, &chains, &order));
    }

    #[test]
    fn amounts_are_the_same_in_every_order((chains, order) in chains(0..6_u32)) {
        let mut world = World::new();
        let party = world.gala();
        let (schedule, rice) = (world.by_hand(party, "Paella"), world.in_kilos("Rice"));
        let id = world.with_product(schedule, rice, "2 kg");
        let first = amount_after(&world, id, &chains, &one_by_one(&chains));
        prop_assert_eq!(first, amount_after(&world, id, &chains, &order));
    }

    #[test]
    fn prerequisites_go_in_no_circle(steps in prop::collection::vec((0..6_u8, 0..5_usize, 0..5_usize, 0..40_u64), 1..40)) {
        let mut world = World::new();
        let tasks: Vec<TaskId> =
            (0..5).map(|number| world.given_task(BOB, &format!("Task {number}"), Role::Logistics)).collect();
        let mut acts: Vec<CommandId> = Vec::new();
        for (kind, one, other, back) in steps {
            let (task_id, prerequisite_id) = (tasks[one], tasks[other]);
            let command: Command = match kind {
                0..=2 => AddPrerequisite { task_id, prerequisite_id }.into(),
                3 => RemovePrerequisite { task_id, prerequisite_id }.into(),
                4 => RemoveTask { task_id }.into(),
                _ => {
                    let Some(command_id) = acts.get(one * 5 + other).copied() else { continue };
                    Undo { command_id }.into()
                }
            };
            let (id, seen) = (world.command(), Revision(world.head.0.saturating_sub(back)));
            if world.act_as(if back % 2 == 0 { BOB } else { BEA }, seen, id, &command, Mode::Authority).is_ok() {
                acts.push(id);
            }
            for row in world.state.tasks().values() {
                for &prerequisite in &row.prerequisites {
                    prop_assert!(circle(&world.state, row.id, prerequisite).is_none());
                }
            }
        }
        world.assert_settled();
    }
}
