//! Sends a file in a form and takes one, each with the credential that the operation asks for.

use swagger_files_are_sent_in_forms_and_come_back::{Client, Part};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().base_url(std::env::var("BASE_URL")?).login("ann", "secret").key("key-1").build()?;
    let rooms = client.general();
    let picture = Part::bytes("PNG").file_name("hall.png");
    rooms.set_picture("hall", picture).title("Hall").tags(["a", "b"]).sizes([1, 2]).await?;
    let picture = rooms.get_picture("hall").await?;
    println!("{}", String::from_utf8_lossy(&picture));
    Ok(())
}
