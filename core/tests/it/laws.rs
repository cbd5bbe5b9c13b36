//! Laws of text and meaning, on every shipped set.
//!
//! Formatting twice is once; converting to the other language and back gives the same bytes;
//! neither changes what the set means.

use crate::shipped::{library, read, sets};
use tieuchi::{Lang, Library, Plan, SourceFile, compile_with, text};

fn plan(name: &str, text: &str, library: &Library) -> Plan {
    let compiled = compile_with(&SourceFile::new(name, text), library);
    match compiled.plan {
        Some(plan) => plan,
        None => panic!("{name}: {:?}", compiled.diagnostics),
    }
}

fn formatted(source: &SourceFile) -> String {
    text::print(&text::parse(source).file.unwrap())
}

#[test]
fn formatting_is_idempotent_and_keeps_the_meaning() {
    let library = library();
    for path in sets() {
        let source = read(&path);
        let once = formatted(&source);
        assert_eq!(once, source.text(), "{} is not formatted", path.display());
        let crowded = source.text().replace("  ", " ").replace(": ", ":  ");
        let mended = formatted(&SourceFile::new("crowded", crowded));
        assert_eq!(
            plan("mended", &mended, &library).meaning_digest(),
            plan("as shipped", source.text(), &library).meaning_digest(),
            "{}",
            path.display()
        );
    }
}

#[test]
fn converted_to_english_keywords_and_back_every_set_is_byte_identical_and_means_the_same() {
    let library = library();
    for path in sets() {
        let source = read(&path);
        let vietnamese = text::parse(&source).file.unwrap();
        let english = text::print(&text::convert(&vietnamese, Lang::En).unwrap());
        assert!(english.starts_with('#') || english.starts_with("language en"), "{}", path.display());
        let there = SourceFile::new("english", english.clone());
        let parsed = text::parse(&there);
        assert_eq!(parsed.diagnostics, [], "{}", path.display());
        let back = text::print(&text::convert(&parsed.file.unwrap(), Lang::Vi).unwrap());
        assert_eq!(back, source.text(), "{}", path.display());
        let (before, after) = (plan("vi", source.text(), &library), plan("en", &english, &library));
        assert_eq!(before.meaning_digest(), after.meaning_digest(), "{}", path.display());
        assert_eq!(before.text_digest(), after.text_digest(), "{}", path.display());
        assert_eq!(after.check_examples(), [], "{}", path.display());
    }
}

#[test]
fn the_meaning_digest_changes_with_meaning_and_only_then() {
    let library = library();
    let path =
        sets().into_iter().find(|path| path.ends_with("324-QD-KHVN/cong-dan-hoc-tap.tieuchi")).unwrap();
    let text = read(&path).text().to_owned();
    let first = plan("first", &text, &library);
    let comment = plan("comment", &text.replacen('\n', "\n# Một dòng chú thích.\n", 1), &library);
    assert_eq!(first.meaning_digest(), comment.meaning_digest());
    assert_eq!(first.text_digest(), comment.text_digest());
    let label = plan("label", &text.replacen("\"Công dân\"", "\"Người dân\"", 1), &library);
    assert_eq!(first.meaning_digest(), label.meaning_digest());
    assert_ne!(first.text_digest(), label.text_digest());
    let bar = plan("bar", &text.replacen("tổng_điểm >= 80", "tổng_điểm > 80", 1), &library);
    assert_ne!(first.meaning_digest(), bar.meaning_digest());
}
