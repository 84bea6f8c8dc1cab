//! The way back from the document as it is after some passes to the files that the user wrote.
//!
//! Enters: each move that a pass makes. Leaves: for a place of now, the file and the place it came from.

use std::collections::BTreeMap;

use crate::place::Pointer;

/// Where subtrees of the present document came from. A place that nothing is recorded for has not moved.
#[derive(Clone, Debug, Default)]
pub(crate) struct Origins {
    moved: BTreeMap<Pointer, Origin>,
}

/// A subtree's first place; no file means the description itself.
#[derive(Clone, Debug)]
struct Origin {
    file: Option<String>,
    pointer: Pointer,
}

impl Origins {
    /// A file has been put into the document.
    pub(crate) fn embed(&mut self, file: &str, to: &Pointer) {
        self.moved.insert(to.clone(), Origin { file: Some(file.to_owned()), pointer: Pointer::root() });
    }

    /// A pass has brought what stood at `from` to `to`.
    pub(crate) fn record(&mut self, from: &Pointer, to: &Pointer) {
        if from == to {
            return;
        }
        let (file, pointer) = self.source(from);
        let file = file.map(str::to_owned);
        self.moved.insert(to.clone(), Origin { file, pointer });
    }

    /// The file, where it is not the description itself, and the place in it that `pointer` came from.
    pub(crate) fn source(&self, pointer: &Pointer) -> (Option<&str>, Pointer) {
        if self.moved.is_empty() {
            return (None, pointer.clone());
        }
        let mut within = Some(pointer.clone());
        while let Some(here) = within {
            if let Some(origin) = self.moved.get(&here) {
                let back = pointer.moved(&here, &origin.pointer).unwrap_or_else(|| origin.pointer.clone());
                return (origin.file.as_deref(), back);
            }
            within = here.parent();
        }
        (None, pointer.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::{Origins, Pointer};

    fn at(text: &str) -> Pointer {
        Pointer::parse(text).expect("a pointer")
    }

    #[test]
    fn moves_compose() {
        let mut origins = Origins::default();
        origins.record(&at("/definitions"), &at("/components/schemas"));
        origins.record(&at("/components/schemas/A"), &at("/components/schemas/B"));
        assert_eq!(origins.source(&at("/components/schemas/B/type")).1, at("/definitions/A/type"));
        assert_eq!(origins.source(&at("/components/schemas/C")).1, at("/definitions/C"));
        assert_eq!(origins.source(&at("/paths")).1, at("/paths"));
    }
}
