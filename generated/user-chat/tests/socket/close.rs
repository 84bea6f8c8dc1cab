//! A client that is closed sends nothing more.

use clientwright_runtime::ErrorKind;

use crate::signed_in;

#[tokio::test]
async fn a_closed_client_refuses_calls_and_so_do_its_clones() {
    let (server, client) = signed_in().await;
    let clone = client.clone();
    client.users().get_user("1").await.expect("still open");
    server.take();
    client.close().await;
    let error = client.users().get_user("1").await.expect_err("closed");
    assert_eq!(error.kind(), ErrorKind::Closed, "{error:?}");
    let error = clone.users().get_user("1").await.expect_err("closed");
    assert_eq!(error.kind(), ErrorKind::Closed, "{error:?}");
    assert!(server.take().is_empty(), "nothing was sent");
}
