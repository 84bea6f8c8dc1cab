//! A server with a certificate, and clients that trust and pin.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use clientwright_runtime::{
    BoxError, BoxFuture, ErrorKind, Pin, PinMismatch, Pins, ReqwestTransport, ReqwestTransportBuilder, Sent, TlsBackend,
};
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::CertificateDer;

use super::authorities::{Authority, Key};
use crate::api::patient;
use crate::client::Client;
use crate::log::Log;
use crate::script::{Reply, Script};
use crate::server::{Speaks, serve};
use crate::waits::Waits;

pub(super) const HOST: &str = "api.example.com";

/// A usual server: a root that is trusted, an authority below it, the server's certificate.
pub(super) struct Chain {
    pub(super) root: Authority,
    pub(super) between: Authority,
    pub(super) key: Key,
}

impl Chain {
    pub(super) fn new() -> Self {
        let root = Authority::root("Test Root");
        let between = root.vouch_for("Test Authority", Key::new());
        Self { root, between, key: Key::new() }
    }

    /// What the server presents.
    pub(super) fn certificates(&self) -> Vec<CertificateDer<'static>> {
        vec![self.between.issue(HOST, self.key), self.between.certificate()]
    }

    pub(super) async fn serve(&self) -> Server {
        Server::start(self.certificates(), self.key).await
    }

    /// A server that redirects to [`OTHER`], and that one, which has the same key.
    pub(super) async fn redirecting(&self) -> (Server, Server) {
        let certificates = vec![self.between.issue(OTHER, self.key), self.between.certificate()];
        let script = Script::default().on("GET", "/item", [Reply::item("1")]);
        let far = Server::with(config(certificates, self.key), script).await;
        let location = format!("https://{OTHER}:{}/item", far.address.port());
        let script = Script::default().on("GET", "/item", [Reply::status(302).header("location", location)]);
        (Server::with(config(self.certificates(), self.key), script).await, far)
    }
}

/// Where [`Chain::redirecting`] leads to.
pub(super) const OTHER: &str = "other.example.com";

pub(super) struct Server {
    pub(super) log: Arc<Log>,
    pub(super) address: SocketAddr,
}

impl Server {
    /// Presents these certificates, of which the first is the server's own.
    pub(super) async fn start(certificates: Vec<CertificateDer<'static>>, key: Key) -> Self {
        Self::speaking(config(certificates, key)).await
    }

    pub(super) async fn speaking(config: ServerConfig) -> Self {
        Self::with(config, Script::default()).await
    }

    pub(super) async fn with(config: ServerConfig, script: Script) -> Self {
        let items = || [Reply::item("1")];
        let log = Log::new(script.on("POST", "/item", items()).on("QUERY", "/item", items()));
        let address = serve(Speaks::Tls(Arc::new(config)), &log).await;
        Self { log, address }
    }

    /// How many connections and requests there were.
    pub(super) fn counts(&self) -> (usize, usize) {
        (self.log.connections.load(Ordering::SeqCst), self.log.seen.lock().unwrap().len())
    }
}

pub(super) fn config(certificates: Vec<CertificateDer<'static>>, key: Key) -> ServerConfig {
    ServerConfig::builder().with_no_client_auth().with_single_cert(certificates, key.der()).unwrap()
}

/// A transport that finds every host at `address`.
pub(super) fn finding(address: SocketAddr) -> ReqwestTransportBuilder {
    let find = move |_: &str| -> BoxFuture<'static, Result<Vec<SocketAddr>, BoxError>> {
        Box::pin(async move { Ok(vec![address]) })
    };
    ReqwestTransport::builder().no_system_proxy().tls_backend(TlsBackend::Rustls).resolver(find)
}

/// The same, trusting these authorities alone.
pub(super) fn transport(trusted: &[&Authority], address: SocketAddr) -> ReqwestTransportBuilder {
    let builder = finding(address).own_root_certificates_only();
    trusted.iter().fold(builder, |builder, authority| builder.root_certificate_der(authority.certificate().to_vec()))
}

/// The same, trusting this authority besides the platform's.
pub(super) fn besides_the_platforms(trusted: &Authority, address: SocketAddr) -> ReqwestTransportBuilder {
    finding(address).root_certificate_der(trusted.certificate().to_vec())
}

pub(super) fn client(base: &str, transport: ReqwestTransportBuilder) -> Client {
    let builder = patient().base_url(base).clock(Waits::default());
    builder.transport(transport.build().unwrap()).build().unwrap()
}

pub(super) fn pinning(pins: impl IntoIterator<Item = Pin>) -> Pins {
    Pins::new().host(HOST, pins)
}

/// A client of [`HOST`] that trusts `root`.
pub(super) fn pinned(root: &Authority, server: &Server, pins: Pins) -> Client {
    client(&format!("https://{HOST}/"), transport(&[root], server.address).pins(pins))
}

pub(super) async fn is_made(client: &Client) {
    assert_eq!(client.post().await.unwrap().id, "1");
}

/// That a socket is opened. It pings by a clock that goes on by itself.
#[cfg(feature = "websocket")]
pub(super) async fn socket_is_opened(root: &Authority, server: &Server, pins: Pins) {
    let transport = transport(&[root], server.address).pins(pins).build().unwrap();
    let builder = patient().base_url(format!("https://{HOST}/")).clock(clientwright_runtime::TokioClock);
    let mut socket = builder.transport(transport).build().unwrap().chat().await.unwrap();
    socket.send("one".to_owned()).await.unwrap();
    assert_eq!(socket.next().await.unwrap().unwrap(), "one");
}

/// That a call is refused for want of a pin, once, and that nothing was sent.
pub(super) async fn is_refused(client: &Client, server: &Server) -> PinMismatch {
    let (connections, requests) = server.counts();
    let error = client.post().await.err().unwrap();
    let told = (error.kind(), error.was_sent(), error.is_retryable(), error.attempts().len());
    assert_eq!(told, (ErrorKind::Tls, Sent::No, false, 1), "{error:?}");
    assert_eq!(server.counts(), (connections + 1, requests));
    let mismatch = mismatch_in(&error).unwrap_or_else(|| panic!("{error:?}")).clone();
    assert!(error.to_string().contains(&mismatch.to_string()), "{error}");
    mismatch
}

/// That a call is refused as it would be without pins.
pub(super) async fn is_refused_as_usual(client: &Client, why: &str) {
    let error = client.post().await.err().unwrap();
    assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Tls, Sent::No), "{error:?}");
    assert!(mismatch_in(&error).is_none() && error.to_string().contains(why), "{error}");
}

pub(super) fn mismatch_in<'a>(error: &'a (dyn std::error::Error + 'static)) -> Option<&'a PinMismatch> {
    let causes = std::iter::successors(error.source(), |error| error.source());
    causes.filter_map(|error| error.downcast_ref()).next()
}

pub(super) fn seen(mismatch: &PinMismatch) -> Vec<(Pin, Option<&str>)> {
    mismatch.seen().iter().map(|key| (key.pin(), key.common_name())).collect()
}
