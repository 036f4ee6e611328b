//! Empties the outbox: one request under way, at most ten commands in it, the first at once. Of
//! several tabs the one that holds the lock does.

use futures::StreamExt as _;
use futures::channel::mpsc::UnboundedReceiver;
use futures::future::{FutureExt as _, select};
use gloo_timers::future::TimeoutFuture;
use leptos::task::spawn_local;

use super::device;
use super::live::{Connection, Live};
use crate::api::submit::{SubmitError, submit};
use crate::sync::submit::Submission;

/// Sends what waits, unless a request is under way; goes on until nothing waits.
pub fn flush(live: &Live) {
    if !live.keeping().holds() || live.is_signed_out() {
        return;
    }
    let Some(hurried) = live.links().begin_sending() else { return };
    let live = live.clone();
    spawn_local(async move {
        send_all(&live, hurried).await;
        live.links().end_sending();
    });
}

async fn send_all(live: &Live, mut hurried: UnboundedReceiver<()>) {
    let mut backoff = crate::sync::backoff::Backoff::default();
    loop {
        live.sort_out();
        let group = live.replica().outbox_mut().next_group();
        if group.is_empty() {
            return;
        }
        let reader = live.replica().reader();
        let submission = Submission { replica: reader.replica, user: reader.user, commands: group };
        let answer = match submit(&submission).await {
            // One of another epoch is none: the next `welcome` says what counts.
            Ok(answer) => live.answered(answer).then_some(()).ok_or(SubmitError::Unreachable),
            Err(error) => Err(error),
        };
        live.fails(answer.is_err());
        match answer {
            Ok(()) => backoff.succeeded(),
            Err(error) => {
                let error = match error {
                    SubmitError::Refused(error) if ["malformed", "too-large"].contains(&&*error.code) => {
                        // The server does answer.
                        live.fails(false);
                        live.refused_whole(error.message);
                        continue;
                    }
                    error => error,
                };
                live.replica().outbox_mut().failed();
                let asked = match error {
                    SubmitError::Unauthorized | SubmitError::OtherUser => {
                        live.connected(Connection::SignedOut);
                        return;
                    }
                    SubmitError::Closed => return super::start::forget(live).await,
                    SubmitError::Later { retry_after_ms } => retry_after_ms,
                    SubmitError::Refused(_) | SubmitError::Unreachable => 0,
                };
                // What the server asked for is not cut short by anybody.
                TimeoutFuture::new(u32::try_from(asked).unwrap_or(u32::MAX)).await;
                let delay = backoff.delay(device::draw());
                backoff.failed();
                while hurried.next().now_or_never().flatten().is_some() {}
                let wait = TimeoutFuture::new(u32::try_from(delay).unwrap_or(u32::MAX));
                select(wait, hurried.next()).await;
            }
        }
    }
}
