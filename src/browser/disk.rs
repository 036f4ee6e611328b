//! The device's disk: one `IndexedDB` database for all people of a browser profile, keyed by workspace
//! and person, so that nobody finds another's rows or queue.
//!
//! Everything is kept as JSON text. `public/service-worker.js` reads `device` and `acts` too: a page
//! opens on the device while acts wait, and a sign-out that the server has not heard is told first.

use std::fmt::Write as _;

use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbKeyRange, IdbObjectStore, IdbRequest, IdbTransaction, IdbTransactionMode};

use crate::domain::json::FromJson;
use crate::domain::rows::Table;
use crate::sync::kept::{Kept, KeptAct, Writing, print, read};

// The bindings of web-sys have no options for a transaction.
#[wasm_bindgen]
extern "C" {
    type Database;

    #[wasm_bindgen(catch, method, js_name = transaction)]
    fn transaction_with(
        this: &Database,
        stores: &Array,
        mode: &str,
        options: &Object,
    ) -> Result<IdbTransaction, JsValue>;
}

/// Rows that are written in one go.
const AT_ONCE: usize = 100;
const NAME: &str = "bliss";
const VERSION: u32 = 1;
/// Single values: whose device it is, and the head of each person's rows.
const DEVICE: &str = "device";
const ROWS: &str = "rows";
const ACTS: &str = "acts";
/// Whose rows a page shows that opens without a network.
const CURRENT: &str = "current";
/// Who has signed out here without the server's having heard it. The service worker tells it before
/// anything else.
const LEAVING: &str = "leaving";

/// How somebody leaves this device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// The server knows it, and their acts wait for them.
    Known,
    /// The same, but the server has not heard it yet: that is noted.
    Unheard,
    /// Their account was closed: nothing of theirs stays.
    ForGood,
}

/// An open database.
#[derive(Clone, Debug)]
pub struct Disk(IdbDatabase);

/// A request that is under way. It hears its answer even where others are waited for first.
struct Asked {
    request: IdbRequest,
    answered: JsFuture,
}

impl Asked {
    fn of(request: IdbRequest) -> Self {
        let answered = JsFuture::from(Promise::new(&mut |resolve, reject| {
            request.set_onsuccess(Some(&resolve));
            request.set_onerror(Some(&reject));
        }));
        Self { request, answered }
    }

    async fn answer(self) -> Result<JsValue, JsValue> {
        self.answered.await?;
        self.request.result()
    }
}

/// What a request answers.
async fn answer(request: Result<IdbRequest, JsValue>) -> Result<JsValue, JsValue> {
    Asked::of(request?).answer().await
}

/// Waits until a transaction is on the disk.
async fn done(transaction: &IdbTransaction) -> Result<(), JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    });
    JsFuture::from(promise).await.map(drop)
}

/// All keys that begin with a person's name.
fn all_of(owner: &str) -> Result<JsValue, JsValue> {
    // The sign after the slash.
    let range = IdbKeyRange::bound(&key(owner, "").into(), &[owner, "0"].concat().into())?;
    Ok(range.into())
}

fn key(owner: &str, name: &str) -> String {
    [owner, "/", name].concat()
}

fn row_key(owner: &str, table: Table, id: uuid::Uuid) -> JsValue {
    let mut key = key(owner, table.name());
    // A text takes whatever is written to it.
    let _ = write!(key, "/{id}");
    key.into()
}

impl Disk {
    /// Opens the database, which is made where there is none.
    ///
    /// # Errors
    /// Where the browser keeps none, as in some private windows.
    pub async fn open() -> Result<Self, JsValue> {
        let factory = web_sys::window().and_then(|window| window.indexed_db().ok().flatten());
        let request = factory.ok_or(JsValue::NULL)?.open_with_u32(NAME, VERSION)?;
        let upgrade = {
            let request = request.clone();
            Closure::<dyn FnMut()>::new(move || {
                let database = request.result().ok().and_then(|result| result.dyn_into::<IdbDatabase>().ok());
                for store in [DEVICE, ROWS, ACTS] {
                    // It fails only for one that is there.
                    let _ = database.as_ref().map(|database| database.create_object_store(store));
                }
            })
        };
        request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
        let database: IdbDatabase = answer(Ok(request.into())).await?.dyn_into()?;
        // A later build's page may have to change the stores: this one lives on in memory then.
        let close = {
            let database = database.clone();
            Closure::<dyn FnMut()>::new(move || database.close())
        };
        database.set_onversionchange(Some(close.as_ref().unchecked_ref()));
        close.forget();
        Ok(Self(database))
    }

