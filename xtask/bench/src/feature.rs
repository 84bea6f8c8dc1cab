//! What a call can have, one thing at a time. In comes a name, out goes a client that has it on and nothing else, and the server that it
//! takes.

use std::io;
use std::net::SocketAddr;

use anyhow::Context;
use clientwright_runtime::{
    Body, Failure, HttpCache, Interceptor, Next, Outbox, Rejected, ReqwestTransport, ResponseBody, RetryPolicy,
    Timeouts, Token, TokenError, TokenSource,
};
use futures_util::FutureExt;
use http::{Request, Response};
use user_chat::{Client, ClientBuilder};

use crate::{http2, server};

const TOKEN: &str = "an-access-token-of-common-length";

/// One thing.
#[derive(Clone, Copy, Debug)]
pub struct Feature {
    /// As it is asked for and recorded.
    pub name: &'static str,
    /// What answers it.
    pub serve: fn() -> io::Result<SocketAddr>,
    builder: fn(ClientBuilder) -> anyhow::Result<ClientBuilder>,
}

/// All of them. First is nothing at all, last what a client has that is not told otherwise.
pub const FEATURES: &[Feature] = &[
    plain("nothing", Ok),
    plain("retries", |builder| Ok(builder.retry(RetryPolicy::standard()))),
    plain("time limits", |builder| Ok(builder.timeouts(Timeouts::new()))),
    plain("a source of tokens", |builder| Ok(builder.bearer(Steady))),
    plain("an interceptor of calls", |builder| Ok(builder.interceptor(Pass))),
    plain("an interceptor of attempts", |builder| Ok(builder.attempt_interceptor(Pass))),
    plain("a subscriber to spans", |builder| {
        let subscriber = tracing_subscriber::fmt().without_time().with_writer(io::sink);
        // Whoever measures several of them in one process has it already.
        let _ = subscriber.try_init();
        Ok(builder)
    }),
    plain("a cache of nothing", |builder| Ok(builder.cache(HttpCache::in_memory(1 << 20)))),
    Feature {
        name: "a cache of the answer",
        serve: server::start_with_lasting,
        builder: |builder| Ok(builder.cache(HttpCache::in_memory(1 << 20))),
    },
    // A store in memory is open at once.
    plain("an outbox", |builder| {
        let outbox = Outbox::in_memory().open().now_or_never().context("it is not open yet")??;
        Ok(builder.outbox(outbox))
    }),
    Feature { name: "a compressed answer", serve: server::start_with_gzip, builder: Ok },
    Feature {
        name: "HTTP/2",
        serve: http2::start,
        builder: |builder| Ok(builder.transport(ReqwestTransport::builder().http2_prior_knowledge().build()?)),
    },
    plain("retries and time limits", |builder| Ok(builder.retry(RetryPolicy::standard()).timeouts(Timeouts::new()))),
];

const fn plain(name: &'static str, builder: fn(ClientBuilder) -> anyhow::Result<ClientBuilder>) -> Feature {
    Feature { name, serve: server::start, builder }
}

impl Feature {
    /// The one of that name.
    ///
    /// # Errors
    /// There is none.
    pub fn named(name: &str) -> anyhow::Result<&'static Self> {
        FEATURES.iter().find(|feature| feature.name == name).with_context(|| format!("there is no `{name}`"))
    }

    /// A client that has it.
    ///
    /// # Errors
    /// It cannot be built.
    pub fn client(&self, server: SocketAddr) -> anyhow::Result<Client> {
        let builder = Client::builder().base_url(format!("http://{server}")).bearer(TOKEN);
        let builder = builder.retry(RetryPolicy::never()).timeouts(Timeouts::none());
        Ok((self.builder)(builder)?.build()?)
    }
}

/// Has one token, which lasts.
struct Steady;

impl TokenSource for Steady {
    async fn load(&self) -> Result<Token, TokenError> {
        Ok(Token::new(TOKEN))
    }

    async fn refresh(&self, _: Rejected) -> Result<Token, TokenError> {
        Ok(Token::new(TOKEN))
    }
}

/// Changes nothing.
struct Pass;

impl Interceptor for Pass {
    async fn intercept(&self, request: Request<Body>, next: Next<'_>) -> Result<Response<ResponseBody>, Failure> {
        next.run(request).await
    }
}
