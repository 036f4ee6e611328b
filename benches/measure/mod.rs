//! What the measurements share: figures of a process, the middle and the tail of many, a table.

#![allow(dead_code, clippy::unwrap_used, reason = "each measurement uses its part, and may fail loudly")]

pub mod bare;
pub mod kitchen;
pub mod raw;

use std::time::Duration;

/// The time that a process has computed so far, to the hundredth of a second that the system keeps.
pub fn computed(process: u32) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    // The name in parentheses may hold blanks; times are the 12th and 13th field after it.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    let ticks: u64 = fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap();
    Duration::from_millis(ticks * 10)
}

/// The memory that a process holds, in bytes.
pub fn resident(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
}

/// Of many durations the one below which `share` of them lie.
pub fn quantile(durations: &mut [Duration], share: f64) -> Duration {
    durations.sort_unstable();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a place in a list"
    )]
    let place = ((durations.len() - 1) as f64 * share).round() as usize;
    durations[place]
}

/// A duration in milliseconds, as a table shows it.
pub fn millis(duration: Duration) -> String {
    format!("{:.2} ms", duration.as_secs_f64() * 1e3)
}

/// A number of things as a real number.
#[expect(clippy::cast_precision_loss, reason = "figures to be read")]
pub fn real(count: u64) -> f64 {
    count as f64
}

/// How many a second.
pub fn rate(count: u64, took: Duration) -> f64 {
    real(count) / took.as_secs_f64()
}

/// Prints rows as a table in Markdown, as `docs/benchmarks.md` has them.
pub fn table(title: &str, head: &[&str], rows: &[Vec<String>]) {
    println!("\n### {title}\n");
    println!("| {} |", head.join(" | "));
    println!("|{}", "---|".repeat(head.len()));
    for row in rows {
        println!("| {} |", row.join(" | "));
    }
}

/// Whether a measure was named on the command line; without names all are.
pub fn wanted(name: &str) -> bool {
    let mut names = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).peekable();
    names.peek().is_none() || names.any(|one| one == name)
}
