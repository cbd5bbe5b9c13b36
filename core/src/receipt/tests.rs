//! The short form of a row, written a second way: from what an outcome says by name.

use crate::canonical::{Canonical, Map};
use crate::exact::Exact;
use crate::hir::ItemId;
use crate::outcome::{Outcome, Points, Standing, Verdict};
use crate::receipt::result::verdict_id;

/// The row of an outcome, as the book describes it.
pub fn row(outcome: &Outcome) -> String {
    let inner = &outcome.plan.inner;
    let mut map = Map::default();
    if let Some(class) = outcome.class() {
        let standings = |list: &[Standing]| {
            Canonical::List(
                list.iter()
                    .map(|standing| match standing {
                        Standing::Class(name) => Canonical::text(name),
                        Standing::None => Canonical::texts(["none"]),
                        Standing::NotRanked => Canonical::texts(["not-ranked"]),
                        Standing::Outside => Canonical::texts(["outside"]),
                    })
                    .collect(),
            )
        };
        map.0.insert("class".to_owned(), standings(&class.closed));
        if class.open != class.closed {
            map.0.insert("class_open".to_owned(), standings(&class.open));
        }
    }
    if inner.covers.is_some() {
        map.text("covers", verdict_id(outcome.covers()));
    }
    let gates = inner.set.gates.iter().map(|gate| outcome.gate(&gate.name).unwrap());
    map.list("gates", gates.map(|verdict| Canonical::text(verdict_id(verdict))));
    let mut items = Vec::new();
    for at in 0..inner.set.items.len() {
        let id = ItemId::from_index(at);
        for level in outcome.levels_of(id) {
            let Some(item) = outcome.view().item(id, level) else { continue };
            let regs = inner.items[&(id, level)];
            if regs.applies.is_some() {
                items.push(Canonical::text(verdict_id(item.applies)));
            }
            items.extend(item.points.map(points));
            if regs.measure.is_some() {
                items.push(match item.measure {
                    Some((lo, hi)) => Canonical::List([lo, hi].map(Canonical::number).into()),
                    None => Canonical::text("none"),
                });
            }
            items.extend(item.verdict.zip(item.reachable).map(|(closed, open)| verdicts(closed, open)));
        }
    }
    map.list("items", items);
    if let Some(total) = outcome.total() {
        map.put("total", points(total));
    }
    map.to_text()
}

fn points(points: Points) -> Canonical {
    let all: [Exact; 3] = [points.certain, points.possible, points.reachable];
    if all.iter().all(|value| *value == points.certain) {
        Canonical::number(points.certain)
    } else {
        Canonical::List(all.map(Canonical::number).into())
    }
}

fn verdicts(closed: Verdict, open: Verdict) -> Canonical {
    if closed == open {
        Canonical::text(verdict_id(closed))
    } else {
        Canonical::texts([closed, open].map(verdict_id))
    }
}
