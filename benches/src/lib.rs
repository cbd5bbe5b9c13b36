//! What the timings run on: sets and dossiers made in memory, always the same.
//!
//! Each workload also runs as a test at small size, so that a timing never measures a mistake.
//! The sets are made up and follow no regulation.

mod columns;
pub mod figures;
mod fit;
mod page;
pub mod population;
pub mod wide;

pub use fit::Fit;
use std::fmt::Write as _;

/// A set with that many indicators, ten under each criterion, each scored by a fact of its own.
#[must_use]
pub fn wide_set(indicators: usize) -> String {
    let criteria = indicators.div_ceil(10);
    let mut text = String::from(
        "language en\ncriteria set WIDE \"A wide set\" edition E1 [assumed]\n  in force from 2024-01-01\n  \
         applies to person\n  structure criterion; indicator\nsubject person \"Person\"\n",
    );
    // Writing to a String cannot fail.
    for at in 1..=indicators {
        let _ = writeln!(text, "  fact f{at} \"Fact {at}\": integer from 0 to 1000");
    }
    for criterion in 0..criteria {
        let count = (indicators - criterion * 10).min(10);
        let _ = writeln!(text, "criterion c{} \"Criterion\" max {} points", criterion + 1, count * 10);
        for inner in 1..=count {
            let at = criterion * 10 + inner;
            let _ = writeln!(
                text,
                "  indicator i{at} \"Indicator {at}\" max 10 points\n    score by f{at}:\n      under 10: 0 points\n      \
                 from 10 to under 50: 5 points\n      from 50 up: 10 points"
            );
        }
    }
    let half = indicators * 5;
    let _ = writeln!(text, "title good \"Good\" when total_points >= {half}");
    text
}

/// A set of the usual shape: three criteria, ten indicators, tables, windows, gates, five classes.
pub const CITIZEN: &str = include_str!("learner.tieuchi");

/// A dossier of the usual size.
pub const CITIZEN_DOSSIER: &str = r#"{"$id": "C-000123", "group": "worker", "hours_a_week": 6.5, "uses_computer": true,
 "plans": 4, "plans_done": 3, "language": "basic", "disciplined": true, "2.3": {"value": 7.5, "status": "verified"},
 "course": [{"day": "2025-03-01", "hours": 24, "passed": true}, {"day": "2025-09-12", "hours": 20.5, "passed": true},
  {"day": "2024-11", "hours": 8, "passed": true}],
 "meeting": [{"day": "2025-02-10", "led": false}, {"day": "2025-06-10", "led": true}],
 "advice": [{"day": "2025-05-05"}, {"day": "2025-07-05", "$status": "waiting"}]}"#;

