//! Proxies: who goes by them, and their faults.

use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use clientwright_runtime::{
    BoxError, BoxFuture, ErrorKind, Phase, Proxy, ReqwestTransport, Resolver, RetryPolicy, Sent, Timeouts, TokioClock,
};
use tokio::net::TcpListener;

use crate::api::patient;
use crate::client::Client;
use crate::log::Log;
use crate::proxy::{Manner, Proxy as ProxyServer};
use crate::script::{Reply, Script};
use crate::server::{Speaks, serve};
use crate::setups::{stalled, tls, trusting};
use crate::waits::Waits;

async fn serving(speaks: Speaks) -> (Arc<Log>, String) {
    let log =
        Log::new(Script::default().on("GET", "/item", [Reply::item("1")]).on("POST", "/item", [Reply::item("1")]));
    let scheme = speaks.scheme();
    let address = serve(speaks, &log).await;
    (log, format!("{scheme}://localhost:{}/", address.port()))
}

fn client(base: &str, proxies: impl IntoIterator<Item = Proxy>) -> Client {
    let builder = trusting(ReqwestTransport::builder().no_system_proxy());
    let transport = proxies.into_iter().fold(builder, |builder, proxy| builder.proxy(proxy)).build().unwrap();
    patient().base_url(base).transport(transport).clock(Waits::default()).build().unwrap()
}

#[tokio::test]
async fn a_proxy_is_asked_for_whole_urls_and_for_tunnels() {
    for (speaks, line) in [(Speaks::Http1, "GET "), (tls(&["h2"]), "CONNECT ")] {
        let proxy = ProxyServer::start(Manner::Willing).await;
        let (log, base) = serving(speaks).await;
        let client = client(&base, [Proxy::all(proxy.url())]);
        for _ in 0..2 {
            assert_eq!(client.get().await.unwrap().id, "1");
        }
        let asked = proxy.asked();
        assert!(asked.iter().all(|asked| asked.starts_with(line)), "{asked:?}");
        assert_eq!((asked.len(), log.seen.lock().unwrap().len()), (if line == "GET " { 2 } else { 1 }, 2));
    }
}

#[tokio::test]
async fn a_proxy_is_for_its_scheme_and_not_for_what_is_excepted() {
    const NOBODY: &str = "http://127.0.0.1:9";
    type Proxies = fn(String) -> Vec<Proxy>;
    let cases: &[(Proxies, bool)] = &[
        (|url| vec![Proxy::http(url)], true),
        (|url| vec![Proxy::https(url)], false),
        (|url| vec![Proxy::https(NOBODY), Proxy::all(url)], true),
        (|url| vec![Proxy::all(url).except("localhost")], false),
        (|url| vec![Proxy::all(url).except("example.org, localhost")], false),
        (|url| vec![Proxy::all(url).except("example.org").except("127.0.0.1")], true),
        (|url| vec![Proxy::all(url).except("*")], false),
        (|url| vec![Proxy::http(NOBODY).except("localhost"), Proxy::all(url)], true),
    ];
    for (proxies, goes_by) in cases {
        let server = ProxyServer::start(Manner::Willing).await;
        let (_, base) = serving(Speaks::Http1).await;
        let proxies = proxies(server.url());
        let shown = format!("{proxies:?}");
        assert_eq!(client(&base, proxies).get().await.unwrap().id, "1");
        assert_eq!(!server.asked().is_empty(), *goes_by, "{shown}");
    }
}

#[tokio::test]
async fn credentials_are_told_to_the_proxy_and_to_nobody_else() {
    let wanted = base64::engine::general_purpose::STANDARD.encode("me:p@ss");
    let wanted: &'static str = format!("Basic {wanted}").leak();
    for speaks in [Speaks::Http1, tls(&["h2"])] {
        let proxy = ProxyServer::start(Manner::Asking(wanted)).await;
        let given = Proxy::all(proxy.url()).credentials("me", "p@ss");
        let in_url = Proxy::all(format!("http://me:p%40ss@{}", proxy.address));
        for proxy in [given, in_url] {
            assert!(!format!("{proxy:?}").contains("ss"), "{proxy:?}");
            let (log, base) = serving(speaks.clone()).await;
            assert_eq!(client(&base, [proxy]).get().await.unwrap().id, "1");
            let seen = log.seen.lock().unwrap().clone();
            assert_eq!(seen[0].header("proxy-authorization"), None);
        }
    }
}

#[tokio::test]
async fn a_proxy_that_wants_credentials_is_not_asked_again() {
    let proxy = ProxyServer::start(Manner::Asking("Basic other")).await;
    let (log, base) = serving(Speaks::Http1).await;
    let error = client(&base, [Proxy::all(proxy.url())]).post().await.err().unwrap();
    assert_eq!((error.status().unwrap().as_u16(), error.is_retryable(), proxy.asked().len()), (407, false, 1));

    let proxy = ProxyServer::start(Manner::Asking("Basic other")).await;
    let (_, secure) = serving(tls(&["h2"])).await;
    let error = client(&secure, [Proxy::all(proxy.url())]).post().await.err().unwrap();
    let seen = (error.kind(), error.was_sent(), error.is_retryable(), error.attempts().len());
    assert_eq!(seen, (ErrorKind::Connect, Sent::No, false, 1), "{error:?}");
    assert!(error.to_string().contains("proxy authorization required"), "{error}");
    assert_eq!((proxy.asked().len(), log.seen.lock().unwrap().len()), (1, 0));
}

