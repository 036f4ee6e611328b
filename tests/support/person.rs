//! Somebody who is signed in.

use serde_json::{Value, json};

use super::{Server, Socket};

/// A person in one browser.
pub struct Person {
    pub client: reqwest::Client,
    pub address: String,
    pub replica: String,
    /// From the page's seed.
    pub user: String,
    pub epoch: String,
    pub role: String,
    cookie: String,
}

/// A fresh id.
pub fn uuid() -> String {
    use std::sync::atomic::{AtomicU64, Ordering};
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let time = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let millis = time.as_millis();
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let noise = u64::from(time.subsec_nanos()) ^ (u64::from(std::process::id()) << 32);
    format!(
        "{:08x}-{:04x}-7{:03x}-8{:03x}-{:012x}",
        millis >> 16,
        millis & 0xffff,
        count & 0xfff,
        (count >> 12) & 0xfff,
        noise & 0xffff_ffff_ffff
    )
}

/// A command of somebody who has seen nothing yet.
pub fn command(kind: &str, data: Value) -> Value {
    json!({"id": uuid(), "v": 1, "at": 0, "seen": 0, "type": kind, "data": data})
}

impl Person {
    pub async fn sign_in(server: &Server, email: &str, password: &str) -> Self {
        let client = server.client();
        let form = [("email", email), ("password", password)];
        let answer = client.post(server.url("/api/sign-in")).form(&form).send().await.unwrap();
        assert_eq!(answer.status(), 303, "{email}");
        let cookie = cookie_of(&answer);
        let mut person = Self::of(server, client).await;
        person.cookie = cookie;
        person
    }

    /// Whoever a client's cookie belongs to.
    pub async fn of(server: &Server, client: reqwest::Client) -> Self {
        let mut person = Self {
            client,
            address: server.address.clone(),
            replica: uuid(),
            user: String::new(),
            epoch: String::new(),
            role: String::new(),
            cookie: String::new(),
        };
        let seed = person.seed("/").await;
        let text = |name: &str| seed[name].as_str().unwrap().to_owned();
        person.user = text("userId");
        person.epoch = text("epoch");
        person.role = text("userRole");
        person
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    pub async fn page(&self, path: &str) -> String {
        let answer = self.client.get(self.url(path)).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        answer.text().await.unwrap()
    }

    /// The rows that a page brings along.
    pub async fn seed(&self, path: &str) -> Value {
        let page = self.page(path).await;
        let script = page.split("id=\"seed\"").nth(1).expect("a page has a seed");
        let text = script.split_once('>').unwrap().1.split("</script>").next().unwrap();
        serde_json::from_str(text).unwrap()
    }

    pub fn submission(&self, commands: &[Value]) -> Value {
        json!({"replica": self.replica, "user": self.user, "commands": commands})
    }

    pub async fn post(&self, body: &Value) -> reqwest::Response {
        self.client.post(self.url("/api/submit")).json(body).send().await.unwrap()
    }

    /// Submits commands and returns the answer.
    pub async fn submit(&self, commands: &[Value]) -> Value {
        let answer = self.post(&self.submission(commands)).await;
        let status = answer.status();
        let text = answer.text().await.unwrap();
        assert_eq!(status, 200, "{text}");
        serde_json::from_str(&text).unwrap()
    }

    /// Submits one command and returns its outcome.
    pub async fn act(&self, kind: &str, data: Value) -> Value {
        self.submit(&[command(kind, data)]).await["outcomes"][0].clone()
    }

    /// Submits one command that the test stands on.
    pub async fn must(&self, kind: &str, data: Value) -> u64 {
        let outcome = self.act(kind, data).await;
        outcome["revision"].as_u64().unwrap_or_else(|| panic!("{kind} was refused: {outcome}"))
    }

    /// A socket that has said hello; returns it with the `welcome`.
    pub async fn listen(&self) -> (Socket, Value) {
        let mut socket = self.connect().await;
        socket.say(&self.hello(&uuid(), &[])).await;
        let welcome = socket.frame("welcome").await;
        (socket, welcome)
    }

    pub fn hello(&self, tab: &str, pending: &[String]) -> Value {
        json!({"type": "hello", "data": {
            "protocol": 1, "replica": self.replica, "tab": tab, "pending": pending}})
    }

    pub async fn connect(&self) -> Socket {
        Socket::open(&self.address, &[("cookie", self.cookie())]).await.expect("a socket")
    }

    /// The session's cookie, as a header.
    pub fn cookie(&self) -> &str {
        &self.cookie
    }
}

/// The cookie that an answer sets, as a request carries it.
pub fn cookie_of(answer: &reqwest::Response) -> String {
    let line = answer.headers().get("set-cookie").expect("a cookie").to_str().unwrap();
    line.split(';').next().unwrap().to_owned()
}
