//! Keys that servers are held to. Enters: patterns of hosts, with the pins of each. Leaves: the pins of a host, or what is wrong with what was
//! said. Which keys a server has is not its business.

mod mismatch;
mod pattern;
mod pin;

use std::fmt;
use std::sync::Arc;

use crate::future::BoxError;

pub use mismatch::{PinMismatch, SeenKey};
pub use pin::{Pin, PinError};

pub(super) use mismatch::Lack;
use pattern::{Pattern, normal};

/// The keys that servers are held to (RFC 7469 section 2.6 without its header). A connection to a host that a pattern fits is made only where a
/// pinned key is on the verified path: the server's own, that of an authority in between, or that of the trusted authority. Other hosts are as
/// they would be without pins.
///
/// ```
/// use clientwright_runtime::{Pins, ReqwestTransport};
///
/// let pins = Pins::new().host(
///     "**.example.com",
///     [
///         "sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
///         // Whose key is kept elsewhere, for the day on which the first one is lost.
///         "sha256/lCppFqbkrlJ3EcVFAkeip0+44VaoJUymbnOaEUk7tEU=",
///     ],
/// );
/// let transport = ReqwestTransport::builder().pins(pins).build()?;
/// # drop(transport);
/// # Ok::<(), clientwright_runtime::TransportBuildError>(())
/// ```
///
/// First the server's certificate is verified as it would be without pins, then the pins are held against the path that was verified, not against
/// what the server presents, which may hold any certificate that somebody else has published. Where several paths can be verified, a
/// pinned key on one of them will do.
///
/// # Before you pin
/// Whoever pins cuts off all programs that are out there on the day on which a server gets a key that they do not know. So pin two keys at
/// least, of which one is a backup that no server has yet. One pin alone for a pattern is told as an event of level WARN, with the feature
/// `tracing`. A certificate that is renewed with the same key keeps its pin. Try it by [`Pins::report_only`] first.
///
/// # What is pinned
/// Every connection by TLS, of calls, redirects and WebSockets, through a tunnel of a proxy too; a proxy that is itself spoken to by https is a
/// host like others. A resumed session (RFC 8446 section 2.2) is not verified again: it comes from a connection of the same client that was. A
/// pinned host is not spoken to in the clear at all. Both fail with [`ErrorKind::Tls`](crate::ErrorKind::Tls), are not repeated, and
/// have a [`PinMismatch`] among their sources.
///
/// The path is built by the certificates that the server presents, and by the authorities of the transport's builder and the platform's. Where the
/// platform verifies by certificates that neither lists, as Windows, macOS, iOS and Android may, only the server's own key can be seen on
/// the path, and a pin of another is not found. Pin the server's key there, or trust by
/// [`own_root_certificates_only`](crate::ReqwestTransportBuilder::own_root_certificates_only).
#[derive(Clone, Default)]
#[must_use = "pins hold for a transport that is given them"]
pub struct Pins {
    hosts: Vec<(String, Vec<Result<Pin, String>>)>,
    report: Option<Report>,
}

type Report = Arc<dyn Fn(&PinMismatch) + Send + Sync>;

impl Pins {
    /// No pins.
    pub fn new() -> Self {
        Self::default()
    }

    /// Pins hosts. A pattern is one of
    ///
    /// | pattern | means |
    /// |---|---|
    /// | `api.example.com` | that host |
    /// | `*.example.com` | hosts with exactly one label more: `api.example.com`, neither `example.com` nor `v1.api.example.com` |
    /// | `**.example.com` | hosts with any number of labels more, and `example.com` itself, as with OkHttp |
    ///
    /// and written in letters of any case and script, without scheme and port. An address is written as in a URL. Where several patterns fit
    /// a host, it has the pins of all.
    ///
    /// A pin is a [`Pin`] or its text. What is wrong with either is told when the transport is built.
    pub fn host<P>(mut self, pattern: impl Into<String>, pins: impl IntoIterator<Item = P>) -> Self
    where
        P: TryInto<Pin, Error: Into<BoxError>>,
    {
        let pins = pins.into_iter().map(|pin| pin.try_into().map_err(|error| error.into().to_string()));
        self.hosts.push((pattern.into(), pins.collect()));
        self
    }

    /// Refuses nothing for want of a pin, and calls `report` instead, for each connection that would have been refused. It is called in the
    /// midst of the handshake, and must not block. Without TLS it is called for each request.
    pub fn report_only(mut self, report: impl Fn(&PinMismatch) + Send + Sync + 'static) -> Self {
        self.report = Some(Arc::new(report));
        self
    }
}

impl fmt::Debug for Pins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let patterns = self.hosts.iter().map(|(pattern, _)| pattern).collect::<Vec<_>>();
        f.debug_struct("Pins").field("patterns", &patterns).field("report_only", &self.report.is_some()).finish()
    }
}

/// Pins that were checked.
pub(super) struct Held {
    patterns: Vec<(Pattern, Vec<Pin>)>,
    report: Option<Report>,
}

