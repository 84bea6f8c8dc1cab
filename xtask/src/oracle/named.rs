//! The types of a generated crate, each with the place of the description that it was made of. Read from what `dump names` prints.

/// A type of a generated crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// A pointer into the description, such as `#/components/schemas/User`.
    pub place: String,
    /// As Rust knows it below `types`.
    pub name: String,
}

/// Every type of the names that were dumped; those of `types` come first, then handles and calls, of which the handles have no place.
#[must_use]
pub fn types(names: &str) -> Vec<Named> {
    let lines = names.lines().take_while(|line| !line.starts_with("-  type  "));
    lines.filter_map(of_line).collect()
}

fn of_line(line: &str) -> Option<Named> {
    let (place, name) = line.split_once("  type  ")?;
    Some(Named { place: place.to_owned(), name: name.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_and_services_are_no_types() {
        let names = "#/components/schemas/A b  type  AB\n#/components/schemas/A b/properties/id  property  id\n#/paths/~1x/get  operation  x\n";
        let expected = Named { place: "#/components/schemas/A b".to_owned(), name: "AB".to_owned() };
        assert_eq!(types(names), [expected]);
    }
}
