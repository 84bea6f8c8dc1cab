//! Circles: files of a room that use one another in a ring, rooms that use one that stands above them. Which may not is in `rooms`.

use std::collections::{BTreeMap, BTreeSet};

use super::Violation;
use super::imports::of_its_crate;
use super::rooms::{IN_ORDER, ONE_WAY, is_in};
use super::tree::Tree;

/// A use of one file by another, where it stands.
struct Use<'a> {
    file: &'a str,
    line: usize,
    used: &'a str,
}

/// Every use that closes a circle, or goes against the order of rooms.
pub(crate) fn check(tree: &Tree) -> Vec<Violation> {
    ONE_WAY.iter().flat_map(|room| check_room(tree, room)).chain(check_order(tree)).collect()
}

fn check_order(tree: &Tree) -> Vec<Violation> {
    let (root, order) = IN_ORDER;
    let level = |room: &str| order.iter().position(|known| *known == room);
    let mut found = Vec::new();
    for (file, text) in tree.rust().filter(|(file, _)| is_in(file, root)) {
        let Some(own) = file[root.len()..].trim_start_matches('/').split(['/', '.']).next() else { continue };
        for (line, path) in of_its_crate(file, text) {
            let Some(used) = path.first().copied().filter(|used| level(used) < level(own) && level(used).is_some())
            else {
                continue;
            };
            found.push(Violation {
                file: file.to_owned(),
                line,
                rule: "order",
                message: format!("`{own}` uses `{used}`, which stands above it"),
                help: "move what both need to a room below both, or hand it over from above".to_owned(),
            });
        }
    }
    found
}

fn check_room(tree: &Tree, room: &str) -> Vec<Violation> {
    let Some((_, module)) = room.split_once("/src/") else { return Vec::new() };
    let module: Vec<&str> = module.split('/').collect();
    let mut uses: BTreeMap<&str, Vec<Use<'_>>> = BTreeMap::new();
    for (file, text) in tree.rust().filter(|(file, _)| is_in(file, room)) {
        let Some(own) = file[room.len()..].trim_start_matches('/').split(['/', '.']).next() else { continue };
        if own == "mod" || own == "rs" {
            continue;
        }
        for (line, path) in of_its_crate(file, text) {
            let used = path.strip_prefix(module.as_slice()).and_then(|rest| rest.first().copied());
            let used = used.filter(|used| *used != own);
            uses.entry(own).or_default().extend(used.map(|used| Use { file, line, used }));
        }
    }
    let told = uses.iter().flat_map(|(user, used)| used.iter().map(move |used| (*user, used)));
    let closing = told.filter(|(user, used)| reaches(&uses, used.used, user));
    closing.map(|(user, used)| violation(user, used)).collect()
}

/// Whether `from` uses `to`, by whatever detour.
fn reaches(uses: &BTreeMap<&str, Vec<Use<'_>>>, from: &str, to: &str) -> bool {
    let (mut seen, mut waiting) = (BTreeSet::new(), vec![from]);
    while let Some(file) = waiting.pop() {
        if file == to {
            return true;
        }
        if seen.insert(file) {
            waiting.extend(uses.get(file).into_iter().flatten().map(|used| used.used));
        }
    }
    false
}

fn violation(user: &str, Use { file, line, used }: &Use<'_>) -> Violation {
    Violation {
        file: (*file).to_owned(),
        line: *line,
        rule: "circles",
        message: format!("`{user}` uses `{used}`, which uses it"),
        help: "put what both need into a file of its own, or hand it over from above".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(files: &[(&str, &str)]) -> Vec<String> {
        let found = check(&Tree::of(files)).into_iter();
        found.map(|found| format!("{}:{}: {}", found.file, found.line, found.message)).collect()
    }

    #[test]
    fn a_ring_is_found_at_each_of_its_uses() {
        let files = [
            ("runtime/src/auth/mod.rs", "mod a;\npub use self::a::A;"),
            ("runtime/src/auth/a.rs", "//! A.\nuse super::b::B;"),
            ("runtime/src/auth/b.rs", "fn f() { crate::auth::c::g() }"),
            ("runtime/src/auth/c.rs", "use super::{a::A, d::D};"),
            ("runtime/src/auth/d.rs", "use crate::clock::Clock;"),
        ];
        assert_eq!(
            told(&files),
            [
                "runtime/src/auth/a.rs:2: `a` uses `b`, which uses it",
                "runtime/src/auth/b.rs:1: `b` uses `c`, which uses it",
                "runtime/src/auth/c.rs:1: `c` uses `a`, which uses it",
            ]
        );
    }

    #[test]
    fn a_room_uses_none_that_stands_above_it() {
        let files = [
            ("runtime/src/client/mod.rs", "use crate::exchange::send_raw;\nuse crate::wire::Body;"),
            ("runtime/src/exchange/mod.rs", "//! E.\nuse crate::client::Client;\nuse crate::wire::Body;"),
            (
                "runtime/src/intercept.rs",
                "use crate::error::Failure;\n#[cfg(test)]\nmod tests { use crate::client::Client; }",
            ),
            ("runtime/src/wire/body.rs", "fn f() { crate::error::g() }\nuse crate::redact::Veil;"),
            ("runtime/src/redact/mod.rs", "use crate::client::Client;"),
        ];
        assert_eq!(
            told(&files),
            [
                "runtime/src/exchange/mod.rs:2: `exchange` uses `client`, which stands above it",
                "runtime/src/wire/body.rs:1: `wire` uses `error`, which stands above it",
            ]
        );
    }

    #[test]
    fn one_way_is_no_circle_nor_are_tests_or_a_folder_of_one_file() {
        let files = [
            ("runtime/src/auth/a.rs", "use super::b::B;\n#[cfg(test)]\nmod tests { use super::super::c::C; }"),
            ("runtime/src/auth/b.rs", "mod inner;\nuse self::inner::I;"),
            ("runtime/src/auth/b/inner.rs", "use super::super::b::B;"),
            ("runtime/src/auth/c.rs", "use super::a::A;"),
        ];
        assert_eq!(told(&files), Vec::<String>::new());
    }
}
