//! A whole population, in memory: the engine against the same set written by hand.
//!
//! For each size: binding (names, keys, groups) and evaluation apart, in turns with the hand-written
//! version; the median over the rounds, and the median of the ratios round by round. On one thread
//! the time of the processor is measured, which others on the machine do not touch; with all threads
//! the clock. Results are compared first. The last column is the most memory the process has had so
//! far, inputs included.

use std::hint::black_box;
use std::time::Instant;
use tieuchi::{ContextOptions, Dataset, Plan, Standing, TableOptions, TableOutcome, Tables, compile};
use tieuchi_benches::population::Population;
use tieuchi_benches::{CITIZEN, processor_time};

const ROUNDS: usize = 7;

fn main() {
    let most = std::env::args().skip(1).find_map(|word| word.parse::<usize>().ok()).unwrap_or(1_000_000);
    let Ok(plan) = compile(CITIZEN) else { return };
    let all = std::thread::available_parallelism().map_or(1, usize::from);
    println!("citizens  threads  hand ns  bind ns  evaluate ns  evaluate/hand  peak MiB");
    for size in [10_000, 100_000, 1_000_000].into_iter().filter(|size| *size <= most) {
        let population = Population::new(size);
        let tables = population.tables();
        for threads in [1, all] {
            if !measure(&plan, &population, &tables, threads) {
                return println!("the results differ");
            }
        }
    }
}

/// Prints one line; says no where the engine and the hand-written version do not agree.
fn measure(plan: &Plan, population: &Population, tables: &Tables, threads: usize) -> bool {
    let begun = Instant::now();
    let now = || if threads == 1 { u128::from(processor_time()) } else { begun.elapsed().as_nanos() };
    let Some(Ok(context)) = ContextOptions::year(2025).map(|year| plan.context(&year)) else { return false };
    let Ok(pool) = rayon::ThreadPoolBuilder::new().num_threads(threads).build() else { return false };
    let (mut times, mut ratios): ([Vec<u128>; 3], Vec<u128>) = Default::default();
    for round in 0..ROUNDS {
        let start = now();
        let hand = black_box(population.by_hand());
        let done = now();
        let Ok(dataset) = Dataset::new(plan, &context, tables, &TableOptions::default()) else {
            return false;
        };
        let bound = now();
        let Ok(outcome) = pool.install(|| plan.evaluate_table(&dataset)) else { return false };
        let spent = [done - start, bound - done, now() - bound];
        let [of_hand, _, of_engine] = spent;
        ratios.push(of_engine * 100 / of_hand.max(1));
        times.iter_mut().zip(spent).for_each(|(times, spent)| times.push(spent));
        if round == 0 && !same(&outcome, &hand) {
            return false;
        }
    }
    let size = population.len();
    let median = |mut values: Vec<u128>| {
        values.sort_unstable();
        values.get(ROUNDS / 2).copied().unwrap_or(0)
    };
    let ratio = median(ratios);
    let [hand, bind, evaluation] = times.map(|times| median(times) / size as u128);
    let (whole, part, peak) = (ratio / 100, ratio % 100, peak());
    println!(
        "{size:>8}  {threads:>7}  {hand:>7}  {bind:>7}  {evaluation:>11}  {whole:>10}.{part:02}  {peak:>8}"
    );
    true
}

fn same(outcome: &TableOutcome, (totals, classes): &(Vec<i32>, Vec<u8>)) -> bool {
    let names = ["best", "good", "fair", "enough", "not_held"];
    totals.iter().zip(classes).enumerate().all(|(row, (total, class))| {
        let points = outcome.total(row);
        let points = points.is_some_and(|points| {
            points.is_settled()
                && points.certain.numerator() * 100 == i128::from(*total) * points.certain.denominator()
        });
        let held = outcome.class(row);
        let held = match held.as_ref().and_then(|held| held.settled()) {
            Some(Standing::Class(name)) => names.get(usize::from(*class)) == Some(&name.as_str()),
            Some(Standing::NotRanked) => *class == 5,
            Some(Standing::None | Standing::Outside) | None => false,
        };
        points && held
    })
}

/// The most memory the process has had, in MiB; nought where the system does not say.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1_024
}
