//! The tree of an overlay becomes its actions.
//!
//! Enters: the tree of a file that was parsed. Leaves: what is to be done, in order, or an error at each place that is not as
//! the Overlay Specification (1.0.0 and 1.1.0, Overlay Object) has it. Whether an action fits the description is not its business.

use serde_json::{Map, Value};

use super::query::Query;
use crate::diagnostic::{Diagnostic, Diagnostics, Entry, catalogue, nearest};
use crate::document::shape;
use crate::place::Pointer;

/// A version of the Overlay Specification; its patches differ in wording only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Version {
    V1_0,
    /// Has `copy`, and updates of primitives.
    V1_1,
}

/// What an overlay does.
#[derive(Debug)]
pub(super) struct Overlay {
    pub(super) version: Version,
    /// What it says that it is for.
    pub(super) extends: Option<String>,
    pub(super) actions: Vec<Action>,
}

/// One of its steps.
#[derive(Debug)]
pub(super) struct Action {
    /// Where it stands in the overlay.
    pub(super) place: Pointer,
    pub(super) target: Query,
    pub(super) change: Change,
}

/// What becomes of what an action selects.
#[derive(Debug)]
pub(super) enum Change {
    /// It is merged with this.
    Update(Value),
    /// It is merged with what this selects.
    Copy(Query),
    /// It goes.
    Remove,
    /// Nothing: neither is said.
    Nothing,
}

const OVERLAY: &[&str] = &["overlay", "info", "extends", "actions"];
const INFO: &[&str] = &["title", "version", "description"];
const ACTION: &[&str] = &["target", "description", "update", "remove", "copy"];

/// Reads an overlay. `None` where it is not one, with the reasons reported.
pub(super) fn read(at: &Pointer, tree: Value, diagnostics: &mut Diagnostics) -> Option<Overlay> {
    let before = diagnostics.errors();
    let mut form = Form { at, diagnostics };
    let overlay = form.overlay(tree);
    overlay.filter(|_| diagnostics.errors() == before)
}

struct Form<'a> {
    /// Where the overlay stands.
    at: &'a Pointer,
    diagnostics: &'a mut Diagnostics,
}

