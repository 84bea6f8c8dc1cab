//! `features NAME N`: N times a typed GET with that one thing on, on one connection; `features list` names all of them.
//!
//! The server is a second process of this program, `features serve NAME`.

use anyhow::Context;
use bench::call::Caller;
use bench::feature::{FEATURES, Feature};
use bench::process::{self, Server};

fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["list"] => FEATURES.iter().for_each(|feature| println!("{}", feature.name)),
        ["serve", name] => process::serve((Feature::named(name)?.serve)()?)?,
        [name, times] => {
            let times = times.parse().context("a number of repetitions")?;
            let server = Server::start(&["serve", name])?;
            Caller::of(Feature::named(name)?.client(server.address())?)?.call(times)?;
        }
        _ => anyhow::bail!("a name and a number of repetitions, or `list`"),
    }
    Ok(())
}
