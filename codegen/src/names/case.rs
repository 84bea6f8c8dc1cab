//! From the text of a description to words, and from words to the cases of Rust.
//!
//! | text | words | snake | Pascal |
//! |---|---|---|---|
//! | `avatarUrl`, `avatar_url`, `AvatarURL` | avatar url | `avatar_url` | `AvatarUrl` |
//! | `HTTPServer` | http server | `http_server` | `HttpServer` |
//! | `userIDs` | user ids | `user_ids` | `UserIds` |
//! | `OAuth2Token` | oauth2 token | `oauth2_token` | `Oauth2Token` |
//! | `v2Beta`, `v2-beta` | v2 beta | `v2_beta` | `V2Beta` |
//! | `1.2` | 1 2 | `n1_2` | `N1_2` |
//! | `+1`, `-1`, `-created` | plus 1, minus 1, minus created | `plus_1` | `Plus1` |
//! | `>=` | gt eq | `gt_eq` | `GtEq` |
//! | `Page<User>`, `Page«User»` | page user | `page_user` | `PageUser` |
//! | ``Page`1[[User, Shop, Version=1.0.0.0]]`` | page user | `page_user` | `PageUser` |
//! | `Größe` | grosse | `grosse` | `Grosse` |
//! | nothing at all | empty | `empty` | `Empty` |

use std::borrow::Cow;

use super::generic;
use crate::compounds::COMPOUNDS;

/// Which bytes compounds begin with.
static FIRST_LETTERS: [bool; 256] = {
    let mut letters = [false; 256];
    let mut index = 0;
    while index < COMPOUNDS.len() {
        letters[COMPOUNDS[index].as_bytes()[0] as usize] = true;
        index += 1;
    }
    letters
};

/// Which symbols become words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Symbols {
    /// Those that carry the meaning: comparisons, and a sign before a digit.
    Telling,
    /// All of them.
    All,
}

/// The words of a text, in lower case, with a space between each two. Never empty.
pub(super) fn words(text: &str, symbols: Symbols) -> String {
    let ascii = if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(deunicode::deunicode(text)) };
    let ascii = if symbols == Symbols::Telling { generic::plain(ascii) } else { ascii };
    let chars = ascii.as_bytes();
    let at = |index: usize| chars.get(index).copied().map(char::from);
    let has_capitals = chars.iter().any(u8::is_ascii_uppercase);
    let mut words = Vec::with_capacity(chars.len());
    // Whether the next letter belongs to the last word.
    let mut goes_on = false;
    // Where a compound ends.
    let mut end = 0;
    for (index, char) in chars.iter().copied().map(char::from).enumerate() {
        if index < end {
            words.push(char.to_ascii_lowercase() as u8);
            continue;
        }
        let (previous, next) = (index.checked_sub(1).and_then(at), at(index + 1));
        // All compounds have capitals.
        if has_capitals && let Some(length) = compound(previous, &chars[index..]) {
            begin(&mut words);
            words.push(char.to_ascii_lowercase() as u8);
            (goes_on, end) = (true, index + length);
            continue;
        }
        if !char.is_ascii_alphanumeric() {
            goes_on = false;
            let separates = previous.is_some_and(is_word) && next.is_some_and(is_word);
            if let Some(word) = symbol(char, next, symbols).filter(|_| !(separates && is_separator(char))) {
                begin(&mut words);
                words.extend_from_slice(word.as_bytes());
            }
            continue;
        }
        let follows = index == end && char.is_ascii_uppercase();
        if !goes_on || follows || starts_word(previous, char, &chars[index + 1..]) {
            begin(&mut words);
        }
        words.push(char.to_ascii_lowercase() as u8);
        goes_on = true;
    }
    if words.is_empty() && symbols == Symbols::Telling {
        return self::words(text, Symbols::All);
    }
    if words.is_empty() {
        return "empty".to_owned();
    }
    String::from_utf8(words).expect("letters, digits and spaces of ASCII")
}

/// Makes room for another word.
fn begin(words: &mut Vec<u8>) {
    if !words.is_empty() {
        words.push(b' ');
    }
}

pub(super) fn is_word(char: char) -> bool {
    char.is_ascii_alphanumeric()
}

/// Between letters or digits these only separate.
fn is_separator(char: char) -> bool {
    matches!(char, '-' | '_' | '.' | ',' | ':' | ';' | '/' | '\\' | '|' | '"' | '\'' | '`')
}

