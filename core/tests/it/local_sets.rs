//! Sets that rest on others: written out they mean the same, whoever wrote which part.

use tieuchi::{Compiled, ContextOptions, Detail, Dossier, Lang, Library, SourceFile, compile_with, flatten};

const CATALOGUE: &str = "language en
catalogue SHARED \"Shared declarations\" edition B1 [assumed]
  in force from 2020-01-01
subject person \"Person\"
  fact hours \"Hours\": integer giờ from 0 to 500
";

const NATION: &str = "ngôn ngữ vi
bộ tiêu chí NATION \"Bộ chung\" bản N1 [giả định]
  hiệu lực từ 01/01/2024
  áp dụng cho person
  dùng danh mục SHARED bản B1
  thang 20 điểm
tham số giờ_đủ \"Giờ đủ\": số nguyên giờ từ 0 đến 500
  địa phương được đặt từ 30 đến 60
  từ 01/01/2024: 40
chỉ số 1 \"Giờ học\" tối đa 10 điểm
  chấm theo hours:
    từ giờ_đủ trở lên: 10 điểm
    dưới giờ_đủ: 0 điểm
chỉ số 2 \"Sinh hoạt\" tối đa 10 điểm
  địa phương phải quy định
danh hiệu đạt \"Đạt\" khi tổng_điểm >= 15 và phần_điểm(1) >= 50%
";

const PROVINCE: &str = "ngôn ngữ vi
bộ tiêu chí PROVINCE \"Bộ của tỉnh\" bản P1 [giả định]
  hiệu lực từ 01/01/2025
  dựa trên NATION bản N1
đặt giờ_đủ từ 01/01/2025: 45
thay chỉ số 2 \"Sinh hoạt\" tối đa 10 điểm
  địa phương được sửa
  chấm trực tiếp từ 0 đến 10 điểm, bước 5
";

const COMMUNE: &str = "language en
criteria set COMMUNE \"Set of the commune\" edition C1 [assumed]
  in force from 2025-01-01
  derived from PROVINCE edition P1
renumber 2 to 2a
replace indicator 2a \"Meetings\" max 10 points
  scored directly from 0 to 10 points, step 2
";

fn library(texts: &[&str]) -> Library {
    let mut library = Library::new();
    for text in texts {
        assert!(library.add(&SourceFile::new("library", *text)));
    }
    library
}

fn codes(compiled: &Compiled) -> Vec<&'static str> {
    compiled.diagnostics.iter().map(|finding| finding.code).collect()
}

#[test]
fn written_out_a_set_means_the_same() {
    let library = library(&[CATALOGUE, NATION, PROVINCE]);
    for text in [NATION, PROVINCE, COMMUNE] {
        let source = SourceFile::new("local", text);
        let resting = compile_with(&source, &library);
        let written_out = flatten(&source, &library).unwrap();
        let alone = compile_with(&SourceFile::new("flat", &*written_out), &Library::new());
        assert_eq!(codes(&alone), [""; 0], "{written_out}");
        let (resting, alone) = (resting.plan.unwrap(), alone.plan.unwrap());
        assert_eq!(resting.meaning_digest(), alone.meaning_digest(), "{written_out}");
        assert_eq!(resting.text_digest(), alone.text_digest(), "{written_out}");
    }
}

#[test]
fn each_node_says_who_set_it() {
    let library = library(&[CATALOGUE, NATION, PROVINCE]);
    let plan = compile_with(&SourceFile::new("commune", COMMUNE), &library).plan.unwrap();
    let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    let dossier = Dossier::from_json(&plan, r#"{"hours": 45, "2a": 6}"#).unwrap();
    let text = plan.evaluate(&dossier, &context).explain().to_text(Detail::Full, Lang::En);
    let after = |line: &str| text.split(line).nth(1).unwrap_or_default().to_owned();
    assert!(text.contains("16/20 points"), "{text}");
    assert!(after("2a Meetings").contains("as laid down by COMMUNE edition C1"), "{text}");
    assert!(!text.contains("NATION"), "what the highest set laid down needs no word: {text}");
}

#[test]
fn findings_stand_in_the_text_they_are_about() {
    // The province's own slip: its points pass the maximum it gives.
    let faulty = PROVINCE.replace("từ 0 đến 10 điểm, bước 5", "từ 0 đến 15 điểm, bước 5");
    let library = library(&[CATALOGUE, NATION, &faulty]);
    let compiled = compile_with(&SourceFile::new("commune", COMMUNE), &library);
    // The commune replaces the item, so nothing is wrong with its own set.
    assert_eq!(codes(&compiled), [""; 0]);
    let province = compile_with(&SourceFile::new("province", &*faulty), &library);
    let span = province.diagnostics.first().and_then(tieuchi::Diagnostic::span).unwrap();
    let source = province.sources.iter().find(|source| source.holds(span)).unwrap();
    assert_eq!((source.name(), source.position(span.start).line), ("province", 8));
}

#[test]
fn a_fault_of_the_higher_set_is_placed_there() {
    // The national set reads a fact that its catalogue no longer has.
    let poor = CATALOGUE.replace("hours \"Hours\"", "days \"Days\"");
    let library = library(&[&poor, NATION]);
    let compiled = compile_with(&SourceFile::new("province", PROVINCE), &library);
    let finding = compiled.diagnostics.iter().find(|finding| finding.code == "unknown-name").unwrap();
    let span = finding.span().unwrap();
    let source = compiled.sources.iter().find(|source| source.holds(span)).unwrap();
    assert_eq!(source.slice(span), "hours");
    assert!(source.text().contains("NATION"));
}

#[test]
fn no_set_rests_on_itself() {
    let one = PROVINCE.replace("NATION bản N1", "COMMUNE bản C1");
    let library = library(&[CATALOGUE, NATION, &one, COMMUNE]);
    let compiled = compile_with(&SourceFile::new("commune", COMMUNE), &library);
    assert_eq!(codes(&compiled), ["depends-on-itself"]);
}
