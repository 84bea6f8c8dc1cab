//! What an address answers to a GET.

use anyhow::Result;

use crate::vendored::Answer;

#[cfg(feature = "fetch")]
pub(super) use web::Fetcher;
#[cfg(not(feature = "fetch"))]
pub(super) use without::Fetcher;

#[cfg(feature = "fetch")]
mod web {
    use std::time::Duration;

    use anyhow::{Context, bail};
    use reqwest::{Client, Url};
    use tokio::runtime::{Builder, Runtime};

    use super::{Answer, Result};

    /// In bytes. Descriptions are some hundred kilobytes, a few of them ten megabytes.
    const MOST: usize = 64 * 1024 * 1024;

    /// Between one piece of the answer and the next.
    const PATIENCE: Duration = Duration::from_secs(60);

    /// An HTTP client that waits for its answers.
    pub(in crate::vendor) struct Fetcher {
        client: Client,
        runtime: Runtime,
    }

    impl Fetcher {
        pub(in crate::vendor) fn new() -> Result<Self> {
            let runtime = Builder::new_current_thread().enable_all().build().context("no runtime")?;
            let client = Client::builder()
                .user_agent(concat!("clientwright/", env!("CARGO_PKG_VERSION")))
                .connect_timeout(PATIENCE)
                .read_timeout(PATIENCE)
                .build()?;
            Ok(Self { client, runtime })
        }

        /// Fails where it answers anything but a success, more than [`MOST`], or nothing for a minute.
        pub(in crate::vendor) fn fetch(&self, address: &str) -> Result<Answer> {
            self.runtime.block_on(self.get(address))
        }

        async fn get(&self, address: &str) -> Result<Answer> {
            let sent = self.client.get(address).send().await;
            let mut answer = sent.with_context(|| format!("cannot fetch {address}"))?;
            if !answer.status().is_success() {
                bail!("{address} answers {}", answer.status());
            }
            let mut place = answer.url().clone();
            place.set_fragment(None);
            // An address that has led nowhere else stays as it was written.
            let is_asked = Url::parse(address).is_ok_and(|asked| asked == place);
            let location = (!is_asked && place.as_str() != address).then(|| place.to_string());
            let mut bytes = Vec::new();
            while let Some(piece) = answer.chunk().await.with_context(|| format!("{address} stops answering"))? {
                if bytes.len() + piece.len() > MOST {
                    bail!("{address} answers more than {MOST} bytes");
                }
                bytes.extend_from_slice(&piece);
            }
            if std::str::from_utf8(&bytes).is_err() {
                bail!("{address} is not UTF-8");
            }
            Ok(Answer { bytes, location })
        }
    }
}

#[cfg(not(feature = "fetch"))]
mod without {
    use anyhow::bail;

    use super::{Answer, Result};

    /// Nothing that could fetch.
    pub(in crate::vendor) struct Fetcher;

    impl Fetcher {
        pub(in crate::vendor) fn new() -> Result<Self> {
            bail!(
                "this program was built without the feature `fetch`, which `vendor` takes\nhelp: `cargo install clientwright` has it"
            )
        }

        pub(in crate::vendor) fn fetch(&self, _: &str) -> Result<Answer> {
            bail!("nothing is fetched without the feature `fetch`")
        }
    }
}
