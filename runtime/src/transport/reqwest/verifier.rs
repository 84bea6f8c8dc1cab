//! Whether a server has a key that is pinned. Enters: its certificates, in the midst of the handshake. Leaves: what the usual verifier makes
//! of them, and where that is good and the host is pinned, whether a pinned key is on a path that was verified.
//!
//! What is presented proves nothing: anybody can append a certificate that somebody else has published. So the path is built anew.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::WebPkiSupportedAlgorithms;
use rustls::pki_types::{CertificateDer, ServerName, TrustAnchor, UnixTime};
use rustls::{CertificateError, DigitallySignedStruct, DistinguishedName, Error, OtherError, SignatureScheme};
use webpki::{EndEntityCert, KeyUsage, VerifiedPath};

use crate::transport::pins::{Held, Lack, Pin, PinMismatch, SeenKey};

/// Verifies as `usual` does, and then holds the server to its pins.
pub(super) struct PinVerifier {
    pub(super) usual: Arc<dyn ServerCertVerifier>,
    /// Those that `usual` trusts, as far as they are listed.
    pub(super) anchors: Vec<TrustAnchor<'static>>,
    pub(super) algorithms: WebPkiSupportedAlgorithms,
    pub(super) pins: Arc<Held>,
}

impl PinVerifier {
    /// The host's pins against all paths from `leaf` to a trusted authority, until one of them has a pinned key.
    fn hold(
        &self,
        (host, expected): (String, Vec<Pin>),
        leaf: &CertificateDer<'_>,
        presented: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<(), Error> {
        let leaf = EndEntityCert::try_from(leaf).map_err(|_| CertificateError::BadEncoding)?;
        // It is on every path, whoever has built it.
        let own = SeenKey::new(&leaf.subject_public_key_info(), leaf.subject());
        if expected.contains(&own.pin()) {
            return Ok(());
        }
        let (seen, has_path) = (RefCell::new(vec![own]), Cell::new(false));
        let is_pinned = |path: &VerifiedPath<'_>| {
            has_path.set(true);
            let mut seen = seen.borrow_mut();
            let mut is_pinned = false;
            for key in keys_above(path) {
                is_pinned |= expected.contains(&key.pin());
                if !seen.contains(&key) {
                    seen.push(key);
                }
            }
            // Any error that is not final has the next path tried.
            if is_pinned { Ok(()) } else { Err(webpki::Error::UnknownIssuer) }
        };
        let Err(why) = leaf.verify_for_usage(
            self.algorithms.all,
            &self.anchors,
            presented,
            now,
            KeyUsage::server_auth(),
            None,
            Some(&is_pinned),
        ) else {
            return Ok(());
        };
        let seen = seen.into_inner();
        let lack = if has_path.get() { Lack::Pinned } else { Lack::Path(why.to_string()) };
        self.pins.judge(PinMismatch { host, expected, seen, lack }).map_err(refused)
    }
}

/// The keys behind the server's own.
fn keys_above(path: &VerifiedPath<'_>) -> Vec<SeenKey> {
    let between = path.intermediate_certificates();
    let mut keys: Vec<_> = between.map(|it| SeenKey::new(&it.subject_public_key_info(), it.subject())).collect();
    let anchor = path.anchor();
    keys.push(SeenKey::new(&webpki::spki_for_anchor(anchor), &anchor.subject));
    keys
}

/// The error that ends the handshake. The server is told by an alert that its certificate is not accepted.
fn refused(mismatch: PinMismatch) -> Error {
    CertificateError::Other(OtherError(Arc::new(mismatch))).into()
}

/// The mismatch that a handshake has ended with. rustls does not name it as a source.
pub(super) fn mismatch_in(error: &Error) -> Option<&PinMismatch> {
    match error {
        Error::InvalidCertificate(CertificateError::Other(OtherError(other))) => other.downcast_ref(),
        _ => None,
    }
}

fn host_of(server: &ServerName<'_>) -> String {
    match server {
        ServerName::IpAddress(address) => std::net::IpAddr::from(*address).to_string(),
        name => name.to_str().into_owned(),
    }
}

impl ServerCertVerifier for PinVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verified = self.usual.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)?;
        match self.pins.of(&host_of(server_name)) {
            Some(pinned) => self.hold(pinned, end_entity, intermediates, now).map(|()| verified),
            None => Ok(verified),
        }
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

    fn requires_raw_public_keys(&self) -> bool {
        self.usual.requires_raw_public_keys()
    }

    fn root_hint_subjects(&self) -> Option<&[DistinguishedName]> {
        self.usual.root_hint_subjects()
    }
}

impl fmt::Debug for PinVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PinVerifier").field("pins", &self.pins).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use rcgen::{CertificateParams, KeyPair};

    use super::*;
    use crate::transport::pins::Pins;

    /// A platform whose authorities are not listed.
    #[derive(Debug)]
    struct Anything;

    impl ServerCertVerifier for Anything {
        fn verify_server_cert(
            &self,
            _: &CertificateDer<'_>,
            _: &[CertificateDer<'_>],
            _: &ServerName<'_>,
            _: &[u8],
            _: UnixTime,
        ) -> Result<ServerCertVerified, Error> {
            Ok(ServerCertVerified::assertion())
        }

        fn verify_tls12_signature(
            &self,
            _: &[u8],
            _: &CertificateDer<'_>,
            _: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, Error> {
            unreachable!("no handshake")
        }

        fn verify_tls13_signature(
            &self,
            _: &[u8],
            _: &CertificateDer<'_>,
            _: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, Error> {
            unreachable!("no handshake")
        }

        fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
            Vec::new()
        }
    }

    #[test]
    fn where_no_path_is_seen_the_servers_own_key_counts_and_no_other() {
        let host = "a.example";
        let key = KeyPair::generate().unwrap();
        let leaf = CertificateParams::new([host.to_owned()]).unwrap().self_signed(&key).unwrap().der().clone();
        let own = Pin::of_key(&EndEntityCert::try_from(&leaf).unwrap().subject_public_key_info());
        let verify = |pin| {
            let verifier = PinVerifier {
                usual: Arc::new(Anything),
                anchors: Vec::new(),
                algorithms: rustls::crypto::aws_lc_rs::default_provider().signature_verification_algorithms,
                pins: Arc::new(Held::new(Pins::new().host(host, [pin])).unwrap()),
            };
            let presented = [leaf.clone()];
            verifier.verify_server_cert(&leaf, &presented, &host.try_into().unwrap(), &[], UnixTime::now())
        };
        assert!(verify(own).is_ok());
        let error = verify(Pin::of_key(b"another")).unwrap_err();
        let mismatch = mismatch_in(&error).unwrap();
        assert_eq!(mismatch.seen().iter().map(SeenKey::pin).collect::<Vec<_>>(), [own]);
        assert!(
            mismatch.to_string().contains("no path from there to an authority whose certificate is at hand"),
            "{error}"
        );
    }

    #[test]
    fn a_host_is_named_as_patterns_have_it() {
        for (host, name) in [("a.example", "a.example"), ("127.0.0.1", "127.0.0.1"), ("::1", "::1"), ("0:0::1", "::1")]
        {
            let server = match host.parse::<IpAddr>() {
                Ok(address) => ServerName::from(address),
                Err(_) => host.try_into().unwrap(),
            };
            assert_eq!(host_of(&server), name);
        }
    }
}
