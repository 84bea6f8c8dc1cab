//! How the clients of a transport are made. Enters: settings. Leaves: the same in reqwest's words, checked, from which a client can be
//! made any number of times.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use super::builder::{Settings, Versions};
#[cfg(any(feature = "rustls", feature = "native-tls"))]
use super::tls::Tls;
use crate::future::BoxError;
use crate::transport::{Proxy, Resolver, TransportBuildError, TransportSetting};

/// What else a caller does to reqwest's builder.
pub(super) type Configure = Arc<dyn Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync>;

/// All that a client is made of.
pub(super) struct Recipe {
    connect_timeout: Option<Duration>,
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    tls: Tls,
    proxies: Vec<reqwest::Proxy>,
    system_proxy: bool,
    max_idle: Option<usize>,
    idle_timeout: Option<Option<Duration>>,
    keep_alive: Option<Option<(Duration, Duration, u32)>>,
    versions: Versions,
    #[cfg(feature = "http2")]
    pings: Option<(Duration, Duration)>,
    #[cfg(feature = "http2")]
    ping_while_idle: bool,
    local_address: Option<IpAddr>,
    resolver: Option<Arc<Named>>,
    user_agent: Option<HeaderValue>,
    configure: Option<Configure>,
}

impl Recipe {
    pub(super) fn new(settings: Settings) -> Result<Self, TransportBuildError> {
        use TransportSetting as S;
        if settings
            .keep_alive
            .flatten()
            .is_some_and(|(idle, interval, probes)| idle.min(interval) < Duration::from_secs(1) || probes == 0)
        {
            return Err(TransportBuildError::new(
                S::TcpKeepAlive,
                "both times are at least a second, and so is one probe",
            ));
        }
        #[cfg(feature = "http2")]
        if settings.pings.is_some_and(|(interval, timeout)| interval.is_zero() || timeout.is_zero()) {
            return Err(TransportBuildError::new(S::Http2Pings, "both times are longer than nothing"));
        }
        let user_agent = settings.user_agent.map(HeaderValue::try_from).transpose();
        Ok(Self {
            connect_timeout: settings.connect_timeout,
            #[cfg(any(feature = "rustls", feature = "native-tls"))]
            tls: Tls::new(
                settings.backend,
                settings.roots,
                settings.own_roots_only,
                settings.identity,
                settings.min_tls,
                #[cfg(feature = "pinning")]
                settings.pins,
            )?,
            proxies: settings.proxies.into_iter().map(proxy).collect::<Result<_, _>>()?,
            system_proxy: settings.system_proxy,
            max_idle: settings.max_idle,
            idle_timeout: settings.idle_timeout,
            keep_alive: settings.keep_alive,
            versions: settings.versions,
            #[cfg(feature = "http2")]
            pings: settings.pings,
            #[cfg(feature = "http2")]
            ping_while_idle: settings.ping_while_idle,
            local_address: settings.local_address,
            resolver: settings.resolver.map(|resolver| Arc::new(Named(resolver))),
            user_agent: user_agent.map_err(|error| TransportBuildError::new(S::UserAgent, error))?,
            configure: settings.configure,
        })
    }

    /// A client, which shows that one can be made; or which setting is at fault.
    pub(super) fn check(&self) -> Result<reqwest::Client, TransportBuildError> {
        self.make().map_err(|error| {
            #[cfg(any(feature = "rustls", feature = "native-tls"))]
            let setting = self.tls.at_fault(|tls| self.built(tls, self.versions).is_ok());
            #[cfg(not(any(feature = "rustls", feature = "native-tls")))]
            let setting = TransportSetting::Client;
            TransportBuildError::new(setting, error)
        })
    }

    /// A client for most requests.
    pub(super) fn make(&self) -> Result<reqwest::Client, BoxError> {
        self.usual(self.versions)
    }

    /// The keys that servers are held to.
    #[cfg(feature = "pinning")]
    pub(super) fn pins(&self) -> Option<Arc<crate::transport::pins::Held>> {
        self.tls.pins()
    }

