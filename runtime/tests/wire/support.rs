//! Clients whose calls are looked at, and sent at most to a transport in memory.

use std::sync::LazyLock;

use clientwright_runtime::private as rt;
use clientwright_runtime::{Body, BoxFuture, ResponseBody, Transport, TransportError, TransportErrorKind};
use http::{Request, Response};

static API: rt::Api = rt::Api {
    name: "wire",
    title: "Wire",
    version: "1",
    servers: &[rt::Server::new("http://localhost/base/")],
    schemes: &[],
    security: &[],
};

/// A call that is not sent.
pub(crate) fn call(spec: &'static rt::Spec) -> rt::Call {
    static CLIENT: LazyLock<rt::Client> = LazyLock::new(|| client(Nothing));
    CLIENT.call(spec)
}

/// A call that a transport of the test's answers.
pub(crate) fn call_through(transport: impl Transport, spec: &'static rt::Spec) -> rt::Call {
    client(transport).call(spec)
}

fn client(transport: impl Transport) -> rt::Client {
    let builder = rt::Builder::new(&API).transport(transport);
    builder.build().expect("the client needs nothing more")
}

/// Where nothing is sent.
struct Nothing;

impl Transport for Nothing {
    fn send(&self, _: Request<Body>) -> BoxFuture<'static, Result<Response<ResponseBody>, TransportError>> {
        Box::pin(async { Err(TransportError::new(TransportErrorKind::Connect, "nothing is sent here")) })
    }
}
