//! What a generated operation is: a call plus the types of its outcomes. Enters: a call. Leaves: futures of typed
//! results. Sending is one function for all operations; only the decoding at its end knows types, so that an API of a
//! thousand operations compiles the way there once.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::StatusCode;

use crate::call::Call;
#[cfg(feature = "outbox")]
use crate::delivery::{self, Enqueueing};
use crate::error::{Error, Failure};
use crate::exchange::{self, Answered};
use crate::future::BoxFuture;
use crate::kind::ErrorKind;
use crate::reply::{Decoder, FromHeaders, Reply};
use crate::response::{Response, Trail};
use crate::transport::Sent;
use crate::wire::{Body, DecodeFailure};

mod optional;

/// A generated operation. Implemented by the macro `operation!` only.
pub trait Operation: Sized {
    /// The call with its values and options.
    fn call(&mut self) -> &mut Call;
}

/// A call on its way: a future of `Result<T, Error<E>>`. Nothing is sent before it is polled; dropping it cancels the call.
#[must_use = "a call is sent when it is awaited"]
pub struct Sending<T, E> {
    answered: BoxFuture<'static, Result<Answered, Failure>>,
    read: fn(Reply) -> Result<T, Error<E>>,
}

impl<T, E> Future for Sending<T, E> {
    type Output = Result<T, Error<E>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let Answered { reply, span } = ready!(self.answered.as_mut().poll(cx))?;
        let result = (self.read)(reply);
        span.read(result.as_ref().map(|_| ()).map_err(Error::as_failure));
        Poll::Ready(result)
    }
}

impl<T, E> fmt::Debug for Sending<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sending").finish_non_exhaustive()
    }
}

/// Sends `call` for the value that `S` decodes, or an error whose documented body `F` decodes.
pub fn send<S: Decoder, F: Decoder>(call: Call) -> Sending<S::Value, F::Value> {
    Sending { answered: exchange::execute(call), read: |reply| value::<S, F>(reply).map(|(value, _)| value) }
}

/// Sends `call` for its whole response, with the documented headers `H`.
pub fn send_for_response<S: Decoder, F: Decoder, H: FromHeaders>(
    call: Call,
) -> Sending<Response<S::Value, H>, F::Value> {
    Sending { answered: exchange::execute(call), read: response::<S, F, H> }
}

/// Keeps `call` in the outbox of its client, to be sent later for the value that `S` decodes.
#[cfg(feature = "outbox")]
pub fn enqueue<S: Decoder, F: Decoder>(call: Call, queue: &str) -> Enqueueing<S::Value, F::Value> {
    delivery::enqueue(call, queue, |reply| value::<S, F>(reply).map(|(value, _)| value))
}

/// The request that `call` would send, but for credentials.
pub fn request<E>(call: &Call) -> Result<http::Request<Body>, Error<E>> {
    Ok(exchange::prepare(call).map_err(|failure| failure.on(blank(call)))?)
}

/// What `call` makes of `response`, whoever has received it.
pub fn decode<S: Decoder, F: Decoder, H: FromHeaders>(
    call: &Call,
    response: http::Response<Bytes>,
) -> Result<Response<S::Value, H>, Error<F::Value>> {
    let (head, body) = response.into_parts();
    // Whoever has received it has sent the call.
    let trail = Trail { sent: Sent::Yes, ..blank(call) };
    self::response::<S, F, H>(Reply::new(head.status, head.headers, body, Box::new(trail)))
}

fn blank(call: &Call) -> Trail {
    Trail::new(call.spec(), call.setup().redaction.clone())
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
    Err(failure::<F>(reply))
}

/// The error that a reply is which is no success.
pub(crate) fn failure<F: Decoder>(reply: Reply) -> Error<F::Value> {
    match F::decode(&reply) {
        Ok(body) => Error::documented(Failure::reply(ErrorKind::Api, reply, None), body),
        Err(_) if reply.spec().is_bare(reply.status.as_u16()) => Failure::reply(ErrorKind::Api, reply, None).into(),
        Err(failure) => Failure::reply(ErrorKind::UnexpectedStatus, reply, Some(failure)).into(),
    }
}

