//! Names of generic types, as the languages write them that descriptions are made from.
//!
//! Enters: a name. Leaves: the same with the arguments of the type as plain words behind it.

use std::borrow::Cow;

use super::case::is_word;

/// A name without the signs around arguments, and without what says nothing of a type.
pub(super) fn plain(text: Cow<'_, str>) -> Cow<'_, str> {
    without_brackets(without_assemblies(text))
}

/// The name of a generic type of .NET without what only the runtime there asks for: how many arguments it has, and the assembly and
/// version that each of them comes from.
fn without_assemblies(text: Cow<'_, str>) -> Cow<'_, str> {
    const VERSION: &str = ", Version=";
    if !text.contains(VERSION) {
        return text;
    }
    let mut rest: &str = &text;
    let mut kept = String::with_capacity(text.len());
    while let Some(version) = rest.find(VERSION) {
        let assembly = rest[..version].rfind(',').unwrap_or(version);
        let end = rest[version..].find(']').map_or(rest.len(), |end| version + end);
        kept.push_str(&rest[..assembly]);
        rest = &rest[end..];
    }
    kept.push_str(rest);
    let mut parts = kept.split('`');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let arguments = part.trim_start_matches(|char: char| char.is_ascii_digit());
        plain.push_str(if arguments.starts_with('[') { arguments } else { part });
    }
    Cow::Owned(plain)
}

/// A text whose `<` and `>` hold the arguments of a generic type, without them: `Page<User>`, `Page«User»`. Those that compare stay.
fn without_brackets(text: Cow<'_, str>) -> Cow<'_, str> {
    let (mut open, mut previous) = (0_u32, '\0');
    for char in text.chars() {
        match char {
            // A name stands before what it holds; of two in a row the second is half of a guillemet.
            '<' if is_word(previous) || previous == '<' => open += 1,
            // Behind others it is a part of an arrow.
            '>' if open > 0 && !matches!(previous, '<' | '=' | '-') => open -= 1,
            '<' | '>' => return text,
            _ => {}
        }
        previous = char;
    }
    match open == 0 && text.contains('<') {
        true => Cow::Owned(text.replace(['<', '>'], " ")),
        false => text,
    }
}