/// Dossiers of that many citizens, all different, always the same; their identifiers in order.
#[must_use]
pub fn citizens(count: usize) -> Vec<String> {
    let mut seed = 1u64;
    // A small generator of ours, so that the texts depend on nothing else.
    let mut draw = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let mut one = |at: usize| {
        let group =
            ["farmer", "worker", "official", "learner"].get(draw(4) as usize).copied().unwrap_or("worker");
        let language = ["none", "basic", "good"].get(draw(3) as usize).copied().unwrap_or("none");
        let status = ["verified", "self-declared"].get(draw(8) as usize / 7).copied().unwrap_or("verified");
        let rows = |draw: &mut dyn FnMut(u64) -> u64, one: &dyn Fn(u64, u64) -> String| {
            let count = draw(4);
            let rows: Vec<String> = (0..count).map(|_| one(draw(12), draw(28))).collect();
            rows.join(", ")
        };
        let (hours, plans, done, points) = (draw(120), draw(8), draw(6), draw(21));
        let (computer, disciplined) = (draw(4) > 0, draw(20) > 0);
        let course = rows(&mut draw, &|month, day| {
            format!(
                r#"{{"day": "2025-{:02}-{:02}", "hours": {}.5, "passed": {}}}"#,
                month + 1,
                day + 1,
                month * day / 6,
                day % 5 > 0
            )
        });
        let meeting = rows(&mut draw, &|month, day| {
            format!(r#"{{"day": "2025-{:02}-{:02}", "led": {}}}"#, month + 1, day + 1, day % 3 == 0)
        });
        let advice =
            rows(&mut draw, &|month, day| format!(r#"{{"day": "2025-{:02}-{:02}"}}"#, month + 1, day + 1));
        format!(
            r#"{{"$id": "C-{at:07}", "group": "{group}", "hours_a_week": {}.{}, "uses_computer": {computer},
 "plans": {plans}, "plans_done": {done}, "language": "{language}", "disciplined": {disciplined},
 "2.3": {{"value": {}.{}, "status": "{status}"}},
 "course": [{course}], "meeting": [{meeting}], "advice": [{advice}]}}"#,
            hours / 10,
            hours % 10,
            points / 2,
            points % 2 * 5
        )
    };
    (0..count).map(&mut one).collect()
}

/// The class that is asked about.
pub const CITIZEN_CLASS: &str = "enough";

/// The same set with evidence that may still come.
#[must_use]
pub fn citizen_open() -> String {
    CITIZEN.replace("if missing none", "if missing unknown")
}

/// A dossier of forty pieces of evidence, some of which wait or are dated by their year, and with a
/// few facts not known.
pub const FORTY_ITEMS: &str = include_str!("forty_items.json");

/// The time this process has spent on processors, in nanoseconds, threads that have ended included:
/// what others do on a shared machine does not count.
#[must_use]
pub fn processor_time() -> u64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    // A clock of this kind stands at nought when the process begins.
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

/// What the system says of the memory of this process, in KiB: `VmHWM` is the most it has had so far,
/// `VmRSS` what it has now. Nought where the system does not say.
#[must_use]
pub fn memory(of: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(of)?.strip_prefix(':'));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// Lets `VmHWM` begin anew from what the process has now, where the system can do that.
pub fn forget_peak() {
    // What cannot be forgotten is counted: the figure is then too great, never too small.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// The middle one of some figures, with the least and the greatest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spread {
    /// The least.
    pub least: u128,
    /// The one in the middle.
    pub middle: u128,
    /// The greatest.
    pub greatest: u128,
}

impl Spread {
    /// Of some figures; noughts if there are none.
    #[must_use]
    pub fn of(figures: &[u128]) -> Self {
        let mut figures = figures.to_vec();
        figures.sort_unstable();
        let end = |value: Option<&u128>| value.copied().unwrap_or(0);
        Self {
            least: end(figures.first()),
            middle: end(figures.get(figures.len() / 2)),
            greatest: end(figures.last()),
        }
    }

    /// Of the ratios of two rows of figures, taken in turns, in hundredths.
    #[must_use]
    pub fn of_ratios(these: &[u128], to_those: &[u128]) -> Self {
        let ratios = these.iter().zip(to_those).map(|(this, that)| this * 100 / that.max(&1));
        Self::of(&ratios.collect::<Vec<_>>())
    }

    /// As `middle (least – greatest)`, each figure with so many of its digits behind the point.
    #[must_use]
    pub fn show(&self, places: u32) -> String {
        let one = 10u128.pow(places);
        let number = |value: u128| match places {
            0 => value.to_string(),
            _ => format!("{}.{:0width$}", value / one, value % one, width = places as usize),
        };
        format!("{} ({} – {})", number(self.middle), number(self.least), number(self.greatest))
    }
}

/// A piece of work, and how many times a round does it.
pub type Work<'a> = (u64, &'a dyn Fn());

