//! A scope: names that must differ from each other.

use std::collections::{BTreeMap, BTreeSet};

use super::case::{self, Symbols};
use super::identifier::{IMPOSSIBLE, Ident};

/// The case of the names of a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    Snake,
    Pascal,
    Screaming,
}

/// A thing that wants a name.
#[derive(Clone, Debug)]
pub(super) struct Wish {
    /// What the settings say; it is taken as it is.
    pub(super) given: Option<String>,
    /// The texts whose words make the name.
    pub(super) parts: Vec<String>,
    /// Words to add where the name is taken: what kind of thing this is.
    pub(super) kind: &'static str,
    /// Words that say where the thing stands, for the last resort.
    pub(super) place: String,
}

/// What became of a wish.
#[derive(Clone, Debug)]
pub(super) struct Granted {
    pub(super) ident: Ident,
    /// The index of the wish that had the wanted name first.
    pub(super) taken_by: Option<usize>,
}

/// Names all wishes of a scope; `reserved` names are nobody's.
pub(super) fn grant(case: Case, reserved: &[&str], wishes: &[Wish]) -> Vec<Granted> {
    let mut order: Vec<usize> = (0..wishes.len()).collect();
    order.sort_by_key(|&index| rank(case, &wishes[index]));
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    let mut granted: Vec<Option<Granted>> = vec![None; wishes.len()];
    let reserved: BTreeSet<&str> = reserved.iter().copied().collect();
    for index in order {
        let candidates = candidates(case, &wishes[index]);
        let taken_by = candidates.first().and_then(|first| taken.get(first).copied());
        let mut free = candidates
            .into_iter()
            .filter(|name| !reserved.contains(name.as_str()) && !IMPOSSIBLE.contains(&name.as_str()));
        let name = free.find(|name| !taken.contains_key(name)).unwrap_or_else(|| spelled(case, &wishes[index], &taken));
        taken.insert(name.clone(), index);
        granted[index] = Some(Granted { ident: Ident::new(name), taken_by });
    }
    // Every index is in `order`.
    granted.into_iter().flatten().collect()
}

/// Who chooses first: what the settings name, then what is written as the name will be, then by the description's order.
fn rank(case: Case, wish: &Wish) -> u8 {
    let wanted = styled(
        case,
        &wish.parts.iter().flat_map(|part| case::signed_words(part, Symbols::Telling)).collect::<Vec<_>>(),
    );
    match (&wish.given, wish.parts.as_slice()) {
        (Some(_), _) => 0,
        (None, [only]) if *only == wanted => 1,
        (None, [_]) => 2,
        (None, _) => 3,
    }
}

fn candidates(case: Case, wish: &Wish) -> Vec<String> {
    let words = |parts: &[String], symbols| -> Vec<String> {
        parts.iter().flat_map(|part| case::signed_words(part, symbols)).collect()
    };
    let plain = words(&wish.parts, Symbols::Telling);
    let (parents, own) = wish.parts.split_at(wish.parts.len().saturating_sub(1));
    let symbols = [words(parents, Symbols::Telling), words(own, Symbols::All)].concat();
    let with = |word: &str| {
        let mut words = plain.clone();
        words.extend(case::words(word, Symbols::Telling));
        words
    };
    let mut candidates: Vec<String> = wish.given.iter().cloned().collect();
    candidates.push(styled(case, &plain));
    candidates.push(styled(case, &symbols));
    candidates.push(styled(case, &with(wish.kind)));
    candidates.push(styled(case, &with(case::writing(wish.parts.last().map_or("", String::as_str)))));
    candidates.push(styled(case, &with(&wish.place)));
    candidates
}

/// The code points of the text: different texts have different ones.
fn spelled(case: Case, wish: &Wish, taken: &BTreeMap<String, usize>) -> String {
    let mut words: Vec<String> = wish.parts.iter().flat_map(|part| case::signed_words(part, Symbols::All)).collect();
    let text = wish.parts.join(" ");
    words.extend(text.chars().map(|char| format!("u{:x}", u32::from(char))));
    let mut name = styled(case, &words);
    while taken.contains_key(&name) {
        // Only the very same text at the very same place twice comes here.
        name.push_str("_again");
    }
    name
}

fn styled(case: Case, words: &[String]) -> String {
    match case {
        Case::Snake => case::snake(words),
        Case::Pascal => case::pascal(words),
        Case::Screaming => case::screaming(words),
    }
}
