//! What a description says about its operations, as constant data that generated code writes down.
//!
//! In come literals of generated statics; out goes plain data that the rest of the runtime reads.
//! Nothing here owns memory, so every type can stand in a `static` and be completed with `..Spec::get(..)`.
//! How a value is written is not this module's business.

use super::events::EventSpec;
use super::param::{Param, Place};
use super::part_spec::PartSpec;
use super::scheme::{Need, Scheme};
use super::server::Server;

/// The statuses that an outcome stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// One status.
    Exact(u16),
    /// A hundred of them: `Range(4)` is 400 to 499.
    Range(u16),
    /// Every status that nothing else stands for.
    Default,
}

/// An API: its name, its servers, the security schemes that it declares.
#[derive(Clone, Copy, Debug)]
pub struct Api {
    /// The name of the generated crate.
    pub name: &'static str,
    /// The description's `info.title`.
    pub title: &'static str,
    /// The description's `info.version`.
    pub version: &'static str,
    /// In the description's order; the first is the default.
    pub servers: &'static [Server],
    /// Every security scheme of the description.
    pub schemes: &'static [&'static Scheme],
    /// What calls need where the description says nothing else of them: alternatives (OR) of credentials needed together (AND).
    pub security: &'static [&'static [Need]],
}

/// One operation.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// The `operationId`, or the name made up for it.
    pub id: &'static str,
    /// The HTTP method, upper case.
    pub method: &'static str,
    /// The path template, `/users/{id}`.
    pub path: &'static str,
    /// Parameters that are serialized unlike the default of their place, or are secret.
    pub params: &'static [Param],
    /// Properties of a multipart or form body that the description says something about.
    pub parts: &'static [PartSpec],
    /// The media type of the body that is sent; for bytes also a range, or several with commas, of which callers name one.
    pub body: &'static str,
    /// The value of the `Accept` header; empty for none.
    pub accept: &'static str,
    /// The statuses of success that are described, where `default` describes all others; empty: all are one.
    pub success: &'static [u16],
    /// The statuses of failures that are described and have no body, where others have one or none has.
    pub bare: &'static [Status],
    /// Alternatives (OR) of credentials needed together (AND), where they are not those of the API. Empty: none is ever sent. An empty
    /// alternative: optional.
    pub security: Option<&'static [&'static [Need]]>,
    /// When a repetition of the request is safe.
    pub idempotency: Idempotency,
    /// Servers of this operation alone; empty: those of the API.
    pub servers: &'static [Server],
    /// JSON property names whose values are never logged.
    pub secret: &'static [&'static str],
    /// What the description says of the events that a success is, where it says something.
    pub events: Option<&'static EventSpec>,
    /// A property that is set in every JSON or form body: the one that says whether the success is a stream.
    pub flag: Option<(&'static str, bool)>,
}

impl Spec {
    /// An operation without method, name and path, with no parameters, JSON both ways and the security of the API.
    pub const USUAL: Self = Self {
        id: "",
        method: "",
        path: "",
        params: &[],
        parts: &[],
        body: "application/json",
        accept: "application/json",
        success: &[],
        bare: &[],
        security: None,
        idempotency: Idempotency::ByMethod,
        servers: &[],
        secret: &[],
        events: None,
        flag: None,
    };

    /// An operation of any method, as usual.
    #[must_use]
    pub const fn method(method: &'static str, id: &'static str, path: &'static str) -> Self {
        Self { id, method, path, ..Self::USUAL }
    }

    /// A `GET` operation.
    #[must_use]
    pub const fn get(id: &'static str, path: &'static str) -> Self {
        Self::method("GET", id, path)
    }

    /// A `PUT` operation.
    #[must_use]
    pub const fn put(id: &'static str, path: &'static str) -> Self {
        Self::method("PUT", id, path)
    }

    /// A `POST` operation.
    #[must_use]
    pub const fn post(id: &'static str, path: &'static str) -> Self {
        Self::method("POST", id, path)
    }

    /// A `DELETE` operation.
    #[must_use]
    pub const fn delete(id: &'static str, path: &'static str) -> Self {
        Self::method("DELETE", id, path)
    }

    /// A `PATCH` operation.
    #[must_use]
    pub const fn patch(id: &'static str, path: &'static str) -> Self {
        Self::method("PATCH", id, path)
    }

    /// A `HEAD` operation.
    #[must_use]
    pub const fn head(id: &'static str, path: &'static str) -> Self {
        Self::method("HEAD", id, path)
    }

    /// An `OPTIONS` operation.
    #[must_use]
    pub const fn options(id: &'static str, path: &'static str) -> Self {
        Self::method("OPTIONS", id, path)
    }

    /// A `TRACE` operation.
    #[must_use]
    pub const fn trace(id: &'static str, path: &'static str) -> Self {
        Self::method("TRACE", id, path)
    }

    /// Whether a failure of that status is described as one without a body.
    pub(crate) fn is_bare(&self, status: u16) -> bool {
        self.bare.iter().any(|bare| match bare {
            Status::Exact(code) => *code == status,
            Status::Range(class) => *class == status / 100,
            Status::Default => true,
        })
    }

    /// How the parameter of that place and name is written.
    pub(crate) fn param(&self, place: Place, name: &'static str) -> Param {
        let declared = self.params.iter().find(|param| param.place == place && param.name == name);
        declared.copied().unwrap_or(Param::at(place, name))
    }

    /// What is said about the body's property of that name, if anything.
    pub(crate) fn part(&self, name: &str) -> Option<&'static PartSpec> {
        PartSpec::find(self.parts, name)
    }
}

/// When a request may be sent again though an earlier attempt may have reached the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idempotency {
    /// As RFC 9110 section 9.2.2 says of the method.
    ByMethod,
    /// Always: the description says so.
    Always,
    /// Whenever the request carries a key in the header of that name.
    Key(&'static str),
}
