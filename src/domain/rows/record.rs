//! What every row has in common, and the macro that declares one.

use crate::domain::json::{FromJson, ToJson, data, words};
use serde_json::Value;

use super::super::ids::{CommandId, ReplicaId, UserId};
use super::super::merge::Rule;
use super::super::order::Small;
use super::super::values::{Instant, Revision};
use super::{Row, Table};

data! {
    /// One person's value of one field, not yet superseded (DOMAIN, Conflicts).
    #[derive(Clone, Debug, PartialEq)]
    pub struct Setting {
        pub value: Value,
        pub user_id: UserId,
        pub replica: ReplicaId,
        /// The revision this setting was made in.
        pub rev: Revision,
        /// What its author had been shown when starting to edit.
        pub seen: Revision,
        pub at: Instant,
        /// The command that made it, for undo.
        pub command: CommandId,
    }
}

/// The settings of a row's fields, by the field's name on the wire. A field that nobody has
/// changed since the row was made has none.
pub type Settings = Small<String, Vec<Setting>>;

data! {
    /// That a row was removed. It stays in the store and is no longer sent.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Removed {
        pub at: Instant,
        pub user_id: UserId,
        pub replica: ReplicaId,
        pub rev: Revision,
        pub command: CommandId,
    }

    /// Who made a row, and when: it may be unseen by who removes what it goes with.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Made {
        pub at: Instant,
        pub user_id: UserId,
        pub replica: ReplicaId,
        pub rev: Revision,
        pub command: CommandId,
    }

    /// That a party's plan took a row back. It is still sent, struck through, until acknowledged.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Withdrawn {
        pub reason: WithdrawnReason,
        pub at: Instant,
        /// Who has taken note; the row is no longer shown to them.
        pub acknowledged_by: Vec<UserId>,
    }
}

words! {
    kebab
    /// Why a plan took a row back.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum WithdrawnReason {
        /// The party left `reserva` other than by completing.
        NotBooked,
        /// The plan of the party no longer has it.
        NotPlanned,
    }
}

/// A row of one table.
pub trait Record: Clone + PartialEq + FromJson + ToJson + Sized {
    type Id: Copy + Ord + From<uuid::Uuid> + Into<uuid::Uuid>;
    const TABLE: Table;

    /// The id in its own type.
    fn id(&self) -> Self::Id;
    /// The id as the store and the wire have it.
    fn key(&self) -> uuid::Uuid;
    /// The revision that last changed the row.
    fn rev(&self) -> Revision;
    /// Stamps the row with the change that made it so.
    fn set_rev(&mut self, rev: Revision);
    /// What people have set, by field.
    fn settings(&self) -> &Settings;
    /// The same, to change.
    fn settings_mut(&mut self) -> &mut Settings;
    /// By whom and when the row was removed, if it was.
    fn removed(&self) -> Option<&Removed>;
    /// Stamps the row as removed, or brings it back.
    fn set_removed(&mut self, removed: Option<Removed>);
    /// The names of the fields that people set.
    const FIELDS: &'static [&'static str];

    /// The value of a field that people set, as it is on the wire; `None` for any other name.
    fn field(&self, name: &str) -> Option<Value>;
    /// Sets such a field; false where the name or the value does not fit.
    fn set_field(&mut self, name: &str, value: Value) -> bool;
    /// How concurrent settings of such a field are merged.
    fn rule(name: &str) -> Option<Rule>;
    /// The row among those of all tables.
    fn into_row(self) -> Row;
}

