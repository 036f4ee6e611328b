//! The theme that the person chose on this device; `public/theme.js` applies it before the first
//! paint.

#[cfg(feature = "hydrate")]
const NAME: &str = "theme";

/// `light`, `dark`, or nothing: as the device has it.
#[must_use]
#[cfg(feature = "hydrate")]
pub fn chosen() -> String {
    let storage = web_sys::window().and_then(|window| window.local_storage().ok().flatten());
    storage.and_then(|storage| storage.get_item(NAME).ok().flatten()).unwrap_or_default()
}

/// Shows a theme, and keeps it where the device lets us.
#[cfg(feature = "hydrate")]
pub fn choose(theme: &str) {
    let Some(window) = web_sys::window() else { return };
    let root = window.document().and_then(|document| document.document_element());
    let storage = window.local_storage().ok().flatten();
    // A private window may refuse; then it holds as long as the page.
    if theme.is_empty() {
        let _ = root.map(|root| root.remove_attribute("data-theme"));
        let _ = storage.map(|storage| storage.remove_item(NAME));
    } else {
        let _ = root.map(|root| root.set_attribute("data-theme", theme));
        let _ = storage.map(|storage| storage.set_item(NAME, theme));
    }
}

/// The server does not know.
#[must_use]
#[cfg(not(feature = "hydrate"))]
pub fn chosen() -> String {
    String::new()
}

#[cfg(not(feature = "hydrate"))]
pub fn choose(_: &str) {}
