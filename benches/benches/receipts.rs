//! A population with and without receipts: how much slower the receipt makes it, as a ratio.
//!
//! In: `TIEUCHI_SUBJECTS` or the default number of subjects. Out: times and ratios of runs taken in
//! turn, the fastest of each: that which other programs disturbed least. The ratio is what means
//! something; the figures depend on the machine.

use std::hint::black_box;
use std::time::{Duration, Instant};
use tieuchi::{Context, ContextOptions, Dossier, Key, Plan, Population, compile};
use tieuchi_benches::{CITIZEN, citizens};

const SUBJECTS: usize = 50_000;
/// Dossiers read and evaluated at a time, as a program that streams would.
const CHUNK: usize = 8_192;
const ROUNDS: usize = 9;

fn main() {
    let subjects = std::env::var("TIEUCHI_SUBJECTS").ok().and_then(|text| text.parse().ok());
    let subjects = subjects.unwrap_or(SUBJECTS);
    let (Ok(plan), Some(options)) = (compile(CITIZEN), ContextOptions::year(2025)) else { return };
    let Ok(context) = plan.context(&options) else { return };
    let Ok(key) = Key::new(&[7; 32]) else { return };
    let texts = citizens(subjects);
    let dossiers = read(&plan, &texts);
    println!("receipts: {subjects} subjects, the fastest of {ROUNDS}");
    let in_memory: [&dyn Fn(); 3] = [
        &|| {
            for chunk in dossiers.chunks(CHUNK) {
                black_box(plan.evaluate_all(chunk, &context));
            }
        },
        &|| {
            receipt(&plan, &context, None, |population| {
                dossiers.chunks(CHUNK).for_each(|chunk| drop(black_box(population.evaluate(chunk))));
            })
        },
        &|| {
            receipt(&plan, &context, Some(&key), |population| {
                dossiers.chunks(CHUNK).for_each(|chunk| drop(black_box(population.evaluate(chunk))));
            })
        },
    ];
    report("evaluated in memory", subjects, in_memory);
    let from_text: [&dyn Fn(); 3] = [
        &|| {
            for chunk in texts.chunks(CHUNK) {
                black_box(plan.evaluate_all(&read(&plan, chunk), &context));
            }
        },
        &|| {
            receipt(&plan, &context, None, |population| {
                texts
                    .chunks(CHUNK)
                    .for_each(|chunk| drop(black_box(population.evaluate(&read(&plan, chunk)))));
            })
        },
        &|| {
            receipt(&plan, &context, Some(&key), |population| {
                texts
                    .chunks(CHUNK)
                    .for_each(|chunk| drop(black_box(population.evaluate(&read(&plan, chunk)))));
            })
        },
    ];
    report("read from JSON and evaluated", subjects, from_text);
}

fn read(plan: &Plan, texts: &[String]) -> Vec<Dossier> {
    texts.iter().filter_map(|text| Dossier::from_json(plan, text).ok()).collect()
}

fn receipt(plan: &Plan, context: &Context, key: Option<&Key>, run: impl Fn(&mut Population)) {
    let mut population = Population::new(plan, context, key);
    run(&mut population);
    let done = population.finish();
    black_box(done.is_ok_and(|(receipt, _)| receipt.count() > 0));
}

/// Times three ways in turn, so that a slow moment of the machine meets all of them.
fn report(what: &str, subjects: usize, ways: [&dyn Fn(); 3]) {
    let mut times: [Vec<Duration>; 3] = Default::default();
    for _ in 0..ROUNDS {
        for (way, times) in ways.iter().zip(&mut times) {
            let start = Instant::now();
            way();
            times.push(start.elapsed());
        }
    }
    let [plain, with, keyed] = times.map(|times| times.iter().min().map_or(0, Duration::as_nanos));
    // In thousandths: no timing is exact enough for more.
    let ratio = |time: u128| {
        let thousandths = time * 1_000 / plain.max(1);
        format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000)
    };
    let each = |time: u128| time / subjects.max(1) as u128;
    println!("  {what}: {} ns a subject", each(plain));
    println!("    with a receipt: {} ns, ratio {}", each(with), ratio(with));
    println!("    with a keyed receipt: {} ns, ratio {}", each(keyed), ratio(keyed));
}
