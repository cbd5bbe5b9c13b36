//! Law: a text converted to the other language and back is the text it was, and means the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tieuchi::Lang;
use tieuchi_fuzz::{parts, tree};
use tieuchi_grammar::{convert, print};

fuzz_target!(|data: &[u8]| {
    let Some(parts) = parts(data) else { return };
    let Some(file) = tree(parts[0]) else { return };
    let (own, other) = match file.lang {
        Lang::Vi => (Lang::Vi, Lang::En),
        Lang::En => (Lang::En, Lang::Vi),
    };
    // A name that is a word of the other language is told, not converted.
    let Ok(converted) = convert(&file, other) else { return };
    let text = print(&converted);
    let read = tree(&text).unwrap_or_else(|| panic!("the converted text cannot be read:\n{text}"));
    match convert(&read, own) {
        Ok(back) => assert_eq!(print(&back), print(&file)),
        // A name that is a word of its own language, where no statement needs that word.
        Err(found) => {
            assert!(found.iter().all(|finding| finding.code == "name-taken-in-other-language"), "{found:?}");
        }
    }
    if let (Ok(plan), Ok(same)) = (tieuchi::compile(parts[0]), tieuchi::compile(&text)) {
        assert_eq!(plan.meaning_digest(), same.meaning_digest(), "{text}");
    }
});
