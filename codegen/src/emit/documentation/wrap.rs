//! Prose in lines of a width.

/// Where prose is wrapped, in columns, counted without the comment marker.
const WIDTH: usize = 110;

/// Wraps prose; code blocks, tables, headings and quotes stay as they are.
pub(in crate::emit) fn wrap(text: &str) -> String {
    let mut output = String::with_capacity(text.len() + text.len() / WIDTH);
    let mut fenced = false;
    for (index, line) in text.lines().enumerate() {
        output.push_str(if index == 0 { "" } else { "\n" });
        let bare = line.trim_start();
        if bare.starts_with("```") {
            fenced = !fenced;
        }
        if fenced || is_short(line) || bare.starts_with(['|', '#', '>']) || bare.starts_with("```") {
            output.push_str(line.trim_end());
            // Two spaces at the end break the line, and nobody sees them.
            output.push_str(if !fenced && line.ends_with("  ") && !bare.is_empty() { "\\" } else { "" });
        } else {
            wrap_line(line, &mut output);
        }
    }
    output
}

/// No text has more characters than bytes.
fn is_short(line: &str) -> bool {
    line.len() <= WIDTH || line.chars().count() <= WIDTH
}

fn wrap_line(line: &str, output: &mut String) {
    let bare = line.trim_start();
    let indent = line.len() - bare.len();
    let marker = match bare.split_once(' ') {
        Some((marker, _)) if is_marker(marker) => marker.len() + 1,
        Some(_) | None => 0,
    };
    let hanging = indent + marker;
    output.push_str(&" ".repeat(indent));
    let mut column = indent;
    for (index, word) in bare.split(' ').enumerate() {
        let length = word.chars().count();
        let fits = column + 1 + length <= WIDTH;
        // A marker alone on its line begins an item that is empty.
        let is_behind_marker = index == 1 && marker > 0;
        if index > 0 && !fits && !is_behind_marker && !begins_a_block(word) {
            output.push('\n');
            output.push_str(&" ".repeat(hanging));
            column = hanging;
        } else if index > 0 {
            output.push(' ');
            column += 1;
        }
        output.push_str(word);
        column += length;
    }
}

/// Whether a line that begins with this word would be a list, a heading, a quote, a table or a fence.
fn begins_a_block(word: &str) -> bool {
    let rule = word.chars().all(|char| "-+*_=#~`".contains(char));
    is_marker(word) || rule || word.starts_with(['>', '|']) || word.starts_with("```") || word.starts_with("~~~")
}

fn is_marker(word: &str) -> bool {
    let number = word.trim_end_matches(['.', ')']);
    matches!(word, "-" | "*" | "+")
        || (number.len() < word.len() && !number.is_empty() && number.chars().all(|char| char.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::{WIDTH, wrap};

    #[test]
    fn an_item_begins_on_the_line_of_its_marker() {
        let word = "a".repeat(WIDTH);
        assert_eq!(wrap(&format!("* {word} then more")), format!("* {word}\n  then more"));
        assert_eq!(wrap(&format!("  1. {word} more")), format!("  1. {word}\n     more"));
        assert_eq!(wrap(&format!("no {word}")), format!("no\n{word}"));
    }
}
