//! Which hosts are meant. Enters: a pattern. Leaves: whether a host is one of them.

use std::fmt;
use std::net::Ipv6Addr;

use url::Host;

/// Hosts, in small letters and as IDNA (RFC 5890) writes them in a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Pattern {
    Exactly(String),
    /// Those with exactly one label in front of it.
    Below(String),
    /// It, and all with labels in front of it.
    Within(String),
}

impl Pattern {
    /// Reads a pattern.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let wrong = |why: &str| Err(format!("`{}`: {why}", crate::shown::clip(text, 80)));
        let (make, host): (fn(String) -> Self, _) = match (text.strip_prefix("**."), text.strip_prefix("*.")) {
            (Some(host), _) => (Self::Within, host),
            (None, Some(host)) => (Self::Below, host),
            (None, None) => (Self::Exactly, text),
        };
        if host.contains('*') {
            return wrong(
                "asterisks stand for the first label, as in `*.example.com`, or for any number, as in `**.example.com`",
            );
        }
        if host.contains('%') {
            return wrong("a host has no escapes");
        }
        match Host::parse(host) {
            // What it has as a label is there: an empty one would be met by no host.
            Ok(Host::Domain(name)) if !normal(&name).split('.').any(str::is_empty) => Ok(make(normal(&name))),
            Ok(Host::Domain(_)) => wrong("a label of it is empty"),
            Ok(address @ (Host::Ipv4(_) | Host::Ipv6(_))) if host == text => {
                Ok(Self::Exactly(normal(&address.to_string())))
            }
            Ok(Host::Ipv4(_) | Host::Ipv6(_)) => wrong("an address has no labels in front of it"),
            Err(_) => wrong("not a host as a URL has it, without scheme and port"),
        }
    }

    /// Whether `host`, which is [`normal`], is meant.
    pub(super) fn matches(&self, host: &str) -> bool {
        let front = |name: &str| host.strip_suffix(name)?.strip_suffix('.');
        match self {
            Self::Exactly(name) => host == name,
            Self::Below(name) => front(name).is_some_and(|label| !label.is_empty() && !label.contains('.')),
            Self::Within(name) => host == name || front(name).is_some_and(|labels| !labels.is_empty()),
        }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exactly(name) => f.write_str(name),
            Self::Below(name) => write!(f, "*.{name}"),
            Self::Within(name) => write!(f, "**.{name}"),
        }
    }
}

/// A host as patterns compare it: the root's dot behind it names the same one, and so do the brackets of a URL, and an address of IPv4 that is
/// written as one of IPv6 (RFC 4291 section 2.5.5.2).
pub(super) fn normal(host: &str) -> String {
    let host = host.strip_suffix('.').unwrap_or(host);
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    let mapped = host.parse::<Ipv6Addr>().ok().and_then(|address| address.to_ipv4_mapped());
    mapped.map_or_else(|| host.to_ascii_lowercase(), |address| address.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_mean_what_their_asterisks_say() {
        let hosts =
            ["example.com", "a.example.com", "a.b.example.com", "notexample.com", "example.com.evil", "com", ""];
        for (pattern, meant) in [
            ("example.com", &["example.com"] as &[_]),
            ("EXAMPLE.com", &["example.com"]),
            ("example.com.", &["example.com"]),
            ("a.example.com", &["a.example.com"]),
            ("*.example.com", &["a.example.com"]),
            ("*.B.example.com", &["a.b.example.com"]),
            ("**.example.com", &["example.com", "a.example.com", "a.b.example.com"]),
            ("**.a.b.example.com", &["a.b.example.com"]),
            ("*.com", &["example.com", "notexample.com"]),
        ] {
            let read = Pattern::parse(pattern).unwrap();
            let matched = hosts.iter().filter(|host| read.matches(&normal(host))).collect::<Vec<_>>();
            assert_eq!(matched, meant.iter().collect::<Vec<_>>(), "{pattern}");
        }
    }

    #[test]
    fn a_host_is_the_same_however_it_is_written() {
        for (pattern, host) in [
            ("example.com", "Example.COM"),
            ("example.com", "example.com."),
            ("**.example.com", "A.Example.com."),
            ("bücher.example", "xn--bcher-kva.example"),
            ("*.BÜCHER.example", "shop.xn--bcher-kva.example"),
            ("127.0.0.1", "127.0.0.1"),
            ("127.1", "127.0.0.1"),
            ("127.0.0.1", "[::ffff:7f00:1]"),
            ("[::ffff:127.0.0.1]", "127.0.0.1"),
            ("[::1]", "::1"),
            ("[0:0::1]", "[::1]"),
        ] {
            assert!(Pattern::parse(pattern).unwrap().matches(&normal(host)), "{pattern} {host}");
        }
    }

    #[test]
    fn what_is_no_pattern_is_told_why() {
        for (pattern, why) in [
            ("", "not a host"),
            (".", "empty"),
            (".example.com", "a label of it is empty"),
            ("a..example.com", "a label of it is empty"),
            ("example.com..", "a label of it is empty"),
            ("*..example.com", "a label of it is empty"),
            ("**..example.com", "a label of it is empty"),
            ("exam%70le.com", "a host has no escapes"),
            ("*", "asterisks"),
            ("*.", "not a host"),
            ("**", "asterisks"),
            ("a.*.example.com", "asterisks"),
            ("*.*.example.com", "asterisks"),
            ("***.example.com", "asterisks"),
            ("*a.example.com", "asterisks"),
            ("https://example.com", "without scheme and port"),
            ("example.com:443", "without scheme and port"),
            ("exam ple.com", "not a host"),
            ("*.127.0.0.1", "an address"),
            ("**.[::1]", "an address"),
        ] {
            let error = Pattern::parse(pattern).unwrap_err();
            assert!(error.contains(why) && error.starts_with(&format!("`{pattern}`")), "{error}");
        }
    }

    #[test]
    fn a_pattern_is_shown_as_it_is_compared() {
        for (pattern, shown) in [("A.b.", "a.b"), ("*.A.b", "*.a.b"), ("**.bücher.b", "**.xn--bcher-kva.b")] {
            assert_eq!(Pattern::parse(pattern).unwrap().to_string(), shown);
        }
    }
}
