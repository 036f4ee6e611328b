//! Whether two commands under one id say the same.

use serde_json::Value;
use uuid::Uuid;

use crate::domain::ids::UserId;
use crate::sync::submit::Envelope;

/// The space that fingerprints are named in.
const SPACE: Uuid = Uuid::from_u128(0x5bbd_0a5e_91f1_4e1b_8c66_0d24_77aa_0001);

/// A hash of what a command says and who says it; not of when, or of what its author had seen. It
/// tells a resend from a mistake, and guards nothing: SHA-1, cut to a UUID, is good for that.
#[must_use]
pub fn fingerprint(author: UserId, envelope: &Envelope) -> Uuid {
    let mut text = format!("{author} {} {} ", envelope.v, envelope.kind);
    write(&envelope.data, &mut text);
    Uuid::new_v5(&SPACE, text.as_bytes())
}

/// JSON with the keys of objects in their order, whatever order a build of the parser keeps.
fn write(value: &Value, text: &mut String) {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            text.push_str(&value.to_string());
        }
        Value::Array(values) => {
            text.push('[');
            for value in values {
                write(value, text);
                text.push(',');
            }
            text.push(']');
        }
        Value::Object(fields) => {
            let mut names: Vec<&String> = fields.keys().collect();
            names.sort_unstable();
            text.push('{');
            for name in names {
                text.push_str(&Value::String(name.clone()).to_string());
                text.push(':');
                write(&fields[name], text);
                text.push(',');
            }
            text.push('}');
        }
    }
}
