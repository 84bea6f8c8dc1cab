//! The laws of `clientwright vendor`, against a server that is there while it runs and gone afterwards.

mod checkout;
mod tree;

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use checkout::Checkout;

const TYPES: &str = "User: {type: object, properties: {name: {type: string}, room: {$ref: rooms/room.yaml}}}\n";
const ROOM: &str = "{type: object, properties: {topic: {type: string}}}\n";

/// A server of texts by path, of which one that is a path leads on there; its address, and how often it was asked.
fn serve(files: &'static [(&'static str, &'static str)]) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut head = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
            let path = head.next().unwrap_or_default().split(' ').nth(1).unwrap_or_default().to_owned();
            head.take_while(|line| !line.is_empty()).for_each(drop);
            count.fetch_add(1, Ordering::Relaxed);
            let (status, body) = match files.iter().find(|(known, _)| *known == path) {
                Some((_, text)) if text.starts_with('/') => (&*format!("302 Found\r\nlocation: {text}"), ""),
                Some((_, text)) => ("200 OK", *text),
                None => ("404 Not Found", ""),
            };
            let length = body.len();
            write!(stream, "HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}").unwrap();
        }
    });
    (address, asked)
}

fn description(target: &str) -> String {
    let user = "content: {application/json: {schema: {$ref: '#/components/schemas/User'}}}";
    format!(
        "openapi: 3.0.4\ninfo: {{title: Chat, version: \"1\"}}\npaths: {{/user: {{get: {{operationId: getUser, responses: {{200: \
         {{description: It., {user}}}}}}}}}}}\ncomponents:\n  schemas:\n    User: {{$ref: '{target}'}}\n"
    )
}

#[test]
fn what_references_lead_to_is_fetched_once_and_kept() {
    let (address, asked) = serve(&[("/v1/types.yaml", TYPES), ("/v1/rooms/room.yaml", ROOM)]);
    let checkout = Checkout::with(&[("chat.yaml", &description(&format!("{address}/v1/types.yaml#/User")))]);
    let (code, _, told) = checkout.run("generate");
    assert!(code == 1 && told.contains("CW0330") && told.contains("`clientwright vendor chat`"), "{told}");
    assert_eq!(asked.load(Ordering::Relaxed), 0, "something was fetched while a crate was generated");

    let (code, said, told) = checkout.run("vendor chat");
    assert_eq!(code, 0, "{told}");
    assert_eq!(said.lines().count(), 2, "{said}");
    assert_eq!(asked.load(Ordering::Relaxed), 2, "{said}");
    checkout.generates();
    let types = fs::read_to_string(checkout.path("generated/chat/src/types/room.rs")).unwrap();
    assert!(types.contains(&format!("{address}/v1/rooms/room.yaml")), "{types}");
    assert_eq!(asked.load(Ordering::Relaxed), 2);

    // The same answers change nothing.
    let before = fs::read(checkout.path("specs/chat/vendored.toml")).unwrap();
    assert_eq!(checkout.run("vendor"), (0, String::new(), "specs/chat.yaml: 2 fetched, 0 changed\n".to_owned()));
    assert_eq!(fs::read(checkout.path("specs/chat/vendored.toml")).unwrap(), before);

    // What is not what was fetched is not read.
    let kept =
        said.lines().find_map(|line| line.split_once("types.yaml").map(|(folder, _)| format!("{folder}types.yaml")));
    let kept = kept.unwrap();
    checkout.write(&kept, "User: {type: string}\n");
    let (code, _, told) = checkout.run("generate");
    assert!(code == 1 && told.contains("is not what was fetched"), "{told}");

    // What no reference leads to any more goes.
    checkout.write("specs/chat.yaml", &description(&format!("{address}/v1/rooms/room.yaml")));
    assert_eq!(checkout.run("vendor").0, 0);
    assert!(!checkout.path(&kept).exists());
    checkout.generates();
}

#[test]
fn where_one_address_cannot_be_fetched_nothing_is_written() {
    let (address, _) = serve(&[("/types.yaml", TYPES)]);
    let checkout = Checkout::with(&[("chat.yaml", &description(&format!("{address}/types.yaml#/User")))]);
    let (code, said, told) = checkout.run("vendor");
    assert_eq!((code, said.as_str()), (1, ""));
    assert!(told.contains(&format!("{address}/rooms/room.yaml answers 404")), "{told}");
    assert!(told.contains(&format!("{address}/types.yaml:1:70")), "{told}");
    assert!(!checkout.path("specs/chat").exists());
}

