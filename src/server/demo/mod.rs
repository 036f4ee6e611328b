//! The demonstration workspace (DOMAIN, Demonstration data): made by the demonstration people
//! themselves, command by command, so that everything derived is right; dated relative to today.

mod catalogue;
mod parties;
mod people;
mod script;
mod work;

use super::app::App;
use super::clock;
use super::engine::{Failure, Founding, Joining, SystemAct};
use super::people::passwords;
use super::store::StoreError;
use crate::domain::ids::WorkspaceId;
use crate::domain::rows::Role;
use people::PEOPLE;
use script::Script;

/// Under this name the password of the demonstration people is kept, readable: it guards nothing
/// but a demonstration, and has to be printed again at the next start.
const PASSWORD: &str = "demo-password";

/// Fills an empty database.
///
/// # Errors
/// When it cannot be written.
pub async fn fill(app: &App) -> Result<(), Failure> {
    let password = super::manage::password();
    let hash = passwords::hash(password.clone()).await.ok_or(Failure::Unavailable)?;
    let workspace = WorkspaceId(clock::uuid());
    let mut people = people::newcomers(&hash);
    let admin = people.iter().position(|person| person.role == Role::Admin);
    let admin = admin.map(|place| people.remove(place));
    let founding = Founding {
        workspace,
        name: "Bliss Catering".to_owned(),
        currency: "EUR".to_owned(),
        zone: "Europe/Berlin".to_owned(),
        admin: admin.clone(),
    };
    let engine = app.engines.found(founding).await?;
    for newcomer in people.clone() {
        let act = SystemAct::Join(Joining { newcomer, invite: None });
        engine.system(clock::command_id(), act).await?;
    }
    people.extend(admin);
    let mut script = Script::new(engine, people).await?;
    let pantry = catalogue::fill(&mut script).await?;
    let parties = parties::fill(&mut script, &pantry).await?;
    work::fill(&mut script, &pantry, &parties).await?;
    let kept = app.store.set_meta(PASSWORD, Some(&password)).await;
    kept.map_err(|_: StoreError| Failure::Unavailable)
}

/// Says how the demonstration people sign in, where this is their workspace.
///
/// # Errors
/// When the store is away.
pub async fn print_sign_ins(app: &App) -> Result<(), StoreError> {
    let Some(password) = app.store.meta(PASSWORD).await? else { return Ok(()) };
    println!("For demonstration only, sign in as:");
    for person in PEOPLE {
        println!("  {} ({})", person.email, person.role.name());
    }
    println!("password: {password}");
    Ok(())
}