/// The error that a success is which is not of the kind that was asked for.
pub(crate) fn misfit(answered: Answered, misfit: DecodeFailure) -> Failure {
    let Answered { reply, span } = answered;
    let failure = undecodable(reply, misfit);
    span.read(Err(&failure));
    failure
}

/// The error that a success is whose body is not what it should be.
pub(crate) fn undecodable(reply: Reply, failure: DecodeFailure) -> Failure {
    // A success that never has content (RFC 9110 sections 15.3.5 and 15.3.6) where content is documented is an undocumented success.
    let is_bare = matches!(reply.status, StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT) && reply.body.is_empty();
    let kind = match &failure {
        DecodeFailure::Undocumented => ErrorKind::UnexpectedStatus,
        DecodeFailure::ContentType { .. } | DecodeFailure::Body(_) if is_bare => ErrorKind::UnexpectedStatus,
        DecodeFailure::ContentType { .. } => ErrorKind::UnexpectedContentType,
        DecodeFailure::Body(_) => ErrorKind::Decode,
    };
    Failure::reply(kind, reply, Some(failure))
}

/// An operation: its call, what the description says of it, and what it gives, with the decoders of its success and of its
/// failure, and the type of its documented headers where it has some.
///
/// ```text
/// operation! {
///     /// A call of [`Users::create_user`].
///     pub struct CreateUser: POST "/users" as "createUser" { success: &[201] }
///     -> Result<User, Error<CreateUserError>> as rt::Json<_>, CreateUserError, CreateUserHeaders
/// }
/// ```
///
/// In braces are fields of its [`Spec`](crate::wire::Spec) that are not the usual ones. The call gets the per-call options, `request`,
/// `decode` and `response`, and can be awaited.
///
/// The word `list` before its decoder gives a success that is a list `elements` too: `-> Result<Vec<User>, ..> as list rt::Json<_>, ..`.
///
/// What stays open has the word `stream` in place of a decoder, `events` or `socket` where there are options for it:
/// `-> Result<JsonStream<Message, ApiError>, Error<ApiError>> as stream, rt::Json<_>`.
#[doc(hidden)]
#[macro_export]
macro_rules! operation {
    (
        $(#[$attribute:meta])* $vis:vis struct $name:ident: $method:tt $path:literal as $id:literal $({ $($field:ident: $given:expr),* $(,)? })?
        -> Result<$value:ty, Error<$error:ty>> as stream, $failure:ty $(, $headers:ty)?
    ) => {
        $crate::operation! { @call [$(#[$attribute])*] [$vis] $name $method $path $id [$($($field: $given,)*)?] }
        $crate::operation! { @open $name [$value] [$error] [$failure] [$($headers)?] }
    };
    (
        $(#[$attribute:meta])* $vis:vis struct $name:ident: $method:tt $path:literal as $id:literal $({ $($field:ident: $given:expr),* $(,)? })?
        -> Result<$value:ty, Error<$error:ty>> as events, $failure:ty $(, $headers:ty)?
    ) => {
        $crate::operation! { @call [$(#[$attribute])*] [$vis] $name $method $path $id [$($($field: $given,)*)?] }
        $crate::operation! { @open $name [$value] [$error] [$failure] [$($headers)?] }

        impl $name {
            /// How the events are followed: reconnecting, limits.
            pub fn options(mut self, options: $crate::EventOptions) -> Self {
                self.0.options_mut().events(options);
                self
            }
        }
    };
    (
        $(#[$attribute:meta])* $vis:vis struct $name:ident: $method:tt $path:literal as $id:literal $({ $($field:ident: $given:expr),* $(,)? })?
        -> Result<$value:ty, Error<$error:ty>> as socket, $failure:ty $(, $headers:ty)?
    ) => {
        $crate::operation! { @call [$(#[$attribute])*] [$vis] $name $method $path $id [$($($field: $given,)*)?] }
        $crate::operation! { @open $name [$value] [$error] [$failure] [$($headers)?] }

        impl $name {
            /// How the socket is held: pings, limits, subprotocols, reconnecting.
            pub fn options(mut self, options: $crate::SocketOptions) -> Self {
                self.0.options_mut().socket(options);
                self
            }
        }
    };
    // A list can be read while it arrives.
    (
        $(#[$attribute:meta])* $vis:vis struct $name:ident: $method:tt $path:literal as $id:literal $({ $($field:ident: $given:expr),* $(,)? })?
        -> Result<Vec<$item:ty>, Error<$error:ty>> as list $success:ty, $failure:ty $(, $headers:ty)?
    ) => {
        $crate::operation! { @call [$(#[$attribute])*] [$vis] $name $method $path $id [$($($field: $given,)*)?] }
        $crate::operation! { @ $name [Vec<$item>] [$error] [$success] [$failure] [$($headers)?] }
        $crate::operation! { @elements $name [$item] [$error] [$failure] }
    };
    (
        $(#[$attribute:meta])* $vis:vis struct $name:ident: $method:tt $path:literal as $id:literal $({ $($field:ident: $given:expr),* $(,)? })?
        -> Result<Vec<$item:ty>, Error<$error:ty> > as list $success:ty, $failure:ty $(, $headers:ty)?
    ) => {
        $crate::operation! { @call [$(#[$attribute])*] [$vis] $name $method $path $id [$($($field: $given,)*)?] }
        $crate::operation! { @ $name [Vec<$item>] [$error] [$success] [$failure] [$($headers)?] }
        $crate::operation! { @elements $name [$item] [$error] [$failure] }
    };
    (@elements $name:ident [$item:ty] [$error:ty] [$failure:ty]) => {
        impl $name {
            /// Gives the elements of the list one by one, as they come.
            pub fn elements(self) -> $crate::Opening<$crate::JsonStream<$item, $error>, $error> {
                $crate::private::open::<_, $failure>(self.0)
            }
        }
    };
    (
        $(#[$attribute:meta])* $vis:vis struct $name:ident: $method:tt $path:literal as $id:literal $({ $($field:ident: $given:expr),* $(,)? })?
        -> Result<$value:ty, Error<$error:ty>> as $success:ty, $failure:ty $(, $headers:ty)?
    ) => {
        $crate::operation! { @call [$(#[$attribute])*] [$vis] $name $method $path $id [$($($field: $given,)*)?] }
        $crate::operation! { @ $name [$value] [$error] [$success] [$failure] [$($headers)?] }
    };
    // Of `Error<Vec<E>>>` the compiler takes the brackets apart.
    (
        $(#[$attribute:meta])* $vis:vis struct $name:ident: $method:tt $path:literal as $id:literal $({ $($field:ident: $given:expr),* $(,)? })?
        -> Result<$value:ty, Error<$error:ty> > as $success:ty, $failure:ty $(, $headers:ty)?
    ) => {
        $crate::operation! { @call [$(#[$attribute])*] [$vis] $name $method $path $id [$($($field: $given,)*)?] }
        $crate::operation! { @ $name [$value] [$error] [$success] [$failure] [$($headers)?] }
    };
    (@call [$($attribute:tt)*] [$vis:vis] $name:ident $method:tt $path:literal $id:literal [$($spec:tt)*]) => {
        $($attribute)*
        #[derive(Clone, Debug)]
        #[must_use = "a call is sent when it is awaited"]
        $vis struct $name($crate::private::Call);

        impl $name {
            const SPEC: &'static $crate::private::Spec = &$crate::private::Spec {
                id: $id,
                method: $crate::operation_method!($method),
                path: $path,
                $($spec)*
                ..$crate::private::Spec::USUAL
            };
        }
    };
    (@ $name:ident [$value:ty] [$error:ty] [$success:ty] [$failure:ty] []) => {
        $crate::operation! { @ $name [$value] [$error] [$success] [$failure] [()] }
    };
    (@open $name:ident [$value:ty] [$error:ty] [$failure:ty] []) => {
        $crate::operation! { @open $name [$value] [$error] [$failure] [()] }
    };
    (@open $name:ident [$value:ty] [$error:ty] [$failure:ty] [$headers:ty]) => {
        $crate::operation! { @options $name [$error] }

        impl $name {
            /// Sends the call; the future gives the status and the headers with what is open.
            pub fn response(self) -> $crate::Opening<$crate::Response<$value, $headers>, $error> {
                $crate::private::open_for_response::<$value, $failure, $headers>(self.0)
            }
        }

        impl ::std::future::IntoFuture for $name {
            type Output = ::std::result::Result<$value, $crate::Error<$error>>;
            type IntoFuture = $crate::Opening<$value, $error>;

            fn into_future(self) -> Self::IntoFuture {
                $crate::private::open::<$value, $failure>(self.0)
            }
        }
    };
    (@options $name:ident [$error:ty]) => {
        impl $crate::private::Operation for $name {
            fn call(&mut self) -> &mut $crate::private::Call {
                &mut self.0
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

            /// Sets the limits of the phases of this call. The limit of the whole call stays where `timeout` has set it.
            pub fn timeouts(mut self, timeouts: $crate::Timeouts) -> Self {
                self.0.options_mut().timeouts(timeouts);
                self
            }

            /// Sets when and how often this call is tried again.
            pub fn retry(mut self, policy: $crate::RetryPolicy) -> Self {
                self.0.options_mut().retry(policy);
                self
            }

            /// Sends another header, in place of one of that name. Those that frame the message are the transport's.
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
            ///
            /// # Errors
            /// What of the call cannot be written.
            pub fn request(
                &self,
            ) -> ::std::result::Result<$crate::http::Request<$crate::Body>, $crate::Error<$error>> {
                $crate::private::request(&self.0)
            }
        }
    };
    (@ $name:ident [$value:ty] [$error:ty] [$success:ty] [$failure:ty] [$headers:ty]) => {
        $crate::operation! { @options $name [$error] }
        $crate::options_of_cache! { $name }
        $crate::operation_to_keep! { $name [$value] [$error] [$success] [$failure] }

        impl $name {
            /// Sets the most bytes of the response's body that are held in memory, counted once decompressed. A longer one is an error
            /// of kind [`BodyTooLarge`](clientwright_runtime::ErrorKind::BodyTooLarge). Default: the client's limit, 64 MiB unless set.
            pub fn max_body_bytes(mut self, limit: usize) -> Self {
                self.0.options_mut().max_body_bytes(limit);
                self
            }

            /// What a response to this call means, whoever has received it.
            ///
            /// # Errors
            /// The error that the response is.
            pub fn decode(
                &self,
                response: $crate::http::Response<$crate::Bytes>,
            ) -> ::std::result::Result<$crate::Response<$value, $headers>, $crate::Error<$error>> {
                $crate::private::decode::<$success, $failure, $headers>(&self.0, response)
            }

            /// Sends the call; the future gives the status and the headers with the body.
            pub fn response(self) -> $crate::Sending<$crate::Response<$value, $headers>, $error> {
                $crate::private::send_for_response::<$success, $failure, $headers>(self.0)
            }
        }

        impl ::std::future::IntoFuture for $name {
            type Output = ::std::result::Result<$value, $crate::Error<$error>>;
            type IntoFuture = $crate::Sending<$value, $error>;

            fn into_future(self) -> Self::IntoFuture {
                $crate::private::send::<$success, $failure>(self.0)
            }
        }
    };
}

/// A method is a word, or a text where it is none that everybody knows.
#[doc(hidden)]
#[macro_export]
macro_rules! operation_method {
    ($word:ident) => {
        ::std::stringify!($word)
    };
    ($text:literal) => {
        $text
    };
}
