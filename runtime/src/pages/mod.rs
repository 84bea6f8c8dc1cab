//! Streams over the pages of a list operation, and over their items.
//!
//! In come an operation, the name of its cursor parameter and how a page is read; out go pages or items, one request at a
//! time, each made when its first item is asked for. How a request is sent and retried is not its business.

use std::collections::VecDeque;
use std::fmt;
use std::future::{IntoFuture, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_util::Stream;

use crate::error::Error;
use crate::future::{BoxFuture, MaybeSend};
use crate::operation::Operation;
use crate::wire::Spec;

mod cursor;
mod visited;

pub use cursor::Cursor;

use visited::Visited;

/// The items of all pages, as a stream.
///
/// An error does not end the stream: the next poll asks for the same page again. A cursor that comes again does, with
/// [`ErrorKind::Paging`](crate::ErrorKind::Paging): within 64 pages at once, in a longer circle after at most three times as
/// many pages as the server has.
pub struct Items<T, E> {
    walk: Walk<Vec<T>, E>,
    waiting: VecDeque<T>,
}

/// The pages of a list, as a stream.
///
/// An error does not end the stream: the next poll asks for the same page again. A cursor that comes again does, with
/// [`ErrorKind::Paging`](crate::ErrorKind::Paging): within 64 pages at once, in a longer circle after at most three times as
/// many pages as the server has.
pub struct Pages<P, E> {
    walk: Walk<P, E>,
}

/// The items of an operation whose pages carry the cursor of the next one; `read` takes a page apart.
pub fn items<O, P, E, I, C>(
    operation: O,
    cursor: &'static str,
    read: impl Fn(P) -> (I, C) + Clone + MaybeSend + 'static,
) -> Items<I::Item, E>
where
    O: Operation + Clone + IntoFuture<Output = Result<P, Error<E>>> + MaybeSend + 'static,
    O::IntoFuture: MaybeSend + 'static,
    I: IntoIterator<Item: 'static>,
    C: Cursor,
    P: 'static,
    E: 'static,
{
    let read = move |page: P| {
        let (items, next) = read(page);
        (items.into_iter().collect::<Vec<_>>(), next.into_text())
    };
    Items { walk: Walk::new(operation, cursor, read), waiting: VecDeque::new() }
}

/// The pages of an operation whose pages carry the cursor of the next one; `next` finds it.
pub fn pages<O, P, E, C>(
    operation: O,
    cursor: &'static str,
    next: impl Fn(&P) -> C + Clone + MaybeSend + 'static,
) -> Pages<P, E>
where
    O: Operation + Clone + IntoFuture<Output = Result<P, Error<E>>> + MaybeSend + 'static,
    O::IntoFuture: MaybeSend + 'static,
    C: Cursor,
    P: 'static,
    E: 'static,
{
    let read = move |page: P| {
        let next = next(&page).into_text();
        (page, next)
    };
    Pages { walk: Walk::new(operation, cursor, read) }
}

impl<T, E> Items<T, E> {
    /// The next item, none after the last.
    pub async fn next(&mut self) -> Option<Result<T, Error<E>>> {
        poll_fn(|cx| self.poll_item(cx)).await
    }

    /// The items that are left, at most `max` of them.
    ///
    /// # Errors
    /// The first error of a page.
    pub async fn collect_all(mut self, max: usize) -> Result<Vec<T>, Error<E>> {
        let mut all = Vec::new();
        while all.len() < max
            && let Some(item) = self.next().await
        {
            all.push(item?);
        }
        Ok(all)
    }

    /// The cursor of the page that is asked for next; none at the start and after the last page.
    /// Items of the current page that were not taken yet come before it.
    #[must_use]
    pub fn continuation(&self) -> Option<&str> {
        self.walk.continuation()
    }

    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, Error<E>>>> {
        loop {
            if let Some(item) = self.waiting.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.walk.poll_page(cx)) {
                Some(Ok(items)) => self.waiting = items.into(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<P, E> Pages<P, E> {
    /// The next page, none after the last.
    pub async fn next(&mut self) -> Option<Result<P, Error<E>>> {
        poll_fn(|cx| self.walk.poll_page(cx)).await
    }

    /// The pages that are left, at most `max` of them.
    ///
    /// # Errors
    /// The first error of a page.
    pub async fn collect_all(mut self, max: usize) -> Result<Vec<P>, Error<E>> {
        let mut all = Vec::new();
        while all.len() < max
            && let Some(page) = self.next().await
        {
            all.push(page?);
        }
        Ok(all)
    }

    /// The cursor of the page that is asked for next; none at the start and after the last page.
    #[must_use]
    pub fn continuation(&self) -> Option<&str> {
        self.walk.continuation()
    }
}

impl<T: Unpin, E> Stream for Items<T, E> {
    type Item = Result<T, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(cx)
    }
}

impl<P, E> Stream for Pages<P, E> {
    type Item = Result<P, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.walk.poll_page(cx)
    }
}

impl<T, E> fmt::Debug for Items<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.walk.spec.id;
        f.debug_struct("Items")
            .field("operation", &operation)
            .field("waiting", &self.waiting.len())
            .finish_non_exhaustive()
    }
}

impl<P, E> fmt::Debug for Pages<P, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("operation", &self.walk.spec.id).finish_non_exhaustive()
    }
}

