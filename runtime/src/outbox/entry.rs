//! What is kept of a call, and how it is written down. Enters: the parts of a request without credentials. Leaves: bytes for a store, and
//! the same back. Making a request of them is the business of `delivery`.
//!
//! An entry is a length (four bytes, little endian), so many bytes of JSON, and the body as it is. A mark, what has become of an entry so
//! far, is JSON alone. Members that are not known are ignored, so that a later version may have more.

use std::fmt;

use bytes::{BufMut, Bytes, BytesMut};
use serde_json::{Value, json};

/// The number of an entry in its outbox: never given twice, and higher for what came later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(u64);

impl EntryId {
    /// The entry of that number, for an app that has written it down.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The number, to be written down.
    pub const fn get(self) -> u64 {
        self.0
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The most bytes of one entry. Its JSON makes six of a byte at most, none of the body's: a store that counts in four bytes can keep it.
pub(crate) const LONGEST: usize = 512 << 20;

/// A call as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) id: EntryId,
    pub(crate) queue: String,
    /// The name of the API that it is a call of.
    pub(crate) api: String,
    pub(crate) operation: Operation,
    /// Path and query, relative to the base URL, as they are on the wire.
    pub(crate) target: String,
    /// The headers of the call itself, its key among them.
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    /// None where there is no body at all.
    pub(crate) body: Option<Bytes>,
    pub(crate) key: String,
    /// Milliseconds since 1970 by the calendar.
    pub(crate) queued_at: u64,
}

/// What is kept of a description: what a request needs when no code of its call exists any more.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: String,
    pub(crate) template: String,
    /// The URL of its own server, where it has one.
    pub(crate) server: Option<String>,
    /// The header that its key is in.
    pub(crate) key_header: String,
    /// Alternatives of the names of the security schemes that it needs together.
    pub(crate) security: Vec<Vec<String>>,
    /// What is secret in its JSON, its path and its query.
    pub(crate) secret: [Vec<String>; 3],
}

/// What has become of an entry so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mark {
    /// How often it was sent, the retries of one sending not counted.
    pub(crate) attempts: u32,
    /// How often in a row a server has found it in conflict.
    pub(crate) conflicts: u32,
    /// How often in a row a server has said that the first request with its key is still at work.
    pub(crate) at_work: u32,
    /// Why it was not taken when it was sent last.
    pub(crate) failure: Option<String>,
    /// The status that came with it.
    pub(crate) status: Option<u16>,
    /// It is a dead letter.
    pub(crate) is_dead: bool,
}

/// Bytes that are no entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unreadable;

impl Entry {
    /// As a store keeps it.
    pub(crate) fn write(&self) -> Bytes {
        let Operation { id, method, template, server, key_header, security, secret } = &self.operation;
        let headers = self.headers.iter().map(|(name, value)| json!([name, latin1(value)]));
        let head = json!({
            "queue": self.queue,
            "api": self.api,
            "operation": id,
            "method": method,
            "template": template,
            "server": server,
            "security": security,
            "secret": secret,
            "target": self.target,
            "headers": headers.collect::<Vec<_>>(),
            "key_header": key_header,
            "key": self.key,
            "queued_at": self.queued_at,
            "has_body": self.body.is_some(),
        })
        .to_string();
        let body = self.body.as_deref().unwrap_or_default();
        let mut bytes = BytesMut::with_capacity(4 + head.len() + body.len());
        // What is longer is not let in.
        bytes.put_u32_le(u32::try_from(head.len()).unwrap_or(u32::MAX));
        bytes.put_slice(head.as_bytes());
        bytes.put_slice(body);
        bytes.freeze()
    }

    /// As it was written; the body is not copied.
    pub(crate) fn read(id: EntryId, mut bytes: Bytes) -> Result<Self, Unreadable> {
        let length = bytes.get(..4).and_then(|length| length.try_into().ok()).map(u32::from_le_bytes);
        let length = length.and_then(|length| usize::try_from(length).ok()).ok_or(Unreadable)?;
        let rest = bytes.split_off(4);
        let head = rest.get(..length).ok_or(Unreadable)?;
        let head: Value = serde_json::from_slice(head).map_err(|_| Unreadable)?;
        let body = rest.slice(length..);
        let text = |name: &str| head[name].as_str().map(str::to_owned).ok_or(Unreadable);
        let headers = head["headers"].as_array().ok_or(Unreadable)?.iter().map(|pair| {
            let name = pair[0].as_str().ok_or(Unreadable)?.to_owned();
            Ok((name, pair[1].as_str().and_then(bytes_of).ok_or(Unreadable)?))
        });
        let security = head["security"].as_array().ok_or(Unreadable)?.iter().map(texts);
        let operation = Operation {
            id: text("operation")?,
            method: text("method")?,
            template: text("template")?,
            server: head["server"].as_str().map(str::to_owned),
            key_header: text("key_header")?,
            security: security.collect(),
            secret: std::array::from_fn(|kind| texts(&head["secret"][kind])),
        };
        Ok(Self {
            id,
            queue: text("queue")?,
            api: text("api")?,
            operation,
            target: text("target")?,
            headers: headers.collect::<Result<_, _>>()?,
            body: head["has_body"].as_bool().ok_or(Unreadable)?.then_some(body),
            key: text("key")?,
            queued_at: head["queued_at"].as_u64().ok_or(Unreadable)?,
        })
    }

