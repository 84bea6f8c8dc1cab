//! Descriptions that have much of one thing each.
//!
//! Enters: how many. Leaves: the text of a description, on one line, with that many of the thing and little else. To generate from twice as
//! many is twice the work: measuring that is the business of who asks.

use serde_json::{Map, Value, json};

/// Makes a description with so many of a thing.
pub(super) type Maker = fn(usize) -> String;

/// What there is much of, in words, and who makes it.
pub(super) fn documents() -> Vec<(&'static str, Maker)> {
    vec![
        ("schemas", schemas),
        ("properties of one object", properties),
        ("values of one enum", values),
        ("alternatives of one oneOf", alternatives),
        ("alternatives with a discriminator", discriminated),
        ("alternatives of one anyOf", any_of),
        ("bases of one allOf", bases),
        ("layers of unions", layers),
        ("types in a circle", circle),
        ("names for one type", aliases),
        ("places of one shape", shapes),
        ("titles that are the same", titles),
        ("names that nearly are the same", writings),
        ("defaults that are floats", floats),
        ("references to nothing", lost),
        ("keys that nobody knows", unknown),
        ("operations of one tag", operations),
        ("tags", tags),
        ("operations of one id", namesakes),
        ("parameters of one operation", parameters),
        ("parts of one form", parts),
        ("responses of one operation", responses),
        ("headers of one response", headers),
        ("media types of one body", media_types),
        ("security schemes", schemes),
        ("servers", servers),
        ("paragraphs of one text", paragraphs),
        ("items of one list in a text", list),
    ]
}

fn schemas(count: usize) -> String {
    of_schemas(each(count, |number| (format!("Thing{number}"), object(&format!("size{number}")))))
}

fn properties(count: usize) -> String {
    let properties = each(count, |number| (format!("size{number}"), json!({"type": "integer"})));
    of_schemas(json!({"Thing": {"type": "object", "properties": properties}}))
}

fn values(count: usize) -> String {
    of_schemas(json!({"Thing": {"type": "string", "enum": list_of(count, |number| json!(format!("value{number}")))}}))
}

fn alternatives(count: usize) -> String {
    with_all(count, json!({"Whole": {"oneOf": list_of(count, thing)}}))
}

fn discriminated(count: usize) -> String {
    with_all(count, json!({"Whole": {"oneOf": list_of(count, thing), "discriminator": {"propertyName": "kind"}}}))
}

fn any_of(count: usize) -> String {
    with_all(count, json!({"Whole": {"anyOf": list_of(count, thing)}}))
}

fn bases(count: usize) -> String {
    with_all(count, json!({"Whole": {"allOf": list_of(count, thing)}}))
}

/// Unions of six objects, each of which holds the union below.
fn layers(count: usize) -> String {
    let mut schemas = Map::new();
    for layer in 0..count {
        let part = |part: usize| json!({"$ref": format!("#/components/schemas/Part{layer}Of{part}")});
        schemas.insert(format!("Layer{layer}"), json!({"oneOf": list_of(6, part)}));
        for part in 0..6 {
            let below = json!({"$ref": format!("#/components/schemas/Layer{}", (layer + 1).min(count - 1))});
            let properties = json!({"below": below, format!("part{part}"): {"type": "string"}});
            schemas.insert(format!("Part{layer}Of{part}"), json!({"type": "object", "properties": properties}));
        }
    }
    of_schemas(Value::Object(schemas))
}

fn circle(count: usize) -> String {
    let next = |number: usize| json!({"type": "object", "required": ["next"], "properties": {"next": thing((number + 1) % count), "size": {"type": "number"}}});
    of_schemas(each(count, |number| (format!("Thing{number}"), next(number))))
}

fn aliases(count: usize) -> String {
    let last = |number| if number + 1 == count { object("size") } else { thing(number + 1) };
    of_schemas(each(count, |number| (format!("Thing{number}"), last(number))))
}

fn shapes(count: usize) -> String {
    let place = |_| json!({"type": "object", "properties": {"within": object("size")}});
    of_schemas(each(count, |number| (format!("Thing{number}"), place(number))))
}

fn titles(count: usize) -> String {
    let titled = |number: usize| json!({"title": "Part", "type": "object", "properties": {format!("size{number}"): {"type": "integer"}}});
    let part = |number| json!({"type": "object", "properties": {"part": titled(number)}});
    of_schemas(each(count, |number| (format!("Thing{number}"), part(number))))
}

/// Three of each name.
fn writings(count: usize) -> String {
    let name = |number: usize| match number % 3 {
        0 => format!("the-size-{}", number / 3),
        1 => format!("the_size_{}", number / 3),
        _ => format!("theSize{}", number / 3),
    };
    let properties = each(count, |number| (name(number), json!({"type": "integer"})));
    of_schemas(json!({"Thing": {"type": "object", "properties": properties}}))
}

fn floats(count: usize) -> String {
    let float =
        |number: usize| json!({"type": "number", "default": f64::from(u32::try_from(number).unwrap_or(0)) + 0.5});
    let properties = each(count, |number| (format!("size{number}"), float(number)));
    of_schemas(json!({"Thing": {"type": "object", "properties": properties}}))
}

fn lost(count: usize) -> String {
    let lost = |number: usize| json!({"$ref": format!("#/components/schemas/Lost{number}")});
    let properties = each(count, |number| (format!("size{number}"), lost(number)));
    of_schemas(json!({"Thing": {"type": "object", "properties": properties}}))
}

