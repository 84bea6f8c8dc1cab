//! The transport of a browser: its `fetch` (Fetch Standard, <https://fetch.spec.whatwg.org>). The only room that knows it. Enters: a
//! request. Leaves: a response that streams, or what went wrong as far as a page is told.

use std::fmt;

use http::{Request, Response, header};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, RequestCache, RequestCredentials, RequestInit, RequestMode, RequestRedirect, ResponseType,
};

use super::{ResponseBody, Sent, Transport, TransportError, TransportErrorKind};
use crate::future::BoxFuture;
use crate::wire::Body;

mod forbidden;
mod impossible;
mod incoming;
mod outgoing;
#[cfg(feature = "websocket")]
mod socket;

use incoming::incoming;
#[cfg(feature = "websocket")]
pub(crate) use socket::Event;
#[cfg(feature = "websocket")]
pub use socket::Upgraded;

#[wasm_bindgen]
extern "C" {
    // Of the global object: of a window or of a worker.
    #[wasm_bindgen(js_name = fetch, catch)]
    fn fetch(request: &web_sys::Request) -> Result<js_sys::Promise, JsValue>;
}

/// HTTP by the `fetch` of the browser that the program runs in, with its connections, proxies, certificates and HTTP versions.
///
/// What a browser forbids is told and not left out: a call with a header that only the browser may set (`Cookie`, `Host`, `Origin`, ..;
/// Fetch section 2.2.2) fails with [`ErrorKind::Request`](crate::ErrorKind::Request), and a client is not built whose credentials or
/// headers would need one. A program that asks for a client certificate, pins or a proxy does not compile, and the compiler says why.
///
/// A page may call another origin only where that allows it (CORS), and sees only the response headers that it exposes
/// (`Access-Control-Expose-Headers`): `Retry-After` and `Link` are not among those it sees anyway.
///
/// - The body of a request is gathered in memory before it is sent, so that its length is always declared, and one that fails has sent nothing;
///   that of a response streams.
/// - A call that is dropped aborts its request.
/// - A browser follows redirects itself and takes all headers along. So a request with a secret header is not redirected: it fails with
///   [`ErrorKind::Request`](crate::ErrorKind::Request) where the server asks for that, unless [`FetchTransport::follow_redirects`] says
///   otherwise.
/// - A redirect is followed whatever the method, with the body where the status keeps that (307, 308).
/// - Cookies stay out unless [`FetchTransport::cookies`] says otherwise; the browser's cache is not used.
/// - Chromium sends its own `User-Agent`, and leaves out the caller's without a word.
/// - Chromium itself sends a request again, once, where a connection that had been used before broke without an answer: a POST too, and nobody
///   is told. What must not be done twice needs a key that the server knows it by.
/// - Content codings are undone by the browser. A body that is miscoded looks like a connection that broke, and how long a body is declared to
///   be is not known where it may be that of what was compressed: what is read of it is counted.
/// - The limit of connecting ([`Timeouts::connect`](crate::Timeouts)) means nothing: a page does not know when there is a connection.
/// - Of a request that failed a page is not told why. It counts as sent perhaps, unless the browser says that it is offline.
#[derive(Clone, Debug, Default)]
pub struct FetchTransport {
    cookies: Cookies,
    follows: bool,
    /// The query parameter that the token of a socket goes into.
    #[cfg(feature = "websocket")]
    socket_token: Option<String>,
}

/// Whether the browser sends and keeps cookies (Fetch section 2.2.5, credentials mode).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cookies {
    /// Never.
    #[default]
    Omit,
    /// With servers of the page's own origin.
    SameOrigin,
    /// With all servers; those of other origins have to allow it.
    Include,
}

impl FetchTransport {
    /// A transport that leaves cookies out.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether the browser sends and keeps cookies. The default is [`Cookies::Omit`].
    #[must_use]
    pub fn cookies(self, cookies: Cookies) -> Self {
        Self { cookies, ..self }
    }

    /// Follows redirects with whatever a request carries, secrets too; a browser takes `Authorization` alone away where a redirect leads to
    /// another origin. By default that is done only for requests without secrets.
    #[must_use]
    pub fn follow_redirects(self) -> Self {
        Self { follows: true, ..self }
    }

