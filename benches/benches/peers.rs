//! One set, one population, several programs: the engine beside Polars, DuckDB, NumPy, pandas and
//! the same set written by hand, in one run.
//!
//! Every peer is a process of its own, so that each has its own memory and threads; this program
//! starts them, compares their answers, and only then lets them run in turns. A ratio is the median
//! of the ratios round by round; beside it stand the least and the greatest. On one thread the time
//! of the processor is counted, which others on the machine do not touch; on all threads the clock.
//!
//! `peers --python PROGRAM [--write FILE] [--most N]`; `cargo xtask bench peers` sets Python up.

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Int8Type, Int32Type, UInt32Type};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Int8Array, Int32Array, RecordBatch, UInt32Array,
};
use arrow_select::take::take_record_batch;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use std::collections::BTreeMap;
use std::fs::File;
use std::hint::black_box;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::Instant;
use tieuchi::{
    Context, ContextOptions, Dataset, Plan, Standing, TableOptions, TableOutcome, Tables, compile,
};
use tieuchi_benches::figures::{Ratio, grouped, machine, median, other_sections, rustc};
use tieuchi_benches::population::{Chance, Evidence, Population};
use tieuchi_benches::{CITIZEN, memory, processor_time};
use tieuchi_tables::{Job, Mapping, Mode};

type Any<T> = Result<T, Box<dyn std::error::Error>>;

/// Rounds of a size: a round of a million takes long.
const fn rounds(size: usize) -> usize {
    if size < 1_000_000 { 7 } else { 3 }
}

const SIZES: [usize; 3] = [10_000, 100_000, 1_000_000];
/// Citizens of a part that is read and evaluated at a time, as on the command line.
const PART: usize = 65_536;
/// The tables, with the columns that the engine reads and those that the others read.
const TABLES: [&str; 4] = ["citizens", "courses", "meetings", "advice"];
/// The folder of the files in which evidence lies in no order.
const SHUFFLED: &str = "shuffled";

fn main() -> Any<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let after = |name: &str| {
        let at = words.iter().position(|word| word == name)?;
        words.get(at + 1).map(String::as_str)
    };
    if let [word, peer, folder, threads, ..] = words.as_slice()
        && word == "--serve"
    {
        return serve(peer, Path::new(folder), threads.parse()?);
    }
    let Some(python) = after("--python") else {
        println!("no Python with its peers given: `cargo xtask bench peers` sets one up");
        return Ok(());
    };
    let most = after("--most").map_or(Ok(usize::MAX), str::parse)?;
    let mut page = Page::new(python)?;
    for size in SIZES.into_iter().filter(|size| *size <= most) {
        page.size(size)?;
    }
    let text = page.finish();
    match after("--write") {
        Some(path) => {
            let before = std::fs::read_to_string(path).unwrap_or_default();
            std::fs::write(path, text + &other_sections(&before, &OWN))?;
        }
        None => println!("{text}"),
    }
    Ok(())
}

// ---- files -------------------------------------------------------------------------------------

