//! tinyproxy, which wants credentials, in front of nginx: requests in the clear, and tunnels.

use std::fs;

use clientwright_runtime::{ErrorKind, Proxy, Sent};

use crate::nginx::{Nginx, client};
use crate::peer::{Peer, on_free_ports, program};

struct Tinyproxy {
    port: u16,
    _peer: Peer,
}

impl Tinyproxy {
    fn start() -> Option<Self> {
        program("tinyproxy")?;
        Some(on_free_ports(|[port, _]| {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("tinyproxy.conf");
            let configuration =
                format!("Port {port}\nListen 127.0.0.1\nTimeout 60\nBasicAuth me p_ss\nLogLevel Info\n");
            fs::write(&file, configuration).unwrap();
            let mut command = program("tinyproxy").unwrap();
            command.arg("-d").arg("-c").arg(&file).current_dir(folder.path());
            let (peer, ()) =
                Peer::start(command, folder, "TERM", |line| line.contains("Accepting connections").then_some(()))?;
            Ok(Self { port, _peer: peer })
        }))
    }

    fn proxy(&self) -> Proxy {
        Proxy::all(format!("http://127.0.0.1:{}", self.port))
    }
}

#[tokio::test]
async fn requests_in_the_clear_and_tunnels_pass_with_credentials() {
    let Some(proxy) = Tinyproxy::start() else { return };
    let Some(nginx) = Nginx::start() else { return };
    let credentials = || Some(proxy.proxy().credentials("me", "p_ss"));
    // In the clear it closes behind each answer without having said so: what is sent on the same connection may be lost.
    for _ in 0..3 {
        let client = || client("http", nginx.clear, credentials());
        let answers = [client().item().await.unwrap(), client().post_item().body("b".repeat(70_000)).await.unwrap()];
        assert!(answers.iter().all(|answer| answer["protocol"].as_str().unwrap().starts_with("HTTP/1.")));
    }
    let client = client("https", nginx.secure, credentials());
    for _ in 0..3 {
        let answers = [client.item().await.unwrap(), client.post_item().body("b".repeat(70_000)).await.unwrap()];
        assert!(answers.iter().all(|answer| answer["protocol"] == "HTTP/2.0"));
    }
}

#[tokio::test]
async fn a_proxy_that_refuses_is_told_by_what_was_asked_of_it() {
    let Some(proxy) = Tinyproxy::start() else { return };
    let Some(nginx) = Nginx::start() else { return };
    // It answers 401 where credentials are wrong, with which a tunnel is refused like with any other status.
    for (given, answer) in [(proxy.proxy(), 407), (proxy.proxy().credentials("me", "wrong"), 401)] {
        let error = client("https", nginx.secure, Some(given.clone())).item().await.unwrap_err();
        let seen = (error.kind(), error.was_sent(), error.is_retryable());
        assert_eq!(seen, (ErrorKind::Connect, Sent::No, answer != 407), "{error:?}");
        let error = client("http", nginx.clear, Some(given)).item().await.unwrap_err();
        assert_eq!((error.status().map(|status| status.as_u16()), error.was_sent()), (Some(answer), Sent::Yes));
    }
}
