//! Settings that the guide shows are settings: the generator reads them. A block says in its first line which file it is of.

use clientwright_codegen::Settings;

use crate::{blocks, chapters};

#[test]
fn settings_of_the_guide_are_read() {
    let mut read = 0;
    for (chapter, text) in chapters() {
        for (_, block) in blocks(&text, "toml") {
            let file = block.lines().next().and_then(|line| line.strip_prefix("# ")).unwrap_or_default();
            let table = toml::from_str::<toml::Table>(&block);
            assert!(table.is_ok(), "{chapter}: {table:?}\n{block}");
            if let Some(name) = file.strip_prefix("specs/").and_then(|file| file.strip_suffix(".toml")) {
                let settings = Settings::parse(file, &block, name);
                assert!(settings.is_ok(), "{chapter}: the generator does not read\n{block}\n{:?}", settings.err());
                read += 1;
            } else {
                assert_eq!(file, "Cargo.toml", "{chapter}: which file is this of?\n{block}");
            }
        }
    }
    assert!(read > 0, "the guide shows settings");
}
