//! Who may use whom: the tables that `cargo xtask tidy` checks. Nothing but data and how to read a row.
//!
//! Everything may use `std` and what is its own. The longest place that a file is in has its row.

mod cli;
mod codegen;
pub(crate) mod order;
mod runtime;

/// What a place may use, of our rooms and of other crates.
pub(crate) enum Grant {
    /// These and nothing else. `emit::Cell` grants a part of a room.
    Only(&'static [&'static str]),
    /// Everything but these.
    AllBut(&'static [&'static str]),
}

/// One row: the place, what it may use, and what to do where it wants more.
pub(crate) struct Row {
    /// A file or a folder, from the root.
    pub(crate) place: &'static str,
    pub(crate) grant: Grant,
    pub(crate) help: &'static str,
}

use Grant::{AllBut, Only};

/// The tables of rows, and where they stand.
pub(crate) const TABLES: [(&str, &[Row]); 3] = [
    ("xtask/src/tidy/rooms/cli.rs", cli::ROWS),
    ("xtask/src/tidy/rooms/codegen.rs", codegen::ROWS),
    ("xtask/src/tidy/rooms/runtime.rs", runtime::ROWS),
];

/// A word that a place has to do without, and what to do instead.
pub(crate) struct Withheld {
    pub(crate) place: &'static str,
    pub(crate) word: &'static str,
    pub(crate) help: &'static str,
}

pub(crate) const WITHHELD: &[Withheld] = &[
    Withheld {
        place: "codegen/src/emit",
        word: "format_ident",
        help: "a Rust name is born in names: ask Names for it",
    },
    Withheld {
        place: "codegen/src/lower",
        word: "panic",
        help: "lowering is total: report a diagnostic and fall back to something lossless",
    },
    Withheld {
        place: "codegen/src/document",
        word: "panic",
        help: "nothing in a user's document panics: report a diagnostic",
    },
];

/// The row of a file.
pub(crate) fn row_of(file: &str) -> Option<&'static Row> {
    TABLES.iter().flat_map(|(_, rows)| *rows).filter(|row| is_in(file, row.place)).max_by_key(|row| row.place.len())
}

/// Whether a file is in a place: below that folder, that file itself, or the file of that module.
pub(crate) fn is_in(file: &str, place: &str) -> bool {
    file.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest == ".rs" || rest.starts_with('/'))
}

impl Row {
    /// Whether the row grants a path: crates by their name, rooms by theirs.
    pub(crate) fn grants(&self, path: &[&str]) -> bool {
        match self.grant {
            Only(_) => self.granting(path).next().is_some(),
            AllBut(list) => !list.iter().any(|entry| covers(entry, path)),
        }
    }

    /// The entries that grant a path.
    pub(crate) fn granting<'p>(&self, path: &'p [&'p str]) -> impl Iterator<Item = &'static str> + use<'p> {
        self.only().iter().copied().filter(move |entry| covers(entry, path))
    }

    /// The entries that grant something; none where everything is granted but some.
    pub(crate) fn only(&self) -> &'static [&'static str] {
        match self.grant {
            Only(list) => list,
            AllBut(_) => &[],
        }
    }
}

/// Whether a path is what an entry of the table names, or a part of it.
fn covers(entry: &str, path: &[&str]) -> bool {
    let mut segments = path.iter();
    entry.split("::").all(|wanted| segments.next() == Some(&wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_place_has_the_row() {
        assert_eq!(row_of("codegen/src/emit/docs.rs").unwrap().place, "codegen/src/emit");
        assert_eq!(row_of("codegen/src/print.rs").unwrap().place, "codegen/src/print");
        assert_eq!(row_of("codegen/src/lib.rs").unwrap().place, "codegen/src");
        assert_eq!(row_of("runtime/src/transport/reqwest.rs").unwrap().place, "runtime/src/transport/reqwest");
        assert!(row_of("xtask/src/main.rs").is_none());
    }

    #[test]
    fn a_part_of_a_room_can_be_granted() {
        let lower = row_of("codegen/src/lower/mod.rs").unwrap();
        let print = row_of("codegen/src/print.rs").unwrap();
        assert!(print.grants(&["emit", "Item", "new"]) && !print.grants(&["emit", "Cx"]));
        assert!(!lower.grants(&["document", "parse"]));
        assert!(!lower.grants(&["document"]));
    }
}
