//! The program that decodes and encodes: made of the `types` of generated crates, compiled against the runtime of this checkout,
//! and asked through its standard input. A line each way: module, type and JSON there, the result back.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail, ensure};

use super::named::Named;
use clientwright::inner::Files;

/// A generated crate whose types are asked.
#[derive(Clone, Debug)]
pub struct Module {
    /// As the program knows it: any word of letters, digits and underscores.
    pub name: String,
    /// The files of the crate; those below `src/types/` are used.
    pub files: Files,
    /// The types to be asked.
    pub types: Vec<Named>,
}

/// Stands for JSON in a [`Question`]: the sample of the type, which tests of programs are given, is encoded.
pub const SAMPLE: &str = "sample";

/// A value to be decoded and encoded.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    /// The module that the type is in.
    pub module: &'a str,
    /// The name of the type there.
    pub ty: &'a str,
    /// On one line, or [`SAMPLE`].
    pub json: &'a str,
}

/// What became of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// It was decoded: as what, and what it is when encoded again.
    Encoded {
        /// What came out.
        json: String,
        /// The value in between, as `Debug` shows it.
        debug: String,
    },
    /// It cannot be decoded, with the reason.
    Refused(String),
    /// Something else went wrong: encoding, a panic, a type that is not there.
    Failed(String),
}

/// The program, compiled.
#[derive(Debug)]
pub struct Harness {
    program: PathBuf,
}

impl Harness {
    /// Writes the program into a folder of that name beside what Cargo builds otherwise, and compiles it.
    ///
    /// # Errors
    /// Where it does not compile, with what the compiler says.
    pub fn build(root: &Path, name: &str, modules: &[Module]) -> anyhow::Result<Self> {
        let workshop = crate::corpus::target_folder(root).join("oracle");
        let folder = workshop.join("crates").join(name);
        let files = sources(&root.join("runtime").canonicalize()?, name, modules);
        Ok(Self { program: compile(root, &workshop, &folder, &files)?.join(name) })
    }

