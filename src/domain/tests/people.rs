//! People, invitations, clients and the workspace.

use super::catering::{client, id};
use super::world::{ALICE, BOB, CARLA, DAVID, Person, World};
use crate::domain::command::{EditWorkspace, InvitePerson, PutClient, PutUser, RevokeInvite};
use crate::domain::ids::{ClientId, InviteId};
use crate::domain::refusal::{Code, Refusal};
use crate::domain::rows::{Role, ShoppingDay};
use crate::domain::values::Patch;

fn user(person: Person) -> PutUser {
    PutUser {
        user_id: person.user,
        name: None,
        role: None,
        email: Patch::Keep,
        colour: None,
        language: None,
        active: None,
    }
}

fn workspace() -> EditWorkspace {
    EditWorkspace {
        name: None,
        currency: None,
        zone: None,
        languages: None,
        shopping_days: None,
        standard_supplies: None,
    }
}

fn code<T>(answer: Result<T, Refusal>) -> Option<Code> {
    answer.err().map(|refusal| refusal.code)
}

#[test]
fn everybody_edits_their_own_name_and_nobody_elses() {
    let mut world = World::new();
    world.must(CARLA, PutUser { name: Some("Carla C.".into()), language: Some("es".into()), ..user(CARLA) });
    assert_eq!(world.state.users()[&CARLA.user].name, "Carla C.");
    let others = PutUser { name: Some("Bobby".into()), ..user(BOB) };
    assert_eq!(code(world.act(CARLA, others)), Some(Code::Forbidden));
    let promoted = PutUser { role: Some(Role::Admin), ..user(CARLA) };
    assert_eq!(code(world.act(CARLA, promoted)), Some(Code::Forbidden));
}

#[test]
fn the_last_active_admin_stays_one() {
    let mut world = World::new();
    let demoted = PutUser { role: Some(Role::Cook), ..user(DAVID) };
    assert_eq!(code(world.act(DAVID, demoted.clone())), Some(Code::Status));
    let left = PutUser { active: Some(false), ..user(DAVID) };
    assert_eq!(code(world.act(DAVID, left)), Some(Code::Status));
    world.must(DAVID, PutUser { role: Some(Role::Admin), ..user(ALICE) });
    world.must(DAVID, demoted);
}

#[test]
fn an_address_is_one_persons() {
    let mut world = World::new();
    let address = |text: &str| PutUser { email: Patch::Set(text.into()), ..user(BOB) };
    assert_eq!(code(world.act(DAVID, address("Carla@demo.example"))), Some(Code::Invalid));
    assert_eq!(code(world.act(DAVID, address("nobody"))), Some(Code::Invalid));
    world.must(DAVID, address("Robert@demo.example"));
    assert_eq!(world.state.users()[&BOB.user].email.as_deref(), Some("robert@demo.example"));
}

#[test]
fn only_an_admin_invites_and_only_with_a_hash() {
    let mut world = World::new();
    let invite = |number: u128, hash: String, hours| InvitePerson {
        invite_id: InviteId(id(number)),
        role: Role::Cook,
        token_hash: hash,
        hours,
    };
    assert_eq!(code(world.act(ALICE, invite(1, "a".repeat(64), None))), Some(Code::Forbidden));
    assert_eq!(code(world.act(DAVID, invite(1, "secret".into(), None))), Some(Code::Invalid));
    assert_eq!(code(world.act(DAVID, invite(1, "a".repeat(64), Some(721)))), Some(Code::Limit));
    world.must(DAVID, invite(1, "a".repeat(64), None));
    let row = &world.state.invites()[&InviteId(id(1))];
    assert_eq!(row.expires_at.0 - row.at.0, 72 * 3_600_000);
    assert_eq!(code(world.act(DAVID, invite(2, "A".repeat(64), None))), Some(Code::Invalid));
    world.must(DAVID, RevokeInvite { invite_id: InviteId(id(1)) });
    assert!(world.state.invites()[&InviteId(id(1))].revoked);
}

#[test]
fn clients_are_the_organizers() {
    let mut world = World::new();
    let ana = client(ClientId(id(1)), "Ana");
    for person in [BOB, CARLA] {
        assert_eq!(code(world.act(person, ana.clone())), Some(Code::Forbidden));
    }
    world.must(ALICE, PutClient { phone: Patch::Set("+34 600".into()), ..ana });
    world.must(ALICE, PutClient { phone: Patch::Clear, ..client(ClientId(id(1)), "Ana B.") });
    let row = &world.state.clients()[&ClientId(id(1))];
    assert_eq!((row.name.as_str(), row.phone.as_deref()), ("Ana B.", None));
}

#[test]
fn the_workspace_takes_only_what_it_understands() {
    let mut world = World::new();
    let refused = [
        EditWorkspace { currency: Some("eur".into()), ..workspace() },
        EditWorkspace { zone: Some(" ".into()), ..workspace() },
        EditWorkspace { languages: Some(Vec::new()), ..workspace() },
        EditWorkspace { shopping_days: Some(vec![ShoppingDay(8)]), ..workspace() },
        EditWorkspace { shopping_days: Some(vec![ShoppingDay(2), ShoppingDay(2)]), ..workspace() },
    ];
    for edit in refused {
        assert_eq!(code(world.act(DAVID, edit)), Some(Code::Invalid));
    }
    let days = Some(vec![ShoppingDay(5), ShoppingDay(2)]);
    world.must(DAVID, EditWorkspace { shopping_days: days, standard_supplies: Some(true), ..workspace() });
    let row = world.state.workspace().unwrap();
    assert_eq!(row.shopping_days, [ShoppingDay(2), ShoppingDay(5)]);
    assert_eq!(code(world.act(ALICE, workspace())), Some(Code::Forbidden));
}
