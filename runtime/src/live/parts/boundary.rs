//! The boundary that a content type names, and the lines that it makes (RFC 2046 section 5.1.1).

/// Bytes of a boundary: more than the 70 that it may have, as some servers do.
const LENGTH_LIMIT: usize = 256;

/// The parameter `boundary`, its case kept.
pub(crate) fn boundary(content_type: &str) -> Option<String> {
    let mut rest = content_type.split_once(';')?.1;
    loop {
        let (name, after) = rest.split_once('=')?;
        let (value, after) = match after.trim_start().strip_prefix('"') {
            Some(quoted) => unquoted(quoted)?,
            None => {
                let (value, after) = after.split_once(';').unwrap_or((after, ""));
                (value.trim().to_owned(), after)
            }
        };
        // Of a parameter without a value, the name of the next one is the end.
        let name = name.rsplit(';').next().unwrap_or_default().trim();
        if name.eq_ignore_ascii_case("boundary") {
            return Some(value)
                .filter(|value| (1..=LENGTH_LIMIT).contains(&value.len()) && !value.contains(['\r', '\n']));
        }
        rest = after;
    }
}

/// A quoted string (RFC 9110 section 5.6.4) without its quotes, and what is behind it.
fn unquoted(quoted: &str) -> Option<(String, &str)> {
    let (mut value, mut is_escaped) = (String::new(), false);
    for (at, character) in quoted.char_indices() {
        match (is_escaped, character) {
            (false, '"') => return Some((value, quoted[at + 1..].trim_start_matches([' ', '\t', ';']))),
            (false, '\\') => is_escaped = true,
            _ => {
                value.push(character);
                is_escaped = false;
            }
        }
    }
    None
}

/// What follows the boundary at the start of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tail {
    /// Another part follows behind so many bytes, and whether the line ends with CRLF.
    Opens(usize, bool),
    /// No part follows behind these two bytes.
    Closes,
    /// More bytes must be seen.
    Unclear,
    /// The line is content that only begins like one.
    Content,
}

/// White space between a boundary and the end of its line, in bytes, beyond which the line is content.
const PADDING_LIMIT: usize = 1024;

pub(crate) const CLOSE: &[u8] = b"--";

/// What `bytes` are, which stand behind a boundary.
pub(crate) fn tail(bytes: &[u8]) -> Tail {
    if bytes.starts_with(CLOSE) {
        return Tail::Closes;
    }
    let is_padding = |byte: &u8| matches!(byte, b' ' | b'\t');
    let padding = bytes.iter().take(PADDING_LIMIT + 1).take_while(|byte| is_padding(byte)).count();
    match &bytes[padding..] {
        _ if padding > PADDING_LIMIT => Tail::Content,
        [b'\n', ..] => Tail::Opens(padding + 1, false),
        [b'\r', b'\n', ..] => Tail::Opens(padding + 2, true),
        [] | [b'\r'] => Tail::Unclear,
        [b'-'] if padding == 0 => Tail::Unclear,
        _ => Tail::Content,
    }
}
