//! Steps between rustc and a browser that have a Rust library, so that building the application needs
//! neither the wasm-bindgen nor the brotli program installed.
//!
//! `bundle package IN.wasm DIR NAME` writes `DIR/NAME.js` and `DIR/NAME_bg.wasm`, and beside them the parts
//! that the browser gets when it needs them.
//! `bundle compress QUALITY DIR` writes `.br` and `.gz` beside every file under DIR that gains by it.

#![forbid(unsafe_code)]

mod package;

use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::path::Path;

type Outcome = Result<(), Box<dyn Error>>;

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["package", wasm, folder, name] => package::write(Path::new(wasm), Path::new(folder), name),
        ["compress", quality, folder] => compress(Path::new(folder), quality.parse()?),
        _ => Err("bundle package IN.wasm DIR NAME | bundle compress QUALITY DIR".into()),
    }
}

/// Formats that are compressed already gain nothing.
const PACKED: [&str; 9] = ["br", "gz", "png", "jpg", "jpeg", "webp", "avif", "ico", "woff2"];

fn compress(folder: &Path, quality: i32) -> Outcome {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or("");
        if path.is_dir() {
            compress(&path, quality)?;
        } else if !PACKED.contains(&ending) {
            let plain = fs::read(&path)?;
            write_if_smaller(&path, "br", &plain, brotli(&plain, quality)?)?;
            write_if_smaller(&path, "gz", &plain, gzip(&plain, quality)?)?;
        }
    }
    Ok(())
}

fn write_if_smaller(path: &Path, ending: &str, plain: &[u8], packed: Vec<u8>) -> Outcome {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    if packed.len() < plain.len() {
        fs::write(name, packed)?;
    }
    Ok(())
}

fn brotli(plain: &[u8], quality: i32) -> std::io::Result<Vec<u8>> {
    let parameters =
        brotli::enc::BrotliEncoderParams { quality, lgwin: 24, size_hint: plain.len(), ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &plain[..], &mut packed, &parameters)?;
    Ok(packed)
}

fn gzip(plain: &[u8], quality: i32) -> std::io::Result<Vec<u8>> {
    let level = flate2::Compression::new(quality.clamp(1, 9).unsigned_abs());
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), level);
    encoder.write_all(plain)?;
    encoder.finish()
}
