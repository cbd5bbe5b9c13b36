//! The grid against every dossier of random small sets.
#![cfg(feature = "serde")]

use super::*;
use crate::context::ContextOptions;
use crate::dossier::Dossier;
use crate::plan::Plan;
use proptest::prelude::*;

/// What gives points to an item: its lines, and the values its input is filed with.
fn scoring() -> impl Strategy<Value = (String, Vec<String>)> {
    let points = prop::sample::select(vec!["0", "1", "1.5", "2", "3", "4", "2.25"]);
    let table = prop::collection::vec(points.clone(), 3).prop_map(|points| {
        let lines = format!(
            "  score by f@:\n    exactly 0: {} points\n    exactly 1: {} points\n    from 2 up: {} points\n",
            points[0], points[1], points[2]
        );
        (lines, ["\"f@\": 0", "\"f@\": 1", "\"f@\": 3"].map(str::to_owned).to_vec())
    });
    let level = prop::collection::vec(points.clone(), 2).prop_map(|points| {
        let lines = format!(
            "  choose one level:\n    \"x\": {} points\n    \"y\": {} points\n",
            points[0], points[1]
        );
        (lines, ["\"@\": \"x\"", "\"@\": \"y\""].map(str::to_owned).to_vec())
    });
    let direct = (0i32..3, prop::sample::select(vec![("1", 2), ("2", 1), ("0.5", 4)])).prop_map(
        |(least, (step, per_two))| {
            let lines = format!("  scored directly from {least} to {} points, step {step}\n", least + 4);
            let values = (0..=2 * per_two).map(|at| {
                let hundredths = 100 * least + 200 / per_two * at;
                format!("\"@\": \"{}.{:02}\"", hundredths / 100, hundredths % 100)
            });
            (lines, values.collect())
        },
    );
    let clauses = points.clone().prop_map(|points| {
        let lines = format!(
            "  each clause met gives {points} points:\n    clause a \"A\": f@ >= 1\n    clause b \"B\": f@ >= 3\n"
        );
        (lines, ["\"f@\": 0", "\"f@\": 1", "\"f@\": 3"].map(str::to_owned).to_vec())
    });
    let formula = (points, prop::sample::select(vec!["", " / 2", " / 3"])).prop_map(|(points, over)| {
        let lines = format!("  points equal f@ * {points}{over}, at most 7 points\n");
        (lines, ["\"f@\": 0", "\"f@\": 1", "\"f@\": 2", "\"f@\": 3"].map(str::to_owned).to_vec())
    });
    prop_oneof![table, level, direct, clauses, formula]
}

