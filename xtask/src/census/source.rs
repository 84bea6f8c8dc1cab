//! What of the generated sources belongs to what: to an operation its method and everything that the method names, directly or not;
//! to a type what defines it, under all its names.

use std::collections::{BTreeMap, BTreeSet};

use super::items::{Item, Words, items};
use super::things::{Evidence, Scope, Thing, letters};
use clientwright::inner::Files;

/// All sources of a crate.
#[derive(Debug)]
pub(super) struct Sources {
    /// By the line that the documentation of a method has: `GET /users/{id}`.
    operations: BTreeMap<String, Words>,
    /// By the name of the type.
    types: BTreeMap<String, Words>,
    all: Words,
}

impl Sources {
    /// Reads all files.
    pub(super) fn read(files: &Files) -> Result<Self, String> {
        let mut sources = Self { operations: BTreeMap::new(), types: BTreeMap::new(), all: Words::default() };
        let mut aliases: Vec<(String, String)> = Vec::new();
        for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".rs")) {
            let items = items(text).map_err(|error| format!("{path}: {error}"))?;
            items.iter().for_each(|item| sources.all.add(&item.words));
            if path.starts_with("src/api/") {
                sources.add_operations(&items);
            } else if path.starts_with("src/types/") {
                for (name, item) in items.iter().filter_map(|item| Some((item.defines.as_ref()?, item))) {
                    sources.types.entry(plain(name)).or_default().add(&item.words);
                    aliases.extend(item.stands_for.as_ref().map(|target| (plain(name), plain(target))));
                }
            }
        }
        // What is in a type is in its other names too.
        for (name, target) in aliases {
            if let Some(words) = sources.types.get(&target).cloned() {
                sources.types.entry(name).or_default().add(&words);
            }
        }
        for (_, text) in files.iter().filter(|(path, _)| path.ends_with(".md") || *path == "Cargo.toml") {
            sources.all.documentation.push_str(&letters(text));
        }
        Ok(sources)
    }

    fn add_operations(&mut self, items: &[Item]) {
        for method in items.iter().flat_map(|item| &item.inner) {
            let Some(key) = operation(&method.words.documentation) else { continue };
            let mut words = method.words.clone();
            let mut added = BTreeSet::new();
            loop {
                let named = |(index, item): &(usize, &Item)| {
                    let is_service = item.inner.iter().any(|it| operation(&it.words.documentation).is_some());
                    let defines = item.defines.as_ref().is_some_and(|name| words.identifiers.contains(name));
                    defines && !is_service && !added.contains(index)
                };
                let Some((index, item)) = items.iter().enumerate().find(named) else { break };
                added.insert(index);
                words.add(&item.words);
            }
            // What many calls fail with is said at their handle, whose name the documentation has.
            if let Some((statuses, handle)) = elsewhere(&words.documentation) {
                let told = items.iter().filter(|item| item.defines.as_ref() == Some(&handle) && item.inner.is_empty());
                told.for_each(|item| words.documentation.push_str(&entries(&item.words.documentation, &statuses)));
            }
            words.documentation = letters(&words.documentation);
            // Two methods may be of one operation: for a value, and for a stream.
            self.operations.entry(key).or_default().add(&words);
        }
    }

    /// Whether a thing is in its part of the crate.
    pub(super) fn has(&self, thing: &Thing) -> bool {
        let words = match &thing.scope {
            Scope::Operation(key) => self.operations.get(key),
            Scope::Type(name) => self.types.get(&plain(name)),
            Scope::Crate => Some(&self.all),
        };
        words.is_some_and(|words| words.shows(&thing.evidence))
    }
}

/// `GET /users` of documentation that says "`GET /users` from `#/paths/..`".
fn operation(documentation: &str) -> Option<String> {
    let line = documentation.lines().find(|line| line.contains("` from `#/"))?;
    let (operation, _) = line.split_once("` from `#/")?;
    Some(operation.trim().trim_start_matches('`').to_owned())
}

/// The statuses and `Users` of documentation that says "- 401, 404: as [`Users`] says."
fn elsewhere(documentation: &str) -> Option<(Vec<String>, String)> {
    let line = documentation.split_whitespace().collect::<Vec<_>>().join(" ");
    let (before, rest) = line.split_once(": as [`")?;
    let (name, _) = rest.split_once("`] says.")?;
    let (_, statuses) = before.rsplit_once("- ")?;
    let statuses = statuses.split(", ").map(str::to_owned).collect();
    Some((statuses, name.trim_start_matches("struct@").to_owned()))
}

