//! A decision in the making: reads and writes rows, remembers what they were, and can be taken
//! back as a whole.
//!
//! Every rule changes rows through [`Work`], so that each decision knows exactly the rows it
//! touched (before and after), which derived rows must be looked at again, and what a later undo
//! has to put back.

mod conflict;
mod decision;
mod dirty;
mod edit;
mod notify;
mod remove;
mod undo;

use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;

pub use conflict::conflict_fact;
use decision::restore;
pub use decision::{Acceptance, Change, Decision, FieldOutcome};
pub use dirty::Dirty;
pub use edit::{Fields, updates};
pub use notify::Notice;
pub use remove::{GONE, KEPT, REMOVAL};

use super::context::{Act, Context, Mode};
use super::fact::{Fact, TELLS};
use super::order::Small;
use super::refusal::Refusal;
use super::rows::{Record, Row, Table, Workspace};
use super::sight;
use super::state::{Held, State};
use super::values::{LocalTime, Revision};

/// What rows were, by table and id.
pub type Before = Small<(Table, Uuid), Option<Row>>;

/// A decision in the making.
pub struct Work<'a> {
    state: &'a mut State,
    pub context: &'a Context,
    journal: Before,
    pub dirty: Dirty,
    fact: Option<Fact>,
    also: Vec<Fact>,
    fields: BTreeMap<String, FieldOutcome>,
    acceptance: Acceptance,
    act: Act,
    ordinal: u32,
    met_removal: std::cell::RefCell<Option<Row>>,
}

impl<'a> Work<'a> {
    /// Begins a decision of the context's actor on a state.
    pub fn new(state: &'a mut State, context: &'a Context) -> Self {
        Self {
            state,
            context,
            journal: Before::new(),
            dirty: Dirty::default(),
            fact: None,
            also: Vec::new(),
            fields: BTreeMap::new(),
            acceptance: Acceptance::Accepted,
            act: Act {
                command: Some(context.command),
                author: Some(context.actor),
                revision: context.revision,
                ..Act::default()
            },
            ordinal: 0,
            met_removal: std::cell::RefCell::default(),
        }
    }

    /// The state as it is with everything done so far.
    #[must_use]
    pub fn state(&self) -> &State {
        self.state
    }

    /// Whether this is the server, whose word counts, and no prediction.
    #[must_use]
    pub fn is_authority(&self) -> bool {
        self.context.mode == Mode::Authority
    }

    /// Whether this is the server, which alone tells people.
    #[must_use]
    pub fn tells(&self) -> bool {
        TELLS && self.is_authority()
    }

    /// The workspace.
    ///
    /// # Errors
    /// `not-found` in a replica that has not got it yet.
    pub fn workspace(&self) -> Result<Arc<Workspace>, Refusal> {
        self.state.workspace().cloned().ok_or_else(Refusal::not_found)
    }

    /// What the workspace's wall clock shows now.
    #[must_use]
    pub fn local_now(&self) -> LocalTime {
        let offsets = self.state.workspace().map_or(&[][..], |workspace| &workspace.offsets);
        LocalTime::at(self.context.now, offsets)
    }

    /// A copy of a row to change and [`put`](Self::put) back, where the actor may see it.
    ///
    /// # Errors
    /// `not-found` where it is not there, removed, or out of the actor's sight.
    pub fn see<R: Held>(&self, id: R::Id) -> Result<R, Refusal> {
        let row = self.see_live(R::TABLE, id.into())?;
        R::of(&row).map(|row| row.as_ref().clone()).ok_or_else(Refusal::not_found)
    }

    fn see_live(&self, table: Table, id: Uuid) -> Result<Row, Refusal> {
        let row = self.state.row(table, id).ok_or_else(Refusal::not_found)?;
        if row.removed().is_some() {
            if let Some(row) = self.removed_unseen(table, id) {
                self.met_removal.replace(Some(row));
            }
            return Err(Refusal::not_found());
        }
        if sight::sees(self.context.role, self.context.actor, &row) {
            return Ok(row);
        }
        Err(Refusal::not_found())
    }

