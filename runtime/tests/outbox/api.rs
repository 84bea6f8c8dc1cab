//! A chat: the operations that the laws are shown with.

use clientwright_runtime::private as rt;
use clientwright_runtime::testing::{MockTransport, VirtualClock};
use clientwright_runtime::{Body, Connectivity, IntoTokens, Outbox, Part, Value};

use crate::client::{Client, ClientBuilder, KEY, Problem, QUERY_KEY, TOKEN, setting};

impl ClientBuilder {
    pub(crate) fn token(self, tokens: impl IntoTokens) -> Self {
        Self(self.0.bearer(&TOKEN, tokens))
    }

    pub(crate) fn key(self, key: &str) -> Self {
        Self(self.0.api_key(&KEY, key))
    }

    pub(crate) fn query_key(self, key: &str) -> Self {
        Self(self.0.api_key(&QUERY_KEY, key))
    }
}

macro_rules! operations {
    ($($name:ident = $method:ident: $verb:ident $path:literal as $id:literal $({ $($spec:tt)* })?;)*) => {
        $(
            rt::operation! {
                pub(crate) struct $name: $verb $path as $id $({ $($spec)* })?
                -> Result<Value, Error<Problem>> as rt::Json<_>, rt::Json<_>
            }

            impl $name {
                #[allow(dead_code, reason = "not each of them has a body")]
                pub(crate) fn body(self, body: impl Into<Body>) -> Self {
                    Self(self.0.bytes(body))
                }
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
    Post = post: POST "/messages" as "postMessage";
    Put = put: PUT "/messages/1" as "putMessage";
    PostKeyed = post_keyed: POST "/messages" as "postKeyed" { idempotency: rt::Idempotency::Key("X-Key-Of-Call") };
    PostSecured = post_secured: POST "/secured" as "postSecured" { security: Some(&[&[rt::Need::new(&TOKEN, &[])]]) };
    PostByKey = post_by_key: POST "/by-key" as "postByKey" { security: Some(&[&[rt::Need::new(&KEY, &[])]]) };
    PostByQuery = post_by_query: POST "/by-query" as "postByQuery" {
        security: Some(&[&[rt::Need::new(&QUERY_KEY, &[])]]),
    };
    PostSecretly = post_secretly: POST "/messages" as "postSecretly" { params: &[rt::Param::query("k").secret()] };
    PostRelative = post_relative: POST "/relative" as "postRelative" { servers: &[rt::Server::new("../v2")] };
    PostAsBob = post_as_bob: POST "/file" as "postAsBob" { servers: &[rt::Server::new("http://bob:hunter3@other.localhost/")] };
    PostElsewhere = post_elsewhere: POST "/file" as "postElsewhere" { servers: &[rt::Server::new("http://upload.localhost/up/")] };
    List = list: GET "/messages" as "listMessages";
}

impl Post {
    /// A multipart body of two parts.
    pub(crate) fn parts(self, text: &str, file: Part) -> Self {
        Self(self.0.multipart().part("text", &text.to_owned()).file("file", file))
    }
}

impl Client {
    /// A message of that text.
    pub(crate) fn say(&self, text: &str) -> Post {
        self.post().body(format!("\"{text}\""))
    }
}

/// What is taken is answered so.
pub(crate) const TAKEN: &str = "true";

/// A clock, a server, a network, an outbox in memory, and a client of all of them.
pub(crate) struct Stage {
    pub(crate) clock: VirtualClock,
    pub(crate) server: MockTransport,
    pub(crate) network: Connectivity,
    pub(crate) outbox: Outbox,
    pub(crate) client: Client,
}

impl Stage {
    pub(crate) fn new() -> Self {
        Self::with(Outbox::in_memory(), |builder| builder)
    }

    pub(crate) fn with(
        outbox: clientwright_runtime::OutboxBuilder,
        more: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> Self {
        let (clock, server, builder) = setting();
        let network = Connectivity::new();
        let outbox = clock.run(outbox.open()).unwrap();
        let builder = builder.outbox(outbox.clone()).connectivity(network.clone());
        let client = more(builder).build().unwrap();
        Self { clock, server, network, outbox, client }
    }

    /// The bodies that have arrived, in order.
    pub(crate) fn bodies(&self) -> Vec<String> {
        self.server.calls().iter().map(|call| call.text()).collect()
    }

    /// The keys that have arrived, in order.
    pub(crate) fn keys(&self) -> Vec<String> {
        self.server.calls().iter().map(|call| call.header("idempotency-key").unwrap_or_default().to_owned()).collect()
    }

    /// Waits so long.
    pub(crate) async fn pass(&self, seconds: u64) {
        use clientwright_runtime::Clock;
        self.clock.sleep(std::time::Duration::from_secs(seconds)).await;
    }
}
