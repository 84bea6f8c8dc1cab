//! Files as parts: opened anew for each attempt, held to the length that they had at first.
//!
//! In comes a path, out goes a [`Part`] with file name, exact length and the content type of its extension. Reading
//! happens on tokio's blocking threads; outside a tokio runtime it is an error, not a panic.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::SystemTime;

use bytes::{Bytes, BytesMut};
use futures_util::Stream;
use tokio::fs::File;
use tokio::io::AsyncReadExt;
use tokio::runtime::Handle;

use super::body::Body;
use super::part::Part;
use crate::future::BoxFuture;

const CHUNK: usize = 64 * 1024;

impl Part {
    /// A file, read when the request is sent, and again when it is sent again.
    ///
    /// Length and time of change are taken now. A file that was changed when it is opened, or has another length while it
    /// is read, fails the attempt.
    ///
    /// # Errors
    /// If the path is no readable regular file, or there is no tokio runtime.
    pub async fn path(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref().to_owned();
        let (_, state) = open(path.clone()).await?;
        let guessed = mime_guess::from_path(&path).first_raw();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let mut part = Self::body(Body::factory(Some(state.length), move || Reading::new(path.clone(), state)));
        part.file_name = name;
        part.content_type = guessed.map(str::to_owned);
        part.guessed = true;
        Ok(part)
    }
}

/// What must not change between choosing a file and sending it.
#[derive(Clone, Copy, PartialEq)]
struct State {
    length: u64,
    changed: Option<SystemTime>,
}

async fn open(path: PathBuf) -> io::Result<(File, State)> {
    Handle::try_current().map_err(|_| io::Error::other("files are read inside a tokio runtime only"))?;
    let file = File::open(path).await?;
    let metadata = file.metadata().await?;
    match metadata.is_file() {
        true => Ok((file, State { length: metadata.len(), changed: metadata.modified().ok() })),
        false => Err(io::Error::new(ErrorKind::InvalidInput, "not a regular file")),
    }
}

/// The next bytes of a file and the file itself, none at its end.
type Chunk = io::Result<Option<(Bytes, File)>>;

/// The chunks of one file, each read by a future of its own.
struct Reading {
    next: Option<BoxFuture<'static, Chunk>>,
}

impl Reading {
    fn new(path: PathBuf, chosen: State) -> Self {
        let first = async move {
            let (file, state) = open(path).await?;
            if state != chosen {
                let (now, then) = (state.length, chosen.length);
                let message = format!("the file was changed since it was chosen ({now} bytes now, {then} bytes then)");
                return Err(io::Error::other(message));
            }
            chunk(file).await
        };
        Self { next: Some(Box::pin(first)) }
    }
}

async fn chunk(mut file: File) -> Chunk {
    let mut buffer = BytesMut::with_capacity(CHUNK);
    match file.read_buf(&mut buffer).await? {
        0 => Ok(None),
        _ => Ok(Some((buffer.freeze(), file))),
    }
}

impl Stream for Reading {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(next) = &mut self.next else {
            return Poll::Ready(None);
        };
        let read = ready!(next.as_mut().poll(cx));
        self.next = None;
        Poll::Ready(match read {
            Ok(None) => None,
            Ok(Some((bytes, file))) => {
                self.next = Some(Box::pin(chunk(file)));
                Some(Ok(bytes))
            }
            Err(error) => Some(Err(error)),
        })
    }
}
