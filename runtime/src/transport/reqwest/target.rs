//! The URL of a request, as reqwest asks for it. Enters: a `Uri`. Leaves: the `Url` of the same text.

use std::sync::{PoisonError, RwLock};

use http::Uri;
use url::{ParseError, Position, Url};

/// Reads URLs. Most requests of a client go to one server: its part of the URL, the host above all, is read once.
#[derive(Default)]
pub(super) struct Targets {
    server: RwLock<Option<Url>>,
}

impl Targets {
    pub(super) fn url(&self, uri: &Uri) -> Result<Url, ParseError> {
        let server = self.server.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(server) = server.as_ref().filter(|server| is_of(uri, server)) {
            let mut url = server.clone();
            url.set_path(uri.path());
            url.set_query(uri.query());
            return Ok(url);
        }
        drop(server);
        let url = Url::parse(&uri.to_string())?;
        // What names a user may hold a password, and is not kept.
        if url.username().is_empty() && url.password().is_none() && is_of(uri, &url) {
            *self.server.write().unwrap_or_else(PoisonError::into_inner) = Some(url.clone());
        }
        Ok(url)
    }
}

/// Whether scheme, host and port of a URI are written as a URL has them, so that reading them would change nothing.
fn is_of(uri: &Uri, url: &Url) -> bool {
    let authority = uri.authority().map(http::uri::Authority::as_str);
    let server = &url[..Position::BeforePath];
    let rest = uri.scheme_str().and_then(|scheme| server.strip_prefix(scheme)?.strip_prefix("://"));
    authority.is_some() && rest == authority
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_read_as_if_it_were_the_first() {
        let targets = Targets::default();
        for text in [
            "http://h/a?b=c",
            "http://h",
            "http://h/?",
            "http://h//other/a",
            "http://h/\\other/a",
            "http://h/a/../b/%2e%2E/c;d='e'?f='g'|h",
            "http://h/a%zz{b}",
            "http://user:pw@h/a",
            "http://h/after",
            "HTTP://H/A",
            "http://h:80/a",
            "https://h/a",
            "http://127.0.0.1:8080/a",
            "http://127.0.0.1:8080/b?c",
            "http://127.1/a",
            "http://[::1]:1/a",
            "http://[::1]:1/b",
        ] {
            let uri: Uri = text.parse().unwrap();
            let url = Url::parse(&uri.to_string()).unwrap();
            assert_eq!(targets.url(&uri).unwrap(), url, "{text}");
            assert_eq!(targets.url(&uri).unwrap().as_str(), url.as_str(), "{text}, again");
        }
    }

    #[test]
    fn no_password_is_kept() {
        let targets = Targets::default();
        targets.url(&Uri::from_static("http://user:pw@h/a")).unwrap();
        assert_eq!(*targets.server.read().unwrap(), None);
    }
}
