//! Five calls of Stripe's, by a client that openapi-to-rust made.

use stripe_client::generated::{HttpClient, PostCustomersRequest};

const NONE: Option<&str> = None;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let stripe = HttpClient::new().with_base_url("http://127.0.0.1:9").with_api_key("key");
    println!("{}", stripe.get_balance(NONE, None).await.is_ok());
    println!("{}", stripe.get_customers(NONE, NONE, NONE, NONE, Some(3), NONE, NONE, None).await.is_ok());
    let body = PostCustomersRequest { email: Some("jo@example.com".to_owned()), ..Default::default() };
    println!("{}", stripe.post_customers(Some(body)).await.is_ok());
    println!("{}", stripe.delete_customers_customer("cus_1", None).await.is_ok());
    println!("{}", stripe.get_charges_charge("ch_1", NONE, None).await.is_ok());
}
