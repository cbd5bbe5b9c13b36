//! Faults that were found by comparing the executor with its twin, one test each.
#![cfg(feature = "serde")]

use super::{window_end, window_reaches};
use crate::{ContextOptions, Day, Dossier, Exact, Outcome, Plan, Standing, Verdict, compile, compile_with};
use crate::{Library, SourceFile};
use tieuchi_grammar::ast::WindowUnit;

const HEAD: &str = "language en
criteria set SET \"S\" edition E1 [assumed]
  in force from 2020-01-01
  applies to person
";
const SUBJECTS: &str = "subject citizen \"C\"
  fact m_q \"Q\": yes no
  fact m_z \"Z\": yes no
  fact m_d \"D\": number 2 places from 0 to 5
  fact m_n \"N\": integer from 0 to 9
subject person \"P\"
  fact q \"Q\": yes no
  fact r \"R\": yes no
  fact n1 \"N1\": integer from 0 to 20
  fact n2 \"N2\": integer from 1 to 6
  has members \"M\": citizen
evidence act \"A\" with day: date; hours: number 1 places from 0 to 9; tier: ranked \"low\", \"mid\", \"high\"
  if missing unknown
";

fn plan(text: &str) -> Plan {
    compile(&format!("{HEAD}{SUBJECTS}{text}")).unwrap_or_else(|found| panic!("{found:?}"))
}

fn said(plan: &Plan, json: &str) -> Outcome {
    let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    plan.evaluate(&Dossier::from_json(plan, json).unwrap(), &context)
}

/// Certain and possible points of an item.
fn points(plan: &Plan, json: &str, code: &str) -> (String, String) {
    let points = said(plan, json).item(code, None).unwrap().points.unwrap();
    (points.certain.to_string(), points.possible.to_string())
}

fn check(text: &str, json: &str, certain: &str, possible: &str) {
    assert_eq!(points(&plan(text), json, "1"), (certain.into(), possible.into()), "{text}\n{json}");
}

fn gate(text: &str, json: &str) -> Verdict {
    said(&plan(text), json).gate("G").unwrap()
}

