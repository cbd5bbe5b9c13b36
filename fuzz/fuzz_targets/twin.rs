//! Law: the executor says what the twin says, of every dossier.
//!
//! Left out: a row that says the item does not apply, in a statement that may be out of scope. Where
//! the scope is not known the twin says that there may be no points, which is wider than what is so.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let has = |words: [&str; 2]| words.iter().any(|words| text.contains(words));
    if has(["only when", "chỉ xét khi"]) && has(["not applicable", "không áp dụng"]) {
        return;
    }
    let Some((plan, context, files)) = tieuchi_fuzz::judged(data) else { return };
    for file in &files {
        assert_eq!(tieuchi::disagreement(&plan, file, &context), None);
    }
});
