//! Sums over a population as JSON: counts as numbers, exact sums as texts.

use super::{GroupTally, Tally};
use crate::json::Json;
use crate::population::TableOutcome;
use std::collections::BTreeMap;

impl TableOutcome {
    /// The population added up; with a name for each subject, in the order of the results, also by
    /// groups of one name, which come with their names sorted.
    #[must_use]
    pub fn tally(&self, by: Option<&[String]>) -> (Tally, Vec<String>) {
        let mut places: BTreeMap<&str, usize> =
            by.unwrap_or_default().iter().map(|name| (name.as_str(), 0)).collect();
        places.values_mut().enumerate().for_each(|(at, place)| *place = at);
        let mut tally = Tally::new(&self.dataset.plan, places.len());
        tally.add(self, |row| places.get(by?.get(row)?.as_str()).copied());
        (tally, places.into_keys().map(str::to_owned).collect())
    }
}

impl Tally {
    /// The sums as one JSON object; the groups have these names.
    #[must_use]
    pub fn to_json(&self, names: &[String]) -> String {
        let classes: Vec<String> = self.plan.facts().classes.into_iter().map(|class| class.name).collect();
        let groups: Vec<_> = names.iter().zip(&self.groups).collect();
        let mut w = Json::default();
        w.object(|w| {
            self.whole.write(&classes, w);
            w.list("groups", &groups, |w, (name, group)| {
                w.object(|w| {
                    w.text("name", name);
                    group.write(&classes, w);
                });
            });
            w.list("items", &self.items, |w, item| {
                w.object(|w| {
                    w.text("code", &item.code);
                    w.text("label", &item.label);
                    count(w, "depth", u64::from(item.depth));
                    count(w, "applies", item.applies);
                    if let Some(sums) = &item.points {
                        w.key("points");
                        w.object(|w| {
                            w.number("certain", sums.certain);
                            w.number("possible", sums.possible);
                            w.number("max", sums.max);
                            w.number("lowest", sums.lowest);
                            w.number("highest", sums.highest);
                        });
                    }
                    if let Some([met, not_met, unknown]) = item.verdicts {
                        count(w, "met", met);
                        count(w, "not_met", not_met);
                        count(w, "unknown", unknown);
                    }
                });
            });
        });
        w.out
    }
}

impl GroupTally {
    /// Its members; classes come best first.
    fn write(&self, classes: &[String], w: &mut Json) {
        count(w, "subjects", self.subjects);
        if let Some(points) = self.points {
            w.number("points", points);
        }
        let of: Vec<_> = classes.iter().zip(self.standings.iter().zip(&self.reached).rev()).collect();
        w.list("classes", &of, |w, (class, (settled, (certain, possible)))| {
            w.object(|w| {
                w.text("class", class);
                count(w, "settled", **settled);
                count(w, "reached", *certain);
                count(w, "reached_possibly", *possible);
            });
        });
        count(w, "none", self.none);
        count(w, "not_ranked", self.not_ranked);
        count(w, "outside", self.outside);
        count(w, "unsettled", self.unsettled);
    }
}

fn count(w: &mut Json, key: &'static str, value: u64) {
    w.count(key, usize::try_from(value).unwrap_or(usize::MAX));
}
