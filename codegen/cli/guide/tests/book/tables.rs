//! Tables of the guide that something else decides: what they say is looked at again.

use std::collections::BTreeSet;
use std::process::Command;

use crate::build::repository;
use crate::{blocks, chapters};

fn chapter(name: &str) -> String {
    let found = chapters().into_iter().find(|(chapter, _)| chapter == name);
    found.expect("the guide has this chapter").1
}

/// How many crates the runtime is made of on Linux, itself included.
fn crates(features: &str) -> usize {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--quiet", "--locked", "--offline", "--package", "clientwright-runtime", "--edges", "normal"])
        .args(["--target", "x86_64-unknown-linux-gnu", "--prefix", "none", "--format", "{p}"])
        .args(["--no-default-features", "--features", features])
        .current_dir(repository())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    // What was shown before has a mark behind it.
    let crates: BTreeSet<&str> = text.lines().map(|line| line.trim_end_matches(" (*)")).collect();
    crates.len()
}

#[test]
fn features_cost_as_many_crates_as_is_said() {
    let text = chapter("features.md");
    let said = |mark: &str| {
        let (_, behind) = text.split_once(&format!("<!-- crates: {mark} -->")).expect("the mark is there");
        behind
            .split_whitespace()
            .next()
            .and_then(|word| word.trim_end_matches([';', '.']).parse().ok())
            .expect("a number")
    };
    let (none, alone, all): (usize, usize, usize) = (said("none"), said("reqwest"), said("default"));
    assert_eq!((none, alone, all), (crates(""), crates("reqwest"), crates("default")), "none, reqwest alone, default");

    let mut found = Vec::new();
    let mut counted = Vec::new();
    for row in text.lines().filter(|line| line.starts_with("| `")) {
        let [_, feature, _, more, _] = row.split('|').map(str::trim).collect::<Vec<_>>()[..] else { continue };
        let name = feature.split('`').nth(1).expect("a feature");
        found.push((name, more.parse::<usize>().expect("a number")));
        counted.push((name, crates(&format!("reqwest,{name}")) - alone));
    }
    assert_eq!(found, counted);
}

#[test]
fn what_is_shown_of_the_pets_is_theirs() {
    let described = std::fs::read_to_string(repository().join("specs/pets.yaml")).expect("the pets are described");
    let shown = blocks(&chapter("getting-started.md"), "yaml").remove(0).1;
    assert!(described.contains(&shown), "specs/pets.yaml has no such piece:\n{shown}");
}

#[test]
fn each_feature_of_the_runtime_is_told() {
    let manifest =
        std::fs::read_to_string(repository().join("runtime/Cargo.toml")).expect("the runtime has a manifest");
    let manifest: toml::Table = manifest.parse().expect("it is TOML");
    let text = chapter("features.md");
    for feature in manifest["features"].as_table().expect("a table of features").keys() {
        // Those two are parts of what is told: what `reqwest` runs on, and a browser's transport.
        let is_told = text.contains(&format!("`{feature}`")) || ["default", "tokio"].contains(&feature.as_str());
        assert!(is_told, "{feature} is not told in features.md");
    }
}
