//! The same program, against what openapi-generator generates: `-g rust`, its library `reqwest`.

use std::error::Error;

use pets_oag::apis::Error as ApiError;
use pets_oag::apis::configuration::Configuration;
use pets_oag::apis::pets_api::{GetPetError, add_pet, get_pet, list_pets, remove_pet};
use pets_oag::models::{Kind, NewPet};

/// Takes a cat in, lists all cats, asks for a pet that is not there, and lets the cat go.
pub async fn shelter(base_url: &str, token: &str) -> Result<Vec<String>, Box<dyn Error>> {
    let mut configuration = Configuration::new();
    configuration.base_path = base_url.to_owned();
    configuration.bearer_access_token = Some(token.to_owned());
    let mut said = Vec::new();

    let tom = add_pet(&configuration, NewPet::new("Tom".to_owned(), Kind::Cat), Some("key-1")).await?;
    said.push(format!("{} is {}", tom.id, tom.name));

    let mut after: Option<String> = None;
    loop {
        let page = list_pets(&configuration, Some(Kind::Cat), Some(1), after.as_deref()).await?;
        said.extend(page.items.into_iter().map(|pet| pet.name));
        after = page.next.flatten();
        if after.is_none() {
            break;
        }
    }

    match get_pet(&configuration, "99").await {
        Ok(pet) => said.push(pet.name),
        Err(ApiError::ResponseError(response)) if response.status == 404 => match response.entity {
            // The first alternative that fits the body, whatever the status was.
            Some(GetPetError::Status401(problem) | GetPetError::Status404(problem)) => said.push(problem.message),
            _ => return Err(response.content.into()),
        },
        Err(error) => return Err(error.into()),
    }
    remove_pet(&configuration, &tom.id).await?;
    Ok(said)
}
