//! TLS of a transport with pins. Enters: what was said of TLS. Leaves: rustls as reqwest would have set it up, with our verifier around its
//! own.
//!
//! reqwest takes no verifier but within a whole configuration, so that all it does by its own settings is done here once more.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore, SupportedProtocolVersion};

use super::builder::{Root, Versions};
use super::verifier::PinVerifier;
use crate::future::BoxError;
use crate::transport::TlsVersion;
use crate::transport::pins::Held;

const TLS_1_3: &[&SupportedProtocolVersion] = &[&rustls::version::TLS13];

/// What a configuration is made of.
pub(super) struct Pinned {
    roots: Vec<CertificateDer<'static>>,
    own_roots_only: bool,
    identity: Option<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>)>,
    min_version: Option<TlsVersion>,
    pins: Arc<Held>,
}

impl Pinned {
    /// From settings that reqwest has read before: what is wrong with them was told.
    pub(super) fn new(
        roots: &[Root],
        own_roots_only: bool,
        identity: Option<&[u8]>,
        min_version: Option<TlsVersion>,
        pins: Arc<Held>,
    ) -> Result<Self, BoxError> {
        let mut certificates = Vec::new();
        for root in roots {
            match root {
                Root::Der(der) => certificates.push(CertificateDer::from(der.clone())),
                Root::Pem(pem) => {
                    for certificate in CertificateDer::pem_slice_iter(pem) {
                        certificates.push(certificate?);
                    }
                }
            }
        }
        let identity = identity.map(identity_in).transpose()?;
        Ok(Self { roots: certificates, own_roots_only, identity, min_version, pins })
    }

    pub(super) fn pins(&self) -> &Arc<Held> {
        &self.pins
    }

    /// A configuration of its own for each client, and with it a store of sessions: none is resumed that another client has begun.
    pub(super) fn config(&self, versions: Versions) -> Result<ClientConfig, BoxError> {
        let provider = CryptoProvider::get_default().cloned();
        let provider = provider.unwrap_or_else(|| Arc::new(rustls::crypto::aws_lc_rs::default_provider()));
        let config = ClientConfig::builder_with_provider(Arc::clone(&provider));
        let config = config.with_protocol_versions(self.protocol_versions())?;
        let verifier = self.verifier(&provider)?;
        let config = config.dangerous().with_custom_certificate_verifier(Arc::new(verifier));
        let mut config = match &self.identity {
            Some((certificates, key)) => config.with_client_auth_cert(certificates.clone(), key.clone_key())?,
            None => config.with_no_client_auth(),
        };
        let protocols: &[&[u8]] = match versions {
            #[cfg(feature = "http2")]
            Versions::Agreed => &[b"h2", b"http/1.1"],
            #[cfg(not(feature = "http2"))]
            Versions::Agreed => &[b"http/1.1"],
            Versions::Http1 => &[b"http/1.1"],
            #[cfg(feature = "http2")]
            Versions::Http2 => &[b"h2"],
        };
        config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
        Ok(config)
    }

    fn protocol_versions(&self) -> &'static [&'static SupportedProtocolVersion] {
        match self.min_version {
            Some(TlsVersion::Tls13) => TLS_1_3,
            Some(TlsVersion::Tls12) | None => rustls::ALL_VERSIONS,
        }
    }

    fn verifier(&self, provider: &Arc<CryptoProvider>) -> Result<PinVerifier, BoxError> {
        let mut trusted = RootCertStore::empty();
        for root in &self.roots {
            trusted.add(root.clone())?;
        }
        let algorithms = provider.signature_verification_algorithms;
        let pins = Arc::clone(&self.pins);
        if self.own_roots_only {
            let anchors = trusted.roots.clone();
            let usual = WebPkiServerVerifier::builder_with_provider(Arc::new(trusted), Arc::clone(provider)).build()?;
            return Ok(PinVerifier { usual, anchors, algorithms, pins });
        }
        let usual = self.platform(provider)?;
        trusted.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        Ok(PinVerifier { usual, anchors: trusted.roots, algorithms, pins })
    }

    /// The platform's verifier, which takes further authorities where reqwest gives it any.
    fn platform(&self, provider: &Arc<CryptoProvider>) -> Result<Arc<dyn ServerCertVerifier>, BoxError> {
        use rustls_platform_verifier::Verifier;
        let provider = Arc::clone(provider);
        if self.roots.is_empty() {
            return Ok(Arc::new(Verifier::new(provider)?));
        }
        #[cfg(not(target_os = "android"))]
        return Ok(Arc::new(Verifier::new_with_extra_roots(self.roots.iter().cloned(), provider)?));
        #[cfg(target_os = "android")]
        Err("the platform's certificates cannot be added to".into())
    }
}

/// The certificates of a PEM text, and its last key.
fn identity_in(pem: &[u8]) -> Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>), BoxError> {
    let certificates = CertificateDer::pem_slice_iter(pem).collect::<Result<_, _>>()?;
    let key = PrivateKeyDer::pem_slice_iter(pem).last().ok_or("no private key in the PEM text")??;
    Ok((certificates, key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::pins::Pins;

    fn pinned() -> Pinned {
        let pins = Pins::new().host("a.example", ["sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="]);
        Pinned::new(&[], false, None, None, Arc::new(Held::new(pins).unwrap())).unwrap()
    }

    /// reqwest knows the type by the version of rustls that it was compiled with, and any other is an error when the client is built.
    #[test]
    fn the_rustls_of_reqwest_is_ours() {
        let config = pinned().config(Versions::Agreed).unwrap();
        reqwest::Client::builder().tls_backend_preconfigured(config).build().unwrap();
        assert!(reqwest::Client::builder().tls_backend_preconfigured("another's").build().is_err());
    }

    #[test]
    fn a_protocol_is_offered_where_it_is_spoken() {
        let offered = |versions| pinned().config(versions).unwrap().alpn_protocols;
        assert_eq!(offered(Versions::Http1), [b"http/1.1"]);
        assert_eq!(offered(Versions::Agreed).contains(&b"h2".to_vec()), cfg!(feature = "http2"));
        #[cfg(feature = "http2")]
        assert_eq!(offered(Versions::Http2), [b"h2"]);
    }
}