#[tokio::test]
async fn a_tunnel_that_is_refused_may_be_there_later() {
    for manner in [Manner::Refusing(503), Manner::Refusing(403), Manner::Mute] {
        let proxy = ProxyServer::start(manner).await;
        let (log, base) = serving(tls(&["h2"])).await;
        let error = client(&base, [Proxy::all(proxy.url())]).post().body("once").await.err().unwrap();
        let seen = (error.kind(), error.was_sent(), error.is_retryable(), proxy.asked().len());
        assert_eq!(seen, (ErrorKind::Connect, Sent::No, true, 3), "{manner:?}: {error:?}");
        assert_eq!(log.seen.lock().unwrap().len(), 0);
    }
}

#[tokio::test]
async fn a_tunnel_that_takes_too_long_is_a_connect_timeout() {
    let proxy = ProxyServer::start(Manner::Slow).await;
    let limit = Duration::from_secs(3);
    let transport = trusting(ReqwestTransport::builder().connect_timeout(limit)).proxy(Proxy::all(proxy.url()));
    let builder = patient().base_url("https://api.company.example/").clock(TokioClock);
    let builder = builder.timeouts(Timeouts::none().connect(limit)).transport(transport.build().unwrap());
    let asked = async {
        while proxy.asked().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    let client = builder.retry(RetryPolicy::never()).build().unwrap();
    let error = stalled(asked, client.post().body("once")).await.err().unwrap();
    assert_eq!((error.timeout_phase(), error.limit(), error.was_sent()), (Some(Phase::Connect), Some(limit), Sent::No));
    assert!(error.is_retryable() && proxy.asked().len() == 1, "{error:?}");
}

#[tokio::test]
async fn a_proxy_that_is_not_there_is_a_connect_error() {
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    for speaks in [Speaks::Http1, tls(&["h2"])] {
        let (log, base) = serving(speaks).await;
        let client = client(&base, [Proxy::all(format!("http://{nobody}"))]);
        let error = client.post().body("once").await.err().unwrap();
        let seen = (error.kind(), error.was_sent(), error.is_retryable(), error.attempts().len());
        assert_eq!(seen, (ErrorKind::Connect, Sent::No, true, 3), "{error:?}");
        assert_eq!(log.seen.lock().unwrap().len(), 0);
    }
}

#[tokio::test]
async fn a_proxy_that_closes_the_connection_may_have_passed_the_request_on() {
    let proxy = ProxyServer::start(Manner::Mute).await;
    let (_, base) = serving(Speaks::Http1).await;
    let client = client(&base, [Proxy::all(proxy.url())]);
    let error = client.post().body("once").await.err().unwrap();
    assert_eq!((error.kind(), error.was_sent(), error.is_retryable()), (ErrorKind::Io, Sent::Maybe, false));
    assert_eq!(proxy.asked().len(), 1);
}

/// Knows no host but the proxy.
struct Company(std::net::SocketAddr);

impl Resolver for Company {
    fn resolve(&self, host: &str) -> BoxFuture<'static, Result<Vec<std::net::SocketAddr>, BoxError>> {
        assert_eq!(host, "proxy.company.example", "hosts behind the proxy are looked up by it");
        let found = vec![self.0];
        Box::pin(async move { Ok(found) })
    }
}

#[tokio::test]
async fn the_host_behind_a_proxy_is_not_looked_up_here() {
    for speaks in [Speaks::Http1, tls(&["h2"])] {
        let proxy = ProxyServer::start(Manner::Willing).await;
        let (_, base) = serving(speaks).await;
        let transport = trusting(ReqwestTransport::builder());
        let transport = transport.proxy(Proxy::all("http://proxy.company.example")).resolver(Company(proxy.address));
        let client = patient().base_url(base).transport(transport.build().unwrap());
        assert_eq!(client.clock(Waits::default()).build().unwrap().get().await.unwrap().id, "1");
        assert_eq!(proxy.asked().len(), 1);
    }
}

/// Where the proxy of the environment is, to this very test in another process.
const TOLD: &str = "TRANSPORT_TEST_SERVER";

#[tokio::test]
#[ignore = "run by the test below, in a process whose environment names a proxy"]
async fn asked_in_an_environment_with_a_proxy() {
    let base = std::env::var(TOLD).unwrap();
    let is_system = ReqwestTransport::builder().build().unwrap();
    let is_not = ReqwestTransport::builder().no_system_proxy().build().unwrap();
    let is_other = ReqwestTransport::builder().proxy(Proxy::https("http://127.0.0.1:9")).build().unwrap();
    for transport in [is_system, is_not, is_other] {
        let client = patient().base_url(&base).transport(transport).build().unwrap();
        assert_eq!(client.get().await.unwrap().id, "1");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_environment_names_a_proxy_unless_it_is_said_otherwise() {
    let proxy = ProxyServer::start(Manner::Willing).await;
    let (log, base) = serving(Speaks::Http1).await;
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--ignored", "--exact", "proxies::asked_in_an_environment_with_a_proxy"]).env(TOLD, base);
    child.env("HTTP_PROXY", proxy.url()).env_remove("NO_PROXY").env_remove("no_proxy").env_remove("REQUEST_METHOD");
    let ended = tokio::task::spawn_blocking(move || child.output().unwrap()).await.unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stdout));
    let by_proxy = usize::from(cfg!(feature = "system-proxy"));
    assert_eq!((log.seen.lock().unwrap().len(), proxy.asked().len()), (3, by_proxy));
}