    /// A client for those that change over to another protocol, which only HTTP/1.1 can (RFC 9110 section 7.8). Where TLS is spoken,
    /// the version is settled with the connection.
    #[cfg(feature = "websocket")]
    pub(super) fn make_upgrading(&self) -> Result<reqwest::Client, BoxError> {
        self.usual(Versions::Http1)
    }

    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    fn usual(&self, versions: Versions) -> Result<reqwest::Client, BoxError> {
        self.built(&self.tls, versions)
    }

    #[cfg(not(any(feature = "rustls", feature = "native-tls")))]
    fn usual(&self, versions: Versions) -> Result<reqwest::Client, BoxError> {
        Ok(self.builder(versions).build()?)
    }

    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    fn built(&self, tls: &Tls, versions: Versions) -> Result<reqwest::Client, BoxError> {
        Ok(tls.add_to(self.builder(versions), versions)?.build()?)
    }

    fn builder(&self, versions: Versions) -> reqwest::ClientBuilder {
        let mut builder = reqwest::Client::builder();
        if !self.system_proxy {
            builder = builder.no_proxy();
        }
        if let Some(configure) = &self.configure {
            builder = configure(builder);
        }
        // All of it is the business of the stages above.
        builder = builder.redirect(reqwest::redirect::Policy::none()).referer(false).retry(reqwest::retry::never());
        for proxy in &self.proxies {
            builder = builder.proxy(proxy.clone());
        }
        if let Some(limit) = self.connect_timeout {
            builder = builder.connect_timeout(limit);
        }
        if let Some(count) = self.max_idle {
            builder = builder.pool_max_idle_per_host(count);
        }
        if let Some(limit) = self.idle_timeout {
            builder = builder.pool_idle_timeout(limit);
        }
        if let Some(keep_alive) = self.keep_alive {
            builder = builder
                .tcp_keepalive(keep_alive.map(|(idle, ..)| idle))
                .tcp_keepalive_interval(keep_alive.map(|(_, interval, _)| interval))
                .tcp_keepalive_retries(keep_alive.map(|(.., probes)| probes));
        }
        if let Some(address) = self.local_address {
            builder = builder.local_address(address);
        }
        if let Some(resolver) = &self.resolver {
            builder = builder.dns_resolver(Arc::clone(resolver));
        }
        if let Some(value) = &self.user_agent {
            builder = builder.user_agent(value);
        }
        self.versions(builder, versions)
    }

    fn versions(&self, builder: reqwest::ClientBuilder, versions: Versions) -> reqwest::ClientBuilder {
        #[cfg(feature = "http2")]
        let builder = match self.pings {
            Some((interval, timeout)) => builder
                .http2_keep_alive_interval(interval)
                .http2_keep_alive_timeout(timeout)
                .http2_keep_alive_while_idle(self.ping_while_idle),
            None => builder,
        };
        match versions {
            Versions::Agreed => builder,
            Versions::Http1 => builder.http1_only(),
            #[cfg(feature = "http2")]
            Versions::Http2 => builder.http2_prior_knowledge(),
        }
    }
}

fn proxy(proxy: Proxy) -> Result<reqwest::Proxy, TransportBuildError> {
    let wrong = |why: BoxError| TransportBuildError::new(TransportSetting::Proxy, why);
    let url = proxy.checked().map_err(|why| wrong(why.into()))?;
    let made = match proxy.scheme {
        None => reqwest::Proxy::all(url),
        Some("http") => reqwest::Proxy::http(url),
        Some(_) => reqwest::Proxy::https(url),
    };
    let mut made = made.map_err(|error| wrong(error.without_url().into()))?;
    if let Some((user, password)) = &proxy.credentials {
        made = made.basic_auth(user, password.expose());
    }
    Ok(made.no_proxy(reqwest::NoProxy::from_string(&proxy.except.join(","))))
}

/// A resolver of ours, as reqwest asks it.
struct Named(Arc<dyn Resolver>);

impl reqwest::dns::Resolve for Named {
    fn resolve(&self, name: reqwest::dns::Name) -> reqwest::dns::Resolving {
        let found = self.0.resolve(name.as_str());
        Box::pin(async move {
            let addresses = found.await?;
            if addresses.is_empty() {
                return Err("the resolver knows no address of the host".into());
            }
            let addresses: Box<dyn Iterator<Item = SocketAddr> + Send> = Box::new(addresses.into_iter());
            Ok(addresses)
        })
    }
}
