//! Faults are told once each, at their place, and nothing else is.
#![expect(clippy::expect_used, reason = "helpers of tests")]

use tieuchi_grammar::{SourceFile, parse};

/// The findings as `line:column code`.
fn findings(text: &str) -> Vec<String> {
    let source = SourceFile::new("test", text);
    let parsed = parse(&source);
    let place = |finding: &tieuchi_grammar::Diagnostic| {
        let at = source.position(finding.span().expect("a place").start);
        assert!(tieuchi_grammar::syntax_errors::CODES.contains(&finding.code), "{}", finding.code);
        format!("{}:{} {}", at.line, at.column, finding.code)
    };
    parsed.diagnostics.iter().map(place).collect()
}

const HEAD: &str = "ngôn ngữ vi\nbộ tiêu chí S \"Bộ\" bản B1\n";
const HEAD_EN: &str = "language en\ncriteria set S \"Set\" edition B1\n";

fn after_head(lines: &str) -> Vec<String> {
    findings(&format!("{HEAD}{lines}"))
}

#[test]
fn the_list_of_codes_is_complete_and_sorted() {
    let source = include_str!("../src/syntax_errors.rs");
    let body = &source[source.find("];").unwrap()..];
    let mut used: Vec<&str> = Vec::new();
    for kind in ["Diagnostic::error(", "Diagnostic::warning(", "Diagnostic::note("] {
        for rest in body.split(kind).skip(1) {
            used.extend(rest.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next()));
        }
    }
    used.sort_unstable();
    used.dedup();
    assert_eq!(used, tieuchi_grammar::syntax_errors::CODES);
}

#[test]
fn six_faults_are_six_findings() {
    let text = r#"ngôn ngữ vi
bộ tiêu chí CDHT "Công dân học tập" bản QD_324
  hiệu lực từ 31/02/2023
đối tượng công_dân "Công dân"
  thông tin tuổi "Tuổi": số nguyên từ 0 đến 150
tiêu chí 1 "Một" tối đa 40 điểm
  chỉ sô 1.1 "Một một" tối đa 10 điểm
    chấm theo tuổi:
      từ 7.5 trở lên: 10 điểm
      dưới 7,5: 0 điểm
  chỉ số 1.2 "Hai" tối đa 30 điểm
    đạt khi tuổi > 3 và tuổi < 5 hoặc tuổi = 7: 30 điểm
    nguồn "x" điều 1
  chỉ số 1.3 "Ba" tối đa "10 điểm
    chấm trực tiếp từ 0 đến 10 điểm
  chỉ số 1.4 "Bốn" tối đa 10 điểm
    đạt khi tuổi >= : 3 điểm
"#;
    assert_eq!(
        findings(text),
        [
            "3:15 no-such-day",
            "7:7 misspelt-keyword",
            "9:10 wrong-decimal-mark",
            "12:34 mixed-connectives",
            "14:26 unclosed-quote",
            "17:21 operand-missing",
        ]
    );
}

#[test]
fn a_faulty_heading_keeps_its_children_quiet() {
    assert_eq!(
        after_head(
            "tiêu chí 1 \"Một\" tối đa mười điểm\n  chỉ số 1.1 \"A\"\n    đạt khi a\n    nguồn \"x\"\n"
        ),
        ["3:25 unexpected"]
    );
    assert_eq!(
        after_head(
            "xếp loại k \"K\": lấy loại đẹp\n  loại a \"A\" khi b\n  loại c \"C\": các trường hợp còn lại\n"
        ),
        ["3:26 unexpected"]
    );
    assert_eq!(after_head("@@@\n    ý a \"A\": b\n    cho a = 1\n"), ["3:1 stray-character"]);
}

