//! Tables for macros: one line a row, whatever its length; other lines are broken where they are too long.

use proc_macro2::{Group, TokenStream, TokenTree};

use super::WIDTH;
use super::joined::joined;
use super::plain::{self, attribute};
use crate::emit::{Cell, Portion, Row, Table, written};

/// The text of a table.
pub(super) fn table(table: &Table) -> String {
    match &table.docs {
        Some(docs) => item(table, docs),
        None => description(table),
    }
}

/// `rt::record! { User {` and the rows; a head alone on one line where it fits.
fn description(table: &Table) -> String {
    let name = table.name;
    let rows = match &table.rows {
        None => return head_alone(name, &table.head),
        Some(rows) if rows.is_empty() => return format!("{name}! {{ {} {{}} }}\n", line(&table.head)),
        Some(rows) => rows,
    };
    let head = broken(&format!("{name}! {{ "), &table.head, " {", 0);
    format!("{head}\n{}}} }}\n", body(rows, 1))
}

/// `when! { any(feature = "a", feature = "b") =>` and the modules, a line each.
pub(super) fn portion(Portion { name, features, modules }: &Portion) -> String {
    let features: Vec<_> = features.iter().map(|feature| format!("feature = {feature:?}")).collect();
    let mut head = format!("{name}! {{ any({}) =>", features.join(", "));
    if head.len() > WIDTH {
        head = format!("{name}! {{ any(\n{}) =>", filled(&features));
    }
    let module = |(module, names): &(_, Vec<_>)| {
        let names: Vec<_> = names.iter().map(|name| format!("{name}")).collect();
        format!("    {module} {{ {} }}\n", names.join(", "))
    };
    let lines: String = modules.iter().map(module).collect();
    format!("{head}\n{lines}}}\n")
}

/// Words with commas, as many on a line as it takes.
fn filled(words: &[String]) -> String {
    let mut lines = vec![String::from("   ")];
    for word in words {
        if lines.last().is_none_or(|line| line.len() + word.len() + 2 > WIDTH) {
            lines.push(String::from("   "));
        }
        lines.last_mut().expect("there is a line").extend([" ", word, ","]);
    }
    lines.join("\n") + "\n"
}

fn head_alone(name: &str, head: &[Cell]) -> String {
    let one = format!("{name}! {{ {} }}\n", line(head));
    if one.len() <= WIDTH {
        return one;
    }
    format!("{name}! {{\n{}}}\n", parts(head, 1))
}

/// A macro around an item: its documentation, its head, its rows and what comes after them.
fn item(table: &Table, docs: &TokenStream) -> String {
    let mut text = format!("{}! {{\n{}", table.name, attributes(docs, 1));
    let head = format!("    {}", line(&table.head));
    match &table.rows {
        None => text.push_str(&format!("{head}\n")),
        Some(rows) => match short(rows) {
            Some(fields) if head.len() + fields.len() < WIDTH => text.push_str(&format!("{head} {fields}\n")),
            _ => text.push_str(&format!("{head} {{\n{}    }}\n", body(rows, 2))),
        },
    }
    if !table.tail.is_empty() {
        let tail = format!("    {}\n", line(&table.tail));
        text.push_str(&if tail.len() <= WIDTH { tail } else { parts(&table.tail, 1) });
    }
    text.push_str("}\n");
    text
}

/// `{ success: &[201] }` where there is one field, and that on a line.
fn short(rows: &[Row]) -> Option<String> {
    match rows {
        [Row { cells, .. }] => match cells.as_slice() {
            [Cell::Field(tokens)] => {
                Some(field(tokens)).filter(|text| !text.contains('\n')).map(|text| format!("{{ {text} }}"))
            }
            _ => None,
        },
        _ => None,
    }
}

