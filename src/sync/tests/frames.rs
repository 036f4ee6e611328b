//! The forms of frames on the wire, by the golden files.

use serde_json::{Map, Value, json};

use crate::sync::wire::{ClientFrame, ServerFrame};

fn kept(name: &str) -> Map<String, Value> {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

#[test]
fn every_frame_of_a_browser_reads_and_writes_the_same() {
    for (kind, data) in kept("client-frames.json") {
        let frame = json!({"type": kind, "data": data});
        let read: ClientFrame = serde_json::from_value(frame.clone()).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), frame);
        assert_eq!(serde_json::to_string(&read).unwrap().parse::<Value>().unwrap(), frame);
    }
}

#[test]
fn a_browser_reads_what_the_server_says() {
    for (name, frame) in kept("server-frames.json") {
        let read = ServerFrame::read(&frame.to_string()).unwrap_or_else(|| panic!("{name} is not read"));
        assert_eq!(serde_json::to_value(&read).unwrap(), frame, "{name}");
    }
}
