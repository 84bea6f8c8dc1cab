//! A description several times as large: its paths, operations, tags and components again under other names. What they say of each
//! other is said of the copies, so that it is as sound as before.

use serde_json::{Map, Value};

/// So many times as large.
pub(super) fn scaled(description: &Value, times: usize) -> Value {
    let mut large = description.clone();
    for copy in 1..times {
        let copy = Copy { number: copy, description };
        copy.add(large.get_mut("paths"), description.get("paths"), |path| copy.path(path));
        if let Some(Value::Object(components)) = description.get("components") {
            for (kind, members) in components.iter().filter(|(kind, _)| *kind != SHARED) {
                copy.add(large["components"].get_mut(kind), Some(members), |name| copy.word(name));
            }
        }
        if let (Some(Value::Array(tags)), Some(Value::Array(known))) = (large.get_mut("tags"), description.get("tags"))
        {
            tags.extend(known.iter().map(|tag| copy.tag(tag)));
        }
    }
    large
}

/// What requirements name and nothing refers to is there once.
const SHARED: &str = "securitySchemes";

/// One copy, counted from 1.
struct Copy<'a> {
    number: usize,
    description: &'a Value,
}

impl Copy<'_> {
    fn word(&self, word: &str) -> String {
        format!("{word}_copy{}", self.number)
    }

    fn path(&self, path: &str) -> String {
        format!("/copy{}{path}", self.number)
    }

    /// The members of one object, copied, beside themselves.
    fn add(&self, whole: Option<&mut Value>, original: Option<&Value>, name: impl Fn(&str) -> String) {
        if let (Some(Value::Object(whole)), Some(Value::Object(members))) = (whole, original) {
            whole.extend(members.iter().map(|(key, member)| (name(key), self.value(member))));
        }
    }

    fn value(&self, value: &Value) -> Value {
        match value {
            Value::Object(members) => object(members, |key, it| self.member(key, it)),
            Value::Array(items) => Value::Array(items.iter().map(|item| self.value(item)).collect()),
            other => other.clone(),
        }
    }

    fn member(&self, key: &str, value: &Value) -> Value {
        match (key, value) {
            ("$ref" | "operationRef", Value::String(reference)) => self.reference(reference).into(),
            ("operationId", Value::String(id)) => self.word(id).into(),
            ("tags", Value::Array(tags)) => Value::Array(tags.iter().map(|tag| self.tag(tag)).collect()),
            ("discriminator", Value::Object(discriminator)) => object(discriminator, |key, it| match key {
                "mapping" => self.mapping(it),
                _ => self.member(key, it),
            }),
            _ => self.value(value),
        }
    }

    /// A tag of an operation, or the description of one.
    fn tag(&self, tag: &Value) -> Value {
        match tag {
            Value::String(name) => self.word(name).into(),
            Value::Object(members) => object(members, |key, it| match (key, it) {
                ("name", Value::String(name)) => self.word(name).into(),
                _ => it.clone(),
            }),
            other => other.clone(),
        }
    }

    fn mapping(&self, mapping: &Value) -> Value {
        let Value::Object(members) = mapping else { return mapping.clone() };
        let target = |target: &Value| match target.as_str() {
            Some(name) if self.description["components"]["schemas"].get(name).is_some() => self.word(name).into(),
            Some(reference) => self.reference(reference).into(),
            None => target.clone(),
        };
        object(members, |_, it| target(it))
    }

    /// The same place of the copy; a place that is not copied stays as it is.
    fn reference(&self, reference: &str) -> String {
        let mut parts: Vec<String> = reference.split('/').map(str::to_owned).collect();
        match parts.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["#", "components", kind, name, ..] if *kind != SHARED => parts[3] = self.word(name),
            ["#", "paths", path, ..] => parts[2] = self.path(path).replacen('/', "~1", 1),
            _ => {}
        }
        parts.join("/")
    }
}

/// An object with the same keys.
fn object(members: &Map<String, Value>, member: impl Fn(&str, &Value) -> Value) -> Value {
    Value::Object(members.iter().map(|(key, it)| (key.clone(), member(key, it))).collect())
}

