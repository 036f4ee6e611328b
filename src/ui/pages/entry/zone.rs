//! The time zone that the browser is set to.

/// Its IANA name.
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
