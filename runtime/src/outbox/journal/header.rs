//! What a journal's file begins with. Enters: the numbers that it goes on from. Leaves: bytes with a checksum; and from such bytes the same, or
//! what is wrong with them. All numbers are little endian.
//!
//! | header | bytes |
//! |---|---:|
//! | `CWOUTBOX` | 8 |
//! | version, 2 | 4 |
//! | the next number of an entry | 8 |
//! | the number of the record before the first | 8 |
//! | salt | 8 |
//! | CRC-32 of the 36 bytes before | 4 |
//!
//! It stands there twice, at 0 and at 4096, with zeros in between: whatever takes a block of a disk leaves one of them. The first record is behind
//! the second.
//!
//! The salt is drawn for each file. Behind damage records are looked for byte by byte, and so within bodies too: whoever writes a body
//! does not know the salt, and cannot write a record into it.

use bytes::{Buf, BufMut};
use uuid::Uuid;

const MAGIC: &[u8; 8] = b"CWOUTBOX";
const VERSION: u32 = 2;
/// The bytes of one header, and where the second begins.
pub(super) const ONE: usize = 40;
pub(super) const SECOND: usize = 4096;
/// The bytes in front of a file's first record.
pub(super) const HEADER: usize = SECOND + ONE;

/// What the checksums of a file's records begin with: one half those of their fronts, the other those of their payloads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Salt(pub(super) [u32; 2]);

impl Salt {
    /// From the system's generator.
    pub(super) fn random() -> Self {
        let [a, b, c, d, .., e, f, g, h] = Uuid::new_v4().into_bytes();
        Self([u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h])])
    }

    pub(super) fn of_front(self, bytes: &[u8]) -> u32 {
        checksum(self.0[0], bytes)
    }

    pub(super) fn of_payload(self, bytes: &[u8]) -> u32 {
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
    pub(super) fn read(bytes: &[u8]) -> Result<(Self, bool), NoHeader> {
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