/// Declares a row: `set` fields are what people set (name on the wire, Rust name, type, and the
/// rule for concurrent settings), `also` fields are derived or set once. A row `with parts` has
/// entries of a list that are set each by itself (`steps.2`), read and written by its own
/// `part`, `set_part` and `part_rule`.
macro_rules! row {
    (@read parts, $row:expr, $name:expr) => { $row.part($name) };
    (@read , $row:expr, $name:expr) => { None };
    (@write parts, $row:expr, $name:expr, $value:expr) => { $row.set_part($name, &$value) };
    (@write , $row:expr, $name:expr, $value:expr) => { false };
    (@rule parts, $name:expr) => { Self::part_rule($name) };
    (@rule , $name:expr) => { None };
    (
        $(#[$doc:meta])*
        $name:ident($id:ty) in $table:ident $(with $parts:ident)? {
            set { $( $(#[$sdoc:meta])* $wire:literal $field:ident: $type:ty = $rule:expr, )* }
            also { $( $(#[$adoc:meta])* $also:ident: $also_type:ty, )* }
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            pub id: $id,
            /// The revision that last changed this row.
            pub rev: $crate::domain::values::Revision,
            $( $(#[$sdoc])* pub $field: $type, )*
            $( $(#[$adoc])* pub $also: $also_type, )*
            pub settings: $crate::domain::rows::Settings,
            pub removed: Option<$crate::domain::rows::Removed>,
        }

        impl $crate::domain::json::FromJson for $name {
            fn from_json(at: &$crate::domain::json::At<'_>) -> Self {
                let fields = at.fields();
                Self {
                    id: fields.get("id"),
                    rev: fields.get("rev"),
                    $( $field: fields.get($wire), )*
                    $( $also: fields.get($crate::domain::json::word!(field $also)), )*
                    settings: fields.get("settings"),
                    removed: fields.get("removed"),
                }
            }
        }

        impl $crate::domain::json::ToJson for $name {
            fn to_json(&self) -> serde_json::Value {
                let mut object = $crate::domain::json::Object::new();
                object.put("id", &self.id);
                object.put("rev", &self.rev);
                $( object.put($wire, &self.$field); )*
                $( object.put($crate::domain::json::word!(field $also), &self.$also); )*
                object.put_said("settings", &self.settings);
                object.put_said("removed", &self.removed);
                object.done()
            }
        }

        impl $crate::domain::rows::Record for $name {
            type Id = $id;
            const TABLE: $crate::domain::rows::Table = $crate::domain::rows::Table::$table;
            const FIELDS: &'static [&'static str] = &[$($wire,)*];

            fn id(&self) -> $id {
                self.id
            }

            fn key(&self) -> uuid::Uuid {
                self.id.0
            }

            fn rev(&self) -> $crate::domain::values::Revision {
                self.rev
            }

            fn set_rev(&mut self, rev: $crate::domain::values::Revision) {
                self.rev = rev;
            }

            fn settings(&self) -> &$crate::domain::rows::Settings {
                &self.settings
            }

            fn settings_mut(&mut self) -> &mut $crate::domain::rows::Settings {
                &mut self.settings
            }

            fn removed(&self) -> Option<&$crate::domain::rows::Removed> {
                self.removed.as_ref()
            }

            fn set_removed(&mut self, removed: Option<$crate::domain::rows::Removed>) {
                self.removed = removed;
            }

            fn field(&self, name: &str) -> Option<serde_json::Value> {
                match name {
                    $( $wire => Some($crate::domain::json::ToJson::to_json(&self.$field)), )*
                    _ => $crate::domain::rows::row!(@read $($parts)?, self, name),
                }
            }

            #[allow(unused_variables, clippy::allow_attributes)]
            fn set_field(&mut self, name: &str, value: serde_json::Value) -> bool {
                match name {
                    $( $wire => match $crate::domain::json::from_value(&value) {
                        Ok(value) => { self.$field = value; true }
                        Err(_) => false,
                    }, )*
                    _ => $crate::domain::rows::row!(@write $($parts)?, self, name, value),
                }
            }

            fn rule(name: &str) -> Option<$crate::domain::merge::Rule> {
                match name {
                    $( $wire => Some($rule), )*
                    _ => $crate::domain::rows::row!(@rule $($parts)?, name),
                }
            }

            fn into_row(self) -> $crate::domain::rows::Row {
                $crate::domain::rows::Row::$name(std::sync::Arc::new(self))
            }
        }
    };
}
pub(crate) use row;
