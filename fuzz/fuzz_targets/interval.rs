//! Law: what a closed file says lies in what an open one says, and what a whole dossier says lies
//! in what was said while facts were missing. The last part of the input chooses the facts.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tieuchi::Dossier;
use tieuchi_fuzz::{applied, assert_inside, assert_open_is_wider, incomplete, parts};

fuzz_target!(|data: &[u8]| {
    let Some(parts) = parts(data) else { return };
    let [set, file, mask, ..] = parts.as_slice() else { return };
    let Some((plan, context)) = applied(set) else { return };
    let Ok(whole) = Dossier::from_json(&plan, file) else { return };
    let after = plan.evaluate(&whole, &context);
    assert_open_is_wider(&after);
    let Some(rest) = incomplete(file, mask) else { return };
    let Ok(rest) = Dossier::from_json(&plan, &rest) else { return };
    let before = plan.evaluate(&rest, &context);
    assert_open_is_wider(&before);
    assert_inside(&before, &after);
});
