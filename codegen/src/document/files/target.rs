//! Where the text of a reference leads, seen from the file that it stands in (RFC 3986 section 5).
//!
//! Enters: two texts. Leaves: a file and what is named in it. Whether either exists is not its business.

use crate::document::uri;
use crate::place::Pointer;

/// What a reference names, in two parts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Target<'r> {
    /// Relative to the description, or an address; `None` for the file that the reference stands in.
    pub(super) file: Option<String>,
    /// What follows the `#`; empty for the whole file.
    pub(super) fragment: &'r str,
}

impl<'r> Target<'r> {
    /// Reads a reference of the file `base`, the description where that is `None`.
    pub(super) fn read(reference: &'r str, base: Option<&str>) -> Self {
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let file = (!file.is_empty()).then(|| uri::against(base.unwrap_or_default(), file));
        Self { file, fragment }
    }

    /// The pointers that the fragment may be: a `%` may encode something, or be a part of a key.
    pub(super) fn pointers(&self) -> impl Iterator<Item = Pointer> + use<> {
        let literal = Pointer::literal(&format!("#{}", self.fragment));
        Pointer::parse(self.fragment).into_iter().chain(literal)
    }

    /// The pointer that the fragment is once it begins as pointers do.
    pub(super) fn without_slash(&self) -> Option<Pointer> {
        let is_meant = !self.fragment.is_empty() && !self.fragment.starts_with('/');
        Pointer::parse(&format!("/{}", self.fragment)).filter(|_| is_meant)
    }
}

#[cfg(test)]
mod tests {
    use super::Target;

    #[test]
    fn a_reference_is_seen_from_the_file_that_it_stands_in() {
        let cases = [
            (None, "user.yaml", Some("user.yaml"), ""),
            (None, "./user.yaml#/User", Some("user.yaml"), "/User"),
            (Some("types/user.yaml"), "#/User", None, "/User"),
            (Some("types/user.yaml"), "room.yaml", Some("types/room.yaml"), ""),
            (Some("types/user.yaml"), "../api.yaml#/paths", Some("api.yaml"), "/paths"),
            (Some("types/user.yaml"), "../../shared/./a.yaml", Some("../shared/a.yaml"), ""),
            (Some("../shared/a.yaml"), "../b.yaml", Some("../b.yaml"), ""),
            (None, "My%20Types.yaml", Some("My Types.yaml"), ""),
            (Some("types/user.yaml"), "/etc/a.yaml", Some("/etc/a.yaml"), ""),
            (Some("types/user.yaml"), "https://example.com/a.yaml#/A", Some("https://example.com/a.yaml"), "/A"),
            (Some("https://example.com/v1/a.yaml"), "b.yaml", Some("https://example.com/v1/b.yaml"), ""),
            (Some("https://example.com/v1/a.yaml"), "../../b.yaml", Some("https://example.com/b.yaml"), ""),
            (Some("https://example.com/v1/a.yaml"), "/b.yaml", Some("https://example.com/b.yaml"), ""),
            (Some("https://example.com"), "b.yaml", Some("https://example.com/b.yaml"), ""),
        ];
        for (base, reference, file, fragment) in cases {
            let expected = Target { file: file.map(str::to_owned), fragment };
            assert_eq!(Target::read(reference, base), expected, "{reference} in {base:?}");
        }
    }
}
