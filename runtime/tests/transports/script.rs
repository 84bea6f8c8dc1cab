//! What a server says, whatever it is reached by; and what it was asked.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use clientwright_runtime::Body;
use clientwright_runtime::TransportErrorKind;
use clientwright_runtime::testing::{Answer, Recorded};
use http::HeaderMap;
use tokio::sync::Notify;

/// The answers to each method and path, in order; the last one is for all that follow.
#[derive(Clone, Debug, Default)]
pub(crate) struct Script(pub(crate) BTreeMap<(&'static str, &'static str), Vec<Reply>>);

impl Script {
    pub(crate) fn on(mut self, method: &'static str, path: &'static str, replies: impl Into<Vec<Reply>>) -> Self {
        self.0.insert((method, path), replies.into());
        self
    }
}

/// One answer.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    Response(Response),
    /// None: the connection, or the stream of HTTP/2, breaks.
    Break,
    /// None, ever.
    Never,
    /// A WebSocket that sends back what it gets.
    #[cfg(feature = "websocket")]
    Echo,
}

#[derive(Clone, Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) pieces: Vec<Bytes>,
    pub(crate) then: Then,
}

/// What comes behind the pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Then {
    End,
    Silence,
    Break,
    /// The pieces turn out not to be coded as the head says.
    Miscoded,
}

impl Reply {
    pub(crate) fn status(status: u16) -> Self {
        Self::Response(Response { status, headers: Vec::new(), pieces: Vec::new(), then: Then::End })
    }

    pub(crate) fn json(status: u16, json: &str) -> Self {
        Self::status(status).header("content-type", "application/json").piece(json.to_owned())
    }

    pub(crate) fn item(id: &str) -> Self {
        Self::json(200, &format!(r#"{{"id":"{id}"}}"#))
    }

    fn edit(mut self, edit: impl FnOnce(&mut Response)) -> Self {
        if let Self::Response(response) = &mut self {
            edit(response);
        }
        self
    }

    pub(crate) fn header(self, name: &'static str, value: impl Into<String>) -> Self {
        self.edit(|it| it.headers.push((name, value.into())))
    }

    pub(crate) fn piece(self, piece: impl Into<Bytes>) -> Self {
        self.edit(|it| it.pieces.push(piece.into()))
    }

    pub(crate) fn then(self, then: Then) -> Self {
        self.edit(|it| it.then = then)
    }

    /// The same, of a server in memory.
    pub(crate) fn mocked(&self) -> Answer {
        let response = match self {
            Self::Response(response) => response,
            Self::Break => return Answer::error(TransportErrorKind::Io),
            Self::Never => return Answer::silence(),
            #[cfg(feature = "websocket")]
            Self::Echo => {
                return Answer::upgrade(|| {
                    let (ours, theirs) = tokio::io::duplex(1 << 16);
                    tokio::spawn(crate::server::echo(theirs));
                    clientwright_runtime::Upgraded::new(ours)
                });
            }
        };
        let answer = Answer::status(response.status);
        let answer = response.headers.iter().fold(answer, |answer, (name, value)| answer.header(name, value));
        let answer = response.pieces.iter().cloned().fold(answer, Answer::body);
        match response.then {
            Then::End => answer,
            Then::Silence => answer.then_silence(),
            Then::Break => answer.then_broken(),
            Then::Miscoded => answer.then_miscoded(),
        }
    }
}

/// A request as it came in.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Option<String>,
    /// Host and port.
    pub(crate) host: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

impl From<Recorded> for Seen {
    fn from(call: Recorded) -> Self {
        let url = url::Url::parse(&call.url).unwrap();
        let (host, query) = (url.host_str().unwrap().to_owned(), url.query().map(str::to_owned));
        let Recorded { method, path, headers, body, .. } = call;
        Self { method: method.to_string(), path, query, host, headers, body }
    }
}

/// What a server was asked, and what became of it.
#[derive(Debug)]
pub(crate) struct Log {
    script: Mutex<Script>,
    pub(crate) seen: Mutex<Vec<Seen>>,
    pub(crate) connections: AtomicUsize,
    /// Answers that the client has not waited for.
    left: AtomicUsize,
    changed: Notify,
}

impl Log {
    pub(crate) fn new(script: Script) -> Arc<Self> {
        let (seen, connections, left) = (Mutex::default(), AtomicUsize::new(0), AtomicUsize::new(0));
        Arc::new(Self { script: Mutex::new(script), seen, connections, left, changed: Notify::new() })
    }

    /// Notes a request; the answer to it.
    pub(crate) fn answer(&self, seen: Seen) -> Reply {
        let mut script = self.script.lock().unwrap();
        let mut replies =
            script.0.iter_mut().filter(|((method, path), _)| *method == seen.method && *path == seen.path);
        let reply = match replies.next() {
            Some((_, replies)) if replies.len() > 1 => replies.remove(0),
            Some((_, replies)) => replies[0].clone(),
            None => Reply::json(404, r#"{"code":"unscripted"}"#),
        };
        drop(script);
        self.seen.lock().unwrap().push(seen);
        self.changed.notify_waiters();
        reply
    }

    pub(crate) fn leave(&self) {
        self.left.fetch_add(1, Ordering::SeqCst);
        self.changed.notify_waiters();
    }

    /// Waits until so many requests are there.
    pub(crate) async fn requests(&self, count: usize) {
        self.until(|| self.seen.lock().unwrap().len() >= count).await;
    }

    /// Waits until the client has gone away from so many answers.
    pub(crate) async fn left(&self, count: usize) {
        self.until(|| self.left.load(Ordering::SeqCst) >= count).await;
    }

    async fn until(&self, done: impl Fn() -> bool) {
        loop {
            let changed = self.changed.notified();
            if done() {
                return;
            }
            changed.await;
        }
    }
}

/// So many bytes that say where they are.
pub(crate) fn pattern(length: usize) -> Bytes {
    (0_u32..).flat_map(u32::to_be_bytes).take(length).collect::<Vec<_>>().into()
}

/// A body in pieces, of known length.
pub(crate) fn pieces(bytes: &Bytes) -> Body {
    let pieces = bytes.chunks(50_000).map(|piece| Ok::<_, std::io::Error>(Bytes::copy_from_slice(piece)));
    Body::sized_stream(bytes.len() as u64, futures_util::stream::iter(pieces.collect::<Vec<_>>()))
}
