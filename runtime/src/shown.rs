//! Texts of others as people may see them. Enters: whatever a server or a caller has written. Leaves: the same within bounds, on
//! one line, with nothing in it that a terminal obeys or that reads in another order than it stands. What is secret in it
//! is `redact`'s business, and goes first: half a secret is not seen as one.

use std::fmt::Write;

/// The longest place that is shown whole, in characters.
const PLACE: usize = 200;

/// The first `limit` characters of `text`, with an ellipsis where more follow; line breaks and tabs are spaces.
pub(crate) fn clip(text: &str, limit: usize) -> String {
    let mut clipped = String::new();
    for char in text.chars().take(limit) {
        push(&mut clipped, if matches!(char, '\t' | '\n' | '\r') { ' ' } else { char });
    }
    if text.chars().nth(limit).is_some() {
        clipped.push('…');
    }
    clipped
}

/// A place in a document, such as a JSON pointer, its middle left out where it is long.
pub(crate) fn place(text: &str) -> String {
    let length = text.chars().count();
    let mut shown = String::new();
    if length <= PLACE {
        text.chars().for_each(|char| push(&mut shown, char));
        return shown;
    }
    let end = PLACE / 2;
    text.chars().take(end).for_each(|char| push(&mut shown, char));
    let left_out = length - 2 * end;
    // A text takes what is written to it.
    let _ = write!(shown, "…({left_out} characters left out)…");
    text.chars().skip(length - end).for_each(|char| push(&mut shown, char));
    shown
}

fn push(shown: &mut String, char: char) {
    if is_unseen(char) { shown.extend(char.escape_default()) } else { shown.push(char) }
}

/// Whether a character is not seen itself, and changes how others are: control characters, and those of Unicode's class of format
/// characters (UAX #44, `Cf`) that turn the direction of text, hide in it or annotate it. The joiners of words and emoji stay.
fn is_unseen(char: char) -> bool {
    char.is_control()
        || matches!(
            char,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_obeys_is_escaped() {
        assert_eq!(clip("a\u{1b}[31mb\r\nc\u{7f}", 100), "a\\u{1b}[31mb  c\\u{7f}");
        assert_eq!(place("/a\u{1b}\n/\u{9b}"), "/a\\u{1b}\\n/\\u{9b}");
    }

    #[test]
    fn what_reads_in_another_order_is_escaped_and_languages_are_not() {
        assert_eq!(clip("a\u{202e}b\u{2066}c\u{200f}", 100), "a\\u{202e}b\\u{2066}c\\u{200f}");
        for text in ["größer", "שלום", "नमस्ते", "می\u{200c}خواهم", "👩\u{200d}🚀", "it's \"so\" \\ so"]
        {
            assert_eq!((clip(text, 100), place(text)), (text.to_owned(), text.to_owned()));
        }
    }

    #[test]
    fn long_texts_are_cut_at_the_end_and_long_places_in_the_middle() {
        assert_eq!((clip("abc", 3), clip("abcd", 3)), ("abc".to_owned(), "abc…".to_owned()));
        let long = format!("/items/{}/id", "x".repeat(1 << 20));
        let shown = place(&long);
        assert!(shown.starts_with("/items/xxx") && shown.ends_with("xxx/id"), "{shown}");
        assert!(shown.contains(&format!("…({} characters left out)…", long.len() - 200)), "{shown}");
        assert!(place(&"\u{202e}".repeat(1 << 16)).len() < 2000);
    }
}
