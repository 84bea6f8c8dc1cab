//! Five calls of Stripe's, by hand: reqwest, serde's derive, and the fields that one program needs.

use reqwest::{Client, RequestBuilder};
use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(Debug, Deserialize)]
struct Balance {
    livemode: bool,
}

#[derive(Debug, Deserialize)]
struct Customers {
    data: Vec<Customer>,
    has_more: bool,
}

#[derive(Debug, Deserialize)]
struct Customer {
    id: String,
    email: Option<String>,
}

#[derive(Debug, Deserialize)]
struct DeletedCustomer {
    id: String,
    deleted: bool,
}

#[derive(Debug, Deserialize)]
struct Charge {
    id: String,
    amount: i64,
    customer: Option<String>,
}

async fn sent<T: DeserializeOwned>(request: RequestBuilder) -> reqwest::Result<T> {
    request.bearer_auth("key").send().await?.error_for_status()?.json().await
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> reqwest::Result<()> {
    let base = "http://127.0.0.1:9";
    let client = Client::builder().build()?;
    println!("{:?}", sent::<Balance>(client.get(format!("{base}/v1/balance"))).await);
    println!("{:?}", sent::<Customers>(client.get(format!("{base}/v1/customers")).query(&[("limit", 3)])).await);
    let form = [("email", "jo@example.com")];
    println!("{:?}", sent::<Customer>(client.post(format!("{base}/v1/customers")).form(&form)).await);
    println!("{:?}", sent::<DeletedCustomer>(client.delete(format!("{base}/v1/customers/cus_1"))).await);
    println!("{:?}", sent::<Charge>(client.get(format!("{base}/v1/charges/ch_1"))).await);
    Ok(())
}
