//! A schema of the document becomes schemas of the arena.
//!
//! Enters: the value at a place. Leaves: the id of the schema there; those within it are in the arena too, each by its own place. The
//! keywords of OpenAPI 3.0 (`nullable`, bounds that a boolean makes exclusive, one `example`) and those of JSON Schema 2020-12 are read
//! wherever they stand: no two of them mean different things. Values of a wrong kind are passed over: the document has been checked.

use std::mem::take;

use indexmap::IndexMap;
use serde_json::{Map, Number, Value};
use thin_vec::{ThinVec, thin_vec};

use super::keywords::{Discriminator, Kind, Reference, Schema, Slot};
use super::rare::Keywords;
use super::{SchemaId, Schemas};
use crate::place::Place;

/// Reads the schema at a place and all within it. What it keeps of the value it takes.
pub(crate) fn read(schemas: &mut Schemas, mut value: Value, place: &Place) -> SchemaId {
    Reader { schemas }.schema(&mut value, place, None)
}

/// Keywords that [`Keywords`] has nothing of, which are all that most schemas have.
const COMMON: &[&str] = &[
    "type",
    "description",
    "format",
    "example",
    "enum",
    "nullable",
    "title",
    "$ref",
    "items",
    "properties",
    "required",
    "maxLength",
    "allOf",
    "anyOf",
    "oneOf",
    "additionalProperties",
    "deprecated",
    "readOnly",
    "writeOnly",
];

struct Reader<'a> {
    schemas: &'a mut Schemas,
}

impl Reader<'_> {
    fn schema(&mut self, value: &mut Value, place: &Place, parent: Option<(SchemaId, Slot)>) -> SchemaId {
        let id = match self.schemas.reserve(place) {
            Ok(id) => id,
            Err(known) => return known,
        };
        let schema = match value {
            Value::Object(members) if !is_never(members) => Schema { parent, ..self.members(id, members, place) },
            value => Schema { place: place.clone(), parent, never: *value != Value::Bool(true), ..Schema::default() },
        };
        self.schemas.fill(id, schema);
        id
    }

    fn members(&mut self, id: SchemaId, members: &mut Map<String, Value>, place: &Place) -> Schema {
        let mut within = Within { reader: self, id, members, place };
        // References lead to these; the schema itself says nothing with them.
        for key in ["$defs", "definitions"] {
            within.map(key, Slot::Definition);
        }
        // In this order, which is that of the ids.
        let all_of = within.list("allOf", Slot::AllOf);
        let any_of = within.list("anyOf", Slot::AnyOf);
        let one_of = within.list("oneOf", Slot::OneOf);
        let not = within.one("not", Slot::Elsewhere);
        let conditions = ["if", "then", "else"]
            .into_iter()
            .filter_map(|key| Some((key, within.one(key, Slot::Elsewhere)?)))
            .collect();
        let dependent_schemas = within.map("dependentSchemas", Slot::Elsewhere).into_values().collect();
        let prefix_items = within.list("prefixItems", Slot::PrefixItem);
        let items = within.one("items", Slot::Items);
        let (items, unevaluated_items) = within.rest_of_items(items);
        let contains = within.one("contains", Slot::Elsewhere);
        let properties = within.map("properties", Slot::Property).into();
        let pattern_properties = within.map("patternProperties", Slot::PatternProperty);
        let additional_properties = within
            .one("additionalProperties", Slot::AdditionalProperties)
            .or_else(|| within.one("unevaluatedProperties", Slot::AdditionalProperties));
        let property_names = within.one("propertyNames", Slot::Elsewhere);
        let rare = Keywords {
            not,
            conditions,
            dependent_schemas,
            prefix_items,
            contains,
            unevaluated_items,
            pattern_properties,
            property_names,
            ..self.rare(members)
        };
        Schema {
            place: place.clone(),
            reference: text(members, "$ref")
                .or_else(|| text(members, "$dynamicRef"))
                .map(|text| Reference { text: text.into_boxed_str(), target: None }),
            all_of,
            any_of,
            one_of,
            items,
            properties,
            additional_properties,
            rare: rare.into(),
            ..self.assertions(members)
        }
    }

    /// What is no schema: types, values, words.
    fn assertions(&self, members: &mut Map<String, Value>) -> Schema {
        let mut schema = Schema {
            is_constant: member(members, "const").is_some(),
            values: values(members),
            required: texts(members, "required"),
            max_length: count(members, "maxLength"),
            format: text(members, "format").map(String::into_boxed_str),
            title: text(members, "title").map(String::into_boxed_str),
            description: text(members, "description").map(String::into_boxed_str),
            deprecated: flag(members, "deprecated"),
            read_only: flag(members, "readOnly"),
            write_only: flag(members, "writeOnly"),
            example: example(members),
            ..Schema::default()
        };
        for word in texts(members, "type") {
            if let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.word() == word) {
                schema.kinds.add(kind);
            }
        }
        schema.kinds.nullable = flag(members, "nullable");
        schema
    }

    /// What is no schema and what few have: bounds above all.
    fn rare(&self, members: &mut Map<String, Value>) -> Keywords {
        if members.keys().all(|key| COMMON.contains(&key.as_str())) {
            return Keywords::default();
        }
        let mut keywords = Keywords {
            multiple_of: number(members, "multipleOf"),
            minimum: number(members, "minimum"),
            maximum: number(members, "maximum"),
            exclusive_minimum: number(members, "exclusiveMinimum"),
            exclusive_maximum: number(members, "exclusiveMaximum"),
            min_length: count(members, "minLength"),
            pattern: text(members, "pattern"),
            min_items: count(members, "minItems"),
            max_items: count(members, "maxItems"),
            unique_items: flag(members, "uniqueItems"),
            min_properties: count(members, "minProperties"),
            min_contains: count(members, "minContains"),
            max_contains: count(members, "maxContains"),
            max_properties: count(members, "maxProperties"),
            dependent_required: dependent_required(members),
            content_encoding: text(members, "contentEncoding"),
            content_media_type: text(members, "contentMediaType"),
            has_content_schema: member(members, "contentSchema").is_some(),
            default: member_mut(members, "default").map(|default| Box::new(default.take())),
            discriminator: discriminator(members).map(Box::new),
            external_docs: member_mut(members, "externalDocs")
                .and_then(Value::as_object_mut)
                .and_then(|docs| Some(Box::new((text(docs, "url")?, text(docs, "description"))))),
            extensions: members
                .iter_mut()
                .filter(|(key, _)| key.starts_with("x-"))
                .map(|(key, value)| (key.clone(), value.take()))
                .collect(),
            ..Keywords::default()
        };
        exclusive(members, "exclusiveMinimum", &mut keywords.minimum, &mut keywords.exclusive_minimum);
        exclusive(members, "exclusiveMaximum", &mut keywords.maximum, &mut keywords.exclusive_maximum);
        keywords
    }
}

