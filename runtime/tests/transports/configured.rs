//! What a transport can be told, and what it says of what is wrong.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use clientwright_runtime::{
    Body, BoxError, BoxFuture, ErrorKind, Phase, Proxy, ReqwestTransport, ReqwestTransportBuilder, Sent, Timeouts,
    TlsBackend, TokioClock, Transport, TransportSetting,
};
use reqwest::redirect::Policy;
use tokio::net::TcpListener;

use crate::api::patient;
use crate::certificates::Authority;
use crate::client::Client;
use crate::log::Log;
use crate::script::{Reply, Script};
use crate::server::{Speaks, serve};
use crate::setups::{tls, trusting};
use crate::waits::Waits;

fn settings() -> ReqwestTransportBuilder {
    trusting(ReqwestTransport::builder().no_system_proxy())
}

async fn serving(speaks: Speaks) -> (Arc<Log>, SocketAddr) {
    let log = Log::new(Script::default().on("GET", "/item", [Reply::item("1")]));
    let address = serve(speaks, &log).await;
    (log, address)
}

fn client(base: impl Into<String>, settings: ReqwestTransportBuilder) -> Client {
    let builder = patient().base_url(base).clock(Waits::default());
    builder.transport(settings.build().unwrap()).build().unwrap()
}

fn at(address: SocketAddr) -> String {
    format!("http://{address}/")
}

#[test]
fn what_is_wrong_is_told_by_its_setting() {
    use TransportSetting as S;
    let own = Authority::trusted().issue(&[], |_| {}).pem;
    let (certificate, key) = own.split_at(own.find("-----BEGIN PRIVATE KEY-----").unwrap());
    let other = Authority::trusted().issue(&[], |_| {}).pem;
    let (_, other_key) = other.split_at(other.find("-----BEGIN PRIVATE KEY-----").unwrap());
    let minute = Duration::from_secs(60);
    for (settings, setting) in [
        (settings().root_certificates_pem("no certificate"), S::RootCertificates),
        (settings().root_certificate_der([1, 2, 3]), S::RootCertificates),
        (ReqwestTransport::builder().own_root_certificates_only(), S::RootCertificates),
        (settings().client_certificate_pem(certificate), S::ClientCertificate),
        (settings().client_certificate_pem(key), S::ClientCertificate),
        (settings().client_certificate_pem(format!("{certificate}{other_key}")), S::ClientCertificate),
        (settings().client_certificate_pem("neither"), S::ClientCertificate),
        (settings().proxy(Proxy::all("proxy.example:3128")), S::Proxy),
        (settings().proxy(Proxy::all("socks5://proxy.example")), S::Proxy),
        (settings().proxy(Proxy::all("http://")), S::Proxy),
        (settings().tcp_keep_alive(Duration::from_millis(10), minute, 3), S::TcpKeepAlive),
        (settings().tcp_keep_alive(minute, minute, 0), S::TcpKeepAlive),
        (settings().http2_pings(Duration::ZERO, minute), S::Http2Pings),
        (settings().http2_pings(minute, Duration::ZERO), S::Http2Pings),
        (settings().user_agent("a\r\nb"), S::UserAgent),
    ] {
        let shown = format!("{settings:?}");
        let error = settings.build().unwrap_err();
        assert_eq!(error.setting(), setting, "{error}: {shown}");
    }
}

#[test]
fn nothing_secret_is_shown() {
    let own = Authority::trusted().issue(&[], |_| {}).pem;
    let key = own.lines().rev().nth(1).unwrap().to_owned();
    let proxy = Proxy::all("http://me:s3cr3t@proxy.example").credentials("me", "s3cr3t");
    let settings = settings().client_certificate_pem(own).proxy(proxy);
    let shown = format!("{settings:?}");
    let shown = format!("{shown} {:?}", settings.build().unwrap());
    assert!(shown.contains("proxy.example") && !shown.contains("s3cr3t") && !shown.contains(&key), "{shown}");
    for wrong in ["http//me:s3cr3t@proxy.example", "ftp://me:s3cr3t@proxy.example"] {
        let error = ReqwestTransport::builder().proxy(Proxy::all(wrong)).build().unwrap_err();
        assert!(!format!("{error} {error:?}").contains("s3cr3t"), "{error:?}");
    }
}

