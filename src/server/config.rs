//! What the server is told when it starts: `Leptos.toml`, then the environment, then flags; the
//! later wins. The file of the repository is compiled in as the default of every value, so the
//! program runs without one beside it.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use leptos::config::{Env, LeptosOptions};
use serde::Deserialize;
use toml::{Table, Value};

use super::site::Site;

/// `Leptos.toml` as it lies in the repository.
const DEFAULTS: &str = include_str!("../../Leptos.toml");

/// Looked for in the working folder when `BLISS_CONFIG` names no other.
const FILE_NAME: &str = "Leptos.toml";

/// Everything that can be set without compiling.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// Where the built site lies and how pages link to it.
    pub leptos: LeptosSection,
    /// Where the server listens and what it stores in.
    pub server: ServerSection,
    /// Certificate and key; without them the server speaks plain HTTP.
    pub tls: Option<Tls>,
    /// What a client may ask for.
    pub limits: Limits,
}

/// The part that leptos itself reads.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LeptosSection {
    /// The name of the WASM, JavaScript and CSS files, without their endings.
    pub output_name: String,
    /// The folder of the built site; none means `site` beside the program.
    pub site_root: Option<PathBuf>,
    /// Where a browser finds the built files, without slashes around it.
    pub site_pkg_dir: String,
    /// `DEV` or `PROD`.
    pub env: Env,
}

/// The part that is about this process.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ServerSection {
    /// Address and port to listen at; port 0 takes a free one.
    pub address: SocketAddr,
    /// Which store to use.
    pub database: DatabaseUrl,
    /// What to log, as `RUST_LOG` says it.
    pub log: String,
}

/// `sqlite://FILE` or `postgres://…`, which may hold a password and therefore prints without it.
#[derive(Clone, Deserialize, Eq, PartialEq)]
#[serde(transparent)]
pub struct DatabaseUrl(String);

/// A certificate and its key, as PEM files.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Tls {
    /// The certificate, with those between it and the root.
    pub cert: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// What one client may ask for before it is refused.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Limits {
    /// The body of one request.
    pub request_bytes: usize,
    /// Commands in one request.
    pub commands_per_request: usize,
    /// Requests with commands of one person, a second, over five seconds.
    pub requests_per_second: u32,
    /// Subscriptions of one socket.
    pub subscriptions_per_socket: usize,
    /// One frame from a browser.
    pub frame_bytes: usize,
    /// Frames from a browser, a second, over ten seconds.
    pub frames_per_second: u32,
    /// What may wait for one socket.
    pub queue_bytes: usize,
}

/// What the flags of `bliss serve` say; each is stronger than environment and file.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// `--addr`
    pub address: Option<String>,
    /// `--database`
    pub database: Option<String>,
    /// `--cert`
    pub cert: Option<PathBuf>,
    /// `--key`
    pub key: Option<PathBuf>,
}

/// Why the server was not told what it needs.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file that `BLISS_CONFIG` names, or the one in the working folder, cannot be read.
    #[error("{}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// What is written there is no configuration.
    #[error("{origin}: {source}")]
    Invalid {
        /// Which file, or that the environment is to blame.
        origin: String,
        /// What is wrong, and where.
        source: Box<toml::de::Error>,
    },
}

/// A value's place in the file and the variables that may take it, the strongest first.
const VARIABLES: [(&str, &str, &[&str]); 10] = [
    ("leptos", "site-root", &["LEPTOS_SITE_ROOT"]),
    ("leptos", "site-pkg-dir", &["LEPTOS_SITE_PKG_DIR"]),
    ("leptos", "env", &["LEPTOS_ENV"]),
    ("server", "address", &["BLISS_ADDR", "LEPTOS_SITE_ADDR"]),
    ("server", "database", &["BLISS_DATABASE", "DATABASE_URL"]),
    ("server", "log", &["RUST_LOG"]),
    ("tls", "cert", &["BLISS_CERT"]),
    ("tls", "key", &["BLISS_KEY"]),
    ("limits", "request-bytes", &["BLISS_REQUEST_BYTES"]),
    ("limits", "queue-bytes", &["BLISS_QUEUE_BYTES"]),
];

impl Config {
    /// Reads file and environment of this process.
    pub fn load(overrides: Overrides) -> Result<Self, ConfigError> {
        let environment = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        let named = std::env::var_os("BLISS_CONFIG").map(PathBuf::from);
        let file = match named {
            Some(path) => Some(read(path)?),
            None if Path::new(FILE_NAME).exists() => Some(read(FILE_NAME.into())?),
            None => None,
        };
        Self::combine(file.as_ref(), &environment, overrides)
    }

    fn combine(
        file: Option<&(PathBuf, String)>,
        environment: &BTreeMap<String, String>,
        overrides: Overrides,
    ) -> Result<Self, ConfigError> {
        let mut settings = parse("the defaults", DEFAULTS)?;
        if let Some((path, text)) = file {
            lay_over(&mut settings, parse(&path.display().to_string(), text)?);
        }
        for (section, key, names) in VARIABLES {
            if let Some(value) = names.iter().find_map(|name| environment.get(*name)) {
                set(&mut settings, section, key, value);
            }
        }
        let path = |path: PathBuf| path.display().to_string();
        let flags = [
            ("server", "address", overrides.address),
            ("server", "database", overrides.database),
            ("tls", "cert", overrides.cert.map(path)),
            ("tls", "key", overrides.key.map(path)),
        ];
        for (section, key, value) in flags {
            if let Some(value) = value {
                set(&mut settings, section, key, &value);
            }
        }
        settings.try_into().map_err(|source| invalid("file, environment and flags", source))
    }

