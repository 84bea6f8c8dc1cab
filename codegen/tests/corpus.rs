//! Real descriptions are read: nothing panics, and all documents, of Swagger 2.0 to OpenAPI 3.2, come out typed.
//!
//! The documents stand beside the repository; where they are not, the test says so and checks nothing.

#![expect(clippy::disallowed_methods, reason = "tests read documents; the crate itself reads nothing")]

use std::fs;
use std::path::Path;

use clientwright_codegen::{Input, Loader, Settings, check};

struct Alone;

impl Loader for Alone {
    fn load(&self, path: &str) -> Result<Vec<u8>, String> {
        Err(format!("there is no file `{path}`"))
    }
}

/// Documents that cannot be read as they are there, with the code of the reason: they refer to files that are not.
const BROKEN: &[(&str, &str)] = &[("azure-arm-sphere.json", "CW0302"), ("azure-arm-storage.json", "CW0302")];

#[test]
fn real_documents_are_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/real");
    let Ok(entries) = fs::read_dir(&folder) else {
        eprintln!("skipped: no real documents at {}", folder.display());
        return;
    };
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("a document").path()).collect();
    paths.sort();
    let (mut typed, mut refused) = (0, Vec::new());
    for path in paths {
        let text = fs::read_to_string(&path).expect("a text");
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let diagnostics =
            check(&Input { path: &name, text: text.as_str().into(), loader: &Alone }, &Settings::for_name("corpus"));
        let error = diagnostics.iter().find(|found| found.severity == clientwright_codegen::Severity::Error);
        match error {
            None => typed += 1,
            Some(error) => refused.push((name, error.code)),
        }
    }
    eprintln!("{typed} documents are typed");
    let refused: Vec<_> = refused.iter().map(|(name, code)| (name.as_str(), *code)).collect();
    assert_eq!(refused, BROKEN);
    assert!(typed >= 136, "only {typed} documents are typed");
}
