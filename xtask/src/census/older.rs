//! What Swagger 2.0 says in its own way: servers, bodies, and what responses hold.

use serde_json::Value;

use super::Kind;
use super::list::{At, List};
use super::live::family;
use super::things::{Evidence, Scope};

impl<'d> List<'d> {
    /// A server for each protocol of calls. Where none is said, people call by the one that is safe.
    pub(super) fn older_servers(&mut self) {
        if !self.document.is_older() {
            return;
        }
        let text = |key| self.root(key).and_then(|it| it.value.as_str()).unwrap_or_default();
        let (host, path) = (text("host"), text("basePath").trim_end_matches('/'));
        let listed: Vec<At<'d>> = self.root("schemes").iter().flat_map(At::items).collect();
        let called = listed.iter().filter_map(|scheme| Some((scheme.value.as_str()?, scheme.clone())));
        let mut called: Vec<_> = called.filter(|(scheme, _)| scheme.starts_with("http")).collect();
        let Some(place) = self.root(if host.is_empty() { "basePath" } else { "host" }) else { return };
        // Braces are variables, and what is more than a host is told.
        if host.contains(['/', '{']) || path.contains('{') || host.is_empty() && path.is_empty() {
            return;
        }
        if called.is_empty() && listed.is_empty() {
            called.push(("https", place.clone()));
        }
        for (scheme, at) in called {
            let url = if host.is_empty() { path.to_owned() } else { format!("{scheme}://{host}{path}") };
            self.add(Kind::Server, &at, &Scope::Crate, Evidence::Literal(format!("{url}*")));
        }
    }

    /// Whether a type was made of a parameter or a header, which says of itself where it is sent or comes what it is for.
    pub(super) fn is_older_field(&self, schema: &At<'d>) -> bool {
        let is_header = schema.places.iter().any(|place| place.contains("/headers/"));
        self.document.is_older() && (is_header || schema.value.get("in").is_some_and(Value::is_string))
    }

    /// The parameters that make up the body of an operation.
    pub(super) fn older_body(&mut self, pieces: Vec<At<'d>>, operation: &At<'d>, scope: &Scope) {
        let names = self.media_types(operation, "consumes");
        for piece in pieces {
            if piece.text("in") == Some("body") {
                self.documentation(&piece, scope);
                self.media(&names, &piece, Kind::RequestMediaType, scope);
                self.held_in_field(&piece, scope);
            } else if let Some(name) = piece.text("name") {
                // A field is a property of a type, or a part of a call.
                self.add(Kind::Parameter, &piece, &Scope::Crate, Evidence::Literal(name.to_owned()));
                self.documentation(&piece, &Scope::Crate);
            }
        }
    }

    /// What a response holds.
    pub(super) fn older_response(&mut self, response: &At<'d>, operation: &At<'d>, scope: &Scope) {
        if self.document.is_older() && response.value.get("schema").is_some() {
            let names = self.media_types(operation, "produces");
            self.media(&names, response, Kind::ResponseMediaType, scope);
            self.held_in_field(response, scope);
        }
    }

    /// The media types of an operation, its own or the document's, with the places where they are listed.
    fn media_types(&self, operation: &At<'d>, key: &str) -> Vec<At<'d>> {
        let usual: Vec<At<'d>> = self.root(key).iter().flat_map(At::items).collect();
        let own = operation.member(key).map_or_else(|| usual.clone(), |own| own.items());
        // What operations share is told of where the document lists it.
        let with_shared = |mut name: At<'d>| {
            let shared = usual.iter().filter(|it| it.value == name.value);
            name.places.extend(shared.flat_map(|it| it.places.clone()));
            name
        };
        own.into_iter().filter(|name| name.value.is_string()).map(with_shared).collect()
    }

    /// One schema under several names is one body.
    fn media(&mut self, names: &[At<'d>], holder: &At<'d>, kind: Kind, scope: &Scope) {
        let is_file = holder.value.get("schema").and_then(|it| it.get("format")?.as_str()) == Some("binary");
        let texts = names.iter().filter_map(|name| name.value.as_str());
        let mut words: Vec<&'static str> = texts.flat_map(family).copied().collect();
        if is_file {
            words.extend(["Bytes", "bytes"]);
        }
        let schema = holder.member("schema").map(|schema| schema.places).unwrap_or_default();
        for name in names {
            let mut at = name.clone();
            at.places.extend(schema.iter().cloned());
            let text = name.value.as_str().unwrap_or_default().to_owned();
            self.add(kind, &at, scope, Evidence::Words(words.clone(), text));
        }
        if names.is_empty() && *holder.value != Value::Null {
            words.extend(family("application/json").iter().chain(family("application/octet-stream")));
            self.add(kind, holder, scope, Evidence::Words(words, "application/json".to_owned()));
        }
    }
}
