//! `cargo xtask bench province`: the invented province in full size, written and assessed, with what that takes.
//!
//! In: how many citizens, by default all. Out: a table on standard output; what the two programs say goes to
//! standard error. The most memory and the time of the processor are what the system tells of each process.

use crate::{Failed, command, program, target, tell};
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

const CITIZENS: &str = "1900000";

/// Writes the tables into a folder of their own, assesses every level of them, and removes the folder.
pub fn run_all(rest: &[&str]) -> Result<(), Failed> {
    let citizens = rest.first().copied().unwrap_or(CITIZENS);
    let sample = program("tieuchi-sample", "tieuchi-sample")?;
    let tieuchi = program("tieuchi-cli", "tieuchi")?;
    let folder = target().join("province");
    if folder.exists() {
        // An earlier run was broken off.
        remove(&folder)?;
    }
    let (data, out) = (folder.join("data"), folder.join("report"));
    let mut made = command(&sample.to_string_lossy());
    made.arg("--out").arg(&data).args(["--citizens", citizens]);
    let mut told = command(&tieuchi.to_string_lossy());
    told.args(["report", "examples/tinh-mau/nam-2025.toml", "--results", "parquet", "--data"]);
    told.arg(&data).arg("--out").arg(&out);
    println!("| {citizens} citizens | by the clock, s | of the processor, s | MiB at most | aim |");
    println!("|---|---:|---:|---:|---:|");
    line("the tables written", "", &mut made)?;
    let what = "five levels assessed: the page, the workbook, the problems and the results of each level";
    line(what, "30 s, 2 GB", &mut told)?;
    remove(&folder)
}

fn line(what: &str, aim: &str, command: &mut Command) -> Result<(), Failed> {
    tell(command);
    let taken = watched(command).map_err(|error| failed(&error.to_string()))?;
    let seconds = |hundredths: u128| format!("{}.{}", hundredths / 100, hundredths % 100 / 10);
    let (clock, processor) = (seconds(taken.clock.as_millis() / 10), seconds(taken.processor.into()));
    println!("| {what} | {clock} | {processor} | {} | {aim} |", taken.peak / 1_024);
    Ok(())
}

/// What a process took.
struct Taken {
    clock: Duration,
    /// In hundredths of a second.
    processor: u64,
    /// In KiB.
    peak: u64,
}

/// Runs a program to its end and looks at it in between: the peak is what the system kept of it at the last
/// look, its time is read once it has ended and before it is taken off the list of processes.
fn watched(command: &mut Command) -> io::Result<Taken> {
    let begun = Instant::now();
    let mut child = command.stdout(io::stderr()).spawn()?;
    let own = Path::new("/proc").join(child.id().to_string());
    let (mut peak, mut processor) = (0, 0);
    loop {
        peak = peak.max(most_memory(&fs::read_to_string(own.join("status")).unwrap_or_default()));
        let stat = fs::read_to_string(own.join("stat")).unwrap_or_default();
        let Some((ended, spent)) = state(&stat) else { break };
        processor = spent;
        if ended {
            break;
        }
        thread::sleep(Duration::from_millis(5));
    }
    let clock = begun.elapsed();
    let status = child.wait()?;
    if status.success() {
        return Ok(Taken { clock, processor, peak });
    }
    Err(io::Error::other(format!("ended with {status}")))
}

/// `VmHWM` of a file `status`, in KiB; a process that has ended has none.
fn most_memory(status: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// Whether a process has ended, and the hundredths of a second it spent on processors, of a file `stat`.
/// Its second field is a name that may hold anything; the first after it is the state, the twelfth and
/// thirteenth are the times in ticks, of which Linux tells a hundred a second.
fn state(stat: &str) -> Option<(bool, u64)> {
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_whitespace();
    let ended = fields.next()? == "Z";
    let mut times = fields.skip(10).map(str::parse::<u64>);
    Some((ended, times.next()?.ok()? + times.next()?.ok()?))
}

fn remove(folder: &Path) -> Result<(), Failed> {
    fs::remove_dir_all(folder).map_err(|error| failed(&format!("{}: {error}", folder.display())))
}

fn failed(why: &str) -> Failed {
    eprintln!("xtask: {why}");
    Failed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn a_process_is_watched_to_its_end() {
        let mut busy = Command::new("sh");
        let taken = watched(busy.args(["-c", "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done"])).unwrap();
        assert!(taken.peak > 0 && taken.processor > 0, "{} KiB, {} ticks", taken.peak, taken.processor);
        assert!(watched(Command::new("sh").args(["-c", "exit 3"])).is_err());
    }

    #[test]
    fn what_the_system_tells_is_read() {
        let stat = "7 (a (b) c) Z 1 2 3 4 5 6 7 8 9 10 250 50 0 0 20";
        assert_eq!(state(stat), Some((true, 300)));
        assert_eq!(state(&stat.replace("Z", "S")), Some((false, 300)));
        assert_eq!(state(""), None);
        assert_eq!(most_memory("VmPeak:\t 9 kB\nVmHWM:\t    1234 kB\n"), 1_234);
    }
}
