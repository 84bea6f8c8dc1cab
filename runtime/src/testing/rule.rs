//! Which requests a mock answers, and with what.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use super::answer::Answer;
use super::mock::Recorded;

/// One rule of a [`MockTransport`](super::MockTransport): for requests of a method and path that fulfil the conditions,
/// answers in order. A rule without answers left matches nothing.
#[derive(Clone, Debug)]
pub struct Rule(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    method: String,
    path: String,
    conditions: Vec<Condition>,
    once: VecDeque<Answer>,
    always: Option<Answer>,
}

#[derive(Debug)]
enum Condition {
    Header(String, String),
    Query(String, String),
    Body(String),
}

impl Rule {
    pub(super) fn new(method: &str, path: &str) -> Self {
        let (method, path) = (method.to_owned(), path.to_owned());
        Self(Arc::new(Mutex::new(State { method, path, conditions: Vec::new(), once: VecDeque::new(), always: None })))
    }

    fn edit(self, edit: impl FnOnce(&mut State)) -> Self {
        edit(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
        self
    }

    /// Only requests with that header.
    pub fn header(self, name: &str, value: &str) -> Self {
        let condition = Condition::Header(name.to_owned(), value.to_owned());
        self.edit(|state| state.conditions.push(condition))
    }

    /// Only requests with that query parameter, as it stands in the URL.
    pub fn query(self, name: &str, value: &str) -> Self {
        let condition = Condition::Query(name.to_owned(), value.to_owned());
        self.edit(|state| state.conditions.push(condition))
    }

    /// Only requests with that body.
    pub fn body(self, text: &str) -> Self {
        let condition = Condition::Body(text.to_owned());
        self.edit(|state| state.conditions.push(condition))
    }

    /// Answers every further request so.
    pub fn reply(self, answer: Answer) -> Self {
        self.edit(|state| state.always = Some(answer))
    }

    /// Answers the next request so; more calls make a sequence.
    pub fn once(self, answer: Answer) -> Self {
        self.edit(|state| state.once.push_back(answer))
    }

    /// The next answer, if the rule is for `request` and has one; else what does not fit.
    pub(super) fn answer(&self, request: &Recorded) -> Result<Answer, String> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let State { method, path, conditions, .. } = &*state;
        let mut misses = Vec::new();
        if request.method.as_str() != method {
            misses.push(format!("method is {}", request.method));
        }
        if request.path != *path {
            misses.push(format!("path is {}", request.path));
        }
        misses.extend(conditions.iter().filter_map(|condition| condition.miss(request)));
        if !misses.is_empty() {
            return Err(format!("{method} {path}: {}", misses.join(", ")));
        }
        let spent = format!("{method} {path}: no answer left");
        state.once.pop_front().or_else(|| state.always.clone()).ok_or(spent)
    }
}

impl Condition {
    fn miss(&self, request: &Recorded) -> Option<String> {
        let (what, wanted, found) = match self {
            Self::Header(name, value) => (format!("header {name}"), value, request.header(name)),
            Self::Query(name, value) => (format!("query {name}"), value, request.query_value(name)),
            Self::Body(text) => ("body".to_owned(), text, std::str::from_utf8(&request.body).ok()),
        };
        match found {
            Some(found) if found == wanted => None,
            Some(found) => Some(format!("{what} is `{found}`, not `{wanted}`")),
            None => Some(format!("{what} is missing, not `{wanted}`")),
        }
    }
}