impl Form<'_> {
    fn overlay(&mut self, tree: Value) -> Option<Overlay> {
        let root = Pointer::root();
        let Value::Object(mut members) = tree else {
            self.wrong(&root, format!("an overlay is an object, but this is {}", shape::found(&tree)));
            return None;
        };
        let version = self.version(&members)?;
        self.unknown(&members, OVERLAY, "an overlay", &root);
        self.info(members.get("info"), &root);
        let extends = self.text(&members, "extends", "`extends`", &root);
        let actions = match members.shift_remove("actions") {
            Some(Value::Array(actions)) if !actions.is_empty() => actions,
            Some(Value::Array(_)) => {
                self.wrong(&root.push("actions"), "an overlay has one action at least");
                return None;
            }
            Some(other) => {
                self.kind(&root.push("actions"), "`actions`", "a list", &other);
                return None;
            }
            None => {
                self.wrong(&root, "an overlay has `actions`");
                return None;
            }
        };
        self.twins(&actions);
        let actions = actions.into_iter().enumerate();
        let actions =
            actions.filter_map(|(index, action)| self.action(action, version, &root.push("actions").index(index)));
        Some(Overlay { version, extends, actions: actions.collect() })
    }

    fn version(&mut self, members: &Map<String, Value>) -> Option<Version> {
        let root = Pointer::root();
        let Some(version) = members.get("overlay") else {
            let message = "the overlay does not say which version of the Overlay Specification it follows";
            self.wrong(&root, message).help("begin it with `overlay: 1.1.0`");
            return None;
        };
        let text = version.as_str().map_or_else(|| version.to_string(), str::to_owned);
        let parts: Vec<&str> = text.split('.').collect();
        let numbers = parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
        let message = match parts.as_slice() {
            ["1", "0", _] if numbers => return Some(Version::V1_0),
            ["1", "1", _] if numbers => return Some(Version::V1_1),
            ["1", _, _] if numbers => format!("version {text} of the Overlay Specification is not read yet"),
            _ => format!("there is no version `{text}` of the Overlay Specification"),
        };
        self.wrong(&root.push("overlay"), message).help("write `overlay: 1.1.0`, or 1.0.0");
        None
    }

    fn info(&mut self, info: Option<&Value>, root: &Pointer) {
        match info {
            Some(Value::Object(info)) => {
                let place = root.push("info");
                self.unknown(info, INFO, "the `info` of an overlay", &place);
                for key in ["title", "version"] {
                    if !info.contains_key(key) {
                        self.wrong(&place, format!("the `info` of an overlay has a `{key}`")).at_key();
                    }
                }
                for key in INFO {
                    self.text(info, key, &format!("the `{key}` of an overlay"), &place);
                }
            }
            Some(other) => self.kind(&root.push("info"), "`info`", "an object", other),
            None => {
                self.wrong(root, "an overlay has an `info` with a `title` and a `version`");
            }
        }
    }

    /// Two equal actions: the schema of the specification asks for different ones, and done twice is hardly what was meant.
    fn twins(&mut self, actions: &[Value]) {
        for (index, action) in actions.iter().enumerate() {
            if let Some(first) = actions[..index].iter().position(|other| other == action) {
                let place = Pointer::root().push("actions");
                self.wrong(&place.index(index), format!("this action is that at `{}` again", place.index(first)));
            }
        }
    }

    fn action(&mut self, action: Value, version: Version, place: &Pointer) -> Option<Action> {
        let Value::Object(mut members) = action else {
            self.kind(place, "an action", "an object", &action);
            return None;
        };
        if version < Version::V1_1 && members.contains_key("copy") {
            let message = "version 1.0 of the Overlay Specification has no `copy`";
            self.wrong(&place.push("copy"), message).at_key().help("write `overlay: 1.1.0`");
            return None;
        }
        self.unknown(&members, ACTION, "an action", place);
        self.text(&members, "description", "the `description` of an action", place);
        if !members.contains_key("target") {
            self.wrong(place, "an action has a `target`");
        }
        let target = self.query(&members, "target", place);
        let removes = match members.get("remove") {
            Some(Value::Bool(removes)) => *removes,
            Some(other) => {
                self.kind(&place.push("remove"), "`remove`", "true or false", &other.clone());
                false
            }
            None => false,
        };
        let change = match (members.shift_remove("update"), members.contains_key("copy")) {
            (update, copies) if removes => {
                self.needless(update.is_some(), "update", place);
                self.needless(copies, "copy", place);
                Change::Remove
            }
            (Some(_), true) => {
                let message = "an action has `update` or `copy`, but not both";
                self.wrong(&place.push("copy"), message).at_key().help("make two actions of them");
                return None;
            }
            (Some(update), false) => Change::Update(update),
            (None, true) => Change::Copy(self.query(&members, "copy", place)?),
            (None, false) => Change::Nothing,
        };
        Some(Action { place: place.clone(), target: target?, change })
    }

    /// What stands beside `remove: true` and has no effect.
    fn needless(&mut self, is_there: bool, key: &str, place: &Pointer) {
        if is_there {
            let message = format!("`{key}` has no effect in an action that removes");
            self.report(&catalogue::OVERLAY_WITHOUT_EFFECT, &place.push(key), message).at_key();
        }
    }

    fn query(&mut self, members: &Map<String, Value>, key: &str, place: &Pointer) -> Option<Query> {
        let text = self.text(members, key, &format!("`{key}`"), place)?;
        match Query::parse(&text) {
            Ok(query) => Some(query),
            Err(fault) => {
                let message = format!("`{text}` cannot be read as JSONPath: {fault}");
                self.report(&catalogue::BAD_JSON_PATH, &place.push(key), message);
                None
            }
        }
    }

    fn text(&mut self, members: &Map<String, Value>, key: &str, what: &str, place: &Pointer) -> Option<String> {
        match members.get(key)? {
            Value::String(text) => Some(text.clone()),
            other => {
                self.kind(&place.push(key), what, "a string", other);
                None
            }
        }
    }

    fn unknown(&mut self, members: &Map<String, Value>, known: &[&str], what: &str, place: &Pointer) {
        for key in members.keys().filter(|key| !known.contains(&key.as_str()) && !key.starts_with("x-")) {
            let help = match nearest(key, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("{what} has {}, and what begins with `x-`", shape::listed(known)),
            };
            self.wrong(&place.push(key), format!("{what} has no `{key}`")).at_key().help(help);
        }
    }

    fn kind(&mut self, place: &Pointer, what: &str, expected: &str, found: &Value) {
        self.wrong(place, format!("{what} must be {expected}, but this is {}", shape::found(found)));
    }

    fn wrong(&mut self, place: &Pointer, message: impl Into<String>) -> &mut Diagnostic {
        self.report(&catalogue::BAD_OVERLAY, place, message)
    }

    fn report(&mut self, entry: &'static Entry, place: &Pointer, message: impl Into<String>) -> &mut Diagnostic {
        self.diagnostics.report(entry, &self.at.joined(place), message)
    }
}
