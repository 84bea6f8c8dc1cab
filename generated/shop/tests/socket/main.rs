//! The client against a shop of its own, over a socket: what the overlay, the filter and the types of `specs/shop.toml` make of the
//! description is what the server does.

mod server;

use clientwright_runtime::ErrorKind;
use server::Shop;
use shop::Client;
use shop::types::{Kind, Line, NewOrder, OrderId, State};

async fn customer(shop: &Shop) -> Client {
    Client::builder().base_url(shop.url()).customer("key-1").build().expect("a client can be built")
}

#[tokio::test]
async fn items_come_in_pages_and_keep_what_is_known_of_each_kind() {
    let shop = Shop::open().await;
    let client = customer(&shop).await;
    let first = client.items().list_items().below(5000).limit(2).await.expect("a page");
    assert_eq!(first.iter().map(|item| item.id.as_str()).collect::<Vec<_>>(), ["dune", "kind-of-blue"]);
    assert_eq!((&first[0].kind, &first[1].kind), (&Kind::Book, &Kind::Record));
    // The description promises pages, and a record has none.
    let details = first[1].details.as_ref().expect("its details");
    assert_eq!(details["sides"], serde_json::json!(["A", "B"]));
    let second = client.items().list_items().after(&first[1].id).limit(2).await.expect("the page after");
    // A kind that the description does not list yet.
    assert_eq!(second[0].kind, Kind::from("puzzle"));
    assert_eq!(shop.queries(), ["below=5000&limit=2", "after=kind-of-blue&limit=2"]);
}

#[tokio::test]
async fn an_order_is_placed_and_found_again() {
    let shop = Shop::open().await;
    let client = customer(&shop).await;
    let order = NewOrder::new(vec![Line::new("dune", 2)]);
    let placed = client.orders().place_order(order).await.expect("it is ordered");
    assert_eq!((placed.state, placed.total.cents), (State::Placed, 2400));
    assert_eq!(placed.expected.as_deref(), Some("soon"));
    let found = client.orders().get_order(placed.id).await.expect("it is there");
    assert_eq!((found.id, found.lines), (placed.id, placed.lines));
    let missing = client.orders().get_order(OrderId::nil()).await.expect_err("there is none");
    assert_eq!(missing.api().map(|problem| problem.title.as_str()), Some("No such order"));
}

#[tokio::test]
async fn a_wrong_key_is_told_as_the_overlay_says() {
    let shop = Shop::open().await;
    let client = Client::builder().base_url(shop.url()).customer("stolen").build().expect("a client can be built");
    let refused =
        client.orders().place_order(NewOrder::new(vec![Line::new("dune", 1)])).await.expect_err("it is refused");
    assert_eq!(refused.status().map(|status| status.as_u16()), Some(401));
    assert_eq!(refused.api().map(|problem| problem.title.as_str()), Some("Who are you?"));
    // What everybody may see needs no key, and none is sent.
    assert_eq!(client.items().get_item("dune").await.expect("the item").price.currency, "EUR");
}

#[tokio::test]
async fn a_state_that_the_shop_has_promised_not_to_have_is_an_error() {
    let shop = Shop::open().await;
    let client = customer(&shop).await;
    let placed = client.orders().place_order(NewOrder::new(vec![Line::new("dune", 1)])).await.expect("it is ordered");
    shop.lose(&placed.id.to_string());
    let error = client.orders().get_order(placed.id).await.expect_err("`lost` is none of the states");
    assert_eq!(error.kind(), ErrorKind::Decode, "{error:?}");
}
