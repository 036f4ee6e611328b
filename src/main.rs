//! The program: `bliss serve`, and what is done from the terminal beside it.

#![forbid(unsafe_code)]

use std::io::Read as _;
use std::path::PathBuf;
use std::process::ExitCode;

use bliss::domain::ids::WorkspaceId;
use bliss::domain::rows::Role;
use bliss::server::config::{Config, Overrides};
use bliss::server::manage::{self, NewUser};
use bliss::server::{self};
use clap::{Args, Parser, Subcommand};
use tracing_subscriber::EnvFilter;

/// The people behind a catered party, working on it together.
#[derive(Parser)]
#[command(name = "bliss", version)]
struct Program {
    #[command(subcommand)]
    command: Command,
    /// Where the data is kept: `sqlite://FILE`.
    #[arg(long, value_name = "URL", global = true)]
    database: Option<String>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the pages and keep the data, until told to stop.
    Serve(Serve),
    /// Write a whole copy of the database; the server may run meanwhile.
    Backup { file: PathBuf },
    /// Put a copy in the place of the database; stop the server first.
    Restore { file: PathBuf },
    /// Check the database: rows against log, revisions without gaps.
    Check,
    /// The people who can sign in.
    #[command(subcommand)]
    User(User),
    /// The workspaces: crews or companies.
    #[command(subcommand)]
    Workspace(Workspace),
}

#[derive(Args)]
struct Serve {
    /// Address and port to listen at; port 0 takes a free one and prints it.
    #[arg(long, value_name = "IP:PORT")]
    addr: Option<String>,
    /// Certificate for HTTPS, a PEM file.
    #[arg(long, value_name = "FILE", requires = "key")]
    cert: Option<PathBuf>,
    /// The certificate's private key, a PEM file.
    #[arg(long, value_name = "FILE", requires = "cert")]
    key: Option<PathBuf>,
    /// Fill an empty database with the demonstration workspace.
    #[arg(long)]
    demo: bool,
}

#[derive(Subcommand)]
enum User {
    /// Say who can sign in.
    List,
    /// Let somebody in. Without --password-stdin a password is made and printed.
    Add {
        email: String,
        #[arg(long)]
        name: String,
        /// admin, organizer, logistics or cook
        #[arg(long, value_parser = role)]
        role: Role,
        /// Which workspace, where there is more than one.
        #[arg(long, value_name = "ID")]
        workspace: Option<WorkspaceId>,
        /// Read the password from standard input.
        #[arg(long)]
        password_stdin: bool,
    },
    /// Set somebody's password and end their sessions.
    SetPassword {
        email: String,
        /// Read the password from standard input.
        #[arg(long)]
        password_stdin: bool,
    },
}

#[derive(Subcommand)]
enum Workspace {
    /// Make a workspace and print its id.
    Add {
        name: String,
        /// ISO 4217
        #[arg(long, default_value = "EUR")]
        currency: String,
        /// IANA time zone
        #[arg(long, default_value = "Europe/Berlin")]
        zone: String,
    },
}

type Done = Result<(), Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    match run(Program::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bliss: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(program: Program) -> Done {
    let mut overrides = Overrides { database: program.database, ..Overrides::default() };
    if let Command::Serve(flags) = &program.command {
        overrides.address.clone_from(&flags.addr);
        overrides.cert.clone_from(&flags.cert);
        overrides.key.clone_from(&flags.key);
    }
    let config = Config::load(overrides)?;
    let filter = EnvFilter::try_new(&config.server.log)?;
    // Of a line that cannot be written, on a full disk or into a terminal that has gone, it would say so where
    // it cannot write either, and end the task that had something to tell.
    let log = tracing_subscriber::fmt().with_env_filter(filter).log_internal_errors(false);
    log.with_writer(std::io::stderr).init();
    tokio::runtime::Runtime::new()?.block_on(carry_out(program.command, config))
}

async fn carry_out(command: Command, config: Config) -> Done {
    let database = &config.server.database;
    match command {
        Command::Serve(flags) => server::serve(server::Serve { config, demo: flags.demo }).await?,
        Command::Backup { file } => manage::back_up(database, &file).await?,
        Command::Restore { file } => manage::restore(database, &file).await?,
        Command::Check => println!("{}", manage::check(database).await?),
        Command::User(command) => user(command, &config).await?,
        Command::Workspace(Workspace::Add { name, currency, zone }) => {
            println!("{}", manage::add_workspace(&config, name, currency, zone).await?);
        }
    }
    Ok(())
}

async fn user(command: User, config: &Config) -> Done {
    let made = match command {
        User::List => {
            for line in manage::list_users(config).await? {
                println!("{line}");
            }
            None
        }
        User::Add { email, name, role, workspace, password_stdin } => {
            let password = password(password_stdin)?;
            manage::add_user(config, NewUser { email, name, role, workspace, password }).await?
        }
        User::SetPassword { email, password_stdin } => {
            manage::set_password(config, &email, password(password_stdin)?).await?
        }
    };
    if let Some(password) = made {
        println!("password: {password}");
    }
    Ok(())
}

/// The first line of standard input, where a password is to come from there.
fn password(from_stdin: bool) -> Result<Option<String>, std::io::Error> {
    if !from_stdin {
        return Ok(None);
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    Ok(Some(text.lines().next().unwrap_or_default().to_owned()))
}

fn role(name: &str) -> Result<Role, String> {
    Role::ALL
        .into_iter()
        .find(|role| role.name() == name)
        .ok_or_else(|| "admin, organizer, logistics or cook".to_owned())
}