fn unknown(count: usize) -> String {
    let odd = |number: usize| json!({"type": "integer", format!("mood{number}"): true});
    let properties = each(count, |number| (format!("size{number}"), odd(number)));
    of_schemas(json!({"Thing": {"type": "object", "properties": properties}}))
}

fn operations(count: usize) -> String {
    of_operations(count, |number| json!({"operationId": format!("get{number}"), "tags": ["all"]}))
}

fn tags(count: usize) -> String {
    of_operations(count, |number| json!({"operationId": format!("get{number}"), "tags": [format!("tag{number}")]}))
}

/// Of fifty tags, as a large API has them.
pub(super) fn operations_of_tags(count: usize) -> String {
    let tag = |number: usize| format!("tag{}", number % 50);
    of_operations(count, |number| json!({"operationId": format!("get{number}"), "tags": [tag(number)]}))
}

fn namesakes(count: usize) -> String {
    of_operations(count, |_| json!({"operationId": "get", "tags": ["all"]}))
}

fn parameters(count: usize) -> String {
    let parameter =
        |number: usize| json!({"name": format!("size{number}"), "in": "query", "schema": {"type": "string"}});
    of_operation("get", json!({"parameters": list_of(count, parameter)}))
}

fn parts(count: usize) -> String {
    let parts = each(count, |number| (format!("part{number}"), json!({"type": "string", "format": "binary"})));
    let schema = json!({"type": "object", "properties": parts});
    of_operation("post", json!({"requestBody": {"content": {"multipart/form-data": {"schema": schema}}}}))
}

/// There are 200 statuses of errors, so that each operation has ten.
fn responses(count: usize) -> String {
    let response = |number: usize| json!({"description": "No.", "content": {"application/json": {"schema": object(&format!("why{number}"))}}});
    let responses = || each(10, |number| ((400 + number).to_string(), response(number)));
    of_operations(count.div_ceil(10), |_| json!({"responses": responses()}))
}

fn headers(count: usize) -> String {
    let headers = each(count, |number| (format!("X-Size-{number}"), json!({"schema": {"type": "integer"}})));
    of_operation("get", json!({"responses": {"200": {"description": "All.", "headers": headers}}}))
}

fn media_types(count: usize) -> String {
    let content = each(count, |number| {
        (format!("application/vnd.size{number}+json"), json!({"schema": object(&format!("size{number}"))}))
    });
    of_operation("post", json!({"requestBody": {"content": content}}))
}

fn schemes(count: usize) -> String {
    let scheme = |number: usize| json!({"type": "apiKey", "in": "header", "name": format!("X-Key-{number}")});
    let schemes = each(count, |number| (format!("key{number}"), scheme(number)));
    text(&json!({}), &json!({"securitySchemes": schemes}), &json!([]))
}

fn servers(count: usize) -> String {
    let server = |number: usize| json!({"url": format!("https://place{number}.example")});
    text(&json!({}), &json!({}), &list_of(count, server))
}

fn paragraphs(count: usize) -> String {
    described(&(0..count).map(|number| format!("It has *{number}* words.\n\n")).collect::<String>())
}

fn list(count: usize) -> String {
    described(&(0..count).map(|number| format!("- `{number}`: <b>much</b> to say\n")).collect::<String>())
}

fn described(text: &str) -> String {
    of_schemas(json!({"Thing": {"type": "object", "description": text, "properties": {"a": {"type": "string"}}}}))
}

/// An object with one property.
fn object(property: &str) -> Value {
    json!({"type": "object", "required": [property], "properties": {property: {"type": "integer"}}})
}

fn thing(number: usize) -> Value {
    json!({"$ref": format!("#/components/schemas/Thing{number}")})
}

fn each(count: usize, member: impl Fn(usize) -> (String, Value)) -> Value {
    Value::Object((0..count).map(member).collect())
}

fn list_of(count: usize, item: impl Fn(usize) -> Value) -> Value {
    Value::Array((0..count).map(item).collect())
}

/// Schemas and `Thing0` to as many as there are, each with a property of its own.
fn with_all(count: usize, schemas: Value) -> String {
    let thing = |number: usize| {
        let properties = json!({"kind": {"type": "string"}, format!("size{number}"): {"type": "integer"}});
        json!({"type": "object", "required": ["kind"], "properties": properties})
    };
    let mut all = each(count, |number| (format!("Thing{number}"), thing(number)));
    if let (Value::Object(all), Value::Object(schemas)) = (&mut all, schemas) {
        all.extend(schemas);
    }
    of_schemas(all)
}

fn of_schemas(schemas: Value) -> String {
    text(&json!({}), &json!({"schemas": schemas}), &json!([]))
}

fn of_operations(count: usize, operation: impl Fn(usize) -> Value) -> String {
    let item = |number| {
        let mut operation = operation(number);
        let responses = operation.get("responses").cloned();
        operation["responses"] = responses.unwrap_or_else(|| json!({"204": {"description": "Done."}}));
        json!({"get": operation})
    };
    text(&each(count, |number| (format!("/things/{number}"), item(number))), &json!({}), &json!([]))
}

fn of_operation(method: &str, mut operation: Value) -> String {
    let responses = operation.get("responses").cloned();
    operation["responses"] = responses.unwrap_or_else(|| json!({"204": {"description": "Done."}}));
    text(&json!({"/things": {method: operation}}), &json!({}), &json!([]))
}

fn text(paths: &Value, components: &Value, servers: &Value) -> String {
    let info = json!({"title": "Much", "version": "1"});
    json!({"openapi": "3.0.4", "info": info, "servers": servers, "paths": paths, "components": components}).to_string()
}
