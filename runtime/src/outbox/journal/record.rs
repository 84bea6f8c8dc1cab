//! The journal's format. Enters: changes. Leaves: bytes with checksums; and from such bytes the changes, or what is wrong with them. Files
//! are not its business. All numbers are little endian.
//!
//! | header of the file | bytes |   | record | bytes |
//! |---|---:|---|---|---:|
//! | `CWOUTBOX` | 8 | | `CWr1` | 4 |
//! | version, 2 | 4 | | length of the payload | 4 |
//! | the next number of an entry | 8 | | its number: one more than that of the record before | 8 |
//! | the number of the record before the first | 8 | | CRC-32 of the 16 bytes before, begun with the first half of the salt | 4 |
//! | salt | 8 | | CRC-32 of the payload, begun with the second half | 4 |
//! | CRC-32 of the 36 bytes before | 4 | | payload | |
//!
//! The header stands there twice, at 0 and at 4096, with zeros in between: whatever takes a block of a disk leaves one of them. The first record
//! is behind the second.
//!
//! A payload is a batch, which counts whole or not at all: of each change its kind (one byte: 1 put, 2 mark, 3 remove), the number of
//! its entry (eight), and but for a removal a length (four) and so many bytes. The front of a record has a checksum of its own, so that
//! its length is known to be right: a record whose end is missing was cut short by a crash and nothing else.
//!
//! The salt is drawn for each file. Behind damage records are looked for byte by byte, and so within bodies too: whoever writes a body
//! does not know the salt, and cannot write a record into it.

use bytes::{Buf, BufMut, Bytes, BytesMut};
use memchr::memmem;
use uuid::Uuid;

use crate::outbox::{Change, EntryId};

const MAGIC: &[u8; 8] = b"CWOUTBOX";
const VERSION: u32 = 2;
/// The bytes of one header, and where the second begins.
const ONE: usize = 40;
const SECOND: usize = 4096;
/// The bytes in front of a file's first record.
pub(super) const HEADER: usize = SECOND + ONE;

const RECORD: &[u8; 4] = b"CWr1";
/// The bytes in front of a payload.
const FRONT: usize = 24;

const PUT: u8 = 1;
const MARK: u8 = 2;
const REMOVE: u8 = 3;

/// What the checksums of a file's records begin with: one half those of their fronts, the other those of their payloads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Salt([u32; 2]);

impl Salt {
    /// From the system's generator.
    pub(super) fn random() -> Self {
        let [a, b, c, d, .., e, f, g, h] = Uuid::new_v4().into_bytes();
        Self([u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h])])
    }

    fn of_front(self, bytes: &[u8]) -> u32 {
        checksum(self.0[0], bytes)
    }

    fn of_payload(self, bytes: &[u8]) -> u32 {
        checksum(self.0[1], bytes)
    }
}

fn checksum(begins: u32, bytes: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new_with_initial(begins);
    hasher.update(bytes);
    hasher.finalize()
}

/// What a file begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// The number of the next entry, as far as was known then.
    pub(super) next: u64,
    /// The number of the record before the first.
    pub(super) before: u64,
    pub(super) salt: Salt,
}

/// Why a header cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoHeader {
    Damaged,
    Version(u32),
}

impl Header {
    /// Both of them, and what is in between.
    pub(super) fn write(self) -> Vec<u8> {
        let mut one = Vec::with_capacity(HEADER);
        one.put_slice(MAGIC);
        one.put_u32_le(VERSION);
        one.put_u64_le(self.next);
        one.put_u64_le(self.before);
        self.salt.0.iter().for_each(|half| one.put_u32_le(*half));
        one.put_u32_le(crc32fast::hash(&one));
        let mut bytes = one.clone();
        bytes.resize(SECOND, 0);
        bytes.extend(one);
        bytes
    }

