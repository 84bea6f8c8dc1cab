//! What is in a type: fields, variants, values.

use super::super::Subject;
use super::making::{hides, takes};
use super::{Report, Where, arguments, facts, making, renamed};
use crate::surface::{BY_SHAPE, Definition, Kind, Member, Sign, Word};

/// Compares two types that are the same thing.
pub(super) fn compare(report: &mut Report<'_, '_>, of: &Subject, old: &Definition, new: &Definition) {
    let place = Where::both(&old.at, &new.at);
    match (old.kind, new.kind) {
        (was, is) if was == is => {}
        (Kind::OpenStrings, Kind::ClosedStrings) | (Kind::OpenIntegers, Kind::ClosedIntegers) => {
            let what = format!("`{}` lists all its values", new.name());
            let reason = "there is no `Unknown`, and a value that is not listed is an error where it is received";
            report.push(of, "enum-closed", what, reason, place);
        }
        (Kind::ClosedStrings, Kind::OpenStrings) | (Kind::ClosedIntegers, Kind::OpenIntegers) => {
            let what = format!("`{}` may have other values than it lists", new.name());
            report.push(of, "enum-opened", what, "a `match` on it needs an arm for these", place);
        }
        (was, is) => {
            let what = format!("`{}` is {}, and not {}", new.name(), is.words(), was.words());
            report.push(of, "type-kind", what, "whoever makes or looks at a value", place);
            return;
        }
    }
    if new.kind == Kind::Parts {
        arguments::of_parts(report, of, old, new);
        return;
    }
    let pairs = paired(old, new);
    for (index, member) in old.members.iter().enumerate() {
        match pairs.iter().find(|(old, _)| *old == index) {
            Some((_, now)) => pair(report, of, (old, member), (new, &new.members[*now])),
            None if is_unknown(member) => {}
            None => gone(report, of, old, member),
        }
    }
    for (index, member) in new.members.iter().enumerate() {
        if !pairs.iter().any(|(_, new)| *new == index) && !is_unknown(member) {
            come(report, of, (old, new), member);
        }
    }
    turns(report, of, old, new, &pairs);
    making::compare(report, of, old, new, &pairs);
    facts::compare(report, of, &old.facts, &new.facts);
}

/// What keeps what is not described: whether there is one is told with the kind.
fn is_unknown(member: &Member) -> bool {
    member.name == "Unknown" && member.wire.is_empty()
}

/// By what they are on the wire, then by their names; what has no name there by being alone.
fn paired(old: &Definition, new: &Definition) -> Vec<(usize, usize)> {
    type Test<'t> = &'t dyn Fn(&Member, &Member) -> bool;
    let tests: [Test<'_>; 3] = [
        &|old, new| old.wire == new.wire && !old.wire.is_empty(),
        &|old, new| old.name == new.name && old.wire.is_empty() == new.wire.is_empty(),
        &|old, new| old.wire.is_empty() && new.wire.is_empty() && !is_unknown(old) && !is_unknown(new),
    ];
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for test in tests {
        for (one, member) in old.members.iter().enumerate() {
            let free = new.members.iter().enumerate().filter(|(other, _)| !pairs.iter().any(|(_, new)| new == other));
            if !pairs.iter().any(|(old, _)| *old == one)
                && let Some((other, _)) = free.into_iter().find(|(_, other)| test(member, other))
            {
                pairs.push((one, other));
            }
        }
    }
    pairs
}

/// What a member is, for sentences.
fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Struct | Kind::Newtype | Kind::Headers | Kind::Call | Kind::Parts | Kind::Alias => "field",
        Kind::Union | Kind::Outcome | Kind::Body => "variant",
        Kind::OpenStrings | Kind::OpenIntegers | Kind::ClosedStrings | Kind::ClosedIntegers | Kind::Choice => "value",
    }
}

/// `` `User.name` ``
pub(super) fn called(definition: &Definition, member: &Member) -> String {
    let between = if word(definition.kind) == "field" { "." } else { "::" };
    format!("`{}{between}{}`", definition.name(), member.name)
}

