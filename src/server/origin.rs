//! Whether a request comes from our own pages.

use axum::http::{HeaderMap, Uri, header};

/// For the upgrade to a WebSocket, which browsers let any site ask for: an Origin has to be ours,
/// and none at all is allowed only where no browser's fetch headers come with it. Requests that
/// change something have tower-http's `CsrfLayer`, which goes by the same headers.
#[must_use]
pub fn is_own(headers: &HeaderMap) -> bool {
    let text = |name: header::HeaderName| headers.get(name).map(|value| value.to_str().ok());
    match text(header::ORIGIN) {
        Some(origin) => {
            let origin = origin.and_then(|origin| origin.parse::<Uri>().ok());
            let authority = origin.as_ref().and_then(Uri::authority);
            let host = text(header::HOST).flatten();
            authority.is_some_and(|authority| Some(authority.as_str()) == host)
        }
        None => match headers.get("sec-fetch-site") {
            Some(site) => site == "same-origin" || site == "none",
            None => true,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let pairs = pairs
            .iter()
            .map(|(name, value)| (header::HeaderName::from_static(name), value.parse().expect("a header")));
        pairs.collect()
    }

    #[test]
    fn another_origin_is_not_ours() {
        let host = ("host", "bliss.example:3000");
        assert!(is_own(&headers(&[host])));
        assert!(is_own(&headers(&[host, ("origin", "https://bliss.example:3000")])));
        assert!(!is_own(&headers(&[host, ("origin", "https://bliss.example")])));
        assert!(!is_own(&headers(&[host, ("origin", "https://evil.example")])));
        assert!(!is_own(&headers(&[host, ("origin", "null")])));
        assert!(!is_own(&headers(&[host, ("sec-fetch-site", "cross-site")])));
    }
}
