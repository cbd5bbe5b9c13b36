//! Law: any text compiles, or at least one error says why not.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some(parts) = tieuchi_fuzz::parts(data) else { return };
    match tieuchi::compile(parts[0]) {
        Ok(plan) => {
            let _ = (plan.facts(), plan.schema());
        }
        Err(found) => assert!(found.iter().any(tieuchi::Diagnostic::is_error)),
    }
});
