//! Clients that the caller made. Enters: one of them, its answers. Leaves: that it does nothing which is the business of the stages
//! above, as far as that can be seen.

use reqwest::redirect::Policy;
use url::Url;

use crate::transport::{Sent, TransportBuildError, TransportError, TransportErrorKind, TransportSetting};

/// How reqwest shows that a client follows no redirects. It has no other way to ask.
const NO_REDIRECTS: &str = r#"redirect_policy: "Policy(None)""#;

/// Whether a client may be used.
pub(super) fn check(client: &reqwest::Client) -> Result<(), TransportBuildError> {
    let refused = |why: &'static str| TransportBuildError::new(TransportSetting::Client, why);
    let shown = settings(client);
    if shown.contains("cookie_store: true") {
        return Err(refused("it keeps cookies: build it without `cookie_store` and `cookie_provider`"));
    }
    if !shown.contains(NO_REDIRECTS) && shows_redirects()? {
        return Err(refused("it follows redirects: build it with `redirect(Policy::none())`"));
    }
    Ok(())
}

/// Whether the version of reqwest at hand shows what is looked for.
fn shows_redirects() -> Result<bool, TransportBuildError> {
    let client = reqwest::Client::builder().redirect(Policy::none()).build();
    let client = client.map_err(|error| TransportBuildError::new(TransportSetting::Tls, error))?;
    Ok(settings(&client).contains(NO_REDIRECTS))
}

/// What a client shows before its default headers, which may say anything.
fn settings(client: &reqwest::Client) -> String {
    let shown = format!("{client:?}");
    shown.split("default_headers").next().unwrap_or_default().to_owned()
}

/// What was asked for is what has answered.
pub(super) fn answered(asked: &Url, response: &reqwest::Response) -> Result<(), TransportError> {
    if response.url() == asked {
        return Ok(());
    }
    let why = "the client that was given has followed a redirect: build it with `redirect(Policy::none())`";
    Err(TransportError::new(TransportErrorKind::Request, why).with_sent(Sent::Yes))
}

#[cfg(test)]
mod tests {
    use reqwest::ResponseBuilderExt;

    use super::*;

    #[test]
    fn an_answer_from_elsewhere_is_not_taken() {
        let asked = Url::parse("http://h/a?b").unwrap();
        let from = |url: &str| {
            let response = http::Response::builder().url(Url::parse(url).unwrap()).body("").unwrap();
            answered(&asked, &reqwest::Response::from(response))
        };
        assert!(from("http://h/a?b").is_ok());
        let error = from("http://other/a?b").unwrap_err();
        assert_eq!((error.kind(), error.sent()), (TransportErrorKind::Request, Sent::Yes));
    }
}
