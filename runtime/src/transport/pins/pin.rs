//! The name of a key. Enters: a public key, or the text of a pin. Leaves: its hash, or why the text is none.

use std::error::Error;
use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

const PREFIX: &str = "sha256/";

/// The SHA-256 hash of a public key (RFC 7469 section 2.4). Its text is `sha256/` and the hash in base64 (RFC 4648 section 4), as OkHttp
/// and others write it; `cargo xtask pins HOST` prints those of a server.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pin([u8; 32]);

impl Pin {
    /// The pin of a key: of the whole `SubjectPublicKeyInfo` of a certificate (RFC 5280 section 4.1.2.7), as DER.
    #[must_use]
    pub fn of_key(subject_public_key_info: &[u8]) -> Self {
        Self(Sha256::digest(subject_public_key_info).into())
    }
}

impl FromStr for Pin {
    type Err = PinError;

    fn from_str(text: &str) -> Result<Self, PinError> {
        let wrong = |why| PinError { text: crate::shown::clip(text, 80), why };
        let Some(hash) = text.strip_prefix(PREFIX) else {
            return Err(wrong(match text.get(..5) {
                Some("sha1/") => "SHA-1 is broken, and only SHA-256 is pinned",
                _ => "a pin starts with `sha256/`",
            }));
        };
        let bytes = STANDARD.decode(hash).map_err(|_| {
            wrong(match hash.contains(['-', '_']) {
                true => "the hash is in base64 with `+` and `/`, not in that of URLs",
                false => "the hash is in base64, with its padding",
            })
        })?;
        let hash = bytes.try_into().map_err(|_| wrong("a hash of SHA-256 is 32 bytes long"))?;
        Ok(Self(hash))
    }
}

impl TryFrom<&str> for Pin {
    type Error = PinError;

    fn try_from(text: &str) -> Result<Self, PinError> {
        text.parse()
    }
}

impl TryFrom<String> for Pin {
    type Error = PinError;

    fn try_from(text: String) -> Result<Self, PinError> {
        text.parse()
    }
}

impl fmt::Display for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}{}", STANDARD.encode(self.0))
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pin({self})")
    }
}

/// Why a text is no [`Pin`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PinError {
    text: String,
    why: &'static str,
}

impl fmt::Display for PinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.text, self.why)
    }
}

impl Error for PinError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_the_hash_of_a_key() {
        // Of nothing, as FIPS 180-4 has it.
        let text = "sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        assert_eq!(Pin::of_key(b"").to_string(), text);
        assert_eq!(text.parse(), Ok(Pin::of_key(b"")));
        assert_eq!(format!("{:?}", Pin::of_key(b"")), format!("Pin({text})"));
    }

    #[test]
    fn what_is_no_pin_is_told_why() {
        for (text, why) in [
            ("", "starts with"),
            ("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "starts with"),
            ("SHA256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "starts with"),
            ("sha1/2jmj7l5rSw0yVb/vlWAYkK/YBwk=", "SHA-1"),
            ("sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU", "padding"),
            ("sha256/47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=", "URLs"),
            ("sha256/ 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "base64"),
            ("sha256/2jmj7l5rSw0yVb/vlWAYkK/YBwk=", "32 bytes"),
            ("sha256/", "32 bytes"),
        ] {
            let error = text.parse::<Pin>().unwrap_err().to_string();
            assert!(error.contains(why) && error.starts_with(&format!("`{text}`")), "{error}");
        }
    }
}
