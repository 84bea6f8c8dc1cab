//! Enums that are closed take the values that they list and no others.

use clientwright_runtime::{closed_integer_enum, closed_string_enum};
use serde_json::json;

closed_string_enum! { enum State { Open = "open", Sent = "sent off" } }

closed_integer_enum! { enum Level { Low = -1, High = 2 } }

#[test]
fn listed_values_are_read_and_written_as_they_are() {
    for (state, text) in [(State::Open, "open"), (State::Sent, "sent off")] {
        assert_eq!(serde_json::from_value::<State>(json!(text)).expect("it is listed"), state);
        assert_eq!(serde_json::to_value(state).expect("it is written"), json!(text));
        assert_eq!((text.parse(), state.to_string()), (Ok(state), text.to_owned()));
    }
    assert_eq!(
        serde_json::from_value::<Vec<Level>>(json!([2, -1])).expect("both are listed"),
        [Level::High, Level::Low]
    );
    assert_eq!(serde_json::to_value(Level::High).expect("it is written"), json!(2));
    assert_eq!((Level::try_from(2), Level::ALL), (Ok(Level::High), &[Level::Low, Level::High][..]));
}

#[test]
fn other_values_are_errors_that_say_what_was_expected() {
    let error = serde_json::from_value::<State>(json!("lost")).expect_err("it is not listed").to_string();
    assert!(error.contains("expected one of the values that the enum lists"), "{error}");
    assert!(serde_json::from_value::<Level>(json!(3)).is_err());
    assert!(serde_json::from_value::<State>(json!(null)).is_err());
    assert!("Open".parse::<State>().is_err() && Level::try_from(0).is_err());
}

/// The order of a list says nothing: to change it changes no order of values.
#[test]
fn values_are_in_the_order_of_what_they_are() {
    closed_string_enum! { enum Size { Small = "s", Large = "l" } }
    closed_integer_enum! { enum Rank { High = 2, Low = -1 } }
    assert!(Size::Large < Size::Small && Rank::Low < Rank::High);
}
