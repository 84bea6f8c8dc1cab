//! What a transport over TCP is told about the way to a server. Enters: what the caller says. Leaves: the same as plain data of our
//! own, checked by the transport that is built with it.

use std::error::Error;
use std::fmt;
use std::net::SocketAddr;

use url::Url;

use crate::future::{BoxError, BoxFuture, MaybeSend, MaybeSync};
use crate::values::Secret;

/// Finds the addresses of a host, in place of the system's resolver.
pub trait Resolver: MaybeSend + MaybeSync + 'static {
    /// The addresses of `host`, in the order in which they are tried. A port in the URL takes the place of theirs; so does the
    /// scheme's (80, 443) where an address has port 0.
    ///
    /// An error, or no address at all, is an [`ErrorKind::Connect`](crate::ErrorKind::Connect) that may pass.
    fn resolve(&self, host: &str) -> BoxFuture<'static, Result<Vec<SocketAddr>, BoxError>>;
}

impl<F> Resolver for F
where
    F: Fn(&str) -> BoxFuture<'static, Result<Vec<SocketAddr>, BoxError>> + MaybeSend + MaybeSync + 'static,
{
    fn resolve(&self, host: &str) -> BoxFuture<'static, Result<Vec<SocketAddr>, BoxError>> {
        self(host)
    }
}

/// A proxy, and which requests go by it: `http` ones as they are, `https` ones through a tunnel by `CONNECT` (RFC 9110 section 9.3.6).
///
/// `Debug` shows no credentials.
#[derive(Clone)]
pub struct Proxy {
    pub(super) scheme: Option<&'static str>,
    pub(super) url: String,
    pub(super) credentials: Option<(String, Secret)>,
    pub(super) except: Vec<String>,
}

impl Proxy {
    /// A proxy for all requests. Its URL is `http` or `https`, which is how the proxy itself is spoken to, and may hold a user name and
    /// a password.
    #[must_use]
    pub fn all(url: impl Into<String>) -> Self {
        Self { scheme: None, url: url.into(), credentials: None, except: Vec::new() }
    }

    /// A proxy for requests of `http` URLs.
    #[must_use]
    pub fn http(url: impl Into<String>) -> Self {
        Self { scheme: Some("http"), ..Self::all(url) }
    }

    /// A proxy for requests of `https` URLs.
    #[must_use]
    pub fn https(url: impl Into<String>) -> Self {
        Self { scheme: Some("https"), ..Self::all(url) }
    }

    /// What the proxy is told of the caller, as `Proxy-Authorization: Basic` (RFC 7617). In place of what its URL holds.
    #[must_use]
    pub fn credentials(mut self, user: impl Into<String>, password: impl Into<String>) -> Self {
        self.credentials = Some((user.into(), password.into().into()));
        self
    }

    /// Hosts that are spoken to without the proxy: a domain with all below it, an IP address, a network as `10.0.0.0/8`, or `*` for
    /// all. Several of them by commas or by several calls.
    #[must_use]
    pub fn except(mut self, hosts: impl Into<String>) -> Self {
        self.except.push(hosts.into());
        self
    }

    /// The URL without what is secret in it.
    pub(super) fn checked(&self) -> Result<Url, &'static str> {
        let url = Url::parse(&self.url).map_err(|_| "not a URL")?;
        match url.scheme() {
            "http" | "https" if url.has_host() => Ok(url),
            "http" | "https" => Err("a URL without a host"),
            _ => Err("neither an http nor an https URL"),
        }
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let origin = self.checked().ok().map(|url| url.origin().ascii_serialization());
        f.debug_struct("Proxy")
            .field("scheme", &self.scheme.unwrap_or("all"))
            .field("origin", &origin)
            .field("has_credentials", &self.credentials.is_some())
            .field("except", &self.except)
            .finish()
    }
}

/// A version of TLS.
#[cfg(any(feature = "rustls", feature = "native-tls"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum TlsVersion {
    /// TLS 1.2 (RFC 5246).
    Tls12,
    /// TLS 1.3 (RFC 8446).
    Tls13,
}

/// Which library speaks TLS.
#[cfg(any(feature = "rustls", feature = "native-tls"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TlsBackend {
    /// rustls, with the platform's certificates.
    #[cfg(feature = "rustls")]
    Rustls,
    /// What the platform has: Schannel, Secure Transport, or OpenSSL.
    #[cfg(feature = "native-tls")]
    Native,
}

/// A setting of a transport that may be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportSetting {
    /// The certificates that servers are to be vouched for by.
    RootCertificates,
    /// The client's own certificate and its key.
    ClientCertificate,
    /// The keys that servers are held to.
    Pins,
    /// A proxy, or the hosts that are excepted from it.
    Proxy,
    /// TCP keep-alive.
    TcpKeepAlive,
    /// The pings of HTTP/2.
    Http2Pings,
    /// The `User-Agent`.
    UserAgent,
    /// The client that was given: what it does is the runtime's business.
    Client,
    /// TLS as a whole: the platform has no certificates, say.
    Tls,
}

impl TransportSetting {
    /// The setting in words.
    const fn as_str(self) -> &'static str {
        match self {
            Self::RootCertificates => "root certificates",
            Self::ClientCertificate => "client certificate",
            Self::Pins => "pins",
            Self::Proxy => "proxy",
            Self::TcpKeepAlive => "TCP keep-alive",
            Self::Http2Pings => "HTTP/2 pings",
            Self::UserAgent => "user agent",
            Self::Client => "client",
            Self::Tls => "TLS",
        }
    }
}

/// Why a transport cannot be built: the first setting that is wrong. Holds no secrets.
#[derive(Debug)]
pub struct TransportBuildError {
    setting: TransportSetting,
    source: BoxError,
}

impl TransportBuildError {
    pub(super) fn new(setting: TransportSetting, why: impl Into<BoxError>) -> Self {
        Self { setting, source: why.into() }
    }

    /// The setting that is wrong.
    pub fn setting(&self) -> TransportSetting {
        self.setting
    }
}

impl fmt::Display for TransportBuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut innermost: &(dyn Error + 'static) = self.source.as_ref();
        while let Some(cause) = innermost.source() {
            innermost = cause;
        }
        write!(f, "{}: {innermost}", self.setting.as_str())
    }
}

impl Error for TransportBuildError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(self.source.as_ref())
    }
}
