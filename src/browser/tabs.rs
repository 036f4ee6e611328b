//! The other tabs of the same person in this browser: a channel to tell them, and a lock that one of
//! all holds, who sends and writes rows.

use futures::channel::mpsc::UnboundedSender;
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{BroadcastChannel, MessageEvent};

use super::keeper::Order;
use crate::sync::kept::{TabMessage, print, read};

// The bindings of web-sys are not stable yet.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["navigator", "locks"], js_name = request)]
    fn request_lock(name: &str, options: &Object, held: &Function) -> Result<Promise, JsValue>;
}

/// The channel to the other tabs.
#[derive(Debug)]
pub struct Channel(BroadcastChannel);

impl Channel {
    /// Opens it; what the others say goes to the keeper.
    pub fn open(owner: &str, orders: UnboundedSender<Order>) -> Option<Self> {
        let channel = BroadcastChannel::new(owner).ok()?;
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(message) = event.data().as_string().and_then(|text| read(&text)) {
                // The keeper lives as long as the page.
                let _ = orders.unbounded_send(Order::Told(message));
            }
        });
        channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        heard.forget();
        Some(Self(channel))
    }

    pub fn tell(&self, message: &TabMessage) {
        // It fails only when it is closed, which nobody does.
        let _ = self.0.post_message(&print(message).into());
    }
}

/// Waits for the lock, or takes it away from its holder, and tells the keeper of getting and losing
/// it; one that is robbed waits again. A browser without locks lets every tab send: the server knows
/// an id that comes twice.
pub async fn hold(owner: &str, mut steal: bool, orders: UnboundedSender<Order>) {
    let held = {
        let orders = orders.clone();
        Closure::<dyn FnMut() -> Promise>::new(move || {
            let _ = orders.unbounded_send(Order::Holds(true));
            // Held until the page is gone.
            Promise::new(&mut |_, _| {})
        })
    };
    loop {
        let options = Object::new();
        // A plain object takes every key.
        let _ = Reflect::set(&options, &"steal".into(), &steal.into());
        let Ok(until_lost) = request_lock(owner, &options, held.as_ref().unchecked_ref()) else {
            let _ = orders.unbounded_send(Order::Holds(true));
            return;
        };
        // Only a thief ends it.
        let _ = JsFuture::from(until_lost).await;
        let _ = orders.unbounded_send(Order::Holds(false));
        steal = false;
    }
}
