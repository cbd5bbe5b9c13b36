//! Law: a receipt that was changed is refused or says so; any bytes are read or refused. The last
//! part of the input is the change: a number that chooses a place, then what is put there.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tieuchi::{PopulationReceipt, Proof, Receipt};
use tieuchi_fuzz::{judged, parts};

fuzz_target!(|data: &[u8]| {
    let Some(parts) = parts(data) else { return };
    for part in &parts {
        let _ = (Receipt::from_json(part), PopulationReceipt::from_json(part), Proof::from_json(part));
    }
    let Some((plan, context, files)) = judged(data) else { return };
    let (Some(file), Some(change)) = (files.first(), parts.last()) else { return };
    let receipt = plan.evaluate(file, &context).receipt(None);
    let text = receipt.to_json();
    let said = plan.verify(&Receipt::from_json(&text).expect("its own text"), file, None).expect("no key");
    assert!(said.agrees(), "{text}");
    let split = change.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(change.len());
    let (place, put) = change.split_at(split);
    let mut at = place.parse::<usize>().unwrap_or(0) % text.len();
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let mut end = (at + put.len()).min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    let changed = format!("{}{put}{}", &text[..at], &text[end..]);
    let Ok(other) = Receipt::from_json(&changed) else { return };
    if other.to_json() != text {
        let agrees = plan.verify(&other, file, None).is_ok_and(|said| said.agrees());
        assert!(!agrees, "a changed receipt agrees:\n{changed}\n{text}");
    }
});
