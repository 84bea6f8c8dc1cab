//! Calls: of functions by their paths, of methods in a chain.

use proc_macro2::{Delimiter, Spacing, TokenTree};

use super::{INDENT, MARGIN, Tokens, column, is};

/// Writes a call behind what stands in its line already, with room for `behind` more. Where it does not fit, the arguments get lines of their own.
pub(super) fn lay_out(tokens: Tokens<'_>, indent: &str, behind: usize, text: &mut String) -> Option<()> {
    let flat = flat(tokens)?;
    if column(text) + flat.len() + behind <= MARGIN {
        text.push_str(&flat);
        return Some(());
    }
    let (TokenTree::Group(group), path) = tokens.split_last()? else { return None };
    let is_path = path.iter().all(|token| matches!(token, TokenTree::Ident(_)) || is(token, ':'));
    (is_path && group.delimiter() == Delimiter::Parenthesis).then_some(())?;
    text.push_str(&self::flat(path)?);
    text.push_str("(\n");
    let arguments: Vec<TokenTree> = group.stream().into_iter().collect();
    let within = format!("{indent}{INDENT}");
    let mut arguments = arguments.split(|token| is(token, ',')).filter(|argument| !argument.is_empty()).peekable();
    while let Some(argument) = arguments.next() {
        text.push_str(&within);
        let flat = self::flat(argument)?;
        // The comma behind the last one may stand beyond the margin.
        let behind = usize::from(arguments.peek().is_some());
        match column(text) + flat.len() + behind <= MARGIN {
            true => text.push_str(&flat),
            false => chain(argument, &within, text)?,
        }
        text.push_str(",\n");
    }
    text.push_str(indent);
    text.push(')');
    Some(())
}

/// A chain that does not begin its line: up to its first call in that, then each of its links on a line of its own.
fn chain(tokens: Tokens<'_>, indent: &str, text: &mut String) -> Option<()> {
    let mut links = tokens.split(|token| is(token, '.'));
    text.push_str(&flat(links.next().filter(|first| matches!(first, [TokenTree::Ident(_)]))?)?);
    let (mut count, mut called) = (0, false);
    for link in links {
        let link = flat(link)?;
        let is_call = link.ends_with(')');
        match called {
            true => text.push_str(&format!("\n{indent}{INDENT}.{link}")),
            false => text.push_str(&format!(".{link}")),
        }
        (column(text) < MARGIN).then_some(())?;
        (count, called) = (count + 1, called || is_call);
    }
    (count > 1).then_some(())
}

/// A call, a literal or a list of such on one line.
pub(super) fn flat(tokens: Tokens<'_>) -> Option<String> {
    let mut text = String::new();
    let mut after_word = false;
    for token in tokens {
        let is_word = matches!(token, TokenTree::Ident(_) | TokenTree::Literal(_));
        (!after_word || !is_word).then_some(())?;
        after_word = is_word;
        match token {
            TokenTree::Ident(word) => text.push_str(&word.to_string()),
            TokenTree::Literal(literal) => text.push_str(&literal.to_string()),
            TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis && !text.is_empty() => {
                let within = flat(&group.stream().into_iter().collect::<Vec<_>>())?;
                text.push_str(&format!("({within})"));
            }
            TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket && text.ends_with('&') => {
                let within = flat(&group.stream().into_iter().collect::<Vec<_>>())?;
                text.push_str(&format!("[{within}]"));
            }
            // Fields that are called as the variables in them.
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace && text == "Self" => {
                let within =
                    flat(&group.stream().into_iter().collect::<Vec<_>>()).filter(|within| !within.is_empty())?;
                text.push_str(&format!(" {{ {within} }}"));
            }
            TokenTree::Group(_) => return None,
            TokenTree::Punct(punct) => match (punct.as_char(), punct.spacing()) {
                (',', _) => text.push_str(", "),
                (':', Spacing::Joint) if text.ends_with(char::is_alphanumeric) => text.push(':'),
                (':', _) if text.ends_with(':') => text.push(':'),
                ('.', Spacing::Alone) => text.push('.'),
                ('&', Spacing::Alone) if text.is_empty() || text.ends_with(", ") => text.push('&'),
                _ => return None,
            },
        }
    }
    (!text.ends_with(", ")).then_some(text)
}
