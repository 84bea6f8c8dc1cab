//! Sends lists in each of the forms that Swagger 2.0 has for them.

use swagger_lists_are_joined_as_collection_formats_say::Client;
use swagger_lists_are_joined_as_collection_formats_say::types::AddRoomsBody;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().base_url(std::env::var("BASE_URL")?).build()?;
    let rooms = client.general();
    let list = ["a", "b"];
    rooms.list_rooms(list, list, list, list, list, list, list, [vec![1, 2], vec![3]], list, list).await?;
    rooms.add_rooms(list, list, AddRoomsBody::new(list, list, list, list, list)).await?;
    Ok(())
}
