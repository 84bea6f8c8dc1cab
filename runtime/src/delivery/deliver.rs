//! One entry on its way. Enters: an entry whose turn it is. Leaves: changes of what is kept, by how sending it has ended.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;

use super::judge::{Verdict, judge};
use super::{kept, specs};
use crate::clock::full_jitter;
use crate::error::Failure;
use crate::exchange;
use crate::kind::ErrorKind;
use crate::outbox::{Change, Conflict, Core, Effect, Ending, Entry, EntryId, Mark, Pause, Resolution, Revision, Waits};
use crate::reply::Reply;
use crate::retry::RetryPolicy;
use crate::setup::Setup;

/// Backoff between two sendings of an entry, each of which has retries of its own.
const BASE: Duration = Duration::from_secs(1);
const CAP: Duration = Duration::from_secs(60);

/// The longest wait that a server is given: a clock that is wrong may ask for more.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// Waits again, whoever takes the task away before its end is taken note of.
struct UnderWay {
    core: Arc<Core>,
    id: EntryId,
    is_over: bool,
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        if !self.is_over {
            self.core.release(self.id);
        }
    }
}

/// So often in a row a server is taken at its word that the first request with a key is still at work: without `Retry-After` that is half an
/// hour. Then it is a conflict as any other, so that no queue stands still for good.
const PATIENCE: u32 = 60;

/// What all steps of a delivery share.
struct Way<'a> {
    client: &'a Arc<Setup>,
    entry: &'a Entry,
    mark: Mark,
    under_way: UnderWay,
}

pub(super) async fn deliver(client: Arc<Setup>, core: Arc<Core>, entry: Arc<Entry>) {
    let mark = core.mark(entry.id);
    let under_way = UnderWay { core, id: entry.id, is_over: false };
    let mut way = Way { client: &client, entry: &entry, mark, under_way };
    if way.is_too_old() {
        let ending = Failure::local(ErrorKind::Request, "the entry is older than the outbox allows");
        return way.bury(Err(ending)).await;
    }
    let ending = way.send().await;
    let verdict = judge(&ending);
    if verdict == Verdict::Closed && client.gate.is_closed() {
        return;
    }
    way.mark.attempts = way.mark.attempts.saturating_add(1);
    way.mark.status = status(&ending);
    way.mark.at_work = match verdict {
        Verdict::AtWork(..) => way.mark.at_work.saturating_add(1),
        _ => 0,
    };
    match (verdict, ending) {
        (Verdict::Taken, ending) => {
            way.commit(vec![Change::Remove(entry.id)], Effect::Deliver(entry.id, Box::new(ending))).await;
        }
        (Verdict::Conflict, Ok(reply)) => way.ask(reply).await,
        (Verdict::AtWork(..), Ok(reply)) if way.mark.at_work > PATIENCE => way.ask(reply).await,
        (Verdict::Later(waits, asked) | Verdict::AtWork(waits, asked), ending) => {
            way.defer(waits, asked, &ending).await
        }
        // Of another client, which an interceptor has asked.
        (Verdict::Closed, ending) => way.defer(Waits::Backoff, None, &ending).await,
        (Verdict::Conflict | Verdict::Never, ending) => way.bury(ending).await,
    }
}