/// `aB` and the last capital of `HTTPServer` begin a word; digits belong to the word before them.
fn starts_word(previous: Option<char>, char: char, rest: &[u8]) -> bool {
    let Some(previous) = previous.filter(char::is_ascii_alphanumeric) else { return false };
    if !char.is_ascii_uppercase() {
        return false;
    }
    let before_lower = match rest {
        // The plural of an acronym is no new word: `userIDs`, but `APIUser`.
        [b's'] | [] => false,
        [b's', after, ..] => after.is_ascii_lowercase(),
        [next, ..] => next.is_ascii_lowercase(),
    };
    previous.is_ascii_lowercase() || previous.is_ascii_digit() || before_lower
}

/// The length of the compound that a text begins with, where it is no part of a longer word.
fn compound(previous: Option<char>, text: &[u8]) -> Option<usize> {
    let follows = previous.is_some_and(|previous| previous.is_ascii_alphabetic());
    let first = *text.first()?;
    // A small letter begins a word only behind something else.
    if follows && first.is_ascii_lowercase() || !FIRST_LETTERS[usize::from(first)] {
        return None;
    }
    let begins = |compound: &&&str| {
        text.starts_with(compound.as_bytes()) && !text.get(compound.len()).is_some_and(u8::is_ascii_lowercase)
    };
    COMPOUNDS.iter().find(begins).map(|compound| compound.len())
}

fn symbol(char: char, next: Option<char>, symbols: Symbols) -> Option<&'static str> {
    let before_digit = next.is_some_and(|next| next.is_ascii_digit());
    match (char, symbols) {
        ('<', _) => Some("lt"),
        ('>', _) => Some("gt"),
        ('=', _) => Some("eq"),
        ('!', _) => Some("not"),
        ('~', _) => Some("like"),
        ('+', _) if before_digit => Some("plus"),
        // Between digits a hyphen is a hyphen: `2024-01`. The caller of `words` sees a sign only at the front.
        ('-', _) if before_digit => None,
        (_, Symbols::Telling) => None,
        ('+', Symbols::All) => Some("plus"),
        ('-', Symbols::All) => Some("minus"),
        ('*', Symbols::All) => Some("star"),
        ('/', Symbols::All) => Some("slash"),
        ('.', Symbols::All) => Some("dot"),
        (',', Symbols::All) => Some("comma"),
        (':', Symbols::All) => Some("colon"),
        (';', Symbols::All) => Some("semicolon"),
        ('@', Symbols::All) => Some("at"),
        ('$', Symbols::All) => Some("dollar"),
        ('#', Symbols::All) => Some("hash"),
        ('%', Symbols::All) => Some("percent"),
        ('&', Symbols::All) => Some("and"),
        ('|', Symbols::All) => Some("or"),
        ('?', Symbols::All) => Some("question"),
        ('^', Symbols::All) => Some("caret"),
        ('"' | '\'' | '`', Symbols::All) => Some("quote"),
        ('(' | '[' | '{', Symbols::All) => Some("open"),
        (')' | ']' | '}', Symbols::All) => Some("close"),
        ('\\', Symbols::All) => Some("backslash"),
        (_, Symbols::All) => None,
    }
}

/// The words of a text with a sign in front: `-1`, `+1`, and the `-created` of a list that is sorted backwards.
pub(super) fn signed_words(text: &str, symbols: Symbols) -> String {
    let mut chars = text.chars();
    let sign = match chars.next() {
        Some('-') => Some("minus"),
        Some('+') => Some("plus"),
        Some(_) | None => None,
    };
    let words = words(text, symbols);
    match sign.filter(|_| chars.next().is_some_and(char::is_alphanumeric)) {
        Some(sign) if words.split(' ').next() != Some(sign) => format!("{sign} {words}"),
        Some(_) | None => words,
    }
}

/// The characters that a name may have. A file that is called after it has some more, and most disks allow 255.
const LONGEST: usize = 160;

/// As many words as a name may have, and behind them a word of all that are left out, so that names that differ go on to do so.
fn cut(words: &str) -> Cow<'_, str> {
    if words.len() <= LONGEST {
        return Cow::Borrowed(words);
    }
    // FNV-1a: the same on every machine, and with every version of Rust.
    let hash = words.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let room = &words[..LONGEST - " h12345678".len()];
    let kept = room.rfind(' ').map_or(room, |end| &room[..end]);
    Cow::Owned(format!("{kept} h{hash:08x}"))
}

