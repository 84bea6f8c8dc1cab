//! What the generator makes of the fixtures, as compilers see it: one workspace beside the build, in which a few of them are the modules of a
//! crate.
//!
//! The crates are built against the runtime of this checkout, with the versions of its `Cargo.lock`, and without a network.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "tests read fixtures; the crate itself reads nothing"
)]

mod elsewhere;
mod fixture;
mod program;
#[path = "hostile/words/mod.rs"]
mod words;
mod workspace;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::iter;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use clientwright_codegen::{Input, Settings, generate};
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};

use self::workspace::{complete, manifest, run_in, write};

static FOLDER: LazyLock<PathBuf> = LazyLock::new(assemble);

/// How many crates are compiled as one: the compiler looks at all that they depend on, and that takes longer than they do.
const A_FEW: usize = 32;

/// Writes the workspace and gives its folder. What is the same already is not touched, and so not compiled again.
fn assemble() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fixtures");
    let mut wanted = BTreeSet::new();
    let mut put = |name: &str, files: BTreeMap<String, String>| {
        for (path, text) in files {
            let path = folder.join("crates").join(name).join(path);
            write(&path, &text);
            wanted.insert(path);
        }
    };
    let crates: Vec<_> = crates().collect();
    let mut examples = program::examples::Examples::default();
    let mut runtime = String::new();
    // A limit is that of a whole crate: what has one of its own is alone, so that all others have to do with the usual one.
    let (limited, usual): (Vec<_>, Vec<_>) =
        crates.iter().partition(|(_, files)| files["src/lib.rs"].contains("#![recursion_limit"));
    for (at, several) in usual.chunks(A_FEW).chain(limited.chunks(1)).enumerate() {
        let home = format!("fixtures-{at}");
        for (name, files) in several.iter().copied() {
            let sources = files.iter().filter(|(path, _)| path.starts_with("src/") && path.ends_with(".rs"));
            let documentation = sources.flat_map(|(_, text)| documentation(text));
            examples.add((&home, name), documentation, &files["README.md"]);
        }
        let several: Vec<_> = several.iter().map(|(name, files)| (name.as_str(), files)).collect();
        let files = settled(program::together::as_modules(&home, &several));
        let mut lines = files["Cargo.toml"].lines();
        runtime = lines.find(|line| line.starts_with("clientwright-runtime = ")).map_or(runtime, str::to_owned);
        put(&home, files);
    }
    put(program::examples::NAME, examples.files(&runtime));
    // What is run, or compiled in parts, is a crate of its own.
    for (name, mut files) in crates {
        if program::add(&name, &mut files) || is_divided(&files) {
            put(&name, settled(files));
        }
    }
    complete(&folder, &wanted);
    folder
}

/// The files of a crate of the workspace.
fn settled(mut files: BTreeMap<String, String>) -> BTreeMap<String, String> {
    let text = manifest(&files["Cargo.toml"]);
    files.insert("Cargo.toml".to_owned(), text);
    files
}

fn is_divided(files: &BTreeMap<String, String>) -> bool {
    files["Cargo.toml"].contains("\napis = [")
}

/// The crate of the user and chat API, one for each fixture and for what once went wrong, and the one in which every word is hostile.
fn crates() -> impl Iterator<Item = (String, BTreeMap<String, String>)> {
    let hostile = iter::once_with(|| {
        let text = words::description().to_string();
        let input = Input { path: "words.json", text: text.as_str().into(), loader: &fixture::NoOtherFiles };
        let output = generate(&input, &Settings::for_name("hostile-words"));
        let output = output.unwrap_or_else(|diagnostics| panic!("{}", diagnostics.render(false)));
        ("hostile-words".to_owned(), output.files)
    });
    let described = fixture::all().into_iter().chain(fixture::cases());
    let fixtures = described.map(|fixture| (fixture.crate_name(), fixture.generated().files));
    iter::once_with(user_chat).chain(fixtures).chain(hostile)
}

fn user_chat() -> (String, BTreeMap<String, String>) {
    let path = fixture::root().join("specs/user-chat.yaml");
    let text = fs::read_to_string(path).expect("the description is there");
    let input = Input { path: "specs/user-chat.yaml", text: text.as_str().into(), loader: &fixture::NoOtherFiles };
    let output = generate(&input, &Settings::for_name("user-chat"));
    ("user-chat".to_owned(), output.unwrap_or_else(|diagnostics| panic!("{}", diagnostics.render(false))).files)
}

