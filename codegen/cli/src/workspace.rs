//! Which workspace is around a crate. What it says of its members is the business of codegen.

use std::fs;
use std::path::{Path, absolute};

use clientwright_codegen::Workspace;

/// The workspace that a crate in a folder is a member of, as Cargo looks for it: that of the nearest folder above it that has one, unless that
/// excludes the crate.
pub(crate) fn around(folder: &Path) -> Option<Workspace> {
    let folder = absolute(folder).ok()?;
    let (above, workspace) = folder.ancestors().skip(1).find_map(|above| {
        let manifest = fs::read_to_string(above.join("Cargo.toml")).ok()?;
        Some((above, Workspace::parse(&manifest)?))
    })?;
    let path = folder.strip_prefix(above).ok()?.to_string_lossy().replace('\\', "/");
    workspace.has_member(&path).then_some(workspace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_workspace_counts_unless_it_excludes_the_crate() {
        let root = tempfile::tempdir().unwrap();
        let is_member = || around(&root.path().join("clients/generated/pets")).is_some();
        let write = |path: &str, text: &str| {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("clients/Cargo.toml", "[package]\nname = \"clients\"\n");
        assert!(!is_member());
        write("Cargo.toml", "[workspace]\nmembers = [\"clients/generated/*\"]\n");
        assert!(is_member());
        write("clients/Cargo.toml", "[workspace]\nexclude = [\"generated\"]\n");
        assert!(!is_member());
        write("clients/Cargo.toml", "[workspace]\nexclude = [\"generated\"]\nmembers = [\"generated/pets\"]\n");
        assert!(is_member());
    }
}
