//! A checkout that holds descriptions and nothing else, and the program run on it.

#![allow(dead_code, reason = "each test binary uses what it needs")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use tempfile::TempDir;

/// A description with these schemas, all of them objects with an `id`.
pub(crate) fn description(schemas: &[&str]) -> String {
    let mut text = "openapi: 3.0.3\ninfo: {title: Pets, version: \"1\"}\npaths:\n  /pets:\n    get:\n      operationId: listPets\n      \
                    responses: {\"204\": {description: Nothing.}}\ncomponents:\n  schemas:\n"
        .to_owned();
    for schema in schemas {
        text += &format!("    {schema}:\n      type: object\n      properties: {{id: {{type: string}}}}\n");
    }
    text
}

/// A description with a response that is none, on line 7.
pub(crate) const BROKEN: &str = "openapi: 3.0.3\ninfo: {title: Broken, version: \"1\"}\npaths:\n  /pets:\n    get:\n      operationId: listPets\n      \
                      responses: {\"200\": 5}\n";

/// A folder that is gone in the end.
pub(crate) struct Checkout(TempDir);

impl Checkout {
    pub(crate) fn with(descriptions: &[(&str, &str)]) -> Self {
        let checkout = Self(tempfile::tempdir().unwrap());
        for (name, text) in descriptions {
            checkout.write(&format!("specs/{name}"), text);
        }
        checkout
    }

    pub(crate) fn root(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn path(&self, path: &str) -> std::path::PathBuf {
        self.0.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        fs::write(self.path(path), text).unwrap();
    }

    /// Exit code, stdout, stderr.
    pub(crate) fn run(&self, arguments: &str) -> (i32, String, String) {
        let words = arguments.split_whitespace();
        let mut program = Command::new(env!("CARGO_BIN_EXE_clientwright"));
        // Where people have a proxy, servers of tests are not behind it.
        program.args(words).arg("--root").arg(self.0.path()).env("NO_PROXY", "127.0.0.1").env_remove("no_proxy");
        let output = program.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    #[track_caller]
    pub(crate) fn generates(&self) -> String {
        let (code, out, err) = self.run("generate");
        assert_eq!(code, 0, "{out}{err}");
        out
    }

    /// Every file below `generated/`, with its bytes and when it was written.
    pub(crate) fn generated(&self) -> BTreeMap<String, (Vec<u8>, SystemTime)> {
        let mut found = BTreeMap::new();
        collect(self.0.path(), &self.path("generated"), &mut found);
        found
    }
}

fn collect(root: &Path, folder: &Path, found: &mut BTreeMap<String, (Vec<u8>, SystemTime)>) {
    for entry in fs::read_dir(folder).into_iter().flatten().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            collect(root, &path, found);
        } else {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            found.insert(name, (fs::read(&path).unwrap(), entry.metadata().unwrap().modified().unwrap()));
        }
    }
}