/// Writes the tables of a population three times: as the engine takes them, with whole numbers as keys
/// and exact decimals; the same with texts as keys; and as nothing but whole numbers, which is the
/// least work for the others. Of the first and the last there are files too in which pieces of evidence
/// lie as chance would have it.
fn write_files(population: &Population, folder: &Path) -> Any<()> {
    let shuffled = folder.join(SHUFFLED);
    for name in ["engine", "engine-texts"] {
        std::fs::create_dir_all(folder.join(name))?;
    }
    std::fs::create_dir_all(shuffled.join("engine"))?;
    for (table, batch) in TABLES.into_iter().zip(&population.narrow_batches()) {
        let name = format!("{table}.parquet");
        write_file(&folder.join("engine").join(&name), batch)?;
        write_file(&shuffled.join("engine").join(&name), &shuffled_rows(table, batch)?)?;
    }
    for (table, batch) in TABLES.into_iter().zip(&population.batches()) {
        write_file(&folder.join("engine-texts").join(format!("{table}.parquet")), batch)?;
    }
    let plain = |table: &str, batch: &RecordBatch| -> Any<()> {
        let name = format!("{table}.parquet");
        write_file(&folder.join(&name), batch)?;
        write_file(&shuffled.join(&name), &shuffled_rows(table, batch)?)
    };
    let numbers = |values: &[i32]| -> ArrayRef { Arc::new(Int32Array::from(values.to_vec())) };
    let truths = |values: &[bool]| -> ArrayRef { Arc::new(BooleanArray::from(values.to_vec())) };
    let citizens = RecordBatch::try_from_iter([
        ("number", Arc::new(UInt32Array::from_iter_values((0u32..).take(population.len()))) as ArrayRef),
        ("hours", numbers(&population.hours)),
        ("computer", truths(&population.computer)),
        ("plans", numbers(&population.plans)),
        ("done", numbers(&population.done)),
        ("language", Arc::new(Int8Array::from(population.language.clone()))),
        ("disciplined", truths(&population.disciplined)),
        ("work", numbers(&population.work)),
    ])?;
    plain("citizens", &citizens)?;
    let evidence = [&population.courses, &population.meetings, &population.advice];
    for (at, (table, evidence)) in TABLES.into_iter().skip(1).zip(evidence).enumerate() {
        let owners = (0u32..).zip(evidence.offsets.windows(2)).flat_map(|(owner, pair)| match pair {
            [from, to] => std::iter::repeat_n(owner, (to - from) as usize),
            _ => std::iter::repeat_n(owner, 0),
        });
        let mut columns: Vec<(&str, ArrayRef)> = vec![
            ("number", Arc::new(UInt32Array::from_iter_values(owners))),
            ("day", Arc::new(Date32Array::from(evidence.days.clone()))),
        ];
        // Each table has the columns that its evidence has, and no others.
        if at == 0 {
            columns.push(("tenths", numbers(&evidence.tenths)));
        }
        if at < 2 {
            columns.push(("flag", truths(&evidence.flags)));
        }
        plain(table, &RecordBatch::try_from_iter(columns)?)?;
    }
    Ok(())
}

/// A table of evidence with its rows in another order, which is always the same; citizens stay.
fn shuffled_rows(table: &str, batch: &RecordBatch) -> Any<RecordBatch> {
    if table == "citizens" {
        return Ok(batch.clone());
    }
    let mut rows: Vec<u32> = (0u32..).take(batch.num_rows()).collect();
    let mut chance = Chance::new(7);
    for at in (1..rows.len()).rev() {
        rows.swap(at, chance.up_to(at));
    }
    Ok(take_record_batch(batch, &UInt32Array::from(rows))?)
}

fn write_file(path: &Path, batch: &RecordBatch) -> Any<()> {
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut writer = ArrowWriter::try_new(File::create(path)?, batch.schema(), Some(properties))?;
    writer.write(batch)?;
    writer.close()?;
    Ok(())
}

fn read_file(path: &Path) -> Any<Vec<RecordBatch>> {
    let reader =
        ParquetRecordBatchReaderBuilder::try_new(File::open(path)?)?.with_batch_size(65_536).build()?;
    Ok(reader.collect::<Result<_, _>>()?)
}

// ---- the two peers in Rust ---------------------------------------------------------------------

/// A peer in a process of its own: reads commands, a line each, as the peers in Python do.
fn serve(peer: &str, folder: &Path, threads: usize) -> Any<()> {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build_global()?;
    let mut peer: Box<dyn Peer> = match peer {
        "hand" => Box::new(Hand::new(folder)?),
        "engine-texts" => Box::new(Engine::new("engine-texts", folder)?),
        _ => Box::new(Engine::new("engine", folder)?),
    };
    println!("ready {}", env!("CARGO_PKG_VERSION"));
    for line in std::io::stdin().lines() {
        let line = line?;
        let mut words = line.split_whitespace();
        let word = words.next().unwrap_or_default();
        let times: u32 = words.next().map_or(Ok(1), str::parse)?;
        match word {
            "check" => {
                let (totals, classes) = peer.check()?;
                let mut bytes: Vec<u8> = totals.iter().flat_map(|total| total.to_le_bytes()).collect();
                bytes.extend(classes);
                std::fs::write(folder.join(format!("{}.answers", peer.name())), bytes)?;
                println!("done");
            }
            "peak" => println!("{}", memory("VmHWM")),
            _ => {
                let (begun, spent) = (Instant::now(), processor_time());
                for _ in 0..times {
                    peer.run(word)?;
                }
                let clock = begun.elapsed().as_nanos() / u128::from(times);
                println!("{clock} {}", (processor_time() - spent) / u64::from(times));
            }
        }
    }
    Ok(())
}

