//! Positions in JSON, by serde_json's raw values: they are slices of the text, so where they begin is where they stand.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;

use serde::de::{Deserializer as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::wanted::Wanted;
use crate::diagnostic::Spans;
use crate::place::Pointer;

/// Finds the wanted places; what is not there is left out.
pub(crate) fn locate(text: &str, pointers: &BTreeSet<Pointer>) -> BTreeMap<Pointer, Vec<Spans>> {
    let mut search = Search { text, found: BTreeMap::new() };
    if let Ok(root) = serde_json::from_str::<&RawValue>(text) {
        search.descend(&Wanted::new(pointers), None, root);
    }
    search.found
}

struct Search<'t> {
    text: &'t str,
    found: BTreeMap<Pointer, Vec<Spans>>,
}

impl<'t> Search<'t> {
    fn descend(&mut self, wanted: &Wanted, key: Option<&'t RawValue>, value: &'t RawValue) {
        let scalar = !value.get().starts_with(['{', '[']);
        if let Some(pointer) = &wanted.pointer {
            let spans = Spans { key: key.map(|key| self.span(key)), value: self.span(value), scalar };
            self.found.entry(pointer.clone()).or_default().push(spans);
        }
        if !scalar && !wanted.below.is_empty() {
            let members = Members { search: self, wanted };
            // The text has parsed before; should it not parse here, its places are merely not found.
            let _ = serde_json::Deserializer::from_str(value.get()).deserialize_any(members);
        }
    }

    /// Raw values borrow from the text, so the distance of the two beginnings is the position.
    fn span(&self, raw: &RawValue) -> Range<usize> {
        let start = raw.get().as_ptr().addr().saturating_sub(self.text.as_ptr().addr());
        start..start + raw.get().len()
    }
}

struct Members<'s, 't> {
    search: &'s mut Search<'t>,
    wanted: &'s Wanted,
}

impl<'t> Visitor<'t> for Members<'_, 't> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object or an array")
    }

    fn visit_map<A: MapAccess<'t>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some((key, value)) = members.next_entry::<&'t RawValue, &'t RawValue>()? {
            let name: String = serde_json::from_str(key.get()).unwrap_or_default();
            if let Some(wanted) = self.wanted.below.get(&name) {
                self.search.descend(wanted, Some(key), value);
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut items: A) -> Result<(), A::Error> {
        let mut index = 0_usize;
        while let Some(value) = items.next_element::<&'t RawValue>()? {
            if let Some(wanted) = self.wanted.below.get(&index.to_string()) {
                self.search.descend(wanted, None, value);
            }
            index += 1;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{BTreeSet, Pointer, locate};

    #[test]
    fn keys_and_values_are_found() {
        let text = "{\"é\": {\"a/b\": [1, {\"x\": true}]}, \"é\": 2}";
        let pointer = Pointer::root().push("é").push("a/b").index(1).push("x");
        let wanted = BTreeSet::from([pointer.clone(), Pointer::root().push("é")]);
        let found = locate(text, &wanted);
        let spans = &found[&pointer][0];
        assert_eq!(&text[spans.key.clone().expect("a key")], "\"x\"");
        assert_eq!(&text[spans.value.clone()], "true");
        assert_eq!(found[&Pointer::root().push("é")].len(), 2);
    }
}
