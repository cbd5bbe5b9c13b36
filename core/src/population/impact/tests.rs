//! Counts of an impact against each other and against dossiers evaluated one by one.

use super::*;
use crate::{ContextOptions, Dataset, Exact, Lang, Plan, TableOptions, Tables, Verdict, compile};
use arrow_array::{ArrayRef, BooleanArray, Int32Array, RecordBatch, StringArray};
use std::sync::Arc;

const SET: &str = "language en
criteria set SET \"S\" edition E1 [assumed]
  in force from 2020-01-01
  applies to person
subject person \"P\"
  fact books \"Books\": integer from 0 to 100
  fact hours \"Hours\": integer from 0 to 100
  fact member \"Member\": yes no
criterion 1 \"Books\" max 10 points
  score by books:
    under 5: 0 points
    from 5 to under 9: 6 points
    from 9 up: 10 points
criterion 2 \"Hours\" max 10 points
  score by hours:
    under 4: 0 points
    from 4 up: 10 points
condition LIBRARY \"Member\": member
  if not met not ranked
";

const TITLE: &str = "title reader \"Reader\" when total_points >= 10 and hours >= 2\n";

const CLASSES: &str = "classification rank \"Rank\": tested in order high; low
  class high \"High\" when total_points >= 16
  class low \"Low\" when total_points >= 6
  class rest \"Rest\": all other cases
";

fn plan(source: &str) -> Plan {
    compile(source).unwrap_or_else(|found| panic!("{found:#?}"))
}

/// Every mix of a few values, not known ones among them.
fn outcome(source: &str) -> TableOutcome {
    let plan = plan(source);
    let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    let (mut ids, mut books, mut hours, mut member) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for book in [None, Some(0), Some(5), Some(6), Some(9), Some(-1)] {
        for hour in [None, Some(1), Some(3), Some(4), Some(50)] {
            for own in [None, Some(true), Some(false)] {
                ids.push(format!("p{}", ids.len()));
                books.push(book);
                hours.push(hour);
                member.push(own);
            }
        }
    }
    let people = RecordBatch::try_from_iter_with_nullable([
        ("id", Arc::new(StringArray::from(ids)) as ArrayRef, false),
        ("books", Arc::new(Int32Array::from(books)) as ArrayRef, true),
        ("hours", Arc::new(Int32Array::from(hours)) as ArrayRef, true),
        ("member", Arc::new(BooleanArray::from(member)) as ArrayRef, true),
    ])
    .unwrap();
    let dataset = Dataset::new(&plan, &context, &Tables::new(vec![people]), &TableOptions::default());
    dataset.unwrap().evaluate().unwrap()
}

/// All counts of an impact, held against each other and against single dossiers.
fn agrees(old: &str, new: &str) -> Impact {
    let (old, new) = (outcome(old), outcome(new));
    let impact = old.impact(&new, usize::MAX);
    assert_eq!(impact.subjects, 90);
    assert_eq!(impact.matrix.iter().map(|cell| cell.count).sum::<u64>(), 90);
    assert_eq!(impact.changes.values().sum::<u64>(), 90);
    assert_eq!(impact.examined, impact.moved());
    // 15 rows have books below nought.
    assert_eq!((impact.old.subjects_with_problems, impact.new.subjects_with_problems), (15, 15));
    for class in &impact.classes {
        use Verdict::{Met, NotMet, Unknown};
        let single = |outcome: &TableOutcome, row: usize| {
            let class_of = outcome.row(row).unwrap().class();
            class_of.map_or(NotMet, |standing| standing.holds(&class.name))
        };
        let rows = || (0..90).map(|row| (single(&old, row), single(&new, row)));
        let count = |wanted: &dyn Fn(Verdict, Verdict) -> bool| {
            u64::try_from(rows().filter(|(old, new)| wanted(*old, *new)).count()).unwrap()
        };
        assert_eq!(class.gained, count(&|old, new| old == NotMet && new == Met), "{class:?}");
        assert_eq!(class.lost, count(&|old, new| old == Met && new == NotMet), "{class:?}");
        assert_eq!(class.unsettled, count(&|old, new| old == Unknown || new == Unknown), "{class:?}");
        if let Some(held) = class.new {
            assert_eq!(held.certain, count(&|_, new| new == Met));
            assert_eq!(held.possible, count(&|_, new| new != NotMet));
        }
    }
    // The other way round what was gained is lost.
    let back = new.impact(&old, 0);
    let of = |impact: &Impact, change| impact.changes.get(&change).copied();
    assert_eq!(of(&impact, StandingChange::Gained), of(&back, StandingChange::Lost));
    assert_eq!(of(&impact, StandingChange::Lost), of(&back, StandingChange::Gained));
    assert_eq!((back.examined, back.reasons.len()), (0, 0));
    assert_eq!(impact.to_batch(&old, &new).num_rows(), 90);
    impact
}

#[test]
fn counts_agree_with_single_dossiers() {
    let (title, classes) = (format!("{SET}{TITLE}"), format!("{SET}{CLASSES}"));
    let higher = title.replace("total_points >= 10", "total_points >= 16");
    let impact = agrees(&title, &higher);
    assert!(impact.changes[&StandingChange::Lost] > 0);
    // Nothing but the bar of the title is another.
    assert!(impact.reasons.iter().all(|reason| reason.code == "reader"), "{:?}", impact.reasons);
    let fewer = classes.replace("under 9: 6 points", "under 9: 5 points");
    let impact = agrees(&classes, &fewer);
    assert!(impact.changes[&StandingChange::Lost] > 0);
    let first = &impact.reasons[0];
    assert_eq!(
        (first.code.as_str(), first.effect),
        ("1", ImpactEffect::Fewer(Exact::whole(1), Exact::whole(1)))
    );
    // A title and classes have no order among each other.
    let impact = agrees(&title, &classes);
    assert!(impact.changes[&StandingChange::Other] > 0);
    let same = agrees(&classes, &classes);
    assert_eq!(same.moved(), 0);
}

#[test]
fn bars_agree_with_sets_that_say_so() {
    let title = format!("{SET}{TITLE}");
    let now = outcome(&title);
    let bars = now.thresholds(&[0, 6, 10, 11, 20, 30].map(Exact::whole));
    assert_eq!(bars.now.as_ref().and_then(|now| now.asked), Some(Exact::whole(10)));
    for bar in &bars.bars {
        let held = bar.held.unwrap();
        // A bar that no total reaches, or every one, is refused where it is written.
        let points = bar.points.floor();
        if (1..=20).contains(&points) {
            let then = outcome(&title.replace("total_points >= 10", &format!("total_points >= {points}")));
            let class = &now.impact(&then, 0).classes[0];
            assert_eq!((Some(held.held), held.gained, held.lost), (class.new, class.gained, class.lost));
        }
        assert!(held.held.certain <= bar.reached.certain && held.held.possible <= bar.reached.possible);
    }
    let last = bars.bars.last().unwrap();
    assert_eq!((last.reached.possible, last.held.unwrap().held.possible), (0, 0));
    // Where the condition is of another form, only the total is looked at, and that is said.
    let either = outcome(&title.replace(">= 10 and hours >= 2", ">= 10 or hours >= 40"));
    let bars = either.thresholds(&[Exact::whole(10)]);
    assert!(bars.now.is_none() && bars.bars[0].held.is_none() && bars.bars[0].reached.certain > 0);
    assert!(bars.to_text(Lang::En).contains("gates and other conditions are not"));
}
