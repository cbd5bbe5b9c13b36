//! What would suffice, against one evaluation of the same dossier.
//!
//! In turns, in time of the processor; a ratio is the median of the ratios round by round.

use std::hint::black_box;
use tieuchi::{ContextOptions, Dossier, SufficesOptions, compile};
use tieuchi_benches::{CITIZEN_CLASS, FORTY_ITEMS, Spread, Work, citizen_open, in_turns};

type Any<T> = Result<T, Box<dyn std::error::Error>>;

const ROUNDS: usize = 11;

fn main() -> Any<()> {
    let plan = compile(&citizen_open()).map_err(|_| "the set does not compile")?;
    let context = plan.context(&ContextOptions::year(2025).ok_or("no such year")?);
    let context = context.map_err(|_| "the year does not fit")?;
    let dossier = Dossier::from_json(&plan, FORTY_ITEMS).map_err(|_| "the dossier does not fit the set")?;
    let outcome = plan.evaluate(&dossier, &context);
    let bounds = SufficesOptions::default();
    let answer = outcome.suffices(CITIZEN_CLASS, &bounds).map_err(|_| "there is no answer")?;
    let found = format!("{} | {}", answer.sets.len(), answer.search.evaluations);
    let evaluate = || drop(black_box(plan.evaluate(black_box(&dossier), &context)));
    let suffices = || drop(black_box(black_box(&outcome).suffices(CITIZEN_CLASS, &bounds)));
    // Name, aim in microseconds, sets found and dossiers tried, the work.
    let lines: [(&str, &str, &str, Work<'_>); 2] = [
        ("one evaluation", "", " | ", (8_000, &evaluate)),
        ("what would suffice", "10000", &found, (10, &suffices)),
    ];
    let times = in_turns(ROUNDS, &lines.map(|(.., work)| work));
    let one = times.first().ok_or("nothing was timed")?;
    println!(
        "| ten indicators, forty pieces of evidence | µs, middle (least – greatest) | aim | to one evaluation | sets found | dossiers tried |"
    );
    println!("|---|---:|---:|---:|---:|---:|");
    for ((name, aim, found, _), times) in lines.iter().zip(&times) {
        let (time, ratio) = (Spread::of(times).show(3), Spread::of_ratios(times, one).show(2));
        println!("| {name} | {time} | {aim} | {ratio} | {found} |");
    }
    Ok(())
}
