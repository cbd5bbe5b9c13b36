//! Reasons read well in both languages, and tell the figures, rows and sources they rest on.

use tieuchi::{ContextOptions, Detail, Dossier, Lang, Plan, compile};

const COMMUNE: &str = r#"language en
criteria set LEARNING "Commune" edition E1 [assumed]
  in force from 2024-01-01
  applies to commune
  scale 30 points
  structure criterion
  count verified values; if unverified use self-declared
subject person "Person"
  fact degree "Has a degree": yes no
subject commune "Commune"
  fact hours "Hours": integer from 0 to 1000
    source "Circular" article 3
    read "hours" as "hours of lessons"
  fact fraud "A report was falsified": yes no
  has people "Citizens": person
evidence lesson "Lesson" with held: date
  if missing none
parameter enough "Hours for full points": integer from 0 to 1000
  from 2024-01-01: 40 [assumed]
  from 2024-06-01 in region "far": 50 [assumed]
parameter factor "Factor of the place": number 1 places from 0 to 5
  from 2024-01-01: 0.8 [assumed]
define learned "Share that learned": share people having degree
  source "Circular" article 4
criterion 1 "Hours" max 20 points
  score by hours, edges times factor:
    read "hours" as "of the whole year"
    under enough: 10 points [assumed]
      source "Circular" article 5
    from enough up: 18 points [assumed]
    for every 10 more than 100: add 1 points, whole steps only
  whole item at most 20 points
criterion 2 "Lessons" max 10 points
  each lesson where held in period: 5 points, at most 10 points
condition honest "Honest": not fraud
title good "Good" when total_points >= 20 and learned >= 50%
"#;

const TARGETS: &str = r#"ngôn ngữ vi
bộ chỉ tiêu MUC_TIEU "Mục tiêu" bản B1 [giả định]
  hiệu lực từ 01/01/2024
  áp dụng cho xã
  cấu trúc chỉ tiêu
đối tượng xã "Xã"
  thông tin tỷ_lệ_biết_chữ "Tỷ lệ biết chữ": % 1 lẻ từ 0% đến 100%
chỉ tiêu 1 "Biết chữ"
  đo bằng tỷ_lệ_biết_chữ
"#;

fn plan(source: &str) -> Plan {
    compile(source).unwrap_or_else(|found| panic!("{found:#?}"))
}

fn explained(plan: &Plan, dossier: &str, regions: &[&str], detail: Detail, lang: Lang) -> String {
    let regions = regions.iter().map(|region| (*region).to_owned());
    let context = plan.context(&ContextOptions::year(2025).unwrap().regions(regions)).unwrap();
    let dossier = Dossier::from_json(plan, dossier).unwrap_or_else(|found| panic!("{found:#?}"));
    plan.evaluate(&dossier, &context).explain().to_text(detail, lang)
}

const FILED: &str = r#"{
  "hours": 30, "fraud": true,
  "people": [{ "degree": true, "$count": 2 }, { "degree": false, "$count": 3 }],
  "lesson": [
    { "$id": "a", "held": { "self": "2025-03-01" } },
    { "$id": "b", "held": "2025-04-01" },
    { "$id": "c", "held": "2024-12" },
    { "$id": "d", "$status": "self-declared", "held": "2025-05-01" }
  ]
}"#;

#[test]
fn edges_of_bands_are_told_with_what_they_are_made_of() {
    let set = plan(COMMUNE);
    let text = explained(&set, FILED, &["far", "difficult"], Detail::Decisive, Lang::En);
    assert!(text.contains("band «under 40 (hours for full points 50 × factor of the place 0.8)»"), "{text}");
    assert!(text.contains("regions far, difficult)"), "{text}");
    let near = explained(&set, FILED, &[], Detail::Decisive, Lang::Vi);
    assert!(near.contains("bậc «dưới 32 (hours for full points 40 × factor of the place 0,8)»"), "{near}");
}

