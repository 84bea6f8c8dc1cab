//! The same program, against what progenitor generates with `--interface builder`.

use std::error::Error;
use std::num::NonZeroU32;

use pets_progenitor_builder::{Client, Error as ApiError, types};
use reqwest::header::{AUTHORIZATION, HeaderMap};

/// Takes a cat in, lists all cats, asks for a pet that is not there, and lets the cat go.
pub async fn shelter(base_url: &str, token: &str) -> Result<Vec<String>, Box<dyn Error>> {
    let mut headers = HeaderMap::new();
    headers.insert(AUTHORIZATION, format!("Bearer {token}").parse()?);
    let http = reqwest::Client::builder().default_headers(headers).build()?;
    let client = Client::new_with_client(base_url, http);
    let mut said = Vec::new();

    let tom = types::NewPet::builder().name("Tom").kind(types::Kind::Cat);
    let tom = client.add_pet().idempotency_key("key-1").body(tom).send().await?.into_inner();
    said.push(format!("{} is {}", tom.id, tom.name));

    let mut after: Option<String> = None;
    loop {
        let mut call = client.list_pets().kind(types::Kind::Cat).limit(NonZeroU32::MIN);
        if let Some(after) = after {
            call = call.after(after);
        }
        let page = call.send().await?.into_inner();
        said.extend(page.items.into_iter().map(|pet| pet.name));
        after = page.next;
        if after.is_none() {
            break;
        }
    }

    match client.get_pet().pet_id("99").send().await {
        Ok(pet) => said.push(pet.into_inner().name),
        Err(ApiError::ErrorResponse(response)) if response.status() == 404 => said.push(response.into_inner().message),
        Err(error) => return Err(error.into()),
    }
    client.remove_pet().pet_id(tom.id).send().await?;
    Ok(said)
}
