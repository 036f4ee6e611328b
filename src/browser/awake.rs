//! The Screen Wake Lock, read by name because its bindings are not stable yet.

#[cfg(feature = "hydrate")]
mod here {
    use std::cell::RefCell;

    use js_sys::{Function, Promise, Reflect};
    use wasm_bindgen::{JsCast as _, JsValue};
    use wasm_bindgen_futures::JsFuture;

    thread_local!(static HELD: RefCell<Option<JsValue>> = const { RefCell::new(None) });

    fn wake_lock() -> Option<JsValue> {
        let navigator = web_sys::window()?.navigator();
        Reflect::get(&navigator, &"wakeLock".into()).ok().filter(JsValue::is_object)
    }

    fn call(on: &JsValue, name: &str) -> Option<Promise> {
        let method: Function = Reflect::get(on, &name.into()).ok()?.dyn_into().ok()?;
        method.call1(on, &"screen".into()).ok()?.dyn_into().ok()
    }

    /// Whether the browser knows a way to keep the screen awake.
    pub fn is_known() -> bool {
        wake_lock().is_some()
    }

    /// Asks for it; whether it was granted.
    pub async fn keep() -> bool {
        let Some(request) = wake_lock().and_then(|lock| call(&lock, "request")) else { return false };
        let Ok(sentinel) = JsFuture::from(request).await else { return false };
        HELD.with(|held| held.replace(Some(sentinel)));
        true
    }

    /// The screen may sleep again.
    pub fn let_go() {
        if let Some(sentinel) = HELD.with(RefCell::take) {
            // What it answers is of no use to anybody.
            let _ = call(&sentinel, "release");
        }
    }
}

#[cfg(not(feature = "hydrate"))]
mod here {
    pub fn is_known() -> bool {
        false
    }

    pub async fn keep() -> bool {
        false
    }

    pub fn let_go() {}
}

pub use here::{is_known, keep, let_go};
