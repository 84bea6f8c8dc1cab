//! Over TCP, where the crates beneath have their say too: with all that they log.

use std::net::{Ipv4Addr, SocketAddr};
use std::process::Command;

use clientwright_runtime::private as rt;
use clientwright_runtime::{ReqwestTransport, RetryPolicy, Timeouts, TokioClock, TokioSpawner};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::api::{BEARER, ClientBuilder, HEADER_KEY, QUERY_KEY, builder, show};
use crate::watch::Canaries;

/// A server on this machine that answers every request with what `answer` makes of its head, and hangs up.
async fn server(answer: impl Fn(&str) -> String + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") && stream.read_buf(&mut head).await.is_ok_and(|count| count > 0) {}
            let said = String::from_utf8_lossy(&head).replace(['\r', '\n'], " ");
            let _ = stream.write_all(answer(&said).as_bytes()).await;
            let _ = stream.shutdown().await;
        }
    });
    address
}

fn over_tcp(address: &str) -> ClientBuilder {
    let unused = clientwright_runtime::testing::VirtualClock::new();
    let transport = ReqwestTransport::new(Timeouts::new()).unwrap();
    builder(&unused, transport).clock(TokioClock).spawner(TokioSpawner).base_url(address).retry(RetryPolicy::never())
}

fn on_this_thread(work: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work);
}

#[test]
fn what_a_server_writes_onto_the_wire_does_not_show_a_credential() {
    let mut canaries = Canaries::default();
    let [bearer, key, query_key] = [(); 3].map(|()| canaries.plant());
    let answers: [fn(&str) -> String; 7] = [
        |said| {
            format!(
                "HTTP/1.1 401 {said}\r\nwww-authenticate: Bearer error=\"{said}\"\r\nconnection: close\r\n\r\n{said}"
            )
        },
        |said| format!("{said}\r\n\r\n"),
        |said| format!("HTTP/1.1 200 OK\r\n{said} : x\r\n\r\n"),
        |said| format!("HTTP/1.1 200 OK\r\ncontent-length: {said}\r\n\r\n"),
        |said| format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{said}\r\n"),
        |said| format!("HTTP/1.1 302 Found\r\nlocation: http://{said}\r\ncontent-length: 0\r\n\r\n"),
        |said| format!("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\n{said}"),
    ];
    for answer in answers {
        canaries.watch(|seen| {
            on_this_thread(async {
                let address = server(answer).await;
                let give = |builder: rt::Builder| {
                    let builder = builder.bearer(&BEARER, &*bearer).api_key(&HEADER_KEY, &*key);
                    builder.api_key(&QUERY_KEY, &*query_key)
                };
                let client = over_tcp(&format!("http://{address}/")).with(give).build().unwrap();
                show(seen, "bearer", client.with_bearer().response().await);
                show(seen, "header", client.with_header_key().response().await);
                show(seen, "query", client.with_query_key().response().await);
            });
        });
    }
}

#[test]
fn user_info_of_urls_is_not_shown() {
    let mut canaries = Canaries::default();
    let password = canaries.plant_as("q7Xc4n4ryVu3Kp9z~R8.w");
    canaries.watch(|seen| {
        on_this_thread(async {
            let of = |address: SocketAddr, path: &str| format!("http://ann:{password}@{address}{path}");
            let elsewhere = server(|_| "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n".to_owned()).await;
            let location = of(elsewhere, "/there");
            let here =
                server(move |_| format!("HTTP/1.1 302 Found\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n"))
                    .await;
            let client = over_tcp(&format!("http://{here}/")).with(|builder| builder.bearer(&BEARER, "usual"));
            show(seen, "redirected", client.build().unwrap().with_bearer().response().await);
            let refused = over_tcp(&of(here, "/")).build();
            seen.error("the base URL", &refused.unwrap_err());
            let refused = over_tcp(&format!("http://{here}/")).trust_origin(of(here, "/")).build();
            seen.debug("the trusted origin", &refused.map_err(|error| error.to_string()));
        });
    });
}

/// The environment is of the whole process: so this is one of its own.
#[cfg(feature = "system-proxy")]
#[test]
fn the_password_of_a_proxy_is_not_shown() {
    const PASSWORD: &str = "q7Xc4n4ryVu3Kp9z~R8.w";
    let mut canaries = Canaries::default();
    canaries.plant_as(PASSWORD);
    if std::env::var_os("HTTP_PROXY").is_none_or(|proxy| !proxy.to_string_lossy().contains(PASSWORD)) {
        // Nobody listens there.
        let proxy = format!("http://ann:{PASSWORD}@127.0.0.1:1/");
        let mut child = Command::new(std::env::current_exe().unwrap());
        child
            .args(["--exact", "wire::the_password_of_a_proxy_is_not_shown"])
            .env("HTTP_PROXY", &proxy)
            .env("http_proxy", &proxy);
        let output = child.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        assert!(String::from_utf8_lossy(&output.stdout).contains("1 passed"));
        return;
    }
    canaries.watch(|seen| {
        on_this_thread(async {
            let client = over_tcp("http://mock.invalid/").build().unwrap();
            let result = client.open().response().await;
            assert!(result.as_ref().is_err_and(|error| error.is_connect()), "{result:?}");
            show(seen, "behind the proxy", result);
        });
    });
}
