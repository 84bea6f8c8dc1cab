//! The secrets of one call, and texts without them. Enters: what the call shows to the server to prove who it is. Leaves:
//! texts in which no form of it is left, whoever has put it there: servers like to quote the token they reject.

use std::fmt;
use std::iter;
use std::ops::Range;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use http::HeaderValue;
use smallvec::SmallVec;
use zeroize::Zeroizing;

use super::REDACTED;
use crate::wire::{Keep, encode};

/// A shorter secret is only hidden where it stands alone: it is a part of many a word.
const SHORT: usize = 8;

/// The secrets of a credential. Cloning shares them.
#[derive(Clone)]
pub(crate) struct Secrets(Arc<[Zeroizing<String>]>);

impl Secrets {
    /// A token, or a key.
    pub(crate) fn one(secret: &str) -> Self {
        Self::of(&[secret])
    }

    /// An access token, and the refresh token that came with it.
    pub(crate) fn tokens(access: &str, refresh: Option<&str>) -> Self {
        Self::of(&[access, refresh.unwrap_or_default()])
    }

    /// A user's password. The name alone is none, with the password it is, as RFC 7617 writes them.
    pub(crate) fn password(user: &str, password: &str) -> Self {
        let pair = Zeroizing::new(format!("{user}:{password}"));
        Self::of(&[&pair, password])
    }

    /// The value of an `Authorization` header: all of it, and what follows the name of its scheme.
    pub(crate) fn authorization(value: &str) -> Self {
        let parameters = value.split_once(' ').map_or("", |(_, rest)| rest.trim());
        Self::of(&[value, parameters])
    }

    fn of(secrets: &[&str]) -> Self {
        let secrets = secrets.iter().filter(|secret| !secret.is_empty());
        Self(secrets.map(|secret| Zeroizing::new((*secret).to_owned())).collect())
    }
}

/// Never shows them.
impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

/// What hides the secrets of a call.
#[derive(Clone, Debug, Default)]
pub(crate) struct Veil(SmallVec<[Secrets; 1]>);

impl Veil {
    /// Hides these too.
    pub(crate) fn add(&mut self, secrets: &Secrets) {
        if !self.0.iter().any(|known| Arc::ptr_eq(&known.0, &secrets.0)) {
            self.0.push(secrets.clone());
        }
    }

    /// Whether nothing is hidden.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `text` without the secrets, in whatever form.
    pub(crate) fn cover(&self, text: String) -> String {
        let spans = self.spans(&text);
        if spans.is_empty() {
            return text;
        }
        let (mut covered, mut shown) = (String::new(), 0);
        for Range { start, end } in spans {
            covered.push_str(&text[shown..start]);
            covered.push_str(REDACTED);
            shown = end;
        }
        covered.push_str(&text[shown..]);
        covered
    }

    /// Whether a form of a secret stands in `text`.
    pub(crate) fn is_seen_in(&self, text: &str) -> bool {
        self.forms().iter().any(|form| find(text, form).next().is_some())
    }

    /// Where secrets stand in `text`, in its order. All are looked for before any is hidden, and those that overlap are one:
    /// hidden one by one, the first would leave a part of the next that is not seen as a secret.
    fn spans(&self, text: &str) -> Vec<Range<usize>> {
        let forms = self.forms();
        let mut found: Vec<_> =
            forms.iter().flat_map(|form| find(text, form).map(|start| start..start + form.len())).collect();
        found.sort_by_key(|span| span.start);
        let mut spans: Vec<Range<usize>> = Vec::new();
        for span in found {
            match spans.last_mut() {
                Some(last) if span.start < last.end => last.end = last.end.max(span.end),
                Some(_) | None => spans.push(span),
            }
        }
        spans
    }

    /// What `write` writes, without the secrets.
    pub(crate) fn write(
        &self,
        f: &mut fmt::Formatter<'_>,
        write: impl Fn(&mut fmt::Formatter<'_>) -> fmt::Result,
    ) -> fmt::Result {
        if self.is_empty() {
            return write(f);
        }
        let text = if f.alternate() { format!("{:#}", Written(write)) } else { Written(write).to_string() };
        f.write_str(&self.cover(text))
    }

    /// Everything that a secret may look like.
    fn forms(&self) -> Vec<Zeroizing<String>> {
        let secrets = self.0.iter().flat_map(|secrets| secrets.0.iter());
        let mut forms: Vec<_> = secrets.flat_map(|secret| forms(secret)).collect();
        forms.sort_by(|a, b| a.cmp(b));
        forms.dedup();
        forms
    }
}

struct Written<W>(W);

impl<W: Fn(&mut fmt::Formatter<'_>) -> fmt::Result> fmt::Display for Written<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0(f)
    }
}

/// A secret as it is, as URLs, forms, JSON and `Debug` of texts and of headers write it, and in base64.
fn forms(secret: &str) -> impl Iterator<Item = Zeroizing<String>> {
    let encoded = encode(secret, Keep::Unreserved);
    let json = serde_json::to_string(secret).unwrap_or_default();
    let header = HeaderValue::from_bytes(secret.as_bytes());
    let header = header.map(|header| format!("{header:?}")).unwrap_or_default();
    let in_quotes = |text: &str| {
        let inside = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        inside.filter(|inside| !inside.is_empty()).unwrap_or(secret).to_owned()
    };
    let forms = [
        secret.to_owned(),
        with_lower_digits(&encoded),
        encoded.replace("%20", "+"),
        encoded.into_owned(),
        encode(secret, Keep::ReservedInPath).into_owned(),
        in_quotes(&json),
        in_quotes(&format!("{secret:?}")),
        in_quotes(&header),
        secret.escape_debug().to_string(),
        STANDARD.encode(secret),
        STANDARD_NO_PAD.encode(secret),
        URL_SAFE.encode(secret),
        URL_SAFE_NO_PAD.encode(secret),
    ];
    forms.into_iter().map(Zeroizing::new)
}

