//! Names that the settings give, and what became of them.
//!
//! Enters: the names that were given and all that were assigned. Leaves: those without effect, each with the reason.
//! Where they stand in the settings is not its business.

use std::collections::BTreeMap;

use super::scope::Case;
use super::{Named, case};
use crate::diagnostic::{Origins, nearest};
use crate::place::{Place, Pointer};

/// Names that the settings give, by pointer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Given {
    names: BTreeMap<String, String>,
    /// The ways back to what the user wrote, where some of that is another document than the one that is named.
    written: Option<Origins>,
}

impl Given {
    pub(crate) fn new(names: &BTreeMap<String, String>, written: Option<&Origins>) -> Self {
        Self { names: names.clone(), written: written.cloned() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The key as the user writes it: where the thing stands in the text, unless that is a number in a list of parameters.
    pub(super) fn key(&self, place: &Place) -> String {
        let Some(back) = self.back(place) else { return place.to_string() };
        if is_numbered(back.pointer()) && !is_numbered(place.pointer()) { place.to_string() } else { back.to_string() }
    }

    /// Where the thing stands in the text, where that is another document than the one that is named.
    fn back(&self, place: &Place) -> Option<Place> {
        Some(self.written.as_ref()?.named(&Pointer::from(place)))
    }

    /// The name by a place of the text, or of the document that is named.
    fn get(&self, place: &Place) -> Option<&String> {
        let Some(back) = self.back(place) else { return self.names.get(&place.to_string()) };
        // Numbers are those of the lists in the text.
        let now = || self.names.get(&place.to_string()).filter(|_| !is_numbered(place.pointer()));
        self.names.get(&back.to_string()).or_else(now)
    }
}

/// Whether a place is in a list by its number, which others change.
fn is_numbered(pointer: &Pointer) -> bool {
    let is_list = |key: &str| matches!(key, "parameters" | "produces" | "consumes" | "schemes");
    let steps: Vec<_> = pointer.segments().collect();
    steps.windows(2).any(|pair| is_list(&pair[0]) && pair[1].parse::<usize>().is_ok())
}

#[cfg(test)]
impl FromIterator<(String, String)> for Given {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(names: I) -> Self {
        Self { names: names.into_iter().collect(), written: None }
    }
}

/// The name that the settings give to the thing with these keys, if it is written in the case of such things: a property and the
/// type within it stand at the same place.
pub(super) fn name(given: &Given, keys: &[Place], case: Case) -> Option<String> {
    let fits = |name: &&String| is_written(name, case);
    keys.iter().filter(|_| !given.is_empty()).find_map(|key| given.get(key).filter(fits)).cloned()
}

/// The keys whose names nothing has got, with the reason, and with what was probably meant.
pub(super) fn unused<'g>(
    given: &'g Given,
    named: &[Named],
    is_left_out: impl Fn(&str) -> bool,
    is_expected: impl Fn(&str) -> bool,
) -> Vec<(&'g str, String, Option<String>)> {
    let mut holders: BTreeMap<String, Vec<&Named>> = BTreeMap::new();
    for named in named.iter().filter(|_| !given.is_empty()) {
        for place in &named.keys {
            let texts = [given.back(place).map(|back| back.to_string()), Some(place.to_string())];
            texts.into_iter().flatten().for_each(|text| holders.entry(text).or_default().push(named));
        }
    }
    let unused = |(key, name): (&'g String, &String)| {
        let (reason, meant) = match holders.get(key).map(Vec::as_slice) {
            None | Some([]) if !is_expected(key) => return None,
            None | Some([]) if is_left_out(key) => {
                let reason = format!("nothing at `{key}` has a name in what `[generate]` leaves of the description");
                let help = "remove the line, or include an operation that needs it".to_owned();
                return Some((key.as_str(), reason, Some(help)));
            }
            None | Some([]) => (format!("nothing at `{key}` has a name"), near(key, holders.keys())),
            Some(holders) if holders.iter().any(|named| named.ident.text() == name) => return None,
            Some(holders @ [first, ..]) => {
                // Of a property and the type within it, the one whose names begin so is meant.
                let named = holders.iter().find(|named| begins(name, named.case)).unwrap_or(first);
                let called = format!("`{key}` is called `{}`", named.ident);
                match in_case(name, named.case) {
                    Some(meant) => {
                        let article = if named.what.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
                        let what = named.what;
                        let reason = format!("`{name}` is not written as the name of {article} {what}: {called}");
                        (reason, Some(meant))
                    }
                    None => (format!("`{name}` is taken or reserved: {called}"), None),
                }
            }
        };
        Some((key.as_str(), reason, meant.map(|meant| format!("did you mean `{meant}`?"))))
    };
    given.names.iter().filter_map(unused).collect()
}

/// The key that differs from one in the spelling of one segment alone.
fn near<'k>(key: &str, keys: impl Iterator<Item = &'k String>) -> Option<String> {
    let segments: Vec<&str> = key.split('/').collect();
    let distinct = |other: &&'k String| {
        let others: Vec<&str> = other.split('/').collect();
        let mut odd = segments.iter().zip(&others).filter(|(one, other)| one != other);
        let (first, second) = (odd.next(), odd.next());
        others.len() == segments.len()
            && second.is_none()
            && first.is_some_and(|(one, other)| nearest(one, [*other]).is_some())
    };
    let candidates: Vec<_> = keys.filter(distinct).collect();
    // Of several, the whole key decides.
    nearest(key, candidates.iter().map(|it| it.as_str()))
        .or(candidates.first().map(|it| it.as_str()))
        .map(str::to_owned)
}

