//! Sockets by way of a proxy. What proxy there is stands in the environment, which is read when a client is built: so the client is one
//! in a process of its own, this very program, and the proxy and the server are here.

use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clientwright_runtime::{ErrorKind, SocketOptions};
use futures_util::future::join;
use futures_util::{SinkExt, StreamExt};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::Command;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_websockets::{Message, ServerBuilder};

use crate::api::builder;
use crate::http::{Head, read_head};

/// A name that only the proxy knows.
const HOST: &str = "chat.example";

/// Runs the client `name` below with these variables, and without any that are there by chance.
async fn run(name: &str, variables: &[(&str, &str)]) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "--ignored", "--nocapture", &format!("proxies::{name}")]).stdout(Stdio::null());
    for proxy in ["http_proxy", "https_proxy", "all_proxy", "no_proxy", "request_method"] {
        command.env_remove(proxy).env_remove(proxy.to_uppercase());
    }
    command.envs(variables.iter().copied()).kill_on_drop(true);
    assert!(command.status().await.unwrap().success(), "{name}");
}

/// Talks over a socket with `chat.example`.
async fn talk(scheme: &str) {
    let client = builder("secret-token").allow_insecure().base_url(format!("{scheme}://{HOST}")).build().unwrap();
    let mut socket = client.connect(SocketOptions::new()).await.unwrap();
    for text in ["one", "two"] {
        socket.send(text.to_owned()).await.unwrap();
        assert_eq!(socket.next().await.unwrap().unwrap(), text);
    }
    assert_eq!(socket.close(1000, "").await.unwrap().code, 1000);
}

#[tokio::test]
#[ignore = "a client, run by the tests below"]
async fn client_of_http() {
    talk("http").await;
}

#[tokio::test]
#[ignore = "a client, run by the tests below"]
async fn client_of_https() {
    talk("https").await;
}

#[tokio::test]
#[ignore = "a client, run by the tests below"]
async fn client_that_is_turned_away() {
    let client = builder("secret-token").base_url(format!("https://{HOST}")).build().unwrap();
    let error = client.connect(SocketOptions::new()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error:?}");
    assert!(!format!("{error} {error:?}").contains("pa55word"), "{error:?}");
}

/// Agrees to a socket, and says again what it hears.
async fn echo(stream: impl AsyncRead + AsyncWrite + Unpin) {
    let (request, mut server) = ServerBuilder::new().accept(stream).await.unwrap();
    assert_eq!(request.headers()["authorization"], "Bearer secret-token");
    assert_eq!(request.uri().path(), "/chat/7");
    while let Some(Ok(message)) = server.next().await {
        if message.is_text() || message.is_binary() {
            server.send(Message::text(message.as_text().unwrap().to_owned())).await.unwrap();
        }
    }
}

async fn listening() -> (TcpListener, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, port)
}

fn assert_authorized(head: &Head) {
    let expected = format!("Basic {}", STANDARD.encode("me:pa55word"));
    assert_eq!(head.header("proxy-authorization"), Some(expected.as_str()), "{head:?}");
}

#[tokio::test]
async fn a_socket_in_the_clear_goes_through_a_proxy_that_lets_it_change_over() {
    let ((server, server_port), (proxy, proxy_port)) = join(listening(), listening()).await;
    let serves = async { echo(server.accept().await.unwrap().0).await };
    // As RFC 9110 section 7.8 has it of an intermediary that forwards an upgrade.
    let forwards = async {
        let (mut inbound, _) = proxy.accept().await.unwrap();
        let head = read_head(&mut inbound).await;
        assert_eq!((head.method.as_str(), head.target.as_str()), ("GET", "http://chat.example/chat/7"));
        assert_authorized(&head);
        let mut outbound = TcpStream::connect(("127.0.0.1", server_port)).await.unwrap();
        outbound.write_all(head.text.replacen("http://chat.example", "", 1).as_bytes()).await.unwrap();
        let _ = copy_bidirectional(&mut inbound, &mut outbound).await;
    };
    let address = format!("http://me:pa55word@127.0.0.1:{proxy_port}");
    join(join(serves, forwards), run("client_of_http", &[("http_proxy", &address)])).await;
}

#[tokio::test]
async fn a_socket_over_tls_goes_through_a_tunnel() {
    let ((server, server_port), (proxy, proxy_port)) = join(listening(), listening()).await;
    let issued = rcgen::generate_simple_self_signed([HOST.to_owned()]).unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), issued.cert.pem()).unwrap();
    let key = issued.signing_key.serialize_der().try_into().unwrap();
    let config = ServerConfig::builder().with_no_client_auth();
    let config = config.with_single_cert(vec![issued.cert.der().clone()], key).unwrap();
    let serves = async {
        let tls = TlsAcceptor::from(Arc::new(config));
        echo(tls.accept(server.accept().await.unwrap().0).await.unwrap()).await;
    };
    let tunnels = async {
        let (mut inbound, _) = proxy.accept().await.unwrap();
        let head = read_head(&mut inbound).await;
        assert_eq!((head.method.as_str(), head.target.as_str()), ("CONNECT", "chat.example:443"));
        assert_authorized(&head);
        assert_eq!(head.header("authorization"), None, "the proxy sees nothing of the call");
        inbound.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
        let mut outbound = TcpStream::connect(("127.0.0.1", server_port)).await.unwrap();
        let _ = copy_bidirectional(&mut inbound, &mut outbound).await;
    };
    let address = format!("http://me:pa55word@127.0.0.1:{proxy_port}");
    let variables = [("https_proxy", address.as_str()), ("SSL_CERT_FILE", file.path().to_str().unwrap())];
    join(join(serves, tunnels), run("client_of_https", &variables)).await;
}

#[tokio::test]
async fn a_proxy_that_turns_away_is_no_connection() {
    let (proxy, port) = listening().await;
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    let refuses = tokio::spawn(async move {
        while let Ok((mut inbound, _)) = proxy.accept().await {
            assert_eq!(read_head(&mut inbound).await.method, "CONNECT");
            counter.fetch_add(1, SeqCst);
            let _ = inbound.write_all(b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n").await;
        }
    });
    let address = format!("http://me:pa55word@127.0.0.1:{port}");
    run("client_that_is_turned_away", &[("https_proxy", &address)]).await;
    refuses.abort();
    assert!(asked.load(SeqCst) > 0, "the proxy was asked");
}
