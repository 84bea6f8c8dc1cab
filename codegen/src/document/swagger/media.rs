//! The media types of bodies and responses: `consumes` and `produces`.

use serde_json::{Map, Value};

use super::Cx;
use crate::media_type::essence;
use crate::place::Pointer;

pub(super) const JSON: &str = "application/json";
pub(super) const OCTETS: &str = "application/octet-stream";
pub(super) const FORM: &str = "application/x-www-form-urlencoded";
pub(super) const MULTIPART: &str = "multipart/form-data";

/// Media types with the list that they stand in, which messages about them point to.
#[derive(Clone, Debug)]
pub(super) struct Media {
    pub(super) names: Vec<String>,
    /// Where they are listed, of an operation or of all.
    list: Pointer,
}

impl Media {
    /// Those that the document at a place lists under that key.
    pub(super) fn usual(document: Option<&Value>, at: &Pointer, key: &str) -> Self {
        let names = listed(document.and_then(|document| document.get(key)));
        Self { names, list: at.push(key) }
    }

    /// Those of an operation, which are its own or the document's; an empty list is its own.
    pub(super) fn of(operation: Option<&Value>, at: &Pointer, usual: &Self, key: &str) -> Self {
        match operation {
            Some(own) => Self { names: listed(Some(own)), list: at.push(key) },
            None => usual.clone(),
        }
    }

    /// Where a media type is listed, if it is.
    pub(super) fn place(&self, name: &str) -> Option<Pointer> {
        self.names.iter().position(|listed| listed == name).map(|index| self.list.index(index))
    }

    /// Where they are listed.
    pub(super) fn list(&self) -> &Pointer {
        &self.list
    }
}

/// What a body or a response holds as each of these media types: what stood at `was` has one schema for all of them.
pub(super) fn content(
    cx: &mut Cx<'_>,
    names: &[String],
    schema: Option<&Value>,
    media: &Media,
    (was, now): (&Pointer, &Pointer),
) -> Map<String, Value> {
    let main = main(names);
    let mut content = Map::new();
    for (index, name) in names.iter().enumerate() {
        let place = now.below(&["content", name]);
        let listed = media.place(name).unwrap_or_else(|| was.clone());
        cx.diagnostics.origins.record(&listed, &place);
        let mut held = Map::new();
        if let Some(schema) = schema {
            held.insert("schema".to_owned(), schema.clone());
            let (was, now) = (was.push("schema"), place.push("schema"));
            match index == main {
                true => cx.moved(&was, &now),
                false => cx.diagnostics.origins.copy(&was, &now),
            }
        }
        content.insert(name.clone(), held.into());
    }
    content
}

/// The names in a list of media types, each once.
pub(super) fn listed(list: Option<&Value>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// The one of several whose schema is meant where something refers to what they hold: JSON, or the first.
pub(super) fn main(names: &[String]) -> usize {
    names.iter().position(|name| essence(name) == JSON).unwrap_or(0)
}

/// Whether it is one of forms.
pub(super) fn is_form(name: &str) -> bool {
    let essence = essence(name);
    essence == FORM || essence.starts_with("multipart/")
}

/// Whether properties and items can be told in it. Names that nobody knows may mean anything.
pub(super) fn holds_structure(name: &str) -> bool {
    let essence = essence(name);
    let (kind, subtype) = essence.split_once('/').unwrap_or((essence.as_str(), ""));
    let is_plain = ["plain", "html", "css", "csv", "tab-separated-values"].contains(&subtype);
    let is_archive =
        ["octet-stream", "zip", "gzip", "x-gzip", "x-tar", "x-zip-compressed", "pdf", "x-bzip2", "x-7z-compressed"];
    match kind {
        "image" => subtype.ends_with("+xml"),
        "audio" | "video" | "font" | "model" => false,
        "text" => !is_plain,
        _ => !is_archive.contains(&subtype),
    }
}
