//! The escapes of texts (RFC 8259 section 7).

/// The character that an escape stands for, and how many bytes of the text it takes.
pub(super) fn read(text: &[u8]) -> Option<(char, usize)> {
    let character = match *text.get(1)? {
        byte @ (b'"' | b'\\' | b'/') => byte.into(),
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return unicode(text),
        _ => return None,
    };
    Some((character, 2))
}

/// The same of an escape with the number of a unit of UTF-16, two of which follow each other where the character takes a pair.
fn unicode(text: &[u8]) -> Option<(char, usize)> {
    let unit = |at: usize| match text.get(at..at + 6)? {
        [b'\\', b'u', digits @ ..] => digits.iter().try_fold(0, |unit, digit| {
            let digit = char::from(*digit).to_digit(16)?;
            Some(unit * 16 + digit as u16)
        }),
        _ => None,
    };
    let first = unit(0)?;
    if let Some(character) = char::from_u32(first.into()) {
        return Some((character, 6));
    }
    let pair = [first, unit(6)?];
    char::decode_utf16(pair).next()?.ok().map(|character| (character, 12))
}
