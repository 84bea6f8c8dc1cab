//! The program that makes all calls: a crate that depends on all generated ones, with a function for each case. It runs them against a
//! server of its own, and prints what went out and what came back, a line of JSON each. It judges nothing.

use std::fmt::Write as _;
use std::path::Path;

use super::call::{Call, Given, Upload};
use super::events::Described;
use super::scenario::{Answer, Case, ORIGIN};
use super::server::Base;
use super::surface::{Argument, Reading, Wire};
use clientwright::inner::Files;

/// One call of the program.
#[derive(Debug)]
pub(super) struct Planned<'a> {
    pub(super) case: &'a Case,
    pub(super) call: Call<'a>,
    pub(super) events: Described,
    /// As Rust knows the crate.
    pub(super) krate: String,
}

/// The files of the program, without the generated crates, which are expected in `crates/`.
pub(super) fn sources(name: &str, runtime: &Path, crates: &[String], planned: &[Planned<'_>]) -> Files {
    let mut manifest = format!(
        "[package]\nname = {name:?}\nedition = \"2024\"\n\n[workspace]\n\n[profile.dev]\ndebug = false\n\n[dependencies]\n\
         clientwright-runtime = {{ path = {:?}, default-features = false, features = [\"reqwest\", \"sse\", \"testing\"] }}\n\
         futures-util = {{ version = \"*\", default-features = false }}\nserde_json = \"*\"\n\
         tokio = {{ version = \"*\", features = [\"macros\", \"net\", \"rt\", \"time\"] }}\n",
        runtime.display().to_string()
    );
    for name in crates {
        let _ = writeln!(
            manifest,
            "{name} = {{ path = \"crates/{name}\", default-features = false, features = [\"reqwest\"] }}"
        );
    }
    let mut calls = HEAD.to_owned();
    let mut list = String::new();
    for (number, planned) in planned.iter().enumerate() {
        calls += &function(number, planned);
        let _ = writeln!(list, "        Box::new(|kit| Box::pin(case_{number}(kit))),");
    }
    let _ = write!(calls, "\npub(crate) fn all() -> Vec<Case> {{\n    vec![\n{list}    ]\n}}\n");
    Files::from([
        ("Cargo.toml".to_owned(), manifest),
        ("src/main.rs".to_owned(), MAIN.replace("ORIGIN", ORIGIN)),
        ("src/calls.rs".to_owned(), calls),
    ])
}

fn function(number: usize, Planned { case, call, krate, .. }: &Planned<'_>) -> String {
    let mut text =
        format!("\nasync fn case_{number}(kit: Arc<Kit>) -> Result<Value, String> {{\n    use {krate} as krate;\n");
    let _ = writeln!(text, "    let client = {};", client(call));
    let made = made(call, case.reopens);
    let module = format!("krate::api::{}", call.operation.module);
    match &case.link_of {
        None => {
            let _ = writeln!(text, "    kit.answers([{}]);\n    let answer = {made}.response().await;", answers(case));
        }
        // The page behind a link is read as the first one is.
        Some(first) => {
            let shown = shown(&call.operation.success, "first", &module);
            let _ = write!(
                text,
                "    kit.answers([{}]);\n    let first = {made}.response().await.map_err(said)?.into_body();\n    \
                 let link = kit.link(&{shown})?;\n    kit.answers([{}]);\n    \
                 let next = client.inner().send(http::Request::get(link).body(Body::empty()).map_err(said)?).await;\n    \
                 let answer = {made}.decode(next.map_err(said)?);\n",
                answer(&first.answer),
                answer(&case.answer)
            );
        }
    }
    let _ = write!(
        text,
        "    match answer {{\n        Ok(response) => {{\n            \
         let (status, documented) = (response.status(), format!(\"{{:?}}\", response.documented()));\n            \
         let body = response.into_body();\n            Ok(succeeded(status, documented, {}))\n        }}\n        \
         Err(error) => Ok(failed(error.status(), &error, {})),\n    }}\n}}\n",
        shown(&call.operation.success, "body", &module),
        match &call.operation.failure {
            Reading::Nothing => "undocumented(error.body())".to_owned(),
            reading => {
                let inner = shown(reading, "*body", &module)
                    .replace("(&*body)", "(body)")
                    .replace("match &*body", "match body");
                format!("match error.api() {{ Some(body) => {inner}, None => undecoded(error.body()) }}")
            }
        }
    );
    text
}

/// An expression of the client.
fn client(call: &Call<'_>) -> String {
    let mut text = "krate::Client::builder().retry(RetryPolicy::never())".to_owned();
    match &call.base {
        Base::Path(path) => {
            let _ = write!(text, ".base_url(kit.url({path:?}))");
        }
        Base::Variables(told) => {
            for (method, value) in told {
                let _ = write!(text, ".{method}({})", value.as_deref().unwrap_or("kit.origin()"));
            }
        }
    }
    for (method, value) in &call.credentials {
        let _ = write!(text, ".{method}({value:?})");
    }
    text + ".build().map_err(said)?"
}

/// An expression of the call, with all that it is given.
fn made(call: &Call<'_>, reopens: usize) -> String {
    let arguments: Vec<_> = call.arguments.iter().map(|(argument, given)| value(argument, given)).collect();
    let operation = call.operation;
    let mut text = format!("client.{}().{}({})", operation.module, operation.method, arguments.join(", "));
    for (setter, given) in &call.setters {
        let given = given.as_ref().map(|(argument, given)| value(argument, given)).unwrap_or_default();
        let _ = write!(text, ".{setter}({given})");
    }
    if let Some(media_type) = &call.accept {
        let _ = write!(text, ".header(\"accept\", {media_type:?})");
    }
    if operation.success == Reading::Events {
        let _ = write!(
            text,
            ".options(clientwright_runtime::EventOptions::new().reconnects({reopens}).backoff(Duration::ZERO, Duration::ZERO))"
        );
    }
    text
}

/// An expression of what comes back, as JSON that says what it is.
fn shown(reading: &Reading, body: &str, module: &str) -> String {
    match reading {
        Reading::Nothing => "Value::Null".to_owned(),
        Reading::Json => format!("json(&{body})"),
        Reading::Bytes => format!("bytes(&{body})"),
        Reading::Text => format!("text(&{body})"),
        Reading::Events | Reading::Documents => format!("stream({body}).await"),
        Reading::Other(_) => "serde_json::json!({ \"other\": true })".to_owned(),
        Reading::Variants(name, variants) => {
            let arms = variants.iter().map(|(variant, reading)| match reading {
                Reading::Nothing => format!("{module}::{name}::{variant} => Value::Null, "),
                reading => {
                    let inner = shown(reading, "*it", module).replace("(&*it)", "(it)");
                    format!("{module}::{name}::{variant}(it) => {inner}, ")
                }
            });
            format!("match &{body} {{ {}_ => Value::Null }}", arms.collect::<String>())
        }
    }
}

/// An expression that makes a value.
fn value(argument: &Argument, given: &Given) -> String {
    let ty = argument.ty.replace("types ::", "krate::types::").replace("crate ::", "krate::");
    match (given, argument.wire) {
        (Given::Json(json), _) => format!("value::<{ty}>({:?})?", json.to_string()),
        (Given::Bytes(bytes, media_type), _) => {
            let media_type = media_type.iter().map(|it| format!(".content_type({it:?})")).collect::<String>();
            format!("Body::from({}.to_vec()){media_type}", literal(bytes))
        }
        (Given::Files(files), Wire::Files) => {
            format!("vec![{}]", files.iter().map(part).collect::<Vec<_>>().join(", "))
        }
        (Given::Files(files), _) => files.first().map(part).unwrap_or_default(),
        (Given::Anything, Wire::Bytes) => "Body::from(Vec::new())".to_owned(),
        (Given::Anything, Wire::File) => "Part::bytes(Vec::new())".to_owned(),
        (Given::Anything, Wire::Files) => "Vec::<Part>::new()".to_owned(),
        (Given::Anything, _) => format!("anything::<{ty}>()"),
    }
}

fn part(Upload { name, media_type, bytes }: &Upload) -> String {
    format!("Part::bytes({}.to_vec()).file_name({name:?}).content_type({media_type:?})", literal(bytes))
}

fn literal(bytes: &[u8]) -> String {
    format!("b\"{}\"", bytes.escape_ascii())
}

/// What the server answers to each request of a case.
fn answers(case: &Case) -> String {
    let more = std::iter::repeat_n(Answer::no_more(), case.reopens);
    [case.answer.clone()].into_iter().chain(more).map(|it| answer(&it)).collect::<Vec<_>>().join(", ")
}

fn answer(answer: &Answer) -> String {
    let mut text = format!("Answer::status({})", answer.status);
    if let Some(body) = &answer.body {
        if !answer.headers.contains_key("content-type") {
            let _ = write!(text, ".header(\"content-type\", {:?})", body.media_type());
        }
        let _ = write!(text, ".body({}.to_vec())", literal(&body.bytes()));
    }
    for (name, value) in &answer.headers {
        let _ = write!(text, ".header({name:?}, {value:?})");
    }
    text
}

const HEAD: &str = "\
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{Base64, Body, Constant, Date, DateTime, Maybe, Number, Part, RetryPolicy, Secret, Uuid, http};
use serde_json::Value;

use crate::{Case, Kit, anything, bytes, failed, json, said, stream, succeeded, text, undecoded, undocumented, value};
";

const MAIN: &str = r#"#![allow(warnings)]

mod calls;

use std::collections::VecDeque;
use std::fmt::{Debug, Display};
use std::future::Future;
use std::io::Write as _;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use clientwright_runtime::codec::{self, Decode, Encode};
use clientwright_runtime::http::StatusCode;
use clientwright_runtime::testing::{Answer, Recorded, Script, ScriptedServer};
use clientwright_runtime::Bytes;
use futures_util::{Stream, StreamExt};
use serde_json::{Value, json as tree};

type Case = Box<dyn Fn(Arc<Kit>) -> Pin<Box<dyn Future<Output = Result<Value, String>> + Send>>>;

struct Kit {
    server: ScriptedServer,
    answers: Arc<Mutex<VecDeque<Answer>>>,
}

impl Kit {
    fn start() -> Self {
        let (server, answers) = (ScriptedServer::start().expect("a port"), Arc::new(Mutex::new(VecDeque::new())));
        let present = Arc::clone(&answers);
        let next = move || present.lock().expect("no panic").pop_front().unwrap_or_else(Answer::silence);
        server.always(Script::answers_with(move |_| next()));
        Self { server, answers }
    }

    /// What is answered from now on, one after the other; behind the last nothing is.
    fn answers(&self, answers: impl IntoIterator<Item = Answer>) {
        *self.answers.lock().expect("no panic") = answers.into_iter().collect();
    }

    fn origin(&self) -> String {
        self.server.url().trim_end_matches('/').to_owned()
    }

    fn url(&self, prefix: &str) -> String {
        format!("{}{prefix}/", self.origin())
    }

    /// The link in what was understood of an answer, to this server; what went out before is forgotten.
    fn link(&self, shown: &Value) -> Result<String, String> {
        self.server.take();
        let text = match shown["bytes"].as_array() {
            Some(bytes) => bytes.iter().filter_map(Value::as_u64).map(|byte| byte as u8 as char).collect(),
            None => shown.to_string(),
        };
        let link = text.split_once("ORIGIN").and_then(|(_, link)| link.split(['"', '<']).next());
        link.map(|link| self.origin() + link).ok_or_else(|| format!("there is no link in {text}"))
    }
}

fn said(error: impl Display) -> String {
    error.to_string()
}

fn value<T: Decode>(json: &str) -> Result<T, String> {
    codec::from_slice(json.as_bytes()).map_err(|error| format!("{json} is no {}: {error}", std::any::type_name::<T>()))
}

fn anything<T: Decode>() -> T {
    let mut slot = codec::vacant::<T>();
    codec::fill_sample(&mut slot, Box::leak(Box::new(codec::Examples::new("{}"))));
    slot
}

fn json(value: &impl Encode) -> Value {
    match codec::to_value(value) {
        Ok(value) => tree!({ "json": value }),
        Err(error) => tree!({ "unreadable": error.to_string() }),
    }
}

fn bytes(value: &Bytes) -> Value {
    tree!({ "bytes": value.to_vec() })
}

fn undocumented(body: Option<&Bytes>) -> Value {
    body.map_or(Value::Null, bytes)
}

/// What there is of an answer that has a type and was not read as that.
fn undecoded(body: Option<&Bytes>) -> Value {
    body.map_or(Value::Null, |body| tree!({ "undecoded": String::from_utf8_lossy(body) }))
}

fn text(value: &str) -> Value {
    tree!({ "bytes": value.as_bytes() })
}

async fn stream<T: Encode, E: Display>(stream: impl Stream<Item = Result<T, E>>) -> Value {
    let mut stream = std::pin::pin!(stream);
    let (mut items, mut broken) = (Vec::new(), None);
    while let Some(item) = stream.next().await {
        match item {
            Ok(item) => items.push(codec::to_value(&item).unwrap_or_else(|error| error.to_string().into())),
            // An event stream whose end nothing tells is never at its end.
            Err(error) => {
                broken = Some(error.to_string());
                break;
            }
        }
    }
    tree!({ "items": items, "broken": broken })
}

fn succeeded(status: StatusCode, documented: String, body: Value) -> Value {
    tree!({ "status": status.as_u16(), "documented": documented, "success": body })
}

fn failed(status: Option<StatusCode>, error: &impl Display, body: Value) -> Value {
    tree!({ "status": status.map(|status| status.as_u16()), "error": error.to_string(), "failure": body })
}

fn request(recorded: &Recorded) -> Value {
    let headers = recorded.headers.iter();
    let headers: Vec<_> = headers.map(|(name, value)| (name.as_str(), String::from_utf8_lossy(value.as_bytes()))).collect();
    tree!({
        "method": recorded.method.as_str(), "path": recorded.path, "query": recorded.query, "headers": headers,
        "body": recorded.body.to_vec(),
    })
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    std::panic::set_hook(Box::new(|_| ()));
    let kit = Arc::new(Kit::start());
    let mut output = std::io::stdout().lock();
    for case in calls::all() {
        let call = tokio::spawn(tokio::time::timeout(Duration::from_secs(20), case(Arc::clone(&kit))));
        let outcome = match call.await {
            Ok(Ok(Ok(outcome))) => outcome,
            Ok(Ok(Err(reason))) => tree!({ "reason": reason }),
            Ok(Err(_)) => tree!({ "reason": "it does not end" }),
            Err(_) => tree!({ "reason": "it panics" }),
        };
        let requests: Vec<_> = kit.server.take().iter().map(request).collect();
        writeln!(output, "{}", tree!({ "outcome": outcome, "requests": requests })).expect("somebody listens");
    }
}
"#;
