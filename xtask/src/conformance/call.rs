//! Which call makes the request of a case, and with which values. Enters: the case, the description as a tree, and what can be called.
//! The values are read back from the wire by the rules of OpenAPI, from the tree alone.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::reference;
use super::scenario::{Case, Content, File};
use super::server::{self, Base};
use super::spread::{self, Shape, Style};
use super::surface::{Argument, Operation, Setter, Surface, Wire};
use super::template::captured;
use crate::oracle::document::Document;

/// A call, ready to be written down.
#[derive(Debug)]
pub(super) struct Call<'a> {
    pub(super) operation: &'a Operation,
    pub(super) base: Base,
    pub(super) arguments: Vec<(&'a Argument, Given)>,
    /// Setters by name, with what they are given; one that asks for a media type takes nothing.
    pub(super) setters: Vec<(&'a str, Option<(&'a Argument, Given)>)>,
    /// A media type that is asked for, and that the description does not know.
    pub(super) accept: Option<String>,
    /// Methods of the builder with their credentials.
    pub(super) credentials: Vec<(&'a str, String)>,
    /// The media types that the description lists for the body.
    pub(super) media_types: Vec<String>,
    /// The headers of answers that it lists, in small letters.
    pub(super) headers: Vec<String>,
}

/// What an argument is given.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Given {
    Json(Value),
    /// With a media type where there is a choice.
    Bytes(Vec<u8>, Option<String>),
    Files(Vec<Upload>),
    /// Nobody says what, and something it has to be.
    Anything,
}

/// What a file part is made of.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Upload {
    pub(super) name: String,
    pub(super) media_type: String,
    pub(super) bytes: Vec<u8>,
}

/// The call of a case.
///
/// # Errors
/// Why there is none.
pub(super) fn find<'a>(case: &Case, document: &Document, surface: &'a Surface) -> Result<Call<'a>, String> {
    let uri = case.uri.split('?').next().unwrap_or_default();
    let (base, path) = server::of(document, &surface.variables, uri)?;
    let of_method = |operation: &&Operation| operation.is.split(' ').next() == Some(&case.method);
    let matching = surface.operations.iter().filter(of_method).filter_map(|operation| {
        let captures = captured(operation.is.split_once(' ')?.1, path)?;
        Some((operation, captures))
    });
    let (operation, captures) = matching
        .min_by_key(|(_, captures)| captures.len())
        .ok_or_else(|| format!("no operation is {} {path}", case.method))?;
    let described = described(document, &operation.is);
    let media_types: Vec<_> = keys(&resolved(document, &described["requestBody"])["content"]).collect();
    let values = Values { case, captures, parameters: parameters(document, &operation.is), media_types: &media_types };
    let arguments =
        operation.arguments.iter().map(|argument| (argument, values.of(argument, document).unwrap_or(Given::Anything)));
    let setters = operation.setters.iter().filter_map(|setter| match setter {
        Setter::Sends(name, argument) => Some((name.as_str(), Some((argument, values.of(argument, document)?)))),
        Setter::Accepts(name, media_type) => {
            (case.headers.get("accept") == Some(media_type)).then_some((name.as_str(), None))
        }
    });
    Ok(Call {
        operation,
        base,
        arguments: arguments.collect(),
        setters: setters.collect(),
        accept: unknown(case, document, described),
        credentials: credentials(case, surface),
        headers: headers(document, described),
        media_types,
    })
}

/// An operation of the description.
fn described<'d>(document: &'d Document, is: &str) -> &'d Value {
    let (method, path) = is.split_once(' ').unwrap_or_default();
    &document.root()["paths"][path][method.to_lowercase()]
}

fn keys(value: &Value) -> impl Iterator<Item = String> {
    value.as_object().into_iter().flat_map(Map::keys).map(|key| key.to_lowercase())
}

fn headers(document: &Document, operation: &Value) -> Vec<String> {
    let responses = operation["responses"].as_object().into_iter().flat_map(Map::values);
    responses.flat_map(|response| keys(&resolved(document, response)["headers"])).collect()
}

/// What each answer can be, by media type.
fn contents<'d>(document: &'d Document, operation: &'d Value) -> impl Iterator<Item = &'d Value> {
    let responses = operation["responses"].as_object().into_iter().flat_map(Map::values);
    responses.map(|response| &resolved(document, response)["content"])
}

/// The media type that a case asks for, where the description has no answer of it.
fn unknown(case: &Case, document: &Document, operation: &Value) -> Option<String> {
    let asked = case.headers.get("accept")?;
    let is_known = contents(document, operation).flat_map(keys).any(|known| known == asked.to_lowercase());
    (!is_known).then(|| asked.clone())
}

/// The parameters of an operation, through all references.
fn parameters<'d>(document: &'d Document, is: &str) -> Vec<&'d Value> {
    let Some((method, path)) = is.split_once(' ') else { return Vec::new() };
    let item = &document.root()["paths"][path];
    let lists = [&item[method.to_lowercase()]["parameters"], &item["parameters"]];
    lists.into_iter().filter_map(Value::as_array).flatten().map(|it| resolved(document, it)).collect()
}

fn resolved<'d>(document: &'d Document, value: &'d Value) -> &'d Value {
    reference::resolved(value, |reference| document.at(reference))
}

