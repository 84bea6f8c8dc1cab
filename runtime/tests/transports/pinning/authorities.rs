//! Authorities above one another, with keys that outlive their certificates.

use clientwright_runtime::Pin;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    KeyUsagePurpose, PublicKeyData,
};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// A key, for as long as the tests run.
#[derive(Clone, Copy)]
pub(super) struct Key(&'static KeyPair);

impl Key {
    pub(super) fn new() -> Self {
        Self(Box::leak(Box::new(KeyPair::generate().unwrap())))
    }

    pub(super) fn pin(self) -> Pin {
        Pin::of_key(&self.0.subject_public_key_info())
    }

    pub(super) fn der(self) -> PrivateKeyDer<'static> {
        PrivateKeyDer::try_from(self.0.serialize_der()).unwrap()
    }
}

/// Who vouches for servers and for other authorities.
pub(super) struct Authority {
    pub(super) key: Key,
    certified: CertifiedIssuer<'static, &'static KeyPair>,
}

impl Authority {
    /// One that vouches for itself.
    pub(super) fn root(name: &str) -> Self {
        let key = Key::new();
        Self { key, certified: CertifiedIssuer::self_signed(params_of(name), key.0).unwrap() }
    }

    /// One that this one vouches for, with a key that may have another certificate.
    pub(super) fn vouch_for(&self, name: &str, key: Key) -> Self {
        Self { key, certified: CertifiedIssuer::signed_by(params_of(name), key.0, &self.certified).unwrap() }
    }

    pub(super) fn pem(&self) -> String {
        self.certified.pem()
    }

    pub(super) fn certificate(&self) -> CertificateDer<'static> {
        self.certified.der().clone()
    }

    /// The certificate of a server.
    pub(super) fn issue(&self, host: &str, key: Key) -> CertificateDer<'static> {
        self.issue_with(host, key, |_| {})
    }

    pub(super) fn issue_with(
        &self,
        host: &str,
        key: Key,
        change: impl FnOnce(&mut CertificateParams),
    ) -> CertificateDer<'static> {
        let mut params = CertificateParams::new([host.to_owned()]).unwrap();
        params.distinguished_name.push(DnType::CommonName, host);
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        change(&mut params);
        params.signed_by(key.0, &self.certified).unwrap().der().clone()
    }
}

fn params_of(name: &str) -> CertificateParams {
    let mut params = CertificateParams::new(Vec::<String>::new()).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    params
}
