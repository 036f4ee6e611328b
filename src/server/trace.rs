//! One line a request: what was asked for, how it went, how long it took. No address's query, no
//! body and no person stands in it.

use axum::http::{Request, Response};
use tower_http::classify::{ServerErrorsAsFailures, SharedClassifier};
use tower_http::trace::{MakeSpan, OnFailure, OnResponse, TraceLayer};
use tracing::{Level, Span};

pub type Layer = TraceLayer<SharedClassifier<ServerErrorsAsFailures>, Named, (), Answered, (), (), Quiet>;

#[must_use]
pub fn layer() -> Layer {
    TraceLayer::new_for_http()
        .make_span_with(Named)
        .on_request(())
        .on_response(Answered)
        .on_body_chunk(())
        .on_eos(())
        .on_failure(Quiet)
}

/// Names a request by its id, method and path.
#[derive(Clone, Copy, Debug)]
pub struct Named;

impl<B> MakeSpan<B> for Named {
    fn make_span(&mut self, request: &Request<B>) -> Span {
        let id = request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or_default();
        let (method, path) = (request.method(), request.uri().path());
        tracing::span!(Level::INFO, "request", id, %method, path)
    }
}

/// Says how it was answered.
#[derive(Clone, Copy, Debug)]
pub struct Answered;

impl<B> OnResponse<B> for Answered {
    fn on_response(self, response: &Response<B>, latency: std::time::Duration, _: &Span) {
        let status = response.status().as_u16();
        let ms = u64::try_from(latency.as_millis()).unwrap_or(u64::MAX);
        tracing::debug!(status, ms, "answered");
    }
}

/// The cause of a failure is logged where it is met, once.
#[derive(Clone, Copy, Debug)]
pub struct Quiet;

impl<F> OnFailure<F> for Quiet {
    fn on_failure(&mut self, _: F, _: std::time::Duration, _: &Span) {}
}
