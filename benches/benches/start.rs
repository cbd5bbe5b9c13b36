//! From the start of a process to its first answer.
//!
//! The released program `tieuchi` evaluates one dossier of the usual set and ends; beside it stand what
//! starting any process costs here: `true`, and a Rust program that does nothing, which is compiled for
//! this. All are started in turns, by the clock: that is what a caller waits for, and other programs on
//! the machine lengthen it. Build the program first: `cargo build --release -p tieuchi-cli`.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;
use tieuchi_benches::{CITIZEN, CITIZEN_DOSSIER, Spread};

type Any<T> = Result<T, Box<dyn std::error::Error>>;

const ROUNDS: usize = 401;

fn main() -> Any<()> {
    let folder = tempfile::tempdir()?;
    let path = |name: &str| folder.path().join(name);
    // Benches lie in a folder below that of released programs.
    let own = std::env::current_exe()?;
    let program = own.parent().and_then(Path::parent).map(|folder| folder.join("tieuchi"));
    let Some(program) = program.filter(|program| program.exists()) else {
        println!("start: no program: `cargo build --release -p tieuchi-cli` makes it");
        return Ok(());
    };
    std::fs::write(path("set.tieuchi"), CITIZEN)?;
    std::fs::write(path("dossier.json"), CITIZEN_DOSSIER)?;
    std::fs::write(path("empty.rs"), "fn main() {}\n")?;
    let mut rustc = Command::new("rustc");
    let made = rustc.arg("-O").arg(path("empty.rs")).arg("-o").arg(path("empty")).status()?;
    if !made.success() {
        return Err("the empty program does not compile".into());
    }
    let evaluate = |more: &[&str]| {
        let mut command = Command::new(&program);
        command.arg("evaluate").arg(path("set.tieuchi")).arg(path("dossier.json"));
        command.args(["--period", "2025"]).args(more);
        command
    };
    let mut version = Command::new(&program);
    version.arg("--version");
    // Name, aim in milliseconds, what is started, and what each start took.
    let mut lines = [
        ("`true`", "", Command::new("true"), Vec::new()),
        ("a Rust program that does nothing", "", Command::new(path("empty")), Vec::new()),
        ("`tieuchi --version`", "", version, Vec::new()),
        ("`tieuchi evaluate`, the result as JSON", "5", evaluate(&["--result"]), Vec::new()),
        ("`tieuchi evaluate`, with reasons", "5", evaluate(&[]), Vec::new()),
    ];
    for round in 0..ROUNDS {
        for (name, _, command, times) in &mut lines {
            command.stdin(Stdio::null()).stdout(Stdio::null());
            let begun = Instant::now();
            let done = command.status()?;
            if !done.success() {
                return Err(format!("{name} ended with {done}").into());
            }
            // The first round brings the files into memory.
            if round > 0 {
                times.push(begun.elapsed().as_micros());
            }
        }
    }
    println!("| from start to end of a process | ms, middle (least – greatest) | aim |");
    println!("|---|---:|---:|");
    for (name, aim, _, times) in &lines {
        println!("| {name} | {} | {aim} |", Spread::of(times).show(3));
    }
    Ok(())
}
