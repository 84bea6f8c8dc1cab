//! `Cache-Control` (RFC 9111 section 5.2). Enters: the headers of a request or response. Leaves: what the directives say, one reading for both.
//! Unknown ones say nothing.
//!
//! | what is written | is read as |
//! |---|---|
//! | a name in any case, a value with or without quotes | the same |
//! | several of one name that agree | one |
//! | several of one name that differ | the one that lets the cache do less: `max-age` as 0 (section 4.2.1), windows as the smaller |
//! | a value that is no number, or with spaces around the `=` | `max-age` as 0, `min-fresh` as more than there is, a window as none |

use std::time::Duration;

use http::header::{CACHE_CONTROL, HeaderMap, HeaderName, PRAGMA};

use super::fields;

/// What `Cache-Control` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Directives {
    pub(super) max_age: Option<Duration>,
    pub(super) no_store: bool,
    pub(super) no_cache: NoCache,
    pub(super) public: bool,
    pub(super) private: bool,
    pub(super) must_revalidate: bool,
    pub(super) must_understand: bool,
    pub(super) only_if_cached: bool,
    /// Of a request: how stale it may be; any, where that is the most there is.
    pub(super) max_stale: Option<Duration>,
    pub(super) min_fresh: Option<Duration>,
    /// RFC 5861 section 3.
    pub(super) stale_while_revalidate: Option<Duration>,
    /// RFC 5861 section 4, of responses and of requests.
    pub(super) stale_if_error: Option<Duration>,
}

/// What is not to be used before it is validated (RFC 9111 section 5.2.2.4).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum NoCache {
    #[default]
    Nothing,
    /// Those fields. They are not stored (section 3.1).
    Fields(Vec<HeaderName>),
    All,
}

impl Directives {
    pub(super) fn of_response(headers: &HeaderMap) -> Self {
        let mut said = Self::default();
        for member in fields::members(headers, &CACHE_CONTROL) {
            said.read(&Directive::of(member));
        }
        said
    }

    /// `Pragma: no-cache` stands in where there is no `Cache-Control` (RFC 9111 section 5.4).
    pub(super) fn of_request(headers: &HeaderMap) -> Self {
        let mut said = Self::of_response(headers);
        let pragma = || fields::members(headers, &PRAGMA).any(|member| member.eq_ignore_ascii_case(b"no-cache"));
        if !headers.contains_key(CACHE_CONTROL) && pragma() {
            said.no_cache = NoCache::All;
        }
        said
    }

    fn read(&mut self, directive: &Directive) {
        match directive.name.as_slice() {
            b"max-age" => {
                let age = directive.seconds().unwrap_or_default();
                let agreed = self.max_age.is_none_or(|former| former == age);
                self.max_age = Some(if agreed { age } else { Duration::ZERO });
            }
            b"min-fresh" => {
                let least = directive.seconds().unwrap_or(Duration::MAX);
                self.min_fresh = Some(self.min_fresh.map_or(least, |former| former.max(least)));
            }
            b"max-stale" if directive.argument == Argument::None => smaller(&mut self.max_stale, Duration::MAX),
            b"max-stale" => smaller(&mut self.max_stale, directive.seconds().unwrap_or_default()),
            b"stale-while-revalidate" => {
                smaller(&mut self.stale_while_revalidate, directive.seconds().unwrap_or_default());
            }
            b"stale-if-error" => smaller(&mut self.stale_if_error, directive.seconds().unwrap_or_default()),
            b"no-cache" => self.no_cache.add(directive.names()),
            b"no-store" => self.no_store = true,
            b"public" => self.public = true,
            b"private" => self.private = true,
            b"must-revalidate" => self.must_revalidate = true,
            b"must-understand" => self.must_understand = true,
            b"only-if-cached" => self.only_if_cached = true,
            _ => {}
        }
    }
}

fn smaller(window: &mut Option<Duration>, other: Duration) {
    *window = Some(window.map_or(other, |former| former.min(other)));
}

impl NoCache {
    fn add(&mut self, named: Option<Vec<HeaderName>>) {
        *self = match (std::mem::take(self), named) {
            (Self::All, _) | (_, None) => Self::All,
            (Self::Nothing, Some(names)) => Self::Fields(names),
            (Self::Fields(mut former), Some(names)) => {
                former.extend(names);
                Self::Fields(former)
            }
        };
    }
}

struct Directive {
    /// In lower case.
    name: Vec<u8>,
    argument: Argument,
}

#[derive(PartialEq, Eq)]
enum Argument {
    None,
    Is(Vec<u8>),
    /// There is whitespace beside the `=`, which has no place there.
    Malformed,
}

