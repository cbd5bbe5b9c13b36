//! The two peers in Rust: the engine, and the set written by hand.

use crate::Any;
use crate::files::{self, CITIZENS, EVIDENCE, SHUFFLED, column};
use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Int8Type, Int32Type, UInt32Type};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;
use tieuchi::{Context, ContextOptions, Dataset, Plan, TableOptions, TableOutcome, Tables, compile};
use tieuchi_benches::population::{Evidence, Population};
use tieuchi_benches::wide::{self, Citizens, named};
use tieuchi_benches::{memory, processor_time};
use tieuchi_tables::{Job, Mapping, Mode};

/// Citizens of a part that is read and evaluated at a time, as on the command line.
const PART: usize = 65_536;

/// A peer in a process of its own, for the set with so many copies: reads commands, a line each, as the
/// peers in Python do.
pub fn serve(peer: &str, folder: &Path, threads: usize, copies: usize) -> Any<()> {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build_global()?;
    let mut peer: Box<dyn Peer> = match peer {
        "hand" => Box::new(Hand::new(folder, copies)?),
        "engine-texts" => Box::new(Engine::new("engine-texts", folder, copies)?),
        _ => Box::new(Engine::new("engine", folder, copies)?),
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
    /// The kinds of evidence with the names of their files.
    evidence: Vec<(String, String)>,
    plan: Plan,
    context: Context,
    tables: Tables,
    bound: Dataset,
}

impl Engine {
    fn new(name: &'static str, folder: &Path, copies: usize) -> Any<Self> {
        let plan = compile(&wide::set(copies)).map_err(|_| "the set does not compile")?;
        let year = ContextOptions::year(2025).ok_or("no such year")?;
        let context = plan.context(&year).map_err(|_| "the year does not fit")?;
        let folder = folder.join(name);
        let evidence = evidence(copies);
        let mut tables = Tables::new(files::read_file(&folder, CITIZENS)?);
        for (kind, file) in &evidence {
            tables = tables.table(kind, files::read_file(&folder, file)?);
        }
        let bound = Self::bind(&plan, &context, &tables)?;
        Ok(Self { name, folder, evidence, plan, context, tables, bound })
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
        let evidence = self.evidence.iter();
        let tables = evidence.map(|(kind, file)| (kind.clone(), files::path(&self.folder, file)));
        let job = Job {
            plan: &self.plan,
            context: &self.context,
            options: TableOptions::default(),
            subjects: files::path(&self.folder, CITIZENS),
            tables: tables.collect(),
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

/// The kinds of evidence of all copies with the names of their files.
fn evidence(copies: usize) -> Vec<(String, String)> {
    let of = |copy| {
        wide::EVIDENCE.map(|kind| named(kind, copy)).into_iter().zip(EVIDENCE.map(|file| named(file, copy)))
    };
    (0..copies).flat_map(of).collect()
}

impl Peer for Engine {
    fn name(&self) -> &'static str {
        self.name
    }

    fn check(&mut self) -> Any<(Vec<i32>, Vec<u8>)> {
        let found = wide::answers(&Self::evaluate(&self.bound)?)?;
        let mut parts = Vec::new();
        self.over_files(|outcome| parts.push(wide::answers(&outcome)))?;
        let (mut totals, mut classes) = (Vec::new(), Vec::new());
        for part in parts {
            let (more_totals, more_classes) = part?;
            totals.extend(more_totals);
            classes.extend(more_classes);
        }
        if (totals, classes) != found {
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
    citizens: Citizens,
}

impl Hand {
    fn new(folder: &Path, copies: usize) -> Any<Self> {
        let subjects = files::read_file(folder, CITIZENS)?;
        let copies = (0..copies).map(|copy| Self::read(folder, &subjects, copy));
        Ok(Self { folder: folder.to_path_buf(), citizens: Citizens::of(copies.collect::<Any<_>>()?) })
    }

    /// What one of the copies has.
    fn read(folder: &Path, subjects: &[RecordBatch], copy: usize) -> Any<Population> {
        let named = |name: &str| named(name, copy);
        let mut out = Population::default();
        for batch in subjects {
            out.hours.extend_from_slice(numbers(batch, &named("hours"))?);
            out.plans.extend_from_slice(numbers(batch, &named("plans"))?);
            out.done.extend_from_slice(numbers(batch, &named("done"))?);
            out.work.extend_from_slice(numbers(batch, &named("work"))?);
            let language = column(batch, &named("language"))?.as_primitive::<Int8Type>();
            out.language.extend_from_slice(language.values());
            out.computer.extend(column(batch, &named("computer"))?.as_boolean().values());
            out.disciplined.extend(column(batch, "disciplined")?.as_boolean().values());
        }
        let citizens = out.hours.len();
        let evidence = [&mut out.courses, &mut out.meetings, &mut out.advice];
        for (table, evidence) in EVIDENCE.into_iter().zip(evidence) {
            read_evidence(&files::read_file(folder, &named(table))?, citizens, evidence)?;
        }
        Ok(out)
    }

    /// Column by column; only of the set itself.
    fn by_columns(&self) -> Any<(Vec<i32>, Vec<u8>)> {
        match self.citizens.copies() {
            [only] => Ok(only.by_columns()),
            _ => Err("a wide set is worked out row by row".into()),
        }
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

fn numbers<'a>(batch: &'a RecordBatch, name: &str) -> Any<&'a [i32]> {
    Ok(column(batch, name)?.as_primitive::<Int32Type>().values())
}

impl Peer for Hand {
    fn name(&self) -> &'static str {
        "hand"
    }

    fn check(&mut self) -> Any<(Vec<i32>, Vec<u8>)> {
        let right = self.citizens.by_hand()?;
        if self.citizens.copies().len() == 1 && self.by_columns()? != right {
            return Err("columns give other answers than rows".into());
        }
        Ok(right)
    }

    fn run(&mut self, what: &str) -> Any<()> {
        if what == "sum" {
            black_box(self.citizens.copies().iter().map(Population::sum).sum::<i64>());
            return Ok(());
        }
        drop(black_box(match what {
            "file" => Self::new(&self.folder, 1)?.by_columns()?,
            "rows" => self.citizens.by_hand()?,
            _ => self.by_columns()?,
        }));
        Ok(())
    }
}