impl Way<'_> {
    fn is_too_old(&self) -> bool {
        let now = millis(self.client);
        let age = Duration::from_millis(now.saturating_sub(self.entry.queued_at));
        self.core().options.max_age.is_some_and(|limit| age > limit)
    }

    async fn send(&self) -> Ending {
        let spec = specs::recall(&self.entry.operation);
        let security = kept::security(self.client, &self.entry.operation)?;
        let request = kept::request(self.client, spec, self.entry)?;
        exchange::send_kept(self.client, spec, &security, request).await
    }

    fn core(&self) -> &Core {
        &self.under_way.core
    }

    /// From here on the effect says what becomes of the entry, and comes whoever waits for it.
    async fn commit(mut self, changes: Vec<Change>, effect: Effect) {
        self.under_way.is_over = true;
        let _it_has_its_effect_written_or_not = self.core().commit(changes, effect).await;
    }

    fn marked(&self) -> Change {
        Change::Mark(self.entry.id, self.mark.write())
    }

    fn backoff(&self, failed: u32) -> Duration {
        full_jitter(BASE, CAP, failed, self.client.chance.unit())
    }

    fn pause(&self, why: Waits, wait: Duration) -> Pause {
        Pause { until: self.client.clock.now() + wait, why }
    }

    async fn defer(mut self, waits: Waits, asked: Option<Duration>, ending: &Ending) {
        let wait = match asked {
            Some(asked) => RetryPolicy::spread(asked.min(LONGEST), self.client.chance.unit()),
            None => self.backoff(self.mark.attempts),
        };
        self.mark.failure = Some(told(ending));
        let (id, mark, pause) = (self.entry.id, self.mark.clone(), self.pause(waits, wait));
        let changes = vec![self.marked()];
        self.commit(changes, Effect::Defer(id, mark, pause, wait)).await;
    }

    async fn bury(mut self, ending: Ending) {
        self.mark.failure = Some(told(&ending));
        self.mark.is_dead = true;
        let (id, mark) = (self.entry.id, self.mark.clone());
        let changes = vec![self.marked()];
        self.commit(changes, Effect::Bury(id, mark, Box::new(ending))).await;
    }

    /// Asks the app about a conflict.
    async fn ask(mut self, reply: Reply) {
        self.mark.conflicts = self.mark.conflicts.saturating_add(1);
        let Some(pending) = self.core().pending_of(self.entry.id) else { return };
        self.core().tell_conflict(&pending, reply.status);
        let resolution = match self.core().options.on_conflict.clone() {
            Some(app) => {
                let (status, headers, body) = (reply.status, reply.headers.clone(), reply.body.clone());
                let conflict = Conflict { pending, status, headers, body };
                // A panic of the app's is no reason to stop sending.
                AssertUnwindSafe(async { app.resolve(conflict).await }).catch_unwind().await.unwrap_or_default()
            }
            None => Resolution::DeadLetter,
        };
        match resolution {
            Resolution::Retry => self.defer(Waits::Backoff, None, &Ok(reply)).await,
            Resolution::RetryWith(revision) => self.replace(revision, reply).await,
            Resolution::Discard => {
                let id = self.entry.id;
                self.commit(vec![Change::Remove(id)], Effect::Drop(id)).await;
            }
            Resolution::DeadLetter => self.bury(Ok(reply)).await,
        }
    }

    async fn replace(mut self, revision: Revision, reply: Reply) {
        let revised = kept::revised(self.client, self.entry, revision).and_then(|entry| {
            let room = self.core().make_room(&entry);
            room.map(|()| Arc::new(entry)).map_err(|error| kept::unfit(error.kind(), error.to_string()))
        });
        let entry = match revised {
            Ok(entry) => entry,
            Err(failure) => return self.bury(Err(failure)).await,
        };
        self.mark.failure = Some(told(&Ok(reply)));
        let pause = match self.mark.conflicts {
            0 | 1 => None,
            more => Some(self.pause(Waits::Backoff, self.backoff(more - 1))),
        };
        let otherwise = self.pause(Waits::Backoff, self.backoff(self.mark.attempts));
        let changes = vec![Change::Put(entry.id, entry.write()), self.marked()];
        let effect = Effect::Replace(entry, self.mark.clone(), pause, otherwise);
        self.commit(changes, effect).await;
    }
}

/// The calendar's time, in milliseconds since 1970.
pub(super) fn millis(client: &Setup) -> u64 {
    let since = client.clock.wall().duration_since(web_time::SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

fn status(ending: &Ending) -> Option<u16> {
    let status = match ending {
        Ok(reply) => Some(reply.status),
        Err(failure) => failure.status(),
    };
    status.map(|status| status.as_u16())
}

/// How it ended in one line, without secrets.
fn told(ending: &Ending) -> String {
    match ending {
        Ok(reply) => Failure::reply(ErrorKind::UnexpectedStatus, reply.clone(), None).to_string(),
        Err(failure) => failure.to_string(),
    }
}
