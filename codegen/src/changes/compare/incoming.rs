//! What reads the requests of the server.

use super::super::Subject;
use super::{Report, Where, facts, package, renamed};
use crate::surface::Incoming;

fn subject(incoming: &Incoming) -> Subject {
    Subject::Incoming(format!("{}::{}", incoming.module, incoming.function.name))
}

pub(super) fn compare(report: &mut Report<'_, '_>) {
    let (old, new) = (&report.pairs.old.incoming, &report.pairs.new.incoming);
    let now = |incoming: &Incoming| {
        let of_module = || new.iter().filter(|it| it.module == incoming.module);
        let is_free = |it: &&Incoming| !old.iter().any(|old| old.module == it.module && old.key == it.key);
        let by_name = || of_module().filter(is_free).find(|it| it.function.name == incoming.function.name);
        of_module().find(|it| it.key == incoming.key).or_else(by_name)
    };
    for incoming in old {
        let Some(now) = now(incoming) else {
            let what = format!("`{}` is gone", incoming.function.name);
            let reason = "whoever reads this request";
            report.push(&subject(incoming), "incoming-removed", what, reason, Where::gone(&incoming.at));
            continue;
        };
        pair(report, incoming, now);
    }
    for incoming in new.iter().filter(|it| !old.iter().any(|old| now(old).is_some_and(|now| std::ptr::eq(now, *it)))) {
        let what = format!("`{}` reads a request of the server", incoming.function.name);
        let reason = "a request more that can be read";
        report.push(&subject(incoming), "incoming-added", what, reason, Where::come(&incoming.at));
    }
}

fn pair(report: &mut Report<'_, '_>, old: &Incoming, new: &Incoming) {
    let (of, place) = (subject(new), Where::both(&old.at, &new.at));
    let (function, now) = (&old.function, &new.function);
    if function.name != now.name {
        let is_it = |it: &Incoming| it.module == old.module && it.function.name == function.name;
        let is_taken = report.pairs.new.incoming.iter().any(is_it);
        let what = format!("`{}` is now called `{}`", function.name, now.name);
        report.push(&of, "incoming-renamed", what, renamed(is_taken), place);
    }
    if !report.pairs.is_same(&function.gives, &now.gives) {
        let value =
            |text: String| text.strip_prefix("Result<").unwrap_or(&text).trim_end_matches(", DecodeError>").to_owned();
        let (is, was) = (value(now.gives.to_string()), value(function.gives.to_string()));
        let what = format!("it reads `{is}`, and not `{was}`");
        report.push(&of, "incoming-type", what, "whoever uses what it reads", place);
    }
    facts::compare(report, &of, &old.facts, &new.facts);
    if let Some(feature) = new.feature.as_ref().filter(|_| old.feature.is_none() && !package::is_divided_now(report)) {
        let what = format!("`{}` is there with the feature `{feature}` only", now.name);
        report.push(&of, "feature-needed", what, "who has turned default features off and calls it", place);
    }
    if now.deprecated && !function.deprecated {
        let what = format!("`{}` is deprecated", now.name);
        report.push(&of, "incoming-deprecated", what, "the compiler warns whoever calls it", place);
    }
}