trait Peer {
    fn name(&self) -> &'static str;
    fn check(&mut self) -> Any<(Vec<i32>, Vec<u8>)>;
    fn run(&mut self, what: &str) -> Any<()>;
}

struct Engine {
    /// Also the folder its tables lie in.
    name: &'static str,
    folder: PathBuf,
    plan: Plan,
    context: Context,
    tables: Tables,
    bound: Dataset,
}

impl Engine {
    fn new(name: &'static str, folder: &Path) -> Any<Self> {
        let plan = compile(CITIZEN).map_err(|_| "the set does not compile")?;
        let year = ContextOptions::year(2025).ok_or("no such year")?;
        let context = plan.context(&year).map_err(|_| "the year does not fit")?;
        let tables = Self::read(&folder.join(name))?;
        let bound = Self::bind(&plan, &context, &tables)?;
        Ok(Self { name, folder: folder.join(name), plan, context, tables, bound })
    }

    fn read(folder: &Path) -> Any<Tables> {
        let file = |table: &str| read_file(&folder.join(format!("{table}.parquet")));
        let tables = Tables::new(file("citizens")?);
        let tables = tables.table("course", file("courses")?);
        Ok(tables.table("meeting", file("meetings")?).table("advice", file("advice")?))
    }

    fn bind(plan: &Plan, context: &Context, tables: &Tables) -> Any<Dataset> {
        let bound = Dataset::new(plan, context, tables, &TableOptions::default());
        Ok(bound.map_err(|_| "the tables do not fit the set")?)
    }

    fn evaluate(bound: &Dataset) -> Any<TableOutcome> {
        Ok(bound.evaluate().map_err(|_| "there are problems")?)
    }

    /// Reads the files and evaluates them, part by part, as the command line does.
    fn over_files(&self, mut each: impl FnMut(TableOutcome)) -> Any<()> {
        let path = |table: &str| self.folder.join(format!("{table}.parquet"));
        let named = [("course", "courses"), ("meeting", "meetings"), ("advice", "advice")];
        let job = Job {
            plan: &self.plan,
            context: &self.context,
            options: TableOptions::default(),
            subjects: path("citizens"),
            tables: named.map(|(name, file)| (name.to_owned(), path(file))).to_vec(),
            mapping: Mapping::default(),
            joins: BTreeMap::new(),
            places: None,
            stop: Arc::default(),
        };
        let in_order = !self.folder.iter().any(|part| part == SHUFFLED);
        let mode = if in_order { Mode::Sorted(PART) } else { Mode::Whole(PART) };
        let done = job.run(mode, |outcome| {
            each(outcome);
            Ok(())
        });
        Ok(done.map_err(|_| "the files cannot be evaluated")?)
    }
}

/// Adds the totals in hundredths and the places of the classes of some citizens.
fn answers(outcome: &TableOutcome, (totals, classes): &mut (Vec<i32>, Vec<u8>)) -> Any<()> {
    let names = ["best", "good", "fair", "enough", "not_held"];
    for row in 0..outcome.len() {
        let total = outcome.total(row).filter(tieuchi::Points::is_settled).ok_or("no total")?.certain;
        totals.push(i32::try_from(total.numerator() * 100 / total.denominator())?);
        let held = outcome.class(row).ok_or("no class")?;
        classes.push(match held.settled().ok_or("no settled class")? {
            Standing::Class(name) => {
                let at = names.iter().position(|known| known == name).ok_or("no such class")?;
                u8::try_from(at)?
            }
            Standing::NotRanked | Standing::None | Standing::Outside => 5,
        });
    }
    Ok(())
}

