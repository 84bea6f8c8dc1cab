//! `cargo xtask dump`: one stage of a description as text on stdout, for those who work on the generator.

use std::path::Path;

use clientwright_codegen::Stage;

use crate::generator;
use crate::screen::Screen;
use crate::targets;

/// The command; whether the description got as far as that stage.
///
/// # Errors
/// Where there is no such description.
pub fn run(root: &Path, stage: Stage, name: &str, screen: &Screen) -> anyhow::Result<bool> {
    for target in targets::select(root, targets::find(root)?, &[name.to_owned()])? {
        match generator::dump(root, &target, stage) {
            Ok(text) => screen.say(&text),
            Err(refusal) => {
                screen.tell_any(&refusal.render(&target.description, screen.color));
                return Ok(false);
            }
        }
    }
    Ok(true)
}
