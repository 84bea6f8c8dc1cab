//! Base URLs. Enters: what a description or a caller writes. Leaves: an absolute URL that paths can be appended to.

use url::Url;

use crate::auth::Origin;

/// The base URL, and who named it.
#[derive(Clone, Debug)]
pub(crate) enum Base {
    /// The description: an operation may have a server of its own.
    Described(Url),
    /// The caller: it holds for all operations.
    Given(Url),
}

impl Base {
    pub(crate) fn url(&self) -> &Url {
        match self {
            Self::Described(url) | Self::Given(url) => url,
        }
    }
}

/// An absolute URL whose path ends with a slash; what is relative is taken relative to `base`.
pub(super) fn parse(text: &str, base: Option<&Url>) -> Result<Url, String> {
    let url = match base {
        Some(base) => base.join(text),
        None => Url::parse(text),
    };
    let mut url = url.map_err(|error| error.to_string())?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("the scheme is `{}`, not http or https", url.scheme()));
    }
    url.set_query(None);
    url.set_fragment(None);
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Ok(url)
}

/// The origin of a base URL.
pub(super) fn origin(url: &Url) -> Option<Origin> {
    Origin::of(&url.as_str().parse().ok()?)
}

/// A URL without user name and password.
pub(super) fn shown(url: &Url) -> String {
    let mut url = url.clone();
    let _only_fails_without_host = (url.set_username(""), url.set_password(None));
    url.to_string()
}
