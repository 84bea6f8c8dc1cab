//! References within a description: what they lead to in the end.

use serde_json::Value;

use crate::oracle::document::MOST_HOPS;

/// The value itself, or what its reference leads to, through all that are in between; `at` knows what stands where. Where one leads nowhere,
/// the last value before it.
pub(super) fn resolved<'t>(value: &'t Value, at: impl Fn(&'t str) -> Option<&'t Value>) -> &'t Value {
    let next = |value: &&'t Value| at(value["$ref"].as_str()?);
    std::iter::successors(Some(value), next).take(MOST_HOPS).last().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn references_are_followed_to_their_end() {
        let tree = json!({"a": {"$ref": "b"}, "b": {"$ref": "c"}, "c": {"type": "string"}, "d": {"$ref": "nowhere"}});
        let of = |key: &str| resolved(&tree[key], |reference| tree.get(reference));
        assert_eq!(of("a"), &tree["c"]);
        assert_eq!(of("c"), &tree["c"]);
        assert_eq!(of("d"), &tree["d"]);
        let circle = json!({"a": {"$ref": "a"}});
        assert_eq!(resolved(&circle["a"], |reference| circle.get(reference)), &circle["a"]);
    }
}
