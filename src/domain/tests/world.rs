//! The one builder of test worlds: a workspace with a person of each role, a clock that stands
//! still unless moved, and commands carried out as the server would.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;
use uuid::Uuid;

use crate::domain::command::Command;
use crate::domain::context::{Act, Context, Mode};
use crate::domain::decide::decide;
use crate::domain::fact::Fact;
use crate::domain::ids::{CommandId, ReplicaId, UserId, WorkspaceId};
use crate::domain::json::{ToJson, from_value};
use crate::domain::refusal::Refusal;
use crate::domain::rows::{Record, Role, Row, Settings, User, Workspace};
use crate::domain::settle;
use crate::domain::state::State;
use crate::domain::values::{
    Date, Instant, LocalTime, OffsetChange, Quantity, Revision, TimeOfDay, Unit, Week,
};
use crate::domain::work::{Change, Decision, Work};

/// Somebody in one browser.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Person {
    pub user: UserId,
    pub role: Role,
    pub replica: ReplicaId,
}

pub const DAVID: Person = person(1, Role::Admin);
pub const ALICE: Person = person(2, Role::Organizer);
pub const BOB: Person = person(3, Role::Logistics);
pub const BEA: Person = person(4, Role::Logistics);
pub const CARLA: Person = person(5, Role::Cook);
pub const CAI: Person = person(6, Role::Cook);
pub const EVERYBODY: [Person; 6] = [DAVID, ALICE, BOB, BEA, CARLA, CAI];

const fn person(number: u128, role: Role) -> Person {
    Person {
        user: UserId(Uuid::from_u128(0x1000 + number)),
        role,
        replica: ReplicaId(Uuid::from_u128(0x2000 + number)),
    }
}

/// A workspace under test. "Now" is Monday 16 November 2026, 09:00, in a zone without offset.
#[derive(Clone)]
pub struct World {
    pub state: State,
    pub head: Revision,
    pub now: Instant,
    ids: u128,
    acts: BTreeMap<CommandId, Arc<Act>>,
}

impl World {
    pub fn new() -> Self {
        let mut world = Self {
            state: State::default(),
            head: Revision(1),
            now: local("2026-11-16T09:00").instant(&[]),
            ids: 0x10_0000,
            acts: BTreeMap::new(),
        };
        world.state.put(
            Workspace {
                id: WorkspaceId(Uuid::from_u128(0x1)),
                rev: Revision(1),
                name: "Bliss Catering".into(),
                currency: "EUR".into(),
                zone: "UTC".into(),
                languages: vec!["en".into()],
                shopping_days: Vec::new(),
                standard_supplies: false,
                offsets: vec![OffsetChange { at: Instant(0), seconds: 0 }],
                settings: Settings::new(),
                removed: None,
            }
            .into_row(),
        );
        for (person, name) in EVERYBODY.iter().zip(["David", "Alice", "Bob", "Bea", "Carla", "Cai"]) {
            world.state.put(
                User {
                    id: person.user,
                    rev: Revision(1),
                    name: name.into(),
                    role: person.role,
                    email: Some(format!("{}@demo.example", name.to_lowercase())),
                    colour: "tomato".into(),
                    language: "en".into(),
                    active: true,
                    settings: Settings::new(),
                    removed: None,
                }
                .into_row(),
            );
        }
        world
    }

    /// A fresh id, the same in every run.
    pub fn uuid(&mut self) -> Uuid {
        self.ids += 1;
        Uuid::from_u128(self.ids)
    }

    /// Carries out a command of somebody who has seen everything so far.
    pub fn act(&mut self, by: Person, command: impl Into<Command>) -> Result<Decision, Refusal> {
        self.act_unseen(by, self.head, command)
    }

    /// Carries out a command of somebody who has seen all up to `seen`.
    pub fn act_unseen(
        &mut self,
        by: Person,
        seen: Revision,
        command: impl Into<Command>,
    ) -> Result<Decision, Refusal> {
        let id = CommandId(self.uuid());
        self.act_as(by, seen, id, &command.into(), Mode::Authority)
    }

    /// Carries out a command under a given id.
    pub fn act_as(
        &mut self,
        by: Person,
        seen: Revision,
        id: CommandId,
        command: &Command,
        mode: Mode,
    ) -> Result<Decision, Refusal> {
        let undone = match command {
            Command::Undo(undo) => self.acts.get(&undo.command_id).cloned(),
            _ => None,
        };
        let context = Context {
            mode,
            actor: by.user,
            role: by.role,
            replica: by.replica,
            command: id,
            now: self.now,
            seen,
            revision: self.head.next(),
            was: serde_json::Map::new(),
            undone,
        };
        let decision = decide(&mut self.state, &context, command)?;
        Self::assert_reads_back(&decision);
        self.head = self.head.next();
        self.acts.insert(id, Arc::new(decision.act.clone()));
        Ok(decision)
    }

    /// Carries out a command that the test stands on.
    pub fn must(&mut self, by: Person, command: impl Into<Command>) -> Decision {
        let command = command.into();
        let kind = command.kind();
        self.act(by, command).unwrap_or_else(|refusal| panic!("{kind} was refused: {refusal:?}"))
    }

    /// Asserts that the store can read again all that a decision would make it write.
    pub fn assert_reads_back(decision: &Decision) {
        let text = |value: Value| serde_json::to_string(&value).expect("a value is JSON");
        let again = |value: Value| serde_json::from_str::<Value>(&text(value)).expect("JSON is read");
        for row in decision.changes.iter().flat_map(|change| change.before.iter().chain(&change.after)) {
            let read = Row::read(row.table(), again(row.body()));
            assert_eq!(read.as_ref().ok(), Some(row), "{read:?}");
        }
        let act = from_value::<Act>(&again(decision.act.to_json()));
        assert_eq!(act.as_ref(), Ok(&decision.act));
        for fact in decision.also.iter().chain([&decision.fact]) {
            assert_eq!(from_value::<Fact>(&again(fact.to_json())).as_ref(), Ok(fact));
        }
    }

    /// Makes every derived row anew, as the server does for rows put by hand.
    pub fn settle(&mut self) -> Vec<Change> {
        let context = Context {
            mode: Mode::Authority,
            actor: UserId::NIL,
            role: Role::Admin,
            replica: ReplicaId::NIL,
            command: CommandId::NIL,
            now: self.now,
            seen: self.head,
            revision: self.head.next(),
            was: serde_json::Map::new(),
            undone: None,
        };
        let mut work = Work::new(&mut self.state, &context);
        settle::settle_everything(&mut work);
        work.finish("settle").changes
    }

    /// Asserts that making every derived row anew changes nothing.
    pub fn assert_settled(&self) {
        let changes = self.clone().settle();
        assert!(changes.is_empty(), "derived rows differ from a rebuild: {changes:#?}");
    }
}

pub fn local(text: &str) -> LocalTime {
    text.parse().expect("the test's own time")
}

pub fn date(text: &str) -> Date {
    text.parse().expect("the test's own date")
}

pub fn time(text: &str) -> TimeOfDay {
    text.parse().expect("the test's own time of day")
}

pub fn week(text: &str) -> Week {
    text.parse().expect("the test's own week")
}

/// `"1.5 kg"` as a quantity.
pub fn qty(text: &str) -> Quantity {
    let (amount, unit) = text.split_once(' ').expect("amount and unit");
    Quantity::parse(amount, unit.parse::<Unit>().expect("a unit")).expect("an amount")
}
