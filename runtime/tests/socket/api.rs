//! An API of one socket as a generator would write it, and a client of it over a server in memory.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use clientwright_runtime::private as rt;
use clientwright_runtime::testing::{Answer, MockTransport, VirtualClock};
use clientwright_runtime::{Clock, Error, IntoTokens, ReconnectPolicy, Socket, SocketOptions, Upgraded};
use tokio::io::{DuplexStream, duplex};

use crate::support::Peer;

static TOKEN: rt::Scheme = rt::Scheme::bearer("token");
static API: rt::Api = rt::Api {
    name: "test",
    title: "Test",
    version: "1.0.0",
    servers: &[rt::Server::new("http://mock/")],
    schemes: &[&TOKEN],
    security: &[&[rt::Need { scheme: &TOKEN, scopes: &[] }]],
};
pub(crate) static CHAT: rt::Spec = rt::Spec { success: &[101], ..rt::Spec::get("connectToChat", "/chat/{room}") };

pub(crate) type Chat = Socket<String, String, String>;

pub(crate) struct Client {
    pub(crate) inner: rt::Client,
}

#[must_use]
pub(crate) struct ClientBuilder(rt::Builder);

rt::client_builder! { ClientBuilder -> Client }

impl Client {
    pub(crate) async fn connect(&self, options: SocketOptions) -> Result<Chat, Error<String>> {
        let mut call = self.inner.call(&CHAT).path("room", &"7".to_owned());
        call.options_mut().socket(options);
        rt::open::<Chat, rt::Json<String>>(call).await
    }
}

/// The peers of a mock's connections, as they come.
#[derive(Clone, Default)]
pub(crate) struct Peers(Arc<Mutex<Vec<DuplexStream>>>);

impl Peers {
    pub(crate) fn answer(&self) -> Answer {
        let peers = self.clone();
        Answer::upgrade(move || {
            let (ours, theirs) = duplex(1 << 16);
            peers.0.lock().unwrap().push(theirs);
            Upgraded::new(ours)
        })
    }

    pub(crate) fn next(&self) -> Peer {
        Peer::new(self.0.lock().unwrap().remove(0))
    }

    pub(crate) async fn wait(&self, clock: &VirtualClock) -> Peer {
        while self.0.lock().unwrap().is_empty() {
            clock.sleep(Duration::from_millis(10)).await;
        }
        self.next()
    }
}

/// A client that connects wherever it is told to.
pub(crate) fn builder(tokens: impl IntoTokens) -> ClientBuilder {
    ClientBuilder(rt::Builder::new(&API).any_bearer(tokens))
}

pub(crate) fn setting() -> (VirtualClock, MockTransport, Peers, Client) {
    setting_with("secret-token")
}

pub(crate) fn setting_with(tokens: impl IntoTokens) -> (VirtualClock, MockTransport, Peers, Client) {
    let clock = VirtualClock::new();
    let server = MockTransport::new(&clock);
    let builder = builder(tokens).allow_insecure().transport(server.clone());
    let client = builder.clock(clock.clone()).spawner(clock.clone()).seed(1).build().unwrap();
    (clock, server, Peers::default(), client)
}

pub(crate) fn again() -> SocketOptions {
    SocketOptions::new().reconnect(ReconnectPolicy::new())
}
