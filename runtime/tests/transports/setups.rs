//! The transports there are, each with a server behind it that follows a script.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

pub(crate) use clientwright_runtime::TokioClock as PlatformClock;
use clientwright_runtime::testing::MockTransport;
use clientwright_runtime::{BoxFuture, Proxy, ReqwestTransport, ReqwestTransportBuilder, TlsBackend, Transport};

#[cfg(target_os = "linux")]
use tokio::net::TcpStream;

use crate::api::patient;
#[cfg(target_os = "linux")]
use crate::behaviours::LIMIT;
use crate::certificates::{self, Authority};
use crate::client::ClientBuilder;
use crate::log::Log;
use crate::memory::{self, Gate};
#[cfg(feature = "websocket")]
use crate::own::HyperTransport;
use crate::proxy::{Manner, Proxy as ProxyServer};
use crate::script::{Script, Seen};
use crate::server::{self, Speaks};
use crate::waits::Waits;

/// Makes a stage for a script.
pub(crate) type Setup = fn(Script) -> BoxFuture<'static, Stage>;

/// A server, and the way to it.
pub(crate) struct Stage {
    builder: Mutex<Option<ClientBuilder>>,
    far: Far,
    proxy: Option<ProxyServer>,
    /// The base URL of another origin, where the same server is.
    pub(crate) elsewhere: String,
    pub(crate) waits: Waits,
}

/// The server's side.
pub(crate) enum Far {
    Memory(MockTransport, Gate),
    Wire(Arc<Log>),
}

impl Stage {
    /// A builder of the client. There is one.
    pub(crate) fn client(&self) -> ClientBuilder {
        self.builder.lock().unwrap().take().unwrap()
    }

    /// Whether there is no wire.
    pub(crate) fn is_in_memory(&self) -> bool {
        matches!(self.far, Far::Memory(..))
    }

    /// What the server was asked.
    pub(crate) async fn seen(&self) -> Vec<Seen> {
        match &self.far {
            Far::Memory(mock, _) => mock.calls().into_iter().map(Seen::from).collect(),
            Far::Wire(log) => log.seen.lock().unwrap().clone(),
        }
    }

    /// What the proxy was asked, where there is one.
    pub(crate) fn proxied(&self) -> Vec<String> {
        self.proxy.as_ref().map(ProxyServer::asked).unwrap_or_default()
    }

    /// Waits until so many requests are there.
    pub(crate) async fn requests(&self, count: usize) {
        match &self.far {
            Far::Memory(mock, _) => {
                while mock.calls().len() < count {
                    turn().await;
                }
            }
            Far::Wire(log) => log.requests(count).await,
        }
    }

    /// Waits until so many bytes of bodies are there. In memory they come with their request.
    pub(crate) async fn received(&self, bytes: usize) {
        match &self.far {
            Far::Memory(..) => self.requests(1).await,
            Far::Wire(log) => log.received(bytes).await,
        }
    }

    /// Waits until the server has noticed that the client went away from so many answers. In memory nobody is there to notice.
    pub(crate) async fn left(&self, count: usize) {
        if let Far::Wire(log) = &self.far {
            log.left(count).await;
        }
    }

    /// Lets an answer go that is held.
    pub(crate) async fn release(&self) {
        match &self.far {
            Far::Memory(_, gate) => gate.open(),
            Far::Wire(log) => log.release(),
        }
    }

    /// Ends the connections that there are, and waits until they have ended. In memory there is none.
    pub(crate) async fn cut(&self) {
        if let Far::Wire(log) = &self.far {
            log.cut().await;
        }
    }
}

/// Lets everything else go on.
pub(crate) async fn turn() {
    tokio::task::yield_now().await;
}

pub(crate) fn mock(script: Script) -> BoxFuture<'static, Stage> {
    Box::pin(async move {
        let gate = Gate::default();
        let mock = memory::server(script, &gate);
        let builder = patient().base_url("http://mock.localhost/").transport(mock.clone());
        staged(builder, Far::Memory(mock, gate), "http://elsewhere.localhost/".to_owned())
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
    wired(script, tls(&["h2", "http/1.1"]), |builder| native(trusting(builder)))
}

#[cfg(feature = "native-tls")]
fn native(builder: ReqwestTransportBuilder) -> ReqwestTransportBuilder {
    builder.tls_backend(TlsBackend::Native)
}

pub(crate) fn by_proxy(script: Script) -> BoxFuture<'static, Stage> {
    proxied(script, Speaks::Http1, |builder| builder)
}

