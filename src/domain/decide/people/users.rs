//! The people of a workspace.

use super::super::super::bounds;
use super::super::super::command::PutUser;
use super::super::super::fact::Fact;
use super::super::super::ids::UserId;
use super::super::super::refusal::{Code, Refusal};
use super::super::super::rows::{Role, User};
use super::super::super::values::Patch;
use super::super::super::work::{Work, updates};
use super::email;

/// Edits a person: everybody their own name, colour and language, an admin everybody's all. People
/// come by invitation, so none is made here.
pub fn put(work: &mut Work<'_>, data: &PutUser) -> Result<(), Refusal> {
    let before = work.see::<User>(data.user_id)?;
    may_edit(work, data)?;
    let short = |field: &'static str, text: &Option<String>| {
        text.as_deref().map(|text| bounds::name(field, text)).transpose()
    };
    let (name, colour) = (short("name", &data.name)?, short("colour", &data.colour)?);
    let language = short("language", &data.language)?;
    let email = email(&data.email)?;
    if let Patch::Set(address) = &email {
        not_taken(work, data.user_id, address)?;
    }
    let mut user = before.clone();
    work.set_some(&mut user, "name", name);
    work.set_some(&mut user, "role", data.role);
    work.set_some(&mut user, "email", email.change());
    work.set_some(&mut user, "colour", colour);
    work.set_some(&mut user, "language", language);
    work.set_some(&mut user, "active", data.active);
    keeps_an_admin(work, &before, &user)?;
    let updates = updates(&before, &user);
    work.put(user);
    work.tell(Fact::new("user-put").with("userId", data.user_id).with("updates", updates));
    Ok(())
}

fn may_edit(work: &Work<'_>, data: &PutUser) -> Result<(), Refusal> {
    if work.context.role == Role::Admin {
        return Ok(());
    }
    if data.user_id != work.context.actor {
        return Err(Refusal::new(Code::Forbidden, "Only an admin changes other people."));
    }
    let theirs =
        [("role", data.role.is_some()), ("email", !data.email.is_keep()), ("active", data.active.is_some())];
    match theirs.into_iter().find(|&(_, is_named)| is_named) {
        Some((field, _)) => Err(Refusal::forbidden().field(field)),
        None => Ok(()),
    }
}

fn not_taken(work: &Work<'_>, user: UserId, address: &str) -> Result<(), Refusal> {
    let mut others =
        work.state().users().values().filter(|other| other.id != user && other.removed.is_none());
    match others.find(|other| other.email.as_deref() == Some(address)) {
        Some(_) => Err(Refusal::invalid("email", "Somebody else has this address.")),
        None => Ok(()),
    }
}

/// A workspace without an admin could never get one again.
fn keeps_an_admin(work: &Work<'_>, before: &User, after: &User) -> Result<(), Refusal> {
    let leads = |user: &User| user.role == Role::Admin && user.active && user.removed.is_none();
    if !leads(before) || leads(after) {
        return Ok(());
    }
    if work.state().users().values().any(|user| user.id != after.id && leads(user)) {
        return Ok(());
    }
    Err(Refusal::new(Code::Status, "The last admin stays one; make somebody else an admin first."))
}
