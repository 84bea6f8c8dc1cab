//! What a generated operation is: a call plus the types of its outcomes. Enters: a call. Leaves: futures of typed
//! results. Sending is one function for all operations; only the decoding at its end knows types, so that an API of a
//! thousand operations compiles the way there once.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::StatusCode;

use crate::error::{Error, ErrorKind, Failure};
use crate::exchange;
use crate::future::BoxFuture;
use crate::response::{Response, Trail};
use crate::wire::{Body, Call, DecodeFailure, Decoder, FromHeaders, Reply};

/// A generated operation. Implemented by the macro `operation!` only.
pub trait Operation: Sized {
    /// Decodes a 2xx reply.
    type Success: Decoder;
    /// Decodes every other reply.
    type Failure: Decoder;
    /// The documented headers of a 2xx reply.
    type Headers: FromHeaders;

    /// The call with its values and options.
    fn call(&self) -> &Call;
    /// The call, to change.
    fn call_mut(&mut self) -> &mut Call;
    /// The call, taken out.
    fn into_call(self) -> Call;
}

/// The typed error of an operation.
pub type ErrorOf<O> = Error<<<O as Operation>::Failure as Decoder>::Value>;

/// The typed response of an operation.
pub type ResponseOf<O> = Response<<<O as Operation>::Success as Decoder>::Value, <O as Operation>::Headers>;

/// A call on its way to the value that `S` decodes, or an error whose documented body `F` decodes. Dropping it cancels
/// the call.
#[must_use = "a call is sent when it is awaited"]
pub struct Sending<S, F> {
    reply: BoxFuture<'static, Result<Reply, Failure>>,
    types: PhantomData<fn() -> (S, F)>,
}

impl<S, F> Sending<S, F> {
    /// Sends `call` once it is polled.
    pub fn new(call: Call) -> Self {
        Self { reply: exchange::execute(call), types: PhantomData }
    }
}

impl<S: Decoder, F: Decoder> Future for Sending<S, F> {
    type Output = Result<S::Value, Error<F::Value>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let reply = ready!(self.reply.as_mut().poll(cx))?;
        Poll::Ready(value::<S, F>(reply).map(|(value, _)| value))
    }
}

impl<S, F> fmt::Debug for Sending<S, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sending").finish_non_exhaustive()
    }
}

/// A call on its way to its whole [`Response`]. Dropping it cancels the call.
#[must_use = "a call is sent when it is awaited"]
pub struct SendingResponse<S, F, H> {
    reply: BoxFuture<'static, Result<Reply, Failure>>,
    types: Types<S, F, H>,
}

type Types<S, F, H> = PhantomData<fn() -> (S, F, H)>;

impl<S, F, H> SendingResponse<S, F, H> {
    /// Sends `call` once it is polled.
    pub fn new(call: Call) -> Self {
        Self { reply: exchange::execute(call), types: PhantomData }
    }
}

impl<S: Decoder, F: Decoder, H: FromHeaders> Future for SendingResponse<S, F, H> {
    type Output = Result<Response<S::Value, H>, Error<F::Value>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let reply = ready!(self.reply.as_mut().poll(cx))?;
        Poll::Ready(response::<S, F, H>(reply))
    }
}

impl<S, F, H> fmt::Debug for SendingResponse<S, F, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SendingResponse").finish_non_exhaustive()
    }
}

/// The request that `operation` would send, but for credentials.
pub fn request<O: Operation>(operation: &O) -> Result<http::Request<Body>, ErrorOf<O>> {
    let call = operation.call();
    Ok(exchange::prepare(call).map_err(|failure| failure.on(blank(call)))?)
}

/// What `operation` makes of `response`, whoever has received it.
pub fn decode<O: Operation>(operation: &O, response: http::Response<Bytes>) -> Result<ResponseOf<O>, ErrorOf<O>> {
    let (head, body) = response.into_parts();
    let trail = Box::new(blank(operation.call()));
    self::response::<O::Success, O::Failure, O::Headers>(Reply::new(head.status, head.headers, body, trail))
}

fn blank(call: &Call) -> Trail {
    Trail::new(call.spec(), call.client().inner.redaction.clone())
}

fn response<S: Decoder, F: Decoder, H: FromHeaders>(reply: Reply) -> Result<Response<S::Value, H>, Error<F::Value>> {
    let (body, reply) = value::<S, F>(reply)?;
    let documented = H::from_headers(&reply.headers);
    let Reply { status, headers, trail, .. } = reply;
    Ok(Response { status, headers, documented, body, trail })
}

