//! The paths of `mod` and `use`.

use proc_macro2::{Delimiter, TokenTree};

use super::{INDENT, MARGIN, Tokens, column, is};

/// Writes a path behind its keyword, with room for a semicolon. Names in braces that do not fit fill lines of their own.
pub(super) fn path(tokens: Tokens<'_>, text: &mut String) -> Option<()> {
    let (path, names) = match tokens.split_last()? {
        (TokenTree::Group(group), path) if group.delimiter() == Delimiter::Brace => {
            let names: Vec<TokenTree> = group.stream().into_iter().collect();
            let names = names.split(|token| is(token, ','));
            let name =
                |name: Tokens<'_>| if let [TokenTree::Ident(name)] = name { Some(name.to_string()) } else { None };
            (path, names.map(name).collect::<Option<Vec<_>>>()?)
        }
        _ => (tokens, Vec::new()),
    };
    text.push(' ');
    for token in path {
        match token {
            // Two words in a row are a new name.
            TokenTree::Ident(word) if !text.ends_with(char::is_alphanumeric) => text.push_str(&word.to_string()),
            TokenTree::Ident(word) => text.push_str(&format!(" {word}")),
            TokenTree::Punct(punct) if matches!(punct.as_char(), ':' | '*') => text.push(punct.as_char()),
            TokenTree::Punct(_) | TokenTree::Group(_) | TokenTree::Literal(_) => return None,
        }
    }
    let column = column(text);
    match names.as_slice() {
        [] => (column < MARGIN).then_some(()),
        [_] => None,
        names => {
            let flat = format!("{{{}}}", names.join(", "));
            text.push_str(&if column + flat.len() < MARGIN { flat } else { filled(names) });
            Some(())
        }
    }
}

fn filled(names: &[String]) -> String {
    let mut text = format!("{{\n{INDENT}");
    let mut column = INDENT.len();
    for (index, name) in names.iter().enumerate() {
        let is_last = index + 1 == names.len();
        let width = name.len() + usize::from(!is_last);
        if index > 0 && column + 1 + width > MARGIN {
            text.push_str(&format!("\n{INDENT}"));
            column = INDENT.len();
        } else if index > 0 {
            text.push(' ');
            column += 1;
        }
        text.push_str(name);
        text.push(',');
        column += width;
    }
    text.push_str("\n}");
    text
}
