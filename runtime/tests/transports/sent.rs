//! Whether the server may have seen the request, where the transport is what knows it: a call is given up at each stage of its request, and
//! the server has counted what it saw.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use clientwright_runtime::{
    BoxError, BoxFuture, Error, Proxy, ReqwestTransport, ReqwestTransportBuilder, Resolver, RetryPolicy, Sent,
    Timeouts, TokioClock,
};
use futures_util::future::{join, pending};
use tokio::net::TcpListener;

use crate::api::patient;
use crate::client::{Client, Problem};
use crate::log::Log;
use crate::script::{Reply, Script, Then};
use crate::server::{self, Speaks};
use crate::setups::stalled;

const LIMIT: Duration = Duration::from_secs(3);

/// Each way to give a call up: by a limit, or where there is none by the client's end.
fn ends() -> [Timeouts; 4] {
    let none = Timeouts::none;
    [none().attempt(LIMIT), none().read(LIMIT), none().operation(LIMIT), none()]
}

fn settings() -> ReqwestTransportBuilder {
    ReqwestTransport::builder().no_system_proxy().connect_timeout(None)
}

fn client(base: &str, settings: ReqwestTransportBuilder, limits: Timeouts) -> Client {
    let builder = patient().base_url(base).transport(settings.build().unwrap());
    builder.timeouts(limits).retry(RetryPolicy::never()).clock(TokioClock).build().unwrap()
}

/// How a POST of `client` ends, which stays where it is once it has `reached` that.
async fn given_up(client: &Client, limits: Timeouts, reached: impl AsyncFn()) -> Error<Problem> {
    let call = client.post().body("once").into_future();
    let closing = async {
        reached().await;
        client.inner.close().await;
    };
    let result = if limits == Timeouts::none() {
        stalled(reached(), async { join(call, closing).await.0 }).await
    } else {
        stalled(reached(), call).await
    };
    tokio::time::resume();
    result.err().unwrap()
}

/// Waits until so much has been counted.
async fn counted(counter: &AtomicUsize, count: usize) {
    while counter.load(Ordering::SeqCst) < count {
        tokio::task::yield_now().await;
    }
}

/// A resolver that never finds anything, and how often it was asked.
fn lost() -> (impl Resolver, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let resolver = move |_: &str| -> BoxFuture<'static, Result<Vec<SocketAddr>, BoxError>> {
        count.fetch_add(1, Ordering::SeqCst);
        Box::pin(pending())
    };
    (resolver, asked)
}

/// A server that says nothing to whoever connects, and how many did.
async fn mute() -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, connections) = (listener.local_addr().unwrap(), Arc::new(AtomicUsize::new(0)));
    let count = Arc::clone(&connections);
    tokio::spawn(async move {
        let mut kept = Vec::new();
        while let Ok((stream, _)) = listener.accept().await {
            // Something has come: the beginning of a handshake.
            stream.readable().await.unwrap();
            count.fetch_add(1, Ordering::SeqCst);
            kept.push(stream);
        }
    });
    (address, connections)
}

#[tokio::test]
async fn what_waits_for_its_connection_was_not_sent() {
    for limits in ends() {
        let (resolver, asked) = lost();
        let nowhere = client("http://api.company.example/", settings().resolver(resolver), limits);
        let error = given_up(&nowhere, limits, async || counted(&asked, 1).await).await;
        assert_eq!(
            (error.was_sent(), asked.load(Ordering::SeqCst)),
            (Sent::No, 1),
            "name lookup, {limits:?}: {error:?}"
        );

        let (address, connections) = mute().await;
        let unshaken = client(&format!("https://{address}/"), settings(), limits);
        let error = given_up(&unshaken, limits, async || counted(&connections, 1).await).await;
        assert_eq!(error.was_sent(), Sent::No, "TLS handshake, {limits:?}: {error:?}");

        let (address, connections) = mute().await;
        let proxy = Proxy::all(format!("http://{address}"));
        let untunnelled = client("https://api.company.example/", settings().proxy(proxy), limits);
        let error = given_up(&untunnelled, limits, async || counted(&connections, 1).await).await;
        assert_eq!(error.was_sent(), Sent::No, "tunnel, {limits:?}: {error:?}");
    }
}

#[tokio::test]
async fn what_waits_for_the_connection_of_another_was_not_sent() {
    let (resolver, asked) = lost();
    let limits = Timeouts::none().attempt(LIMIT);
    let client = client("http://api.company.example/", settings().resolver(resolver).http2_prior_knowledge(), limits);
    let calls = join(client.post().into_future(), client.post().into_future());
    let (one, other) = stalled(counted(&asked, 1), calls).await;
    for error in [one.err().unwrap(), other.err().unwrap()] {
        assert_eq!(error.was_sent(), Sent::No, "{error:?}");
    }
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn what_a_connection_has_taken_may_have_been_seen() {
    let beginning = Reply::status(200).piece("{").then(Then::Silence);
    for (reply, sent) in [(Reply::Never, Sent::Maybe), (beginning, Sent::Yes)] {
        for (speaks, settings) in [
            (Speaks::Http1, settings as fn() -> ReqwestTransportBuilder),
            (Speaks::Http2, || settings().http2_prior_knowledge()),
        ] {
            for limits in ends() {
                // The second one goes over a connection that is there.
                let log = Log::new(Script::default().on("GET", "/item", [Reply::item("1")]).on(
                    "POST",
                    "/item",
                    [reply.clone()],
                ));
                let address = server::serve(speaks.clone(), &log).await;
                let client = client(&format!("http://{address}/"), settings(), limits);
                client.get().await.unwrap();
                if sent == Sent::Yes && limits.attempt.is_some() {
                    // The limit ends with the head.
                    continue;
                }
                let error = given_up(&client, limits, async || log.requests(2).await).await;
                let seen = log.seen.lock().unwrap().len();
                assert_eq!((error.was_sent(), seen), (sent, 2), "{limits:?}: {error:?}");
            }
        }
    }
}
