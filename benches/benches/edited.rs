//! One indicator edited, everything scored again, against a full pass.
//!
//! The author has a set and its outcome for a population. The points of one band are edited: the set is
//! compiled and every subject scored again, by what was kept of the outcome before. Beside it stand a full pass
//! of the edited set over the same tables, and one that is already bound. All are taken in turns, on one
//! thread and in time of the processor; the outcomes are compared.

use std::hint::black_box;
use tieuchi::{Context, ContextOptions, Dataset, Plan, TableOptions, TableOutcome, Tables, compile};
use tieuchi_benches::figures::grouped;
use tieuchi_benches::population::Population;
use tieuchi_benches::{CITIZEN, Spread, memory, processor_time};

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
        "| citizens | compile, µs | score again, ns each | bind, ns each | evaluate, ns each | keep, ns each more | bound, kept and results, bytes each | edited to full pass, middle (least – greatest) | aim | edited to evaluation alone |"
    );
    println!("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    for size in [10_000, 100_000, 1_000_000].into_iter().filter(|size| *size <= most) {
        let tables = Population::new(size).tables();
        let mut times: [Vec<u128>; 5] = Default::default();
        let mut ratios: [Vec<u128>; 3] = Default::default();
        // What one allocates another may use again, so that only the first of them tells.
        let (memory_before, mut kept) = (memory("VmRSS"), None);
        for _ in 0..ROUNDS {
            let (before, [_, _, keeping]) = pool.install(|| pass(CITIZEN, &tables, true))?;
            let kept_now = || memory("VmRSS").saturating_sub(memory_before) * 1_024 / size as u64;
            kept.get_or_insert_with(kept_now);
            let (after, [compiled, again]) = pool.install(|| edit(&before, &edited))?;
            let (whole, [_, bound, evaluated]) = pool.install(|| pass(&edited, &tables, false))?;
            if totals(&after) != totals(&whole) || totals(&after) == totals(&before) {
                return Err("the edit changes nothing, or the outcomes differ".into());
            }
            let own = [compiled, again, bound, evaluated, keeping.saturating_sub(evaluated)];
            times.iter_mut().zip(own).for_each(|(times, spent)| times.push(spent));
            let compared = [compiled + again, bound + evaluated, evaluated];
            ratios.iter_mut().zip(compared).for_each(|(times, spent)| times.push(spent));
        }
        let each = size as u128;
        let [compile, again, bind, evaluate, keep] = times.map(|times| Spread::of(&times).middle);
        let [after, full, alone] = ratios;
        let (full, alone) =
            (Spread::of_ratios(&after, &full).show(2), Spread::of_ratios(&after, &alone).show(2));
        let [again, bind, evaluate, keep] = [again, bind, evaluate, keep].map(|time| time / each);
        let (compile, kept) = (compile / 1_000, kept.unwrap_or(0));
        println!(
            "| {} | {compile} | {again} | {bind} | {evaluate} | {keep} | {kept} | {full} | 0.10 | {alone} |",
            grouped(each)
        );
    }
    Ok(())
}

fn planned(text: &str) -> Any<(Plan, Context)> {
    let plan = compile(text).map_err(|_| "the set does not compile")?;
    let context = plan.context(&ContextOptions::year(2025).ok_or("no such year")?);
    let context = context.map_err(|_| "the year does not fit")?;
    Ok((plan, context))
}

/// A set compiled, the tables bound to it and evaluated: what came out, and the three times in nanoseconds.
fn pass(text: &str, tables: &Tables, keep: bool) -> Any<(TableOutcome, [u128; 3])> {
    let start = processor_time();
    let (plan, context) = planned(text)?;
    let compiled = processor_time();
    let dataset = Dataset::new(&plan, &context, tables, &TableOptions::default().again(keep));
    let dataset = dataset.map_err(|_| "the tables do not fit")?;
    let bound = processor_time();
    let outcome = black_box(dataset.evaluate().map_err(|_| "there are problems")?);
    let done = processor_time();
    Ok((outcome, [compiled - start, bound - compiled, done - bound].map(u128::from)))
}

/// An edited set compiled, and what it says of the subjects of an outcome: the outcome, and the two times.
fn edit(before: &TableOutcome, text: &str) -> Any<(TableOutcome, [u128; 2])> {
    let start = processor_time();
    let (plan, context) = planned(text)?;
    let compiled = processor_time();
    let outcome = before.again(&plan, &context).ok_or("the set reads other columns")?;
    let done = processor_time();
    Ok((black_box(outcome), [compiled - start, done - compiled].map(u128::from)))
}

fn totals(outcome: &TableOutcome) -> Vec<Option<tieuchi::Points>> {
    (0..outcome.len()).map(|row| outcome.total(row)).collect()
}
