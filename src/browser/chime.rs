//! A short sound for what cannot wait: a timer that is over, an urgent message. Read by name, so
//! that no bindings are shipped for two notes.

#[cfg(feature = "hydrate")]
mod here {
    use js_sys::{Array, Function, Reflect};
    use wasm_bindgen::{JsCast as _, JsValue};

    fn get(on: &JsValue, name: &str) -> Option<JsValue> {
        Reflect::get(on, &name.into()).ok()
    }

    fn call(on: &JsValue, name: &str, with: Option<&JsValue>) -> Option<JsValue> {
        let method: Function = get(on, name)?.dyn_into().ok()?;
        match with {
            Some(with) => method.call1(on, with).ok(),
            None => method.call0(on).ok(),
        }
    }

    fn note(context: &JsValue, hertz: f64, after: f64) -> Option<()> {
        let (tone, volume) = (call(context, "createOscillator", None)?, call(context, "createGain", None)?);
        Reflect::set(&get(&tone, "frequency")?, &"value".into(), &hertz.into()).ok()?;
        Reflect::set(&get(&volume, "gain")?, &"value".into(), &0.2.into()).ok()?;
        call(&tone, "connect", Some(&volume))?;
        call(&volume, "connect", Some(&get(context, "destination")?))?;
        let now = get(context, "currentTime")?.as_f64()? + after;
        call(&tone, "start", Some(&now.into()))?;
        call(&tone, "stop", Some(&(now + 0.25).into()))?;
        Some(())
    }

    /// Two notes, where the browser lets a page be heard.
    pub fn ring() {
        thread_local!(static CONTEXT: Option<JsValue> = {
            let window = web_sys::window();
            let maker = window.and_then(|window| get(&window, "AudioContext")?.dyn_into::<Function>().ok());
            maker.and_then(|maker| Reflect::construct(&maker, &Array::new()).ok())
        });
        CONTEXT.with(|context| {
            let context = context.as_ref()?;
            call(context, "resume", None);
            note(context, 880.0, 0.0)?;
            note(context, 1175.0, 0.3)
        });
    }
}

#[cfg(not(feature = "hydrate"))]
mod here {
    pub fn ring() {}
}

pub use here::ring;
