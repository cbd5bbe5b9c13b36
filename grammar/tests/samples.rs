//! The worked sets in both languages: no finding, and one tree.

use tieuchi_grammar::{Parsed, SourceFile, parse};

const SAMPLES: [(&str, &str, &str); 5] = [
    ("S1", include_str!("samples/S1.vi.tieuchi"), include_str!("samples/S1.en.tieuchi")),
    ("S2", include_str!("samples/S2.vi.tieuchi"), include_str!("samples/S2.en.tieuchi")),
    ("S3", include_str!("samples/S3.vi.tieuchi"), include_str!("samples/S3.en.tieuchi")),
    ("S4", include_str!("samples/S4.vi.tieuchi"), include_str!("samples/S4.en.tieuchi")),
    ("S5", include_str!("samples/S5.vi.tieuchi"), include_str!("samples/S5.en.tieuchi")),
];

fn read(name: &str, text: &str) -> Parsed {
    parse(&SourceFile::new(name, text))
}

/// The tree without places and words: what must be equal in both languages.
fn shape(parsed: &Parsed) -> String {
    let text = format!("{:#?}", parsed.file.as_ref().unwrap().statements);
    let mut out = String::new();
    let mut skip = 0;
    for line in text.lines() {
        let line = line.trim_start();
        if skip > 0 {
            skip -= 1;
        } else if line.ends_with("Span {") {
            skip = 3;
        } else {
            let quote = line.find('"').map_or(line, |at| &line[..at]);
            out.push_str(if quote == "text: " || quote.is_empty() { "text" } else { line });
            out.push('\n');
        }
    }
    // The two languages are named by their first statement.
    out.replacen("Vi,", "", 1).replacen("En,", "", 1)
}

#[test]
fn no_sample_has_a_finding_and_both_languages_give_one_tree() {
    for (name, vi, en) in SAMPLES {
        let (vi, en) = (read(name, vi), read(name, en));
        assert_eq!(vi.diagnostics, [], "{name} vi");
        assert_eq!(en.diagnostics, [], "{name} en");
        let (vi, en) = (shape(&vi), shape(&en));
        assert!(vi.lines().count() > 100);
        for (index, (left, right)) in vi.lines().zip(en.lines()).enumerate() {
            assert_eq!(left, right, "{name}, line {index} of the shape");
        }
        assert_eq!(vi.lines().count(), en.lines().count());
    }
}

#[test]
fn spaces_normal_forms_and_capitals_change_nothing() {
    use unicode_normalization::UnicodeNormalization;
    for (name, vi, en) in SAMPLES {
        for text in [vi, en] {
            let plain = shape(&read(name, text));
            let decomposed = read(name, &text.nfd().collect::<String>());
            assert!(decomposed.diagnostics.iter().all(|finding| finding.code == "not-composed"));
            assert_eq!(plain, shape(&decomposed), "{name} NFD");
            for space in ["  ", "\u{a0}", "\u{202f} ", "\t"] {
                let spaced = read(name, &text.replace(' ', space));
                assert_eq!(spaced.diagnostics, [], "{name} {space:?}");
                assert_eq!(plain, shape(&spaced), "{name} {space:?}");
            }
            let crlf = read(name, &format!("\u{feff}{}", text.replace('\n', "\r\n")));
            assert_eq!(crlf.diagnostics, []);
            assert_eq!(plain, shape(&crlf), "{name} CRLF");
        }
    }
}
