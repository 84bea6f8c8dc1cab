//! An API with one call of each kind that leaves something open, and one that does not.

use std::pin::Pin;
use std::time::Duration;

use clientwright_runtime::private as rt;
use clientwright_runtime::{
    ByteStream, Bytes, Error, ErrorKind, EventOptions, Events, JsonStream, PartStream, ReconnectPolicy, RetryPolicy,
    Socket, SocketOptions,
};
use futures_util::{Stream, StreamExt};

use crate::client::{Client, ClientBuilder, Problem};
use crate::runtimes::soon;
use crate::server::Server;

static EVENTS: rt::Spec = rt::Spec { accept: "text/event-stream", ..rt::Spec::get("events", "/events") };
static VALUES: rt::Spec = rt::Spec { accept: "application/x-ndjson", ..rt::Spec::get("values", "/values") };
static BYTES: rt::Spec = rt::Spec { accept: "*/*", ..rt::Spec::get("bytes", "/bytes") };
static PARTS: rt::Spec = rt::Spec { accept: "multipart/mixed", ..rt::Spec::get("parts", "/parts") };
static ITEM: rt::Spec = rt::Spec::get("item", "/item");
static CHAT: rt::Spec = rt::Spec { success: &[101], ..rt::Spec::get("chat", "/{room}") };

type Json = rt::Json<Problem>;
pub(crate) type Chat = Socket<String, String, Problem>;

/// A client of `server`, not built yet.
pub(crate) fn builder(server: &Server) -> ClientBuilder {
    let builder = ClientBuilder::new().base_url(format!("http://{}/", server.address));
    builder.retry(RetryPolicy::never())
}

/// A stream of whatever, of which only errors tell.
pub(crate) type Items = Pin<Box<dyn Stream<Item = Result<(), ErrorKind>> + Send>>;

fn items<T: 'static, E: 'static>(stream: impl Stream<Item = Result<T, Error<E>>> + Send + 'static) -> Items {
    Box::pin(stream.map(|item| item.map(drop).map_err(|error| error.kind())))
}

impl Client {
    pub(crate) async fn events(&self, options: EventOptions) -> Result<Events<i64, Problem>, Error<Problem>> {
        let mut call = self.inner.call(&EVENTS);
        call.options_mut().events(options);
        rt::open::<Events<i64, Problem>, Json>(call).await
    }

    pub(crate) async fn item(&self) -> Result<i64, Error<Problem>> {
        rt::send::<rt::Json<i64>, Json>(self.inner.call(&ITEM)).await
    }

    pub(crate) async fn chat(&self, room: &str, options: SocketOptions) -> Result<Chat, Error<Problem>> {
        let mut call = self.inner.call(&CHAT).path("room", &room.to_owned());
        call.options_mut().socket(options);
        rt::open::<Chat, Json>(call).await
    }

    /// One stream of each kind, its first item read. None ends by itself.
    pub(crate) async fn streams(&self) -> Vec<(&'static str, Items)> {
        let call = |spec| self.inner.call(spec);
        let mut streams = vec![
            ("events", items(self.events(EventOptions::new().reconnects(0)).await.unwrap())),
            ("values", items(rt::open::<JsonStream<i64, Problem>, Json>(call(&VALUES)).await.unwrap())),
            ("bytes", items(rt::open::<ByteStream<Problem>, Json>(call(&BYTES)).await.unwrap())),
            ("parts", items(rt::open::<PartStream<Bytes, Problem>, Json>(call(&PARTS)).await.unwrap())),
        ];
        for (name, stream) in &mut streams {
            assert_eq!(soon(stream.next()).await, Some(Ok(())), "{name}");
        }
        streams
    }
}

/// A socket that connects anew after so long.
pub(crate) fn again(wait: Duration) -> SocketOptions {
    SocketOptions::new().reconnect(ReconnectPolicy::new().backoff(wait, wait))
}
