//! The peer: a socket server of axum and nothing else, with our buffers, in a process of its own. What
//! it needs for a delivery or a connection no server on these libraries can do without.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use axum::Router;
use axum::extract::ws::{Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use tokio::sync::broadcast;

/// Set in the environment of the process that is to be the peer.
const ROLE: &str = "BLISS_BARE_PEER";
/// As in `src/server/socket`.
const BUFFER: usize = 4 * 1024;

/// A running peer. Dropped, it is ended.
pub struct Bare {
    process: Child,
    pub address: String,
}

impl Bare {
    /// Starts this very program again as the peer.
    pub fn start() -> Self {
        let program = std::env::current_exe().unwrap();
        let mut process =
            Command::new(program).env(ROLE, "yes").stdout(Stdio::piped()).spawn().expect("it starts");
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { process, address: line.trim().to_owned() }
    }

    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Has it send one text of so many bytes to everybody.
    pub async fn tell(&self, client: &reqwest::Client, bytes: usize) {
        let told = client.post(format!("{}/tell/{bytes}", self.address)).send().await;
        assert!(told.unwrap().status().is_success());
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Serves where this process was started as the peer, and then never returns.
pub async fn serve_if_asked() {
    if std::env::var_os(ROLE).is_none() {
        return;
    }
    let sender = broadcast::Sender::<Utf8Bytes>::new(1024);
    let router =
        Router::new().route("/ws", get(upgrade)).route("/tell/{bytes}", post(tell)).with_state(sender);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("http://{}", listener.local_addr().unwrap());
    axum::serve(listener, router).await.unwrap();
}

async fn tell(State(sender): State<broadcast::Sender<Utf8Bytes>>, Path(bytes): Path<usize>) {
    // Nobody listening is no failure.
    let _ = sender.send("x".repeat(bytes).into());
}

async fn upgrade(State(sender): State<broadcast::Sender<Utf8Bytes>>, upgrade: WebSocketUpgrade) -> Response {
    upgrade
        .read_buffer_size(BUFFER)
        .write_buffer_size(0)
        .on_upgrade(move |socket| talk(socket, sender.subscribe()))
}

async fn talk(mut socket: WebSocket, mut texts: broadcast::Receiver<Utf8Bytes>) {
    loop {
        tokio::select! {
            heard = socket.recv() => if !matches!(heard, Some(Ok(_))) { return },
            text = texts.recv() => {
                let Ok(text) = text else { return };
                if socket.send(Message::Text(text)).await.is_err() {
                    return;
                }
            }
        }
    }
}
