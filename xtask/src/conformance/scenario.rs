//! What peers expect: for each scenario the requests that a server has to get, and what it answers. Enters: `mock-expectations.json`
//! and `manifest.tsv`. Leaves: a case for each request. Which call makes it is not known here.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Context;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

/// Where the server of the scenarios is, in links of its answers.
pub(super) const ORIGIN: &str = "http://localhost:3000";

/// One request with its answer.
#[derive(Clone, Debug)]
pub(super) struct Case {
    /// The scenario, and which of its requests it is where there are several.
    pub(super) name: String,
    /// The description that the scenario is of, below the folder of one version, without its ending.
    pub(super) document: String,
    /// In capital letters.
    pub(super) method: String,
    /// Path and query, as they have to stand on the wire.
    pub(super) uri: String,
    pub(super) query: Map<String, Value>,
    /// By names in small letters.
    pub(super) headers: BTreeMap<String, String>,
    pub(super) body: Option<Content>,
    pub(super) answer: Answer,
    /// The request before, where its answer has the link that this one follows.
    pub(super) link_of: Option<Box<Case>>,
    /// How often the client has to open a stream of events again by itself, before the server says that it is over.
    pub(super) reopens: usize,
    /// What whoever made the descriptions says of the scenario; most often nothing.
    pub(super) note: String,
}

/// What the server answers.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: BTreeMap<String, String>,
    pub(super) body: Option<Content>,
}

impl Answer {
    /// What a server answers that has no more events (WHATWG HTML section 9.2.3).
    pub(super) fn no_more() -> Self {
        Self { status: 204, headers: BTreeMap::new(), body: None }
    }

    fn is_stream(&self) -> bool {
        self.body.as_ref().is_some_and(|body| body.media_type() == "text/event-stream")
    }

    /// Whether it says where to go on, and that is there.
    fn links_to(&self, path: &str) -> bool {
        let text = self.body.as_ref().map(|body| String::from_utf8_lossy(&body.bytes()).into_owned());
        let links =
            text.iter().flat_map(|text| text.split(ORIGIN).skip(1)).map(|link| link.split(['"', '<', '?']).next());
        links.flatten().any(|link| link == path)
    }
}

/// A body.
#[derive(Clone, Debug)]
pub(super) enum Content {
    /// JSON under a media type.
    Json(String, Value),
    /// Anything else under a media type.
    Bytes(String, Vec<u8>),
    /// Values and files by name.
    Parts(Map<String, Value>, Vec<File>),
}

/// A part that is a file.
#[derive(Clone, Debug)]
pub(super) struct File {
    pub(super) field: String,
    pub(super) name: String,
    pub(super) media_type: String,
    pub(super) bytes: Vec<u8>,
}

impl Content {
    /// The media type.
    pub(super) fn media_type(&self) -> &str {
        match self {
            Self::Json(media_type, _) | Self::Bytes(media_type, _) => media_type,
            Self::Parts(..) => "multipart/form-data",
        }
    }

    /// The bytes that say it; of parts none, since their boundary is not known.
    pub(super) fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Json(_, value) => value.to_string().into_bytes(),
            Self::Bytes(_, bytes) => bytes.clone(),
            Self::Parts(..) => Vec::new(),
        }
    }
}

