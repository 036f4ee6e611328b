//! Declaring a type along with its form in JSON.

/// Structs that are objects: a field is called like itself in camelCase, unless `= "name"` follows
/// its type, and may be missing where `= default` does. Every field is written.
macro_rules! data {
    ($($struct:tt)+) => {
        $crate::domain::json::shapes_of!(put: $($struct)+);
    };
}

/// [`data!`] of which fields are written only where they say something: no `None`, no
/// [`Keep`](crate::domain::values::Patch::Keep), no empty map.
macro_rules! sparse {
    ($($struct:tt)+) => {
        $crate::domain::json::shapes_of!(put_said: $($struct)+);
    };
}

macro_rules! shapes_of {
    ($put:ident: $(
        $(#[$meta:meta])*
        pub struct $name:ident {
            $( $(#[$field_meta:meta])* pub $field:ident: $type:ty $(= $how:tt)?, )*
        }
    )+) => {$(
        $(#[$meta])*
        pub struct $name {
            $( $(#[$field_meta])* pub $field: $type, )*
        }

        impl $crate::domain::json::FromJson for $name {
            fn from_json(at: &$crate::domain::json::At<'_>) -> Self {
                let fields = at.fields();
                Self { $( $field: $crate::domain::json::field!(fields, $field $($how)?), )* }
            }
        }

        impl $crate::domain::json::ToJson for $name {
            fn to_json(&self) -> serde_json::Value {
                let mut object = $crate::domain::json::Object::new();
                $( object.$put($crate::domain::json::word!(field $field $($how)?), &self.$field); )*
                object.done()
            }
        }

        $crate::domain::json::through_serde!($name);
    )+};
}

macro_rules! field {
    ($fields:ident, $field:ident default) => {
        $fields.get_or_default($crate::domain::json::word!(field $field))
    };
    ($fields:ident, $field:ident $($wire:literal)?) => {
        $fields.get($crate::domain::json::word!(field $field $($wire)?))
    };
}

/// Enums that are words: a variant is called like itself in kebab-case, or in `snake_case`.
macro_rules! words {
    ($case:ident $(
        $(#[$meta:meta])*
        pub enum $name:ident {
            $(#[$first_meta:meta])* $first:ident,
            $( $(#[$variant_meta:meta])* $variant:ident, )*
        }
    )+) => {$(
        $(#[$meta])*
        pub enum $name {
            $(#[$first_meta])* $first,
            $( $(#[$variant_meta])* $variant, )*
        }

        impl $name {
            const WORDS: &'static [&'static str] = &[
                $crate::domain::json::word!($case $first),
                $( $crate::domain::json::word!($case $variant), )*
            ];
        }

        impl $crate::domain::json::FromJson for $name {
            fn from_json(at: &$crate::domain::json::At<'_>) -> Self {
                const ALL: &[$name] = &[$name::$first, $( $name::$variant, )*];
                ALL.get(at.word(Self::WORDS)).copied().unwrap_or(Self::$first)
            }
        }

        impl $crate::domain::json::ToJson for $name {
            fn to_json(&self) -> serde_json::Value {
                Self::WORDS[*self as usize].into()
            }
        }

        $crate::domain::json::through_serde!($name);
    )+};
}

/// The same forms for what speaks serde: a value as a whole, never field by field.
macro_rules! through_serde {
    ($($name:ty),+ $(,)?) => {$(
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serde::Serialize::serialize(&$crate::domain::json::ToJson::to_json(self), serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = <serde_json::Value as serde::Deserialize>::deserialize(deserializer)?;
                $crate::domain::json::from_value(&value).map_err(serde::de::Error::custom)
            }
        }
    )+};
}

/// A Rust name as it is on the wire, made by the compiler.
macro_rules! word {
    (field $name:ident $wire:literal) => { $wire };
    (field $name:ident default) => { $crate::domain::json::word!(field $name) };
    (field $name:ident) => { $crate::domain::json::word!(@ $name None) };
    (kebab $name:ident) => { $crate::domain::json::word!(@ $name Some(b'-')) };
    (snake $name:ident) => { $crate::domain::json::word!(@ $name Some(b'_')) };
    (@ $name:ident $($between:tt)+) => {{
        const NAME: &str = stringify!($name);
        const WIRE: [u8; $crate::domain::json::cased_length(NAME, $($between)+)] =
            $crate::domain::json::cased(NAME, $($between)+);
        const WORD: &str = match std::str::from_utf8(&WIRE) {
            Ok(word) => word,
            Err(_) => panic!("names are ASCII"),
        };
        WORD
    }};
}

pub(crate) use {data, field, shapes_of, sparse, through_serde, word, words};

/// The length of [`cased`].
#[must_use]
pub const fn cased_length(name: &str, between: Option<u8>) -> usize {
    let name = name.as_bytes();
    let (mut at, mut length) = (0, 0);
    while at < name.len() {
        match between {
            Some(_) if at > 0 && name[at].is_ascii_uppercase() => length += 2,
            None if name[at] == b'_' => {}
            Some(_) | None => length += 1,
        }
        at += 1;
    }
    length
}

/// A Rust name as a word on the wire: a variant's with `between` its parts, all small; a field's
/// (`None`) in camelCase.
#[must_use]
pub const fn cased<const LENGTH: usize>(name: &str, between: Option<u8>) -> [u8; LENGTH] {
    let name = name.as_bytes();
    let mut word = [0; LENGTH];
    let (mut at, mut length) = (0, 0);
    while at < name.len() {
        match between {
            Some(between) => {
                if at > 0 && name[at].is_ascii_uppercase() {
                    word[length] = between;
                    length += 1;
                }
                word[length] = name[at].to_ascii_lowercase();
                length += 1;
            }
            None if name[at] == b'_' => {}
            None => {
                let begins = at > 0 && name[at - 1] == b'_';
                word[length] = if begins { name[at].to_ascii_uppercase() } else { name[at] };
                length += 1;
            }
        }
        at += 1;
    }
    word
}
