//! Changes for programs.

use serde_json::{Value, json};

use super::{Change, Changes, Spot, Subject};

/// `{"impact": "breaking", "changes": [..]}`.
pub(super) fn json(changes: &Changes) -> String {
    let list: Vec<Value> = changes.iter().map(change).collect();
    let document = json!({ "impact": changes.impact().word(), "changes": list });
    format!("{document:#}\n")
}

fn change(change: &Change) -> Value {
    let Change { impact, code, of, what, reason, old, new } = change;
    json!({
        "impact": impact.word(),
        "code": code,
        "on_the_wire": change.is_on_the_wire(),
        "of": subject(of),
        "what": what,
        "reason": reason,
        "old": old.as_ref().map(spot),
        "new": new.as_ref().map(spot),
    })
}

fn subject(subject: &Subject) -> Value {
    match subject {
        Subject::Crate => json!({ "kind": "crate" }),
        Subject::Client => json!({ "kind": "client" }),
        Subject::Operation { name, request } => json!({ "kind": "operation", "name": name, "request": request }),
        Subject::Type(path) => json!({ "kind": "type", "name": path }),
        Subject::Incoming(path) => json!({ "kind": "incoming", "name": path }),
    }
}

fn spot(Spot { place, line }: &Spot) -> Value {
    let (file, line) = line.as_ref().map_or((None, None), |(file, line)| (Some(file), Some(line)));
    json!({ "pointer": place.pointer().to_string(), "file": file, "line": line })
}
