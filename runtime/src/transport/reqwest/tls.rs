//! TLS as a transport is told to speak it. Enters: certificates, keys, a version. Leaves: the same in reqwest's words.

#[cfg(feature = "pinning")]
use std::sync::Arc;

use zeroize::Zeroizing;

use super::builder::{Root, Versions};
#[cfg(feature = "pinning")]
use super::pinned::Pinned;
use crate::future::BoxError;
#[cfg(feature = "pinning")]
use crate::transport::pins::{Held, Pins};
use crate::transport::{TlsBackend, TlsVersion, TransportBuildError, TransportSetting};

/// Everything about TLS.
#[derive(Clone)]
pub(super) struct Tls {
    backend: TlsBackend,
    roots: Vec<reqwest::Certificate>,
    own_roots_only: bool,
    identity: Option<reqwest::Identity>,
    min_version: Option<TlsVersion>,
    /// The same in rustls's words, where servers are held to keys.
    #[cfg(feature = "pinning")]
    pinned: Option<Arc<Pinned>>,
}

impl Tls {
    pub(super) fn new(
        backend: TlsBackend,
        roots: Vec<Root>,
        own_roots_only: bool,
        identity: Option<Zeroizing<Vec<u8>>>,
        min_version: Option<TlsVersion>,
        #[cfg(feature = "pinning")] pins: Option<Pins>,
    ) -> Result<Self, TransportBuildError> {
        let mut certificates = Vec::new();
        for root in &roots {
            certificates.extend(certificates_of(root)?);
        }
        if own_roots_only && certificates.is_empty() {
            let why = "none but those that were added, and none were added";
            return Err(TransportBuildError::new(TransportSetting::RootCertificates, why));
        }
        let shown = identity.as_deref().map(|pem| identity_of(backend, pem)).transpose()?;
        #[cfg(feature = "pinning")]
        let pinned = pins.map(|pins| {
            let held = held(backend, pins)?;
            let identity = identity.as_deref().map(Vec::as_slice);
            Pinned::new(&roots, own_roots_only, identity, min_version, held).map(Arc::new)
        });
        #[cfg(feature = "pinning")]
        let pinned = pinned.transpose().map_err(|why| TransportBuildError::new(TransportSetting::Pins, why))?;
        Ok(Self {
            backend,
            roots: certificates,
            own_roots_only,
            identity: shown,
            min_version,
            #[cfg(feature = "pinning")]
            pinned,
        })
    }

    /// The keys that servers are held to.
    #[cfg(feature = "pinning")]
    pub(super) fn pins(&self) -> Option<Arc<Held>> {
        self.pinned.as_ref().map(|pinned| Arc::clone(pinned.pins()))
    }

    #[cfg_attr(not(feature = "pinning"), expect(clippy::unnecessary_wraps, reason = "only pins can fail"))]
    pub(super) fn add_to(
        &self,
        builder: reqwest::ClientBuilder,
        #[cfg_attr(not(feature = "pinning"), expect(unused_variables, reason = "reqwest knows them"))]
        versions: Versions,
    ) -> Result<reqwest::ClientBuilder, BoxError> {
        #[cfg(feature = "pinning")]
        if let Some(pinned) = &self.pinned {
            return Ok(builder.tls_backend_preconfigured(pinned.config(versions)?));
        }
        let mut builder = match self.backend {
            #[cfg(feature = "rustls")]
            TlsBackend::Rustls => builder.tls_backend_rustls(),
            #[cfg(feature = "native-tls")]
            TlsBackend::Native => builder.tls_backend_native(),
        };
        if self.own_roots_only {
            builder = builder.tls_certs_only(self.roots.iter().cloned());
        } else if !self.roots.is_empty() {
            builder = builder.tls_certs_merge(self.roots.iter().cloned());
        }
        if let Some(identity) = &self.identity {
            builder = builder.identity(identity.clone());
        }
        Ok(match self.min_version {
            Some(TlsVersion::Tls12) => builder.tls_version_min(reqwest::tls::Version::TLS_1_2),
            Some(TlsVersion::Tls13) => builder.tls_version_min(reqwest::tls::Version::TLS_1_3),
            None => builder,
        })
    }

    /// The setting without which a client can be made: reqwest does not say which one it stumbled over.
    pub(super) fn at_fault(&self, works: impl Fn(&Self) -> bool) -> TransportSetting {
        #[cfg(feature = "pinning")]
        if self.pinned.is_some() {
            // Whatever else is wrong is so without pins.
            let unpinned = Self { pinned: None, ..self.clone() };
            return if works(&unpinned) { TransportSetting::Pins } else { unpinned.at_fault(works) };
        }
        if self.identity.is_some() && works(&Self { identity: None, ..self.clone() }) {
            TransportSetting::ClientCertificate
        } else if works(&Self { identity: None, roots: Vec::new(), own_roots_only: false, ..self.clone() }) {
            TransportSetting::RootCertificates
        } else {
            TransportSetting::Tls
        }
    }
}

#[cfg(feature = "pinning")]
fn held(backend: TlsBackend, pins: Pins) -> Result<Arc<Held>, BoxError> {
    match backend {
        TlsBackend::Rustls => Ok(Arc::new(Held::new(pins)?)),
        #[cfg(feature = "native-tls")]
        TlsBackend::Native => {
            Err("they need `TlsBackend::Rustls`: the platform's library does not show which path it has verified"
                .into())
        }
    }
}

fn certificates_of(root: &Root) -> Result<Vec<reqwest::Certificate>, TransportBuildError> {
    let wrong = |error: reqwest::Error| TransportBuildError::new(TransportSetting::RootCertificates, error);
    match root {
        Root::Der(der) => Ok(vec![reqwest::Certificate::from_der(der).map_err(wrong)?]),
        Root::Pem(pem) => match reqwest::Certificate::from_pem_bundle(pem).map_err(wrong)? {
            none if none.is_empty() => {
                Err(TransportBuildError::new(TransportSetting::RootCertificates, "no certificate in the PEM text"))
            }
            certificates => Ok(certificates),
        },
    }
}

fn identity_of(backend: TlsBackend, pem: &[u8]) -> Result<reqwest::Identity, TransportBuildError> {
    let identity = match backend {
        #[cfg(feature = "rustls")]
        TlsBackend::Rustls => reqwest::Identity::from_pem(pem),
        #[cfg(feature = "native-tls")]
        TlsBackend::Native => reqwest::Identity::from_pkcs8_pem(pem, key_in(pem)),
    };
    identity.map_err(|error| TransportBuildError::new(TransportSetting::ClientCertificate, error))
}

/// The text from the private key on, of which the platforms' libraries ask that it starts with it.
#[cfg(feature = "native-tls")]
fn key_in(pem: &[u8]) -> &[u8] {
    const BEGIN: &[u8] = b"-----BEGIN PRIVATE KEY-----";
    let start = memchr::memmem::find(pem, BEGIN).unwrap_or(pem.len());
    &pem[start..]
}
