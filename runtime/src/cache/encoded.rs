//! Responses as bytes, for stores outside of memory. Enters: what is stored, or bytes that somebody has kept. Leaves: the other; none of bytes
//! that are not those which were written. Where they are kept is not its business.
//!
//! ```text
//! "CWC" version, number of responses, then of each: kind, status, times, asker, what Vary names, headers, body;
//! and behind all the SHA-256 of what stands before it. Numbers are big-endian, texts have their length before them.
//! ```

use std::sync::Arc;
use std::time::Duration;

use bytes::{Buf, BufMut, Bytes, BytesMut};
use http::StatusCode;
use http::header::{HeaderMap, HeaderName, HeaderValue, SET_COOKIE};
use web_time::SystemTime;

use super::freshness::Times;
use super::print::Fingerprint;
use super::selecting::Selecting;
use super::stored::{Kind, Stored};

/// The first bytes; the last of them is the version.
const MAGIC: [u8; 4] = *b"CWC\x01";

/// The length of a hash.
const HASH: usize = 32;

pub(super) fn write(responses: &[Arc<Stored>]) -> Bytes {
    let size: usize = responses.iter().map(|stored| stored.body.len() + 2048).sum();
    let mut out = BytesMut::with_capacity(size);
    out.put_slice(&MAGIC);
    out.put_u32(u32::try_from(responses.len()).unwrap_or(u32::MAX));
    for stored in responses {
        out.put_u8(match stored.kind {
            Kind::Get => 0,
            Kind::Head => 1,
        });
        out.put_u16(stored.status.as_u16());
        put_time(&mut out, stored.times.requested);
        put_time(&mut out, stored.times.received);
        put_print(&mut out, stored.asker);
        put_selecting(&mut out, &stored.selecting);
        put_headers(&mut out, &stored.headers);
        put_text(&mut out, &stored.body);
    }
    let hash = Fingerprint::of([out.as_ref()]);
    out.put_slice(&hash.0);
    out.freeze()
}

fn put_text(out: &mut BytesMut, text: &[u8]) {
    out.put_u64(text.len() as u64);
    out.put_slice(text);
}

/// Microseconds since 1970; what is before is that.
fn put_time(out: &mut BytesMut, time: SystemTime) {
    out.put_u64(micros(time));
}

fn micros(time: SystemTime) -> u64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_micros()).unwrap_or(u64::MAX)
}

/// A time as it is read again once it is written.
#[cfg(all(feature = "fs", not(target_arch = "wasm32")))]
pub(super) fn as_written(time: SystemTime) -> SystemTime {
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_micros(micros(time))).unwrap_or(time)
}

fn put_print(out: &mut BytesMut, print: Option<Fingerprint>) {
    out.put_u8(u8::from(print.is_some()));
    out.extend(print.iter().flat_map(|print| print.0));
}

fn put_selecting(out: &mut BytesMut, selecting: &Selecting) {
    match selecting {
        Selecting::Never => out.put_u8(0),
        Selecting::Fields(fields) => {
            out.put_u8(1);
            out.put_u64(fields.len() as u64);
            for (name, print) in fields {
                put_text(out, name.as_str().as_bytes());
                put_print(out, *print);
            }
        }
    }
}

fn put_headers(out: &mut BytesMut, headers: &HeaderMap) {
    let kept = || headers.iter().filter(|(name, _)| !is_secret(name));
    out.put_u64(kept().count() as u64);
    for (name, value) in kept() {
        put_text(out, name.as_str().as_bytes());
        put_text(out, value.as_bytes());
    }
}

/// What proves who has it: a cookie that is set.
pub(super) fn is_secret(name: &HeaderName) -> bool {
    *name == SET_COOKIE || name == "set-cookie2"
}

/// What was written, unless a byte of it is another one.
pub(super) fn read(bytes: &Bytes) -> Option<Vec<Stored>> {
    let content = bytes.len().checked_sub(HASH)?;
    let mut rest = bytes.slice(..content);
    if !rest.starts_with(&MAGIC) || Fingerprint::of([rest.as_ref()]).0 != bytes[content..] {
        return None;
    }
    rest.advance(MAGIC.len());
    let count = rest.try_get_u32().ok()?;
    let responses = (0..count).map(|_| stored(&mut rest)).collect::<Option<Vec<_>>>()?;
    rest.is_empty().then_some(responses)
}

fn stored(rest: &mut Bytes) -> Option<Stored> {
    let kind = match rest.try_get_u8().ok()? {
        0 => Kind::Get,
        1 => Kind::Head,
        _ => return None,
    };
    let status = StatusCode::from_u16(rest.try_get_u16().ok()?).ok()?;
    let times = Times { requested: time(rest)?, received: time(rest)? };
    let asker = print(rest)?;
    let (selecting, headers) = (selecting(rest)?, headers(rest)?);
    Some(Stored { kind, status, headers, body: text(rest)?, times, selecting, asker })
}

fn text(rest: &mut Bytes) -> Option<Bytes> {
    let length = usize::try_from(rest.try_get_u64().ok()?).ok().filter(|length| *length <= rest.len())?;
    Some(rest.split_to(length))
}

fn time(rest: &mut Bytes) -> Option<SystemTime> {
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_micros(rest.try_get_u64().ok()?))
}

fn print(rest: &mut Bytes) -> Option<Option<Fingerprint>> {
    if rest.try_get_u8().ok()? == 0 {
        return Some(None);
    }
    let mut hash = [0; HASH];
    rest.try_copy_to_slice(&mut hash).ok()?;
    Some(Some(Fingerprint(hash)))
}

fn selecting(rest: &mut Bytes) -> Option<Selecting> {
    if rest.try_get_u8().ok()? == 0 {
        return Some(Selecting::Never);
    }
    let count = rest.try_get_u64().ok()?;
    let field = |_| Some((HeaderName::from_bytes(&text(rest)?).ok()?, print(rest)?));
    Some(Selecting::Fields((0..count).map(field).collect::<Option<_>>()?))
}

fn headers(rest: &mut Bytes) -> Option<HeaderMap> {
    let count = rest.try_get_u64().ok()?;
    let mut headers = HeaderMap::new();
    for _ in 0..count {
        let name = HeaderName::from_bytes(&text(rest)?).ok()?;
        headers.try_append(name, HeaderValue::from_maybe_shared(text(rest)?).ok()?).ok()?;
    }
    Some(headers)
}
