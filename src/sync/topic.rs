//! What a subscription covers. Hub and replica use this one function, so that a replica holds
//! exactly what its subscriptions cover; it looks at nothing but the row itself.

use serde_json::Value;

use crate::domain::json::{At, FromJson, Object, ToJson, sparse, text, through_serde, words};

use crate::domain::ids::BudgetId;
use crate::domain::rows::{Role, Row, Table};
use crate::domain::values::{Date, Week};

words! {
    kebab
    /// A subject to listen to.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Topic {
        /// Parties with their lines and payments.
        Budgets,
        Tasks,
        /// Schedules, ingredients, timers, and what is proposed in an ingredient's place.
        Cooking,
        /// Lines of the list with their demands, purchases, transfers and substitutes.
        Shopping,
        /// Products, dishes, menus.
        Catalogue,
        /// The workspace, its people, invitations, clients.
        People,
        Notifications,
        /// Comments on any row.
        Activity,
        Conflicts,
        /// Who is where; carries no rows.
        Presence,
    }
}

impl Topic {
    /// The topics whose listeners hear of a table's rows.
    pub fn carrying(table: Table) -> impl Iterator<Item = Self> {
        let also = (table == Table::Substitutes).then_some(Self::Cooking);
        [Self::of(table)].into_iter().chain(also)
    }

    /// The topic of a table's rows.
    #[must_use]
    fn of(table: Table) -> Self {
        match table {
            Table::Budgets | Table::BudgetLines | Table::Payments => Self::Budgets,
            Table::Tasks => Self::Tasks,
            Table::Schedules | Table::Ingredients | Table::Timers => Self::Cooking,
            Table::ShoppingItems
            | Table::Demands
            | Table::Purchases
            | Table::Transfers
            | Table::Substitutes => Self::Shopping,
            Table::Products | Table::Dishes | Table::Menus => Self::Catalogue,
            Table::Workspaces | Table::Users | Table::Invites | Table::Clients => Self::People,
            Table::Notifications => Self::Notifications,
            Table::Comments => Self::Activity,
            Table::Conflicts => Self::Conflicts,
        }
    }
}

sparse! {
    /// Which rows of a topic; absent: all.
    #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub struct Filters {
        pub week: Option<Week>,
        pub budget_id: Option<BudgetId>,
        pub role: Option<Role>,
        /// First and last day; of the list, the weeks they fall in.
        pub from: Option<Date>,
        pub to: Option<Date>,
    }
}

impl Filters {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn has_day(&self, date: Date) -> bool {
        self.week.is_none_or(|week| date.week() == week)
            && self.from.is_none_or(|from| from <= date)
            && self.to.is_none_or(|to| date <= to)
    }

    fn has_week(&self, week: Week) -> bool {
        self.week.is_none_or(|one| one == week)
            && self.from.is_none_or(|from| from.week() <= week)
            && self.to.is_none_or(|to| week <= to.week())
    }

    fn has_budget(&self, budgets: &[BudgetId]) -> bool {
        self.budget_id.is_none_or(|budget| budgets.contains(&budget))
    }

    fn has_one_budget(&self, budget: Option<BudgetId>) -> bool {
        self.budget_id.is_none_or(|one| Some(one) == budget)
    }
}

/// A topic with its filters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope {
    pub topic: Topic,
    pub filters: Filters,
}

impl FromJson for Scope {
    /// A filter that this program does not know is refused: it would be told too much.
    fn from_json(at: &At<'_>) -> Self {
        let fields = at.fields();
        let filters = fields.at("filters");
        if filters.value().is_some() {
            for (name, _) in filters.fields().all() {
                if !["week", "budgetId", "role", "from", "to"].contains(&name) {
                    filters.wrong("unknown field");
                }
            }
        }
        Self { topic: fields.get("topic"), filters: fields.get_or_default("filters") }
    }
}

impl Scope {
    /// Writes the scope's fields among those of a greater object.
    pub(super) fn put_in(&self, object: &mut Object) {
        object.put("topic", &self.topic);
        object.put("filters", &self.filters);
    }
}

impl ToJson for Scope {
    fn to_json(&self) -> Value {
        let mut object = Object::new();
        self.put_in(&mut object);
        object.done()
    }
}

through_serde!(Scope);

/// Why a scope is not to be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeError {
    /// The role may not listen to this.
    Forbidden,
    /// The topic knows no such filter.
    Invalid,
}

impl Scope {
    /// A topic, filtered.
    #[must_use]
    pub fn new(topic: Topic, filters: Filters) -> Self {
        Self { topic, filters }
    }

    /// A topic without any filter.
    #[must_use]
    pub fn all(topic: Topic) -> Self {
        Self::new(topic, Filters::default())
    }

    /// The name that this program's browsers give a subscription to the scope: equal scopes have
    /// equal names, so that two views share one.
    #[must_use]
    pub fn name(&self) -> String {
        text::print(&self.to_json())
    }

    /// Whether a role may listen to this scope.
    ///
    /// # Errors
    /// `Invalid` for a filter that the topic does not know, `Forbidden` for others' tasks.
    pub fn check(&self, role: Role) -> Result<(), ScopeError> {
        let filters = &self.filters;
        let dated = filters.week.is_some() || filters.from.is_some() || filters.to.is_some();
        let known = match self.topic {
            Topic::Tasks => true,
            Topic::Budgets | Topic::Cooking | Topic::Shopping => filters.role.is_none(),
            Topic::Activity | Topic::Conflicts => filters.role.is_none() && !dated,
            Topic::Catalogue | Topic::People | Topic::Notifications | Topic::Presence => filters.is_empty(),
        };
        if !known {
            return Err(ScopeError::Invalid);
        }
        match (self.topic, filters.role) {
            (Topic::Tasks, Some(of)) if of != role && !matches!(role, Role::Admin | Role::Organizer) => {
                Err(ScopeError::Forbidden)
            }
            _ => Ok(()),
        }
    }

