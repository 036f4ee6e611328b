//! A workspace to measure in: an engine without a store, and rows by the thousand.

use std::sync::Arc;

use bliss::domain::ids::{CommandId, ReplicaId, UserId, WorkspaceId};
use bliss::domain::rows::Role;
use bliss::domain::state::State;
use bliss::domain::values::{Instant, Revision};
use bliss::server::engine::{Batch, Engine, Entry, Founding, Known, Newcomer, Surroundings, SystemAct, Tzdb};
use bliss::sync::submit::{Envelope, Submission};
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// 22 November 2026.
pub const NOW: Instant = Instant(1_795_305_600_000);
pub const WEEK: &str = "2026-W48";
pub const EPOCH: &str = "epoch";

/// Ids that follow each other.
#[derive(Debug, Default)]
pub struct Ids(u128);

impl Ids {
    pub fn next(&mut self) -> Uuid {
        self.0 += 1;
        Uuid::from_u128(0x019a_0000_0000_7000_8000_0000_0000_0000 + self.0)
    }
}

pub fn surroundings() -> Surroundings<'static> {
    Surroundings { now: NOW, zones: &Tzdb }
}

/// The act that makes a workspace with one admin.
pub fn founding(workspace: WorkspaceId, admin: UserId) -> SystemAct {
    SystemAct::Found(Founding {
        workspace,
        name: "Measured".to_owned(),
        currency: "EUR".to_owned(),
        zone: "Europe/Berlin".to_owned(),
        admin: Some(Newcomer {
            user: admin,
            name: "Ada".to_owned(),
            role: Role::Admin,
            email: "ada@test.example".to_owned(),
            password_hash: "none".to_owned(),
            language: "en".to_owned(),
        }),
    })
}

/// An envelope of somebody who has seen everything.
pub fn envelope(id: Uuid, seen: Revision, kind: &str, data: Value) -> Envelope {
    Envelope {
        id: CommandId(id),
        v: 1,
        at: NOW,
        seen,
        epoch: EPOCH.to_owned(),
        was: Map::new(),
        kind: kind.to_owned(),
        data,
    }
}

/// An engine alone, whose batches all stand.
pub struct Kitchen {
    pub engine: Engine,
    pub admin: UserId,
    pub ids: Ids,
}

impl Kitchen {
    pub fn founded() -> Self {
        let mut ids = Ids::default();
        let (workspace, admin) = (WorkspaceId(ids.next()), UserId(ids.next()));
        let mut engine = Engine::new(workspace, EPOCH.to_owned(), Revision::ZERO, State::default());
        let act = founding(workspace, admin);
        engine.decide_system(CommandId(ids.next()), &act, surroundings()).expect("it is founded");
        Self { engine, admin, ids }
    }

    pub fn submission(&mut self, kind: &str, data: Value) -> Submission {
        let envelope = envelope(self.ids.next(), self.engine.head(), kind, data);
        Submission { replica: ReplicaId(Uuid::from_u128(7)), user: self.admin, commands: vec![envelope] }
    }

    pub fn decide(&mut self, submission: Submission) -> Batch {
        self.engine.decide(&[submission], &Known::default(), surroundings())
    }

    /// Carries out one command that cannot be refused.
    pub fn act(&mut self, kind: &str, data: Value) -> Arc<Entry> {
        let submission = self.submission(kind, data);
        let batch = self.decide(submission);
        let entry = batch.entries.first().unwrap_or_else(|| panic!("{kind}: {:?}", batch.answers));
        Arc::clone(entry)
    }

    pub fn product(&mut self, name: &str) -> Uuid {
        let id = self.ids.next();
        let data = json!({"productId": id, "name": name, "category": "vegetables", "unit": "kg"});
        self.act("put-product", data);
        id
    }

    /// So many lines on the list of [`WEEK`], by needs put down by hand; their items' ids.
    pub fn lines(&mut self, many: usize) -> Vec<Uuid> {
        use bliss::domain::ids::{ItemId, ProductId};
        use bliss::domain::values::Unit;
        let week = WEEK.parse().expect("a week");
        let mut items = Vec::with_capacity(many);
        for number in 0..many {
            let product = self.product(&format!("Ware {number}"));
            let quantity = json!({"amount": "20", "unit": "kg"});
            let demand = self.ids.next();
            let need = json!({"demandId": demand, "week": WEEK, "productId": product, "quantity": quantity});
            self.act("put-demand", need);
            items.push(ItemId::derived(week, ProductId(product), Unit::G).0);
        }
        items
    }
}

/// A purchase on a line, as a command's data.
pub fn purchase(ids: &mut Ids, item: Uuid) -> Value {
    json!({"itemId": item, "purchaseId": ids.next(), "quantity": {"amount": "0.5", "unit": "kg"}})
}
