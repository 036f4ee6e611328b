//! Parts of the program that come after the first (docs/architecture.md, The program in parts). The rules
//! are one: what is done before they are here is kept and sent, and shown with them.

#![expect(clippy::unnecessary_wraps, reason = "the loader's failure comes this way")]

use std::future::Future;

use gloo_timers::future::TimeoutFuture;
use leptos::task::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::live::Live;
use crate::domain::rules::{RULES, Rules};
use crate::sync::backoff::Backoff;

/// The network did not bring a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotHere;

impl From<SplitLoaderError> for NotHere {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

#[wasm_split(rules, fallible)]
fn rules() -> Result<&'static Rules, NotHere> {
    Ok(&RULES)
}

/// Gets a part, trying for ever.
pub async fn until_here<T, Getting>(get: impl Fn() -> Getting) -> T
where
    Getting: Future<Output = Result<T, NotHere>>,
{
    let mut backoff = Backoff::default();
    loop {
        if let Ok(part) = get().await {
            return part;
        }
        let delay = backoff.delay(js_sys::Math::random());
        backoff.failed();
        TimeoutFuture::new(u32::try_from(delay).unwrap_or(u32::MAX)).await;
    }
}

/// Has a page learn the rules when their code has come.
pub fn start(live: &Live) {
    let live = live.clone();
    spawn_local(async move { live.learn(until_here(rules).await) });
}

/// The same before a page opens on the device, where their code lies too: the acts that wait are shown from
/// the first moment, and so is what is done in the next.
pub async fn learn(live: &Live) {
    if let Ok(rules) = rules().await {
        live.learn(rules);
    }
}
