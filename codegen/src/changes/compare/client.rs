//! What a client is built with, and the tags that it has methods for.

use super::super::Subject;
use super::facts;
use super::{Report, Where, renamed};
use crate::surface::{Setter, Sign};

pub(super) fn compare(report: &mut Report<'_, '_>) {
    setters(report);
    let (old, new) = (report.pairs.old, report.pairs.new);
    facts::compare(report, &Subject::Client, &old.facts, &new.facts);
    tags(report);
}

/// What a setter takes.
fn taken(setter: &Setter) -> Vec<&Sign> {
    setter.function.parameters.iter().map(|parameter| &parameter.ty).collect()
}

fn setters(report: &mut Report<'_, '_>) {
    let of = Subject::Client;
    let (old, new) = (&report.pairs.old.setters, &report.pairs.new.setters);
    let is_same = |old: &Setter, new: &Setter| {
        old.function.name == new.function.name || (old.what == new.what && old.at.place.is_some())
    };
    // What has the same name is the same, and only what is left may have been renamed.
    let now = |setter: &Setter| {
        let named = new.iter().find(|it| it.function.name == setter.function.name);
        let is_free = |it: &&Setter| !old.iter().any(|old| old.function.name == it.function.name);
        named.or_else(|| new.iter().filter(is_free).find(|it| is_same(setter, it)))
    };
    for setter in old {
        let name = &setter.function.name;
        let Some(now) = now(setter) else {
            let what = format!("`.{name}()`, which set {}, is gone", setter.what);
            report.push(&of, "setter-removed", what, "whoever builds a client with it", Where::gone(&setter.at));
            continue;
        };
        let place = Where::both(&setter.at, &now.at);
        if now.function.name != *name {
            let what = format!("`.{name}()`, which sets {}, is now called `.{}()`", now.what, now.function.name);
            report.push(&of, "setter-renamed", what, renamed(new.iter().any(|it| it.function.name == *name)), place);
        }
        let (took, takes) = (taken(setter), taken(now));
        let fits =
            took.len() == takes.len() && took.iter().zip(&takes).all(|(old, new)| report.pairs.is_same(old, new));
        if !fits {
            let words = |signs: &[&Sign]| signs.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            let what = format!("`.{}()` takes `{}`, and not `{}`", now.function.name, words(&takes), words(&took));
            report.push(&of, "setter-type", what, "what was passed is no such value", place);
        }
    }
    for setter in new.iter().filter(|it| !old.iter().any(|old| now(old).is_some_and(|now| std::ptr::eq(now, *it)))) {
        let what = format!("`.{}()` sets {}", setter.function.name, setter.what);
        report.push(&of, "setter-added", what, "who does not call it has what there was", Where::come(&setter.at));
    }
}

fn tags(report: &mut Report<'_, '_>) {
    let of = Subject::Client;
    let (old, new, nowhere) = (report.pairs.old, report.pairs.new, Where::default());
    for (index, service) in old.services.iter().enumerate() {
        let accessor = &service.accessor;
        let Some(now) = report.pairs.services.get(&index).map(|index| &new.services[*index]) else {
            let what = format!("`client.{accessor}()` is gone");
            let reason = "none of its operations is there under this tag";
            report.push(&of, "tag-removed", what, reason, nowhere);
            continue;
        };
        if *accessor != now.accessor || service.handle != now.handle {
            let what = match *accessor == now.accessor {
                true => format!("`{}` is now called `{}`", service.handle, now.handle),
                false => format!("`client.{accessor}()` is now called `client.{}()`", now.accessor),
            };
            let reason = format!("what was in `{}` is in `{}`, calls and their types too", service.handle, now.handle);
            report.push(&of, "tag-renamed", what, reason, nowhere);
        }
    }
    let kept: Vec<usize> = report.pairs.services.values().copied().collect();
    for service in new.services.iter().enumerate().filter(|(index, _)| !kept.contains(index)).map(|(_, it)| it) {
        let what = format!("`client.{}()` was added", service.accessor);
        report.push(&of, "tag-added", what, "a tag more, with operations of its own", nowhere);
    }
}
