//! Where credentials may go. Enters: a URL. Leaves: yes, or why not.

use http::Uri;

use crate::origin::Origin;

/// What a client trusts with its credentials.
#[derive(Debug)]
pub(crate) struct Trust<'a> {
    pub(crate) origins: &'a [Origin],
    /// The origin of the operation's own server, where the description names one.
    pub(crate) own: Option<Origin>,
    pub(crate) insecure: Insecure,
}

/// Whether credentials may be sent in the clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Insecure {
    Refused,
    Allowed,
}

impl Trust<'_> {
    /// Whether credentials may go to `uri`; if not, why.
    pub(crate) fn check(&self, uri: &Uri) -> Result<(), String> {
        let Some(origin) = self.origins.iter().chain(&self.own).find(|origin| origin.is_of(uri)) else {
            let host = Origin::of(uri).map_or_else(|| "no server at all".to_owned(), |origin| origin.to_string());
            return Err(format!("credentials are not sent to {host}, which is not the API's origin"));
        };
        if self.insecure == Insecure::Refused && !origin.is_secure() && !origin.is_loopback() {
            let host = origin.host();
            return Err(format!("credentials are not sent to {host} over plain http; `allow_insecure` permits it"));
        }
        Ok(())
    }
}
