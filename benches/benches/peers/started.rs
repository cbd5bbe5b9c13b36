//! Peers that run beside this program, each in a process of its own.

use crate::Any;
use crate::files::SHUFFLED;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A peer that was started.
pub struct Started {
    /// What it was asked for by.
    pub name: &'static str,
    /// Of its program.
    pub version: String,
    /// The file that it writes its answers to.
    answers: PathBuf,
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Started {
    /// Starts it for the set with so many copies.
    pub fn new(name: &'static str, python: &str, folder: &Path, threads: usize, copies: usize) -> Any<Self> {
        let (program, folder, threads) = match name.split_once(' ') {
            Some((program, SHUFFLED)) => (program, folder.join(SHUFFLED), threads),
            Some((program, _)) => (program, folder.to_path_buf(), 1),
            None => (name, folder.to_path_buf(), threads),
        };
        let mut command = match program {
            "polars" | "duckdb" | "numpy" | "pandas" => {
                let mut command = Command::new(python);
                let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers").join("peers.py");
                command.arg(script).env("POLARS_MAX_THREADS", threads.to_string());
                command
            }
            _ => {
                let mut command = Command::new(std::env::current_exe()?);
                command.arg("--serve");
                command
            }
        };
        command.arg(program).arg(&folder).arg(threads.to_string()).arg(copies.to_string());
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let input = child.stdin.take().ok_or("no input")?;
        let output = BufReader::new(child.stdout.take().ok_or("no output")?);
        let answers = folder.join(format!("{program}.answers"));
        let mut peer = Self { name, version: String::new(), answers, child, input, output };
        let first = peer.line()?;
        peer.version = first.strip_prefix("ready ").ok_or("the peer did not start")?.to_owned();
        Ok(peer)
    }

    /// What it says next; an error if it says that it refuses, or nothing any more.
    fn line(&mut self) -> Any<String> {
        let mut line = String::new();
        if self.output.read_line(&mut line)? == 0 {
            return Err(format!("the process ended, {}", self.child.wait()?).into());
        }
        match line.trim().strip_prefix("refused ") {
            Some(why) => Err(why.into()),
            None => Ok(line.trim().to_owned()),
        }
    }

    /// What it says to a command.
    pub fn ask(&mut self, command: &str) -> Any<String> {
        writeln!(self.input, "{command}")?;
        self.line()
    }

    /// Whether its answers, which it was asked for, are the right ones.
    pub fn is_right(&self, (totals, classes): &(Vec<i32>, Vec<u8>)) -> Any<bool> {
        let mut right: Vec<u8> = totals.iter().flat_map(|total| total.to_le_bytes()).collect();
        right.extend(classes);
        Ok(std::fs::read(&self.answers)? == right)
    }

    /// Nanoseconds of the clock and of the processor for one time.
    pub fn timed(&mut self, what: &str, times: usize) -> Any<(u128, u128)> {
        let line = self.ask(&format!("{what} {times}"))?;
        let (clock, processor) = line.split_once(' ').ok_or("no time")?;
        Ok((clock.parse()?, processor.parse()?))
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        // It ends by itself once its input is closed; a peer that failed is ended here.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
