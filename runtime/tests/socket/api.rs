//! An API of one socket as a generator would write it, and a client of it over a server in memory.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use clientwright_runtime::private as rt;
use clientwright_runtime::testing::{Answer, MockTransport, VirtualClock};
use clientwright_runtime::{Clock, Error, IntoTokens, ReconnectPolicy, Socket, SocketOptions, Upgraded};
use tokio::io::{DuplexStream, duplex};

use crate::client::{self, Client, ClientBuilder, Problem, TOKEN};
use crate::support::Peer;

pub(crate) static CHAT: rt::Spec = rt::Spec {
    success: &[101],
    security: Some(&[&[rt::Need::new(&TOKEN, &[])]]),
    ..rt::Spec::get("connectToChat", "/chat/{room}")
};

pub(crate) type Chat = Socket<String, String, Problem>;

impl Client {
    pub(crate) async fn connect(&self, options: SocketOptions) -> Result<Chat, Error<Problem>> {
        let mut call = self.inner.call(&CHAT).path("room", &"7".to_owned());
        call.options_mut().socket(options);
        rt::open::<Chat, rt::Json<Problem>>(call).await
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
    ClientBuilder(ClientBuilder::new().0.any_bearer(tokens))
}

pub(crate) fn setting() -> (VirtualClock, MockTransport, Peers, Client) {
    setting_with("secret-token")
}

pub(crate) fn setting_with(tokens: impl IntoTokens) -> (VirtualClock, MockTransport, Peers, Client) {
    let (clock, server, builder) = client::setting();
    let client = ClientBuilder(builder.0.any_bearer(tokens)).build().unwrap();
    (clock, server, Peers::default(), client)
}

pub(crate) fn again() -> SocketOptions {
    SocketOptions::new().reconnect(ReconnectPolicy::new())
}
