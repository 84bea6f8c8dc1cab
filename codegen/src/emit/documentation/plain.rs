//! Text that is CommonMark and says little with it: words, sentences, code spans, links.
//!
//! Enters: text of a description. Leaves: the same as from a parser and a writer of CommonMark, of whose work such text needs none. Nine in
//! ten texts of real descriptions are of this kind.

/// The text on one line a paragraph; `None` where there may be more to it.
pub(super) fn plain(text: &str) -> Option<String> {
    let mut output = String::with_capacity(text.len());
    let mut follows = "";
    for line in paragraph(text).trim_end_matches(['\n', ' ']).split('\n') {
        if line.is_empty() {
            follows = "\n\n";
            continue;
        }
        if !is_plain(line) {
            return None;
        }
        output.push_str(if output.is_empty() { "" } else { follows });
        output.push_str(line);
        follows = " ";
    }
    Some(output)
}

/// What is within the one paragraph of HTML that a text is.
fn paragraph(text: &str) -> &str {
    let within = text.strip_prefix("<p>").and_then(|text| text.strip_suffix("</p>"));
    // HTML has one space where there are several, and no CommonMark.
    within.filter(|within| !within.contains(['\n', '`', '[']) && !within.contains("  ")).unwrap_or(text)
}

fn is_plain(line: &str) -> bool {
    if line.ends_with(' ') || !begins_words(line) {
        return false;
    }
    if line.bytes().all(means_nothing) && !line.contains("://") {
        return true;
    }
    // A run of backticks has nothing between its own.
    let spans = || line.split('`').skip(1).step_by(2);
    let code = line.matches('`').count().is_multiple_of(2) && spans().all(is_code);
    let mut prose = line.split('`').step_by(2);
    code && is_prose(prose.next().unwrap_or_default())
        && prose.all(|prose| may_follow(prose) && is_prose(prose))
        && !line.contains("``")
}

/// Whether a line begins with a word, a code span or a number that is not that of a list.
fn begins_words(line: &str) -> bool {
    match line.as_bytes() {
        [b'a'..=b'z' | b'A'..=b'Z' | b'`', ..] => true,
        [b'0'..=b'9', ..] => line.trim_start_matches(|char: char| char.is_ascii_digit()).starts_with([':', ' ']),
        _ => line.starts_with(char::is_alphabetic),
    }
}

/// Signs of one byte that mean nothing amid a line, wherever they stand in it.
fn means_nothing(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || (byte != b'!' && is_sign(char::from(byte)))
}

/// Words, and links of words that lead to a URL.
fn is_prose(text: &str) -> bool {
    let mut rest = text;
    while let Some((before, link)) = rest.split_once('[') {
        let Some((words, link)) = link.split_once("](") else { return false };
        let Some((url, behind)) = link.split_once(')') else { return false };
        // Behind an exclamation mark it is a picture.
        if before.ends_with('!') || !is_words(before) || !is_link(words, url) || !may_follow(behind) {
            return false;
        }
        rest = behind;
    }
    is_words(rest)
}

fn is_link(words: &str, url: &str) -> bool {
    let is_closed = words.starts_with(char::is_alphabetic) && !words.ends_with(' ');
    let address = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let is_address =
        |address: &str| address.chars().all(|char| char.is_ascii_alphanumeric() || "/.-_#?=".contains(char));
    is_closed && is_words(words) && address.is_some_and(|address| !address.is_empty() && is_address(address))
}

/// Whether a text may stand behind a code span or a link: there a number may look like that of a list, and a `#` like a heading, to the writer.
fn may_follow(prose: &str) -> bool {
    !prose.starts_with(|char: char| char == '#' || char.is_ascii_digit())
}

fn is_words(words: &str) -> bool {
    let amid =
        |(at, _)| words[..at].ends_with(char::is_alphanumeric) && words[at + 1..].starts_with(char::is_alphanumeric);
    words.match_indices('_').all(amid)
        && words.chars().all(|char| is_word(char) || is_sign(char))
        && !words.contains("://")
}

fn is_code(code: &str) -> bool {
    let is_closed = !code.is_empty() && !code.starts_with(' ') && !code.ends_with(' ');
    is_closed && code.chars().all(|char| is_word(char) || is_sign(char) || is_mark(char))
}

/// What means something in CommonMark, but not within a code span.
fn is_mark(char: char) -> bool {
    matches!(char, '*' | '<' | '>' | '[' | ']' | '\\' | '^' | '&' | '~')
}

/// What means nothing where it stands amid a line.
fn is_sign(char: char) -> bool {
    matches!(char, ' ' | ',' | '.' | ';' | ':' | '\'' | '"' | '(' | ')' | '/' | '%' | '?' | '!' | '-' | '+' | '=' | '@')
        || matches!(char, '$' | '#' | '{' | '}' | '’' | '‘' | '“' | '”' | '–' | '—' | '…')
}

fn is_word(char: char) -> bool {
    char.is_alphanumeric() || char == '_'
}

#[cfg(test)]
mod tests {
    use super::plain;
    use crate::emit::documentation::markdown::{markdown, parsed};

    /// Texts of what stands in texts, in any order.
    fn texts() -> impl Iterator<Item = String> {
        let pieces = [
            "a",
            "Some words",
            "é",
            "1",
            "1.",
            " ",
            "  ",
            "\n",
            "\n\n",
            "-",
            "- b",
            "#",
            "'",
            "\"",
            "(",
            ") ",
            "=",
            "+",
            "`",
            "`c d`",
            "[e f](https://g.h/i-j#k)",
            "[e](http://g_h)",
            "](https://",
            "’",
            "–",
            "_",
            "a_b",
            "http",
            "://",
            "404",
            "404: ",
            "`e\\d*`",
            "`<f>[g]^~&`",
            "_",
            "<p>",
            "</p>",
            "[e](http://_h_/#_)",
            "¥",
            "!",
            "$",
            "{x}",
            "*",
            "[",
            "]",
            "&",
            "<",
            "\\",
            "@",
            "%",
            "~",
            ":",
            ".",
            "\t",
        ];
        let mut state = 1_u64;
        let mut next = move |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap_or(0) % below
        };
        (0..10_000).map(move |_| {
            let common = if next(4) == 0 { pieces.len() } else { pieces.len() - 20 };
            (0..next(12)).map(|_| pieces[next(common)]).collect()
        })
    }

    #[test]
    fn what_is_plain_is_written_as_a_parser_would_have_it() {
        let mut count = 0;
        for text in texts() {
            count += usize::from(plain(&text).is_some());
            assert_eq!(markdown(&text), parsed(&text), "{text:?}");
        }
        assert!(count > 500, "only {count} are plain");
    }
}
