//! Someone in a room: what is said comes by the socket, who comes, goes and types by events, what was said before by pages.
//!
//! A socket that breaks connects anew by itself; what was said meanwhile comes by the events, which go on where they
//! broke. So each message is looked for in both, and told once.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt;
use std::time::Duration;

use clientwright_runtime::{
    AnyError, EventOptions, Events, Instant, Pages, Reconnect, ReconnectPolicy, Socket, SocketOptions, Verdict,
};
use tokio::sync::mpsc;
use user_chat::Client;
use user_chat::api::chat::{Chat, TellTyping};
use user_chat::types::{ApiError, ChatMessage, Message, MessageContent, MessagePage, RoomEvent};

/// The longest wait before a connection is made anew, in first waits.
pub(crate) const LONGEST: u32 = 20;
/// How long it holds that someone is typing, as the API has it.
const TYPING_HOLDS: Duration = Duration::from_secs(5);
/// How long not to tell it again: short enough that it holds without a gap.
const TYPING_AGAIN: Duration = Duration::from_secs(3);

/// A room, as someone who talks in it sees it.
#[derive(Debug)]
pub(crate) struct Talk {
    chat: Chat,
    room: String,
    socket: Socket<ChatMessage, Message, ApiError>,
    events: Events<RoomEvent, ApiError>,
    reconnects: mpsc::UnboundedReceiver<Happening>,
    history: Pages<MessagePage, ApiError>,
    wants_earlier: bool,
    /// By the user's id.
    members: BTreeMap<String, Present>,
    told: BTreeSet<i64>,
    me: String,
    on_its_way: VecDeque<String>,
    told_typing: Option<Instant>,
}

/// A member of the room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Present {
    pub(crate) name: String,
    /// Whether they came or said something, and have not left since.
    pub(crate) here: bool,
    /// Until when it holds that they are typing.
    typing: Option<Instant>,
}

impl Present {
    fn new(name: String, here: bool) -> Self {
        Self { name, here, typing: None }
    }

    fn is_typing(&self) -> bool {
        self.typing.is_some_and(|until| Instant::now() < until)
    }
}

/// What there is to show.
#[derive(Debug)]
pub(crate) enum Happening {
    Said(Box<Message>),
    Joined(String),
    Left(String),
    /// Someone else has begun to.
    Typing(String),
    /// The connection was lost, and the next attempt to make a new one begins.
    Reconnecting {
        attempt: u32,
        why: String,
    },
    /// What was asked for by [`Talk::ask_earlier`]. Empty at the room's beginning.
    Earlier(Vec<Message>),
    /// Why there is nothing of that; it may be asked for again.
    NoEarlier(Box<AnyError>),
    /// Nothing follows.
    Ended(String),
    /// Nothing follows, for this reason.
    Failed(Box<AnyError>),
}

impl Talk {
    /// Comes into the room as the user of this name, which `client` is signed in as. `wait` is about how long to wait
    /// before a connection that broke is made anew, for the first time.
    pub(crate) async fn open(client: &Client, room: &str, me: &str, wait: Duration) -> Result<Self, AnyError> {
        let chat = client.chat();
        // Events first: nothing that happens while the rest is asked for is missed.
        let events = chat.room_events(room).options(EventOptions::new().backoff(wait, wait * LONGEST)).await?;
        let members = chat.get_room_members(room).await?.into_iter();
        let members = members.map(|member| (member.user.id, Present::new(member.user.name, false)));
        let policy = ReconnectPolicy::new().backoff(wait, wait * LONGEST);
        let mut socket = chat.connect_to_chat(room).options(SocketOptions::new().reconnect(policy)).await?;
        let (tell, reconnects) = mpsc::unbounded_channel();
        socket.on_reconnect(move |reconnect| reconnecting(reconnect, &tell));
        let history = chat.get_messages(room).limit(20).before("end").previous_pages();
        Ok(Self {
            chat,
            room: room.to_owned(),
            socket,
            events,
            reconnects,
            history,
            wants_earlier: false,
            members: members.collect(),
            told: BTreeSet::new(),
            me: me.to_owned(),
            on_its_way: VecDeque::new(),
            told_typing: None,
        })
    }

    /// Says this once there is a connection. That it was said is known when it comes back.
    pub(crate) async fn say(&mut self, text: &str) -> Result<(), AnyError> {
        self.socket.send(ChatMessage::new(text)).await?;
        self.on_its_way.push_back(text.to_owned());
        self.stops_typing();
        Ok(())
    }

    /// Whoever has said something has stopped typing. What they type next is told anew.
    pub(crate) fn stops_typing(&mut self) {
        self.told_typing = None;
    }

    /// The call that tells the others that something is being written. None where they were told a moment ago.
    pub(crate) fn tell_typing(&mut self) -> Option<TellTyping> {
        if self.told_typing.is_some_and(|told| told.elapsed() < TYPING_AGAIN) {
            return None;
        }
        self.told_typing = Some(Instant::now());
        Some(self.chat.tell_typing(&*self.room))
    }

    /// What was said and has not come back yet.
    pub(crate) fn on_its_way(&self) -> impl Iterator<Item = &str> {
        self.on_its_way.iter().map(String::as_str)
    }

    /// The page of messages before those that were told so far, in their order. Empty at the room's beginning.
    pub(crate) async fn earlier(&mut self) -> Result<Vec<Message>, AnyError> {
        let page = self.history.next().await.transpose()?;
        Ok(self.untold(page))
    }

    /// The same without waiting: [`Talk::next`] gives it among all else that happens.
    pub(crate) fn ask_earlier(&mut self) {
        self.wants_earlier = true;
    }

