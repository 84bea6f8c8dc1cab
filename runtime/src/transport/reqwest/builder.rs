//! What a caller may say about the connections of a transport. Enters: settings. Leaves: a transport, or the setting that is wrong.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use super::ReqwestTransport;
use super::recipe::{Configure, Recipe};
use crate::timeout::Timeouts;
#[cfg(feature = "pinning")]
use crate::transport::pins::Pins;
use crate::transport::{Proxy, Resolver, TransportBuildError};
#[cfg(any(feature = "rustls", feature = "native-tls"))]
use crate::transport::{TlsBackend, TlsVersion};

/// Makes a [`ReqwestTransport`]. `Debug` shows no secrets.
///
/// ```no_run
/// # #[cfg(feature = "rustls")]
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use clientwright_runtime::{Proxy, ReqwestTransport};
///
/// let transport = ReqwestTransport::builder()
///     .root_certificates_pem(std::fs::read("company-ca.pem")?)
///     .proxy(Proxy::all("http://proxy.company.example:3128").except("company.example"))
///     .build()?;
/// # drop(transport);
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "rustls"))]
/// # fn main() {}
/// ```
#[must_use = "a transport is there when it is built"]
pub struct ReqwestTransportBuilder {
    settings: Settings,
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
pub(super) enum Root {
    Pem(Vec<u8>),
    Der(Vec<u8>),
}

/// Which versions of HTTP are spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Versions {
    /// What is agreed upon with each server.
    Agreed,
    Http1,
    #[cfg(feature = "http2")]
    Http2,
}

/// All that was said. What is none stays as reqwest has it.
pub(super) struct Settings {
    pub(super) connect_timeout: Option<Duration>,
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub(super) roots: Vec<Root>,
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub(super) own_roots_only: bool,
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub(super) identity: Option<zeroize::Zeroizing<Vec<u8>>>,
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub(super) min_tls: Option<TlsVersion>,
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub(super) backend: TlsBackend,
    #[cfg(feature = "pinning")]
    pub(super) pins: Option<Pins>,
    pub(super) proxies: Vec<Proxy>,
    pub(super) system_proxy: bool,
    pub(super) max_idle: Option<usize>,
    pub(super) idle_timeout: Option<Option<Duration>>,
    pub(super) keep_alive: Option<Option<(Duration, Duration, u32)>>,
    pub(super) versions: Versions,
    #[cfg(feature = "http2")]
    pub(super) pings: Option<(Duration, Duration)>,
    #[cfg(feature = "http2")]
    pub(super) ping_while_idle: bool,
    pub(super) local_address: Option<IpAddr>,
    pub(super) resolver: Option<Arc<dyn Resolver>>,
    pub(super) user_agent: Option<String>,
    pub(super) configure: Option<Configure>,
}

impl ReqwestTransportBuilder {
    pub(super) fn new() -> Self {
        let settings = Settings {
            connect_timeout: Timeouts::new().connect,
            #[cfg(any(feature = "rustls", feature = "native-tls"))]
            roots: Vec::new(),
            #[cfg(any(feature = "rustls", feature = "native-tls"))]
            own_roots_only: false,
            #[cfg(any(feature = "rustls", feature = "native-tls"))]
            identity: None,
            #[cfg(any(feature = "rustls", feature = "native-tls"))]
            min_tls: None,
            #[cfg(feature = "rustls")]
            backend: TlsBackend::Rustls,
            #[cfg(all(feature = "native-tls", not(feature = "rustls")))]
            backend: TlsBackend::Native,
            #[cfg(feature = "pinning")]
            pins: None,
            proxies: Vec::new(),
            system_proxy: cfg!(feature = "system-proxy"),
            max_idle: None,
            idle_timeout: None,
            keep_alive: None,
            versions: Versions::Agreed,
            #[cfg(feature = "http2")]
            pings: None,
            #[cfg(feature = "http2")]
            ping_while_idle: false,
            local_address: None,
            resolver: None,
            user_agent: None,
            configure: None,
        };
        Self { settings }
    }

