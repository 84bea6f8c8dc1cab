//! A success has room for so many bytes, and no more is read of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{
    Body, BoxError, BoxFuture, Bytes, Error, ErrorKind, Failure, GaveUp, Interceptor, NetworkError, Next, ResponseBody,
    Sent, Transport, TransportError,
};
use futures_util::stream;
use http::{Request, Response};

use crate::api::Item;
use crate::client::{Problem, setting};

const MIB: usize = 1 << 20;

/// A server whose bodies do not end. Counts the bytes that were asked for.
#[derive(Clone, Default)]
struct Endless {
    status: u16,
    headers: Vec<(&'static str, String)>,
    pulled: Arc<AtomicUsize>,
    requests: Arc<AtomicUsize>,
}

impl Endless {
    fn of(status: u16) -> Self {
        Self { status, ..Self::default() }
    }

    fn header(mut self, name: &'static str, value: impl ToString) -> Self {
        self.headers.push((name, value.to_string()));
        self
    }

    fn pulled(&self) -> usize {
        self.pulled.load(Ordering::SeqCst)
    }

    fn body(&self) -> ResponseBody {
        let pulled = Arc::clone(&self.pulled);
        let block = Bytes::from(vec![b' '; MIB]);
        ResponseBody::Stream(Box::pin(stream::repeat_with(move || {
            pulled.fetch_add(MIB, Ordering::SeqCst);
            Ok::<_, BoxError>(block.clone())
        })))
    }
}

impl Transport for Endless {
    fn send(&self, _: Request<Body>) -> BoxFuture<'static, Result<Response<ResponseBody>, TransportError>> {
        self.requests.fetch_add(1, Ordering::SeqCst);
        let builder = Response::builder().status(self.status);
        let builder = self.headers.iter().fold(builder, |builder, (name, value)| builder.header(*name, value));
        let response = builder.body(self.body()).unwrap();
        Box::pin(async move { Ok(response) })
    }
}

/// The error of a GET from `server`.
fn refused(server: &Endless) -> Error<Problem> {
    let (clock, _, builder) = setting();
    let client = builder.transport(server.clone()).build().unwrap();
    clock.run(async { client.get().await.unwrap_err() })
}

/// What becomes of a GET whose answer is so long, under a limit of the client and one of the call.
fn get(length: usize, of_client: Option<usize>, of_call: Option<usize>) -> Result<Item, Error<Problem>> {
    let (clock, server, builder) = setting();
    let text = format!(r#"{{"id":"1"{}}}"#, " ".repeat(length - 10));
    server.on("GET", "/item").reply(Answer::json(200, text));
    let builder = of_client.into_iter().fold(builder, |builder, limit| builder.max_body_bytes(limit));
    let client = builder.build().unwrap();
    let call = of_call.into_iter().fold(client.get(), |call, limit| call.max_body_bytes(limit));
    clock.run(async { call.await })
}

#[test]
fn a_success_has_room_for_64_mib() {
    let server = Endless::of(200).header("x-request-id", "r-7");
    let error = refused(&server);
    assert_eq!((error.kind(), error.was_sent()), (ErrorKind::BodyTooLarge, Sent::Yes));
    assert_eq!(server.pulled(), 65 * MIB, "the first piece that has no room is the last");
    assert_eq!((error.status().map(|it| it.as_u16()), error.request_id()), (Some(200), Some("r-7")));
    assert_eq!((error.body().map(Bytes::len), error.is_body_truncated()), (Some(0), true));
    assert_eq!(
        error.to_string(),
        "getItem: GET /item: the response is too large (status 200): its body has more than 67108864 bytes (request id r-7)"
    );
}

#[test]
fn a_success_that_is_too_large_is_not_asked_for_again() {
    let server = Endless::of(200);
    let error = refused(&server);
    assert_eq!((error.is_retryable(), error.gave_up(), error.attempts().len()), (false, None::<GaveUp>, 1));
    assert_eq!(server.requests.load(Ordering::SeqCst), 1);
    assert!(matches!(error.into_network_error(), NetworkError::Serialization(_)));
}

#[test]
fn the_limit_itself_has_room() {
    assert_eq!(get(100, Some(100), None).unwrap().id, "1");
    assert_eq!(get(101, Some(100), None).err().unwrap().kind(), ErrorKind::BodyTooLarge);
    assert_eq!(get(101, Some(usize::MAX), None).unwrap().id, "1");
}

#[test]
fn a_call_has_a_limit_of_its_own() {
    assert_eq!(get(100, Some(50), Some(100)).unwrap().id, "1");
    assert_eq!(get(100, None, Some(99)).err().unwrap().kind(), ErrorKind::BodyTooLarge);
}

#[test]
fn a_length_beyond_the_limit_is_believed_before_anything_is_read() {
    let server = Endless::of(200).header("content-length", 1_usize << 30);
    let error = refused(&server);
    assert_eq!((error.kind(), server.pulled()), (ErrorKind::BodyTooLarge, 0));
    assert!(
        error.to_string().ends_with("its body has more than 67108864 bytes, of which the server declares 1073741824"),
        "{error}"
    );
}

#[test]
fn the_length_of_what_is_coded_says_nothing() {
    let server = Endless::of(200).header("content-length", 1_usize << 30).header("content-encoding", "unheard-of");
    let error = refused(&server);
    assert_eq!((error.kind(), server.pulled()), (ErrorKind::BodyTooLarge, 65 * MIB));
}

#[test]
fn the_length_of_what_is_left_out_says_nothing() {
    let (clock, server, builder) = setting();
    server.on("HEAD", "/item").reply(Answer::status(200).header("content-length", "1073741824"));
    let client = builder.build().unwrap();
    let request = Request::head("/item").body(Body::empty()).unwrap();
    let response = clock.run(async { client.inner.send(request).await.unwrap() });
    assert_eq!((response.headers()["content-length"].as_bytes(), response.body().len()), (&b"1073741824"[..], 0));
}

#[test]
fn an_error_is_cut_at_1_mib_and_stays_what_it_is() {
    let server = Endless::of(418).header("content-length", 1_usize << 30);
    let error = refused(&server);
    assert_eq!((error.kind(), error.status().map(|it| it.as_u16())), (ErrorKind::UnexpectedStatus, Some(418)));
    assert_eq!((error.body().map(Bytes::len), error.is_body_truncated()), (Some(MIB), true));
    assert_eq!(server.pulled(), 2 * MIB);
}

struct Unread(Endless);

impl Interceptor for Unread {
    async fn intercept(&self, _: Request<Body>, _: Next<'_>) -> Result<Response<ResponseBody>, Failure> {
        Ok(Response::new(self.0.body()))
    }
}

#[test]
fn what_an_interceptor_has_left_unread_has_the_limit_too() {
    let (clock, _, builder) = setting();
    let endless = Endless::of(200);
    let client = builder.interceptor(Unread(endless.clone())).max_body_bytes(3 * MIB).build().unwrap();
    let error = clock.run(async { client.get().await.unwrap_err() });
    assert_eq!((error.kind(), endless.pulled()), (ErrorKind::BodyTooLarge, 4 * MIB));
}