/// A set, and the ways each of its inputs can be filed.
fn sets() -> impl Strategy<Value = (String, Vec<Vec<String>>)> {
    let option = |texts: &[&str]| {
        prop::sample::select(texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
    };
    let item = (
        scoring(),
        option(&["", "", "  round to 0.5 half up\n", "  whole item at most 5 points\n"]),
        option(&[
            "",
            "",
            "  applies only when q; otherwise 1.25 points\n",
            "  applies only when q; otherwise full points\n",
            "  applies only when q; otherwise keep the scale\n",
        ]),
        option(&["criterion", "criterion", "criterion", "bonus", "deduction"]),
    );
    let head = option(&[
        "",
        "  take the highest\n",
        "  scale 16 points, rescaled, total at most 11.5 points\n",
        "  scale 16 points, rescaled, round to 2 half up\n",
    ]);
    (prop::collection::vec(item, 1..4), head).prop_map(|(items, head)| {
        let mut facts = String::new();
        let mut body = String::new();
        let mut filed = vec![vec!["\"q\": true".to_owned(), "\"q\": false".to_owned()]];
        for (at, ((lines, values), end, only, word)) in (1..).zip(items) {
            let (code, word) = (at.to_string(), if at == 1 { "criterion" } else { word.as_str() });
            facts.push_str(&format!("  fact f{code} \"F\": integer from 0 to 3\n"));
            body.push_str(&format!("{word} {code} \"I\" max 8 points\n{only}{}{end}", lines.replace('@', &code)));
            filed.push(values.iter().map(|value| value.replace('@', &code)).collect());
        }
        let set = format!(
            "language en\ncriteria set GRID \"Grid\" edition E1\n  in force from 2020-01-01\n  applies to person\n{head}\
             subject person \"Person\"\n  fact q \"Q\": yes no\n{facts}{body}title t \"T\" when total_points >= 1\n"
        );
        (set, filed)
    })
}

/// Every dossier that files each input in one of its ways.
fn dossiers(filed: &[Vec<String>]) -> Vec<String> {
    filed.iter().fold(vec![String::new()], |known, ways| {
        known
            .iter()
            .flat_map(|start| {
                ways.iter()
                    .map(move |way| if start.is_empty() { way.clone() } else { format!("{start}, {way}") })
            })
            .collect()
    })
}

fn check(plan: &Plan, filed: &[Vec<String>]) {
    let set = &plan.inner.set;
    let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    let of_items: Vec<Option<Exact>> =
        (0..set.items.len()).map(|at| of_item(set, ItemId::from_index(at))).collect();
    let (base, raw) = (of_base_total(set), of_raw_total(set));
    let total = set.scale.and_then(|scale| scale.rounding).map_or(raw, |rounding| Some(rounding.step));
    let lies = |value: Exact, step: Option<Exact>| {
        step.is_none_or(|step| value == Exact::ZERO || value.div(step).is_some_and(Exact::is_whole))
    };
    for text in dossiers(filed) {
        let dossier = Dossier::from_json(plan, &format!("{{{text}}}")).unwrap();
        let outcome = plan.evaluate(&dossier, &context);
        for (item, step) in outcome.items().iter().zip(&of_items) {
            let points = item.points.unwrap().certain;
            assert!(lies(points, *step), "item {} has {points}, not on {step:?}: {text}", item.code);
        }
        let figures = [(outcome.base_total(), base), (outcome.raw_total(), raw), (outcome.total(), total)];
        for (points, step) in figures {
            let points = points.unwrap().certain;
            assert!(lies(points, step), "a total of {points}, not on {step:?}: {text}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn every_value_lies_on_the_grid((source, filed) in sets()) {
        // Maxima that a line may pass need a cap; such a set does not compile.
        let plan = crate::compile(&source);
        prop_assume!(plan.is_ok());
        check(&plan.unwrap(), &filed);
    }
}

#[test]
fn the_grid_is_the_coarsest() {
    let of = |lines: &str| {
        let source = format!(
            "language en\ncriteria set GRID \"Grid\" edition E1\n  in force from 2020-01-01\n  applies to person\n\
             subject person \"Person\"\n  fact f \"F\": integer from 0 to 3\n{lines}title t \"T\" when total_points >= 1\n"
        );
        let plan = crate::compile(&source).unwrap();
        of_raw_total(&plan.inner.set).map(|step| step.to_string())
    };
    let direct = "  scored directly from 0 to 8 points, step";
    assert_eq!(of(&format!("criterion 1 \"A\" max 8 points\n{direct} 1\n")).as_deref(), Some("1"));
    assert_eq!(of(&format!("criterion 1 \"A\" max 8 points\n{direct} 2\n")).as_deref(), Some("2"));
    assert_eq!(
        of(&format!("criterion 1 \"A\" max 8 points\n{direct} 2\ncriterion 2 \"B\" max 3 points\n  met when f >= 1: 3 points\n"))
            .as_deref(),
        Some("1")
    );
    assert_eq!(of("criterion 1 \"A\" max 8 points\n  points equal f / 2\n").as_deref(), Some("0.5"));
    assert_eq!(of("criterion 1 \"A\" max 8 points\n  points equal 3 / (f + 1)\n"), None);
}
