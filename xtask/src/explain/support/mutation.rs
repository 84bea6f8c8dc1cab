//! A description without one of the things that it has, or with another in its place.

use clientwright_codegen::{At, Pointer};
use serde_json::{Map, Value, json};

/// The same description without what stands there, then with others in its place. What stands there is as good as unread where
/// none of them makes a difference. What has a form stands there without it, and what has a key has another of its kind.
pub(crate) fn mutants(tree: &Value, at: &At, place: &Pointer) -> Vec<Value> {
    let Some(value) = tree.pointer(place.as_str()) else { return Vec::new() };
    let replaced = |other: Value| replaced(tree, place, other);
    match *at {
        At::Form(.., without) => without(value).into_iter().filter_map(replaced).collect(),
        At::Object(_, without) => {
            let other = value.as_object().and_then(without);
            other.into_iter().filter_map(|other| replaced(Value::Object(other))).collect()
        }
        At::Absent(_, member) => {
            let with = value.as_object().map(|members| {
                let mut members = members.clone();
                members.insert(member.to_owned(), json!({}));
                Value::Object(members)
            });
            with.into_iter().filter_map(replaced).collect()
        }
        At::Key(_, is, others) if !others.is_empty() => {
            others.iter().filter(|other| !is(other)).filter_map(|other| renamed(tree, place, other)).collect()
        }
        At::Text(_, _, is, family) => {
            let family = family.iter().filter(|other| !is(other)).filter_map(|other| replaced(json!(other)));
            removed(tree, place).into_iter().chain(family).collect()
        }
        At::Key(..) => removed(tree, place).into_iter().collect(),
        // A text that must be there goes with what it is of.
        At::Told => [removed(tree, place), place.parent().and_then(|holder| removed(tree, &holder))]
            .into_iter()
            .flatten()
            .collect(),
        At::Member(.., words) | At::Word(.., words) => {
            removed(tree, place).into_iter().chain(others(value, words).into_iter().filter_map(replaced)).collect()
        }
        At::Named(_) => {
            removed(tree, place).into_iter().chain(others(value, &[]).into_iter().filter_map(replaced)).collect()
        }
    }
}

/// The same description without what has the word: nothing else may be able to stand for it.
pub(crate) fn without_holder(tree: &Value, at: &At, place: &Pointer) -> Option<Value> {
    match at {
        At::Word(..) => removed(tree, &place.parent()?),
        At::Member(..) | At::Text(..) | At::Key(..) | At::Form(..) | At::Object(..) => None,
        At::Absent(..) | At::Named(_) | At::Told => None,
    }
}

fn replaced(tree: &Value, place: &Pointer, other: Value) -> Option<Value> {
    let mut mutant = tree.clone();
    *mutant.pointer_mut(place.as_str())? = other;
    Some(mutant)
}

fn removed(tree: &Value, place: &Pointer) -> Option<Value> {
    let mut mutant = tree.clone();
    let key = place.last()?;
    match mutant.pointer_mut(place.parent()?.as_str())? {
        Value::Object(members) => drop(members.shift_remove(&*key)?),
        Value::Array(items) => drop(items.remove(key.parse().ok()?)),
        _ => return None,
    }
    Some(mutant)
}

/// The same under another key, at the same place of its object; a text that stands for a key is that text. `None` where that is there already.
fn renamed(tree: &Value, place: &Pointer, other: &str) -> Option<Value> {
    let mut mutant = tree.clone();
    let key = place.last()?;
    match mutant.pointer_mut(place.parent()?.as_str())? {
        Value::Object(members) if members.contains_key(other) => return None,
        Value::Object(members) => {
            let all = std::mem::take(members);
            let name = |name: String| if name == key { other.to_owned() } else { name };
            *members = all.into_iter().map(|(known, value)| (name(known), value)).collect::<Map<_, _>>();
        }
        Value::Array(items) => *items.get_mut(key.parse::<usize>().ok()?)? = json!(other),
        _ => return None,
    }
    Some(mutant)
}

/// Other values of the same kind: other words, where there are some.
fn others(value: &Value, words: &[&str]) -> Vec<Value> {
    match value {
        Value::String(word) if !words.is_empty() => {
            words.iter().filter(|other| *other != word).map(|it| json!(it)).collect()
        }
        Value::String(text) => vec![json!(format!("{text}x"))],
        Value::Bool(flag) => vec![json!(!flag)],
        Value::Number(number) => number.as_i64().and_then(|it| Some(json!(it.checked_add(1)?))).into_iter().collect(),
        Value::Array(items) => items.split_last().map(|(_, rest)| json!(rest)).into_iter().collect(),
        Value::Object(_) => vec![json!({})],
        Value::Null => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use clientwright_codegen::{At, Table};
    use serde_json::{Value, json};

    use super::mutants;
    use crate::explain::support::fixture::Fixture;

    const ROOMS: &str = "\
openapi: 3.1.0
info: {title: Rooms, version: '1'}
paths:
  /rooms:
    get:
      parameters: [{name: sort, in: query, style: form, schema: {type: string, format: uuid}}]
      responses: {'200': {description: Rooms., content: {text/plain: {schema: {type: string}}}}}
";

    /// What stands at a place in each mutant.
    fn at(at: At, place: &str) -> Vec<Option<Value>> {
        let fixture = Fixture::of_text("rooms.yaml", ROOMS);
        let sites: Vec<_> = fixture.sites.iter().filter(|site| at.fits(site, &fixture.tree)).collect();
        assert_eq!(sites.len(), 1, "{at:?} stands there once");
        mutants(&fixture.tree, &at, &sites[0].pointer).iter().map(|mutant| mutant.pointer(place).cloned()).collect()
    }

    #[test]
    fn a_word_is_taken_away_and_replaced_by_each_other_one() {
        let words = &["form", "spaceDelimited", "pipeDelimited"];
        let seen = at(
            At::Word(Table::OpenApi, "Parameter Object", "style", "form", words),
            "/paths/~1rooms/get/parameters/0/style",
        );
        assert_eq!(seen, [None, Some(json!("spaceDelimited")), Some(json!("pipeDelimited"))]);
    }

    #[test]
    fn a_text_becomes_another_of_its_kind() {
        let of_kind = At::Text("Schema Object", "format", |format| format == "uuid", &["uuid", "date"]);
        assert_eq!(at(of_kind, "/paths/~1rooms/get/parameters/0/schema/format"), [None, Some(json!("date"))]);
    }

    #[test]
    fn what_has_a_key_keeps_all_but_the_key() {
        let key = At::Key("Media Type Object", |media| media.starts_with("text/"), &["text/html", "application/json"]);
        let content = "/paths/~1rooms/get/responses/200/content";
        assert_eq!(at(key, content), [Some(json!({"application/json": {"schema": {"type": "string"}}}))]);
    }

    #[test]
    fn what_has_a_form_stands_there_without_it() {
        let form = At::Form("Schema Object", "type", |word| (word == "string").then(|| json!("integer")));
        let fixture = Fixture::of_text("rooms.yaml", ROOMS);
        let site = fixture.sites.iter().find(|site| form.fits(site, &fixture.tree)).expect("there is a text");
        let [mutant] = &mutants(&fixture.tree, &form, &site.pointer)[..] else { panic!("there is one other form") };
        assert_eq!(mutant.pointer(site.pointer.as_str()), Some(&json!("integer")));
    }
}
