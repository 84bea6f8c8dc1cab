//! A server in memory that follows a script.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use clientwright_runtime::testing::{Answer, MockTransport, Recorded};
use clientwright_runtime::{BoxFuture, Clock, Instant, SystemTime, TokioClock, TransportErrorKind};

use crate::script::{Piece, Reply, Script, Seen, Then};

/// The clock of its answers: those that are held come when they are let go, the others at once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gate(Arc<AtomicBool>);

impl Gate {
    pub(crate) fn open(&self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl Clock for Gate {
    fn now(&self) -> Instant {
        TokioClock.now()
    }

    fn wall(&self) -> SystemTime {
        TokioClock.wall()
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        let gate = self.clone();
        Box::pin(async move {
            while !gate.0.load(Ordering::SeqCst) {
                tokio::task::yield_now().await;
            }
        })
    }
}

pub(crate) fn server(script: Script, gate: &Gate) -> MockTransport {
    let mock = MockTransport::new(gate);
    for (asked, replies) in script.0 {
        let (method, path) = asked.split_once(' ').unwrap();
        let (last, first) = replies.split_last().unwrap();
        let rule = first.iter().fold(mock.on(method, path), |rule, reply| rule.once(answer(reply)));
        rule.reply(answer(last));
    }
    mock
}

fn answer(reply: &Reply) -> Answer {
    let response = match reply {
        Reply::Response(response) => response,
        Reply::Break => return Answer::error(TransportErrorKind::Io),
        Reply::Never => return Answer::silence(),
        #[cfg(feature = "websocket")]
        Reply::Echo => {
            return Answer::upgrade(|| {
                let (ours, theirs) = tokio::io::duplex(1 << 16);
                tokio::spawn(crate::server::echo(theirs));
                clientwright_runtime::Upgraded::new(ours)
            });
        }
    };
    let answer = Answer::status(response.status);
    let answer = if response.is_held { answer.delay(Duration::from_secs(1)) } else { answer };
    let answer = response.headers.iter().fold(answer, |answer, (name, value)| answer.header(name, value));
    let answer = response.pieces.iter().fold(answer, |answer, Piece(piece)| answer.body(piece.clone()));
    match response.then {
        Then::End => answer,
        Then::Silence => answer.then_silence(),
        Then::Break => answer.then_broken(),
        Then::Miscoded => answer.then_miscoded(),
    }
}

impl From<Recorded> for Seen {
    fn from(call: Recorded) -> Self {
        let url = url::Url::parse(&call.url).unwrap();
        let (host, query) = (url.host_str().unwrap().to_owned(), url.query().map(str::to_owned));
        let Recorded { method, path, headers, body, .. } = call;
        let (version, method) = ("none".to_owned(), method.to_string());
        Self { version, method, path, query, host, headers: crate::server::written(&headers), body: Piece(body) }
    }
}
