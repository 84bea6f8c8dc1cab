//! Where credentials may go. Enters: a URL. Leaves: yes, or why not.

use std::fmt;
use std::net::IpAddr;

use http::Uri;

/// Scheme, host and port of a URL (RFC 6454 section 4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    scheme: Scheme,
    host: String,
    port: u16,
    /// Whether it is this machine: then nobody listens on the way.
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

    pub(crate) fn is_secure(&self) -> bool {
        self.scheme.is_secure()
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

/// What a client trusts with its credentials.
#[derive(Debug)]
pub(crate) struct Trust<'a> {
    pub(crate) origins: &'a [Origin],
    /// The origin of the operation's own server, where the description names one.
    pub(crate) own: Option<Origin>,
    pub(crate) insecure: Insecure,
}

/// Whether credentials may be sent in the clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Insecure {
    Refused,
    Allowed,
}

impl Trust<'_> {
    /// Whether credentials may go to `uri`; if not, why.
    pub(crate) fn check(&self, uri: &Uri) -> Result<(), String> {
        let Some(origin) = self.origins.iter().chain(&self.own).find(|origin| origin.is_of(uri)) else {
            let host = Origin::of(uri).map_or_else(|| "no server at all".to_owned(), |origin| origin.to_string());
            return Err(format!("credentials are not sent to {host}, which is not the API's origin"));
        };
        if self.insecure == Insecure::Refused && !origin.is_secure() && !origin.loopback {
            let host = &origin.host;
            return Err(format!("credentials are not sent to {host} over plain http; `allow_insecure` permits it"));
        }
        Ok(())
    }
}
