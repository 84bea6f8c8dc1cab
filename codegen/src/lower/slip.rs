//! Media types that are misspelt.
//!
//! Enters: a name as it is written. Leaves: the name that counts; what is odd about it is told. A name that means something to
//! somebody is no slip, however near it is to another one.
//!
//! | slip | what becomes of it |
//! |---|---|
//! | a letter left out, doubled or swapped, other signs between words, slashes too many, an unknown top-level type | read as what it is misspelt from |
//! | another letter, words left out, put in or swapped, more segments | told, and stays what it is |

use super::Cx;
use super::registered::{KINDS, KNOWN, OTHER_SUFFIXES, OWN, SUFFIXES};
use crate::diagnostic::{catalogue, nearest};
use crate::media_type::essence;
use crate::place::Pointer;

/// What is to be thought of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Verdict {
    Fine,
    /// Nothing else can be meant.
    Slip(String),
    /// Something else may be meant.
    Doubtful(String),
    Unknown,
}

/// The name that counts.
pub(super) fn meant(cx: &mut Cx<'_>, name: &str, place: &Pointer) -> String {
    let (message, help, meant) = match judge(&essence(name)) {
        Verdict::Fine => return name.to_owned(),
        Verdict::Slip(meant) => (format!("`{name}` is read as `{meant}`"), Some(format!("write `{meant}`")), meant),
        Verdict::Doubtful(meant) => {
            let message = format!("`{name}` is no media type that is known");
            (message, Some(format!("did you mean `{meant}`?")), name.to_owned())
        }
        Verdict::Unknown => (format!("`{name}` is no media type"), None, name.to_owned()),
    };
    let found = cx.diagnostics.report(&catalogue::MEDIA_TYPE_MISSPELT, place, message);
    if let Some(help) = help {
        found.help(help);
    }
    meant
}

/// The same without a word about it.
pub(super) fn read_as(name: &str) -> String {
    match judge(&essence(name)) {
        Verdict::Slip(meant) => meant,
        Verdict::Fine | Verdict::Doubtful(_) | Verdict::Unknown => name.to_owned(),
    }
}

fn judge(found: &str) -> Verdict {
    let Some((kind, subtype)) = found.split_once('/') else {
        // Seen where everything is meant.
        return whole(if found == "*" { "*/" } else { found });
    };
    if kind == "*" || KNOWN.contains(&found) {
        return Verdict::Fine;
    }
    if subtype.contains('/') {
        return segments(kind, subtype);
    }
    if KINDS.contains(&kind) {
        return within(kind, subtype);
    }
    match nearest(kind, KINDS.iter().copied()) {
        Some(kind) if !subtype.is_empty() => match within(kind, subtype) {
            Verdict::Slip(meant) => Verdict::Slip(meant),
            Verdict::Fine | Verdict::Doubtful(_) | Verdict::Unknown => Verdict::Slip(format!("{kind}/{subtype}")),
        },
        Some(_) | None => whole(found),
    }
}

/// A name that has no known top-level type.
fn whole(found: &str) -> Verdict {
    let part = || KNOWN.iter().copied().find(|it| is_part(found, it));
    nearest(found, KNOWN.iter().copied())
        .or_else(part)
        .map_or(Verdict::Unknown, |known| Verdict::Slip(known.to_owned()))
}

/// Whether a name is the subtype of another one alone, or that one turned around.
fn is_part(found: &str, known: &str) -> bool {
    let Some((kind, subtype)) = known.split_once('/') else { return false };
    found == subtype || found == kind || found.split_once('/') == Some((subtype, kind))
}

/// A name with more slashes than one: those that nothing stands behind are needless.
fn segments(kind: &str, subtype: &str) -> Verdict {
    let mut rest = subtype.split('/').filter(|segment| !segment.is_empty());
    match (rest.next(), rest.next()) {
        (None, _) => Verdict::Unknown,
        (Some(only), None) => match within(kind, only) {
            Verdict::Slip(meant) => Verdict::Slip(meant),
            Verdict::Fine | Verdict::Doubtful(_) | Verdict::Unknown => Verdict::Slip(format!("{kind}/{only}")),
        },
        (Some(first), Some(_)) => Verdict::Doubtful(format!("{kind}/{first}")),
    }
}