    /// The replies, in the order of the questions.
    ///
    /// # Errors
    /// Where the program cannot be run, or ends early.
    pub fn ask(&self, questions: &[Question<'_>]) -> anyhow::Result<Vec<Reply>> {
        let mut child = Command::new(&self.program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let mut input = child.stdin.take().context("the program reads nothing")?;
        let text: String = questions.iter().map(|it| format!("{}::{}\t{}\n", it.module, it.ty, it.json)).collect();
        let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
        let output = child.wait_with_output()?;
        let written = writer.join().ok().context("the questions were not written")?;
        let replies: Vec<Reply> =
            String::from_utf8(output.stdout)?.lines().map(reply).collect::<anyhow::Result<_>>()?;
        if replies.len() != questions.len() {
            let last = questions.get(replies.len()).map(|it| format!("{} {}", it.ty, it.json)).unwrap_or_default();
            bail!("the program ended ({}) at {last}", output.status);
        }
        written.context("the questions were not read")?;
        Ok(replies)
    }
}

fn reply(line: &str) -> anyhow::Result<Reply> {
    let mut parts = line.split('\t').map(str::to_owned);
    let (kind, first) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    match kind.as_str() {
        "encoded" => Ok(Reply::Encoded { json: first, debug: parts.next().unwrap_or_default() }),
        "refused" => Ok(Reply::Refused(first)),
        "failed" => Ok(Reply::Failed(first)),
        _ => bail!("the program says {line}"),
    }
}

/// Every file of the program, below its folder.
fn sources(runtime: &Path, name: &str, modules: &[Module]) -> Files {
    let mut files = BTreeMap::new();
    let runtime = runtime.display().to_string();
    let manifest = format!(
        "[package]\nname = {name:?}\nedition = \"2024\"\n\n[workspace]\n\n[profile.dev]\ndebug = false\n\n\
         [dependencies]\nclientwright-runtime = {{ path = {runtime:?}, default-features = false, features = [\"testing\"] }}\n"
    );
    files.insert("Cargo.toml".to_owned(), manifest);
    files.insert("src/main.rs".to_owned(), main(modules));
    for module in modules {
        let types = module.files.iter().filter_map(|(path, text)| Some((path.strip_prefix("src/types/")?, text)));
        files.extend(types.map(|(path, text)| (format!("src/{}/types/{path}", module.name), text.clone())));
        let examples = module.files.get("src/testing.json").cloned().unwrap_or_else(|| "{}".to_owned());
        files.insert(format!("src/{}/testing.json", module.name), examples);
    }
    files
}

fn main(modules: &[Module]) -> String {
    let (mut declarations, mut arms, mut examples) = (String::new(), String::new(), String::new());
    for module in modules.iter().filter(|module| module.files.contains_key("src/types/mod.rs")) {
        let name = &module.name;
        let _ = writeln!(declarations, "mod {name} {{ pub mod types; }}");
        let _ = writeln!(examples, "        {name:?} => include_str!(\"{name}/testing.json\"),");
        for ty in module.types.iter().map(|ty| &ty.name) {
            let plain = ty.trim_start_matches("r#");
            let _ = writeln!(arms, "        \"{name}::{plain}\" => Box::new(codec::vacant::<{name}::types::{ty}>()),");
        }
    }
    format!(
        "#![allow(warnings)]\n\n{declarations}{}",
        MAIN.replace("        ARMS\n", &arms).replace("        EXAMPLES\n", &examples)
    )
}

const MAIN: &str = r#"
use std::fmt::Debug;
use std::io::{BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use clientwright_runtime::codec::{self, Encode, Vacant};

trait Typed: Vacant + Encode + Debug {}

impl<T: Vacant + Encode + Debug> Typed for T {}

fn slot(name: &str) -> Option<Box<dyn Typed>> {
    Some(match name {
        ARMS
        _ => return None,
    })
}

fn examples(name: &str) -> &'static codec::Examples {
    let json = match name.split_once("::").map_or(name, |(module, _)| module) {
        EXAMPLES
        _ => "{}",
    };
    Box::leak(Box::new(codec::Examples::new(json)))
}

fn through(name: &str, json: &str) -> String {
    let Some(mut slot) = slot(name) else { return format!("failed\tthere is no type {name}") };
    if json == "sample" {
        codec::fill_sample(&mut *slot, examples(name));
    } else if let Err(error) = codec::decode_slice(json.as_bytes(), &mut *slot) {
        return format!("refused\t{}", line(&error.to_string()));
    }
    match codec::to_vec(&*slot) {
        Ok(bytes) => format!("encoded\t{}\t{}", String::from_utf8_lossy(&bytes), line(&format!("{slot:?}"))),
        Err(error) => format!("failed\tcannot be encoded: {}", line(&error.to_string())),
    }
}

fn line(text: &str) -> String {
    text.replace(['\n', '\t', '\r'], " ")
}

fn main() {
    std::panic::set_hook(Box::new(|_| ()));
    let work = || {
        let mut output = std::io::BufWriter::new(std::io::stdout().lock());
        for question in std::io::stdin().lock().lines().map(|line| line.expect("lines of text")) {
            let (name, json) = question.split_once('\t').expect("a type and a value");
            let reply = catch_unwind(AssertUnwindSafe(|| through(name, json)));
            writeln!(output, "{}", reply.unwrap_or_else(|_| "failed\tpanicked".to_owned())).expect("somebody listens");
        }
    };
    std::thread::Builder::new().stack_size(256 << 20).spawn(work).expect("a thread").join().expect("no panic");
}
"#;

/// Writes files into a folder, and compiles the program that they are, with the versions of `Cargo.lock`; the folder of programs, in
/// the target folder of the workshop.
pub(crate) fn compile(root: &Path, workshop: &Path, folder: &Path, files: &Files) -> anyhow::Result<PathBuf> {
    write(folder, files)?;
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).context("there is no Cargo.lock")?;
    let target = workshop.canonicalize()?.join("target");
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["build", "--offline", "--quiet"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", &target)
        .env("CARGO_INCREMENTAL", "0")
        .output()
        .context("cannot run cargo")?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "what is in {} does not compile:\n{said}", folder.display());
    Ok(target.join("debug"))
}

/// Brings the folder in line with the files; what is right already is not touched, and so not compiled again.
fn write(folder: &Path, files: &Files) -> anyhow::Result<()> {
    for (path, text) in files {
        let path = folder.join(path);
        if fs::read_to_string(&path).is_ok_and(|present| present == *text) {
            continue;
        }
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}
