//! Clients whose calls are looked at, and sent at most to a transport in memory.

use clientwright_runtime::Transport;
use clientwright_runtime::private as rt;

static API: rt::Api =
    rt::Api { name: "wire", title: "Wire", version: "1", servers: &["http://localhost/base/"], schemes: &[] };

/// A call that is not sent.
pub(crate) fn call(spec: &'static rt::Spec) -> rt::Call {
    rt::ClientBuilder::<rt::Client>::new(&API).build().expect("the client needs nothing more").call(spec)
}

/// A call that a transport of the test's answers.
pub(crate) fn call_through(transport: impl Transport, spec: &'static rt::Spec) -> rt::Call {
    let builder = rt::ClientBuilder::<rt::Client>::new(&API).transport(transport);
    builder.build().expect("the client needs nothing more").call(spec)
}
