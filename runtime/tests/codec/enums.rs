//! Enumerations.

use clientwright_runtime::{integer_enum, string_enum};

use crate::{pass_on, read, write};

string_enum! { enum Role { Admin = "admin", Member = "team member" } }

integer_enum! { enum Priority { Low = -1, High = 2 } }

#[test]
fn an_unknown_text_survives_a_round_trip() {
    assert_eq!(read(r#""owner""#), Ok(Role::Unknown("owner".into())));
    assert_eq!(pass_on::<Vec<Role>>(r#"["owner","admin","team member",""]"#), r#"["owner","admin","team member",""]"#);
}

#[test]
fn an_unknown_integer_survives_a_round_trip() {
    assert_eq!(read("[2,-1,99]"), Ok(vec![Priority::High, Priority::Low, Priority::Unknown(99)]));
    assert_eq!(pass_on::<Vec<Priority>>("[2,-1,99]"), "[2,-1,99]");
}

#[test]
fn other_json_types_are_errors() {
    assert_eq!(read::<Role>("1").expect_err("a number").message(), "expected a string, found an integer");
    assert_eq!(read::<Role>("null").expect_err("null").message(), "expected a string, found null");
    assert!(read::<Priority>("1.5").is_err());
    assert!(read::<Priority>("\"1\"").is_err());
}

#[test]
fn text_reads_and_shows_as_on_the_wire() {
    assert_eq!(Role::from("admin"), Role::Admin);
    assert_eq!("owner".parse(), Ok(Role::Unknown("owner".into())));
    assert_eq!(Role::Member.as_str(), "team member");
    assert_eq!(format!("[{:>6}] [{}]", Role::Admin, Priority::High), "[ admin] [2]");
    assert_eq!((Priority::from(2), Priority::Unknown(7).as_i64()), (Priority::High, 7));
    assert_eq!(write(&Role::Admin), r#""admin""#);
}