    /// What leptos wants to know, with the links of pages pointing into the folder of `site`'s build.
    pub fn leptos_options(&self, site: &Site) -> LeptosOptions {
        LeptosOptions::builder()
            .output_name(self.leptos.output_name.as_str())
            .site_root(site.root().display().to_string())
            .site_pkg_dir(site.package_path(&self.leptos.site_pkg_dir))
            .env(self.leptos.env.clone())
            .site_addr(self.server.address)
            .build()
    }
}

impl DatabaseUrl {
    /// The whole address, password included.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0.split_once("://"), self.0.rsplit_once('@')) {
            (Some((scheme, _)), Some((_, place))) => write!(formatter, "{scheme}://…@{place}"),
            _ => formatter.write_str(&self.0),
        }
    }
}

fn read(path: PathBuf) -> Result<(PathBuf, String), ConfigError> {
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok((path, text)),
        Err(source) => Err(ConfigError::Unreadable { path, source }),
    }
}

fn parse(origin: &str, text: &str) -> Result<Table, ConfigError> {
    text.parse().map_err(|source| invalid(origin, source))
}

fn invalid(origin: &str, source: toml::de::Error) -> ConfigError {
    ConfigError::Invalid { origin: origin.to_owned(), source: Box::new(source) }
}

/// Puts the values of `upper` in the place of those of `lower`, section by section.
fn lay_over(lower: &mut Table, upper: Table) {
    for (key, value) in upper {
        match (lower.get_mut(&key), value) {
            (Some(Value::Table(below)), Value::Table(above)) => lay_over(below, above),
            (_, value) => {
                lower.insert(key, value);
            }
        }
    }
}

/// Flags and variables are text; where the file holds a number, so must they.
fn set(settings: &mut Table, section: &str, key: &str, text: &str) {
    let section = settings.entry(section).or_insert_with(|| Table::new().into());
    let Some(section) = section.as_table_mut() else {
        return;
    };
    let value = match (section.get(key), text.parse()) {
        (Some(Value::Integer(_)), Ok(number)) => Value::Integer(number),
        _ => Value::String(text.to_owned()),
    };
    section.insert(key.to_owned(), value);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn runs_without_a_file() {
        let config = Config::combine(None, &environment(&[]), Overrides::default()).expect("defaults");
        assert_eq!(config.server.address.to_string(), "127.0.0.1:3000");
        assert_eq!(config.server.database.reveal(), "sqlite://bliss.db");
        assert_eq!(config.tls, None);
        assert_eq!(config.limits.request_bytes, 256 * 1024);
    }

    #[test]
    fn a_flag_is_stronger_than_the_environment_and_that_than_the_file() {
        let file = (
            PathBuf::from("own.toml"),
            "[server]\naddress = '1.1.1.1:1'\ndatabase = 'sqlite://own.db'\nlog = 'warn'".into(),
        );
        let environment = environment(&[("LEPTOS_SITE_ADDR", "2.2.2.2:2"), ("RUST_LOG", "debug")]);
        let overrides = Overrides { address: Some("3.3.3.3:3".into()), ..Overrides::default() };
        let config = Config::combine(Some(&file), &environment, overrides).expect("valid");
        assert_eq!(config.server.address.to_string(), "3.3.3.3:3");
        assert_eq!(config.server.log, "debug");
        assert_eq!(config.server.database.reveal(), "sqlite://own.db");
    }

    #[test]
    fn numbers_may_come_from_the_environment() {
        let environment = environment(&[("BLISS_QUEUE_BYTES", "4096")]);
        let config = Config::combine(None, &environment, Overrides::default()).expect("valid");
        assert_eq!(config.limits.queue_bytes, 4096);
    }

    #[test]
    fn a_misspelt_value_is_refused_by_name() {
        let file = (PathBuf::from("own.toml"), "[server]\nadress = '1.1.1.1:1'".into());
        let error =
            Config::combine(Some(&file), &environment(&[]), Overrides::default()).expect_err("misspelt");
        assert!(error.to_string().contains("adress"), "{error}");
    }

    #[test]
    fn a_certificate_needs_its_key() {
        let overrides = Overrides { cert: Some("cert.pem".into()), ..Overrides::default() };
        let error = Config::combine(None, &environment(&[]), overrides).expect_err("no key");
        assert!(error.to_string().contains("key"), "{error}");
    }

    #[test]
    fn a_password_is_not_printed() {
        let url = DatabaseUrl("postgres://bliss:secret@db/party".into());
        assert_eq!(format!("{url:?}"), "postgres://…@db/party");
    }

    #[test]
    fn values_that_cargo_toml_holds_too_are_equal() {
        let cargo: Table = include_str!("../../Cargo.toml").parse().expect("Cargo.toml is TOML");
        let shared = &cargo["package"]["metadata"]["leptos"];
        let own = parse("defaults", DEFAULTS).expect("Leptos.toml is TOML");
        assert_eq!(own["leptos"]["output-name"], shared["output-name"]);
        assert_eq!(own["leptos"]["site-pkg-dir"], shared["site-pkg-dir"]);
        assert_eq!(own["server"]["address"], shared["site-addr"]);
        assert_eq!(own["leptos"]["output-name"], cargo["lib"]["name"]);
    }
}
