//! HTML within descriptions as what CommonMark has for it.
//!
//! Enters: the events of a text, with its HTML as it is written. Leaves: events without HTML that nest as they should. A tag that
//! HTML does not know, as the `<String>` of `List<String>`, and one of a word or phrase that nothing closes are text. Tags that
//! change only the look are dropped, their words stay. What is not closed ends where its container does.

use std::collections::BTreeSet;

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};
use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};

use super::markdown;

/// Elements within each other beyond any real text; deeper ones are dropped, their words stay.
const DEEPEST: usize = 24;

/// What an element of HTML is to a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
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

fn meaning(name: &str) -> Option<Meaning> {
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
    fn must_be_closed(self) -> bool {
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
pub(super) fn is_all(text: &str) -> bool {
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

/// What is open.
#[derive(Debug)]
struct Element {
    end: TagEnd,
    /// The element of HTML; of Markdown's none.
    html: Option<String>,
}

/// A table of HTML that is being read: where it begins, and where its first row ends.
#[derive(Debug)]
struct Grid {
    start: usize,
    head_end: Option<usize>,
    head_cells: usize,
    /// Cells of the row that is open, and of the longest one.
    cells: usize,
    columns: usize,
}

/// Events as they are put together.
#[derive(Debug, Default)]
pub(super) struct Page<'t> {
    events: Vec<Event<'t>>,
    open: Vec<Element>,
    /// Names of elements that something closes.
    closed: BTreeSet<String>,
    /// The words of a piece of code, and the element that it is.
    code: Option<(String, String)>,
    grid: Option<Grid>,
}

impl<'t> Page<'t> {
    /// A page for a text with these tags.
    pub(super) fn new(text: &str) -> Self {
        let name = |rest: &str| -> String {
            rest.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
        };
        Self { closed: text.split("</").skip(1).map(name).collect(), ..Self::default() }
    }

    /// Everything, with what is still open closed.
    pub(super) fn finish(mut self) -> Vec<Event<'t>> {
        self.end_code();
        self.close_to(0);
        self.events
    }

    /// An event of Markdown; neither HTML nor text.
    pub(super) fn event(&mut self, event: Event<'t>) {
        match event {
            Event::Start(tag) => {
                if is_block(&tag.to_end()) {
                    self.end_code();
                    self.close_html();
                }
                if self.code.is_none() {
                    self.start(tag, None);
                }
            }
            Event::End(end) => {
                if let Some(index) = self.open.iter().rposition(|element| element.html.is_none() && element.end == end)
                {
                    self.end_code();
                    self.close_to(index);
                }
            }
            Event::Rule => {
                self.close_html();
                self.events.push(Event::Rule);
            }
            Event::Code(code) if self.code.is_some() => self.words(code),
            Event::SoftBreak | Event::HardBreak if self.code.is_some() => self.words(CowStr::Borrowed(" ")),
            other => {
                self.words_follow();
                self.events.push(other);
            }
        }
    }

    /// Words of Markdown or of HTML.
    pub(super) fn words(&mut self, text: CowStr<'t>) {
        if let Some((code, _)) = &mut self.code {
            code.push_str(&text);
            return;
        }
        self.words_follow();
        if self.is_within(|end| matches!(end, TagEnd::Link | TagEnd::CodeBlock)) {
            self.events.push(Event::Text(text));
        } else {
            markdown::push_text(&mut self.events, text);
        }
    }

    /// HTML as it is written.
    pub(super) fn html(&mut self, html: &str) {
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(false);
        for token in Tokenizer::new_with_emitter(html, emitter) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => {
                    self.start_tag(&tag, html.get(tag.span.start..tag.span.end).unwrap_or_default())
                }
                Token::EndTag(tag) => {
                    let name = String::from_utf8_lossy(&tag.name).into_owned();
                    self.end_tag(&name, html.get(tag.span.start..tag.span.end).unwrap_or_default());
                }
                Token::String(text) => self.text(&String::from_utf8_lossy(&text)),
                // Remarks are for whoever edits the text.
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
        }
    }

    /// Words between tags: line ends and runs of spaces are one space, save in `pre`.
    fn text(&mut self, text: &str) {
        if self.is_within(|end| matches!(end, TagEnd::CodeBlock)) {
            self.events.push(Event::Text(CowStr::from(text.to_owned())));
            return;
        }
        let mut words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.starts_with(char::is_whitespace) && self.is_amid_words() {
            words.insert(0, ' ');
        }
        if text.ends_with(char::is_whitespace) && !words.trim().is_empty() {
            words.push(' ');
        }
        if !words.is_empty() && (self.code.is_some() || self.is_amid_words() || !words.trim().is_empty()) {
            self.words(CowStr::from(words));
        }
    }

    fn start_tag(&mut self, tag: &StartTag<usize>, written: &str) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let attribute = |key: &str| {
            tag.attributes.iter().find(|(name, _)| name.as_slice() == key.as_bytes()).map(|(_, value)| value)
        };
        let text =
            |key: &str| attribute(key).map(|value| String::from_utf8_lossy(value).into_owned()).unwrap_or_default();
        let meaning = meaning(&name).filter(|it| !it.must_be_closed() || self.closed.contains(&name));
        let Some(meaning) = meaning else {
            return self.words(CowStr::from(written.to_owned()));
        };
        if self.code.is_some() || self.is_within(|end| matches!(end, TagEnd::CodeBlock)) {
            return;
        }
        let is_full = self.open.len() >= DEEPEST;
        match meaning {
            Meaning::Block => self.end_paragraph(),
            Meaning::Term => {
                self.end_paragraph();
                self.phrase(Tag::Strong, &name);
            }
            Meaning::Break => self.line_break(),
            Meaning::Rule => {
                self.end_paragraph();
                if !self.is_within_words() {
                    self.events.push(Event::Rule);
                }
            }
            Meaning::Picture => self.words(CowStr::from(text("alt"))),
            Meaning::Raised => self.words(CowStr::Borrowed("^")),
            Meaning::Look | Meaning::TablePart => {}
            _ if is_full => {}
            Meaning::Strong => self.phrase(Tag::Strong, &name),
            Meaning::Emphasis => self.phrase(Tag::Emphasis, &name),
            Meaning::Strikethrough => self.phrase(Tag::Strikethrough, &name),
            Meaning::Code => self.code = Some((String::new(), name)),
            Meaning::Link => {
                let dest_url = CowStr::from(text("href"));
                if markdown::is_url(&dest_url) && !self.is_within(|end| matches!(end, TagEnd::Link)) {
                    let (title, id) = (CowStr::Borrowed(""), CowStr::Borrowed(""));
                    self.phrase(Tag::Link { link_type: LinkType::Inline, dest_url, title, id }, &name);
                }
            }
            Meaning::Heading(level) => {
                let heading = Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() };
                self.block(heading, &name);
            }
            Meaning::Quote => self.block(Tag::BlockQuote(None), &name),
            Meaning::List(start) => self.block(Tag::List(start), &name),
            Meaning::Item => self.item(&name),
            Meaning::Pre => self.block(Tag::CodeBlock(CodeBlockKind::Fenced(CowStr::Borrowed("text"))), &name),
            Meaning::Table => {
                self.end_paragraph();
                if !self.is_within_words() && self.grid.is_none() {
                    self.grid = Some(Grid { start: usize::MAX, head_end: None, head_cells: 0, cells: 0, columns: 0 });
                }
            }
            Meaning::Row => self.row(),
            Meaning::Cell => self.cell(&name),
        }
    }

    fn end_tag(&mut self, name: &str, written: &str) {
        let Some(meaning) = meaning(name) else {
            return self.words(CowStr::from(written.to_owned()));
        };
        if self.code.as_ref().is_some_and(|(_, open)| open == name) {
            return self.end_code();
        }
        match meaning {
            Meaning::Table => self.end_table(),
            Meaning::Row => self.end_row(),
            Meaning::Block => self.end_paragraph(),
            _ => {
                let own = self.open.iter().rposition(|element| element.html.is_none() && !is_phrase(&element.end));
                let from = own.map_or(0, |own| own + 1);
                let found = self.open.iter().skip(from).rposition(|element| element.html.as_deref() == Some(name));
                if let Some(index) = found {
                    self.end_code();
                    self.close_to(from + index);
                }
            }
        }
    }

    /// Opens a word or phrase.
    fn phrase(&mut self, tag: Tag<'t>, name: &str) {
        self.words_follow();
        self.start(tag, Some(name));
    }

    /// Opens a block, where there can be one.
    fn block(&mut self, tag: Tag<'t>, name: &str) {
        self.end_paragraph();
        if !self.is_within_words() {
            self.start(tag, Some(name));
        }
    }

    fn item(&mut self, name: &str) {
        if self.is_within(|end| matches!(end, TagEnd::TableCell | TagEnd::Heading(_))) {
            return self.line_break();
        }
        let list = self.html_position(|end| matches!(end, TagEnd::List(_)));
        match list {
            Some(list) => self.close_to(list + 1),
            None => self.block(Tag::List(None), "ul"),
        }
        self.start(Tag::Item, Some(name));
    }

    fn row(&mut self) {
        self.end_row();
        let Some(grid) = &self.grid else { return self.end_paragraph() };
        let begins = grid.start == usize::MAX;
        if begins {
            self.end_paragraph();
            self.start(Tag::Table(Vec::new()), Some("table"));
            let start = self.events.len() - 1;
            self.start(Tag::TableHead, Some("tr"));
            self.grid = Some(Grid { start, head_end: None, head_cells: 0, cells: 0, columns: 0 });
        } else {
            self.start(Tag::TableRow, Some("tr"));
        }
    }

    fn cell(&mut self, name: &str) {
        if self.grid.is_none() {
            return self.end_paragraph();
        }
        if self.html_position(|end| matches!(end, TagEnd::TableHead | TagEnd::TableRow)).is_none() {
            self.row();
        }
        if let Some(row) = self.html_position(|end| matches!(end, TagEnd::TableHead | TagEnd::TableRow)) {
            self.close_to(row + 1);
            self.start(Tag::TableCell, Some(name));
            if let Some(grid) = &mut self.grid {
                grid.cells += 1;
                grid.columns = grid.columns.max(grid.cells);
            }
        }
    }

    fn end_row(&mut self) {
        self.end_code();
        if let Some(row) = self.html_position(|end| matches!(end, TagEnd::TableHead | TagEnd::TableRow)) {
            self.close_to(row);
        }
    }

    fn end_table(&mut self) {
        self.end_row();
        match self.html_position(|end| matches!(end, TagEnd::Table)) {
            Some(table) => self.close_to(table),
            None => self.grid = None,
        }
    }

    /// Gives the table its columns, and the head a cell for each.
    fn settle_table(&mut self) {
        let Some(grid) = self.grid.take() else { return };
        if let Some(start) = self.events.get_mut(grid.start) {
            *start = Event::Start(Tag::Table(vec![pulldown_cmark::Alignment::None; grid.columns]));
        }
        if let Some(end) = grid.head_end {
            let missing = grid.columns.saturating_sub(grid.head_cells);
            let cell = [Event::Start(Tag::TableCell), Event::End(TagEnd::TableCell)];
            self.events.splice(end..end, cell.into_iter().cycle().take(2 * missing).collect::<Vec<_>>());
        }
    }

    fn start(&mut self, tag: Tag<'t>, html: Option<&str>) {
        let end = tag.to_end();
        if !is_phrase(&end) {
            self.trim();
        }
        self.open.push(Element { end, html: html.map(str::to_owned) });
        self.events.push(Event::Start(tag));
    }

    /// Closes the elements from this one on.
    fn close_to(&mut self, index: usize) {
        while self.open.len() > index {
            let Some(element) = self.open.pop() else { return };
            match element.end {
                TagEnd::CodeBlock => self.end_line(),
                ref end if is_phrase(end) => {}
                _ => self.trim(),
            }
            match element.end {
                TagEnd::Table if element.html.is_some() => self.settle_table(),
                TagEnd::TableHead | TagEnd::TableRow => {
                    if let Some(grid) = &mut self.grid {
                        if element.end == TagEnd::TableHead {
                            (grid.head_end, grid.head_cells) = (Some(self.events.len()), grid.cells);
                        }
                        grid.cells = 0;
                    }
                }
                _ => {}
            }
            self.events.push(Event::End(element.end));
        }
    }

    /// Takes breaks and spaces away that nothing follows.
    fn trim(&mut self) {
        while let Some(last) = self.events.last_mut() {
            match last {
                Event::HardBreak => drop(self.events.pop()),
                Event::Text(text) if text.trim_end().is_empty() => drop(self.events.pop()),
                Event::Text(text) if text.ends_with(' ') => {
                    *text = CowStr::from(text.trim_end().to_owned());
                    return;
                }
                _ => return,
            }
        }
    }

    /// Lets the lines of a block of code end in a line end.
    fn end_line(&mut self) {
        if matches!(self.events.last(), Some(Event::Text(text)) if !text.ends_with('\n')) {
            self.events.push(Event::Text(CowStr::Borrowed("\n")));
        }
    }

    fn end_code(&mut self) {
        if let Some((code, _)) = self.code.take().filter(|(code, _)| !code.trim().is_empty()) {
            self.words_follow();
            self.events.push(Event::Code(CowStr::from(code.split_whitespace().collect::<Vec<_>>().join(" "))));
        }
    }

    /// Ends the paragraph that is open, whoever opened it; within a cell or an item words go on behind a space or on a new line.
    fn end_paragraph(&mut self) {
        self.end_code();
        if let Some(index) = self.open.iter().rposition(|element| element.end == TagEnd::Paragraph) {
            self.close_to(index);
        } else if self.is_amid_words() {
            self.line_break();
        }
    }

    fn line_break(&mut self) {
        if let Some((code, _)) = &mut self.code {
            code.push(' ');
        } else if self.is_within(|end| matches!(end, TagEnd::TableCell | TagEnd::Heading(_))) {
            self.words(CowStr::Borrowed(" "));
        } else if matches!(self.events.last(), Some(Event::HardBreak)) {
            // An empty line.
            if self.open.iter().any(|element| element.end == TagEnd::Paragraph) {
                self.end_paragraph();
            }
        } else if self.is_amid_words() {
            self.events.push(Event::HardBreak);
        }
    }

    /// Closes what HTML has opened within the innermost container of Markdown: a block of Markdown follows.
    fn close_html(&mut self) {
        let own = self.open.iter().rposition(|element| element.html.is_none() && element.end != TagEnd::Paragraph);
        self.close_to(own.map_or(0, |own| own + 1));
    }

    /// Makes room for words.
    fn words_follow(&mut self) {
        let has_room = match self.open.last().map(|element| &element.end) {
            None | Some(TagEnd::BlockQuote(_)) => false,
            Some(TagEnd::Item) => !matches!(self.events.last(), Some(Event::End(end)) if is_block(end)),
            Some(TagEnd::List(_)) => {
                self.start(Tag::Item, Some("li"));
                true
            }
            Some(TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow) if self.grid.is_some() => {
                self.cell("td");
                true
            }
            Some(_) => true,
        };
        if !has_room {
            self.start(Tag::Paragraph, Some("p"));
        }
    }

    /// Whether the innermost container has words already.
    fn is_amid_words(&self) -> bool {
        match self.events.last() {
            None | Some(Event::HardBreak | Event::Rule) => false,
            Some(Event::Start(tag)) => is_phrase(&tag.to_end()) && self.open.len() > 1,
            Some(Event::End(end)) => is_phrase(end),
            Some(Event::Text(text)) => !text.ends_with(char::is_whitespace),
            Some(_) => true,
        }
    }

    fn is_within(&self, test: impl Fn(&TagEnd) -> bool) -> bool {
        self.open.iter().any(|element| test(&element.end))
    }

    /// Whether only words can stand here.
    fn is_within_words(&self) -> bool {
        self.is_within(|end| matches!(end, TagEnd::TableCell | TagEnd::Heading(_)) || is_phrase(end))
    }

    /// The innermost such element of HTML, within the innermost container of Markdown.
    fn html_position(&self, test: impl Fn(&TagEnd) -> bool) -> Option<usize> {
        let own = self.open.iter().rposition(|element| element.html.is_none() && element.end != TagEnd::Paragraph);
        let from = own.map_or(0, |own| own + 1);
        self.open
            .iter()
            .skip(from)
            .rposition(|element| element.html.is_some() && test(&element.end))
            .map(|at| from + at)
    }
}