fn gone(report: &mut Report<'_, '_>, of: &Subject, old: &Definition, member: &Member) {
    let (code, reason) = match word(old.kind) {
        "field" => ("field-removed", "whoever reads or sets it"),
        "variant" => ("variant-removed", "whoever matches on it, or makes one"),
        _ => ("value-removed", "whoever names it"),
    };
    report.push(of, code, format!("{} is gone", called(old, member)), reason, Where::gone(&member.at));
}

fn come(report: &mut Report<'_, '_>, of: &Subject, (old, new): (&Definition, &Definition), member: &Member) {
    let has = |definition: &Definition| {
        definition.constructor.as_ref().map(|it| it.iter().any(|parameter| parameter.name == member.name))
    };
    let (code, reason) = match word(new.kind) {
        "field" if has(new) == Some(true) && old.constructor.is_some() => {
            ("required-field-added", "`new` takes one argument more")
        }
        "field" if has(new) == Some(false) && old.constructor.is_some() && hides(old, &member.name) => {
            ("method-hides", "whoever calls the method of that name that a trait has: it takes what is set now")
        }
        "field" => ("field-added", "nobody has to set it, and nobody lists all fields"),
        "variant" => ("variant-added", "whoever matches on it has an arm for what is new already"),
        _ if new.kind.is_closed() => ("closed-value-added", "a `match` on it needs an arm more"),
        _ => ("value-added", "whoever matches on it has an arm for what is new already"),
    };
    report.push(of, code, format!("{} was added", called(new, member)), reason, Where::come(&member.at));
}

fn pair(
    report: &mut Report<'_, '_>,
    of: &Subject,
    (old, member): (&Definition, &Member),
    (new, now): (&Definition, &Member),
) {
    let place = Where::both(&member.at, &now.at);
    if member.name != now.name {
        let code = match word(new.kind) {
            "field" => "field-renamed",
            "variant" => "variant-renamed",
            _ => "value-renamed",
        };
        let what = format!("{} is now called {}", called(old, member), called(new, now));
        let is_taken = new.members.iter().any(|it| it.name == member.name);
        report.push(of, code, what, renamed(is_taken), place);
    }
    if member.wire != now.wire && !member.wire.is_empty() && !now.wire.is_empty() {
        let code = match word(new.kind) {
            "field" => Some("field-wire-name"),
            "value" => Some("value-wire"),
            // What tells it is told of by itself.
            _ if new.kind == Kind::Union => None,
            _ => Some("value-wire"),
        };
        if let Some(code) = code {
            let what = format!("{} is `{}` on the wire, and not `{}`", called(new, now), now.wire, member.wire);
            report.push(of, code, what, "programs compile, and mean another thing on the wire", place);
        }
    }
    if !report.pairs.is_same(&member.ty, &now.ty) {
        types(report, of, (old, member), (new, now), place);
    }
}

