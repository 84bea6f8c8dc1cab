//! CommonMark that builds without a warning and cannot break out of its comment.
//!
//! Descriptions come from anywhere. Code blocks are never Rust to be tested, a link leads to a URL or is text, brackets are no paths
//! of Rust, a bare URL becomes a link. HTML is the business of `html`.

use std::borrow::Cow;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::html::{self, Page};
use super::plain::plain;
use super::wrap::wrap;
use super::{code, is_hidden};

/// What rustdoc understands beyond CommonMark, of what descriptions use.
const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

/// Makes CommonMark safe for rustdoc.
pub(in crate::emit) fn markdown(text: &str) -> String {
    plain(text).map_or_else(|| parsed(text), |text| wrap(&text))
}

pub(super) fn parsed(text: &str) -> String {
    // rustc rejects a carriage return in a doc comment, and clippy a tab; other control characters have nothing to say.
    let is_seen = |char| char == '\n' || !is_hidden(char);
    let text = if text.chars().all(is_seen) {
        Cow::Borrowed(text)
    } else {
        let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', "    ");
        Cow::Owned(text.chars().filter(|char| is_seen(*char)).collect())
    };
    let events = ampersands_as_they_are(events(&text));
    let mut output = String::new();
    let options = pulldown_cmark_to_cmark::Options { code_block_token_count: 3, ..Default::default() };
    match pulldown_cmark_to_cmark::cmark_with_options(events.iter(), &mut output, OPTIONS, options) {
        Ok(_) => wrap(output.trim()),
        // What cannot be written as CommonMark is shown as it is.
        Err(_) => text.lines().map(code).collect::<Vec<_>>().join("\n"),
    }
}

pub(super) fn events(text: &str) -> Vec<Event<'_>> {
    let mut page = Page::new(text);
    if html::is_all(text) {
        page.html(text);
        return page.finish();
    }
    // The links that are open, each with what stands in the place of its end where it became text.
    let mut links: Vec<Option<CowStr<'_>>> = Vec::new();
    let mut verbatim = 0_usize;
    // Lines of one block of HTML, which mean something together only.
    let mut lines = String::new();
    for event in Parser::new_ext(text, OPTIONS) {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                verbatim += 1;
                page.event(Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language(&kind)))));
            }
            Event::End(TagEnd::CodeBlock) => {
                verbatim = verbatim.saturating_sub(1);
                page.event(Event::End(TagEnd::CodeBlock));
            }
            Event::Start(Tag::HtmlBlock) => {}
            Event::Html(html) => lines.push_str(&html),
            Event::End(TagEnd::HtmlBlock) => page.html(&std::mem::take(&mut lines)),
            Event::InlineHtml(html) => page.html(&html),
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                if leads_somewhere(&dest_url) {
                    links.push(None);
                    let link_type = if link_type == LinkType::Autolink { link_type } else { LinkType::Inline };
                    page.event(Event::Start(Tag::Link { link_type, dest_url, title, id }));
                } else {
                    links.push(Some(dest_url));
                }
            }
            Event::End(TagEnd::Link) => match links.pop().flatten() {
                None => page.event(Event::End(TagEnd::Link)),
                Some(nowhere) if nowhere.is_empty() => {}
                // What leads somewhere in another language, such as an item of the server's program.
                Some(nowhere) => {
                    page.words(CowStr::Borrowed(" ("));
                    page.event(Event::Code(nowhere));
                    page.words(CowStr::Borrowed(")"));
                }
            },
            // Pictures of elsewhere do not belong in an API's documentation; their words do.
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => {}
            // Lines are broken anew.
            Event::SoftBreak if verbatim == 0 => page.event(Event::Text(CowStr::Borrowed(" "))),
            Event::Text(text) => page.words(text),
            other => page.event(other),
        }
    }
    page.finish()
}

