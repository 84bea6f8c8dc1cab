//! Percent-encoding (RFC 3986 section 2.1, RFC 6570 section 3.2).
//!
//! In comes any text, out comes text that can stand at one place of a URI. Styles and delimiters are not its business.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What is left as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// Letters, digits and `-._~`: simple expansion.
    Unreserved,
    /// The reserved characters that a path can bear as well, and percent-encoded triplets: `?`, `#`, `[`, `]` are encoded.
    ReservedInPath,
    /// The reserved characters that a query can bear as well, and triplets. `#`, `[`, `]` may not stand in a query, `&` and `+`
    /// would change what the server reads (OpenAPI 3.0.4 section 4.8.12.2.1 asks the sender to encode them).
    ReservedInQuery,
    /// The reserved characters that a cookie can bear as well, and triplets: `,` and `;` may not stand in one (RFC 6265 section 4.1.1).
    ReservedInCookie,
}

const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
const COMMON: &AsciiSet = &UNRESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');
const RESERVED_IN_PATH: &AsciiSet = &COMMON.remove(b'&').remove(b'+');
const RESERVED_IN_QUERY: &AsciiSet = &COMMON.remove(b'?');
const RESERVED_IN_COOKIE: &AsciiSet = &LITERAL.remove(b'#').add(b',').add(b';');
const LITERAL: &AsciiSet = &RESERVED_IN_PATH.remove(b'?').remove(b'[').remove(b']');

impl Keep {
    const fn encoded(self) -> &'static AsciiSet {
        match self {
            Self::Unreserved => UNRESERVED,
            Self::ReservedInPath => RESERVED_IN_PATH,
            Self::ReservedInQuery => RESERVED_IN_QUERY,
            Self::ReservedInCookie => RESERVED_IN_COOKIE,
        }
    }
}

/// Encodes a value, or the name of a parameter.
pub(crate) fn encode(text: &str, keep: Keep) -> Cow<'_, str> {
    match keep {
        Keep::Unreserved => utf8_percent_encode(text, UNRESERVED).into(),
        Keep::ReservedInPath | Keep::ReservedInQuery | Keep::ReservedInCookie => with_triplets(text, keep.encoded()),
    }
}

/// Whether `written` is how `text` is encoded, in whatever way.
pub(crate) fn is_written(written: &str, text: &str) -> bool {
    percent_decode_str(written).eq(text.bytes())
}

/// Encodes the fixed text of a path template: only what cannot stand in a URI at all.
pub(crate) fn literal(text: &str) -> Cow<'_, str> {
    with_triplets(text, LITERAL)
}

/// Encodes all but triplets that are there already.
fn with_triplets<'t>(text: &'t str, set: &'static AsciiSet) -> Cow<'t, str> {
    let Some((before, rest)) = text.split_once('%') else { return utf8_percent_encode(text, set).into() };
    let mut out = utf8_percent_encode(before, set).to_string();
    for piece in rest.split('%') {
        let is_triplet = piece.len() >= 2 && piece.bytes().take(2).all(|byte| byte.is_ascii_hexdigit());
        out.push_str(if is_triplet { "%" } else { "%25" });
        out.extend(utf8_percent_encode(piece, set));
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_unreserved_characters_stay() {
        assert_eq!(encode("aZ09-._~", Keep::Unreserved), "aZ09-._~");
        assert_eq!(encode("a/b c?d#e%25ü+&=", Keep::Unreserved), "a%2Fb%20c%3Fd%23e%2525%C3%BC%2B%26%3D");
        assert_eq!(encode("!'()*", Keep::Unreserved), "%21%27%28%29%2A");
    }

    #[test]
    fn reserved_characters_stay_where_the_place_bears_them() {
        assert_eq!(encode("a/b?c#d[e]&f+g %2F%", Keep::ReservedInPath), "a/b%3Fc%23d%5Be%5D&f+g%20%2F%25");
        assert_eq!(encode("a/b?c#d[e]&f+g=h %2F%zz", Keep::ReservedInQuery), "a/b?c%23d%5Be%5D%26f%2Bg=h%20%2F%25zz");
        assert_eq!(encode("a/b?c#d[e]&f+g=h %2F,;\"\\", Keep::ReservedInCookie), "a/b?c#d[e]&f+g=h%20%2F%2C%3B%22%5C");
    }

    #[test]
    fn a_name_is_found_however_it_is_encoded() {
        for written in ["api key", "api%20key", "%61pi%20ke%79"] {
            assert!(is_written(written, "api key"), "{written}");
        }
        assert!(!is_written("api+key", "api key") && !is_written("api", "api key"));
    }

    #[test]
    fn literals_keep_what_a_uri_can_hold() {
        assert_eq!(literal("/a b/ü/%20?x=1&y=2"), "/a%20b/%C3%BC/%20?x=1&y=2");
    }
}
