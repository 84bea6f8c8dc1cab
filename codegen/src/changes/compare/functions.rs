//! Methods by their names. What they give of that which the call gives is told with the call.

use super::super::Subject;
use super::{Report, Where};
use crate::surface::Function;

/// What becomes of the types of methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Types {
    Compared,
    /// They follow what the call gives or fails with, of which is told that it is another type.
    Told,
}

/// Methods that are there, gone, or give something else.
pub(super) fn compare(
    report: &mut Report<'_, '_>,
    of: &Subject,
    (old, new): (&[&Function], &[&Function]),
    types: Types,
    place: Where<'_>,
) {
    for function in old {
        let name = &function.name;
        let Some(now) = new.iter().find(|it| it.name == *name) else {
            report.push(of, "method-removed", format!("`.{name}()` is gone"), "whoever calls it", place);
            continue;
        };
        if types == Types::Compared && !is_same(report, function, now) {
            let what = format!("`.{name}()` is `{}`, and not `{}`", now.signature(), function.signature());
            report.push(of, "method-type", what, "whoever uses what it gives", place);
        }
    }
    for function in new.iter().filter(|it| !old.iter().any(|old| old.name == it.name)) {
        let what = format!("`.{}()` was added", function.name);
        report.push(of, "method-added", what, "a method more that can be called", place);
    }
}

fn is_same(report: &Report<'_, '_>, old: &Function, new: &Function) -> bool {
    let pairs = report.pairs;
    old.parameters.len() == new.parameters.len()
        && old.parameters.iter().zip(&new.parameters).all(|(old, new)| pairs.is_same(&old.ty, &new.ty))
        && pairs.is_same(&old.gives, &new.gives)
}
