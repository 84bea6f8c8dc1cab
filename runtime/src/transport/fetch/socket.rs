//! A WebSocket of the browser (WebSockets Standard, <https://websockets.spec.whatwg.org>). Enters: a request for one. Leaves: what looks like
//! the response 101 to it, with a connection of messages.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderName, HeaderValue, Response, StatusCode, header};
use js_sys::{Array, ArrayBuffer, Uint8Array};
use url::Url;
use wasm_bindgen::closure::WasmClosure;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BinaryType, CloseEvent, MessageEvent, WebSocket};

use super::super::{ResponseBody, TransportError, TransportErrorKind, accept};
use super::{FetchTransport, Thrown, thrown, unsendable};

/// A connection that no longer speaks HTTP: a WebSocket of the browser.
pub struct Upgraded {
    socket: WebSocket,
    events: Rc<RefCell<Events>>,
    /// What the browser calls, which has to be there as long.
    _handlers: Handlers,
}

/// What has happened and was not taken yet.
#[derive(Default)]
struct Events {
    is_open: bool,
    waiting: VecDeque<Event>,
    waker: Option<Waker>,
}

/// What happens on a socket.
pub(crate) enum Event {
    Text(String),
    Binary(Bytes),
    /// The end, with the closing handshake or without.
    Closed {
        code: u16,
        reason: String,
        is_clean: bool,
    },
}

struct Handlers {
    _open: Closure<dyn FnMut(JsValue)>,
    _message: Closure<dyn FnMut(MessageEvent)>,
    _close: Closure<dyn FnMut(CloseEvent)>,
}

/// Opens the socket that a request asks for.
pub(super) async fn open(transport: &FetchTransport, head: &Parts) -> Result<Response<ResponseBody>, TransportError> {
    let refuse = |why: String| TransportError::new(TransportErrorKind::Request, why);
    let mut url = Url::parse(&head.uri.to_string()).map_err(|error| refuse(error.to_string()))?;
    let scheme = if url.scheme() == "https" { "wss" } else { "ws" };
    url.set_scheme(scheme).map_err(|()| refuse(format!("{} is no URL of a socket", url.scheme())))?;
    for (name, value) in head.headers.iter().filter(|(name, _)| !is_of_handshake(name)) {
        match (&transport.socket_token, token(name, value)) {
            (Some(parameter), Some(token)) => drop(url.query_pairs_mut().append_pair(parameter, token)),
            (None, Some(_)) => {
                return Err(refuse(
                    "a browser opens a socket without the header `authorization`: `FetchTransport::socket_token` says where \
                     else the token may go"
                        .to_owned(),
                ));
            }
            (_, None) => return Err(refuse(format!("a browser opens a socket without the header `{name}`"))),
        }
    }
    let offered = head.headers.get_all(header::SEC_WEBSOCKET_PROTOCOL).iter().filter_map(|value| value.to_str().ok());
    let offered = offered.flat_map(|value| value.split(',')).map(|name| JsValue::from_str(name.trim()));
    let socket = WebSocket::new_with_str_sequence(url.as_str(), &offered.collect::<Array>()).map_err(unsendable)?;
    let upgraded = Upgraded::of(socket);
    poll_fn(|cx| upgraded.poll_open(cx)).await?;
    Ok(agreed(head, upgraded))
}

/// Headers that the browser has a say of its own in, and what is said of errors, which no page sees.
fn is_of_handshake(name: &HeaderName) -> bool {
    *name == header::ACCEPT
        || *name == header::CONNECTION
        || *name == header::UPGRADE
        || name.as_str().starts_with("sec-websocket-")
}

/// The bearer token that a header holds.
fn token<'v>(name: &HeaderName, value: &'v HeaderValue) -> Option<&'v str> {
    let value = (*name == header::AUTHORIZATION).then(|| value.to_str().ok()).flatten()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token)
}

/// The response that the browser has checked (RFC 6455 section 4.2.2), as a server gives it.
fn agreed(head: &Parts, upgraded: Upgraded) -> Response<ResponseBody> {
    let protocol = upgraded.socket.protocol();
    let mut response = Response::new(ResponseBody::Upgraded(upgraded));
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let headers = response.headers_mut();
    headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
    let key = head.headers.get(header::SEC_WEBSOCKET_KEY).and_then(|key| key.to_str().ok()).unwrap_or_default();
    headers.extend(HeaderValue::try_from(accept(key)).ok().map(|value| (header::SEC_WEBSOCKET_ACCEPT, value)));
    let chosen = (!protocol.is_empty()).then(|| HeaderValue::try_from(protocol).ok()).flatten();
    headers.extend(chosen.map(|value| (header::SEC_WEBSOCKET_PROTOCOL, value)));
    response
}

