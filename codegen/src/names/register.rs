//! What naming goes by, and the list of all that it has named.
//!
//! Enters: the names that the settings give, scopes with their wishes. Leaves: identifiers, an entry for each thing that was named,
//! and a warning for each that gave way to another one. How names are made is the business of `scope`.

use super::dictionary::Dictionary;
use super::scope::{self, Case, Granted, Voice, Wish};
use super::{Given, Ident, given};
use crate::diagnostic::{Diagnostics, catalogue};
use crate::place::Place;

/// What is shared by everything that names.
pub(super) struct Register<'a> {
    pub(super) given: &'a Given,
    pub(super) diagnostics: &'a mut Diagnostics,
    pub(super) named: Vec<Named>,
    pub(super) words: Dictionary,
}

/// Something with a name.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    /// What the settings may call it by; the first is the place it is known by.
    pub(super) keys: Vec<Place>,
    pub(super) what: &'static str,
    pub(super) case: Case,
    pub(super) ident: Ident,
}

/// The kind of a scope.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    /// What is named, for lists.
    pub(super) what: &'static str,
    pub(super) case: Case,
    /// Names that are nobody's.
    pub(super) reserved: &'static [&'static str],
}

/// Names all wishes of a scope.
pub(super) fn grant(register: &mut Register<'_>, kind: Kind, wishes: &[Wish]) -> Vec<Granted> {
    let granted = scope::grant(kind.case, kind.reserved, register.given, &register.words, wishes);
    record(register, kind, wishes, granted)
}

/// Enters what has been granted, and tells of it.
pub(super) fn record(register: &mut Register<'_>, kind: Kind, wishes: &[Wish], granted: Vec<Granted>) -> Vec<Granted> {
    for (wish, one) in wishes.iter().zip(&granted) {
        register.named.push(Named {
            keys: wish.keys.clone(),
            what: kind.what,
            case: kind.case,
            ident: one.ident.clone(),
        });
        if let Some(holder) = one.taken_by {
            tell(register, kind, (wish, one), (&wishes[holder], &granted[holder]));
        }
    }
    granted
}

/// Says that something gave way, and how its name can be pinned.
fn tell(register: &mut Register<'_>, kind: Kind, loser: (&Wish, &Granted), holder: (&Wish, &Granted)) {
    let (Some(key), Some(other)) = (loser.0.keys.first(), holder.0.keys.first()) else { return };
    if loser.0.voice == Voice::Generator {
        return;
    }
    let is_given = given::name(register.given, &holder.0.keys, kind.case).is_some();
    let at = loser.0.at.as_ref().unwrap_or(key);
    let (key, other) = (register.given.key(key), register.given.key(other));
    let message = match is_given {
        true => format!(
            "`{other}` is called `{}` by the settings, which `{key}` would be called; this one is called `{}`",
            holder.1.ident, loser.1.ident
        ),
        false => format!("`{key}` and `{other}` would have the same name; this one is called `{}`", loser.1.ident),
    };
    let entries = [given::entry(&other, holder.1.ident.text()), given::entry(&key, loser.1.ident.text())];
    let help = match key == other {
        _ if is_given => {
            format!("give that one another name, or pin this one too, under `[names]` in the settings: {}", entries[1])
        }
        // A key is written once.
        true => "they say the same of themselves: give one of them a title in the description".to_owned(),
        false => format!("to pin the names, write under `[names]` in the settings: {} and {}", entries[0], entries[1]),
    };
    register.diagnostics.report(&catalogue::NAME_TAKEN, at, message).help(help);
}

/// Says that names would be others if there were less beside them, and how they can be pinned.
pub(super) fn depends<'w>(
    register: &mut Register<'_>,
    kind: Kind,
    names: impl Iterator<Item = (&'w Wish, &'w Granted)>,
    at: &Place,
    why: &str,
) {
    let free = names.filter(|(wish, _)| given::name(register.given, &wish.keys, kind.case).is_none());
    let free: Vec<_> = free.filter_map(|(wish, granted)| Some((wish.keys.first()?, granted.ident.text()))).collect();
    if free.is_empty() {
        return;
    }
    let called: Vec<_> = free.iter().map(|(_, name)| format!("`{name}`")).collect();
    let entries: Vec<_> = free.iter().map(|(key, name)| given::entry(&register.given.key(key), name)).collect();
    let message = format!("{} are called so, since {why}", called.join(", "));
    let help = format!("to pin the names, write under `[names]` in the settings: {}", entries.join(", "));
    register.diagnostics.report(&catalogue::NAMES_DEPEND, at, message).help(help);
}

/// The key of what the description has one of each name of.
pub(super) fn root_key(path: &[&str]) -> Place {
    Place::default().below(path)
}

/// The identifiers alone.
pub(super) fn idents(granted: Vec<Granted>) -> Vec<Ident> {
    granted.into_iter().map(|granted| granted.ident).collect()
}
