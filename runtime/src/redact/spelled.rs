//! A text in whatever spelling. Enters: a text that is looked for, and one in which it may stand: as it is, percent-encoded, as forms
//! write it, or as JSON, HTML or `Debug` escape it, one within the other, each character in its own way. Leaves: where it ends.

use memchr::{memchr2_iter, memchr3_iter};
use smallvec::SmallVec;

/// So often a text may be percent-encoded once more.
const DEEPEST: usize = 3;
/// More backslashes than that in a row escape nothing: an escape within an escape doubles them.
const LONGEST_RUN: usize = 16;

/// Where `sought` ends in `text` if it begins at `start`; the last such place, where there are several.
pub(super) fn end_of(sought: &str, text: &[u8], start: usize) -> Option<usize> {
    // Few at any time: a character has several ends only where it is one that escapes.
    let mut ends: SmallVec<[usize; 4]> = SmallVec::from_slice(&[start]);
    for char in sought.chars() {
        let mut next = SmallVec::new();
        for at in ends {
            each_end(char, text, at, &mut |end| {
                if !next.contains(&end) {
                    next.push(end);
                }
            });
        }
        if next.is_empty() {
            return None;
        }
        ends = next;
    }
    ends.into_iter().max()
}

/// Where in `text` a spelling of `sought` may begin, in no order.
pub(super) fn starts<'t>(sought: &str, text: &'t [u8]) -> impl Iterator<Item = usize> + use<'t> {
    let first = sought.bytes().next().unwrap_or_default();
    let plain = memchr2_iter(first, if first == b' ' { b'+' } else { first }, text);
    plain.chain(memchr3_iter(b'%', b'\\', b'&', text))
}

/// Calls `end` with every place in `text` where `char` ends that begins at `at`.
fn each_end(char: char, text: &[u8], at: usize, end: &mut dyn FnMut(usize)) {
    let mut encoded = [0; 4];
    let bytes = char.encode_utf8(&mut encoded).as_bytes();
    let rest = text.get(at..).unwrap_or_default();
    if rest.starts_with(bytes) {
        end(at + bytes.len());
    }
    match rest.first() {
        Some(b'+') if char == ' ' => end(at + 1),
        Some(b'%') => percent(bytes, text, at, end),
        Some(b'\\') => backslash(char, bytes, text, at, end),
        Some(b'&') => ampersand(char, text, at, end),
        Some(_) | None => {}
    }
}

/// `%2F`; encoded once more, `%252F`, and so on.
fn percent(bytes: &[u8], text: &[u8], at: usize, end: &mut dyn FnMut(usize)) {
    let encoded = |times: usize| {
        bytes.iter().try_fold(at, |at, byte| {
            let digits_at = (0..times).try_fold(after(text, at, b"%")?, |at, _| after(text, at, b"25"))?;
            (hex(text, digits_at, 2)? == u32::from(*byte)).then_some(digits_at + 2)
        })
    };
    (0..=DEEPEST).filter_map(encoded).for_each(end);
}

/// `\"`, `\n`, `\u002f`, `\u{2f}`, `\x2f`; escaped once more, with more backslashes.
fn backslash(char: char, bytes: &[u8], text: &[u8], at: usize, end: &mut dyn FnMut(usize)) {
    let Some(behind) = backslashes(text, at) else { return };
    if char == '\\' {
        (at + 2..=behind).for_each(&mut *end);
    }
    let letter = match char {
        '\n' => Some(b'n'),
        '\r' => Some(b'r'),
        '\t' => Some(b't'),
        '\u{8}' => Some(b'b'),
        '\u{c}' => Some(b'f'),
        '\0' => Some(b'0'),
        char => u8::try_from(char).ok().filter(u8::is_ascii_punctuation),
    };
    if letter.is_some() && text.get(behind) == letter.as_ref() {
        end(behind + 1);
    }
    let each = |units: &mut dyn Iterator<Item = u32>, mark: &[u8], digits: usize| {
        let mut at = at;
        for unit in units {
            let digits_at = after(text, backslashes(text, at)?, mark)?;
            at = (hex(text, digits_at, digits)? == unit).then_some(digits_at + digits)?;
        }
        Some(at)
    };
    each(&mut bytes.iter().copied().map(u32::from), b"x", 2).into_iter().for_each(&mut *end);
    each(&mut char.encode_utf16(&mut [0; 2]).iter().copied().map(u32::from), b"u", 4).into_iter().for_each(&mut *end);
    if let Some(digits_at) = after(text, behind, b"u{")
        && let Some(length) = (1..=6).find(|length| text.get(digits_at + length) == Some(&b'}'))
        && hex(text, digits_at, length) == Some(char.into())
    {
        end(digits_at + length + 1);
    }
}

