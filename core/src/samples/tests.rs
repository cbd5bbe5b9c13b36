//! Random sets as files, for a model of the scoring that is not written in Rust.
//!
//! In: a folder that exists. Out: the texts that compile, under the numbers of their tapes. The
//! script xtask/outside/against_model.py makes the dossiers and compares the results.

use crate::evaluate::twin::generate::{Tape, compiled, source};

/// How many tapes are tried.
const TAPES: u64 = 240;

#[test]
#[ignore = "writes into the folder TIEUCHI_SAMPLES; `cargo xtask outside` runs it"]
#[expect(clippy::disallowed_methods, reason = "where files go is no input of an outcome")]
fn random_sets_are_written() {
    let folder = std::env::var("TIEUCHI_SAMPLES").expect("TIEUCHI_SAMPLES names a folder");
    let mut written = 0;
    for tape in 1..=TAPES {
        // Numbers of a linear congruence: the same on every machine.
        let mut state = tape;
        let numbers: Vec<u16> = (0..400)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (state >> 48) as u16
            })
            .collect();
        let text = source(&mut Tape::new(&numbers));
        if compiled(&text).plan.is_some() {
            std::fs::write(format!("{folder}/{tape:03}.tieuchi"), text).expect("the folder can be written");
            written += 1;
        }
    }
    assert!(written > TAPES / 2, "{written} of {TAPES} sets compile");
}
