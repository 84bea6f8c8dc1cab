//! The names that a crate cannot have.
//!
//! Enters: a name. Leaves: why it cannot be, in words. Which crates there are already is not its business.

/// The keywords of all editions, kept ones included, that are names otherwise: `use box::Client` is no Rust.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true",
    "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// The crates that every program can name.
const GIVEN: &[&str] = &["alloc", "core", "proc-macro", "std", "test"];

/// The names that Windows keeps for devices: a folder cannot have them there, nor what is built.
const DEVICES: &[&str] = &["aux", "con", "nul", "prn"];

/// Why a crate cannot have a name; `None` where it can.
pub(super) fn fault(name: &str) -> Option<&'static str> {
    let is_word = |char: char| char.is_ascii_alphanumeric() || char == '-' || char == '_';
    let numbered = |device: &str| {
        name.strip_prefix(device).is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit())
    };
    match name {
        "" => Some("it is empty"),
        _ if !name.chars().all(is_word) => Some("it has other characters than letters of ASCII, digits, `-` and `_`"),
        _ if !name.starts_with(|first: char| first.is_ascii_alphabetic()) => Some("it does not begin with a letter"),
        _ if KEYWORDS.contains(&name) => Some("that is a word of Rust"),
        _ if GIVEN.contains(&name.replace('_', "-").as_str()) => Some("Rust has a crate of that name"),
        _ if name.replace('_', "-").starts_with("clientwright-") => Some("the crates of the generator are called so"),
        _ if DEVICES.contains(&name) || numbered("com") || numbered("lpt") => Some("Windows has a device of that name"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn what_rust_or_a_system_keeps_is_no_name() {
        for name in
            ["", "box", "async", "gen", "try", "type", "std", "test", "proc_macro", "com1", "3d", "_a", "a.b", "ä"]
        {
            assert!(fault(name).is_some(), "{name}");
        }
        for name in ["box-client", "user-chat", "api_3", "selfie", "com", "com10", "union", "A"] {
            assert_eq!(fault(name), None, "{name}");
        }
    }
}
