//! References to files and to what has an address, seen from where they are written (RFC 3986 section 5.2).
//!
//! Enters: two texts. Leaves: one. Whether there is anything is not its business.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// Whether a text says by a scheme where a thing is, whatever it is seen from: `https://example.com/user.yaml`, `urn:example:user`.
pub(super) fn is_absolute(text: &str) -> bool {
    scheme(text).is_some()
}

/// What an address begins with before its `:`.
pub(super) fn scheme(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once(':')?;
    // One letter is a drive.
    let is_one = scheme.len() > 1
        && scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.chars().all(|part| part.is_ascii_alphanumeric() || matches!(part, '+' | '-' | '.'));
    is_one.then_some(scheme)
}

/// Whether a text names a server and leaves open how it is asked (RFC 3986 section 4.2): `//example.com/user.yaml`.
pub(super) fn is_of_network(text: &str) -> bool {
    text.starts_with("//")
}

/// Whether what stands at an address is fetched.
pub(super) fn is_fetched(text: &str) -> bool {
    scheme(text).is_some_and(|scheme| ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)))
}

/// The scheme and the authority of an address: `https://example.com`.
fn origin(text: &str) -> Option<&str> {
    let authority = text.find("://").filter(|_| is_absolute(text))? + 3;
    Some(&text[..authority + text[authority..].find('/').unwrap_or(text.len() - authority)])
}

/// What a text names, seen from `base`: a path without `.`, and without `..` where that can be, or an address. Of files the names are as
/// the disk has them: `My%20Types.yaml` is `My Types.yaml`.
pub(super) fn against(base: &str, text: &str) -> String {
    if let Some(scheme) = scheme(text) {
        // Capitals make no other scheme (RFC 3986 section 3.1).
        return scheme.to_ascii_lowercase() + &text[scheme.len()..];
    }
    if is_of_network(text) {
        return scheme(base).map_or_else(|| text.to_owned(), |scheme| format!("{scheme}:{text}"));
    }
    let server = origin(base).unwrap_or_default();
    let path = if server.is_empty() { decoded(text) } else { Cow::Borrowed(text) };
    let folder = match base.rfind('/') {
        Some(end) if !path.starts_with('/') && end >= server.len() => &base[server.len()..end],
        _ => "",
    };
    let is_rooted = path.starts_with('/') || folder.starts_with('/') || !server.is_empty();
    let mut steps: Vec<&str> = Vec::new();
    for step in folder.split('/').chain(path.split('/')) {
        match step {
            "" | "." => {}
            ".." if steps.last().is_some_and(|last| *last != "..") => drop(steps.pop()),
            ".." if is_rooted => {}
            step => steps.push(step),
        }
    }
    format!("{server}{}{}", if is_rooted { "/" } else { "" }, steps.join("/"))
}

fn decoded(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8().unwrap_or(Cow::Borrowed(text))
}

#[cfg(test)]
mod tests {
    use super::{against, is_absolute};

    #[test]
    fn a_reference_is_seen_from_where_it_is_written() {
        for (base, text, seen) in [
            ("types/user.yaml", "room.yaml", "types/room.yaml"),
            ("types/user.yaml", "../../shared/./a.yaml", "../shared/a.yaml"),
            ("../shared/a.yaml", "../b.yaml", "../b.yaml"),
            ("", "My%20Types.yaml", "My Types.yaml"),
            ("types/user.yaml", "/etc/a.yaml", "/etc/a.yaml"),
            ("types/user.yaml", "https://example.com/a.yaml", "https://example.com/a.yaml"),
            ("https://example.com/v1/a.yaml", "b.yaml", "https://example.com/v1/b.yaml"),
            ("https://example.com/v1/a.yaml", "../../b.yaml", "https://example.com/b.yaml"),
            ("https://example.com/schemas/user", "/room", "https://example.com/room"),
            ("https://example.com", "room", "https://example.com/room"),
            ("https://example.com/a", "urn:example:room", "urn:example:room"),
            ("https://example.com/a/b", "//example.org/room", "https://example.org/room"),
            ("types/user.yaml", "//example.org/room", "//example.org/room"),
            ("", "HTTPS://Example.com/A", "https://Example.com/A"),
            ("", "room", "room"),
        ] {
            assert_eq!(against(base, text), seen, "{text} in {base}");
        }
    }

    #[test]
    fn a_drive_is_no_scheme() {
        assert!(is_absolute("urn:example:user") && is_absolute("file:///a.yaml"));
        assert!(!is_absolute("C:/a.yaml") && !is_absolute("a.yaml") && !is_absolute("1a:b"));
    }
}
