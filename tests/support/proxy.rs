//! A network between browsers and the server that can be made to fail: cut, stalled, closed in one
//! direction only, and led to a server that has moved.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Which way bytes go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    ToServer,
    ToClient,
}

/// What every connection obeys. Counters rise: a connection minds only what rises in its lifetime.
#[derive(Clone, Debug)]
struct Weather {
    server: SocketAddr,
    /// Bytes are taken from both sides and kept back.
    stalled: bool,
    cuts: u64,
    /// How often the way to the server and the way to the client were closed.
    closed: [u64; 2],
    /// Connections that were let in so far.
    accepted: u64,
}

/// A proxy on a port of its own. Dropped, it cuts everything.
pub struct Proxy {
    pub address: String,
    weather: watch::Sender<Weather>,
    door: JoinHandle<()>,
}

impl Proxy {
    /// In front of the server at this address.
    pub async fn before(server: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let weather = watch::Sender::new(Weather {
            server: socket_address(server),
            stalled: false,
            cuts: 0,
            closed: [0, 0],
            accepted: 0,
        });
        let door = tokio::spawn(accept(listener, weather.clone()));
        Self { address, weather, door }
    }

    /// Ends every connection at once, without a word of the protocol above.
    pub fn cut(&self) {
        self.weather.send_modify(|weather| weather.cuts += 1);
    }

    /// From now on bytes are taken and not delivered, on old connections and new ones.
    pub fn stall(&self) {
        self.weather.send_modify(|weather| weather.stalled = true);
    }

    /// What was kept back is delivered, late.
    pub fn flow(&self) {
        self.weather.send_modify(|weather| weather.stalled = false);
    }

    /// Closes one direction of every connection that is open; the other goes on.
    pub fn half_close(&self, direction: Direction) {
        self.weather.send_modify(|weather| weather.closed[direction as usize] += 1);
    }

    /// Leads new connections to a server that listens elsewhere now.
    pub fn lead_to(&self, server: &str) {
        let server = socket_address(server);
        self.weather.send_modify(|weather| weather.server = server);
    }

    /// Connections that came so far.
    pub fn accepted(&self) -> u64 {
        self.weather.borrow().accepted
    }

    /// Waits until so many connections have come.
    pub async fn has_accepted(&self, many: u64) {
        let mut weather = self.weather.subscribe();
        weather.wait_for(|weather| weather.accepted >= many).await.expect("the proxy is there");
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.door.abort();
        self.cut();
    }
}

fn socket_address(server: &str) -> SocketAddr {
    server.trim_start_matches("http://").parse().expect("a server says its address")
}

async fn accept(listener: TcpListener, weather: watch::Sender<Weather>) {
    while let Ok((client, _)) = listener.accept().await {
        weather.send_modify(|weather| weather.accepted += 1);
        tokio::spawn(carry(client, weather.subscribe()));
    }
}

/// One connection, until both ends are done with it or the weather cuts it.
async fn carry(client: TcpStream, mut weather: watch::Receiver<Weather>) {
    let born = weather.borrow().clone();
    // A server that is down refuses, and so does the proxy.
    let Ok(server) = TcpStream::connect(born.server).await else { return };
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let up = pump(from_client, to_server, Direction::ToServer, weather.clone(), born.clone());
    let down = pump(from_server, to_client, Direction::ToClient, weather.clone(), born.clone());
    tokio::select! {
        _ = async { tokio::join!(up, down) } => {}
        _ = weather.wait_for(|now| now.cuts != born.cuts) => {}
    }
}

async fn pump(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    direction: Direction,
    mut weather: watch::Receiver<Weather>,
    born: Weather,
) {
    let closed = |now: &Weather| now.closed[direction as usize] != born.closed[direction as usize];
    let (mut kept, mut ended, mut shut) = (Vec::new(), false, false);
    loop {
        let now = weather.borrow_and_update().clone();
        if closed(&now) && !shut {
            shut = true;
            let _ = to.shutdown().await;
        }
        if shut {
            // Whoever still sends this way is heard by nobody.
            kept.clear();
        } else if !now.stalled && !kept.is_empty() {
            if to.write_all(&kept).await.is_err() {
                return;
            }
            kept.clear();
        }
        if ended && kept.is_empty() {
            let _ = to.shutdown().await;
            return;
        }
        tokio::select! {
            read = from.read_buf(&mut kept), if !ended => ended = !matches!(read, Ok(1..)),
            changed = weather.changed() => if changed.is_err() { return },
        }
    }
}
