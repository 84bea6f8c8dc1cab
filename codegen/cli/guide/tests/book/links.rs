//! Links of the book as it is built: each leads to a page, and to a heading or a place that this page has. Those to other sites are looked at,
//! and not followed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use html5gum::{Token, Tokenizer};

use crate::build::{beside, build};

/// What a page has that leads, and what can be led to.
#[derive(Default)]
struct Page {
    links: Vec<String>,
    places: BTreeSet<String>,
}

impl Page {
    fn read(html: &str) -> Self {
        let mut page = Self::default();
        for Ok(token) in Tokenizer::new(html) {
            let Token::StartTag(tag) = token else { continue };
            let value = |name: &[u8]| tag.attributes.get(name).map(|value| String::from_utf8_lossy(value).into_owned());
            page.links.extend([value(b"href"), value(b"src")].into_iter().flatten());
            page.places.extend(value(b"id"));
        }
        page
    }
}

/// All pages below a folder, by their paths in it.
fn pages(folder: &Path) -> BTreeMap<PathBuf, Page> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("a folder of the book") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "html") {
                let html = fs::read_to_string(&path).expect("a page is text");
                found.insert(path.strip_prefix(folder).expect("it is in the book").to_owned(), Page::read(&html));
            }
        }
    }
    found
}

/// Why a link leads nowhere.
fn wrong(folder: &Path, pages: &BTreeMap<PathBuf, Page>, from: &Path, link: &str) -> Option<String> {
    if let Some((scheme, rest)) = link.split_once("://") {
        let is_address = scheme == "https" && rest.contains('.') && !rest.contains(char::is_whitespace);
        return (!is_address).then(|| "is no address of a site over https".to_owned());
    }
    let (file, place) = link.split_once('#').unwrap_or((link, ""));
    let path = if file.is_empty() { from.to_owned() } else { beside(from, file) };
    match pages.get(&path) {
        None if folder.join(&path).is_file() => None,
        None => Some("leads to no page".to_owned()),
        Some(page) if place.is_empty() || page.places.contains(place) => None,
        Some(_) => Some("leads to no place of that page".to_owned()),
    }
}

#[test]
fn each_link_of_the_book_leads_somewhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let chapters = build(folder.path()).expect("the book is built");
    let mut pages = pages(folder.path());
    // It is for servers, which show it at any address.
    pages.remove(Path::new("404.html"));
    assert!(pages.len() > chapters, "{} pages of {chapters} chapters", pages.len());
    let mut told = Vec::new();
    for (from, page) in &pages {
        for link in &page.links {
            told.extend(
                wrong(folder.path(), &pages, from, link).map(|why| format!("{}: `{link}` {why}", from.display())),
            );
        }
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn a_link_that_leads_nowhere_is_found() {
    let page =
        Page::read(r##"<h2 id="here">Here</h2><a href="#here">1</a><a href="#there">2</a><a href="b.html">3</a>"##);
    let pages = BTreeMap::from([(PathBuf::from("a.html"), page)]);
    let from = Path::new("a.html");
    let told = |link| wrong(Path::new("nowhere"), &pages, from, link);
    let links = &pages[from].links;
    assert_eq!(links.iter().filter(|link| told(link).is_none()).collect::<Vec<_>>(), ["#here"]);
    assert!(told("http://example.com").is_some() && told("https://example.com/a").is_none());
}
