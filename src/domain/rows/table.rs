//! The tables, and a row of any of them.

use std::sync::Arc;

use serde_json::Value;
use uuid::Uuid;

use super::super::json::{self, At, FromJson, Object, ToJson, through_serde};
use super::super::values::Revision;
use super::{
    Budget, BudgetLine, Client, Comment, Conflict, Demand, Dish, Ingredient, Invite, Menu, Notification,
    Payment, Product, Purchase, Record, Removed, Schedule, Settings, ShoppingItem, Substitute, Task, Timer,
    Transfer, User, Workspace,
};

macro_rules! tables {
    ($($(#[$doc:meta])* $table:ident($row:ident) = $name:literal,)+) => {
        /// A table, by its name on the wire and in the store.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Table {
            $($(#[$doc])* $table,)+
        }

        impl Table {
            /// Every table.
            pub const ALL: &'static [Self] = &[$(Self::$table,)+];

            /// Its name on the wire and in the store.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$table => $name,)+ }
            }

            /// The table of that name.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$table),)+ _ => None }
            }
        }

        /// A row of any table. On the wire `{"table": …, "row": …}`.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Row {
            $($row(Arc<$row>),)+
        }

        impl Row {
            /// The table it is a row of.
            #[must_use]
            pub fn table(&self) -> Table {
                match self { $(Self::$row(_) => Table::$table,)+ }
            }

            /// The row's id.
            #[must_use]
            pub fn key(&self) -> Uuid {
                match self { $(Self::$row(row) => row.key(),)+ }
            }

            /// The revision that last changed it.
            #[must_use]
            pub fn rev(&self) -> Revision {
                match self { $(Self::$row(row) => row.rev(),)+ }
            }

            /// The same as changed by that revision.
            #[must_use]
            pub fn with_rev(mut self, rev: Revision) -> Self {
                match &mut self { $(Self::$row(row) => Arc::make_mut(row).set_rev(rev),)+ }
                self
            }

            /// By whom and when it was removed, if it was.
            #[must_use]
            pub fn removed(&self) -> Option<&Removed> {
                match self { $(Self::$row(row) => row.removed(),)+ }
            }

            /// The same as removed, or as there again.
            #[must_use]
            pub fn with_removed(mut self, removed: Option<Removed>) -> Self {
                match &mut self { $(Self::$row(row) => Arc::make_mut(row).set_removed(removed),)+ }
                self
            }

            /// What people have set, by field.
            #[must_use]
            pub fn settings(&self) -> &Settings {
                match self { $(Self::$row(row) => row.settings(),)+ }
            }

            /// The same, to change.
            pub fn settings_mut(&mut self) -> &mut Settings {
                match self { $(Self::$row(row) => Arc::make_mut(row).settings_mut(),)+ }
            }

            /// The value of a field that people set; `None` for any other name.
            #[must_use]
            pub fn field(&self, name: &str) -> Option<Value> {
                match self { $(Self::$row(row) => row.field(name),)+ }
            }

            /// The names of the fields that people set.
            #[must_use]
            pub fn fields(&self) -> &'static [&'static str] {
                match self { $(Self::$row(_) => $row::FIELDS,)+ }
            }

            /// Sets such a field; false where the name or the value does not fit.
            pub fn set_field(&mut self, name: &str, value: Value) -> bool {
                match self { $(Self::$row(row) => Arc::make_mut(row).set_field(name, value),)+ }
            }

            /// How concurrent settings of a field merge.
            #[must_use]
            pub fn rule(&self, name: &str) -> Option<super::super::merge::Rule> {
                match self { $(Self::$row(_) => $row::rule(name),)+ }
            }

            /// Reads a row of `table`; the only way rows are read, on the wire and from the store.
            ///
            /// # Errors
            /// When the value is not of the table's shape.
            pub fn read(table: Table, row: Value) -> Result<Self, serde_json::Error> {
                json::read(&row, |at| Self::read_at(table, at)).map_err(serde::de::Error::custom)
            }

            /// [`read`](Self::read) at a place in a greater value.
            pub(crate) fn read_at(table: Table, at: &At<'_>) -> Self {
                match table { $(Table::$table => Self::$row(Arc::new(FromJson::from_json(at))),)+ }
            }

            /// The row alone, without its table, as the store keeps it.
            #[must_use]
            pub fn body(&self) -> Value {
                match self { $(Self::$row(row) => row.to_json(),)+ }
            }
        }
    };
}

tables! {
    Workspaces(Workspace) = "workspaces",
    Users(User) = "users",
    Invites(Invite) = "invites",
    Clients(Client) = "clients",
    Budgets(Budget) = "budgets",
    BudgetLines(BudgetLine) = "budget-lines",
    Payments(Payment) = "payments",
    Products(Product) = "products",
    Dishes(Dish) = "dishes",
    Menus(Menu) = "menus",
    Tasks(Task) = "tasks",
    Comments(Comment) = "comments",
    Schedules(Schedule) = "schedules",
    Ingredients(Ingredient) = "ingredients",
    Timers(Timer) = "timers",
    ShoppingItems(ShoppingItem) = "shopping-items",
    Demands(Demand) = "demands",
    Purchases(Purchase) = "purchases",
    Transfers(Transfer) = "transfers",
    Substitutes(Substitute) = "substitutes",
    Notifications(Notification) = "notifications",
    Conflicts(Conflict) = "conflicts",
}

impl FromJson for Table {
    fn from_json(at: &At<'_>) -> Self {
        Self::named(at.text()).unwrap_or_else(|| {
            at.wrong("unknown variant");
            Self::Workspaces
        })
    }
}

impl ToJson for Table {
    fn to_json(&self) -> Value {
        self.name().into()
    }
}

impl FromJson for Row {
    fn from_json(at: &At<'_>) -> Self {
        let fields = at.fields();
        Self::read_at(fields.get("table"), &fields.at("row"))
    }
}

impl ToJson for Row {
    fn to_json(&self) -> Value {
        let mut object = Object::new();
        object.put("table", &self.table());
        object.put("row", &self.body());
        object.done()
    }
}

through_serde!(Table, Row);