/// `avatar_url`.
pub(super) fn snake(words: &str) -> String {
    let text = cut(words).replace(' ', "_");
    if text.starts_with(|first: char| first.is_ascii_digit()) { format!("n{text}") } else { text }
}

/// `AVATAR_URL`.
pub(super) fn screaming(words: &str) -> String {
    snake(words).to_ascii_uppercase()
}

/// `AvatarUrl`.
pub(super) fn pascal(words: &str) -> String {
    let words = cut(words);
    let mut text = String::with_capacity(words.len());
    for word in words.split(' ') {
        // Two numbers side by side would read as one.
        if text.ends_with(|last: char| last.is_ascii_digit()) && word.starts_with(|first: char| first.is_ascii_digit())
        {
            text.push('_');
        }
        let start = text.len();
        text.push_str(word);
        text[start..].get_mut(..1).into_iter().for_each(str::make_ascii_uppercase);
    }
    if text.starts_with(|first: char| first.is_ascii_digit()) { format!("N{text}") } else { text }
}

/// How a text is written, in a word: the last resort that still says something.
pub(super) fn writing(text: &str) -> &'static str {
    let has = |test: fn(&char) -> bool| text.chars().any(|char| test(&char));
    match (has(char::is_ascii_uppercase), has(char::is_ascii_lowercase)) {
        _ if text.contains('-') => "hyphen",
        _ if text.contains('.') => "dotted",
        _ if text.contains(' ') => "spaced",
        (true, false) => "upper",
        (false, true) if text.contains('_') => "snake",
        (false, true) => "lower",
        (true, true) if text.starts_with(|first: char| first.is_ascii_uppercase()) => "pascal",
        (true, true) => "camel",
        (false, false) => "symbol",
    }
}

#[cfg(test)]
mod tests {
    use super::{Symbols, pascal, screaming, signed_words, snake, words, writing};

    /// Text, words, snake case, Pascal case.
    const TELLING: &[(&str, &str, &str, &str)] = &[
        ("avatarUrl", "avatar url", "avatar_url", "AvatarUrl"),
        ("avatar_url", "avatar url", "avatar_url", "AvatarUrl"),
        ("AvatarURL", "avatar url", "avatar_url", "AvatarUrl"),
        ("avatar-url", "avatar url", "avatar_url", "AvatarUrl"),
        ("HTTPServer", "http server", "http_server", "HttpServer"),
        ("HTTP2Server", "http2 server", "http2_server", "Http2Server"),
        ("v2Beta", "v2 beta", "v2_beta", "V2Beta"),
        ("v2-beta", "v2 beta", "v2_beta", "V2Beta"),
        ("userIDs", "user ids", "user_ids", "UserIds"),
        ("URLs", "urls", "urls", "Urls"),
        ("URLsSeen", "urls seen", "urls_seen", "UrlsSeen"),
        ("APIUser", "api user", "api_user", "ApiUser"),
        ("OAuth2Token", "oauth2 token", "oauth2_token", "Oauth2Token"),
        ("userOAuthApp", "user oauth app", "user_oauth_app", "UserOauthApp"),
        ("IPv4Address", "ipv4 address", "ipv4_address", "Ipv4Address"),
        ("iOSVersion", "ios version", "ios_version", "IosVersion"),
        ("iPadding", "i padding", "i_padding", "IPadding"),
        ("audiOS", "audi os", "audi_os", "AudiOs"),
        ("A", "a", "a", "A"),
        ("type", "type", "type", "Type"),
        ("Self", "self", "self", "Self"),
        ("1.2", "1 2", "n1_2", "N1_2"),
        ("24h", "24h", "n24h", "N24h"),
        ("2024-01", "2024 01", "n2024_01", "N2024_01"),
        ("+1", "plus 1", "plus_1", "Plus1"),
        (">=", "gt eq", "gt_eq", "GtEq"),
        ("!=", "not eq", "not_eq", "NotEq"),
        ("<5", "lt 5", "lt_5", "Lt5"),
        ("a<b", "a lt b", "a_lt_b", "ALtB"),
        ("<b>", "lt b gt", "lt_b_gt", "LtBGt"),
        ("Page<User>", "page user", "page_user", "PageUser"),
        ("Rows<User[]>", "rows user", "rows_user", "RowsUser"),
        ("Page«User»", "page user", "page_user", "PageUser"),
        ("Page`1[[User, Shop, Version=1.0.0.0, Culture=neutral]]", "page user", "page_user", "PageUser"),
        (
            "Page`1[[List`1[[A.User, S, Version=1]], S.B, Version=1]]",
            "page list a user",
            "page_list_a_user",
            "PageListAUser",
        ),
        ("Page`2", "page 2", "page_2", "Page2"),
        ("Map«string,List«Größe»»", "map string list grosse", "map_string_list_grosse", "MapStringListGrosse"),
        ("$ref", "ref", "ref", "Ref"),
        ("__a__b__", "a b", "a_b", "AB"),
        ("a.b/c d", "a b c d", "a_b_c_d", "ABCD"),
        ("*", "star", "star", "Star"),
        ("-", "minus", "minus", "Minus"),
        ("Größe", "grosse", "grosse", "Grosse"),
        ("naïve café", "naive cafe", "naive_cafe", "NaiveCafe"),
        ("Ελλάδα", "ellada", "ellada", "Ellada"),
        ("日本", "ri ben", "ri_ben", "RiBen"),
        ("🦀", "crab", "crab", "Crab"),
        ("\u{202e}a\u{200b}", "a", "a", "A"),
        ("", "empty", "empty", "Empty"),
        (" \t", "empty", "empty", "Empty"),
    ];

