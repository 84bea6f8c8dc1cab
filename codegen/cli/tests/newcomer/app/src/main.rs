//! Adds a pet and asks for all, of a server that is played by the client's own double.

use openapi::Client;
use openapi::testing::{Answer, MockTransport, VirtualClock};
use openapi::types::NewPet;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let clock = VirtualClock::new();
    let server = MockTransport::new(&clock);
    let rex = r#"{"id": "67e55044-10b1-426f-9247-bb680e5fe0c8", "name": "Rex", "kind": "dog", "born": "2026-05-01"}"#;
    server.on("POST", "/pets").reply(Answer::json(201, rex));
    // Busy once, then there.
    server.on("GET", "/pets").once(Answer::status(503)).reply(Answer::json(200, format!("[{rex}]")));
    let client = Client::builder()
        .bearer("token")
        .transport(server.clone())
        .clock(clock.clone())
        .spawner(clock.clone())
        .build()?;

    clock.run(async {
        let pet = client.pets().add_pet(NewPet::new("Rex", "dog")).await?;
        let pets = client.pets().list_pets().kind("dog").await?;
        assert_eq!(pets, [pet]);
        assert_eq!(server.calls()[0].header("authorization"), Some("Bearer token"));
        assert_eq!(server.calls().len(), 3);
        println!("{} is there", pets[0].name);
        Ok(())
    })
}
