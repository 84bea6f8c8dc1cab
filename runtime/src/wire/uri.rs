//! The target of a request: base URL, path template and query, joined.
//!
//! In come pieces that are percent-encoded already, out goes an `http::Uri`. A path value that would make its segment `.`
//! or `..` is refused: every URL parser on the way would remove the segment and address another endpoint.

use http::uri::{PathAndQuery, Uri};
use url::{Position, Url};

use super::failure::BuildFailure;
use super::param::Place;
use super::percent::{Keep, encode, literal};

/// Joins the base URL with a path template, filled with values that are written already, and the query. The base path
/// stays, whether or not it ends with `/`; a query of the base URL comes first.
pub(crate) fn join(
    base: &Url,
    template: &str,
    values: &[(&'static str, String)],
    query: &[&str],
) -> Result<Uri, BuildFailure> {
    if !base.has_host() {
        return Err(BuildFailure::request("the base URL has no host"));
    }
    let lengths = values.iter().map(|(_, value)| value.len()).chain(query.iter().map(|query| query.len() + 1));
    let mut text = String::with_capacity(base.as_str().len() + template.len() + lengths.sum::<usize>());
    text.push_str(base.scheme());
    text.push_str("://");
    text.push_str(&base[Position::BeforeHost..Position::AfterPort]);
    text.push_str(base.path().trim_end_matches('/'));
    let start = text.len();
    expand(template, values, &mut text)?;
    if !text[start..].starts_with('/') {
        text.insert(start, '/');
    }
    let own = text[start..].find('?').map(|mark| text.split_off(start + mark));
    let own = own.as_deref().and_then(|own| own.strip_prefix('?'));
    let queries = base.query().into_iter().chain(own).chain(query.iter().copied());
    for (index, query) in queries.filter(|query| !query.is_empty()).enumerate() {
        text.push(if index == 0 { '?' } else { '&' });
        text.push_str(query);
    }
    Uri::try_from(text).map_err(|error| BuildFailure::request(format!("the URL cannot be built: {error}")))
}

/// Appends a path template to a URL, filled with values that are written already.
fn expand(template: &str, values: &[(&'static str, String)], path: &mut String) -> Result<(), BuildFailure> {
    let path_start = path.len();
    let template = template.split('#').next().unwrap_or_default();
    let mut suspects = Vec::new();
    let mut rest = template;
    while let Some((fixed, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        path.push_str(&literal(fixed));
        let start = path.len();
        let value = value(name, values)?;
        path.push_str(value);
        if value.split('/').any(|piece| dots(piece).is_some()) {
            suspects.push((name, start..path.len()));
        }
        rest = after;
    }
    path.push_str(&literal(rest));
    let path = &path[path_start..];
    for (name, span) in suspects {
        let span = span.start - path_start..span.end - path_start;
        let start = path[..span.start].rfind('/').map_or(0, |slash| slash + 1);
        let end = path[span.end..].find(['/', '?']).map_or(path.len(), |stop| span.end + stop);
        if path[start..end].split('/').any(|segment| matches!(dots(segment), Some(1 | 2))) {
            let reason = "the value makes a path segment `.` or `..`, which would address another endpoint";
            return Err(BuildFailure::parameter(Place::Path, name.to_owned(), reason));
        }
    }
    Ok(())
}

fn value<'a>(name: &str, values: &'a [(&'static str, String)]) -> Result<&'a str, BuildFailure> {
    let found = values.iter().find(|(declared, _)| *declared == name);
    found
        .map(|(_, value)| value.as_str())
        .ok_or_else(|| BuildFailure::parameter(Place::Path, name.to_owned(), "no value is given"))
}

/// How many dots a text is that is nothing but dots, also written with `%2e` (WHATWG URL, single-dot and double-dot path
/// segments).
fn dots(text: &str) -> Option<usize> {
    let (mut rest, mut count) = (text, 0);
    while !rest.is_empty() {
        rest = [".", "%2e", "%2E"].iter().find_map(|dot| rest.strip_prefix(dot))?;
        count += 1;
    }
    Some(count)
}

/// Adds a parameter behind the query of a URI.
///
/// # Errors
/// If the URI would become too long (65,534 bytes).
pub fn append_query(uri: &mut Uri, name: &str, value: &str) -> Result<(), BuildFailure> {
    let refuse = |reason: String| BuildFailure::parameter(Place::Query, name.to_owned(), reason);
    let mark = if uri.query().is_some_and(|query| !query.is_empty()) { "&" } else { "?" };
    let present = uri.path_and_query().map_or("/", PathAndQuery::as_str).trim_end_matches('?');
    let text = format!("{present}{mark}{}", pair(name, value));
    let mut parts = std::mem::take(uri).into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(text).map_err(|error| refuse(error.to_string()))?);
    *uri = Uri::from_parts(parts).map_err(|error| refuse(error.to_string()))?;
    Ok(())
}

/// A query parameter of two plain texts.
pub(crate) fn pair(name: &str, value: &str) -> String {
    format!("{}={}", encode(name, Keep::Unreserved), encode(value, Keep::Unreserved))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(base: &str, path: &str, query: &[&str]) -> String {
        join(&Url::parse(base).unwrap(), path, &[], query).unwrap().to_string()
    }

    /// Behind a base path, which is no part of any segment.
    fn expand(template: &str, values: &[(&'static str, String)]) -> Result<String, BuildFailure> {
        let mut path = "/base./".to_owned();
        super::expand(template, values, &mut path)?;
        Ok(path.split_off("/base./".len()))
    }

    #[test]
    fn the_base_path_stays_and_slashes_are_right() {
        assert_eq!(joined("http://h", "/users", &[]), "http://h/users");
        assert_eq!(joined("http://h/", "/users", &[]), "http://h/users");
        assert_eq!(joined("http://h:8080/v1", "/users/", &[]), "http://h:8080/v1/users/");
        assert_eq!(joined("http://h/v1/", "users", &[]), "http://h/v1/users");
        assert_eq!(joined("http://[::1]:81/v1/", "/", &[]), "http://[::1]:81/v1/");
        assert_eq!(joined("http://user:secret@h/", "/users", &[]), "http://h/users");
    }

    #[test]
    fn queries_follow_each_other() {
        assert_eq!(joined("http://h/?v=1", "/a?b=2", &["c=3", "d=4"]), "http://h/a?v=1&b=2&c=3&d=4");
        assert_eq!(joined("http://h/#f", "/a", &[]), "http://h/a");
    }

    #[test]
    fn templates() {
        let values = [("id", "a%2Fb".to_owned()), ("v", ".x".to_owned())];
        assert_eq!(expand("/u/{id}.json", &values).unwrap(), "/u/a%2Fb.json");
        assert_eq!(expand("/u ü/{id}{v}#frag", &values).unwrap(), "/u%20%C3%BC/a%2Fb.x");
        assert_eq!(expand("/u/{id", &values).unwrap(), "/u/%7Bid");
        assert_eq!(expand("/u/{nope}", &values).unwrap_err().to_string(), "path parameter `nope`: no value is given");
    }

    #[test]
    fn dot_segments_are_refused() {
        let refused = |template: &str, value: &str| expand(template, &[("id", value.to_owned())]).is_err();
        assert!(refused("/u/{id}", "."));
        assert!(refused("/u/{id}", ".."));
        assert!(refused("/u/{id}/x", "%2E."));
        assert!(refused("/u/.{id}?q=1", "."));
        assert!(refused("/u/{id}", "a/../b"));
        assert!(!refused("/u/{id}", "..."));
        assert!(!refused("/u/{id}.json", ".."));
        assert!(!refused("/u/{id}", "a..b"));
        assert!(!refused("/u/./{id}", "a"));
        assert!(refused("/u/{id}.", "a/."));
    }

    #[test]
    fn a_credential_is_appended() {
        let mut uri = Uri::from_static("http://h/a?b=1");
        append_query(&mut uri, "api key", "s/1").unwrap();
        assert_eq!(uri, "http://h/a?b=1&api%20key=s%2F1");
        let mut bare = Uri::from_static("http://h");
        append_query(&mut bare, "k", "").unwrap();
        assert_eq!(bare, "http://h/?k=");
    }
}
