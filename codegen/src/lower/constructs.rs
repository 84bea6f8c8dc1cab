//! What is decided of constructs that are no members: each list stands beside the code that decides.

use super::{enums, notation, parameter, response, scalar, security};
use crate::decision::{At, Construct, Decision, Table};

/// In the order of the page.
pub(crate) fn constructs() -> impl Iterator<Item = &'static Construct> {
    let lists = [notation::DECIDED, scalar::DECIDED, response::DECIDED, parameter::DECIDED, security::DECIDED];
    lists.into_iter().chain([enums::DECIDED, OTHERS]).flatten()
}

/// What no room reads.
static OTHERS: &[Construct] = &[Construct {
    group: "Extensions",
    name: "all others",
    versions: Construct::OPENAPI,
    at: At::Member(Table::OpenApi, "Operation Object", "x-own", &[]),
    decision: Decision::ignored("they are for other programs"),
}];
