//! One typed GET, by the generated client and by reqwest and serde. Both send the same headers and keep the same limits.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context;
use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderValue, USER_AGENT};
use tokio::runtime::{Builder, Runtime};
use user_chat::Client;

use crate::arguments::Side;
use crate::bare;

const TOKEN: &str = "an-access-token-of-common-length";

/// A client of either side, on a runtime that has the calling thread to itself.
#[derive(Debug)]
pub struct Caller {
    runtime: Runtime,
    client: Either,
}

#[derive(Debug)]
enum Either {
    Ours(Client),
    Bare { client: reqwest::Client, base: String },
}

impl Caller {
    /// A client of the server at this address.
    ///
    /// # Errors
    /// The client cannot be set up.
    pub fn new(side: Side, server: SocketAddr) -> anyhow::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let client = match side {
            Side::Ours => Either::Ours(Client::builder().base_url(format!("http://{server}")).bearer(TOKEN).build()?),
            Side::Bare => Either::Bare { client: bare()?, base: format!("http://{server}") },
        };
        Ok(Self { runtime, client })
    }

    /// A client of ours that is there already.
    ///
    /// # Errors
    /// There is no runtime.
    pub fn of(client: Client) -> anyhow::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        Ok(Self { runtime, client: Either::Ours(client) })
    }

    /// So many calls, one after the other.
    ///
    /// # Errors
    /// The first that fails.
    pub fn call(&self, times: u32) -> anyhow::Result<()> {
        self.runtime.block_on(async {
            for _ in 0..times {
                match &self.client {
                    Either::Ours(client) => {
                        let user = client.users().get_user("42").await?;
                        anyhow::ensure!(user.id == "42", "another user");
                    }
                    Either::Bare { client, base } => {
                        let user = get_user(client, base, "42").await?;
                        anyhow::ensure!(user.id == "42", "another user");
                    }
                }
            }
            Ok(())
        })
    }
}

fn bare() -> anyhow::Result<reqwest::Client> {
    let mut bearer = HeaderValue::from_str(&format!("Bearer {TOKEN}"))?;
    bearer.set_sensitive(true);
    let headers = HeaderMap::from_iter([
        (ACCEPT, HeaderValue::from_static("application/json")),
        (AUTHORIZATION, bearer),
        (USER_AGENT, HeaderValue::from_static("user-chat/1.0.0")),
    ]);
    let client = reqwest::Client::builder()
        .default_headers(headers)
        .connect_timeout(Duration::from_secs(10))
        .read_timeout(Duration::from_secs(30))
        .timeout(Duration::from_secs(30));
    client.build().context("a client")
}

async fn get_user(client: &reqwest::Client, base: &str, id: &str) -> anyhow::Result<bare::User> {
    let response = client.get(format!("{base}/api/v1/users/{id}")).send().await?.error_for_status()?;
    Ok(serde_json::from_slice(&response.bytes().await?)?)
}
