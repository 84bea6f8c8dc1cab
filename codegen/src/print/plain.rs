//! Items that need no syntax tree: what is in them is a line each.
//!
//! Enters: the tokens of items. Leaves: the text of those at the front that have such a form, as rustfmt would lay them out,
//! and the tokens from the first other one on. Most of what is generated has these forms, and a syntax tree of it costs several
//! times what its text does:
//!
//! | item | of |
//! |---|---|
//! | `//!` | a line |
//! | `mod`, `use` | a path, at its end maybe a list of names |
//! | `type` | a type |
//! | `struct` | named fields |
//! | `struct` | types in parentheses |
//! | `enum` | variants alone or with types |
//! | `static` | a call |
//! | `impl` | methods, of which each is plain or not |

pub(super) mod attribute;
mod block;
mod call;
mod ty;
mod uses;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::spacing;

/// The first column that no line has.
const MARGIN: usize = super::WIDTH + 1;
const INDENT: &str = "    ";

/// Some tokens of those that are read.
type Tokens<'t> = &'t [TokenTree];

/// The text of what is plain at the front, and all other tokens.
pub(super) fn items(tokens: TokenStream) -> (String, TokenStream) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let (mut text, mut rest) = (String::new(), tokens.as_slice());
    while let Some((item, behind)) = inner_docs(rest).or_else(|| item(rest)) {
        text.push_str(&item);
        rest = behind;
    }
    let done = tokens.len() - rest.len();
    (text, tokens.into_iter().skip(done).collect())
}

fn inner_docs(tokens: Tokens<'_>) -> Option<(String, Tokens<'_>)> {
    match tokens {
        [TokenTree::Punct(_), TokenTree::Punct(mark), TokenTree::Group(group), rest @ ..] if mark.as_char() == '!' => {
            Some((format!("//!{}\n", attribute::documentation(group)?), rest))
        }
        _ => None,
    }
}

fn item(tokens: Tokens<'_>) -> Option<(String, Tokens<'_>)> {
    let mut text = String::new();
    let (_, tokens) = attribute::all(tokens, "", &mut text)?;
    let tokens = visibility(tokens, &mut text)?;
    let (TokenTree::Ident(keyword), rest) = tokens.split_first()? else { return None };
    let keyword = keyword.to_string();
    match (keyword.as_str(), rest) {
        ("mod" | "use", _) => {
            let end = rest.iter().position(|token| is(token, ';'))?;
            text.push_str(&keyword);
            uses::path(&rest[..end], &mut text)?;
            text.push_str(";\n");
            Some((text, &rest[end + 1..]))
        }
        ("type", [TokenTree::Ident(name), equals, rest @ ..]) if is(equals, '=') => {
            let end = rest.iter().position(|token| is(token, ';'))?;
            text.push_str(&format!("type {name} = "));
            ty::lay_out(&rest[..end], "", 1, &mut text)?;
            text.push_str(";\n");
            Some((text, &rest[end + 1..]))
        }
        ("struct", [TokenTree::Ident(name), TokenTree::Group(body), rest @ ..])
            if body.delimiter() == Delimiter::Brace =>
        {
            text.push_str(&format!("struct {name} {{"));
            members(body, field, spacing::of_fields, &mut text)?;
            Some((text, rest))
        }
        ("struct", [TokenTree::Ident(name), TokenTree::Group(types), end, rest @ ..]) if is(end, ';') => {
            (types.delimiter() == Delimiter::Parenthesis).then_some(())?;
            let types: Vec<TokenTree> = types.stream().into_iter().collect();
            text.push_str(&format!("struct {name}({});\n", ty::flat(&types)?));
            (column(text.trim_end()) <= MARGIN).then_some((text, rest))
        }
        ("static", [TokenTree::Ident(name), colon, rest @ ..]) if is(colon, ':') => {
            let end = rest.iter().position(|token| is(token, ';'))?;
            let mut sides = rest[..end].splitn(2, |token| is(token, '='));
            text.push_str(&format!("static {name}: {} = ", ty::flat(sides.next()?)?));
            (!text.contains('<')).then_some(())?;
            call::lay_out(sides.next()?, "", 1, &mut text)?;
            text.push_str(";\n");
            Some((text, &rest[end + 1..]))
        }
        ("impl", rest) if text.is_empty() => {
            let rest = block::block(rest, &mut text)?;
            Some((text, rest))
        }
        ("enum", [TokenTree::Ident(name), TokenTree::Group(body), rest @ ..]) => {
            text.push_str(&format!("enum {name} {{"));
            members(body, variant, spacing::of_variants, &mut text)?;
            Some((text, rest))
        }
        _ => None,
    }
}

