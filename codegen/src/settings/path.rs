//! Paths as texts, with `/` between their words.
//!
//! Enters: paths that begin at one place. Leaves: the way from one to another. Which files there are is not its business.

/// The folder of a file; empty where it is that where paths begin.
pub(super) fn folder(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| if folder.is_empty() { "/" } else { folder })
}

/// A path that begins in a folder, from where that of the folder does.
pub(super) fn joined(folder: &str, path: &str) -> String {
    if is_absolute(path) {
        return path.to_owned();
    }
    let start = if folder.starts_with('/') { "/" } else { "" };
    start.to_owned() + &words(&format!("{folder}/{path}")).join("/")
}

/// The way from a folder to a path, if both are absolute or neither is; else the path. What is above where both begin has no name, so
/// that no way leads back from there.
pub(super) fn between(folder: &str, path: &str) -> String {
    if is_absolute(folder) != is_absolute(path) {
        return path.to_owned();
    }
    let (from, to) = (words(folder), words(path));
    let common = from.iter().zip(&to).take_while(|(from, to)| from == to).count();
    let above = from[common..].iter().map(|_| "..");
    let way: Vec<&str> = above.chain(to[common..].iter().copied()).collect();
    match from[common..].contains(&"..") || way.is_empty() {
        true => path.to_owned(),
        false => way.join("/"),
    }
}

fn is_absolute(path: &str) -> bool {
    path.starts_with('/') || path.split_once(':').is_some_and(|(drive, _)| drive.len() == 1)
}

/// The words of a path, without those that lead nowhere.
fn words(path: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for word in path.split('/').filter(|word| !matches!(*word, "" | ".")) {
        match words.last() {
            Some(&last) if word == ".." && last != ".." => drop(words.pop()),
            _ => words.push(word),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{between, folder, joined};

    #[test]
    fn a_path_is_seen_from_the_file_that_says_it() {
        assert_eq!(joined(folder("specs/clientwright.toml"), "../runtime"), "runtime");
        assert_eq!(joined(folder("specs/clientwright.toml"), "../../clientwright/runtime"), "../clientwright/runtime");
        assert_eq!(joined(folder("pets.toml"), "./runtime/"), "runtime");
        assert_eq!(joined(folder("/srv/me/pets.toml"), "../runtime"), "/srv/runtime");
        assert_eq!(joined("specs", "/opt/runtime"), "/opt/runtime");
        assert_eq!(joined("specs", "C:/runtime"), "C:/runtime");
    }

    #[test]
    fn a_way_leads_up_and_down_again() {
        assert_eq!(between("generated/shop", "runtime"), "../../runtime");
        assert_eq!(between("generated/shop", "../clientwright/runtime"), "../../../clientwright/runtime");
        assert_eq!(between("generated/shop", "generated/runtime"), "../runtime");
        assert_eq!(between("../out", "../runtime"), "../runtime");
        assert_eq!(between("/srv/me/out", "/srv/runtime"), "../../runtime");
        assert_eq!(between("C:/out", "D:/runtime"), "../../D:/runtime");
        assert_eq!(between("generated/shop", "/opt/runtime"), "/opt/runtime");
        assert_eq!(between("../out", "runtime"), "runtime");
    }
}