#[tokio::test]
async fn hosts_are_looked_up_by_the_resolver() {
    let (log, address) = serving(Speaks::Http1).await;
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let resolver = move |host: &str| -> BoxFuture<'static, Result<Vec<SocketAddr>, BoxError>> {
        assert_eq!(host, "api.company.example");
        count.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move { Ok(vec![address]) })
    };
    let client = client("http://api.company.example/", settings().resolver(resolver));
    for _ in 0..2 {
        assert_eq!(client.get().await.unwrap().id, "1");
    }
    assert_eq!((asked.load(Ordering::SeqCst), log.seen.lock().unwrap()[0].host.as_str()), (1, "api.company.example"));
}

#[tokio::test]
async fn a_host_that_is_not_found_may_be_found_later() {
    let none =
        |_: &str| -> BoxFuture<'static, Result<Vec<SocketAddr>, BoxError>> { Box::pin(async { Ok(Vec::new()) }) };
    let fails = |_: &str| -> BoxFuture<'static, Result<Vec<SocketAddr>, BoxError>> {
        Box::pin(async { Err("the name server is away".into()) })
    };
    for (settings, why) in [(settings().resolver(none), "no address"), (settings().resolver(fails), "is away")] {
        let error = client("http://api.company.example/", settings).get().await.err().unwrap();
        let seen = (error.kind(), error.was_sent(), error.is_retryable(), error.attempts().len());
        assert_eq!(seen, (ErrorKind::Connect, Sent::No, true, 3), "{error:?}");
        assert!(error.to_string().contains(why), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_takes_too_long_is_a_connect_timeout() {
    let never = |_: &str| -> BoxFuture<'static, Result<Vec<SocketAddr>, BoxError>> { Box::pin(std::future::pending()) };
    let limit = Duration::from_secs(3);
    let transport = settings().resolver(never).connect_timeout(limit).build().unwrap();
    let builder = patient().base_url("http://api.company.example/").transport(transport);
    let client = builder.timeouts(Timeouts::none().connect(limit)).clock(TokioClock).build().unwrap();
    let error = client.post().await.err().unwrap();
    assert_eq!((error.timeout_phase(), error.limit(), error.was_sent()), (Some(Phase::Connect), Some(limit), Sent::No));
    assert!(error.is_retryable() && error.attempts().len() == 3, "{error:?}");
}

#[tokio::test]
async fn idle_connections_are_kept_as_said() {
    for (settings, connections) in [
        (settings(), 1),
        (settings().pool_idle_timeout(None), 1),
        (settings().pool_max_idle_per_host(0), 3),
        (settings().pool_idle_timeout(Duration::ZERO), 3),
    ] {
        let (log, address) = serving(Speaks::Http1).await;
        let client = client(at(address), settings);
        for _ in 0..3 {
            client.get().await.unwrap();
        }
        assert_eq!(log.connections.load(Ordering::SeqCst), connections);
    }
}

#[tokio::test]
async fn http1_is_spoken_alone_where_it_is_said() {
    let both = serving(tls(&["h2", "http/1.1"])).await.1;
    let only_http2 = serving(tls(&["h2"])).await.1;
    let base = |address: SocketAddr| format!("https://{address}/");
    for backend in [
        TlsBackend::Rustls,
        #[cfg(feature = "native-tls")]
        TlsBackend::Native,
    ] {
        let settings = || settings().tls_backend(backend);
        assert_eq!(client(base(both), settings().http1_only()).get().await.unwrap().id, "1");
        assert_eq!(client(base(only_http2), settings()).get().await.unwrap().id, "1");
        let error = client(base(only_http2), settings().http1_only()).get().await.err().unwrap();
        assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Tls, Sent::No), "{error:?}");
        assert_eq!(client(base(both), settings().http2_prior_knowledge()).get().await.unwrap().id, "1");
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn connections_come_from_the_local_address() {
    let listener = TcpListener::bind("0.0.0.0:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let from = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));
    let client = client(format!("http://127.0.0.1:{port}/"), settings().local_address(from));
    let call = tokio::spawn(client.get().into_future());
    assert_eq!(listener.accept().await.unwrap().1.ip(), from);
    call.abort();
}

#[tokio::test]
async fn the_user_agent_is_for_requests_without_one() {
    let (log, address) = serving(Speaks::Http1).await;
    let transport = settings().user_agent("ours/1").build().unwrap();
    for own in [None, Some("theirs/2")] {
        let mut request = http::Request::get(at(address));
        if let Some(own) = own {
            request = request.header("user-agent", own);
        }
        transport.send(request.body(Body::empty()).unwrap()).await.unwrap();
    }
    let seen = log.seen.lock().unwrap().clone();
    let agents = seen.iter().map(|seen| seen.header("user-agent")).collect::<Vec<_>>();
    assert_eq!(agents, [Some("ours/1"), Some("theirs/2")]);
}

#[tokio::test]
async fn what_reqwest_is_told_besides_undoes_nothing() {
    let script = Script::default().on("GET", "/item", [Reply::status(302).header("location", "/other")]);
    let log = Log::new(script.on("GET", "/other", [Reply::item("2")]));
    let address = serve(Speaks::Http1, &log).await;
    let calls = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&calls);
    let settings = settings().configure(move |builder| {
        count.fetch_add(1, Ordering::SeqCst);
        builder.redirect(Policy::limited(5)).referer(true).http1_title_case_headers()
    });
    let transport = settings.build().unwrap();
    let request = || http::Request::get(format!("{}item", at(address))).body(Body::empty()).unwrap();
    let response = transport.send(request()).await.unwrap();
    assert_eq!((response.status().as_u16(), log.seen.lock().unwrap().len()), (302, 1));
    assert_eq!(calls.load(Ordering::SeqCst), 1, "the client that was tried is the one that is used");
}

#[test]
fn a_client_that_follows_redirects_is_not_taken() {
    let clients = [
        reqwest::Client::new(),
        reqwest::Client::builder().redirect(Policy::limited(1)).build().unwrap(),
        reqwest::Client::builder().redirect(Policy::custom(|attempt| attempt.follow())).build().unwrap(),
    ];
    for client in clients {
        let error = ReqwestTransport::from_client(client).unwrap_err();
        assert_eq!(error.setting(), TransportSetting::Client);
        assert!(error.to_string().contains("Policy::none()"), "{error}");
    }
    let mut headers = http::HeaderMap::new();
    headers.insert("x-note", r#"redirect_policy: "Policy(None)""#.parse().unwrap());
    let client = reqwest::Client::builder().default_headers(headers).build().unwrap();
    assert!(ReqwestTransport::from_client(client).is_err(), "whatever its headers say");
    let client = reqwest::Client::builder().redirect(Policy::none()).build().unwrap();
    assert!(ReqwestTransport::from_client(client).is_ok());
}

#[cfg(feature = "websocket")]
#[tokio::test]
async fn sockets_are_opened_over_http1_whatever_else_is_spoken() {
    let log = Log::new(Script::default().on("GET", "/chat", [Reply::Echo]));
    let address = serve(tls(&["h2", "http/1.1"]), &log).await;
    for settings in [settings(), settings().http2_prior_knowledge(), settings().http1_only()] {
        let builder = patient().base_url(format!("https://{address}/")).clock(TokioClock);
        let client = builder.transport(settings.build().unwrap()).build().unwrap();
        let mut socket = client.chat().await.unwrap();
        socket.send("one".to_owned()).await.unwrap();
        assert_eq!(socket.next().await.unwrap().unwrap(), "one");
    }
    assert_eq!(log.seen.lock().unwrap().len(), 3);
}
