//! What an action of an overlay is about: a JSONPath query (RFC 9535).
//!
//! Enters: the text of a query, and a tree. Leaves: the places that it selects, each once, or why it cannot be read. The only file of
//! the crate that knows which package reads JSONPath.

use indexmap::IndexSet;
use serde_json::Value;
use serde_json_path::{JsonPath, PathElement};

use crate::diagnostic::nearest;
use crate::document::resolve;
use crate::place::Pointer;

/// Brackets stand at most so deep within brackets: the time to read a query doubles with each.
const DEEPEST: usize = 8;
/// A query has at most so many characters: those that people write have some dozens.
const LONGEST: usize = 4_096;

/// A query that can be read.
#[derive(Clone, Debug)]
pub(super) struct Query {
    text: String,
    path: JsonPath,
}

impl Query {
    /// Reads one, or says why it cannot be read.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        if !text.starts_with('$') {
            return Err("a JSONPath begins with `$`".to_owned());
        }
        if text.len() > LONGEST {
            return Err(format!("it has more than {LONGEST} characters"));
        }
        if steps(text).iter().any(|step| step.deepest > DEEPEST) {
            return Err(format!("its brackets stand more than {DEEPEST} deep within each other"));
        }
        match JsonPath::parse(text) {
            Ok(path) => Ok(Self { text: text.to_owned(), path }),
            Err(error) => Err(format!("at its character {}: {}", error.position() + 1, error.message())),
        }
    }

    /// As it was written.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The places that it selects, each once.
    pub(super) fn select(&self, tree: &Value) -> IndexSet<Pointer> {
        let place = |elements: &mut dyn Iterator<Item = &PathElement<'_>>| {
            let segments = elements.map(|element| match element {
                PathElement::Name(name) => (*name).to_owned(),
                PathElement::Index(index) => index.to_string(),
            });
            segments.collect::<Pointer>()
        };
        let nodes = self.path.query_located(tree);
        nodes.locations().map(|location| place(&mut location.iter())).collect()
    }

    /// What may have been meant by a query that selects nothing: how far it leads, and the key nearest to the one that is not there.
    pub(super) fn meant(&self, tree: &Value) -> Option<String> {
        let steps = steps(&self.text);
        let (prefix, there, at) = (0..steps.len()).rev().find_map(|at| {
            let prefix = &self.text[..steps[at].start];
            let there = Self::parse(prefix).ok()?.select(tree);
            (!there.is_empty()).then_some((prefix, there, at))
        })?;
        let end = steps.get(at + 1).map_or(self.text.len(), |step| step.start);
        let asked = name(&self.text[steps[at].start..end]);
        let keys = there.iter().filter_map(|place| resolve::at(tree, place)?.as_object()).flat_map(|map| map.keys());
        match asked.and_then(|asked| nearest(asked, keys.map(String::as_str))) {
            Some(near) => Some(format!("did you mean `{near}`? `{prefix}` has it")),
            None if prefix == "$" => None,
            None => Some(format!("`{prefix}` selects something, and nothing of it is selected by what follows")),
        }
    }
}

/// A segment of a query.
struct Step {
    /// The byte where it begins.
    start: usize,
    /// How deep brackets stand in it.
    deepest: usize,
}

/// Where the segments of a query begin, as far as that can be told without reading it.
fn steps(text: &str) -> Vec<Step> {
    let (mut steps, mut depth, mut quote) = (Vec::<Step>::new(), 0_usize, None);
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        let is_dotted = at > 0 && text.as_bytes()[at - 1] == b'.';
        if depth == 0 && quote.is_none() && matches!(byte, b'.' | b'[') && !is_dotted {
            steps.push(Step { start: at, deepest: 0 });
        }
        match (quote, byte) {
            (Some(_), b'\\') => drop(bytes.next()),
            (Some(open), _) if open == byte => quote = None,
            (None, b'\'' | b'"') if depth > 0 => quote = Some(byte),
            (None, b'[' | b'(') => depth += 1,
            (None, b']' | b')') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if let Some(last) = steps.last_mut() {
            last.deepest = last.deepest.max(depth);
        }
    }
    steps
}

/// The name that a segment asks for: `.get`, `['/users']`.
fn name(segment: &str) -> Option<&str> {
    let quoted = segment.strip_prefix("['").and_then(|rest| rest.strip_suffix("']"));
    quoted
        .or_else(|| segment.strip_prefix("[\"").and_then(|rest| rest.strip_suffix("\"]")))
        .or_else(|| segment.trim_start_matches('.').split('[').next())
        .filter(|name| !name.is_empty() && *name != "*")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Query;

    fn selected(text: &str, tree: &Value) -> Vec<String> {
        let query = Query::parse(text).expect("a query");
        query.select(tree).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn places_are_found_whatever_is_in_their_keys() {
        let tree = json!({"paths": {"/a~b/{id}": {"it's": [1, 2]}, "100%41": 3}});
        assert_eq!(selected("$.paths['/a~b/{id}']['it\\'s'][-1]", &tree), ["#/paths/~1a~0b~1{id}/it's/1"]);
        assert_eq!(selected("$.paths['100%41']", &tree), ["#/paths/100%41"]);
        assert_eq!(selected("$.paths['100%41', '100%41']", &tree).len(), 1);
    }

    #[test]
    fn what_takes_no_end_to_read_is_refused() {
        for text in ["[?@".repeat(30) + &"]".repeat(30), "[?".to_owned() + &"(".repeat(100_000), ".a".repeat(5_000)] {
            assert!(Query::parse(&format!("${text}")).is_err());
        }
        assert!(Query::parse("$.paths[?@.get['x-oai-traits'][?@ == 'paged']].get").is_ok());
        assert!(Query::parse("$['((((((((((((((((']").is_ok());
    }

    #[test]
    fn the_key_that_was_meant_is_found() {
        let tree = json!({"paths": {"/users": {"get": {"summary": "Users"}}}});
        let meant = |text: &str| Query::parse(text).expect("a query").meant(&tree);
        assert_eq!(meant("$.paths['/user'].get").as_deref(), Some("did you mean `/users`? `$.paths` has it"));
        assert_eq!(meant("$.paths.*.gte").as_deref(), Some("did you mean `get`? `$.paths.*` has it"));
        assert_eq!(meant("$.pahts").as_deref(), Some("did you mean `paths`? `$` has it"));
        assert!(meant("$.paths.*[?@.deprecated]").expect("a hint").starts_with("`$.paths.*` selects something"));
        assert_eq!(meant("$.money"), None);
    }
}
