//! What names depend on: a thing's own words, and those of the things that ask for the same name. Not the order of any list, and
//! nothing that is added, save what is told.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use clientwright_codegen::{Input, Stage, dump, generate};
use serde_yaml::{Mapping, Value};

use super::{Description, End, descriptions, hostile, written};

/// All names by what they name: a key of `[names]` and a kind. Positions in lists are left out of keys, as they are no names.
type Names = BTreeMap<String, BTreeSet<String>>;

fn names(description: &Description, tree: &Value) -> Names {
    let text = written(tree);
    let input = Input { path: &description.name, text: text.as_str().into(), loader: description };
    let dumped = dump(Stage::Names, &input, &description.settings());
    let dumped = dumped.unwrap_or_else(|found| panic!("{}:\n{}\n{text}", description.name, found.render(false)));
    let mut names = Names::new();
    for line in dumped.lines() {
        let (thing, name) = line.rsplit_once("  ").expect("a line has columns");
        names.entry(without_numbers(thing)).or_default().insert(name.to_owned());
    }
    names
}

fn without_numbers(thing: &str) -> String {
    let (key, what) = thing.split_at(thing.find("  ").unwrap_or(thing.len()));
    let steps = key.split('/').map(|step| if step.parse::<usize>().is_ok() { "*" } else { step });
    steps.collect::<Vec<_>>().join("/") + what
}

/// The fixtures, the user and chat API, and the description in which every word is hostile.
fn lawful() -> Vec<Description> {
    let hostile = Description {
        name: "words.yaml".to_owned(),
        text: serde_yaml::to_string(&hostile::words::description()).expect("a tree can be written"),
        settings: None,
    };
    descriptions().into_iter().chain([hostile]).collect()
}

/// Turns every list and every object of a tree around; of `allOf` the later member counts, of
/// the tags of an operation the first, and what has a place in a value or a body is at that place.
fn turned(value: &Value) -> Value {
    match value {
        Value::Sequence(items) => items.iter().rev().map(turned).collect::<Vec<_>>().into(),
        Value::Mapping(members) => {
            let mut members: Vec<_> = members.iter().map(|(key, value)| (key.clone(), turned(value))).collect();
            for (key, value) in &mut members {
                let key = key.as_str();
                if let (Some("allOf" | "tags" | "prefixItems" | "prefixEncoding" | "items"), Value::Sequence(items)) =
                    (key, value)
                {
                    items.reverse();
                }
            }
            members.reverse();
            Value::Mapping(members.into_iter().collect())
        }
        other => other.clone(),
    }
}

#[test]
fn the_order_of_no_list_decides_a_name() {
    let mut differing = Vec::new();
    for description in lawful() {
        let tree = description.tree();
        let (before, after) = (names(&description, &tree), names(&description, &turned(&tree)));
        let others = before.iter().filter(|(thing, names)| after.get(*thing) != Some(names));
        differing.extend(others.map(|(thing, names)| {
            format!("{}: {thing}: {names:?}, turned around {:?}", description.name, after.get(thing))
        }));
    }
    assert!(differing.is_empty(), "other names:\n{}", differing.join("\n"));
}

/// Other spellings of a text that may become the same name.
fn respelled(text: &str) -> Vec<String> {
    let hyphenated = text.replace(['_', ' ', '.'], "-");
    let all = [text.to_lowercase(), text.to_uppercase(), format!("{text}_"), format!("-{text}"), hyphenated];
    let mut all: Vec<_> = all.into_iter().filter(|other| other != text).collect();
    all.dedup();
    all
}

/// Places where something can be added, from the root.
type Path = Vec<Value>;

fn at<'v>(tree: &'v mut Value, path: &[Value]) -> &'v mut Value {
    path.iter().fold(tree, |value, step| match value {
        Value::Sequence(items) => &mut items[usize::try_from(step.as_u64().expect("a number")).expect("it is small")],
        // A description of webhooks may have no paths yet.
        Value::Mapping(members) => members.entry(step.clone()).or_insert_with(|| Mapping::new().into()),
        other => panic!("{step:?} is not in {other:?}"),
    })
}

/// Everything that could be added to a value of the tree, each with where it goes.
fn additions(value: &Value, path: &Path, found: &mut Vec<(Path, Addition)>) {
    match value {
        Value::Mapping(members) => {
            additions_to(members, path, found);
            for (key, value) in members {
                additions(value, &[path.clone(), vec![key.clone()]].concat(), found);
            }
        }
        Value::Sequence(items) => {
            for (index, item) in items.iter().enumerate() {
                additions(item, &[path.clone(), vec![index.into()]].concat(), found);
            }
        }
        _ => {}
    }
}

