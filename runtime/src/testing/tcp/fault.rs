//! What a proxy does to a request or to its answer.

/// What a [`FaultProxy`](super::FaultProxy) does to one request.
///
/// | fault | the server | the client |
/// |---|---|---|
/// | [`Refuse`](Fault::Refuse) | sees nothing | a reset, and refused connections for 10 ms |
/// | [`ResetBefore`](Fault::ResetBefore) | sees nothing | a reset |
/// | [`CloseBefore`](Fault::CloseBefore) | sees nothing | an end without an answer |
/// | [`ResetWithin`](Fault::ResetWithin) | sees half of the request, and a reset | a reset |
/// | [`ResetAfter`](Fault::ResetAfter) | answers | a reset |
/// | [`Garbage`](Fault::Garbage) | answers | what is no HTTP |
/// | [`Cut`](Fault::Cut) | answers | so many bytes of the answer, and the end |
/// | [`Stall`](Fault::Stall) | answers | nothing, and no end |
/// | [`Trickle`](Fault::Trickle) | answers | the answer, byte by byte |
/// | [`Delay`](Fault::Delay) | answers | the answer, late |
/// | [`CloseAfter`](Fault::CloseAfter) | answers | the answer, and a connection that ends behind it without a word |
/// | [`ResetBehind`](Fault::ResetBehind) | answers | the answer, and a reset behind it |
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// Resets the connection before anything is passed on, and refuses others for 10 ms by tokio's clock.
    Refuse,
    /// Resets the connection before anything is passed on.
    ResetBefore,
    /// Ends the connection before anything is passed on, as a server does that has just grown tired of an idle connection.
    CloseBefore,
    /// Passes half of the request's head on, and resets both connections.
    ResetWithin,
    /// Passes the request on, and resets the connection once the answer has begun: it was processed.
    ResetAfter,
    /// Passes the request on, and says something that is no HTTP in place of the answer.
    Garbage,
    /// Passes so many bytes of the answer, its head included, and ends the connection there.
    Cut(usize),
    /// Passes the request on, and nothing of the answer; the connection stays open.
    Stall,
    /// Passes the answer byte by byte, with turns for all other tasks in between.
    Trickle,
    /// Passes the answer after so many turns of all other tasks.
    Delay(usize),
    /// Passes the answer as it is, and ends the connection right behind it, though nobody said so.
    CloseAfter,
    /// The same with a reset.
    ResetBehind,
}
