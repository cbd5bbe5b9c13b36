//! A comparison as JSON: exact values as texts, words in both languages.

use super::{ComparedSide, Comparison, NodeChange, NodeResult};
use crate::explain::json::verdict_id;
use crate::json::Json;

impl Comparison {
    /// The comparison as one JSON object.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut w = Json::default();
        w.object(|w| {
            for (key, side) in [("old", &self.old), ("new", &self.new)] {
                w.key(key);
                side.write(w);
            }
            w.flag("same", self.is_same());
            w.flag("redacted", self.redacted);
            if let Some((before, after)) = &self.result {
                w.key("result");
                w.object(|w| {
                    w.words("old", before);
                    w.words("new", after);
                });
            }
            if let Some(total) = &self.total {
                w.key("total");
                w.object(|w| {
                    for (key, points) in [("old", total.old), ("new", total.new)] {
                        w.key(key);
                        points.write(w);
                    }
                    w.list("contributions", &total.contributions, |w, part| {
                        w.object(|w| {
                            w.text("code", &part.code);
                            w.text("label", &part.label);
                            w.number("certain", part.certain);
                            w.number("possible", part.possible);
                        });
                    });
                    if let Some(why) = &total.not_a_sum {
                        w.words("not_a_sum", why);
                    }
                });
            }
            w.list("gates", &self.gates, |w, node| node.write_json(w));
            w.list("items", &self.items, |w, node| node.write_json(w));
            w.list("classes", &self.classes, |w, node| node.write_json(w));
        });
        w.out
    }
}

impl ComparedSide {
    fn write(&self, w: &mut Json) {
        w.object(|w| {
            w.text("set", &self.set.0);
            w.text("edition", &self.set.1);
            w.text("label", &self.set.2);
            w.text("subject", &self.subject);
            w.text("period_from", &self.period.0.to_string());
            w.text("period_to", &self.period.1.to_string());
        });
    }
}

impl NodeChange {
    fn write_json(&self, w: &mut Json) {
        w.object(|w| {
            w.text("kind", self.kind.id());
            w.text("code", &self.code);
            if let Some(code) = &self.old_code {
                w.text("old_code", code);
            }
            w.text("label", &self.label);
            if let Some(level) = &self.level {
                w.text("level", level);
            }
            for (key, result) in [("old", &self.old), ("new", &self.new)] {
                if let Some(result) = result {
                    w.key(key);
                    result.write(w);
                }
            }
            w.list("causes", &self.causes, |w, cause| {
                w.object(|w| {
                    w.text("kind", cause.kind.id());
                    w.words("text", &cause.text);
                });
            });
            w.list("children", &self.children, |w, child| child.write_json(w));
        });
    }
}

impl NodeResult {
    fn write(&self, w: &mut Json) {
        w.object(|w| {
            w.text("applies", verdict_id(self.applies));
            if let Some(points) = self.points {
                w.key("points");
                points.write(w);
            }
            if let Some(max) = self.max {
                w.number("max", max);
            }
            if let Some(verdict) = self.verdict {
                w.text("verdict", verdict_id(verdict));
            }
        });
    }
}
