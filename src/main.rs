//! The program: `bliss serve`.

#![forbid(unsafe_code)]

use std::path::PathBuf;
use std::process::ExitCode;

use bliss::server::config::{Config, Overrides};
use clap::{Args, Parser, Subcommand};
use tracing_subscriber::EnvFilter;

/// The people behind a catered party, working on it together.
#[derive(Parser)]
#[command(name = "bliss", version)]
struct Program {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the pages and keep the data, until told to stop.
    Serve(Serve),
}

#[derive(Args)]
struct Serve {
    /// Address and port to listen at; port 0 takes a free one and prints it.
    #[arg(long, value_name = "IP:PORT")]
    addr: Option<String>,
    /// Where the data is kept: `sqlite://FILE`.
    #[arg(long, value_name = "URL")]
    database: Option<String>,
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

fn main() -> ExitCode {
    let Program { command: Command::Serve(flags) } = Program::parse();
    match serve(flags) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bliss: {error}");
            ExitCode::FAILURE
        }
    }
}

fn serve(flags: Serve) -> Result<(), Box<dyn std::error::Error>> {
    let config = Config::load(Overrides {
        address: flags.addr,
        database: flags.database,
        cert: flags.cert,
        key: flags.key,
    })?;
    let filter = EnvFilter::try_new(&config.server.log)?;
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    if flags.demo {
        tracing::debug!("demonstration data was asked for");
    }
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(bliss::server::serve(config))?;
    Ok(())
}