#[test]
fn what_is_not_so_is_told_as_what_is_so() {
    let text = explained(&plan(COMMUNE), FILED, &[], Detail::Decisive, Lang::En);
    assert!(
        text.contains("condition honest: Honest  NOT MET\n      a report was falsified: yes, asked no\n"),
        "{text}"
    );
    let text = explained(&plan(COMMUNE), FILED, &[], Detail::Decisive, Lang::Vi);
    assert!(text.contains("a report was falsified: có, yêu cầu không\n"), "{text}");
}

/// A figure of another day is told wherever it is read, and a condition that is only it says nothing besides:
/// receipts are over these reasons.
#[test]
fn a_figure_of_another_day_is_told_each_time() {
    let set = plan(
        r#"language en
criteria set FIGURES "Figures" edition E1 [assumed]
  in force from 2024-01-01
  applies to commune
  structure criterion
subject commune "Commune"
  fact households "Households": integer from 0 to 1000, taken at end of last year
  fact counted "Counted": yes no, taken at end of last year
  fact listed "Listed": yes no
criterion 1 "Size"
  met when households >= 100 and households <= 500
criterion 2 "Counting"
  met when counted and (counted or listed)
title good "Good" when all criteria satisfy met
"#,
    );
    let context = set.context(&ContextOptions::year(2025).unwrap()).unwrap();
    let filed = r#"{"households": {"value": 200, "at": "2020-01-01"},
        "counted": {"value": true, "at": "2020-01-01"}, "listed": false}"#;
    let explanation = set.evaluate(&Dossier::from_json(&set, filed).unwrap(), &context).explain();
    let codes = |item: usize| {
        let reasons = explanation.items[item].reasons.iter().map(|reason| reason.code.id());
        reasons.collect::<Vec<_>>()
    };
    assert_eq!(codes(0), ["OTHER_DAY", "COMPARED", "OTHER_DAY", "COMPARED"]);
    assert_eq!(codes(1), ["OTHER_DAY", "OTHER_DAY"]);
}

#[test]
fn evidence_says_who_stands_behind_it_and_what_is_open_about_it() {
    let set = plan(COMMUNE);
    let partial = FILED.replace("2024-12\"", "2025\"").replace("2025-04-01", "2025");
    let text = explained(&set, &partial, &[], Detail::Full, Lang::En);
    assert!(
        text.contains("used: lesson a (self-declared), lesson b, lesson c, lesson d (self-declared)"),
        "{text}"
    );
    let context = plan(&COMMUNE.replace("held in period", "held within 6 months to end of period"));
    let text = explained(&context, &partial, &[], Detail::Full, Lang::En);
    assert!(text.contains("date not certain: lesson b, lesson c\n"), "{text}");
    let text = explained(&context, &partial, &[], Detail::Full, Lang::Vi);
    assert!(text.contains("ngày chưa chắc chắn: lesson b, lesson c\n"), "{text}");
    let strict = plan(&COMMUNE.replace("if unverified use self-declared", "if unverified unknown"));
    let text = explained(&strict, FILED, &[], Detail::Full, Lang::En);
    assert!(text.contains("waiting: lesson a, lesson d\n"), "{text}");
}

#[test]
fn steps_that_count_nothing_and_scales_that_change_nothing_are_left_out() {
    let text = explained(&plan(COMMUNE), FILED, &[], Detail::Full, Lang::En);
    assert!(!text.contains("step") && !text.contains("rescaled"), "{text}");
    let more = explained(
        &plan(COMMUNE),
        &FILED.replace("\"hours\": 30", "\"hours\": 120"),
        &[],
        Detail::Full,
        Lang::En,
    );
    assert!(more.contains("step"), "{more}");
}

