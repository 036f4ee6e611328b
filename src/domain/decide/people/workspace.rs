//! The workspace's own settings.

use super::super::super::bounds;
use super::super::super::command::EditWorkspace;
use super::super::super::fact::Fact;
use super::super::super::refusal::Refusal;
use super::super::super::rows::ShoppingDay;
use super::super::super::work::{Work, updates};
use crate::domain::order;

const LANGUAGES: usize = 20;

/// Edits the workspace. The zone's offsets are the server's to replace.
pub fn edit(work: &mut Work<'_>, data: &EditWorkspace) -> Result<(), Refusal> {
    let before = work.workspace()?.as_ref().clone();
    let name = data.name.as_deref().map(|name| bounds::name("name", name)).transpose()?;
    let currency = data.currency.as_deref().map(currency).transpose()?;
    let zone = data.zone.as_deref().map(zone).transpose()?;
    let languages = data.languages.as_deref().map(languages).transpose()?;
    let days = data.shopping_days.clone().map(shopping_days).transpose()?;
    let mut workspace = before.clone();
    work.set_some(&mut workspace, "name", name);
    work.set_some(&mut workspace, "currency", currency);
    work.set_some(&mut workspace, "zone", zone);
    work.set_some(&mut workspace, "languages", languages);
    work.set_some(&mut workspace, "shoppingDays", days);
    work.set_some(&mut workspace, "standardSupplies", data.standard_supplies);
    let updates = updates(&before, &workspace);
    work.put(workspace);
    work.tell(Fact::new("workspace-edited").with("updates", updates));
    Ok(())
}

fn currency(code: &str) -> Result<String, Refusal> {
    if code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        Ok(code.to_owned())
    } else {
        Err(Refusal::invalid("currency", "Three capitals, such as EUR."))
    }
}

/// Whether the zone exists is for the server to know, which has the zones.
fn zone(name: &str) -> Result<String, Refusal> {
    let name = bounds::name("zone", name)?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/_+-".contains(&byte);
    if name.bytes().all(plain) {
        Ok(name)
    } else {
        Err(Refusal::invalid("zone", "A time zone, such as Europe/Madrid."))
    }
}

fn languages(tags: &[String]) -> Result<Vec<String>, Refusal> {
    bounds::entries("languages", tags.len(), LANGUAGES)?;
    let plain = |tag: &String| {
        (2..=35).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if tags.is_empty() || !tags.iter().all(plain) {
        return Err(Refusal::invalid("languages", "At least one language, such as en."));
    }
    let mut once: Vec<String> = Vec::with_capacity(tags.len());
    for tag in tags {
        if !once.contains(tag) {
            once.push(tag.clone());
        }
    }
    Ok(once)
}

fn shopping_days(mut days: Vec<ShoppingDay>) -> Result<Vec<ShoppingDay>, Refusal> {
    if days.iter().any(|day| !(1..=7).contains(&day.0)) {
        return Err(Refusal::invalid("shoppingDays", "Monday is 1, Sunday 7."));
    }
    order::sort(&mut days);
    let count = days.len();
    days.dedup();
    if days.len() < count {
        return Err(Refusal::invalid("shoppingDays", "Each day once."));
    }
    Ok(days)
}
