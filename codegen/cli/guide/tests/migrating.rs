//! A program that was moved from another generator does what it did: it says the same, and sends the same requests as its three forms before,
//! which were recorded from a server.

#[path = "../migrating/clientwright.rs"]
mod clientwright;

use std::collections::BTreeMap;

use pets::Client;
use pets::testing::{Answer, MockTransport, Recorded, VirtualClock};
use serde_json::Value;

const RECORDED: &str = include_str!("../migrating/recorded.txt");

/// What each generator sends of its own accord, or puts in another way: none of it is of the program.
const ITS_OWN: &[&str] = &["accept", "api-version", "user-agent"];

/// A request as it is compared.
#[derive(Debug, PartialEq)]
struct Request {
    method: String,
    path: String,
    /// In the order of their names: generators write parameters in orders of their own.
    query: Vec<String>,
    headers: BTreeMap<String, String>,
    body: Option<Value>,
}

impl Request {
    fn new(method: &str, target: &str) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mut query: Vec<String> = query.split('&').filter(|pair| !pair.is_empty()).map(str::to_owned).collect();
        query.sort();
        Self { method: method.to_owned(), path: path.to_owned(), query, headers: BTreeMap::new(), body: None }
    }

    fn header(&mut self, name: &str, value: &str) {
        if !ITS_OWN.contains(&name) {
            self.headers.insert(name.to_owned(), value.to_owned());
        }
    }

    fn sent(recorded: &Recorded) -> Self {
        let target = format!("{}?{}", recorded.path, recorded.query);
        let mut request = Self::new(recorded.method.as_str(), &target);
        for (name, value) in &recorded.headers {
            request.header(name.as_str(), value.to_str().expect("a header of text"));
        }
        request.body = (!recorded.body.is_empty()).then(|| serde_json::from_slice(&recorded.body).expect("JSON"));
        request
    }
}

/// What was recorded, by the name of the program.
fn recorded() -> BTreeMap<&'static str, Vec<Request>> {
    let mut found: BTreeMap<&str, Vec<Request>> = BTreeMap::new();
    let mut program = "";
    for line in RECORDED.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let requests = found.entry(program).or_default();
        match (line.strip_prefix("  "), line.split_once(' ')) {
            (Some(body), _) if body.starts_with('{') => {
                requests.last_mut().expect("a request").body = Some(body.parse().expect("JSON"));
            }
            (Some(header), _) => {
                let (name, value) = header.split_once(": ").expect("a header");
                requests.last_mut().expect("a request").header(name, value);
            }
            (None, Some((method, target))) => requests.push(Request::new(method, target)),
            (None, None) => program = line,
        }
    }
    found.retain(|program, _| !program.is_empty());
    found
}

fn shelter() -> (VirtualClock, MockTransport) {
    let clock = VirtualClock::new();
    let server = MockTransport::new(&clock);
    let (tom, kit) = (r#"{"id":"7","name":"Tom","kind":"cat"}"#, r#"{"id":"8","name":"Kit","kind":"cat"}"#);
    let page = |pet: &str, next: &str| Answer::json(200, format!(r#"{{"items":[{pet}],"next":{next}}}"#));
    server.on("POST", "/pets").reply(Answer::json(201, tom));
    server.on("GET", "/pets").query("after", "7").reply(page(kit, "null"));
    server.on("GET", "/pets").reply(page(tom, r#""7""#));
    server.on("GET", "/pets/99").reply(Answer::json(404, r#"{"message":"There is no such pet"}"#));
    server.on("DELETE", "/pets/7").reply(Answer::status(204));
    (clock, server)
}

#[test]
fn a_program_that_was_moved_says_and_sends_what_it_did() {
    let (clock, server) = shelter();
    let builder = Client::builder().transport(server.clone()).clock(clock.clone()).spawner(clock.clone()).seed(1);
    let said = clock.run(clientwright::shelter(builder, "http://pets.localhost", "token")).expect("it does not fail");
    assert_eq!(said, ["7 is Tom", "Tom", "Kit", "There is no such pet"]);

    let sent: Vec<Request> = server.calls().iter().map(Request::sent).collect();
    let before = recorded();
    assert_eq!(
        before.keys().copied().collect::<Vec<_>>(),
        ["openapi_generator", "progenitor_builder", "progenitor_positional"]
    );
    for (program, requests) in before {
        assert_eq!(sent, requests, "{program}");
    }
}
