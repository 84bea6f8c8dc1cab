//! A scope: names that must differ from each other.
//!
//! No list's order decides anything here. In each round every thing that has no name yet asks for one; where several ask for the
//! same, the one whose own words are nearest to it has it. A later round never takes what an earlier one gave.
//!
//! | round | a thing is called by |
//! |---|---|
//! | given | what the settings say |
//! | plain | its words |
//! | symbols | its words and its symbols: `a*` is `a_star` |
//! | numbered | its words and its place in the lists around it, where it has nothing else: two things of one kind say the very same |
//! | apart | more words of its own, else its words and what sets it apart from who has them: its kind, or how it is written |
//! | both | its words and both of these |
//! | place | its words and where it stands |
//! | spelled | the code points of its text |

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;
use std::mem::take;

use super::case::{self, Symbols};
use super::dictionary::Dictionary;
use super::identifier::{IMPOSSIBLE, Ident};
use super::{Given, given};
use crate::place::Place;

/// The case of the names of a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    Snake,
    Pascal,
    Screaming,
}

/// Whose words a thing is called by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Voice {
    Description,
    /// The generator's own: `body`, `extra`. They give way.
    Generator,
}

/// A thing that wants a name.
#[derive(Clone, Debug)]
pub(super) struct Wish {
    /// What the settings may call it by, the best first.
    pub(super) keys: Vec<Place>,
    /// The texts whose words make the name.
    pub(super) parts: Vec<String>,
    /// The same in more words.
    pub(super) apart: Option<Vec<String>>,
    pub(super) voice: Voice,
    /// What kind of thing this is.
    pub(super) kind: &'static str,
    /// Of two that are equally near to a name, the one with the lower rank has it.
    pub(super) rank: u8,
    /// Words that say where the thing stands, for the last resort.
    pub(super) place: Standing,
    /// Where messages point to, where that is not what the settings call it.
    pub(super) at: Option<Place>,
}

impl Wish {
    /// A thing called by one text of the description's.
    pub(super) fn described(text: impl Into<String>, kind: &'static str, key: impl Into<Place>) -> Self {
        let key = key.into();
        Self {
            parts: vec![text.into()],
            apart: None,
            voice: Voice::Description,
            kind,
            rank: 0,
            place: Standing::At(key.clone()),
            keys: vec![key],
            at: None,
        }
    }

    /// A thing called by a word of the generator's, which the settings may give a name too.
    pub(super) fn made_up(word: &str, kind: &'static str, key: impl Into<Place>) -> Self {
        Self { voice: Voice::Generator, ..Self::described(word, kind, key) }
    }
}

/// Where a thing stands: compared and read as text, which is made only when somebody asks.
#[derive(Clone, Debug)]
pub(super) enum Standing {
    At(Place),
    Words(String),
}

impl Standing {
    fn text(&self) -> Cow<'_, str> {
        match self {
            Self::At(place) => Cow::Owned(place.to_string()),
            Self::Words(words) => Cow::Borrowed(words),
        }
    }
}

impl From<String> for Standing {
    fn from(words: String) -> Self {
        Self::Words(words)
    }
}

