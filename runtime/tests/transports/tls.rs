//! Faults of TLS: what the caller sees, and that nothing is sent.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use clientwright_runtime::{
    ErrorKind, Phase, ReqwestTransport, ReqwestTransportBuilder, RetryPolicy, Sent, Timeouts, TlsBackend, TlsVersion,
    TokioClock,
};
use rcgen::date_time_ymd;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::version::TLS12;

use crate::api::patient;
use crate::certificates::{self, Authority, choosy_server, server};
use crate::client::Client;
use crate::log::Log;
use crate::script::{Reply, Script};
use crate::server::{Speaks, serve};
use crate::setups::{stalled, trusting};
use crate::waits::Waits;

/// Every library that can speak TLS here.
const BACKENDS: &[TlsBackend] = &[
    TlsBackend::Rustls,
    #[cfg(feature = "native-tls")]
    TlsBackend::Native,
];

fn transport(backend: TlsBackend) -> ReqwestTransportBuilder {
    trusting(ReqwestTransport::builder().no_system_proxy()).tls_backend(backend)
}

fn client(transport: ReqwestTransportBuilder, port: u16) -> Client {
    let builder = patient().base_url(format!("https://localhost:{port}/")).clock(Waits::default());
    builder.transport(transport.build().unwrap()).build().unwrap()
}

async fn serving(config: ServerConfig) -> (Arc<Log>, u16) {
    let items = || [Reply::item("1")];
    let log = Log::new(Script::default().on("GET", "/item", items()).on("POST", "/item", items()));
    let address = serve(Speaks::Tls(Arc::new(config)), &log).await;
    (log, address.port())
}

/// That is told once, and nothing is sent.
async fn refused(client: &Client, why: &str) {
    for error in [client.get().await.err().unwrap(), client.post().await.err().unwrap()] {
        let seen = (error.kind(), error.was_sent(), error.is_retryable(), error.attempts().len());
        assert_eq!(seen, (ErrorKind::Tls, Sent::No, false, 1), "{why}: {error:?}");
        assert!(error.is_connect(), "{why}");
    }
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_not_accepted() {
    for backend in BACKENDS {
        let stranger = Authority::new("Stranger").issue(&["localhost"], |_| {});
        let (log, port) = serving(server(stranger, &[])).await;
        refused(&client(transport(*backend), port), "unknown root").await;
        assert_eq!((log.seen.lock().unwrap().len(), log.connections.load(Ordering::SeqCst)), (0, 2), "{backend:?}");
    }
}

#[tokio::test]
async fn a_certificate_that_has_expired_is_not_accepted() {
    for backend in BACKENDS {
        let old = Authority::trusted().issue(&["localhost"], |params| {
            (params.not_before, params.not_after) = (date_time_ymd(2000, 1, 1), date_time_ymd(2001, 1, 1));
        });
        let (log, port) = serving(server(old, &[])).await;
        refused(&client(transport(*backend), port), "expired").await;
        assert_eq!(log.seen.lock().unwrap().len(), 0, "{backend:?}");
    }
}

#[tokio::test]
async fn a_certificate_for_another_host_is_not_accepted() {
    for backend in BACKENDS {
        let another = Authority::trusted().issue(&["other.example"], |_| {});
        let (log, port) = serving(server(another, &[])).await;
        refused(&client(transport(*backend), port), "wrong host").await;
        assert_eq!(log.seen.lock().unwrap().len(), 0, "{backend:?}");
    }
}

#[tokio::test]
async fn a_server_that_wants_a_certificate_gets_it_or_is_not_asked_again() {
    for backend in BACKENDS {
        let clients = Authority::new("Clients");
        let shown = Authority::trusted().issue(&["localhost"], |_| {});
        let (log, port) = serving(choosy_server(shown, &clients)).await;
        refused(&client(transport(*backend), port), "no certificate").await;
        let stranger = Authority::new("Stranger").issue(&[], |_| {});
        let builder = transport(*backend).client_certificate_pem(stranger.pem);
        refused(&client(builder, port), "a certificate that the server does not accept").await;
        assert_eq!(log.seen.lock().unwrap().len(), 0, "{backend:?}");
        let own = clients.issue(&[], |_| {});
        let client = client(transport(*backend).client_certificate_pem(own.pem), port);
        assert_eq!(client.get().await.unwrap().id, "1");
        assert_eq!(log.seen.lock().unwrap().len(), 1, "{backend:?}");
    }
}

#[tokio::test]
async fn a_server_that_speaks_an_older_tls_than_allowed_is_not_spoken_to() {
    for backend in BACKENDS {
        let shown = Authority::trusted().issue(&["localhost"], |_| {});
        let config = ServerConfig::builder_with_protocol_versions(&[&TLS12]).with_no_client_auth();
        let config = config.with_single_cert(vec![shown.certificate], shown.key).unwrap();
        let (log, port) = serving(config).await;
        assert_eq!(client(transport(*backend), port).get().await.unwrap().id, "1");
        refused(&client(transport(*backend).min_tls_version(TlsVersion::Tls13), port), "too old").await;
        assert_eq!(log.seen.lock().unwrap().len(), 1, "{backend:?}");
    }
}

/// What a server does with a connection once the client's hello is there.
#[derive(Clone, Copy)]
enum Does {
    /// Closes it, with something unread, which resets it.
    Reset,
    Close,
    /// Speaks, but not TLS.
    Speak,
    /// Says nothing.
    Stall,
}

async fn faulty(does: Does) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, hits) = (listener.local_addr().unwrap(), Arc::new(AtomicUsize::new(0)));
    let count = Arc::clone(&hits);
    tokio::spawn(async move {
        let kept = Mutex::new(Vec::new());
        while let Ok((mut stream, _)) = listener.accept().await {
            count.fetch_add(1, Ordering::SeqCst);
            match does {
                Does::Reset => stream.readable().await.unwrap(),
                Does::Close => read_hello(&mut stream).await,
                Does::Stall => {
                    read_hello(&mut stream).await;
                    kept.lock().unwrap().push(stream);
                }
                Does::Speak => {
                    read_hello(&mut stream).await;
                    stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").await.unwrap();
                    // It is the client that hangs up.
                    kept.lock().unwrap().push(stream);
                }
            }
        }
    });
    (address, hits)
}

