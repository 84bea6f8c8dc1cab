//! What callers see of a generated crate: operations with their arguments and results, types with their members, what a client is built with,
//! features. Plain data, which `emit` makes as it would write the crate, and which `changes` compares.
//!
//! Enters: nothing. Leaves: [`Surface`], and its text. Not its business: what a difference between two of them means.

mod definition;
mod lines;
mod operation;
mod sign;

pub(crate) use self::definition::{Definition, Home, Kind, Member};
pub(crate) use self::operation::{Argument, Operation, Service};
pub(crate) use self::sign::{Sign, Word};
use crate::place::Place;

/// What callers see of a generated crate.
///
/// Two of them are compared by [`compare`](crate::compare). Their text has a line for each thing that has a name.
#[derive(Clone, Debug)]
pub struct Surface {
    pub(crate) krate: Krate,
    /// What the builder of the client has beside what all builders have.
    pub(crate) setters: Vec<Setter>,
    pub(crate) services: Vec<Service>,
    pub(crate) operations: Vec<Operation>,
    pub(crate) types: Vec<Definition>,
    /// What reads webhooks and callbacks.
    pub(crate) incoming: Vec<Incoming>,
    /// What is sent and where to, as far as it is the client's.
    pub(crate) facts: Vec<Fact>,
}

/// The crate as a package.
#[derive(Clone, Debug)]
pub(crate) struct Krate {
    pub(crate) name: String,
    /// The oldest Rust that compiles it, where the manifest says so.
    pub(crate) rust: Option<String>,
    pub(crate) features: Vec<Feature>,
}

/// A feature of the crate.
#[derive(Clone, Debug)]
pub(crate) struct Feature {
    pub(crate) name: String,
    /// Whether it is on by default.
    pub(crate) default: bool,
}

/// A function with its arguments.
#[derive(Clone, Debug)]
pub(crate) struct Function {
    pub(crate) name: String,
    /// Without the receiver.
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) gives: Sign,
    pub(crate) deprecated: bool,
}

/// An argument of a function.
#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) ty: Sign,
}

/// A setter of the builder.
#[derive(Clone, Debug)]
pub(crate) struct Setter {
    /// What is set, as the description knows it: `the scheme key`.
    pub(crate) what: String,
    pub(crate) at: At,
    pub(crate) function: Function,
}

/// A function that reads a request of the server.
#[derive(Clone, Debug)]
pub(crate) struct Incoming {
    /// `webhooks` or `callbacks`.
    pub(crate) module: &'static str,
    pub(crate) key: String,
    pub(crate) at: At,
    pub(crate) function: Function,
    /// The feature that it is there with.
    pub(crate) feature: Option<String>,
    pub(crate) facts: Vec<Fact>,
}

/// What no compiler sees: how something is sent, or read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fact {
    /// The code of what a difference is.
    pub(crate) code: &'static str,
    /// Of which of several things it is said.
    pub(crate) about: String,
    pub(crate) says: String,
    pub(crate) at: At,
}

/// As a fact says that there is none.
pub(crate) const NOTHING: &str = "nothing";

/// As a fact begins to say that the alternatives of a union have no tag.
pub(crate) const BY_SHAPE: &str = "their shape";

/// Where something stands in the description.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct At {
    pub(crate) place: Option<Place>,
    /// The file as messages show it, with the line, where the text has the place.
    pub(crate) line: Option<(String, usize)>,
}

impl From<&Place> for At {
    fn from(place: &Place) -> Self {
        Self { place: Some(place.clone()), line: None }
    }
}

impl Surface {
    /// Looks up the lines of all places.
    pub(crate) fn locate(&mut self, line: impl Fn(&Place) -> Option<(String, usize)>) {
        let find = |at: &mut At| at.line = at.place.as_ref().and_then(&line);
        let facts = |facts: &mut Vec<Fact>| facts.iter_mut().for_each(|fact| find(&mut fact.at));
        facts(&mut self.facts);
        self.setters.iter_mut().for_each(|setter| find(&mut setter.at));
        for incoming in &mut self.incoming {
            find(&mut incoming.at);
            facts(&mut incoming.facts);
        }
        for operation in &mut self.operations {
            find(&mut operation.at);
            facts(&mut operation.facts);
            operation.arguments.iter_mut().for_each(|argument| find(&mut argument.at));
        }
        for definition in &mut self.types {
            find(&mut definition.at);
            facts(&mut definition.facts);
            definition.members.iter_mut().for_each(|member| find(&mut member.at));
        }
    }

    /// What callers can name, a line each, in order: for those who review it, and for comparisons.
    #[must_use]
    pub fn text(&self) -> String {
        lines::text(self)
    }
}

impl Function {
    /// `(id: i64) -> User`, by whole paths.
    pub(crate) fn signature(&self) -> String {
        let parameters: Vec<_> = self.parameters.iter().map(Parameter::text).collect();
        let gives = if self.gives.is_empty() { String::new() } else { format!(" -> {}", self.gives.full()) };
        format!("({}){gives}", parameters.join(", "))
    }
}

impl Parameter {
    /// `id: i64`
    pub(crate) fn text(&self) -> String {
        format!("{}: {}", self.name, self.ty.full())
    }
}
