//! Conversion between the languages, name by name.

use tieuchi_grammar::{Lang, convert, print};

use crate::support::{parsed, shape};

const VI: &str = "ngôn ngữ vi\nbộ tiêu chí SET \"A\" bản ED\n";
const EN: &str = "language en\ncriteria set SET \"A\" edition ED\n";

/// Both texts are the same tree, each converted to the other.
#[track_caller]
fn pair(vi: &str, en: &str) {
    let (vi, en) = (parsed(&format!("{VI}{vi}\n")), parsed(&format!("{EN}{en}\n")));
    let to_english = convert(&vi, Lang::En).unwrap();
    assert_eq!(print(&to_english), print(&en));
    assert_eq!(shape(&to_english), shape(&en));
    let to_vietnamese = convert(&en, Lang::Vi).unwrap();
    assert_eq!(print(&to_vietnamese), print(&vi));
    assert_eq!(shape(&to_vietnamese), shape(&vi));
}

/// The names the conversion refuses.
#[track_caller]
fn refused(text: &str, names: &[&str]) {
    let file = parsed(text);
    let to = if file.lang == Lang::Vi { Lang::En } else { Lang::Vi };
    let findings = convert(&file, to).unwrap_err();
    let found: Vec<&str> = findings.iter().map(|finding| finding.args[0].1.as_str()).collect();
    assert_eq!(found, names);
    for finding in &findings {
        assert_eq!(finding.code, "name-taken-in-other-language");
        let at = finding.span().unwrap();
        assert_eq!(&text[at.start..at.end], finding.args[0].1);
        assert!(finding.help.is_some());
    }
}

#[test]
fn names_of_the_language_are_translated() {
    pair("tiêu chí 1 \"T\"\n  đạt khi được_kết_luận", "criterion 1 \"T\"\n  met when judged");
    pair(
        "điều kiện GATE \"G\": điểm(1.2) + lớn_nhất(1,5; tổng_điểm) >= 2",
        "condition GATE \"G\": points(1.2) + larger(1.5; total_points) >= 2",
    );
}

#[test]
fn names_of_the_author_stay() {
    pair(
        "minh chứng lỗi \"L\" gồm ngày: ngày\nđiều kiện GATE \"G\": không có lỗi mà ngày trong kỳ",
        "evidence lỗi \"L\" with ngày: date\ncondition GATE \"G\": no lỗi where ngày in period",
    );
    pair(
        "minh chứng fault \"L\" gồm date: ngày\nđiều kiện GATE \"G\": không có fault mà date trong kỳ",
        "evidence fault \"L\" with date: date\ncondition GATE \"G\": no fault where date in period",
    );
}

#[test]
fn fields_of_items_come_before_a_class_of_that_name() {
    pair(
        "danh hiệu đạt \"D\" khi mọi tiêu_chí đều đạt\nví dụ \"V\" kỳ 2024\n  thì tổng_điểm = 1,5; đạt = đúng",
        "title đạt \"D\" when all criteria satisfy met\nexample \"V\" period 2024\n  then total_points = 1.5; đạt = true",
    );
}

#[test]
fn groups_of_items_have_the_fields_of_items() {
    pair(
        "nhóm g \"G\": tiêu_chí mà mã thuộc (1.2; 2)\nđiều kiện GATE \"G\": (tổng điểm của g mà tối_đa > 1) >= 5",
        "group g \"G\": criteria where code in (1.2; 2)\ncondition GATE \"G\": (sum points of g where max_points > 1) >= 5",
    );
}

#[test]
fn after_a_dot_only_results_of_other_sets_are_translated() {
    pair(
        "  dùng kết quả OTHER bản mới nhất đã công nhận\nđiều kiện GATE \"G\": OTHER.loại >= x và OTHER.đạt và a.loại = b và a.OTHER.ngày trong kỳ",
        "  uses results OTHER edition newest recognised\ncondition GATE \"G\": OTHER.class >= x and OTHER.đạt and a.loại = b and a.OTHER.date in period",
    );
}

#[test]
fn days_numbers_and_values_of_examples() {
    pair(
        "ví dụ \"V\" kỳ 01/01/2025 đến 31/12/2025, ngày đánh giá 05/02/2026\n  cho a = 06/2023; b = chưa rõ; c = 01/02/1990 tự khai\n  thì k = để trống; x = 44,5 đến 76,50; y = 25/3; z = 0,5/3 đến 2,5/1,5",
        "example \"V\" period 2025-01-01 to 2025-12-31, judged on 2026-02-05\n  given a = 2023-06; b = unknown; c = 1990-02-01 self-declared\n  then k = left open; x = 44.5 to 76.50; y = 25/3; z = 0.5/3 to 2.5/1.5",
    );
}

#[test]
fn parts_of_results_of_other_sets() {
    pair(
        "  dùng kết quả LIT bản mới nhất đã công nhận\nví dụ \"V\" kỳ 2025\n  cho LIT.loại = c; LIT.ngày = 01/02/2024; LIT.bản = E2; LIT.kỳ = 2024; LIT.điểm = 7",
        "  uses results LIT edition newest recognised\nexample \"V\" period 2025\n  given LIT.class = c; LIT.date = 2024-02-01; LIT.edition = E2; LIT.period = 2024; LIT.points = 7",
    );
}

#[test]
fn a_name_the_other_language_owns_is_refused() {
    refused(
        &format!("{VI}định nghĩa points \"P\": 1\nđiều kiện GATE \"G\": points > parts\n"),
        &["points", "parts"],
    );
    refused(&format!("{EN}define tổng_điểm \"P\": 1\n"), &["tổng_điểm"]);
    refused(&format!("{VI}điều kiện GATE \"G\": mọi tiêu_chí đều met\n"), &["met"]);
}

#[test]
fn a_word_of_the_other_grammar_is_refused() {
    refused(&format!("{VI}định nghĩa share \"P\": 1\n"), &["share"]);
    refused(&format!("{VI}loại true \"P\" khi a\n"), &["true"]);
}
