//! Values for tests: received types have no constructor, so that a sample is what a test begins with.

use user_chat::testing::{Answer, MockTransport, VirtualClock, sample};
use user_chat::types::{Member, Message, MessageContent, Role, RoomEvent, User, UserPage, Visibility};

#[test]
fn a_sample_has_the_examples_of_the_description() {
    let user: User = sample();
    assert_eq!((user.id.as_str(), user.name.as_str(), user.role), ("42", "Ann", Role::Member));
    assert_eq!(user.created_at.to_string(), "2026-01-23T09:30:00Z");
    let member: Member = sample();
    assert_eq!(member.user.email, "ann@example.com");
}

#[test]
fn a_sample_has_what_is_required_and_nothing_else() {
    let user: User = sample();
    assert_eq!(user.nickname, None);
    let page: UserPage = sample();
    assert!(page.items.is_empty());
    assert_eq!(page.next_cursor, None);
}

#[test]
fn a_sample_of_alternatives_is_the_first_of_them() {
    assert!(matches!(sample::<MessageContent>(), MessageContent::Text(content) if content.text == "Hello **Bob**"));
    assert!(matches!(sample::<RoomEvent>(), RoomEvent::MessagePosted(_)));
    assert_eq!(sample::<Role>(), Role::Admin);
    assert_eq!(sample::<Visibility>().to_string(), "public");
    assert_eq!(sample::<Option<Message>>(), None);
}

#[test]
fn a_program_is_tested_with_samples() {
    let clock = VirtualClock::new();
    let server = MockTransport::new(&clock);
    let mut ann: User = sample();
    ann.nickname = Some("Annie".to_owned());
    server.on("GET", "/api/v1/users/42").reply(Answer::json(200, serde_json::to_string(&ann).expect("JSON")));
    let client = user_chat::Client::builder()
        .base_url("https://chat.example.com")
        .bearer("token")
        .transport(server)
        .clock(clock.clone())
        .build()
        .expect("a client");
    let found = clock.run(async { client.users().get_user("42").await }).expect("a user");
    assert_eq!(found, ann);
}
