//! Inputs too large or too regular for a file of their own.

use tieuchi::{ContextOptions, Diagnostic, Dossier, compile, inspect};

type Check = fn() -> Result<(), String>;

/// The checks by name.
pub const CHECKS: [(&str, Check); 4] = [
    ("ten_thousand_parentheses", ten_thousand_parentheses),
    ("ten_thousand_brackets_in_a_dossier", ten_thousand_brackets_in_a_dossier),
    ("the_order_of_evidence_does_not_matter", the_order_of_evidence_does_not_matter),
    ("a_cut_dossier_is_bad_json", a_cut_dossier_is_bad_json),
];

const SET: &str = r#"language en
criteria set TRIAL "Trial set" edition E1
  in force from 2020-01-01
  applies to person
subject person "Person"
  fact hours "Hours": integer from 0 to 100
evidence work "Work" with name: text; score: integer from 0 to 10
  if missing none
indicator 1 "Work" max 30 points
  each work, highest per name: score points, at most 30 points
title done "Done" when hours >= 10
"#;

fn codes(findings: &[Diagnostic]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.code).collect()
}

fn ten_thousand_parentheses() -> Result<(), String> {
    let condition = format!("{}hours{} >= 10", "(".repeat(10_000), ")".repeat(10_000));
    let text = SET.replace("hours >= 10", &condition);
    let found = compile(&text).err().unwrap_or_default();
    if codes(&found) == ["statement-too-long"] { Ok(()) } else { Err(format!("{:?}", codes(&found))) }
}

fn ten_thousand_brackets_in_a_dossier() -> Result<(), String> {
    let plan = compile(SET).map_err(|findings| format!("{:?}", codes(&findings)))?;
    let text = format!("{{\"hours\": {}1{}}}", "[".repeat(10_000), "]".repeat(10_000));
    let found = Dossier::from_json(&plan, &text).err().unwrap_or_default();
    if codes(&found) == ["bad-json"] || codes(&found) == ["wrong-kind"] {
        Ok(())
    } else {
        Err(format!("{:?}", codes(&found)))
    }
}

fn the_order_of_evidence_does_not_matter() -> Result<(), String> {
    let plan = compile(SET).map_err(|findings| format!("{:?}", codes(&findings)))?;
    let context =
        plan.context(&ContextOptions::year(2025).ok_or("a year")?).map_err(|found| format!("{found:?}"))?;
    let rows = [r#"{"name":"a","score":3}"#, r#"{"name":"a","score":7}"#, r#"{"name":"b","score":null}"#];
    let mut seen = Vec::new();
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let rows = order.map(|at| rows[at]).join(",");
        let dossier = Dossier::from_json(&plan, &format!("{{\"hours\":10,\"work\":[{rows}]}}"));
        let dossier = dossier.map_err(|findings| format!("{:?}", codes(&findings)))?;
        seen.push(inspect::outcome(&plan.evaluate(&dossier, &context)));
    }
    // The best `a` gives 7, `b` anything from 0 to 10.
    if seen.iter().all(|text| text.contains("1  7..17 / 30") && *text == seen[0]) {
        Ok(())
    } else {
        Err(seen.join("\n"))
    }
}

fn a_cut_dossier_is_bad_json() -> Result<(), String> {
    let plan = compile(SET).map_err(|findings| format!("{:?}", codes(&findings)))?;
    let text = r#"{"hours": 10, "work": [{"name": "đ🙂", "score": 3}]}"#;
    for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
        let found = Dossier::from_json(&plan, &text[..end]).err().unwrap_or_default();
        if codes(&found) != ["bad-json"] {
            return Err(format!("{:?} of {:?}", codes(&found), &text[..end]));
        }
    }
    Ok(())
}
