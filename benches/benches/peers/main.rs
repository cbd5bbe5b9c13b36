//! One set, one population, several programs: the engine beside Polars, DuckDB, NumPy, pandas and
//! the same set written by hand, in one run.
//!
//! Every peer is a process of its own, so that each has its own memory and threads; this program
//! starts them, compares their answers, and only then lets them run in turns. A ratio is the median
//! of the ratios round by round; beside it stand the least and the greatest. On one thread the time
//! of the processor is counted, which others on the machine do not touch; on all threads the clock.
//!
//! `peers --python PROGRAM [--write FILE] [--most N] [--wide]`, with `--wide` wider sets only;
//! `cargo xtask bench peers` sets Python up.

mod files;
mod served;
mod started;
mod wide;

use files::SHUFFLED;
use started::Started;
use std::path::{Path, PathBuf};
use tieuchi_benches::figures::{Ratio, grouped, machine, median, other_sections, rustc, with_last_part};
use tieuchi_benches::wide::Citizens;

type Any<T> = Result<T, Box<dyn std::error::Error>>;

/// Rounds of a size: a round of a million takes long.
const fn rounds(size: usize) -> usize {
    if size < 1_000_000 { 7 } else { 3 }
}

const SIZES: [usize; 3] = [10_000, 100_000, 1_000_000];

fn main() -> Any<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let after = |name: &str| {
        let at = words.iter().position(|word| word == name)?;
        words.get(at + 1).map(String::as_str)
    };
    if let [word, peer, folder, threads, copies] = words.as_slice()
        && word == "--serve"
    {
        return served::serve(peer, Path::new(folder), threads.parse()?, copies.parse()?);
    }
    let Some(python) = after("--python") else {
        println!("no Python with its peers given: `cargo xtask bench peers` sets one up");
        return Ok(());
    };
    let most = after("--most").map_or(Ok(usize::MAX), str::parse)?;
    let folder = std::env::temp_dir().join(format!("tieuchi-peers-{}", std::process::id()));
    let written = after("--write");
    let before = written.map(std::fs::read_to_string).and_then(Result::ok).unwrap_or_default();
    let wide = wide::part(python, &folder, most)?;
    let text = if words.iter().any(|word| word == "--wide") {
        with_last_part(&before, BESIDE, wide::HEADING, &wide)
    } else {
        let mut page = Page::new(python, &folder);
        for size in SIZES.into_iter().filter(|size| *size <= most) {
            page.size(size)?;
        }
        page.text += &format!("\n### {}\n\n{wide}", wide::HEADING);
        page.finish() + &other_sections(&before, &OWN)
    };
    match written {
        Some(path) => std::fs::write(path, text)?,
        None => println!("{text}"),
    }
    Ok(())
}

/// The engine on one thread beside itself on all.
const ALONE: &str = "engine alone";

/// The peers: a program, and whether its evidence is in no order or its thread is one.
const PEERS: [&str; 11] = [
    "hand",
    "engine",
    ALONE,
    "engine-texts",
    "polars",
    "duckdb",
    "numpy",
    "pandas",
    "engine shuffled",
    "polars shuffled",
    "duckdb shuffled",
];

/// What is measured, in the order of the table: peer, command, and what the line says.
const LINES: [(&str, &str, &str); 22] = [
    ("hand", "sum", "the same columns read and added up, nothing more"),
    ("hand", "columns", "by hand, column by column"),
    ("hand", "rows", "by hand, row by row"),
    ("engine", "bound", "engine, tables bound before"),
    (ALONE, "bound", "engine, tables bound before, on one of the threads"),
    ("engine", "memory", "engine, tables bound each time"),
    (ALONE, "memory", "engine, tables bound each time, on one of the threads"),
    ("engine-texts", "memory", "engine, texts as keys, bound each time"),
    ("polars", "memory", "Polars, streaming, whole numbers"),
    ("duckdb", "memory", "DuckDB, whole numbers"),
    ("numpy", "memory", "NumPy by hand, whole numbers"),
    ("pandas", "memory", "pandas, whole numbers"),
    ("engine shuffled", "memory", "engine, evidence in no order, bound each time"),
    ("polars shuffled", "memory", "Polars, evidence in no order"),
    ("duckdb shuffled", "memory", "DuckDB, evidence in no order"),
    ("hand", "file", "by hand, from Parquet"),
    ("engine", "file", "engine, from Parquet"),
    ("engine-texts", "file", "engine, texts as keys, from Parquet"),
    ("polars", "file", "Polars, from Parquet"),
    ("duckdb", "file", "DuckDB, from Parquet"),
    ("numpy", "file", "NumPy by hand, from Parquet"),
    ("pandas", "file", "pandas, from Parquet"),
];

