//! What an error says about its request. Enters: an error of reqwest. Leaves: its kind, and whether the server may have seen the
//! request, by what stands in its chain of causes.

use std::error::Error as StdError;
use std::io;

use crate::future::BoxError;
use crate::transport::{Sent, TransportError, TransportErrorKind};

/// An error without the URL, which reqwest would show.
pub(super) fn sort(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    #[cfg(feature = "pinning")]
    if let Some(mismatch) = Causes(Some(&error)).find_all().find_map(super::verifier::mismatch_in) {
        return mismatch.clone().into_error();
    }
    let (kind, sent) = kind(&error);
    let sorted = TransportError::new(kind, error);
    match sent {
        Some(sent) => sorted.with_sent(sent),
        None => sorted,
    }
}

/// The same of an error in the body of a response.
pub(super) fn sort_of_body(error: reqwest::Error) -> BoxError {
    let error = error.without_url();
    // What breaks the connection is told by hyper, and what is cut off with it; only what undoes codings speaks for itself.
    if error.is_timeout() || Causes(Some(&error)).has::<hyper::Error>() {
        return error.into();
    }
    TransportError::new(TransportErrorKind::Coding, error).into()
}

/// The kind, and whether the request was sent where that does not follow from the kind.
fn kind(error: &reqwest::Error) -> (TransportErrorKind, Option<Sent>) {
    use TransportErrorKind as K;
    let causes = || Causes(Some(error));
    if error.is_builder() {
        return (K::Request, None);
    }
    if error.is_connect() || error.is_dns() {
        return (connecting(error), None);
    }
    // The client has done its part of a TLS 1.3 handshake before the server sees its certificate, and sends at once: a server that does
    // not accept it has read nothing of the request.
    if causes().any(ends_handshake) {
        return (K::Tls, Some(Sent::No));
    }
    if refused(error) {
        return (K::Refused, None);
    }
    // Hyper cancels a request whose connection was closed before it was written.
    if causes().find::<hyper::Error>().is_some_and(hyper::Error::is_canceled) {
        return (K::Io, Some(Sent::No));
    }
    let is_garbage = causes().find::<hyper::Error>().is_some_and(hyper::Error::is_parse) || misspoken(error);
    (if is_garbage { K::Protocol } else { K::Io }, None)
}

fn connecting(error: &reqwest::Error) -> TransportErrorKind {
    let causes = || Causes(Some(error));
    if error.is_timeout() {
        TransportErrorKind::ConnectTimeout
    } else if causes().any(|cause| cause.to_string().ends_with("proxy authorization required")) {
        TransportErrorKind::ProxyAuth
    } else if says_tls(error) {
        TransportErrorKind::Tls
    } else {
        TransportErrorKind::Connect
    }
}

/// Whether a TLS library has not accepted what the peer said, or the peer what it said. A handshake that was cut is neither.
fn says_tls(error: &reqwest::Error) -> bool {
    #[cfg(feature = "rustls")]
    if Causes(Some(error)).has::<rustls::Error>() {
        return true;
    }
    #[cfg(feature = "native-tls")]
    if Causes(Some(error)).has::<native_tls::Error>() {
        let is_cut = |cause: &(dyn StdError + 'static)| {
            let text = cause.to_string().to_ascii_lowercase();
            cause.is::<io::Error>() || text.contains("unexpected eof") || text.contains("closed")
        };
        return !Causes(Some(error)).skip_while(|cause| !cause.is::<native_tls::Error>()).any(is_cut);
    }
    let _ = error;
    false
}

/// The alerts (RFC 8446 section 6.2) by which a peer ends a handshake, of a client's certificate above all.
const OF_HANDSHAKES: [u8; 10] = [40, 42, 43, 44, 45, 46, 48, 49, 51, 116];

/// Whether an error is such an alert. Libraries of the platform have no more than a text for it; this is OpenSSL's.
fn ends_handshake(error: &(dyn StdError + 'static)) -> bool {
    #[cfg(feature = "rustls")]
    if let Some(rustls::Error::AlertReceived(alert)) = error.downcast_ref() {
        return OF_HANDSHAKES.contains(&u8::from(*alert));
    }
    let text = error.to_string();
    let number = text.split_once("SSL alert number ").map(|(_, rest)| rest.trim_matches(|c: char| !c.is_ascii_digit()));
    number.and_then(|number| number.parse().ok()).is_some_and(|number| OF_HANDSHAKES.contains(&number))
}

/// Whether the peer said that it has not processed the request: it refused the stream, or is going away and has left it out
/// (RFC 9113 sections 6.8 and 8.7). A stream that is not left out goes on, and ends in another way where it does not come to its end.
#[cfg(feature = "http2")]
fn refused(error: &reqwest::Error) -> bool {
    Causes(Some(error)).find::<h2::Error>().is_some_and(|error| {
        error.is_remote() && (error.is_go_away() || error.reason() == Some(h2::Reason::REFUSED_STREAM))
    })
}

#[cfg(not(feature = "http2"))]
fn refused(_: &reqwest::Error) -> bool {
    false
}

/// Whether the connection was ended on this side because of what the peer said.
#[cfg(feature = "http2")]
fn misspoken(error: &reqwest::Error) -> bool {
    Causes(Some(error)).find::<h2::Error>().is_some_and(|error| error.is_library() && !error.is_io())
}

#[cfg(not(feature = "http2"))]
fn misspoken(_: &reqwest::Error) -> bool {
    false
}

/// An error and what caused it, outermost first.
struct Causes<'a>(Option<&'a (dyn StdError + 'static)>);

impl<'a> Causes<'a> {
    fn find_all<E: StdError + 'static>(self) -> impl Iterator<Item = &'a E> {
        self.filter_map(|error| error.downcast_ref())
    }

    fn find<E: StdError + 'static>(self) -> Option<&'a E> {
        self.find_all().next()
    }

    fn has<E: StdError + 'static>(self) -> bool {
        self.find::<E>().is_some()
    }
}

impl<'a> Iterator for Causes<'a> {
    type Item = &'a (dyn StdError + 'static);

    fn next(&mut self) -> Option<Self::Item> {
        let error = self.0?;
        // An I/O error that wraps another one names as its source that one's source, and so would hide it.
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        self.0 = wrapped.map(|error| error as &(dyn StdError + 'static)).or_else(|| error.source());
        Some(error)
    }
}
