//! One way through a plain tree that changes nothing: every object, those around before those within.

use serde_json::{Map, Value};

/// The objects of a tree, each as a value too.
pub(crate) fn objects(root: &Value) -> impl Iterator<Item = (&Value, &Map<String, Value>)> {
    let mut waiting = vec![root];
    std::iter::from_fn(move || {
        while let Some(value) = waiting.pop() {
            match value {
                Value::Array(items) => waiting.extend(items),
                Value::Object(members) => {
                    waiting.extend(members.values());
                    return Some((value, members));
                }
                _ => {}
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_object_is_met_behind_those_around_it() {
        let tree = json!({"a": [{"b": {}}, 7], "c": "text"});
        let met: Vec<_> = objects(&tree).map(|(value, members)| (value.clone(), members.len())).collect();
        assert_eq!(met, [(tree.clone(), 2), (tree["a"][0].clone(), 1), (json!({}), 0)]);
    }
}
