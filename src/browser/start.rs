//! How a page begins: taken over from the server with its rows, or opened on the device with what is
//! kept there (DESIGN, Two starts).

use gloo_net::http::Request;
use js_sys::Reflect;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::ServiceWorkerContainer;

use super::code;
use super::disk::{Disk, Leaving};
use super::live::Live;
use super::stash;

fn attribute(name: &str) -> Option<String> {
    web_sys::window()?.document()?.document_element()?.get_attribute(name)
}

/// Whether the document is the shell that the service worker keeps.
#[must_use]
pub fn is_from_device() -> bool {
    attribute("data-start").is_some()
}

/// What is kept of the person whose device it is; none where nobody's is.
pub async fn on_device() -> Option<Live> {
    let disk = Disk::open().await.ok()?;
    let owner = disk.current().await?;
    let live = Live::of_kept(disk.read(&owner).await.ok()?, attribute("data-build").unwrap_or_default())?;
    live.take_in_unwritten(stash::all(&owner));
    code::learn(&live).await;
    Some(live)
}

/// Somebody else is signed in: their page takes the place of this one, which leaves its maker's acts
/// where only they find them.
pub async fn make_way(live: &Live) {
    let _ = live.leave(Leaving::Known).await;
    if let Some(window) = web_sys::window() {
        // A page that cannot be left shows nothing new: its socket stays closed.
        let _ = window.location().reload();
    }
}

/// The person's account was closed: this device keeps nothing of them, and says why at the door.
pub async fn forget(live: &Live) {
    live.leave(Leaving::ForGood).await;
    stash::forget_all(&live.owner());
    go("/sign-in?error=account-closed");
}

/// How long the server may take to end a session, in milliseconds.
const ENDING: u32 = 10_000;

/// Ends the session; false where the server could not be asked.
pub async fn end_session() -> bool {
    let request = Request::post("/api/sign-out")
        .abort_signal(Some(&web_sys::AbortSignal::timeout_with_u32(ENDING)))
        .send();
    request.await.is_ok_and(|answer| answer.ok())
}

/// Goes to another document of ours.
pub fn go(address: &str) {
    if let Some(window) = web_sys::window() {
        // An address of our own is one.
        let _ = window.location().assign(address);
    }
}

/// Whether a service worker stands between this page and the server.
pub fn has_worker() -> bool {
    workers()
        .and_then(|workers| Reflect::get(&workers, &"controller".into()).ok())
        .is_some_and(|one| one.is_object())
}

/// There is none without HTTPS.
fn workers() -> Option<ServiceWorkerContainer> {
    let navigator = web_sys::window()?.navigator();
    Reflect::get(&navigator, &"serviceWorker".into()).ok()?.dyn_into().ok()
}

/// Has the device keep this page's build, unless the page comes from the device: then a newer one may
/// be there already.
pub fn install_own(build: &str) {
    if !is_from_device() {
        install(build);
    }
}

/// Has the device keep a build, in the background (`public/service-worker.js`). Pages that are open go
/// on with theirs.
pub fn install(build: &str) {
    let Some(container) = workers() else { return };
    let script = ["/service-worker.js?build=", build].concat();
    spawn_local(async move {
        // One that cannot be had now is asked for again by the next page.
        let _ = JsFuture::from(container.register(&script)).await;
    });
}
