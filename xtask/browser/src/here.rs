//! What runs beside the browser. Enters: the tools that are there. Leaves: whether the tests held, or a page to look at.

use std::env;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use tokio::process::Command;

use self::server::Server;
use self::size::Sizes;
use self::tools::{Tools, driver, package};

mod built;
#[path = "../../../generated/user-chat/examples/chat/furnish.rs"]
mod furnish;
mod impossible;
mod page;
mod screenshots;
#[path = "../../../generated/user-chat/tests/server/mod.rs"]
#[expect(dead_code, unused_imports, reason = "the tests of the crate use more of the server")]
mod server;
#[path = "../../../generated/user-chat/examples/tour/session.rs"]
mod session;
mod silent;
mod size;
mod stages;
mod tools;
mod web;

/// Does what the words of the command line ask for; `cargo xtask` has checked them.
#[tokio::main]
pub(crate) async fn run() -> anyhow::Result<ExitCode> {
    let words: Vec<String> = env::args().skip(1).collect();
    let tools = Tools::find()?;
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["web", port] => web::run(&tools, port.parse()?).await?,
        words => {
            let has = |word| words.contains(&word);
            let held = tests(&tools).await? && page_tests(&tools, has("--write"), has("--screenshots")).await?;
            return Ok(if held { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Runs the tests of the client, which are compiled for the browser.
async fn tests(tools: &Tools) -> anyhow::Result<bool> {
    impossible::check(tools).await?;
    let (server, silent, stages) = (Server::start().await, silent::start().await?, stages::start().await?);
    let mut tests = tools.tests()?;
    tests.env("USER_CHAT_SERVER", server.url()).env("SILENT_SERVER", silent).env("STAGES_SERVER", stages);
    Ok(tests.status().await.context("cannot run cargo")?.success())
}

/// Builds the page, weighs it, and runs the tests that look at it as people do.
async fn page_tests(tools: &Tools, writes: bool, keeps: bool) -> anyhow::Result<bool> {
    let folder = built::build(tools).await?;
    let sizes = Sizes::measure(&folder)?;
    print!("{sizes}");
    if writes {
        sizes.record()?
    } else {
        sizes.hold()?
    }
    let held = driven(&folder)?.status().await.context("cannot run cargo")?.success();
    if held && keeps {
        screenshots::keep()?;
    }
    Ok(held)
}

/// The tests that drive the browser from outside, one after the other: each has a browser or two of its own.
fn driven(folder: &Path) -> anyhow::Result<Command> {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(package()).args(["test", "--package", "browser", "--test", "page", "--", "--test-threads=1"]);
    cargo.env("CHROMEDRIVER", driver()?).env("USER_CHAT_PAGE", folder).env("SCREENSHOTS", screenshots::folder());
    Ok(cargo)
}
