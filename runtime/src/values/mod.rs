//! The values that models hold beyond the standard library's: times, identifiers, bytes, secrets, and properties
//! that tell `null` from absent. How they are read and written is the codec's business.

mod address;
mod base64;
mod date;
mod date_time;
mod maybe;
mod secret;
mod unlisted;

pub use self::base64::Base64;
pub use self::date_time::DateTime;
pub use self::maybe::Maybe;
pub use self::secret::Secret;
pub use self::unlisted::Unlisted;
pub use crate::codec::Constant;
pub use jiff::civil::Date;
pub use serde_json::{Number, Value};
pub use uuid::Uuid;
