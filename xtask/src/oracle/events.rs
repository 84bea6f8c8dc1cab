//! Server-sent events on the plain tree: what `itemSchema` says of their data is what the data holds, though on the wire it is a text.

use serde_json::{Map, Value, json};

/// The tree with the contents of events in the place of the texts that hold them.
pub(super) fn opened(mut root: Value) -> Value {
    let tree = root.clone();
    open(&mut root, &tree);
    root
}

fn open(value: &mut Value, tree: &Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| open(item, tree)),
        Value::Object(members) => {
            if let Some(item) = members.get_mut("text/event-stream").and_then(|media| media.get_mut("itemSchema")) {
                event(item, tree);
            }
            members.values_mut().for_each(|member| open(member, tree));
        }
        _ => {}
    }
}

/// One schema of events: its own data, and that of its alternatives.
fn event(schema: &mut Value, tree: &Value) {
    if let Some(target) = schema.get("$ref").and_then(Value::as_str).and_then(|it| tree.pointer(it.strip_prefix('#')?))
        && target.to_string().contains("contentSchema")
    {
        *schema = target.clone();
    }
    let Some(members) = schema.as_object_mut() else { return };
    let whole = members.get("properties").and_then(|it| it.get("data")).cloned();
    let required = members.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    let Some(Value::Array(alternatives)) = members.get_mut("oneOf") else {
        hold(members);
        return;
    };
    alternatives.retain(|alternative| !is_end(alternative));
    for alternative in alternatives.iter_mut().filter_map(Value::as_object_mut) {
        let data = alternative.get("properties").and_then(|it| it.get("data")).cloned();
        if let (None, Some(properties)) = (data, alternative.get_mut("properties").and_then(Value::as_object_mut)) {
            properties.extend(whole.clone().map(|data| ("data".to_owned(), data)));
        }
        hold(alternative);
        if let Some(Value::Array(own)) = alternative.get_mut("required") {
            own.extend(required.clone());
        }
    }
    if let Some(properties) = members.get_mut("properties").and_then(Value::as_object_mut) {
        properties.remove("data");
    }
}

/// An event has data always, and may say what they hold.
fn hold(members: &mut Map<String, Value>) {
    let data = members.get_mut("properties").and_then(|it| it.get_mut("data"));
    if let Some(data) = data {
        let is_json = data.get("contentMediaType").and_then(Value::as_str).is_some_and(|it| it.ends_with("json"));
        match data.get("contentSchema").cloned().filter(|_| is_json) {
            Some(content) => *data = content,
            None => data["type"] = json!("string"),
        }
        if let Value::Array(required) = members.entry("required").or_insert_with(|| json!([])) {
            required.push("data".into());
        }
    }
}

/// Whether an alternative is nothing but the end of the stream.
fn is_end(alternative: &Value) -> bool {
    let constant = |name: &str| alternative.pointer(&format!("/properties/{name}/const"));
    constant("event").is_none() && constant("data").is_some()
}
