//! Durable commands a second: the whole engine on SQLite, beside SQLite alone with the same statements
//! on the same rows in the same groups.
#![allow(clippy::unwrap_used, reason = "a measurement may fail loudly")]

mod measure;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use bliss::domain::ids::{CommandId, ReplicaId, UserId, WorkspaceId};
use bliss::domain::values::Revision;
use bliss::server::engine::{Entry, Handle, Means, start};
use bliss::server::store::{Sqlite, Store};
use bliss::sync::submit::{Submission, Verdict};
use measure::kitchen::{EPOCH, WEEK, envelope, founding};
use measure::{millis, quantile, rate, table};
use serde_json::json;
use sqlx::Connection as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use uuid::Uuid;

/// People who each wait for an answer before they act again.
const CALLERS: [u64; 3] = [1, 16, 64];
const LINES: u128 = 500;

#[tokio::main]
async fn main() {
    let mut rows = Vec::new();
    for callers in CALLERS {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("engine.db");
        let measured = through_the_engine(&file, callers).await;
        let bare = bare(&folder.path().join("bare.db"), &file, measured.from).await;
        let (engine, alone) = (rate(measured.commands, measured.took), rate(measured.commands, bare.took));
        rows.push(vec![
            callers.to_string(),
            measured.commands.to_string(),
            format!("{:.1}", measure::real(measured.commands) / measure::real(bare.commits)),
            format!("{engine:.0}/s"),
            millis(measured.middle),
            millis(measured.tail),
            format!("{alone:.0}/s"),
            format!("{:.0} %", 100.0 * engine / alone),
        ]);
    }
    let head = [
        "callers",
        "commands",
        "commands a commit",
        "engine (target 5,000/s)",
        "answer, median",
        "answer, p99",
        "SQLite alone",
        "of that (target 50 %)",
    ];
    table("Durable commands", &head, &rows);
}

struct Measured {
    commands: u64,
    took: Duration,
    middle: Duration,
    tail: Duration,
    /// What came after it was measured.
    from: Revision,
}

fn id(kind: u128, number: u128) -> Uuid {
    Uuid::from_u128(0x019a_0000_0000_7000_8000_0000_0000_0000 + (kind << 40) + number)
}

const WORKSPACE: WorkspaceId = WorkspaceId(Uuid::from_u128(1));
const ADMIN: UserId = UserId(Uuid::from_u128(2));

/// A third each: a task made, a purchase recorded on one of many lines, a line's notes set.
fn submission(number: u128) -> Submission {
    let item = id(4, number % LINES);
    let (kind, data) = match number % 3 {
        0 => ("create-task", json!({"taskId": id(1, number), "title": "Fetch the ice", "role": "logistics"})),
        1 => {
            let quantity = json!({"amount": "0.5", "unit": "kg"});
            (
                "add-purchase",
                json!({"itemId": derived(item), "purchaseId": id(2, number), "quantity": quantity}),
            )
        }
        _ => ("edit-shopping-item", json!({"itemId": derived(item), "notes": format!("Stall {number}")})),
    };
    alone(number, kind, data)
}

fn alone(number: u128, kind: &str, data: serde_json::Value) -> Submission {
    let envelope = envelope(id(3, number), Revision::ZERO, kind, data);
    Submission { replica: ReplicaId(Uuid::from_u128(7)), user: ADMIN, commands: vec![envelope] }
}

/// The line of a product.
fn derived(product: Uuid) -> Uuid {
    use bliss::domain::ids::{ItemId, ProductId};
    use bliss::domain::values::Unit;
    ItemId::derived(WEEK.parse().unwrap(), ProductId(product), Unit::G).0
}

async fn through_the_engine(file: &Path, callers: u64) -> Measured {
    let store: Arc<dyn Store> = Arc::new(Sqlite::open(file).await.unwrap());
    store.add_workspace(WORKSPACE, EPOCH).await.unwrap();
    let means = Means { store: Arc::clone(&store), build: "bench".to_owned(), subscriptions_per_socket: 50 };
    let engine = start(means, WORKSPACE).await.unwrap();
    engine.system(CommandId(id(9, 0)), founding(WORKSPACE, ADMIN)).await.unwrap();
    for number in 0..LINES {
        let product = id(4, number);
        let named = json!({"productId": product, "name": format!("Ware {number}"),
                           "category": "vegetables", "unit": "kg"});
        taken(&engine, alone(1_000_000 + number * 2, "put-product", named)).await;
        let need = json!({"demandId": id(5, number), "week": WEEK, "productId": product,
                          "quantity": {"amount": "900", "unit": "kg"}});
        taken(&engine, alone(1_000_001 + number * 2, "put-demand", need)).await;
    }
    let from = engine.look(bliss::server::engine::Engine::head).await.unwrap();
    let each = if callers == 1 { 2_000 } else { 30_000 / callers };
    let next = Arc::new(AtomicU64::new(0));
    let began = Instant::now();
    let tasks = (0..callers).map(|_| {
        let (engine, next) = (engine.clone(), Arc::clone(&next));
        tokio::spawn(async move {
            let mut waits = Vec::new();
            for _ in 0..each {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let asked = Instant::now();
                taken(&engine, submission(number.into())).await;
                waits.push(asked.elapsed());
            }
            waits
        })
    });
    let mut waits = Vec::new();
    for task in tasks.collect::<Vec<_>>() {
        waits.extend(task.await.unwrap());
    }
    let took = began.elapsed();
    engine.goodbye().await;
    store.close().await;
    let (middle, tail) = (quantile(&mut waits, 0.5), quantile(&mut waits, 0.99));
    Measured { commands: callers * each, took, middle, tail, from }
}