/// What became of the type of a field or a variant.
fn types(
    report: &mut Report<'_, '_>,
    of: &Subject,
    (was, member): (&Definition, &Member),
    (new, now): (&Definition, &Member),
    place: Where<'_>,
) {
    let called = called(new, now);
    let (old, ty) = (&member.ty, &now.ty);
    let pairs = report.pairs;
    let same = |old: Option<Sign>, new: Option<Sign>| match (old, new) {
        (Some(old), Some(new)) => pairs.is_same(&old, &new),
        _ => false,
    };
    let (option, maybe) = (|sign: &Sign| sign.inner("Option"), |sign: &Sign| sign.inner("Maybe"));
    let (bare, bare_now) = (without_boxes(old), without_boxes(ty));
    let is_sent = match new.constructor.is_some() && !takes(new, now) {
        true if takes(was, member) => " `new` does not take it, and a method sets it.",
        true | false => "",
    };
    let (code, reason) = if same(Some(bare.clone()), Some(bare_now.clone())) {
        match boxes(ty) > boxes(old) {
            true => (
                "field-boxed",
                "whoever takes it apart: it would be endless, or much larger than what stands beside it".to_owned(),
            ),
            false => ("field-unboxed", "whoever takes it apart".to_owned()),
        }
    } else if word(new.kind) == "variant" {
        ("variant-type", "whoever matches on it, or makes one".to_owned())
    } else if same(Some(bare.clone()), option(&bare_now)) {
        (
            "field-optional",
            format!("whoever reads it: it may be missing, or null.{is_sent}").trim_end_matches('.').to_owned(),
        )
    } else if same(Some(bare.clone()), maybe(&bare_now)) {
        (
            "field-optional",
            format!("whoever reads it: it may be missing, and it may be null.{is_sent}")
                .trim_end_matches('.')
                .to_owned(),
        )
    } else if same(option(&bare), Some(bare_now.clone())) || same(maybe(&bare), Some(bare_now.clone())) {
        let taken = if takes(new, now) && !takes(was, member) { ", or makes one: `new` takes it" } else { "" };
        ("field-required", format!("whoever reads it{taken}"))
    } else if same(option(&bare), maybe(&bare_now)) {
        ("field-maybe", "whoever reads or sets it: absent and null are apart where it is sent".to_owned())
    } else if same(maybe(&bare), option(&bare_now)) {
        ("field-no-maybe", "whoever reads or sets it: absent and null are one".to_owned())
    } else {
        ("field-type", "whoever reads or sets it".to_owned())
    };
    report.push(of, code, format!("{called} is `{ty}`, and not `{old}`"), reason, place);
}

fn boxes(sign: &Sign) -> usize {
    sign.0.iter().filter(|word| matches!(word, Word::Plain(plain) if plain == "Box")).count()
}

/// A type without what is there for its size.
pub(super) fn without_boxes(sign: &Sign) -> Sign {
    let is = |word: &Word, text: &str| matches!(word, Word::Plain(plain) if plain == text);
    let mut words = Vec::new();
    // Of each bracket that is open, whether it is that of a box.
    let mut open = Vec::new();
    let mut given = sign.0.iter().peekable();
    while let Some(word) = given.next() {
        if is(word, "Box") && given.next_if(|next| is(next, "<")).is_some() {
            open.push(true);
        } else if is(word, "<") {
            open.push(false);
            words.push(word.clone());
        } else if is(word, ">") {
            if open.pop() != Some(true) {
                words.push(word.clone());
            }
        } else {
            words.push(word.clone());
        }
    }
    Sign(words)
}

/// Alternatives without a tag: one that is tried before another takes what both would.
fn turns(report: &mut Report<'_, '_>, of: &Subject, old: &Definition, new: &Definition, pairs: &[(usize, usize)]) {
    let by_shape = |definition: &Definition| {
        definition.facts.iter().any(|fact| fact.code == "union-told-by" && fact.says.starts_with(BY_SHAPE))
    };
    if !by_shape(old) || !by_shape(new) {
        return;
    }
    let before = |now: usize| pairs.iter().find(|(_, new)| *new == now).map(|(old, _)| *old);
    for (index, member) in new.members.iter().enumerate().filter(|(_, member)| !is_unknown(member)) {
        let later = new.members.iter().enumerate().skip(index + 1).filter(|(_, later)| !is_unknown(later));
        let overtaken = later.filter(|(later, _)| match (before(index), before(*later)) {
            (Some(was), Some(later)) => was > later,
            (None, Some(_)) => true,
            (_, None) => false,
        });
        let overtaken: Vec<_> = overtaken.map(|(_, later)| called(new, later)).collect();
        if !overtaken.is_empty() {
            let what = format!("{} is tried before {}", called(new, member), overtaken.join(", "));
            let reason = "a value that may be both is read as the first";
            report.push(of, "alternative-order", what, reason, Where::both(&old.at, &member.at));
        }
    }
}
