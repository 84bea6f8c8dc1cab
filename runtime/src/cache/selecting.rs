//! Which requests a response may be an answer to (RFC 9111 section 4.1). Enters: the field `Vary` of a response and the headers of requests.
//! Leaves: whether they select it. What they say is kept as a hash: it may be a secret.

use std::iter;

use http::header::{ACCEPT, ACCEPT_CHARSET, ACCEPT_ENCODING, ACCEPT_LANGUAGE, AUTHORIZATION, COOKIE, VARY};
use http::{HeaderMap, HeaderName};

use super::fields;
use super::print::Fingerprint;
use crate::redact::sounds_secret;

/// What a request has to say to be answered by a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Selecting {
    /// Of each field that `Vary` names, what its request said; none where it had none of that name.
    Fields(Vec<(HeaderName, Option<Fingerprint>)>),
    /// `Vary: *`, or a name that is none: nobody can say what it goes by.
    Never,
}

impl Selecting {
    /// Of the response with those headers to a request with those.
    pub(super) fn of(response: &HeaderMap, request: &HeaderMap) -> Self {
        let named = fields::members(response, &VARY).map(|name| HeaderName::from_bytes(name).ok());
        let Some(mut names) = named.collect::<Option<Vec<_>>>().filter(|names| !names.iter().any(|name| name == "*"))
        else {
            return Self::Never;
        };
        names.sort_by(|one, other| one.as_str().cmp(other.as_str()));
        names.dedup();
        Self::Fields(
            names.into_iter().map(|name| (said(request, &name), name)).map(|(said, name)| (name, said)).collect(),
        )
    }

    /// Whether a request with those headers selects it.
    pub(super) fn admits(&self, request: &HeaderMap) -> bool {
        match self {
            Self::Never => false,
            Self::Fields(fields) => fields.iter().all(|(name, wanted)| said(request, name) == *wanted),
        }
    }
}

/// What a request says in a field, over all its lines, without the whitespace around commas. Names of languages, media types and codings
/// are the same in any case, and so are those of parameters; what parameters are may differ by it (RFC 9110 section 8.3.1). In what order they
/// stand may say what is preferred.
fn said(request: &HeaderMap, name: &HeaderName) -> Option<Fingerprint> {
    let any_case = [ACCEPT, ACCEPT_CHARSET, ACCEPT_ENCODING, ACCEPT_LANGUAGE].contains(name);
    request.contains_key(name).then(|| {
        let members = fields::members(request, name);
        let members: Vec<_> = members
            .map(|member| match any_case {
                true => folded(member),
                false => member.to_vec(),
            })
            .collect();
        Fingerprint::of(iter::once(name.as_str().as_bytes()).chain(members.iter().map(Vec::as_slice)))
    })
}

/// A member with its parameters, names in lower case and without whitespace around them. What is quoted stays as it is.
fn folded(member: &[u8]) -> Vec<u8> {
    let (mut is_quoted, mut is_escaped, mut is_value) = (false, false, false);
    let fold = |byte: &u8| {
        if is_quoted {
            is_quoted = is_escaped || *byte != b'"';
            is_escaped = !is_escaped && *byte == b'\\';
            return Some(*byte);
        }
        match byte {
            b'"' => is_quoted = true,
            b'=' => is_value = true,
            b';' => is_value = false,
            _ => {}
        }
        let folded = if is_value { *byte } else { byte.to_ascii_lowercase() };
        (!byte.is_ascii_whitespace()).then_some(folded)
    };
    member.iter().filter_map(fold).collect()
}

