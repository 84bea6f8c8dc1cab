//! The programs that the two READMEs show are these, which compile.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Duration;

use user_chat::Client;
use user_chat::api::users::GetUserError;

#[expect(dead_code, reason = "it is there to be compiled")]
async fn before_and_after(token: &str) -> Result<(), Box<dyn Error>> {
    // README.md
    let client = Client::builder().base_url("http://127.0.0.1:8080/").bearer(token).build()?;

    match client.users().get_user("42").timeout(Duration::from_secs(5)).await {
        Ok(user) => println!("{} <{}>", user.name, user.email),
        Err(error) => match error.api() {
            Some(GetUserError::NotFound(body)) => println!("nobody has the id {:?}", body.id),
            _ => return Err(error.into()),
        },
    }
    // end
    Ok(())
}

#[expect(dead_code, reason = "it is there to be compiled")]
async fn of_the_program(token: &str) -> Result<(), Box<dyn Error>> {
    // codegen/cli/README.md
    let client = pets::Client::builder().bearer(token).build()?;

    match client.pets().get_pet("7").await {
        Ok(pet) => println!("{} is a {}", pet.name, pet.kind),
        Err(error) => match error.api() {
            Some(problem) => println!("the shelter says: {}", problem.message),
            None => return Err(error.into()),
        },
    }
    // end
    Ok(())
}

/// The lines of this file below the mark of a page, as they stand at the margin.
fn compiled(page: &str) -> String {
    let mark = format!("    // {page}");
    let lines = include_str!("readme.rs").lines().skip_while(|line| *line != mark).skip(1);
    let piece = lines.take_while(|line| *line != "    // end").map(|line| line.strip_prefix("    ").unwrap_or(line));
    piece.collect::<Vec<_>>().join("\n")
}

#[test]
fn what_the_readmes_show_is_compiled() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    for page in ["README.md", "codegen/cli/README.md"] {
        let text = fs::read_to_string(root.join(page)).expect("the page is there");
        let shown: Vec<&str> = text.split("\n```").filter(|block| block.starts_with("rust")).collect();
        assert_eq!(shown.len(), 1, "{page}");
        let (_, shown) = shown[0].split_once('\n').expect("a block has lines");
        assert_eq!(shown, compiled(page), "{page}");
    }
}