/// An ampersand that begins no entity is written as it is, not as `&amp;`.
fn ampersands_as_they_are(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let mut output = Vec::new();
    let mut verbatim = false;
    for event in events {
        match event {
            Event::Text(text) if !verbatim && text.contains('&') => {
                let mut rest: &str = &text;
                while let Some((before, after)) = rest.split_once('&') {
                    let is_plain = after.starts_with(|char: char| !char.is_ascii_alphanumeric() && char != '#');
                    let sign = CowStr::Borrowed("&");
                    output.push(Event::Text(CowStr::from(before.to_owned())));
                    output.push(if is_plain { Event::InlineHtml(sign) } else { Event::Text(sign) });
                    rest = after;
                }
                output.push(Event::Text(CowStr::from(rest.to_owned())));
            }
            other => {
                verbatim = match &other {
                    Event::Start(Tag::CodeBlock(_)) => true,
                    Event::End(TagEnd::CodeBlock) => false,
                    _ => verbatim,
                };
                output.push(other);
            }
        }
    }
    output.retain(|event| !matches!(event, Event::Text(text) if text.is_empty()));
    output
}

/// The language of a code block: anything but what rustdoc would compile.
fn language<'t>(kind: &CodeBlockKind<'t>) -> CowStr<'t> {
    let word = match kind {
        CodeBlockKind::Indented => "",
        CodeBlockKind::Fenced(info) => info.split([',', ' ', '{']).next().unwrap_or_default(),
    };
    let plain = !word.is_empty() && word.chars().all(|char| char.is_ascii_alphanumeric() || "+-#_".contains(char));
    let known = [
        "rust",
        "should_panic",
        "no_run",
        "ignore",
        "allow_fail",
        "compile_fail",
        "test_harness",
        "edition",
        "standalone",
        "custom",
        "attr",
    ];
    match plain && !known.iter().any(|known| word.to_ascii_lowercase().starts_with(known)) {
        true => CowStr::from(word.to_owned()),
        false => CowStr::Borrowed("text"),
    }
}

/// Whether a destination is an address or relative to one, and nothing that rustdoc takes for an item.
pub(super) fn leads_somewhere(destination: &str) -> bool {
    let is_url = ["http://", "https://", "mailto:"].iter().any(|scheme| destination.starts_with(scheme));
    let is_relative = destination.find(['/', '#', '.']).is_some_and(|at| !destination[..at].contains(':'));
    (is_url || is_relative) && !destination.contains(|char: char| char.is_whitespace() || char.is_control())
}

/// Text with bare URLs made links.
pub(super) fn push_text<'t>(events: &mut Vec<Event<'t>>, text: CowStr<'t>) {
    let mut rest: &str = &text;
    let mut pieces = Vec::new();
    while let Some(start) = ["http://", "https://"].iter().filter_map(|scheme| rest.find(scheme)).min() {
        let url: &str = &rest[start..];
        let end =
            url.find(|char: char| char.is_whitespace() || "<>\"'`()[]{}|\\^*".contains(char)).unwrap_or(url.len());
        let url = url[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '_']);
        if !rest[..start].is_empty() {
            pieces.push(Event::Text(CowStr::from(rest[..start].to_owned())));
        }
        let link = CowStr::from(url.to_owned());
        if url.len() > "https://".len() {
            let (title, id) = (CowStr::Borrowed(""), CowStr::Borrowed(""));
            pieces.push(Event::Start(Tag::Link { link_type: LinkType::Autolink, dest_url: link.clone(), title, id }));
            pieces.push(Event::Text(link));
            pieces.push(Event::End(TagEnd::Link));
        } else {
            pieces.push(Event::Code(link));
        }
        rest = &rest[start + url.len()..];
    }
    if pieces.is_empty() {
        events.push(Event::Text(text));
        return;
    }
    events.extend(pieces);
    if !rest.is_empty() {
        events.push(Event::Text(CowStr::from(rest.to_owned())));
    }
}
