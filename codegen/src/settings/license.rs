//! The form of an SPDX expression (SPDX 2.3, Annex D).
//!
//! Enters: a text. Leaves: why it is none, in words. Which licenses there are changes with time, and is not its business.

/// Why a text is no expression; `None` where it is one.
pub(super) fn fault(text: &str) -> Option<String> {
    let spaced = text.replace('(', " ( ").replace(')', " ) ");
    let mut depth = 0_usize;
    let mut is_due = true;
    let mut before = "";
    for word in spaced.split_whitespace() {
        match (word, is_due) {
            ("(", true) if before != "WITH" => depth += 1,
            (")", false) if depth > 0 => depth -= 1,
            ("AND" | "OR", false) => is_due = true,
            ("WITH", false) if before != ")" => is_due = true,
            ("(" | ")", _) => return Some(format!("`{word}` has no place in it")),
            ("AND" | "OR" | "WITH", true) => return Some(format!("there is no license before `{word}`")),
            (word, true) if is_name(word) => is_due = false,
            (word, true) => return Some(format!("`{word}` is not the name of a license")),
            (word, false) => return Some(format!("there is no `AND`, `OR` or `WITH` before `{word}`")),
        }
        before = word;
    }
    match (is_due, depth) {
        (true, _) if before.is_empty() => Some("it is empty".to_owned()),
        (true, _) => Some(format!("nothing follows `{before}`")),
        (false, 1..) => Some("a parenthesis is not closed".to_owned()),
        (false, 0) => None,
    }
}

/// Whether a word is written as names of licenses are: `MIT`, `GPL-2.0+`, `DocumentRef-shop:LicenseRef-ours`.
fn is_name(word: &str) -> bool {
    let name = word.strip_prefix("DocumentRef-").and_then(|rest| rest.split_once(':')).map_or(word, |(_, name)| name);
    let name = name.strip_suffix('+').unwrap_or(name);
    !name.is_empty() && name.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '-' | '.'))
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn a_license_is_an_expression() {
        for text in
            ["MIT", "MIT OR Apache-2.0", "(MIT AND GPL-2.0+) OR Apache-2.0 WITH LLVM-exception", "LicenseRef-ours"]
        {
            assert_eq!(fault(text), None, "{text}");
        }
        for text in
            ["", "not a license (", "MIT/Apache-2.0", "MIT OR", "(MIT", "MIT)", "OR MIT", "MIT Apache-2.0", "()"]
        {
            assert!(fault(text).is_some(), "{text}");
        }
    }
}
