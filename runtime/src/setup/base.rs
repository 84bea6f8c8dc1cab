//! Base URLs. Enters: what a description or a caller writes. Leaves: an absolute URL that paths can be appended to.

use url::Url;

use crate::origin::Origin;

/// The base URL, and who named it.
#[derive(Clone, Debug)]
pub(crate) enum Base {
    /// The description: an operation may have a server of its own.
    Described(Url),
    /// The caller: it holds for all operations.
    Given(Url),
}

impl Base {
    pub(crate) fn url(&self) -> &Url {
        match self {
            Self::Described(url) | Self::Given(url) => url,
        }
    }
}

/// The URL of a description's server, absolute, its path ending with a slash; what is relative is taken relative to `base`.
pub(crate) fn described(text: &str, base: Option<&Url>) -> Result<Url, String> {
    let url = match base {
        Some(base) => base.join(text),
        None => Url::parse(text),
    };
    let mut url = directory(url.map_err(|error| error.to_string())?)?;
    url.set_query(None);
    url.set_fragment(None);
    Ok(url)
}

/// What is wrong with the value of a server's variable: what would be lost of it, or of what stands behind it.
pub(crate) fn flaw(value: &str) -> Option<&'static str> {
    if value.contains('?') {
        Some("its value has a `?`, which would begin a query: write `%3F`")
    } else if value.contains('#') {
        Some("its value has a `#`, which would begin a fragment: write `%23`")
    } else if value.contains(char::is_control) {
        Some("its value has control characters, such as a line break")
    } else {
        None
    }
}

/// The URL that a caller gives, in the same form. What would be lost of it is refused.
pub(crate) fn given(text: &str) -> Result<Url, String> {
    if let Some(slip) = without_scheme(text) {
        return Err(slip);
    }
    let url = directory(Url::parse(text).map_err(|error| error.to_string())?)?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("it has user information: credentials have setters of their own".to_owned());
    }
    match (url.query(), url.fragment()) {
        (Some(_), _) => Err("it has a query, which a base URL cannot have".to_owned()),
        (None, Some(_)) => Err("it has a fragment, which a base URL cannot have".to_owned()),
        (None, None) => Ok(url),
    }
}

/// What is wrong with `localhost:8080`, which a parser of URLs takes for the scheme `localhost`.
fn without_scheme(text: &str) -> Option<String> {
    let bare = text.trim();
    let begins = |scheme: &str| bare.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    if bare.contains("://") || begins("http:") || begins("https:") {
        return None;
    }
    Some(match bare.trim_start_matches('/') {
        "" => "it is empty".to_owned(),
        // Never quoted: it may be a password.
        host if host.contains(['@', '?', '#']) => "it does not begin with `http://` or `https://`".to_owned(),
        host => format!("`{bare}` names no scheme: write `http://{host}` or `https://{host}`"),
    })
}

fn directory(mut url: Url) -> Result<Url, String> {
    // A WebSocket begins with a request of HTTP (RFC 6455 section 3).
    let scheme = match url.scheme() {
        "http" | "ws" => "http",
        "https" | "wss" => "https",
        other => return Err(format!("the scheme is `{other}`, not http or https")),
    };
    let _only_fails_between_kinds_of_schemes = url.set_scheme(scheme);
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Ok(url)
}

/// The origin of a base URL.
pub(crate) fn origin(url: &Url) -> Option<Origin> {
    Origin::of(&url.as_str().parse().ok()?)
}

/// A URL without user name, password, query and fragment.
pub(crate) fn shown(url: &Url) -> String {
    let mut url = url.clone();
    let _only_fails_without_host = (url.set_username(""), url.set_password(None));
    url.set_query(None);
    url.set_fragment(None);
    url.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_ends_with_a_slash() {
        assert_eq!(given("http://h").unwrap().as_str(), "http://h/");
        assert_eq!(given(" https://h:81/v1 ").unwrap().as_str(), "https://h:81/v1/");
        assert_eq!(described("../v2?x#y", Some(&given("http://h/v1").unwrap())).unwrap().as_str(), "http://h/v2/");
    }

    #[test]
    fn a_socket_is_called_where_its_handshake_goes() {
        assert_eq!(given("ws://h:81/v1").unwrap().as_str(), "http://h:81/v1/");
        assert_eq!(described("WSS://h:443/v1", None).unwrap().as_str(), "https://h/v1/");
    }

    #[test]
    fn what_would_be_lost_is_refused() {
        for (text, word) in [
            ("http://h/?v=1", "a query"),
            ("http://h/?", "a query"),
            ("http://h/#top", "a fragment"),
            ("http://ann:pw@h/", "user information"),
            ("http://ann@h/", "user information"),
        ] {
            let refusal = given(text).unwrap_err();
            assert!(refusal.contains(word) && !refusal.contains("pw"), "{text}: {refusal}");
        }
    }

    #[test]
    fn a_url_without_a_scheme_is_told_so() {
        for host in ["127.0.0.1:80", "localhost:8080", "localhost", "api.example.com/v1", "[::1]:80"] {
            let refusal = given(host).unwrap_err();
            assert_eq!(refusal, format!("`{host}` names no scheme: write `http://{host}` or `https://{host}`"));
        }
        assert!(given("//h/v1").unwrap_err().contains("`http://h/v1`"));
        assert!(!given("ann:pw@h").unwrap_err().contains("pw"));
        assert_eq!(given(" ").unwrap_err(), "it is empty");
        assert_eq!(given("ftp://h").unwrap_err(), "the scheme is `ftp`, not http or https");
    }
}