impl Directive {
    fn of(member: &[u8]) -> Self {
        let Some(equals) = member.iter().position(|byte| *byte == b'=') else {
            return Self { name: member.to_ascii_lowercase(), argument: Argument::None };
        };
        let (name, value) = (&member[..equals], &member[equals + 1..]);
        let is_clean = name == name.trim_ascii() && value == value.trim_ascii();
        let argument = if is_clean { Argument::Is(fields::unquoted(value)) } else { Argument::Malformed };
        Self { name: name.trim_ascii().to_ascii_lowercase(), argument }
    }

    fn seconds(&self) -> Option<Duration> {
        match &self.argument {
            Argument::Is(value) => fields::seconds(value),
            Argument::None | Argument::Malformed => None,
        }
    }

    /// The fields that are named; none where there is no list, or something in it that is no name.
    fn names(&self) -> Option<Vec<HeaderName>> {
        let Argument::Is(list) = &self.argument else { return None };
        let names: Option<Vec<_>> =
            fields::split(list).into_iter().map(|name| HeaderName::from_bytes(name).ok()).collect();
        names.filter(|names| !names.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn said(lines: &[&'static str]) -> Directives {
        let lines = lines.iter().map(|line| (CACHE_CONTROL, HeaderValue::from_static(line)));
        Directives::of_response(&lines.collect())
    }

    fn max_age(lines: &[&'static str]) -> Option<u64> {
        said(lines).max_age.map(|age| age.as_secs())
    }

    #[test]
    fn names_are_read_in_any_case_and_values_with_and_without_quotes() {
        assert_eq!(max_age(&["MaX-aGe=60"]), Some(60));
        assert_eq!(max_age(&["max-age=\"60\""]), Some(60));
        assert!(said(&["No-StOrE"]).no_store && said(&["private, NO-STORE"]).no_store);
        assert_eq!(said(&["No-Cache"]).no_cache, NoCache::All);
    }

    #[test]
    fn what_is_quoted_is_no_directive() {
        assert_eq!(max_age(&[r#"x="max-age=3600", max-age=1"#]), Some(1));
        assert_eq!(max_age(&[r#"max-age=1, x="max-age=3600""#]), Some(1));
        assert!(!said(&[r#"x="no-store""#]).no_store);
        assert!(said(&[r#"x="1, no-store"#]).no_store, "an open quote hides nothing");
    }

    #[test]
    fn an_age_that_is_not_one_number_is_none() {
        for line in ["max-age=-1", "max-age=1.5", "max-age='60'", "max-age", "max-age=", "max-age =60", "max-age= 60"] {
            assert_eq!(max_age(&[line]), Some(0), "{line}");
        }
        assert_eq!(max_age(&["max-age=60, max-age=60"]), Some(60));
        assert_eq!(max_age(&["max-age=60", "max-age=61"]), Some(0));
        assert_eq!(max_age(&["s-maxage=60"]), None, "is for shared caches");
    }

    #[test]
    fn windows_are_the_smaller_and_none_where_they_are_no_number() {
        let said = said(&["stale-if-error=5, stale-if-error=3, stale-while-revalidate=x"]);
        assert_eq!(said.stale_if_error, Some(Duration::from_secs(3)));
        assert_eq!(said.stale_while_revalidate, Some(Duration::ZERO));
    }

    #[test]
    fn of_a_request_any_staleness_is_what_has_no_number() {
        assert_eq!(said(&["max-stale"]).max_stale, Some(Duration::MAX));
        assert_eq!(said(&["max-stale=x"]).max_stale, Some(Duration::ZERO));
        assert_eq!(said(&["min-fresh=x"]).min_fresh, Some(Duration::MAX));
    }

    #[test]
    fn no_cache_may_name_fields() {
        let names = |line| said(&[line]).no_cache;
        let two = vec![HeaderName::from_static("a"), HeaderName::from_static("b")];
        assert_eq!(names(r#"no-cache="A, b""#), NoCache::Fields(two.clone()));
        assert_eq!(names(r#"no-cache="a", no-cache="b""#), NoCache::Fields(two));
        assert_eq!(names("no-cache=a"), NoCache::Fields(vec![HeaderName::from_static("a")]));
        for line in [r#"no-cache="a", no-cache"#, "no-cache=\"\"", "no-cache=\"(\"", "no-cache ="] {
            assert_eq!(names(line), NoCache::All, "{line}");
        }
    }

    #[test]
    fn pragma_stands_in_where_there_is_no_cache_control() {
        let with = |control: Option<&'static str>| {
            let pragma = (PRAGMA, HeaderValue::from_static("x, No-Cache"));
            let control = control.map(|control| (CACHE_CONTROL, HeaderValue::from_static(control)));
            Directives::of_request(&[pragma].into_iter().chain(control).collect()).no_cache
        };
        assert_eq!(with(None), NoCache::All);
        assert_eq!(with(Some("max-age=1")), NoCache::Nothing);
    }
}
