//! A server whose keys are not pinned. Enters: what was expected and seen. Leaves: the same in words, and as a transport's error.

use std::error::Error;
use std::fmt;

use super::Pin;
use crate::transport::{TransportError, TransportErrorKind};

/// No key on the verified path to a server is pinned. It is found by `downcast_ref` among the sources of an [`Error`](crate::Error) of
/// kind [`ErrorKind::Tls`](crate::ErrorKind::Tls).
#[derive(Clone, Debug)]
pub struct PinMismatch {
    pub(in crate::transport) host: String,
    pub(in crate::transport) expected: Vec<Pin>,
    pub(in crate::transport) seen: Vec<SeenKey>,
    pub(in crate::transport) lack: Lack,
}

/// What there was not.
#[derive(Clone, Debug)]
pub(in crate::transport) enum Lack {
    /// A key that is pinned.
    Pinned,
    /// A path, of which more than the server's own key could be seen.
    Path(String),
    /// TLS.
    Tls,
}

impl PinMismatch {
    /// The host, in small letters.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The pins of all patterns that the host fits, of which one would have done.
    pub fn expected(&self) -> &[Pin] {
        &self.expected
    }

    /// The keys on the verified path, the server's own first and that of the trusted authority last; of all paths, where there are several.
    /// Without TLS there are none.
    pub fn seen(&self) -> &[SeenKey] {
        &self.seen
    }

    pub(in crate::transport) fn into_error(self) -> TransportError {
        TransportError::new(TransportErrorKind::Tls, Refused(self))
    }
}

impl fmt::Display for PinMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, items: &mut dyn Iterator<Item = &dyn fmt::Display>| {
            items.enumerate().try_for_each(|(at, item)| write!(f, "{}{item}", if at == 0 { "" } else { ", " }))
        };
        write!(f, "no key of `{}` is pinned: expected ", self.host)?;
        list(f, &mut self.expected.iter().map(|pin| pin as &dyn fmt::Display))?;
        f.write_str("; seen ")?;
        list(f, &mut self.seen.iter().map(|key| key as &dyn fmt::Display))?;
        match &self.lack {
            Lack::Pinned => Ok(()),
            Lack::Path(why) => {
                write!(f, ", and no path from there to an authority whose certificate is at hand ({why})")
            }
            Lack::Tls => f.write_str("none, as it is spoken to without TLS"),
        }
    }
}

impl Error for PinMismatch {}

/// A key on the verified path to a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenKey {
    pin: Pin,
    name: Option<String>,
}

impl SeenKey {
    /// A key, and the subject of its certificate: what is in the DER of a `Name` (RFC 5280 section 4.1.2.6).
    pub(in crate::transport) fn new(subject_public_key_info: &[u8], subject: &[u8]) -> Self {
        Self { pin: Pin::of_key(subject_public_key_info), name: common_name(subject) }
    }

    /// The pin that it would have.
    pub fn pin(&self) -> Pin {
        self.pin
    }

    /// The common name of its certificate's subject, where it has one. It is what the certificate says, fit to be shown.
    pub fn common_name(&self) -> Option<&str> {
        self.name.as_deref()
    }
}

impl fmt::Display for SeenKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "{} ({name})", self.pin),
            None => self.pin.fmt(f),
        }
    }
}

/// The first common name (2.5.4.3). It is for people alone: nothing is decided by it, so that to look for its identifier will do.
fn common_name(subject: &[u8]) -> Option<String> {
    const COMMON_NAME: &[u8] = &[6, 3, 85, 4, 3];
    // UTF8String, PrintableString, TeletexString, IA5String.
    const TEXTS: &[u8] = &[12, 19, 20, 22];
    let start = memchr::memmem::find(subject, COMMON_NAME)? + COMMON_NAME.len();
    let [tag, length, rest @ ..] = &subject[start..] else { return None };
    // The length is in this byte where it is below 128 (X.690 section 8.1.3.4); a common name has 64 characters at most.
    let text = rest.get(..usize::from(*length)).filter(|_| *length < 128 && TEXTS.contains(tag))?;
    Some(crate::shown::clip(std::str::from_utf8(text).ok()?, 64))
}

/// Why there is no connection. What it says of the keys is its source, as with any other error of TLS.
#[derive(Debug)]
struct Refused(PinMismatch);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the connection to `{}` is refused", self.0.host)
    }
}

impl Error for Refused {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_common_name_is_shown_as_it_may_be() {
        let subject = |tag: u8, text: &[u8]| {
            let length = u8::try_from(text.len()).unwrap();
            [&[0x31, 0, 0x30, 0, 6, 3, 85, 4, 10, 12, 1, b'O', 6, 3, 85, 4, 3, tag, length] as &[_], text].concat()
        };
        assert_eq!(common_name(&subject(12, b"Test CA")).as_deref(), Some("Test CA"));
        assert_eq!(common_name(&subject(19, b"a\nb\x1b[1m")).as_deref(), Some("a b\\u{1b}[1m"));
        assert_eq!(common_name(&subject(30, b"\0T")), None, "two bytes a character");
        assert_eq!(common_name(&subject(12, b"\xff")), None);
        assert_eq!(common_name(&subject(12, b"cut")[..21]), None);
        assert_eq!(common_name(&[6, 3, 85, 4, 3]), None);
        assert_eq!(common_name(b""), None);
    }
}
