//! The decoder against another one: npm's `eventsource-parser` in node, where both are there.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use super::reference::stream;
use super::{Read, read};

/// Reads lines of JSON, each the pieces of a stream in base 64, and writes what it reads them as.
const PROGRAM: &str = r#"
    const { createParser } = require("eventsource-parser");
    for (const line of require("fs").readFileSync(0, "utf8").split("\n").filter(Boolean)) {
        const read = { events: [], retry: null };
        const parser = createParser({
            onEvent: ({ event, data, id }) => read.events.push([event ?? "", data, id ?? null]),
            onRetry: (millis) => { read.retry = millis; },
        });
        const decoder = new TextDecoder();
        for (const piece of JSON.parse(line)) {
            parser.feed(decoder.decode(Buffer.from(piece, "base64"), { stream: true }));
        }
        console.log(JSON.stringify(read));
    }
"#;

/// The folder in which `npm install eventsource-parser` was called: `node` in the target folder, or where `CLIENTWRIGHT_NODE` says.
fn folder() -> Option<PathBuf> {
    let target = || std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("../target"), PathBuf::from);
    let folder = std::env::var_os("CLIENTWRIGHT_NODE").map_or_else(|| target().join("node"), PathBuf::from);
    if folder.join("node_modules/eventsource-parser").is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: no package `eventsource-parser` below {}", folder.display());
    None
}

fn ask(streams: &str) -> Option<String> {
    let folder = folder()?;
    let node = Command::new("node")
        .args(["-e", PROGRAM])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let mut node = node.inspect_err(|error| eprintln!("skipped: no node: {error}")).ok()?;
    let mut input = node.stdin.take()?;
    let streams = streams.to_owned();
    let writing = std::thread::spawn(move || input.write_all(streams.as_bytes()));
    let output = node.wait_with_output().expect("node runs");
    writing.join().expect("a thread").expect("node reads");
    assert!(output.status.success(), "node ended with {}", output.status);
    Some(String::from_utf8(output.stdout).expect("UTF-8"))
}

fn shown(read: &Read) -> Value {
    let events: Vec<_> = read.events.iter().map(|(frame, _)| json!([frame.name, frame.data, frame.id])).collect();
    json!({ "events": events, "retry": read.reconnection.map(|millis| millis as u64) })
}

/// Streams and how they are cut. The peer holds a carriage return back until something follows: something does.
fn streams() -> Vec<Vec<Vec<u8>>> {
    let mut runner = TestRunner::deterministic();
    let strategy = (stream(), 1_usize..20);
    let mut drawn = || strategy.new_tree(&mut runner).expect("a stream").current();
    let cut = |(stream, size): (Vec<u8>, usize)| {
        let whole = [stream, b"\n:\n".to_vec()].concat();
        whole.chunks(size).map(<[u8]>::to_vec).collect()
    };
    (0..2000).map(|_| cut(drawn())).collect()
}

#[test]
fn a_peer_reads_the_same() {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    let streams = streams();
    let lines: String = streams
        .iter()
        .map(|pieces| pieces.iter().map(|piece| STANDARD.encode(piece)).collect::<Vec<_>>())
        .map(|pieces| format!("{}\n", json!(pieces)))
        .collect();
    let Some(answers) = ask(&lines) else { return };
    let answers: Vec<Value> = answers.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(answers.len(), streams.len());
    for (pieces, theirs) in streams.iter().zip(&answers) {
        let ours = read(pieces.iter().map(Vec::as_slice));
        assert_eq!(shown(&ours), *theirs, "{:?}", String::from_utf8_lossy(&pieces.concat()));
    }
}
