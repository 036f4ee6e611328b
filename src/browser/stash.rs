//! Acts between being made and being on the disk. A page that is left then hears of no writing any more, so
//! they stand in local storage, which is written in the same breath.

use web_sys::Storage;

use super::device::storage;
use super::disk::Disk;
use crate::domain::ids::CommandId;
use crate::sync::kept::{KeptAct, Writing, print, read};

fn name(owner: &str, id: &str) -> String {
    ["act:", owner, "/", id].concat()
}

/// Notes an act. A full or forbidden storage notes nothing: it is on its way to the disk.
pub fn put(owner: &str, act: &KeptAct) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(&name(owner, &act.envelope.id.0.to_string()), &print(act));
    }
}

/// They are on the disk, or never will be.
pub fn forget(owner: &str, ids: &[CommandId]) {
    if let Some(storage) = storage() {
        for id in ids {
            let _ = storage.remove_item(&name(owner, &id.0.to_string()));
        }
    }
}

/// Puts on the disk what a page left behind that is gone.
pub async fn rescue(disk: &Disk, owner: &str) {
    let acts = storage().map(|storage| all(&storage, owner)).unwrap_or_default();
    let ids: Vec<CommandId> = acts.iter().map(|act| act.envelope.id).collect();
    let acts = acts.into_iter().map(|act| (act.envelope.id, Some(act))).collect();
    let writing = Writing { acts, ..Writing::default() };
    if !writing.is_empty() && disk.write(owner, &writing).await.is_ok() {
        forget(owner, &ids);
    }
}

fn all(storage: &Storage, owner: &str) -> Vec<KeptAct> {
    let start = name(owner, "");
    let names = (0..storage.length().unwrap_or(0)).filter_map(|at| storage.key(at).ok().flatten());
    let own = names.filter(|name| name.starts_with(&start));
    own.filter_map(|name| read(&storage.get_item(&name).ok().flatten()?)).collect()
}