    fn begin(&self, stores: &[&str], mode: IdbTransactionMode) -> Result<IdbTransaction, JsValue> {
        let names: Array = stores.iter().map(|name| JsValue::from_str(name)).collect();
        self.0.transaction_with_str_sequence_and_mode(&names, mode)
    }

    /// A transaction that is done when it has outlived a loss of power, and not when the system promises it.
    fn begin_durable(&self, stores: &[&str]) -> Result<IdbTransaction, JsValue> {
        let names: Array = stores.iter().map(|name| JsValue::from_str(name)).collect();
        let options = Object::new();
        // A plain object takes every key.
        let _ = Reflect::set(&options, &"durability".into(), &"strict".into());
        self.0.unchecked_ref::<Database>().transaction_with(&names, "readwrite", &options)
    }

    /// Whose device it is: workspace and person.
    pub async fn current(&self) -> Option<String> {
        let store = self.begin(&[DEVICE], IdbTransactionMode::Readonly).ok()?.object_store(DEVICE).ok()?;
        answer(store.get(&CURRENT.into())).await.ok()?.as_string()
    }

    /// From here on it is theirs.
    pub async fn set_current(&self, owner: &str) -> Result<(), JsValue> {
        let transaction = self.begin(&[DEVICE], IdbTransactionMode::Readwrite)?;
        transaction.object_store(DEVICE)?.put_with_key(&owner.into(), &CURRENT.into())?;
        done(&transaction).await
    }

    /// Whether it is this person's; none where that cannot be read.
    pub async fn is_of(&self, owner: &str) -> Option<bool> {
        let store = self.begin(&[DEVICE], IdbTransactionMode::Readonly).ok()?.object_store(DEVICE).ok()?;
        is(&store, CURRENT, owner).await.ok()
    }

    /// Whether this person has signed out here and the server has not heard it. What is noted of
    /// somebody else is over: who signs in ends the session of the one before.
    pub async fn is_leaving(&self, owner: &str) -> Result<bool, JsValue> {
        let transaction = self.begin(&[DEVICE], IdbTransactionMode::Readwrite)?;
        let device = transaction.object_store(DEVICE)?;
        let leaving = is(&device, LEAVING, owner).await?;
        if !leaving {
            device.delete(&LEAVING.into())?;
        }
        done(&transaction).await?;
        Ok(leaving)
    }

    /// A person leaves: it is nobody's any more, unless it is somebody else's already. Their rows go.
    pub async fn leave(&self, owner: &str, leaving: Leaving) -> Result<(), JsValue> {
        let transaction = self.begin(&[DEVICE, ROWS, ACTS], IdbTransactionMode::Readwrite)?;
        let device = transaction.object_store(DEVICE)?;
        device.delete(&all_of(owner)?)?;
        transaction.object_store(ROWS)?.delete(&all_of(owner)?)?;
        match leaving {
            Leaving::Known => {}
            Leaving::Unheard => drop(device.put_with_key(&owner.into(), &LEAVING.into())?),
            Leaving::ForGood => drop(transaction.object_store(ACTS)?.delete(&all_of(owner)?)?),
        }
        if is(&device, CURRENT, owner).await? {
            device.delete(&CURRENT.into())?;
        }
        done(&transaction).await
    }