impl Upgraded {
    fn of(socket: WebSocket) -> Self {
        socket.set_binary_type(BinaryType::Arraybuffer);
        let events = Rc::new(RefCell::new(Events::default()));
        let handlers = Handlers {
            _open: handler(&events, |events, _: JsValue| events.is_open = true, |run| socket.set_onopen(run)),
            _message: handler(&events, Events::heard, |run| socket.set_onmessage(run)),
            _close: handler(&events, Events::closed, |run| socket.set_onclose(run)),
        };
        Self { socket, events, _handlers: handlers }
    }

    fn poll_open(&self, cx: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        let mut events = self.events.borrow_mut();
        if events.is_open {
            return Poll::Ready(Ok(()));
        }
        if let Some(Event::Closed { .. }) = events.waiting.front() {
            let why =
                "the socket was not opened: the server cannot be reached, or has refused; a browser does not say which";
            return Poll::Ready(Err(TransportError::new(TransportErrorKind::Io, Thrown(why.to_owned()))));
        }
        events.waker = Some(cx.waker().clone());
        Poll::Pending
    }

    /// What happens next.
    pub(crate) fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Event> {
        let mut events = self.events.borrow_mut();
        if let Some(event) = events.waiting.pop_front() {
            return Poll::Ready(event);
        }
        events.waker = Some(cx.waker().clone());
        Poll::Pending
    }

    /// Sends a text message.
    pub(crate) fn send_text(&self, text: &str) -> Result<(), String> {
        self.socket.send_with_str(text).map_err(said)
    }

    /// Sends a binary message.
    pub(crate) fn send_binary(&self, bytes: &[u8]) -> Result<(), String> {
        self.socket.send_with_u8_array(bytes).map_err(said)
    }

    /// Begins the closing handshake; with no code where the browser lets no page say it.
    pub(crate) fn close(&self, code: u16, reason: &str) -> Result<(), String> {
        match code {
            1000 | 3000..=4999 => self.socket.close_with_code_and_reason(code, reason),
            _ => self.socket.close(),
        }
        .map_err(said)
    }

    /// The bytes that the browser has not sent yet.
    pub(crate) fn unsent(&self) -> u32 {
        self.socket.buffered_amount()
    }

    /// The connection has ended.
    pub(crate) fn has_ended(&self) -> bool {
        self.socket.ready_state() == WebSocket::CLOSED
    }
}

fn said(error: JsValue) -> String {
    thrown(error).0
}

/// What the browser is to call, which it is told by `set`.
fn handler<T>(
    events: &Rc<RefCell<Events>>,
    note: impl Fn(&mut Events, T) + 'static,
    set: impl FnOnce(Option<&js_sys::Function>),
) -> Closure<dyn FnMut(T)>
where
    T: 'static,
    dyn FnMut(T): WasmClosure,
{
    let events = Rc::clone(events);
    let run = move |event: T| {
        let waker = {
            let mut events = events.borrow_mut();
            note(&mut events, event);
            events.waker.take()
        };
        waker.into_iter().for_each(Waker::wake);
    };
    let closure = Closure::<dyn FnMut(T)>::wrap(Box::new(run) as Box<dyn FnMut(T)>);
    set(Some(closure.as_ref().unchecked_ref()));
    closure
}

impl Events {
    fn heard(&mut self, event: MessageEvent) {
        let data = event.data();
        self.waiting.push_back(match data.as_string() {
            Some(text) => Event::Text(text),
            None => Event::Binary(Uint8Array::new(&data.unchecked_into::<ArrayBuffer>()).to_vec().into()),
        });
    }

    fn closed(&mut self, event: CloseEvent) {
        let (code, reason, is_clean) = (event.code(), event.reason(), event.was_clean());
        self.waiting.push_back(Event::Closed { code, reason, is_clean });
    }
}

/// Nothing is called any more; the browser closes what is open.
impl Drop for Upgraded {
    fn drop(&mut self) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        // A socket that has ended takes it too.
        let _ = self.socket.close();
    }
}

impl fmt::Debug for Upgraded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upgraded").finish_non_exhaustive()
    }
}
