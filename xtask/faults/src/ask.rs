//! The tests, run once for each fault.

use crate::Result;
use crate::build::Tests;
use crate::list::Fault;
use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

/// What takes longest: the digest of all that is generated, whole populations, brute force.
const SLOW: [&str; 4] = ["samples::", "twin::tables", "suffices::tests::the_search", "hir::prove::grid"];

/// Which tests are asked.
#[derive(Clone, Copy)]
pub enum Round {
    /// The core's own, without the slow ones, the laws over fewer random sets.
    Quick,
    /// The cases, then all of the core's own.
    Whole,
}

impl Round {
    /// How long a program may take, many times what it does. A fault by which it does not end is noticed.
    const fn longest(self) -> Duration {
        Duration::from_secs(match self {
            Self::Quick => 30,
            Self::Whole => 300,
        })
    }
}

/// The faults that a test notices.
///
/// # Errors
/// Where the tests do not pass without a fault.
pub fn all(tests: &Tests, round: Round, faults: &[Fault]) -> Result<BTreeSet<u32>> {
    if noticed(tests, round, 0)? {
        return Err("the tests do not pass without a fault".to_owned());
    }
    let (next, found) = (Mutex::new(faults.iter()), Mutex::new(BTreeSet::new()));
    let worker = || -> Result<()> {
        loop {
            let Some(fault) = next.lock().map_err(|error| error.to_string())?.next() else { return Ok(()) };
            let caught = noticed(tests, round, fault.id)?;
            println!("{} {}", if caught { "caught" } else { "passed" }, fault.name);
            if caught {
                found.lock().map_err(|error| error.to_string())?.insert(fault.id);
            }
        }
    };
    thread::scope(|scope| {
        let workers = thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| "a thread ended".to_owned())?)
    })?;
    found.into_inner().map_err(|error| error.to_string())
}

/// Whether a test fails, the program ends otherwise, or does not end.
fn noticed(tests: &Tests, round: Round, fault: u32) -> Result<bool> {
    let program = |path: &Path| {
        let mut command = Command::new(path);
        command.arg("--test-threads=1").env("TIEUCHI_FAULT", fault.to_string()).current_dir(&tests.folder);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        command.env("TIEUCHI_TWIN_SMALLEST", "0").env("PROPTEST_MAX_SHRINK_ITERS", "0");
        command
    };
    let mut own = program(&tests.own);
    match round {
        Round::Quick => {
            own.args(SLOW.iter().flat_map(|test| ["--skip", test]));
            own.env("TIEUCHI_TWIN_CASES", "30")
                .env("TIEUCHI_TWIN_COMPLETIONS", "6")
                .env("TIEUCHI_TWIN_RARE", "4");
            failed(own, round)
        }
        Round::Whole => Ok(failed(program(&tests.cases), round)? || failed(own, round)?),
    }
}

/// Ends the program at the first test that fails.
fn failed(mut command: Command, round: Round) -> Result<bool> {
    let started = Instant::now();
    let mut child = command.spawn().map_err(|error| format!("{command:?}: {error}"))?;
    let (send, receive) = channel();
    let output = child.stdout.take();
    let reader = thread::spawn(move || {
        for line in output
            .into_iter()
            .flat_map(|output| BufReader::new(output).lines().map_while(std::result::Result::ok))
        {
            if line.starts_with("test ") && line.ends_with("FAILED") && send.send(()).is_err() {
                return;
            }
        }
    });
    let found = receive.recv_timeout(round.longest().saturating_sub(started.elapsed()));
    let failed = match found {
        Ok(()) | Err(RecvTimeoutError::Timeout) => true,
        Err(RecvTimeoutError::Disconnected) => false,
    };
    let failed = ended(&mut child, failed)?;
    drop(receive);
    reader.join().map_err(|_| "a thread ended".to_owned())?;
    Ok(failed)
}

/// Ends a program that has said enough, or waits for what it says in the end.
fn ended(child: &mut Child, failed: bool) -> Result<bool> {
    if failed {
        // It may have ended by itself.
        let _ = child.kill();
    }
    let status = child.wait().map_err(|error| error.to_string())?;
    Ok(failed || !status.success())
}
