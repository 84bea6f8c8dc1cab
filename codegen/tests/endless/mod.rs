//! Descriptions that lead in circles, or further than anybody writes: they end, in code that parses.

use clientwright_codegen::{Input, Output, Settings, generate};
use serde_json::{Map, Value, json};

use super::Alone;

mod arrays;

fn to(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// What is generated where an operation sends and receives the schema `A`.
#[track_caller]
fn generated(schemas: Value) -> Output {
    generated_under(&["application/json"], &to("A"), schemas)
}

/// What is generated where an operation sends and receives a schema under several media types.
#[track_caller]
fn generated_under(media_types: &[&str], schema: &Value, schemas: Value) -> Output {
    let content = media_types.iter().map(|name| ((*name).to_owned(), json!({ "schema": schema })));
    generated_of(&Value::Object(content.collect()), schemas)
}

/// What is generated where an operation sends and receives this content.
#[track_caller]
fn generated_of(body: &Value, schemas: Value) -> Output {
    let operation =
        json!({ "requestBody": { "content": body }, "responses": { "200": { "description": "A.", "content": body } } });
    let description = json!({
        "openapi": "3.0.3", "info": { "title": "Endless", "version": "1" },
        "paths": { "/a": { "post": operation } }, "components": { "schemas": schemas },
    });
    let text = description.to_string();
    let output = generate(
        &Input { path: "endless.json", text: text.as_str().into(), loader: &Alone },
        &Settings::for_name("endless"),
    );
    let output = output.unwrap_or_else(|diagnostics| panic!("{}", diagnostics.render(false)));
    for (path, text) in output.files.iter().filter(|(path, _)| path.ends_with(".rs")) {
        syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
    }
    output
}

fn file(output: &Output, path: &str) -> String {
    output.files.get(path).cloned().unwrap_or_else(|| panic!("no {path}"))
}

/// `A`, then as many schemas `S0`, `S1`.. as `count`, each made of the name of the next, then the last one.
fn chain(count: usize, link: impl Fn(&str) -> Value, last: Value) -> Value {
    let mut schemas = Map::from_iter([("A".to_owned(), link("S0"))]);
    schemas.extend((0..count).map(|index| (format!("S{index}"), link(&format!("S{}", index + 1)))));
    schemas.insert(format!("S{count}"), last);
    Value::Object(schemas)
}

fn text() -> Value {
    json!({ "type": "string" })
}

#[test]
fn schemas_of_themselves_are_finite_types() {
    let table = [
        (json!({ "type": "array", "items": to("A") }), "pub struct A(pub Vec<A>);"),
        (json!({ "type": "array", "nullable": true, "items": to("A") }), "pub struct A(pub Vec<Option<A>>);"),
        (json!({ "type": "object", "additionalProperties": to("A") }), "pub struct A(pub BTreeMap<String, A>);"),
        (json!({ "type": "object", "required": ["a"], "properties": { "a": to("A") } }), "pub a: Option<Box<A>>,"),
        (json!({ "type": "object", "properties": { "a": to("A") } }), "pub a: Option<Box<A>>,"),
        (json!({ "allOf": [to("A")] }), "pub type A = Value;"),
        (json!({ "nullable": true, "anyOf": [to("A")] }), "pub type A = Value;"),
        (json!({ "allOf": [to("A"), { "type": "object", "properties": { "a": text() } }] }), "pub a: Option<String>,"),
        (json!({ "oneOf": [to("A"), text()] }), "String(String),\n"),
        (json!({ "oneOf": [{ "type": "array", "items": to("A") }, text()] }), "List(Vec<A>),"),
        (
            json!({ "type": "object", "properties": { "a": { "$ref": "#/components/schemas/A/properties/a" } } }),
            "pub a: ",
        ),
    ];
    for (schema, expected) in table {
        let source = file(&generated(json!({ "A": schema })), "src/types/a.rs");
        assert!(source.contains(expected), "{schema} gives no `{expected}` but\n{source}");
        assert!(!source.contains("A(A)") && !source.contains("A(Box<A>)"), "{schema} is an alternative of itself");
    }
}

#[test]
fn a_type_that_was_not_needed_is_nobodys() {
    let list = json!({ "type": "array", "items": { "$ref": "#/components/schemas/A/properties/p" } });
    let schema = json!({ "type": "object", "properties": {
        "p": { "oneOf": [list, list] },
        "q": { "type": "object", "properties": { "z": text() } },
    } });
    let source = file(&generated(json!({ "A": schema })), "src/types/a.rs");
    assert!(source.contains("pub struct AP(pub Vec<AP>);") && source.contains("pub p: Option<AP>,"), "{source}");
}

#[test]
fn references_into_references_end() {
    let link = |next: &str| {
        let inner = json!({ "$ref": format!("#/components/schemas/{next}/properties/p") });
        json!({ "type": "object", "properties": { "p": { "type": "object", "properties": { "q": inner } } } })
    };
    let last = json!({ "type": "object", "properties": { "p": text() } });
    let output = generated(chain(300, link, last));
    assert!(output.diagnostics.iter().any(|found| found.code == "CW0401"), "the depth is told");
}

#[test]
fn compositions_of_compositions_end() {
    let last = json!({ "type": "object", "required": ["x"], "properties": { "x": text() } });
    let parts = |next: &str| json!({ "allOf": [to(next), { "type": "object", "properties": {} }] });
    assert!(file(&generated(chain(100, parts, last.clone())), "src/types/a.rs").contains("pub x: String,"));
    let output = generated(chain(200, parts, last));
    assert!(output.diagnostics.iter().any(|found| found.code == "CW0401"), "the depth is told");
}

/// Each of these has more ways through it than there is time for.
#[test]
fn what_is_met_twice_is_looked_at_once() {
    let twice = |next: &str| json!({ "allOf": [to(next), to(next)] });
    generated(chain(60, twice, text()));
    generated(chain(60, twice, json!({ "type": "object", "properties": { "x": text() } })));
    let either = |next: &str| json!({ "anyOf": [to(next), { "type": "array", "items": to(next) }] });
    generated(chain(60, either, text()));
    let both = |next: &str| json!({ "type": "object", "required": ["l", "r"], "properties": { "l": to(next), "r": to(next) } });
    generated(chain(80, both, text()));

    let mut schemas = chain(60, twice, json!({ "type": "object", "properties": { "x": text() } }));
    schemas["A"] = json!({ "type": "object", "discriminator": { "propertyName": "x" }, "properties": { "x": text() } });
    generated(schemas);
}

#[test]
fn many_values_and_many_properties_have_a_name_each() {
    let values: Vec<_> = (0..3000).map(|value| format!("value {value}")).collect();
    let properties = Map::from_iter((0..500).map(|index| (format!("p{index}"), text())));
    let output = generated(json!({ "A": { "type": "object", "properties": properties }, "B": { "enum": values } }));
    assert_eq!(file(&output, "src/types/a.rs").matches("    pub p").count(), 500);
    assert_eq!(file(&output, "src/types/b.rs").matches(" = \"value ").count(), 3000);
}

/// Deeper than values may nest: refused or generated, it comes to an end.
#[test]
fn properties_of_properties_end() {
    let mut schema = text();
    for _ in 0..200 {
        schema = json!({ "type": "object", "properties": { "p": schema } });
    }
    let description = json!({
        "openapi": "3.0.3", "info": { "title": "Deep", "version": "1" }, "paths": {},
        "components": { "schemas": { "A": schema } },
    });
    let text = description.to_string();
    let output =
        generate(&Input { path: "deep.json", text: text.as_str().into(), loader: &Alone }, &Settings::for_name("deep"));
    let diagnostics = output.expect_err("nobody writes that");
    assert!(diagnostics.iter().any(|found| found.code == "CW0102"), "{}", diagnostics.render(false));
}

#[test]
fn members_that_describe_a_property_as_each_other_end() {
    let parent = |target: &str| json!({ "type": "object", "properties": { "parent": to(target), "of": { "type": "array", "items": to(target) } } });
    let output = generated(json!({ "A": { "allOf": [to("B"), parent("A")] }, "B": parent("B") }));
    let source = file(&output, "src/types/a.rs");
    assert!(source.contains("pub parent: ") && source.contains("pub of: "), "{source}");
}

/// Hundreds of them once, each an alternative joined with the same properties again.
#[test]
fn alternatives_that_lead_back_to_the_object_end() {
    let object = |key: &str, alternatives: [Value; 2]| json!({ "type": "object", "properties": { key: text() }, "oneOf": alternatives });
    let theatre = json!({ "type": "object", "properties": { "stage": text() }, "required": ["stage"] });
    let output = generated(json!({
        "A": object("name", [to("Hall"), to("Studio")]),
        "Hall": object("seats", [to("A"), theatre]),
        "Studio": { "type": "object", "properties": { "light": text() }, "required": ["light"] },
    }));
    assert!(output.types.len() < 20, "{} types", output.types.len());
}

/// Of every kind of nesting that JSON and YAML have.
#[test]
fn what_nests_without_end_is_refused() {
    let deep = |open: &str, close: &str| {
        format!("{{\"openapi\": \"3.0.3\", \"x-deep\": {}{}}}", open.repeat(10_000), close.repeat(10_000))
    };
    let blocks: String = (0..10_000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    for text in [
        deep("[", "]"),
        deep("{\"a\": ", "}"),
        deep("[", ""),
        deep("[{a: ", ""),
        format!("openapi: 3.0.3\n{}", "- ".repeat(10_000)),
        format!("openapi: 3.0.3\nx-deep: {}", "[".repeat(10_000)),
        format!("openapi: 3.0.3\nx-deep:\n{}", "? ".repeat(10_000)),
        blocks,
    ] {
        let found = clientwright_codegen::check(
            &Input { path: "deep.yaml", text: text.as_str().into(), loader: &Alone },
            &Settings::for_name("x"),
        );
        assert!(found.has_errors(), "{}..", &text[..60]);
        assert!(!found.render(false).is_empty());
    }
}

/// One of them leads back to the first, and each is used by all that follow.
#[test]
fn references_through_thousands_of_components_end() {
    let link = |next: &str| json!({ "type": "object", "properties": { "next": to(next), "first": to("A") } });
    let output = generated(chain(10_000, link, json!({ "type": "object", "properties": { "first": to("A") } })));
    assert!(output.files.contains_key("src/types/s9999.rs"));
}

/// Aliases within aliases stand for more values than there is memory for, be they items, values or merged.
#[test]
fn aliases_of_aliases_are_refused() {
    for (first, link) in
        [("[a, a]", "[*{}, *{}]"), ("{a: 1}", "{x: *{}, y: *{}}"), ("{a: 1}", "{<<: [*{}, *{}], z: *{}}")]
    {
        let mut text = format!("openapi: 3.0.3\ninfo: {{title: Bomb, version: '1'}}\npaths: {{}}\nx0: &x0 {first}\n");
        for depth in 1..60 {
            let before = format!("x{}", depth - 1);
            text += &format!("x{depth}: &x{depth} {}\n", link.replace("{}", &before));
        }
        let found = clientwright_codegen::check(
            &Input { path: "bomb.yaml", text: text.as_str().into(), loader: &Alone },
            &Settings::for_name("x"),
        );
        assert!(found.iter().any(|it| it.code == "CW0103"), "{first}: {}", found.render(false));
    }
}

/// A list of all is looked through for none of them.
#[test]
fn thousands_of_operations_are_generated() {
    let operation = |index: usize| {
        let responses =
            json!({ "200": { "description": "Ok.", "content": { "application/json": { "schema": to("A") } } } });
        let get = json!({ "operationId": format!("get{index}"), "tags": [format!("t{}", index % 50)], "responses": responses });
        (format!("/a/{index}"), json!({ "get": get }))
    };
    let description = json!({
        "openapi": "3.0.3", "info": { "title": "Many", "version": "1" },
        "paths": Map::from_iter((0..10_000).map(operation)),
        "components": { "schemas": { "A": { "type": "object", "properties": { "a": text() } } } },
    });
    let text = description.to_string();
    let output =
        generate(&Input { path: "many.json", text: text.as_str().into(), loader: &Alone }, &Settings::for_name("many"));
    assert_eq!(output.expect("a plain description").summary.operations, 10_000);
}
