//! A port of the loopback interface that can be closed and opened again. Enters: what is to be done with a connection. Leaves: its address,
//! and how many connections there were and are. What travels over them is not its business.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use crate::future::BoxFuture;

/// How many connections may wait to be accepted.
const BACKLOG: u32 = 1024;

/// What is done with a connection, whose number is given, the first one's being 0.
type Serve = Box<dyn Fn(TcpStream, usize) -> BoxFuture<'static, ()> + Send + Sync>;

/// What was counted so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub(super) connections: usize,
    pub(super) open: usize,
    pub(super) requests: usize,
}

/// Counts, and wakes those who wait for one.
pub(super) type Tally = Arc<watch::Sender<Counts>>;

pub(super) struct Listening {
    address: SocketAddr,
    accepting: Arc<Accepting>,
    door: tokio::sync::Mutex<Door>,
}

/// Whether anybody listens.
enum Door {
    Open(JoinHandle<()>),
    /// The port is kept, and connections are refused.
    Closed(TcpSocket),
    /// Nobody could take the port again.
    Lost,
}

struct Accepting {
    serve: Serve,
    tally: Tally,
    connections: Mutex<JoinSet<()>>,
}

impl Listening {
    /// Accepts connections from now on, and spawns what `serve` makes of each.
    pub(super) fn start<F: Future<Output = ()> + Send + 'static>(
        tally: &Tally,
        serve: impl Fn(TcpStream, usize) -> F + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let serve: Serve = Box::new(move |stream, number| Box::pin(serve(stream, number)));
        let accepting = Arc::new(Accepting { serve, tally: Arc::clone(tally), connections: Mutex::default() });
        let socket = bound(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
        let address = socket.local_addr()?;
        let door = Door::Open(Accepting::start(&accepting, socket.listen(BACKLOG)?));
        Ok(Self { address, accepting, door: tokio::sync::Mutex::new(door) })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// What was counted so far.
    pub(super) fn counts(&self) -> Counts {
        *self.accepting.tally.borrow()
    }

    pub(super) async fn until(&self, wanted: impl FnMut(&Counts) -> bool) {
        let mut counts = self.accepting.tally.subscribe();
        // It ends with the sender alone, which is kept here.
        let _known = counts.wait_for(wanted).await;
    }

    /// From now on connections are refused. Those that are open stay so.
    pub(super) async fn refuse(&self) -> io::Result<()> {
        let mut door = self.door.lock().await;
        if let Door::Open(accepting) = &mut *door {
            accepting.abort();
            // The listener is gone once the task is.
            let _aborted = accepting.await;
            *door = Door::Lost;
            *door = Door::Closed(bound(self.address)?);
        }
        Ok(())
    }

    /// Connections are accepted again.
    pub(super) async fn accept(&self) -> io::Result<()> {
        let mut door = self.door.lock().await;
        let socket = match std::mem::replace(&mut *door, Door::Lost) {
            Door::Open(accepting) => {
                *door = Door::Open(accepting);
                return Ok(());
            }
            Door::Closed(socket) => socket,
            Door::Lost => bound(self.address)?,
        };
        *door = Door::Open(Accepting::start(&self.accepting, socket.listen(BACKLOG)?));
        Ok(())
    }

    /// Ends every connection that is open, without a word.
    pub(super) fn drop_connections(&self) {
        self.accepting.connections().abort_all();
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        if let Door::Open(accepting) = self.door.get_mut() {
            accepting.abort();
        }
        self.drop_connections();
    }
}

fn bound(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    // A port whose connections have just ended is free; elsewhere than on Unix the option means something else.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    Ok(socket)
}

impl Accepting {
    fn start(this: &Arc<Self>, listener: TcpListener) -> JoinHandle<()> {
        let this = Arc::clone(this);
        tokio::spawn(async move {
            loop {
                match listener.accept().await {
                    Ok((stream, _)) => this.serve(stream),
                    // The client was quicker to leave, or there are too many open files: either passes.
                    Err(_) => tokio::task::yield_now().await,
                }
            }
        })
    }

    fn serve(&self, stream: TcpStream) {
        let mut number = 0;
        self.tally.send_modify(|counts| {
            number = counts.connections;
            counts.connections += 1;
            counts.open += 1;
        });
        let open = Open(Arc::clone(&self.tally));
        let served = (self.serve)(stream, number);
        let mut connections = self.connections();
        while connections.try_join_next().is_some() {}
        connections.spawn(async move {
            let _open = open;
            served.await;
        });
    }

    fn connections(&self) -> MutexGuard<'_, JoinSet<()>> {
        self.connections.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection that is counted as open.
struct Open(Tally);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.send_modify(|counts| counts.open -= 1);
    }
}

/// What those who use a server or a proxy may ask of its field `listening`.
macro_rules! listens {
    ($name:ident) => {
        impl $name {
            /// The base URL for a client, with a slash at its end.
            pub fn url(&self) -> String {
                format!("http://{}/", self.address())
            }

            /// Where it listens.
            pub fn address(&self) -> SocketAddr {
                self.listening.address()
            }

            /// Refuses connections from now on; those that are open stay so. The port is kept.
            ///
            /// # Errors
            /// Somebody else has taken the port.
            pub async fn refuse(&self) -> io::Result<()> {
                self.listening.refuse().await
            }

            /// Accepts connections again, behind [`refuse`](Self::refuse).
            ///
            /// # Errors
            /// Somebody else has taken the port.
            pub async fn accept(&self) -> io::Result<()> {
                self.listening.accept().await
            }

            /// How many connections clients have made.
            pub fn connections(&self) -> usize {
                self.listening.counts().connections
            }

            /// How many connections of clients are open.
            pub fn open(&self) -> usize {
                self.listening.counts().open
            }

            /// Waits until so many connections of clients are open.
            pub async fn until_open(&self, count: usize) {
                self.listening.until(|counts| counts.open == count).await;
            }
        }
    };
}

pub(super) use listens;
