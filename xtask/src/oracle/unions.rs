//! Which unions of a crate have a type as an alternative. It is read from the sources, where a union is an enum.

use super::harness::Module;

/// The places of the unions.
pub(super) fn of<'m>(module: &'m Module, ty: &str) -> Vec<&'m str> {
    let unions = module.files.values().flat_map(|text| enums(text)).filter(|(_, body)| holds(body, ty));
    let places = unions.filter_map(|(name, _)| module.types.iter().find(|named| named.name == name));
    places.map(|named| named.place.as_str()).collect()
}

/// The names of the enums of a source, each with what is between its braces.
fn enums(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split("pub enum ").skip(1).filter_map(|rest| {
        let (name, rest) = rest.split_once(" {")?;
        Some((name, rest.split("\n}").next()?))
    })
}

/// Whether a variant holds a type, by itself or in something else.
fn holds(variants: &str, ty: &str) -> bool {
    let variants = variants.lines().filter(|line| !line.trim_start().starts_with("//"));
    let held = variants.filter_map(|line| Some(line.split_once('(')?.1));
    held.flat_map(|held| held.split(|c: char| !c.is_alphanumeric() && c != '_')).any(|word| word == ty)
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
        assert_eq!(of(&module, "ActionCopy"), ["#/Change"]);
        assert_eq!(of(&module, "Move"), ["#/Action"], "what a variant is called is no type");
        assert!(of(&module, "Action").is_empty());
    }
}
