//! `codec decode|encode ours|bare N`: N times a page of 100 users, from JSON or to JSON.

use std::hint::black_box;

use anyhow::{Context, bail};
use bench::arguments::side_and_repetitions;
use bench::codec;

fn main() -> anyhow::Result<()> {
    let mut words = std::env::args().skip(1);
    let work = match words.next().context("what: `decode` or `encode`")?.as_str() {
        "decode" => codec::decode,
        "encode" => codec::encode,
        word => bail!("`{word}` is neither `decode` nor `encode`"),
    };
    let (side, repetitions) = side_and_repetitions(words)?;
    work(side, black_box(repetitions))
}
