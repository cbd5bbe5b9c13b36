//! Texts that try to make the parser slow, recurse or panic.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]
#![expect(clippy::disallowed_types, reason = "a slow parser is a fault, so this test reads a clock")]

use proptest::prelude::*;
use std::time::{Duration, Instant};
use tieuchi_grammar::{Parsed, SENTENCES, SourceFile, parse};

const HEAD: &str = "ngôn ngữ vi\nbộ tiêu chí S \"Bộ\" bản B1\n";

/// Parses within a generous time; gives the codes.
fn codes(lines: &str) -> Vec<&'static str> {
    let began = Instant::now();
    let parsed: Parsed = parse(&SourceFile::new("hostile", format!("{HEAD}{lines}")));
    assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
    parsed.diagnostics.iter().map(|finding| finding.code).collect()
}

fn condition(text: &str) -> Vec<&'static str> {
    codes(&format!("điều kiện k \"K\": {text}\n"))
}

#[test]
fn large_lines_have_one_finding() {
    assert_eq!(codes(&"a".repeat(10_000_000)), ["statement-too-long"]);
    assert_eq!(codes(&format!("điều kiện k \"K\": {}", "a + ".repeat(12_000))), ["statement-too-long"]);
    assert_eq!(codes(&"a,\n".repeat(400_000)), ["statement-too-long"]);
    assert_eq!(codes(&format!("\"{}", "x".repeat(60_000))), ["unclosed-quote"]);
}

#[test]
fn deep_nesting_has_one_finding() {
    let deep = |open: &str, times: usize| format!("{}a", open.repeat(times));
    assert_eq!(condition(&format!("{}a{}", "(".repeat(4_000), ")".repeat(4_000))), ["nested-too-deep"]);
    assert_eq!(condition(&deep("(", 10_000)), ["statement-too-long"]);
    assert_eq!(condition(&deep("không ", 100_000)), ["statement-too-long"]);
    for open in [
        "(",
        "không ",
        "có a mà ",
        "mọi a đều ",
        "tỷ lệ a có ",
        "số tháng từ ",
        "làm tròn ",
        "a.b(",
        "x thuộc (",
    ] {
        assert_eq!(condition(&deep(open, 2_000)), ["nested-too-deep"], "{open}");
    }
    assert_eq!(condition(&format!("a{}", " + a".repeat(3_000))), ["nested-too-deep"]);
    assert_eq!(condition(&format!("a{}", " và a".repeat(3_000))), Vec::<&str>::new());
    assert_eq!(condition(&format!("{}a{}", "(".repeat(60), ")".repeat(60))), Vec::<&str>::new());
    assert_eq!(condition(&deep("mọi a đều ", 30)), Vec::<&str>::new());
    assert_eq!(condition(&deep("có a mà ", 30)), Vec::<&str>::new());
}

#[test]
fn strange_characters_are_named() {
    assert_eq!(codes("\0\0\0\n"), ["forbidden-character"; 3]);
    assert_eq!(codes("\u{feff}nguồn \"x\"\n"), ["forbidden-character"]);
    assert_eq!(codes("nguồn \"a\u{202e}b\"\n"), ["forbidden-character"]);
    assert_eq!(codes("😀😀😀\n"), ["stray-character"]);
}

#[test]
fn findings_and_statements_are_limited() {
    let many = codes(&"@\n".repeat(100_000));
    assert_eq!((many.len(), many.last()), (1_001, Some(&"too-many-diagnostics")));
    assert_eq!(codes(&"nguồn \"x\"\n".repeat(300_000)), ["too-many-statements"]);
    assert_eq!(codes(&"x\n".repeat(9_000_000)), ["file-too-large"]);
}

/// Words of the language in no order.
fn soup() -> impl Strategy<Value = String> {
    let mut words: Vec<&'static str> =
        SENTENCES.iter().flat_map(|row| [row.vi, row.en]).flat_map(str::split_whitespace).collect();
    words.extend([
        "(",
        ")",
        ";",
        ",",
        ":",
        ">=",
        "1,5",
        "1.2",
        "\"x\"",
        "01/02/2025",
        "%",
        "\n",
        "[giả định]",
        "#",
        "31/02/2025",
    ]);
    words.extend([
        "và",
        "hoặc",
        "không",
        "mọi",
        "đều",
        "mà",
        "có",
        "tỷ lệ",
        "của",
        "tổng",
        "a",
        "a.b",
        "Ð",
        "where",
        "and",
    ]);
    prop::collection::vec(prop::sample::select(words), 0..60).prop_map(|words| words.join(" "))
}

/// A line of a row with some words changed.
fn damaged() -> impl Strategy<Value = String> {
    let sample = include_str!("samples/S4.vi.tieuchi");
    let lines: Vec<&'static str> = sample.lines().collect();
    let line = (prop::sample::select(lines), any::<prop::sample::Index>(), soup());
    let line = line.prop_map(|(line, at, other)| {
        let words: Vec<&str> = line.split(' ').collect();
        let at = at.index(words.len());
        let other = other.split(' ').next().unwrap_or_default();
        let word =
            |(index, word): (usize, &&str)| if index == at { other.to_owned() } else { (*word).to_owned() };
        words.iter().enumerate().map(word).collect::<Vec<_>>().join(" ")
    });
    prop::collection::vec(line, 1..12).prop_map(|lines| lines.join("\n"))
}

/// The tree and the findings lie inside the text, and parsing again gives the same.
fn check(text: &str) {
    let source = SourceFile::new("any", text);
    let parsed = parse(&source);
    for finding in &parsed.diagnostics {
        for label in &finding.labels {
            assert!(text.get(label.span.start..label.span.end).is_some(), "{finding:?}");
        }
        assert!(!finding.message.vi.is_empty() && !finding.message.en.is_empty());
    }
    let again = parse(&source);
    assert_eq!(parsed.diagnostics, again.diagnostics);
    assert_eq!(parsed.file.unwrap(), again.file.unwrap());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_answered(text in any::<String>()) {
        check(&text);
        check(&format!("{HEAD}{text}"));
    }

    #[test]
    fn any_words_are_answered(text in soup()) {
        check(&text);
        check(&format!("{HEAD}{text}"));
    }

    #[test]
    fn damaged_lines_are_answered(text in damaged()) {
        check(&format!("{HEAD}{text}"));
    }
}
