//! How values become messages. Enters: values as serde sees them. Leaves: messages, and back.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::frame::Frame;
use crate::codec::{self, Decode, Encode, Vacant};
use crate::future::{BoxError, MaybeSend, MaybeSync};

/// How the values of a socket become messages. Default: [`JsonText`].
///
/// Another one is a few lines around any format that speaks serde:
///
/// ```
/// use clientwright_runtime::{BoxError, Frame, Incoming, Outgoing, Received, SocketCodec};
/// use serde::de::DeserializeSeed;
///
/// #[derive(Debug)]
/// struct BinaryJson;
///
/// impl SocketCodec for BinaryJson {
///     fn encode(&self, value: Outgoing<'_>) -> Result<Frame, BoxError> {
///         Ok(Frame::from(serde_json::to_vec(&value)?))
///     }
///
///     fn decode(&self, received: Received<'_>, value: Incoming<'_>) -> Result<(), BoxError> {
///         let mut bytes = serde_json::Deserializer::from_slice(received.as_bytes());
///         Ok(value.deserialize(&mut bytes)?)
///     }
/// }
/// ```
pub trait SocketCodec: MaybeSend + MaybeSync + fmt::Debug + 'static {
    /// The message that a value is.
    ///
    /// # Errors
    /// The value cannot be written in this format.
    fn encode(&self, value: Outgoing<'_>) -> Result<Frame, BoxError>;

    /// Reads a message into a value.
    ///
    /// # Errors
    /// The message is not in this format, or is not such a value. That ends no socket: the receiver gets the error in the
    /// message's place.
    fn decode(&self, received: Received<'_>, value: Incoming<'_>) -> Result<(), BoxError>;
}

/// JSON in text messages. Reads JSON out of binary messages too, as some servers send it so.
#[derive(Clone, Copy, Debug, Default)]
pub struct JsonText;

impl SocketCodec for JsonText {
    fn encode(&self, value: Outgoing<'_>) -> Result<Frame, BoxError> {
        Ok(Frame::Text(String::from_utf8(codec::to_vec(value.0)?)?))
    }

    fn decode(&self, received: Received<'_>, value: Incoming<'_>) -> Result<(), BoxError> {
        match received {
            Received::Text(json) => codec::decode_str(json, value.0)?,
            Received::Binary(json) => codec::decode_slice(json, value.0)?,
        }
        Ok(())
    }
}

/// A message that has come, as a codec sees it.
#[derive(Clone, Copy)]
pub enum Received<'a> {
    /// A text message.
    Text(&'a str),
    /// A binary message.
    Binary(&'a [u8]),
}

impl<'a> Received<'a> {
    /// The bytes of the message, of whichever kind it is.
    pub fn as_bytes(self) -> &'a [u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Binary(bytes) => bytes,
        }
    }
}

/// Shows the length only.
impl fmt::Debug for Received<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self {
            Self::Text(_) => "Text",
            Self::Binary(_) => "Binary",
        };
        write!(f, "{kind}(<{} bytes>)", self.as_bytes().len())
    }
}

/// A value on its way out; serde writes it in any format.
#[derive(Clone, Copy)]
pub struct Outgoing<'a>(&'a dyn Encode);

impl<'a> Outgoing<'a> {
    pub(crate) fn new(value: &'a dyn Encode) -> Self {
        Self(value)
    }
}

impl Serialize for Outgoing<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        codec::serialize(self.0, serializer)
    }
}

impl fmt::Debug for Outgoing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Outgoing")
    }
}

/// A value on its way in, still vacant; serde fills it from any format.
pub struct Incoming<'a>(&'a mut dyn Vacant);

impl<'a> Incoming<'a> {
    pub(crate) fn new<T: Decode>(value: &'a mut T) -> Self {
        Self(value)
    }
}

impl<'de> DeserializeSeed<'de> for Incoming<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        codec::deserialize_into(deserializer, self.0)
    }
}

impl fmt::Debug for Incoming<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Incoming")
    }
}