/// The page that is written.
struct Page {
    python: String,
    folder: PathBuf,
    versions: Vec<(String, String)>,
    text: String,
    /// The aims, and what was reached of them at the greatest size.
    aims: String,
    /// Nanoseconds a citizen of the engine on one thread, by size.
    growth: Vec<(usize, u128)>,
}

impl Page {
    fn new(python: &str, folder: &Path) -> Self {
        Self {
            python: python.to_owned(),
            folder: folder.to_path_buf(),
            versions: Vec::new(),
            text: String::new(),
            aims: String::new(),
            growth: Vec::new(),
        }
    }

    fn size(&mut self, size: usize) -> Any<()> {
        let folder = self.folder.join(size.to_string());
        let citizens = Citizens::new(size, 1);
        files::write_both(&citizens, &folder)?;
        files::write_more(&citizens, &folder)?;
        let answers = citizens.by_hand()?;
        drop(citizens);
        let all = std::thread::available_parallelism().map_or(1, usize::from);
        let done =
            [1, all].into_iter().try_for_each(|threads| self.threads(size, threads, &folder, &answers));
        std::fs::remove_dir_all(&folder)?;
        done
    }

    fn threads(
        &mut self,
        size: usize,
        threads: usize,
        folder: &Path,
        right: &(Vec<i32>, Vec<u8>),
    ) -> Any<()> {
        eprintln!("{size} citizens, {threads} threads");
        let mut peers = Vec::new();
        for name in PEERS {
            // Where there is one thread only, it is the whole engine.
            if name == ALONE && threads == 1 {
                continue;
            }
            let mut peer = Started::new(name, &self.python, folder, threads, 1)?;
            peer.ask("check")?;
            if !peer.is_right(right)? {
                return Err(format!("{name} has other answers").into());
            }
            peers.push(peer);
        }
        self.versions = peers.iter().map(|peer| (peer.name.to_owned(), peer.version.clone())).collect();
        let mut spent: Vec<Vec<u128>> = vec![Vec::new(); LINES.len()];
        for _ in 0..rounds(size) {
            for ((name, what, _), spent) in LINES.iter().zip(&mut spent) {
                let Some(peer) = peers.iter_mut().find(|peer| peer.name == *name) else { continue };
                let (clock, processor) = peer.timed(what, times(name, what, size))?;
                spent.push(if threads == 1 { processor } else { clock });
            }
        }
        let peaks = LINES.map(|(name, what, _)| {
            let peer = peers.iter_mut().find(|peer| peer.name == name).filter(|_| what == "memory");
            peer.and_then(|peer| peer.ask("peak").ok()?.parse::<u64>().ok())
        });
        self.table(size, threads, &spent, &peaks);
        Ok(())
    }