impl Peer for Engine {
    fn name(&self) -> &'static str {
        self.name
    }

    fn check(&mut self) -> Any<(Vec<i32>, Vec<u8>)> {
        let mut found = (Vec::new(), Vec::new());
        answers(&Self::evaluate(&self.bound)?, &mut found)?;
        let mut over_files = (Vec::new(), Vec::new());
        let mut read = Ok(());
        self.over_files(|outcome| {
            if read.is_ok() {
                read = answers(&outcome, &mut over_files);
            }
        })?;
        read?;
        if over_files != found {
            return Err("files give other answers than tables in memory".into());
        }
        Ok(found)
    }

    fn run(&mut self, what: &str) -> Any<()> {
        match what {
            "bound" => drop(black_box(Self::evaluate(&self.bound)?)),
            "memory" => {
                let bound = Self::bind(&self.plan, &self.context, &self.tables)?;
                drop(black_box(Self::evaluate(&bound)?));
            }
            _ => self.over_files(|outcome| {
                black_box(outcome);
            })?,
        }
        Ok(())
    }
}

struct Hand {
    folder: PathBuf,
    population: Population,
}

impl Hand {
    fn new(folder: &Path) -> Any<Self> {
        Ok(Self { folder: folder.to_path_buf(), population: Self::read(folder)? })
    }

    fn read(folder: &Path) -> Any<Population> {
        let file = |table: &str| read_file(&folder.join(format!("{table}.parquet")));
        let mut out = Population::default();
        for batch in file("citizens")? {
            out.hours.extend_from_slice(numbers(&batch, "hours")?);
            out.plans.extend_from_slice(numbers(&batch, "plans")?);
            out.done.extend_from_slice(numbers(&batch, "done")?);
            out.work.extend_from_slice(numbers(&batch, "work")?);
            out.language.extend_from_slice(column(&batch, "language")?.as_primitive::<Int8Type>().values());
            out.computer.extend(column(&batch, "computer")?.as_boolean().values());
            out.disciplined.extend(column(&batch, "disciplined")?.as_boolean().values());
        }
        let citizens = out.hours.len();
        let evidence = [&mut out.courses, &mut out.meetings, &mut out.advice];
        for (table, evidence) in TABLES.into_iter().skip(1).zip(evidence) {
            read_evidence(&file(table)?, citizens, evidence)?;
        }
        Ok(out)
    }
}

fn read_evidence(batches: &[RecordBatch], citizens: usize, out: &mut Evidence) -> Any<()> {
    let mut counts = vec![0u32; citizens + 1];
    for batch in batches {
        for number in column(batch, "number")?.as_primitive::<UInt32Type>().values() {
            *counts.get_mut(*number as usize + 1).ok_or("no such citizen")? += 1;
        }
        out.days.extend_from_slice(column(batch, "day")?.as_primitive::<Date32Type>().values());
        if batch.column_by_name("tenths").is_some() {
            out.tenths.extend_from_slice(numbers(batch, "tenths")?);
        }
        if let Some(flags) = batch.column_by_name("flag") {
            out.flags.extend(flags.as_boolean().values());
        }
    }
    let mut sum = 0;
    for count in &mut counts {
        sum += *count;
        *count = sum;
    }
    out.offsets = counts;
    Ok(())
}

fn column<'a>(batch: &'a RecordBatch, name: &str) -> Any<&'a dyn Array> {
    Ok(batch.column_by_name(name).ok_or("no such column")?.as_ref())
}

fn numbers<'a>(batch: &'a RecordBatch, name: &str) -> Any<&'a [i32]> {
    Ok(column(batch, name)?.as_primitive::<Int32Type>().values())
}

impl Peer for Hand {
    fn name(&self) -> &'static str {
        "hand"
    }

    fn check(&mut self) -> Any<(Vec<i32>, Vec<u8>)> {
        Ok(self.population.by_columns())
    }

    fn run(&mut self, what: &str) -> Any<()> {
        match what {
            "file" => drop(black_box(Self::read(&self.folder)?.by_columns())),
            "rows" => drop(black_box(self.population.by_hand())),
            _ => drop(black_box(self.population.by_columns())),
        }
        Ok(())
    }
}

// ---- the run -----------------------------------------------------------------------------------

