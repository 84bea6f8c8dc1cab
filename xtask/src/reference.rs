//! The list of what a crate has not, as its `reference.md` shows it.

use clientwright_codegen::Output;

/// The lines of the list, one for each thing: `` - `GET /users`: why (`#/paths/~1users/get`) ``.
pub(crate) fn left_out(output: &Output) -> impl Iterator<Item = &str> {
    let reference = output.files.get("reference.md").map_or("", String::as_str);
    let list = reference.split_once("\n## Not generated").map_or("", |(_, list)| list);
    list.lines().filter(|line| line.starts_with("- "))
}
