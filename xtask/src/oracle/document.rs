//! A description as a plain tree, with what a reader of it has to know: where references lead, who extends whom, what is
//! sent and what is received. It shares nothing with the generator, so that a mistake there is not repeated here.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::conjunction::tag;
use super::{called, directions, events, files, older, several_types, unevaluated, walk, yaml};

/// The longest chain of references that is followed.
pub(crate) const MOST_HOPS: usize = 32;

/// Where component schemas stand, today and in Swagger 2.0.
pub(super) const SECTIONS: &[&str] = &["#/components/schemas/", "#/definitions/"];

/// One description.
#[derive(Debug)]
pub struct Document {
    root: Value,
    is_older: bool,
    /// By the name of a component: those whose `allOf` refers to it, directly or through others.
    children: BTreeMap<String, Vec<String>>,
    /// By the name of a component: properties and values that unions which list it tell it by.
    tags: BTreeMap<String, BTreeSet<(String, String)>>,
    /// What references to other files lead to: those have no names of their own.
    elsewhere: BTreeSet<String>,
    /// Components that a request can hold, and those that a response can hold.
    sent: BTreeSet<String>,
    received: BTreeSet<String>,
}

/// A schema with the components whose names led to it.
#[derive(Clone, Debug)]
pub(super) struct Resolved<'d> {
    pub(super) schema: &'d Map<String, Value>,
    pub(super) names: Vec<&'d str>,
    /// The references on the way that say more themselves.
    pub(super) beside: Vec<&'d Map<String, Value>>,
}

impl Document {
    /// Reads JSON or YAML.
    ///
    /// # Errors
    /// Where it is neither.
    pub fn parse(text: &str) -> Result<Self, String> {
        tree(text).map(Self::of)
    }

    /// Reads a description of many files; `read` gives their texts, by paths relative to that of the description.
    ///
    /// # Errors
    /// Where it is no JSON or YAML.
    pub fn joined(path: &str, text: &str, read: &dyn Fn(&str) -> Option<String>) -> Result<Self, String> {
        files::joined(path, text, read).map(Self::of)
    }

    fn of(root: Value) -> Self {
        let is_older = older::is_older(&root);
        let root = if is_older { older::as_today(root) } else { root };
        let mut document = Self {
            root: several_types::parted(events::opened(called::settled(unevaluated::settled(root)))),
            is_older,
            children: BTreeMap::new(),
            tags: BTreeMap::new(),
            elsewhere: BTreeSet::new(),
            sent: BTreeSet::new(),
            received: BTreeSet::new(),
        };
        document.elsewhere = elsewhere(&document.root);
        document.children = document.inheritance();
        document.tags = document.listed();
        (document.sent, document.received) = directions::of(&document);
        document
    }

    /// The component schemas by name, in the order of the description.
    pub fn schemas(&self) -> impl Iterator<Item = (&str, &Value)> {
        let schemas = self.root.pointer(self.section()).and_then(Value::as_object);
        schemas.into_iter().flatten().map(|(name, schema)| (name.as_str(), schema))
    }

    /// The whole tree.
    #[must_use]
    pub fn root(&self) -> &Value {
        &self.root
    }

    /// What a pointer such as `#/components/schemas/User` leads to; a key may be written with percent signs.
    #[must_use]
    pub fn at(&self, pointer: &str) -> Option<&Value> {
        let pointer = pointer.strip_prefix('#')?;
        let mut value = &self.root;
        for segment in pointer.split('/').skip(1) {
            let key = segment.replace("~1", "/").replace("~0", "~");
            value = match value {
                Value::Object(object) => object.get(&key).or_else(|| object.get(&decoded(&key)))?,
                Value::Array(items) => items.get(key.parse::<usize>().ok()?)?,
                _ => return None,
            };
        }
        Some(value)
    }

    /// The schema itself, through all references; none where one leads nowhere or out of the file.
    pub(super) fn resolve<'d>(&'d self, schema: &'d Value) -> Option<Resolved<'d>> {
        let (mut names, mut beside) = (Vec::new(), Vec::new());
        let mut schema = schema;
        for _ in 0..MOST_HOPS {
            let object = schema.as_object()?;
            let Some(reference) = object.get("$ref").and_then(Value::as_str) else {
                return Some(Resolved { schema: object, names, beside });
            };
            beside.extend((object.len() > 1).then_some(object));
            names.extend(name(reference));
            schema = self.at(reference)?;
        }
        None
    }

    /// Components that extend this one.
    pub(super) fn children(&self, name: &str) -> &[String] {
        self.children.get(name).map_or(&[], Vec::as_slice)
    }

