//! nginx, with TLS and HTTP/2, and with HTTP/1.1 in the clear.

use std::collections::BTreeSet;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use clientwright_runtime::{BoxFuture, Proxy, ReqwestTransport, RetryPolicy};
use tokio::task::JoinSet;

use crate::api::once;
use crate::certificates::Authority;
use crate::client::Client;
use crate::peer::{Peer, on_free_ports, program};

/// A server that says which of its processes answers, over which protocol.
pub(crate) struct Nginx {
    pub(crate) secure: u16,
    pub(crate) clear: u16,
    peer: Peer,
}

impl Nginx {
    pub(crate) fn start() -> Option<Self> {
        program("nginx")?;
        Some(on_free_ports(|[secure, clear]| {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("nginx.conf");
            fs::write(folder.path().join("pair.pem"), Authority::trusted().issue(&["localhost"], |_| {}).pem).unwrap();
            fs::write(&file, configuration(secure, clear)).unwrap();
            let mut command = program("nginx").unwrap();
            command.arg("-p").arg(folder.path()).arg("-c").arg(&file);
            let (peer, ()) =
                Peer::start(command, folder, "TERM", |line| line.contains("start worker process ").then_some(()))?;
            Ok(Self { secure, clear, peer })
        }))
    }

    /// New processes answer; those that were there finish what they have (`nginx -s reload`).
    fn reload(&self) {
        self.peer.signal("HUP");
    }
}

fn configuration(secure: u16, clear: u16) -> String {
    format!(
        r#"
        user root;
        daemon off;
        worker_processes 1;
        pid nginx.pid;
        error_log stderr notice;
        events {{}}
        http {{
            access_log off;
            client_body_temp_path body;
            proxy_temp_path proxy;
            fastcgi_temp_path fastcgi;
            uwsgi_temp_path uwsgi;
            scgi_temp_path scgi;
            default_type application/json;
            server {{
                listen 127.0.0.1:{secure} ssl http2;
                listen 127.0.0.1:{clear};
                ssl_certificate pair.pem;
                ssl_certificate_key pair.pem;
                location = /item {{
                    return 200 '{{"process":"$pid","protocol":"$server_protocol","connection":"$connection"}}';
                }}
            }}
        }}
        "#
    )
}

/// A client of a port here that tries once, by a proxy where there is one.
pub(crate) fn client(scheme: &str, port: u16, proxy: Option<Proxy>) -> Client {
    let builder = ReqwestTransport::builder().no_system_proxy().root_certificates_pem(Authority::trusted().pem());
    let transport = proxy.into_iter().fold(builder, |builder, proxy| builder.proxy(proxy)).build().unwrap();
    once().transport(transport).base_url(format!("{scheme}://localhost:{port}/")).build().unwrap()
}

/// What the server has not begun is sent again, also what is not idempotent.
fn again() -> RetryPolicy {
    RetryPolicy::standard().backoff(Duration::from_millis(1), Duration::from_millis(1))
}

#[tokio::test]
async fn many_calls_at_once_share_one_connection_of_http2() {
    let Some(nginx) = Nginx::start() else { return };
    let client = client("https", nginx.secure, None);
    let first = client.item().await.unwrap();
    let mut calls = JoinSet::new();
    for _ in 0..50 {
        calls.spawn(client.item().into_future());
    }
    for answer in calls.join_all().await {
        assert_eq!(answer.unwrap(), first);
    }
    assert_eq!(first["protocol"], "HTTP/2.0");
}

#[tokio::test]
async fn calls_in_the_clear_keep_one_connection_alive() {
    let Some(nginx) = Nginx::start() else { return };
    let client = client("http", nginx.clear, None);
    let first = client.item().await.unwrap();
    assert_eq!(first["protocol"], "HTTP/1.1");
    for _ in 0..20 {
        assert_eq!(client.post_item().body(vec![b'x'; 10_000]).await.unwrap(), first);
        assert_eq!(client.item().await.unwrap(), first);
    }
}

/// Makes a call of which none may fail.
type Call = fn(&Client) -> BoxFuture<'static, ()>;

/// Over HTTP/2 the server says what it has not begun.
fn post(client: &Client) -> BoxFuture<'static, ()> {
    let call = client.post_item().body("once").retry(again());
    Box::pin(async { drop(call.await.unwrap()) })
}

/// Over HTTP/1.1 nobody can tell whether a request has met the end of its connection (RFC 9112 section 9.3.1).
fn get(client: &Client) -> BoxFuture<'static, ()> {
    let call = client.item().retry(again());
    Box::pin(async { drop(call.await.unwrap()) })
}

/// Calls one after the other until nobody wants more, and counts.
async fn keep_calling(client: Client, call: Call, go_on: Arc<AtomicBool>) -> usize {
    let mut made = 0;
    while go_on.load(Ordering::SeqCst) {
        call(&client).await;
        made += 1;
    }
    made
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_reloads_loses_no_call() {
    let Some(nginx) = Nginx::start() else { return };
    for (scheme, port, call) in [("https", nginx.secure, post as Call), ("http", nginx.clear, get as Call)] {
        let (client, go_on) = (client(scheme, port, None), Arc::new(AtomicBool::new(true)));
        let mut callers = JoinSet::new();
        for _ in 0..8 {
            callers.spawn(keep_calling(client.clone(), call, Arc::clone(&go_on)));
        }
        let mut processes = BTreeSet::new();
        for reloads in 1..=5 {
            // Until the new process answers.
            while processes.len() < reloads {
                processes.insert(client.item().retry(again()).await.unwrap()["process"].to_string());
            }
            nginx.reload();
        }
        go_on.store(false, Ordering::SeqCst);
        assert!(callers.join_all().await.into_iter().all(|made| made > 0), "{scheme}");
    }
}