    /// The bytes that it takes of the outbox's limit.
    pub(crate) fn size(&self) -> usize {
        let headers = self.headers.iter().map(|(name, value)| name.len() + value.len());
        headers.sum::<usize>() + self.target.len() + self.queue.len() + self.body.as_ref().map_or(0, Bytes::len)
    }
}

/// Shows neither the body nor a header's value.
impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry")
            .field("id", &self.id)
            .field("queue", &self.queue)
            .field("operation", &self.operation.id)
            .field("body", &self.body.as_ref().map(Bytes::len))
            .finish_non_exhaustive()
    }
}

impl Mark {
    /// As a store keeps it.
    pub(crate) fn write(&self) -> Bytes {
        let Self { attempts, conflicts, at_work, failure, status, is_dead } = self;
        let mark = json!({
            "attempts": attempts, "conflicts": conflicts, "at_work": at_work, "failure": failure, "status": status, "dead": is_dead,
        });
        mark.to_string().into()
    }

    /// As it was written; of one that cannot be read, nothing is known.
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let mark: Value = serde_json::from_slice(bytes).unwrap_or_default();
        let number = |name: &str| mark[name].as_u64().and_then(|number| u32::try_from(number).ok()).unwrap_or_default();
        Self {
            attempts: number("attempts"),
            conflicts: number("conflicts"),
            at_work: number("at_work"),
            failure: mark["failure"].as_str().map(str::to_owned),
            status: mark["status"].as_u64().and_then(|status| u16::try_from(status).ok()),
            is_dead: mark["dead"].as_bool().unwrap_or_default(),
        }
    }
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(|text| text.as_str().map(str::to_owned)).collect()
}

/// A header's value may have bytes beyond ASCII, which JSON has no other way to write.
fn latin1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

fn bytes_of(text: &str) -> Option<Vec<u8>> {
    text.chars().map(|char| u8::try_from(u32::from(char)).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_read_as_it_was_written() {
        for body in [None, Some(Bytes::new()), Some(Bytes::from_static(b"\0\xff{}"))] {
            let entry = Entry {
                id: EntryId::new(7),
                queue: "chat/1 \"ü\"".to_owned(),
                api: "test".to_owned(),
                operation: Operation {
                    id: "post".to_owned(),
                    method: "POST".to_owned(),
                    template: "/a/{b}".to_owned(),
                    server: Some("http://other/".to_owned()),
                    key_header: "Idempotency-Key".to_owned(),
                    security: vec![vec!["token".to_owned(), "key".to_owned()], vec![]],
                    secret: [vec!["pin".to_owned()], vec![], vec!["q".to_owned()]],
                },
                target: "/a/%20?x=1".to_owned(),
                headers: vec![("x-name".to_owned(), b"gr\xfcn".to_vec())],
                body,
                key: "k".to_owned(),
                queued_at: u64::MAX,
            };
            assert_eq!(Entry::read(entry.id, entry.write()), Ok(entry));
        }
    }

    #[test]
    fn what_a_later_version_has_written_besides_is_ignored() {
        let head = br#"{"queue":"q","api":"a","operation":"o","method":"POST","template":"/","server":null,"security":[],"secret":[[],[],[]],
            "target":"/","headers":[],"key_header":"K","key":"k","queued_at":1,"has_body":true,"later":{"than":["this"]}}"#;
        let bytes = [&u32::try_from(head.len()).unwrap().to_le_bytes(), &head[..], b"body"].concat();
        let entry = Entry::read(EntryId::new(1), bytes.into()).unwrap();
        assert_eq!((entry.queue.as_str(), entry.body.as_deref()), ("q", Some(&b"body"[..])));
        assert_eq!(Mark::read(br#"{"attempts":2,"later":[]}"#), Mark { attempts: 2, ..Mark::default() });
    }

    #[test]
    fn what_is_no_entry_is_told_and_does_not_panic() {
        for bytes in [&b""[..], b"\x01", b"\xff\xff\xff\xff{}", b"\x02\0\0\0{}", b"\0\0\0\0"] {
            assert_eq!(Entry::read(EntryId::new(1), Bytes::copy_from_slice(bytes)), Err(Unreadable));
        }
    }

    #[test]
    fn a_mark_is_read_as_it_was_written() {
        let failure = Some("503".to_owned());
        let mark = Mark { attempts: 3, conflicts: 1, at_work: 2, failure, status: Some(503), is_dead: true };
        assert_eq!(Mark::read(&mark.write()), mark);
        assert_eq!(Mark::read(b"?"), Mark::default());
    }
}
