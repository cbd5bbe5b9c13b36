//! The canonical form of a result: values and reason codes of every node, no sentences.
//!
//! In: an outcome. Out: canonical JSON with what was computed: points, verdicts, classes, and why,
//! by code and exact value. Labels, words and places in the source are not in it, and neither are
//! reasons that only repeat the text of the set: a result says the same of a set whose labels were
//! mended, and of a local set that was written out.

use crate::canonical::{Canonical, Map};
use crate::day::Day;
use crate::exact::Exact;
use crate::explain::{Argument, Evidence, Explanation, Measure, Node, Reason, ReasonCode};
use crate::outcome::{Outcome, Points, Standing, Verdict};
use std::collections::BTreeMap;

/// What an outcome says, as canonical JSON.
pub(super) fn result(outcome: &Outcome) -> Map {
    let explained = outcome.explain();
    let mut map = Map::default();
    map.text("covers", verdict_id(explained.covers));
    map.map("total", total(&explained));
    if let Some(class) = &explained.class {
        let mut own = Map::default();
        own.list("closed", class.outcome.closed.iter().map(standing));
        own.list("open", class.outcome.open.iter().map(standing));
        own.list("conditions", class.conditions.iter().map(node));
        map.map("class", own);
    }
    map.list("gates", explained.gates.iter().map(node));
    map.list("items", explained.items.iter().map(node));
    map.list("unused_results", explained.unused_results.iter().filter_map(reason));
    // Who decides in every case is part of the text.
    let conditional =
        outcome.plan.inner.set.authorities.iter().map(|authority| authority.condition.is_some());
    let decides = explained.authorities.iter().zip(conditional).filter(|(_, conditional)| *conditional);
    map.list("authorities", decides.map(|((_, verdict), _)| Canonical::text(verdict_id(*verdict))));
    map
}

fn total(explained: &Explanation) -> Map {
    let mut map = Map::default();
    if let Some(total) = &explained.total {
        map.put("base", points(total.base));
        map.put("base_max", Canonical::number(total.base_max));
        if let Some(scaled) = total.scaled {
            map.put("scaled", points(scaled));
        }
        map.put("raw", points(total.raw));
        map.put("total", points(total.total));
        map.put("scale", Canonical::number(total.scale));
    }
    map
}

fn node(node: &Node) -> Canonical {
    let mut map = Map::default();
    map.text("kind", node.about.kind.id());
    map.text("code", &node.about.code);
    map.shown("level", node.about.level.as_ref());
    map.text("applies", verdict_id(node.applies));
    if let Some(found) = node.points {
        map.put("points", points(found));
    }
    map.shown("max", node.max);
    map.shown("verdict", node.verdict.map(verdict_id));
    map.list("reasons", node.reasons.iter().filter_map(reason));
    map.list("used", pieces(&node.used));
    map.list("waiting", pieces(&node.waiting));
    map.list("left_out", pieces(&node.left_out));
    map.list("children", node.children.iter().map(self::node));
    Canonical::Map(map)
}

/// A reason's code, and its exact values by name; words and names are not in it.
fn reason(reason: &Reason) -> Option<Canonical> {
    // Who wrote a node, and what the set leaves unsaid, is said by the text.
    if matches!(reason.code, ReasonCode::SetBy | ReasonCode::NotExpressed) {
        return None;
    }
    let values = reason.args.iter().filter_map(|(name, argument)| {
        let mut entry = vec![Canonical::text(name)];
        match argument {
            Argument::Number(value) => entry.push(Canonical::number(*value)),
            Argument::Interval(lo, hi, measure) => {
                entry.extend([lo, hi].map(|value| shown(*value, *measure)))
            }
            Argument::Count(count) => entry.push(Canonical::text(&count.to_string())),
            Argument::Verdict(verdict) => entry.push(Canonical::text(verdict_id(*verdict))),
            // A result is digested whole: nothing is kept back from its own receipt.
            Argument::Shown(..) | Argument::Words(_) | Argument::Name(_) | Argument::Withheld => return None,
        }
        Some(Canonical::List(entry))
    });
    let mut map = Map::default();
    map.text("code", reason.code.id());
    map.list("values", values);
    Some(Canonical::Map(map))
}

fn shown(value: Exact, measure: Measure) -> Canonical {
    match measure {
        Measure::Number | Measure::Percent => Canonical::number(value),
        Measure::Day => {
            let number = i32::try_from(value.floor()).unwrap_or(i32::MAX);
            Canonical::text(&Day::from_number(number).to_string())
        }
    }
}

/// How many pieces there are for each reason. Which ones they are is no part of it: a piece
/// without an identifier is told apart by its place in the file only.
fn pieces(evidence: &[Evidence]) -> Vec<Canonical> {
    let mut by_reason: BTreeMap<&str, u64> = BTreeMap::new();
    for piece in evidence {
        *by_reason.entry(piece.why.map_or("", ReasonCode::id)).or_default() += u64::from(piece.count);
    }
    by_reason.into_iter().map(|(why, count)| Canonical::texts([why, &count.to_string()])).collect()
}

/// Certain, possible, reachable.
fn points(points: Points) -> Canonical {
    Canonical::List([points.certain, points.possible, points.reachable].map(Canonical::number).into())
}

fn standing(standing: &Standing) -> Canonical {
    match standing {
        Standing::Class(name) => Canonical::text(name),
        Standing::None => Canonical::texts(["none"]),
        Standing::NotRanked => Canonical::texts(["not-ranked"]),
        Standing::Outside => Canonical::texts(["outside"]),
    }
}

pub(super) const fn verdict_id(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "met",
        Verdict::NotMet => "not-met",
        Verdict::Unknown => "unknown",
        Verdict::NotApplicable => "not-applicable",
    }
}
