//! Which operations and types of two versions are the same thing, and which types are the same to callers.
//!
//! | round | operations | types |
//! |---|---|---|
//! | first | by where they stand and what callers call them, then by the second, then by the first | by where they stand, and by what they are to an operation |
//! | then | by operationId, by method and path without names | by name |
//! | last | | by where they are used: what stands where another stood that is gone has been renamed |

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::surface::{Definition, Home, Kind, Operation, Sign, Surface, Word};

/// What of an old surface is what of a new one.
#[derive(Debug)]
pub(super) struct Pairs<'s> {
    pub(super) old: &'s Surface,
    pub(super) new: &'s Surface,
    /// By their indices.
    pub(super) operations: BTreeMap<usize, usize>,
    pub(super) services: BTreeMap<usize, usize>,
    /// By their paths.
    pub(super) types: BTreeMap<&'s str, &'s str>,
    old_types: BTreeMap<&'s str, &'s Definition>,
    new_types: BTreeMap<&'s str, &'s Definition>,
}

impl<'s> Pairs<'s> {
    /// Pairs all that there is.
    pub(super) fn of(old: &'s Surface, new: &'s Surface) -> Self {
        let by_path = |surface: &'s Surface| surface.types.iter().map(|it| (it.path.as_str(), it)).collect();
        let (old_types, new_types) = (by_path(old), by_path(new));
        let operations = operations(old, new);
        let services = services(old, new, &operations);
        let mut pairs = Self { old, new, operations, services, types: BTreeMap::new(), old_types, new_types };
        pairs.pair_types();
        pairs
    }

