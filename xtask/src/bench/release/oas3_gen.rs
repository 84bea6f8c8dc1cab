//! Five calls of Stripe's, by a client that oas3-gen made.

use stripe_client::*;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let stripe = StripeApiClient::with_base_url("http://127.0.0.1:9/")?.with_bearer_auth("key");
    println!("{}", stripe.get_balance(GetBalanceRequest::default()).await.is_ok());
    let query = GetCustomersRequestQuery { limit: Some(3), ..Default::default() };
    println!("{}", stripe.get_customers(GetCustomersRequest { query, ..Default::default() }).await.is_ok());
    let body = CustomerRequestBody { email: Some("jo@example.com".to_owned()), ..Default::default() };
    println!("{}", stripe.post_customers(PostCustomersRequest { body: Some(body) }).await.is_ok());
    let path = DeleteCustomersCustomerRequestPath { customer: "cus_1".to_owned() };
    let request = DeleteCustomersCustomerRequest { path, ..Default::default() };
    println!("{}", stripe.delete_customers_customer(request).await.is_ok());
    let path = GetChargesChargeRequestPath { charge: "ch_1".to_owned() };
    let request = GetChargesChargeRequest { path, ..Default::default() };
    println!("{}", stripe.get_charges_charge(request).await.is_ok());
    Ok(())
}
