//! The transports there are, each with a server behind it that follows a script.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use clientwright_runtime::testing::MockTransport;
use clientwright_runtime::{
    BoxFuture, Clock, Instant, Proxy, ReqwestTransport, ReqwestTransportBuilder, SystemTime, TlsBackend, TokioClock,
    Transport,
};

use crate::api::patient;
use crate::certificates::{self, Authority};
use crate::client::ClientBuilder;
#[cfg(feature = "websocket")]
use crate::own::HyperTransport;
use crate::proxy::{Manner, Proxy as ProxyServer};
use crate::script::{Log, Script, Seen};
use crate::server::{self, Speaks};

/// Makes a stage for a script.
pub(crate) type Setup = fn(Script) -> BoxFuture<'static, Stage>;

/// A server, and the way to it.
pub(crate) struct Stage {
    builder: Mutex<Option<ClientBuilder>>,
    far: Far,
    /// The base URL of another origin, where the same server is.
    pub(crate) elsewhere: String,
    pub(crate) waits: Waits,
}

/// The server's side.
pub(crate) enum Far {
    Memory(MockTransport),
    Wire(Arc<Log>),
}

impl Stage {
    /// A builder of the client. There is one.
    pub(crate) fn client(&self) -> ClientBuilder {
        self.builder.lock().unwrap().take().unwrap()
    }

    /// Whether there is no wire.
    pub(crate) fn is_in_memory(&self) -> bool {
        matches!(self.far, Far::Memory(_))
    }

    /// What the server was asked.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        match &self.far {
            Far::Memory(mock) => mock.calls().into_iter().map(Seen::from).collect(),
            Far::Wire(log) => log.seen.lock().unwrap().clone(),
        }
    }

    /// Waits until so many requests are there.
    pub(crate) async fn requests(&self, count: usize) {
        match &self.far {
            Far::Memory(mock) => {
                while mock.calls().len() < count {
                    tokio::task::yield_now().await;
                }
            }
            Far::Wire(log) => log.requests(count).await,
        }
    }

    /// Waits until the server has noticed that the client went away from so many answers. In memory nobody is there to notice.
    pub(crate) async fn left(&self, count: usize) {
        if let Far::Wire(log) = &self.far {
            log.left(count).await;
        }
    }
}

/// Tokio's clock, of whose waits each is over at once and written down.
#[derive(Clone, Debug, Default)]
pub(crate) struct Waits(Arc<Mutex<Vec<Duration>>>);

impl Waits {
    pub(crate) fn all(&self) -> Vec<Duration> {
        self.0.lock().unwrap().clone()
    }
}

impl Clock for Waits {
    fn now(&self) -> Instant {
        TokioClock.now()
    }

    fn wall(&self) -> SystemTime {
        TokioClock.wall()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.0.lock().unwrap().push(duration);
        Box::pin(std::future::ready(()))
    }
}

pub(crate) fn mock(script: Script) -> BoxFuture<'static, Stage> {
    Box::pin(async move {
        let mock = MockTransport::new(&TokioClock);
        for ((method, path), replies) in script.0 {
            let (last, first) = replies.split_last().unwrap();
            let rule = first.iter().fold(mock.on(method, path), |rule, reply| rule.once(reply.mocked()));
            rule.reply(last.mocked());
        }
        let builder = patient().base_url("http://mock.localhost/").transport(mock.clone());
        staged(builder, Far::Memory(mock), "http://elsewhere.localhost/".to_owned())
    })
}

pub(crate) fn http1(script: Script) -> BoxFuture<'static, Stage> {
    wired(script, Speaks::Http1, |builder| builder)
}

pub(crate) fn http2_in_the_clear(script: Script) -> BoxFuture<'static, Stage> {
    wired(script, Speaks::Http2, ReqwestTransportBuilder::http2_prior_knowledge)
}

pub(crate) fn http1_over_tls(script: Script) -> BoxFuture<'static, Stage> {
    wired(script, tls(&["http/1.1"]), trusting)
}

pub(crate) fn http2_over_tls(script: Script) -> BoxFuture<'static, Stage> {
    wired(script, tls(&["h2", "http/1.1"]), trusting)
}

#[cfg(feature = "native-tls")]
pub(crate) fn http2_over_native_tls(script: Script) -> BoxFuture<'static, Stage> {
    wired(script, tls(&["h2", "http/1.1"]), |builder| trusting(builder).tls_backend(TlsBackend::Native))
}

pub(crate) fn by_proxy(script: Script) -> BoxFuture<'static, Stage> {
    proxied(script, Speaks::Http1)
}

pub(crate) fn by_tunnel(script: Script) -> BoxFuture<'static, Stage> {
    proxied(script, tls(&["h2", "http/1.1"]))
}

/// Over a client of reqwest that somebody else made.
pub(crate) fn given(script: Script) -> BoxFuture<'static, Stage> {
    Box::pin(async move {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        over(script, Speaks::Http1, ReqwestTransport::from_client(client).unwrap()).await
    })
}

pub(crate) fn tls(protocols: &[&str]) -> Speaks {
    Speaks::Tls(Arc::new(certificates::usual(protocols)))
}

/// Trusts the certificates of the tests, and none else.
pub(crate) fn trusting(builder: ReqwestTransportBuilder) -> ReqwestTransportBuilder {
    let builder = builder.root_certificates_pem(Authority::trusted().pem()).own_root_certificates_only();
    builder.tls_backend(TlsBackend::Rustls)
}

fn wired(
    script: Script,
    speaks: Speaks,
    settings: fn(ReqwestTransportBuilder) -> ReqwestTransportBuilder,
) -> BoxFuture<'static, Stage> {
    Box::pin(async move {
        let transport = settings(ReqwestTransport::builder().no_system_proxy()).build().unwrap();
        over(script, speaks, transport).await
    })
}

fn proxied(script: Script, speaks: Speaks) -> BoxFuture<'static, Stage> {
    Box::pin(async move {
        let proxy = ProxyServer::start(Manner::Willing).await;
        let transport = trusting(ReqwestTransport::builder().proxy(Proxy::all(proxy.url()))).build().unwrap();
        over(script, speaks, transport).await
    })
}

/// Over a transport of one's own.
#[cfg(feature = "websocket")]
pub(crate) fn own(script: Script) -> BoxFuture<'static, Stage> {
    Box::pin(over(script, Speaks::Http1, HyperTransport::new(None)))
}

async fn over(script: Script, speaks: Speaks, transport: impl Transport) -> Stage {
    let log = Log::new(script);
    let url = |address: SocketAddr| format!("{}://localhost:{}/", speaks.scheme(), address.port());
    let base = url(server::serve(speaks.clone(), &log).await);
    let elsewhere = url(server::serve(speaks.clone(), &log).await);
    staged(patient().base_url(base).transport(transport), Far::Wire(log), elsewhere)
}

fn staged(builder: ClientBuilder, far: Far, elsewhere: String) -> Stage {
    let waits = Waits::default();
    Stage { builder: Mutex::new(Some(builder.clock(waits.clone()))), far, elsewhere, waits }
}

/// What `call` gives, where time stands still until the server has got as far, and then jumps to the next timer whenever everything
/// waits.
pub(crate) async fn stalled<T>(reached: impl Future, call: impl IntoFuture<Output = T>) -> T {
    let jumps = async {
        reached.await;
        tokio::time::pause();
        std::future::pending::<()>().await;
    };
    tokio::select! {
        result = call.into_future() => result,
        () = jumps => unreachable!(),
    }
}
