//! Which page an address shows, and going from one to another without loading a document.

use leptos::prelude::*;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What stands unescaped in a query.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    SignIn,
    Start,
    Invite,
    Home,
    Budgets,
    Budget,
    Tasks,
    Kitchen,
    Shopping,
    People,
    /// There is none at the address.
    Missing,
}

impl Page {
    /// All addresses, as the server's router writes them.
    pub const PATHS: [&'static str; 10] = [
        "/sign-in",
        "/start",
        "/invite",
        "/",
        "/budgets",
        "/budgets/{id}",
        "/tasks",
        "/cooking-schedule",
        "/shopping",
        "/people",
    ];

    /// The page at a path.
    #[must_use]
    pub fn at(path: &str) -> Self {
        match path.trim_end_matches('/') {
            "/sign-in" => Self::SignIn,
            "/start" => Self::Start,
            "/invite" => Self::Invite,
            "" => Self::Home,
            "/budgets" => Self::Budgets,
            "/tasks" => Self::Tasks,
            "/cooking-schedule" => Self::Kitchen,
            "/shopping" => Self::Shopping,
            "/people" => Self::People,
            other => match other.strip_prefix("/budgets/") {
                Some(id) if !id.contains('/') => Self::Budget,
                _ => Self::Missing,
            },
        }
    }

    /// Whether the frame stands around it: not around the doors.
    #[must_use]
    pub fn is_framed(self) -> bool {
        !matches!(self, Self::SignIn | Self::Start | Self::Invite | Self::Missing)
    }
}

/// What comes after the question mark.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Reads `a=b&c=d`, with or without the question mark; what cannot be read is passed over.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let pairs = text.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty());
        Self(
            pairs
                .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
                .map(|(k, v)| (plain(k), plain(v)))
                .collect(),
        )
    }

    #[must_use]
    pub fn get(&self, name: &str) -> Option<String> {
        self.get_str(name).map(str::to_owned)
    }

    #[must_use]
    pub fn get_str(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(key, _)| key != name);
    }

    pub fn replace(&mut self, name: &str, value: String) {
        self.remove(name);
        self.0.push((name.to_owned(), value));
    }

    /// `?a=b&c=d`, or nothing.
    #[must_use]
    pub fn to_query_string(&self) -> String {
        let mut text = String::new();
        for (name, value) in &self.0 {
            text.push(if text.is_empty() { '?' } else { '&' });
            text.push_str(&escape(name));
            text.push('=');
            text.push_str(&escape(value));
        }
        text
    }
}

fn plain(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

/// A text as a part of an address.
#[must_use]
pub fn escape(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}

/// An address of this site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    pub path: String,
    pub query: Query,
}

impl Address {
    #[must_use]
    pub fn new(path: &str, query: &str) -> Self {
        Self { path: path.to_owned(), query: Query::read(query) }
    }

    #[cfg(feature = "hydrate")]
    pub(super) fn here() -> Self {
        let location = window().location();
        Self::new(&location.pathname().unwrap_or_default(), &location.search().unwrap_or_default())
    }

    /// The request's, which the handler gives.
    #[cfg(not(feature = "hydrate"))]
    pub(super) fn here() -> Self {
        use_context().unwrap_or_default()
    }
}

/// The address on screen, and its parts.
#[derive(Clone, Copy)]
struct Location {
    address: RwSignal<Address>,
    path: Memo<String>,
    query: Memo<Query>,
}

/// Follows the browser's address from here on.
pub fn provide_location() {
    let address = RwSignal::new(Address::here());
    let path = Memo::new(move |_| address.with(|address| address.path.clone()));
    let query = Memo::new(move |_| address.with(|address| address.query.clone()));
    provide_context(Location { address, path, query });
    #[cfg(feature = "hydrate")]
    browser::follow(address);
}

/// The path on screen.
#[must_use]
pub fn use_path() -> Memo<String> {
    expect_context::<Location>().path
}

/// The query on screen.
#[must_use]
pub fn use_query_map() -> Memo<Query> {
    expect_context::<Location>().query
}

/// How to go somewhere.
#[derive(Clone, Copy, Debug)]
pub struct NavigateOptions {
    /// In the place of this entry of the history.
    pub replace: bool,
    /// To the top of the page.
    pub scroll: bool,
}

impl Default for NavigateOptions {
    fn default() -> Self {
        Self { replace: false, scroll: true }
    }
}

