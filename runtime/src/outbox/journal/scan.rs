//! What stands in a journal's file, well or not. Enters: its bytes. Leaves: the batches of all records that are well, and what is wrong with the
//! rest. What becomes of that is the business of `file`.

use bytes::Bytes;
use memchr::memmem;

use super::header::{HEADER, Header, NoHeader, Salt};
use super::record::{FRONT, RECORD, front, read};
use crate::outbox::Change;

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
    use super::super::header::{ONE, SECOND};
    use super::super::record::write;
    use super::*;
    use crate::outbox::EntryId;

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
