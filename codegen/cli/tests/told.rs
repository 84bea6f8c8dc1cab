//! What people are told by `clientwright`, in a checkout of its own: about descriptions, folders, settings and command lines.

mod checkout;

use std::fs;

use checkout::{Checkout, description};

/// Many findings of two causes: a format that is not known, and schemas that say what values are not.
fn doubtful(count: usize) -> String {
    let mut text = description(&["Pet"]);
    for number in 0..count {
        text += &format!("    Phone{number}: {{type: string, format: e164}}\n");
    }
    text + "    No: {not: {type: string}}\n"
}

#[test]
fn messages_of_one_cause_are_told_once_with_their_number() {
    let checkout = Checkout::with(&[("pets.yaml", &doubtful(30))]);
    let (code, _, err) = checkout.run("generate");
    assert_eq!(code, 0, "{err}");
    assert_eq!(err.matches("CW0404").count(), 1, "{err}");
    assert!(err.contains("and 26 more places"), "{err}");
    assert!(err.contains("warning[CW0402]"), "{err}");
    let (_, _, all) = checkout.run("generate --all");
    assert_eq!(all.matches("note[CW0404]").count(), 30, "{all}");
}

#[test]
fn of_many_causes_of_one_code_the_first_are_told_and_the_others_counted() {
    let mut text = description(&["Pet"]);
    for number in 0..30 {
        text += &format!("    Phone{number}: {{type: string, format: f{number}}}\n");
    }
    let checkout = Checkout::with(&[("pets.yaml", &text)]);
    let (_, _, err) = checkout.run("generate");
    let told = err.lines().filter(|line| line.starts_with("note[CW0404]") && line.contains("is kept as text")).count();
    assert!((3..15).contains(&told), "{err}");
    assert!(err.contains(&format!("note[CW0404]: {} more of this kind", 30 - told)), "{err}");
    assert!(err.contains("`--all`"), "{err}");
}

#[test]
fn with_warnings_denied_nothing_is_written() {
    let checkout = Checkout::with(&[("pets.yaml", &doubtful(1))]);
    let (code, _, err) = checkout.run("generate --deny-warnings");
    assert!(code == 1 && err.contains("error[CW0402]") && err.contains("nothing was written"), "{err}");
    assert!(!checkout.path("generated").exists());
    checkout.write("specs/pets.toml", "[diagnostics]\nCW0402 = \"allow\"\n");
    assert_eq!(checkout.run("generate --deny-warnings").0, 0);
}

#[test]
fn no_description_at_all_is_told_and_not_fresh() {
    let checkout = Checkout::with(&[]);
    let (code, _, err) = checkout.run("generate");
    assert!(code == 2 && err.contains("has no folder specs/"), "{err}");
    fs::create_dir(checkout.path("specs")).unwrap();
    let (code, out, _) = checkout.run("generate --check");
    assert!(code == 1 && out.contains("specs/ holds no description"), "{out}");
    let (code, _, err) = checkout.run("generate");
    assert!(code == 0 && err.contains("specs/ holds no description"), "{err}");
}

#[test]
fn a_description_without_operations_is_told_and_not_fresh() {
    let text = "openapi: 3.0.3\ninfo: {title: Pets, version: \"1\"}\npaths: {}\n";
    let checkout = Checkout::with(&[("pets.yaml", text)]);
    let (code, _, err) = checkout.run("generate");
    assert!(code == 0 && err.contains("specs/pets.yaml has no operation that can be called"), "{err}");
    let (code, out, _) = checkout.run("generate --check");
    assert!(code == 1 && out.contains("specs/pets.yaml has no operation that can be called"), "{out}");
    assert_eq!(checkout.run("generate --deny-warnings").0, 1);
}

#[test]
fn a_description_of_webhooks_alone_is_of_use() {
    let hook = "{post: {requestBody: {content: {application/json: {schema: {type: string}}}}}}";
    let text = format!("openapi: 3.1.0\ninfo: {{title: Pets, version: \"1\"}}\nwebhooks: {{born: {hook}}}\n");
    let checkout = Checkout::with(&[("pets.yaml", &text)]);
    let (code, _, err) = checkout.run("generate --deny-warnings");
    assert!(code == 0 && !err.contains("no operation that can be called"), "{err}");
    let (code, out, _) = checkout.run("generate --check");
    assert!(code == 0, "{out}");
}

