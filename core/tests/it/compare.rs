//! Laws of comparisons, on every dossier the project ships and on all pairs of those of one set.

use std::fs;
use std::path::{Path, PathBuf};
use tieuchi::{
    CauseKind, ContextOptions, Dossier, Exact, Lang, Library, NodeChange, Outcome, SourceFile, compile_with,
};

/// Every shipped set with the outcomes of its dossiers.
fn outcomes() -> Vec<(PathBuf, Vec<Outcome>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let mut sets: Vec<PathBuf> = Vec::new();
    for folder in fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir())
    {
        sets.extend(
            fs::read_dir(folder)
                .unwrap()
                .map(|entry| entry.unwrap().path())
                .filter(|path| path.extension().is_some_and(|end| end == "tieuchi")),
        );
    }
    sets.sort();
    let mut library = Library::new();
    for path in &sets {
        library.add(&SourceFile::new("", fs::read_to_string(path).unwrap()));
    }
    let mut out = Vec::new();
    for path in sets {
        let plan =
            compile_with(&SourceFile::new("", fs::read_to_string(&path).unwrap()), &library).plan.unwrap();
        let mut dossiers: Vec<PathBuf> = fs::read_dir(path.with_file_name("dossiers"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        dossiers.sort();
        let context = [2025, 2024, 2023, 2021]
            .into_iter()
            .find_map(|year| plan.context(&ContextOptions::year(year).unwrap()).ok());
        let Some(context) = context else { continue };
        // A dossier of another set of the folder is refused.
        let own = dossiers
            .iter()
            .filter_map(|path| Dossier::from_json(&plan, &fs::read_to_string(path).unwrap()).ok());
        let found: Vec<Outcome> = own.map(|dossier| plan.evaluate(&dossier, &context)).collect();
        out.push((path, found));
    }
    out
}

fn each(nodes: &[NodeChange], visit: &mut impl FnMut(&NodeChange)) {
    for node in nodes {
        visit(node);
        each(&node.children, visit);
    }
}

#[test]
fn contributions_add_up_and_what_is_alike_is_left_out() {
    let (mut pairs, mut sums, mut told) = (0, 0, 0);
    for (path, outcomes) in outcomes() {
        for (at, before) in outcomes.iter().enumerate() {
            for (other, after) in outcomes.iter().enumerate() {
                let place = format!("{} {at} {other}", path.display());
                let change = before.compare(after);
                pairs += 1;
                let json: serde_json::Value = serde_json::from_str(&change.to_json()).unwrap();
                assert_eq!(json["same"], change.is_same(), "{place}");
                if at == other {
                    assert!(change.is_same(), "{place}: {}", change.to_text(Lang::En));
                    assert!(change.to_text(Lang::Vi).contains("như nhau"));
                    continue;
                }
                if let Some(total) = change.total.as_ref().filter(|total| total.not_a_sum.is_none()) {
                    let sum = |of: &dyn Fn(&tieuchi::Contribution) -> Exact| {
                        total.contributions.iter().fold(Exact::ZERO, |sum, part| sum.add(of(part)).unwrap())
                    };
                    assert_eq!(
                        Some(sum(&|part| part.certain)),
                        total.new.certain.sub(total.old.certain),
                        "{place}"
                    );
                    assert_eq!(
                        Some(sum(&|part| part.possible)),
                        total.new.possible.sub(total.old.possible),
                        "{place}"
                    );
                    sums += 1;
                }
                // Each node told comes out otherwise, or holds one that does; each says why.
                let all = [&change.gates, &change.items, &change.classes];
                for list in all {
                    each(list, &mut |node| {
                        assert!(node.old != node.new || !node.children.is_empty(), "{place}: {}", node.code);
                        if node.old.is_some()
                            && node.new.is_some()
                            && node.old != node.new
                            && node.children.is_empty()
                        {
                            told += 1;
                            assert!(
                                !node.causes.is_empty(),
                                "{place}: nothing says why {} is otherwise\n{}",
                                node.code,
                                change.to_text(Lang::En)
                            );
                        }
                    });
                }
                // The way back has the same nodes.
                let back = after.compare(before);
                let count = |change: &tieuchi::Comparison| {
                    let mut count = 0;
                    each(&change.items, &mut |_| count += 1);
                    count
                };
                assert_eq!(count(&change), count(&back), "{place}");
            }
        }
    }
    assert!(pairs > 60 && sums > 10 && told > 100, "{pairs} pairs, {sums} sums, {told} nodes");
}

#[test]
fn a_difference_is_told_by_its_cause() {
    let source = |edition: &str, bar: u32, code: &str| {
        format!(
            "language en\ncriteria set S \"S\" edition {edition} [assumed]\n  in force from 2024-01-01\n  \
             applies to person\n  structure criterion\nsubject person \"Person\"\n  \
             fact books \"Books\": integer from 0 to 99\nparameter least \"Least\": integer\n  \
             from 2024-01-01: 5\n  from 2025-01-01: 9\ncriterion {code} \"Reading\" max 10 points\n  \
             met when books >= least: 10 points\ntitle reader \"Reader\" when books >= {bar}\n"
        )
    };
    let plan = |edition: &str, bar, code| tieuchi::compile(&source(edition, bar, code)).unwrap();
    let run = |plan: &tieuchi::Plan, year, dossier: &str| {
        let context = plan.context(&ContextOptions::year(year).unwrap()).unwrap();
        plan.evaluate(&Dossier::from_json(plan, dossier).unwrap(), &context)
    };
    let kinds = |nodes: &[NodeChange]| -> Vec<CauseKind> {
        nodes.iter().flat_map(|node| node.causes.iter().map(|cause| cause.kind)).collect()
    };
    let (old, new) = (plan("E1", 7, "1"), plan("E2", 8, "2"));
    // Two periods: a parameter of another date.
    let change = run(&old, 2024, r#"{"books": 7}"#).compare(&run(&old, 2025, r#"{"books": 7}"#));
    assert_eq!(kinds(&change.items), [CauseKind::Parameter]);
    assert!(change.to_text(Lang::En).contains("parameter least: 5 → 9"));
    // Two editions: a threshold that moved, and an item renumbered that comes out alike.
    let change = run(&old, 2025, r#"{"books": 7}"#).compare(&run(&new, 2025, r#"{"books": 7}"#));
    assert_eq!(kinds(&change.classes), [CauseKind::Threshold]);
    assert!(change.items.is_empty(), "{}", change.to_text(Lang::En));
    let change = run(&old, 2025, r#"{"books": 7}"#).compare(&run(&new, 2025, r#"{"books": 9}"#));
    assert_eq!(change.items[0].old_code.as_deref(), Some("1"));
    assert_eq!(change.total.unwrap().contributions[0].certain, Exact::whole(10));
    // Two dossiers: something is on file now.
    let change = run(&old, 2025, "{}").compare(&run(&old, 2025, r#"{"books": 9}"#));
    assert_eq!(kinds(&change.items), [CauseKind::Value, CauseKind::Filing]);
}
