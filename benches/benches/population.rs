//! A whole population, in memory: the engine against the same set written by hand.
//!
//! For each size: binding (names, keys, groups) and evaluation apart, on one thread and on two, in
//! turns with the hand-written version; the median of the rounds. Results are compared first. The
//! last column is the most memory the process has had so far, inputs included.

use std::hint::black_box;
use std::time::Instant;
use tieuchi::{ContextOptions, Dataset, Standing, TableOptions, TableOutcome, compile};
use tieuchi_benches::CITIZEN;
use tieuchi_benches::population::Population;

const ROUNDS: usize = 3;

fn main() {
    let most = std::env::args().skip(1).find_map(|word| word.parse::<usize>().ok()).unwrap_or(1_000_000);
    let Ok(plan) = compile(CITIZEN) else { return };
    let Some(Ok(context)) = ContextOptions::year(2025).map(|year| plan.context(&year)) else { return };
    println!("citizens  threads  hand ns  bind ns  evaluate ns  evaluate/hand  peak MiB");
    for size in [10_000, 100_000, 1_000_000].into_iter().filter(|size| *size <= most) {
        let population = Population::new(size);
        let tables = population.tables();
        for threads in [1, 2] {
            let Ok(pool) = rayon::ThreadPoolBuilder::new().num_threads(threads).build() else { return };
            let mut times: [Vec<u128>; 3] = Default::default();
            for round in 0..ROUNDS {
                let begun = Instant::now();
                let hand = black_box(population.by_hand());
                let [of_hand, of_bind, of_evaluation] = &mut times;
                of_hand.push(begun.elapsed().as_nanos());
                let begun = Instant::now();
                let Ok(dataset) = Dataset::new(&plan, &context, &tables, &TableOptions::default()) else {
                    return println!("the tables do not fit");
                };
                of_bind.push(begun.elapsed().as_nanos());
                let begun = Instant::now();
                let Ok(outcome) = pool.install(|| plan.evaluate_table(&dataset)) else { return };
                of_evaluation.push(begun.elapsed().as_nanos());
                if round == 0 && !same(&outcome, &hand) {
                    return println!("the results differ");
                }
            }
            let [hand, bind, evaluation] = times.map(|mut times| {
                times.sort_unstable();
                times.get(ROUNDS / 2).copied().unwrap_or(0) / size as u128
            });
            let hundredths = evaluation * 100 / hand.max(1);
            let (whole, part) = (hundredths / 100, hundredths % 100);
            let peak = peak();
            println!(
                "{size:>8}  {threads:>7}  {hand:>7}  {bind:>7}  {evaluation:>11}  {whole:>10}.{part:02}  {peak:>8}"
            );
        }
    }
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