/// The way to another page of the site, by its path and query.
pub fn use_navigate() -> impl Fn(&str, NavigateOptions) + Copy + 'static {
    let Location { address, .. } = expect_context::<Location>();
    move |to, options| {
        #[cfg(feature = "hydrate")]
        browser::go(address, to, options);
        #[cfg(not(feature = "hydrate"))]
        let _ = (address, to, options);
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::prelude::*;
    use wasm_bindgen::closure::Closure;
    use wasm_bindgen::{JsCast, JsValue};
    use web_sys::{HtmlAnchorElement, HtmlDialogElement, MouseEvent};

    use super::{Address, NavigateOptions, Page};
    use crate::ui::parts::commit_field;

    /// Goes there; the address has changed when this returns, the page a moment later.
    pub fn go(address: RwSignal<Address>, to: &str, options: NavigateOptions) {
        let Ok(history) = window().history() else { return };
        // It fails only for addresses of other sites.
        let _ = if options.replace {
            history.replace_state_with_url(&JsValue::NULL, "", Some(to))
        } else {
            history.push_state_with_url(&JsValue::NULL, "", Some(to))
        };
        arrive(address);
        if options.scroll {
            let named = to.split_once('#').and_then(|(_, id)| document().get_element_by_id(id));
            match named {
                Some(element) => element.scroll_into_view(),
                None => window().scroll_to_with_x_and_y(0.0, 0.0),
            }
        }
    }

    fn arrive(address: RwSignal<Address>) {
        let here = Address::here();
        if address.with_untracked(|address| *address != here) {
            commit_field();
            address.set(here);
        }
    }

    /// The way back closes what stands open over the page before it leaves the page, and asks where something was
    /// typed there that nobody has sent.
    fn go_back(address: RwSignal<Address>) {
        const CLOSING: &str = "data-closing";
        let find = |what: &str| document().query_selector(what).ok().flatten();
        if address.with_untracked(|address| *address == Address::here()) {
            // Here again: what it closes may write the address.
            if let Some(dialog) = find("dialog[data-closing]") {
                drop(dialog.remove_attribute(CLOSING));
                dialog.unchecked_into::<HtmlDialogElement>().close();
            }
            return;
        }
        let Some(dialog) = find("dialog[open]") else { return arrive(address) };
        let has_typed = dialog.query_selector("[data-typed]").ok().flatten().is_some();
        let question = "What you typed here is not sent. Close it?";
        if !has_typed || window().confirm_with_message(question).unwrap_or(true) {
            drop(dialog.set_attribute(CLOSING, ""));
        }
        drop(window().history().and_then(|history| history.forward()));
    }

    /// Follows the back button, and links between pages.
    pub fn follow(address: RwSignal<Address>) {
        listen("popstate", move |_| go_back(address));
        listen("click", move |event| {
            if let Some((to, options)) = event.dyn_ref().and_then(wanted) {
                event.prevent_default();
                go(address, &to, options);
            }
        });
    }

    /// For as long as the document lives.
    fn listen(name: &str, listener: impl FnMut(web_sys::Event) + 'static) {
        let listener = Closure::<dyn FnMut(web_sys::Event)>::new(listener);
        // It fails for no name of an event.
        let _ = window().add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
        listener.forget();
    }

    /// Where a click leads that is ours to follow: a plain one, on a link to one of the pages.
    fn wanted(event: &MouseEvent) -> Option<(String, NavigateOptions)> {
        let modified = event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key();
        if event.default_prevented() || event.button() != 0 || modified {
            return None;
        }
        let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
        let link = target.closest("a[href]").ok()??.dyn_into::<HtmlAnchorElement>().ok()?;
        let is_plain = matches!(link.target().as_str(), "" | "_self")
            && !link.has_attribute("download")
            && !link.rel().split(' ').any(|word| word == "external");
        let is_here = window().location().origin().is_ok_and(|origin| origin == link.origin());
        if !is_plain || !is_here || Page::at(&link.pathname()) == Page::Missing {
            return None;
        }
        let options = NavigateOptions { replace: false, scroll: !link.has_attribute("data-noscroll") };
        Some(([link.pathname(), link.search(), link.hash()].concat(), options))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_keeps_what_it_says() {
        let mut query = Query::read("?q=christening%20caf%C3%A9&week=2026-W48&x");
        assert_eq!(query.get_str("q"), Some("christening café"));
        assert_eq!(query.get_str("x"), Some(""));
        assert_eq!(query.get("y"), None);
        query.remove("x");
        query.replace("week", "a&b=c".to_owned());
        let text = query.to_query_string();
        assert_eq!(text, "?q=christening%20caf%C3%A9&week=a%26b%3Dc");
        assert_eq!(Query::read(&text), query);
        assert_eq!(Query::read("").to_query_string(), "");
    }

    #[test]
    fn every_address_has_its_page() {
        for path in Page::PATHS {
            assert_ne!(Page::at(path), Page::Missing, "{path}");
        }
        assert_eq!(Page::at("/budgets/1/2"), Page::Missing);
        assert_eq!(Page::at("/tasks/"), Page::Tasks);
        assert!(!Page::SignIn.is_framed() && Page::Home.is_framed());
    }
}
