//! The answer as JSON: numbers and days as a dossier writes them, words in both languages.

use super::{
    Action, Condition, Decider, DeciderKind, Element, Piece, Reach, Relation, RestsOn, Suffices,
    SufficientSet,
};
use crate::describe::both;
use crate::explain::verdict_id;
use crate::json::Json;
use crate::outcome::Points;

impl Suffices {
    /// The answer as one JSON object.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut w = Json::default();
        w.object(|w| {
            w.text("class", &self.class);
            w.text("label", &self.label);
            w.text("reach", reach(self.reach));
            points(w, "total", self.total);
            if let Some(missing) = self.points_missing {
                w.number("points_missing", missing);
            }
            w.list("causes", &self.causes, cause);
            w.list("sets", &self.sets, set);
            w.list("items", &self.items, |w, item| {
                w.object(|w| {
                    w.text("code", &item.code);
                    w.text("label", &item.label);
                    w.number("lost", item.lost);
                    w.list("raises", &item.raises, |w, raise| {
                        w.object(|w| {
                            w.number("gain", raise.gain);
                            w.key("element");
                            element(w, &raise.element);
                        });
                    });
                    if item.more > 0 {
                        w.count("more", item.more);
                    }
                });
            });
            w.list("irrelevant", &self.irrelevant, piece);
            w.list("remarks", &self.remarks, |w, remark| {
                w.object(|w| {
                    w.text("code", remark.code.code());
                    if let Some(about) = &remark.about {
                        w.key("about");
                        piece(w, about);
                    }
                    w.count("count", remark.count);
                    w.words("text", &both(|lang| remark.text(lang)));
                });
            });
            w.key("search");
            w.object(|w| {
                w.count("most", self.search.most);
                w.text("evaluations", &self.search.evaluations.to_string());
                w.text("bound", &self.search.bound.to_string());
                if let Some(size) = self.search.ended_at {
                    w.count("ended_at", size);
                }
            });
        });
        w.out
    }
}

impl RestsOn {
    /// The answer as one JSON object.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut w = Json::default();
        w.object(|w| {
            w.text("class", &self.class);
            w.flag("held", self.held);
            w.list("pieces", &self.pieces, piece);
            w.count("tried", self.tried);
        });
        w.out
    }
}

fn set(w: &mut Json, set: &SufficientSet) {
    w.object(|w| {
        w.list("elements", &set.elements, element);
        points(w, "total", set.total);
        w.words("text", &both(|lang| set.text(lang)));
    });
}

fn element(w: &mut Json, element: &Element) {
    w.object(|w| {
        w.text("action", action(element.action));
        w.key("piece");
        piece(w, &element.piece);
        w.text("count", &element.count.to_string());
        w.list("conditions", &element.conditions, condition);
        w.words("text", &both(|lang| element.text(lang)));
    });
}

fn condition(w: &mut Json, condition: &Condition) {
    w.object(|w| {
        w.text("field", &condition.field);
        w.text("label", &condition.label);
        w.text("relation", relation(condition.relation));
        if !matches!(condition.relation, Relation::AsDeclared | Relation::Different) {
            w.text("value", &condition.value);
        }
        if let Some(to) = &condition.to {
            w.text("to", to);
        }
        w.words("text", &condition.text);
    });
}

fn piece(w: &mut Json, piece: &Piece) {
    w.object(|w| {
        if let Some((name, _)) = &piece.table {
            w.text("table", name);
        }
        if let Some(row) = piece.row {
            w.count("row", row);
            if !piece.id.is_empty() {
                w.text("id", &piece.id);
            }
        }
        if let Some((name, _)) = &piece.field {
            w.text("field", name);
        }
        if piece.years_back > 0 {
            w.text("years_back", &piece.years_back.to_string());
        }
        w.words("text", &both(|lang| piece.text(lang)));
    });
}

fn cause(w: &mut Json, cause: &Decider) {
    w.object(|w| {
        w.text("kind", kind(cause.kind));
        if !cause.name.is_empty() {
            w.text("name", &cause.name);
        }
        w.words("text", &cause.text);
        w.text("verdict", verdict_id(cause.verdict));
        w.text("reachable", verdict_id(cause.reachable));
        points(w, "have", cause.have);
        if let Some(need) = cause.need {
            w.number("need", need);
        }
    });
}

fn points(w: &mut Json, key: &'static str, points: Option<Points>) {
    if let Some(points) = points {
        w.key(key);
        w.object(|w| {
            w.number("certain", points.certain);
            w.number("possible", points.possible);
            w.number("reachable", points.reachable);
        });
    }
}

const fn reach(reach: Reach) -> &'static str {
    match reach {
        Reach::Certain => "certain",
        Reach::Possible => "possible",
        Reach::OutOfReach => "out-of-reach",
    }
}

const fn action(action: Action) -> &'static str {
    match action {
        Action::Settle => "settle",
        Action::Verify => "verify",
        Action::Reject => "reject",
        Action::Add => "add",
        Action::Judge => "judge",
        Action::Score => "score",
        Action::ChooseLevel => "choose-level",
        Action::FileResult => "file-result",
    }
}

const fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::AtLeast => "at-least",
        Relation::AtMost => "at-most",
        Relation::Exactly => "exactly",
        Relation::Between => "between",
        Relation::AsDeclared => "as-declared",
        Relation::Different => "different",
    }
}

const fn kind(kind: DeciderKind) -> &'static str {
    match kind {
        DeciderKind::Scope => "scope",
        DeciderKind::Gate => "gate",
        DeciderKind::Threshold => "threshold",
        DeciderKind::Condition => "condition",
    }
}
