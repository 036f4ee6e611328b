//! What every page is rendered with: who reads, and the rows of the view, as of one revision.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use leptos::nonce::Nonce;
use leptos::prelude::{Owner, provide_context};

use super::app::App;
use super::engine::{Failure, PageRows};
use super::error::AppError;
use super::people::sign_in::percent;
use super::people::{entry, sessions, tokens};
use crate::domain::ids::BudgetId;
use crate::sync::views::View;
use crate::ui;
use crate::ui::route::{Address, Page, Query};
use crate::view::{View as Markup, to_html};

/// Resolves who reads a page before it is rendered, and takes its rows along. Nobody is sent to the
/// sign-in page, and back to this one afterwards.
pub async fn with_rows(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_page = matches!(*request.method(), Method::GET | Method::HEAD) && !path.starts_with("/api/");
    if is_page && matches!(path, "/sign-in" | "/start" | "/invite") {
        let mut query = Query::read(request.uri().query().unwrap_or_default());
        if query
            .get("refused")
            .is_some_and(|words| query.get("of") != Some(tokens::seal(&app.secret, &words)))
        {
            query.remove("refused");
            query.remove("of");
            return Redirect::to(&[path, &query.to_query_string()].concat()).into_response();
        }
    }
    if is_page && matches!(path, "/start" | "/invite") {
        return with_link(app, request, next).await;
    }
    if is_page && path == "/sign-in" {
        return match is_empty(&app).await {
            Ok(true) => Redirect::to("/start").into_response(),
            Ok(false) => next.run(request).await,
            Err(error) => error.into_response(),
        };
    }
    if !is_page || !Page::at(path).is_framed() {
        return next.run(request).await;
    }
    let session = match sessions::find(&app, request.headers()).await {
        Ok(session) => session,
        Err(error) => return AppError::from(error).into_response(),
    };
    let Some(session) = session else { return to_sign_in(&request) };
    let view = view(path, request.uri().query());
    let rows = match app.engines.of(session.workspace).await {
        Ok(engine) => engine.page(session.user, view).await,
        Err(failure) => Err(failure),
    };
    match rows {
        Ok(rows) => {
            let cookie = sessions::prolonged(&app, request.headers());
            request.extensions_mut().insert(session);
            request.extensions_mut().insert(Arc::new(rows));
            let mut response = next.run(request).await;
            if let Some(cookie) = cookie {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            response
        }
        Err(Failure::Unknown) => to_sign_in(&request),
        Err(failure) => AppError::from(failure).into_response(),
    }
}

/// Says at once, and not after the form is filled, where the first link or an invitation holds no more.
async fn with_link(app: App, request: Request, next: Next) -> Response {
    const SPENT: &str = "error=link-expired";
    let query = request.uri().query().unwrap_or_default();
    let token = Query::read(query).get("token");
    if query == SPENT {
        return next.run(request).await;
    }
    let path = request.uri().path().to_owned();
    let holds = if path == "/start" {
        match token {
            Some(token) => entry::may_start(&app, &token).await.map_err(AppError::from),
            // The page says where the link is to be had.
            None => is_empty(&app).await,
        }
    } else {
        let token = token.unwrap_or_default();
        entry::find_invite(&app, &token).await.map(|found| found.is_some())
    };
    match holds {
        Ok(true) => next.run(request).await,
        Ok(false) => Redirect::to(&[&path, "?", SPENT].concat()).into_response(),
        Err(error) => error.into_response(),
    }
}

/// Whether nobody has begun here.
async fn is_empty(app: &App) -> Result<bool, AppError> {
    Ok(app.store.workspaces().await?.is_empty())
}

fn to_sign_in(request: &Request) -> Response {
    let wanted = request.uri().path_and_query().map_or("/", |path| path.as_str());
    Redirect::to(&format!("/sign-in?next={}", percent(wanted))).into_response()
}

/// The view that an address shows.
fn view(path: &str, query: Option<&str>) -> View {
    let mut parts = path.trim_matches('/').split('/');
    let (page, row) = (parts.next().unwrap_or_default(), parts.next());
    let week = query
        .into_iter()
        .flat_map(|query| query.split('&'))
        .find_map(|pair| pair.strip_prefix("week="))
        .and_then(|week| week.parse().ok());
    match (page, row) {
        ("", _) => View::Home,
        ("budgets", Some(id)) => id.parse().map_or(View::Budgets, |id| View::Budget(BudgetId(id))),
        ("budgets", None) => View::Budgets,
        ("tasks", _) => View::Tasks,
        ("cooking-schedule", _) => View::Kitchen,
        ("shopping", _) => View::Shopping(week),
        _ => View::People,
    }
}

/// Renders the page at an address with its rows, under a policy that lets only our own scripts run,
/// and without caching, since a page carries the rows of the moment.
pub async fn render(State(app): State<App>, uri: Uri, rows: Option<Extension<Arc<PageRows>>>) -> Response {
    document(|| {
        provide_context(Address::new(uri.path(), uri.query().unwrap_or_default()));
        if let Some(Extension(rows)) = rows {
            provide_context(rows.seed.clone());
        }
        ui::page(&app.build)
    })
}

/// Says to a person, in the place of a file that is not there, that there is no such page; one that is there
/// without the slash at the end is shown.
pub async fn or_missing(State(app): State<App>, request: Request, next: Next) -> Response {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let accept = request.headers().get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    let is_person = is_read && accept.is_some_and(|accept| accept.contains("text/html"));
    let uri = request.uri().clone();
    let response = next.run(request).await;
    if response.status() != StatusCode::NOT_FOUND || !is_person {
        return response;
    }
    let path = uri.path().trim_end_matches('/');
    if path.len() < uri.path().len() && Page::at(path) != Page::Missing {
        let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        return Redirect::permanent(&[path, &query].concat()).into_response();
    }
    let mut response = document(|| {
        provide_context(Address::new(uri.path(), ""));
        ui::page(&app.build)
    });
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// `GET /shell`: the document that a service worker keeps, with the build that it belongs to.
pub async fn shell(State(app): State<App>) -> Response {
    let mut response = document(|| ui::shell(&app.build));
    if let Ok(build) = HeaderValue::try_from(app.build.name.as_str()) {
        response.headers_mut().insert("x-build", build);
    }
    response
}

fn document(make: impl FnOnce() -> Markup) -> Response {
    let nonce = Nonce::new();
    let html = {
        // All that the page makes while it is rendered ends with its owner.
        let owner = Owner::new();
        let html = owner.with(|| {
            provide_context(nonce.clone());
            to_html(make())
        });
        owner.cleanup();
        html
    };
    let policy = HeaderValue::try_from(content_policy(&nonce))
        .expect("a nonce is base64 and a header value may hold it");
    let headers = [
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_SECURITY_POLICY, policy),
    ];
    (headers, Html(html)).into_response()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_its_view() {
        let id = "0193a1b2-0000-7000-8000-000000000001";
        assert_eq!(view("/", None), View::Home);
        assert_eq!(view("/tasks", None), View::Tasks);
        let budget = BudgetId(id.parse().expect("an id"));
        assert_eq!(view(&format!("/budgets/{id}"), None), View::Budget(budget));
        assert_eq!(view("/budgets/new", None), View::Budgets);
        let week = "2026-W48".parse().ok();
        assert_eq!(view("/shopping", Some("a=b&week=2026-W48")), View::Shopping(week));
        assert_eq!(view("/shopping", Some("week=soon")), View::Shopping(None));
        assert_eq!(view("/settings", None), View::People);
    }
}
