//! Where credentials may go. Enters: a URL. Leaves: yes, or why not.

use std::net::IpAddr;

use http::Uri;

/// Scheme, host and port of a URL (RFC 6454 section 4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    scheme: String,
    host: String,
    port: u16,
}

impl Origin {
    /// The origin of an absolute `http` or `https` URL.
    pub(crate) fn of(uri: &Uri) -> Option<Self> {
        let scheme = uri.scheme_str()?.to_ascii_lowercase();
        let default = match scheme.as_str() {
            "http" | "ws" => 80,
            "https" | "wss" => 443,
            _ => return None,
        };
        let host = uri.host()?.to_ascii_lowercase();
        Some(Self { scheme, host, port: uri.port_u16().unwrap_or(default) })
    }

    pub(crate) fn is_secure(&self) -> bool {
        matches!(self.scheme.as_str(), "https" | "wss")
    }

    /// Whether it is this machine: then nobody listens on the way.
    fn is_loopback(&self) -> bool {
        let host = self.host.trim_start_matches('[').trim_end_matches(']');
        let named = host == "localhost" || host.ends_with(".localhost");
        named || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
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
        let origin = Origin::of(uri).ok_or_else(|| "credentials go to http and https URLs only".to_owned())?;
        let Origin { scheme, host, port } = &origin;
        if !self.origins.contains(&origin) && self.own.as_ref() != Some(&origin) {
            return Err(format!("credentials are not sent to {scheme}://{host}:{port}, which is not the API's origin"));
        }
        if self.insecure == Insecure::Refused && !origin.is_secure() && !origin.is_loopback() {
            return Err(format!("credentials are not sent to {host} over plain http; `allow_insecure` permits it"));
        }
        Ok(())
    }
}
