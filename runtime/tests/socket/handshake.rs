//! The opening handshake over TCP, with all that a call has, and servers of another make.

use clientwright_runtime::SocketOptions;
use futures_util::future::join;
use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpListener;
use tokio_websockets::{Message, ServerBuilder};

use crate::api::builder;

#[tokio::test]
async fn over_tcp_with_a_server_of_another_make() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serves = tokio::spawn(async move {
        let (request, mut server) = ServerBuilder::new().accept(listener.accept().await.unwrap().0).await.unwrap();
        assert_eq!(request.headers()["authorization"], "Bearer secret-token");
        // At once with the head of the response: the first bytes may come together with it.
        server.send(Message::text("\"welcome\"")).await.unwrap();
        while let Some(Ok(message)) = server.next().await {
            if message.is_text() {
                server.send(message).await.unwrap();
            }
        }
    });
    let client = builder("secret-token").base_url(format!("http://{address}")).build().unwrap();
    let mut socket = client.connect(SocketOptions::new()).await.unwrap();
    assert_eq!(socket.next().await.unwrap().unwrap(), "welcome");
    socket.send("hello".to_owned()).await.unwrap();
    assert_eq!(socket.next().await.unwrap().unwrap(), "hello");
    let closes = async { client.inner.close().await };
    let (last, ()) = join(socket.next(), closes).await;
    assert!(last.is_none());
    serves.await.unwrap();
}
