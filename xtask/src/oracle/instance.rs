//! A value made from a schema, with what is to be known of it when it comes back.

use serde_json::{Map, Value};

/// Keys and indices from the root.
pub type Path = Vec<String>;

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub struct Instance {
    /// What is special about it: `all properties`, `/owner: null`.
    pub label: String,
    /// The value.
    pub value: Value,
    /// Where something may be missing when it comes back: keys that the schema does not keep, null where it means absent.
    pub droppable: Vec<Path>,
    /// Where one of several alternatives was taken.
    pub unions: Vec<Path>,
    /// Whether it has nothing that could be left out.
    pub minimal: bool,
}

impl Instance {
    pub(super) fn new(label: impl Into<String>, value: Value) -> Self {
        Self { label: label.into(), value, droppable: Vec::new(), unions: Vec::new(), minimal: false }
    }

    /// The value inside of something else; what is special is told with the place.
    fn below(&self, key: &str) -> Self {
        let longer = |path: &Path| std::iter::once(key.to_owned()).chain(path.iter().cloned()).collect();
        Self {
            label: if self.label.starts_with('/') {
                format!("/{key}{}", self.label)
            } else {
                format!("/{key}: {}", self.label)
            },
            value: self.value.clone(),
            droppable: self.droppable.iter().map(longer).collect(),
            unions: self.unions.iter().map(longer).collect(),
            minimal: self.minimal,
        }
    }

    /// An object of such values.
    pub(super) fn object<'a>(label: &str, members: impl IntoIterator<Item = (&'a str, &'a Self)>) -> Self {
        let mut object = Self::new(label, Value::Object(Map::new()));
        for (key, member) in members {
            object.set(key, member);
        }
        object
    }

    /// An array of such values.
    pub(super) fn array<'a>(label: &str, items: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut array = Self::new(label, Value::Null);
        let items =
            items.into_iter().enumerate().map(|(index, item)| array.take(&item.below(&index.to_string()))).collect();
        array.value = Value::Array(items);
        array
    }

    /// Sets a key of an object.
    pub(super) fn set(&mut self, key: &str, member: &Self) {
        self.forget(key);
        let value = self.take(&member.below(key));
        if let Value::Object(object) = &mut self.value {
            object.insert(key.to_owned(), value);
        }
    }

    /// Sets a key of an object to something that may be missing when it comes back.
    pub(super) fn set_droppable(&mut self, key: &str, member: &Self) {
        self.set(key, member);
        self.droppable.push(vec![key.to_owned()]);
    }

    fn take(&mut self, member: &Self) -> Value {
        self.droppable.extend(member.droppable.iter().cloned());
        self.unions.extend(member.unions.iter().cloned());
        member.value.clone()
    }

    fn forget(&mut self, key: &str) {
        let other = |path: &Path| path.first().is_none_or(|first| first != key);
        self.droppable.retain(other);
        self.unions.retain(other);
    }

    /// The value that has to come back, given the one that did: what may be missing and is missing is not asked for.
    #[must_use]
    pub fn expected(&self, found: &Value) -> Value {
        let mut expected = self.value.clone();
        for path in &self.droppable {
            if at(found, path).is_none() {
                remove(&mut expected, path);
            }
        }
        expected
    }
}

fn at<'v>(value: &'v Value, path: &[String]) -> Option<&'v Value> {
    path.iter().try_fold(value, |value, key| match value {
        Value::Object(object) => object.get(key),
        Value::Array(items) => items.get(key.parse::<usize>().ok()?),
        _ => None,
    })
}

fn remove(value: &mut Value, path: &[String]) {
    match (path, value) {
        ([key], Value::Object(object)) => {
            object.shift_remove(key);
        }
        ([key, rest @ ..], Value::Object(object)) => {
            object.get_mut(key).into_iter().for_each(|value| remove(value, rest));
        }
        ([index, rest @ ..], Value::Array(items)) => {
            let item = index.parse().ok().and_then(|index: usize| items.get_mut(index));
            item.into_iter().for_each(|value| remove(value, rest));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_may_be_missing_is_asked_for_where_it_is_not() {
        let mut inner = Instance::object("inner", []);
        inner.set_droppable("extra", &Instance::new("extra", json!(1)));
        inner.set("kept", &Instance::new("kept", json!(2)));
        let list = Instance::array("list", [&inner]);
        let mut whole = Instance::object("whole", [("list", &list)]);
        assert_eq!(whole.expected(&json!({"list": [{"extra": 3}]})), json!({"list": [{"extra": 1, "kept": 2}]}));
        assert_eq!(whole.expected(&json!({"list": [{}]})), json!({"list": [{"kept": 2}]}));
        whole.set("list", &Instance::new("other", json!(null)));
        assert!(whole.droppable.is_empty());
    }

    #[test]
    fn the_label_tells_the_place() {
        let item = Instance::new("null", Value::Null).below("0");
        assert_eq!((item.label.as_str(), item.below("list").label.as_str()), ("/0: null", "/list/0: null"));
    }
}