pub(crate) fn by_tunnel(script: Script) -> BoxFuture<'static, Stage> {
    proxied(script, tls(&["h2", "http/1.1"]), |builder| builder)
}

#[cfg(feature = "native-tls")]
pub(crate) fn by_native_tunnel(script: Script) -> BoxFuture<'static, Stage> {
    proxied(script, tls(&["h2", "http/1.1"]), native)
}

/// A server that wants a certificate, which is given.
pub(crate) fn certified(script: Script) -> BoxFuture<'static, Stage> {
    choosy(script, |builder| builder)
}

#[cfg(feature = "native-tls")]
pub(crate) fn natively_certified(script: Script) -> BoxFuture<'static, Stage> {
    choosy(script, native)
}

/// A server that takes up no connection.
#[cfg(target_os = "linux")]
pub(crate) fn unreached(_: Script) -> BoxFuture<'static, Stage> {
    Box::pin(async {
        let settings = ReqwestTransport::builder().no_system_proxy().connect_timeout(LIMIT);
        full(settings.build().unwrap()).await
    })
}

#[cfg(all(target_os = "linux", feature = "native-tls"))]
pub(crate) fn natively_unreached(_: Script) -> BoxFuture<'static, Stage> {
    Box::pin(async {
        let settings = native(ReqwestTransport::builder().no_system_proxy().connect_timeout(LIMIT));
        full(settings.build().unwrap()).await
    })
}

#[cfg(all(target_os = "linux", feature = "websocket"))]
pub(crate) fn own_unreached(_: Script) -> BoxFuture<'static, Stage> {
    Box::pin(async { full(HyperTransport::new(Some(LIMIT))).await })
}

/// Linux lets connections wait unanswered once the listener has as many as it wants.
#[cfg(target_os = "linux")]
async fn full(transport: impl Transport) -> Stage {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
    let listener = socket.listen(0).unwrap();
    let address = listener.local_addr().unwrap();
    let first = TcpStream::connect(address).await.unwrap();
    tokio::spawn(async move {
        let _kept = (listener, first);
        std::future::pending::<()>().await;
    });
    let url = format!("http://{address}/");
    staged(patient().base_url(&url).transport(transport), Far::Wire(Log::new(Script::default())), url)
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

/// Holding the server to the key of the authority that vouches for it.
#[cfg(feature = "pinning")]
pub(crate) fn pinned(script: Script) -> BoxFuture<'static, Stage> {
    wired(script, tls(&["h2", "http/1.1"]), |builder| trusting(builder).pins(held_to(Authority::trusted())))
}

/// Holding it to that of another.
#[cfg(feature = "pinning")]
pub(crate) fn pinned_elsewhere(script: Script) -> BoxFuture<'static, Stage> {
    wired(script, tls(&["h2", "http/1.1"]), |builder| trusting(builder).pins(held_to(&Authority::new("Other"))))
}

#[cfg(feature = "pinning")]
fn held_to(authority: &Authority) -> clientwright_runtime::Pins {
    clientwright_runtime::Pins::new().host("localhost", [authority.pin()])
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

fn proxied(
    script: Script,
    speaks: Speaks,
    settings: fn(ReqwestTransportBuilder) -> ReqwestTransportBuilder,
) -> BoxFuture<'static, Stage> {
    Box::pin(async move {
        let proxy = ProxyServer::start(Manner::Willing).await;
        let builder = trusting(ReqwestTransport::builder().proxy(Proxy::all(proxy.url())));
        let stage = over(script, speaks, settings(builder).build().unwrap()).await;
        Stage { proxy: Some(proxy), ..stage }
    })
}

fn choosy(
    script: Script,
    settings: fn(ReqwestTransportBuilder) -> ReqwestTransportBuilder,
) -> BoxFuture<'static, Stage> {
    Box::pin(async move {
        let clients = Authority::new("Clients");
        let shown = Authority::trusted().issue(&["localhost"], |_| {});
        let speaks = Speaks::Tls(Arc::new(certificates::choosy_server(shown, &clients)));
        let builder = trusting(ReqwestTransport::builder().no_system_proxy());
        let builder = builder.client_certificate_pem(clients.issue(&[], |_| {}).pem);
        over(script, speaks, settings(builder).build().unwrap()).await
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
    Stage { builder: Mutex::new(Some(builder.clock(waits.clone()))), far, proxy: None, elsewhere, waits }
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
