//! Keys of a file. Enters: PEM text (RFC 7468). Leaves: the key of each certificate, request and public key, in their order.

use anyhow::{Context, bail};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::{PemObject, SectionKind};

use crate::Key;

/// The keys of a PEM text. A private key is passed over.
///
/// # Errors
/// There are none, or one cannot be read.
pub fn read(text: &[u8]) -> anyhow::Result<Vec<Key>> {
    let mut keys = Vec::new();
    for section in <(SectionKind, Vec<u8>)>::pem_slice_iter(text) {
        let (kind, der) = section.context("no PEM text")?;
        match kind {
            SectionKind::Certificate => keys.push(Key::of_certificate(&CertificateDer::from(der))?),
            SectionKind::Csr => keys.push(Key::of_request(&der)?),
            SectionKind::PublicKey => keys.push(Key::alone(&der)),
            _ => {}
        }
    }
    if keys.is_empty() {
        bail!("neither a certificate, a request for one nor a public key in the PEM text");
    }
    Ok(keys)
}
