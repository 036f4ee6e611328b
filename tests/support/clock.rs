//! A wall clock of one program, which can be set while it runs, by the library libfaketime; the clock
//! that measures spans stays the system's, which nobody can set on a real machine either.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::Home;

/// Where distributions and Homebrew put the library; the first that is there is taken. That for several
/// threads reads its file under a lock.
const PLACES: [(&str, &str); 8] = [
    ("/usr/lib", "faketime/libfaketimeMT.so.1"),
    ("/usr/lib64", "faketime/libfaketimeMT.so.1"),
    ("/usr/local/lib", "faketime/libfaketimeMT.so.1"),
    ("/usr/lib", "faketime/libfaketime.so.1"),
    ("/usr/lib64", "faketime/libfaketime.so.1"),
    ("/usr/local/lib", "faketime/libfaketime.so.1"),
    ("/opt/homebrew/lib", "faketime/libfaketime.1.dylib"),
    ("/usr/local/lib", "faketime/libfaketime.1.dylib"),
];

/// A clock that is right until it is [`set`](WallClock::set).
pub struct WallClock {
    file: PathBuf,
    library: PathBuf,
}

impl WallClock {
    /// A clock for a program of this home. None where the library is missing, after saying what was
    /// therefore not tried; not where it has to be there.
    pub fn of(home: &Home, tried: &str) -> Option<Self> {
        let Some(library) = find() else {
            let words = format!(
                "libfaketime is missing, so it was not tried {tried}. \
                 Debian: apt-get install libfaketime; macOS: brew install libfaketime"
            );
            let needed = std::env::var_os("CI").is_some() || Path::new("/etc/debian_version").exists();
            assert!(!needed, "{words}");
            eprintln!("{words}");
            return None;
        };
        let clock = Self { file: home.path().join("clock"), library };
        clock.set(0);
        Some(clock)
    }

    /// Sets the clock so many seconds from the right time, at once.
    pub fn set(&self, seconds: i64) {
        // By a rename, so that nobody reads half a file.
        let next = self.file.with_extension("next");
        std::fs::write(&next, format!("{seconds:+}\n")).unwrap();
        std::fs::rename(&next, &self.file).unwrap();
    }

    /// Lets a program go by this clock.
    pub fn lead(&self, program: &mut Command) {
        let preload = if cfg!(target_os = "macos") { "DYLD_INSERT_LIBRARIES" } else { "LD_PRELOAD" };
        program
            .env(preload, &self.library)
            .env("DYLD_FORCE_FLAT_NAMESPACE", "1")
            .env("FAKETIME_TIMESTAMP_FILE", &self.file)
            .env("FAKETIME_NO_CACHE", "1")
            .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
            .env("NO_FAKE_STAT", "1");
    }
}

/// The library, in a folder itself or in that of a processor within it (`/usr/lib/x86_64-linux-gnu`).
fn find() -> Option<PathBuf> {
    PLACES.iter().find_map(|(folder, name)| {
        let within = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        std::iter::once(PathBuf::from(folder))
            .chain(within)
            .map(|path| path.join(name))
            .find(|path| path.exists())
    })
}
