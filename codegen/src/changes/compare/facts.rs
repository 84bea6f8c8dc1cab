//! What no compiler sees: how things are sent and read.

use std::collections::BTreeMap;

use super::super::Subject;
use super::super::pairs::without_names;
use super::{Report, Where};
use crate::surface::{At, Fact, NOTHING};

/// What is said under one code of one thing.
type Said<'f> = BTreeMap<(&'static str, &'f str), (String, &'f At)>;

/// Compares what is said of one thing. What is said in one of them alone is a thing that was added or is gone, which is told of that.
pub(super) fn compare(report: &mut Report<'_, '_>, of: &Subject, old: &[Fact], new: &[Fact]) {
    let (said, says) = (said(old), said(new));
    for ((code, about), (text, at)) in &said {
        match says.get(&(*code, *about)) {
            Some((now, to)) if *code == "base-url" && now == NOTHING && text != NOTHING => {
                let what = format!("the description names no server; it was `{text}`");
                let reason = "whoever builds a client without `base_url`: it cannot be built";
                report.push(of, "base-url-removed", what, reason, Where::both(at, to));
            }
            Some((now, to)) if !is_same(code, text, now) => {
                let what = sentence(code, about, text, now);
                report.push(of, code, what, reason(code), Where::both(at, to));
            }
            None if *code == "sent-by-itself" => {
                let what = format!("`{about}` is no longer sent by itself; it was `{text}`");
                report.push(of, code, what, reason(code), Where::gone(at));
            }
            Some(_) | None => {}
        }
    }
    for ((code, about), (text, at)) in &says {
        if *code == "sent-by-itself" && !said.contains_key(&(*code, *about)) {
            let what = format!("`{about}` is sent by itself, as `{text}`");
            report.push(of, code, what, reason(code), Where::come(at));
        }
    }
}

fn said(facts: &[Fact]) -> Said<'_> {
    let mut said = Said::new();
    for Fact { code, about, says, at } in facts {
        let entry = said.entry((code, about)).or_insert_with(|| (String::new(), at));
        if !entry.0.is_empty() {
            entry.0.push_str("; ");
        }
        entry.0.push_str(says);
    }
    said
}

fn is_same(code: &str, old: &str, new: &str) -> bool {
    match code {
        "request-line" => without_names(old) == without_names(new),
        _ => old == new,
    }
}

/// What has changed.
fn sentence(code: &str, about: &str, old: &str, new: &str) -> String {
    let quoted = |text: &str| if [NOTHING, ""].contains(&text) { NOTHING.to_owned() } else { format!("`{text}`") };
    let was = format!("{}, and not {}", quoted(new), quoted(old));
    match code {
        "base-url" => format!("the usual server is {was}"),
        "server-variable" => format!("the default of the server variable `{about}` is {was}"),
        "credential" => format!("`{about}` is {new}, and not {old}"),
        "request-line" => format!("the request is {was}"),
        "body-media-type" => format!("the body is sent as {was}"),
        "part-form" => format!("`{about}` is written with {was}"),
        "accepted-media-types" => format!("it asks for {was}"),
        "credentials" => format!("it needs {was}"),
        "statuses" => format!("of the statuses: {was}"),
        "operation-servers" => format!("its own servers are {was}"),
        "idempotency" => format!("it is safe to send again {new}, and not {old}"),
        "reading-of-streams" => format!("of what stays open: {was}"),
        "sent-by-itself" => format!("`{about}` is sent as {was}"),
        "argument-form" => format!("`{about}` is written {new}, and not {old}"),
        "header-form" => format!("the header `{about}` is read {new}, and not {old}"),
        "constant" => format!("`{about}` is always {was}"),
        "other-keys" => format!("keys that are not described are {new}, and not {old}"),
        "paging" => format!("of pages: {was}"),
        "incoming-form" => format!("it is read {new}, and not {old}"),
        "union-told-by" => format!("the alternatives are told apart by {new}, and not by {old}"),
        "alternative-told-by" => format!("`{about}` is known by {was}"),
        _ => format!("of `{about}`: {was}"),
    }
}

/// Why it matters.
fn reason(code: &str) -> &'static str {
    match code {
        "base-url" | "server-variable" | "operation-servers" => "programs that set no URL call another server",
        "credential" | "credentials" => "programs compile; where a client lacks what is needed, its calls fail",
        "request-line" | "body-media-type" | "part-form" | "argument-form" | "sent-by-itself" => {
            "programs compile, and send what the new version of the server takes"
        }
        "accepted-media-types" => "programs compile, and ask for what the new version of the server has",
        "idempotency" => "whether a call is tried again by itself follows it",
        _ => "programs compile, and read what the new version of the server sends",
    }
}
