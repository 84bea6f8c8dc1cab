//! `fetch URL`: what an address answers to a GET, on stdout, behind a line with the address that has answered in the end. Exits with 1, and the reason on stderr, where it answers anything but a
//! success, more than 64 MiB, or nothing for a minute.

use std::io::Write as _;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, bail};

/// In bytes. Descriptions are some hundred kilobytes, a few of them ten megabytes.
const MOST: usize = 64 * 1024 * 1024;

/// Between one piece of the answer and the next.
const PATIENCE: Duration = Duration::from_secs(60);

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    let url = std::env::args().nth(1).context("fetch takes an address")?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("no runtime")?;
    let answer = runtime.block_on(fetch(&url))?;
    std::io::stdout().write_all(&answer).context("cannot write the answer")
}

async fn fetch(url: &str) -> anyhow::Result<Vec<u8>> {
    let client = reqwest::Client::builder()
        .user_agent(concat!("clientwright/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(PATIENCE)
        .read_timeout(PATIENCE)
        .build()?;
    let mut answer = client.get(url).send().await.with_context(|| format!("cannot fetch {url}"))?;
    if !answer.status().is_success() {
        bail!("{url} answers {}", answer.status());
    }
    let mut place = answer.url().clone();
    place.set_fragment(None);
    // An address that has led nowhere else stays as it was written.
    let is_asked = reqwest::Url::parse(url).is_ok_and(|asked| asked == place);
    let mut said = if is_asked { url } else { place.as_str() }.as_bytes().to_vec();
    said.push(b'\n');
    let mut body = Vec::new();
    while let Some(piece) = answer.chunk().await.with_context(|| format!("{url} stops answering"))? {
        if body.len() + piece.len() > MOST {
            bail!("{url} answers more than {MOST} bytes");
        }
        body.extend_from_slice(&piece);
    }
    said.append(&mut body);
    Ok(said)
}