/// Where the values of a case are.
struct Values<'a> {
    case: &'a Case,
    captures: BTreeMap<String, String>,
    parameters: Vec<&'a Value>,
    media_types: &'a [String],
}

impl Values<'_> {
    fn of(&self, argument: &Argument, document: &Document) -> Option<Given> {
        let name = &argument.name;
        let given = match argument.wire {
            Wire::Path => self.read(document, "path", name, &Value::String(self.captures.get(name)?.clone()))?,
            Wire::Query => self.queried(document, name)?,
            Wire::Header => {
                let text = self.case.headers.get(&name.to_lowercase())?;
                self.read(document, "header", name, &Value::String(text.clone()))?
            }
            Wire::Cookie => return None,
            Wire::Json => match self.case.body.as_ref()? {
                Content::Json(_, value) => value.clone(),
                Content::Bytes(..) | Content::Parts(..) => return None,
            },
            Wire::Bytes => {
                let body = self.case.body.as_ref()?;
                let is_chosen = self.media_types.len() > 1 || self.media_types.iter().any(|it| it.contains('*'));
                return Some(Given::Bytes(body.bytes(), is_chosen.then(|| body.media_type().to_owned())));
            }
            Wire::Text => match self.case.body.as_ref()? {
                Content::Json(_, Value::String(text)) => Value::String(text.clone()),
                other => Value::String(String::from_utf8(other.bytes()).ok()?),
            },
            Wire::Part => match self.case.body.as_ref()? {
                Content::Parts(parts, _) => parts.get(name)?.clone(),
                Content::Json(..) | Content::Bytes(..) => return None,
            },
            Wire::File | Wire::Files => return self.uploads(name),
        };
        Some(Given::Json(fitting(given, &argument.ty)))
    }

    fn uploads(&self, name: &str) -> Option<Given> {
        let Content::Parts(_, files) = self.case.body.as_ref()? else { return None };
        let upload = |file: &File| Upload {
            name: file.name.clone(),
            media_type: file.media_type.clone(),
            bytes: file.bytes.clone(),
        };
        let files: Vec<_> = files.iter().filter(|file| file.field == name).map(upload).collect();
        (!files.is_empty()).then_some(Given::Files(files))
    }

    /// A parameter whose members each stand for themselves has none of its name.
    fn queried(&self, document: &Document, name: &str) -> Option<Value> {
        match self.case.query.get(name) {
            Some(value) => self.read(document, "query", name, value),
            None => {
                let parameter = self.parameter("query", name)?;
                let known = |key: &String| self.parameters.iter().any(|it| it["name"] == key.as_str());
                let is_spread = matches!(shape(document, parameter), Shape::Object(_)) && Style::of(parameter).explode;
                let others: Map<_, _> = self
                    .case
                    .query
                    .iter()
                    .filter(|(key, _)| !known(key))
                    .map(|(key, value)| (key.clone(), value.clone()))
                    .collect();
                (is_spread && !others.is_empty()).then(|| spread::object(&shape(document, parameter), others))
            }
        }
    }

    fn read(&self, document: &Document, place: &str, name: &str, value: &Value) -> Option<Value> {
        let Some(parameter) = self.parameter(place, name) else { return Some(value.clone()) };
        let shape = shape(document, parameter);
        Some(match value {
            Value::String(text) => spread::read(text, name, &shape, Style::of(parameter)),
            other => other.clone(),
        })
    }

    fn parameter(&self, place: &str, name: &str) -> Option<&Value> {
        let same =
            |it: &&&Value| it["in"] == place && it["name"].as_str().is_some_and(|it| it.eq_ignore_ascii_case(name));
        self.parameters.iter().find(same).copied()
    }
}

/// What the schema of a parameter says of its form.
fn shape(document: &Document, parameter: &Value) -> Shape {
    of_schema(document, &parameter["schema"])
}

fn of_schema(document: &Document, schema: &Value) -> Shape {
    let schema = resolved(document, schema);
    match schema["type"].as_str() {
        Some("array") => Shape::Array(Box::new(of_schema(document, &schema["items"]))),
        Some("object") => {
            let member =
                ["additionalProperties", "unevaluatedProperties"].into_iter().find(|key| schema[key].is_object());
            Shape::Object(Box::new(member.map_or(Shape::Text, |key| of_schema(document, &schema[key]))))
        }
        Some("integer" | "number" | "boolean") => Shape::Plain,
        _ => Shape::Text,
    }
}

/// A number for what is a text in Rust is a text; so it is in a part.
fn fitting(value: Value, ty: &str) -> Value {
    match value {
        Value::Number(number) if ty == "String" => Value::String(number.to_string()),
        other => other,
    }
}

/// Those whose header is expected; where a call needs some and none is expected, any will do.
fn credentials<'a>(case: &Case, surface: &'a Surface) -> Vec<(&'a str, String)> {
    let expected = surface.credentials.iter().filter_map(|(method, header)| {
        let value = case.headers.get(header)?;
        Some((method.as_str(), value.strip_prefix("Bearer ").unwrap_or(value).to_owned()))
    });
    let expected: Vec<_> = expected.collect();
    let is_judged = case.headers.contains_key("authorization") || case.answer.status < 400;
    match surface.credentials.first() {
        Some((method, _)) if expected.is_empty() && !is_judged => vec![(method, "any".to_owned())],
        _ => expected,
    }
}
