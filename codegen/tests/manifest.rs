//! What the manifest of a generated crate says: of the settings for all, those of one description, and the workspace around it.

use clientwright_codegen::{Diagnostics, Input, Loader, Runtime, Settings, SettingsFile, Workspace, generate};

const TEXT: &str = "\
openapi: 3.0.4
info: {title: Pets, version: 1.0.0}
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        '200': {description: One., content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
components: {schemas: {Pet: {type: object, properties: {born: {type: string, format: date}}}}}
";

struct Alone;

impl Loader for Alone {
    fn load(&self, path: &str) -> Result<Vec<u8>, String> {
        Err(format!("{path} is not there"))
    }
}

/// The settings of `specs/pets.toml` after those of `specs/clientwright.toml`.
fn settings(all: &str, own: &str) -> Settings {
    read(all, own).unwrap_or_else(|found| panic!("{}", found.render(false)))
}

fn read(all: &str, own: &str) -> Result<Settings, Diagnostics> {
    let all = SettingsFile { path: "specs/clientwright.toml", text: all };
    Settings::read(Some(all), Some(SettingsFile { path: "specs/pets.toml", text: own }), "pets")
}

fn input() -> Input<'static> {
    Input { path: "specs/pets.yaml", text: TEXT.into(), loader: &Alone }
}

/// The generated `Cargo.toml`, and its `[package]`.
fn manifest(settings: &Settings) -> (toml::Table, toml::Table) {
    let output = generate(&input(), settings).unwrap_or_else(|found| panic!("{}", found.render(false)));
    let manifest: toml::Table = output.files["Cargo.toml"].parse().expect("a manifest is TOML");
    let package = manifest["package"].as_table().expect("it has a package").clone();
    (manifest, package)
}

/// Where the manifest has the runtime from: the members of the dependency but its features.
fn runtime(settings: &Settings) -> String {
    let (manifest, _) = manifest(settings);
    let mut runtime = manifest["dependencies"]["clientwright-runtime"].as_table().expect("it has members").clone();
    assert_eq!(runtime.remove("default-features"), Some(false.into()), "features are for the user to choose");
    runtime.remove("features");
    runtime.iter().map(|(key, value)| format!("{key} = {value}")).collect::<Vec<_>>().join(", ")
}

#[test]
fn the_runtime_is_that_of_the_registry_unless_the_settings_say_otherwise() {
    let version = env!("CARGO_PKG_VERSION");
    let said = |own: &str| runtime(&settings("", &format!("package.runtime = {own}")));
    assert_eq!(runtime(&settings("", "")), format!("version = \"{version}\""));
    assert_eq!(said("'registry'"), format!("version = \"{version}\""));
    assert_eq!(said("{ version = '0.1' }"), "version = \"0.1\"");
    assert_eq!(said("{ path = '../runtime' }"), "path = \"../../runtime\"");
    assert_eq!(said("{ path = '../../tools/runtime' }"), "path = \"../../../tools/runtime\"");
    assert_eq!(said("{ path = '/opt/runtime' }"), "path = \"/opt/runtime\"");
    assert_eq!(
        said("{ git = 'https://example.com/c.git', rev = 'a1' }"),
        "git = \"https://example.com/c.git\", rev = \"a1\""
    );
    assert_eq!(said("'vendored'"), "path = \"../clientwright-runtime\"");
    assert_eq!(said("{ workspace = true }"), "workspace = true");
}

#[test]
fn a_path_is_seen_from_where_the_crate_is() {
    let mut settings = settings("", "package.runtime = { path = '../runtime' }");
    assert_eq!(settings.runtime(), Runtime::Path("runtime".to_owned()));
    settings.place("crates/clients/pets", None);
    assert_eq!(runtime(&settings), "path = \"../../../runtime\"");
}

/// A registry looks for what a crate depends on by version alone.
#[test]
fn what_is_published_has_a_runtime_with_a_version() {
    for said in ["{ path = '../runtime' }", "'vendored'", "{ git = 'https://example.com/c.git', rev = 'a1' }"] {
        let kept = format!("package = {{ runtime = {said}, publish = false }}");
        assert!(!runtime(&settings("", &kept)).contains("version"), "{said}");
        let published = settings("", &format!("package = {{ runtime = {said}, publish = true }}"));
        assert!(runtime(&published).contains(env!("CARGO_PKG_VERSION")), "{said}");
        let (_, package) = manifest(&published);
        assert_eq!(package["metadata"]["docs"]["rs"]["all-features"], true.into());
    }
}

#[test]
fn what_one_description_says_goes_before_what_is_said_for_all() {
    let all = "package = { license = 'MIT', keywords = ['pets'], runtime = 'vendored', version = '2.0.0' }\n\
               dev-dependencies = { tokio = '1', serde = '1' }\n\
               diagnostics = { CW0404 = 'allow' }\n";
    let settings =
        settings(all, "package = { license = 'Apache-2.0', runtime = 'registry' }\ndev-dependencies.tokio = '1.50'\n");
    let (manifest, package) = manifest(&settings);
    assert_eq!((package["license"].as_str(), package["version"].as_str()), (Some("Apache-2.0"), Some("2.0.0")));
    assert_eq!((settings.version(), settings.runtime()), ("2.0.0", Runtime::Registry));
    assert_eq!(package["keywords"], vec!["pets"].into());
    assert_eq!(manifest["dev-dependencies"].to_string(), "{ serde = \"1\", tokio = \"1.50\" }");
}

