//! Runs seeds, and makes the run of one that fails as short as it can be.

use std::panic::{self, AssertUnwindSafe};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use super::plan::{Step, steps};
use super::world::World;

/// Runs that making a failing one shorter may take.
const MOST_TRIES: u32 = 300;

/// Steps of a run.
const STEPS: usize = 40;

/// What to run; from the environment, since a test takes no arguments.
#[derive(Debug)]
pub struct Options {
    pub seeds: u64,
    pub from: u64,
    /// Of the steps of a seed only these, as a failing run names them.
    pub only: Option<Vec<usize>>,
    /// Count the seeds that fail and go on.
    pub count: bool,
}

impl Options {
    pub fn from_environment() -> Self {
        let text = |name: &str| std::env::var(name).ok().filter(|text| !text.is_empty());
        let number = |name: &str, otherwise: u64| {
            text(name).map_or(otherwise, |text| text.parse().expect("a whole number"))
        };
        let list = |text: String| -> Vec<usize> {
            text.split(',').map(|one| one.parse().expect("numbers with commas")).collect()
        };
        Self {
            seeds: number("SIMULATION_SEEDS", 200),
            from: number("SIMULATION_FROM", 1),
            only: text("SIMULATION_STEPS").map(list),
            count: text("SIMULATION_COUNT").is_some(),
        }
    }
}

/// Runs all seeds on all processors.
pub fn run_all(options: &Options) {
    let next = AtomicU64::new(options.from);
    let failures = Mutex::new(Vec::<(u64, String)>::new());
    // A broken promise is told at the end, shortened.
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    let enough = !options.count && failures.lock().is_ok_and(|failures| !failures.is_empty());
                    if seed >= options.from + options.seeds || enough {
                        return;
                    }
                    if let Err(words) = attempt(seed, &chosen(options, &steps(seed, STEPS))) {
                        failures.lock().expect("no thread dies here").push((seed, words));
                    }
                }
            });
        }
    });
    let mut failures = failures.into_inner().expect("no thread dies here");
    failures.sort();
    let report = failures.first().map(|(seed, _)| explain(*seed, options));
    panic::set_hook(hook);
    if options.count {
        for (seed, words) in &failures {
            println!("seed {seed}: {}", words.chars().take(200).collect::<String>());
        }
        println!("{} of {} seeds failed", failures.len(), options.seeds);
    }
    assert!(report.is_none(), "{}", report.unwrap_or_default());
}

fn chosen(options: &Options, steps: &[Step]) -> Vec<Step> {
    match &options.only {
        Some(only) => only.iter().filter_map(|at| steps.get(*at)).copied().collect(),
        None => steps.to_vec(),
    }
}

/// Runs steps of a seed; the words of the promise that was broken, if one was.
fn attempt(seed: u64, steps: &[Step]) -> Result<(), String> {
    let mut world = World::new(seed, false);
    caught(|| world.run(steps))
}

fn caught(run: impl FnOnce()) -> Result<(), String> {
    panic::catch_unwind(AssertUnwindSafe(run)).map_err(|cause| {
        let words = cause.downcast_ref::<String>().cloned();
        words.or_else(|| cause.downcast_ref::<&str>().map(ToString::to_string)).unwrap_or_default()
    })
}

/// Leaves out of a failing run whatever it also fails without.
fn shrink(seed: u64, steps: &[Step], mut kept: Vec<usize>) -> Vec<usize> {
    let mut tries = 0;
    let mut fails = |kept: &[usize]| {
        tries += 1;
        if tries > MOST_TRIES {
            return false;
        }
        let steps: Vec<Step> = kept.iter().map(|at| steps[*at]).collect();
        attempt(seed, &steps).is_err()
    };
    let mut size = kept.len() / 2;
    while size > 0 {
        let mut at = 0;
        while at < kept.len() {
            let mut fewer = kept.clone();
            fewer.drain(at..(at + size).min(kept.len()));
            if fails(&fewer) {
                kept = fewer;
            } else {
                at += size;
            }
        }
        size /= 2;
    }
    kept
}

fn explain(seed: u64, options: &Options) -> String {
    let all = steps(seed, STEPS);
    let kept = shrink(seed, &all, options.only.clone().unwrap_or_else(|| (0..all.len()).collect()));
    let few: Vec<Step> = kept.iter().map(|at| all[*at]).collect();
    let numbers: Vec<String> = kept.iter().map(ToString::to_string).collect();
    let mut world = World::new(seed, true);
    let words = caught(|| world.run(&few)).err().unwrap_or_else(|| "only at the first time".to_owned());
    let story = &world.ledger.story;
    format!(
        "seed {seed} broke a promise: {words}\n\nIts {} steps that matter:\n{}\n\nreplay: \
         scripts/simulate --from {seed} --seeds 1 --steps {}\n",
        kept.len(),
        story.join("\n"),
        numbers.join(","),
    )
}
