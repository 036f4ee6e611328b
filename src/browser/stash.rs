//! Acts between being made and being on the disk. A page that is left then hears of no writing any more, so
//! they stand in local storage, which is written in the same breath; where no disk takes them, until they
//! are settled.

use web_sys::Storage;

use super::device::storage;
use crate::domain::ids::CommandId;
use crate::sync::kept::{KeptAct, print, read};

fn name(owner: &str, id: &str) -> String {
    ["act:", owner, "/", id].concat()
}

/// Notes an act. A full or forbidden storage notes nothing: it is on its way to the disk.
pub fn put(owner: &str, act: &KeptAct) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(&name(owner, &act.envelope.id.0.to_string()), &print(act));
    }
}

/// They are on the disk, or over.
pub fn forget<'a>(owner: &str, ids: impl Iterator<Item = &'a CommandId>) {
    if let Some(storage) = storage() {
        for id in ids {
            let _ = storage.remove_item(&name(owner, &id.0.to_string()));
        }
    }
}

/// Nothing of theirs stays.
pub fn forget_all(owner: &str) {
    if let Some(storage) = storage() {
        for name in names(&storage, owner) {
            let _ = storage.remove_item(&name);
        }
    }
}

/// What pages have left here that are gone, and what others are about to write.
pub fn all(owner: &str) -> Vec<KeptAct> {
    let Some(storage) = storage() else { return Vec::new() };
    let texts = names(&storage, owner).into_iter().filter_map(|name| storage.get_item(&name).ok().flatten());
    texts.filter_map(|text| read(&text)).collect()
}

fn names(storage: &Storage, owner: &str) -> Vec<String> {
    let start = name(owner, "");
    let names = (0..storage.length().unwrap_or(0)).filter_map(|at| storage.key(at).ok().flatten());
    names.filter(|name| name.starts_with(&start)).collect()
}
