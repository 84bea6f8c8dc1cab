//! Connections that are refused: once, and with nothing sent.

use clientwright_runtime::{Body, ErrorKind, PinMismatch, Pins, Sent, Transport, TransportErrorKind, TransportSetting};
use rcgen::date_time_ymd;

use super::authorities::{Authority, Key};
use super::stage::{
    Chain, HOST, OTHER, Server, client, config, is_made, is_refused, is_refused_as_usual, mismatch_in, pinned, pinning,
    seen, transport,
};
use crate::log::Log;
use crate::script::{Reply, Script};
use crate::server::{Speaks, serve};

#[tokio::test]
async fn no_key_on_the_path_is_pinned() {
    let chain = Chain::new();
    let server = chain.serve().await;
    let others = [Key::new(), Key::new()].map(Key::pin);
    let mismatch = is_refused(&pinned(&chain.root, &server, pinning(others)), &server).await;
    assert_eq!((mismatch.host(), mismatch.expected()), (HOST, &others[..]));
    let keys = [
        (chain.key.pin(), Some(HOST)),
        (chain.between.key.pin(), Some("Test Authority")),
        (chain.root.key.pin(), Some("Test Root")),
    ];
    assert_eq!(seen(&mismatch), keys);
    let [own, between, root] = keys.map(|(pin, name)| format!("{pin} ({})", name.unwrap()));
    let [first, second] = others;
    assert_eq!(
        mismatch.to_string(),
        format!("no key of `{HOST}` is pinned: expected {first}, {second}; seen {own}, {between}, {root}")
    );
}

/// The authority was deceived, or is the attacker's; whom it has vouched for presents what it likes.
#[tokio::test]
async fn another_trusted_authority_vouches_and_the_pinned_ones_certificates_are_appended() {
    let (chain, attacker) = (Chain::new(), Authority::root("Deceived Root"));
    let (key, pinned_keys) = (Key::new(), [chain.key, chain.between.key, chain.root.key]);
    let presented = [vec![attacker.issue(HOST, key)], chain.certificates(), vec![chain.root.certificate()]].concat();
    let server = Server::start(presented, key).await;
    for pin in pinned_keys.map(Key::pin) {
        let transport = transport(&[&chain.root, &attacker], server.address).pins(pinning([pin]));
        let mismatch = is_refused(&client(&format!("https://{HOST}/"), transport), &server).await;
        assert_eq!(seen(&mismatch), [(key.pin(), Some(HOST)), (attacker.key.pin(), Some("Deceived Root"))]);
    }
}

/// It has the name of the pinned one, so that only the signature tells them apart.
#[tokio::test]
async fn another_authority_of_the_same_name_vouches_and_the_pinned_one_is_appended() {
    let chain = Chain::new();
    let impostor = chain.root.vouch_for("Test Authority", Key::new());
    let key = Key::new();
    let leaf = impostor.issue(HOST, key);
    for appended in [[&chain.between, &impostor], [&impostor, &chain.between]] {
        let presented = [vec![leaf.clone()], appended.map(Authority::certificate).to_vec()].concat();
        let server = Server::start(presented, key).await;
        let client = pinned(&chain.root, &server, pinning([chain.between.key.pin()]));
        let mismatch = is_refused(&client, &server).await;
        assert!(seen(&mismatch).iter().all(|(pin, _)| *pin != chain.between.key.pin()), "{mismatch}");
    }
}

#[tokio::test]
async fn the_authority_is_cross_signed_and_neither_root_is_pinned() {
    let (old, new) = (Authority::root("Old Root"), Authority::root("New Root"));
    let (key, own) = (Key::new(), Key::new());
    let (by_old, by_new) = (old.vouch_for("Cross", key), new.vouch_for("Cross", key));
    let presented = vec![by_new.issue(HOST, own), by_old.certificate(), by_new.certificate()];
    let server = Server::start(presented, own).await;
    let transport = transport(&[&old, &new], server.address).pins(pinning([Key::new().pin()]));
    let mismatch = is_refused(&client(&format!("https://{HOST}/"), transport), &server).await;
    let seen = seen(&mismatch).into_iter().filter_map(|(_, name)| name).collect::<Vec<_>>();
    assert_eq!(seen, [HOST, "Cross", "Old Root", "New Root"], "the keys of all paths, each once");
}

#[tokio::test]
async fn the_certificate_is_renewed_with_another_key() {
    let chain = Chain::new();
    let new = Key::new();
    let server = Server::start(vec![chain.between.issue(HOST, new), chain.between.certificate()], new).await;
    is_refused(&pinned(&chain.root, &server, pinning([chain.key.pin()])), &server).await;
}