    /// The removed row that [`see`](Self::see) was last asked for by somebody who had not seen the
    /// removal.
    #[must_use]
    pub fn met_removal(&self) -> Option<Row> {
        self.met_removal.borrow().clone()
    }

    /// A row that the command only refers to, in its `field`: there, and in the actor's sight. A
    /// replica that does not hold it cannot tell, and goes on without.
    ///
    /// # Errors
    /// `not-found`, naming the field.
    pub fn refer<R: Held>(&self, id: R::Id, field: &'static str) -> Result<Option<Arc<R>>, Refusal> {
        let row = self.refer_to(R::TABLE, id.into(), field)?;
        Ok(row.as_ref().and_then(R::of).cloned())
    }

    fn refer_to(&self, table: Table, id: Uuid, field: &'static str) -> Result<Option<Row>, Refusal> {
        match self.see_row(table, id) {
            Ok(row) => Ok(Some(row)),
            Err(_) if !self.is_authority() && self.state.row(table, id).is_none() => Ok(None),
            Err(refusal) => Err(refusal.field(field)),
        }
    }

    /// A row of any table, in the actor's sight.
    ///
    /// # Errors
    /// `not-found` otherwise.
    pub fn see_row(&self, table: Table, id: Uuid) -> Result<Row, Refusal> {
        let row = self.state.row(table, id).ok_or_else(Refusal::not_found)?;
        if sight::sees(self.context.role, self.context.actor, &row) {
            return Ok(row);
        }
        Err(Refusal::not_found())
    }

    /// A copy of a row for rules to change, whoever may see it.
    #[must_use]
    pub fn get<R: Held>(&self, id: R::Id) -> Option<R> {
        self.state.live::<R>(id).map(|row| row.as_ref().clone())
    }

    /// Refuses an id that a row has already, removed or not.
    ///
    /// # Errors
    /// `invalid`, naming the field of the command.
    pub fn fresh<R: Held>(&self, id: R::Id, field: &'static str) -> Result<(), Refusal> {
        match self.state.get::<R>(id) {
            None => Ok(()),
            Some(_) => Err(Refusal::invalid(field, "This id is already taken.")),
        }
    }

    /// Puts a row. A row that differs from the one there gets this change's revision; one that
    /// does not is left alone.
    pub fn put<R: Record>(&mut self, row: R) {
        self.put_row(row.into_row());
    }

    /// [`put`](Self::put) for a row of any table.
    pub fn put_row(&mut self, row: Row) {
        let key = (row.table(), row.key());
        let before = self.state.row(key.0, key.1);
        let row = row.with_rev(before.as_ref().map_or(self.context.revision, Row::rev));
        if before.as_ref() == Some(&row) {
            return;
        }
        let row = row.with_rev(self.context.revision);
        self.dirty.mark(self.state, before.as_ref(), &row);
        self.state.put(row);
        self.journal.entry_or(key, || before);
    }

    /// Changes those rows of one table that fit.
    pub fn change_each<R: Held>(
        &mut self,
        rows: Vec<Row>,
        fits: impl Fn(&R) -> bool,
        change: impl Fn(&mut R),
    ) {
        for row in rows {
            if let Some(row) = R::of(&row).filter(|row| fits(row)) {
                let mut row = row.as_ref().clone();
                change(&mut row);
                self.put(row);
            }
        }
    }

    /// Puts a row that the actor's command makes by an id it names, so that an undo removes it.
    pub fn create<R: Record>(&mut self, row: R) {
        self.act.created.push((R::TABLE, row.key()));
        self.put(row);
    }

    /// An id for a row that the command makes without naming it.
    pub fn next_id(&mut self) -> Uuid {
        self.ordinal += 1;
        self.context.command.row(self.ordinal)
    }

    /// Names what happened; the first one is the change's fact, later ones ride with it.
    #[expect(clippy::inline_always, reason = "where nothing is told, what would be told goes, too")]
    #[inline(always)]
    pub fn tell(&mut self, fact: Fact) {
        if !TELLS {
            return;
        }
        if self.fact.is_none() {
            self.fact = Some(fact);
        } else {
            self.also.push(fact);
        }
    }

