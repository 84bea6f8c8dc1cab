//! Text that is CommonMark and says little with it: words, sentences, code spans, links.
//!
//! Enters: text of a description. Leaves: the same as from a parser and a writer of CommonMark, of whose work such text needs none. Nine in
//! ten texts of real descriptions are of this kind.

/// The text on one line a paragraph; `None` where there may be more to it.
pub(super) fn plain(text: &str) -> Option<String> {
    let mut output = String::with_capacity(text.len());
    let mut follows = "";
    for line in text.trim_end_matches(['\n', ' ']).split('\n') {
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

fn is_plain(line: &str) -> bool {
    let ends = line.starts_with(char::is_alphabetic) && !line.ends_with(' ');
    // A run of backticks has nothing between its own.
    let spans = || line.split('`').skip(1).step_by(2);
    let code = line.matches('`').count().is_multiple_of(2) && spans().all(is_code);
    let amid =
        |(at, _)| line[..at].ends_with(char::is_alphanumeric) && line[at + 1..].starts_with(char::is_alphanumeric);
    ends && code
        && line.split('`').step_by(2).all(is_prose)
        && line.match_indices('_').all(amid)
        && !line.contains("``")
}

/// Words, and links of words that lead to a URL.
fn is_prose(text: &str) -> bool {
    let mut rest = text;
    while let Some((before, link)) = rest.split_once('[') {
        let Some((words, link)) = link.split_once("](") else { return false };
        let Some((url, behind)) = link.split_once(')') else { return false };
        // Behind an exclamation mark it is a picture.
        if before.ends_with('!') || !is_words(before) || !is_link(words, url) {
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

/// Behind a code span or a link a number may look like that of a list, and a `#` like a heading, to the writer.
fn is_words(words: &str) -> bool {
    !words.starts_with(|char: char| char == '#' || char.is_ascii_digit())
        && words.chars().all(|char| is_word(char) || is_sign(char))
        && !words.contains("://")
}

fn is_code(code: &str) -> bool {
    let is_closed = !code.is_empty() && !code.starts_with(' ') && !code.ends_with(' ');
    is_closed && code.chars().all(|char| is_word(char) || is_sign(char))
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
            let common = if next(4) == 0 { pieces.len() } else { pieces.len() - 12 };
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
