//! The visitor that builds the tree.
//!
//! Enters: whatever a deserializer has. Leaves: `serde_json::Value` in the order of the text, and a record of what was read otherwise
//! than written: keys that stand twice, merged keys, values without a form in JSON. It takes what `serde_json::Value` itself refuses:
//! integers of 128 bits (OpenAI's `minimum: -9223372036854776000`), keys that are no strings (`200:`), tags.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};

use crate::document::path::Path;
use crate::place::Pointer;

/// What a value costs of the budget beside its bytes.
const VALUE: usize = 32;
/// What every text may cost, however short it is.
const ALLOWANCE: usize = 64 << 20;

/// The record of one reading.
pub(super) struct Reading {
    /// Bytes that the tree may still grow; aliases make a short text a large tree.
    budget: usize,
    /// Whether `<<` means that the members of its value belong here (the YAML merge key).
    pub(super) merge_keys: bool,
    pub(super) fault: Option<Fault>,
    /// Keys that stand twice in what counts.
    pub(super) duplicates: BTreeSet<Pointer>,
    /// From where to where members were merged.
    pub(super) merged: Vec<(Pointer, Pointer)>,
    pub(super) unreadable: Vec<(Pointer, String)>,
}

/// Why reading stopped although the syntax is right.
pub(super) enum Fault {
    ExpandsTooFar,
}

impl Reading {
    pub(super) fn new(bytes: usize) -> Self {
        let budget = bytes.saturating_mul(VALUE).saturating_add(ALLOWANCE);
        Self {
            budget,
            merge_keys: false,
            fault: None,
            duplicates: BTreeSet::new(),
            merged: Vec::new(),
            unreadable: Vec::new(),
        }
    }

    /// A key stands twice. What was twice in the value that does not count has no place any more.
    fn stands_twice(&mut self, at: Pointer) {
        let below = self.duplicates.range(at.push("")..).take_while(|inner| inner.moved(&at, &at).is_some());
        let below: Vec<Pointer> = below.cloned().collect();
        for inner in &below {
            self.duplicates.remove(inner);
        }
        self.duplicates.insert(at);
    }

    fn spend<E: de::Error>(&mut self, bytes: usize) -> Result<(), E> {
        match self.budget.checked_sub(bytes + VALUE) {
            Some(left) => {
                self.budget = left;
                Ok(())
            }
            None => {
                self.fault = Some(Fault::ExpandsTooFar);
                Err(E::custom("expands too far"))
            }
        }
    }
}

