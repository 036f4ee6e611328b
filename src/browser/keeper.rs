//! Keeps the page's replica on the device, and the tabs of a person in step: one task, which carries
//! out what it is told in its order (DESIGN, Several tabs).
//!
//! An act is written before it may leave. The tab that holds the lock alone sends, and writes rows.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures::channel::oneshot;
use futures::{StreamExt as _, select};
use gloo_timers::future::{IntervalStream, TimeoutFuture};
use leptos::leptos_dom::helpers::window_event_listener_untyped;
use leptos::task::spawn_local;

use super::disk::{Disk, Leaving};
use super::live::Live;
use super::tabs::{self, Channel};
use super::{device, sender, start, stash};
use crate::domain::ids::CommandId;
use crate::sync::kept::{KeptAct, TabMessage, Writing};

/// Rows are written so long after the first that changed, in milliseconds.
const GATHER: u32 = 300;
/// A visible tab whose acts make no progress for so long takes the lock, in milliseconds.
const PATIENCE: u32 = 5_000;
/// A disk that does not open within so many milliseconds is none for now.
const OPENING: u32 = 4_000;
/// It is tried again at least so often, in milliseconds.
const SELDOM: u32 = 60_000;

/// What the keeper is told.
#[derive(Debug)]
pub enum Order {
    /// Acts were made, refused or let go.
    Acts,
    /// Rows have changed.
    Rows,
    /// Tell the other tabs.
    Tell(TabMessage),
    /// Another tab says.
    Told(TabMessage),
    /// The disk has opened after all, with these acts on it.
    Opened(Disk, Vec<KeptAct>),
    /// The lock is here, or gone.
    Holds(bool),
    /// The person leaves: their rows go. Answered with whether they are gone.
    Leave(Leaving, oneshot::Sender<bool>),
    /// The page is looked at again: whose device is it by now?
    Look,
}

/// The way into the keeper, and what it says of itself.
#[derive(Debug, Default)]
pub struct Keeping {
    orders: Mutex<Option<UnboundedSender<Order>>>,
    /// A writing of rows is on its way.
    gathering: AtomicBool,
    holds: AtomicBool,
}

impl Keeping {
    pub fn order(&self, order: Order) {
        let orders = self.orders.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(orders) = orders.as_ref() {
            // The keeper lives as long as the page.
            let _ = orders.unbounded_send(order);
        }
    }

    /// Whether this tab is the one that sends.
    pub fn holds(&self) -> bool {
        self.holds.load(Ordering::Relaxed)
    }
}

/// Has the rows written in a moment, with all that changes until then.
pub fn rows_changed(live: &Live) {
    let keeping = live.keeping();
    if !keeping.holds() || keeping.gathering.swap(true, Ordering::Relaxed) {
        return;
    }
    let live = live.clone();
    spawn_local(async move {
        TimeoutFuture::new(GATHER).await;
        live.keeping().order(Order::Rows);
    });
}

/// Starts the keeper of a page.
pub fn start(live: &Live) {
    let (orders, told) = unbounded();
    *live.keeping().orders.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(orders.clone());
    for event in ["pagehide", "visibilitychange"] {
        let live = live.clone();
        // Lives as long as the page. A hidden page may never be shown again.
        let _ = window_event_listener_untyped(event, move |_| {
            if !device::is_visible() {
                live.keeping().order(Order::Rows);
            }
        });
    }
    let live = live.clone();
    spawn_local(async move {
        let owner = live.owner();
        live.take_in_unwritten(stash::all(&owner));
        // Before the disk is read: what is said meanwhile waits here.
        let channel = Channel::open(&owner, orders.clone());
        let opening = open(&owner);
        futures::pin_mut!(opening);
        let found = match futures::future::select(opening, TimeoutFuture::new(OPENING)).await {
            futures::future::Either::Left((found, _)) => found,
            futures::future::Either::Right(_) => None,
        };
        live.keeps(found.is_some());
        if found.is_none() {
            spawn_local(go_on_opening(owner.clone(), orders.clone()));
        }
        let disk = found.map(|(disk, acts)| {
            live.take_in(acts);
            disk
        });
        spawn_local({
            let (owner, orders) = (owner.clone(), orders.clone());
            async move { tabs::hold(&owner, false, orders).await }
        });
        let writer = device::new_id().to_string();
        let owner = owner.clone();
        Keeper { live, owner, disk, channel, orders, writer, whole: true }.run(told).await;
    });
}

/// Opens the disk, and reads what waits there.
async fn open(owner: &str) -> Option<(Disk, Vec<KeptAct>)> {
    let disk = Disk::open().await.ok()?;
    if disk.is_leaving(owner).await.ok()? {
        // This page is of a session that should have ended: no worker was there to end it.
        if start::end_session().await {
            start::go("/sign-in");
        }
        return None;
    }
    disk.set_current(owner).await.ok()?;
    let acts = disk.acts(owner).await.ok()?;
    Some((disk, acts))
}

/// A disk that is slow, or will not be read now: what waits there is not given up.
async fn go_on_opening(owner: String, orders: UnboundedSender<Order>) {
    let mut delay = OPENING;
    loop {
        TimeoutFuture::new(delay).await;
        if let Some((disk, acts)) = open(&owner).await {
            // The keeper lives as long as the page.
            let _ = orders.unbounded_send(Order::Opened(disk, acts));
            return;
        }
        delay = delay.saturating_mul(2).min(SELDOM);
    }
}

