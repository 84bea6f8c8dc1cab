//! The crate as a package, as its manifest says it.

use crate::emit::{Content, Cx, manifest};
use crate::surface::{Feature, Krate};

/// The name, the features and the oldest Rust.
pub(super) fn krate(cx: Cx<'_>) -> Krate {
    let text = match manifest::file(cx).content {
        Content::Text(text) => text,
        Content::Rust { .. } => String::new(),
    };
    let lists = lists(&text);
    let default = lists.iter().find(|(name, _)| name == "default").map(|(_, list)| list.clone()).unwrap_or_default();
    // What one that is on brings is on.
    let is_on = |name: &str| {
        let brings = |brought: &str| lists.iter().any(|(of, list)| of == brought && list.iter().any(|it| it == name));
        default.iter().any(|on| on == name || brings(on))
    };
    let features = lists.iter().filter(|(name, _)| name != "default");
    let features = features.map(|(name, _)| Feature { name: name.clone(), default: is_on(name) }).collect();
    let quoted = |line: &str| Some(line.split('"').nth(1)?.to_owned());
    let rust = text.lines().find(|line| line.starts_with("rust-version = ")).and_then(quoted);
    Krate { name: cx.settings.name.clone(), rust, features }
}

/// The features with what each has on.
fn lists(manifest: &str) -> Vec<(String, Vec<String>)> {
    let section = manifest.split("\n[features]\n").nth(1).unwrap_or_default();
    let section = section.split("\n[").next().unwrap_or_default();
    let mut lists: Vec<(String, Vec<String>)> = Vec::new();
    for line in section.lines().filter(|line| !line.starts_with('#')) {
        let values = match line.split_once(" = [") {
            Some((name, values)) => {
                lists.push((name.trim_matches('"').to_owned(), Vec::new()));
                values
            }
            None => line,
        };
        let values = values.split('"').skip(1).step_by(2).map(str::to_owned);
        lists.last_mut().into_iter().for_each(|(_, list)| list.extend(values.clone()));
    }
    lists
}

#[cfg(test)]
mod tests {
    use super::lists;

    #[test]
    fn lists_of_features_are_read_on_one_line_and_on_several() {
        let manifest = "[package]\nname = \"a\"\n\n[features]\ndefault = [\n    \"fs\",\n    \"gzip\",\n]\nfs = [\"runtime/fs\"]\nnone = []\n\n[dependencies]\nb = [\"c\"]\n";
        let own = |list: &[&str]| list.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let expected = [("default", own(&["fs", "gzip"])), ("fs", own(&["runtime/fs"])), ("none", own(&[]))];
        assert_eq!(lists(manifest), expected.map(|(name, list)| (name.to_owned(), list)));
    }
}
