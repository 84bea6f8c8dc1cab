//! `clientwright guide`: the chapters of the guide, for those who have no browser at hand. The book has more: the pages about the runtime, every
//! message, every construct.

use crate::events::Event;
use crate::screen::Screen;
use crate::usage::{Usage, meant};

use chapters::CHAPTERS;

mod chapters {
    include!(concat!(env!("OUT_DIR"), "/guide.rs"));
}

/// The command.
///
/// # Errors
/// [`Usage`] where there is no such chapter.
pub(crate) fn run(chapter: Option<&str>, screen: &Screen) -> anyhow::Result<()> {
    let Some(wanted) = chapter else {
        for (name, text) in CHAPTERS {
            screen.say(&format!("{name:22} {}", title(text)));
            screen.event(&Event::Text { text: name });
        }
        return Ok(());
    };
    let wanted = wanted.trim_end_matches(".md").to_lowercase();
    let found = CHAPTERS.iter().find(|(name, _)| *name == wanted).ok_or_else(|| {
        let meant = meant(&wanted, CHAPTERS.iter().map(|(name, _)| *name));
        Usage(format!("the guide has no chapter `{wanted}`{meant}\nhelp: `clientwright guide` lists them"))
    })?;
    let text = shown(found.1);
    screen.say(&text);
    screen.event(&Event::Text { text: &text });
    Ok(())
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
        for chapter in ["calls", "errors", "retries", "tokens", "uploads", "paging", "streams", "testing", "settings"] {
            assert!(CHAPTERS.iter().any(|(name, text)| *name == chapter && text.starts_with("# ")), "{chapter}");
        }
    }

    #[test]
    fn what_chapters_include_is_there() {
        let open = CHAPTERS.iter().filter(|(_, text)| text.contains("{{#"));
        assert_eq!(open.map(|(name, _)| name).collect::<Vec<_>>(), Vec::<&&str>::new());
        let text = |wanted: &str| CHAPTERS.iter().find(|(name, _)| *name == wanted).unwrap().1;
        assert!(text("migrating").contains("fn main") || text("migrating").contains("async fn"));
        assert!(text("features").lines().count() > 45 && text("naming-and-settings").contains("[names]"));
    }

    #[test]
    fn what_is_for_compilers_alone_is_not_shown() {
        let text = "# Title\n\n```rust\n# fn main() {\nlet a = 1;\n#\n# }\n```\n\n```toml\n# Ours.\n```\n";
        assert_eq!(shown(text), "# Title\n\n```rust\nlet a = 1;\n```\n\n```toml\n# Ours.\n```\n");
    }
}
