//! OpenAPI 3.1 and JSON Schema in descriptions that say they are 3.0. Later versions have all of it, and nothing is told of it there.

use serde_json::{Value, json};

use super::{Fix, types};
use crate::diagnostic::catalogue;

/// `type: [string, "null"]` is a nullable string; several types are a choice.
pub(super) fn type_list(fix: &mut Fix<'_>) {
    let Some(Value::Array(types)) = fix.get("type") else { return };
    let Some(types) = types.iter().map(|name| name.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>() else {
        return;
    };
    if types.len() > 1 && types::of_constant(fix, &types) {
        let meant = format!("`type: {}`", fix.text("type").unwrap_or_default());
        return tell_list(fix, &meant);
    }
    let nullable = types.iter().any(|name| name == "null");
    let named: Vec<String> = types.into_iter().filter(|name| name != "null").collect();
    if named.is_empty() && !nullable {
        return;
    }
    let meant = match (named.len(), nullable) {
        (1, true) => format!("`type: {}` with `nullable: true`", named[0]),
        (1, false) => format!("`type: {}`", named[0]),
        _ => "a choice of types".to_owned(),
    };
    tell_list(fix, &meant);
    match named.as_slice() {
        [] => fix.set("type", "null"),
        [name] => fix.set("type", name.as_str()),
        names => types::split(fix, names),
    }
    if nullable && !named.is_empty() {
        fix.set("nullable", true);
    }
}

fn tell_list(fix: &mut Fix<'_>, meant: &str) {
    let message = format!("{} has no lists of types; this is read as {meant}", fix.version.specification());
    fix.report(&catalogue::NEWER_KEYWORD_READ, "type", message).at_key();
}

/// `type: "null"` alone: nothing but null.
pub(super) fn null_type(fix: &mut Fix<'_>) {
    if fix.text("type") == Some("null") {
        fix.report(
            &catalogue::NEWER_KEYWORD_READ,
            "type",
            format!(
                "{} has no type `null`; this is read as a nullable value that is always null",
                fix.version.specification()
            ),
        );
        fix.take("type");
        fix.set("nullable", true);
        fix.set("enum", json!([null]));
    }
}

/// `oneOf: [..., {type: "null"}]`: one of the others, or null.
pub(super) fn null_choice(fix: &mut Fix<'_>) {
    for keyword in ["oneOf", "anyOf"] {
        let Some(choices) = fix.get(keyword).and_then(Value::as_array) else { continue };
        if choices.len() < 2 || !choices.iter().any(is_null_only) {
            continue;
        }
        let at = fix.path.key(keyword).pointer();
        let kept: Vec<(usize, Value)> =
            choices.iter().cloned().enumerate().filter(|(_, choice)| !is_null_only(choice)).collect();
        for (to, (from, _)) in kept.iter().enumerate() {
            fix.diagnostics.origins.record(&at.index(*from), &at.index(to));
        }
        fix.report(
            &catalogue::NEWER_KEYWORD_READ,
            keyword,
            format!("{} has no type `null`; this is read as `nullable: true`", fix.version.specification()),
        )
        .at_key();
        fix.set(keyword, kept.into_iter().map(|(_, choice)| choice).collect::<Value>());
        fix.set("nullable", true);
    }
}

fn is_null_only(schema: &Value) -> bool {
    schema
        .as_object()
        .is_some_and(|members| members.len() == 1 && members.get("type").and_then(Value::as_str) == Some("null"))
}

/// `const: x` is an enum of one.
pub(super) fn constant(fix: &mut Fix<'_>) {
    if fix.has("const") {
        let value = fix.take("const").unwrap_or_default();
        fix.report(
            &catalogue::NEWER_KEYWORD_READ,
            "const",
            format!("{} has no `const`; this is read as an enum of one value", fix.version.specification()),
        )
        .at_key();
        if !fix.has("enum") {
            fix.set("enum", json!([value]));
            fix.moved("const", &["enum"]);
            fix.moved("const", &["enum", "0"]);
        }
    }
}

/// `exclusiveMinimum: 3` is `minimum: 3` with `exclusiveMinimum: true`.
pub(super) fn numeric_exclusive_bounds(fix: &mut Fix<'_>) {
    for (exclusive, inclusive) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        let Some(Value::Number(number)) = fix.get(exclusive).cloned() else { continue };
        fix.report(
            &catalogue::NEWER_KEYWORD_READ,
            exclusive,
            format!(
                "`{exclusive}` is a boolean in {}; this is read as `{inclusive}: {number}` with `{exclusive}: true`",
                fix.version.specification()
            ),
        );
        fix.set(inclusive, Value::Number(number));
        fix.moved(exclusive, &[inclusive]);
        fix.set(exclusive, true);
    }
}

/// `examples: [a, b]` in a schema: the first is the example.
pub(super) fn example_list(fix: &mut Fix<'_>) {
    let Some(examples) = fix.take("examples") else { return };
    fix.report(
        &catalogue::NEWER_KEYWORD_READ,
        "examples",
        format!("a schema has one `example` in {}; the first of these is read", fix.version.specification()),
    )
    .at_key();
    let first = match examples {
        Value::Array(examples) => examples.into_iter().next(),
        Value::Object(examples) => {
            examples.into_iter().next().map(|(_, example)| example.get("value").cloned().unwrap_or(example))
        }
        other => Some(other),
    };
    if let Some(first) = first.filter(|_| !fix.has("example")) {
        fix.set("example", first);
        fix.moved("examples", &["example"]);
    }
}
