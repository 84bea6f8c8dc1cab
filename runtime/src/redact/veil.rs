//! The secrets of one call, and texts without them. Enters: what the call shows to the server to prove who it is, and what its
//! request says that is secret. Leaves: texts in which no spelling of it is left, whoever has put it there: servers like to quote
//! the token they reject.

use std::fmt::{self, Write};
use std::ops::Range;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use smallvec::SmallVec;
use zeroize::Zeroizing;

use super::REDACTED;
use super::asked::Asked;
use super::spelled::{end_of, starts};

/// A shorter secret is only hidden where it stands alone: it is a part of many a word.
pub(super) const SHORT: usize = 8;

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

    /// The value of a header that proves who is calling: all of it, and what follows the name of its scheme; of a user name with a
    /// password (RFC 7617), the password too.
    pub(crate) fn authorization(value: &str) -> Self {
        let (scheme, parameters) = value.split_once(' ').map_or(("", ""), |(scheme, rest)| (scheme, rest.trim()));
        let decoded = scheme.eq_ignore_ascii_case("basic").then(|| STANDARD.decode(parameters).ok()).flatten();
        let pair = Zeroizing::new(decoded.and_then(|pair| String::from_utf8(pair).ok()).unwrap_or_default());
        let password = pair.split_once(':').map_or("", |(_, password)| password);
        Self::of(&[value, parameters, &pair, password])
    }

    pub(super) fn of(secrets: &[&str]) -> Self {
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
pub(crate) struct Veil {
    known: SmallVec<[Secrets; 1]>,
    /// What was asked, to be searched for secrets once something is shown.
    asked: Option<Arc<Asked>>,
    /// The call carried credentials.
    proves: bool,
}

impl Veil {
    /// Hides these credentials too.
    pub(crate) fn add(&mut self, secrets: &Secrets) {
        self.proves = true;
        self.hide(secrets);
    }

    /// Hides what is secret in a request too.
    pub(crate) fn ask(&mut self, asked: Asked) {
        self.asked = Some(Arc::new(asked));
    }

    /// Hides what `other` hides too.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.proves |= other.proves;
        other.known.iter().for_each(|secrets| self.hide(secrets));
        match (&self.asked, &other.asked) {
            (Some(own), Some(others)) if !Arc::ptr_eq(own, others) => self.hide(&others.secrets().clone()),
            (Some(_), _) => {}
            (None, others) => self.asked.clone_from(others),
        }
    }

    /// Hides these too, which prove nothing.
    pub(crate) fn hide(&mut self, secrets: &Secrets) {
        if !self.known.iter().any(|known| Arc::ptr_eq(&known.0, &secrets.0)) {
            self.known.push(secrets.clone());
        }
    }

    /// Whether a request carried credentials.
    pub(crate) fn proves(&self) -> bool {
        self.proves
    }

    /// `text` without the secrets, in whatever spelling.
    pub(crate) fn cover(&self, text: String) -> String {
        without(&self.forms(), text)
    }

    /// The same of the credentials alone: the request is not searched.
    pub(crate) fn cover_credentials(&self, text: String) -> String {
        without(&forms_of(self.known.iter()), text)
    }

    /// Whether a secret stands in `text`, in whatever spelling.
    pub(crate) fn is_seen_in(&self, text: &str) -> bool {
        self.forms().iter().any(|form| form.spans(text).next().is_some())
    }

    /// What `write` writes, without the secrets.
    pub(crate) fn write(
        &self,
        f: &mut fmt::Formatter<'_>,
        write: impl Fn(&mut fmt::Formatter<'_>) -> fmt::Result,
    ) -> fmt::Result {
        if self.known.is_empty() && self.asked.is_none() {
            return write(f);
        }
        let mut text = String::new();
        let written = Written(write);
        if f.alternate() { write!(text, "{written:#}") } else { write!(text, "{written}") }?;
        f.write_str(&self.cover(text))
    }

    fn forms(&self) -> Vec<Form> {
        forms_of(self.known.iter().chain(self.asked.as_deref().map(Asked::secrets)))
    }
}

/// `text` without what has one of these forms. All are looked for before any is hidden, and those that overlap are one: hidden one by
/// one, the first would leave a part of the next that is not seen as a secret.
fn without(forms: &[Form], text: String) -> String {
    let mut found: Vec<_> = forms.iter().flat_map(|form| form.spans(&text)).collect();
    if found.is_empty() {
        return text;
    }
    found.sort_by_key(|span| span.start);
    let mut spans: Vec<Range<usize>> = Vec::new();
    for span in found {
        match spans.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            Some(_) | None => spans.push(span),
        }
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

/// The secrets as they may stand somewhere: themselves, and in base64.
fn forms_of<'s>(secrets: impl Iterator<Item = &'s Secrets>) -> Vec<Form> {
    let mut all = Vec::new();
    for form in secrets.flat_map(|secrets| secrets.0.iter()).flat_map(|secret| forms(secret)) {
        if !all.contains(&form) {
            all.push(form);
        }
    }
    all
}

struct Written<W>(W);

impl<W: Fn(&mut fmt::Formatter<'_>) -> fmt::Result> fmt::Display for Written<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0(f)
    }
}

/// A text that is looked for.
#[derive(PartialEq, Eq)]
struct Form {
    text: Zeroizing<String>,
    /// The rest of a group of base64 may follow (RFC 4648 section 4).
    is_padded: bool,
}

/// A secret as it is, and in both alphabets of base64.
fn forms(secret: &str) -> impl Iterator<Item = Form> {
    let form = |text: String, is_padded| Form { text: Zeroizing::new(text), is_padded };
    [
        form(secret.to_owned(), false),
        form(STANDARD_NO_PAD.encode(secret), true),
        form(URL_SAFE_NO_PAD.encode(secret), true),
    ]
    .into_iter()
}

impl Form {
    /// Wherever it stands in `text`, overlapping itself too; a short one only between characters that are no part of a word.
    fn spans<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
        let bytes = text.as_bytes();
        starts(&self.text, bytes).filter_map(move |start| {
            let mut end = end_of(&self.text, bytes, start)?;
            while let Some(padded) = end_of("=", bytes, end).filter(|_| self.is_padded) {
                end = padded;
            }
            (self.text.len() >= SHORT || stands_alone(text, start, end)).then_some(start..end)
        })
    }
}

fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let is_word = |char: Option<char>| char.is_some_and(|char| char.is_alphanumeric() || char == '_');
    let before = text.get(..start).and_then(|before| before.chars().next_back());
    let behind = text.get(end..).and_then(|behind| behind.chars().next());
    !(is_word(before) || is_word(behind))
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
    fn every_spelling_of_a_secret_is_hidden() {
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
            r"s\/ecr\u002bt v\u0022l\u00FCe==",
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
        let given = || Secrets::authorization("Basic YW5uOm9wZW4gc2VzYW1l");
        assert_eq!(covered(given(), "ann says: open sesame"), "ann says: [redacted]");
        assert_eq!(covered(given(), "ann:open sesame"), "[redacted]");
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