    pub(super) fn old_type(&self, path: &str) -> Option<&'s Definition> {
        self.old_types.get(path).copied()
    }

    pub(super) fn new_type(&self, path: &str) -> Option<&'s Definition> {
        self.new_types.get(path).copied()
    }

    /// What a type of the old surface is in the new one.
    pub(super) fn now(&self, old: &Definition) -> Option<&'s Definition> {
        self.new_type(self.types.get(old.path.as_str())?)
    }

    /// The types of the new surface that the old one has, too.
    pub(super) fn kept(&self) -> BTreeSet<&'s str> {
        self.types.values().copied().collect()
    }

    fn pair_types(&mut self) {
        let moved: BTreeMap<String, String> = self
            .operations
            .iter()
            .map(|(old, new)| (self.old.operations[*old].key.clone(), self.new.operations[*new].key.clone()))
            .filter(|(old, new)| old != new)
            .collect();
        let operations = self.operations.clone();
        let place = |definition: &Definition| match &definition.home {
            Home::Place(key, _) => Some(key.clone()),
            Home::Operation(..) | Home::Client(_) => None,
        };
        let role = |definition: &Definition| match &definition.home {
            Home::Operation(index, role) => Some(format!("{index} {role}")),
            Home::Client(role) => Some(role.clone()),
            Home::Place(..) => None,
        };
        let old_role = |definition: &Definition| match &definition.home {
            Home::Operation(index, role) => Some(format!("{} {role}", operations.get(index)?)),
            Home::Place(..) | Home::Client(_) => role(definition),
        };
        // What stands in an operation goes where that goes.
        let carried = |definition: &Definition| {
            let key = place(definition)?;
            moved.iter().find_map(|(old, new)| Some(format!("{new}{}", key.strip_prefix(old.as_str())?)))
        };
        self.round(old_role, role);
        self.round(place, place);
        self.round(carried, place);
        let name = |definition: &Definition| Some(definition.path.clone());
        self.round(name, name);
        while self.pair_by_use() {}
    }

    /// Pairs what has one key in both, of all that is alone.
    fn round<K: Ord>(
        &mut self,
        old_key: impl Fn(&Definition) -> Option<K>,
        new_key: impl Fn(&Definition) -> Option<K>,
    ) {
        let kept = self.kept();
        let free = self.new.types.iter().filter(|it| !kept.contains(it.path.as_str()));
        let mut by_key: BTreeMap<K, &'s str> = BTreeMap::new();
        for definition in free {
            if let Some(key) = new_key(definition) {
                by_key.entry(key).or_insert(&definition.path);
            }
        }
        for definition in &self.old.types {
            if !self.types.contains_key(definition.path.as_str())
                && let Some(new) = old_key(definition).and_then(|key| by_key.remove(&key))
            {
                self.types.insert(&definition.path, new);
            }
        }
    }

    /// Pairs what is gone with what is new in its place; says whether there was any.
    fn pair_by_use(&mut self) -> bool {
        let mut kept = self.kept();
        let mut found = Vec::new();
        for (old, new) in self.uses() {
            if plain(old) != plain(new) {
                continue;
            }
            let (old, new): (Vec<_>, Vec<_>) = (old.names().collect(), new.names().collect());
            for (old, new) in old.into_iter().zip(new) {
                let is_free = !self.types.contains_key(old) && !kept.contains(new);
                let kind = |definition: Option<&Definition>| definition.map(|definition| definition.kind);
                if is_free && kind(self.old_type(old)).is_some() && kind(self.old_type(old)) == kind(self.new_type(new))
                {
                    kept.insert(new);
                    if !found.iter().any(|(known, _)| *known == old) {
                        found.push((old, new));
                    }
                }
            }
        }
        self.types.extend(found.iter().copied());
        !found.is_empty()
    }

    /// The types that stand in the same places of both.
    fn uses(&self) -> Vec<(&'s Sign, &'s Sign)> {
        let mut uses = Vec::new();
        for (old, new) in &self.operations {
            let (old, new) = (&self.old.operations[*old], &self.new.operations[*new]);
            uses.extend([(&old.gives, &new.gives), (&old.fails, &new.fails)]);
            for argument in &old.arguments {
                let is_it = |it: &&crate::surface::Argument| it.carrier == argument.carrier && it.wire == argument.wire;
                uses.extend(new.arguments.iter().find(is_it).map(|new| (&argument.ty, &new.ty)));
            }
        }
        for (old, new) in &self.types {
            let (Some(old), Some(new)) = (self.old_type(old), self.new_type(new)) else { continue };
            uses.extend(old.target.as_ref().zip(new.target.as_ref()));
            for member in old.members.iter().filter(|member| !member.wire.is_empty()) {
                uses.extend(new.members.iter().find(|it| it.wire == member.wire).map(|new| (&member.ty, &new.ty)));
            }
        }
        uses
    }

    /// Whether two types are one to callers: the same words, where names mean the same things. What has changed of a thing that both
    /// name is told there.
    pub(super) fn is_same(&self, old: &Sign, new: &Sign) -> bool {
        let mut old: VecDeque<&Word> = old.0.iter().collect();
        let mut new: VecDeque<&Word> = new.0.iter().collect();
        loop {
            let (first, other) = match (old.pop_front(), new.pop_front()) {
                (None, None) => return true,
                (Some(first), Some(other)) => (first, other),
                (Some(_), None) | (None, Some(_)) => return false,
            };
            if self.is_same_word(first, other) {
                continue;
            }
            match (target(&self.old_types, first), target(&self.new_types, other)) {
                (Some(target), _) => {
                    target.0.iter().rev().for_each(|word| old.push_front(word));
                    new.push_front(other);
                }
                (None, Some(target)) => {
                    target.0.iter().rev().for_each(|word| new.push_front(word));
                    old.push_front(first);
                }
                (None, None) => return false,
            }
        }
    }

    fn is_same_word(&self, old: &Word, new: &Word) -> bool {
        match (old, new) {
            (Word::Plain(old), Word::Plain(new)) => old == new,
            (Word::Named(old), Word::Named(new)) => {
                let paired = self.types.get(old.as_str());
                paired.is_some_and(|paired| paired == new || resolved(&self.new_types, paired) == new)
            }
            (Word::Plain(_), Word::Named(_)) | (Word::Named(_), Word::Plain(_)) => false,
        }
    }

    /// The type that an old path leads to, through aliases.
    pub(super) fn old_resolved<'p>(&self, path: &'p str) -> &'p str
    where
        's: 'p,
    {
        resolved(&self.old_types, path)
    }

    /// The type that a new path leads to, through aliases.
    pub(super) fn new_resolved<'p>(&self, path: &'p str) -> &'p str
    where
        's: 'p,
    {
        resolved(&self.new_types, path)
    }
}

