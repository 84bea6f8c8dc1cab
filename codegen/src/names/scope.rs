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

#[cfg(test)]
mod tests {
    use super::{Case, Wish, grant};

    fn wish(text: &str) -> Wish {
        Wish { given: None, parts: vec![text.to_owned()], kind: "object", place: format!("at {text}") }
    }

    fn named(case: Case, reserved: &[&str], wishes: &[Wish]) -> Vec<String> {
        grant(case, reserved, wishes).into_iter().map(|granted| granted.ident.to_string()).collect()
    }

    fn granted(case: Case, reserved: &[&str], texts: &[&str]) -> Vec<String> {
        named(case, reserved, &texts.iter().map(|text| wish(text)).collect::<Vec<_>>())
    }

    #[test]
    fn names_are_the_things_own_words() {
        assert_eq!(granted(Case::Pascal, &[], &["user", "chat-room"]), ["User", "ChatRoom"]);
        assert_eq!(granted(Case::Snake, &[], &["userId", "type", "1st"]), ["user_id", "r#type", "n1st"]);
        assert_eq!(granted(Case::Screaming, &[], &["userId"]), ["USER_ID"]);
    }

    /// Each thing that finds its name taken goes one step further than the one before it.
    #[test]
    fn what_finds_its_name_taken_says_more_of_itself() {
        assert_eq!(granted(Case::Snake, &[], &["a", "a*"]), ["a", "a_star"], "symbols");
        assert_eq!(granted(Case::Snake, &[], &["a_b", "a b"]), ["a_b", "a_b_object"], "the kind");
        assert_eq!(granted(Case::Snake, &[], &["a_b", "a b", "aB"]), ["a_b", "a_b_object", "a_b_camel"], "the writing");
        let names = granted(Case::Snake, &[], &["a_b", "a b", "aB", "a_B"]);
        assert_eq!(names, ["a_b", "a_b_object", "a_b_camel", "a_b_at_a_b"], "the place");
        let names = granted(Case::Snake, &[], &["a_b", "a b", "aB", "a_B", "a__B"]);
        assert_eq!(names[4], "a_b_u61_u5f_u5f_u42", "the code points");
    }

    #[test]
    fn no_name_has_a_counter_of_things_in_it() {
        let texts: Vec<String> = (0..12).map(|count| format!("a{}b", "_".repeat(count + 1))).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let all = granted(Case::Pascal, &[], &texts);
        let some = granted(Case::Pascal, &[], &texts[..6]);
        assert_eq!(some, all[..6], "more things behind change no name");
        let distinct: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(distinct.len(), all.len());
    }

    #[test]
    fn what_is_written_as_the_name_has_it_wherever_it_stands() {
        assert_eq!(granted(Case::Snake, &[], &["userId", "user_id"]), ["user_id_object", "user_id"]);
        assert_eq!(granted(Case::Snake, &[], &["user_id", "userId"]), ["user_id", "user_id_object"]);
        assert_eq!(granted(Case::Pascal, &[], &["user", "User", "USER"]), ["UserObject", "User", "UserUpper"]);
    }

    #[test]
    fn a_nested_thing_gives_way_to_one_with_a_name_of_its_own() {
        let nested = Wish { parts: vec!["User".to_owned(), "role".to_owned()], ..wish("") };
        assert_eq!(named(Case::Pascal, &[], &[nested, wish("user-role")]), ["UserRoleObject", "UserRole"]);
    }

    #[test]
    fn a_given_name_is_taken_as_it_is_and_first() {
        let given = Wish { given: Some("HTTPUser".to_owned()), ..wish("b") };
        assert_eq!(named(Case::Pascal, &[], &[wish("HttpUser"), given.clone()]), ["HttpUser", "HTTPUser"]);
        assert_eq!(named(Case::Pascal, &[], &[wish("HTTPUser"), given.clone()]), ["HttpUser", "HTTPUser"]);
        let other = Wish { given: Some("HTTPUser".to_owned()), ..wish("c") };
        assert_eq!(named(Case::Pascal, &[], &[given, other]), ["HTTPUser", "C"], "of two the first has it");
    }

    #[test]
    fn reserved_and_impossible_names_are_nobodys() {
        assert_eq!(granted(Case::Pascal, &["Unknown"], &["unknown", "self"]), ["UnknownObject", "SelfObject"]);
        assert_eq!(
            granted(Case::Snake, &[], &["self", "crate", "super"]),
            ["self_object", "crate_object", "super_object"]
        );
        let given = Wish { given: Some("Self".to_owned()), ..wish("a") };
        assert_eq!(named(Case::Pascal, &[], &[given]), ["A"]);
    }

    #[test]
    fn whoever_gives_way_says_to_whom() {
        let wishes = [wish("a b"), wish("a_b"), wish("c")];
        let holders: Vec<_> = grant(Case::Snake, &[], &wishes).into_iter().map(|granted| granted.taken_by).collect();
        assert_eq!(holders, [Some(1), None, None]);
    }

    #[test]
    fn the_very_same_thing_twice_still_has_two_names() {
        let names = granted(Case::Snake, &[], &["a"; 8]);
        let distinct: std::collections::BTreeSet<_> = names.iter().collect();
        assert_eq!(distinct.len(), names.len(), "{names:?}");
    }
}
