//! One indicator edited, everything scored again, against a full pass.
//!
//! Nothing of an earlier outcome is used again: an edited set is another plan, tables are bound to their
//! plan, and the pass is a full one. What is measured is therefore what an author waits for. The two are
//! taken in turns, on one thread and in time of the processor.

use std::hint::black_box;
use tieuchi::{ContextOptions, Dataset, TableOptions, TableOutcome, Tables, compile};
use tieuchi_benches::figures::grouped;
use tieuchi_benches::population::Population;
use tieuchi_benches::{CITIZEN, Spread, processor_time};

type Any<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const ROUNDS: usize = 9;
/// The line of indicator 1.1 that is edited, and what it becomes.
const EDIT: [&str; 2] = ["from 5 to under 10: 7 points", "from 5 to under 10: 6 points"];

fn main() -> Any<()> {
    let most = std::env::args().skip(1).find_map(|word| word.parse::<usize>().ok()).unwrap_or(100_000);
    let [old, new] = EDIT;
    let edited = CITIZEN.replace(old, new);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
    println!(
        "| citizens | compile, µs | bind, ns each | evaluate, ns each | edited to full pass, middle (least – greatest) | aim |"
    );
    println!("|---:|---:|---:|---:|---:|---:|");
    for size in [10_000, 100_000, 1_000_000].into_iter().filter(|size| *size <= most) {
        let tables = Population::new(size).tables();
        let mut times: [Vec<u128>; 3] = Default::default();
        let (mut full, mut after) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let (outcome, [_, bound, evaluated]) = pool.install(|| pass(CITIZEN, &tables))?;
            let (other, again) = pool.install(|| pass(&edited, &tables))?;
            if totals(&outcome) == totals(&other) {
                return Err("the edit changes nothing".into());
            }
            // The first plan is there when the author edits.
            full.push(bound + evaluated);
            after.push(again.iter().sum());
            times.iter_mut().zip(again).for_each(|(times, spent)| times.push(spent));
        }
        let [compile, bind, evaluate] = times.map(|times| Spread::of(&times).middle);
        let each = size as u128;
        let ratio = Spread::of_ratios(&after, &full).show(2);
        let (compile, bind, evaluate) = (compile / 1_000, bind / each, evaluate / each);
        println!("| {} | {compile} | {bind} | {evaluate} | {ratio} | 0.10 |", grouped(each));
    }
    Ok(())
}

/// A set compiled, the tables bound to it and evaluated: what came out, and the three times in nanoseconds.
fn pass(text: &str, tables: &Tables) -> Any<(TableOutcome, [u128; 3])> {
    let start = processor_time();
    let plan = compile(text).map_err(|_| "the set does not compile")?;
    let context = plan.context(&ContextOptions::year(2025).ok_or("no such year")?);
    let context = context.map_err(|_| "the year does not fit")?;
    let compiled = processor_time();
    let dataset = Dataset::new(&plan, &context, tables, &TableOptions::default());
    let dataset = dataset.map_err(|_| "the tables do not fit")?;
    let bound = processor_time();
    let outcome = black_box(dataset.evaluate().map_err(|_| "there are problems")?);
    let done = processor_time();
    Ok((outcome, [compiled - start, bound - compiled, done - bound].map(u128::from)))
}

fn totals(outcome: &TableOutcome) -> Vec<Option<tieuchi::Points>> {
    (0..outcome.len().min(1_000)).map(|row| outcome.total(row)).collect()
}
