//! Connections that are made and reported, and those that are resumed, of which a report tells whether they were verified.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use clientwright_runtime::{BoxError, BoxFuture, PinMismatch, Pins};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::{HandshakeKind, ServerConfig};

use super::authorities::{Authority, Key};
use super::stage::{
    Chain, HOST, OTHER, Server, client, config, is_made, is_refused, is_refused_as_usual, mismatch_in, pinned, pinning,
    seen, transport,
};
use crate::log::Log;
use crate::script::{Reply, Script};
use crate::server::{Speaks, serve};

type Reports = Arc<Mutex<Vec<PinMismatch>>>;

fn reporting(pins: Pins) -> (Pins, Reports) {
    let reports = Reports::default();
    let heard = Arc::clone(&reports);
    (pins.report_only(move |mismatch| heard.lock().unwrap().push(mismatch.clone())), reports)
}

#[tokio::test]
async fn no_key_on_the_path_is_pinned() {
    let chain = Chain::new();
    let server = chain.serve().await;
    let other = Key::new().pin();
    let (pins, reports) = reporting(pinning([other]));
    let client = pinned(&chain.root, &server, pins);
    is_made(&client).await;
    is_made(&client).await;
    let reports = reports.lock().unwrap();
    assert_eq!((reports.len(), server.counts()), (1, (1, 2)), "once for a connection");
    assert_eq!((reports[0].host(), reports[0].expected()), (HOST, &[other][..]));
    let keys = [chain.key, chain.between.key, chain.root.key].map(Key::pin);
    assert_eq!(seen(&reports[0]).iter().map(|(pin, _)| *pin).collect::<Vec<_>>(), keys);
}

#[tokio::test]
async fn a_redirect_leads_to_a_host_that_has_no_pinned_key() {
    let chain = Chain::new();
    let (near, far) = chain.redirecting().await;
    let (pins, reports) = reporting(pinning([chain.key.pin()]).host(OTHER, [Key::new().pin()]));
    assert_eq!(pinned(&chain.root, &near, pins).get().await.unwrap().id, "1");
    let hosts: Vec<_> = reports.lock().unwrap().iter().map(|report| report.host().to_owned()).collect();
    assert_eq!((hosts, far.counts()), (vec![OTHER.to_owned()], (1, 1)));
}

#[cfg(feature = "websocket")]
#[tokio::test]
async fn a_socket_is_opened() {
    use super::stage::socket_is_opened;

    let chain = Chain::new();
    let script = Script::default().on("GET", "/chat", [Reply::Echo]);
    let server = Server::with(config(chain.certificates(), chain.key), script).await;
    let (pins, reports) = reporting(pinning([Key::new().pin()]));
    socket_is_opened(&chain.root, &server, pins).await;
    assert_eq!(reports.lock().unwrap().iter().map(PinMismatch::host).collect::<Vec<_>>(), [HOST]);
}

#[tokio::test]
async fn a_pinned_host_is_spoken_to_in_the_clear() {
    let log = Log::new(Script::default().on("POST", "/item", [Reply::item("1")]));
    let address = serve(Speaks::Http1, &log).await;
    let (pins, reports) = reporting(pinning([Key::new().pin()]));
    let transport = transport(&[&Authority::root("Any")], address).pins(pins);
    is_made(&client(&format!("http://{HOST}/"), transport)).await;
    assert!(reports.lock().unwrap()[0].seen().is_empty());
}

#[tokio::test]
async fn nothing_where_a_pin_holds_or_the_certificate_is_refused_as_usual() {
    let (chain, stranger) = (Chain::new(), Authority::root("Stranger"));
    let server = chain.serve().await;
    let (pins, reports) = reporting(pinning([chain.root.key.pin()]));
    is_made(&pinned(&chain.root, &server, pins.clone())).await;
    is_refused_as_usual(&pinned(&stranger, &server, pins), "UnknownIssuer").await;
    assert_eq!(reports.lock().unwrap().len(), 0);
}

type Handshakes = Arc<Mutex<Vec<HandshakeKind>>>;

/// Serves one request by each connection, and notes how it was opened.
async fn serving_once_each(config: ServerConfig) -> (SocketAddr, Handshakes) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, handshakes) = (listener.local_addr().unwrap(), Handshakes::default());
    let (acceptor, noted) = (TlsAcceptor::from(Arc::new(config)), Arc::clone(&handshakes));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\n") {
                // A client that refuses has gone.
                let Ok(byte) = stream.read_u8().await else { break };
                request.push(byte);
            }
            if request.is_empty() {
                continue;
            }
            noted.lock().unwrap().push(stream.get_ref().1.handshake_kind().unwrap());
            let head =
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 10\r\nconnection: close\r\n\r\n";
            stream.write_all(format!("{head}{{\"id\":\"1\"}}").as_bytes()).await.unwrap();
            let _closed = stream.shutdown().await;
        }
    });
    (address, handshakes)
}

#[tokio::test]
async fn a_session_is_resumed_without_being_verified_again_and_by_no_other_client() {
    let chain = Chain::new();
    let (address, handshakes) = serving_once_each(config(chain.certificates(), chain.key)).await;
    let with = |pins| client(&format!("https://{HOST}/"), transport(&[&chain.root], address).pins(pins));
    let (pins, reports) = reporting(pinning([Key::new().pin()]));
    let first = with(pins);
    is_made(&first).await;
    is_made(&first).await;
    assert_eq!(*handshakes.lock().unwrap(), [HandshakeKind::Full, HandshakeKind::Resumed]);
    assert_eq!(reports.lock().unwrap().len(), 1, "a session that is resumed is not verified");

    let error = with(pinning([Key::new().pin()])).post().await.err().unwrap();
    assert!(mismatch_in(&error).is_some(), "{error:?}");
    is_made(&with(pinning([chain.key.pin()]))).await;
    assert_eq!(handshakes.lock().unwrap()[2..], [HandshakeKind::Full]);
}

/// What a client offers to resume says nothing to a server that has not begun it, and the handshake is a whole one.
#[tokio::test]
async fn a_session_is_not_resumed_by_another_server() {
    let chain = Chain::new();
    let (address, _) = serving_once_each(config(chain.certificates(), chain.key)).await;
    let attacker = Authority::root("Deceived Root");
    let key = Key::new();
    let server = Server::start(vec![attacker.issue(HOST, key)], key).await;
    let hosts = Arc::new(Mutex::new(address));
    let found = Arc::clone(&hosts);
    let find = move |_: &str| -> BoxFuture<'static, Result<Vec<SocketAddr>, BoxError>> {
        let address = *found.lock().unwrap();
        Box::pin(async move { Ok(vec![address]) })
    };
    let transport = transport(&[&chain.root, &attacker], address).resolver(find);
    let client = client(&format!("https://{HOST}/"), transport.pins(pinning([chain.key.pin()])));
    is_made(&client).await;
    *hosts.lock().unwrap() = server.address;
    is_refused(&client, &server).await;
}