#[test]
fn settings_without_a_description_are_told() {
    let checkout = Checkout::with(&[("pets.yaml", &description(&["Pet"])), ("shop.toml", "[package]\n")]);
    let (code, _, err) = checkout.run("generate");
    assert!(code == 0 && err.contains("specs/shop.toml belongs to no description"), "{err}");
    assert_eq!(checkout.run("generate --check").0, 1);
    assert_eq!(checkout.run("generate --check pets").0, 0);
}

#[test]
fn a_description_is_named_by_its_file_too_and_endings_may_be_in_capitals() {
    let checkout = Checkout::with(&[("pets.YAML", &description(&["Pet"])), ("shop.yaml", &description(&["Shop"]))]);
    for name in ["pets", "pets.YAML", "specs/pets.YAML"] {
        let (code, out, err) = checkout.run(&format!("generate {name}"));
        assert!(code == 0 && out.starts_with("pets: "), "{out}{err}");
    }
    assert!(checkout.path("generated/pets/Cargo.toml").exists() && !checkout.path("generated/shop").exists());
}

#[test]
fn a_wrong_setting_is_told_with_its_line_and_column() {
    let checkout = Checkout::with(&[("pets.yaml", &description(&["Pet"]))]);
    checkout.write("specs/pets.toml", "[package]\nlicense = \"MIT\"\nversoin = \"1.0.0\"\npublish = 1\n");
    let (code, _, err) = checkout.run("generate");
    assert_eq!(code, 1);
    assert!(err.contains("specs/pets.toml:3:1") && err.contains("did you mean `version`?"), "{err}");
    assert!(err.contains("specs/pets.toml:4:11") && err.contains("write `true` or `false`"), "{err}");
    assert!(!checkout.path("generated").exists());
}

#[test]
fn a_crate_that_cannot_be_called_like_its_file_gets_a_name_in_the_settings() {
    let checkout = Checkout::with(&[]);
    for name in ["box", "async", "gen", "try", "type", "std", "test"] {
        checkout.write(&format!("specs/{name}.yaml"), &description(&["Pet"]));
        let (code, _, err) = checkout.run("generate");
        let told = format!("set `name` below `[package]` in specs/{name}.toml");
        assert!(code == 1 && err.contains(&told), "{name}: {err}");
        checkout.write(&format!("specs/{name}.toml"), &format!("[package]\nname = \"{name}-client\"\n"));
        assert_eq!(checkout.run("generate").0, 0, "{name}");
        let manifest = fs::read_to_string(checkout.path(&format!("generated/{name}/Cargo.toml"))).unwrap();
        assert!(manifest.contains(&format!("name = \"{name}-client\"")), "{manifest}");
        fs::remove_file(checkout.path(&format!("specs/{name}.yaml"))).unwrap();
        fs::remove_file(checkout.path(&format!("specs/{name}.toml"))).unwrap();
    }
}

#[test]
fn two_packages_of_one_name_are_refused() {
    let checkout = Checkout::with(&[("pets.yaml", &description(&["Pet"])), ("shop.yaml", &description(&["Shop"]))]);
    checkout.write("specs/shop.toml", "[package]\nname = \"pets\"\n");
    let (code, _, err) = checkout.run("generate");
    assert!(
        code == 1 && err.contains("specs/pets.yaml and specs/shop.yaml would both become the package `pets`"),
        "{err}"
    );
    checkout.write("specs/shop.toml", "[package]\nname = \"xtask\"\n");
    assert_eq!(checkout.run("generate").0, 1);
    assert!(!checkout.path("generated").exists());
}

#[test]
fn the_command_line_says_what_was_meant() {
    let checkout = Checkout::with(&[("pets.yaml", &description(&["Pet"]))]);
    for (arguments, told) in [
        ("genrate", "a similar subcommand exists: 'generate'"),
        ("generate pest", "did you mean `pets`?"),
        ("generate --deny-warning", "a similar argument exists: '--deny-warnings'"),
        ("dump modle pets", "a similar value exists: 'model'"),
        ("explain CW9999", "there is no message `CW9999`"),
        ("explain bogus", "`bogus` is no code of a message: codes are CW0101 to CW0"),
        ("explain CW04x1", "`clientwright explain` alone lists them"),
    ] {
        let (code, out, err) = checkout.run(arguments);
        assert!(code == 2 && out.is_empty() && err.contains(told), "{arguments}: {err}");
    }
    assert!(checkout.run("--version").1.starts_with("clientwright "));
    assert!(checkout.run("generate --help").1.contains("--deny-warnings"));
    assert!(!checkout.run("dump --help").1.contains("--deny-warnings"));
}

