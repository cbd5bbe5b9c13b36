//! Law: a dossier says the same alone, in any block and in any order.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tieuchi::Dossier;

fuzz_target!(|data: &[u8]| {
    let Some((plan, context, files)) = tieuchi_fuzz::judged(data) else { return };
    if files.is_empty() {
        return;
    }
    let alone: Vec<_> = files
        .iter()
        .map(|file| {
            let outcome = plan.evaluate(file, &context);
            (outcome.total(), outcome.class())
        })
        .collect();
    // One more than a block of the executor, so that the last dossier stands in a block of its own.
    for (size, step) in [(files.len(), 1), (65, 7), (1025, 3)] {
        let which: Vec<usize> = (0..size).map(|at| at * step % files.len()).collect();
        let company: Vec<Dossier> = which.iter().map(|at| files[*at].clone()).collect();
        for (summary, at) in plan.evaluate_all(&company, &context).iter().zip(&which) {
            assert_eq!((summary.total, summary.class.clone()), alone[*at]);
        }
    }
});
