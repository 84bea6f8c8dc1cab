//! The suite itself, by node. Enters: where a cache is. Leaves: what came of each test. What it is judged by is not its business.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use tokio::process::{Child, Command};

use crate::outcome::Outcomes;

/// The package, and the version whose tests the record is of.
const PACKAGE: &str = "http-cache-tests";
const VERSION: &str = "0.4.5";

/// What runs the tests.
const DRIVER: &str = include_str!("drive.mjs");

/// The suite's server, while this lives, and its tests.
pub(crate) struct Suite {
    folder: PathBuf,
    server: SocketAddr,
    _process: Child,
}

impl Suite {
    /// Installs what is not there, and starts the server.
    pub(crate) async fn start(root: &Path) -> anyhow::Result<Self> {
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
        let folder = install(&target.join("cache-tests")).await?;
        let server = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        let mut node = Command::new("node");
        node.current_dir(&folder).arg("server/server.mjs").kill_on_drop(true).stdout(Stdio::null());
        let process = node.envs(settings(server, &folder)).spawn().context("cannot run node")?;
        for _ in 0..100 {
            if TcpStream::connect(server).is_ok() {
                return Ok(Self { folder, server, _process: process });
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        bail!("the suite's server does not answer at {server}")
    }

    pub(crate) fn server(&self) -> SocketAddr {
        self.server
    }

    /// Runs all tests through the proxy at `base`.
    pub(crate) async fn ask(&self, base: &str) -> anyhow::Result<Outcomes> {
        let driver = self.folder.join("drive.mjs");
        std::fs::write(&driver, DRIVER)?;
        let mut node = Command::new("node");
        node.args(["--no-warnings", "drive.mjs"]).arg(&self.folder).arg(base).current_dir(&self.folder);
        let output = node.envs(settings(self.server, &self.folder)).stderr(Stdio::inherit()).output().await?;
        ensure!(output.status.success(), "node ended with {}", output.status);
        let text = String::from_utf8(output.stdout)?;
        Outcomes::read(text.lines().next_back().unwrap_or_default())
    }
}

/// What the suite is told by what npm would tell it.
fn settings(server: SocketAddr, folder: &Path) -> Vec<(&'static str, String)> {
    let pid = folder.join("server.pid").display().to_string();
    let (port, nothing) = (server.port().to_string(), String::new());
    let settings = [("protocol", "http".to_owned()), ("port", port), ("pidfile", pid), ("base", nothing.clone())];
    let names = [
        "npm_package_config_protocol",
        "npm_package_config_port",
        "npm_package_config_pidfile",
        "npm_package_config_base",
    ];
    let mut named: Vec<_> = names.into_iter().zip(settings).map(|(name, (_, value))| (name, value)).collect();
    named.push(("npm_package_config_id", nothing));
    named
}

async fn install(folder: &Path) -> anyhow::Result<PathBuf> {
    let package = folder.join("node_modules").join(PACKAGE);
    let has_it = std::fs::read_to_string(package.join("package.json"))
        .is_ok_and(|text| text.contains(&format!("\"version\": \"{VERSION}\"")));
    if !has_it {
        std::fs::create_dir_all(folder)?;
        let mut npm = Command::new("npm");
        npm.args(["install", "--no-save", "--no-audit", "--no-fund", "--silent", "--prefix"]).arg(folder);
        let status = npm.arg(format!("{PACKAGE}@{VERSION}")).status().await.context("cannot run npm")?;
        ensure!(status.success(), "npm ended with {status}");
    }
    Ok(package.canonicalize()?)
}