impl PartialEq for Standing {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl Eq for Standing {}

impl PartialOrd for Standing {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Standing {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text().cmp(&other.text())
    }
}

/// What became of a wish.
#[derive(Clone, Debug)]
pub(super) struct Granted {
    pub(super) ident: Ident,
    /// The words of the name, with a space between each two.
    pub(super) words: String,
    /// The index of the wish that has the wanted name.
    pub(super) taken_by: Option<usize>,
}

/// A way to make a name, by the table above.
#[derive(Clone, Copy, Debug)]
enum Round {
    Given,
    Plain,
    Symbols,
    Numbered,
    Apart,
    Both,
    Place,
    Spelled,
}

const ROUNDS: [Round; 8] = [
    Round::Given,
    Round::Plain,
    Round::Symbols,
    Round::Numbered,
    Round::Apart,
    Round::Both,
    Round::Place,
    Round::Spelled,
];

/// Names all wishes of a scope; `reserved` names are nobody's.
pub(super) fn grant(case: Case, reserved: &[&str], given: &Given, words: &Dictionary, wishes: &[Wish]) -> Vec<Granted> {
    let plain: Vec<_> = wishes.iter().map(|wish| Plain::of(case, words, wish)).collect();
    let mut scope = Scope {
        case,
        given,
        words,
        wishes,
        plain,
        reserved,
        taken: BTreeMap::new(),
        namesakes: OnceCell::new(),
        again: RefCell::default(),
    };
    let mut order: Vec<usize> = (0..wishes.len()).collect();
    if scope.is_contested() {
        order.sort_by_cached_key(|&index| nearness(&wishes[index], &scope.plain[index]));
    }
    let mut granted: Vec<Option<Granted>> = vec![None; wishes.len()];
    for round in ROUNDS {
        order.retain(|&index| {
            let Some((ident, words)) = scope.name(round, index) else { return true };
            let is_free = scope.is_free(&ident);
            if is_free {
                scope.taken.insert(ident.clone(), index);
                let words = words.unwrap_or_else(|| take(&mut scope.plain[index].words));
                granted[index] = Some(Granted { ident, words, taken_by: None });
            }
            !is_free
        });
    }
    let holder = |index: usize| scope.holder(index).filter(|holder| *holder != index);
    let granted = granted.into_iter().enumerate();
    granted.filter_map(|(index, granted)| Some(Granted { taken_by: holder(index), ..granted? })).collect()
}

/// What a wish is called by its words alone, which is asked for more than once.
struct Plain {
    words: String,
    name: Ident,
}

impl Plain {
    fn of(case: Case, words: &Dictionary, wish: &Wish) -> Self {
        let words = in_words(words, &wish.parts);
        Self { name: styled(case, &words), words }
    }
}

/// Who comes first where several ask for one name: by its own words alone, so that no other thing moves it.
fn nearness<'w>(wish: &'w Wish, plain: &Plain) -> impl Ord + use<'w> {
    let text = wish.parts.join(" ");
    let lost = text.chars().filter(|char| !char.is_ascii_alphanumeric()).count();
    (
        wish.voice,
        wish.parts.len(),
        text != plain.name.text(),
        lost,
        Reverse(text),
        wish.rank,
        wish.kind,
        &wish.apart,
        &wish.place,
    )
}

/// What there is to name and what has been named.
struct Scope<'a> {
    case: Case,
    given: &'a Given,
    words: &'a Dictionary,
    wishes: &'a [Wish],
    /// By the index of the wish.
    plain: Vec<Plain>,
    reserved: &'a [&'a str],
    taken: BTreeMap<Ident, usize>,
    /// How many wishes have the very same words; few scopes ask.
    namesakes: OnceCell<BTreeMap<Words<'a>, usize>>,
    /// How often a text was counted that is the very same as another one.
    again: RefCell<BTreeMap<String, usize>>,
}

/// The kind of a thing and all its words.
type Words<'a> = (&'static str, &'a [String], Option<&'a [String]>);

impl<'a> Scope<'a> {
    /// Whether it may matter who is asked first: usually all have plain names of their own.
    fn is_contested(&self) -> bool {
        let mut names: Vec<&Ident> = self.plain.iter().map(|plain| &plain.name).collect();
        names.sort_unstable();
        let refused = names.iter().filter(|name| !self.is_free(name)).count();
        refused > 1 || !self.given.is_empty() || names.windows(2).any(|pair| pair[0] == pair[1])
    }

    fn is_free(&self, name: &Ident) -> bool {
        let text = name.text();
        !self.reserved.contains(&text) && !IMPOSSIBLE.contains(&text) && !self.taken.contains_key(name)
    }

    /// Who has the plain name of a wish.
    fn holder(&self, index: usize) -> Option<usize> {
        let has_own = given::name(self.given, &self.wishes[index].keys, self.case).is_some();
        self.taken.get(&self.plain[index].name).copied().filter(|_| !has_own)
    }