    fn table(&mut self, size: usize, threads: usize, spent: &[Vec<u128>], peaks: &[Option<u64>]) {
        if threads == 1 {
            self.aims = aims(size, spent);
        } else {
            for (words, what) in [("bound before", "bound"), ("bound each time", "memory")] {
                let ratio = Ratio::of(line(spent, ALONE, what), line(spent, "engine", what));
                self.aims +=
                    &format!("| one thread to {threads}, tables {words} | at least 1.60 | {ratio} |\n");
            }
        }
        let unit = if threads == 1 { "time of the processor" } else { "time of the clock" };
        let number = grouped(size as u128);
        self.text += &format!(
            "\n### {number} citizens, {threads} thread{}, {unit}\n\n",
            if threads == 1 { "" } else { "s" }
        );
        self.text += "| what | ns a citizen | to the engine, median (least – greatest) | peak MiB |\n|---|---:|---:|---:|\n";
        for (at, ((name, what, words), own)) in LINES.iter().zip(spent).enumerate() {
            if own.is_empty() {
                continue;
            }
            let beside = beside(name, what);
            let spread = Ratio::of(own, line(spent, beside.0, beside.1)).to_string();
            let peak = peaks
                .get(at)
                .copied()
                .flatten()
                .map_or_else(String::new, |peak| grouped(u128::from(peak / 1_024)));
            let nanos = median(own) / size.max(1) as u128;
            if (threads, *name, *what) == (1, "engine", "bound") {
                self.growth.push((size, nanos));
            }
            self.text += &format!("| {words} | {} | {spread} | {peak} |\n", grouped(nanos));
        }
    }

    fn finish(&self) -> String {
        let version = |name: &str| {
            self.versions.iter().find(|(own, _)| own == name).map_or("", |(_, version)| version.as_str())
        };
        let mut out = String::from(HEAD);
        out += &format!(
            "\nMachine: {}, Rust {}, Polars {}, DuckDB {}, NumPy {}, pandas {}.\n",
            machine(),
            rustc(),
            version("polars"),
            version("duckdb"),
            version("numpy"),
            version("pandas")
        );
        out += &self.aims;
        out += METHOD;
        out += &format!("\n## {BESIDE}\n");
        out += &self.text;
        out += "\n## Growth\n\nNanoseconds a citizen on one thread, tables bound before:";
        let growth: Vec<String> = self
            .growth
            .iter()
            .map(|(size, nanos)| format!(" {nanos} at {}", grouped(*size as u128)))
            .collect();
        out += &format!("{}.\n", growth.join(","));
        out += TAIL;
        out
    }
}

/// How often a thing is done in a round: short ones are repeated, for the time of the processor is told in
/// steps of milliseconds.
fn times(name: &str, what: &str, size: usize) -> usize {
    let citizens = match (name, what) {
        ("hand", "columns" | "sum") => 20_000_000,
        ("hand", "rows") | ("engine" | ALONE, "bound" | "memory") => 1_000_000,
        _ => 200_000,
    };
    (citizens / size.max(10_000)).max(1)
}

/// What a line is set beside: from memory the engine that binds its tables, but for the hand.
fn beside<'a>(name: &'a str, what: &'a str) -> (&'a str, &'a str) {
    match (name, what) {
        ("hand", "sum" | "columns" | "rows") | (ALONE, "bound") => ("engine", "bound"),
        (_, "file") => ("engine", "file"),
        (name, _) if name.ends_with(SHUFFLED) => ("engine shuffled", "memory"),
        _ => ("engine", "memory"),
    }
}

/// The times of a line.
fn line<'a>(spent: &'a [Vec<u128>], name: &str, what: &str) -> &'a [u128] {
    let at = LINES.iter().position(|(own, command, _)| (*own, *command) == (name, what));
    at.and_then(|at| spent.get(at)).map_or(&[], Vec::as_slice)
}

/// What was aimed at, on one thread, and what was reached.
fn aims(size: usize, spent: &[Vec<u128>]) -> String {
    let mut out = format!(
        "\n## Aims\n\nOne thread where nothing else is said, {} citizens.\n\n| what | aim | reached, median (least – greatest) |\n|---|---:|---:|\n",
        grouped(size as u128)
    );
    let engine = |what| line(spent, "engine", what);
    let rows = [
        ("engine to columns by hand", "at most 2.00", engine("bound"), line(spent, "hand", "columns")),
        (
            "Polars to engine, from memory",
            "at least 12.00",
            line(spent, "polars", "memory"),
            engine("memory"),
        ),
        (
            "DuckDB to engine, from memory",
            "at least 20.00",
            line(spent, "duckdb", "memory"),
            engine("memory"),
        ),
        ("Polars to engine, from Parquet", "at least 3.00", line(spent, "polars", "file"), engine("file")),
        ("DuckDB to engine, from Parquet", "none", line(spent, "duckdb", "file"), engine("file")),
        (
            "Polars to engine, evidence in no order",
            "at least 3.00",
            line(spent, "polars shuffled", "memory"),
            line(spent, "engine shuffled", "memory"),
        ),
        (
            "DuckDB to engine, evidence in no order",
            "none",
            line(spent, "duckdb shuffled", "memory"),
            line(spent, "engine shuffled", "memory"),
        ),
    ];
    for (what, aim, own, other) in rows {
        out += &format!("| {what} | {aim} | {} |\n", Ratio::of(own, other));
    }
    out
}