/// Runs Cargo in the workspace of all crates and fails with what it says; what it prints.
#[track_caller]
fn run(arguments: &[&str], environment: &[(&str, &str)]) -> String {
    run_in(&FOLDER, arguments, environment)
}

/// Clippy compiles and looks closer; where it is not installed, the compiler has to do.
#[test]
fn outputs_compile_without_warnings() {
    let clippy = Command::new(env!("CARGO")).args(["clippy", "--version"]).output();
    let command = if clippy.is_ok_and(|output| output.status.success()) { "clippy" } else { "check" };
    // The crates have no tests of their own.
    run(&[command, "--lib", "--examples", "--workspace", "--keep-going"], &[]);
}

/// The crates that are modules of others have manifests as well.
#[test]
fn manifests_are_what_cargo_takes() {
    let folder = FOLDER.with_file_name("manifests");
    let mut wanted = BTreeSet::new();
    for (name, files) in crates() {
        for (path, text) in [("Cargo.toml", manifest(&files["Cargo.toml"])), ("src/lib.rs", String::new())] {
            let path = folder.join("crates").join(&name).join(path);
            write(&path, &text);
            wanted.insert(path);
        }
    }
    complete(&folder, &wanted);
    let told: serde_json::Value =
        serde_json::from_str(&run_in(&folder, &["metadata", "--no-deps", "--format-version", "1"], &[]))
            .expect("it is JSON");
    assert_eq!(told["packages"].as_array().map(Vec::len), Some(crates().count()));
}

/// A crate that is divided compiles with each of its features alone, and with none.
#[test]
fn each_part_of_a_large_crate_compiles_alone() {
    let divided = fixture::all().into_iter().map(|fixture| (fixture.crate_name(), fixture.generated().files));
    let divided: Vec<_> = divided.filter(|(_, files)| is_divided(files)).collect();
    assert!(!divided.is_empty(), "no fixture is divided");
    for (name, files) in divided {
        let features = files["Cargo.toml"].lines().filter_map(|line| line.strip_suffix(" = []"));
        for feature in features.chain([""]) {
            run(&["check", "--lib", "--package", &name, "--no-default-features", "--features", feature], &[]);
        }
    }
}

/// The only page of a list.
const PAGE: &str = r#"{"items": [{"id": "42", "name": "Ann", "email": "ann@example.com", "role": "member", "created_at": "2026-01-31T12:00:00Z"}],
    "next_cursor": null}"#;

/// As a reader would run it, with a credential in the environment.
#[test]
fn the_program_of_a_readme_calls_a_server() {
    let (url, server) = program::server(PAGE);
    let environment = [("BASE_URL", url.as_str()), ("USER_CHAT_BEARER_AUTH", "token-1"), ("NO_PROXY", "127.0.0.1")];
    let printed = run(&["run", "--package", "user-chat", "--example", "elsewhere"], &environment);
    assert!(printed.contains("User") && printed.contains("Ann"), "{printed}");
    let request = server.join().expect("the server was called");
    assert!(request[0].starts_with("GET /api/v1/users "), "{request:?}");
    assert!(request.iter().any(|line| line.eq_ignore_ascii_case("authorization: Bearer token-1")), "{request:?}");
}

/// What a description in Swagger 2.0 says of lists, as a server finds it.
#[test]
fn lists_of_swagger_arrive_as_their_formats_say() {
    let (url, server) = program::answering(&["", ""]);
    let package = "swagger-lists-are-joined-as-collection-formats-say";
    run(&["run", "--package", package, "--example", "calls"], &[("BASE_URL", &url), ("NO_PROXY", "127.0.0.1")]);
    let requests = server.join().expect("the server was called");
    let [(asked, _), (added, form)] = requests.as_slice() else { panic!("two calls: {requests:?}") };
    let query = "commas=a,b&spaces=a%20b&tabs=a%09b&pipes=a%7Cb&each=a&each=b&table=1%7C2,3";
    assert!(asked.starts_with(&format!("GET /rooms/a,b/a%7Cb?{query} HTTP")), "{asked}");
    let head = asked.to_ascii_lowercase();
    assert!(head.contains("\r\nx-commas: a,b\r\n") && head.contains("\r\nx-pipes: a|b\r\n"), "{asked}");
    assert!(added.contains("application/x-www-form-urlencoded"), "{added}");
    assert_eq!(form, "commas=a,b&spaces=a%20b&tabs=a%09b&pipes=a%7Cb&each=a&each=b");
}

