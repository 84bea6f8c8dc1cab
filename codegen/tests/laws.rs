//! What holds for every description: the fixtures, that of the user and chat API, and one that is hostile in all its words.

#![expect(clippy::disallowed_methods, reason = "tests read fixtures; the crate itself reads nothing")]

mod addition;
mod endless;
mod hostile;
mod naming;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use clientwright_codegen::{Input, Loader, Output, Settings, Unreached};
use serde_yaml::{Mapping, Value};

/// Descriptions stand alone.
struct Alone;

impl Loader for Alone {
    fn load(&self, path: &str) -> Result<Vec<u8>, String> {
        Err(format!("there is no file `{path}`"))
    }
}

/// A description with its settings; the files that it refers to stand beside it.
struct Description {
    name: String,
    text: String,
    settings: Option<String>,
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// All fixtures but those of diagnostics, which need not be generated, and the user and chat API.
fn descriptions() -> Vec<Description> {
    let mut paths: Vec<PathBuf> = folders().iter().flat_map(|folder| files(folder, "yaml")).collect();
    paths.retain(|path| !stem(path).ends_with(".overlay"));
    paths.push(Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/user-chat.yaml"));
    let read = |path: PathBuf| Description {
        name: path.strip_prefix(fixtures()).unwrap_or(&path).display().to_string(),
        text: fs::read_to_string(&path).expect("a description is text"),
        settings: fs::read_to_string(path.with_extension("toml")).ok(),
    };
    paths.into_iter().map(read).collect()
}

fn folders() -> Vec<PathBuf> {
    let entries = fs::read_dir(fixtures()).expect("the folder of fixtures");
    let mut folders: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    folders.retain(|path| path.is_dir() && !path.ends_with("diagnostics"));
    folders.sort();
    folders
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder of fixtures");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.extension().is_some_and(|found| found == extension));
    files.sort();
    files
}

fn stem(path: &Path) -> String {
    path.file_stem().expect("a file has a name").to_string_lossy().into_owned()
}

impl Loader for Description {
    fn load(&self, path: &str) -> Result<Vec<u8>, String> {
        let here = fixtures().join(&self.name).with_file_name("");
        fs::read(here.join(path)).map_err(|_| format!("there is no file `{path}`"))
    }
}

impl Description {
    /// Whether the settings leave no operation out, so that one that is added is generated.
    fn wants_all(&self) -> bool {
        self.settings.as_deref().is_none_or(|settings| !settings.contains("include") && !settings.contains("exclude"))
    }

    fn settings(&self) -> Settings {
        let settings = match &self.settings {
            Some(settings) => Settings::parse("settings.toml", settings, "lawful"),
            None => Ok(Settings::for_name("lawful")),
        };
        settings.unwrap_or_else(|diagnostics| panic!("{}:\n{}", self.name, diagnostics.render(false)))
    }

    fn generated(&self, text: &str) -> Output {
        let input = Input { path: &self.name, text: text.into(), loader: self };
        let output = clientwright_codegen::generate(&input, &self.settings());
        output.unwrap_or_else(|diagnostics| panic!("{} is refused:\n{}", self.name, diagnostics.render(false)))
    }

    /// The sources, by path.
    fn sources(&self) -> BTreeMap<String, String> {
        let files = self.generated(&self.text).files;
        files.into_iter().filter(|(path, _)| path.ends_with(".rs")).collect()
    }

    fn tree(&self) -> Value {
        serde_yaml::from_str(&self.text).unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }
}

#[test]
fn the_same_description_gives_the_same_bytes() {
    for description in descriptions() {
        let [one, other] = [(), ()].map(|()| description.generated(&description.text));
        assert_eq!(one.files, other.files, "{}", description.name);
        assert_eq!(one.diagnostics.render(true), other.diagnostics.render(true), "{}", description.name);
    }
}

/// The place of a source as the compiler sees it differs between machines.
#[test]
fn no_source_of_the_generator_asks_where_it_is() {
    let mut waiting = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut read = 0;
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                waiting.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).expect("a source is text");
            read += 1;
            for asking in ["file!", "line!", "column!", "module_path!", "env!", "option_env!"] {
                assert!(!text.contains(&format!("{asking}(")), "{} asks {asking}", path.display());
            }
        }
    }
    assert!(read > 50, "{read} sources were read");
}

