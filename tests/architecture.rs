//! The walls between the rooms (docs/architecture.md): arrows point one way.

use std::fs;
use std::path::{Path, PathBuf};

fn files(room: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(room)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.expect("an entry of a folder that was just listed").path();
            if path.is_dir() {
                // A room's own tests may read the files that they compare with.
                open.extend(Some(path).filter(|path| !path.ends_with("tests")));
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    assert!(!found.is_empty(), "src/{room} holds no code");
    found
}

/// Lines of code in a room that name one of these.
fn mentions(room: &str, names: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for path in files(room) {
        let text = fs::read_to_string(&path).expect("a source file is text");
        for (at, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            if names.iter().any(|name| code.contains(name)) {
                found.push(format!("{}:{}: {}", path.display(), at + 1, line.trim()));
            }
        }
    }
    found
}

/// What the pure rooms know nothing of: libraries of either side, clocks, files, and maps whose
/// order differs from run to run.
const OUTSIDE: &[&str] = &[
    "leptos",
    "axum",
    "sqlx",
    "tokio",
    "web_sys",
    "js_sys",
    "wasm_bindgen",
    "gloo_",
    "SystemTime",
    "std::time",
    "std::fs",
    "std::net",
    "HashMap",
    "HashSet",
];

fn assert_pure(room: &str, other_rooms: &[&str]) {
    let names: Vec<&str> = OUTSIDE.iter().chain(other_rooms).copied().collect();
    assert_eq!(mentions(room, &names), Vec::<String>::new());
}

#[test]
fn the_domain_knows_only_itself() {
    assert_pure("domain", &["crate::sync", "crate::server", "crate::browser", "crate::ui", "crate::api"]);
}

#[test]
fn sync_knows_the_domain_only() {
    assert_pure("sync", &["crate::server", "crate::browser", "crate::ui", "crate::api"]);
}

#[test]
fn the_views_know_nothing_of_the_product() {
    let rooms =
        ["crate::domain", "crate::sync", "crate::server", "crate::browser", "crate::ui", "crate::api"];
    assert_eq!(mentions("view", &rooms), Vec::<String>::new());
}

#[test]
fn the_server_does_not_reach_into_the_browser() {
    assert_eq!(mentions("server", &["crate::browser"]), Vec::<String>::new());
}

#[test]
fn the_browser_does_not_reach_into_server_or_pages() {
    assert_eq!(mentions("browser", &["crate::server", "crate::ui"]), Vec::<String>::new());
}

#[test]
fn the_pages_do_not_reach_into_the_server() {
    assert_eq!(mentions("ui", &["crate::server", "crate::api"]), Vec::<String>::new());
}

#[test]
fn the_doors_know_neither_browser_nor_pages() {
    assert_eq!(mentions("api", &["crate::browser", "crate::ui"]), Vec::<String>::new());
}