/// A member of an object, or an item of a list.
#[derive(Clone, Debug)]
enum Addition {
    Member(String, Value),
    Item(Value),
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).expect("an addition is YAML")
}

fn additions_to(members: &Mapping, path: &Path, found: &mut Vec<(Path, Addition)>) {
    let below = |key: &str| [path.clone(), vec![key.into()]].concat();
    let keys = |key: &str| -> Vec<String> {
        let members = members.get(key).and_then(Value::as_mapping).into_iter().flatten();
        members.filter_map(|(key, _)| key.as_str().map(str::to_owned)).collect()
    };
    for key in ["schemas", "properties"] {
        for name in keys(key).iter().flat_map(|name| respelled(name)).filter(|name| !keys(key).contains(name)) {
            let schema = yaml("{type: object, properties: {added: {type: string, enum: [x, y]}}}");
            found.push((below(key), Addition::Member(name, schema)));
        }
    }
    let list = |key: &str| members.get(key).and_then(Value::as_sequence).into_iter().flatten();
    let values: Vec<_> = list("enum").filter_map(Value::as_str).collect();
    // A second value makes something else of a constant.
    let spelled = values.iter().filter(|_| values.len() > 1).flat_map(|value| respelled(value));
    for value in spelled.filter(|value| !values.contains(&value.as_str())) {
        found.push((below("enum"), Addition::Item(value.into())));
    }
    for name in list("parameters").filter_map(|parameter| parameter.get("name")?.as_str()) {
        for location in ["query", "header", "cookie"] {
            let mut parameter = yaml("{schema: {type: string, enum: [x, y]}}");
            parameter["name"] = name.to_uppercase().into();
            parameter["in"] = location.into();
            found.push((below("parameters"), Addition::Item(parameter)));
        }
    }
    let inline = "{schema: {type: object, properties: {added: {type: string, enum: [x, y]}}}}";
    for (key, names) in [
        ("content", ["application/json", "application/hal+json", "multipart/form-data", "*/*"].as_slice()),
        ("responses", &["200", "201", "2XX", "404"]),
    ] {
        let present = keys(key);
        let response = format!("{{description: Added., content: {{application/json: {inline}}}}}");
        let added = if key == "content" { inline } else { &response };
        // Only in operations, for components of that name have no statuses.
        let is_place = key == "content" || members.contains_key("operationId");
        for name in names.iter().filter(|name| is_place && !present.is_empty() && !present.iter().any(|it| it == *name))
        {
            found.push((below(key), Addition::Member((*name).to_owned(), yaml(added))));
        }
    }
    for key in ["oneOf", "anyOf"] {
        if list(key).next().is_some() {
            for alternative in
                ["{type: array, items: {type: boolean}}", "{type: object, required: [added]}", "{type: boolean}"]
            {
                found.push((below(key), Addition::Item(yaml(alternative))));
            }
        }
    }
    if let Some(id) = members.get("operationId").and_then(Value::as_str) {
        for id in respelled(id).into_iter().chain([format!("{id}Error"), format!("{id}Headers")]) {
            let mut operation = yaml("{get: {responses: {'204': {description: Done.}}}}");
            operation["get"]["operationId"] = id.clone().into();
            operation["get"]["tags"] = members.get("tags").cloned().unwrap_or_else(|| Vec::<Value>::new().into());
            found.push((vec!["paths".into()], Addition::Member(format!("/added/{}", id.len()), operation)));
        }
    }
    for tag in list("tags").filter_map(Value::as_str).flat_map(respelled) {
        let mut operation = yaml("{get: {operationId: added, responses: {'204': {description: Done.}}}}");
        operation["get"]["tags"] = vec![Value::from(tag)].into();
        found.push((vec!["paths".into()], Addition::Member("/added".to_owned(), operation)));
    }
}