/// Every case, in the order of the scenarios' names.
pub(super) fn read(folder: &Path) -> anyhow::Result<Vec<Case>> {
    let text = |name: &str| {
        fs::read_to_string(folder.join(name)).with_context(|| format!("cannot read {name} in {}", folder.display()))
    };
    let documents = documents(&text("manifest.tsv")?);
    let scenarios: Map<String, Value> = serde_json::from_str(&text("mock-expectations.json")?)?;
    let mut cases = Vec::new();
    for (name, scenario) in &scenarios {
        let Some((document, note)) = documents.get(name) else { continue };
        let requests = scenario["apis"].as_array().map_or(&[][..], Vec::as_slice);
        // Of a scenario with several parts each has a request, which only a stream makes without a call.
        let parts = scenario["keys"].as_array().map_or(0, Vec::len);
        let mut before: Option<Case> = None;
        for (index, request) in requests.iter().enumerate() {
            let name = if index == 0 { name.clone() } else { format!("{name} {}", index + 1) };
            let case = case(&name, (document, note), request);
            let mut case = case.with_context(|| format!("{name} cannot be understood"))?;
            case.link_of = before.filter(|before| before.answer.links_to(&case.uri)).map(Box::new);
            case.reopens = if case.answer.is_stream() { parts.saturating_sub(requests.len()) } else { 0 };
            before = Some(case.clone());
            cases.push(case);
        }
    }
    Ok(cases)
}

/// By scenario the description, without folder and ending, and what is noted.
fn documents(manifest: &str) -> BTreeMap<String, (String, String)> {
    let row = |line: &str| {
        let mut columns = line.split('\t');
        let (scenario, file, note) = (columns.next()?, columns.nth(2)?, columns.nth(3)?);
        let file = file.strip_prefix("openapi/")?.strip_suffix(".yaml")?;
        Some((scenario.to_owned(), (file.to_owned(), note.to_owned())))
    };
    manifest.lines().filter_map(row).collect()
}

fn case(name: &str, (document, note): (&str, &str), api: &Value) -> Option<Case> {
    let (request, response) = (&api["request"], &api["response"]);
    // A colon is escaped where the server would take it for its own.
    let uri = api["uri"].as_str()?.replace("\\:", ":");
    let mut headers = headers(&request["headers"]);
    // Of the media type says more what the description lists.
    headers.remove("content-type");
    Some(Case {
        name: name.to_owned(),
        document: of_version(document, &uri),
        method: api["method"].as_str()?.to_uppercase(),
        uri,
        query: request["query"].as_object().cloned().unwrap_or_default(),
        headers,
        body: content(&request["body"]),
        answer: Answer {
            status: u16::try_from(response["status"].as_u64()?).ok()?,
            headers: self::headers(&response["headers"]),
            body: content(&response["body"]),
        },
        link_of: None,
        reopens: 0,
        note: note.to_owned(),
    })
}

/// A scenario about several versions has a description for each: the request says which.
fn of_version(document: &str, uri: &str) -> String {
    let version = uri.split("/api-version:").nth(1).and_then(|rest| rest.split('/').next());
    match (document.rsplit_once('.'), version) {
        (Some((stem, _)), Some(version)) => format!("{stem}.{version}"),
        _ => document.to_owned(),
    }
}

fn headers(value: &Value) -> BTreeMap<String, String> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    value.as_object().into_iter().flatten().map(|(name, value)| (name.to_lowercase(), text(value))).collect()
}

fn content(body: &Value) -> Option<Content> {
    let media_type = body["contentType"].as_str()?.to_owned();
    if body["kind"] == "multipart" {
        let files = body["files"].as_array().into_iter().flatten().filter_map(file).collect();
        return Some(Content::Parts(body["parts"].as_object().cloned().unwrap_or_default(), files));
    }
    match body.get("json") {
        Some(value) => Some(Content::Json(media_type, value.clone())),
        None => Some(Content::Bytes(media_type, bytes(&body["raw"])?)),
    }
}

fn file(value: &Value) -> Option<File> {
    Some(File {
        field: value["fieldname"].as_str()?.to_owned(),
        name: value["originalname"].as_str()?.to_owned(),
        media_type: value["mimetype"].as_str()?.to_owned(),
        bytes: bytes(&value["buffer"])?,
    })
}

/// Text, or what stands in Base64.
fn bytes(value: &Value) -> Option<Vec<u8>> {
    match value {
        Value::String(text) => Some(text.clone().into_bytes()),
        _ => STANDARD.decode(value["$base64"].as_str()?).ok(),
    }
}