    /// The header, and whether all of it is well.
    fn read(bytes: &[u8]) -> Result<(Self, bool), NoHeader> {
        let (first, second) = (bytes.get(..ONE), bytes.get(SECOND..HEADER));
        let between = bytes.get(ONE..SECOND).unwrap_or_default();
        let is_well = first == second && between.iter().all(|byte| *byte == 0);
        if let Some(header) = [first, second].into_iter().flatten().find_map(Self::read_one) {
            return Ok((header, is_well));
        }
        let version = bytes.strip_prefix(MAGIC).and_then(|mut rest| rest.try_get_u32_le().ok());
        Err(version.filter(|version| *version != VERSION).map_or(NoHeader::Damaged, NoHeader::Version))
    }

    fn read_one(bytes: &[u8]) -> Option<Self> {
        let (content, mut sum) = bytes.split_at_checked(ONE - 4)?;
        let mut fields = content.strip_prefix(MAGIC)?;
        if crc32fast::hash(content) != sum.get_u32_le() || fields.get_u32_le() != VERSION {
            return None;
        }
        let (next, before) = (fields.get_u64_le(), fields.get_u64_le());
        Some(Self { next, before, salt: Salt([fields.get_u32_le(), fields.get_u32_le()]) })
    }
}

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

/// What stands in a file.
#[derive(Debug)]
pub(super) struct Scan {
    pub(super) header: Header,
    /// The batches, in order.
    pub(super) batches: Vec<Vec<Change>>,
    /// The number of the last record.
    pub(super) last: u64,
    /// How far everything is well.
    pub(super) good: usize,
    pub(super) tail: Tail,
}

/// What stands behind the last record that is well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tail {
    Nothing,
    /// The beginning of a record, or room that was never written.
    Torn,
    /// Neither a record nor the beginning of one, and nothing well behind it: cut short by a crash that wrote out of order, or damaged.
    Doubtful,
    /// Something damaged, and records behind it that are well, which `batches` has too; or one of the two headers is not well.
    Damaged,
}

/// Reads a file.
pub(super) fn scan(file: &Bytes) -> Result<Scan, NoHeader> {
    let (header, is_well) = Header::read(file)?;
    let (good, tail) = if is_well { (HEADER, Tail::Nothing) } else { (0, Tail::Damaged) };
    let mut scan = Scan { header, batches: Vec::new(), last: header.before, good, tail };
    let mut at = HEADER;
    loop {
        match read(header.salt, file, at) {
            Some(record) if record.number == scan.last + 1 => {
                at = record.end;
                scan.last = record.number;
                scan.batches.push(record.changes);
                if scan.tail == Tail::Nothing {
                    scan.good = at;
                }
            }
            _ if at == file.len() => return Ok(scan),
            _ => match resume(header.salt, file, at, scan.last) {
                Some((resumes, record)) => {
                    scan.tail = Tail::Damaged;
                    scan.last = record - 1;
                    at = resumes;
                }
                None => {
                    if scan.tail == Tail::Nothing {
                        scan.tail = if is_torn(header.salt, &file[at..]) { Tail::Torn } else { Tail::Doubtful };
                    }
                    return Ok(scan);
                }
            },
        }
    }
}

struct Record {
    number: u64,
    changes: Vec<Change>,
    end: usize,
}

