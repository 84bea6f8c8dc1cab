//! Connections that are made.

use std::sync::Arc;

use clientwright_runtime::{Pins, Proxy, TlsVersion};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::version::TLS12;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

use super::authorities::{Authority, Key};
use super::stage::{
    Chain, HOST, OTHER, Server, besides_the_platforms, client, config, is_made, is_refused, pinned, pinning, transport,
};
use crate::certificates;
use crate::proxy::{Manner, Proxy as ProxyServer};

#[tokio::test]
async fn the_servers_own_key_is_pinned() {
    let chain = Chain::new();
    let server = chain.serve().await;
    is_made(&pinned(&chain.root, &server, pinning([chain.key.pin()]))).await;
}

#[tokio::test]
async fn the_key_of_the_authority_in_between_is_pinned() {
    let chain = Chain::new();
    let server = chain.serve().await;
    is_made(&pinned(&chain.root, &server, pinning([chain.between.key.pin()]))).await;
}

#[tokio::test]
async fn the_key_of_the_trusted_authority_is_pinned_which_is_not_presented() {
    let chain = Chain::new();
    let server = chain.serve().await;
    is_made(&pinned(&chain.root, &server, pinning([chain.root.key.pin()]))).await;
}

#[tokio::test]
async fn the_key_of_the_trusted_authority_is_pinned_which_is_presented_too() {
    let chain = Chain::new();
    let server = Server::start([chain.certificates(), vec![chain.root.certificate()]].concat(), chain.key).await;
    is_made(&pinned(&chain.root, &server, pinning([chain.root.key.pin()]))).await;
}

#[tokio::test]
async fn a_redirect_leads_to_a_host_whose_key_is_pinned_or_that_fits_no_pattern() {
    let chain = Chain::new();
    let pins = || pinning([chain.key.pin()]);
    for pins in [pins().host(OTHER, [chain.between.key.pin()]), pins()] {
        let (near, far) = chain.redirecting().await;
        assert_eq!(pinned(&chain.root, &near, pins).get().await.unwrap().id, "1");
        assert_eq!((near.counts(), far.counts()), ((1, 1), (1, 1)));
    }
}

#[tokio::test]
async fn one_of_two_pins_holds() {
    let chain = Chain::new();
    let server = chain.serve().await;
    for pins in [[Key::new(), chain.key], [chain.key, Key::new()]] {
        is_made(&pinned(&chain.root, &server, pinning(pins.map(Key::pin)))).await;
    }
}

#[tokio::test]
async fn one_of_the_pins_of_several_patterns_holds() {
    let chain = Chain::new();
    let server = chain.serve().await;
    let pins = pinning([Key::new().pin()]).host("**.EXAMPLE.com", [chain.key.pin().to_string()]);
    is_made(&pinned(&chain.root, &server, pins)).await;
}

#[tokio::test]
async fn the_certificate_is_renewed_with_the_same_key() {
    let chain = Chain::new();
    let pins = || pinning([chain.key.pin()]);
    let (old, new) = (chain.certificates(), chain.certificates());
    assert_ne!(old[0], new[0]);
    for certificates in [old, new] {
        let server = Server::start(certificates, chain.key).await;
        is_made(&pinned(&chain.root, &server, pins())).await;
    }
}

#[tokio::test]
async fn the_certificate_is_renewed_with_the_backup_key() {
    let (chain, backup) = (Chain::new(), Key::new());
    let server = Server::start(vec![chain.between.issue(HOST, backup), chain.between.certificate()], backup).await;
    is_made(&pinned(&chain.root, &server, pinning([chain.key, backup].map(Key::pin)))).await;
}

#[tokio::test]
async fn the_authority_is_cross_signed_and_either_root_is_pinned() {
    let (old, new) = (Authority::root("Old Root"), Authority::root("New Root"));
    let key = Key::new();
    let by_old = old.vouch_for("Cross", key);
    let by_new = new.vouch_for("Cross", key);
    let own = Key::new();
    for presented in [[&by_old, &by_new], [&by_new, &by_old]] {
        let certificates = [vec![by_new.issue(HOST, own)], presented.map(Authority::certificate).to_vec()].concat();
        let server = Server::start(certificates, own).await;
        for trusted in [[&old, &new], [&new, &old]] {
            for pin in [old.key.pin(), new.key.pin(), key.pin()] {
                let transport = transport(&trusted, server.address).pins(pinning([pin]));
                is_made(&client(&format!("https://{HOST}/"), transport)).await;
            }
        }
    }
}

