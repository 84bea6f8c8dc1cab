//! The walk through a description that lists its things.

use clientwright_codegen::Output;
use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::Kind;
use super::live::family;
use super::nested::Made;
use super::things::{Evidence, Scope, Thing, words};
use crate::oracle::document::Document;
use crate::oracle::named::{self, Named};

/// The methods of a path item.
const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// The shortest text that is looked for, in letters and digits.
const SHORTEST: usize = 3;

/// The most words of a response that need no place in the documentation.
const FEW_WORDS: usize = 2;

/// Everything that is counted.
pub(super) fn of(document: &Document, output: &Output) -> Vec<Thing> {
    let types = named::types(output);
    let made = Made(types.iter().map(|made| made.place.clone()).collect());
    let mut list = List { document, made, owner: None, things: Vec::new() };
    list.envelope();
    list.operations();
    list.webhooks();
    list.schemas(&types);
    list.things
}

/// The list while it is made.
pub(super) struct List<'d> {
    pub(super) document: &'d Document,
    pub(super) made: Made,
    /// The operation that is looked at.
    owner: Option<String>,
    things: Vec<Thing>,
}

/// A value with the places where it stands.
#[derive(Clone, Debug)]
pub(super) struct At<'d> {
    pub(super) value: &'d Value,
    pub(super) places: Vec<String>,
    /// The reference that led there, whose own words count from OpenAPI 3.1 on.
    by: Option<&'d Value>,
}

impl<'d> At<'d> {
    pub(super) fn member(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key)?;
        let key = key.replace('~', "~0").replace('/', "~1");
        let places = self.places.iter().map(|place| format!("{place}/{key}")).collect();
        Some(Self { value, places, by: None })
    }

    pub(super) fn members(&self) -> impl Iterator<Item = (&'d str, Self)> {
        let names = self.value.as_object().into_iter().flat_map(Map::keys);
        names.filter_map(|name| Some((name.as_str(), self.member(name)?)))
    }

    pub(super) fn items(&self) -> Vec<Self> {
        let items = self.value.as_array().map_or(&[][..], Vec::as_slice).iter().enumerate();
        let places = |index| self.places.iter().map(|it| format!("{it}/{index}")).collect();
        items.map(|(index, value)| Self { value, places: places(index), by: None }).collect()
    }

    pub(super) fn text(&self, key: &str) -> Option<&'d str> {
        self.value.get(key)?.as_str()
    }
}

impl<'d> List<'d> {
    pub(super) fn add(&mut self, kind: Kind, at: &At<'d>, scope: &Scope, evidence: Evidence) {
        let (places, owner) = (at.places.clone(), self.owner.clone());
        self.things.push(Thing { kind, places, owner, scope: scope.clone(), evidence });
    }

    /// The texts that a value has about itself.
    pub(super) fn documentation(&mut self, at: &At<'d>, scope: &Scope) {
        self.text(at, "summary", scope);
        self.description(at, scope);
    }

    pub(super) fn description(&mut self, at: &At<'d>, scope: &Scope) {
        self.text(at, "description", scope);
    }

    fn text(&mut self, at: &At<'d>, key: &str, scope: &Scope) {
        let own = At { value: at.by.unwrap_or(&Value::Null), places: at.places.clone(), by: None };
        if let Some(member) = own.member(key).or_else(|| at.member(key)) {
            self.plain_text(&member, scope);
        }
    }

    /// A text.
    pub(super) fn plain_text(&mut self, at: &At<'d>, scope: &Scope) {
        let words = at.value.as_str().map(words).filter(|words| words.chars().count() >= SHORTEST);
        if let Some(words) = words {
            self.add(Kind::Description, at, scope, Evidence::Documentation(words));
        }
    }

    /// The value itself where it is a reference; the place of the reference stays known.
    pub(super) fn resolved(&self, at: At<'d>) -> At<'d> {
        let mut at = at;
        let is_newer =
            self.document.root().get("openapi").and_then(Value::as_str).is_some_and(|it| !it.starts_with("3.0"));
        for _ in 0..16 {
            let Some(reference) = at.text("$ref") else { break };
            let Some(value) = self.document.at(reference) else { break };
            at.by = at.by.or(Some(at.value).filter(|_| is_newer));
            at.places.push(reference.to_owned());
            at.value = value;
        }
        at
    }

    pub(super) fn root(&self, key: &str) -> Option<At<'d>> {
        At { value: self.document.root(), places: vec!["#".to_owned()], by: None }.member(key)
    }

