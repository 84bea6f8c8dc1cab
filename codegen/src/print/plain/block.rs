//! `impl` blocks: their methods one by one, so that documentation, which is most of them, needs no syntax tree.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::quote;

use super::super::joined::joined;
use super::{INDENT, MARGIN, Tokens, attribute, call, column, is, ty, visibility};

/// Writes the block behind `impl` and gives the tokens behind it.
pub(super) fn block<'t>(tokens: Tokens<'t>, text: &mut String) -> Option<Tokens<'t>> {
    let end = tokens.iter().position(|token| matches!(token, TokenTree::Group(_)))?;
    let TokenTree::Group(body) = &tokens[end] else { return None };
    let head = &tokens[..end];
    (body.delimiter() == Delimiter::Brace && !is(head.first()?, '<')).then_some(())?;
    let names: Vec<Tokens<'_>> = head.split(|token| matches!(token, TokenTree::Ident(word) if word == "for")).collect();
    let names: Option<Vec<String>> = names.into_iter().map(ty::flat).collect();
    text.push_str(&format!("impl {} {{\n", names?.join(" for ")));
    (text.len() <= MARGIN).then_some(())?;
    let members: Vec<TokenTree> = body.stream().into_iter().collect();
    let mut rest = members.as_slice();
    let mut is_first = true;
    while !rest.is_empty() {
        text.push_str(if is_first { "" } else { "\n" });
        let (_, behind) = attribute::all(rest, INDENT, text)?;
        let end = behind.iter().position(is_body)? + 1;
        // A constant stands before the method.
        (!behind[..end].iter().any(|token| is(token, ';'))).then_some(())?;
        let length = text.len();
        if method(&behind[..end], text).is_none() {
            text.truncate(length);
            text.push_str(&alone(&behind[..end])?);
        }
        (rest, is_first) = (&behind[end..], false);
    }
    text.push_str("}\n");
    (!is_first).then_some(&tokens[end + 1..])
}

fn is_body(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

/// A method whose body is a call.
fn method(tokens: Tokens<'_>, text: &mut String) -> Option<()> {
    text.push_str(INDENT);
    let [
        TokenTree::Ident(keyword),
        TokenTree::Ident(name),
        TokenTree::Group(arguments),
        output @ ..,
        TokenTree::Group(body),
    ] = visibility(tokens, text)?
    else {
        return None;
    };
    (keyword == "fn").then_some(())?;
    signature(name, arguments, output, text)?;
    text.push_str(" {\n");
    let within = INDENT.repeat(2);
    text.push_str(&within);
    call::lay_out(&body.stream().into_iter().collect::<Vec<_>>(), &within, 0, text)?;
    text.push_str(&format!("\n{INDENT}}}\n"));
    Some(())
}

fn signature(name: &Ident, arguments: &Group, output: Tokens<'_>, text: &mut String) -> Option<()> {
    let output = match output {
        [] => String::new(),
        [minus, arrow, ty @ ..] if is(minus, '-') && is(arrow, '>') => format!(" -> {}", ty::flat(ty)?),
        _ => return None,
    };
    let arguments: Vec<TokenTree> = arguments.stream().into_iter().collect();
    let arguments = ty::list(&arguments).map(argument).collect::<Option<Vec<_>>>()?;
    let flat = format!("fn {name}({}){output}", arguments.join(", "));
    if column(text) + flat.len() + " {".len() <= MARGIN {
        text.push_str(&flat);
        return Some(());
    }
    // The arguments of the type would be broken next.
    (!output.contains('<')).then_some(())?;
    text.push_str(&format!("fn {name}(\n"));
    for argument in arguments {
        text.push_str(&format!("{INDENT}{INDENT}{argument}"));
        (column(text) < MARGIN).then_some(())?;
        text.push_str(",\n");
    }
    text.push_str(&format!("{INDENT}){output}"));
    Some(())
}

/// `self` in its forms, or a name with a type.
fn argument(tokens: Tokens<'_>) -> Option<String> {
    match tokens {
        [TokenTree::Ident(name), colon, ty @ ..] if is(colon, ':') => Some(format!("{name}: {}", ty::flat(ty)?)),
        _ => ty::flat(tokens),
    }
}

/// A method by way of a syntax tree.
fn alone(method: Tokens<'_>) -> Option<String> {
    let method: TokenStream = method.iter().cloned().collect();
    let file = syn::parse2(quote!(impl A { #method })).ok()?;
    let text = joined(&prettyplease::unparse(&file));
    Some(text.strip_prefix("impl A {\n")?.strip_suffix("}\n")?.to_owned())
}