#[test]
fn every_source_names_the_file_that_shapes_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for description in descriptions() {
        for (path, text) in description.sources() {
            let header = text.lines().next().and_then(|line| line.strip_suffix(". Do not edit."));
            let shaped_by = header.and_then(|header| Some(header.rsplit_once(", shaped by ")?.1));
            let is_there = shaped_by.is_some_and(|shaped_by| root.join(shaped_by).is_file());
            assert!(is_there, "{}: {path} is shaped by {shaped_by:?}", description.name);
        }
    }
}

#[test]
fn every_source_parses() {
    for description in descriptions() {
        for (path, text) in description.sources() {
            if let Err(error) = syn::parse_file(&text) {
                panic!("{}: {path}: {error}", description.name);
            }
        }
    }
}

/// Long texts stand in doc comments and tables, and no line can be broken within a name; everything else is as narrow as hand-written code.
#[test]
fn sources_are_narrow_and_have_no_stray_space() {
    for description in descriptions() {
        for (path, text) in description.sources() {
            let mut table = false;
            for (line, number) in text.lines().zip(1..) {
                let place = format!("{}: {path}:{number}: {line:?}", description.name);
                table |= line.starts_with("rt::");
                let is_name = |word: &str| word.len() > 120;
                let has_long_name = line.split(|char: char| !char.is_alphanumeric() && char != '_').any(is_name);
                let wide = table || has_long_name || line.trim_start().starts_with("//");
                assert!(wide || line.chars().count() <= 140, "more than 140 columns in {place}");
                assert!(!line.ends_with(' ') && !line.contains(['\t', '\r']), "stray space in {place}");
                table &= !line.ends_with('}');
            }
        }
    }
}

/// Where an addition stands among what is there already.
#[derive(Clone, Copy, Debug)]
enum End {
    First,
    Last,
}

/// The value under `path`, made where it is missing.
fn under<'v>(tree: &'v mut Value, path: &[&str]) -> &'v mut Mapping {
    let empty = || Value::Mapping(Mapping::new());
    let inner = path
        .iter()
        .fold(tree, |value, key| value.as_mapping_mut().expect("an object").entry((*key).into()).or_insert_with(empty));
    inner.as_mapping_mut().expect("an object")
}

fn add(tree: &mut Value, path: &[&str], key: &str, added: &str, end: End) {
    let added = (key.into(), serde_yaml::from_str(added).expect("an addition is YAML"));
    let members = under(tree, path);
    let present = std::mem::take(members);
    match end {
        End::First => members.extend([added].into_iter().chain(present)),
        End::Last => members.extend(present.into_iter().chain([added])),
    }
}

fn written(tree: &Value) -> String {
    serde_yaml::to_string(tree).expect("a tree can be written")
}

/// Files that list what there is, and the one that shows the first operation.
const LISTS: &[&str] =
    &["Cargo.toml", "README.md", "reference.md", "src/api/mod.rs", "src/client.rs", "src/lib.rs", "src/types/mod.rs"];

fn assert_only_lists_differ(description: &Description, before: &Value, after: &Value, what: &str) {
    let (before, after) = (description.generated(&written(before)).files, description.generated(&written(after)).files);
    for (path, text) in before.iter().filter(|(path, _)| !LISTS.contains(&path.as_str())) {
        assert_eq!(Some(text), after.get(path), "{what} changes {path} of {}", description.name);
    }
    assert!(after.len() > before.len(), "{what} makes no file in {}", description.name);
}