    /// The name that a round gives to a wish, and its words unless they are the plain ones; `None` where it has nothing to say.
    fn name(&self, round: Round, index: usize) -> Option<(Ident, Option<String>)> {
        let wish = &self.wishes[index];
        let (kind, writing) = (wish.kind, || case::writing(wish.parts.last().map_or("", String::as_str)));
        let words = match round {
            Round::Given => {
                let name = given::name(self.given, &wish.keys, self.case)?;
                let words = case::words(&name, Symbols::Telling);
                return Some((Ident::new(name), Some(words)));
            }
            Round::Plain => return Some((self.plain[index].name.clone(), None)),
            Round::Symbols => with_symbols(wish),
            Round::Numbered => self.with(index, &[&self.numbers(index)?]),
            Round::Apart => match &wish.apart {
                Some(more) => in_words(self.words, more),
                None => self.with(index, &[self.apart(index, kind, writing)]),
            },
            Round::Both => self.with(index, &[writing(), kind]),
            // Numbers in it are those of lists, which others change.
            Round::Place => {
                let place = wish.place.text();
                let steps = place.split('/').filter(|step| step.parse::<usize>().is_err());
                self.with(index, &[&steps.collect::<Vec<_>>().join("/")])
            }
            Round::Spelled => {
                let plain = spelled(wish);
                // Only the very same text at the very same place twice comes here: what stands in several places by now.
                let mut again = self.again.borrow_mut();
                let times = again.entry(plain.clone()).or_default();
                let mut words = plain.clone();
                while !self.is_free(&styled(self.case, &words)) {
                    *times += 1;
                    words = format!("{plain} again {times}");
                }
                words
            }
        };
        Some((styled(self.case, &words), Some(words)))
    }

    /// The numbers in the place of a thing, counted from one, where another one has the very same words.
    fn numbers(&self, index: usize) -> Option<String> {
        let wish = &self.wishes[index];
        let words = |wish: &'a Wish| (wish.kind, wish.parts.as_slice(), wish.apart.as_deref());
        let namesakes = self.namesakes.get_or_init(|| {
            let mut namesakes = BTreeMap::new();
            self.wishes.iter().for_each(|wish| *namesakes.entry(words(wish)).or_default() += 1);
            namesakes
        });
        if namesakes.get(&words(wish)).is_none_or(|namesakes| *namesakes < 2) {
            return None;
        }
        let place = wish.place.text();
        let numbers = place.split('/').filter_map(|step| step.parse::<usize>().ok());
        // Greater ones are statuses.
        let numbers: Vec<_> = numbers.filter(|number| *number < 100).map(|number| (number + 1).to_string()).collect();
        (!numbers.is_empty()).then(|| numbers.join(" "))
    }

    /// Things of one kind are set apart by how they are written, others by what they are.
    fn apart(&self, index: usize, kind: &'static str, writing: impl Fn() -> &'static str) -> &'static str {
        let Some(holder) = self.holder(index).map(|holder| &self.wishes[holder]) else { return kind };
        let alike = holder.kind == kind && holder.parts.len() == self.wishes[index].parts.len();
        if alike && holder.parts != self.wishes[index].parts { writing() } else { kind }
    }

    /// The plain words and further ones.
    fn with(&self, index: usize, further: &[&str]) -> String {
        let further = further.iter().map(|word| case::words(word, Symbols::Telling));
        joined(std::iter::once(self.plain[index].words.clone()).chain(further))
    }
}

fn in_words(dictionary: &Dictionary, parts: &[String]) -> String {
    // A word may come to have a space before it.
    let mut words = String::with_capacity(parts.iter().map(|part| part.len() + part.len() / 4 + 2).sum());
    parts.iter().for_each(|part| dictionary.add(part, &mut words));
    words
}

fn joined(words: impl Iterator<Item = String>) -> String {
    words.reduce(|words, more| words + " " + &more).unwrap_or_default()
}

fn with_symbols(wish: &Wish) -> String {
    let (parents, own) = wish.parts.split_at(wish.parts.len().saturating_sub(1));
    let parents = parents.iter().map(|part| case::signed_words(part, Symbols::Telling));
    joined(parents.chain(own.iter().map(|part| case::signed_words(part, Symbols::All))))
}

/// The code points of the text: different texts have different ones.
fn spelled(wish: &Wish) -> String {
    let text = wish.parts.join(" ") + &wish.apart.as_deref().unwrap_or_default().join(" ");
    let points = text.chars().map(|char| format!("u{:x}", u32::from(char)));
    joined(wish.parts.iter().map(|part| case::signed_words(part, Symbols::All)).chain(points))
}

fn styled(case: Case, words: &str) -> Ident {
    Ident::new(match case {
        Case::Snake => case::snake(words),
        Case::Pascal => case::pascal(words),
        Case::Screaming => case::screaming(words),
    })
}

#[cfg(test)]
mod tests;