/// Whether it is `not: {}`, which is `false` in other words (JSON Schema 2020-12 Core, section 4.3.2).
fn is_never(members: &Map<String, Value>) -> bool {
    let not = member(members, "not").filter(|_| members.len() == 1);
    not.is_some_and(|not| *not == Value::Bool(true) || not.as_object().is_some_and(Map::is_empty))
}

/// The value of a member. An object of the specification has few: to look at each takes less than to hash the key.
pub(crate) fn member<'m>(members: &'m Map<String, Value>, key: &str) -> Option<&'m Value> {
    match members.len() {
        ..=FEW => members.iter().find(|(name, _)| *name == key).map(|(_, value)| value),
        _ => members.get(key),
    }
}

/// No more than this are looked at one by one.
const FEW: usize = 12;

fn member_mut<'m>(members: &'m mut Map<String, Value>, key: &str) -> Option<&'m mut Value> {
    members.iter_mut().find(|(name, _)| *name == key).map(|(_, value)| value)
}

/// The schemas within one, as its members are gone through.
struct Within<'r, 's> {
    reader: &'r mut Reader<'s>,
    id: SchemaId,
    members: &'r mut Map<String, Value>,
    place: &'r Place,
}

impl Within<'_, '_> {
    fn one(&mut self, key: &str, slot: Slot) -> Option<SchemaId> {
        let value = member_mut(self.members, key).filter(|value| value.is_object() || value.is_boolean())?;
        Some(self.reader.schema(value, &self.place.push(key), Some((self.id, slot))))
    }

    /// The other items, and what `unevaluatedItems` says of them where members may say it as well (JSON Schema 2020-12 Core, section 11.2):
    /// where nothing else looks at items, it is what `items` is, and where alternatives or conditions do, nobody knows which are left.
    fn rest_of_items(&mut self, items: Option<SchemaId>) -> (Option<SchemaId>, Option<SchemaId>) {
        const MEMBERS: &[&str] = &["$ref", "$dynamicRef", "allOf"];
        const OTHERS: &[&str] = &["anyOf", "oneOf", "if", "dependentSchemas", "contains"];
        let has = |keys: &[&str]| self.members.keys().any(|key| keys.contains(&key.as_str()));
        let (has_members, has_others) = (has(MEMBERS), has(OTHERS));
        if items.is_some() || has_others {
            return (items, None);
        }
        let rest = self.one("unevaluatedItems", Slot::Items);
        if has_members { (None, rest) } else { (rest, None) }
    }