#[test]
fn an_added_schema_changes_no_other_file() {
    // One that had the shape of another inline one might take it over.
    let schema =
        "{type: object, required: [id], properties: {id: {type: string}, kind: {type: string, enum: [rare, odd]}}}";
    let generated = |description: &Description| description.settings().extent.unreached != Unreached::LeftOut;
    for description in descriptions().into_iter().filter(generated).filter(Description::wants_all) {
        for end in [End::First, End::Last] {
            let before = description.tree();
            let mut after = before.clone();
            let is_swagger = before.get("swagger").is_some();
            let section: &[&str] = if is_swagger { &["definitions"] } else { &["components", "schemas"] };
            add(&mut after, section, "UnrelatedAddition", schema, end);
            assert_only_lists_differ(&description, &before, &after, &format!("a schema added {end:?}"));
        }
    }
}

#[test]
fn an_added_operation_changes_no_other_file() {
    let path =
        "{get: {operationId: getUnrelated, tags: [unrelated-additions], responses: {'204': {description: Done.}}}}";
    for description in descriptions().into_iter().filter(Description::wants_all) {
        for end in [End::First, End::Last] {
            let before = description.tree();
            let mut after = before.clone();
            add(&mut after, &["paths"], "/unrelated/additions", path, end);
            assert_only_lists_differ(&description, &before, &after, &format!("an operation added {end:?}"));
        }
    }
}

/// An operation with a tag that is there already adds lines to the file of the tag and takes none away.
#[test]
fn an_operation_added_to_a_tag_is_only_added() {
    let path = "{get: {operationId: getUnrelated, responses: {'204': {description: Done.}}}}";
    for description in descriptions().into_iter().filter(Description::wants_all) {
        for end in [End::First, End::Last] {
            let before = description.tree();
            let mut after = before.clone();
            add(&mut after, &["paths"], "/unrelated/additions", path, end);
            let [before, after] = [before, after].map(|tree| description.generated(&written(&tree)).files);
            for (path, text) in before.iter().filter(|(path, _)| path.starts_with("src/api/")) {
                let mut lines = after[path].lines();
                let lost = text.lines().find(|line| !lines.any(|now| now == *line));
                assert_eq!(lost, None, "an operation added {end:?} takes from {path} of {}", description.name);
            }
        }
    }
}

/// Wherever it begins, with a tag or without: what paths have in common says nothing of where others are called.
#[test]
fn an_operation_without_a_tag_moves_no_other_when_it_is_added() {
    let text = "{openapi: 3.0.3, info: {title: Paths, version: '1'}, paths: {}}";
    let settings = Some("generate.untagged = 'path'".to_owned());
    let description = Description { name: "paths.yaml".to_owned(), text: text.to_owned(), settings };
    let operation = |tags: &str| format!("{{get: {{tags: [{tags}], responses: {{'204': {{description: Done.}}}}}}}}");
    let mut before = description.tree();
    for path in ["/shop/api/v1/users", "/shop/rooms/{id}", "/user_groups", "/{id}/rooms"] {
        add(&mut before, &["paths"], path, &operation(""), End::Last);
    }
    add(&mut before, &["paths"], "/t", &operation("Team Rooms"), End::Last);
    // What is called, by the file that has it.
    let calls = |tree: &Value| {
        let files = description.generated(&written(tree)).files.into_iter();
        let of_services = files.filter(|(path, _)| path.starts_with("src/api/") && path != "src/api/mod.rs");
        let methods = of_services.flat_map(|(path, text)| {
            let lines = text.lines().map(str::trim).filter(|line| line.starts_with("pub fn get_"));
            lines.map(|line| format!("{path}: {line}")).collect::<Vec<_>>()
        });
        methods.collect::<BTreeSet<_>>()
    };
    let there = calls(&before);
    assert!(there.iter().any(|call| call.starts_with("src/api/user_groups.rs")), "{there:#?}");
    let additions = [
        ("/shop", ""),
        ("/other", ""),
        ("/shop/rooms", ""),
        ("/User-Groups/{id}", ""),
        ("/team_rooms", ""),
        ("/a", "User Groups"),
        ("/a", "shop"),
    ];
    for ((path, tag), end) in additions.into_iter().flat_map(|it| [(it, End::First), (it, End::Last)]) {
        let mut after = before.clone();
        add(&mut after, &["paths"], path, &operation(tag), end);
        let now = calls(&after);
        assert!(there.is_subset(&now) && there.len() < now.len(), "{path} with [{tag}], {end:?}: {now:#?}");
    }
}

