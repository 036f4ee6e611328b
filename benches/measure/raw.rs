//! A socket that costs next to nothing to read, so that what is measured is the server: frames are
//! taken apart by their lengths alone.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};

/// A frame's second byte: a client's frames are masked, and a length of two bytes follows.
const MASKED: u8 = 0x80;
const LONG: u8 = 0x7e;

/// The client's end of a WebSocket.
pub struct Raw {
    stream: TcpStream,
    read: Vec<u8>,
}

impl Raw {
    /// Opens a socket at an address `http://IP:PORT`.
    pub async fn open(address: &str, cookie: &str) -> std::io::Result<Self> {
        Self::with_window(address, cookie, None).await
    }

    /// The same with a receive buffer of so many bytes.
    pub async fn with_window(address: &str, cookie: &str, window: Option<u32>) -> std::io::Result<Self> {
        let host = address.trim_start_matches("http://");
        let socket = TcpSocket::new_v4()?;
        if let Some(window) = window {
            socket.set_recv_buffer_size(window)?;
        }
        let mut stream = socket.connect(host.parse().map_err(std::io::Error::other)?).await?;
        stream.set_nodelay(true)?;
        let request = format!(
            "GET /ws HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
             Cookie: {cookie}\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).await?;
        let mut raw = Self { stream, read: Vec::new() };
        let end = loop {
            if let Some(end) = raw.read.windows(4).position(|four| four == b"\r\n\r\n") {
                break end + 4;
            }
            raw.more().await?;
        };
        if !raw.read.starts_with(b"HTTP/1.1 101") {
            return Err(std::io::Error::other(String::from_utf8_lossy(&raw.read).into_owned()));
        }
        raw.read.drain(..end);
        Ok(raw)
    }

    async fn more(&mut self) -> std::io::Result<()> {
        match self.stream.read_buf(&mut self.read).await? {
            0 => Err(std::io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }

    /// Sends a text, masked with nothing.
    pub async fn say(&mut self, text: &str) -> std::io::Result<()> {
        let mut frame = vec![0x81];
        match u16::try_from(text.len()) {
            Ok(short @ 0..=125) => frame.push(MASKED | short.to_be_bytes()[1]),
            Ok(length) => {
                frame.push(MASKED | LONG);
                frame.extend(length.to_be_bytes());
            }
            Err(_) => return Err(std::io::Error::other("no frame of a browser is so long")),
        }
        frame.extend([0; 4]);
        frame.extend(text.as_bytes());
        self.stream.write_all(&frame).await
    }

    /// The next message's bytes. A close ends the stream.
    pub async fn next(&mut self) -> std::io::Result<Vec<u8>> {
        loop {
            while self.read.len() < 2 {
                self.more().await?;
            }
            let (code, short) = (self.read[0] & 0x0f, self.read[1] & 0x7f);
            let head = match short {
                126 => 4,
                127 => 10,
                _ => 2,
            };
            while self.read.len() < head {
                self.more().await?;
            }
            let length = match short {
                126 | 127 => self.read[2..head].iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)),
                short => usize::from(short),
            };
            while self.read.len() < head + length {
                self.more().await?;
            }
            let payload = self.read[head..head + length].to_vec();
            self.read.drain(..head + length);
            match code {
                0x1 => return Ok(payload),
                0x8 => return Err(std::io::ErrorKind::ConnectionAborted.into()),
                _ => {}
            }
        }
    }

    /// The next message that holds this text.
    pub async fn until(&mut self, text: &str) -> std::io::Result<Vec<u8>> {
        loop {
            let message = self.next().await?;
            if count(&message, text) > 0 {
                return Ok(message);
            }
        }
    }
}

/// How often a text stands in a message.
pub fn count(message: &[u8], text: &str) -> usize {
    std::str::from_utf8(message).map_or(0, |message| message.matches(text).count())
}
