//! A server of HTTP/2 in the clear, for one client: each stream is answered, or broken, as it is told. What travels below streams is the
//! business of the transports' own tests.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};

use bytes::{Bytes, BytesMut};
use h2::Reason;
use h2::server::SendResponse;
use http::{HeaderMap, Response};
use tokio::net::{TcpListener, TcpStream};

/// What a stream has asked.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) headers: HeaderMap,
    #[allow(dead_code, reason = "not all who ask send something")]
    pub(crate) body: Bytes,
}

/// A stream whose request is read, and which is to be answered.
pub(crate) struct Talk(SendResponse<Bytes>);

impl Talk {
    fn head(status: u16, headers: &[(&str, &str)]) -> Response<()> {
        let response = Response::builder().status(status);
        headers.iter().fold(response, |response, (name, value)| response.header(*name, *value)).body(()).unwrap()
    }

    pub(crate) fn answer(mut self, status: u16, headers: &[(&str, &str)], body: &'static [u8]) {
        let mut stream = self.0.send_response(Self::head(status, headers), body.is_empty()).unwrap();
        if !body.is_empty() {
            stream.send_data(Bytes::from_static(body), true).unwrap();
        }
    }

    /// Resets the stream in place of an answer.
    #[allow(dead_code, reason = "not all who ask want that")]
    pub(crate) fn reset(mut self, reason: Reason) {
        self.0.send_reset(reason);
    }

    /// Resets it behind all of the body, in place of its end.
    #[allow(dead_code, reason = "not all who ask want that")]
    pub(crate) fn reset_in_body(mut self, headers: &[(&str, &str)], body: &'static [u8], reason: Reason) {
        let mut stream = self.0.send_response(Self::head(200, headers), false).unwrap();
        stream.send_data(Bytes::from_static(body), false).unwrap();
        tokio::spawn(async move {
            // Once the data is on its way: a reset overtakes what waits.
            for _ in 0..100 {
                tokio::task::yield_now().await;
            }
            stream.send_reset(reason);
        });
    }
}

type Does = dyn Fn(Talk, usize) + Send + Sync;

pub(crate) struct Server {
    address: SocketAddr,
    seen: Mutex<Vec<Seen>>,
    connections: AtomicUsize,
    does: Box<Does>,
}

impl Server {
    /// A server that does so with each stream, whose number is given.
    pub(crate) async fn start(does: impl Fn(Talk, usize) + Send + Sync + 'static) -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (seen, connections) = (Mutex::default(), AtomicUsize::new(0));
        let server = Arc::new(Self { address, seen, connections, does: Box::new(does) });
        let accepting = Arc::clone(&server);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                accepting.connections.fetch_add(1, SeqCst);
                let server = Arc::clone(&accepting);
                // An end before its time is the client's doing, which is what the tests are about.
                tokio::spawn(async move { server.talk(stream).await.ok() });
            }
        });
        server
    }

    async fn talk(self: Arc<Self>, stream: TcpStream) -> Result<(), h2::Error> {
        let mut connection = h2::server::handshake(stream).await?;
        while let Some(stream) = connection.accept().await {
            let (request, respond) = stream?;
            let server = Arc::clone(&self);
            tokio::spawn(async move { server.stream(request, respond).await.ok() });
        }
        Ok(())
    }

    async fn stream(
        &self,
        request: http::Request<h2::RecvStream>,
        respond: SendResponse<Bytes>,
    ) -> Result<(), h2::Error> {
        let (head, mut body) = request.into_parts();
        let mut read = BytesMut::new();
        while let Some(piece) = body.data().await {
            let piece = piece?;
            body.flow_control().release_capacity(piece.len())?;
            read.extend_from_slice(&piece);
        }
        let number = {
            let mut seen = self.seen.lock().unwrap();
            seen.push(Seen { headers: head.headers, body: read.freeze() });
            seen.len() - 1
        };
        (self.does)(Talk(respond), number);
        Ok(())
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(SeqCst)
    }
}