/// The section of the tables.
const BESIDE: &str = "Beside peers";

/// The sections that this program writes.
const OWN: [&str; 6] = ["Aims", "Method", BESIDE, "Growth", "What the engine does", "What did not help"];

const HEAD: &str = "# Performance

The figures beside peers are written by `cargo xtask bench peers` from one run of the committed code; sections under other headings are kept.
Read the ratios, not the nanoseconds: machines differ, and this one is shared.
";

const METHOD: &str = "
## Method

The workload is the made-up set `benches/src/learner.tieuchi`: three criteria, ten indicators, tables of bands, evidence counted and added up in windows, a gate and five classes.
A citizen has seven facts and about six pieces of evidence in three tables; the population comes from a seed.
All programs give the total in hundredths and the class; their answers are the same for every citizen, which is checked before anything is timed.

- *By hand* is the same set written in Rust for these columns, with whole numbers and with the places where the evidence of each citizen begins: column by column for AVX-512 or AVX2 (`benches/src/columns.rs`), and row by row as most would write it (`benches/src/population.rs`).
- *Engine* learns the set when it runs. Its tables have whole numbers as keys, as those of its peers have, and exact decimals; to bind them is to check every column and to find the rows of each citizen. It always gives what is certain, what is possible and what is within reach. Beside it stand the same tables with texts of nine bytes as keys, as offices have them.
- *Polars* and *DuckDB* get whole numbers instead of decimals, so that they are exact too and have the least to do.
- *NumPy* and *pandas* get the same whole numbers, and arrays and frames that were made of the files before; from Parquet they read with PyArrow. They compute on one thread, however many there are.

Every program is a process of its own.
They run in turns, seven rounds, of a million citizens three; a time is the median of the rounds, a ratio the median of the ratios round by round.
On one thread the time of the processor is counted, on all threads the time of the clock.
A ratio in these tables above one says that the engine is faster.
Evidence lies in the order of the citizens, but where it is said to lie in no order: there the rows of each table were shuffled, and the engine has to find and gather them; lines of that kind are set beside the engine's own.
Parquet files are compressed with Snappy and read by each program's own reader: by the engine part by part, as its command line does.
Peak memory is that of the process with its input.
";

const TAIL: &str = "
## What the engine does

- Columns in blocks of 4 096 subjects; a step runs over its whole block, masks stand where a program would branch.
- Truths are combined sixty-four rows at a time; counts and sums are differences of running ones.
- A window that ends on one day for all is resolved once, to its first day.
- A column of values becomes a register at once; what does not fit is read again cell by cell, to say why.
- Batches of a table are read where they lie; keys of up to fifteen bytes are packed into numbers, and one walk over both columns finds the rows of each citizen.
- The place of a subject is looked up by its number where numbers lie close together, and by a hash of its key elsewhere. A table whose rows lie in no order is gone through once, and the columns that are read of it are written to where rows of near subjects lie together; a block then picks its rows from the nearest memory.
- From Parquet a thread for each file decodes ahead, decimals stay as narrow as they are stored, and parts of 65 536 citizens are evaluated as they come.
- Only steps are carried out that results depend on; an open file is run only where it can differ.
- Inner loops are compiled for AVX-512, for AVX2 and for any processor, and chosen at run time.
";
