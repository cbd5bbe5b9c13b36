//! Source text to plan, checked, as the number of indicators grows: time, and memory.
//!
//! Sizes are taken in turns; a time is that of the processor, a growth the median of the ratios round by
//! round. Memory is that of a process for each size: what one plan keeps is what each further plan adds
//! to it, and the peak is that of the first compilation, text included.

use std::hint::black_box;
use std::process::Command;
use tieuchi::compile;
use tieuchi_benches::{CITIZEN, Fit, Spread, memory, processor_time, wide_set};

const ROUNDS: usize = 9;
const SIZES: [usize; 4] = [10, 100, 1_000, 10_000];
/// What a round compiles of each size, in indicators: small sets are compiled again and again.
const EACH: usize = 10_000;
/// What the set of ten indicators is called that has all that a set has.
const USUAL: &str = "ten, the usual shape";

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [word, size, ..] = words.as_slice()
        && word == "--memory"
    {
        return size.parse().map_or((), held);
    }
    let mut sets = vec![(10, USUAL.to_owned(), CITIZEN.to_owned())];
    sets.extend(SIZES.map(|size| (size, size.to_string(), wide_set(size))));
    let mut times = vec![Vec::new(); sets.len()];
    for _ in 0..ROUNDS {
        for ((size, _, text), times) in sets.iter().zip(&mut times) {
            let (count, start) = (EACH / size, processor_time());
            for _ in 0..count {
                assert!(black_box(compile(black_box(text))).is_ok(), "the set does not compile");
            }
            times.push(u128::from(processor_time() - start) / count as u128 / 1_000);
        }
    }
    println!(
        "| indicators | ms, middle (least – greatest) | aim | to ten times fewer | to a hundred times fewer | aim | steps | a plan keeps, KiB | peak of a compilation, KiB |"
    );
    println!("|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    // The times of each wide set so far, of which each is ten times the one before.
    let mut fewer: Vec<&Vec<u128>> = Vec::new();
    for ((size, name, text), times) in sets.iter().zip(&times) {
        let wide = name != USUAL;
        let growth = |back: usize| {
            let before = fewer.iter().rev().nth(back).filter(|_| wide);
            before.map_or_else(String::new, |before| Spread::of_ratios(times, before).show(2))
        };
        let (ten, hundred) = (growth(0), growth(1));
        let aim = if hundred.is_empty() { "" } else { "100" };
        let steps = compile(text).map_or(0, |plan| plan.steps());
        let memory = if wide { in_a_process(*size) } else { " | ".into() };
        println!(
            "| {name} | {} | {} | {ten} | {hundred} | {aim} | {steps} | {memory} |",
            Spread::of(times).show(3),
            aim_of(*size)
        );
        if wide {
            fewer.push(times);
        }
    }
    let points: Vec<(usize, u128)> =
        SIZES.into_iter().zip(&fewer).map(|(size, times)| (size, Spread::of(times).middle)).collect();
    if let Some(fit) = Fit::of(&points) {
        println!(
            "\n| the line through the wide sets | ns an indicator | µs besides | greatest residual, % |"
        );
        println!("|---|---:|---:|---:|\n| compiling | {fit} |");
    }
}

/// Milliseconds that a set of that many indicators shall take at most; nothing is said of a hundred.
const fn aim_of(indicators: usize) -> &'static str {
    match indicators {
        10 => "1",
        1_000 => "50",
        10_000 => "500",
        _ => "",
    }
}

/// The two columns of memory, from a process that does nothing else.
fn in_a_process(size: usize) -> String {
    let output = std::env::current_exe()
        .and_then(|program| Command::new(program).arg("--memory").arg(size.to_string()).output());
    output.map_or_else(|_| " | ".into(), |output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Prints what a further plan adds, and the most there was for the first, in KiB.
fn held(size: usize) {
    let text = wide_set(size);
    let start = memory("VmRSS");
    let mut plans = vec![compile(&text)];
    let (peak, one) = (memory("VmHWM") - start, memory("VmRSS"));
    // The first leaves room behind that the others use: enough of them for that not to count.
    let more = (4 * EACH / size).max(8);
    plans.extend((0..more).map(|_| compile(&text)));
    println!("{} | {peak}", (memory("VmRSS") - one) / more as u64);
    drop(black_box(plans));
}
