//! An impact as JSON: exact values as texts, words in both languages.

use super::{
    Impact, ImpactEffect, ImpactReason, ImpactSide, KnownIn, Place, Reached, StandingChange, Thresholds,
};
use crate::explain::json::verdict_id;
use crate::json::Json;
use crate::outcome::{Standing, Verdict};

impl Impact {
    /// The impact as one JSON object.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut w = Json::default();
        w.object(|w| {
            w.key("old");
            self.old.write(w);
            w.key("new");
            self.new.write(w);
            count(w, "subjects", self.subjects);
            w.key("alone");
            w.object(|w| {
                count(w, "old", self.alone.0);
                count(w, "new", self.alone.1);
            });
            w.list("matrix", &self.matrix, |w, cell| {
                w.object(|w| {
                    w.text("old", place(&cell.old));
                    w.text("new", place(&cell.new));
                    count(w, "count", cell.count);
                });
            });
            w.key("changes");
            w.object(|w| {
                for change in [
                    StandingChange::Gained,
                    StandingChange::Lost,
                    StandingChange::Other,
                    StandingChange::Same,
                    StandingChange::Open,
                ] {
                    count(w, change.id(), self.changes.get(&change).copied().unwrap_or(0));
                }
            });
            if let Some(points) = &self.points {
                w.key("points");
                w.object(|w| {
                    count(w, "more", points.more);
                    count(w, "fewer", points.fewer);
                    count(w, "same", points.same);
                });
            }
            w.list("classes", &self.classes, |w, class| {
                w.object(|w| {
                    w.text("name", &class.name);
                    w.text("label", &class.label);
                    for (key, side) in [("old", class.old), ("new", class.new)] {
                        if let Some(side) = side {
                            w.key(key);
                            side.write(w);
                        }
                    }
                    count(w, "gained", class.gained);
                    count(w, "lost", class.lost);
                    count(w, "unsettled", class.unsettled);
                });
            });
            count(w, "examined", self.examined);
            w.list("reasons", &self.reasons, |w, reason| reason.write(w));
            if let Some(thresholds) = &self.thresholds {
                w.key("thresholds");
                thresholds.write(w);
            }
        });
        w.out
    }
}

impl ImpactSide {
    fn write(&self, w: &mut Json) {
        w.object(|w| {
            w.text("set", &self.set);
            w.text("edition", &self.edition);
            w.text("label", &self.label);
            count(w, "subjects_with_problems", self.subjects_with_problems);
            w.key("problems");
            w.object(|w| {
                for (code, many) in &self.problems {
                    count(w, code, *many);
                }
            });
        });
    }
}

impl ImpactReason {
    fn write(&self, w: &mut Json) {
        w.object(|w| {
            w.text("change", self.change.id());
            w.text("kind", self.kind.id());
            w.text("code", &self.code);
            w.text("label", &self.label);
            w.text(
                "presence",
                match self.presence {
                    KnownIn::Both => "both",
                    KnownIn::New => "new",
                    KnownIn::Gone => "gone",
                },
            );
            let verdict = |verdict: Option<Verdict>| verdict.map_or("none", verdict_id);
            match self.effect {
                ImpactEffect::More(least, most) | ImpactEffect::Fewer(least, most) => {
                    let more = matches!(self.effect, ImpactEffect::More(..));
                    w.text("effect", if more { "more-points" } else { "fewer-points" });
                    w.number("least", least);
                    w.number("most", most);
                }
                ImpactEffect::Verdict(old, new) => {
                    w.text("effect", "verdict");
                    w.text("old", verdict(old));
                    w.text("new", verdict(new));
                }
                ImpactEffect::Asks => w.text("effect", "asks"),
            }
            count(w, "count", self.count);
            w.list("causes", &self.causes, |w, cause| {
                w.object(|w| {
                    w.text("kind", cause.kind.id());
                    w.words("text", &cause.text);
                    count(w, "count", cause.count);
                });
            });
        });
    }
}

impl Thresholds {
    fn write(&self, w: &mut Json) {
        w.object(|w| {
            if let Some(now) = &self.now {
                w.key("now");
                w.object(|w| {
                    w.text("title", &now.title);
                    w.text("label", &now.label);
                    if let Some(asked) = now.asked {
                        w.number("asked", asked);
                    }
                    w.key("held");
                    now.held.write(w);
                });
            }
            w.list("bars", &self.bars, |w, bar| {
                w.object(|w| {
                    w.number("points", bar.points);
                    w.key("reached");
                    bar.reached.write(w);
                    if let Some(held) = &bar.held {
                        w.key("held");
                        held.held.write(w);
                        count(w, "gained", held.gained);
                        count(w, "lost", held.lost);
                    }
                });
            });
        });
    }
}

impl Reached {
    fn write(self, w: &mut Json) {
        w.object(|w| {
            count(w, "certain", self.certain);
            count(w, "possible", self.possible);
        });
    }
}

fn count(w: &mut Json, key: &'static str, value: u64) {
    w.count(key, usize::try_from(value).unwrap_or(usize::MAX));
}

/// A place as programs read it: a class by its name.
fn place(place: &Place) -> &str {
    match place {
        Place::Settled(Standing::Class(name)) => name,
        Place::Settled(Standing::None) => "none",
        Place::Settled(Standing::NotRanked) => "not-ranked",
        Place::Settled(Standing::Outside) => "outside",
        Place::Unsettled => "unsettled",
        Place::NoClasses => "no-classes",
    }
}
