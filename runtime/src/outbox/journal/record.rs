//! One record of a journal. Enters: changes. Leaves: bytes with checksums; and from such bytes the changes, or none where they are not well. All
//! numbers are little endian.
//!
//! | record | bytes |
//! |---|---:|
//! | `CWr1` | 4 |
//! | length of the payload | 4 |
//! | its number: one more than that of the record before | 8 |
//! | CRC-32 of the 16 bytes before, begun with the first half of the salt | 4 |
//! | CRC-32 of the payload, begun with the second half | 4 |
//! | payload | |
//!
//! A payload is a batch, which counts whole or not at all: of each change its kind (one byte: 1 put, 2 mark, 3 remove), the number of
//! its entry (eight), and but for a removal a length (four) and so many bytes. The front of a record has a checksum of its own, so that
//! its length is known to be right: a record whose end is missing was cut short by a crash and nothing else.

use bytes::{Buf, BufMut, Bytes, BytesMut};

use super::header::Salt;
use crate::outbox::{Change, EntryId};

pub(super) const RECORD: &[u8; 4] = b"CWr1";
/// The bytes in front of a payload.
pub(super) const FRONT: usize = 24;

const PUT: u8 = 1;
const MARK: u8 = 2;
const REMOVE: u8 = 3;

/// A batch as a record; none where it is longer than four bytes can say.
pub(super) fn write(salt: Salt, number: u64, changes: &[Change]) -> Option<Bytes> {
    let mut bytes = BytesMut::zeroed(FRONT);
    for change in changes {
        let (kind, id, content) = match change {
            Change::Put(id, entry) => (PUT, id, Some(entry)),
            Change::Mark(id, mark) => (MARK, id, Some(mark)),
            Change::Remove(id) => (REMOVE, id, None),
        };
        bytes.put_u8(kind);
        bytes.put_u64_le(id.get());
        if let Some(content) = content {
            bytes.put_u32_le(u32::try_from(content.len()).ok()?);
            bytes.put_slice(content);
        }
    }
    let length = u32::try_from(bytes.len() - FRONT).ok()?;
    let payload = salt.of_payload(&bytes[FRONT..]);
    let mut front = &mut bytes[..FRONT];
    front.put_slice(RECORD);
    front.put_u32_le(length);
    front.put_u64_le(number);
    let head = salt.of_front(&bytes[..FRONT - 8]);
    let mut sums = &mut bytes[FRONT - 8..FRONT];
    sums.put_u32_le(head);
    sums.put_u32_le(payload);
    Some(bytes.freeze())
}

/// A record that is well.
pub(super) struct Record {
    pub(super) number: u64,
    pub(super) changes: Vec<Change>,
    /// Where the next one begins.
    pub(super) end: usize,
}

/// The record at a place, if there is one that is well.
pub(super) fn read(salt: Salt, file: &Bytes, at: usize) -> Option<Record> {
    let (length, number) = front(salt, file.get(at..)?)?;
    let start = at + FRONT;
    let end = start.checked_add(length)?;
    let payload = file.get(start..end)?;
    let mut sum = &file[start - 4..start];
    if salt.of_payload(payload) != sum.get_u32_le() {
        return None;
    }
    Some(Record { number, changes: changes(file.slice(start..end))?, end })
}

/// The length and the number that a front says, where it is whole and well.
pub(super) fn front(salt: Salt, bytes: &[u8]) -> Option<(usize, u64)> {
    let front = bytes.get(..FRONT)?;
    let mut fields = front.strip_prefix(RECORD)?;
    let (length, number, sum) = (fields.get_u32_le(), fields.get_u64_le(), fields.get_u32_le());
    let is_right = salt.of_front(&front[..FRONT - 8]) == sum;
    is_right.then_some((usize::try_from(length).ok()?, number))
}

fn changes(mut payload: Bytes) -> Option<Vec<Change>> {
    let mut changes = Vec::new();
    while payload.has_remaining() {
        let kind = payload.try_get_u8().ok()?;
        let id = EntryId::new(payload.try_get_u64_le().ok()?);
        let mut content = || {
            let length = usize::try_from(payload.try_get_u32_le().ok()?).ok()?;
            (length <= payload.len()).then(|| payload.split_to(length))
        };
        changes.push(match kind {
            PUT => Change::Put(id, content()?),
            MARK => Change::Mark(id, content()?),
            REMOVE => Change::Remove(id),
            _ => return None,
        });
    }
    Some(changes)
}
