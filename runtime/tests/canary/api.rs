//! A small API as a generator would write it, with a secret in every place that can have one.

use clientwright_runtime::private as rt;
use clientwright_runtime::testing::VirtualClock;
use clientwright_runtime::{AnyError, Error, NetworkError, Response, RetryPolicy, Secret, Transport};

use crate::watch::Seen;

pub(crate) static BEARER: rt::Scheme = rt::Scheme::bearer("bearer");
pub(crate) static BASIC: rt::Scheme = rt::Scheme::basic("basic");
pub(crate) static OTHER: rt::Scheme = rt::Scheme::http("other", "digest");
pub(crate) static HEADER_KEY: rt::Scheme = rt::Scheme::api_key_header("headerKey", "X-Api-Key");
pub(crate) static QUERY_KEY: rt::Scheme = rt::Scheme::api_key_query("queryKey", "key");
pub(crate) static COOKIE_KEY: rt::Scheme = rt::Scheme::api_key_cookie("cookieKey", "session");

static API: rt::Api = rt::Api {
    name: "test",
    title: "Test",
    version: "1.0.0",
    servers: &[rt::Server::new("http://mock/")],
    schemes: &[&BEARER, &BASIC, &OTHER, &HEADER_KEY, &QUERY_KEY, &COOKIE_KEY],
    security: &[],
};

#[derive(Clone, Debug)]
pub(crate) struct Client {
    pub(crate) inner: rt::Client,
}

#[derive(Debug)]
#[must_use = "a client is there when it is built"]
pub(crate) struct ClientBuilder(pub(crate) rt::Builder);

rt::client_builder! { ClientBuilder -> Client }

impl ClientBuilder {
    pub(crate) fn with(self, give: impl FnOnce(rt::Builder) -> rt::Builder) -> Self {
        Self(give(self.0))
    }
}

/// What a server has said.
pub(crate) struct Said {
    pub(crate) said: String,
}

rt::record! { Said {
    required said = "said";
} }

/// What is sent.
pub(crate) struct Change {
    pub(crate) name: String,
    pub(crate) word: Secret,
    pub(crate) pin: i64,
}

rt::record! { Change {
    required name = "name";
    required word = "word";
    required pin = "pin";
} }

macro_rules! operations {
    ($($name:ident = $method:ident: $verb:ident $path:literal { $($spec:tt)* };)*) => {
        $(
            rt::operation! {
                pub(crate) struct $name: $verb $path as $path { $($spec)* }
                -> Result<Said, Error<Said>> as rt::Json<_>, rt::Json<_>
            }
        )*
        impl Client {
            $(pub(crate) fn $method(&self) -> $name {
                $name(self.inner.call($name::SPEC))
            })*
        }
    };
}

operations! {
    WithBearer = with_bearer: GET "/bearer" { security: Some(&[&[rt::Need::new(&BEARER, &[])]]) };
    WithBasic = with_basic: GET "/basic" { security: Some(&[&[rt::Need::new(&BASIC, &[])]]) };
    WithOther = with_other: GET "/other" { security: Some(&[&[rt::Need::new(&OTHER, &[])]]) };
    WithHeaderKey = with_header_key: GET "/header-key" { security: Some(&[&[rt::Need::new(&HEADER_KEY, &[])]]) };
    WithQueryKey = with_query_key: GET "/query-key" { security: Some(&[&[rt::Need::new(&QUERY_KEY, &[])]]) };
    WithCookieKey = with_cookie_key: GET "/cookie-key" { security: Some(&[&[rt::Need::new(&COOKIE_KEY, &[])]]) };
    WithTwo = with_two: GET "/two" {
        security: Some(&[&[rt::Need::new(&HEADER_KEY, &[]), rt::Need::new(&BASIC, &[])]]),
    };
    Open = open: POST "/open" { security: Some(&[]) };
    Post = post: POST "/codes/{code}/redeem" {
        params: &[
            rt::Param::path("code").secret(),
            rt::Param::query("q").secret(),
            rt::Param::header("X-Own").secret(),
            rt::Param::cookie("own").secret(),
        ],
        secret: &["word", "pin"],
        security: Some(&[]),
    };
}

impl Post {
    /// With whatever the call is given.
    pub(crate) fn with(self, give: impl FnOnce(rt::Call) -> rt::Call) -> Self {
        Self(give(self.0))
    }
}

/// A client of `transport` that tries once.
pub(crate) fn builder(clock: &VirtualClock, transport: impl Transport) -> ClientBuilder {
    ClientBuilder(rt::Builder::new(&API))
        .base_url("http://mock.localhost/")
        .transport(transport)
        .clock(clock.clone())
        .spawner(clock.clone())
        .retry(RetryPolicy::never())
        .seed(7)
}

/// Shows all that can be shown of how a call has ended.
pub(crate) fn show(seen: &mut Seen, what: &str, result: Result<Response<Said>, Error<Said>>) {
    seen.text(what, unwrapped(&result));
    let error = match result {
        Ok(response) => {
            assert!(!response.body().said.is_empty());
            seen.text(what, response.url());
            return seen.debug(what, &response);
        }
        Err(error) => error,
    };
    seen.error(what, &error);
    seen.text(what, error.url());
    seen.text(what, error.snippet().unwrap_or_default());
    if let Some(decode) = error.decode_error() {
        seen.text(what, format!("{} {}", decode.message(), decode.path()));
    }
    let error = AnyError::from(error);
    seen.error(what, &error);
    seen.error(what, error.as_failure());
    seen.error(what, &NetworkError::from(error));
}

/// What `unwrap` says of a failure.
fn unwrapped(result: &Result<Response<Said>, Error<Said>>) -> String {
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| result.as_ref().map(drop).unwrap()));
    panicked.err().and_then(|payload| payload.downcast_ref::<String>().cloned()).unwrap_or_default()
}
