//! What stays open: the messages of sockets and events, and the words of code that stand for media types.

use super::Kind;
use super::list::{At, List};
use super::things::{Evidence, Scope, letters};
use crate::oracle::files;

impl<'d> List<'d> {
    /// What an operation sends and receives beside its request and its responses.
    pub(super) fn live(&mut self, operation: &At<'d>, scope: &Scope) {
        for name in ["x-websocket", "x-dropshot-websocket"] {
            let Some(socket) = operation.member(name).filter(|socket| socket.value.as_bool() != Some(false)) else {
                continue;
            };
            self.add(Kind::Message, &socket, scope, Evidence::Words(vec!["Socket"], String::new()));
            for message in ["send", "receive"].into_iter().filter_map(|side| socket.member(side)) {
                self.add(Kind::Message, &message, scope, Evidence::Words(vec!["Socket"], String::new()));
                self.held(&message, scope);
            }
            for subprotocol in socket.member("subprotocols").iter().flat_map(At::items) {
                if let Some(text) = subprotocol.value.as_str() {
                    self.add(Kind::Message, &subprotocol, scope, Evidence::Words(Vec::new(), text.to_owned()));
                }
            }
        }
        self.events(operation, scope);
    }

    /// What is said of events, of an operation or of a media type.
    pub(super) fn events(&mut self, holder: &At<'d>, scope: &Scope) {
        let Some(said) = holder.member("x-sse") else { return };
        for name in ["terminator", "error", "flag"] {
            if let Some((member, text)) = said.member(name).zip(said.text(name)) {
                self.add(Kind::Message, &member, scope, Evidence::Literal(text.to_owned()));
            }
        }
        if let Some(item) = said.member("item") {
            self.add(Kind::Message, &item, scope, Evidence::Words(vec!["Events"], String::new()));
            self.held(&item, scope);
        }
        for (name, event) in said.member("events").iter().flat_map(At::members) {
            self.add(Kind::Message, &event, &Scope::Crate, Evidence::Literal(name.to_owned()));
            self.held(&event, &Scope::Crate);
        }
    }
}

/// What comes or goes one by one: words of code for it, the last one where parts stand behind those that have places.
const ONE_BY_ONE: &[&str] =
    &["Events", "JsonLines", "JsonSequence", "JsonStream", "MixedParts", "PartStream", "Bytes", "behind"];

impl<'d> List<'d> {
    /// What a media type says of the items of a sequence.
    pub(super) fn items(&mut self, media_type: &At<'d>, scope: &Scope) {
        if let Some(item) = media_type.member("itemSchema") {
            self.add(Kind::Message, &item, scope, Evidence::Words(ONE_BY_ONE.to_vec(), String::new()));
        }
    }

    /// The requests that the server sends by itself.
    pub(super) fn webhooks(&mut self) {
        for (_, item) in self.root("webhooks").iter().flat_map(At::members) {
            self.incoming(item);
        }
    }

    /// The requests that the server sends because of an operation.
    pub(super) fn callbacks(&mut self, operation: &At<'d>) {
        for (_, callback) in operation.member("callbacks").iter().flat_map(At::members) {
            let callback = self.resolved(callback);
            for (_, item) in callback.members().filter(|(expression, _)| !expression.starts_with("x-")) {
                self.incoming(item);
            }
        }
    }

    /// Each is a function whose documentation says where it stands, which is where its path item is met.
    fn incoming(&mut self, item: At<'d>) {
        let met = item.places.len() - 1;
        let item = self.resolved(item);
        for (_, operation) in Self::methods(&item) {
            let place = operation.places.get(met).map(|place| files::written(place)).unwrap_or_default();
            let evidence = Evidence::Documentation(letters(&format!("from {place}")));
            self.add(Kind::Incoming, &operation, &Scope::Crate, evidence);
            self.documentation(&operation, &Scope::Crate);
        }
    }
}

/// Words of code that stand for media types of one meaning.
pub(super) fn family(media_type: &str) -> &'static [&'static str] {
    let name = media_type.split(';').next().unwrap_or_default().trim().to_lowercase();
    match name.as_str() {
        "text/event-stream" => &["Bytes", "Events", "bytes"],
        name if is_of_lines(name) => &["Bytes", "JsonLines", "JsonStream", "bytes"],
        name if name.ends_with("json-seq") => &["Bytes", "JsonSequence", "JsonStream", "bytes"],
        name if name.contains("json") => &["AnyJson", "Json", "json"],
        "*/*" | "application/*" => &["AnyJson", "Json", "json", "Bytes", "bytes"],
        "application/x-www-form-urlencoded" => &["Form", "field", "form"],
        name if name.starts_with("multipart/") => {
            &["MixedParts", "Multipart", "PartSpec", "PartStream", "file", "files", "part", "parts"]
        }
        name if name.starts_with("text/") => &["AnyText", "Bytes", "Text", "bytes", "text"],
        _ => &["Body", "Bytes", "body", "bytes"],
    }
}

/// Whether a media type is of JSON documents, a line each.
fn is_of_lines(name: &str) -> bool {
    ["ndjson", "jsonl", "jsonlines", "stream+json"].iter().any(|end| name.ends_with(end))
}
