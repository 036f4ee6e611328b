//! What every rendered page is sent with.

use axum::http::{HeaderValue, header};
use leptos::context::use_context;
use leptos::nonce::use_nonce;
use leptos_axum::ResponseOptions;

/// Runs before each page is rendered: a policy that lets only our own scripts run, and no caching,
/// since a page carries the rows of the moment.
pub fn set_headers() {
    let Some(response) = use_context::<ResponseOptions>() else {
        return;
    };
    response.insert_header(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(nonce) = use_nonce() {
        let policy = HeaderValue::try_from(content_policy(&nonce))
            .expect("a nonce is base64 and a header value may hold it");
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}

fn content_policy(nonce: &str) -> String {
    let directives = [
        "default-src 'self'",
        &format!("script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'"),
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ];
    directives.join("; ")
}
