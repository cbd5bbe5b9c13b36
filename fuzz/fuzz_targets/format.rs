//! Law: a text and its print have the same print and the same digests.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tieuchi_fuzz::{parts, tree};
use tieuchi_grammar::print;

fuzz_target!(|data: &[u8]| {
    let Some(parts) = parts(data) else { return };
    let Some(file) = tree(parts[0]) else { return };
    let printed = print(&file);
    let again = tree(&printed).unwrap_or_else(|| panic!("the print cannot be read:\n{printed}"));
    assert_eq!(print(&again), printed, "printing once more says something else");
    if let Ok(plan) = tieuchi::compile(parts[0]) {
        let same = tieuchi::compile(&printed).unwrap_or_else(|found| panic!("{found:?}\n{printed}"));
        assert_eq!(plan.meaning_digest(), same.meaning_digest());
        assert_eq!(plan.text_digest(), same.text_digest());
    }
});