#[cfg(test)]
mod tests {
    use clientwright_codegen::{Input, Loader, Settings};
    use serde_json::json;

    use super::*;

    struct Nothing;

    impl Loader for Nothing {
        fn load(&self, path: &str) -> Result<Vec<u8>, String> {
            Err(path.to_owned())
        }
    }

    /// Operations, types, and what is told.
    fn generated(description: &Value) -> (usize, usize, usize) {
        let text = description.to_string();
        let input = Input { path: "a.json", text: text.into(), loader: &Nothing };
        let output = clientwright_codegen::generate(&input, &Settings::for_name("a"));
        let output = output.unwrap_or_else(|diagnostics| panic!("{}", diagnostics.render(false)));
        (output.summary.operations, output.summary.types, output.diagnostics.warnings())
    }

    /// References to components, to paths, by mappings and by links.
    fn description() -> Value {
        let item = json!({"$ref": "#/components/schemas/Pet"});
        let response = json!({"description": "One.", "content": {"application/json": {"schema": item}}, "links": {"again": {"operationId": "getPet"}}});
        let operation = json!({"operationId": "getPet", "tags": ["pets"], "security": [{"key": []}], "responses": {"200": response}});
        let same = json!({"$ref": "#/paths/~1pets/get/responses/200/content/application~1json/schema"});
        let other = json!({"operationId": "getSame", "responses": {"200": {"description": "It.", "content": {"application/json": {"schema": same}}}}});
        let mapping = json!({"cat": "#/components/schemas/Cat", "dog": "Dog"});
        let kinds = [json!({"$ref": "#/components/schemas/Cat"}), json!({"$ref": "#/components/schemas/Dog"})];
        let kind = |name: &str| json!({"type": "object", "required": ["kind", name], "properties": {"kind": {"type": "string"}, name: {"type": "string"}}});
        json!({
            "openapi": "3.0.3", "info": {"title": "Pets", "version": "1"}, "tags": [{"name": "pets", "description": "All."}],
            "paths": {"/pets": {"get": operation}, "/same": {"get": other}},
            "components": {
                "schemas": {"Pet": {"oneOf": kinds, "discriminator": {"propertyName": "kind", "mapping": mapping}}, "Cat": kind("purr"), "Dog": kind("bark")},
                "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}
            }
        })
    }

    #[test]
    fn a_copy_is_as_sound_as_the_original() {
        let (operations, types, warnings) = generated(&description());
        assert_eq!((operations, warnings), (2, 0));
        for times in [1, 2, 3] {
            let scaled = scaled(&description(), times);
            assert_eq!(generated(&scaled), (times * operations, times * types, 0), "{times} times");
        }
    }

    #[test]
    fn nothing_of_a_copy_leads_back_to_the_original() {
        let scaled = scaled(&description(), 2);
        let pet = &scaled["paths"]["/copy1/pets"]["get"];
        assert_eq!(pet["operationId"], "getPet_copy1");
        assert_eq!(pet["tags"], json!(["pets_copy1"]));
        let response = &pet["responses"]["200"];
        assert_eq!(response["links"]["again"]["operationId"], "getPet_copy1");
        assert_eq!(response["content"]["application/json"]["schema"]["$ref"], "#/components/schemas/Pet_copy1");
        let same = &scaled["paths"]["/copy1/same"]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
        let place = "#/paths/~1copy1~1pets/get/responses/200/content/application~1json/schema";
        assert_eq!(same["$ref"], place);
        let mapping = &scaled["components"]["schemas"]["Pet_copy1"]["discriminator"]["mapping"];
        assert_eq!(*mapping, json!({"cat": "#/components/schemas/Cat_copy1", "dog": "Dog_copy1"}));
        assert_eq!(scaled["tags"][1]["name"], "pets_copy1");
        assert_eq!(scaled["components"]["securitySchemes"].as_object().unwrap().len(), 1);
    }
}
