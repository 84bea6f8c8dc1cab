//! The types of a generated crate, each with the place of the description that it was made of. Read from what `dump names` prints.

/// A type of a generated crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// A pointer into the description, such as `#/components/schemas/User`.
    pub place: String,
    /// As Rust knows it below `types`.
    pub name: String,
}

/// Every type of the names that were dumped: the lines that begin at the margin and name something of `types`.
#[must_use]
pub fn types(names: &str) -> Vec<Named> {
    let lines = names.lines().filter(|line| !line.starts_with(' '));
    lines.filter_map(of_line).collect()
}

fn of_line(line: &str) -> Option<Named> {
    let (place, rest) = line.split_once("  types::")?;
    let name = rest.split_whitespace().next()?;
    Some(Named { place: place.to_owned(), name: name.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_and_services_are_no_types() {
        let names = "#/components/schemas/A b  types::AB  a_b.rs\n    id\nauth  client.auth()  Auth\n    #/paths/~1x/get  types::x(body)\n";
        let expected = Named { place: "#/components/schemas/A b".to_owned(), name: "AB".to_owned() };
        assert_eq!(types(names), [expected]);
    }
}
