//! Media types in words, for the names of what is told apart by them.
//!
//! | media type | words |
//! |---|---|
//! | `application/json`, `text/json` | json |
//! | `application/problem+json` | problem json |
//! | `application/merge-patch+json` | merge-patch |
//! | `application/vnd.github.v3.star+json` | github v3 star json |
//! | `text/plain`, `text/*` | text |
//! | `application/octet-stream` | bytes |
//! | `*/*` | other |
//! | `application/x-www-form-urlencoded` | form |
//! | `multipart/form-data`, `multipart/mixed` | multipart, multipart mixed |
//! | `image/png`, `image/*` | png, image |

use crate::media_type::bare;

/// The words of a media type.
pub(super) fn words(name: &str) -> String {
    let essence = name.split([';', ',']).next().unwrap_or_default().trim().to_ascii_lowercase();
    let (kind, subtype) = essence.split_once('/').unwrap_or((essence.as_str(), ""));
    match (kind, subtype) {
        ("multipart", "" | "*" | "form-data") => "multipart".to_owned(),
        ("multipart", subtype) => format!("multipart {}", subtype.strip_prefix("x-").unwrap_or(subtype)),
        ("application", "x-www-form-urlencoded") => "form".to_owned(),
        ("text", "plain") => "text".to_owned(),
        ("application", "octet-stream") => "bytes".to_owned(),
        ("*", _) => "other".to_owned(),
        (kind, "" | "*") => kind.to_owned(),
        (_, subtype) => {
            let subtype = ["vnd.", "x-", "prs."].iter().fold(subtype, |subtype, prefix| {
                subtype.strip_prefix(prefix).filter(|rest| !rest.is_empty()).unwrap_or(subtype)
            });
            // A patch is called by its kind, as the RFCs do.
            let subtype = subtype.strip_suffix("+json").filter(|kind| kind.ends_with("-patch")).unwrap_or(subtype);
            subtype.replace(['+', '.', '*'], " ").trim().to_owned()
        }
    }
}

/// The words of a media type where another one has the same: `text json` beside `json`.
pub(super) fn more_words(name: &str) -> String {
    let essence = name.split([';', ',']).next().unwrap_or_default().trim().to_ascii_lowercase();
    essence.replace('*', "any").replace(['/', '+', '.'], " ")
}

/// The words of the parameters of a media type: `version 2`. A charset tells no form from another one.
pub(super) fn parameters(name: &str) -> String {
    told(name).map(|parameter| parameter.replace(['=', '"'], " ")).collect::<Vec<_>>().join(" ")
}

/// A media type with the parameters that tell it from others.
pub(super) fn with_parameters(name: &str) -> String {
    std::iter::once(bare(name)).chain(told(name)).collect::<Vec<_>>().join("; ")
}

fn told(name: &str) -> impl Iterator<Item = &str> {
    let is_told = |parameter: &&str| !parameter.is_empty() && !parameter.to_ascii_lowercase().starts_with("charset=");
    name.split(';').skip(1).map(str::trim).filter(is_told)
}

#[cfg(test)]
mod tests {
    use super::{parameters, with_parameters, words};

    #[test]
    fn parameters_are_words() {
        assert_eq!(parameters("application/json; charset=utf-8"), "");
        assert_eq!(parameters("application/json; version=2"), "version 2");
        assert_eq!(with_parameters("application/json;charset=utf-8 ;version=2"), "application/json; version=2");
    }

    #[test]
    fn media_types_have_words() {
        let expected = [
            ("Application/JSON; charset=utf-8", "json"),
            ("application/vnd.github.v3.star+json", "github v3 star json"),
            ("application/merge-patch+json", "merge-patch"),
            ("application/apply-patch+yaml", "apply-patch yaml"),
            ("text/plain", "text"),
            ("text/*", "text"),
            ("*/*", "other"),
            ("image/*", "image"),
            ("image/png, image/jpeg", "png"),
            ("application/x-www-form-urlencoded", "form"),
            ("multipart/form-data", "multipart"),
            ("multipart/mixed", "multipart mixed"),
            ("application/x-", "x-"),
        ];
        for (name, text) in expected {
            assert_eq!(words(name), text, "{name}");
        }
    }
}