    /// The query parameter that the bearer token of a socket goes into (RFC 6750 section 2.3): a browser opens a socket without any header
    /// of the caller's, so without one the call fails. The server has to take it there, and should not write it into its logs.
    #[cfg(feature = "websocket")]
    #[must_use]
    pub fn socket_token(self, parameter: impl Into<String>) -> Self {
        Self { socket_token: Some(parameter.into()), ..self }
    }

    fn init(&self, head: &http::request::Parts) -> RequestInit {
        let init = RequestInit::new();
        init.set_method(head.method.as_str());
        init.set_mode(RequestMode::Cors);
        init.set_cache(RequestCache::NoStore);
        init.set_credentials(match self.cookies {
            Cookies::Omit => RequestCredentials::Omit,
            Cookies::SameOrigin => RequestCredentials::SameOrigin,
            Cookies::Include => RequestCredentials::Include,
        });
        let is_secret = head.headers.values().any(http::HeaderValue::is_sensitive);
        init.set_redirect(match is_secret && !self.follows {
            true => RequestRedirect::Manual,
            false => RequestRedirect::Follow,
        });
        init
    }
}

impl Transport for FetchTransport {
    fn send(&self, request: Request<Body>) -> BoxFuture<'static, Result<Response<ResponseBody>, TransportError>> {
        let transport = self.clone();
        Box::pin(async move {
            let (head, body) = request.into_parts();
            #[cfg(feature = "websocket")]
            if head.headers.contains_key(header::UPGRADE) {
                return socket::open(&transport, &head).await;
            }
            Sent::No.tell();
            forbidden::check(&head, &body)?;
            let init = transport.init(&head);
            outgoing::add(&init, &head, body).await?;
            let abort = Abort::new()?;
            init.set_signal(Some(&abort.controller.signal()));
            let request = web_sys::Request::new_with_str_and_init(&head.uri.to_string(), &init).map_err(unsendable)?;
            let promise = fetch(&request).map_err(unsendable)?;
            Sent::Maybe.tell();
            let response = JsFuture::from(promise).await.map_err(failed)?;
            let response = web_sys::Response::from(response);
            if response.type_() == ResponseType::Opaqueredirect {
                let why =
                    "the server redirects, and a browser would take the credentials along without saying where to";
                return Err(TransportError::new(TransportErrorKind::Request, why).with_sent(Sent::Yes));
            }
            incoming(&response, abort)
        })
    }

    fn refuses(&self, name: &header::HeaderName) -> Option<&'static str> {
        forbidden::why(name)
    }
}

/// A request that is aborted unless it comes to its end.
struct Abort {
    controller: AbortController,
    is_done: bool,
}

impl Abort {
    fn new() -> Result<Self, TransportError> {
        let controller = AbortController::new().map_err(unsendable)?;
        Ok(Self { controller, is_done: false })
    }

    /// There is nothing left to abort.
    fn done(&mut self) {
        self.is_done = true;
    }
}

impl Drop for Abort {
    fn drop(&mut self) {
        if !self.is_done {
            self.controller.abort();
        }
    }
}

/// An error of JavaScript in words.
#[derive(Debug)]
struct Thrown(String);

impl fmt::Display for Thrown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Thrown {}

fn thrown(error: JsValue) -> Thrown {
    let text = match error.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => error.as_string().unwrap_or_else(|| format!("{error:?}")),
    };
    Thrown(text)
}

/// The browser does not take the request.
fn unsendable(error: JsValue) -> TransportError {
    TransportError::new(TransportErrorKind::Request, thrown(error))
}

/// There is no response.
fn failed(error: JsValue) -> TransportError {
    let Thrown(said) = thrown(error);
    if is_offline() {
        return TransportError::new(TransportErrorKind::Connect, Thrown(format!("{said}: the browser is offline")));
    }
    let why = format!(
        "{said}: the server cannot be reached, or does not allow this page (CORS); a browser does not say which"
    );
    TransportError::new(TransportErrorKind::Io, Thrown(why))
}

fn is_offline() -> bool {
    let navigator = js_sys::Reflect::get(&js_sys::global(), &"navigator".into());
    let on_line = navigator.and_then(|navigator| js_sys::Reflect::get(&navigator, &"onLine".into()));
    on_line.is_ok_and(|on_line| on_line == JsValue::FALSE)
}
