//! All that the loop of the page waits for beside the conversation itself: what the user does, and what comes of calls that run meanwhile.

use clientwright_runtime::{AnyError, Bytes, EntryId, Pages};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use user_chat::types::{ApiError, Message, Room, RoomPage, User};

use crate::line::Line;
use crate::recall::Recalled;
use crate::talk::Talk;

pub(crate) type Tell = UnboundedSender<News>;
pub(crate) type Hear = UnboundedReceiver<News>;
pub(crate) type RoomPages = Pages<RoomPage, ApiError>;

pub(crate) enum News {
    SignIn,
    SignOut,
    /// The same, though not all that was written was sent.
    SignOutAnyway,
    MoreRooms,
    MakeRoom,
    Open {
        room: String,
        topic: String,
    },
    Back,
    /// Comes into the room anew after the conversation has ended.
    Again,
    Say,
    Type,
    Earlier,
    /// The log was scrolled to its end.
    AtEnd,
    ShowPicture,
    Chosen,
    Upload,
    /// Time has passed: whoever was typing may have stopped.
    Glance,
    /// The browser says that there is a network, or none.
    Network,
    /// What is said in a room, as it is stored, may be older than what is shown.
    Store(String),
    /// It is time to try to come into a room again.
    Rejoin(String),
    /// What waits to be sent has changed.
    Waits,
    Retry(EntryId),
    Discard(EntryId),

    Rooms(RoomPages, Result<Option<RoomPage>, AnyError>),
    Made(Result<Room, AnyError>),
    Opened(String, Result<Talk, AnyError>),
    /// What was read of a room before, and why it is not open.
    Recalled(String, Option<Recalled>, AnyError),
    /// What waited to be sent in a room is there.
    Delivered(String, Message),
    Uploaded(Result<User, AnyError>),
    Face(String, Result<Bytes, AnyError>),
    /// A call failed whose outcome nobody waits for.
    Failed,
    Line(Line),
}

/// Tells the loop. There is nobody to tell only where the page has ended.
pub(crate) fn tell(to: &Tell, news: News) {
    let _ = to.send(news);
}