    /// The property and its value that tell a component in the unions that list it, where they agree.
    pub(super) fn tag_of(&self, name: &str) -> Option<(&str, &str)> {
        let tags = self.tags.get(name)?;
        let (property, value) = tags.first().filter(|_| tags.len() == 1)?;
        Some((property, value))
    }

    /// The component that a component is another name for; itself where it is none.
    fn meant<'d>(&'d self, name: &'d str) -> &'d str {
        let mut name = name;
        for _ in 0..MOST_HOPS {
            let Some(schema) = self.schema(name) else { break };
            let members = schema.get("allOf").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            let mut more = members.iter().filter(|member| says_more(member));
            let only = more.next().filter(|_| more.next().is_none() && schema.get("properties").is_none());
            let reference = [Some(schema), only].into_iter().flatten().find_map(|it| it.get("$ref")?.as_str());
            let Some(other) = reference.and_then(self::name) else { break };
            name = other;
        }
        name
    }

    /// Whether a request can hold a type that stands there. Another name of a component, which nothing refers to, is the
    /// received one of its types.
    #[must_use]
    pub fn is_sent(&self, place: &str) -> bool {
        if files::is_elsewhere(place) && around(place).any(|around| self.sent.contains(around)) {
            return true;
        }
        let Some(name) = component_of(place) else {
            const OUT: &[&str] = &["/requestBody", "/requestBodies/", "/parameters/", "/x-websocket/send"];
            return OUT.iter().any(|word| place.contains(word)) && !is_incoming(place);
        };
        let meant = self.meant(&name);
        self.sent.contains(&name) || self.sent.contains(meant) && !self.received.contains(meant)
    }

    /// Whether a response can hold a type that stands there.
    #[must_use]
    pub fn is_received(&self, place: &str) -> bool {
        if files::is_elsewhere(place) && around(place).any(|around| self.received.contains(around)) {
            return true;
        }
        let Some(name) = component_of(place) else {
            const IN: &[&str] = &["/responses/", "/headers/", "/x-websocket/receive", "/x-sse/"];
            return IN.iter().any(|word| place.contains(word)) || is_incoming(place);
        };
        self.received.contains(&name) || self.received.contains(self.meant(&name)) && !self.sent.contains(&name)
    }

    fn inheritance(&self) -> BTreeMap<String, Vec<String>> {
        let mut children = BTreeMap::<String, Vec<String>>::new();
        let elsewhere = self.elsewhere.iter().filter_map(|place| Some((place.as_str(), self.at(place)?)));
        for (name, schema) in self.schemas().chain(elsewhere) {
            let mut bases = BTreeSet::new();
            self.bases(schema, &mut bases);
            for base in bases.into_iter().filter(|base| base != name) {
                children.entry(base).or_default().push(name.to_owned());
            }
        }
        children
    }

    fn bases(&self, schema: &Value, found: &mut BTreeSet<String>) {
        for member in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            let Some(reference) = member.get("$ref").and_then(Value::as_str) else { continue };
            let Some(name) = name(reference) else { continue };
            if found.insert(name.to_owned())
                && let Some(base) = self.at(reference)
            {
                self.bases(base, found);
            }
        }
    }

    fn listed(&self) -> BTreeMap<String, BTreeSet<(String, String)>> {
        let mut tags = BTreeMap::<String, BTreeSet<(String, String)>>::new();
        for (_, object) in walk::objects(&self.root) {
            let Some(discriminator) = object.get("discriminator").and_then(Value::as_object) else { continue };
            let lists = ["oneOf", "anyOf"].into_iter().filter_map(|keyword| object.get(keyword)?.as_array());
            let references = lists.flatten().filter_map(|alternative| alternative.get("$ref")?.as_str());
            for name in references.filter_map(name) {
                if let Some((property, value)) = tag(discriminator, &[name]) {
                    tags.entry(name.to_owned()).or_default().insert((property.to_owned(), value));
                }
            }
        }
        tags
    }

    /// What is called so.
    pub(super) fn schema(&self, name: &str) -> Option<&Value> {
        if files::is_elsewhere(name) {
            return self.at(name);
        }
        self.root.pointer(self.section())?.get(name)
    }

    /// What the schema at a place is called.
    pub(super) fn named(&self, place: &str) -> Option<&str> {
        if let Some(place) = self.elsewhere.get(place) {
            return Some(place);
        }
        let name = component(place)?.replace("~1", "/").replace("~0", "~");
        self.schemas().map(|(known, _)| known).find(|known| *known == name)
    }

    /// Whether it follows Swagger 2.0.
    #[must_use]
    pub fn is_older(&self) -> bool {
        self.is_older
    }

    /// Where the component schemas stand.
    fn section(&self) -> &'static str {
        if self.is_older { "/definitions" } else { "/components/schemas" }
    }

    /// The place of what is called so.
    pub(super) fn pointer(&self, name: &str) -> String {
        if files::is_elsewhere(name) {
            return name.to_owned();
        }
        format!("#{}/{}", self.section(), name.replace('~', "~0").replace('/', "~1"))
    }
}

