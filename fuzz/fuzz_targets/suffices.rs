//! Law: every set that is said to suffice does, and none holds another.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tieuchi::{SufficesOptions, Verdict};

fuzz_target!(|data: &[u8]| {
    let Some((plan, context, files)) = tieuchi_fuzz::judged(data) else { return };
    for file in files.iter().take(1) {
        let outcome = plan.evaluate(file, &context);
        let Some(class) = outcome.next_class() else { return };
        let Ok(answer) = outcome.suffices(class, &SufficesOptions::default().bound(300)) else { return };
        for set in &answer.sets {
            let done = plan.evaluate(set.dossier(), &context);
            let holds = done.class().map(|found| found.holds(class));
            assert_eq!(holds, Some(Verdict::Met), "{:?}", set.elements);
        }
        for (at, set) in answer.sets.iter().enumerate() {
            for (other_at, other) in answer.sets.iter().enumerate() {
                let within = other.elements.iter().all(|element| set.elements.contains(element));
                assert!(at == other_at || !within, "{:?} holds {:?}", set.elements, other.elements);
            }
        }
    }
});
