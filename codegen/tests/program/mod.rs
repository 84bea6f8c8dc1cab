//! Programs that call generated crates, that with which the README begins and others, and servers for them to call.

pub(crate) mod examples;
pub(crate) mod together;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::thread::{self, JoinHandle};

/// What the programs run on.
const TOKIO: &str = "\n[dev-dependencies]\ntokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }\n";

/// Programs by the crate that they call.
const CALLS: &[(&str, &str)] = &[
    ("swagger-files-are-sent-in-forms-and-come-back", include_str!("files.rs")),
    ("swagger-lists-are-joined-as-collection-formats-say", include_str!("lists.rs")),
];

/// The first piece of Rust in a README, which is a whole program.
pub(crate) fn of(readme: &str) -> &str {
    let (_, rest) = readme.split_once("```rust\n").expect("a README begins with a program");
    rest.split_once("```").expect("it ends").0
}

/// Adds the programs of a crate as its examples, that of its README where that is run, and others; whether it has any.
pub(crate) fn add(name: &str, files: &mut BTreeMap<String, String>) -> bool {
    let program = of(&files["README.md"]).to_owned();
    let call = CALLS.iter().find(|(called, _)| *called == name);
    let is_run = name == "user-chat";
    if is_run || call.is_some() {
        files.get_mut("Cargo.toml").expect("a crate has a manifest").push_str(TOKIO);
    }
    if let Some((_, program)) = call {
        files.insert("examples/calls.rs".to_owned(), (*program).to_owned());
    }
    if is_run {
        files.insert("examples/elsewhere.rs".to_owned(), to_elsewhere(&program));
        files.insert("examples/readme.rs".to_owned(), program);
    }
    is_run || call.is_some()
}

/// The same program against the server that the environment names: nobody has one where the description says.
fn to_elsewhere(program: &str) -> String {
    match program.contains(".base_url(") {
        true => program.to_owned(),
        false => program.replace("Client::builder()", "Client::builder().base_url(std::env::var(\"BASE_URL\")?)"),
    }
}

/// A server for one call, which it answers with a JSON body: its base URL, and the lines of the request when it was made.
pub(crate) fn server(body: &'static str) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let url = format!("http://{}", listener.local_addr().expect("it has an address"));
    let serve = move || {
        let (mut stream, _) = listener.accept().expect("somebody calls");
        let lines = BufReader::new(stream.try_clone().expect("a second handle")).lines().map_while(Result::ok);
        let request: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
        let head = format!("content-type: application/json\r\ncontent-length: {}\r\nconnection: close", body.len());
        write!(stream, "HTTP/1.1 200 OK\r\n{head}\r\n\r\n{body}").expect("the answer is sent");
        request
    };
    (url, thread::spawn(serve))
}

/// A server for as many calls as there are bodies, which it answers with them one after the other: its base URL, and each request as it
/// came, head and body.
pub(crate) fn answering(bodies: &'static [&'static str]) -> (String, JoinHandle<Vec<(String, String)>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let url = format!("http://{}", listener.local_addr().expect("it has an address"));
    let serve = move || bodies.iter().map(|body| answer(&listener, body)).collect();
    (url, thread::spawn(serve))
}

fn answer(listener: &TcpListener, body: &str) -> (String, String) {
    let (mut stream, _) = listener.accept().expect("somebody calls");
    let mut reader = BufReader::new(stream.try_clone().expect("a second handle"));
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert!(reader.read_line(&mut head).expect("a line comes") > 0, "the head ends too early:\n{head}");
    }
    let length = head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
    let mut sent = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut sent).expect("the body comes");
    let length = body.len();
    let said = format!("content-type: image/png\r\ncontent-length: {length}\r\nconnection: close");
    write!(stream, "HTTP/1.1 200 OK\r\n{said}\r\n\r\n{body}").expect("the answer is sent");
    (head, String::from_utf8(sent).expect("the body is text"))
}