#[test]
fn what_an_address_leads_on_to_is_seen_from_there() {
    let (address, asked) = serve(&[("/e/x", "/e/x/"), ("/e/x/", TYPES), ("/e/x/rooms/room.yaml", ROOM)]);
    let checkout = Checkout::with(&[("chat.yaml", &description(&format!("{address}/e/x#/User")))]);
    let (code, said, told) = checkout.run("vendor chat");
    assert_eq!((code, said.lines().count()), (0, 2), "{said}{told}");
    let index = fs::read_to_string(checkout.path("specs/chat/vendored.toml")).unwrap();
    assert!(index.contains(&format!("location = \"{address}/e/x/\"")), "{index}");
    checkout.generates();
    assert_eq!(asked.load(Ordering::Relaxed), 3);

    // Who refers to where it stands has the same file.
    checkout.write("specs/chat.yaml", &description(&format!("{address}/e/x/#/User")));
    checkout.generates();
}

#[test]
fn what_cannot_be_fetched_is_told_where_it_is_asked_for() {
    for target in ["file:///tmp/user.yaml", "ftp://example.com/user.yaml", "//example.com/user.yaml"] {
        let checkout = Checkout::with(&[("chat.yaml", &description(target))]);
        let (code, said, told) = checkout.run("vendor");
        assert_eq!((code, said.as_str()), (1, ""), "{told}");
        assert!(told.contains("CW0330") && told.contains("specs/chat.yaml:6:18"), "{told}");
    }
    let checkout = Checkout::with(&[("chat.yaml", "openapi: 3.0.4\npaths: [\n")]);
    checkout.write("specs/chat/vendored.toml", "");
    let (code, _, told) = checkout.run("vendor");
    assert!(code == 1 && told.contains("CW0101"), "{told}");
    checkout.write("specs/chat/vendored.toml", "x = \n");
    let (code, _, told) = checkout.run("vendor");
    assert!(code == 1 && told.starts_with("error: specs/chat/vendored.toml is not as"), "{told}");
}

#[test]
fn where_one_file_cannot_be_written_none_is() {
    let (address, _) = serve(&[("/v1/types.yaml", TYPES), ("/v1/rooms/room.yaml", ROOM)]);
    let checkout = Checkout::with(&[("chat.yaml", &description(&format!("{address}/v1/types.yaml#/User")))]);
    // A folder where a file would be, written after the other one.
    let host = address.strip_prefix("http://").unwrap().replace(':', "_");
    checkout.write(&format!("specs/chat/{host}/v1/types.yaml/mine.txt"), "Mine.\n");
    let before = tree::of(checkout.root());
    let (code, said, told) = checkout.run("vendor");
    assert_eq!((code, said.as_str()), (1, ""), "{told}");
    assert!(told.starts_with("error: nothing was written: ") && told.contains("v1/types.yaml"), "{told}");
    assert_eq!(tree::of(checkout.root()), before);
}

#[test]
fn an_index_leads_to_no_file_outside_of_its_folder() {
    let checkout = Checkout::with(&[("chat.yaml", &description("room.yaml")), ("room.yaml", ROOM)]);
    for path in ["../room.yaml", "/etc/hosts", "a/../../room.yaml"] {
        let index = format!("[\"http://127.0.0.1/x\"]\nfile = \"{path}\"\nsha256 = \"00\"\n");
        checkout.write("specs/chat/vendored.toml", &index);
        let (code, _, told) = checkout.run("vendor chat");
        assert!(code == 1 && told.contains(&format!("`{path}` is not below the folder")), "{told}");
        assert!(checkout.path("specs/room.yaml").is_file());
    }
}

#[test]
fn a_description_that_stands_alone_has_its_files_fetched_and_so_has_one_that_a_workspace_begins_with() {
    let (address, _) = serve(&[("/v1/types.yaml", TYPES), ("/v1/rooms/room.yaml", ROOM)]);
    let checkout = Checkout::with(&[("none.yaml", &description("#/components/schemas/User"))]);
    checkout.write("api/web.yaml", &description(&format!("{address}/v1/types.yaml#/User")));
    let file = checkout.path("api/web.yaml").display().to_string();
    let folder = checkout.path("made").display().to_string();
    let (code, _, told) = checkout.run(&format!("init {folder} --from {file} --runtime vendored"));
    assert!(code == 0 && told.contains("`clientwright vendor web`"), "{told}");
    let (code, _, told) = checkout.run(&format!("generate {file} --out {folder}/alone"));
    assert!(code == 1 && told.contains("`clientwright vendor api/web.yaml`"), "{told}");
    let (code, said, told) = checkout.run(&format!("vendor {file}"));
    assert_eq!((code, said.lines().count()), (0, 2), "{said}{told}");
    assert_eq!(checkout.run(&format!("generate {file} --out {folder}/alone")).0, 0);
}