    #[test]
    fn texts_become_words_and_words_become_names() {
        for (text, expected, snaked, pascaled) in TELLING {
            let words = words(text, Symbols::Telling);
            assert_eq!(words, *expected, "{text:?}");
            assert_eq!(snake(&words), *snaked, "{text:?}");
            assert_eq!(pascal(&words), *pascaled, "{text:?}");
            assert_eq!(screaming(&words), snaked.to_ascii_uppercase(), "{text:?}");
        }
    }

    #[test]
    fn all_symbols_are_words_where_they_tell_texts_apart() {
        for (text, expected) in [
            ("C++", "c plus plus"),
            ("C#", "c hash"),
            ("a.b", "a b"),
            ("a*", "a star"),
            ("@a", "at a"),
            ("a-", "a minus"),
        ] {
            assert_eq!(words(text, Symbols::All), expected, "{text:?}");
        }
    }

    #[test]
    fn a_sign_in_front_is_a_word_and_a_hyphen_within_is_none() {
        for (text, expected) in [
            ("-1", "minus 1"),
            ("+1", "plus 1"),
            ("1-2", "1 2"),
            ("-a", "minus a"),
            ("+a", "plus a"),
            ("--1", "1"),
            ("-", "minus"),
        ] {
            assert_eq!(signed_words(text, Symbols::Telling), expected, "{text:?}");
        }
    }

    /// Whatever the text, the name can stand in Rust, as a raw identifier at worst.
    #[test]
    fn every_name_is_letters_digits_and_underscores() {
        let chars = (0..0x3000).chain(0x1f300..0x1f700).filter_map(char::from_u32);
        for text in chars.map(String::from) {
            for symbols in [Symbols::Telling, Symbols::All] {
                let words = signed_words(&text, symbols);
                for name in [snake(&words), pascal(&words), screaming(&words)] {
                    let valid = name.chars().all(|char| char.is_ascii_alphanumeric() || char == '_');
                    assert!(valid && name.starts_with(|first: char| first.is_ascii_alphabetic()), "{text:?}: {name:?}");
                }
            }
        }
    }

    /// However much a description says of it, a name has room in that of a file, and two do not become one.
    #[test]
    fn names_that_are_too_long_are_cut_behind_a_word_and_stay_apart() {
        let long = "rooms of houses ".repeat(12);
        let [one, other] = ["one", "other"].map(|last| words(&(long.clone() + last), Symbols::Telling));
        for named in [snake, pascal, screaming] {
            let names = [named(&one), named(&other)];
            assert_ne!(names[0], names[1]);
            assert!(names.iter().all(|name| name.len() <= 160), "{names:?}");
        }
        assert!(snake(&one).starts_with("rooms_of_houses_rooms_of_houses_") && snake(&one).contains("_rooms_h"));
        assert!(snake(&"a".repeat(300)).len() <= 160);
    }

    #[test]
    fn how_a_text_is_written_is_a_word() {
        let writings = [
            ("a-b", "hyphen"),
            ("a.b", "dotted"),
            ("a b", "spaced"),
            ("AB", "upper"),
            ("a_b", "snake"),
            ("ab", "lower"),
            ("AbC", "pascal"),
            ("abC", "camel"),
            ("1", "symbol"),
            ("", "symbol"),
        ];
        for (text, expected) in writings {
            assert_eq!(writing(text), expected, "{text:?}");
        }
    }
}
