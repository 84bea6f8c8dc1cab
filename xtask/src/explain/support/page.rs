//! The page of all decisions. Proving them is not its business.

use std::fmt::Write as _;

use clientwright_codegen::{Decision, Has, Row, Sign, Verdict};
use indexmap::IndexMap;

use super::Support;
use super::proof::Proof;
use crate::explain::example::FIXTURES;

const HEAD: &str = "\
# What becomes of a description

Made by `cargo xtask explain --write` from the tables that the generator reads descriptions by. Do not edit.

Every object, member and word of Swagger 2.0 and of OpenAPI 3.0, 3.1 and 3.2 is decided of here, and what descriptions have beside them.

| decision | what it says | how it is proven, by the linked description |
|---|---|---|
| **supported** | the code of the client follows it | without it, other code is generated, and no message goes with it |
| **documented** | the documentation of the client says it | without it, other words are generated; the same code, unless the words tell one type from another |
| **degraded** | the client has less than the description says | its message at its place, or its line of `reference.md`, goes with it; else it is as what is documented |
| **ignored** | a client has no use for it | whether it is there or not, the crate is the same |
| **refused** | a description that has it is rejected | without it, its error is gone |

A `●` stands below each version that has it; each is proven by a description of that version: by one that is written so, or else by a linked
one of OpenAPI that is read as one of that version. Below a version with `○` it is read all the same, as the version that has it would, and
told by [CW0225](DIAGNOSTICS.md#cw0225) or [CW0226](DIAGNOSTICS.md#cw0226), which is proven as well. A version with neither does not have it, or has
nothing that leads to it. What no table has is told by [CW0204](DIAGNOSTICS.md#cw0204), unless it begins with `x-`. Nothing is dropped in
silence: what a crate does not have, its `reference.md` lists.
";

/// Two rows that say the same are one, for the objects that Swagger 2.0 and OpenAPI have.
struct Line<'a> {
    name: &'a str,
    versions: [Has; 4],
    decision: Decision,
    fixtures: Vec<&'a str>,
}

pub(crate) fn page(support: &Support) -> String {
    let mut groups: IndexMap<&str, Vec<Line<'_>>> = IndexMap::new();
    for (row, proof) in &support.rows {
        add(groups.entry(row.group).or_default(), row, proof);
    }
    let mut text = HEAD.to_owned();
    totals(&mut text, &groups);
    degraded(&mut text, &groups);
    for (group, lines) in &groups {
        let _ = write!(text, "\n## {group}\n\n| | 2.0 | 3.0 | 3.1 | 3.2 | | | |\n|---|:-:|:-:|:-:|:-:|---|---|---|\n");
        lines.iter().for_each(|line| text.push_str(&written(line)));
    }
    text
}

fn add<'a>(lines: &mut Vec<Line<'a>>, row: &'a Row, proof: &'a Proof) {
    let is_foreign = !row.versions.contains(&Has::Yes);
    // A member stands behind those of its name.
    let same =
        lines.iter_mut().find(|line| line.name == row.name && (is_foreign || is_same(&line.decision, &row.decision)));
    match same {
        Some(line) => {
            for (has, own) in line.versions.iter_mut().zip(row.versions).filter(|(has, _)| **has == Has::No) {
                *has = own;
            }
            if !is_foreign {
                let others: Vec<_> =
                    proof.by.iter().map(String::as_str).filter(|path| !line.fixtures.contains(path)).collect();
                line.fixtures.extend(others);
            }
        }
        None => {
            let at = lines.iter().rposition(|line| line.name == row.name).map_or(lines.len(), |at| at + 1);
            let fixtures = proof.by.iter().map(String::as_str).collect();
            lines.insert(at, Line { name: &row.name, versions: row.versions, decision: row.decision, fixtures });
        }
    }
}

fn is_same(one: &Decision, other: &Decision) -> bool {
    one.verdict == other.verdict && one.how == other.how && one.sign == other.sign
}

/// How many there are of each, in each version.
fn totals(text: &mut String, groups: &IndexMap<&str, Vec<Line<'_>>>) {
    text.push_str("\n| | 2.0 | 3.0 | 3.1 | 3.2 |\n|---|--:|--:|--:|--:|\n");
    let all = [Verdict::Supported, Verdict::Documented, Verdict::Degraded, Verdict::Ignored, Verdict::Refused];
    for verdict in all {
        let lines = || groups.values().flatten().filter(|line| line.decision.verdict == verdict);
        let counts = [0, 1, 2, 3].map(|at| lines().filter(|line| line.versions[at] == Has::Yes).count());
        let counts: Vec<_> = counts.iter().map(usize::to_string).collect();
        let _ = writeln!(text, "| {} | {} |", word(verdict), counts.join(" | "));
    }
}

/// What all that is degraded becomes, once for each that becomes the same.
fn degraded(text: &mut String, groups: &IndexMap<&str, Vec<Line<'_>>>) {
    let mut same: IndexMap<String, (Vec<&str>, Vec<&str>)> = IndexMap::new();
    let has_it = |line: &Line<'_>| line.versions.contains(&Has::Yes);
    for (group, lines) in groups {
        let less = lines.iter().filter(|line| has_it(line) && line.decision.verdict == Verdict::Degraded);
        for line in less {
            let (within, names) = same.entry(how(&line.decision)).or_default();
            within.extend(Some(*group).filter(|group| !within.contains(group)));
            names.extend(Some(line.name).filter(|name| !names.contains(name)));
        }
    }
    text.push_str("\n## Degraded, in short\n\n| | | |\n|---|---|---|\n");
    for (how, (within, names)) in same {
        let _ = writeln!(text, "| {} | {} | {how} |", within.join(", "), names.join(", "));
    }
}

/// How it is done, and what tells of it.
fn how(decision: &Decision) -> String {
    let told = match decision.sign {
        Sign::Message(it) => Some(format!("told by [{}](DIAGNOSTICS.md#{})", it.code, it.code.to_lowercase())),
        Sign::List => Some("listed in `reference.md`".to_owned()),
        Sign::Code | Sign::Words | Sign::TellingWords | Sign::Nothing => None,
    };
    let how = Some(decision.how.to_owned()).filter(|how| !how.is_empty());
    how.into_iter().chain(told).collect::<Vec<_>>().join("; ")
}

fn written(line: &Line<'_>) -> String {
    let versions: Vec<_> = line.versions.iter().map(|has| mark(*has)).collect();
    let fixtures: Vec<_> = line.fixtures.iter().map(|path| link(path)).collect();
    let (name, verdict, how) = (line.name, word(line.decision.verdict), how(&line.decision));
    format!("| {name} | {} | {verdict} | {how} | {} |\n", versions.join(" | "), fixtures.join("; "))
}

fn mark(has: Has) -> &'static str {
    match has {
        Has::Yes => "●",
        Has::Read => "○",
        Has::No => "",
    }
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Supported => "supported",
        Verdict::Documented => "documented",
        Verdict::Degraded => "**degraded**",
        Verdict::Ignored => "ignored",
        Verdict::Refused => "**refused**",
    }
}

/// A fixture is called by what it shows.
fn link(path: &str) -> String {
    let file = path.rsplit('/').next().unwrap_or_default().trim_end_matches(".yaml");
    let is_code =
        |word: &str| word.strip_prefix("cw").is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
    let words: Vec<_> = file.split(['_', '-']).filter(|word| !is_code(word)).collect();
    let folder = FIXTURES.trim_start_matches("codegen/");
    let within = path.trim_start_matches(FIXTURES).trim_start_matches('/');
    format!("[{}]({folder}/{within})", words.join(" "))
}
