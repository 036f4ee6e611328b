//! The demonstration people.

use crate::domain::ids::UserId;
use crate::domain::rows::Role;
use crate::server::clock;
use crate::server::engine::Newcomer;

/// Somebody of the demonstration crew.
pub struct DemoPerson {
    pub name: &'static str,
    pub email: &'static str,
    pub role: Role,
}

const fn person(name: &'static str, email: &'static str, role: Role) -> DemoPerson {
    DemoPerson { name, email, role }
}

pub const PEOPLE: [DemoPerson; 6] = [
    person("David", "david@demo.example", Role::Admin),
    person("Alice", "alice@demo.example", Role::Organizer),
    person("Bob", "bob@demo.example", Role::Logistics),
    person("Bea", "bea@demo.example", Role::Logistics),
    person("Carla", "carla@demo.example", Role::Cook),
    person("Cai", "cai@demo.example", Role::Cook),
];

/// The crew as they come in; all have the one password.
pub fn newcomers(password_hash: &str) -> Vec<Newcomer> {
    let newcomer = |person: &DemoPerson| Newcomer {
        user: UserId(clock::uuid()),
        name: person.name.to_owned(),
        role: person.role,
        email: person.email.to_owned(),
        password_hash: password_hash.to_owned(),
        language: "en".to_owned(),
    };
    PEOPLE.iter().map(newcomer).collect()
}
