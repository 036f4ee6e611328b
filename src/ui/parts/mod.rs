//! What several pages share.

mod amount;
mod answers;
mod conflict;
mod dialog;
mod draft;
mod each;
mod edited;
mod editing;
mod field;
mod glow;
mod icon;
mod keypad;
mod leaving;
mod met;
mod opened;
mod others;
mod person;
mod picker;
mod standing;
mod subject;
mod value;
mod withdrawn;

pub use amount::{QuantityField, parse_quantity};
pub use answers::accept_or_refuse;
pub use conflict::ConflictDialog;
pub use dialog::{Dialog, Foot, go_along, go_on, go_to_page};
pub use draft::{keep_draft, keep_text};
pub use each::each;
pub use edited::Edited;
pub use editing::{Editing, Form, Held, meanwhile, meanwhile_in};
#[cfg(feature = "hydrate")]
pub use field::hold_back_forms;
pub use field::{
    DateInput, DecimalInput, Field, NumberInput, SelectInput, TextArea, TextInput, TimeInput, element_id,
    hold, is_too_long, too_long,
};
pub use glow::Glow;
pub use icon::Icon;
pub use keypad::{Keypad, Step, Stepper};
pub use leaving::on_leaving;
#[cfg(feature = "hydrate")]
pub use leaving::{commit_field, mind_fields};
pub use met::{concerns, may_settle, said as met, same_goods, way_back};
pub use opened::open_while;
pub use others::Others;
pub use person::{Avatar, RoleChip};
pub use picker::Picker;
pub use standing::{Standing, resolve, typed};
pub use subject::{address, address_of_act, field_name, is_unmade, row_name};
pub use value::{ReadableValue, editable, readable, readable_field, shortened};
pub use withdrawn::is_told;