/// Reads the first record (RFC 8446 section 5.1).
async fn read_hello(stream: &mut TcpStream) {
    let mut head = [0; 5];
    stream.read_exact(&mut head).await.unwrap();
    let mut rest = vec![0; usize::from(u16::from_be_bytes([head[3], head[4]]))];
    stream.read_exact(&mut rest).await.unwrap();
}

#[tokio::test]
async fn a_handshake_that_is_cut_may_pass() {
    for backend in BACKENDS {
        for does in [Does::Reset, Does::Close] {
            let (address, hits) = faulty(does).await;
            let error = client(transport(*backend), address.port()).post().body("once").await.err().unwrap();
            let seen = (error.kind(), error.was_sent(), error.is_retryable(), error.attempts().len());
            assert_eq!(seen, (ErrorKind::Connect, Sent::No, true, 3), "{backend:?}: {error:?}");
            assert_eq!(hits.load(Ordering::SeqCst), 3, "{backend:?}");
        }
    }
}

#[tokio::test]
async fn a_handshake_that_takes_too_long_is_a_connect_timeout() {
    for backend in BACKENDS {
        let (address, hits) = faulty(Does::Stall).await;
        let limit = Duration::from_secs(3);
        let builder = patient().base_url(format!("https://{address}/")).retry(RetryPolicy::never());
        let builder = builder.transport(transport(*backend).connect_timeout(limit).build().unwrap());
        let client = builder.timeouts(Timeouts::none().connect(limit)).clock(TokioClock).build().unwrap();
        let greeted = async {
            while hits.load(Ordering::SeqCst) == 0 {
                tokio::task::yield_now().await;
            }
        };
        let error = stalled(greeted, client.post().body("once")).await.err().unwrap();
        tokio::time::resume();
        let seen = (error.timeout_phase(), error.limit(), error.was_sent());
        assert_eq!(seen, (Some(Phase::Connect), Some(limit), Sent::No), "{backend:?}: {error:?}");
        assert!(error.is_retryable() && hits.load(Ordering::SeqCst) == 1, "{error:?}");
    }
}

#[tokio::test]
async fn a_peer_that_does_not_speak_tls_is_not_asked_again() {
    for backend in BACKENDS {
        let (address, hits) = faulty(Does::Speak).await;
        refused(&client(transport(*backend), address.port()), "no TLS").await;
        assert_eq!(hits.load(Ordering::SeqCst), 2, "{backend:?}");
    }
}

#[tokio::test]
async fn certificates_are_trusted_besides_the_platforms_too() {
    for backend in BACKENDS {
        let (_, port) = serving(certificates::usual(&["http/1.1"])).await;
        let builder = || ReqwestTransport::builder().no_system_proxy().tls_backend(*backend);
        refused(&client(builder(), port), "the platform does not know it").await;
        let by_pem = builder().root_certificates_pem(Authority::trusted().pem());
        let by_der = builder().root_certificate_der(Authority::trusted().der());
        for builder in [by_pem, by_der] {
            assert_eq!(client(builder, port).get().await.unwrap().id, "1", "{backend:?}");
        }
    }
}
