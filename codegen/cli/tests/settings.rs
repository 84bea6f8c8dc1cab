//! What settings of all descriptions, and a workspace around them, make of a crate in a checkout of its own.

mod checkout;

use std::fs;

use checkout::{Checkout, description};

#[test]
fn a_crate_has_what_its_settings_those_for_all_and_its_workspace_say() {
    let pets = description(&["Pet"]);
    let checkout = Checkout::with(&[("pets.yaml", &pets), ("shop.yaml", &pets)]);
    checkout.write("Cargo.toml", "[workspace]\nmembers = [\"generated/*\"]\n[workspace.package]\nlicense = \"MIT\"\n");
    checkout.write(
        "specs/clientwright.toml",
        "[package]\nruntime = { path = \"../lib/runtime\" }\nkeywords = [\"pets\"]\n",
    );
    checkout.write("specs/shop.toml", "package.license = \"ISC\"\npackage.runtime = \"registry\"\n");
    checkout.generates();
    let (code, out, _) = checkout.run("check");
    assert!(code == 1 && out.contains("generated/pets has its runtime from lib/runtime, where none is"), "{out}");
    checkout.write("lib/runtime/Cargo.toml", "[package]\nname = \"clientwright-runtime\"\n");
    let manifest = |name: &str| fs::read_to_string(checkout.path(&format!("generated/{name}/Cargo.toml"))).unwrap();
    let (pets, shop) = (manifest("pets"), manifest("shop"));
    assert!(pets.contains("license.workspace = true") && pets.contains("path = \"../../lib/runtime\""), "{pets}");
    assert!(shop.contains("license = \"ISC\"") && shop.contains("clientwright-runtime = { version = \""), "{shop}");
    assert!(pets.contains("keywords = [\"pets\"]") && shop.contains("keywords = [\"pets\"]"), "{pets}{shop}");
    // What they were made of counts for freshness.
    assert_eq!(checkout.run("check").0, 0);
    checkout.write("specs/clientwright.toml", "package.keywords = [\"cats\"]\n");
    let (code, out, _) = checkout.run("check");
    assert!(code == 1 && out.contains("generated/pets/Cargo.toml"), "{out}");
}

#[test]
fn a_crate_alone_has_its_runtime_where_the_settings_beside_its_description_say() {
    let checkout = Checkout::with(&[]);
    checkout.write("api/pets.yaml", &description(&["Pet"]));
    checkout.write("api/clientwright.toml", "package.runtime = { path = \"../runtime\" }\n");
    let (file, out) = (checkout.path("api/pets.yaml"), checkout.path("clients/rust/pets"));
    let (code, _, said) = checkout.run(&format!("generate {} --out {}", file.display(), out.display()));
    assert_eq!(code, 0, "{said}");
    let manifest = fs::read_to_string(out.join("Cargo.toml")).unwrap();
    assert!(manifest.contains("path = \"../../../runtime\""), "{manifest}");
}

#[test]
fn what_is_wrong_is_told_of_the_file_that_says_it() {
    let checkout = Checkout::with(&[("pets.yaml", &description(&["Pet"]))]);
    checkout.write("specs/pets.toml", "[package]\nversion = \"1\"\n");
    checkout.write("specs/clientwright.toml", "[package]\nname = \"pets\"\n");
    let (code, _, said) = checkout.run("generate");
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("specs/clientwright.toml:2:1") && said.contains("specs/pets.toml:2:11"), "{said}");
}
