//! Bodies: one parameter that is the body, or the fields of a form.

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::media::{self, FORM, JSON, MULTIPART, Media};
use super::{Cx, response, values};
use crate::diagnostic::{Part, catalogue};
use crate::media_type::essence;
use crate::place::Pointer;

/// A parameter that is no parameter in 3.0.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    members: Map<String, Value>,
    /// Where it is described.
    was: Pointer,
    /// Where it is listed, which is another place behind a reference.
    listed: Pointer,
}

/// What of an operation's request is no parameter in 3.0.
#[derive(Clone, Debug, Default)]
pub(super) struct Pieces {
    bodies: Vec<Piece>,
    fields: Vec<Piece>,
}

impl Pieces {
    /// Takes those out of a list of parameters; the others are left, each with its place.
    pub(super) fn take(cx: &Cx<'_>, list: Vec<Value>, at: &Pointer) -> (Self, Vec<(Value, Pointer)>) {
        let mut pieces = Self::default();
        let mut others = Vec::new();
        for (index, value) in list.into_iter().enumerate() {
            let listed = at.index(index);
            let reference = value.get("$ref").and_then(Value::as_str);
            let found = match reference {
                Some(target) => cx.led(target).map(|(was, members)| (members.clone(), was)),
                None => value.as_object().map(|members| (members.clone(), listed.clone())),
            };
            let place = found.as_ref().and_then(|(members, _)| members.get("in")).and_then(Value::as_str);
            let kind = match place {
                Some("body") => &mut pieces.bodies,
                Some("formData") => &mut pieces.fields,
                Some(_) | None => {
                    others.push((value, listed));
                    continue;
                }
            };
            kind.extend(found.map(|(members, was)| Piece { members, was, listed }));
        }
        (pieces, others)
    }

    /// Those of an operation, with what its path has for all and the operation does not say in its own way.
    pub(super) fn over(self, shared: &Self) -> Self {
        let bodies = if self.bodies.is_empty() { shared.bodies.clone() } else { self.bodies };
        let is_own = |piece: &&Piece| self.fields.iter().any(|own| own.name() == piece.name());
        let inherited: Vec<Piece> = shared.fields.iter().filter(|piece| !is_own(piece)).cloned().collect();
        Self { bodies, fields: inherited.into_iter().chain(self.fields).collect() }
    }
}

impl Piece {
    fn name(&self) -> &str {
        self.members.get("name").and_then(Value::as_str).unwrap_or_default()
    }

    fn is_required(&self) -> bool {
        self.members.get("required") == Some(&Value::Bool(true))
    }

    fn is_file(&self) -> bool {
        self.members.get("type").and_then(Value::as_str) == Some("file")
    }
}

/// The body that the pieces make up.
pub(super) fn of_operation(cx: &mut Cx<'_>, pieces: Pieces, consumes: &Media, at: &Pointer) -> Option<Value> {
    let Pieces { bodies, fields } = pieces;
    let now = at.push("requestBody");
    let mut bodies = bodies.into_iter();
    let Some(body) = bodies.next() else {
        return form(cx, fields, consumes, at, &now);
    };
    for other in bodies {
        let message = format!("the operation has a body already; `{}` is left out", other.name());
        let first = cx.diagnostics.located(&body.listed, Part::Whole);
        cx.diagnostics.report(&catalogue::SEVERAL_BODIES, &other.listed, message).label(first, "first here");
    }
    if let Some(field) = fields.first() {
        let message = format!(
            "a request has either a body or a form; the fields of the form are left out, as `{}`",
            field.name()
        );
        let whole = cx.diagnostics.located(&body.listed, Part::Whole);
        cx.diagnostics.report(&catalogue::SEVERAL_BODIES, &field.listed, message).label(whole, "the body");
    }
    if body.was != body.listed {
        if or_json(consumes) == or_json(&cx.usual.consumes) {
            cx.diagnostics.origins.record(&body.listed, &now);
            return Some(json!({"$ref": body.was.reference()}));
        }
        let mut copy = body.members;
        response::by_reference(cx, &mut copy, &body.was);
        cx.diagnostics.origins.record(&body.was, &now);
        return Some(cx.copied(|cx| request(cx, copy, consumes, &body.was, &now)).into());
    }
    cx.moved(&body.was, &now);
    Some(request(cx, body.members, consumes, &body.was, &now).into())
}

/// Turns a parameter that several operations share; gives what it has become.
pub(super) fn shared(cx: &mut Cx<'_>, members: &mut Map<String, Value>, was: &Pointer, now: &Pointer) {
    match members.get("in").and_then(Value::as_str) {
        Some("body") => {
            let consumes = cx.usual.consumes.clone();
            *members = request(cx, std::mem::take(members), &consumes, was, now);
        }
        // It becomes a part of each operation's form.
        Some("formData") => {}
        Some(_) | None => values::parameter(cx, members, was, now),
    }
}

