//! The same program, against what clientwright generates.

use std::error::Error;

use pets::ClientBuilder;
use pets::types::{Kind, NewPet};

/// Takes a cat in, lists all cats, asks for a pet that is not there, and lets the cat go. The builder is `pets::Client::builder()`, and that of a
/// test has a server in memory.
pub(crate) async fn shelter(
    builder: ClientBuilder,
    base_url: &str,
    token: &str,
) -> Result<Vec<String>, Box<dyn Error>> {
    let client = builder.base_url(base_url).bearer(token).build()?;
    let mut said = Vec::new();

    let tom = client.pets().add_pet(NewPet::new("Tom", Kind::Cat)).idempotency_key("key-1").await?;
    said.push(format!("{} is {}", tom.id, tom.name));

    let mut cats = client.pets().list_pets().kind(Kind::Cat).limit(1).items();
    while let Some(cat) = cats.next().await {
        said.push(cat?.name);
    }

    match client.pets().get_pet("99").await {
        Ok(pet) => said.push(pet.name),
        Err(error) => match error.api() {
            Some(problem) if error.status().is_some_and(|status| status == 404) => said.push(problem.message.clone()),
            _ => return Err(error.into()),
        },
    }
    client.pets().remove_pet(tom.id).await?;
    Ok(said)
}