/// A name in a case that it is not written in.
fn in_case(name: &str, case: Case) -> Option<String> {
    let words = case::words(name, case::Symbols::Telling);
    let in_case = match case {
        Case::Snake => case::snake(&words),
        Case::Pascal => case::pascal(&words),
        Case::Screaming => case::screaming(&words),
    };
    (!is_written(name, case)).then_some(in_case)
}

/// Whether a name begins as those of a case do.
fn begins(name: &str, case: Case) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase()) != (case == Case::Snake)
}

/// Whether a name is written as those of a case, so that rustc has nothing to say of it.
fn is_written(name: &str, case: Case) -> bool {
    let inner = name.trim_end_matches('_');
    begins(name, case)
        && match case {
            Case::Snake => !inner.contains("__") && !inner.contains(|char: char| char.is_ascii_uppercase()),
            // Between digits it keeps numbers apart.
            Case::Pascal => inner.split('_').skip(1).zip(inner.split('_')).all(|(behind, before)| {
                before.ends_with(|last: char| last.is_ascii_digit())
                    && behind.starts_with(|first: char| first.is_ascii_digit())
            }),
            Case::Screaming => true,
        }
}

/// A line of the settings: the key with the name.
pub(super) fn entry(key: &str, name: &str) -> String {
    let mut quoted = String::new();
    for char in key.chars() {
        match char {
            '"' | '\\' => quoted.extend(['\\', char]),
            char if char.is_control() => quoted.push_str(&format!("\\u{:04x}", u32::from(char))),
            char => quoted.push(char),
        }
    }
    format!("\"{quoted}\" = \"{name}\"")
}

#[cfg(test)]
mod tests {
    use super::{Case, in_case};

    #[test]
    fn a_name_is_written_as_rustc_has_names() {
        for name in ["User", "V1_2", "HTTPServer", "N1_2_3", "User_", "U"] {
            assert_eq!(in_case(name, Case::Pascal), None, "{name}");
        }
        for (name, meant) in [("Foo_Bar", "FooBar"), ("M_M", "MM"), ("V1__2", "V1_2"), ("A_1", "A1"), ("user", "User")]
        {
            assert_eq!(in_case(name, Case::Pascal).as_deref(), Some(meant), "{name}");
        }
        for name in ["user", "v1_2", "type_", "user_id"] {
            assert_eq!(in_case(name, Case::Snake), None, "{name}");
        }
        for (name, meant) in [("someField", "some_field"), ("a__b", "a_b"), ("User", "user"), ("user_ID", "user_id")] {
            assert_eq!(in_case(name, Case::Snake).as_deref(), Some(meant), "{name}");
        }
    }
}