/// A fixture that is named after a code of lowering, of names or of settings shows it.
#[test]
fn fixtures_show_the_codes_that_they_are_named_after() {
    let paths = folders().into_iter().flat_map(|folder| files(&folder, "yaml"));
    let mut shown = 0;
    for path in paths.filter(|path| stem(path).starts_with("cw")) {
        let code = stem(&path)[..6].to_uppercase();
        let description = Description {
            name: stem(&path),
            text: fs::read_to_string(&path).expect("a fixture is text"),
            settings: fs::read_to_string(path.with_extension("toml")).ok(),
        };
        let diagnostics = description.generated(&description.text).diagnostics;
        let found: Vec<_> = diagnostics.iter().map(|found| found.code).collect();
        assert!(found.contains(&code.as_str()), "{} shows {found:?}", path.display());
        shown += 1;
    }
    assert!(shown > 0, "no fixture is named after a code");
}

/// Settings that are refused: files without a description beside them.
#[test]
fn refused_settings_say_why() {
    let paths = files(&fixtures().join("settings"), "toml");
    let alone: Vec<_> = paths.into_iter().filter(|path| !path.with_extension("yaml").exists()).collect();
    assert!(!alone.is_empty(), "no settings are refused");
    let mut snapshots = insta::Settings::clone_current();
    snapshots.set_prepend_module_to_snapshot(false);
    snapshots.set_omit_expression(true);
    snapshots.bind(|| {
        for path in alone {
            let text = fs::read_to_string(&path).expect("a fixture is text");
            let name = format!("settings/{}.toml", stem(&path));
            let diagnostics = Settings::parse(&name, &text, "lawful").expect_err(&name);
            let code = stem(&path)[..6].to_uppercase();
            assert!(diagnostics.iter().all(|found| found.code == code), "{name} is about {code} alone");
            insta::assert_snapshot!(format!("settings__{}", stem(&path)), diagnostics.render(false));
        }
    });
}

/// Of inline definitions of one shape the first has it. One that is added before the others takes it over, and no name changes.
#[test]
fn a_shape_in_several_places_has_a_name_in_each() {
    let operation = |id: &str| {
        let schema = "{type: object, properties: {shape: {type: integer}}}";
        let content = format!("{{application/json: {{schema: {schema}}}}}");
        format!("{{get: {{operationId: {id}, responses: {{'200': {{description: Done., content: {content}}}}}}}}}")
    };
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: Shapes, version: '1'}}\npaths:\n  /m: {}\n  /n: {}\n",
        operation("getM"),
        operation("getN")
    );
    let description = Description { name: "shapes.yaml".to_owned(), text, settings: None };
    let shapes = |tree: &Value| {
        let files = description.generated(&written(tree)).files;
        let lines = files.iter().filter(|(path, _)| path.starts_with("src/types/")).flat_map(|(_, text)| text.lines());
        let defined = |line: &&str| line.starts_with("pub struct") || line.starts_with("pub type");
        lines.filter(defined).map(str::to_owned).collect::<Vec<_>>()
    };
    let before = description.tree();
    assert_eq!(shapes(&before), ["pub struct GetMResponse {", "pub type GetNResponse = GetMResponse;"]);
    let with = |end| {
        let mut after = before.clone();
        add(&mut after, &["paths"], "/a", &operation("getA"), end);
        shapes(&after)
    };
    let last =
        ["pub type GetAResponse = GetMResponse;", "pub struct GetMResponse {", "pub type GetNResponse = GetMResponse;"];
    assert_eq!(with(End::Last), last);
    let first =
        ["pub struct GetAResponse {", "pub type GetMResponse = GetAResponse;", "pub type GetNResponse = GetAResponse;"];
    assert_eq!(with(End::First), first);
}