#[tokio::test]
async fn the_host_fits_no_pattern() {
    let chain = Chain::new();
    let server = chain.serve().await;
    let other = Key::new().pin();
    let pins = Pins::new().host("example.com", [other]).host("*.api.example.com", [other]).host("*.com", [other]);
    is_made(&pinned(&chain.root, &server, pins)).await;
}

#[tokio::test]
async fn http2_is_agreed_upon() {
    let chain = Chain::new();
    for (protocols, version) in [(vec!["h2", "http/1.1"], 2), (vec!["http/1.1"], 1), (vec![], 1)] {
        let mut config = config(chain.certificates(), chain.key);
        config.alpn_protocols = protocols.iter().map(|protocol| protocol.as_bytes().to_vec()).collect();
        let server = Server::speaking(config).await;
        is_made(&pinned(&chain.root, &server, pinning([chain.root.key.pin()]))).await;
        // A request of HTTP/2 has no such header (RFC 9113 section 8.3.1).
        let seen = server.log.seen.lock().unwrap();
        assert_eq!(seen[0].header("host").is_none(), version == 2 && cfg!(feature = "http2"), "{protocols:?}");
    }
}

#[tokio::test]
async fn tls_is_of_the_version_that_is_asked_for() {
    let chain = Chain::new();
    let builder = ServerConfig::builder_with_protocol_versions(&[&TLS12]).with_no_client_auth();
    let server = Server::speaking(builder.with_single_cert(chain.certificates(), chain.key.der()).unwrap()).await;
    let asking = |version: TlsVersion| {
        let transport = transport(&[&chain.root], server.address).min_tls_version(version);
        client(&format!("https://{HOST}/"), transport.pins(pinning([chain.root.key.pin()])))
    };
    is_made(&asking(TlsVersion::Tls12)).await;
    assert!(asking(TlsVersion::Tls13).post().await.is_err());
}

#[tokio::test]
async fn the_client_shows_its_own_certificate() {
    let chain = Chain::new();
    let mut clients = RootCertStore::empty();
    let authority = certificates::Authority::new("Clients");
    clients.add(authority.der().into()).unwrap();
    let verifier = WebPkiClientVerifier::builder(Arc::new(clients)).build().unwrap();
    let builder = ServerConfig::builder().with_client_cert_verifier(verifier);
    let server = Server::speaking(builder.with_single_cert(chain.certificates(), chain.key.der()).unwrap()).await;
    let transport = transport(&[&chain.root], server.address).pins(pinning([chain.root.key.pin()]));
    let own = authority.issue(&[], |_| {}).pem;
    is_made(&client(&format!("https://{HOST}/"), transport.client_certificate_pem(own))).await;
}

#[tokio::test]
async fn the_authority_is_trusted_besides_the_platforms() {
    let chain = Chain::new();
    let server = chain.serve().await;
    let with = |pin| {
        let transport = besides_the_platforms(&chain.root, server.address).pins(pinning([pin]));
        client(&format!("https://{HOST}/"), transport)
    };
    is_made(&with(chain.root.key.pin())).await;
    is_refused(&with(Key::new().pin()), &server).await;
}

#[cfg(target_os = "linux")]
#[test]
fn the_platform_trusts_the_authority() {
    super::platform::trusting();
}

#[tokio::test]
async fn a_proxy_makes_a_tunnel() {
    let chain = Chain::new();
    let proxy = ProxyServer::start(Manner::Willing).await;
    let certificates = vec![chain.between.issue("localhost", chain.key), chain.between.certificate()];
    let server = Server::start(certificates, chain.key).await;
    let with = |pin| {
        let transport = transport(&[&chain.root], proxy.address).proxy(Proxy::all(proxy.url()));
        let transport = transport.pins(Pins::new().host("localhost", [pin]));
        client(&format!("https://localhost:{}/", server.address.port()), transport)
    };
    is_made(&with(chain.between.key.pin())).await;
    is_refused(&with(Key::new().pin()), &server).await;
    assert!(proxy.asked().iter().all(|asked| asked.starts_with("CONNECT ")));
}

#[cfg(feature = "websocket")]
#[tokio::test]
async fn a_socket_is_opened() {
    use super::stage::socket_is_opened;
    use crate::script::{Reply, Script};

    let chain = Chain::new();
    let mut config = config(chain.certificates(), chain.key);
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let server = Server::with(config, Script::default().on("GET", "/chat", [Reply::Echo])).await;
    socket_is_opened(&chain.root, &server, pinning([chain.between.key.pin()])).await;
}
