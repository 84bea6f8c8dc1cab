//! A small program, against what progenitor generates by default.

use std::error::Error;
use std::num::NonZeroU32;

use pets_progenitor::{Client, Error as ApiError, types};
use reqwest::header::{AUTHORIZATION, HeaderMap};

/// Takes a cat in, lists all cats, asks for a pet that is not there, and lets the cat go.
pub async fn shelter(base_url: &str, token: &str) -> Result<Vec<String>, Box<dyn Error>> {
    let mut headers = HeaderMap::new();
    headers.insert(AUTHORIZATION, format!("Bearer {token}").parse()?);
    let http = reqwest::Client::builder().default_headers(headers).build()?;
    let client = Client::new_with_client(base_url, http);
    let mut said = Vec::new();

    let tom = types::NewPet { name: "Tom".to_owned(), kind: types::Kind::Cat, born: None };
    let tom = client.add_pet(Some("key-1"), &tom).await?.into_inner();
    said.push(format!("{} is {}", tom.id, tom.name));

    let mut after = None;
    loop {
        let page = client.list_pets(after.as_deref(), Some(types::Kind::Cat), NonZeroU32::new(1)).await?.into_inner();
        said.extend(page.items.into_iter().map(|pet| pet.name));
        after = page.next;
        if after.is_none() {
            break;
        }
    }

    match client.get_pet("99").await {
        Ok(pet) => said.push(pet.into_inner().name),
        Err(ApiError::ErrorResponse(response)) if response.status() == 404 => said.push(response.into_inner().message),
        Err(error) => return Err(error.into()),
    }
    client.remove_pet(&tom.id).await?;
    Ok(said)
}
