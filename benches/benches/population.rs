//! A whole population, in memory: the engine against the same set written by hand.
//!
//! For each size: binding (names, keys, groups) and evaluation apart, in turns with the hand-written
//! version and with all other sizes; the middle of the rounds, and of the ratios round by round. On one
//! thread the time of the processor is measured, which others on the machine do not touch; with all
//! threads the clock. Results are compared first. The peak is that of binding and evaluating once in
//! a process that has nothing but the tables; beside it stands what these alone take.
//!
//! `population [MOST [THREADS]]`: sizes of up to so many citizens, by default a million; on one thread and on
//! all, or on so many.

mod files;

use files::{Any, TABLES, writer};
use std::hint::black_box;
use std::process::Command;
use std::time::Instant;
use tieuchi::{ContextOptions, Dataset, Plan, TableOptions, TableOutcome, Tables, compile};
use tieuchi_benches::figures::grouped;
use tieuchi_benches::population::Population;
use tieuchi_benches::wide::answers;
use tieuchi_benches::{CITIZEN, Fit, Spread, forget_peak, memory, processor_time};

/// Rounds: one of ten million takes long.
const fn rounds(most: usize) -> usize {
    if most > 1_000_000 { 3 } else { 7 }
}

const SIZES: [usize; 4] = [10_000, 100_000, 1_000_000, 10_000_000];
/// Citizens of a round: small populations are gone through again and again.
const EACH: usize = 1_000_000;

fn main() -> Any<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let plan = compile(CITIZEN).map_err(|_| "the set does not compile")?;
    if let [word, size, threads, ..] = words.as_slice()
        && word == "--memory"
    {
        return held(&plan, size.parse()?, threads.parse()?);
    }
    let mut numbers = words.iter().filter_map(|word| word.parse::<usize>().ok());
    let most = numbers.next().unwrap_or(1_000_000);
    let all = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = numbers.next().map_or_else(|| vec![1, all], |threads| vec![threads]);
    let mut cases: Vec<Case> =
        SIZES.into_iter().filter(|size| *size <= most).map(Case::new).collect::<Any<_>>()?;
    for threads in threads {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
        for round in 0..rounds(most) {
            for case in &mut cases {
                case.round(&plan, &pool, threads, round == 0)?;
            }
        }
        print(&mut cases, threads)?;
    }
    Ok(())
}

/// What is timed, in the order of the times of a [`Case`].
const WHAT: [&str; 5] = ["by hand, row by row", "bind", "evaluate", "both", "from Parquet"];

/// A size, with the nanoseconds of each round.
struct Case {
    population: Population,
    tables: Tables,
    /// The same tables in files.
    folder: tempfile::TempDir,
    times: [Vec<u128>; WHAT.len()],
}

impl Case {
    fn new(size: usize) -> Any<Self> {
        let population = Population::new(size);
        let folder = tempfile::tempdir()?;
        for (table, batch) in TABLES.into_iter().zip(population.batches()) {
            let mut writer = writer(folder.path(), table, batch.schema())?;
            writer.write(&batch)?;
            writer.close()?;
        }
        Ok(Self { tables: population.tables(), population, folder, times: Default::default() })
    }

    fn round(&mut self, plan: &Plan, pool: &rayon::ThreadPool, threads: usize, compared: bool) -> Any<()> {
        let begun = Instant::now();
        let now = || if threads == 1 { u128::from(processor_time()) } else { begun.elapsed().as_nanos() };
        let times = (EACH / self.population.len()).max(1);
        let mut sums = [0; 4];
        for _ in 0..times {
            let start = now();
            let hand = black_box(self.population.by_hand());
            let done = now();
            let dataset = bind(plan, &self.tables)?;
            let bound = now();
            let outcome = pool.install(|| dataset.evaluate()).map_err(|_| "there are problems")?;
            let evaluated = now();
            let (mut totals, mut classes) = (Vec::new(), Vec::new());
            let read = now();
            pool.install(|| {
                files::evaluate(plan, self.folder.path(), |part| {
                    if compared && let Ok((more, of)) = answers(&part) {
                        totals.extend(more);
                        classes.extend(of);
                    }
                    Ok(())
                })
                .map_err(|error| error.to_string())
            })?;
            let spent = [done - start, bound - done, evaluated - bound, now() - read];
            sums.iter_mut().zip(spent).for_each(|(sum, spent)| *sum += spent);
            if compared && !(same(&outcome, &hand) && (totals, classes) == hand) {
                return Err("the results differ".into());
            }
        }
        let [hand, bind, evaluation, files] = sums.map(|sum| sum / times as u128);
        let spent = [hand, bind, evaluation, bind + evaluation, files];
        self.times.iter_mut().zip(spent).for_each(|(times, spent)| times.push(spent));
        Ok(())
    }
}