/// What a description in Swagger 2.0 says of forms with files and of security, as a server finds it.
#[test]
fn files_and_credentials_of_swagger_arrive() {
    let (url, server) = program::answering(&["", "PNG of the hall"]);
    let package = "swagger-files-are-sent-in-forms-and-come-back";
    let printed =
        run(&["run", "--package", package, "--example", "calls"], &[("BASE_URL", &url), ("NO_PROXY", "127.0.0.1")]);
    assert_eq!(printed, "PNG of the hall\n");
    let requests = server.join().expect("the server was called");
    let [(set, form), (taken, _)] = requests.as_slice() else { panic!("two calls: {requests:?}") };
    let (set_head, taken_head) = (set.to_ascii_lowercase(), taken.to_ascii_lowercase());
    assert!(set_head.contains("\r\ncontent-type: multipart/form-data; boundary="), "{set}");
    // `ann:secret` in Base64.
    assert!(set.contains(": Basic YW5uOnNlY3JldA==\r\n") && !set_head.contains("x-key"), "{set}");
    assert!(taken_head.contains("\r\nx-key: key-1\r\n") && !taken_head.contains("authorization"), "{taken}");
    let parts: Vec<(&str, &str)> = form.split("; name=\"").skip(1).filter_map(|part| part.split_once('"')).collect();
    let content = |part: &str| part.split("\r\n\r\n").nth(1).and_then(|it| it.split("\r\n").next().map(str::to_owned));
    let parts: Vec<_> = parts.into_iter().filter_map(|(name, rest)| Some((name.to_owned(), content(rest)?))).collect();
    let expected = [("picture", "PNG"), ("title", "Hall"), ("tags", "a|b"), ("sizes", "1"), ("sizes", "2")];
    assert_eq!(parts, expected.map(|(name, text)| (name.to_owned(), text.to_owned())));
    assert!(form.contains("filename=\"hall.png\""), "{form}");
}

#[test]
fn outputs_are_documented_without_warnings() {
    run(&["doc", "--no-deps", "--workspace", "--exclude", program::examples::NAME, "--keep-going"], &[]);
}

/// The examples of calls are compiled and not run. Whatever else a description shows is no test at all.
#[test]
fn outputs_have_no_tests_but_their_examples_in_their_documentation() {
    let mut seen = 0;
    for fixture in fixture::all() {
        for (path, text) in fixture.generated().files.iter().filter(|(path, _)| path.ends_with(".rs")) {
            for documentation in documentation(text) {
                seen += 1;
                let blocks = code_blocks(&documentation);
                let (examples, tests): (Vec<_>, Vec<_>) =
                    blocks.iter().filter(|language| is_rust(language)).partition(|language| *language == "no_run");
                let begun = documentation.lines().filter(|line| line.starts_with("# async fn example(")).count();
                assert_eq!(
                    examples.len(),
                    begun,
                    "{}: {path}: an example that is none:\n{documentation}",
                    fixture.name()
                );
                assert!(tests.is_empty(), "{}: {path}: rustdoc would run a block of:\n{documentation}", fixture.name());
            }
        }
    }
    assert!(seen > 0, "nothing is documented");
}

/// The text of each run of doc comments.
fn documentation(source: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    for line in source.lines().map(str::trim_start) {
        match line.strip_prefix("///").or_else(|| line.strip_prefix("//!")) {
            Some(text) => {
                *found.last_mut().expect("there is a first") += &format!("{}\n", text.strip_prefix(' ').unwrap_or(text))
            }
            None => found.push(String::new()),
        }
    }
    found.retain(|text| !text.is_empty());
    found
}

/// The languages of the code blocks; an indented block says none.
fn code_blocks(documentation: &str) -> Vec<String> {
    let language = |event| match event {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => Some(language.into_string()),
        Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => Some(String::new()),
        _ => None,
    };
    Parser::new(documentation).filter_map(language).collect()
}

/// Whether rustdoc takes a block for a test: no language, Rust, or only words that say how to run it.
fn is_rust(language: &str) -> bool {
    let words = language.split([',', ' ']).filter(|word| !word.is_empty());
    let mut foreign =
        words.filter(|word| !matches!(*word, "rust" | "should_panic" | "no_run" | "compile_fail" | "ignore"));
    foreign.all(|word| word.starts_with("edition"))
}