/// The record at a place, if there is one that is well.
fn read(salt: Salt, file: &Bytes, at: usize) -> Option<Record> {
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
fn front(salt: Salt, bytes: &[u8]) -> Option<(usize, u64)> {
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

/// Where the next record that is well stands behind something that is not, and its number, which is higher than the last.
fn resume(salt: Salt, file: &Bytes, at: usize, last: u64) -> Option<(usize, u64)> {
    let rest = &file[at..];
    // What a front that is well has behind it is its own, whatever that looks like: a body may be another journal.
    let its_own = front(salt, rest)
        .filter(|_| read(salt, file, at).is_none())
        .map_or(0, |(length, _)| FRONT.saturating_add(length));
    let from = its_own.min(rest.len());
    let places = memmem::find_iter(&rest[from..], RECORD).map(|place| from + place);
    let places = places.filter(|place| *place > 0 || !is_torn(salt, rest));
    let mut found = places.filter_map(|place| Some((at + place, read(salt, file, at + place)?.number)));
    found.find(|(_, number)| *number > last)
}

/// Whether it is what a crash leaves of one write: less than a front, a front that is well with less behind it than it says, or zeros.
fn is_torn(salt: Salt, rest: &[u8]) -> bool {
    let begins = rest.len() < FRONT && (RECORD.starts_with(rest) || rest.starts_with(RECORD));
    let is_short = front(salt, rest).is_some_and(|(length, _)| rest.len() - FRONT < length);
    begins || is_short || rest.iter().all(|byte| *byte == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SALT: Salt = Salt([0x1234_5678, 0x9abc_def0]);
    const START: Header = Header { next: 5, before: 40, salt: SALT };

    fn file(batches: &[Vec<Change>]) -> (Vec<u8>, Vec<usize>) {
        let mut bytes = START.write();
        let mut ends = vec![bytes.len()];
        for (number, batch) in (41..).zip(batches) {
            bytes.extend_from_slice(&write(SALT, number, batch).unwrap());
            ends.push(bytes.len());
        }
        (bytes, ends)
    }

    fn batches() -> Vec<Vec<Change>> {
        let put = |id, text: &'static str| Change::Put(EntryId::new(id), Bytes::from_static(text.as_bytes()));
        vec![
            vec![put(5, "one"), put(6, "two")],
            vec![Change::Mark(EntryId::new(5), Bytes::from_static(b"{}"))],
            // What looks like a record within one.
            vec![put(7, "CWr1CWr1"), Change::Remove(EntryId::new(5))],
        ]
    }

    #[test]
    fn what_was_written_is_read() {
        let (bytes, _) = file(&batches());
        let scan = scan(&bytes.clone().into()).unwrap();
        assert_eq!((scan.batches, scan.tail, scan.good, scan.last), (batches(), Tail::Nothing, bytes.len(), 43));
        assert_eq!(scan.header, START);
    }

    #[test]
    fn a_file_that_is_cut_at_any_byte_has_what_is_whole_and_is_torn() {
        let (bytes, ends) = file(&batches());
        for cut in HEADER..=bytes.len() {
            let scan = scan(&Bytes::copy_from_slice(&bytes[..cut])).unwrap();
            let whole = ends.iter().filter(|end| **end <= cut).count() - 1;
            assert_eq!(scan.batches, batches()[..whole], "cut at {cut}");
            assert_eq!(scan.good, ends[whole], "cut at {cut}");
            let tail = if ends.contains(&cut) { Tail::Nothing } else { Tail::Torn };
            assert_eq!(scan.tail, tail, "cut at {cut}");
        }
    }

    #[test]
    fn what_a_record_holds_is_never_one_itself() {
        let inner = write(SALT, 60, &[Change::Remove(EntryId::new(5))]).unwrap();
        let batches = [batches(), vec![vec![Change::Put(EntryId::new(8), inner)]]].concat();
        let (bytes, ends) = file(&batches);
        let start = ends[ends.len() - 2];
        for cut in start + 1..bytes.len() {
            let scan = scan(&Bytes::copy_from_slice(&bytes[..cut])).unwrap();
            assert_eq!((scan.tail, scan.good, scan.batches.len()), (Tail::Torn, start, 3), "cut at {cut}");
        }
        // Damaged behind its front, with a record behind it that is well.
        let mut damaged = bytes.clone();
        damaged[start + FRONT] ^= 1;
        damaged.extend_from_slice(&write(SALT, 45, &[Change::Remove(EntryId::new(6))]).unwrap());
        let scan = scan(&damaged.into()).unwrap();
        assert_eq!((scan.tail, scan.last), (Tail::Damaged, 45));
        assert_eq!(scan.batches[3..], [vec![Change::Remove(EntryId::new(6))]]);
    }

    #[test]
    fn room_that_was_never_written_is_torn() {
        let (mut bytes, _) = file(&batches());
        bytes.extend([0; 100]);
        assert_eq!(scan(&bytes.into()).unwrap().tail, Tail::Torn);
    }

    #[test]
    fn a_bit_that_is_flipped_anywhere_is_never_silence() {
        let (bytes, ends) = file(&batches());
        for bit in HEADER * 8..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let scan = scan(&flipped.into()).unwrap();
            let hit = ends.iter().filter(|end| **end <= bit / 8).count() - 1;
            let is_last = hit == batches().len() - 1;
            assert_eq!(scan.tail, if is_last { Tail::Doubtful } else { Tail::Damaged }, "bit {bit}");
            assert_eq!(scan.good, ends[hit], "bit {bit}");
            let mut left = batches();
            left.remove(hit);
            assert_eq!(scan.batches, left, "bit {bit}: all others are there");
        }
    }

    #[test]
    fn whoever_does_not_know_the_salt_writes_no_record_into_a_body() {
        let other = Salt([SALT.0[0], !SALT.0[1]]);
        for forger in [other, Salt([!SALT.0[0], SALT.0[1]])] {
            let forged = write(forger, 60, &[Change::Remove(EntryId::new(5))]).unwrap();
            let body = vec![Change::Put(EntryId::new(8), forged)];
            let batches = [batches(), vec![body, vec![Change::Remove(EntryId::new(6))]]].concat();
            let (bytes, ends) = file(&batches);
            let start = ends[3];
            // Nothing of the front is left that could say how long the record is.
            for at in start..start + FRONT {
                let mut damaged = bytes.clone();
                damaged[at] ^= 1;
                let scan = scan(&damaged.into()).unwrap();
                assert_eq!((scan.tail, scan.last), (Tail::Damaged, 45), "byte {at}");
                assert_eq!(scan.batches, [&batches[..3], &batches[4..]].concat(), "byte {at}");
            }
        }
    }

    #[test]
    fn of_two_headers_one_is_enough_and_that_the_other_is_not_well_is_told() {
        let (bytes, _) = file(&batches());
        for bit in 0..HEADER * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let scan = scan(&flipped.into()).unwrap();
            assert_eq!((scan.header, scan.tail, scan.good), (START, Tail::Damaged, 0), "bit {bit}");
            assert_eq!(scan.batches, batches(), "bit {bit}");
        }
        // A block of a disk, wherever it begins.
        for lost in [0..SECOND, ONE..HEADER, 512..HEADER] {
            let mut damaged = bytes.clone();
            damaged[lost].fill(0xff);
            assert_eq!(scan(&damaged.into()).unwrap().batches, batches());
        }
    }

    #[test]
    fn without_a_header_nothing_is_a_record() {
        let (mut bytes, _) = file(&batches());
        (bytes[9], bytes[SECOND + 9]) = (1, 1);
        assert_eq!(scan(&bytes.clone().into()).unwrap_err(), NoHeader::Version(0x102));
        (bytes[0], bytes[9]) = (0, 0);
        assert_eq!(scan(&bytes.into()).unwrap_err(), NoHeader::Damaged);
        for cut in 0..ONE {
            let (bytes, _) = file(&[]);
            assert!(scan(&Bytes::copy_from_slice(&bytes[..cut])).is_err(), "cut at {cut}");
        }
    }

    #[test]
    fn a_record_that_is_missing_or_there_twice_is_damage() {
        let (bytes, ends) = file(&batches());
        let without = [&bytes[..ends[0]], &bytes[ends[1]..]].concat();
        assert_eq!(scan(&without.into()).unwrap().tail, Tail::Damaged);
        let twice = [&bytes[..ends[2]], &bytes[ends[1]..]].concat();
        assert_eq!(scan(&twice.into()).unwrap().tail, Tail::Damaged);
    }

    #[test]
    fn another_version_is_told_apart() {
        for version in [1, 3] {
            let mut bytes = START.write();
            (bytes[8], bytes[SECOND + 8]) = (version, version);
            assert_eq!(scan(&bytes.into()).unwrap_err(), NoHeader::Version(version.into()));
        }
    }
}
