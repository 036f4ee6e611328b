//! The real program on a free port with a fresh database, and people who use it.

#![allow(
    dead_code,
    unused_imports,
    clippy::unwrap_used,
    reason = "each test file uses its part of the harness"
)]

mod clock;
mod person;
mod proxy;
mod socket;
mod tab;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

pub use clock::WallClock;
pub use person::{Person, command, uuid};
pub use proxy::{Direction, Proxy};
pub use socket::Socket;
pub use tab::{Act, Tab};

/// A running server. Dropped, it is killed.
pub struct Server {
    process: Child,
    pub address: String,
    /// What it printed before it listened.
    pub said: Vec<String>,
    pub home: Home,
}

/// Where a server keeps its files.
pub struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("site")).unwrap();
        Self { folder }
    }

    pub fn database(&self) -> PathBuf {
        self.folder.path().join("bliss.db")
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The program, with this home's database.
    pub fn program(&self, arguments: &[&str]) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_bliss"));
        program
            .args(arguments)
            .arg("--database")
            .arg(format!("sqlite://{}", self.database().display()))
            .env("LEPTOS_SITE_ROOT", self.folder.path().join("site"))
            .env("RUST_LOG", std::env::var("RUST_LOG").unwrap_or_else(|_| "warn".into()))
            .current_dir(self.folder.path());
        program
    }
}

impl Server {
    /// With an empty database.
    pub fn empty() -> Self {
        Self::start(Home::new(), &[])
    }

    /// With the demonstration workspace.
    pub fn demo() -> Self {
        Self::start(Home::new(), &["--demo"])
    }

    pub fn start(home: Home, flags: &[&str]) -> Self {
        let mut arguments = vec!["serve", "--addr", "127.0.0.1:0"];
        arguments.extend(flags);
        let program = home.program(&arguments);
        Self::run(home, program)
    }

    /// One that goes on when a file may not grow, as on a full disk (see [`Server::files_up_to`]). Its log
    /// is on the same disk.
    pub fn start_on_a_small_disk(home: Home, flags: &[&str]) -> Self {
        let mut arguments = vec!["serve", "--addr", "127.0.0.1:0"];
        arguments.extend(flags);
        let program = home.program(&arguments);
        // The system ends a program that writes beyond its limit, unless it is told to ignore that.
        let mut shell = Command::new("sh");
        shell.args(["-c", r#"trap '' XFSZ; exec "$0" "$@""#]).arg(program.get_program());
        shell.args(program.get_args()).current_dir(home.path());
        shell.stderr(std::fs::File::create(home.path().join("log")).unwrap());
        shell.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
        Self::run(home, shell)
    }

    /// One that goes by a clock which can be set.
    pub fn start_by(clock: &WallClock, home: Home, flags: &[&str]) -> Self {
        let mut arguments = vec!["serve", "--addr", "127.0.0.1:0"];
        arguments.extend(flags);
        let mut program = home.program(&arguments);
        clock.lead(&mut program);
        Self::run(home, program)
    }

    /// Lets no file of the running program grow beyond so many bytes; none takes the limit away.
    pub fn files_up_to(&self, bytes: Option<u64>) {
        let limit = bytes.map_or("unlimited".to_owned(), |bytes| bytes.to_string());
        let mut prlimit = Command::new("prlimit");
        prlimit.arg(format!("--pid={}", self.process.id())).arg(format!("--fsize={limit}:unlimited"));
        assert!(prlimit.status().expect("prlimit is there").success());
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// The memory that the program holds, in bytes.
    pub fn resident(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
    }

    fn run(home: Home, mut program: Command) -> Self {
        let mut process = program.stdout(Stdio::piped()).spawn().expect("the program starts");
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut said = Vec::new();
        let address = loop {
            let line = lines.next().expect("it says where it listens before it ends").unwrap();
            if let Some(address) = line.strip_prefix("listening on ") {
                break address.to_owned();
            }
            said.push(line);
        };
        // What it prints later goes nowhere, but the pipe must stay open.
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, address, said, home }
    }

    /// Ends it as the system would in an accident.
    pub fn kill(mut self) -> Home {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        std::mem::replace(&mut self.home, Home::new())
    }

    /// Tells it to stop and waits until it has.
    pub fn stop(mut self) -> Home {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").arg(id).status().unwrap().success());
        assert!(self.process.wait().unwrap().success());
        std::mem::replace(&mut self.home, Home::new())
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// The password of the demonstration people.
    pub fn password(&self) -> String {
        let line = self.said.iter().find_map(|line| line.strip_prefix("password: "));
        line.expect("the demonstration says its password").to_owned()
    }

    /// A browser that follows no redirects and keeps cookies.
    #[expect(clippy::unused_self, reason = "read as a browser of this server at the call")]
    pub fn client(&self) -> reqwest::Client {
        reqwest::Client::builder()
            .cookie_store(true)
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(30))
            .build()
            .unwrap()
    }

    /// One of the demonstration people, signed in.
    pub async fn person(&self, name: &str) -> Person {
        Person::sign_in(self, &format!("{name}@demo.example"), &self.password()).await
    }

    /// Makes the first workspace by the link that the server printed, and returns its admin.
    pub async fn founded(&self) -> Person {
        let link = self.said.iter().find_map(|line| line.split("/start?token=").nth(1)).unwrap();
        let form = [
            ("token", link),
            ("workspace", "Test Kitchen"),
            ("name", "Ada"),
            ("email", "ada@test.example"),
            ("password", "correct horse"),
        ];
        let client = self.client();
        let answer = client.post(self.url("/api/start")).form(&form).send().await.unwrap();
        assert_eq!(answer.status(), 303, "{}", answer.text().await.unwrap());
        Person::of(self, client).await
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Waits for a condition, for a minute at most.
pub async fn eventually<F: AsyncFnMut() -> bool>(what: &str, condition: F) {
    eventually_so(|| what.to_owned(), condition).await;
}

/// The same, saying how things stand where it did not come about.
pub async fn eventually_so<F: AsyncFnMut() -> bool>(what: impl Fn() -> String, mut condition: F) {
    let until = std::time::Instant::now() + Duration::from_mins(1);
    while !condition().await {
        assert!(std::time::Instant::now() < until, "it did not come about that {}", what());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
