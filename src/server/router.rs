//! All addresses of the server, in one place.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use leptos::prelude::provide_context;
use leptos_axum::handle_server_fns_with_context;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;

use super::app::App;
use super::config::Config;
use super::error::AppError;
use super::people::{entry, sign_in};
use super::site::Site;
use super::{page, qr, socket, submit, trace};
use crate::ui::route::Page;

/// The whole service.
pub fn router(config: &Config, site: &Site, app: &App) -> Router {
    let packages = &config.leptos.site_pkg_dir;
    let pages =
        Page::PATHS.into_iter().fold(Router::new(), |pages, path| pages.route(path, get(page::render)));
    let context = {
        let app = app.clone();
        move || provide_context(app.clone())
    };
    let functions = post(move |request| handle_server_fns_with_context(context.clone(), request));

    let rendered = pages
        .route("/shell", get(page::shell))
        .route("/api/submit", functions)
        .layer(from_fn_with_state(app.clone(), page::with_rows))
        .layer(from_fn_with_state(app.clone(), submit::guard));

    Router::new()
        .merge(rendered)
        .route("/api/sign-in", post(sign_in::sign_in))
        .route("/api/sign-out", post(sign_in::sign_out))
        .route("/api/set-password", post(sign_in::set_password))
        .route("/api/start", post(entry::start))
        .route("/api/accept-invite", post(entry::accept_invite))
        .route("/api/qr", post(qr::draw))
        .route("/ws", get(socket::upgrade))
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .layer(CompressionLayer::new())
        .with_state(app.clone())
        .nest_service(&format!("/{packages}"), site.packages(packages))
        .fallback_service(site.public_files().layer(from_fn_with_state(app.clone(), page::or_missing)))
        .layer(CsrfLayer::new().with_rejection_response(|_| AppError::OtherOrigin.into_response()))
        .layer(always(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(always(header::REFERRER_POLICY, "same-origin"))
        .layer(always(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(trace::layer())
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
}

fn always(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

/// Whether the store can be reached.
async fn ready(State(app): State<App>) -> Result<&'static str, StatusCode> {
    let reached = app.store.ready().await.is_ok() && !*app.stopping.borrow();
    if reached { Ok("ready") } else { Err(StatusCode::SERVICE_UNAVAILABLE) }
}