struct Keeper {
    live: Live,
    owner: String,
    disk: Option<Disk>,
    channel: Option<Channel>,
    orders: UnboundedSender<Order>,
    /// The name that this page writes rows under.
    writer: String,
    /// All rows have to be written, since another page wrote the last.
    whole: bool,
}

impl Keeper {
    async fn run(mut self, told: UnboundedReceiver<Order>) {
        let mut told = told.fuse();
        let mut checks = IntervalStream::new(PATIENCE).fuse();
        let mut stuck = VecDeque::new();
        self.keep_acts().await;
        loop {
            select! {
                order = told.next() => match order {
                    Some(order) => self.carry_out(order).await,
                    None => return,
                },
                _ = checks.next() => {
                    // A tab that is gone may have left some, and no page that begins to find them.
                    self.live.take_in_unwritten(stash::all(&self.owner));
                    self.keep_acts().await;
                    self.watch(&mut stuck);
                }
            }
        }
    }

    async fn carry_out(&mut self, order: Order) {
        match order {
            Order::Acts => self.keep_acts().await,
            Order::Rows => self.keep_rows().await,
            Order::Tell(message) => self.tell(&message),
            Order::Opened(disk, acts) => {
                self.disk = Some(disk);
                self.whole = true;
                self.live.keeps(true);
                self.live.take_in(acts);
                self.live.replica().outbox_mut().keep_all();
                self.keep_acts().await;
                rows_changed(&self.live);
            }
            Order::Told(TabMessage::Left) => {
                let live = self.live.clone();
                spawn_local(async move { start::make_way(&live).await });
            }
            Order::Told(message) => {
                self.live.told(message);
                self.keep_acts().await;
                sender::flush(&self.live);
            }
            Order::Holds(holds) => {
                self.live.keeping().holds.store(holds, Ordering::Relaxed);
                if holds {
                    self.whole = true;
                    sender::flush(&self.live);
                    rows_changed(&self.live);
                }
            }
            Order::Leave(leaving, done) => {
                // What could not be taken away now is found by nobody else, and by them again.
                let left = match &self.disk {
                    Some(disk) => disk.leave(&self.owner, leaving).await.is_ok(),
                    None => false,
                };
                if left && leaving == Leaving::Unheard {
                    self.tell(&TabMessage::Left);
                }
                let _ = done.send(left);
            }
            Order::Look => {
                if let Some(disk) = &self.disk
                    && disk.is_of(&self.owner).await == Some(false)
                {
                    let live = self.live.clone();
                    spawn_local(async move { start::make_way(&live).await });
                }
            }
        }
    }

    fn tell(&self, message: &TabMessage) {
        if let Some(channel) = &self.channel {
            channel.tell(message);
        }
    }

    /// Writes what changed of acts; then they may leave, and the other tabs show them too.
    async fn keep_acts(&mut self) {
        let writing = self.live.replica().acts_to_keep();
        if writing.is_empty() {
            return;
        }
        let written = match &self.disk {
            Some(disk) => disk.write(&self.owner, &writing).await.is_ok(),
            None => false,
        };
        if !written {
            // They leave from memory; the next writing of everything keeps those that are still here.
            self.live.keeps(false);
            self.whole = true;
        }
        let ids: Vec<CommandId> = writing.acts.iter().map(|(id, _)| *id).collect();
        self.unstash(&writing, written);
        self.live.replica().written(&ids);
        for (_, act) in writing.acts {
            if let Some(act) = act.filter(|act| act.refused.is_none()) {
                self.tell(&TabMessage::Acted(act));
            }
        }
        sender::flush(&self.live);
    }

    /// What is on the disk, or over, stands in local storage no longer.
    fn unstash(&self, writing: &Writing, written: bool) {
        let over = writing.acts.iter().filter(|(_, act)| written || act.is_none());
        stash::forget(&self.owner, over.map(|(id, _)| id));
    }

    async fn keep_rows(&mut self) {
        let keeping = self.live.keeping();
        keeping.gathering.store(false, Ordering::Relaxed);
        if !keeping.holds() {
            return;
        }
        let Some(disk) = &self.disk else {
            let settled = self.live.replica().outbox_mut().settled_to_keep();
            return stash::forget(&self.owner, settled.iter());
        };
        let writing = self.live.rows_to_keep(self.whole, &self.writer);
        self.unstash(&writing, false);
        match disk.write(&self.owner, &writing).await {
            Ok(true) => {
                self.whole = false;
                self.live.keeps(true);
            }
            // Newer rows are kept than this page has by now: it tries again as they come.
            Ok(false) if self.whole => {}
            // Another page has taken over; this one waits for its turn.
            Ok(false) => keeping.holds.store(false, Ordering::Relaxed),
            // Nothing of it is on the disk: the next one writes all.
            Err(_) => self.whole = true,
        }
    }

    /// Takes the lock where this tab's acts wait and its holder does nothing about them.
    fn watch(&self, stuck: &mut VecDeque<CommandId>) {
        self.live.sort_out();
        let waiting: VecDeque<CommandId> = {
            let replica = self.live.replica();
            let entries = replica.outbox().entries().iter().filter(|entry| entry.is_waiting());
            entries.map(|entry| entry.envelope.id).collect()
        };
        let no_progress = waiting.front().is_some_and(|first| stuck.contains(first));
        *stuck = waiting;
        // Without the server nobody makes progress.
        let could = device::is_visible() && self.live.is_connected();
        if no_progress && could && !self.live.keeping().holds() {
            let (owner, orders) = (self.owner.clone(), self.orders.clone());
            spawn_local(async move { tabs::hold(&owner, true, orders).await });
        }
    }
}
