//! What a page has no say in. Enters: a setting that other transports have. Leaves: nothing: a program that asks for it does not compile, and
//! the compiler says why.

use super::FetchTransport;

/// Nothing is: the browser presents a certificate of the system, which the user chooses.
#[diagnostic::on_unimplemented(
    message = "a page cannot present a client certificate",
    label = "the browser presents one that the system has, and asks the user which",
    note = "`FetchTransport` is for browsers; install the certificate there, or have the server sign its users in in another way"
)]
pub trait ClientCertificate {}

/// Nothing is: the browser trusts whom the system trusts.
#[diagnostic::on_unimplemented(
    message = "a page cannot choose whom its connections trust",
    label = "the browser trusts the authorities of the system",
    note = "`FetchTransport` is for browsers; install the authority's certificate there"
)]
pub trait RootCertificates {}

/// Nothing is: a page sees no certificates.
#[diagnostic::on_unimplemented(
    message = "a page cannot pin keys",
    label = "the browser shows no page the certificates of its connections",
    note = "`FetchTransport` is for browsers, which see to it by Certificate Transparency; pin in the clients of other systems"
)]
pub trait Pins {}

/// Nothing is: the browser has the proxy of its own settings.
#[diagnostic::on_unimplemented(
    message = "a page cannot choose a proxy",
    label = "the browser takes that of its own settings",
    note = "`FetchTransport` is for browsers; set the proxy there"
)]
pub trait ProxyServer {}

/// What does not compile, and why.
impl FetchTransport {
    /// Does not compile: the browser presents a certificate that the system has, and asks the user which (Fetch section 2.2.5: a TLS client
    /// certificate is one of the credentials of the browser).
    #[must_use]
    pub fn client_certificate_pem<T: ClientCertificate>(self, _pem: T) -> Self {
        self
    }

    /// Does not compile: the browser trusts the authorities of the system.
    #[must_use]
    pub fn root_certificates_pem<T: RootCertificates>(self, _pem: T) -> Self {
        self
    }

    /// Does not compile: a browser shows no page the certificates of its connections.
    #[must_use]
    pub fn pins<T: Pins>(self, _pins: T) -> Self {
        self
    }

    /// Does not compile: the browser takes the proxy of its own settings.
    #[must_use]
    pub fn proxy<T: ProxyServer>(self, _proxy: T) -> Self {
        self
    }
}