    fn list(&mut self, key: &str, slot: impl Fn(usize) -> Slot) -> ThinVec<SchemaId> {
        let Some(items) = member_mut(self.members, key).and_then(Value::as_array_mut) else { return ThinVec::new() };
        let place = self.place.push(key);
        let items = items.iter_mut().enumerate();
        items
            .map(|(index, value)| self.reader.schema(value, &place.index(index), Some((self.id, slot(index)))))
            .collect()
    }

    fn map(&mut self, key: &str, slot: Slot) -> IndexMap<String, SchemaId> {
        let Some(members) = member_mut(self.members, key).and_then(Value::as_object_mut) else {
            return IndexMap::new();
        };
        let place = self.place.push(key);
        let mut schema =
            |name: &str, mut value: Value| self.reader.schema(&mut value, &place.push(name), Some((self.id, slot)));
        take(members)
            .into_iter()
            .map(|(name, value)| (schema(&name, value), name))
            .map(|(id, name)| (name, id))
            .collect()
    }
}

/// `exclusiveMinimum: true` makes `minimum` exclusive.
fn exclusive(members: &Map<String, Value>, key: &str, bound: &mut Option<Number>, exclusive: &mut Option<Number>) {
    if flag(members, key) {
        *exclusive = bound.take();
    }
}

/// `enum`, and `const` as a list of one.
fn values(members: &mut Map<String, Value>) -> Option<ThinVec<Value>> {
    match member_mut(members, "const") {
        Some(value) => Some(thin_vec![whole(value.take())]),
        None => member_mut(members, "enum").and_then(Value::as_array_mut).map(|values| take(values).into()),
    }
}

/// A number without a fraction as the integer that it is, however it is written (JSON Schema 2020-12 section 4.2.2).
fn whole(value: Value) -> Value {
    /// From here on not each integer is a number of floating point.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match value.as_f64().filter(|number| value.is_f64() && number.fract() == 0.0 && number.abs() < EXACT) {
        #[expect(clippy::cast_possible_truncation, reason = "it has no fraction and is small")]
        Some(number) => (number as i64).into(),
        None => value,
    }
}

fn example(members: &mut Map<String, Value>) -> Option<Box<Value>> {
    let one = member_mut(members, "example").map(Value::take);
    let first = || member_mut(members, "examples")?.as_array_mut()?.first_mut().map(Value::take);
    one.or_else(first).map(Box::new)
}

fn discriminator(members: &mut Map<String, Value>) -> Option<Discriminator> {
    let members = member_mut(members, "discriminator")?.as_object_mut()?;
    let property = text(members, "propertyName")?;
    let rest = text(members, "defaultMapping");
    let mapping = member_mut(members, "mapping").and_then(Value::as_object_mut).map(take).unwrap_or_default();
    let target = |(value, target)| if let Value::String(target) = target { Some((value, target)) } else { None };
    Some(Discriminator { property, mapping: mapping.into_iter().filter_map(target).collect(), rest })
}

fn dependent_required(members: &mut Map<String, Value>) -> IndexMap<String, ThinVec<String>> {
    let Some(all) = member_mut(members, "dependentRequired").and_then(Value::as_object_mut) else {
        return IndexMap::new();
    };
    let keys: Vec<String> = all.keys().cloned().collect();
    keys.into_iter().map(|key| (key.clone(), texts(all, &key))).collect()
}

fn text(members: &mut Map<String, Value>, key: &str) -> Option<String> {
    match member_mut(members, key)? {
        Value::String(text) => Some(take(text)),
        _ => None,
    }
}

/// One text or a list of them.
fn texts(members: &mut Map<String, Value>, key: &str) -> ThinVec<String> {
    let text = |value: Value| if let Value::String(text) = value { Some(text) } else { None };
    match member_mut(members, key) {
        Some(Value::String(text)) => thin_vec![take(text)],
        Some(Value::Array(items)) => take(items).into_iter().filter_map(text).collect(),
        Some(_) | None => ThinVec::new(),
    }
}

fn number(members: &Map<String, Value>, key: &str) -> Option<Number> {
    member(members, key).and_then(Value::as_number).cloned()
}

fn count(members: &Map<String, Value>, key: &str) -> Option<u64> {
    member(members, key).and_then(Value::as_u64)
}

fn flag(members: &Map<String, Value>, key: &str) -> bool {
    member(members, key) == Some(&Value::Bool(true))
}
