//! A browser's socket.

use std::time::Duration;

use futures::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, client_async, connect_async};

pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    waiting: Vec<Value>,
    /// What the server closed it with besides a code.
    reason: String,
}

/// How long a test waits for a frame.
const PATIENCE: Duration = Duration::from_secs(10);

impl Socket {
    /// # Errors
    /// The status of an upgrade that was refused.
    pub async fn open(address: &str, headers: &[(&str, &str)]) -> Result<Self, u16> {
        let address = address.replace("http://", "ws://");
        let mut request = format!("{address}/ws").into_client_request().unwrap();
        for (name, value) in headers {
            let name: HeaderName = name.parse().unwrap();
            request.headers_mut().insert(name, HeaderValue::from_str(value).unwrap());
        }
        match connect_async(request).await {
            Ok((stream, _)) => Ok(Self { stream, waiting: Vec::new(), reason: String::new() }),
            Err(Error::Http(response)) => Err(response.status().as_u16()),
            Err(error) => panic!("no socket: {error}"),
        }
    }

    /// A socket over a connection that the test has made itself.
    pub async fn over(connection: TcpStream, address: &str, cookie: &str) -> Self {
        let mut request =
            format!("{}/ws", address.replace("http://", "ws://")).into_client_request().unwrap();
        request.headers_mut().insert("cookie", HeaderValue::from_str(cookie).unwrap());
        let (stream, _) = client_async(request, MaybeTlsStream::Plain(connection)).await.unwrap();
        Self { stream, waiting: Vec::new(), reason: String::new() }
    }

    /// Sends a message that is no text of this protocol.
    pub async fn send(&mut self, message: Message) {
        let _ = self.stream.send(message).await;
    }

    pub async fn say(&mut self, frame: &Value) {
        self.say_text(&frame.to_string()).await;
    }

    pub async fn say_text(&mut self, text: &str) {
        // A server that has closed already says why when read from.
        let _ = self.stream.send(Message::text(text)).await;
    }

    /// The next frame of all, batches taken apart.
    ///
    /// # Errors
    /// The close code.
    pub async fn next(&mut self) -> Result<Value, u16> {
        loop {
            if !self.waiting.is_empty() {
                return Ok(self.waiting.remove(0));
            }
            let frame = self.next_whole().await?;
            if frame["type"] == "batch" {
                let messages = frame["data"]["messages"].as_array().unwrap();
                self.waiting.extend(messages.iter().cloned());
            } else {
                return Ok(frame);
            }
        }
    }

    /// The next frame as it came, which may be a batch.
    ///
    /// # Errors
    /// The close code.
    pub async fn next_whole(&mut self) -> Result<Value, u16> {
        loop {
            let message = tokio::time::timeout(PATIENCE, self.stream.next()).await;
            match message.expect("a frame in time") {
                Some(Ok(Message::Text(text))) => return Ok(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Close(Some(frame)))) => {
                    self.reason = frame.reason.to_string();
                    return Err(frame.code.into());
                }
                Some(Ok(Message::Close(None))) => return Err(1005),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(1006),
            }
        }
    }

    /// The next frame of this type; others are passed over.
    pub async fn frame(&mut self, kind: &str) -> Value {
        loop {
            let frame = self.next().await.unwrap_or_else(|code| panic!("closed with {code} before {kind}"));
            if frame["type"] == kind {
                return frame;
            }
        }
    }

    /// The code it is closed with.
    pub async fn closed(&mut self) -> u16 {
        loop {
            if let Err(code) = self.next().await {
                return code;
            }
        }
    }

    /// The code it is closed with, and the reason.
    pub async fn closed_for(&mut self) -> (u16, String) {
        (self.closed().await, self.reason.clone())
    }

    /// Subscribes to a scope and returns its rows.
    pub async fn subscribe(&mut self, id: &str, topic: &str, more: Value) -> Value {
        let mut data = json!({"id": id, "topic": topic});
        for (name, value) in more.as_object().into_iter().flatten() {
            data[name] = value.clone();
        }
        self.say(&json!({"type": "subscribe", "data": data})).await;
        loop {
            let frame = self.next().await.unwrap_or_else(|code| panic!("closed with {code}"));
            let of_this = frame["data"]["id"] == id;
            if of_this && (frame["type"] == "rows" || frame["type"] == "error") {
                return frame;
            }
        }
    }

    /// Says a heartbeat and returns every frame up to its answer: all that was sent before it.
    pub async fn until_now(&mut self) -> Vec<Value> {
        self.say(&json!({"type": "heartbeat", "data": {"timestamp": 0}})).await;
        let mut frames = Vec::new();
        loop {
            let frame = self.next().await.unwrap_or_else(|code| panic!("closed with {code}"));
            let answered = frame["type"] == "heartbeat";
            frames.push(frame);
            if answered {
                return frames;
            }
        }
    }
}
