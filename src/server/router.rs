//! All addresses of the server, in one place.

use axum::Router;
use axum::http::{HeaderName, HeaderValue, header};
use axum::routing::get;
use leptos_axum::{LeptosRoutes as _, generate_route_list};
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;

use super::config::Config;
use super::page;
use super::site::Site;
use crate::ui;

/// The whole service.
pub fn router(config: &Config, site: &Site) -> Router {
    let options = config.leptos_options(site);
    let packages = &config.leptos.site_pkg_dir;
    let pages = generate_route_list(ui::App);
    let shell = {
        let options = options.clone();
        move || ui::shell(options.clone())
    };

    Router::new()
        .leptos_routes_with_context(&options, pages, page::set_headers, shell)
        .route("/healthz", get(|| async { "ok" }))
        .layer(CompressionLayer::new())
        .with_state(options)
        .nest_service(&format!("/{packages}"), site.packages(packages))
        .fallback_service(site.public_files())
        .layer(always(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(always(header::REFERRER_POLICY, "same-origin"))
}

fn always(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}
