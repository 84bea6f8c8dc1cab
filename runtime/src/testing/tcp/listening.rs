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
pub(super) type Serve = Arc<dyn Fn(TcpStream, usize) -> BoxFuture<'static, ()> + Send + Sync>;

/// What was counted so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub(super) connections: usize,
    pub(super) open: usize,
    pub(super) requests: usize,
}

/// Counts, and wakes those who wait for one.
pub(super) type Tally = Arc<watch::Sender<Counts>>;

/// Until the counts are as they are wanted.
pub(super) async fn until(tally: &Tally, wanted: impl FnMut(&Counts) -> bool) {
    let mut counts = tally.subscribe();
    // It ends with the sender alone, which is kept by who asks.
    let _known = counts.wait_for(wanted).await;
}

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
    pub(super) fn start(serve: Serve, tally: Tally) -> io::Result<Self> {
        let socket = bound(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
        let address = socket.local_addr()?;
        let accepting = Arc::new(Accepting { serve, tally, connections: Mutex::default() });
        let door = Door::Open(Accepting::start(&accepting, socket.listen(BACKLOG)?));
        Ok(Self { address, accepting, door: tokio::sync::Mutex::new(door) })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
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