#[tokio::test]
async fn the_key_is_pinned_and_the_certificate_has_expired() {
    let chain = Chain::new();
    let old = chain.between.issue_with(HOST, chain.key, |params| {
        (params.not_before, params.not_after) = (date_time_ymd(2000, 1, 1), date_time_ymd(2001, 1, 1));
    });
    let server = Server::start(vec![old, chain.between.certificate()], chain.key).await;
    is_refused_as_usual(&pinned(&chain.root, &server, pinning([chain.key.pin()])), "expired").await;
}

#[tokio::test]
async fn the_key_is_pinned_and_the_certificate_is_for_another_host() {
    let chain = Chain::new();
    let certificates = vec![chain.between.issue("other.example.com", chain.key), chain.between.certificate()];
    let server = Server::start(certificates, chain.key).await;
    is_refused_as_usual(&pinned(&chain.root, &server, pinning([chain.key.pin()])), "not valid for name").await;
}

#[tokio::test]
async fn the_key_is_pinned_and_nobody_who_is_trusted_vouches_for_it() {
    let (chain, stranger) = (Chain::new(), Authority::root("Stranger"));
    let server = chain.serve().await;
    is_refused_as_usual(&pinned(&stranger, &server, pinning([chain.key.pin()])), "UnknownIssuer").await;
}

/// A setting of reqwest's own counts for nothing here, as its TLS is made by ours.
#[tokio::test]
async fn reqwest_is_told_to_accept_any_certificate() {
    let (chain, stranger) = (Chain::new(), Authority::root("Stranger"));
    let server = chain.serve().await;
    let with = |trusted, key: Key| {
        let transport = transport(&[trusted], server.address).pins(pinning([key.pin()]));
        let transport = transport.configure(|builder| builder.tls_danger_accept_invalid_certs(true));
        client(&format!("https://{HOST}/"), transport)
    };
    is_refused_as_usual(&with(&stranger, chain.key), "UnknownIssuer").await;
    is_refused(&with(&chain.root, Key::new()), &server).await;
}

#[tokio::test]
async fn the_host_is_written_otherwise() {
    let chain = Chain::new();
    let server = chain.serve().await;
    for host in ["API.Example.COM", "api.example.com."] {
        let transport = transport(&[&chain.root], server.address).pins(pinning([Key::new().pin()]));
        is_refused(&client(&format!("https://{host}/"), transport), &server).await;
    }
}

#[tokio::test]
async fn the_host_is_an_address() {
    let chain = Chain::new();
    let certificates = vec![chain.between.issue("127.0.0.1", chain.key), chain.between.certificate()];
    let server = Server::start(certificates, chain.key).await;
    let with = |pin| {
        let transport = transport(&[&chain.root], server.address).pins(Pins::new().host("127.0.0.1", [pin]));
        client(&format!("https://{}/", server.address), transport)
    };
    is_made(&with(chain.key.pin())).await;
    is_refused(&with(Key::new().pin()), &server).await;
}

#[tokio::test]
async fn a_call_may_be_repeated_and_is_not() {
    let chain = Chain::new();
    let server = chain.serve().await;
    let client = pinned(&chain.root, &server, pinning([Key::new().pin()]));
    let error = client.get().await.err().unwrap();
    assert_eq!((error.is_retryable(), error.attempts().len(), server.counts()), (false, 1, (1, 0)), "{error:?}");
}

#[tokio::test]
async fn a_redirect_leads_to_a_host_that_has_no_pinned_key() {
    let chain = Chain::new();
    let (near, far) = chain.redirecting().await;
    let pins = pinning([chain.key.pin()]).host(OTHER, [Key::new().pin()]);
    let error = pinned(&chain.root, &near, pins).get().await.err().unwrap();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Tls, false), "{error:?}");
    assert_eq!(mismatch_in(&error).map(PinMismatch::host), Some(OTHER));
    assert_eq!((error.was_sent(), far.counts()), (Sent::Yes, (1, 0)), "the first request was");
}

#[cfg(feature = "websocket")]
#[tokio::test]
async fn a_socket_is_to_be_opened() {
    let chain = Chain::new();
    let script = Script::default().on("GET", "/chat", [Reply::Echo]);
    let server = Server::with(config(chain.certificates(), chain.key), script).await;
    let error = pinned(&chain.root, &server, pinning([Key::new().pin()])).chat().await.err().unwrap();
    assert_eq!((error.kind(), error.was_sent(), error.is_retryable()), (ErrorKind::Tls, Sent::No, false), "{error:?}");
    assert!(mismatch_in(&error).is_some() && server.counts() == (1, 0), "{error:?}");
}