fn or_json(consumes: &Media) -> Vec<String> {
    if consumes.names.is_empty() { vec![JSON.to_owned()] } else { consumes.names.clone() }
}

/// The Request Body Object that a parameter becomes.
fn request(
    cx: &mut Cx<'_>,
    members: Map<String, Value>,
    consumes: &Media,
    was: &Pointer,
    now: &Pointer,
) -> Map<String, Value> {
    let mut body = Map::new();
    let mut schema = None;
    for (key, value) in members {
        match key.as_str() {
            "schema" => schema = Some(value),
            "description" | "required" => drop(body.insert(key, value)),
            _ if key.starts_with("x-") => drop(body.insert(key, value)),
            _ => {}
        }
    }
    let content = media::content(cx, &or_json(consumes), schema.as_ref(), consumes, (was, now));
    body.insert("content".to_owned(), content.into());
    body
}

/// The fields of a form as the properties of an object.
fn form(cx: &mut Cx<'_>, fields: Vec<Piece>, consumes: &Media, at: &Pointer, now: &Pointer) -> Option<Value> {
    let first = fields.first()?;
    let list = first.listed.parent().unwrap_or_default();
    cx.diagnostics.origins.record(&list, now);
    let names = form_names(cx, &fields, consumes, at);
    let required: Vec<&str> = fields.iter().filter(|field| field.is_required()).map(Piece::name).collect();
    let is_required = !required.is_empty();
    let mut schema = json!({"type": "object"});
    if is_required {
        schema["required"] = required.into();
    }
    let mut properties: IndexMap<String, (Pointer, values::Property)> = IndexMap::new();
    for field in fields {
        let name = field.name().to_owned();
        if let Some((known, _)) = properties.get(&name) {
            let message = format!("the formData parameter `{name}` is declared twice; the first counts");
            let first = cx.diagnostics.located(known, Part::Whole);
            cx.diagnostics.report(&catalogue::DUPLICATE_PARAMETER, &field.listed, message).label(first, "first here");
            continue;
        }
        let property = values::property(cx, field.members, &field.was);
        properties.insert(name, (field.was, property));
    }
    let mut content = Map::new();
    for name in &names {
        let place = now.below(&["content", name]);
        let listed = consumes.place(name).unwrap_or_else(|| list.clone());
        cx.diagnostics.origins.record(&listed, &place);
        cx.diagnostics.origins.record(&list, &place.push("schema"));
        let mut encodings = Map::new();
        let mut described = Map::new();
        for (key, (was, property)) in &properties {
            cx.diagnostics.origins.record(was, &place.below(&["schema", "properties", key]));
            cx.diagnostics.origins.record(was, &place.below(&["encoding", key]));
            described.insert(key.clone(), property.schema.clone().into());
            let encoding = if essence(name) == FORM { &property.in_form } else { &property.in_parts };
            encodings.extend(encoding.clone().map(|encoding| (key.clone(), encoding)));
        }
        let mut schema = schema.clone();
        schema["properties"] = described.into();
        let mut media = json!({"schema": schema});
        if !encodings.is_empty() {
            media["encoding"] = encodings.into();
        }
        content.insert(name.clone(), media);
    }
    Some(json!({"content": content, "required": is_required}))
}

/// The media types that a form is sent as.
fn form_names(cx: &mut Cx<'_>, fields: &[Piece], consumes: &Media, at: &Pointer) -> Vec<String> {
    let has_files = fields.iter().any(Piece::is_file);
    let fits = |name: &String| media::is_form(name) && !(has_files && essence(name) == FORM);
    let (names, odd): (Vec<String>, Vec<String>) = consumes.names.iter().cloned().partition(fits);
    let is_own = consumes.list().parent().as_ref() == Some(at);
    // Of both forms the one that can hold files is sent (Swagger 2.0, Parameter Object): what the other cannot do is no slip.
    let is_slip = |name: &&String| is_own && (names.is_empty() || !media::is_form(name));
    for name in odd.iter().filter(is_slip) {
        let why = if media::is_form(name) { "cannot hold files" } else { "is no form" };
        let message = format!("`{name}` {why}; the parameters of the form are not sent as it");
        let place = consumes.place(name).unwrap_or_else(|| at.clone());
        cx.diagnostics.report(&catalogue::FORM_SENT_OTHERWISE, &place, message);
    }
    match names.is_empty() {
        false => names,
        true => vec![if has_files { MULTIPART } else { FORM }.to_owned()],
    }
}
