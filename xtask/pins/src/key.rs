//! A key, with what is said of it. Enters: a certificate, a request for one, or a key alone. Leaves: the pin, whose it is, for how long.

use anyhow::{Context, anyhow};
use clientwright_runtime::Pin;
use jiff::Timestamp;
use rustls::pki_types::CertificateDer;
use x509_parser::prelude::{FromDer, X509Certificate, X509CertificationRequest};

/// A key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its pin.
    pub pin: Pin,
    /// Whose it is.
    pub subject: String,
    /// From when to when its certificate holds, where it has one.
    pub valid: Option<(Timestamp, Timestamp)>,
}

impl Key {
    /// That of a certificate.
    ///
    /// # Errors
    /// It is none.
    pub fn of_certificate(der: &CertificateDer<'_>) -> anyhow::Result<Self> {
        let (_, certificate) = X509Certificate::from_der(der).map_err(|error| anyhow!("no certificate: {error}"))?;
        let time = |time: x509_parser::time::ASN1Time| Timestamp::from_second(time.timestamp()).context("a time");
        let valid = (time(certificate.validity.not_before)?, time(certificate.validity.not_after)?);
        let (pin, subject) = (Pin::of_key(certificate.public_key().raw), certificate.subject().to_string());
        Ok(Self { pin, subject, valid: Some(valid) })
    }

    /// That of a request for a certificate (RFC 2986).
    ///
    /// # Errors
    /// It is none.
    pub fn of_request(der: &[u8]) -> anyhow::Result<Self> {
        let (_, request) = X509CertificationRequest::from_der(der).map_err(|error| anyhow!("no request: {error}"))?;
        let request = request.certification_request_info;
        let subject = format!("{}, which a certificate is requested for", request.subject);
        Ok(Self { pin: Pin::of_key(request.subject_pki.raw), subject, valid: None })
    }

    /// A public key alone.
    #[must_use]
    pub fn alone(subject_public_key_info: &[u8]) -> Self {
        Self {
            pin: Pin::of_key(subject_public_key_info),
            subject: "a key without a certificate".to_owned(),
            valid: None,
        }
    }
}
