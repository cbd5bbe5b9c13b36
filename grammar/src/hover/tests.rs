//! What is said of words, names and whole statements.

use super::*;

const SET: &str = "ngôn ngữ vi
bộ tiêu chí S \"Một bộ\" bản B1
đối tượng người \"Người\"
minh chứng giờ_học \"Giờ học\" gồm ngày: ngày; số_giờ: số 1 lẻ từ 0 đến 24
tiêu chí 1.1 \"Học\" tối đa 10 điểm
  chỉ áp dụng khi tổng số_giờ của giờ_học >= 5; nếu không thì bỏ qua
  chấm trực tiếp từ 0 đến 10 điểm
danh hiệu đạt \"Đạt\" khi tổng_điểm >= 5 và điểm(1.1) > 2
";

fn said(at: &str) -> Option<Hover> {
    let source = SourceFile::new("", SET);
    hover(&source, SET.rfind(at).unwrap())
}

#[test]
fn a_name_leads_to_what_declares_it() {
    assert_eq!(
        said("giờ_học >= 5").unwrap().title,
        "minh chứng giờ_học \"Giờ học\" gồm ngày: ngày; số_giờ: số 1 lẻ từ 0 đến 24"
    );
    assert_eq!(said("số_giờ của").unwrap().title, "số_giờ: số 1 lẻ từ 0 đến 24");
    let item = said("1.1) > 2").unwrap();
    assert_eq!(item.title, "tiêu chí 1.1 \"Học\" tối đa 10 điểm");
}

#[test]
fn a_name_of_the_language_is_told() {
    let found = said("tổng_điểm >= 5").unwrap();
    assert_eq!(found.about.en, builtin_docs(Builtin::TotalPoints).about_en);
    assert_eq!(found.span.end - found.span.start, "tổng_điểm".len());
}

#[test]
fn words_are_told_by_the_innermost_construct() {
    assert_eq!(said("tổng số_giờ").unwrap().title, expression_docs_of("sum"));
    assert_eq!(said("và điểm").unwrap().title, expression_docs_of("and"));
    assert_eq!(said("bỏ qua").unwrap().about.en, phrase_docs(crate::Phrase::NaLeaveOut).about_en);
    let statement = said("chấm trực tiếp").unwrap();
    assert_eq!(statement.title, "chấm trực tiếp từ {số} đến {số} điểm[, bước {số}]");
    assert_eq!(statement.sample, row_docs(Row::ScoredDirectly).sample_vi);
}

fn expression_docs_of(id: &str) -> &'static str {
    crate::EXPRESSIONS.iter().find(|docs| docs.id == id).unwrap().sample_vi
}

#[test]
fn there_is_nothing_to_say_outside_statements() {
    let source = SourceFile::new("", "ngôn ngữ vi\n\n# lời\n");
    assert_eq!(hover(&source, "ngôn ngữ vi\n".len()), None);
    assert_eq!(hover(&source, 10_000), None);
    assert_eq!(hover(&SourceFile::new("", "sai\n"), 0), None);
}
