//! What a server presents. Enters: its name. Leaves: its certificates, whether they verify, and the authority that is trusted for them.

use std::net::{TcpStream, ToSocketAddrs};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::{Context, anyhow};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use rustls_platform_verifier::Verifier;
use webpki::{EndEntityCert, KeyUsage};

use crate::Key;

const LIMIT: Duration = Duration::from_secs(10);

/// What a server has answered with.
#[derive(Debug)]
pub struct Presented {
    /// Its name, as a pattern has it.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// The keys of its certificates, its own first.
    pub keys: Vec<Key>,
    /// Why the platform does not trust them for that host, where it does not.
    pub refused: Option<String>,
    /// The authority that is trusted for them, where it is listed and not presented.
    pub trusted: Option<Key>,
}

/// Asks a server for its certificates, whether they verify or not.
///
/// # Errors
/// The name is none, or the server does not answer or does not speak TLS.
pub fn ask(host: &str) -> anyhow::Result<Presented> {
    let url = url::Url::parse(&format!("https://{host}/")).with_context(|| format!("`{host}` is no host"))?;
    let name = url.host_str().filter(|_| url.path() == "/").with_context(|| format!("`{host}` is no host"))?;
    let port = url.port_or_known_default().unwrap_or(443);
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let witness = Arc::new(Witness { usual: Verifier::new(Arc::clone(&provider))?, refused: Mutex::default() });
    let config = ClientConfig::builder_with_provider(Arc::clone(&provider)).with_safe_default_protocol_versions()?;
    let config = config.dangerous().with_custom_certificate_verifier(Arc::clone(&witness) as _).with_no_client_auth();
    let server = ServerName::try_from(name.trim_matches(['[', ']']).to_owned())?;
    let mut connection = ClientConnection::new(Arc::new(config), server)?;
    let mut stream = connect(&url).with_context(|| format!("cannot reach {name}:{port}"))?;
    while connection.is_handshaking() {
        connection.complete_io(&mut stream).with_context(|| format!("no TLS with {name}:{port}"))?;
    }
    let certificates = connection.peer_certificates().unwrap_or_default();
    let keys = certificates.iter().map(Key::of_certificate).collect::<anyhow::Result<Vec<_>>>()?;
    let refused = witness.refused.lock().map_err(|_| anyhow!("the handshake has panicked"))?.take();
    let trusted = match refused {
        None => trusted(certificates, &provider).filter(|key| keys.iter().all(|presented| presented.pin != key.pin)),
        Some(_) => None,
    };
    Ok(Presented { host: name.to_owned(), port, keys, refused, trusted })
}

fn connect(url: &url::Url) -> anyhow::Result<TcpStream> {
    let mut failed = anyhow!("it has no address");
    for address in url.socket_addrs(|| None)?.into_iter().flat_map(|address| address.to_socket_addrs()).flatten() {
        match TcpStream::connect_timeout(&address, LIMIT) {
            Ok(stream) => {
                stream.set_read_timeout(Some(LIMIT))?;
                return Ok(stream);
            }
            Err(error) => failed = error.into(),
        }
    }
    Err(failed)
}

/// The listed authority that a path from the first of these certificates ends with.
fn trusted(certificates: &[CertificateDer<'_>], provider: &CryptoProvider) -> Option<Key> {
    let listed = rustls_native_certs::load_native_certs().certs;
    let mut store = RootCertStore::empty();
    store.add_parsable_certificates(listed.iter().cloned());
    let (own, between) = certificates.split_first()?;
    let own = EndEntityCert::try_from(own).ok()?;
    let algorithms = provider.signature_verification_algorithms.all;
    let usage = KeyUsage::server_auth();
    let path = own.verify_for_usage(algorithms, &store.roots, between, UnixTime::now(), usage, None, None).ok()?;
    let pin = Key::alone(&webpki::spki_for_anchor(path.anchor())).pin;
    listed.iter().filter_map(|der| Key::of_certificate(der).ok()).find(|key| key.pin == pin)
}

/// Lets everything through, and keeps what the platform says of it.
#[derive(Debug)]
struct Witness {
    usual: Verifier,
    refused: Mutex<Option<String>>,
}

impl ServerCertVerifier for Witness {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verified = self.usual.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
        if let (Err(error), Ok(mut refused)) = (verified, self.refused.lock()) {
            *refused = Some(error.to_string());
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.usual.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.usual.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.usual.supported_verify_schemes()
    }
}