#[test]
fn all_names_that_belong_to_nothing_are_told() {
    let checkout = Checkout::with(&[("pets.yaml", &description(&["Pet"])), ("shop.yaml", &description(&["Shop"]))]);
    let (code, _, err) = checkout.run("generate pest shop shoop bogus");
    assert_eq!(code, 2);
    assert!(err.contains("did you mean `pets`?") && err.contains("did you mean `shop`?"), "{err}");
    assert!(err.contains("there is no description `bogus` in specs/; there is: pets, shop"), "{err}");
    assert!(!checkout.path("generated").exists());
}

#[test]
fn a_path_outside_of_specs_is_no_description_of_the_same_name() {
    let checkout = Checkout::with(&[("pets.yaml", &description(&["Pet"]))]);
    checkout.write("other/pets.yaml", &description(&["Other"]));
    let absolute = checkout.path("other/pets.yaml").display().to_string();
    for name in ["other/pets.yaml", "nowhere/pets.yaml", "specs/parts/pets.yaml", &absolute] {
        let (code, _, err) = checkout.run(&format!("generate {name}"));
        assert!(code == 2 && err.contains(&format!("{name} is not in specs/")), "{err}");
    }
    let absolute = checkout.path("specs/pets.yaml").display().to_string();
    for name in ["specs/pets.yaml", "./specs/pets.yaml", "generated/pets/", &absolute] {
        let (code, _, err) = checkout.run(&format!("generate {name}"));
        assert_eq!(code, 0, "{name}: {err}");
    }
}

#[test]
fn a_file_that_was_written_by_hand_is_not_overwritten() {
    let checkout = Checkout::with(&[("pets.yaml", &description(&["Pet"]))]);
    for path in ["src/lib.rs", "Cargo.toml", "README.md"] {
        let path = format!("generated/pets/{path}");
        checkout.write(&path, "//! Mine.\n");
        for command in ["generate", "generate --check"] {
            let (code, _, err) = checkout.run(command);
            assert_eq!(code, 1);
            assert!(err.contains(&format!("{path} was not made by the generator, which would overwrite it")), "{err}");
            assert!(err.contains("nothing was written") && err.contains("or delete it"), "{err}");
        }
        assert_eq!(fs::read_to_string(checkout.path(&path)).unwrap(), "//! Mine.\n");
        fs::remove_file(checkout.path(&path)).unwrap();
    }
    checkout.generates();
    // What was generated and spoilt is written anew, and so is what is empty.
    let lib = fs::read_to_string(checkout.path("generated/pets/src/lib.rs")).unwrap();
    checkout.write("generated/pets/src/lib.rs", &format!("<<<<<<< ours\n{lib}mine\n"));
    checkout.write("generated/pets/README.md", "");
    assert!(checkout.generates().contains("2 files written"));
}

#[test]
fn a_file_that_is_not_utf_8_is_told_with_its_place() {
    let checkout = Checkout::with(&[]);
    fs::create_dir_all(checkout.path("specs")).unwrap();
    let text = description(&["Pet"]).replace("title: Pets", "title: K\u{e4}se");
    let latin: Vec<u8> = text.chars().map(|char| u8::try_from(u32::from(char)).unwrap()).collect();
    fs::write(checkout.path("specs/pets.yaml"), latin).unwrap();
    let (code, _, err) = checkout.run("generate");
    assert!(code == 1 && err.contains("error[CW0106]") && err.contains("specs/pets.yaml:2:16"), "{err}");
    let wide: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    fs::write(checkout.path("specs/pets.yaml"), wide).unwrap();
    let (_, _, err) = checkout.run("generate");
    assert!(err.contains("specs/pets.yaml:1:1") && err.contains("it looks like UTF-16"), "{err}");
    checkout.write("specs/pets.yaml", &description(&["Pet"]));
    fs::write(checkout.path("specs/pets.toml"), b"[package]\n# K\xe4se\n").unwrap();
    let (_, _, err) = checkout.run("generate");
    assert!(err.contains("error[CW0106]") && err.contains("specs/pets.toml:2:4"), "{err}");
}