/// `pub `, `pub(crate) ` or nothing.
fn visibility<'t>(tokens: Tokens<'t>, text: &mut String) -> Option<Tokens<'t>> {
    match tokens {
        [TokenTree::Ident(word), TokenTree::Group(group), rest @ ..] if word == "pub" => {
            text.push_str(&format!("pub({}) ", group.stream()));
            Some(rest)
        }
        [TokenTree::Ident(word), rest @ ..] if word == "pub" => {
            text.push_str("pub ");
            Some(rest)
        }
        _ => Some(tokens),
    }
}

/// Writes a member without its end and gives the tokens behind it.
type Member = for<'t> fn(Tokens<'t>, &mut String) -> Option<Tokens<'t>>;

/// The members up to the closing brace, each at the end of its line with a comma.
fn members(body: &Group, member: Member, apart: fn(&[usize]) -> Vec<bool>, text: &mut String) -> Option<()> {
    (body.delimiter() == Delimiter::Brace).then_some(())?;
    let tokens: Vec<TokenTree> = body.stream().into_iter().collect();
    let (mut texts, mut attributes) = (Vec::new(), Vec::new());
    let mut rest = tokens.as_slice();
    while !rest.is_empty() {
        let mut one = String::new();
        let (count, behind) = attribute::all(rest, INDENT, &mut one)?;
        one.push_str(INDENT);
        let behind = visibility(behind, &mut one)?;
        rest = match member(behind, &mut one)? {
            [] => &[],
            [comma, behind @ ..] => is(comma, ',').then_some(behind)?,
        };
        texts.push(one);
        attributes.push(count);
    }
    text.push_str(if texts.is_empty() { "" } else { "\n" });
    for (one, is_apart) in texts.iter().zip(apart(&attributes)) {
        text.push_str(if is_apart { "\n" } else { "" });
        text.push_str(one);
        text.push_str(",\n");
    }
    text.push_str("}\n");
    Some(())
}

fn field<'t>(tokens: Tokens<'t>, text: &mut String) -> Option<Tokens<'t>> {
    let [TokenTree::Ident(name), colon, rest @ ..] = tokens else { return None };
    is(colon, ':').then_some(())?;
    text.push_str(&format!("{name}: "));
    let end = ty::end(rest);
    ty::lay_out(&rest[..end], INDENT, 1, text)?;
    Some(&rest[end..])
}

/// The member of a struct expression, if it is a line there or a list of lines.
pub(super) fn value(tokens: &TokenStream) -> Option<String> {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let [TokenTree::Ident(name), colon, value @ ..] = tokens.as_slice() else { return None };
    is(colon, ':').then_some(())?;
    let text = format!("{name}: {}", call::flat(value)?);
    if INDENT.len() + text.len() < MARGIN {
        return Some(text);
    }
    let [reference, TokenTree::Group(list)] = value else { return None };
    (is(reference, '&') && list.delimiter() == Delimiter::Bracket).then_some(())?;
    let items: Vec<TokenTree> = list.stream().into_iter().collect();
    let mut text = format!("{name}: &[\n");
    for item in items.split(|token| is(token, ',')) {
        let item = call::flat(item)?;
        (2 * INDENT.len() + item.len() < MARGIN).then_some(())?;
        text.push_str(&format!("{INDENT}{item},\n"));
    }
    text.push(']');
    Some(text)
}

fn variant<'t>(tokens: Tokens<'t>, text: &mut String) -> Option<Tokens<'t>> {
    let (TokenTree::Ident(name), rest) = tokens.split_first()? else { return None };
    let mut one = name.to_string();
    let rest = match rest {
        [TokenTree::Group(group), rest @ ..] if group.delimiter() == Delimiter::Parenthesis => {
            one.push_str(&format!("({})", ty::flat(&group.stream().into_iter().collect::<Vec<_>>())?));
            rest
        }
        rest => rest,
    };
    text.push_str(&one);
    (INDENT.len() + one.len() < MARGIN).then_some(rest)
}

/// Where the line at the end of a text ends.
fn column(text: &str) -> usize {
    text.len() - text.rfind('\n').map_or(0, |at| at + 1)
}

fn is(token: &TokenTree, char: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == char)
}

#[cfg(test)]
mod tests;
