//! Documented response headers as typed values, read leniently: what is missing or malformed is none.
//!
//! In comes the header map, out go values. Lines of one name are one value, joined by commas (RFC 9110 section 5.3); those
//! of `Set-Cookie` are a list (RFC 6265 section 3). A header that a reader does not get typed is still among all headers.

use http::HeaderMap;
use http::header::SET_COOKIE;

use crate::codec::{self, Decode};
use crate::wire::{Plain, Simple};

/// The documented headers of a reply.
pub trait FromHeaders: Sized {
    /// Reads them; nothing fails.
    fn from_headers(headers: &HeaderMap) -> Self;
}

impl FromHeaders for () {
    fn from_headers(_: &HeaderMap) -> Self {}
}

/// How a header is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderForm {
    /// Style simple: lists as `a,b`, objects as `k,v,k,v`.
    Simple,
    /// Style simple, exploded: objects as `k=v,k=v`.
    Exploded,
    /// A JSON document.
    Json,
}

/// One header, if it is there and reads as a `T`.
pub fn documented_header<T: Decode>(headers: &HeaderMap, name: &str, form: HeaderForm) -> Option<T> {
    let lines: Vec<String> = headers.get_all(name).iter().map(|line| text(line.as_bytes())).collect();
    if lines.is_empty() {
        return None;
    }
    let whole = lines.join(", ");
    let read = match form {
        HeaderForm::Json => codec::from_slice(whole.as_bytes()).ok(),
        HeaderForm::Simple | HeaderForm::Exploded => {
            let items = match name.eq_ignore_ascii_case(SET_COOKIE.as_str()) {
                true => lines.iter().map(String::as_str).collect(),
                false => items(&whole),
            };
            let simple = Simple { whole: &whole, items, explode: form == HeaderForm::Exploded };
            codec::deserialize(simple).ok().or_else(|| codec::deserialize(Plain(&http_date(&whole)?)).ok())
        }
    };
    if read.is_none() {
        #[cfg(feature = "tracing")]
        tracing::debug!(target: "clientwright", header = name, "a documented header is malformed");
    }
    read
}

/// A time as HTTP writes it (RFC 9110 section 5.6.7), as RFC 3339 does: descriptions call both `date-time`.
fn http_date(text: &str) -> Option<String> {
    let time = jiff::Timestamp::try_from(httpdate::parse_http_date(text).ok()?).ok()?;
    Some(time.to_string())
}

fn text(line: &[u8]) -> String {
    String::from_utf8_lossy(line).trim().to_owned()
}

/// The elements of a list, the empty ones left out (RFC 9110 section 5.6.1). A comma within quotes is no delimiter; quotes
/// that do not end are characters like any other.
fn items(list: &str) -> Vec<&str> {
    let mut quoted = false;
    let mut escaped = false;
    let mut outside = |char: char| {
        let is_delimiter = char == ',' && !quoted;
        match char {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ => {}
        }
        is_delimiter
    };
    let mut items: Vec<&str> = list.split(&mut outside).collect();
    if quoted {
        items = list.split(',').collect();
    }
    items.into_iter().map(str::trim).filter(|item| !item.is_empty()).collect()
}

/// Makes a struct of `Option` fields the documented headers of a reply: `name = "X-Name";`, and behind the name `exploded` or
/// `json` where the header is written so.
#[doc(hidden)]
#[macro_export]
macro_rules! headers {
    ($name:ident { $($field:ident = $header:literal $($form:ident)?;)* }) => {
        impl $crate::private::FromHeaders for $name {
            fn from_headers(headers: &$crate::private::HeaderMap) -> Self {
                Self { $(
                    $field: $crate::private::documented_header(headers, $header, $crate::__header_form!($($form)?)),
                )* }
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __header_form {
    () => {
        $crate::private::HeaderForm::Simple
    };
    (exploded) => {
        $crate::private::HeaderForm::Exploded
    };
    (json) => {
        $crate::private::HeaderForm::Json
    };
}
