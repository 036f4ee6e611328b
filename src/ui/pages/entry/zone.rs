//! Time zones, as the browser knows them.

/// The IANA name of the one it is set to.
#[cfg(feature = "hydrate")]
pub fn of_browser() -> Option<String> {
    let format = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new());
    let options = format.resolved_options();
    js_sys::Reflect::get(&options, &"timeZone".into()).ok()?.as_string()
}

/// The server has no browser.
#[cfg(not(feature = "hydrate"))]
pub fn of_browser() -> Option<String> {
    None
}

/// Whether there is one of this name.
#[cfg(feature = "hydrate")]
pub fn is_known(name: &str) -> bool {
    use js_sys::{Array, Function, Object, Reflect};
    use wasm_bindgen::JsCast as _;

    let made = || {
        let options = Object::new();
        Reflect::set(&options, &"timeZone".into(), &name.into())?;
        let intl = Reflect::get(&js_sys::global(), &"Intl".into())?;
        let format: Function = Reflect::get(&intl, &"DateTimeFormat".into())?.dyn_into()?;
        Reflect::construct(&format, &Array::of2(&"en".into(), &options))
    };
    made().is_ok()
}

/// What is stored is known.
#[cfg(not(feature = "hydrate"))]
pub fn is_known(_: &str) -> bool {
    true
}