/// Of a list, the entries that begin with one of these words.
fn entries(documentation: &str, asked: &[String]) -> String {
    let mut is_asked = false;
    let lines = documentation.lines().filter(|line| {
        if let Some(entry) = line.strip_prefix(' ').unwrap_or(line).strip_prefix("- ") {
            is_asked =
                asked.iter().any(|word| entry.strip_prefix(word.as_str()).is_some_and(|it| it.starts_with([':', '.'])));
        }
        is_asked
    });
    lines.map(|line| format!("{line}\n")).collect()
}

fn plain(name: &str) -> String {
    name.trim_start_matches("r#").to_owned()
}

impl Words {
    fn shows(&self, evidence: &Evidence) -> bool {
        match evidence {
            Evidence::Scope => true,
            Evidence::Literal(text) => match text.strip_suffix('*') {
                Some(start) => self.literals.iter().any(|literal| literal.starts_with(start)),
                None => self.literals.contains(text),
            },
            Evidence::AnyCase(text) => {
                self.literals.iter().any(|literal| literal.eq_ignore_ascii_case(text))
                    || self.documentation.contains(&letters(text))
            }
            Evidence::Words(words, literal) => {
                let listed = |list: &String| list.split(", ").any(|entry| entry == literal);
                words.iter().any(|word| self.identifiers.contains(*word)) || self.literals.iter().any(listed)
            }
            Evidence::Documentation(text) => letters(&self.documentation).contains(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_has_what_its_method_names() {
        let source = "\
impl Users {
    /// Lists.
    ///
    /// `GET /users` from `#/paths/~1users/get`
    pub fn list(&self) -> List { List(self.0.call(List::SPEC)) }
    /// `GET /rooms` from `#/paths/~1rooms/get`
    pub fn rooms(&self) -> Rooms { Rooms(self.0) }
}
rt::operation! { pub struct List: GET \"/users\" as \"list\" { body: \"a/b\" } -> Result<types::Page, Error<Infallible>> as rt::Json<_>, rt::Undocumented }
impl List { pub fn limit(self, limit: i32) -> Self { Self(self.0.query(\"limit\", &limit)) } }
pub struct Rooms(rt::Call);
";
        let sources = Sources::read(&Files::from([("src/api/users.rs".to_owned(), source.to_owned())])).unwrap();
        let list = &sources.operations["GET /users"];
        assert!(list.literals.contains("limit") && list.literals.contains("a/b") && list.identifiers.contains("Json"));
        assert!(list.shows(&Evidence::Documentation("lists".to_owned())));
        assert!(!sources.operations["GET /rooms"].literals.contains("limit"));
    }

    #[test]
    fn an_operation_has_those_errors_of_its_handle_that_it_names() {
        let source = "\
/// What calls may fail with.
///
/// - 400: Bad.
/// - 404: Nobody
///   knows.
/// - Any other status: Odd.
pub struct Users(Client);
impl Users {
    /// `GET /users` from `#/paths/~1users/get`
    ///
    /// # Errors
    /// - 500: Own.
    /// - 404, Any other status: as
    ///   [`Users`] says.
    pub fn list(&self) -> List { List(self.0.call(List::SPEC)) }
}
";
        let sources = Sources::read(&Files::from([("src/api/users.rs".to_owned(), source.to_owned())])).unwrap();
        let list = &sources.operations["GET /users"];
        let says = |text: &str| list.shows(&Evidence::Documentation(letters(text)));
        assert!(says("Nobody knows") && says("Odd") && says("Own") && !says("Bad"));
    }

    #[test]
    fn a_property_is_called_like_its_field_unless_another_name_is_given() {
        let source = "rt::record! { A new(id: u8) { required id; optional r#type: impl IntoIterator<Item = B> = \"type\"; extra rest; } }";
        let sources = Sources::read(&Files::from([("src/types/a.rs".to_owned(), source.to_owned())])).unwrap();
        assert_eq!(sources.types["A"].literals, ["id", "type"].map(str::to_owned).into());
    }
}
