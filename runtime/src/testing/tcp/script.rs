//! What a scripted server does with a connection, step by step. Enters: the steps, in their order. Leaves: the same as plain data.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use crate::testing::{Answer, Recorded};

/// What a [`ScriptedServer`](super::ScriptedServer) does with one connection, step by step.
///
/// Behind the last step the server reads on. A further request is one that nobody scripted: it is answered with `501`, which no client
/// repeats, and listed in [`ScriptedServer::unscripted`](super::ScriptedServer::unscripted). Where the client ends the connection, the
/// script ends with it.
#[derive(Clone, Debug, Default)]
pub struct Script {
    pub(super) steps: Vec<Step>,
    pub(super) repeats: bool,
}

#[derive(Clone)]
pub(super) enum Step {
    Head,
    Body,
    BodyPart(usize),
    Write(Bytes),
    Answer(Answer),
    AnswerWith(Arc<dyn Fn(&Recorded) -> Answer + Send + Sync>),
    Wait,
    After(Duration),
    UntilLeft,
    HalfClose,
    Close,
    Reset,
    Stall,
}

impl Script {
    /// No steps: every request is one too many.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers every request of the connection so.
    #[must_use]
    pub fn answers(answer: Answer) -> Self {
        Self::new().request().answer(answer).repeated()
    }

    /// Answers every request of the connection with what `answer` makes of it.
    #[must_use]
    pub fn answers_with(answer: impl Fn(&Recorded) -> Answer + Send + Sync + 'static) -> Self {
        Self::new().request().step(Step::AnswerWith(Arc::new(answer))).repeated()
    }

    /// Reads a request, head and body.
    #[must_use]
    pub fn request(self) -> Self {
        self.step(Step::Head).step(Step::Body)
    }

    /// Reads the head of a request.
    #[must_use]
    pub fn head(self) -> Self {
        self.step(Step::Head)
    }

    /// Reads the rest of the body.
    #[must_use]
    pub fn body(self) -> Self {
        self.step(Step::Body)
    }

    /// Reads at least so many bytes of the body, as they travel.
    #[must_use]
    pub fn body_part(self, bytes: usize) -> Self {
        self.step(Step::BodyPart(bytes))
    }

    /// Writes these bytes at once, whatever they are.
    #[must_use]
    pub fn write(self, bytes: impl Into<Bytes>) -> Self {
        self.step(Step::Write(bytes.into()))
    }

    /// Writes each piece for itself; the client is given time to read it before the next.
    #[must_use]
    pub fn pieces<P: Into<Bytes>>(self, pieces: impl IntoIterator<Item = P>) -> Self {
        pieces.into_iter().fold(self, Self::write)
    }

    /// Writes a whole response in HTTP/1.1.
    ///
    /// It has `Content-Length`, or chunks where its body does not end ([`Answer::then_silence`], [`Answer::then_broken`]), unless the
    /// answer has one of the two headers of its own, right or wrong. [`Answer::error`] resets the connection, [`Answer::silence`] says
    /// nothing until the client leaves. Delays go by tokio's clock.
    #[must_use]
    pub fn answer(self, answer: Answer) -> Self {
        self.step(Step::Answer(answer))
    }

    /// Waits for [`ScriptedServer::release`](super::ScriptedServer::release).
    #[must_use]
    pub fn wait(self) -> Self {
        self.step(Step::Wait)
    }

    /// Waits so long, by tokio's clock.
    #[must_use]
    pub fn after(self, wait: Duration) -> Self {
        self.step(Step::After(wait))
    }

    /// Reads on, and says nothing, until the client has ended the connection.
    #[must_use]
    pub fn until_left(self) -> Self {
        self.step(Step::UntilLeft)
    }

    /// Ends the server's side of the connection (FIN) and goes on with the next step, which may read.
    #[must_use]
    pub fn half_close(self) -> Self {
        self.step(Step::HalfClose)
    }

    /// Ends the connection (FIN), once what was written is on its way.
    #[must_use]
    pub fn close(self) -> Self {
        self.step(Step::Close)
    }

    /// Breaks the connection (RST).
    #[must_use]
    pub fn reset(self) -> Self {
        self.step(Step::Reset)
    }

    /// Neither reads nor writes any more; the connection stays open.
    #[must_use]
    pub fn stall(self) -> Self {
        self.step(Step::Stall)
    }

    /// Begins again behind the last step.
    #[must_use]
    pub fn repeated(self) -> Self {
        Self { repeats: true, ..self }
    }

    fn step(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }
}

impl fmt::Debug for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Head => f.write_str("head"),
            Self::Body => f.write_str("body"),
            Self::BodyPart(bytes) => write!(f, "{bytes} bytes of the body"),
            Self::Write(bytes) => write!(f, "write {bytes:?}"),
            Self::Answer(answer) => write!(f, "answer {answer:?}"),
            Self::AnswerWith(_) => f.write_str("answer by the request"),
            Self::Wait => f.write_str("wait"),
            Self::After(wait) => write!(f, "after {wait:?}"),
            Self::UntilLeft => f.write_str("until the client has left"),
            Self::HalfClose => f.write_str("half-close"),
            Self::Close => f.write_str("close"),
            Self::Reset => f.write_str("reset"),
            Self::Stall => f.write_str("stall"),
        }
    }
}
