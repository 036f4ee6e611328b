//! Reading a value, and remembering what was wrong with it and where.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;

use serde_json::{Map, Value};

/// What can be read from JSON.
pub trait FromJson: Sized {
    /// The value at a place. What is wrong there is noted with [`At::wrong`]; then whatever is
    /// returned is never seen.
    fn from_json(at: &At<'_>) -> Self;
}

/// Reads a value.
///
/// # Errors
/// What was wrong first, and where.
pub fn from_value<T: FromJson>(value: &Value) -> Result<T, Fault> {
    read(value, T::from_json)
}

/// [`from_value`] where the value says what it is to be read as.
///
/// # Errors
/// The same.
pub fn read<T>(value: &Value, held: impl FnOnce(&At<'_>) -> T) -> Result<T, Fault> {
    read_by(value, false, held)
}

/// [`read`] for what somebody says now, by the bounds of what may be said.
///
/// # Errors
/// The same.
pub fn read_said<T>(value: &Value, said: impl FnOnce(&At<'_>) -> T) -> Result<T, Fault> {
    read_by(value, true, said)
}

fn read_by<T>(value: &Value, is_said: bool, read: impl FnOnce(&At<'_>) -> T) -> Result<T, Fault> {
    let reading = Reading { fault: RefCell::new(None), is_said };
    let read = read(&At { value: Some(value), step: Step::Whole, above: None, reading: &reading });
    match reading.fault.into_inner() {
        None => Ok(read),
        Some(fault) => Err(fault),
    }
}

/// Why a value cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong, for a person.
    pub words: Cow<'static, str>,
    /// Where: `ingredients[0].quantity`; empty for the whole.
    pub path: String,
    is_missing: bool,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)?;
        if self.path.is_empty() {
            return Ok(());
        }
        f.write_str(" at ")?;
        f.write_str(&self.path)
    }
}

impl std::error::Error for Fault {}

/// A place in a value that is being read.
pub struct At<'a> {
    /// None: the field is not there.
    value: Option<&'a Value>,
    step: Step<'a>,
    above: Option<&'a At<'a>>,
    reading: &'a Reading,
}

/// What all places of one value share.
struct Reading {
    fault: RefCell<Option<Fault>>,
    is_said: bool,
}

/// How a place is reached from the one above.
enum Step<'a> {
    Whole,
    Field(&'a str),
    Item(usize),
}

impl<'a> At<'a> {
    /// What stands here; `None` where there is nothing, not even `null`.
    #[must_use]
    pub fn value(&self) -> Option<&'a Value> {
        self.value
    }

    /// Whether somebody says this now. What rules derive from it, and what is stored, may lie beyond the
    /// bounds of what is said, and is read all the same.
    #[must_use]
    pub fn is_said(&self) -> bool {
        self.reading.is_said
    }

    /// Whether nothing stands here, or `null`.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(self.value, None | Some(Value::Null))
    }

    /// Notes that what stands here cannot be read. The first fault counts, but what is wrong comes
    /// before what is missing.
    #[inline(never)]
    pub fn wrong(&self, words: &'static str) {
        let mut fault = self.reading.fault.borrow_mut();
        let is_missing = self.value.is_none();
        if fault.as_ref().is_none_or(|first| first.is_missing && !is_missing) {
            let words = match self.step {
                Step::Field(name) if is_missing => Cow::Owned(["missing field `", name, "`"].concat()),
                Step::Field(_) | Step::Item(_) | Step::Whole => Cow::Borrowed(words),
            };
            let mut path = String::new();
            self.write_path(&mut path);
            *fault = Some(Fault { words, path, is_missing });
        }
    }

    fn write_path(&self, path: &mut String) {
        if let Some(above) = self.above {
            above.write_path(path);
        }
        match self.step {
            Step::Whole => {}
            Step::Field(name) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(name);
            }
            Step::Item(at) => {
                path.push('[');
                path.push_str(&at.to_string());
                path.push(']');
            }
        }
    }

    /// A text; empty where it is none.
    #[inline(never)]
    pub fn text(&self) -> &'a str {
        if let Some(Value::String(text)) = self.value {
            return text;
        }
        self.wrong("invalid type: expected a string");
        ""
    }

    /// A whole number within bounds; the lower one where it is none.
    #[inline(never)]
    pub fn number(&self, least: i64, most: i64) -> i64 {
        match self.value.and_then(Value::as_i64) {
            Some(number) if least <= number && number <= most => number,
            _ => {
                self.wrong("invalid type: expected a whole number within bounds");
                least
            }
        }
    }

    /// Which of these words stands here; the first where it is none of them.
    #[inline(never)]
    pub fn word(&self, words: &[&str]) -> usize {
        let text = self.text();
        let known = words.iter().position(|word| *word == text);
        known.unwrap_or_else(|| {
            self.wrong("unknown variant");
            0
        })
    }

    /// The fields of an object; none where it is no object.
    #[inline(never)]
    pub fn fields(&self) -> Fields<'_> {
        let map = self.value.and_then(Value::as_object);
        if map.is_none() {
            self.wrong("invalid type: expected an object");
        }
        Fields { map, at: self }
    }

    /// The items of a list; none where it is no list.
    #[inline(never)]
    pub fn items(&self) -> &'a [Value] {
        if let Some(Value::Array(items)) = self.value {
            return items;
        }
        self.wrong("invalid type: expected a list");
        &[]
    }

    /// Looks at the places of all items of a list; of none where it is no list.
    #[inline(never)]
    pub fn each_item(&self, look: &mut dyn FnMut(&At<'_>)) {
        for (index, value) in self.items().iter().enumerate() {
            look(&self.item(index, value));
        }
    }

    /// The place of an item of [`items`](Self::items).
    #[must_use]
    pub fn item<'b>(&'b self, index: usize, value: &'b Value) -> At<'b> {
        At { value: Some(value), step: Step::Item(index), above: Some(self), reading: self.reading }
    }
}

/// The fields of an object that is being read.
pub struct Fields<'a> {
    map: Option<&'a Map<String, Value>>,
    at: &'a At<'a>,
}

impl<'a> Fields<'a> {
    /// The place of a field, there or not.
    #[inline(never)]
    #[must_use]
    pub fn at(&self, name: &'a str) -> At<'a> {
        let value = self.map.and_then(|map| map.get(name));
        At { value, step: Step::Field(name), above: Some(self.at), reading: self.at.reading }
    }

    /// A field. One that is not there is refused, unless its type says what that means.
    pub fn get<T: FromJson>(&self, name: &'a str) -> T {
        T::from_json(&self.at(name))
    }

    /// A field that need not be there.
    pub fn get_or_default<T: FromJson + Default>(&self, name: &'a str) -> T {
        let at = self.at(name);
        if at.value.is_none() { T::default() } else { T::from_json(&at) }
    }

    /// Every field there is.
    pub fn all(&self) -> impl Iterator<Item = (&'a str, &'a Value)> + use<'a> {
        self.map.into_iter().flatten().map(|(name, value)| (name.as_str(), value))
    }
}