    /// Whether the scope covers all that `other` does, as far as their filters tell.
    #[must_use]
    pub fn includes(&self, other: &Self) -> bool {
        let (mine, theirs) = (&self.filters, &other.filters);
        let monday = theirs.week.map(Week::monday);
        let first = theirs.from.max(monday);
        let last = match (theirs.to, monday.map(|monday| monday.plus_days(6))) {
            (Some(to), Some(sunday)) => Some(to.min(sunday)),
            (to, sunday) => to.or(sunday),
        };
        self.topic == other.topic
            && (mine.budget_id.is_none() || mine.budget_id == theirs.budget_id)
            && (mine.role.is_none() || mine.role == theirs.role)
            && (mine.week.is_none() || mine.week == theirs.week)
            && mine.from.is_none_or(|from| first.is_some_and(|first| from <= first))
            && mine.to.is_none_or(|to| last.is_some_and(|last| last <= to))
    }

    /// Whether the scope covers a row that its reader may see.
    #[must_use]
    pub fn covers(&self, row: &Row) -> bool {
        let filters = &self.filters;
        if !Topic::carrying(row.table()).any(|topic| topic == self.topic) {
            return false;
        }
        if filters.is_empty() {
            return true;
        }
        match row {
            Row::Budget(row) => filters.has_one_budget(Some(row.id)) && filters.has_day(row.date),
            Row::BudgetLine(row) => filters.has_one_budget(Some(row.budget_id)) && filters.has_day(row.date),
            Row::Payment(row) => {
                filters.has_one_budget(Some(row.budget_id)) && filters.has_day(row.party_date)
            }
            Row::Task(row) => {
                filters.has_one_budget(row.budget_id)
                    && filters.has_day(row.start.date)
                    && filters.role.is_none_or(|role| role == row.role)
            }
            Row::Schedule(row) => {
                filters.has_one_budget(Some(row.budget_id)) && filters.has_day(row.serve_at.date)
            }
            Row::Ingredient(row) => filters.has_one_budget(Some(row.budget_id)) && filters.has_day(row.date),
            Row::Timer(row) => filters.has_one_budget(Some(row.budget_id)) && filters.has_day(row.date),
            Row::ShoppingItem(row) => filters.has_week(row.week) && filters.has_budget(&row.budget_ids),
            Row::Demand(row) => filters.has_week(row.week) && filters.has_one_budget(row.budget_id),
            Row::Purchase(row) => filters.has_week(row.week) && filters.has_budget(&row.budget_ids),
            Row::Transfer(row) => {
                (filters.has_week(row.from_week) || filters.has_week(row.to_week))
                    && filters.has_budget(&row.budget_ids)
            }
            Row::Substitute(row) => {
                // What is cooked on a Monday may be bought the week before.
                let cooked = self.topic == Topic::Cooking && filters.has_week(row.week.plus(1));
                (filters.has_week(row.week) || cooked) && filters.has_budget(&row.budget_ids)
            }
            Row::Comment(row) => filters.has_one_budget(row.budget_id),
            Row::Conflict(row) => filters.has_one_budget(row.budget_id),
            Row::Workspace(_)
            | Row::User(_)
            | Row::Invite(_)
            | Row::Client(_)
            | Row::Product(_)
            | Row::Dish(_)
            | Row::Menu(_)
            | Row::Notification(_) => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Filters, Scope, ScopeError, Topic};
    use crate::domain::ids::BudgetId;
    use crate::domain::rows::Role;
    use crate::domain::values::Date;

    #[test]
    fn a_cook_cannot_listen_to_the_shoppers_tasks() {
        let filters = Filters { role: Some(Role::Logistics), ..Filters::default() };
        let scope = Scope::new(Topic::Tasks, filters);
        assert_eq!(scope.check(Role::Cook), Err(ScopeError::Forbidden));
        assert_eq!(scope.check(Role::Organizer), Ok(()));
    }

    #[test]
    fn a_filter_that_the_topic_does_not_know_is_invalid() {
        let filters = Filters { role: Some(Role::Cook), ..Filters::default() };
        assert_eq!(Scope::new(Topic::Shopping, filters).check(Role::Admin), Err(ScopeError::Invalid));
    }

    fn november(from: u8, to: u8) -> Filters {
        let day = |day| Date::new(2026, 11, day).ok();
        Filters { from: day(from), to: day(to), ..Filters::default() }
    }

    #[test]
    fn a_wider_scope_includes_a_narrower_one_of_its_topic_alone() {
        let of = |filters| Scope::new(Topic::Shopping, filters);
        let week = of(Filters { week: "2026-W47".parse().ok(), ..Filters::default() });
        let party = of(Filters { budget_id: Some(BudgetId::NIL), ..Filters::default() });
        let all = Scope::all(Topic::Shopping);
        let month = of(november(1, 30));
        for narrower in [&week, &party, &month, &all] {
            assert!(all.includes(narrower));
            assert!(!Scope::all(Topic::Tasks).includes(narrower));
        }
        assert!(month.includes(&week) && month.includes(&of(november(1, 30))));
        assert!(!month.includes(&party) && !month.includes(&all) && !week.includes(&month));
        assert!(!of(november(17, 30)).includes(&week), "the week begins on the 16th");
        assert!(!of(november(2, 30)).includes(&month));
    }
}
