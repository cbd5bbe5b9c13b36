//! What `tieuchi cases` proposes: examples that pass, on both sides of the thresholds.

use crate::shipped::{library, read, sets};
use tieuchi::{ContextOptions, Library, Nearness, Plan, SourceFile, TargetKind, compile_with};

fn with(source: &SourceFile, more: &str, library: &Library) -> Plan {
    let compiled = compile_with(&SourceFile::new("with", format!("{}{more}", source.text())), library);
    assert!(compiled.plan.is_some(), "{:?}\n{more}", compiled.diagnostics);
    compiled.plan.unwrap()
}

/// Proposals stand in the set as they are, and come out as they say.
#[test]
fn proposals_are_examples_that_pass() {
    let library = library();
    let (mut proposed, mut not_reached) = (0, Vec::new());
    for path in sets() {
        let source = read(&path);
        let plan = compile_with(&source, &library).plan.unwrap();
        let context = |year: &i32| plan.context(&ContextOptions::year(*year).unwrap()).is_ok();
        let year = (2015..=2030).rev().find(context).unwrap();
        let found = plan.boundary_cases(&ContextOptions::year(year).unwrap()).unwrap();
        let whole = with(&source, &found.to_text(&plan), &library);
        assert_eq!(whole.examples(), plan.examples() + found.cases.len());
        let failures = whole.check_examples();
        let said: Vec<_> = failures.iter().map(|failure| &failure.message.en).collect();
        assert!(failures.is_empty(), "{}: {said:?}", path.display());
        proposed += found.cases.len();
        not_reached.extend(found.not_reached.into_iter().map(|threshold| (path.clone(), threshold.en)));
    }
    assert!(proposed > 300, "{proposed}");
    assert!(not_reached.is_empty(), "{not_reached:#?}");
}

const SET: &str = r#"language en
criteria set S "A set" edition E1 [assumed]
  in force from 2024-01-01
  applies to group
  scale 20 points
subject person "Person"
  fact reads "Reads": yes no
subject group "Group"
  has people "People": person
  fact hours "Hours": number 1 places from 0 to 100
evidence talk "Talks" with on: date; title: text
  if missing none
criterion 1 "Hours" max 10 points
  score by hours:
    under 20: 0 points
    from 20 to under 40: 6 points
    from 40 up: 10 points
criterion 2 "Talks" max 10 points
  each talk where on in period, distinct by title: 2 points, at most 10 points
condition R "Readers" : (share people having reads) >= 60%
title good "Good" when total_points >= 12
"#;

#[test]
fn every_threshold_has_a_dossier_on_each_side() {
    let source = SourceFile::new("set", SET);
    let plan = compile_with(&source, &Library::new()).plan.unwrap();
    let found = plan.boundary_cases(&ContextOptions::year(2025).unwrap()).unwrap();
    assert_eq!(found.not_reached, []);
    for (what, sides) in [
        ("hours / 20", [Some("hours = 19.9"), Some("hours = 20\n"), Some("hours = 20.1")]),
        ("hours / 40", [Some("hours = 39.9"), Some("hours = 40\n"), Some("hours = 40.1")]),
        // 119, 120 and 121 of two hundred.
        (" / 60%", [Some("with 119 people"), Some("with 120 people"), Some("with 121 people")]),
        // No total lies between 12 and 14.
        ("the total / 12", [Some("then good = false"), Some("then good = true"), Some("then good = true")]),
    ] {
        for (side, text) in [Nearness::Below, Nearness::At, Nearness::Above].into_iter().zip(sides) {
            let of = |case: &&tieuchi::BoundaryCase| case.threshold.en.ends_with(what) && case.side == side;
            let case = found.cases.iter().find(of).map(|case| case.text.as_str());
            let holds = match (case, text) {
                (Some(case), Some(text)) => case.contains(text),
                (case, text) => case.is_none() && text.is_none(),
            };
            assert!(holds, "{what} {side:?}: {case:?}");
        }
    }
    let whole = with(&source, &found.to_text(&plan), &Library::new());
    assert_eq!(whole.check_examples(), []);
    let (reached, all) = whole.coverage().count(TargetKind::Band);
    assert_eq!((reached, all), (3, 3));
    assert_eq!(whole.coverage().percent(), 100);
}

