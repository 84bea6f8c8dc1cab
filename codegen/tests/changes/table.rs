//! The table of changes: for each row two descriptions, a program that calls the first, and what is to be told of the second.
//!
//! A row is a document of a file in `rows/`. `base.yaml`, changed as `old` says, is the first description; that, changed as `new` says, is
//! the second. A change is a pointer with what stands there then, `null` for nothing. `settings` has the text of both, `caller` what stands
//! in a function that has `client` and `types`; in it, `krate` is the crate and `krate_runtime` its runtime.

use std::fs;
use std::path::Path;

use clientwright_codegen::{Changes, Input, Output, Settings, Surface, compare, generate, surface};
use serde::Deserialize;
use serde_yaml::{Mapping, Value};

use crate::fixture::NoOtherFiles;

/// A row of the table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Row {
    pub(crate) name: String,
    #[serde(default)]
    old: Mapping,
    #[serde(default)]
    new: Mapping,
    #[serde(default)]
    settings: [String; 2],
    /// None where no program can be written that does not turn features off, or that shows it.
    pub(crate) caller: Option<String>,
    pub(crate) impact: String,
    /// Those of all changes, in order of letters.
    pub(crate) codes: Vec<String>,
    /// Where all changes stand, in the order of the report: in the new version, or what is gone in the old one. None where any place will do.
    #[serde(default)]
    pub(crate) at: Option<Vec<String>>,
}

/// One of the two versions of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    Old,
    New,
}

/// All rows of all files.
pub(crate) fn rows() -> Vec<Row> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/changes/rows");
    let mut paths: Vec<_> =
        fs::read_dir(&folder).expect("there are rows").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let read = |path: &Path| -> Vec<Row> {
        let text = fs::read_to_string(path).expect("rows are text");
        let row = |document| Row::deserialize(document).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        serde_yaml::Deserializer::from_str(&text).map(row).collect()
    };
    paths.iter().flat_map(|path| read(path)).collect()
}

impl Row {
    /// The description of a version.
    pub(crate) fn description(&self, version: Version) -> String {
        let mut tree: Value = serde_yaml::from_str(include_str!("base.yaml")).expect("the base is YAML");
        change(&mut tree, &self.old);
        if version == Version::New {
            change(&mut tree, &self.new);
        }
        serde_yaml::to_string(&tree).expect("a tree is YAML")
    }

    fn settings(&self, version: Version) -> Settings {
        let text = &self.settings[usize::from(version == Version::New)];
        Settings::parse("row.toml", text, "row").unwrap_or_else(|diagnostics| panic!("{}", diagnostics.render(false)))
    }

    fn made<T>(
        &self,
        version: Version,
        make: impl Fn(&Input<'_>, &Settings) -> Result<T, clientwright_codegen::Diagnostics>,
    ) -> T {
        let text = self.description(version);
        let input = Input { path: "row.yaml", text: text.as_str().into(), loader: &NoOtherFiles };
        let made = make(&input, &self.settings(version));
        made.unwrap_or_else(|diagnostics| panic!("{} is refused:\n{}", self.name, diagnostics.render(false)))
    }

    /// The crate of a version.
    pub(crate) fn output(&self, version: Version) -> Output {
        self.made(version, generate)
    }

    /// What callers see of the crate of a version.
    pub(crate) fn surface(&self, version: Version) -> Surface {
        self.made(version, surface)
    }

    /// What is told of the new version.
    pub(crate) fn changes(&self) -> Changes {
        compare(&self.surface(Version::Old), &self.surface(Version::New))
    }
}

/// Puts values where pointers lead, or takes away what is there; what leads through nothing makes objects on its way.
pub(crate) fn change(tree: &mut Value, changes: &Mapping) {
    for (pointer, value) in changes {
        let pointer = pointer.as_str().expect("a pointer is text");
        let mut steps: Vec<String> =
            pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~")).collect();
        let last = steps.pop().expect("a pointer leads somewhere");
        let mut here = &mut *tree;
        for step in steps {
            here = match here {
                Value::Sequence(items) => &mut items[step.parse::<usize>().expect("a number of an item")],
                here => {
                    let object = here.as_mapping_mut().unwrap_or_else(|| panic!("{pointer} leads through no object"));
                    object.entry(step.into()).or_insert_with(|| Mapping::new().into())
                }
            };
        }
        let object = here.as_mapping_mut().unwrap_or_else(|| panic!("{pointer} leads through no object"));
        match value {
            Value::Null => assert!(object.shift_remove(&last).is_some(), "nothing stands at {pointer}"),
            value => drop(object.insert(last.into(), value.clone())),
        }
    }
}