/// The decoded body of a success with the reply it came in, or the error that the reply is.
fn value<S: Decoder, F: Decoder>(reply: Reply) -> Result<(S::Value, Reply), Error<F::Value>> {
    // A success that the description leaves to `default` is what `default` says. What comes is not always what it says:
    // a body that is none of those is read as that of the success that is described.
    let described = reply.spec().success;
    let left_to_default = !described.is_empty() && !described.contains(&reply.status.as_u16());
    if reply.status.is_success() && !(left_to_default && F::decode(&reply).is_ok()) {
        return match S::decode(&reply) {
            Ok(value) => Ok((value, reply)),
            Err(failure) => Err(undecodable(reply, failure).into()),
        };
    }
    match F::decode(&reply) {
        Ok(body) => Err(Error::documented(Failure::reply(ErrorKind::Api, reply, None), body)),
        Err(failure) => Err(Failure::reply(ErrorKind::UnexpectedStatus, reply, Some(failure)).into()),
    }
}

fn undecodable(reply: Reply, failure: DecodeFailure) -> Failure {
    let kind = match (&failure, reply.status) {
        (DecodeFailure::Undocumented, _) => ErrorKind::UnexpectedStatus,
        // A success without content where content is documented is an undocumented success.
        (DecodeFailure::ContentType { .. }, StatusCode::NO_CONTENT) => ErrorKind::UnexpectedStatus,
        (DecodeFailure::ContentType { .. }, _) => ErrorKind::UnexpectedContentType,
        (DecodeFailure::Body(_), _) => ErrorKind::Decode,
    };
    Failure::reply(kind, reply, Some(failure))
}

/// Makes a struct around a `Call` an operation:
/// `operation! { Name, Success, Failure }` or `operation! { Name, Success, Failure, Headers }`.
///
/// It gets the per-call options, `request`, `decode` and `response`, and can be awaited.
#[doc(hidden)]
#[macro_export]
macro_rules! operation {
    ($name:ident, $success:ty, $failure:ty $(,)?) => {
        $crate::operation! { $name, $success, $failure, () }
    };
    ($name:ident, $success:ty, $failure:ty, $headers:ty $(,)?) => {
        impl $crate::private::Operation for $name {
            type Success = $success;
            type Failure = $failure;
            type Headers = $headers;

            fn call(&self) -> &$crate::private::Call {
                &self.0
            }

            fn call_mut(&mut self) -> &mut $crate::private::Call {
                &mut self.0
            }

            fn into_call(self) -> $crate::private::Call {
                self.0
            }
        }

        impl $name {
            /// Limits the time of the whole call, retries and waits included.
            pub fn timeout(mut self, limit: ::std::time::Duration) -> Self {
                self.0.options_mut().timeout(limit);
                self
            }

            /// Sets the time by which the whole call has to be done.
            pub fn deadline(mut self, deadline: $crate::Instant) -> Self {
                self.0.options_mut().deadline(deadline);
                self
            }

            /// Sets when and how often this call is tried again.
            pub fn retry(mut self, policy: $crate::RetryPolicy) -> Self {
                self.0.options_mut().retry(policy);
                self
            }

            /// Sends another header, in place of one of that name.
            pub fn header(mut self, name: &str, value: &str) -> Self {
                self.0.options_mut().header(name, value);
                self
            }

            /// Sends another query parameter.
            pub fn query(mut self, name: &str, value: &str) -> Self {
                self.0.options_mut().query(name, value);
                self
            }

            /// The request as it would be sent, but for credentials. Nothing is sent.
            pub fn request(
                &self,
            ) -> ::std::result::Result<$crate::private::http::Request<$crate::Body>, $crate::private::ErrorOf<Self>>
            {
                $crate::private::request(self)
            }

            /// What a response to this call means, whoever has received it.
            pub fn decode(
                &self,
                response: $crate::private::http::Response<$crate::Bytes>,
            ) -> ::std::result::Result<$crate::private::ResponseOf<Self>, $crate::private::ErrorOf<Self>> {
                $crate::private::decode(self, response)
            }

            /// Sends the call; the future gives the status and the headers with the body.
            pub fn response(self) -> $crate::private::SendingResponse<$success, $failure, $headers> {
                $crate::private::SendingResponse::new(self.0)
            }
        }

        impl ::std::future::IntoFuture for $name {
            type Output = ::std::result::Result<
                <$success as $crate::private::Decoder>::Value,
                $crate::Error<<$failure as $crate::private::Decoder>::Value>,
            >;
            type IntoFuture = $crate::private::Sending<$success, $failure>;

            fn into_future(self) -> Self::IntoFuture {
                $crate::private::Sending::new(self.0)
            }
        }
    };
}
