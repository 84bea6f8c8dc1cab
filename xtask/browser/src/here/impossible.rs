//! Programs that ask for what no page can choose. Enters: the tools. Leaves: nothing, where the compiler refuses them with the reason.

use std::fs;

use anyhow::Context;

use super::tools::{TARGET, Tools, package, target};

/// What a program asks for, and what the compiler has to say; as a name, that is the law.
const ASKED: &[(&str, &str)] = &[
    ("client_certificate_pem(Vec::<u8>::new())", "a page cannot present a client certificate"),
    ("root_certificates_pem(Vec::<u8>::new())", "a page cannot choose whom its connections trust"),
    (r#"pins(["sha256/AAAA"])"#, "a page cannot pin keys"),
    (r#"proxy("http://proxy.example")"#, "a page cannot choose a proxy"),
];

/// Compiles a program that asks for all of it.
pub(super) async fn check(tools: &Tools) -> anyhow::Result<()> {
    let folder = target().join("wasm/impossible");
    fs::create_dir_all(folder.join("src")).with_context(|| folder.display().to_string())?;
    let root = package().join("../..").canonicalize()?;
    let manifest = format!(
        "[package]\nname = \"impossible\"\nedition = \"2024\"\n[workspace]\n[dependencies]\nclientwright-runtime = {{ path = '{}' }}\n",
        root.join("runtime").display()
    );
    let asked: String = ASKED.iter().map(|(call, _)| format!("    let _ = FetchTransport::new().{call};\n")).collect();
    let program = format!("use clientwright_runtime::FetchTransport;\n\npub fn ask() {{\n{asked}}}\n");
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::write(folder.join("src/lib.rs"), program)?;
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    let mut cargo = tools.cargo();
    let output = cargo.current_dir(&folder).args(["check", "--quiet", "--target", TARGET]).output().await?;
    let said = String::from_utf8_lossy(&output.stderr);
    anyhow::ensure!(!output.status.success(), "a program that asks for {ASKED:?} compiles");
    let told = |why: &str| said.contains(&format!("error[E0277]: {why}"));
    for (_, why) in ASKED {
        // As tests are told, which the table of transports is made of.
        println!("test fetch::{} ... {}", why.replace(' ', "_"), if told(why) { "ok" } else { "FAILED" });
    }
    anyhow::ensure!(ASKED.iter().all(|(_, why)| told(why)), "the compiler has other reasons:\n{said}");
    Ok(())
}