#[test]
fn full_detail_tells_rows_of_parameters_and_what_facts_definitions_and_bands_cite() {
    let text = explained(&plan(COMMUNE), FILED, &["far"], Detail::Full, Lang::En);
    assert!(
        text.contains("hours for full points: 50, by the row from 2024-06-01 in region «far»\n"),
        "{text}"
    );
    assert!(text.contains("factor of the place: 0.8, by the row from 2024-01-01\n"), "{text}");
    for place in ["article 3", "article 4", "article 5"] {
        assert!(text.contains(&format!("source: Circular {place}\n")), "{place}: {text}");
    }
    assert!(text.contains("read as: «hours» = «hours of lessons»\n"), "{text}");
    assert!(text.contains("read as: «hours» = «of the whole year»\n"), "{text}");
    let decisive = explained(&plan(COMMUNE), FILED, &["far"], Detail::Decisive, Lang::En);
    assert!(!decisive.contains("by the row from"), "{decisive}");
}

#[test]
fn labels_after_having_stand_in_quotes() {
    let bare = COMMUNE.replace("learned >= 50%", "(share people having degree) >= 50%");
    let bare = bare.replace("define learned \"Share that learned\": share people having degree\n  source \"Circular\" article 4\n", "");
    let text = explained(&plan(&bare), FILED, &[], Detail::Decisive, Lang::En);
    assert!(text.contains("the share of citizens having «has a degree»: 2/5"), "{text}");
}

#[test]
fn a_figure_that_is_only_reported_is_told_without_asking_for_everything() {
    let text = explained(&plan(TARGETS), r#"{"tỷ_lệ_biết_chữ": "97.5%"}"#, &[], Detail::Decisive, Lang::Vi);
    assert!(text.contains("tỷ lệ biết chữ: 97,5%"), "{text}");
}

#[test]
fn one_line_is_one_line() {
    let plan = compile(COMMUNE).unwrap();
    for (lang, mark) in [(Lang::Vi, "[giả định]"), (Lang::En, "[assumed]")] {
        let line = explained(&plan, "{}", &[], Detail::Line, lang);
        assert!(line.lines().count() == 1 && line.trim_end().ends_with(mark), "{line}");
    }
}

#[test]
fn the_cap_of_a_part_with_a_bonus_is_what_applies() {
    let plan = plan(
        r#"language en
criteria set BONUS "Bonus in a part" edition E1 [assumed]
  in force from 2025-01-01
  applies to unit
  scale 10 points
  structure part; indicator; bonus
subject unit "Unit"
  fact has_two "Item A2 applies": yes no
part A "Part" max 10 points
  indicator A1 "One" max 6 points
    scored directly from 0 to 6 points
  indicator A2 "Two" max 4 points
    applies only when has_two; otherwise rescale
    scored directly from 0 to 4 points
  bonus AK "Extra" max 3 points
    scored directly from 0 to 3 points
title good "Good" when total_points >= 5
"#,
    );
    let text = |dossier: &str, lang| explained(&plan, dossier, &[], Detail::Full, lang);
    let short = r#"{"has_two": false, "A1": 6, "AK": 3}"#;
    let english = text(short, Lang::En);
    assert!(english.contains("9 in all, at most 6"), "{english}");
    assert!(text(short, Lang::Vi).contains("cộng được 9, cả mục không quá 6 điểm"));
    let whole = r#"{"has_two": true, "A1": 6, "A2": 0, "AK": 3}"#;
    assert!(!text(whole, Lang::En).contains("at most"));
}

#[test]
fn an_item_of_no_level_that_is_tested_is_nobodys_result() {
    let plan = plan(
        r#"language en
criteria set REST "One class" edition E1 [assumed]
  in force from 2024-01-01
  applies to person
subject person "Person"
  fact hours "Hours": integer from 0 to 100
criterion 1 "Hours"
  met when hours >= 5 and level_judged = good
classification grade "Grade": highest class
  class good "Good": all other cases
"#,
    );
    let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    let outcome = plan.evaluate(&Dossier::from_json(&plan, "{}").unwrap(), &context);
    assert_eq!((outcome.items(), outcome.explain().items), (Vec::new(), Vec::new()));
}
