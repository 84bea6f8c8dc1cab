//! The book as HTML. Enters: the folder that it goes to. Leaves: its pages there, of links that lead to files of the repository and not to pages
//! their text alone. Whether a link leads anywhere is for `links` to say.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, bail};
use mdbook_driver::MDBook;
use mdbook_driver::config::Config;
use mdbook_preprocessor::book::Book;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use pulldown_cmark::{Event, Options, Parser, Tag};

/// The folder of the guide.
pub(crate) fn guide() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of the repository.
pub(crate) fn repository() -> &'static Path {
    guide().ancestors().nth(3).expect("the guide stands three folders deep")
}

/// Builds the book into a folder, and gives the number of its chapters.
///
/// # Errors
/// What mdBook says, and the first link that leads neither to a page nor to a file.
pub(crate) fn build(into: &Path) -> anyhow::Result<usize> {
    let mut config = Config::from_disk(guide().join("book.toml"))?;
    config.build.build_dir = into.to_owned();
    let mut book = MDBook::load_with_config(guide(), config)?;
    book.with_preprocessor(Outside);
    book.build()?;
    Ok(book.book.chapters().count())
}

/// Takes links that lead out of the book for text.
struct Outside;

impl Preprocessor for Outside {
    fn name(&self) -> &str {
        "outside"
    }

    fn run(&self, _: &PreprocessorContext, mut book: Book) -> mdbook_preprocessor::errors::Result<Book> {
        let pages: BTreeSet<PathBuf> = book.chapters().filter_map(|chapter| chapter.path.clone()).collect();
        let mut wrong = Vec::new();
        book.for_each_chapter_mut(|chapter| {
            let Some(path) = &chapter.path else { return };
            match inside(&chapter.content, path, &pages) {
                Ok(content) => chapter.content = content,
                Err(error) => wrong.push(error.to_string()),
            }
        });
        if !wrong.is_empty() {
            bail!("{}", wrong.join("\n"));
        }
        Ok(book)
    }
}

/// The text of a page, where links that lead to files of the repository are their text.
fn inside(content: &str, page: &Path, pages: &BTreeSet<PathBuf>) -> anyhow::Result<String> {
    let mut kept = String::with_capacity(content.len());
    let mut at = 0;
    for (event, range) in Parser::new_ext(content, Options::ENABLE_TABLES).into_offset_iter() {
        let Event::Start(Tag::Link { dest_url, .. }) = event else { continue };
        let (file, _) = dest_url.split_once('#').unwrap_or((&dest_url, ""));
        if file.is_empty() || file.contains("://") || pages.contains(&beside(page, file)) {
            continue;
        }
        let written = &content[range.clone()];
        let leads = || format!("{} has a link to `{dest_url}`", page.display());
        if !repository().join(beside(&source(page), file)).exists() {
            bail!("{}, which is no page and no file", leads());
        }
        let (text, _) = written.rsplit_once("](").with_context(|| format!("{} that is not inline", leads()))?;
        kept.push_str(&content[at..range.start]);
        kept.push_str(text.strip_prefix('[').unwrap_or(text));
        at = range.end;
    }
    kept.push_str(&content[at..]);
    Ok(kept)
}

/// Where the text of a page stands in the repository. What a page includes has the same path there as the page in the book.
fn source(page: &Path) -> PathBuf {
    let own = guide().join("src").join(page);
    let is_included = std::fs::read_to_string(own).is_ok_and(|text| text.starts_with("{{#include"));
    let written = if is_included { PathBuf::new() } else { Path::new("codegen/cli/guide/src").to_owned() };
    written.join(page)
}

/// A path as it is seen from a file.
pub(crate) fn beside(file: &Path, path: &str) -> PathBuf {
    let mut found = file.parent().unwrap_or(Path::new("")).to_owned();
    for component in Path::new(path).components() {
        match component {
            Component::ParentDir if found.pop() => {}
            component => found.push(component),
        }
    }
    found
}
