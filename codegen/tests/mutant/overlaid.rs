//! Fixtures with overlays that change them anywhere.

use serde_json::{Value, json};

use super::{Case, Chance, changed};

/// Paths are put together of these.
const STEPS: &[&str] = &[
    ".paths",
    ".components.schemas",
    ".info",
    ".servers",
    ".*",
    "[*]",
    "..",
    "..*",
    "..description",
    "..properties",
    "['/rooms']",
    "['get','post']",
    "[0]",
    "[-1]",
    "[1:]",
    "[::-1]",
    "[?@.type]",
    "[?@.type == 'string']",
    "[?length(@.name) > 3]",
    "[?match(@.name, 'r.*')]",
    "[?search(@['x'], '(a+)+$')]",
    "[?count(@..*) > 100]",
    "[?@ == $]",
    "[",
    "]",
    "'",
    "[99999999999999999999]",
];

/// One of them.
pub(crate) fn case(trees: &[Value], chance: &mut Chance) -> Case {
    let tree = chance.of(trees).clone();
    let names = ["mutant.overlay.yaml", "second.overlay.yaml"];
    let mut case = Case::alone(tree.to_string());
    for name in &names[..=chance.below(4) / 3] {
        let overlay = overlay(&tree, trees, chance).to_string();
        let text = if chance.below(8) == 0 { changed::text(&overlay, chance) } else { overlay };
        case.files.insert((*name).to_owned(), text);
        case.overlays.push((*name).to_owned());
    }
    case
}

fn overlay(tree: &Value, others: &[Value], chance: &mut Chance) -> Value {
    let actions: Vec<Value> = (0..=chance.below(3)).map(|_| action(tree, others, chance)).collect();
    let overlay = json!({
        "overlay": *chance.of(&["1.0.0", "1.1.0"]),
        "info": { "title": "Changes", "version": "1" },
        "actions": actions,
    });
    if chance.below(8) == 0 { changed::tree(&overlay, others, chance) } else { overlay }
}

fn action(tree: &Value, others: &[Value], chance: &mut Chance) -> Value {
    let target = target(tree, chance);
    match chance.below(8) {
        0 => json!({ "target": target, "remove": true }),
        1 => json!({ "target": target, "copy": path(&changed::somewhere(tree, chance)) }),
        2 => json!({ "target": target, "update": changed::odd(chance) }),
        3 => {
            let other = chance.of(others);
            let piece = other.pointer(&changed::somewhere(other, chance)).cloned().unwrap_or_default();
            json!({ "target": target, "update": piece })
        }
        _ => {
            // What most overlays do: more of something that is an object.
            let place = (0..8)
                .map(|_| changed::somewhere(tree, chance))
                .find(|place| tree.pointer(place).is_some_and(Value::is_object));
            json!({ "target": path(&place.unwrap_or_default()), "update": { "description": "More.", "x-more": [1] } })
        }
    }
}

/// A path to something that is there, or one of pieces.
fn target(tree: &Value, chance: &mut Chance) -> String {
    if chance.below(8) > 0 {
        return path(&changed::somewhere(tree, chance));
    }
    let steps: String = (0..chance.below(4)).map(|_| *chance.of(STEPS)).collect();
    format!("${steps}")
}

/// The path of RFC 9535 to the place of a pointer.
fn path(pointer: &str) -> String {
    let steps = pointer.split('/').skip(1).map(|step| match step.parse::<usize>() {
        Ok(index) => format!("[{index}]"),
        Err(_) => {
            let name = step.replace("~1", "/").replace("~0", "~").replace('\\', "\\\\").replace('\'', "\\'");
            format!("['{name}']")
        }
    });
    std::iter::once("$".to_owned()).chain(steps).collect()
}
