//! Over real sockets on this machine: what only a connection shows. Time stands still but for what a law lets pass.

mod apart;
mod broken;
#[cfg(feature = "gzip")]
mod coded;
mod gone;
#[cfg(feature = "http2")]
mod http2;
mod shared;
mod validated;

use clientwright_runtime::testing::{Answer, Recorded, Script, ScriptedServer, VirtualClock};
use clientwright_runtime::{Body, Bytes, CachePolicy, ErrorKind, HttpCache, RetryPolicy};

use crate::client::{Client, ClientBuilder};

/// A server, and a client of it with a cache in memory, which tries once.
struct Wire {
    server: ScriptedServer,
    clock: VirtualClock,
    client: Client,
}

impl Wire {
    fn new() -> Self {
        Self::with(|builder| builder)
    }

    fn with(more: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Self {
        let (server, clock) = (ScriptedServer::start().unwrap(), VirtualClock::new());
        let client = more(client(server.url(), &clock)).build().unwrap();
        Self { server, clock, client }
    }

    /// What is stored of the item; none where there is nothing.
    async fn stored(&self) -> Option<String> {
        match self.client.get().cache_policy(CachePolicy::OnlyIfCached).await {
            Ok(item) => Some(item.id),
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::CacheMiss, "{error}");
                None
            }
        }
    }

    /// Asks for the item in a way of its own.
    async fn ask(&self, method: &str, headers: &[(&str, &str)]) -> http::Response<Bytes> {
        let request = http::Request::builder().method(method).uri("/item");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        self.client.inner.send(request.body(Body::empty()).unwrap()).await.unwrap()
    }
}

fn client(url: String, clock: &VirtualClock) -> ClientBuilder {
    let builder = ClientBuilder::new().base_url(url).clock(clock.clone()).retry(RetryPolicy::never());
    builder.cache(HttpCache::in_memory(1 << 20))
}

/// Answers one request, and ends the connection, as is told: no call meets one that nobody has seen the end of.
fn once(answer: Answer) -> Script {
    Script::new().request().answer(answer.header("connection", "close")).close()
}

/// All that a request says in a field, line by line.
fn lines<'r>(request: &'r Recorded, name: &str) -> Vec<&'r [u8]> {
    request.headers.get_all(name).iter().map(|value| value.as_bytes()).collect()
}

/// What the cache says it has done for a request that is no operation.
fn told(response: &http::Response<Bytes>) -> &str {
    response.headers()["cache-status"].to_str().unwrap()
}
