//! Laws: the executor says what the twin says.

use super::disagreement;
use super::generate::{Tape, compiled, dossier, source};
use crate::{ContextOptions, Day, Dossier};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// How many sets to try.
fn cases(default: u32) -> u32 {
    std::env::var("TIEUCHI_TWIN_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

fn runner(cases: u32, seed: u8) -> TestRunner {
    let seed = std::env::var("TIEUCHI_TWIN_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(seed);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 3_000, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]))
}

fn context_options(tape: &mut Tape<'_>) -> ContextOptions {
    let options = ContextOptions::year(2025).unwrap();
    let options = match tape.below(3) {
        1 => options.judged_on(Day::new(2026, 1, 20).unwrap()),
        2 => options.judged_on(Day::new(2026, 2, 28).unwrap()),
        _ => options,
    };
    if tape.chance(20) { options.regions(["north".to_owned()]) } else { options }
}

#[test]
fn executor_and_twin_agree() {
    let counts: RefCell<BTreeMap<String, u64>> = RefCell::new(BTreeMap::new());
    let count = |what: &str| *counts.borrow_mut().entry(what.to_owned()).or_default() += 1;
    let tapes = (prop::collection::vec(any::<u16>(), 0..400), prop::collection::vec(any::<u16>(), 1200));
    let outcome = runner(cases(300), 7).run(&tapes, |(set_tape, file_tape)| {
        let text = source(&mut Tape::new(&set_tape));
        let compiled = compiled(&text);
        let Some(plan) = compiled.plan else {
            for diagnostic in compiled.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()) {
                count(&format!("refused: {}: {}", diagnostic.code, diagnostic.help.as_ref().map_or("", |_| "")));
            }
            if std::env::var("TIEUCHI_TWIN_SHOW").is_ok() {
                for diagnostic in compiled.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()) {
                    let line = diagnostic.span().map_or("", |span| {
                        let from = text[..span.start as usize].rfind('\n').map_or(0, |at| at + 1);
                        let to = text[span.start as usize..].find('\n').map_or(text.len(), |at| at + span.start as usize);
                        &text[from..to]
                    });
                    println!("{}: {} | {line}", diagnostic.code, diagnostic.message.en);
                }
            }
            count("refused");
            return Ok(());
        };
        count("compiled");
        let mut tape = Tape::new(&file_tape);
        let context = plan.context(&context_options(&mut tape)).map_err(|found| TestCaseError::fail(format!("{found:?}")))?;
        for _ in 0..8 {
            let json = dossier(&plan, &mut tape);
            let file = Dossier::from_json(&plan, &json).map_err(|found| TestCaseError::fail(format!("{json}\n{found:?}")))?;
            count("dossiers");
            if let Some(found) = disagreement(&plan, &file, &context) {
                return Err(TestCaseError::fail(format!("{found}\n{text}\n{json}")));
            }
        }
        Ok(())
    });
    println!("{:#?}", counts.borrow());
    if let Err(error) = outcome {
        panic!("{}", error.to_string().replace("\\n", "\n").replace("\\\"", "\""));
    }
}