    /// Adds what follows from the change.
    #[expect(clippy::inline_always, reason = "where nothing is told, what would be told goes, too")]
    #[inline(always)]
    pub fn also(&mut self, fact: Fact) {
        if TELLS {
            self.also.push(fact);
        }
    }

    /// The facts of this kind told so far, to add what is only known once all is settled.
    pub fn told(&mut self, kind: &str) -> impl Iterator<Item = &mut Fact> {
        self.fact.iter_mut().chain(&mut self.also).filter(move |fact| fact.kind == kind)
    }

    /// Says what became of a field that met others' settings.
    pub fn field_outcome(&mut self, field: &str, outcome: FieldOutcome) {
        let acceptance = match outcome {
            FieldOutcome::Conflict => Acceptance::Conflict,
            FieldOutcome::HigherQuantity
            | FieldOutcome::StatusPriority
            | FieldOutcome::PurchasedWins
            | FieldOutcome::ServerWins
            | FieldOutcome::ChangedSince => Acceptance::Merged,
        };
        self.acceptance = self.acceptance.max(acceptance);
        self.fields.insert(field.to_owned(), outcome);
    }

    /// Whether a row was there before this decision began.
    #[must_use]
    pub fn row_before(&self, table: Table, id: Uuid) -> Option<Row> {
        match self.journal.get(&(table, id)) {
            Some(before) => before.clone(),
            None => self.state.row(table, id),
        }
    }

    /// A row as it was before this decision began.
    #[must_use]
    pub fn before<R: Held>(&self, id: R::Id, key: Uuid) -> Option<Row> {
        match self.journal.get(&(R::TABLE, key)) {
            Some(before) => before.clone(),
            None => self.state.get::<R>(id).map(|row| row.as_ref().clone().into_row()),
        }
    }

    /// The rows of a table that differ from what they were before this decision began, each with
    /// what it was.
    pub fn changed<'w, R: Held + 'w>(&'w self) -> impl Iterator<Item = (Option<&'w Row>, &'w Arc<R>)> {
        let keys = self.journal.iter().filter(|(key, _)| key.0 == R::TABLE);
        keys.filter_map(|((_, id), before)| {
            let after = self.state.get::<R>(R::Id::from(*id))?;
            Some((before.as_ref(), after))
        })
    }

    /// Ids of the rows of a table touched so far.
    pub fn touched(&self, table: Table) -> impl Iterator<Item = Uuid> + '_ {
        self.journal.keys().filter(move |key| key.0 == table).map(|key| key.1)
    }

    /// The finished decision.
    #[must_use]
    pub fn finish(self, kind: &'static str) -> Decision {
        let Self { state, journal, fact, also, fields, acceptance, mut act, .. } = self;
        kind.clone_into(&mut act.kind);
        let changes = journal
            .into_iter()
            .filter_map(|((table, id), before)| {
                let after = state.row(table, id);
                (before != after).then_some(Change { before, after })
            })
            .collect();
        let fact = fact.unwrap_or_else(|| Fact::new(kind));
        Decision { acceptance, fact, also, changes, fields, act }
    }

    /// Tries something out as the actor, in sight of all there is, and takes it back whatever comes of
    /// it.
    pub fn try_out<T>(&mut self, attempt: impl FnOnce(&mut Work<'_>) -> T) -> T {
        let context = Context { seen: Revision(u64::MAX), ..self.context.clone() };
        let mut trial = Work::new(self.state, &context);
        let found = attempt(&mut trial);
        trial.take_back();
        found
    }

    /// The rows that differ from what they were before this decision began: as they were, where they
    /// stood, and as they are.
    #[must_use]
    pub fn differing(&self) -> Vec<(Option<Row>, Row)> {
        let after = |(table, id): (Table, Uuid)| self.state.row(table, id);
        let rows = self.journal.iter().filter_map(|(key, before)| Some((before.clone(), after(*key)?)));
        rows.filter(|(before, after)| before.as_ref() != Some(after)).collect()
    }

    /// Takes everything back.
    pub fn take_back(self) {
        for ((table, id), before) in self.journal {
            restore(self.state, table, id, before);
        }
    }
}