/// JSON or YAML as it is.
///
/// # Errors
/// Where it is neither.
pub fn tree(text: &str) -> Result<Value, String> {
    match serde_json::from_str(text) {
        Ok(root) => Ok(root),
        Err(_) => yaml::read(text),
    }
}

/// Whether a member of an `allOf` says more than what the others are called.
pub(super) fn says_more(member: &Value) -> bool {
    const WORDS: &[&str] = &["description", "nullable", "readOnly", "title", "writeOnly"];
    member.as_object().is_none_or(|member| member.keys().any(|key| !WORDS.contains(&key.as_str())))
}

/// The name in a reference to a component schema.
pub(crate) fn component(reference: &str) -> Option<&str> {
    SECTIONS.iter().find_map(|section| reference.strip_prefix(section)).filter(|name| !name.contains('/'))
}

/// What a reference leads to is called: a component by its name, and what stands in another file by its place.
pub(super) fn name(reference: &str) -> Option<&str> {
    component(reference).or_else(|| files::is_elsewhere(reference).then_some(reference))
}

/// Every place that a place is in, and itself.
fn around(place: &str) -> impl Iterator<Item = &str> {
    let ends = place.match_indices('/').map(|(end, _)| end).chain([place.len()]);
    ends.map(|end| &place[..end])
}

/// All that references into other files lead to.
fn elsewhere(root: &Value) -> BTreeSet<String> {
    let references = walk::objects(root).filter_map(|(_, members)| members.get("$ref").and_then(Value::as_str));
    references.filter(|it| files::is_elsewhere(it)).map(str::to_owned).collect()
}

/// Whether a place is within a request that the server sends.
fn is_incoming(place: &str) -> bool {
    place.starts_with("#/webhooks/") || place.contains("/callbacks/")
}

/// The component schema that a place is in.
fn component_of(place: &str) -> Option<String> {
    let (_, rest) = SECTIONS.iter().find_map(|section| place.split_once(section))?;
    Some(rest.split('/').next().unwrap_or_default().replace("~1", "/").replace("~0", "~"))
}

/// The text behind percent-encoding.
pub(crate) fn decoded(key: &str) -> String {
    percent_encoding::percent_decode_str(key).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
paths:
  /a/{id}:
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/In'}}}}
      responses:
        200: {content: {application/json: {schema: {$ref: '#/components/schemas/Base'}}}}
components:
  schemas:
    In: {properties: {part: {$ref: '#/components/schemas/Part'}}}
    Part: {type: string}
    Base: {type: object, discriminator: {propertyName: kind}}
    Mixin: {type: object}
    Child: {allOf: [{$ref: '#/components/schemas/Base'}]}
    Grandchild: {allOf: [{$ref: '#/components/schemas/Child'}, {$ref: '#/components/schemas/Mixin'}]}
";

    #[test]
    fn pointers_and_references_lead_somewhere() {
        let document = Document::parse(TEXT).unwrap();
        assert!(document.at("#/paths/~1a~1%7Bid%7D/post/responses/200").is_some());
        assert!(document.at("#/paths/~1b").is_none());
        let part = document.resolve(document.at("#/components/schemas/In/properties/part").unwrap()).unwrap();
        assert_eq!((part.names, part.schema["type"].as_str()), (vec!["Part"], Some("string")));
    }

    #[test]
    fn children_are_all_that_extend_a_base() {
        let document = Document::parse(TEXT).unwrap();
        assert_eq!(document.children("Base"), ["Child", "Grandchild"]);
    }

    #[test]
    fn directions_go_through_references_and_children() {
        let document = Document::parse(TEXT).unwrap();
        let both = |name: &str| {
            let place = format!("#/components/schemas/{name}/properties/x");
            (document.is_sent(&place), document.is_received(&place))
        };
        assert_eq!(both("Part"), (true, false));
        assert_eq!(both("Grandchild"), (false, true));
        assert_eq!(both("Mixin"), (false, false));
        assert!(document.is_sent("#/paths/~1a/post/requestBody/content"));
    }
}