/// Reads the value at `path`.
pub(super) struct Tree<'a> {
    pub(super) reading: &'a mut Reading,
    pub(super) path: Path<'a>,
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        self.reading.spend(0).map(|()| Value::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<Value, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Value, E> {
        self.reading.spend(0).map(|()| Value::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Value, E> {
        self.reading.spend(0).map(|()| value.into())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Value, E> {
        self.reading.spend(0).map(|()| value.into())
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        self.reading.spend(0)?;
        Ok(Number::from_f64(value).map(Value::Number).unwrap_or_else(|| {
            self.reading.unreadable.push((self.path.pointer(), value.to_string()));
            Value::Null
        }))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Value, E> {
        self.reading.spend(value.len()).map(|()| value.into())
    }

    fn visit_string<E: de::Error>(self, value: String) -> Result<Value, E> {
        self.reading.spend(value.len()).map(|()| value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        self.reading.spend(0)?;
        let mut list = Vec::new();
        while let Some(item) =
            items.next_element_seed(Tree { reading: self.reading, path: self.path.index(list.len()) })?
        {
            list.push(item);
        }
        // Lists are kept, and how long they are nobody knew.
        list.shrink_to_fit();
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        self.reading.spend(0)?;
        let mut map = Map::new();
        while let Some(key) = members.next_key_seed(Key)? {
            self.reading.spend(key.len())?;
            if map.contains_key(&key) {
                self.reading.stands_twice(self.path.key(&key).pointer());
            }
            let value = members.next_value_seed(Tree { reading: self.reading, path: self.path.key(&key) })?;
            map.insert(key, value);
        }
        if self.reading.merge_keys && map.contains_key("<<") {
            merge(&mut map, &self.path, self.reading);
        }
        Ok(Value::Object(map))
    }

    /// A value with a tag, such as `!Money 10`: the tag says nothing to OpenAPI.
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        let (_, value) = tagged.variant_seed(Key)?;
        value.newtype_variant_seed(self)
    }
}

/// Does what the YAML merge key asks for: members of its value, or of the first of its values that has them, that are not here yet.
fn merge(map: &mut Map<String, Value>, path: &Path<'_>, reading: &mut Reading) {
    let at = path.key("<<");
    match map.shift_remove("<<") {
        Some(Value::Object(members)) => take_missing(map, members, path, &at, reading),
        Some(Value::Array(sources)) if sources.iter().all(Value::is_object) => {
            for (index, source) in sources.into_iter().enumerate() {
                if let Value::Object(members) = source {
                    take_missing(map, members, path, &at.index(index), reading);
                }
            }
        }
        Some(other) => {
            map.insert("<<".to_owned(), other);
        }
        None => {}
    }
}

fn take_missing(
    map: &mut Map<String, Value>,
    members: Map<String, Value>,
    path: &Path<'_>,
    from: &Path<'_>,
    reading: &mut Reading,
) {
    for (key, value) in members {
        let moved = (from.key(&key).pointer(), path.key(&key).pointer());
        if let Entry::Vacant(slot) = map.entry(key) {
            slot.insert(value);
            reading.merged.push(moved);
        }
    }
}

/// A key as it is written: `200`, `1.10` and `on` stay what they are.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a scalar as the key")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<String, E> {
        Ok(key.to_owned())
    }

    fn visit_string<E: de::Error>(self, key: String) -> Result<String, E> {
        Ok(key)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::diagnostic::Diagnostics;
    use crate::document::foreign::Asked;
    use crate::document::parse::parse;
    use crate::place::Pointer;

    fn read(text: &str) -> (Value, Diagnostics) {
        let mut diagnostics = Diagnostics::new();
        let tree =
            parse("a.yaml", &text.into(), &Pointer::root(), Asked::Description, &mut diagnostics).expect("a tree");
        (tree, diagnostics)
    }

    #[test]
    fn keys_are_what_is_written() {
        let (tree, _) = read("200: a\n1.10: b\non: c\n~: d\n");
        assert_eq!(tree, json!({"200": "a", "1.10": "b", "on": "c", "~": "d"}));
    }

    #[test]
    fn integers_of_128_bits_are_read() {
        let (tree, _) = read("a: -9223372036854776000\nb: 18446744073709551615\n");
        assert_eq!(tree, json!({"a": -9_223_372_036_854_776_000.0, "b": u64::MAX}));
    }

    #[test]
    fn merged_members_are_led_back() {
        let (tree, diagnostics) = read("base: &b {x: 1, y: 2}\nall:\n  <<: *b\n  x: 3\n");
        assert_eq!(tree["all"], json!({"x": 3, "y": 2}));
        let place = Pointer::parse("/all/y").expect("a pointer");
        assert_eq!(diagnostics.origins.source(&place).1.to_string(), "#/all/<</y");
    }

    #[test]
    fn of_several_merged_objects_the_first_counts() {
        let (tree, _) = read("a: &a {x: 1}\nb: &b {x: 2, y: 2}\nall:\n  <<: [*a, *b]\n");
        assert_eq!(tree["all"], json!({"x": 1, "y": 2}));
    }

    #[test]
    fn tags_say_nothing() {
        let (tree, _) = read("a: !Money 10\nb: !!str 10\n");
        assert_eq!(tree, json!({"a": 10, "b": "10"}));
    }

    #[test]
    fn a_text_in_braces_can_be_yaml() {
        let (tree, _) = read("{a: 1}\n");
        assert_eq!(tree, json!({"a": 1}));
    }

    #[test]
    fn brackets_in_quotes_are_text() {
        let text = "[".repeat(3_000);
        for quote in ['"', '\''] {
            let (tree, _) = read(&format!("a: {quote}{text}{quote}\n"));
            assert_eq!(tree["a"], json!(text));
        }
    }

    #[test]
    fn endless_brackets_are_refused_in_no_time() {
        let mut diagnostics = Diagnostics::new();
        assert_eq!(
            parse(
                "a.yaml",
                &format!("a: {}", "[".repeat(1_000_000)).into(),
                &Pointer::root(),
                Asked::Description,
                &mut diagnostics
            ),
            None
        );
        assert_eq!(diagnostics.iter().next().map(|found| found.code), Some("CW0102"));
    }
}
