//! Five calls of Stripe's, by a client that clientwright made.

use stripe_client::Client;
use stripe_client::types::PostCustomersBody;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().base_url("http://127.0.0.1:9/").bearer("key").build()?;
    let stripe = client.general();
    println!("{}", stripe.get_balance().await.is_ok());
    println!("{}", stripe.get_customers().limit(3).await.is_ok());
    println!("{}", stripe.post_customers().body(PostCustomersBody::new().email("jo@example.com")).await.is_ok());
    println!("{}", stripe.delete_customers_customer("cus_1").await.is_ok());
    println!("{}", stripe.get_charges_charge("ch_1").await.is_ok());
    Ok(())
}
