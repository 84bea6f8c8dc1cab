//! What the elements of HTML mean to a reader.

use pulldown_cmark::HeadingLevel;

/// What an element of HTML is to a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Begins a paragraph of its own.
    Block,
    Term,
    Heading(HeadingLevel),
    List(Option<u64>),
    Item,
    Quote,
    Pre,
    Table,
    Row,
    Cell,
    /// A part of a table that says nothing by itself.
    TablePart,
    Strong,
    Emphasis,
    Strikethrough,
    Code,
    Link,
    Picture,
    Break,
    Rule,
    Raised,
    /// Only the look of words.
    Look,
}

pub(super) fn meaning(name: &str) -> Option<Meaning> {
    Some(match name {
        "p" | "div" | "section" | "article" | "header" | "footer" | "main" | "center" | "address" | "figure"
        | "figcaption" | "dl" | "dd" | "details" | "summary" | "html" | "head" | "body" | "title" | "form"
        | "fieldset" | "legend" | "nav" | "aside" | "caption" => Meaning::Block,
        "dt" => Meaning::Term,
        "h1" => Meaning::Heading(HeadingLevel::H1),
        "h2" => Meaning::Heading(HeadingLevel::H2),
        "h3" => Meaning::Heading(HeadingLevel::H3),
        "h4" => Meaning::Heading(HeadingLevel::H4),
        "h5" => Meaning::Heading(HeadingLevel::H5),
        "h6" => Meaning::Heading(HeadingLevel::H6),
        "ul" | "menu" => Meaning::List(None),
        "ol" => Meaning::List(Some(1)),
        "li" => Meaning::Item,
        "blockquote" => Meaning::Quote,
        "pre" => Meaning::Pre,
        "table" => Meaning::Table,
        "tr" => Meaning::Row,
        "td" | "th" => Meaning::Cell,
        "thead" | "tbody" | "tfoot" | "colgroup" | "col" => Meaning::TablePart,
        "b" | "strong" => Meaning::Strong,
        "i" | "em" | "cite" | "dfn" => Meaning::Emphasis,
        "s" | "del" | "strike" => Meaning::Strikethrough,
        "code" | "tt" | "kbd" | "samp" | "var" => Meaning::Code,
        "a" => Meaning::Link,
        "img" => Meaning::Picture,
        "br" => Meaning::Break,
        "hr" => Meaning::Rule,
        "sup" => Meaning::Raised,
        "u" | "span" | "font" | "small" | "big" | "sub" | "mark" | "abbr" | "label" | "q" | "ins" | "wbr" | "nobr" => {
            Meaning::Look
        }
        _ => return None,
    })
}

impl Meaning {
    /// Elements of words and phrases, which are always closed: what nothing closes is no tag.
    pub(super) fn must_be_closed(self) -> bool {
        match self {
            Self::Strong
            | Self::Emphasis
            | Self::Strikethrough
            | Self::Code
            | Self::Link
            | Self::Raised
            | Self::Look => true,
            Self::Block
            | Self::Term
            | Self::Heading(_)
            | Self::List(_)
            | Self::Item
            | Self::Quote
            | Self::Pre
            | Self::Table
            | Self::Row
            | Self::Cell
            | Self::TablePart
            | Self::Picture
            | Self::Break
            | Self::Rule => false,
        }
    }
}

/// Whether a text is HTML as a whole, rather than Markdown with HTML in it.
pub(in crate::emit::documentation) fn is_all(text: &str) -> bool {
    let text = text.trim_start();
    let name: String =
        text.strip_prefix('<').unwrap_or_default().chars().take_while(char::is_ascii_alphanumeric).collect();
    let begins_with_block = meaning(&name.to_ascii_lowercase()).is_some_and(|meaning| !meaning.must_be_closed());
    let is_marked = |line: &str| {
        let line = line.trim_start();
        let number = line.trim_start_matches(|char: char| char.is_ascii_digit());
        line.starts_with(['#', '|', '>'])
            || ["- ", "* ", "+ ", "~~~"].iter().any(|mark| line.starts_with(mark))
            || (number.len() < line.len() && number.starts_with(". "))
    };
    begins_with_block && !["`", "**", "]("].iter().any(|mark| text.contains(mark)) && !text.lines().any(is_marked)
}