fn added(tree: &Value, path: &Path, addition: &Addition, end: End) -> Value {
    let mut tree = tree.clone();
    match (at(&mut tree, path), addition) {
        (Value::Mapping(members), Addition::Member(key, value)) => {
            let present = std::mem::take(members);
            let addition = [(Value::from(key.as_str()), value.clone())];
            match end {
                End::First => members.extend(addition.into_iter().chain(present)),
                End::Last => members.extend(present.into_iter().chain(addition)),
            }
        }
        (Value::Sequence(items), Addition::Item(value)) => match end {
            End::First => items.insert(0, value.clone()),
            End::Last => items.push(value.clone()),
        },
        (value, addition) => panic!("{addition:?} cannot go into {value:?}"),
    }
    tree
}

/// Keys and names in the lines of the settings that messages give: who has taken a name over and who has given way; and places
/// where the names that a description gives count no more.
fn told(description: &Description, tree: &Value) -> BTreeSet<String> {
    let text = written(tree);
    let input = Input { path: &description.name, text: text.as_str().into(), loader: description };
    let output = generate(&input, &description.settings());
    let output = output.unwrap_or_else(|found| panic!("{}:\n{}", description.name, found.render(false)));
    let about_names = output.diagnostics.iter().filter(|found| ["CW0207", "CW0501", "CW0502"].contains(&found.code));
    // Words that do not fit the values are marked, and it is the values that are called otherwise.
    let words = output.diagnostics.iter().filter(|found| found.code == "CW0426");
    let values = words.filter_map(|found| Some(format!("{}/enum", found.place.pointer.parent()?)));
    about_names.flat_map(|found| found.help.split('"')).map(without_numbers).chain(values).collect()
}

/// Whether a thing that is called otherwise is one of those that are told of, stands within one, or has no key of its own because
/// its name follows from another one.
fn is_told<'n>(told: &BTreeSet<String>, thing: &str, names: impl IntoIterator<Item = &'n String>) -> bool {
    let key = thing.split("  ").next().unwrap_or_default();
    key == "-"
        || names.into_iter().any(|name| told.contains(name))
        || told.iter().any(|about| about.starts_with('#') && key.starts_with(about))
        // A status that has several media types is one thing no more.
        || told.iter().any(|about| about.starts_with(&format!("{key}/content/")))
}

#[test]
fn what_is_added_renames_nothing_that_is_not_told() {
    let descriptions = lawful();
    let next = AtomicUsize::new(0);
    let work = || {
        let (mut tried, mut taken_over) = (0, 0);
        while let Some(description) = descriptions.get(next.fetch_add(1, Ordering::Relaxed)) {
            let (more, of_them) = tried_additions(description);
            (tried, taken_over) = (tried + more, taken_over + of_them);
        }
        (tried, taken_over)
    };
    // There are more than a thousand, and none depends on another.
    let (tried, taken_over) = thread::scope(|scope| {
        let workers = thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        workers.into_iter().fold((0, 0), |(tried, taken_over), worker| match worker.join() {
            Ok((more, of_them)) => (tried + more, taken_over + of_them),
            Err(panic) => resume_unwind(panic),
        })
    });
    assert!(tried > 1_000 && taken_over > 20, "{tried} additions were tried, {taken_over} took a name over");
}

/// Tries additions to a description: how many, and how many of them took a name over, which is told.
fn tried_additions(description: &Description) -> (usize, usize) {
    let (mut tried, mut taken_over) = (0, 0);
    let tree = description.tree();
    let before = names(description, &tree);
    let mut found = Vec::new();
    additions(&tree, &Vec::new(), &mut found);
    // Of a description with very many names a part stands for all.
    let step = found.len() / if description.text.len() > 100_000 { 2 } else { 12 } + 1;
    for (path, addition) in found.iter().step_by(step) {
        for end in [End::First, End::Last] {
            let changed = added(&tree, path, addition, end);
            let after = names(description, &changed);
            let renamed = |(thing, names): &(&String, &BTreeSet<String>)| {
                after.get(*thing).is_some_and(|now| !now.is_superset(names))
            };
            let renamed: Vec<_> = before.iter().filter(renamed).collect();
            tried += 1;
            if renamed.is_empty() {
                continue;
            }
            taken_over += 1;
            let told = told(description, &changed);
            let untold: Vec<_> = renamed
                .iter()
                .filter(|(thing, names)| !is_told(&told, thing, names.union(&after[*thing])))
                .map(|(thing, names)| format!("{thing}: {names:?}, then {:?}", after.get(*thing)))
                .collect();
            assert!(
                untold.is_empty(),
                "{addition:?} added {end:?} at {path:?} of {} renames\n{}",
                description.name,
                untold.join("\n")
            );
        }
    }
    (tried, taken_over)
}
