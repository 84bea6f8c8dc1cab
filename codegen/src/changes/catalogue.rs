//! The kinds of changes: what each is called, and what it means to callers. One kind has one impact, wherever it is found.

use super::Impact::{Additive, Breaking, None};
use super::{ChangeKind, Impact};

const fn kind(code: &'static str, impact: Impact, meaning: &'static str) -> ChangeKind {
    ChangeKind { code, impact, is_seen: true, meaning }
}

/// What no compiler sees: how something is sent, or read.
const fn wire(code: &'static str, meaning: &'static str) -> ChangeKind {
    ChangeKind { code, impact: None, is_seen: false, meaning }
}

/// All kinds of changes, in the order of what they are about.
pub const CHANGE_KINDS: &[ChangeKind] = &[
    // The crate.
    kind("crate-renamed", Breaking, "The package has another name."),
    kind("feature-added", Additive, "There is a feature more."),
    kind("feature-removed", Breaking, "A feature is gone; who turns it on has no package."),
    kind("feature-default", Additive, "A feature is on by default."),
    kind("feature-no-default", Breaking, "A feature is no longer on by default."),
    kind("feature-needed", Breaking, "What was there without it needs a feature, or another one."),
    kind("rust-version-raised", Additive, "The crate needs a newer Rust. Cargo takes that for a minor change."),
    kind("rust-version-lowered", None, "The crate compiles with an older Rust."),
    // The client.
    kind("setter-added", Additive, "There is more to set where a client is built."),
    kind("setter-removed", Breaking, "Something can no longer be set where a client is built."),
    kind("setter-renamed", Breaking, "What sets something where a client is built has another name."),
    kind("setter-type", Breaking, "What sets something where a client is built takes something else."),
    kind("base-url-removed", Breaking, "The description names no server any more: who builds a client has to."),
    wire("base-url", "Requests go to another server where callers set none."),
    wire("server-variable", "A variable of servers has another default."),
    wire("credential", "A credential travels otherwise."),
    // Tags and operations.
    kind("tag-added", Additive, "There is a tag more, with a method of the client."),
    kind("tag-removed", Breaking, "A tag is gone, with its method of the client."),
    kind("tag-renamed", Breaking, "A tag, or what Rust calls it, has another name."),
    kind("operation-added", Additive, "There is an operation more."),
    kind("operation-removed", Breaking, "An operation is gone."),
    kind("operation-renamed", Breaking, "An operation has another name."),
    kind("operation-moved", Breaking, "An operation has another tag."),
    kind("operation-deprecated", Additive, "An operation is deprecated: the compiler warns who calls it."),
    kind("operation-undeprecated", None, "An operation is no longer deprecated."),
    wire("request-line", "A call is sent by another method, or to another path."),
    wire("body-media-type", "The body is sent under another media type."),
    wire("part-form", "A part of a body is written otherwise."),
    wire("accepted-media-types", "Other media types are asked for."),
    wire("credentials", "A call is made with other credentials."),
    wire("statuses", "Statuses are read otherwise."),
    wire("operation-servers", "A call goes to another server."),
    wire("idempotency", "What makes it safe to send a call again is another thing."),
    wire("paging", "Pages are asked for, or taken apart, otherwise."),
    wire("reading-of-streams", "A stream is asked for, read or ended otherwise."),
    wire("sent-by-itself", "What every call sends by itself is another value."),
    // What callers pass.
    kind("argument-added", Breaking, "There is a required argument more."),
    kind("argument-removed", Breaking, "A required argument is gone."),
    kind("argument-required", Breaking, "What was optional is required."),
    kind(
        "argument-optional",
        Breaking,
        "What was required is optional: it is no argument of the method, and set by a method of the call.",
    ),
    kind("argument-type", Breaking, "An argument, or what sets it, takes something else."),
    kind("argument-accepts", Additive, "An argument takes more than it did."),
    kind("argument-order", Breaking, "The required arguments stand in another order."),
    kind("argument-renamed", None, "A required argument, which callers pass by its place, has another name."),
    kind("argument-deprecated", Additive, "What is optional is deprecated: the compiler warns who sets it."),
    kind("argument-undeprecated", None, "What is optional is no longer deprecated."),
    kind("optional-argument-added", Additive, "There is more that can be set."),
    kind("optional-argument-removed", Breaking, "Something can no longer be set."),
    kind("optional-argument-renamed", Breaking, "What sets something has another name."),
    wire("argument-wire-name", "An argument travels under another name."),
    wire("argument-form", "An argument travels in another place, or is written otherwise."),
    // What comes back.
    kind("success-type", Breaking, "A success is another type."),
    kind("failure-type", Breaking, "A documented failure is another type."),
    kind("headers-type", Breaking, "The documented headers are another type."),
    kind("method-added", Additive, "A call has a method more."),
    kind("method-removed", Breaking, "A method of a call is gone."),
    kind("method-type", Breaking, "A method of a call gives another type."),
    wire("header-form", "A header is read otherwise."),
    // Types.
    kind("type-added", Additive, "There is a type more."),
    kind("type-removed", Breaking, "A type is gone."),
    kind("type-renamed", Breaking, "A type has another name."),
    kind("type-kind", Breaking, "A type is of another kind: a struct is an enum, or no struct at all."),
    kind("type-target", Breaking, "What an alias stands for is another type."),
    kind("types-merged", Breaking, "What were two types is one: no trait can be implemented for both."),
    kind("types-split", Breaking, "What was one type under two names is two."),
    kind(
        "enum-closed",
        Breaking,
        "An enum lists all that there is: nothing is `Unknown`, and texts do not always become one.",
    ),
    kind(
        "enum-opened",
        Breaking,
        "An enum may have further values: who matches on it has to say what becomes of them.",
    ),
    kind("constructor-added", Additive, "Values of a type can be made: it is sent."),
    kind("constructor-removed", Breaking, "Values of a type can no longer be made: it is only received."),
    kind(
        "constructor-arguments",
        Breaking,
        "`new` takes other arguments: of a field that stays, the value is given to it, or is set by a method.",
    ),
    kind("constructor-order", Breaking, "What `new` takes stands in another order."),
    kind("conversion-added", Additive, "There is one type more that becomes this one by itself."),
    kind("conversion-removed", Breaking, "A type no longer becomes this one by itself."),
    kind("method-hides", Breaking, "A method that sets something has the name of one of a trait, which it hides."),
    kind("field-null-renamed", Breaking, "What sets a field to null has another name."),
    kind("field-added", Additive, "There is a field more, which nobody has to set."),
    kind("required-field-added", Breaking, "There is a field more that whoever makes a value has to give."),
    kind("field-removed", Breaking, "A field is gone."),
    kind("field-renamed", Breaking, "A field has another name."),
    kind("field-optional", Breaking, "A field may be missing, or null: it is an `Option`."),
    kind("field-required", Breaking, "A field is always there: it is no `Option`."),
    kind("field-maybe", Breaking, "Of a field, absent and null are apart: its `Option` is a `Maybe`."),
    kind("field-no-maybe", Breaking, "Of a field, absent and null are one: its `Maybe` is an `Option`."),
    kind("field-boxed", Breaking, "What a field or a variant holds is behind a pointer."),
    kind("field-unboxed", Breaking, "What a field or a variant holds is no longer behind a pointer."),
    kind("field-type", Breaking, "A field is of another type."),
    kind("field-deprecated", Additive, "A field is deprecated: the compiler warns who sets it."),
    kind("field-undeprecated", None, "A field is no longer deprecated."),
    wire("field-wire-name", "A field travels under another name."),
    wire("constant", "A property that always has one value has another one."),
    wire("other-keys", "Keys that nothing describes are treated otherwise."),
    kind("value-added", Additive, "There is a value more; it was `Unknown` before."),
    kind("closed-value-added", Breaking, "There is a value more of what is matched in full."),
    kind("value-removed", Breaking, "A value is gone."),
    kind("value-renamed", Breaking, "A value has another name."),
    wire("value-wire", "A value is written otherwise."),
    kind("variant-added", Additive, "There is an alternative more."),
    kind("variant-removed", Breaking, "An alternative is gone."),
    kind("variant-renamed", Breaking, "An alternative has another name."),
    kind("variant-type", Breaking, "An alternative is of another type."),
    wire("union-told-by", "Alternatives are told apart by something else."),
    wire("alternative-order", "Alternatives that may hold of one value are tried in another order."),
    wire("alternative-told-by", "An alternative is known by something else."),
    // What the server sends by itself.
    kind("incoming-added", Additive, "There is a function more that reads a request of the server."),
    kind("incoming-removed", Breaking, "A function that reads a request of the server is gone."),
    kind("incoming-renamed", Breaking, "A function that reads a request of the server has another name."),
    kind("incoming-type", Breaking, "A request of the server is read as another type."),
    wire("incoming-form", "A request of the server is read from another form."),
    kind("incoming-deprecated", Additive, "A function that reads a request of the server is deprecated."),
];

/// A kind by its code.
pub(super) fn find(code: &str) -> &'static ChangeKind {
    const OTHER: &ChangeKind = &wire("other", "Something is sent or read otherwise.");
    CHANGE_KINDS.iter().find(|kind| kind.code == code).unwrap_or(OTHER)
}

#[cfg(test)]
mod tests {
    use super::CHANGE_KINDS;

    #[test]
    fn each_kind_has_a_code_of_its_own() {
        for (index, kind) in CHANGE_KINDS.iter().enumerate() {
            assert!(CHANGE_KINDS[..index].iter().all(|other| other.code != kind.code), "{} stands twice", kind.code);
            assert!(kind.code.chars().all(|char| char.is_ascii_lowercase() || char == '-'), "{}", kind.code);
        }
    }
}