/// A peer that was started.
struct Started {
    name: &'static str,
    version: String,
    /// The file that it writes its answers to.
    answers: PathBuf,
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Started {
    fn new(name: &'static str, python: &str, folder: &Path, threads: usize) -> Any<Self> {
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
        command.arg(program).arg(&folder).arg(threads.to_string());
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let input = child.stdin.take().ok_or("no input")?;
        let output = BufReader::new(child.stdout.take().ok_or("no output")?);
        let answers = folder.join(format!("{program}.answers"));
        let mut peer = Self { name, version: String::new(), answers, child, input, output };
        let first = peer.line()?;
        peer.version = first.strip_prefix("ready ").ok_or("the peer did not start")?.to_owned();
        Ok(peer)
    }

    fn line(&mut self) -> Any<String> {
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        Ok(line.trim().to_owned())
    }

    fn ask(&mut self, command: &str) -> Any<String> {
        writeln!(self.input, "{command}")?;
        self.line()
    }

    /// Nanoseconds of the clock and of the processor for one time.
    fn timed(&mut self, what: &str, times: usize) -> Any<(u128, u128)> {
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
const LINES: [(&str, &str, &str); 21] = [
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
    fn new(python: &str) -> Any<Self> {
        let folder = std::env::temp_dir().join(format!("tieuchi-peers-{}", std::process::id()));
        Ok(Self {
            python: python.to_owned(),
            folder,
            versions: Vec::new(),
            text: String::new(),
            aims: String::new(),
            growth: Vec::new(),
        })
    }

    fn size(&mut self, size: usize) -> Any<()> {
        let folder = self.folder.join(size.to_string());
        std::fs::create_dir_all(&folder)?;
        let population = Population::new(size);
        write_files(&population, &folder)?;
        let answers = population.by_hand();
        drop(population);
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
            let mut peer = Started::new(name, &self.python, folder, threads)?;
            if peer.ask("check")? != "done" {
                return Err(format!("{name} has no answers").into());
            }
            let bytes = std::fs::read(&peer.answers)?;
            let own: Vec<u8> = right.0.iter().flat_map(|total| total.to_le_bytes()).collect();
            if bytes != [own.as_slice(), &right.1].concat() {
                return Err(format!("{name} has other answers").into());
            }
            peers.push(peer);
        }
        self.versions = peers.iter().map(|peer| (peer.name.to_owned(), peer.version.clone())).collect();
        // Short ones are repeated: the time of the processor is told in steps of milliseconds.
        let times = |name: &str, what: &str| match (name, what) {
            ("hand", "columns") => 20_000_000 / size,
            ("hand", "rows") | ("engine" | ALONE, "bound" | "memory") => (1_000_000 / size).max(1),
            _ => (200_000 / size).max(1),
        };
        let mut spent: Vec<Vec<u128>> = vec![Vec::new(); LINES.len()];
        for _ in 0..rounds(size) {
            for ((name, what, _), spent) in LINES.iter().zip(&mut spent) {
                let Some(peer) = peers.iter_mut().find(|peer| peer.name == *name) else { continue };
                let (clock, processor) = peer.timed(what, times(name, what))?;
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
            // From memory all are set beside the engine that binds its tables, but for the hand.
            let beside = match (*name, *what) {
                ("hand", "columns" | "rows") | (ALONE, "bound") => ("engine", "bound"),
                (_, "file") => ("engine", "file"),
                (name, _) if name.ends_with(SHUFFLED) => ("engine shuffled", "memory"),
                _ => ("engine", "memory"),
            };
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
        out += "\n## Beside peers\n";
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

/// The sections that this program writes.
const OWN: [&str; 6] =
    ["Aims", "Method", "Beside peers", "Growth", "What the engine does", "What did not help"];

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
- Rows in no order are counted and put in the order of their subjects once; the place of a subject is looked up by its number where numbers lie close together, and by a hash of its key elsewhere. Batches whose rows are wanted from here and there are put together first.
- From Parquet a thread for each file decodes ahead, decimals stay as narrow as they are stored, and parts of 65 536 citizens are evaluated as they come.
- Only steps are carried out that results depend on; an open file is run only where it can differ.
- Inner loops are compiled for AVX-512, for AVX2 and for any processor, and chosen at run time.
";
