//! Media types over a real socket: what is asked for, what is sent under which name, what a reply is read as.

mod received;
mod sent;

use std::sync::{Arc, Mutex};

use clientwright_runtime::private as rt;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

static API: rt::Api =
    rt::Api { name: "media", title: "Media", version: "1", servers: &[], schemes: &[], security: &[] };

/// A server that answers every request with the same bytes and keeps what it was sent.
struct Server {
    client: rt::Client,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn answering(status: u16, headers: &str, body: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (kept, headers, length) = (Arc::clone(&requests), headers.replace('\n', "\r\n"), body.len());
        let answer =
            format!("HTTP/1.1 {status} X\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}");
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let request = read(&mut stream).await;
                kept.lock().unwrap().push(request);
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        let builder = rt::Builder::new(&API).base_url(format!("http://{address}/"));
        Self { client: builder.build().unwrap(), requests }
    }

    async fn echoing() -> Self {
        Self::answering(200, "content-type: application/json\n", "7").await
    }

    fn call(&self, spec: &'static rt::Spec) -> Call {
        Call(self.client.call(spec))
    }

    fn request(&self) -> String {
        self.requests.lock().unwrap().pop().expect("a request came")
    }

    /// The value of a header of the last request.
    fn header(&self, name: &str) -> Option<String> {
        let request = self.request();
        let head = request.split("\r\n\r\n").next().unwrap_or_default().to_owned();
        let mut lines = head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned())
    }

    /// The body of the last request.
    fn body(&self) -> String {
        self.request().split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default()
    }
}

async fn read(stream: &mut TcpStream) -> String {
    let mut read = Vec::new();
    loop {
        let mut chunk = [0; 4096];
        let count = stream.read(&mut chunk).await.unwrap();
        read.extend_from_slice(&chunk[..count]);
        let text = String::from_utf8_lossy(&read).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
        if count == 0 || body.len() >= length.unwrap_or_default() {
            return text;
        }
    }
}

rt::operation! {
    struct Call: GET "/" as "get"
    -> Result<i64, Error<Problem>> as rt::Json<_>, rt::Json<_>, Documented
}

struct Problem {
    code: String,
}

rt::record! { Problem {
    required code = "code";
} }

#[derive(Clone, Debug, PartialEq)]
struct Documented {
    total: Option<i64>,
    tags: Option<Vec<String>>,
}

rt::headers! { Documented {
    total = "X-Total";
    tags = "X-Tags";
} }

static GET: &rt::Spec = Call::SPEC;