impl Held {
    pub(super) fn new(pins: Pins) -> Result<Self, BoxError> {
        let mut patterns: Vec<(Pattern, Vec<Pin>)> = Vec::new();
        for (text, pins) in pins.hosts {
            let pattern = Pattern::parse(&text)?;
            let pins = pins.into_iter().map(|pin| pin.map_err(|why| format!("{pattern}: {why}")));
            let pins = pins.collect::<Result<Vec<_>, _>>()?;
            match patterns.iter_mut().find(|(known, _)| *known == pattern) {
                Some((_, known)) => add(known, &pins),
                None => {
                    let mut known = Vec::new();
                    add(&mut known, &pins);
                    patterns.push((pattern, known));
                }
            }
        }
        if patterns.is_empty() {
            return Err("pins without a host".into());
        }
        for (pattern, pins) in &patterns {
            match pins.len() {
                0 => return Err(format!("{pattern}: a host without pins").into()),
                1 => warn_of_one(pattern),
                _ => {}
            }
        }
        Ok(Self { patterns, report: pins.report })
    }

    /// The pins of a host, or `None` where no pattern fits it; with the host as it is compared.
    pub(super) fn of(&self, host: &str) -> Option<(String, Vec<Pin>)> {
        let host = normal(host);
        let mut pins = Vec::new();
        for (_, fitting) in self.patterns.iter().filter(|(pattern, _)| pattern.matches(&host)) {
            add(&mut pins, fitting);
        }
        (!pins.is_empty()).then_some((host, pins))
    }

    /// Reports a mismatch, or hands it back to be refused.
    pub(super) fn judge(&self, mismatch: PinMismatch) -> Result<(), PinMismatch> {
        let Some(report) = &self.report else { return Err(mismatch) };
        report(&mismatch);
        Ok(())
    }

    /// The same of a host that is spoken to without TLS.
    pub(super) fn judge_clear(&self, host: &str) -> Result<(), PinMismatch> {
        let Some((host, expected)) = self.of(host) else { return Ok(()) };
        self.judge(PinMismatch { host, expected, seen: Vec::new(), lack: Lack::Tls })
    }
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Held").field("patterns", &self.patterns).finish_non_exhaustive()
    }
}

/// Those that are not there yet, in their order.
fn add(known: &mut Vec<Pin>, pins: &[Pin]) {
    for pin in pins {
        if !known.contains(pin) {
            known.push(*pin);
        }
    }
}

/// Nobody can say whether the key behind a pin will be lost.
fn warn_of_one(pattern: &Pattern) {
    #[cfg(feature = "tracing")]
    tracing::warn!(target: "clientwright", %pattern, "one pin alone: without a backup, a lost key cuts off every program that is out there");
    #[cfg(not(feature = "tracing"))]
    let _ = pattern;
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    const A: &str = "sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    const B: &str = "sha256/lCppFqbkrlJ3EcVFAkeip0+44VaoJUymbnOaEUk7tEU=";

    #[test]
    fn patterns_that_fit_a_host_add_their_pins() {
        let pins = Pins::new().host("api.example.com", [A]).host("*.example.com", [B, A]).host("**.other", [B]);
        let held = Held::new(pins).unwrap();
        let of = |host| held.of(host).map(|(host, pins)| (host, pins.iter().map(Pin::to_string).collect::<Vec<_>>()));
        assert_eq!(of("API.example.com."), Some(("api.example.com".to_owned(), vec![A.to_owned(), B.to_owned()])));
        assert_eq!(of("a.b.other").unwrap().1, [B]);
        assert_eq!(of("example.com"), None);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_pattern() {
        let none: [Result<Pin, Infallible>; 0] = [];
        for (pins, why) in [
            (Pins::new(), "without a host"),
            (Pins::new().host("a.example", none.map(Result::unwrap)), "a.example: a host without pins"),
            (Pins::new().host("a.example", [A, "sha1/x"]), "a.example: `sha1/x`: SHA-1"),
            (Pins::new().host("a.*.example", [A]), "asterisks"),
        ] {
            let error = Held::new(pins).unwrap_err().to_string();
            assert!(error.contains(why), "{error}");
        }
    }

    #[cfg(feature = "tracing")]
    #[test]
    fn one_pin_alone_is_warned_of() {
        struct Log(std::sync::Mutex<Vec<u8>>);
        impl std::io::Write for &Log {
            fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
                self.0.lock().unwrap().extend(bytes);
                Ok(bytes.len())
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let log = Arc::new(Log(std::sync::Mutex::default()));
        let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(Arc::clone(&log)).finish();
        // With a second one, nobody's thread answers for all whether the event is of interest.
        let _second = tracing::Dispatch::new(tracing_subscriber::registry());
        tracing::subscriber::with_default(subscriber, || {
            let pins = Pins::new().host("two.example", [A, B]).host("*.one.example", [A, A]);
            Held::new(pins.host("halves.example", [A]).host("halves.example", [B])).unwrap();
        });
        let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        assert_eq!(log.matches("WARN clientwright: one pin alone").count(), 1, "{log}");
        assert!(log.contains("pattern=*.one.example"), "{log}");
    }

    #[test]
    fn a_pin_is_a_pin_or_its_text() {
        let pin: Pin = A.parse().unwrap();
        let pins = Pins::new().host("a", [pin]).host("a", [A]).host("a", vec![A.to_owned()]);
        assert_eq!(Held::new(pins).unwrap().of("a").unwrap().1, [pin]);
    }
}
