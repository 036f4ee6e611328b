//! What befalls the people of a run: drawn from the seed alone, so that leaving steps out of a
//! failing run leaves the others as they were.

use super::draw::Draw;

/// One thing that happens, with its own source of chance for the details.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Milliseconds after the start.
    pub at: i64,
    pub kind: Kind,
    /// Which tab, device or moment it concerns.
    pub which: u64,
    pub draw: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A person does something to what is shown to them.
    Act,
    /// The same, several times in a row.
    Flurry,
    /// The page dies in an act: before, while or after the device has written it, before it is sent
    /// or just then.
    CrashInAct,
    /// The page is loaded anew.
    Reload,
    /// Another page of the same tab.
    Navigate,
    /// The device loses its network, in one direction or both.
    Cut,
    /// Open sockets die without anybody being told.
    BreakSockets,
    Sleep,
    /// The browser freezes a tab that nobody looks at.
    Freeze,
    /// The disk of a device is full for a while.
    FillDisk,
    /// A session ends on the server.
    EndSession,
    /// Somebody else takes the device.
    HandOver,
    /// Somebody signs out, and in again.
    SignOut,
    /// A refused act is retried, edited away or discarded.
    Tidy,
    /// Somebody gets another role, or is shut out for a while.
    ChangeRole,
    /// The server dies: at once, or in its next commit.
    Kill,
    /// The store fails, or does not say what became of a commit.
    FailStore,
    BackUp,
    /// The server is killed and comes back with an older state and a new epoch.
    Restore,
    /// An old request comes once more.
    Echo,
    /// The server comes back with the next build; pages that are open stay what they are.
    Deploy,
}

/// How often each happens.
const WEIGHTS: &[(Kind, u64)] = &[
    (Kind::Act, 460),
    (Kind::Flurry, 60),
    (Kind::CrashInAct, 40),
    (Kind::Reload, 50),
    (Kind::Navigate, 60),
    (Kind::Cut, 60),
    (Kind::BreakSockets, 30),
    (Kind::Sleep, 20),
    (Kind::Freeze, 25),
    (Kind::FillDisk, 15),
    (Kind::EndSession, 15),
    (Kind::HandOver, 15),
    (Kind::SignOut, 8),
    (Kind::Tidy, 60),
    (Kind::ChangeRole, 12),
    (Kind::Kill, 30),
    (Kind::FailStore, 30),
    (Kind::BackUp, 20),
    (Kind::Restore, 10),
    (Kind::Echo, 30),
    (Kind::Deploy, 10),
];

/// The steps of a seed.
pub fn steps(seed: u64, count: usize) -> Vec<Step> {
    let mut draw = Draw::new(seed);
    let mut at = 2_000;
    let mut steps = Vec::with_capacity(count);
    for _ in 0..count {
        at += match draw.below(20) {
            0..=9 => draw.between(0, 60),
            10..=15 => draw.between(60, 800),
            16..=18 => draw.between(800, 6_000),
            _ => draw.between(6_000, 90_000),
        };
        steps.push(Step { at, kind: kind(&mut draw), which: draw.next(), draw: draw.next() });
    }
    steps
}

fn kind(draw: &mut Draw) -> Kind {
    let all = WEIGHTS.iter().map(|(_, weight)| weight).sum();
    let mut left = draw.below(all);
    for &(kind, weight) in WEIGHTS {
        if left < weight {
            return kind;
        }
        left -= weight;
    }
    Kind::Act
}