fn body(rows: &[Row], depth: usize) -> String {
    let mut text = String::new();
    let margin = "    ".repeat(depth);
    for Row { docs, cells } in rows {
        text.push_str(&attributes(docs, depth));
        match cells.as_slice() {
            [Cell::Field(tokens)] => {
                field(tokens).lines().for_each(|line| text.push_str(&format!("{margin}{line}\n")));
                text.truncate(text.trim_end().len());
                text.push_str(",\n");
            }
            cells => text.push_str(&format!("{}\n", broken(&margin, cells, "", depth))),
        }
    }
    text
}

/// The cells up to each place where they may be broken, a line each.
fn parts(cells: &[Cell], depth: usize) -> String {
    let margin = "    ".repeat(depth);
    cells.split(|cell| matches!(cell, Cell::Break)).map(|cells| format!("{margin}{}\n", line(cells))).collect()
}

/// A line, with the items of its list a line each where it is too long.
fn broken(before: &str, cells: &[Cell], after: &str, depth: usize) -> String {
    let one = format!("{before}{}{after}", line(cells));
    let list = cells.iter().position(|cell| matches!(cell, Cell::List(items) if items.len() > 1));
    match list {
        Some(place) if one.len() > WIDTH => {
            let Cell::List(items) = &cells[place] else { return one };
            let margin = "    ".repeat(depth + 1);
            let items: String = items.iter().map(|item| format!("{margin}{},\n", line(item))).collect();
            let rest = line(&cells[place + 1..]);
            format!("{before}{}(\n{items}{}){rest}{after}", line(&cells[..place]), "    ".repeat(depth))
        }
        _ => one,
    }
}

fn line(cells: &[Cell]) -> String {
    let mut text = String::new();
    let mut space = false;
    for cell in cells {
        let word = match cell {
            Cell::Join => {
                space = false;
                continue;
            }
            Cell::Break => continue,
            Cell::Word(word) => (*word).to_owned(),
            Cell::Ident(ident) => ident.to_string(),
            Cell::Text(text) => written::text([text]),
            Cell::Integer(number) => number.to_string(),
            Cell::Number(f64::INFINITY) => "f64::INFINITY".to_owned(),
            Cell::Number(f64::NEG_INFINITY) => "f64::NEG_INFINITY".to_owned(),
            Cell::Number(number) => format!("{number:?}"),
            Cell::Type(tokens) => written::ty(tokens),
            Cell::Field(tokens) => field(tokens),
            Cell::List(items) => format!("({})", items.iter().map(|item| line(item)).collect::<Vec<_>>().join(", ")),
        };
        if space {
            text.push(' ');
        }
        text.push_str(&word);
        space = true;
    }
    text
}

/// `name: value` of a struct expression, on as many lines as it takes.
fn field(tokens: &TokenStream) -> String {
    plain::value(tokens).unwrap_or_else(|| broken_field(tokens))
}

/// The same by way of a syntax tree.
fn broken_field(tokens: &TokenStream) -> String {
    let file = syn::parse2(quote::quote!(static S: S = S { #tokens };)).expect("a field is one of a struct expression");
    let text = joined(&prettyplease::unparse(&file));
    let text = text.trim_end();
    match text.strip_prefix("static S: S = S { ").and_then(|text| text.strip_suffix(" };")) {
        Some(alone) => alone.to_owned(),
        None => {
            let lines = text.lines().skip(1).map(|line| line.strip_prefix("    ").unwrap_or(line));
            let lines: Vec<_> = lines.take_while(|line| *line != "};").collect();
            lines.join("\n").trim_end_matches(',').to_owned()
        }
    }
}

/// Documentation and attributes, a line each.
fn attributes(tokens: &TokenStream, depth: usize) -> String {
    let margin = "    ".repeat(depth);
    let groups = tokens.clone().into_iter().filter_map(|token| match token {
        TokenTree::Group(group) => Some(group),
        TokenTree::Punct(_) | TokenTree::Ident(_) | TokenTree::Literal(_) => None,
    });
    let line = |group: Group| match attribute::documentation(&group) {
        Some(text) if !text.starts_with('/') => format!("{margin}///{text}\n"),
        _ => format!("{margin}#{}\n", written::ty(&TokenTree::Group(group).into())),
    };
    groups.map(line).collect()
}
