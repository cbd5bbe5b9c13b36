//! Law: every set that is said to suffice does, and none holds another.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tieuchi::{Reach, Standing, SufficesOptions};

fuzz_target!(|data: &[u8]| {
    let Some((plan, context, files)) = tieuchi_fuzz::judged(data) else { return };
    for file in files.iter().take(1) {
        let outcome = plan.evaluate(file, &context);
        let Some(class) = outcome.next_class() else { return };
        let Ok(answer) = outcome.suffices(class, &SufficesOptions::default().bound(300)) else { return };
        for set in &answer.sets {
            // The class or a better one is certain.
            let done = plan.evaluate(set.dossier(), &context);
            let reach = done.suffices(class, &SufficesOptions::default().bound(0)).map(|answer| answer.reach);
            assert_eq!(reach, Ok(Reach::Certain), "{:?}", set.elements);
            let standings = done.class().map(|found| found.closed).unwrap_or_default();
            assert!(standings.iter().all(|standing| matches!(standing, Standing::Class(_))), "{standings:?}");
        }
        for (at, set) in answer.sets.iter().enumerate() {
            for (other_at, other) in answer.sets.iter().enumerate() {
                let within = other.elements.iter().all(|element| set.elements.contains(element));
                assert!(at == other_at || !within, "{:?} holds {:?}", set.elements, other.elements);
            }
        }
    }
});