/// A name under a known top-level type.
fn within(kind: &str, subtype: &str) -> Verdict {
    let found = format!("{kind}/{subtype}");
    if KNOWN.contains(&found.as_str()) || is_own(subtype) {
        return Verdict::Fine;
    }
    let known = || KNOWN.iter().filter_map(|known| known.split_once('/')).filter(|known| known.0 == kind);
    let named = |(kind, subtype): (&str, &str)| format!("{kind}/{subtype}");
    let mut all = known();
    if let Some(meant) = all.find(|known| is_slip_of(subtype, known.1) || letters(known.1) == letters(subtype)) {
        return Verdict::Slip(named(meant));
    }
    if let Some((base, suffix)) = subtype.rsplit_once('+') {
        return self::suffix(kind, base, suffix);
    }
    // Of pictures and the like there are too many that are one letter apart.
    if !matches!(kind, "application" | "multipart" | "text") || subtype.contains('*') || is_of_vendor(subtype) {
        return Verdict::Fine;
    }
    let begins_alike = |known: &(&str, &str)| known.1.bytes().next() == subtype.bytes().next();
    let near = nearest(subtype, known().filter(begins_alike).map(|known| known.1)).map(|meant| (kind, meant));
    let meant = near.or_else(|| known().find(|known| is_reworded(kind, subtype, known.1)));
    meant.map_or(Verdict::Fine, |meant| Verdict::Doubtful(named(meant)))
}

/// A name with a suffix, whatever stands before it.
fn suffix(kind: &str, base: &str, suffix: &str) -> Verdict {
    if SUFFIXES.contains(&suffix) || OTHER_SUFFIXES.contains(&suffix) || is_own(suffix) {
        return Verdict::Fine;
    }
    let name = |suffix: &str| format!("{kind}/{base}+{suffix}");
    match nearest(suffix, SUFFIXES.iter().copied()) {
        Some(meant) if is_slip_of(suffix, meant) => Verdict::Slip(name(meant)),
        Some(meant) => Verdict::Doubtful(name(meant)),
        None => Verdict::Fine,
    }
}

/// Whether a subtype means something; before names are registered, `x-` may stand before them.
fn is_own(subtype: &str) -> bool {
    let bare = subtype.strip_prefix("x-");
    let is_known = |bare: &str| KNOWN.iter().any(|known| known.split_once('/').is_some_and(|known| known.1 == bare));
    OWN.contains(&bare.unwrap_or(subtype)) || bare.is_some_and(is_known)
}

/// Names of vendors and persons are theirs (RFC 6838 section 3).
fn is_of_vendor(subtype: &str) -> bool {
    ["vnd.", "prs.", "x."].iter().any(|tree| subtype.starts_with(tree))
}

/// Whether a letter is left out, written twice, or swapped with its neighbour.
fn is_slip_of(one: &str, other: &str) -> bool {
    let common = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
    let last = common.checked_sub(1).map(|last| one.as_bytes()[last]);
    let (one, other) = (&one.as_bytes()[common..], &other.as_bytes()[common..]);
    match (one, other) {
        (_, [_, rest @ ..]) if rest == one => true,
        ([twice, rest @ ..], _) if rest == other => Some(*twice) == last,
        ([a, b, one @ ..], [c, d, other @ ..]) => a == d && b == c && one == other,
        _ => false,
    }
}

/// A name without the signs between its words.
fn letters(subtype: &str) -> String {
    subtype.chars().filter(|letter| letter.is_alphanumeric() || *letter == '*').collect()
}

/// Whether a subtype has the words of a known one in another order, one more, one less, or that of the top-level type.
fn is_reworded(kind: &str, subtype: &str, known: &str) -> bool {
    let sorted = |text: &str| {
        let mut letters: Vec<char> = letters(text).chars().collect();
        letters.sort_unstable();
        letters
    };
    let words =
        |text: &str| -> Vec<String> { text.split(|sign: char| !sign.is_alphanumeric()).map(str::to_owned).collect() };
    let (found, meant) = (words(subtype), words(known));
    let without = |all: &[String], one: &[String]| {
        all.len() == one.len() + 1 && !one.is_empty() && one.iter().all(|word| all.contains(word))
    };
    let has_more = found.first() != Some(&"x".to_owned()) || meant.first() == found.first();
    meant.len() > 1
        && (sorted(subtype) == sorted(known) || without(&meant, &found) || (has_more && without(&found, &meant)))
        || subtype.strip_suffix(kind) == Some(known)
        || subtype.strip_prefix(kind) == Some(known)
}