    fn envelope(&mut self) {
        if let Some(info) = self.root("info") {
            self.documentation(&info, &Scope::Crate);
        }
        for server in self.root("servers").iter().flat_map(At::items) {
            // Variables are written by their names or with their values.
            let fixed = server.text("url").unwrap_or_default().split('{').next().unwrap_or_default();
            if !fixed.is_empty() {
                self.add(Kind::Server, &server, &Scope::Crate, Evidence::Literal(format!("{fixed}*")));
            }
        }
        for tag in self.root("tags").iter().flat_map(At::items) {
            let name = tag.text("name").unwrap_or_default().to_owned();
            let used = self.document.root().get("paths").map(Value::to_string).unwrap_or_default();
            if used.contains(&format!("{:?}", name)) {
                self.add(Kind::Tag, &tag, &Scope::Crate, Evidence::Documentation(words(&name)));
                self.documentation(&tag, &Scope::Crate);
            }
        }
        self.older_servers();
        let components = self.root("components").and_then(|components| components.member("securitySchemes"));
        let schemes = components.or_else(|| self.root("securityDefinitions"));
        for (name, scheme) in schemes.iter().flat_map(At::members) {
            // It may be named by where it stands.
            let used = format!("{name}\":[");
            if self.document.root().to_string().contains(&used) {
                self.add(Kind::SecurityScheme, &scheme, &Scope::Crate, Evidence::Literal(name.to_owned()));
            }
        }
    }

    fn operations(&mut self) {
        for (path, item) in self.root("paths").iter().flat_map(At::members) {
            let item = self.resolved(item);
            for (method, operation) in Self::methods(&item) {
                self.owner = operation.places.first().cloned();
                self.operation(&method, path, &item, &operation);
                self.callbacks(&operation);
                self.owner = None;
            }
        }
    }

    /// The operations of a path item, by their methods as they are sent.
    pub(super) fn methods(item: &At<'d>) -> Vec<(String, At<'d>)> {
        let named = METHODS.iter().filter_map(|method| Some((method.to_uppercase(), item.member(method)?)));
        let others = item.member("additionalOperations");
        let others = others.iter().flat_map(At::members).map(|(method, operation)| (method.to_owned(), operation));
        named.chain(others).collect()
    }

    fn operation(&mut self, method: &str, path: &str, item: &At<'d>, operation: &At<'d>) {
        // White space at the end tells keys apart, and is in no URL.
        let scope = Scope::Operation(format!("{method} {}", path.trim_end()));
        self.add(Kind::Operation, operation, &scope, Evidence::Scope);
        self.documentation(operation, &scope);
        let mut parameters = IndexMap::new();
        for owner in [item, operation] {
            for parameter in owner.member("parameters").iter().flat_map(At::items) {
                let parameter = self.resolved(parameter);
                let key = (parameter.text("in"), parameter.text("name"));
                parameters.insert(key, parameter);
            }
        }
        let parameters: Vec<_> = parameters.into_iter().collect();
        let is_body = |kind: Option<&str>| matches!(kind, Some("body" | "formData"));
        let (body, parameters): (Vec<_>, Vec<_>) = parameters.into_iter().partition(|((kind, _), _)| is_body(*kind));
        self.older_body(body.into_iter().map(|(_, parameter)| parameter).collect(), operation, &scope);
        for ((kind, name), parameter) in parameters {
            let Some(name) = name else { continue };
            let evidence = if kind == Some("header") { Evidence::AnyCase } else { Evidence::Literal };
            self.add(Kind::Parameter, &parameter, &scope, evidence(name.to_owned()));
            self.documentation(&parameter, &scope);
            self.held_in_field(&parameter, &scope);
        }
        if let Some(body) = operation.member("requestBody").map(|body| self.resolved(body)) {
            self.documentation(&body, &scope);
            self.content(&body, &scope, Kind::RequestMediaType);
            self.held_in_content(&body, &scope);
        }
        self.live(operation, &scope);
        for (status, response) in operation.member("responses").iter().flat_map(At::members) {
            if !status.starts_with("x-") {
                let response = self.resolved(response);
                self.response(status, &response, &scope);
                self.older_response(&response, operation, &scope);
            }
        }
    }

    fn response(&mut self, status: &str, response: &At<'d>, scope: &Scope) {
        // `OK` and `The user.` say nothing that the code does not.
        let is_long = |key: &str| response.text(key).is_some_and(|text| text.split_whitespace().count() > FEW_WORDS);
        if is_long("description") || is_long("summary") {
            self.documentation(response, scope);
        }
        self.content(response, scope, Kind::ResponseMediaType);
        self.held_in_content(response, scope);
        for (name, header) in response.member("headers").iter().flat_map(At::members) {
            // Ignored by OpenAPI 3.0.4 section 4.8.17.1: the media type says it.
            if !name.eq_ignore_ascii_case("content-type") {
                let header = self.resolved(header);
                self.add(Kind::ResponseHeader, &header, scope, Evidence::AnyCase(name.to_owned()));
                // What is said of those of failures stands in the reference.
                let scope = if status.starts_with('2') { scope } else { &Scope::Crate };
                self.description(&header, scope);
                self.held_in_field(&header, scope);
            }
        }
    }