const OVERLAY: &str =
    "overlay: 1.1.0\ninfo: {title: Other words, version: 1.0.0}\nactions:\n- target: $.info.title\n  update: Animals\n";

#[test]
fn a_crate_is_stale_when_its_overlay_has_changed() {
    let checkout = Checkout::with(&[("pets.yaml", &description(&["Pet"]))]);
    checkout.generates();
    assert_eq!(checkout.run("generate --check").0, 0);
    checkout.write("specs/pets.overlay.yaml", OVERLAY);
    let (code, out, _) = checkout.run("generate --check");
    assert!(code == 1 && out.contains("+ ") && out.contains("Animals"), "{out}");
    checkout.generates();
    assert_eq!(checkout.run("generate --check").0, 0);
    checkout.write("specs/pets.overlay.yaml", &OVERLAY.replace("Animals", "Beasts"));
    assert_eq!(checkout.run("generate --check").0, 1);
}

#[test]
fn overlays_are_applied_in_the_order_of_the_settings_and_each_belongs_to_a_description() {
    let checkout = Checkout::with(&[("pets.yaml", &description(&["Pet"]))]);
    checkout.write("specs/pets.overlay.yaml", OVERLAY);
    checkout.write("specs/pets.overlay.2.yaml", &OVERLAY.replace("Animals", "Beasts"));
    let (code, _, err) = checkout.run("generate");
    assert!(code == 0 && err.contains("specs/pets.overlay.2.yaml is applied to no description"), "{err}");
    let readme = || fs::read_to_string(checkout.path("generated/pets/README.md")).unwrap();
    assert!(readme().contains("Animals"), "{}", readme());
    checkout.write("specs/pets.toml", "overlays = [\"pets.overlay.yaml\", \"pets.overlay.2.yaml\"]\n");
    let (code, _, err) = checkout.run("generate");
    assert!(code == 0 && err.is_empty() && readme().contains("Beasts"), "{err}{}", readme());
    checkout.write("specs/pets.toml", "overlays = [\"pets.overlay.3.yaml\"]\n");
    let (code, _, err) = checkout.run("generate");
    assert!(code == 1 && err.contains("error[CW0119]") && err.contains("specs/pets.toml:1:13"), "{err}");
}

#[test]
fn a_mistake_in_an_overlay_is_told_with_its_line_and_column() {
    let checkout = Checkout::with(&[("pets.yaml", &description(&["Pet"]))]);
    checkout.write("specs/pets.overlay.yaml", &OVERLAY.replace("$.info.title", "$.info.titel"));
    let (code, _, err) = checkout.run("generate");
    assert!(code == 1 && err.contains("error[CW0115]") && err.contains("specs/pets.overlay.yaml:4:11"), "{err}");
    assert!(err.contains("did you mean `title`?") && !checkout.path("generated").exists(), "{err}");
    // What an overlay adds stands in the overlay.
    let adds = OVERLAY.replace("$.info.title", "$.components.schemas").replace("Animals", "{Cat: {type: money}}");
    checkout.write("specs/pets.overlay.yaml", &adds);
    let (code, _, err) = checkout.run("generate");
    assert!(code == 1 && err.contains("specs/pets.overlay.yaml:5:24") && err.contains("money"), "{err}");
}

#[test]
fn a_package_that_the_workspace_has_is_not_made_a_second_time() {
    let checkout = Checkout::with(&[("keeper.yaml", &doubtful(0))]);
    checkout.write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"generated/*\", \"keeper\"]\n");
    checkout.write("keeper/Cargo.toml", "[package]\nname = \"keeper\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
    checkout.write("keeper/src/lib.rs", "");
    checkout.write("generated/.rustfmt.toml", "");
    let (code, _, err) = checkout.run("generate");
    assert!(code == 1 && err.contains("generated/keeper would be a second package `keeper` of the workspace"), "{err}");
    assert!(!checkout.path("generated/keeper").exists());
    checkout.write("specs/keeper.toml", "[package]\nname = \"keeper-client\"\n");
    assert_eq!(checkout.run("generate").0, 0);
}