#[cfg(test)]
mod tests {
    use super::{Verdict, judge};

    /// Registered or in wide use.
    const REAL: &str = "
        application/aml application/bson application/cbor application/cdfx+xml application/cose application/csv application/cwt
        application/dicom+json application/fdf application/geo+json application/geo+json-seq application/gzip application/hal+json
        application/html application/javascript application/jose application/jose+json application/jrd+json application/json-patch+json
        application/json-seq application/json5 application/jsonl application/jsonml+json application/jsonp application/jwt
        application/kml application/ld+json application/mbox application/merge-patch+json application/mp4 application/n-quads
        application/octet-stream application/pdx application/problem+xml application/rdf application/rtf application/senml+cbor
        application/soap+xml application/sql application/stream+json application/vnd.api+json application/vnd.geo+json
        application/vnd.pdf application/wasm application/x-json application/x-jsonlines application/x-octet-stream application/x-pdf
        application/x-yaml application/xhtml+xml application/xslt+xml application/yang application/yang-data+json application/yml
        application/zip application/*+xml application/* multipart/* audio/mpeg image/apng image/avif image/gif image/jp2 image/jpg image/png image/* message/http
        model/gltf+json multipart/alternative multipart/byteranges multipart/digest multipart/encrypted multipart/parallel
        multipart/related multipart/report multipart/signed multipart/x-mixed-replace text/cache-manifest text/calendar text/css
        text/csv-schema text/dns text/javascript text/json text/markdown text/n3 text/richtext text/rtf text/sgml text/strings
        text/tab-separated-values text/turtle text/uri-list text/vcard text/vtt text/x-csv text/x-yaml text/xml text/yaml */* text/*";

    #[test]
    fn what_means_something_is_no_slip() {
        let told: Vec<_> = REAL.split_whitespace().filter(|name| judge(name) != Verdict::Fine).collect();
        assert_eq!(told, [""; 0]);
    }

    /// Asserts of each list of subtypes that they are judged to be the media type before it.
    fn judged(verdict: fn(String) -> Verdict, lists: &[(&str, &str)]) {
        for (meant, subtypes) in lists {
            let kind = meant.split('/').next().unwrap_or_default();
            for subtype in subtypes.split_whitespace() {
                assert_eq!(judge(&format!("{kind}/{subtype}")), verdict((*meant).to_owned()), "{subtype}");
            }
        }
    }

    #[test]
    fn slips_are_read_as_what_is_meant() {
        let slips = [
            ("application/json", "jsn jsonn josn json/"),
            ("application/problem+json", "problem-json problem+josn"),
            ("application/octet-stream", "octet_stream octetstream"),
            ("application/*+json", "*json"),
            ("application/vnd.api+json", "vnd.api+jsn"),
            ("multipart/form-data", "form_data formdata"),
            ("multipart/mixed", "mixd"),
            ("text/event-stream", "event_stream"),
            ("text/csv", "cvs"),
            ("image/png", "pgn"),
        ];
        judged(Verdict::Slip, &slips);
        assert_eq!(judge("aplication/cbor"), Verdict::Slip("application/cbor".to_owned()));
        assert_eq!(judge("cat"), Verdict::Unknown);
    }

    #[test]
    fn what_may_be_meant_is_asked() {
        let doubtful = [
            ("application/json", "jsom jason joson json/utf-8"),
            ("application/octet-stream", "octect-stream octetsream stream"),
            ("application/x-www-form-urlencoded", "x-www-urlencoded x-www-url-formencoded www-form-urlencoded"),
            ("application/hal+json", "hal+jsom"),
            ("multipart/form-data", "form-date form"),
            ("text/event-stream", "event-streem"),
            ("text/csv", "csw"),
            ("text/plain", "plaintext"),
        ];
        judged(Verdict::Doubtful, &doubtful);
    }
}