    fn content(&mut self, owner: &At<'d>, scope: &Scope, kind: Kind) {
        let content = owner.member("content");
        for (name, media_type) in content.iter().flat_map(At::members) {
            // One schema under several names is one body.
            let media_type = self.resolved(media_type);
            let names = content.iter().flat_map(At::members).map(|(name, other)| (name, self.resolved(other)));
            let says = says(&media_type);
            let alike = names.filter(|(_, other)| self::says(other) == says);
            let words = alike.flat_map(|(name, _)| family(name)).copied().collect();
            self.add(kind, &media_type, scope, Evidence::Words(words, name.to_owned()));
            self.events(&media_type, scope);
            self.items(&media_type, scope);
        }
    }

    fn schemas(&mut self, types: &[Named]) {
        let components = self.root("components").and_then(|it| it.member("schemas"));
        let schemas = components.or_else(|| self.root("definitions").filter(|_| self.document.is_older()));
        let named = schemas.iter().flat_map(At::members).map(|(name, schema)| (name.to_owned(), schema));
        let document = self.document;
        let elsewhere = super::elsewhere::schemas(document).into_iter().filter_map(|place| {
            let (name, places) = (place.rsplit('/').next().unwrap_or(place), vec![place.to_owned()]);
            Some((name.to_owned(), At { value: document.at(place)?, places, by: None }))
        });
        for (name, schema) in named.chain(elsewhere).collect::<Vec<_>>() {
            let made = types.iter().find(|made| schema.places.contains(&made.place));
            let scope = Scope::Type(made.map_or(name, |made| made.name.clone()));
            self.add(Kind::Schema, &schema, &scope, Evidence::Scope);
        }
        for made in types {
            let place = made.place.clone();
            let Some(value) = self.document.at(&place) else { continue };
            let schema = At { value, places: vec![place], by: None };
            let twin = types.iter().any(|other| other.place == made.place && other.name != made.name);
            let scope = Scope::Type(made.name.clone());
            if !self.is_older_field(&schema) {
                self.documentation(&schema, &scope);
            }
            self.within(&schema, &scope);
            self.values(&schema, &scope);
            if !twin {
                self.properties(&schema, &scope);
            }
        }
    }

    fn values(&mut self, schema: &At<'d>, scope: &Scope) {
        for value in schema.member("enum").iter().flat_map(At::items) {
            let text = match value.value {
                Value::String(text) => text.clone(),
                Value::Number(number) => {
                    let text = number.to_string();
                    let is_integer = schema.text("type") == Some("integer");
                    // Of an integer a fraction of nothing says nothing.
                    let digits = text.strip_suffix(".0").filter(|_| is_integer).unwrap_or(&text);
                    digits.trim_start_matches('-').to_owned()
                }
                _ => continue,
            };
            self.add(Kind::EnumValue, &value, scope, Evidence::Literal(text));
        }
        self.value_descriptions(schema, scope);
    }

    fn properties(&mut self, schema: &At<'d>, scope: &Scope) {
        // Beside alternatives they are properties of these, whether they are the schema's own or those of one that it contains. A base
        // that only has a discriminator leaves them to what contains it.
        let members = schema.member("allOf").iter().flat_map(At::items).map(|member| member.value).collect::<Vec<_>>();
        let references = members.into_iter().chain([schema.value]).filter_map(|it| it.get("$ref")?.as_str());
        let contained = references.filter_map(|target| self.document.at(target));
        let is_base = schema.value.get("discriminator").is_some();
        if is_base || contained.chain([schema.value]).any(has_alternatives) {
            return;
        }
        let place = schema.places.first().map_or("", String::as_str);
        let (sent, received) = (self.document.is_sent(place), self.document.is_received(place));
        for (name, property) in schema.member("properties").iter().flat_map(At::members) {
            let says = |word: &str| property.value.get(word) == Some(&Value::Bool(true));
            if says("readOnly") && !received || says("writeOnly") && !sent {
                continue;
            }
            self.add(Kind::Property, &property, scope, Evidence::Literal(name.to_owned()));
            if property.text("$ref").is_none() {
                self.documentation(&property, scope);
                if !self.made.has(&property) {
                    self.within(&property, scope);
                }
            }
        }
    }
}

fn has_alternatives(schema: &Value) -> bool {
    ["anyOf", "oneOf"].iter().any(|word| schema.get(word).is_some())
}

/// What a media type says of its values; what a schema is called by a URI, and how it is written in XML, is none of it.
pub(super) fn says(media_type: &At<'_>) -> [Value; 2] {
    ["schema", "itemSchema"].map(|key| {
        let mut schema = media_type.value.get(key).cloned().unwrap_or_default();
        if let Some(members) = schema.as_object_mut() {
            members.retain(|key, _| key != "$id" && key != "xml");
        }
        schema
    })
}
