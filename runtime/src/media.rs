//! Media types as far as the wire needs them: comparing, matching a range, telling JSON (RFC 9110 section 8.3, RFC 6839).
//!
//! In come the texts of headers and descriptions, whole and possibly malformed; out go plain answers.

use std::borrow::Cow;

/// `type/subtype` without parameters, lower case.
pub(crate) fn essence(media_type: &str) -> Cow<'_, str> {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    match essence.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => Cow::Owned(essence.to_ascii_lowercase()),
        false => Cow::Borrowed(essence),
    }
}

/// The value of a parameter such as `charset`, unquoted, lower case.
pub(crate) fn parameter(media_type: &str, name: &str) -> Option<String> {
    let parameters = media_type.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let mut matching = parameters.filter(|(key, _)| key.trim().eq_ignore_ascii_case(name));
    matching.next().map(|(_, value)| value.trim().trim_matches('"').to_ascii_lowercase())
}

/// Whether documents of that type are JSON: `application/json`, `text/json`, or a `+json` suffix.
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}

/// Whether documents of that type are JSON values in lines: JSON Lines, NDJSON, under whatever name.
pub(crate) fn is_json_lines(media_type: &str) -> bool {
    let essence = essence(media_type);
    let Some((_, name)) = essence.split_once('/') else { return false };
    let name = name.strip_prefix("x-").unwrap_or(name);
    matches!(name, "jsonl" | "jsonlines" | "json-lines" | "ndjson" | "stream+json")
}

/// Whether documents of that type are JSON text sequences (RFC 7464, RFC 8091).
pub(crate) fn is_json_sequence(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/json-seq" || essence.ends_with("+json-seq")
}

/// Whether a type falls into a range such as `image/*` or `application/*+json`, or is that very type.
pub(crate) fn matches(range: &str, media_type: &str) -> bool {
    let (range, found) = (essence(range), essence(media_type));
    match range.split_once('*') {
        Some(("", "/*")) => true,
        Some((before, after)) if before.ends_with('/') => {
            found.strip_prefix(before).is_some_and(|found| found.len() > after.len() && found.ends_with(after))
        }
        _ => range == found,
    }
}

/// Whether the text names one type: no range, no list.
pub(crate) fn is_concrete(media_type: &str) -> bool {
    !media_type.contains(['*', ',']) && essence(media_type).contains('/')
}

/// Whether a content type names a range, which is for asking and never for what is sent.
pub(crate) fn is_range(media_type: &str) -> bool {
    essence(media_type).contains(['*', ','])
}

/// Why a range is not sent.
pub(crate) const RANGE_REFUSAL: &str = "the content type is a range: name one type of it";

/// The content type of a body or part: its own where allowed, else the one that is allowed, else the fallback where allowed.
/// An own type that was only guessed gives way to the single allowed one; an own range is refused, whatever is allowed.
pub(crate) fn choose(
    own: Option<&str>,
    guessed: bool,
    allowed: &[&'static str],
    fallback: &'static str,
) -> Result<Cow<'static, str>, String> {
    let is_allowed = |media_type: &str| allowed.is_empty() || allowed.iter().any(|range| matches(range, media_type));
    // Seen in many descriptions: `image/jpg`, which no registry has.
    let own = own.map(|own| if own == "image/jpeg" && allowed.contains(&"image/jpg") { "image/jpg" } else { own });
    match (own, allowed) {
        (Some(own), _) if is_range(own) => Err(RANGE_REFUSAL.to_owned()),
        (Some(own), _) if is_allowed(own) => Ok(Cow::Owned(own.to_owned())),
        (Some(own), _) if !guessed => Err(format!("the content type is {own}; allowed: {}", allowed.join(", "))),
        (_, [only]) if is_concrete(only) => Ok(Cow::Borrowed(only)),
        (None, _) if is_allowed(fallback) => Ok(Cow::Borrowed(fallback)),
        _ => Err(format!("the content type must be given; allowed: {}", allowed.join(", "))),
    }
}

/// Says the charset where a text goes beyond the ASCII that its type promises by default.
pub(crate) fn with_charset(media_type: Cow<'static, str>, text: &str) -> Cow<'static, str> {
    let needed = !text.is_ascii() && media_type.starts_with("text/") && parameter(&media_type, "charset").is_none();
    if needed { Cow::Owned(format!("{media_type}; charset=utf-8")) } else { media_type }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_under_its_names() {
        let json = ["application/json", "Application/JSON; charset=utf-8", "application/problem+json", "text/json"];
        assert!(json.into_iter().all(is_json));
        let other = ["text/html", "application/jsonl", "application/json-seq", "", "json"];
        assert!(!other.into_iter().any(is_json));
    }

    #[test]
    fn json_values_under_their_names() {
        let lines =
            ["application/jsonl", "application/x-NDJSON; charset=utf-8", "application/jsonlines", "text/x-jsonlines"];
        assert!(lines.into_iter().all(is_json_lines));
        let sequences = ["application/json-seq", "application/geo+json-seq"];
        assert!(sequences.into_iter().all(is_json_sequence));
        for other in ["application/json", "text/plain", "", "jsonl", "application/problem+json"] {
            assert!(!is_json_lines(other) && !is_json_sequence(other), "{other}");
        }
    }

    #[test]
    fn ranges() {
        assert!(matches("image/*", "image/PNG"));
        assert!(matches("*/*", "a/b"));
        assert!(matches("text/plain", "text/plain; charset=utf-8"));
        assert!(matches("application/*+json", "application/problem+json"));
        assert!(!matches("application/*+json", "application/json"));
        assert!(!matches("image/*", "image/"));
        assert!(!matches("image/*", "imagery/png"));
        assert!(!matches("image/png", "image/jpeg"));
    }

    #[test]
    fn the_type_of_a_content() {
        let chosen = |own, guessed, allowed| choose(own, guessed, allowed, "application/octet-stream");
        assert_eq!(chosen(None, false, &[]).unwrap(), "application/octet-stream");
        assert_eq!(chosen(None, false, &["*/*"]).unwrap(), "application/octet-stream");
        assert_eq!(chosen(Some("image/png"), false, &["text/plain", "image/*"]).unwrap(), "image/png");
        assert_eq!(chosen(Some("image/jpeg"), true, &["image/png", "image/jpg"]).unwrap(), "image/jpg");
        assert_eq!(chosen(Some("image/gif"), true, &["image/png"]).unwrap(), "image/png");
        assert!(chosen(Some("image/gif"), true, &["image/png", "image/jpeg"]).is_err());
        assert!(chosen(Some("image/gif"), false, &["image/png"]).is_err());
        assert!(chosen(None, false, &["image/*"]).is_err());
        assert_eq!(chosen(Some("a/b; c=\"*,\""), false, &["*/*"]).unwrap(), "a/b; c=\"*,\"");
        for allowed in [&["image/*"][..], &["*/*"], &["image/png"], &[]] {
            for range in ["image/*", "*/*", "image/*; q=1", "image/png, image/gif"] {
                assert_eq!(chosen(Some(range), false, allowed).unwrap_err(), RANGE_REFUSAL, "{range} of {allowed:?}");
            }
        }
    }

    #[test]
    fn parameters() {
        assert_eq!(parameter("text/plain; Charset=\"UTF-8\"", "charset").as_deref(), Some("utf-8"));
        assert_eq!(parameter("text/plain", "charset"), None);
        assert_eq!(parameter("text/plain; charset", "charset"), None);
    }
}
