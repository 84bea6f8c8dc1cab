//! The chat on a page, to look at: the page and the server that it talks to at one address, until it is ended.

use super::furnish::furnish;
use super::server::{PASSWORD, Server};
use super::size::Sizes;
use super::tools::Tools;
use super::{built, page};

/// Serves it at this port of this machine.
pub(super) async fn run(tools: &Tools, port: u16) -> anyhow::Result<()> {
    let folder = built::build(tools).await?;
    print!("{}", Sizes::measure(&folder)?);
    let address = format!("127.0.0.1:{port}");
    let server = Server::start_with(&address, page::router(&folder)?).await;
    let server =
        server.map_err(|error| anyhow::anyhow!("cannot serve at {address}: {error}. --port N takes another one"))?;
    furnish(&server).await.map_err(|error| anyhow::anyhow!(error))?;
    println!("The chat is at {}", server.url());
    println!("ann@example.com and bob@example.com can sign in, with the password `{PASSWORD}`. Ctrl-C ends it.");
    std::future::pending().await
}
