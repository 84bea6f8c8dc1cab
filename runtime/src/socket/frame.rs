//! One message as it travels. Enters: values of the description's types, or frames made by hand. Leaves: text or binary
//! messages, and back.

use std::fmt;

use bytes::Bytes;
use tokio_websockets::{Message, Payload};

use super::codec::{Incoming, Outgoing, Received, SocketCodec};
use crate::codec::{Decode, Encode, vacant};
use crate::future::BoxError;

/// A message as it is: what sockets send and receive whose messages are not described. RFC 6455 section 5.6 knows these two.
#[derive(Clone, PartialEq, Eq)]
pub enum Frame {
    /// A text message.
    Text(String),
    /// A binary message.
    Binary(Bytes),
}

/// Shows the length only.
impl fmt::Debug for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "Text(<{} bytes>)", text.len()),
            Self::Binary(bytes) => write!(f, "Binary(<{} bytes>)", bytes.len()),
        }
    }
}

impl From<String> for Frame {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Frame {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<Bytes> for Frame {
    fn from(bytes: Bytes) -> Self {
        Self::Binary(bytes)
    }
}

impl From<Vec<u8>> for Frame {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Binary(bytes.into())
    }
}

impl Frame {
    /// The message as the framing takes it. No `From`, which would be public.
    pub(super) fn into_message(self) -> Message {
        match self {
            Self::Text(text) => Message::text(text),
            Self::Binary(bytes) => Message::binary(Payload::from(bytes)),
        }
    }
}

/// What a socket can send: everything that the codec writes, [`Frame`]s, and `Bytes` as binary messages.
pub trait ToFrame {
    /// The message that this value is.
    ///
    /// # Errors
    /// What of the value cannot be written.
    fn to_frame(&self, codec: &dyn SocketCodec) -> Result<Frame, BoxError>;
}

impl<T: Encode> ToFrame for T {
    fn to_frame(&self, codec: &dyn SocketCodec) -> Result<Frame, BoxError> {
        codec.encode(Outgoing::new(self))
    }
}

impl ToFrame for Frame {
    fn to_frame(&self, _: &dyn SocketCodec) -> Result<Frame, BoxError> {
        Ok(self.clone())
    }
}

impl ToFrame for Bytes {
    fn to_frame(&self, _: &dyn SocketCodec) -> Result<Frame, BoxError> {
        Ok(Frame::Binary(self.clone()))
    }
}

/// What a socket can receive: everything that the codec reads, [`Frame`]s, and the `Bytes` of messages of either kind.
pub trait FromFrame: Sized {
    /// The value that a message is.
    ///
    /// # Errors
    /// The message is not one of this type.
    fn from_frame(received: Received<'_>, codec: &dyn SocketCodec) -> Result<Self, BoxError>;
}

impl<T: Decode> FromFrame for T {
    fn from_frame(received: Received<'_>, codec: &dyn SocketCodec) -> Result<Self, BoxError> {
        let mut value = vacant::<T>();
        codec.decode(received, Incoming::new(&mut value)).map(|()| value)
    }
}

impl FromFrame for Frame {
    fn from_frame(received: Received<'_>, _: &dyn SocketCodec) -> Result<Self, BoxError> {
        Ok(match received {
            Received::Text(text) => Self::Text(text.to_owned()),
            Received::Binary(bytes) => Self::Binary(Bytes::copy_from_slice(bytes)),
        })
    }
}

impl FromFrame for Bytes {
    fn from_frame(received: Received<'_>, _: &dyn SocketCodec) -> Result<Self, BoxError> {
        Ok(Self::copy_from_slice(received.as_bytes()))
    }
}
