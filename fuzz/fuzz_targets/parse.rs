//! Law: any text is read without a panic, and every finding has its place in the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tieuchi::{Lang, SourceFile, render};

fuzz_target!(|data: &[u8]| {
    let Some(parts) = tieuchi_fuzz::parts(data) else { return };
    let source = SourceFile::new("fuzz", parts[0]);
    let findings = tieuchi_grammar::parse(&source).diagnostics;
    for label in findings.iter().flat_map(|finding| &finding.labels) {
        assert!(source.holds(label.span), "{label:?}");
    }
    let _ = render::diagnostics(Some(&source), &findings, Lang::Vi, false);
});