    /// Whether there are messages before those that were told so far, as the last page had it.
    pub(crate) fn has_earlier(&self) -> bool {
        self.history.continuation().is_some()
    }

    fn untold(&mut self, page: Option<MessagePage>) -> Vec<Message> {
        let mut messages = page.map(|page| page.items).unwrap_or_default();
        messages.retain(|message| self.told.insert(message.sequence));
        messages
    }

    /// Waits for what happens next. Dropping the future loses nothing.
    pub(crate) async fn next(&mut self) -> Happening {
        loop {
            let happening = tokio::select! {
                Some(happening) = self.reconnects.recv() => Some(happening),
                received = self.socket.next() => match received {
                    Some(Ok(message)) => self.said(message),
                    Some(Err(error)) => Some(Happening::Failed(Box::new(error.into()))),
                    None => Some(Happening::Ended("The conversation is over.".to_owned())),
                },
                event = self.events.next() => match event {
                    Some(Ok(event)) => self.happened(event),
                    Some(Err(error)) => Some(Happening::Failed(Box::new(error.into()))),
                    None => Some(Happening::Ended("The server tells nothing more.".to_owned())),
                },
                page = self.history.next(), if self.wants_earlier => {
                    self.wants_earlier = false;
                    Some(match page.transpose() {
                        Ok(page) => Happening::Earlier(self.untold(page)),
                        Err(error) => Happening::NoEarlier(Box::new(error.into())),
                    })
                }
            };
            if let Some(happening) = happening {
                return happening;
            }
        }
    }

    /// The members, each behind their id.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&str, &Present)> {
        self.members.iter().map(|(id, present)| (id.as_str(), present))
    }

    /// The names of the others who are typing now.
    pub(crate) fn typing(&self) -> impl Iterator<Item = &str> {
        self.members.values().filter(|present| present.is_typing()).map(|present| present.name.as_str())
    }

    /// Takes leave.
    pub(crate) async fn leave(mut self) -> Result<(), AnyError> {
        self.socket.close(1000, "good night").await?;
        Ok(())
    }

    fn said(&mut self, message: Message) -> Option<Happening> {
        if let Some(user) = &message.author {
            self.came(user.id.clone(), user.name.clone());
        }
        let is_mine = author(&message).eq_ignore_ascii_case(&self.me);
        if is_mine && self.on_its_way.front().is_some_and(|said| said == text(&message)) {
            self.on_its_way.pop_front();
        }
        self.told.insert(message.sequence).then(|| Happening::Said(Box::new(message)))
    }

    fn happened(&mut self, event: RoomEvent) -> Option<Happening> {
        match event {
            RoomEvent::MessagePosted(posted) => self.said(posted.message),
            RoomEvent::MemberJoined(joined) => {
                let user = joined.member.user;
                self.came(user.id, user.name.clone());
                Some(Happening::Joined(user.name))
            }
            RoomEvent::MemberLeft(left) => {
                let present = self.members.get_mut(&left.user_id)?;
                (present.here, present.typing) = (false, None);
                Some(Happening::Left(present.name.clone()))
            }
            RoomEvent::MemberTyping(typing) => {
                let present = self.members.get_mut(&typing.user_id)?;
                if present.name.eq_ignore_ascii_case(&self.me) {
                    return None;
                }
                let goes_on = present.is_typing();
                (present.here, present.typing) = (true, Some(Instant::now() + TYPING_HOLDS));
                (!goes_on).then(|| Happening::Typing(present.name.clone()))
            }
            // A kind of event that is newer than this program.
            _ => None,
        }
    }

    /// Who comes or has said something is no longer typing.
    fn came(&mut self, id: String, name: String) {
        self.members.insert(id, Present::new(name, true));
    }
}

/// Says again what may not have left this machine when the connection broke: better twice than not at all.
fn reconnecting(reconnect: &mut Reconnect<'_, ChatMessage>, tell: &mpsc::UnboundedSender<Happening>) -> Verdict {
    let (attempt, why) = (reconnect.attempt(), reconnect.last().to_string());
    for message in reconnect.take_unsent() {
        if reconnect.send(&message).is_err() {
            return Verdict::Abort;
        }
    }
    // Nobody listens any more where the talk was dropped.
    match tell.send(Happening::Reconnecting { attempt, why }) {
        Ok(()) => Verdict::Continue,
        Err(_) => Verdict::Abort,
    }
}

impl fmt::Display for Happening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Said(message) => write!(f, "{}: {}", author(message), text(message)),
            Self::Joined(name) => write!(f, "* {name} is here."),
            Self::Left(name) => write!(f, "* {name} has left."),
            Self::Typing(name) => write!(f, "* {name} is typing…"),
            Self::Reconnecting { attempt: 1, why } => write!(f, "* The connection was lost ({why}). Connecting anew."),
            Self::Reconnecting { attempt, why } => write!(f, "* Connecting anew, attempt {attempt} ({why})."),
            Self::Earlier(messages) => write!(f, "* {} earlier messages.", messages.len()),
            Self::NoEarlier(error) => write!(f, "* No earlier messages: {error}"),
            Self::Ended(why) => write!(f, "* {why}"),
            Self::Failed(error) => write!(f, "* {error}"),
        }
    }
}

/// Who says a message.
pub(crate) fn author(message: &Message) -> &str {
    message.author.as_ref().map_or("the server", |author| author.name.as_str())
}

/// What it says.
pub(crate) fn text(message: &Message) -> &str {
    match &message.content {
        MessageContent::Text(content) => &content.text,
        MessageContent::Image(content) => content.alt.as_deref().unwrap_or("(an image)"),
        MessageContent::System(content) => content.event.as_str(),
        _ => "(a kind of message that is newer than this program)",
    }
}
