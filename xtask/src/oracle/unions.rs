//! Which unions of a crate have a type as an alternative. It is read from the sources, where a union is an enum.

use std::collections::{BTreeMap, BTreeSet};

use super::harness::Module;

/// The enums of a crate.
#[derive(Debug, Default)]
pub(super) struct Unions<'m> {
    names: BTreeSet<&'m str>,
    /// By the name of a type: the places of the enums whose variants hold it.
    holders: BTreeMap<&'m str, BTreeSet<&'m str>>,
}

impl<'m> Unions<'m> {
    /// Reads all sources, once: there are thousands of types.
    pub(super) fn of(module: &'m Module) -> Self {
        let places: BTreeMap<&str, &str> =
            module.types.iter().map(|named| (named.name.as_str(), named.place.as_str())).collect();
        let mut unions = Self::default();
        for (name, variants) in module.files.values().flat_map(|text| enums(text)) {
            unions.names.insert(name);
            for ty in places.get(name).into_iter().flat_map(|_| held(variants)) {
                unions.holders.entry(ty).or_default().extend(places.get(name));
            }
        }
        unions
    }

    /// Whether a type is an enum.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// The places of those that have a type as an alternative.
    pub(super) fn around(&self, ty: &str) -> impl Iterator<Item = &'m str> {
        self.holders.get(ty).into_iter().flatten().copied()
    }
}

/// The names of the enums of a source, each with what is between its braces.
fn enums(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split("pub enum ").skip(1).filter_map(|rest| {
        let (name, rest) = rest.split_once(" {")?;
        Some((name, rest.split("\n}").next()?))
    })
}

/// The words of what variants hold, types among them, by themselves or in something else.
fn held(variants: &str) -> impl Iterator<Item = &str> {
    let variants = variants.lines().filter(|line| !line.trim_start().starts_with("//"));
    let held = variants.filter_map(|line| Some(line.split_once('(')?.1));
    held.flat_map(|held| held.split(|c: char| !c.is_alphanumeric() && c != '_'))
}

#[cfg(test)]
mod tests {
    use super::super::named::Named;
    use super::*;

    #[test]
    fn a_union_has_the_types_that_its_variants_hold() {
        let source = "\
pub enum Change {
    /// Not an [`Action`].
    Move(ActionMove),
    Copy(Box<ActionCopy>),
}
pub enum Action {
    Move(Move),
}
";
        let named = |name: &str| Named { place: format!("#/{name}"), name: name.to_owned() };
        let module = Module {
            name: "a".to_owned(),
            files: [("src/types/change.rs".to_owned(), source.to_owned())].into(),
            types: vec![named("Change"), named("Action")],
        };
        let unions = Unions::of(&module);
        let around = |ty: &str| unions.around(ty).collect::<Vec<_>>();
        assert_eq!(around("ActionCopy"), ["#/Change"]);
        assert_eq!(around("Move"), ["#/Action"], "what a variant is called is no type");
        assert!(around("Action").is_empty());
        assert!(unions.has("Change") && !unions.has("Move"));
    }
}
