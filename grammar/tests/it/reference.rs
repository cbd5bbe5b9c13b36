//! The pages of the book on statements, phrases, expressions and names are what the tables say.
//!
//! In: the tables. Out: `docs/vi/src/statements.md` and `docs/en/src/statements.md`. A page that is
//! not what it should be fails the test; with `TIEUCHI_BLESS=1` it is written anew.

use std::fmt::Write as _;
use std::path::Path;
use tieuchi_grammar::{
    BUILTINS, EXPRESSIONS, Lang, Level, PHRASES, SENTENCES, SLOTS, Sentence, builtin_docs, phrase_docs,
    row_docs,
};

/// Where statements stand, in the order of the page, with the heading in both languages.
const PLACES: &[(Level, &str, &str)] = &[
    (Level::File, "Đầu tệp", "At the top of the file"),
    (Level::Set, "Câu của cả bộ, khai báo và tiêu đề", "Lines about the whole set, declarations, headings"),
    (Level::Subject, "Dưới `đối tượng`", "Under `subject`"),
    (Level::Evidence, "Dưới `minh chứng`", "Under `evidence`"),
    (Level::Parameter, "Dưới `tham số`", "Under `parameter`"),
    (Level::Group, "Dưới `nhóm`", "Under `group`"),
    (Level::Item, "Dưới một mục", "Under an item"),
    (Level::List, "Dưới câu mở danh sách ý", "Under a line that opens a list of clauses"),
    (Level::Table, "Dòng của bảng", "Rows of a table"),
    (Level::Score, "Dưới `chấm theo`", "Under `score by`"),
    (Level::Measure, "Dưới `đo bằng`", "Under `measured by`"),
    (Level::Gate, "Dưới `điều kiện`", "Under `condition`"),
    (Level::Classes, "Dưới `xếp loại`", "Under `classification`"),
    (Level::Example, "Dưới `ví dụ`", "Under `example`"),
    (Level::Any, "Dưới bất kỳ câu nào", "Under any statement"),
];

#[test]
fn the_page_of_statements_is_what_the_tables_say() {
    for (lang, folder) in [(Lang::Vi, "vi"), (Lang::En, "en")] {
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(folder).join("src/statements.md");
        let page = page(lang);
        if std::env::var("TIEUCHI_BLESS").is_ok_and(|value| value == "1") {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &page).unwrap();
        }
        let written = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            written == page,
            "{} is not what the tables say; write it anew with TIEUCHI_BLESS=1",
            path.display()
        );
    }
}

#[test]
fn every_sentence_stands_in_one_place_of_the_page() {
    let placed: usize = PLACES.iter().map(|(level, ..)| sentences(*level).count()).sum();
    assert_eq!(placed, SENTENCES.len());
}

/// The sentences whose first place is that one.
fn sentences(level: Level) -> impl Iterator<Item = &'static Sentence> {
    SENTENCES.iter().filter(move |sentence| sentence.levels.first() == Some(&level))
}

fn page(lang: Lang) -> String {
    let pick = |vi: &'static str, en: &'static str| if lang == Lang::Vi { vi } else { en };
    let mut out = String::new();
    let _ = writeln!(
        out,
        "# {}\n\n{}\n",
        pick("Các câu của ngôn ngữ", "The statements of the language"),
        pick(
            "Trang này viết từ bảng câu của ngôn ngữ, không sửa tay.\n`{…}` là chỗ điền, `[…]` là phần có thể bỏ; mỗi câu có cả hai thứ tiếng.",
            "This page is written from the statement table of the language, not by hand.\n`{…}` is a slot, `[…]` may be left out; every sentence stands in both languages.",
        )
    );
    for (level, vi, en) in PLACES {
        let _ = writeln!(out, "## {}\n", pick(vi, en));
        for sentence in sentences(*level) {
            let docs = row_docs(sentence.row);
            let (own, other) =
                if lang == Lang::Vi { (sentence.vi, sentence.en) } else { (sentence.en, sentence.vi) };
            let more: Vec<&str> = sentence
                .levels
                .iter()
                .skip(1)
                .filter_map(|level| PLACES.iter().find(|(known, ..)| known == level))
                .map(|(_, vi, en)| pick(vi, en))
                .collect();
            let _ = writeln!(out, "### `{}`\n\n`{own}`  \n`{other}`\n\n{}", sentence.id, docs.about(lang));
            if !more.is_empty() {
                let _ = writeln!(out, "{} {}.", pick("Cũng đứng:", "Also stands:"), more.join("; "));
            }
            let _ = writeln!(out, "\n```text\n{}\n```\n", docs.sample(lang));
        }
    }
    let _ = writeln!(out, "## {}\n", pick("Cụm từ cố định", "Closed phrases"));
    let mut slots: Vec<&str> = PHRASES.iter().map(|phrase| phrase.slot).collect();
    slots.dedup();
    for slot in slots {
        let _ = writeln!(out, "### `{{{slot}}}`\n");
        for phrase in PHRASES.iter().filter(|phrase| phrase.slot == slot) {
            let (own, other) = if lang == Lang::Vi { (phrase.vi, phrase.en) } else { (phrase.en, phrase.vi) };
            let about = phrase_docs(phrase.phrase).about(lang);
            let gap = if about.is_empty() { "" } else { ": " };
            let _ = writeln!(out, "- `{own}` (`{other}`){gap}{about}");
        }
        out.push('\n');
    }
    let _ = writeln!(out, "## {}\n", pick("Chỗ điền khác", "Other slots"));
    for (slot, docs) in SLOTS {
        let _ = writeln!(out, "- `{{{slot}}}`: {}", docs.about(lang));
    }
    let _ = writeln!(out, "\n## {}\n", pick("Biểu thức", "Expressions"));
    for expression in EXPRESSIONS {
        let _ = writeln!(
            out,
            "- `{}`  \n  {}",
            expression.sample(lang),
            expression.about(lang).replace('\n', "\n  ")
        );
    }
    let _ = writeln!(out, "\n## {}\n", pick("Tên có sẵn", "Built-in names"));
    for (name, vi, en) in BUILTINS {
        let (own, other) = if lang == Lang::Vi { (vi, en) } else { (en, vi) };
        let about = builtin_docs(*name).about(lang);
        assert!(!about.is_empty(), "{own} has no text");
        let _ = writeln!(out, "- `{own}` (`{other}`): {about}");
    }
    out
}