/// `&quot;`, `&#34;`, `&#x22;`; escaped once more, `&amp;quot;`.
fn ampersand(char: char, text: &[u8], at: usize, end: &mut dyn FnMut(usize)) {
    let mut at = at + 1;
    while let Some(behind) = after(text, at, b"amp;") {
        at = behind;
        if char == '&' {
            end(at);
        }
    }
    let name: Option<&[u8]> = match char {
        '<' => Some(b"lt;"),
        '>' => Some(b"gt;"),
        '"' => Some(b"quot;"),
        '\'' => Some(b"apos;"),
        _ => None,
    };
    name.and_then(|name| after(text, at, name)).into_iter().for_each(&mut *end);
    let Some(digits_at) = after(text, at, b"#") else { return };
    let is_hex = matches!(text.get(digits_at), Some(b'x' | b'X'));
    let digits_at = digits_at + usize::from(is_hex);
    let digits = text.get(digits_at..).unwrap_or_default().iter().take(8).take_while(|byte| byte.is_ascii_hexdigit());
    let behind = digits_at + digits.count();
    let number = text.get(digits_at..behind).and_then(|digits| std::str::from_utf8(digits).ok());
    let number = number.and_then(|digits| u32::from_str_radix(digits, if is_hex { 16 } else { 10 }).ok());
    if number == Some(char.into()) {
        after(text, behind, b";").into_iter().for_each(end);
    }
}

/// Behind the backslashes that begin here, of which there is one at least.
fn backslashes(text: &[u8], at: usize) -> Option<usize> {
    let run = text.get(at..)?.iter().take(LONGEST_RUN).take_while(|byte| **byte == b'\\').count();
    (run > 0).then_some(at + run)
}

/// Behind `expected`, where that stands here.
fn after(text: &[u8], at: usize, expected: &[u8]) -> Option<usize> {
    text.get(at..)?.starts_with(expected).then_some(at + expected.len())
}

/// The number that so many hexadecimal digits are.
fn hex(text: &[u8], at: usize, digits: usize) -> Option<u32> {
    let digits = text.get(at..at + digits)?;
    digits.iter().try_fold(0, |number, digit| Some(number * 16 + char::from(*digit).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn is_whole(sought: &str, text: &str) -> bool {
        end_of(sought, text.as_bytes(), 0) == Some(text.len())
    }

    #[test]
    fn each_character_has_its_own_spelling() {
        for text in ["a/\"ü 🦀\n", r#"a\/\"\u00FC+\ud83e\udd80\n"#, "a%2f%22%C3%bc%20%F0%9F%A6%80%0A"] {
            assert!(is_whole("a/\"ü 🦀\n", text), "{text}");
        }
        assert!(is_whole("a<b>&'", "a&lt;b&#62;&amp;&#x27;"));
        assert!(is_whole("é", r"\u{e9}") && is_whole("é", r"\xc3\xa9") && !is_whole("é", r"\xe9"));
        assert!(!is_whole("ab", "a%63") && !is_whole("a/b", "a%2") && !is_whole("a+b", "a b"));
    }

    #[test]
    fn an_escape_may_stand_within_an_escape() {
        for text in ["a%252Fb", "a%25252fb", r"a\\u002fb", r"a\\\/b", "a&amp;#47;b", "a&#x2F;b"] {
            assert!(is_whole("a/b", text), "{text}");
        }
        assert!(is_whole("\"", r#"\\\""#) && is_whole("\"", "&amp;amp;quot;") && is_whole(r"a\b", r"a\\\\b"));
    }

    #[test]
    fn what_escapes_may_be_meant_itself() {
        for text in ["%2F", "%252F", "%25%32%46"] {
            assert!(is_whole("%2F", text), "{text}");
        }
        assert!(is_whole(r"\n", r"\n") && is_whole(r"\n", r"\\n") && is_whole("&lt;", "&amp;lt;"));
        assert!(is_whole("&amp;x", "&amp;x"));
    }

    proptest! {
        #[test]
        fn whatever_others_encode_is_found(sought in "\\PC{1,12}|[ -~\\n\\t]{1,12}") {
            let json = serde_json::to_string(&sought).unwrap();
            let form: String = form_urlencoded::byte_serialize(sought.as_bytes()).collect();
            let debug = format!("{sought:?}");
            let percent = percent_encoding::utf8_percent_encode(&sought, percent_encoding::NON_ALPHANUMERIC).to_string();
            let twice = percent_encoding::utf8_percent_encode(&percent, percent_encoding::NON_ALPHANUMERIC).to_string();
            let json_in_debug = format!("{json:?}");
            let units: String = sought.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
            let bytes: String = sought.bytes().map(|byte| format!("\\x{byte:02x}")).collect();
            let html: String = sought.chars().map(|char| format!("&#{};", u32::from(char))).collect();
            for text in [&sought, &json[1..json.len() - 1], &form, &debug[1..debug.len() - 1], &percent, &twice, &units, &bytes, &html] {
                prop_assert!(is_whole(&sought, text), "{text}");
            }
            prop_assert!(is_whole(&sought, &json_in_debug[3..json_in_debug.len() - 3]), "{json_in_debug}");
        }
    }
}
