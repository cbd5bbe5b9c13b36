//! One dossier: read, evaluated, explained; text to text; and one of a thousand in columns.
//!
//! All are taken in turns, on one thread and in time of the processor; a ratio is the median of the
//! ratios round by round.

use std::hint::black_box;
use tieuchi::{ContextOptions, Dossier, compile};
use tieuchi_benches::{CITIZEN, CITIZEN_DOSSIER, Spread, Work, in_turns};

type Any<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const ROUNDS: usize = 11;
/// Dossiers that are evaluated at once.
const MANY: u64 = 1_000;

fn main() -> Any<()> {
    rayon::ThreadPoolBuilder::new().num_threads(1).build()?.install(single)
}

fn single() -> Any<()> {
    let plan = compile(CITIZEN).map_err(|_| "the set does not compile")?;
    let context = plan.context(&ContextOptions::year(2025).ok_or("no such year")?);
    let context = context.map_err(|_| "the year does not fit")?;
    let dossier =
        Dossier::from_json(&plan, CITIZEN_DOSSIER).map_err(|_| "the dossier does not fit the set")?;
    let many = vec![dossier.clone(); MANY as usize];
    let read = || Dossier::from_json(&plan, black_box(CITIZEN_DOSSIER)).ok();
    let evaluate = || drop(black_box(plan.evaluate(black_box(&dossier), &context)));
    let explain = || drop(black_box(plan.evaluate(black_box(&dossier), &context).explain()));
    let total = || {
        black_box(read().and_then(|dossier| plan.evaluate(&dossier, &context).total()));
    };
    let text = || {
        black_box(read().map(|dossier| plan.evaluate(&dossier, &context).explain().to_json()));
    };
    let columns = || drop(black_box(plan.evaluate_all(black_box(&many), &context)));
    // Name, aim in microseconds, how many dossiers one time of the work is, the work.
    let lines: [(&str, &str, u64, Work<'_>); 6] = [
        ("evaluated, typed in", "1", 1, (20_000, &evaluate)),
        ("evaluated and explained in full", "3", 1, (1_500, &explain)),
        ("JSON text read", "", 1, (8_000, &|| drop(black_box(read())))),
        ("JSON text to total and class", "", 1, (6_000, &total)),
        ("JSON text to the explanation as JSON text", "", 1, (500, &text)),
        ("one of a thousand dossiers in columns", "", MANY, (40, &columns)),
    ];
    let works = lines.map(|(.., work)| work);
    let times: Vec<Vec<u128>> = in_turns(ROUNDS, &works)
        .into_iter()
        .zip(&lines)
        .map(|(times, (_, _, dossiers, _))| times.iter().map(|time| time / u128::from(*dossiers)).collect())
        .collect();
    let one = times.first().ok_or("nothing was timed")?;
    println!("| what | µs, middle (least – greatest) | aim | to one evaluation |");
    println!("|---|---:|---:|---:|");
    for ((name, aim, ..), times) in lines.iter().zip(&times) {
        let (time, ratio) = (Spread::of(times).show(3), Spread::of_ratios(times, one).show(2));
        println!("| {name} | {time} | {aim} | {ratio} |");
    }
    Ok(())
}
