//! `clientwright dump`: one stage of a description as text, for those who want to know why the output is as it is.

use std::path::Path;

use clientwright_codegen::Stage;

use crate::events::Event;
use crate::generator;
use crate::screen::Screen;
use crate::targets;

/// The command; whether the description got as far as that stage.
///
/// # Errors
/// Where there is no such description.
pub(crate) fn run(root: &Path, stage: Stage, name: &str, screen: &Screen) -> anyhow::Result<bool> {
    for target in targets::select(root, targets::find(root)?, &[name.to_owned()])? {
        match generator::call(root, &target, |input, settings| clientwright_codegen::dump(stage, input, settings)) {
            Ok(text) => {
                screen.say(&text);
                screen.event(&Event::Text { text: &text });
            }
            Err(refusal) => {
                refusal.tell(&target, true, screen);
                return Ok(false);
            }
        }
    }
    Ok(true)
}