#[test]
fn each_fault_has_its_own_word() {
    for (line, expected) in [
        ("đạt khi", "unexpected"),
        ("tiêu chí 1 \"A\"\n  đạt khi mọi c đều p và q", "body-goes-on"),
        ("tiêu chí 1 \"A\"\n  đạt khi (số lượng c) >= 3 và không không a", "operand-missing"),
        ("tiêu chí 1 \"A\"\n  đạt khi số lượng c >= 3", "compared-query"),
        ("tiêu chí 1 \"A\"\n  đạt khi a ≥ 3", "sign-spelling"),
        ("tiêu chí 1,2 \"A\"", "bad-code"),
        ("tiêu chí 1 \"A\"\n  đạt khi Ðạt_a", "false-d"),
        ("tiêu chí 1 \"A\"\n  đạt khi tu\u{43e}i", "foreign-letter"),
        ("tiêu chí 1 \"A\"\n  đạt khi tu\u{200b}ổi", "forbidden-character"),
        ("tiêu chí 1 \"A\"\n  đạt khi hoà = 1 và hòa = 2", "two-spellings"),
        ("tiêu chí 1 \"A\"\n  đạt khi kỹ_năng = 1 và kĩ_năng = 2", "two-spellings"),
        ("tiêu chí 1 \"A\"\n  đạt khi Tuổi = 1 và tuổi = 2", "names-differ-in-case"),
        ("tiêu chí 1 \"A\"\n  đạt khi a = 1,0000000001", "number-too-long"),
        ("tiêu chí 1 \"A\"\n  đạt khi a = 1.000", "wrong-decimal-mark"),
        ("đơn vị tính có \"Có\"", "reserved-word"),
        ("lĩnh vực 1 \"A\"", "unlisted-heading"),
        ("đạt khi a", "misplaced-statement"),
        ("bộ tiêu chí T \"B\" bản B2", "second-set"),
        ("bonus C \"A\"", "other-language"),
        ("blah blah", "unknown-statement"),
        ("tiêu chí 1 «A \"b\"»", "quote-in-text"),
        ("tiêu chí 1 \"Ðiều\"", "false-d-in-text"),
        ("nguồn \"Coâng daân hoïc taäp\"", "legacy-encoding"),
        ("tham số a \"A\": số 12 lẻ", "too-many-places"),
        ("tiêu chí 1 \"A\"\n  đạt khi mọi c đeu p", "misspelt-keyword"),
    ] {
        let found = after_head(line);
        assert_eq!(found.len(), 1, "{line}: {found:?}");
        assert!(found[0].ends_with(&format!(" {expected}")), "{line}: {found:?}");
    }
}

#[test]
fn a_file_begins_with_its_language_and_set() {
    assert_eq!(findings("bộ tiêu chí S \"B\" bản B1\n"), ["1:1 no-language"]);
    assert_eq!(findings("language en\nhas a \"A\": b\n"), ["2:1 no-set"]);
    assert_eq!(findings("language vi\n"), ["1:1 other-language"]);
    assert_eq!(findings(""), Vec::<String>::new());
}

#[test]
fn numbers_follow_the_language() {
    let find = |head: &str, line: &str| findings(&format!("{head}{line}")).len();
    assert_eq!(find(HEAD, "tiêu chí 1 \"A\"\n đạt khi a = 7,5"), 0);
    assert_eq!(find(HEAD, "tiêu chí 1 \"A\"\n đạt khi a = 7.5"), 1);
    assert_eq!(find(HEAD_EN, "criterion 1 \"A\"\n met when a = 7.5"), 0);
    assert_eq!(find(HEAD_EN, "criterion 1 \"A\"\n met when a = 7,5"), 1);
    // A code keeps its dot in both.
    assert_eq!(find(HEAD, "tiêu chí 1 \"A\"\n đạt khi điểm(1.2) > 3 và mã thuộc (1.2; 2)"), 0);
    assert_eq!(find(HEAD, "tiêu chí 1 \"A\"\n đạt khi lớn_nhất(1.2; 2) > 3"), 1);
}

#[test]
fn a_misspelt_line_is_in_the_tree() {
    let source = SourceFile::new("test", format!("{HEAD}tieu chi 1 \"A\" toi da 10 diem\n  dat khi a\n"));
    let parsed = parse(&source);
    let file = parsed.file.unwrap();
    assert_eq!(parsed.diagnostics.len(), 2);
    assert_eq!(file.statements[1].children[0].children.len(), 1);
    let fix = parsed.diagnostics[0].fix.as_ref().unwrap();
    assert_eq!(fix.replacement, "tiêu");
}

#[test]
fn lines_go_on_and_comments_stay() {
    let text = format!(
        "# đầu\n\n{HEAD}# một\n\n# hai\ntiêu chí 1 \"A\" # ba\n  đạt khi a và # bốn\n    b\n    và c\n# cuối\n"
    );
    let source = SourceFile::new("test", text);
    let parsed = parse(&source);
    assert_eq!(parsed.diagnostics, []);
    let file = parsed.file.unwrap();
    let item = &file.statements[1].children[0];
    assert_eq!(item.comments.len(), 2);
    assert!(item.comments[1].blank_before && !item.blank_before);
    assert_eq!(item.comment_after.as_ref().unwrap().text, "ba");
    assert_eq!(item.children.len(), 1);
    assert_eq!(file.trailing_comments.len(), 1);
}

#[test]
fn bonus_stands_beside_the_criteria_unless_structure_places_it() {
    let lines = "tiêu chí 1 \"A\"\n  chỉ số 1.1 \"B\"\nđiểm cộng C \"C\"\n";
    let children = |text: String| {
        let parsed = parse(&SourceFile::new("test", text));
        assert_eq!(parsed.diagnostics, []);
        let set = parsed.file.unwrap().statements.pop().unwrap();
        set.children.iter().filter(|child| child.row == tieuchi_grammar::Row::Item).count()
    };
    assert_eq!(children(format!("{HEAD}{lines}")), 2);
    assert_eq!(children(format!("{HEAD}cấu trúc tiêu chí; chỉ số; điểm cộng\n{lines}")), 1);
}
