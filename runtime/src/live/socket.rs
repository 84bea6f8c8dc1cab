//! Sockets as what calls leave open. Enters: a response 101, its connection, and what holds its call open. Leaves: a socket that makes
//! the call again where it connects anew, with its credentials, interceptors and limits.

use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, PoisonError};

use http::StatusCode;

use super::open::{Kind, Live, Open, live, opened};
use crate::call::Call;
use crate::error::{AnyError, Failure};
use crate::exchange::Guard;
use crate::future::BoxFuture;
use crate::redact::Veil;
use crate::reply::{Decoder, Reply};
use crate::response::Trail;
use crate::retry::RetryPolicy;
use crate::socket::{Connect, Fresh, FromFrame, Hold, Renewal, Setting, Socket, ToFrame, connection, open};
use crate::transport::Sent;
use crate::wire::DecodeFailure;

impl<S, R, E, F> Open<F> for Socket<S, R, E>
where
    S: ToFrame + Send + 'static,
    R: FromFrame + 'static,
    E: fmt::Debug + Send + Sync + 'static,
    F: Decoder<Value = E> + 'static,
{
    const KIND: Kind = Kind::Socket;

    fn fits(head: &Reply) -> Result<(), DecodeFailure> {
        match head.status {
            StatusCode::SWITCHING_PROTOCOLS => Ok(()),
            _ => Err(DecodeFailure::Undocumented),
        }
    }

    fn open(live: Live) -> Self {
        let client = Arc::clone(live.call.setup());
        let options = live.call.options().socket.as_deref().cloned().unwrap_or_default();
        let (trail, clock) = (live.head.trail.clone(), Arc::clone(&client.clock));
        let gate = Arc::clone(&client.gate);
        let opened = clock.now();
        let latest = Arc::new(Mutex::new(Veil::default()));
        let connect =
            Box::new(Again::<Self, F> { call: live.call.clone(), veil: Arc::clone(&latest), types: PhantomData });
        let record = move || {
            let elapsed = trail.elapsed + clock.now().saturating_duration_since(opened);
            let mut trail = Trail { elapsed, sent: Sent::Yes, ..(*trail).clone() };
            trail.veil.merge(&latest.lock().unwrap_or_else(PoisonError::into_inner));
            trail
        };
        let setting = Setting {
            options,
            connect,
            closing: Box::pin(async move { gate.closing().await }),
            clock: Arc::clone(&client.clock),
            spawner: Arc::clone(&client.tasks) as _,
            chance: Arc::clone(&client.chance),
            record: Arc::new(record),
        };
        open(fresh(live), setting)
    }
}

/// The connection of a response 101.
fn fresh(live: Live) -> Fresh {
    let headers = live.head.headers;
    match live.body.into_upgraded() {
        Some((upgraded, guard)) => Fresh { connection: connection(Some(upgraded)), headers, hold: Box::new(guard) },
        // The handshake has made sure that there is one.
        None => Fresh { connection: connection(None), headers, hold: Box::new(()) },
    }
}

impl Hold for Guard {
    fn end(&self, received: u64, failure: Option<&Failure>) {
        Self::end(self, received, failure);
    }
}

/// Makes the call again.
struct Again<O, F> {
    call: Call,
    /// The secrets of the latest connection.
    veil: Arc<Mutex<Veil>>,
    types: PhantomData<fn() -> (O, F)>,
}

impl<O: Open<F> + 'static, F: Decoder + 'static> Connect for Again<O, F>
where
    F::Value: fmt::Debug + Send + Sync + 'static,
{
    fn connect(&mut self, renewal: Renewal) -> BoxFuture<'static, Result<Fresh, AnyError>> {
        let mut call = self.call.clone();
        let options = call.options_mut();
        renewal.headers.iter().for_each(|(name, value)| options.header(name, value));
        renewal.query.iter().for_each(|(name, value)| options.query(name, value));
        // The socket has waits of its own between its attempts.
        options.retry(RetryPolicy::never());
        let reopened = opened::<O, F>(call);
        let veil = Arc::clone(&self.veil);
        Box::pin(async move {
            // The call, whose connection this is one more of, was answered.
            let reopened = reopened.await.map_err(|failure| failure.known_sent(Sent::Yes));
            let live = live::<F>(reopened?)?;
            veil.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&live.head.trail.veil);
            Ok(fresh(live))
        })
    }
}
