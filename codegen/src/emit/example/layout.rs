//! Expressions of examples in lines: on one where that is short, else an argument or a link of the chain each.

/// What a line may be long, without the marker of the comment.
pub(super) const WIDTH: usize = 100;

/// Columns of one step.
const STEP: usize = 4;

/// An expression.
#[derive(Clone, Debug)]
pub(in crate::emit) enum Expr {
    Atom(String),
    /// Items with commas: `NewOrder::new(` and `)`, `[` and `]`.
    Group {
        open: String,
        items: Vec<Expr>,
        close: String,
    },
}

impl Expr {
    pub(super) fn atom(text: impl Into<String>) -> Self {
        Self::Atom(text.into())
    }

    pub(super) fn group(open: impl Into<String>, items: Vec<Self>, close: impl Into<String>) -> Self {
        Self::Group { open: open.into(), items, close: close.into() }
    }

    /// The same with text behind it.
    pub(super) fn then(self, text: &str) -> Self {
        match self {
            Self::Atom(atom) => Self::Atom(atom + text),
            Self::Group { open, items, close } => Self::Group { open, items, close: close + text },
        }
    }

    /// On one line.
    pub(super) fn flat(&self) -> String {
        match self {
            Self::Atom(text) => text.clone(),
            Self::Group { open, items, close } => {
                let items: Vec<_> = items.iter().map(Self::flat).collect();
                format!("{open}{}{close}", items.join(", "))
            }
        }
    }

    /// In lines behind `before` columns, with room for `after` of them.
    fn laid(&self, indent: usize, before: usize, after: usize) -> String {
        let flat = self.flat();
        let Self::Group { open, items, close } = self else { return flat };
        if before + columns(&flat) + after <= WIDTH {
            return flat;
        }
        match items.as_slice() {
            [] => flat,
            [only @ Self::Group { .. }] => {
                let inner = only.laid(indent, before + columns(open), after + columns(close));
                format!("{open}{inner}{close}")
            }
            items => {
                let inner = indent + STEP;
                let line = |item: &Self| format!("{}{},\n", " ".repeat(inner), item.laid(inner, inner, 1));
                format!("{open}\n{}{}{close}", items.iter().map(line).collect::<String>(), " ".repeat(indent))
            }
        }
    }
}

/// A chain of calls as a statement: `let user = ` and what begins it, then its links.
pub(super) fn chain(before: &str, first: &str, links: &[Expr], after: &str) -> String {
    let flat: String = links.iter().map(Expr::flat).collect();
    let line = format!("{before}{first}{flat}{after}");
    if columns(&line) <= WIDTH {
        return line;
    }
    let links = links.iter().enumerate().map(|(index, link)| {
        let is_last = index + 1 == links.len();
        format!("\n{}{}", " ".repeat(STEP), link.laid(STEP, STEP, if is_last { after.len() } else { 0 }))
    });
    format!("{before}{first}{}{after}", links.collect::<String>())
}

/// `use user_chat::types::{Role, User};`, in lines of names where it is long.
pub(super) fn import(path: &str, names: &[&str]) -> String {
    let line = match names {
        [only] => format!("use {path}::{only};"),
        names => format!("use {path}::{{{}}};", names.join(", ")),
    };
    if columns(&line) <= WIDTH {
        return line;
    }
    let mut text = format!("use {path}::{{");
    let mut room = 0;
    for name in names {
        if name.len() + 2 > room {
            text.push_str("\n   ");
            room = WIDTH - STEP;
        }
        text.push_str(&format!(" {name},"));
        room = room.saturating_sub(name.len() + 2);
    }
    text + "\n};"
}

fn columns(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::{Expr, chain, import};

    fn call(name: &str, items: &[&str]) -> Expr {
        Expr::group(format!("{name}("), items.iter().copied().map(Expr::atom).collect(), ")")
    }

    #[test]
    fn what_is_short_is_a_line_and_what_is_long_a_line_for_each() {
        let links =
            |value: Expr| [Expr::atom(".users()"), Expr::group(".create(", vec![value], ")"), Expr::atom(".await?")];
        let short = chain("let user = ", "client", &links(call("User::new", &["\"Ann\""])), ";");
        assert_eq!(short, "let user = client.users().create(User::new(\"Ann\")).await?;");
        let (one, two) = (format!("{:?}", "a".repeat(50)), format!("{:?}", "b".repeat(50)));
        let long = chain("let user = ", "client", &links(call("User::new", &[&one, &two])), ";");
        let expected = format!(
            "let user = client\n    .users()\n    .create(User::new(\n        {one},\n        {two},\n    ))\n    .await?;"
        );
        assert_eq!(long, expected);
    }

    #[test]
    fn many_names_are_imported_in_several_lines() {
        assert_eq!(import("shop::types", &["Line"]), "use shop::types::Line;");
        assert_eq!(import("shop::types", &["Line", "NewOrder"]), "use shop::types::{Line, NewOrder};");
        let names: Vec<String> = (10..40).map(|number| format!("Type{number}")).collect();
        let text = import("shop::types", &names.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(text.lines().count() == 5 && text.lines().all(|line| line.len() <= super::WIDTH), "{text}");
    }
}
