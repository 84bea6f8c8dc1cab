//! Keys that servers are held to: which connections are made, which are refused, and what is reported. Against authorities of our own, over
//! sockets. `cargo xtask pins --table --write` makes `runtime/PINNING.md` of the laws here: the files say what becomes of a connection, the names
//! of the laws which one it is.

mod authorities;
mod made;
#[cfg(target_os = "linux")]
mod platform;
mod refused;
mod reported;
mod stage;
