//! `clientwright guide`: the chapters of the guide, for those who have no browser at hand. The book has more: what it includes of other pages.

use crate::events::Event;
use crate::screen::Screen;
use crate::usage::{Usage, meant};

mod chapters {
    include!(concat!(env!("OUT_DIR"), "/guide.rs"));
}

/// The command.
///
/// # Errors
/// [`Usage`] where there is no such chapter.
pub(crate) fn run(chapter: Option<&str>, screen: &Screen) -> anyhow::Result<()> {
    let Some(wanted) = chapter else {
        for (name, text) in chapters() {
            screen.say(&format!("{name:22} {}", title(text)));
            screen.event(&Event::Text { text: name });
        }
        return Ok(());
    };
    let found = chapters().find(|(name, _)| *name == wanted.trim_end_matches(".md")).ok_or_else(|| {
        let meant = meant(wanted, chapters().map(|(name, _)| name));
        Usage(format!("the guide has no chapter `{wanted}`{meant}\nhelp: `clientwright guide` lists them"))
    })?;
    let text = shown(found.1);
    screen.say(&text);
    screen.event(&Event::Text { text: &text });
    Ok(())
}

/// Name and text of each.
fn chapters() -> impl Iterator<Item = (&'static str, &'static str)> {
    let name = |path: &'static str| path.trim_start_matches("guide/").trim_end_matches(".md");
    chapters::FILES.iter().map(move |(path, text)| (name(path), *text)).filter(|(name, _)| *name != "SUMMARY")
}

fn title(text: &str) -> &str {
    text.lines().next().unwrap_or_default().trim_start_matches("# ")
}

/// Without the lines of programs that only compilers see.
fn shown(text: &str) -> String {
    let mut is_rust = false;
    let mut shown = String::new();
    for line in text.lines() {
        if let Some(language) = line.trim_start().strip_prefix("```") {
            is_rust = language.starts_with("rust");
        }
        let is_hidden = is_rust && (line.trim() == "#" || line.trim_start().starts_with("# "));
        if !is_hidden {
            shown += line;
            shown += "\n";
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `reference.md` of generated crates leads to.
    #[test]
    fn the_chapters_that_references_name_are_there() {
        for chapter in ["calls", "errors", "retries", "tokens", "uploads", "paging", "streams", "testing"] {
            assert!(chapters().any(|(name, text)| name == chapter && text.starts_with("# ")), "{chapter}");
        }
    }

    #[test]
    fn what_is_for_compilers_alone_is_not_shown() {
        let text = "# Title\n\n```rust\n# fn main() {\nlet a = 1;\n#\n# }\n```\n\n```toml\n# Ours.\n```\n";
        assert_eq!(shown(text), "# Title\n\n```rust\nlet a = 1;\n```\n\n```toml\n# Ours.\n```\n");
    }
}
