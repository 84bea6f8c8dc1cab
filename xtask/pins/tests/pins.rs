//! Pins that are printed are those of OpenSSL, of a file and of a server, which need not be trusted.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;

use pins::{Key, ask, of_file, of_host, read};
use rcgen::{CertificateParams, DnType, KeyPair, PublicKeyData};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection};

/// One key: a certificate of it, itself, and a request for another certificate.
const PEM: &str = "\
-----BEGIN CERTIFICATE-----
MIIBqjCCAU+gAwIBAgIUF0UmGP2PsZVXMUE++QUD8qQaeuowCgYIKoZIzj0EAwIw
KTEQMA4GA1UECgwHRXhhbXBsZTEVMBMGA1UEAwwMRXhhbXBsZSBSb290MCAXDTI2
MTEyODE3NDkyN1oYDzIxMjYxMTA0MTc0OTI3WjApMRAwDgYDVQQKDAdFeGFtcGxl
MRUwEwYDVQQDDAxFeGFtcGxlIFJvb3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
AATaPg3Nwn/bGTpRQe84q+CYNSl/lOi3wgrLlOtMSyWoQQcyjJBtqrfNspRphth6
BViGaGCNZNvvaR0kHziA+yZRo1MwUTAdBgNVHQ4EFgQUIjyoiAzaO/oXPYaZOMso
TUJZbXgwHwYDVR0jBBgwFoAUIjyoiAzaO/oXPYaZOMsoTUJZbXgwDwYDVR0TAQH/
BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEAr3l0rsiYDRej0ySw3F9tKvYyGvY0
0q7zcL4pczlIGOICIQDSMQ7NG6GV4eiBG2vavfK8PcH59mXYtubdCOiR5KW7iQ==
-----END CERTIFICATE-----
-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE2j4NzcJ/2xk6UUHvOKvgmDUpf5To
t8IKy5TrTEslqEEHMoyQbaq3zbKUaYbYegVYhmhgjWTb72kdJB84gPsmUQ==
-----END PUBLIC KEY-----
-----BEGIN CERTIFICATE REQUEST-----
MIHUMHwCAQAwGjEYMBYGA1UEAwwPYXBpLmV4YW1wbGUuY29tMFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAE2j4NzcJ/2xk6UUHvOKvgmDUpf5Tot8IKy5TrTEslqEEH
MoyQbaq3zbKUaYbYegVYhmhgjWTb72kdJB84gPsmUaAAMAoGCCqGSM49BAMCA0gA
MEUCIE6rmpXY7MYKzbNO4EMJrX0xXAYQZ9TL1jlR+HjYeWziAiEAkh6Orm24HbLW
iT7i48IA9hsi9iTUgO4luwFTS4t0yAE=
-----END CERTIFICATE REQUEST-----
";

/// What `openssl x509 -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64` says of the certificate.
const PIN: &str = "sha256/HV/PbXNoMHzR9djMVeav8pENboNx6aUrFoqimyf3mAA=";

#[test]
fn the_pin_of_a_key_is_that_of_openssl_whatever_it_stands_in() {
    let keys = read(PEM.as_bytes()).unwrap();
    let pins = keys.iter().map(|key| key.pin.to_string()).collect::<Vec<_>>();
    assert_eq!(pins, [PIN; 3]);
    let shown = of_file(&keys[..1]);
    assert!(
        shown.starts_with(&format!("{PIN}\n    O=Example, CN=Example Root\n    valid from 2026-11-28 to 2126-11-04\n")),
        "{shown}"
    );
    assert!(shown.contains(&format!("pins(Pins::new().host(\"api.example.com\", [\"{PIN}\"]))")), "{shown}");
    assert!(shown.contains("backup"), "{shown}");
}

#[test]
fn a_file_without_a_key_is_an_error() {
    for text in [
        "",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    ] {
        assert!(read(text.as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn a_server_is_asked_whether_it_is_trusted_or_not() {
    let key = KeyPair::generate().unwrap();
    let pin = clientwright_runtime::Pin::of_key(&key.subject_public_key_info());
    let mut params = CertificateParams::new(["localhost".to_owned()]).unwrap();
    params.distinguished_name.push(DnType::CommonName, "a\nb");
    let certificate = params.self_signed(&key).unwrap().der().clone();
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = Arc::new(config.with_no_client_auth().with_single_cert(vec![certificate.clone()], key).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = stream.unwrap();
            while connection.is_handshaking() {
                if connection.complete_io(&mut stream).is_err() {
                    break;
                }
            }
        }
    });
    let presented = ask(&format!("localhost:{port}")).unwrap();
    assert_eq!((presented.host.as_str(), presented.port), ("localhost", port));
    assert_eq!(presented.keys, [Key::of_certificate(&certificate).unwrap()]);
    assert_eq!((presented.keys[0].pin, presented.trusted.is_none()), (pin, true));
    let shown = of_host(&presented);
    assert!(
        shown.contains("DOES NOT TRUST") && shown.contains(&format!("host(\"localhost\", [\"{pin}\"])")),
        "{shown}"
    );
    assert!(shown.contains("CN=a\\nb"), "{shown}");
}

#[test]
fn what_cannot_be_asked_is_an_error_that_names_it() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _read = stream.read(&mut [0; 512]);
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").unwrap();
    });
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for (host, why) in [
        (format!("127.0.0.1:{port}"), "no TLS with 127.0.0.1"),
        (closed.to_string(), "cannot reach 127.0.0.1"),
        ("https://a.example".to_owned(), "is no host"),
        ("a b".to_owned(), "is no host"),
    ] {
        let error = format!("{:#}", ask(&host).unwrap_err());
        assert!(error.contains(why), "{error}");
    }
}