    /// Everything that is kept of a person, as of one moment.
    pub async fn read(&self, owner: &str) -> Result<Kept, JsValue> {
        let transaction = self.begin(&[DEVICE, ROWS, ACTS], IdbTransactionMode::Readonly)?;
        let range = all_of(owner)?;
        let all = |store| transaction.object_store(store)?.get_all_with_key(&range).map(Asked::of);
        let head = transaction.object_store(DEVICE)?.get(&key(owner, "head").into()).map(Asked::of)?;
        let (rows, acts) = (all(ROWS)?, all(ACTS)?);
        let head = head.answer().await?.as_string().and_then(|text| read(&text));
        Ok(Kept { head, rows: texts(&rows.answer().await?), acts: texts(&acts.answer().await?) })
    }

    /// A person's acts that are not settled.
    pub async fn acts(&self, owner: &str) -> Result<Vec<KeptAct>, JsValue> {
        let store = self.begin(&[ACTS], IdbTransactionMode::Readonly)?.object_store(ACTS)?;
        Ok(texts(&answer(store.get_all_with_key(&all_of(owner)?)).await?))
    }

    /// Carries out a transaction, all or nothing; false where it is not
    /// [allowed](Writing::is_allowed).
    ///
    /// # Errors
    /// Where the disk is full, or gone, or its rows would be those of somebody who has left.
    pub async fn write(&self, owner: &str, writing: &Writing) -> Result<bool, JsValue> {
        let stores: &[&str] = if writing.head.is_some() { &[DEVICE, ROWS, ACTS] } else { &[ACTS] };
        let transaction = if writing.acts.is_empty() {
            self.begin(stores, IdbTransactionMode::Readwrite)?
        } else {
            self.begin_durable(stores)?
        };
        let written = put_all(&transaction, owner, writing).await;
        if written.is_err() {
            // What was put before the error goes with it. It fails only where it has gone already.
            let _ = transaction.abort();
        } else {
            // At once, and not when the page has heard of every part: a page that is left hears of none.
            // It fails only where there was nothing to write.
            #[expect(deprecated, reason = "by the bindings alone; the standard and all browsers have it")]
            let _ = transaction.commit();
            done(&transaction).await?;
        }
        written
    }
}

async fn put_all(transaction: &IdbTransaction, owner: &str, writing: &Writing) -> Result<bool, JsValue> {
    if let Some(head) = &writing.head {
        let (device, rows) = (transaction.object_store(DEVICE)?, transaction.object_store(ROWS)?);
        if !is(&device, CURRENT, owner).await? {
            return Err(JsValue::NULL);
        }
        let head_key = key(owner, "head").into();
        let kept = answer(device.get(&head_key)).await?.as_string().and_then(|text| read(&text));
        if !writing.is_allowed(kept.as_ref()) {
            return Ok(false);
        }
        if writing.whole {
            rows.delete(&all_of(owner)?)?;
        }
        device.put_with_key(&print(head).into(), &head_key)?;
        for part in writing.rows.chunks(AT_ONCE) {
            let mut last = None;
            for (name, row) in part {
                let key = row_key(owner, name.table, name.id);
                last = Some(put(&rows, row.as_ref().map(|row| print(row)), &key)?);
            }
            // The page draws and hears its person in between.
            answer(last.ok_or(JsValue::NULL)).await?;
        }
    }
    let acts = transaction.object_store(ACTS)?;
    for (id, act) in &writing.acts {
        put(&acts, act.as_ref().map(|act| print(act)), &key(owner, &id.0.to_string()).into())?;
    }
    Ok(true)
}

fn put(store: &IdbObjectStore, text: Option<String>, key: &JsValue) -> Result<IdbRequest, JsValue> {
    match text {
        Some(text) => store.put_with_key(&text.into(), key),
        None => store.delete(key),
    }
}

/// Whether a single value names this person.
async fn is(device: &IdbObjectStore, name: &str, owner: &str) -> Result<bool, JsValue> {
    Ok(answer(device.get(&name.into())).await?.as_string().as_deref() == Some(owner))
}

/// What can be read of kept texts.
fn texts<T: FromJson>(texts: &JsValue) -> Vec<T> {
    Array::from(texts).iter().filter_map(|text| read(&text.as_string()?)).collect()
}