/// What a type has beside those of the crate, `_` for each of them, and whether it may be missing or is behind a pointer left out.
fn plain(sign: &Sign) -> Vec<&str> {
    let word = |word| match word {
        &Word::Named(_) => Some("_"),
        Word::Plain(plain) if ["Option", "Maybe", "Box", "<", ">"].contains(&plain.as_str()) => None,
        Word::Plain(plain) => Some(plain.as_str()),
    };
    sign.0.iter().filter_map(word).collect()
}

/// What an alias stands for.
fn target<'s>(types: &BTreeMap<&str, &'s Definition>, word: &Word) -> Option<&'s Sign> {
    match word {
        Word::Plain(_) => None,
        Word::Named(path) => types.get(path.as_str())?.target.as_ref(),
    }
}

fn resolved<'p, 's: 'p>(types: &BTreeMap<&'s str, &'s Definition>, path: &'p str) -> &'p str {
    let mut path = path;
    // No alias leads back to itself: that would be a type of its own.
    while let Some(next) = types.get(path).and_then(|it| it.target.as_ref()).and_then(Sign::name) {
        path = next;
    }
    path
}

/// What an operation is known by.
type Key<'k> = &'k dyn Fn(&Surface, &Operation) -> String;

fn operations(old: &Surface, new: &Surface) -> BTreeMap<usize, usize> {
    let mut pairs = BTreeMap::new();
    let name = |surface: &Surface, operation: &Operation| {
        format!("{}.{}", surface.services[operation.service].accessor, operation.method.name)
    };
    let keys: [Key<'_>; 5] = [
        &|surface, operation| format!("{} {}", operation.key, name(surface, operation)),
        &name,
        &|_, operation| operation.key.clone(),
        &|_, operation| operation.id.clone(),
        &|_, operation| format!("{} {}", operation.verb, without_names(&operation.path)),
    ];
    for key in keys {
        let taken: BTreeSet<usize> = pairs.values().copied().collect();
        // What several have is nobody's.
        let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let free = new.operations.iter().enumerate().filter(|(index, _)| !taken.contains(index));
        free.for_each(|(index, it)| by_key.entry(key(new, it)).or_default().push(index));
        let mut wanted: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let free = old.operations.iter().enumerate().filter(|(index, _)| !pairs.contains_key(index));
        free.for_each(|(index, it)| wanted.entry(key(old, it)).or_default().push(index));
        for (key, old) in wanted {
            if let ([old], Some([new])) = (old.as_slice(), by_key.get(&key).map(Vec::as_slice)) {
                pairs.insert(*old, *new);
            }
        }
    }
    pairs
}

/// A path with empty braces: what a variable is called is not sent.
pub(super) fn without_names(path: &str) -> String {
    let mut text = String::new();
    for piece in path.split_inclusive(['{', '}']) {
        text.push_str(if piece.ends_with('}') { "}" } else { piece });
    }
    text
}

/// By their tags; those that are left by their operations, where all went to one.
fn services(old: &Surface, new: &Surface, operations: &BTreeMap<usize, usize>) -> BTreeMap<usize, usize> {
    let mut pairs = BTreeMap::new();
    for (index, service) in old.services.iter().enumerate() {
        pairs.extend(new.services.iter().position(|it| it.tag == service.tag).map(|new| (index, new)));
    }
    let taken: BTreeSet<usize> = pairs.values().copied().collect();
    let mut claimed = taken;
    for index in 0..old.services.len() {
        let went = operations.iter().filter(|(operation, _)| old.operations[**operation].service == index);
        let went: BTreeSet<usize> = went.map(|(_, operation)| new.operations[*operation].service).collect();
        if let (false, [to]) = (pairs.contains_key(&index), Vec::from_iter(went).as_slice())
            && claimed.insert(*to)
        {
            pairs.insert(index, *to);
        }
    }
    pairs
}

impl Definition {
    /// Whether it is an alias, or stands for itself.
    pub(super) fn is_alias(&self) -> bool {
        self.kind == Kind::Alias
    }
}

#[cfg(test)]
mod tests {
    use super::without_names;

    #[test]
    fn what_a_variable_of_a_path_is_called_is_not_compared() {
        assert_eq!(without_names("/users/{id}/rooms/{room}.json"), "/users/{}/rooms/{}.json");
        assert_eq!(without_names("/users"), "/users");
    }
}
