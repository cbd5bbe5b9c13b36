//! An open file decides nothing that what is still filed could change.

use tieuchi::{ContextOptions, Detail, Dossier, Explanation, Lang, Outcome, Verdict, compile};

const SET: &str = r#"language en
criteria set OPEN "Open file" edition E1 [assumed]
  in force from 2025-01-01
  applies to unit
  structure indicator
  without evidence not met
  scale 50 points, rescaled
  decided by "The board" when good
subject unit "Unit"
  fact hours "Hours": integer from 0 to 100
indicator 1 "Plan"
  met when judged
indicator 2 "Hours" max 10 points
  met when hours >= 10: 10 points
indicator 3 "Report" max 10 points
  met when judged: 10 points
condition ORDER "In order": judged
title good "Good" when met(1) and total_points >= 40
"#;

fn outcome(open: bool) -> Outcome {
    let plan = compile(SET).unwrap();
    let context = plan.context(&ContextOptions::year(2025).unwrap().open(open)).unwrap();
    plan.evaluate(&Dossier::from_json(&plan, r#"{"hours": 10}"#).unwrap(), &context)
}

fn verdicts(explanation: &Explanation) -> Vec<(Option<Verdict>, Option<Verdict>)> {
    let classes = explanation.class.iter().flat_map(|class| &class.conditions);
    let nodes = explanation.items.iter().chain(&explanation.gates).chain(classes);
    nodes.map(|node| (node.verdict, node.if_closed)).collect()
}

#[test]
fn what_may_change_is_unknown_while_the_file_is_open() {
    let closed = outcome(false).explain();
    let not_met = (Some(Verdict::NotMet), None);
    assert_eq!(verdicts(&closed), [not_met, (None, None), (None, None), not_met, not_met]);
    let open = outcome(true).explain();
    let unknown = (Some(Verdict::Unknown), Some(Verdict::NotMet));
    assert_eq!(verdicts(&open), [unknown, (None, None), (None, None), unknown, unknown]);
    // Points say the same of both, what is filed and what is within reach.
    assert_eq!(open.total, closed.total);
    assert_eq!(closed.authorities, [("The board".into(), Verdict::NotMet)]);
    assert_eq!(open.authorities, [("The board".into(), Verdict::Unknown)]);
    let outcome = outcome(true);
    assert_eq!(
        (outcome.gate("ORDER"), outcome.gate_reachable("ORDER")),
        (Some(Verdict::NotMet), Some(Verdict::Unknown))
    );
}

#[test]
fn the_words_are_those_of_the_file_as_it_is() {
    let text = outcome(true).explain().to_text(Detail::Decisive, Lang::En);
    for line in [
        " · 25/50 points (with more evidence up to 50) · «Good»: NOT KNOWN YET (if nothing more is filed: not held: «Good»)",
        "  sum of items 10 / 20 (with more evidence up to 20) → rescaled (20 → 50) 25\n",
        "  1 Plan  NOT KNOWN YET (if nothing more is filed: NOT MET)\n",
        "  3 Report  0 / 10  NOT KNOWN YET (with more evidence up to 10)\n",
        "  condition ORDER: In order  NOT KNOWN YET (if nothing more is filed: NOT MET)\n",
        "  Perhaps decided by: The board\n",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    let closed = outcome(false).explain().to_text(Detail::Decisive, Lang::Vi);
    for line in [
        " · 25/50 điểm (bổ sung thì tới 50) · không đạt «Good» (bổ sung minh chứng thì còn có thể đạt «Good»)",
        "  1 Plan  KHÔNG ĐẠT\n",
        "  3 Report  0 / 10 (bổ sung thì tới 10)\n",
    ] {
        assert!(closed.contains(line), "{line}\n{closed}");
    }
}

#[test]
fn programs_read_the_same() {
    let json: serde_json::Value = serde_json::from_str(&outcome(true).explain().to_json()).unwrap();
    let at = |path: &str| json.pointer(path).unwrap().to_string();
    assert_eq!(at("/items/0/verdict"), "\"unknown\"");
    assert_eq!(at("/items/0/if_closed"), "\"not-met\"");
    assert_eq!(at("/gates/0/verdict"), "\"unknown\"");
    assert_eq!(at("/class/shown"), at("/class/open"));
    // A set on top is told nothing that is not settled.
    let result: serde_json::Value = serde_json::from_str(&outcome(true).result_json()).unwrap();
    assert!(result.pointer("/OPEN/class").unwrap().is_null() && result.pointer("/OPEN/points").is_none());
    assert!(outcome(false).result_json().contains("\"class\":\"none\",\"points\":\"25\""));
}
