//! Operations and their tags.

use super::{At, Fact, Function, Sign};

/// The operations of one tag.
#[derive(Clone, Debug)]
pub(crate) struct Service {
    /// The tag.
    pub(crate) tag: String,
    /// `users` of `client.users()`.
    pub(crate) accessor: String,
    /// `api::users::Users`.
    pub(crate) handle: String,
    /// The feature that it is there with.
    pub(crate) feature: Option<String>,
}

/// One operation.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    /// As the description has it: `getUsers`.
    pub(crate) id: String,
    /// What the settings know it by.
    pub(crate) key: String,
    pub(crate) at: At,
    /// Its index.
    pub(crate) service: usize,
    /// `GET`.
    pub(crate) verb: String,
    pub(crate) path: String,
    /// Of the handle.
    pub(crate) method: Function,
    /// All that a caller passes: what is required in the order of the method's arguments, what is optional by setters.
    pub(crate) arguments: Vec<Argument>,
    /// The path of the call.
    pub(crate) call: String,
    pub(crate) gives: Sign,
    pub(crate) fails: Sign,
    pub(crate) headers: Sign,
    pub(crate) facts: Vec<Fact>,
}

/// Something that a caller passes.
#[derive(Clone, Debug)]
pub(crate) struct Argument {
    pub(crate) name: String,
    /// As it travels: `limit`.
    pub(crate) wire: String,
    /// Where it travels: `in the query`.
    pub(crate) carrier: String,
    pub(crate) at: At,
    pub(crate) required: bool,
    pub(crate) ty: Sign,
    pub(crate) deprecated: bool,
}

impl Operation {
    /// `GET /users/{id}`
    pub(crate) fn request(&self) -> String {
        format!("{} {}", self.verb, self.path)
    }
}
