//! Prose in lines of a width.

/// Where prose is wrapped, in columns, counted without the comment marker.
const WIDTH: usize = 110;

/// Wraps prose; code blocks, tables, headings and quotes stay as they are.
pub(in crate::emit) fn wrap(text: &str) -> String {
    let mut lines = Vec::new();
    let mut fenced = false;
    for line in text.lines() {
        let bare = line.trim_start();
        if bare.starts_with("```") {
            fenced = !fenced;
        }
        if fenced || line.chars().count() <= WIDTH || bare.starts_with(['|', '#', '>']) || bare.starts_with("```") {
            // Two spaces at the end break the line, and nobody sees them.
            let end = if !fenced && line.ends_with("  ") && !bare.is_empty() { "\\" } else { "" };
            lines.push(format!("{}{end}", line.trim_end()));
        } else {
            wrap_line(line, &mut lines);
        }
    }
    lines.join("\n")
}

fn wrap_line(line: &str, lines: &mut Vec<String>) {
    let bare = line.trim_start();
    let indent = line.len() - bare.len();
    let marker = match bare.split_once(' ') {
        Some((marker, _)) if is_marker(marker) => marker.len() + 1,
        Some(_) | None => 0,
    };
    let hanging = " ".repeat(indent + marker);
    let mut current = " ".repeat(indent);
    let mut empty = true;
    for word in bare.split(' ') {
        let fits = current.chars().count() + 1 + word.chars().count() <= WIDTH;
        if !empty && !fits && !begins_a_block(word) {
            lines.push(std::mem::replace(&mut current, hanging.clone()));
            empty = true;
        }
        if !empty {
            current.push(' ');
        }
        current.push_str(word);
        empty = false;
    }
    lines.push(current);
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