    fn set(mut self, set: impl FnOnce(&mut Settings)) -> Self {
        set(&mut self.settings);
        self
    }

    /// The limit of one connection's set-up: name lookup, proxy, TCP and TLS handshake. Default 10 s; `None` is no limit.
    ///
    /// Give the client the same by [`Timeouts::connect`]: it is what its errors name.
    pub fn connect_timeout(self, limit: impl Into<Option<Duration>>) -> Self {
        let limit = limit.into();
        self.set(|it| it.connect_timeout = limit)
    }

    /// Adds certificates that may vouch for servers besides the platform's: one or several, as PEM (RFC 7468).
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub fn root_certificates_pem(self, pem: impl Into<Vec<u8>>) -> Self {
        let root = Root::Pem(pem.into());
        self.set(|it| it.roots.push(root))
    }

    /// Adds a certificate that may vouch for servers besides the platform's, as DER.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub fn root_certificate_der(self, der: impl Into<Vec<u8>>) -> Self {
        let root = Root::Der(der.into());
        self.set(|it| it.roots.push(root))
    }

    /// Trusts the certificates that were added and none of the platform's.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub fn own_root_certificates_only(self) -> Self {
        self.set(|it| it.own_roots_only = true)
    }

    /// The client's own certificate, with what vouches for it behind it, and its private key, as one PEM text. The key is PKCS #8; with
    /// rustls PKCS #1 and SEC 1 will do, too.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub fn client_certificate_pem(self, pem: impl Into<Vec<u8>>) -> Self {
        let pem = zeroize::Zeroizing::new(pem.into());
        self.set(|it| it.identity = Some(pem))
    }

    /// The oldest version of TLS to speak. Default: TLS 1.2.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub fn min_tls_version(self, version: TlsVersion) -> Self {
        self.set(|it| it.min_tls = Some(version))
    }

    /// Which library speaks TLS, where both features are on. Default: rustls.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub fn tls_backend(self, backend: TlsBackend) -> Self {
        self.set(|it| it.backend = backend)
    }

    /// The keys that servers are held to; those of an earlier call are forgotten. Default: none are. They need
    /// [`TlsBackend::Rustls`], and with them what [`configure`](Self::configure) says of TLS, and of the versions of HTTP to be agreed upon in its
    /// handshake, has no effect.
    #[cfg(feature = "pinning")]
    pub fn pins(self, pins: Pins) -> Self {
        self.set(|it| it.pins = Some(pins))
    }

    /// Adds a proxy. The first one that a request fits is taken; those of the environment are not asked any more.
    pub fn proxy(self, proxy: Proxy) -> Self {
        self.set(|it| it.proxies.push(proxy))
    }

    /// No proxy but those that were added: what `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY` and the platform's settings say is not
    /// asked. So it is without the feature `system-proxy`.
    pub fn no_system_proxy(self) -> Self {
        self.set(|it| it.system_proxy = false)
    }

    /// So many idle connections of HTTP/1.1 are kept for each host. Default: no limit. None are with 0.
    pub fn pool_max_idle_per_host(self, count: usize) -> Self {
        self.set(|it| it.max_idle = Some(count))
    }

    /// For so long an idle connection is kept. Default 90 s; `None` is for ever.
    pub fn pool_idle_timeout(self, limit: impl Into<Option<Duration>>) -> Self {
        let limit = limit.into();
        self.set(|it| it.idle_timeout = Some(limit))
    }

    /// Has the system look after connections that are silent: after `idle` the first probe, then another every `interval`, and after
    /// `probes` without an answer the connection is broken (RFC 9293 section 3.8.4). Both are whole seconds. Default: 15 s, 15 s, 3.
    pub fn tcp_keep_alive(self, idle: Duration, interval: Duration, probes: u32) -> Self {
        self.set(|it| it.keep_alive = Some(Some((idle, interval, probes))))
    }

    /// Leaves silent connections alone.
    pub fn no_tcp_keep_alive(self) -> Self {
        self.set(|it| it.keep_alive = Some(None))
    }

    /// Speaks HTTP/1.1 and nothing else. Of this and `http2_prior_knowledge` the last one holds.
    pub fn http1_only(self) -> Self {
        self.set(|it| it.versions = Versions::Http1)
    }

    /// Speaks HTTP/2 and nothing else, in the clear, too (RFC 9113 section 3.3). The handshake of a WebSocket is spoken in HTTP/1.1 all
    /// the same. Default: HTTP/2 where it is agreed upon in the TLS handshake, HTTP/1.1 otherwise.
    #[cfg(feature = "http2")]
    pub fn http2_prior_knowledge(self) -> Self {
        self.set(|it| it.versions = Versions::Http2)
    }

    /// Sends a ping (RFC 9113 section 6.7) over a connection of HTTP/2 after `interval` without a frame, and takes the connection for
    /// broken where no answer comes within `timeout`. Connections that no request is on are left alone. Default: no pings.
    #[cfg(feature = "http2")]
    pub fn http2_pings(self, interval: Duration, timeout: Duration) -> Self {
        self.set(|it| it.pings = Some((interval, timeout)))
    }

    /// Sends the pings while no request is on the connection, too.
    #[cfg(feature = "http2")]
    pub fn http2_pings_while_idle(self) -> Self {
        self.set(|it| it.ping_while_idle = true)
    }

    /// The address of this machine that connections come from. Default: the system chooses.
    pub fn local_address(self, address: IpAddr) -> Self {
        self.set(|it| it.local_address = Some(address))
    }

    /// What finds the addresses of hosts, of proxies too. Default: the system's resolver, on a thread of its own.
    pub fn resolver(self, resolver: impl Resolver) -> Self {
        self.set(|it| it.resolver = Some(Arc::new(resolver)))
    }

    /// The `User-Agent` of requests that have none, and of what a proxy is asked by `CONNECT`. The requests of a generated client name the
    /// API and its version unless its own builder's `user_agent` is called.
    pub fn user_agent(self, value: impl Into<String>) -> Self {
        let value = value.into();
        self.set(|it| it.user_agent = Some(value))
    }

    /// For what reqwest's own builder has and this one has not. It is called for each client that is made: one for each tokio runtime, and
    /// another for WebSockets. What is set here goes first: all other settings, and that nothing is repeated, redirected or referred to,
    /// come after it. It must not set cookies, default headers, or a limit of the whole request. Where keys are pinned, what it
    /// says of TLS has no effect.
    pub fn configure(
        self,
        configure: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Self {
        self.set(|it| it.configure = Some(Arc::new(configure)))
    }

    /// Makes the transport.
    ///
    /// # Errors
    /// The first setting that is wrong.
    pub fn build(self) -> Result<ReqwestTransport, TransportBuildError> {
        let recipe = Recipe::new(self.settings)?;
        let first = recipe.check()?;
        Ok(ReqwestTransport::made_by(recipe, first))
    }
}

impl fmt::Debug for ReqwestTransportBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Settings { connect_timeout, proxies, versions, local_address, user_agent, .. } = &self.settings;
        let mut shown = f.debug_struct("ReqwestTransportBuilder");
        shown
            .field("connect_timeout", connect_timeout)
            .field("proxies", proxies)
            .field("versions", versions)
            .field("local_address", local_address)
            .field("user_agent", user_agent);
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        shown
            .field("roots", &self.settings.roots.len())
            .field("has_client_certificate", &self.settings.identity.is_some())
            .field("min_tls", &self.settings.min_tls);
        #[cfg(feature = "pinning")]
        shown.field("pins", &self.settings.pins);
        shown.finish_non_exhaustive()
    }
}
