//! Which way rooms and their files use one another.

/// Rooms of one crate in the order in which they use one another, from the top: none uses one that stands before it, and each has its
/// place.
pub(crate) const IN_ORDER: (&str, &[&str]) = (
    "runtime/src",
    &[
        "testing",
        "pages",
        "live",
        "operation",
        "client",
        "delivery",
        "exchange",
        "trace",
        "call",
        "setup",
        "outbox",
        "socket",
        "cache",
        "retry",
        "intercept",
        "auth",
        "error",
        "reply",
        "response",
        "transport",
        "wire",
        "redact",
        "media",
        "kind",
        "timeout",
        "values",
        "codec",
        "shown",
        "clock",
        "connectivity",
        "database",
        "origin",
        "sync",
        "future",
    ],
);

/// What has no place in the order: the doors, through which the macros of any room look too.
pub(crate) const DOORS: &[&str] = &["lib", "private"];

/// Rooms whose files use one another one way: none uses, by whatever detour, a file that uses it. Their `mod.rs` only says
/// what there is.
pub(crate) const ONE_WAY: &[&str] = &["runtime/src/auth"];
