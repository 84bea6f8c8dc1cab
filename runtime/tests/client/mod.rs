//! A client as a generator would write it, without its operations, which each group of tests has of its own; and where it is asked: a server in
//! memory, and a clock that stands still.

use clientwright_runtime::private as rt;
use clientwright_runtime::testing::{MockTransport, VirtualClock};

pub(crate) static TOKEN: rt::Scheme = rt::Scheme::bearer("token");
pub(crate) static KEY: rt::Scheme = rt::Scheme::api_key_header("key", "X-Key");
pub(crate) static QUERY_KEY: rt::Scheme = rt::Scheme::api_key_query("queryKey", "api_key");
pub(crate) static USER: rt::Scheme = rt::Scheme::basic("user");

static API: rt::Api = rt::Api {
    name: "test",
    title: "Test",
    version: "1.0.0",
    servers: &[rt::Server::new("http://mock/")],
    schemes: &[&TOKEN, &KEY, &QUERY_KEY, &USER],
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
    pub(crate) fn new() -> Self {
        Self(rt::Builder::new(&API))
    }
}

pub(crate) struct Problem {
    pub(crate) code: String,
    pub(crate) message: Option<String>,
}

rt::record! { Problem {
    required code = "code";
    optional message = "message";
} }

/// A clock, a server in memory, and a builder of clients that use both. The base URL is on this machine, so that
/// credentials go there.
pub(crate) fn setting() -> (VirtualClock, MockTransport, ClientBuilder) {
    let clock = VirtualClock::new();
    let server = MockTransport::new(&clock);
    let builder = ClientBuilder::new()
        .base_url("http://mock.localhost/")
        .transport(server.clone())
        .clock(clock.clone())
        .spawner(clock.clone())
        .seed(7);
    (clock, server, builder)
}