/// A line for each size, and what a citizen of each costs beside one of a hundred thousand.
fn print(cases: &mut [Case], threads: usize) -> Any<()> {
    println!("\n{threads} thread(s), ns a citizen, middle of the rounds (least – greatest)\n");
    println!(
        "| citizens | by hand, row by row | bind | evaluate | from Parquet | evaluate, to hand | evaluate, to 100 000 | both, to 100 000 | aim | from Parquet, to 100 000 | tables, MiB | peak, MiB |"
    );
    println!("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    let taken: Vec<(usize, [Vec<u128>; WHAT.len()])> =
        cases.iter_mut().map(|case| (case.population.len(), std::mem::take(&mut case.times))).collect();
    let each = |size: usize, times: &[u128]| -> Vec<u128> {
        // In hundredths of a nanosecond, so that ratios keep their digits.
        times.iter().map(|time| time * 100 / size as u128).collect()
    };
    let beside = taken.iter().find(|(size, _)| *size == 100_000);
    for (size, times) in &taken {
        let [hand, bind, evaluation, both, files] = times.each_ref().map(|times| each(*size, times));
        let growth = |own: &[u128], at: usize| {
            let other = beside.and_then(|(size, times)| Some(each(*size, times.get(at)?)));
            other.map_or_else(String::new, |other| Spread::of_ratios(own, &other).show(2))
        };
        // Nothing is aimed at below.
        let aim = if *size > 100_000 { "1.15" } else { "" };
        println!(
            "| {} | {} | {} | {} | {} | {} | {} | {} | {aim} | {} | {} |",
            grouped(*size as u128),
            Spread::of(&hand).middle / 100,
            Spread::of(&bind).middle / 100,
            Spread::of(&evaluation).middle / 100,
            Spread::of(&files).middle / 100,
            Spread::of_ratios(&evaluation, &hand).show(2),
            growth(&evaluation, 2),
            growth(&both, 3),
            growth(&files, 4),
            in_a_process(*size, threads)?,
        );
    }
    println!("\n| the line through these sizes | ns a citizen | µs besides | greatest residual, % |");
    println!("|---|---:|---:|---:|");
    for (at, what) in WHAT.into_iter().enumerate() {
        let middle = |times: &[Vec<u128>]| times.get(at).map_or(0, |times| Spread::of(times).middle / 1_000);
        let points: Vec<(usize, u128)> = taken.iter().map(|(size, times)| (*size, middle(times))).collect();
        let fit = Fit::of(&points).map_or_else(|| " | | ".to_owned(), |fit| fit.to_string());
        println!("| {what} | {fit} |");
    }
    Ok(())
}

fn bind(plan: &Plan, tables: &Tables) -> Any<Dataset> {
    let year = ContextOptions::year(2025).ok_or("no such year")?;
    let context = plan.context(&year).map_err(|_| "the year does not fit")?;
    let bound = Dataset::new(plan, &context, tables, &TableOptions::default());
    Ok(bound.map_err(|_| "the tables do not fit the set")?)
}

/// The two columns of memory, from a process that does nothing else.
fn in_a_process(size: usize, threads: usize) -> Any<String> {
    let mut command = Command::new(std::env::current_exe()?);
    let output = command.arg("--memory").arg(size.to_string()).arg(threads.to_string()).output()?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Prints what the tables take, and the most there was with what is bound and what comes out, in MiB.
fn held(plan: &Plan, size: usize, threads: usize) -> Any<()> {
    let tables = Population::new(size).tables();
    forget_peak();
    let before = memory("VmRSS");
    let dataset = bind(plan, &tables)?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
    let outcome = pool.install(|| dataset.evaluate()).map_err(|_| "there are problems")?;
    println!("{} | {}", before / 1_024, memory("VmHWM") / 1_024);
    drop(black_box((dataset, outcome)));
    Ok(())
}

fn same(outcome: &TableOutcome, right: &(Vec<i32>, Vec<u8>)) -> bool {
    answers(outcome).is_ok_and(|found| found == *right)
}
