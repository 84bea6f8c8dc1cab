//! The package: its name, its features, the Rust that it needs.

use super::super::Subject;
use super::{Report, Where};

pub(super) fn compare(report: &mut Report<'_, '_>) {
    let (of, nowhere) = (Subject::Crate, Where::default());
    let (old, new) = (&report.pairs.old.krate, &report.pairs.new.krate);
    if old.name != new.name {
        let what = format!("the crate `{}` is now called `{}`", old.name, new.name);
        report.push(&of, "crate-renamed", what, "who depends on it names another package, and other paths", nowhere);
    }
    for feature in &old.features {
        let name = &feature.name;
        match new.features.iter().find(|it| it.name == *name) {
            None => {
                let what = format!("the feature `{name}` is gone");
                report.push(&of, "feature-removed", what, "Cargo refuses a feature that there is not", nowhere);
            }
            Some(now) if feature.default && !now.default => {
                let what = format!("the feature `{name}` is no longer on by default");
                report.push(&of, "feature-no-default", what, "what it brings is gone unless it is turned on", nowhere);
            }
            Some(now) if !feature.default && now.default => {
                let what = format!("the feature `{name}` is on by default");
                report.push(&of, "feature-default", what, "what it brings is there without being turned on", nowhere);
            }
            Some(_) => {}
        }
    }
    for feature in new.features.iter().filter(|it| !old.features.iter().any(|old| old.name == it.name)) {
        let what = format!("the feature `{}` was added", feature.name);
        report.push(&of, "feature-added", what, "who does not turn it on has what there was", nowhere);
    }
    if is_divided_now(report) {
        let what = "calls and types are there with the features of their tags only".to_owned();
        let reason = "who has turned default features off has none of them, unless these are turned on";
        report.push(&of, "feature-needed", what, reason, nowhere);
    }
    if let (Some(old), Some(new)) = (&old.rust, &new.rust) {
        match version(old).cmp(&version(new)) {
            std::cmp::Ordering::Less => {
                let what = format!("it needs Rust {new}, and not {old}");
                report.push(&of, "rust-version-raised", what, "an older compiler refuses it", nowhere);
            }
            std::cmp::Ordering::Greater => {
                let what = format!("it compiles with Rust {new}; it needed {old}");
                report.push(&of, "rust-version-lowered", what, "older compilers will do", nowhere);
            }
            std::cmp::Ordering::Equal => {}
        }
    }
}

/// Whether there is a feature for each tag now, and none was before.
pub(super) fn is_divided_now(report: &Report<'_, '_>) -> bool {
    let (old, new) = (&report.pairs.old.services, &report.pairs.new.services);
    !old.is_empty() && old.iter().all(|it| it.feature.is_none()) && new.iter().any(|it| it.feature.is_some())
}

/// `1.89` as numbers.
fn version(text: &str) -> Vec<u64> {
    text.split('.').map(|number| number.parse().unwrap_or_default()).collect()
}
