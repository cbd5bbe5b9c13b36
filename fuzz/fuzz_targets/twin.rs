//! Law: the executor says what the twin says, of every dossier.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((plan, context, files)) = tieuchi_fuzz::judged(data) else { return };
    for file in &files {
        assert_eq!(tieuchi::disagreement(&plan, file, &context), None);
    }
});