/// `%2f` for `%2F`: both are written.
fn with_lower_digits(encoded: &str) -> String {
    let mut pieces = encoded.split('%');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (digits, rest) = piece.split_at_checked(2).unwrap_or((piece, ""));
        text.extend(["%", &digits.to_ascii_lowercase(), rest]);
    }
    text
}

/// Wherever `form` stands in `text`, overlapping itself too; a short one only between characters that are no part of a
/// word.
fn find<'t>(text: &'t str, form: &'t str) -> impl Iterator<Item = usize> + 't {
    let is_word = |char: Option<char>| char.is_some_and(|char| char.is_alphanumeric() || char == '_');
    let stands_alone = move |start: usize| {
        let (before, after) = (text[..start].chars().next_back(), text[start + form.len()..].chars().next());
        form.len() >= SHORT || !(is_word(before) || is_word(after))
    };
    let step = form.chars().next().map_or(1, char::len_utf8);
    let mut next = 0;
    let all = iter::from_fn(move || {
        let start = next + text.get(next..)?.find(form)?;
        next = start + step;
        Some(start)
    });
    all.filter(move |start| stands_alone(*start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covered(secrets: Secrets, text: &str) -> String {
        let mut veil = Veil::default();
        veil.add(&secrets);
        assert_eq!(veil.is_seen_in(text), veil.cover(text.to_owned()) != text, "{text}");
        veil.cover(text.to_owned())
    }

    #[test]
    fn every_form_of_a_secret_is_hidden() {
        let secret = "s/ecr+t v\"lüe==";
        for text in [
            "s/ecr+t v\"lüe==",
            "s%2Fecr%2Bt%20v%22l%C3%BCe%3D%3D",
            "s%2fecr%2bt%20v%22l%c3%bce%3d%3d",
            "s%2Fecr%2Bt+v%22l%C3%BCe%3D%3D",
            "s/ecr+t v\\\"lüe==",
            "s/ecr+t v\\\"l\\xc3\\xbce==",
            &STANDARD.encode(secret),
            &URL_SAFE_NO_PAD.encode(secret),
        ] {
            assert_eq!(covered(Secrets::one(secret), &format!("a={text}&b")), "a=[redacted]&b", "{text}");
        }
    }

    #[test]
    fn a_password_is_hidden_alone_and_with_its_user() {
        let secrets = || Secrets::password("ann", "open sesame");
        assert_eq!(covered(secrets(), "ann said open sesame"), "ann said [redacted]");
        assert_eq!(covered(secrets(), "Basic YW5uOm9wZW4gc2VzYW1l"), "Basic [redacted]");
        assert_eq!(covered(Secrets::authorization("Digest abcdefgh"), "not abcdefgh"), "not [redacted]");
    }

    #[test]
    fn a_short_secret_is_hidden_where_it_stands_alone() {
        let text = "t: the token t is not (t) nor at_t or \"t\"";
        assert_eq!(
            covered(Secrets::one("t"), text),
            "[redacted]: the token [redacted] is not ([redacted]) nor at_t or \"[redacted]\""
        );
        assert_eq!(covered(Secrets::one(""), "nothing"), "nothing");
    }

    #[test]
    fn all_secrets_are_hidden_and_no_secret_is_shown() {
        let mut veil = Veil::default();
        ["old-token-1", "old-token-12", "key-number-3"].map(Secrets::one).iter().for_each(|secrets| veil.add(secrets));
        assert_eq!(veil.cover("old-token-12 old-token-1 key-number-3".to_owned()), "[redacted] [redacted] [redacted]");
        assert!(!format!("{veil:?}").contains("old"));
    }

    #[test]
    fn secrets_that_overlap_are_hidden_whole() {
        let mut veil = Veil::default();
        let secrets = ["abcdefgh", "abcdefghijkl", "ijklmnop", "pw", "pw-of-ann", "redacted"];
        secrets.map(Secrets::one).iter().for_each(|secrets| veil.add(secrets));
        veil.add(&Secrets::password("abcdefgh", "pw"));
        for (text, covered) in [
            ("abcdefgh", "[redacted]"),
            ("abcdefghijkl", "[redacted]"),
            ("abcdefghijklmnop", "[redacted]"),
            ("<abcdefghabcdefghijkl>", "<[redacted][redacted]>"),
            ("pw pw-of-ann pwd", "[redacted] [redacted] pwd"),
            ("abcdefgh:pw redacted", "[redacted] [redacted]"),
            ("YWJjZGVmZ2g6cHc=", "[redacted]"),
        ] {
            assert_eq!(veil.cover(text.to_owned()), covered, "{text}");
        }
        assert_eq!(covered(Secrets::one("abababab"), "(ababababab)"), "([redacted])");
        assert_eq!(covered(Secrets::one("üüüüü"), "(üüüüüü)"), "([redacted])");
    }
}