/// What a request for a page gives: the page, and the cursor of the next one.
type Fetched<P, E> = Result<(P, Option<String>), Error<E>>;

#[cfg(not(target_arch = "wasm32"))]
type Fetch<P, E> = Box<dyn Fn(Option<&str>) -> BoxFuture<'static, Fetched<P, E>> + Send>;
#[cfg(target_arch = "wasm32")]
type Fetch<P, E> = Box<dyn Fn(Option<&str>) -> BoxFuture<'static, Fetched<P, E>>>;

/// The way from page to page. Another strategy (offset, page number, link) is another `fetch`.
struct Walk<P, E> {
    spec: &'static Spec,
    fetch: Fetch<P, E>,
    /// Of the page that is fetched now or next.
    cursor: Option<String>,
    step: Step<P, E>,
    visited: Visited,
}

enum Step<P, E> {
    Idle,
    Fetching(BoxFuture<'static, Fetched<P, E>>),
    Repeated,
    Done,
}

impl<P: 'static, E: 'static> Walk<P, E> {
    fn new<O, Q>(
        mut operation: O,
        parameter: &'static str,
        read: impl Fn(Q) -> (P, Option<String>) + Clone + MaybeSend + 'static,
    ) -> Self
    where
        O: Operation + Clone + IntoFuture<Output = Result<Q, Error<E>>> + MaybeSend + 'static,
        O::IntoFuture: MaybeSend + 'static,
        Q: 'static,
    {
        let spec = operation.call().spec();
        let fetch = move |cursor: Option<&str>| -> BoxFuture<'static, Fetched<P, E>> {
            let mut operation = operation.clone();
            if let Some(cursor) = cursor {
                operation.call().set_query(parameter, &cursor.to_owned());
            }
            let (sending, read) = (operation.into_future(), read.clone());
            Box::pin(async move { sending.await.map(read) })
        };
        Self { spec, fetch: Box::new(fetch), cursor: None, step: Step::Idle, visited: Visited::default() }
    }
}

impl<P, E> Walk<P, E> {
    fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<P, Error<E>>>> {
        loop {
            let fetched = match &mut self.step {
                Step::Idle => {
                    self.step = Step::Fetching((self.fetch)(self.cursor.as_deref()));
                    continue;
                }
                Step::Fetching(fetching) => ready!(fetching.as_mut().poll(cx)),
                Step::Repeated => {
                    self.step = Step::Done;
                    let message = "the server gave a cursor that it had given before".to_owned();
                    return Poll::Ready(Some(Err(Error::paging(self.spec, message))));
                }
                Step::Done => return Poll::Ready(None),
            };
            return Poll::Ready(Some(match fetched {
                Ok((page, next)) => {
                    self.advance(next);
                    Ok(page)
                }
                Err(error) => {
                    self.step = Step::Idle;
                    Err(error)
                }
            }));
        }
    }

    fn advance(&mut self, next: Option<String>) {
        self.step = match &next {
            None => Step::Done,
            Some(next) if self.visited.returns_to(next) => Step::Repeated,
            Some(_) => Step::Idle,
        };
        self.cursor = next;
    }

    fn continuation(&self) -> Option<&str> {
        self.cursor.as_deref()
    }
}
