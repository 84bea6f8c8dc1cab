//! Builds the guide: `cargo run -p guide --example book`, and says where its first page is.

#[path = "../tests/book/build.rs"]
mod build;

use std::path::Path;

fn main() -> anyhow::Result<()> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| build::repository().join("target"), Into::into);
    let folder = Path::new(&target).join("guide");
    build::build(&folder)?;
    println!("{}", folder.join("index.html").display());
    Ok(())
}
