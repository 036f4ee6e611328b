//! What a browser loads of the program: first what every page needs, then each page's own code.
//!
//! The program says where it can be cut (`#[wasm_split]`). The library cuts there, and makes one more file
//! for every set of parts that share something: dozens of files of a few hundred bytes. All but the largest
//! of them go back into the first file, where they compress best and cost no request.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::{Options, transform};

use crate::Outcome;

/// The loader that the library writes; the module that its files import from has its name in it.
const LOADER: &str = "__wasm_split.js";
/// What is shared by so few parts, and is so large, that the others shall not load it.
const APART_PARTS: usize = 2;
const APART_BYTES: u64 = 16 * 1024;

/// Cuts the compiled program, and writes the JavaScript that loads it; `parts.txt` with the files of each
/// part, and `joined.txt` with those that are to go back into the first.
pub fn write(wasm: &Path, folder: &Path, name: &str) -> Outcome {
    let whole = fs::read(wasm)?;
    let first = folder.join(name);
    let script = format!("./{name}.js");
    let link = format!("./{LOADER}");
    let mut options = Options::new(&whole);
    options.output_dir = folder;
    options.main_out_path = &first;
    options.link_name = &link;
    options.main_module = &script;
    let parts = transform(options).map_err(|error| format!("{error:?}"))?;
    Bindgen::new()
        .input_bytes(name, fs::read(&first)?)
        .web(true)?
        .typescript(false)
        .keep_lld_exports(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .omit_default_module_path(true)
        .generate(folder)?;
    fs::remove_file(first)?;
    let mut users = BTreeMap::<&str, usize>::new();
    for file in parts.prefetch_map.values().flatten() {
        *users.entry(file).or_default() += 1;
    }
    let mut back = BTreeSet::new();
    for (file, users) in users {
        let is_large = fs::metadata(folder.join(format!("{file}.wasm")))?.len() >= APART_BYTES;
        if users > 1 && !(users <= APART_PARTS && is_large) {
            back.insert(file);
        }
    }
    let loader = folder.join(LOADER);
    fs::write(&loader, without(&fs::read_to_string(&loader)?, &back)?)?;
    let mut loads: Vec<_> = parts.prefetch_map.iter().collect();
    loads.sort();
    let mut list = String::new();
    for (part, files) in loads {
        let apart = files.iter().filter(|file| !back.contains(file.as_str()));
        list.push_str(&format!("{part} {}\n", apart.cloned().collect::<Vec<_>>().join(" ")));
    }
    fs::write(folder.join("parts.txt"), list)?;
    let joined: String = back.iter().map(|file| format!("{file}\n")).collect();
    fs::write(folder.join("joined.txt"), joined)?;
    Ok(())
}

/// The loader, which need not load these files.
fn without(loader: &str, back: &BTreeSet<&str>) -> Result<String, String> {
    let constants: BTreeSet<_> = back.iter().map(|file| format!("__{file}")).collect();
    let mut kept = String::new();
    let mut lines = loader.lines();
    while let Some(line) = lines.next() {
        let defined = line.strip_prefix("const ").and_then(|line| line.split_once(" = makeLoad("));
        if defined.is_some_and(|(constant, _)| constants.contains(constant)) {
            let end = lines.by_ref().find(|line| line.ends_with("[]);"));
            end.ok_or_else(|| format!("{LOADER} is written in another way: {line}"))?;
        } else if let Some((start, list)) = line.rsplit_once(", [") {
            let (list, end) = list.split_once(']').unwrap_or((list, ""));
            let needed: Vec<_> = list.split(", ").filter(|one| !constants.contains(*one)).collect();
            kept.push_str(&format!("{start}, [{}]{end}\n", needed.join(", ")));
        } else {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    match constants
        .iter()
        .find(|constant| kept.contains(&format!("{constant} ")) || kept.contains(&format!("{constant},")))
    {
        Some(constant) => Err(format!("{LOADER} still asks for {constant}")),
        None => Ok(kept),
    }
}