async fn taken(engine: &Handle, submission: Submission) {
    let answer = engine.submit(submission).await.unwrap();
    let outcome = &answer.outcomes[0];
    assert!(!matches!(outcome.outcome, Verdict::Rejected | Verdict::Held), "{outcome:?}");
}

struct Bare {
    took: Duration,
    commits: u64,
}

/// The texts that one commit wrote.
struct Written {
    head: i64,
    rows: String,
    log: String,
    answers: String,
}

/// Writes what the engine wrote once more, into another file, with nothing around it.
async fn bare(file: &Path, engines: &Path, from: Revision) -> Bare {
    let written = written(engines, from).await;
    // Made by the store, so that tables and indexes are the same.
    Sqlite::open(file).await.unwrap().close().await;
    let options = SqliteConnectOptions::new()
        .filename(file)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("cache_size", "-16384");
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    let workspace = WORKSPACE.to_string();
    let mut head = i64::try_from(from.0).unwrap();
    sqlx::query("INSERT INTO heads (workspace, epoch, head) VALUES (?1, ?2, ?3)")
        .bind(&workspace)
        .bind(EPOCH)
        .bind(head)
        .execute(&mut connection)
        .await
        .unwrap();
    let began = Instant::now();
    for batch in &written {
        let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await.unwrap();
        sqlx::query("UPDATE heads SET head = ?3 WHERE workspace = ?1 AND head = ?2")
            .bind(&workspace)
            .bind(head)
            .bind(batch.head)
            .execute(&mut *transaction)
            .await
            .unwrap();
        head = batch.head;
        for (statement, list) in [(ROWS, &batch.rows), (LOG, &batch.log), (ANSWERS, &batch.answers)] {
            sqlx::query(statement).bind(&workspace).bind(list).execute(&mut *transaction).await.unwrap();
        }
        transaction.commit().await.unwrap();
    }
    Bare { took: began.elapsed(), commits: written.len() as u64 }
}

/// The statements of `src/server/store/sqlite/commit.rs`.
const ROWS: &str = "INSERT INTO rows (workspace, tbl, id, rev, body) \
    SELECT ?1, value ->> 0, value ->> 1, value ->> 2, value -> 3 FROM json_each(?2) WHERE TRUE \
    ON CONFLICT (workspace, tbl, id) DO UPDATE SET rev = excluded.rev, body = excluded.body";
const LOG: &str = "INSERT INTO log (workspace, revision, command, kind, actor, role, replica, at, now, body) \
    SELECT ?1, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, \
    value ->> 6, value ->> 7, value -> 8 FROM json_each(?2)";
const ANSWERS: &str = "INSERT INTO commands (workspace, id, actor, fingerprint, outcome) \
    SELECT ?1, value ->> 0, value ->> 1, value ->> 2, value -> 3 FROM json_each(?2)";

/// What the engine has written, a commit each: entries of one commit were decided in one moment.
async fn written(file: &Path, from: Revision) -> Vec<Written> {
    let store = Sqlite::open(file).await.unwrap();
    let entries = store.entries(WORKSPACE, from, u32::MAX).await.unwrap();
    store.close().await;
    let mut written = Vec::new();
    for batch in entries.chunk_by(|one, next| one.now == next.now) {
        let mut rows = BTreeMap::new();
        for row in batch.iter().flat_map(|entry| &entry.changes).filter_map(|change| change.after.as_ref()) {
            rows.insert((row.table(), row.key()), row);
        }
        let rows: Vec<_> =
            rows.into_iter().map(|((table, id), row)| (table.name(), id, row.rev(), row.body())).collect();
        let log: Vec<_> = batch.iter().map(line).collect();
        let answers: Vec<_> = batch
            .iter()
            .map(|entry| {
                let outcome = json!({"id": entry.command, "outcome": "accepted", "revision": entry.revision});
                (entry.command, entry.actor, Uuid::from_u128(5), outcome)
            })
            .collect();
        written.push(Written {
            head: i64::try_from(batch.last().unwrap().revision.0).unwrap(),
            rows: serde_json::to_string(&rows).unwrap(),
            log: serde_json::to_string(&log).unwrap(),
            answers: serde_json::to_string(&answers).unwrap(),
        });
    }
    written
}

fn line(entry: &Entry) -> serde_json::Value {
    let body: serde_json::Value = serde_json::from_str(&entry.body().unwrap()).unwrap();
    json!([
        entry.revision,
        entry.command,
        entry.kind,
        entry.actor,
        entry.role.name(),
        entry.replica,
        entry.at,
        entry.now,
        body
    ])
}