#[test]
fn a_threshold_that_nothing_reaches_is_told() {
    let set = SET.replace(
        "condition R \"Readers\" : (share people having reads) >= 60%",
        "condition R \"Days\": hours >= 101",
    );
    let plan = compile_with(&SourceFile::new("set", set), &Library::new()).plan.unwrap();
    let found = plan.boundary_cases(&ContextOptions::year(2025).unwrap()).unwrap();
    assert_eq!(found.not_reached.len(), 1);
    let no_period = ContextOptions::year(2020).unwrap();
    assert_eq!(plan.boundary_cases(&no_period).unwrap_err()[0].code, "edition-not-in-force");
}

const VETOES: &str = r#"language en
criteria set VETO "A year with vetoes" edition E1 [assumed]
  in force from 2025-01-01
  applies to unit
subject unit "Unit"
  fact books "Books": integer from 0 to 100
  fact fire "There was a fire": yes no
  fact fraud "There was fraud": yes no
  fact late "The report was late": yes no
  fact sued "Was sued": yes no
define bad "Signs of failure" when any clause holds:
  clause a "Late": late
  clause b "Sued": sued
criterion 1 "Reading" max 10 points
  score by books:
    under 50: 5 points [assumed]
    from 50 up: 10 points [assumed]
condition SAFE "No fire": not fire
classification cls "Class": highest class
  class good "Good" when total_points >= 10 and not fraud and not bad [assumed]
  class fair "Fair" when total_points >= 5 and not fraud [assumed]
  class poor "Poor": all other cases
"#;

/// What is so by itself, in a gate, in a class and in clauses, would bar every class.
#[test]
fn proposals_start_without_the_vetoes() {
    let plan = compile_with(&SourceFile::new("set", VETOES), &Library::new()).plan.unwrap();
    let found = plan.boundary_cases(&ContextOptions::year(2025).unwrap()).unwrap();
    assert_eq!(found.not_reached, []);
    let good = found.cases.iter().find(|case| case.text.contains("books = 50;")).unwrap();
    let none = "fire = false; fraud = false; late = false; sued = false\n  then 1 = 10; cls = good";
    assert!(good.text.contains(none), "{}", good.text);
}

const SOMETIMES: &str = r#"language en
criteria set SOMETIMES "Sometimes" edition E1 [assumed]
  in force from 2025-01-01
  applies to unit
  scale 20 points
subject unit "Unit"
  fact existed "Has a preceding year": yes no
  fact grown "Growth": integer from 0 to 100
  fact noted "Complaints": integer from 0 to 100
  fact revenue "Revenue": integer from 0 to 1000
  fact late "Late reports": integer from 0 to 20
criterion 1 "Revenue" max 10 points
  points equal round revenue / 50 to 1 down, at most 10 points
  zero points when not revenue > 0
criterion 2 "Growth" max 10 points
  applies only when existed; otherwise rescale
  score by grown:
    under 20: 0 points
    from 20 up: 9 points
deduction 3 "Late" max 3 points
  met when late > 0: 3 points
condition CALM "Calm": not existed or noted < 90
  if not met at most good
classification r "Class": highest class
  class good "Good" when total_points >= 15
  class fair "Fair": all other cases
"#;

/// Where the best dossier is one to which an item does not apply, its thresholds are tried with
/// the item applying; and a threshold at the end of a range has a dossier beside it.
#[test]
fn the_threshold_decides() {
    let plan = tieuchi::compile(SOMETIMES).unwrap();
    let proposed = plan.boundary_cases(&ContextOptions::year(2025).unwrap()).unwrap();
    assert!(proposed.not_reached.is_empty(), "{:?}", proposed.not_reached);
    let text = proposed.to_text(&plan);
    let of = |label: &str| {
        let after = text.split_once(&format!("\"{label}\"")).unwrap_or_else(|| panic!("{label}: {text}")).1;
        after.split_once("\nexample").map_or(after, |(own, _)| own).to_owned()
    };
    assert!(of("growth: just below 20").contains("then 2 = 0;"), "{text}");
    assert!(of("growth: exactly 20").contains("then 2 = 9;"), "{text}");
    assert!(of("complaints: just below 90").contains("then CALM = true;"), "{text}");
    assert!(of("complaints: exactly 90").contains("then CALM = false;"), "{text}");
    assert!(of("revenue: just above 0").contains("revenue = 1;"), "{text}");
    assert!(of("late reports: exactly 0").contains("then 3 = 0;"), "{text}");
    assert!(of("late reports: just above 0").contains("late = 1\n  then 3 = 3;"), "{text}");
}