#[tokio::test]
async fn a_pinned_host_is_spoken_to_in_the_clear() {
    let log = Log::new(Script::default().on("POST", "/item", [Reply::item("1")]));
    let address = serve(Speaks::Http1, &log).await;
    let with = |pins: Pins| {
        let transport = transport(&[&Authority::root("Any")], address).pins(pins);
        client(&format!("http://{HOST}/"), transport)
    };
    let pin = Key::new().pin();
    let error = with(pinning([pin])).post().await.err().unwrap();
    let told = (error.kind(), error.was_sent(), error.is_retryable(), error.attempts().len());
    assert_eq!(told, (ErrorKind::Tls, Sent::No, false, 1), "{error:?}");
    let mismatch = mismatch_in(&error).unwrap();
    assert_eq!(
        (mismatch.host(), mismatch.to_string()),
        (HOST, format!("no key of `{HOST}` is pinned: expected {pin}; seen none, as it is spoken to without TLS"))
    );
    assert_eq!(log.connections.load(std::sync::atomic::Ordering::SeqCst), 0);
    is_made(&with(Pins::new().host("other.example.com", [pin]))).await;
}

#[tokio::test]
async fn a_transport_is_used_without_a_client() {
    let chain = Chain::new();
    let server = chain.serve().await;
    let transport = transport(&[&chain.root], server.address).pins(pinning([Key::new().pin()])).build().unwrap();
    let request = http::Request::get(format!("https://{HOST}/item")).body(Body::empty()).unwrap();
    let error = transport.send(request).await.unwrap_err();
    assert_eq!((error.kind(), error.sent()), (TransportErrorKind::Tls, Sent::No));
    assert_eq!(mismatch_in(&error).map(PinMismatch::host), Some(HOST));
}

#[test]
fn pins_are_wrong_and_no_transport_is_built() {
    let pin = Key::new().pin();
    let root = Authority::root("Any");
    for (pins, why) in [
        (Pins::new(), "without a host"),
        (Pins::new().host("https://api.example.com", [pin]), "without scheme and port"),
        (Pins::new().host("api.*.com", [pin]), "asterisks"),
        (Pins::new().host(HOST, [] as [clientwright_runtime::Pin; 0]), "without pins"),
        (Pins::new().host(HOST, ["sha256/AAAA"]), "32 bytes"),
    ] {
        let error = transport(&[&root], ([127, 0, 0, 1], 9).into()).pins(pins).build().unwrap_err();
        assert_eq!(error.setting(), TransportSetting::Pins);
        assert!(error.to_string().starts_with("pins: ") && error.to_string().contains(why), "{error}");
    }
}

/// What else is wrong is told as it would be without pins.
#[test]
fn certificates_are_wrong_and_no_transport_is_built() {
    use TransportSetting as S;
    let root = Authority::root("Any");
    let settings = || transport(&[&root], ([127, 0, 0, 1], 9).into()).pins(pinning([Key::new().pin()]));
    let own = crate::certificates::Authority::trusted().issue(&[], |_| {}).pem;
    let other = crate::certificates::Authority::trusted().issue(&[], |_| {}).pem;
    let begin = "-----BEGIN PRIVATE KEY-----";
    let mixed = format!("{}{}", own.split(begin).next().unwrap(), &other[other.find(begin).unwrap()..]);
    for (settings, setting) in [
        (settings().root_certificate_der([1, 2, 3]), S::RootCertificates),
        (settings().root_certificates_pem("no certificate"), S::RootCertificates),
        (settings().client_certificate_pem("neither"), S::ClientCertificate),
        (settings().client_certificate_pem(mixed), S::ClientCertificate),
    ] {
        let error = settings.build().unwrap_err();
        assert_eq!(error.setting(), setting, "{error}");
    }
}

#[cfg(feature = "native-tls")]
#[test]
fn another_library_speaks_tls_and_no_transport_is_built() {
    let root = Authority::root("Any");
    let settings = transport(&[&root], ([127, 0, 0, 1], 9).into()).pins(pinning([Key::new().pin()]));
    let error = settings.tls_backend(clientwright_runtime::TlsBackend::Native).build().unwrap_err();
    assert_eq!(error.setting(), TransportSetting::Pins);
    assert!(error.to_string().contains("TlsBackend::Rustls"), "{error}");
}
