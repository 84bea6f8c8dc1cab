//! Which part of a text stands in JSON as it is (RFC 8259 section 7): reading and writing take that in one piece.

/// Eight bytes of 1.
const ONES: u64 = u64::MAX / 255;

/// The number of bytes before the first one that does not stand for itself: a quotation mark, a backslash or a control
/// character; all of them where there is none.
#[inline]
pub(super) fn plain(text: &[u8]) -> usize {
    let (mut length, mut rest) = (0, text);
    // Eight at a time: most texts are a few times that.
    while let Some((eight, after)) = rest.split_first_chunk::<8>() {
        let special = special(u64::from_le_bytes(*eight));
        if special != 0 {
            return length + special.trailing_zeros() as usize / 8;
        }
        (length, rest) = (length + 8, after);
    }
    length + rest.iter().take_while(|byte| is_plain_byte(**byte)).count()
}

#[inline]
fn is_plain_byte(byte: u8) -> bool {
    !matches!(byte, ..b' ' | b'"' | b'\\')
}

/// Whether all of the text stands for itself.
#[inline]
pub(super) fn is_plain(text: &[u8]) -> bool {
    // The last eight bytes may have been looked at in part: that is less work than one by one.
    let (eights, last) = (text.as_chunks::<8>().0, text.last_chunk::<8>());
    match last {
        Some(last) => eights.iter().chain([last]).all(|eight| special(u64::from_le_bytes(*eight)) == 0),
        None => text.iter().all(|byte| is_plain_byte(*byte)),
    }
}

/// The highest bit of each byte that does not stand for itself. What is above the lowest of these bits says nothing.
#[inline]
fn special(eight: u64) -> u64 {
    // Control characters and the quotation mark, which this makes their neighbour, are those from which that borrows.
    let low = (eight ^ (ONES * 2)).wrapping_sub(ONES * 0x21);
    let backslash = (eight ^ (ONES * u64::from(b'\\'))).wrapping_sub(ONES);
    (low | backslash) & !eight & (ONES * 0x80)
}