/// Of what is said for all, one description may have no use for something.
#[test]
fn what_is_said_for_all_need_not_fit_each() {
    let changes = "generate.exclude = { paths = ['/admin/*'], tags = ['staff'] }\n\
                   types = { \"#/components/schemas/Owner\" = 'any', \"#/components/schemas/Pet/properties/born\" = 'text' }\n";
    let additions = "names = { \"#/components/schemas/Owner\" = 'Keeper' }\n\
                     sse = { \"#/paths/~1chat/post\" = { terminator = '[DONE]' } }\n";
    let generated = |all: &str, own: &str| generate(&input(), &settings(all, own));
    let codes = |found: &Diagnostics| found.iter().map(|found| found.code).collect::<Vec<_>>();
    let output =
        generated(&format!("{changes}{additions}"), "").unwrap_or_else(|found| panic!("{}", found.render(false)));
    assert_eq!(codes(&output.diagnostics), [""; 0]);
    assert!(output.files["src/types/pet.rs"].contains("born: Option<String>"), "what fits counts");
    // What is said for one description is meant to fit it.
    let refused = generated("", changes).expect_err("patterns and pointers lead nowhere");
    assert_eq!(codes(&refused), ["CW0613", "CW0611", "CW0611"]);
    let told = generated("", additions).expect("what has no effect is a warning").diagnostics;
    assert_eq!(codes(&told), ["CW0602", "CW0602"]);
    let own = "types = { \"#/components/schemas/Pet/properties/born\" = 'any' }";
    let output = generated(changes, own).unwrap_or_else(|found| panic!("{}", found.render(false)));
    assert!(!output.files["src/types/pet.rs"].contains("String"), "{}", output.files["src/types/pet.rs"]);
}

#[test]
fn messages_name_the_file_that_is_wrong() {
    let told = |all: &str, own: &str| read(all, own).expect_err("something is wrong").render(false);
    assert!(told("package.edition = '2015'", "").contains("specs/clientwright.toml:1:"));
    assert!(told("", "package.edition = '2015'").contains("specs/pets.toml:1:"));
    assert!(told("package.name = 'pets'", "").contains("that of one crate"));
    let both = told("[package", "verison = 1");
    assert!(both.contains("specs/clientwright.toml:1:") && both.contains("specs/pets.toml:1:"), "{both}");
    let settings = settings("names.'#/paths/~1pets/get' = 'listPets'", "");
    let output = generate(&input(), &settings).expect("a name without effect is a warning");
    assert!(output.diagnostics.render(false).contains("specs/clientwright.toml:1:"));
}

const WORKSPACE: &str = "\
[workspace.package]
authors = ['Ann']
edition = '2024'
license = 'MIT'
publish = true
rust-version = '1.92'
version = '3.0.0'
";

#[test]
fn what_the_workspace_says_is_taken_from_it() {
    let mut settings = settings("", "package = { license = 'Apache-2.0', version = { workspace = true } }");
    settings.place("generated/pets", Workspace::parse(WORKSPACE));
    let (_, package) = manifest(&settings);
    for key in ["authors", "edition", "publish", "rust-version", "version"] {
        assert_eq!(package[key].to_string(), "{ workspace = true }", "{key}");
    }
    assert_eq!((package["license"].as_str(), settings.version()), (Some("Apache-2.0"), "3.0.0"));
    assert_eq!(package["description"].as_str(), Some("A client of Pets."), "which is not that of the workspace");
    assert!(package.contains_key("metadata"), "it is published");
}

#[test]
fn a_crate_in_no_workspace_says_what_is_usual() {
    let (_, package) = manifest(&settings("", ""));
    let usual = "\
name = \"pets\"
description = \"A client of Pets.\"
edition = \"2024\"
publish = false
rust-version = \"1.89\"
version = \"0.1.0\"
";
    assert_eq!(package.to_string(), usual);
}

/// One license is enough: that of the settings, that of the workspace, the file that the workspace has in its place.
#[test]
fn a_license_is_said_once() {
    let said = |own: &str, workspace: &str| {
        let mut settings = settings("", own);
        settings.place("generated/pets", Workspace::parse(&format!("[workspace.package]\n{workspace}")));
        let (_, package) = manifest(&settings);
        ["license", "license-file"].map(|key| package.get(key).map(ToString::to_string))
    };
    let taken = || Some("{ workspace = true }".to_owned());
    assert_eq!(said("", "license-file = 'LICENSE'"), [None, taken()]);
    assert_eq!(said("", "license = 'MIT'\nlicense-file = 'LICENSE'"), [taken(), None]);
    assert_eq!(said("package.license = 'ISC'", "license-file = 'LICENSE'"), [Some("\"ISC\"".to_owned()), None]);
}

#[test]
fn the_runtime_of_the_workspace_is_taken_where_nothing_else_is_said() {
    let workspace = || {
        Workspace::parse(
            "[workspace.dependencies]\nclientwright-runtime = { version = '0.1', default-features = false }",
        )
    };
    let mut silent = settings("", "");
    silent.place("generated/pets", workspace());
    assert_eq!(runtime(&silent), "workspace = true");
    let mut said = settings("package.runtime = 'vendored'", "");
    said.place("generated/pets", workspace());
    assert_eq!(said.runtime(), Runtime::Vendored);
}