/// What each piece of work takes in each round, in nanoseconds of the processor for one time of it.
///
/// They are taken in turns, so that a slow moment of the machine meets all of them. The first round brings
/// everything into memory and is not counted.
#[must_use]
pub fn in_turns(rounds: usize, works: &[Work<'_>]) -> Vec<Vec<u128>> {
    let mut times = vec![Vec::new(); works.len()];
    for round in 0..=rounds {
        for ((count, work), times) in works.iter().zip(&mut times) {
            let start = processor_time();
            (0..*count).for_each(|_| work());
            if round > 0 {
                times.push(u128::from((processor_time() - start) / count));
            }
        }
    }
    times
}

#[cfg(test)]
mod tests {
    use super::*;
    use tieuchi::{ContextOptions, Dossier, Population, Reach, SufficesOptions, compile};

    /// Every row of a population has the digest of its own receipt.
    #[test]
    fn a_population_has_the_receipts_of_its_citizens() {
        let plan = compile(CITIZEN).unwrap_or_else(|found| panic!("{found:#?}"));
        let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
        let dossiers: Vec<Dossier> =
            citizens(1_500).iter().map(|text| Dossier::from_json(&plan, text).unwrap()).collect();
        let mut population = Population::new(&plan, &context, None);
        let summaries: Vec<_> = dossiers.chunks(700).flat_map(|chunk| population.evaluate(chunk)).collect();
        assert_eq!(summaries, plan.evaluate_all(&dossiers, &context));
        let (receipt, tree) = population.finish().unwrap();
        assert_eq!(receipt.count(), 1_500);
        for (dossier, (id, row)) in dossiers.iter().zip(tree.leaves()) {
            assert_eq!((dossier.id(), plan.evaluate(dossier, &context).receipt(None).row()), (id, row));
        }
        let totals: std::collections::BTreeSet<_> =
            summaries.iter().map(|summary| summary.total.unwrap().certain).collect();
        assert!(totals.len() > 50, "the citizens differ");
    }

    #[test]
    fn spreads_are_shown() {
        assert_eq!(Spread::of(&[300, 105, 200]).show(2), "2.00 (1.05 – 3.00)");
        assert_eq!(Spread::of_ratios(&[3, 4], &[2, 2]).show(2), "2.00 (1.50 – 2.00)");
        assert_eq!(Spread::of(&[]).show(0), "0 (0 – 0)");
    }

    #[test]
    fn wide_sets_compile() {
        for indicators in [1, 10, 11, 100] {
            let plan = compile(&wide_set(indicators)).unwrap_or_else(|found| panic!("{found:#?}"));
            assert_eq!(plan.facts().items.len(), indicators + indicators.div_ceil(10));
        }
    }

    #[test]
    fn the_citizen_is_evaluated() {
        let plan = compile(CITIZEN).unwrap_or_else(|found| panic!("{found:#?}"));
        let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
        let dossier = Dossier::from_json(&plan, CITIZEN_DOSSIER).unwrap_or_else(|found| panic!("{found:#?}"));
        let outcome = plan.evaluate(&dossier, &context);
        let total = outcome.total().unwrap();
        // 7 + 10 + 5 + 10, 10 + 6 + 7.5, 4 + 5 + 1; one piece of advice waits.
        assert_eq!((total.certain.to_string(), total.possible.to_string()), ("65.5".into(), "66.5".into()));
        assert!(outcome.explain().to_json().contains("\"fair\""));
    }

    #[test]
    fn forty_items_have_an_answer() {
        let plan = compile(&citizen_open()).unwrap_or_else(|found| panic!("{found:#?}"));
        let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
        let dossier = Dossier::from_json(&plan, FORTY_ITEMS).unwrap_or_else(|found| panic!("{found:#?}"));
        let rows = ["course", "meeting", "advice"].map(|table| dossier.rows(&plan, table));
        assert_eq!(rows.iter().sum::<u64>(), 40);
        let outcome = plan.evaluate(&dossier, &context);
        let answer = outcome.suffices(CITIZEN_CLASS, &SufficesOptions::default()).unwrap();
        assert_eq!((answer.reach, answer.search.ended_at), (Reach::Possible, None));
        assert!(!answer.sets.is_empty(), "{}", answer.to_text(tieuchi::Lang::En));
    }
}