fn is_phrase(end: &TagEnd) -> bool {
    matches!(end, TagEnd::Strong | TagEnd::Emphasis | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

fn is_block(end: &TagEnd) -> bool {
    !is_phrase(end)
}

#[cfg(test)]
mod tests {
    use super::markdown::markdown;

    /// A text and what becomes of it.
    const CASES: &[(&str, &str)] = &[
        (
            "<p>Waits for one\ntwo.</p><ul><li>first</li><li>see <a href=\"https://example.com/x\">here</a></li></ul><br>The \
             <code>n</code> counts.",
            "Waits for one two.\n\n* first\n* see [here](https://example.com/x)\n\nThe `n` counts.",
        ),
        ("plain **bold** and `code`", "plain **bold** and `code`"),
        ("a List<String> of Map<String, Vec<u8>>", "a List\\<String> of Map\\<String, Vec\\<u8>>"),
        ("if a<b and c>d", "if a\\<b and c>d"),
        ("1 < 2 && 3 > 2", "1 \\< 2 && 3 > 2"),
        ("<b>never closed", "\\<b>never closed"),
        ("x <b>bold</b>, <i>slanted</i>, <del>gone</del> y", "x **bold**, *slanted*, ~~gone~~ y"),
        ("<h2 class=\"x\">Head</h2>text<br/>next<br><br>last", "## Head\n\ntext\\\nnext\n\nlast"),
        ("<ol><li>one<ul><li>deep</li></ul></li><li>two</li></ol>", "1. one\n   * deep\n1. two"),
        ("<ul>\n\n  <li>a</li>\n\n    <li>b</li>\n</ul>", "* a\n* b"),
        ("<ul><li>a<li>b</ul>after", "* a\n* b\n\nafter"),
        ("<li>alone", "* alone"),
        ("<pre><code>let x = 1 &lt; 2;\n  two</code></pre>", "```text\nlet x = 1 < 2;\n  two\n```"),
        ("<table><tr><th>A</th><th>B</th></tr><tr><td>1<br>2</td></tr></table>", "|A|B|\n|-|-|\n|1 2|"),
        ("<table><tbody><tr><td>1</td></tr><tr><td>2</td><td>3</td></tr></table>", "|1||\n|-|-|\n|2|3|"),
        ("<p>&lt;tag&gt; &amp; &nbsp;&eacute; &copy; &#65;</p>", "\\<tag> & é © A"),
        ("10<sup>3</sup> H<sub>2</sub>O", "10^3 H2O"),
        ("<p>a *star* and a_b</p>", "a \\*star\\* and a_b"),
        ("<!-- nobody -->seen", "seen"),
        ("<div>a</div><div>b</div>", "a\n\nb"),
        ("<a href=\"javascript:alert(1)\">x</a> and <a href='/docs'>y</a>", "x and y"),
        ("<p>see https://example.com/a.</p>", "see <https://example.com/a>."),
        ("text\n\n<p>block</p>\n\n* item\n* other <b>b</b>", "text\n\nblock\n\n* item\n* other **b**"),
        ("* a<br>b\n* c", "* a\\\n  b\n* c"),
        ("<dl><dt>Term</dt><dd>Meaning</dd></dl>", "**Term**\n\nMeaning"),
        ("<blockquote>said</blockquote>so", ">\n > said\n\nso"),
        ("this & that, &amp;lt;", "this & that, &amp;lt;"),
        ("> said", ">\n > said"),
        ("<img src=\"x.png\" alt=\"a picture\"> here", "a picture here"),
        ("<script>injected()</script>", "\\<script>injected()\\</script>"),
        ("`<b>` stays", "`<b>` stays"),
        ("<p>one</p><p>two</p>\n\nthree `x`", "one\n\ntwo\n\nthree `x`"),
        ("</p></ul></td>", ""),
    ];

    #[test]
    fn html_becomes_markdown() {
        let differing: Vec<_> = CASES
            .iter()
            .map(|(html, expected)| (html, expected, markdown(html)))
            .filter(|(_, expected, found)| *expected != found)
            .map(|(html, expected, found)| format!("{html:?}\n  expected {expected:?}\n  found    {found:?}"))
            .collect();
        assert!(differing.is_empty(), "\n{}", differing.join("\n"));
    }

    /// Whatever is opened and closed in whatever order, events nest, and what is written is read back without HTML.
    #[test]
    fn tags_in_any_order_nest() {
        let pieces = [
            "<p>",
            "</p>",
            "<ul>",
            "</ul>",
            "<li>",
            "</li>",
            "<table>",
            "</table>",
            "<tr>",
            "<td>",
            "</td>",
            "</tr>",
            "<b>",
            "</b>",
            "<a href=\"https://a.example\">",
            "</a>",
            "<code>",
            "</code>",
            "<pre>",
            "</pre>",
            "<br>",
            "<h1>",
            "</h1>",
            "\n\n",
            "* x\n",
            "> ",
            "word ",
            "**",
            "`",
            "<blockquote>",
            "|a|b|\n|-|-|\n",
            "# ",
            "\n",
            "    ",
            "&lt;",
        ];
        let mut seed: u64 = 7;
        let mut next = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(seed >> 33).expect("31 bits")
        };
        for _ in 0..20_000 {
            let count = next() % 12;
            let text: String = (0..count).map(|_| pieces[next() % pieces.len()]).collect();
            let mut open = Vec::new();
            for event in super::super::markdown::events(&text) {
                match event {
                    pulldown_cmark::Event::Start(tag) => open.push(tag.to_end()),
                    pulldown_cmark::Event::End(end) => assert_eq!(open.pop(), Some(end), "{text:?}"),
                    _ => {}
                }
            }
            assert!(open.is_empty(), "{text:?} leaves {open:?}");
            markdown(&text);
        }
    }

    #[test]
    fn very_deep_elements_end() {
        for tag in ["<b>", "<ul><li>", "<table><tr><td>", "<blockquote>", "<p>", "<div>"] {
            let text = format!("{}x{}", tag.repeat(20_000), "</b>");
            assert!(markdown(&text).contains('x'));
        }
    }
}
