//! What only a browser can do for an invitation: make its secret, hash it, draw and copy its link.

/// A fresh one-time token with its SHA-256, both in hex. Nothing where the browser lacks the means:
/// it has them on HTTPS pages and on its own machine only.
#[cfg(feature = "hydrate")]
pub async fn fresh() -> Option<(String, String)> {
    let crypto = web_sys::window()?.crypto().ok()?;
    let mut bytes = [0_u8; 32];
    crypto.get_random_values_with_u8_array(&mut bytes).ok()?;
    let token = hex(&bytes);
    // Typed as always there; on plain HTTP it is not.
    let subtle = js_sys::Reflect::get(&crypto, &"subtle".into()).ok()?;
    if subtle.is_undefined() {
        return None;
    }
    let text = token.clone().into_bytes();
    let digest = crypto.subtle().digest_with_str_and_u8_array("SHA-256", &text).ok()?;
    let digest = wasm_bindgen_futures::JsFuture::from(digest).await.ok()?;
    let hash = hex(&js_sys::Uint8Array::new(&digest).to_vec());
    Some((token, hash))
}

#[cfg(feature = "hydrate")]
fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble & 15)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}

/// The link that a token makes.
#[cfg(feature = "hydrate")]
pub fn link(token: &str) -> String {
    let origin = web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default();
    [&origin, "/invite?token=", token].concat()
}

/// The square of a link, as an address of its picture.
#[cfg(feature = "hydrate")]
pub async fn square(link: &str) -> Option<String> {
    let request = gloo_net::http::Request::post("/api/qr").body(link).ok()?;
    let answer = request.send().await.ok().filter(gloo_net::http::Response::ok)?;
    let drawing = answer.text().await.ok()?;
    let encoded = String::from(js_sys::encode_uri_component(&drawing));
    Some(["data:image/svg+xml,", &encoded].concat())
}

/// Puts a text on the clipboard; false where the browser does not let us.
#[cfg(feature = "hydrate")]
pub async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let navigator = window.navigator();
    let there =
        js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|found| !found.is_undefined());
    there && wasm_bindgen_futures::JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}

/// Sets the person's own password; otherwise why not.
#[cfg(feature = "hydrate")]
pub async fn set_password(current: &str, password: &str) -> Result<(), String> {
    let part = |text: &str| String::from(js_sys::encode_uri_component(text));
    let body = ["current=", &part(current), "&password=", &part(password)].concat();
    let away = |_| "The server cannot be reached. Nothing was changed.".to_owned();
    let request = gloo_net::http::Request::post("/api/set-password")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body)
        .map_err(away)?;
    let answer = request.send().await.map_err(away)?;
    if answer.ok() {
        return Ok(());
    }
    let said = |body: &serde_json::Value, what: &str| {
        body.pointer(what).and_then(serde_json::Value::as_str).map(str::to_owned)
    };
    let text = answer.text().await.unwrap_or_default();
    let body: serde_json::Value = crate::domain::json::text::parse(&text).unwrap_or_default();
    // The door's words are of an address, too.
    if said(&body, "/error/code").as_deref() == Some("wrong-password") {
        return Err("This is not your password.".to_owned());
    }
    Err(said(&body, "/error/message").unwrap_or_else(|| "This did not work. Nothing was changed.".to_owned()))
}

/// The server makes no secrets for people.
#[cfg(not(feature = "hydrate"))]
mod nothing {
    use std::future::{Ready, ready};

    pub fn fresh() -> Ready<Option<(String, String)>> {
        ready(None)
    }

    pub fn link(_: &str) -> String {
        String::new()
    }

    pub fn square(_: &str) -> Ready<Option<String>> {
        ready(None)
    }

    pub fn copy(_: &str) -> Ready<bool> {
        ready(false)
    }

    pub fn set_password(_: &str, _: &str) -> Ready<Result<(), String>> {
        ready(Ok(()))
    }
}

#[cfg(not(feature = "hydrate"))]
pub use nothing::{copy, fresh, link, set_password, square};
