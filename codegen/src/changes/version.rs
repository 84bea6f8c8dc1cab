//! The version that follows on changes, by the rules of Cargo.
//!
//! | before | breaking | additive | none, but on the wire |
//! |---|---|---|---|
//! | `1.2.3` | `2.0.0` | `1.3.0` | `1.2.4` |
//! | `0.2.3` | `0.3.0` | `0.2.4` | `0.2.4` |
//! | `0.0.3` | `0.0.4` | `0.0.4` | `0.0.4` |
//! | `1.0.0-beta.1` | `1.0.0-beta.2` | `1.0.0-beta.2` | `1.0.0-beta.2` |

use semver::{BuildMetadata, Prerelease, Version};

use super::Impact;

/// The next version; the same where there is no change.
pub(super) fn next(current: &str, impact: Option<Impact>) -> Option<String> {
    let mut version = Version::parse(current).ok()?;
    let Some(impact) = impact else { return Some(version.to_string()) };
    version.build = BuildMetadata::EMPTY;
    if !version.pre.is_empty() {
        version.pre = after(&version.pre)?;
        return Some(version.to_string());
    }
    let (major, minor, patch) = (version.major, version.minor, version.patch);
    let next = match (impact, major, minor) {
        (_, 0, 0) => Version::new(0, 0, patch + 1),
        (Impact::Breaking, 0, _) => Version::new(0, minor + 1, 0),
        (Impact::Breaking, _, _) => Version::new(major + 1, 0, 0),
        (Impact::Additive, 1.., _) => Version::new(major, minor + 1, 0),
        (Impact::Additive | Impact::None, _, _) => Version::new(major, minor, patch + 1),
    };
    Some(next.to_string())
}

/// Nothing is promised between versions before a release.
fn after(pre: &Prerelease) -> Option<Prerelease> {
    let next = match pre.rsplit_once('.') {
        Some((word, number)) if number.parse::<u64>().is_ok() => {
            format!("{word}.{}", number.parse::<u64>().ok()?.checked_add(1)?)
        }
        _ => match pre.parse::<u64>() {
            Ok(number) => number.checked_add(1)?.to_string(),
            Err(_) => format!("{pre}.1"),
        },
    };
    Prerelease::new(&next).ok()
}

#[cfg(test)]
mod tests {
    use super::{Impact, next};

    #[test]
    fn versions_follow_the_rules_of_cargo() {
        for (before, breaking, additive, none) in [
            ("1.2.3", "2.0.0", "1.3.0", "1.2.4"),
            ("0.2.3", "0.3.0", "0.2.4", "0.2.4"),
            ("0.0.3", "0.0.4", "0.0.4", "0.0.4"),
            ("1.0.0-beta.1", "1.0.0-beta.2", "1.0.0-beta.2", "1.0.0-beta.2"),
            ("1.0.0-rc", "1.0.0-rc.1", "1.0.0-rc.1", "1.0.0-rc.1"),
            ("1.2.3+build", "2.0.0", "1.3.0", "1.2.4"),
        ] {
            let after = |impact| next(before, Some(impact)).expect("a version");
            let found = [after(Impact::Breaking), after(Impact::Additive), after(Impact::None)];
            assert_eq!(found, [breaking, additive, none], "{before}");
            assert_eq!(next(before, None).as_deref(), Some(before));
        }
        assert_eq!(next("1.2", Some(Impact::None)), None);
    }
}
