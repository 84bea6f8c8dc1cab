//! Origins. Enters: a URL. Leaves: scheme, host and port, to be compared.

use std::fmt;
use std::net::IpAddr;

use http::Uri;

/// Scheme, host and port of a URL (RFC 6454 section 4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    scheme: Scheme,
    host: String,
    port: u16,
    loopback: bool,
}

/// The schemes that credentials can go by. WebSockets open with a request of HTTP, but are origins of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scheme {
    Http,
    Https,
    Ws,
    Wss,
}

impl Scheme {
    fn of(uri: &Uri) -> Option<Self> {
        let name = uri.scheme_str()?;
        let schemes = [("http", Self::Http), ("https", Self::Https), ("ws", Self::Ws), ("wss", Self::Wss)];
        schemes.into_iter().find(|(known, _)| name.eq_ignore_ascii_case(known)).map(|(_, scheme)| scheme)
    }

    const fn port(self) -> u16 {
        match self {
            Self::Http | Self::Ws => 80,
            Self::Https | Self::Wss => 443,
        }
    }

    const fn is_secure(self) -> bool {
        matches!(self, Self::Https | Self::Wss)
    }
}

impl Origin {
    /// The origin of an absolute URL of HTTP or WebSockets.
    pub(crate) fn of(uri: &Uri) -> Option<Self> {
        let scheme = Scheme::of(uri)?;
        let host = uri.host()?.to_ascii_lowercase();
        let loopback = is_loopback(&host);
        Some(Self { scheme, host, port: uri.port_u16().unwrap_or(scheme.port()), loopback })
    }

    /// Whether `uri` is of this origin.
    pub(crate) fn is_of(&self, uri: &Uri) -> bool {
        let port = || uri.port_u16().unwrap_or(self.scheme.port());
        let host = || uri.host().is_some_and(|host| host.eq_ignore_ascii_case(&self.host));
        Scheme::of(uri) == Some(self.scheme) && host() && port() == self.port
    }

    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    pub(crate) fn is_secure(&self) -> bool {
        self.scheme.is_secure()
    }

    /// Whether it is this machine: then nobody listens on the way.
    pub(crate) fn is_loopback(&self) -> bool {
        self.loopback
    }
}

fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let named = host == "localhost" || host.ends_with(".localhost");
    named || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = match self.scheme {
            Scheme::Http => "http",
            Scheme::Https => "https",
            Scheme::Ws => "ws",
            Scheme::Wss => "wss",
        };
        write!(f, "{scheme}://{}:{}", self.host, self.port)
    }
}
