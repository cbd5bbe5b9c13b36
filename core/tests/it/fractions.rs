//! Points that no decimal writes in full stay exact, and explanations say so.

use tieuchi::{ContextOptions, Detail, Dossier, Lang, compile};

const SET: &str = "language en
criteria set THIRDS \"Thirds\" edition E1 [assumed]
  in force from 2024-01-01
  applies to unit
  scale 100 points
subject unit \"Unit\"
  fact a \"A\": integer from 0 to 3
  fact b \"B\": integer from 0 to 3
  fact c \"C\": integer from 0 to 6
indicator 1 \"One\" max 35 points
  points equal a / 3 * 35
indicator 2 \"Two\" max 35 points
  points equal b / 3 * 35
indicator 3 \"Three\" max 5 points
  points equal c / 3 * 5 / 2
indicator 4 \"Four\" max 25 points
  scored directly from 0 to 25 points, step 1
title held \"Held\" when total_points >= 75
";

fn explained(dossier: &str, lang: Lang) -> String {
    let plan = compile(SET).unwrap();
    let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    let dossier = Dossier::from_json(&plan, dossier).unwrap();
    plan.evaluate(&dossier, &context).explain().to_text(Detail::Full, lang)
}

#[test]
fn two_thirds_and_a_third_reach_the_threshold_and_are_shown_as_they_are() {
    let text = explained(r#"{"a": 2, "b": 2, "c": 4, "4": 25}"#, Lang::En);
    assert!(text.contains("75/100 points · held: «Held»"), "{text}");
    assert!(text.contains("1 One  23 1/3 / 35") && text.contains("3 Three  3 1/3 / 5"), "{text}");
    assert!(text.contains("fractions are added as they are, nothing is rounded"), "{text}");
    let short = explained(r#"{"a": 2, "b": 2, "c": 3, "4": 25}"#, Lang::Vi);
    assert!(short.contains("74 1/6 / 100 điểm · không đạt"), "{short}");
    assert!(short.contains("phân số được cộng đúng, không làm tròn"), "{short}");
}