#[test]
fn no_band_holds_what_does_not_exist() {
    let table = "criterion 1 \"C\" max 6 points
  score by highest hours of act, at most 6 points:
    under 2.5: 2 points
    from 2.5 up: 6 points
";
    for last in ["none: 1 points", "otherwise: 1 points"] {
        let text = format!("{table}    {last}\n");
        check(&text, "{}", "1", "1");
        check(&text, r#"{"act": [{"hours": 3}]}"#, "6", "6");
        // Waiting to be verified: it exists and is 3, or does not exist.
        check(&text, r#"{"act": [{"hours": 3, "$status": "waiting"}]}"#, "1", "6");
        check(&text, r#"{"act": [{"hours": 1, "$status": "waiting"}]}"#, "1", "2");
    }
}

#[test]
fn a_step_from_a_value_that_does_not_exist_is_none() {
    let text = "criterion 1 \"C\" max 6 points
  score by highest hours of act, at most 6 points:
    under 2.5: 2 points
    from 2.5 up: 3 points
    none: 1 points
    for every 1 more than 2: add 1 points, whole steps only
";
    check(text, "{}", "1", "1");
    check(text, r#"{"act": [{"hours": 4}]}"#, "5", "5");
}

#[test]
fn ratios_are_equal_by_value() {
    let text = "criterion 1 \"C\" max 2 points
  met when n1 / n2 = 50%: 2 points
";
    check(text, r#"{"n1": 3, "n2": 6}"#, "2", "2");
    check(text, r#"{"n1": 4, "n2": 6}"#, "0", "0");
}

#[test]
fn a_capped_sum_keeps_its_size_in_a_narrower_lane() {
    let text = "criterion 1 \"C\" max 14 points
  each members: m_d points, at most 10 points
  each members: m_n / 3 points, at most 4 points
";
    check(text, r#"{"members": [{"m_d": 4.5, "m_n": 6}]}"#, "6.5", "6.5");
}

#[test]
fn a_compulsory_clause_must_hold_besides_any_other() {
    let text = |compulsory: &str| {
        format!(
            "criterion 1 \"C\"
  met when any clause holds:
    clause a \"A\", compulsory{compulsory}: q
    clause b \"B\": r
"
        )
    };
    let met = |text: &str, json: &str| said(&plan(text), json).item("1", None).unwrap().verdict;
    assert_eq!(met(&text(""), r#"{"q": false, "r": true}"#), Some(Verdict::NotMet));
    assert_eq!(met(&text(""), r#"{"q": true, "r": false}"#), Some(Verdict::Met));
    // Out of scope it is absent, so it cannot be missed.
    let out = text(", only when n1 > 5");
    assert_eq!(met(&out, r#"{"q": false, "r": true, "n1": 1}"#), Some(Verdict::Met));
}

#[test]
fn what_is_not_in_the_register_may_be_until_the_file_is_closed() {
    let other = "language en\ncriteria set L \"L\" edition E1\n  in force from 2020-01-01\n  applies to person\nsubject person \"P\"\n  fact a \"A\": yes no\ntitle held \"H\" when a\n";
    let mut library = Library::new();
    assert!(library.add(&SourceFile::new("", other)));
    let text =
        format!("{HEAD}  uses results L edition E1 recognised\n{SUBJECTS}title star \"Star\" when L.held\n");
    let plan = compile_with(&SourceFile::new("", text), &library).plan.unwrap();
    let class = said(&plan, "{}").class().unwrap();
    assert_eq!(class.closed, [Standing::None]);
    assert_eq!(class.open, [Standing::Class("star".into()), Standing::None]);
}

#[test]
fn an_item_for_which_something_is_said_instead_does_not_apply() {
    let text = "criterion 1 \"C\" max 4 points
  applies only when q; otherwise full points
  met when r: 4 points
condition G \"G\": applicable(1)
title star \"Star\" when r
";
    assert_eq!(gate(text, r#"{"q": false, "r": true}"#), Verdict::NotMet);
    assert_eq!(gate(text, r#"{"q": true, "r": true}"#), Verdict::Met);
}

#[test]
fn parts_of_what_does_not_apply_are_in_no_collection() {
    let text = "criterion 1 \"C\"
  applies only when q; otherwise leave out
  indicator 1.1 \"I\"
    met when r
criterion 2 \"C\"
  indicator 2.1 \"I\"
    met when n1 > 5
condition G \"G\": all indicators satisfy met
title star \"Star\" when r
";
    assert_eq!(gate(text, r#"{"q": false, "r": false, "n1": 9}"#), Verdict::Met);
    assert_eq!(gate(text, r#"{"q": true, "r": false, "n1": 9}"#), Verdict::NotMet);
}

#[test]
fn a_criterion_whose_parts_are_all_left_out_is_left_out() {
    let text = "scale 8 points
criterion 1 \"C\" max 4 points
  indicator 1.1 \"I\" max 4 points
    applies only when q; otherwise rescale
    met when r: 4 points
criterion 2 \"C\" max 4 points
  met when n1 > 5: 4 points
condition G \"G\": all criteria satisfy share_of_points >= 50%
title star \"Star\" when r
";
    let json = r#"{"q": false, "r": false, "n1": 9}"#;
    assert_eq!(gate(text, json), Verdict::Met);
    assert_eq!(said(&plan(text), json).item("1", None).unwrap().applies, Verdict::NotMet);
}

#[test]
fn the_maximum_keeps_what_the_items_own_statements_give() {
    let text = "scale 10 points
criterion 1 \"C\" max 10 points
  met when q: 4 points
  indicator 1.1 \"I\" max 6 points
    applies only when r; otherwise rescale
    met when q: 6 points
";
    let max = |json| said(&plan(text), json).item("1", None).unwrap().max.unwrap();
    assert_eq!(max(r#"{"q": true, "r": true}"#), Exact::whole(10));
    assert_eq!(max(r#"{"q": true, "r": false}"#), Exact::whole(4));
}

#[test]
fn statements_and_parts_together_do_not_pass_the_maximum_unsaid() {
    let refused = |text: &str| {
        let found = compile(&format!("{HEAD}{SUBJECTS}{text}")).err().unwrap_or_default();
        found.iter().any(|diagnostic| diagnostic.code == "passes-maximum")
    };
    let two = "criterion 1 \"C\" max 6 points
  met when q: 4 points
  met when r: 4 points
";
    assert!(refused(two));
    assert!(!refused(&format!("{two}  whole item at most 6 points\n")));
    assert!(refused("criterion 1 \"C\" max 5 points\n  round to 2 up\n  met when q: 5 points\n"));
    assert!(refused(
        "criterion 1 \"C\" max 5 points\n  take the highest\n  indicator 1.1 \"I\" max 6 points\n    met when q: 6 points\n"
    ));
}

#[test]
fn points_not_given_yet_end_on_a_step() {
    check("criterion 1 \"C\" max 4 points\n  scored directly from 0 to 4 points, step 3\n", "{}", "0", "3");
}

#[test]
fn the_highest_option_stays_the_highest_while_more_may_be_filed() {
    let text = "condition G \"G\": (highest tier of act) >= \"mid\"
title star \"Star\" when (highest tier of act) >= \"mid\"
";
    let outcome = said(&plan(text), r#"{"act": [{"tier": "high"}]}"#);
    assert_eq!(outcome.class().unwrap().open, [Standing::Class("star".into())]);
}

#[test]
fn points_are_floored_after_all_steps() {
    let text = "criterion 1 \"C\" max 4 points
  score by n1, at most 4 points:
    from 0 up: 2 points
    for every 2 more than 4: subtract 0.5 points, whole steps only
    for every 2 more than 5: add 0.5 points, whole steps only
";
    check(text, r#"{"n1": 20}"#, "1.5", "1.5");
}

#[test]
fn who_is_exempt_need_not_have_it_even_if_that_is_everybody() {
    let text = "group g \"G\": members where m_q
  exempting when m_z
criterion 1 \"C\" max 2 points
  applies only when any g; otherwise 0 points
  met when (all g satisfy m_n > 5): 2 points
";
    check(text, r#"{"members": [{"m_q": true, "m_z": true, "m_n": 1}]}"#, "2", "2");
    check(text, r#"{"members": [{"m_q": true, "m_z": null, "m_n": 1}]}"#, "0", "2");
    check(text, r#"{"members": [{"m_q": true, "m_z": true, "m_n": 9}]}"#, "2", "2");
}

#[test]
fn the_newest_is_found_where_self_declared_values_count() {
    let text = "criterion 1 \"C\" max 9 points
  including self-declared values
  score by newest hours of act where day in period, at most 9 points:
    under 5: 1 points
    from 5 up: 9 points
    none: 0 points
criterion 2 \"C\" max 9 points
  score by newest hours of act, at most 9 points:
    under 5: 1 points
    from 5 up: 9 points
    none: 0 points
";
    check(text, r#"{"act": [{"day": "2025-05-01", "hours": 6, "$status": "self-declared"}]}"#, "9", "9");
}

#[test]
fn every_option_of_a_long_list_is_possible_when_none_is_filed() {
    let options: Vec<String> = (0..62).map(|at| format!("\"o{at}\"")).collect();
    let text = format!(
        "subject citizen \"C\"\n  fact a \"A\": yes no\nsubject person \"P\"\n  fact c \"C\": one of {}\ntitle star \"Star\" when c = \"o61\"\n",
        options.join(", ")
    );
    let plan = compile(&format!("{HEAD}{text}")).unwrap();
    assert_eq!(said(&plan, "{}").class().unwrap().closed.len(), 2);
    assert_eq!(said(&plan, r#"{"c": "o61"}"#).class().unwrap().closed, [Standing::Class("star".into())]);
}

#[test]
fn a_window_begins_with_its_first_day_be_it_the_first_of_all() {
    for first in [0, 1, 2, 5, 9, 10] {
        assert_eq!(super::window_start(10, |day| day >= first), first);
    }
}

#[test]
fn a_gate_lowers_what_is_above_it_and_keeps_what_is_no_class() {
    use crate::plan::{GateMap, bits};
    // Options 0 to 4 of a list, and what is no class.
    let aside = bits::OUTSIDE | bits::NOT_RANKED;
    assert_eq!(super::gate(0b11010, GateMap::AtMost(2)), 0b00110);
    assert_eq!(super::gate(0b00011 | aside, GateMap::AtMost(2)), 0b00011 | aside);
    assert_eq!(super::gate(0b10000 | bits::LEFT_OPEN, GateMap::AtMost(2)), 0b00100 | bits::LEFT_OPEN);
    assert_eq!(super::gate(0b10000 | aside, GateMap::Becomes(1)), 1 | aside);
    assert_eq!(super::gate(aside, GateMap::Becomes(1)), aside);
    assert_eq!(super::gate(0b10000 | aside, GateMap::Becomes(bits::OUTSIDE)), bits::OUTSIDE);
}

#[test]
fn halves_are_rounded_up_or_to_the_even_step() {
    use crate::hir::Rounding;
    use tieuchi_grammar::ast::RoundMode;
    let rounded = |num: i128, den: i128, step: Exact, mode: RoundMode| {
        super::numbers::rounded_units(super::Fraction { num, den }, Rounding { step, mode })
    };
    use RoundMode::{Down, HalfEven, HalfUp, Up};
    let halves = [(1, 1, 0, 1, 0), (3, 2, 2, 2, 1), (5, 3, 2, 3, 2), (7, 4, 4, 4, 3)];
    for (num, half_up, half_even, up, down) in halves {
        let all = [HalfUp, HalfEven, Up, Down].map(|mode| rounded(num, 2, Exact::ONE, mode));
        assert_eq!(all, [half_up, half_even, up, down], "{num}/2");
    }
    // To a half and to a quarter, in those units; what lies on a step stays.
    assert_eq!(rounded(73, 100, Exact::new(1, 2).unwrap(), HalfUp), 1);
    assert_eq!(rounded(75, 100, Exact::new(1, 2).unwrap(), HalfEven), 2);
    assert_eq!(rounded(25, 100, Exact::new(1, 4).unwrap(), Up), 1);
}

#[test]
fn a_region_without_a_row_may_have_any_value() {
    let text = "parameter bar \"Bar\": integer from 1 to 5
  from 2020-01-01 in region \"north\": 2
title good \"Good\" when n2 > bar
";
    let plan = plan(text);
    let options = ContextOptions::year(2025).unwrap().regions(["north".to_owned()]);
    let context = plan.context(&options).unwrap();
    let file = |region: &str, n2: u32| {
        let json = format!(r#"{{"$region": "{region}", "n2": {n2}}}"#);
        Dossier::from_json(&plan, &json).unwrap()
    };
    // In the south the bar is not laid down: six is above any that is declared, three above some.
    for (region, n2, classes) in
        [("north", 3, 1), ("north", 2, 1), ("south", 6, 1), ("south", 3, 2), ("south", 1, 1)]
    {
        let one = file(region, n2);
        let said = |class: Option<crate::ClassOutcome>| class.unwrap().closed.len();
        assert_eq!(said(plan.evaluate(&one, &context).class()), classes, "{region} {n2}");
        for company in [vec![one.clone()], vec![file("north", 3), one]] {
            let last = plan.evaluate_all(&company, &context).pop().unwrap();
            assert_eq!(said(last.class), classes, "{region} {n2}");
        }
    }
}

#[test]
fn a_window_reaches_a_day_exactly_if_its_last_day_is_not_before_it() {
    let days = (0i64..1_500).chain(55_000..55_200).chain(109_000..109_700);
    for (day, count) in days.flat_map(|day| [0, 1, 2, 11, 12, 13, 37].map(|count| (day, count))) {
        for unit in [WindowUnit::Months, WindowUnit::Days] {
            let last = i64::try_from(window_end(day.into(), count, unit)).unwrap();
            for end in
                [day, last - 1, last, last + 1, day + 28 * i64::from(count), day + 31 * i64::from(count)]
            {
                let end = end.clamp(0, Day::LAST.number().into());
                assert_eq!(
                    window_reaches(day, count, unit, end),
                    last >= end,
                    "{day} {count} {unit:?} {end}"
                );
            }
        }
    }
}