/// Who asks, as far as the request says so itself; none where nothing in it proves anything. What it proves is part of what its answer is
/// stored under, whether `Vary` names it or not.
pub(super) fn asker(request: &HeaderMap) -> Option<Fingerprint> {
    let proofs = [AUTHORIZATION, COOKIE];
    let proves = |name: &HeaderName| proofs.contains(name) || sounds_secret(name.as_str());
    let proving = request.iter().filter(|(name, value)| value.is_sensitive() || proves(name));
    let mut proving: Vec<[&[u8]; 2]> =
        proving.map(|(name, value)| [name.as_str().as_bytes(), value.as_bytes()]).collect();
    // Lines of one name stay as they are, whatever stands between them.
    proving.sort_by_key(|[name, _]| *name);
    (!proving.is_empty()).then(|| Fingerprint::of(proving.into_iter().flatten()))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn head(lines: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, HeaderValue::from_static(value));
        }
        headers
    }

    fn admits(
        vary: &'static str,
        stored: &[(&'static str, &'static str)],
        asked: &[(&'static str, &'static str)],
    ) -> bool {
        Selecting::of(&head(&[("vary", vary)]), &head(stored)).admits(&head(asked))
    }

    #[test]
    fn what_vary_names_has_to_be_the_same_and_nothing_else() {
        assert!(admits("A", &[("a", "1"), ("b", "1")], &[("a", "1"), ("b", "2")]));
        assert!(!admits("A", &[("a", "1")], &[("a", "2")]));
        assert!(!admits("A", &[("a", "1")], &[]) && !admits("A", &[], &[("a", "1")]) && admits("A", &[], &[]));
        assert!(!admits("A", &[], &[("a", "")]), "what is empty is there");
        assert!(!admits("a, b", &[("a", "1"), ("b", "1")], &[("a", "1"), ("b", "2")]));
        assert!(Selecting::of(&HeaderMap::new(), &head(&[("a", "1")])).admits(&HeaderMap::new()));
    }

    #[test]
    fn nothing_selects_what_goes_by_more_than_fields() {
        for vary in ["*", "*, *", ", *", "*, foo", "foo, *", "(", "a b"] {
            assert!(!admits(vary, &[("foo", "1")], &[("foo", "1")]), "{vary}");
        }
    }

    #[test]
    fn lines_and_spaces_make_no_difference_and_order_does() {
        assert!(
            admits("a", &[("a", "1"), ("a", "2")], &[("a", "1, 2")]) && admits("a", &[("a", "1,2")], &[("a", "1 , 2")])
        );
        assert!(!admits("a", &[("a", "1, 2")], &[("a", "2, 1")]));
        assert!(!admits("a", &[("a", "x y")], &[("a", "xy")]) && !admits("a", &[("a", "X")], &[("a", "x")]));
        let language = "accept-language";
        assert!(admits(language, &[(language, "en-GB; q=0.5")], &[(language, "EN-gb;q=0.5")]));
        let accept = |one, other| admits("accept", &[("accept", one)], &[("accept", other)]);
        assert!(accept("Application/JSON ; Profile=\"A b\" ; Q=0.5", "application/json;profile=\"A b\";q=0.5"));
        for other in ["a/b;profile=\"A b\"", "a/b;profile=\"a B\"", "a/b;profile=\"aB\"", "a/b;profile=A"] {
            assert!(!accept("a/b;profile=\"a b\"", other), "{other}");
        }
        assert!(!accept(r#"a/b;p="\"A""#, r#"a/b;p="\"a""#) && accept(r#"a/b;p="\"A";Q=1"#, r#"a/b;p="\"A";q=1"#));
    }

    #[test]
    fn who_asks_is_told_by_what_proves_it() {
        let secret = |value: &'static str| {
            let mut value = HeaderValue::from_static(value);
            value.set_sensitive(true);
            [(HeaderName::from_static("x-key"), value)].into_iter().collect::<HeaderMap>()
        };
        assert_eq!(asker(&head(&[("accept", "x")])), None);
        assert_ne!(asker(&head(&[("cookie", "a")])), asker(&head(&[("cookie", "b")])));
        assert_ne!(asker(&head(&[("authorization", "a")])), asker(&head(&[("cookie", "a")])));
        assert_ne!(asker(&secret("a")), asker(&secret("b")));
        assert!(asker(&secret("a")).is_some() && asker(&head(&[("x-key", "a")])).is_none());
    }
}
