//! Who parties are for.

use super::super::super::bounds;
use super::super::super::command::{PutClient, RemoveClient};
use super::super::super::fact::Fact;
use super::super::super::refusal::{Code, Refusal};
use super::super::super::rows::{Budget, BudgetStatus, Client, Settings};
use super::super::super::values::Revision;
use super::super::super::work::{Work, updates};
use super::{email, short};

/// Makes a client, or edits the one there is.
pub fn put(work: &mut Work<'_>, data: &PutClient) -> Result<(), Refusal> {
    let name = data.name.as_deref().map(|name| bounds::name("name", name)).transpose()?;
    let notes = data.notes.as_deref().map(|notes| bounds::text("notes", notes)).transpose()?;
    let (email, phone) = (email(&data.email)?, short("phone", &data.phone)?);
    let company = short("company", &data.company)?;
    if work.state().get::<Client>(data.client_id).is_none() {
        let client = Client {
            id: data.client_id,
            rev: Revision::ZERO,
            name: name.ok_or_else(|| Refusal::invalid("name", "This is needed."))?,
            email: email.value(),
            phone: phone.value(),
            company: company.value(),
            notes: notes.unwrap_or_default(),
            booked: false,
            settings: Settings::new(),
            removed: None,
        };
        work.create(client);
        work.tell(Fact::new("client-put").with("clientId", data.client_id));
        return Ok(());
    }
    let before = work.see::<Client>(data.client_id)?;
    let mut client = before.clone();
    work.set_some(&mut client, "name", name);
    work.set_some(&mut client, "email", email.change());
    work.set_some(&mut client, "phone", phone.change());
    work.set_some(&mut client, "company", company.change());
    work.set_some(&mut client, "notes", notes);
    let updates = updates(&before, &client);
    work.put(client);
    work.tell(Fact::new("client-put").with("clientId", data.client_id).with("updates", updates));
    Ok(())
}

/// Removes a client who has no party but those that came to nothing.
pub fn remove(work: &mut Work<'_>, data: &RemoveClient) -> Result<(), Refusal> {
    let client = work.see::<Client>(data.client_id)?;
    let parties = work.state().indexes().budgets_by_client.of(&client.id);
    let party = work.state().each::<Budget>(parties).find(|party| counts(party.status));
    if let Some(party) = party {
        let reason = format!("The party “{}” is theirs.", party.name);
        return Err(Refusal::new(Code::Status, reason));
    }
    if work.remove(client) {
        work.tell(Fact::new("client-removed").with("clientId", data.client_id));
    }
    Ok(())
}

fn counts(status: BudgetStatus) -> bool {
    match status {
        BudgetStatus::Draft
        | BudgetStatus::Pending
        | BudgetStatus::Approved
        | BudgetStatus::Reserva
        | BudgetStatus::Completed => true,
        BudgetStatus::Rejected | BudgetStatus::Canceled => false,
    }
}
