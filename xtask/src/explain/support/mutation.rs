//! A description without one of its members, or with another value of it.

use clientwright_codegen::{At, Pointer, Site};
use serde_json::{Value, json};

/// The same description without what stands there, then with others in its place. What stands there is as good as unread where
/// none of them makes a difference.
pub(crate) fn mutants<'a>(tree: &'a Value, at: &'a At, site: &'a Site) -> impl Iterator<Item = Value> + 'a {
    let value = find(tree, &site.pointer);
    let others = value.map(|value| others(value, at)).unwrap_or_default();
    let changed = others.into_iter().filter_map(|other| {
        let mut mutant = tree.clone();
        *find_mut(&mut mutant, &site.pointer)? = other;
        Some(mutant)
    });
    removed(tree, &site.pointer).into_iter().chain(changed)
}

/// The same description without what has the word: nothing else may be able to stand for it.
pub(crate) fn without_holder(tree: &Value, at: &At, site: &Site) -> Option<Value> {
    match at {
        At::Word(..) => removed(tree, &site.pointer.parent()?),
        At::Member(..) | At::Text(..) | At::Key(..) => None,
    }
}

fn removed(tree: &Value, pointer: &Pointer) -> Option<Value> {
    let mut mutant = tree.clone();
    let key = pointer.last()?;
    match find_mut(&mut mutant, &pointer.parent()?)? {
        Value::Object(members) => drop(members.shift_remove(&*key)?),
        Value::Array(items) => drop(items.remove(key.parse().ok()?)),
        _ => return None,
    }
    Some(mutant)
}

/// Other values of the same kind.
fn others(value: &Value, at: &At) -> Vec<Value> {
    match (value, at) {
        (Value::String(word), At::Word(.., words) | At::Member(.., words)) if !words.is_empty() => {
            words.iter().filter(|other| *other != word).map(|other| json!(other)).collect()
        }
        (Value::String(text), _) => vec![json!(format!("{text}x"))],
        (Value::Bool(flag), _) => vec![json!(!flag)],
        (Value::Number(number), _) => number.as_i64().map(|number| json!(number + 1)).into_iter().collect(),
        (Value::Array(items), _) => items.split_last().map(|(_, rest)| json!(rest)).into_iter().collect(),
        (Value::Object(_), _) => vec![json!({})],
        (Value::Null, _) => Vec::new(),
    }
}

fn find<'a>(tree: &'a Value, pointer: &Pointer) -> Option<&'a Value> {
    pointer.segments().try_fold(tree, |value, key| match value {
        Value::Object(members) => members.get(&*key),
        Value::Array(items) => items.get(key.parse::<usize>().ok()?),
        _ => None,
    })
}

fn find_mut<'a>(tree: &'a mut Value, pointer: &Pointer) -> Option<&'a mut Value> {
    pointer.segments().try_fold(tree, |value, key| match value {
        Value::Object(members) => members.get_mut(&*key),
        Value::Array(items) => items.get_mut(key.parse::<usize>().ok()?),
        _ => None,
    })
}
