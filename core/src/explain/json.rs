//! An explanation as JSON, for programs: codes and exact values, words in both languages.
//!
//! Numbers are strings: shortest decimal form, or a fraction where no decimal writes them.
//! Keys stand in a fixed order.

use super::{Argument, ClassLine, Evidence, Explanation, Measure, Node, Reason, TotalLine};
use crate::describe::{push_day, push_interval, push_value};
use crate::hir::Ty;
use crate::json::Json;
use crate::outcome::{ClassOutcome, Outcome, Points, Standing, Verdict};
use tieuchi_grammar::Lang;

/// Room for the explanation of a set of usual size.
const ROOM: usize = 1 << 14;

impl Explanation {
    /// The explanation as one JSON object.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut w = Json::with_room(ROOM);
        w.object(|w| {
            w.text("set", &self.set.id);
            w.text("edition", &self.set.edition);
            w.text("label", &self.set.label);
            w.list("based_on", &self.set.based_on, |w, (document, day)| {
                w.object(|w| {
                    w.text("document", document);
                    w.written("date", |out| push_day(*day, Lang::En, out));
                });
            });
            w.text("subject_kind", &self.set.subject_kind);
            w.text("subject", &self.subject);
            w.written("period_from", |out| push_day(self.period.0, Lang::En, out));
            w.written("period_to", |out| push_day(self.period.1, Lang::En, out));
            w.written("judged_on", |out| push_day(self.judged_on, Lang::En, out));
            w.word("file", if self.open { "open" } else { "closed" });
            w.list("regions", &self.regions, |w, region| w.item(region));
            w.list("not_expressed", &self.unexpressed, |w, part| {
                w.object(|w| {
                    w.text("text", &part.0);
                    w.text("because", &part.1);
                });
            });
            w.flag("assumed", self.set.assumed);
            w.flag("redacted", self.redacted);
            w.word("covers", verdict_id(self.covers));
            w.list("covers_reasons", &self.covers_reasons, |w, reason| reason.write(w));
            if let Some(total) = &self.total {
                w.key("total");
                total.write(w);
            }
            if let Some(class) = &self.class {
                w.key("class");
                class.write(w);
            }
            w.list("gates", &self.gates, |w, node| node.write(w));
            w.list("items", &self.items, |w, node| node.write(w));
            w.list("unused_results", &self.unused_results, |w, reason| reason.write(w));
            w.list("authorities", &self.authorities, |w, (text, verdict)| {
                w.object(|w| {
                    w.text("text", text);
                    w.word("decides", verdict_id(*verdict));
                });
            });
            w.list("deadlines", &self.deadlines, |w, (text, day)| {
                w.object(|w| {
                    w.text("text", text);
                    w.written("before", |out| push_day(*day, Lang::En, out));
                });
            });
        });
        w.out
    }
}

impl Outcome {
    /// The result as a set on top of this one reads it, computed for this period: one JSON object
    /// with the subject's `$id` and, under the set's name, class, points, edition and period.
    ///
    /// What the file, open or closed, does not settle is not there: a class that is not known is `null`, points
    /// that are not known, or that no decimal of nine digits writes, are left out.
    ///
    /// ```
    /// let source = r#"language en
    /// criteria set S "A set" edition E1 [assumed]
    ///   in force from 2024-01-01
    ///   applies to person
    /// subject person "Person"
    ///   fact books "Books": integer from 0 to 99
    /// title reader "Reader" when books >= 10
    /// "#;
    /// let plan = tieuchi::compile(source).unwrap();
    /// let context = plan.context(&tieuchi::ContextOptions::year(2025).unwrap()).unwrap();
    /// let dossier = tieuchi::Dossier::from_json(&plan, r#"{"$id": "7", "books": 12}"#).unwrap();
    /// assert_eq!(
    ///     plan.evaluate(&dossier, &context).result_json(),
    ///     r#"{"$id":"7","S":{"class":"reader","edition":"E1","by":"computed","period":"2025-01-01..2025-12-31"}}"#
    /// );
    /// ```
    #[must_use]
    pub fn result_json(&self) -> String {
        let set = &self.plan().inner.set;
        let mut w = Json::default();
        w.object(|w| {
            if !self.id().is_empty() {
                w.text("$id", self.id());
            }
            w.named(&set.id);
            w.object(|w| {
                let view = self.decisive();
                if let Some(class) = view.class() {
                    match class.settled() {
                        Some(Standing::Class(name)) => w.text("class", name),
                        Some(_) => w.word("class", "none"),
                        None => w.null("class"),
                    }
                }
                let points = view.total().filter(Points::is_settled).map(|total| total.certain);
                if let Some(points) =
                    points.filter(|points| points.places().is_some_and(|places| places <= 9))
                {
                    w.number("points", points);
                }
                w.text("edition", &set.edition);
                w.word("by", "computed");
                w.text("period", &format!("{}..{}", self.context.first, self.context.last));
            });
        });
        w.out
    }
}

pub(crate) const fn verdict_id(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "met",
        Verdict::NotMet => "not-met",
        Verdict::Unknown => "unknown",
        Verdict::NotApplicable => "not-applicable",
    }
}

impl Points {
    /// The points as one JSON object, as an explanation has them.
    ///
    /// ```
    /// use tieuchi::{Exact, Points};
    /// let points = Points { certain: Exact::ZERO, possible: Exact::ONE, reachable: Exact::whole(10) };
    /// assert_eq!(points.to_json(), r#"{"certain":"0","possible":"1","reachable":"10"}"#);
    /// ```
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut w = Json::default();
        self.write(&mut w);
        w.out
    }

    pub(super) fn write(self, w: &mut Json) {
        w.object(|w| {
            w.number("certain", self.certain);
            w.number("possible", self.possible);
            w.number("reachable", self.reachable);
        });
    }
}

impl TotalLine {
    fn write(&self, w: &mut Json) {
        w.object(|w| {
            for (name, points) in [
                ("base", Some(self.base)),
                ("scaled", self.scaled),
                ("raw", Some(self.raw)),
                ("total", Some(self.total)),
            ] {
                if let Some(points) = points {
                    w.key(name);
                    points.write(w);
                }
            }
            w.number("base_max", self.base_max);
            w.number("scale", self.scale);
        });
    }
}

impl ClassLine {
    fn write(&self, w: &mut Json) {
        w.object(|w| {
            w.text("name", &self.about.name);
            w.text("label", &self.about.label);
            w.flag("lone_title", self.about.lone_title);
            w.list("labels", &self.about.labels, |w, (name, label)| {
                w.object(|w| {
                    w.text("name", name);
                    w.text("label", label);
                });
            });
            w.list("closed", &self.outcome.closed, |w, standing| standing.write(w));
            w.list("open", &self.outcome.open, |w, standing| standing.write(w));
            w.list("shown", self.shown(), |w, standing| standing.write(w));
            w.list("conditions", &self.conditions, |w, node| node.write(w));
        });
    }
}

impl ClassOutcome {
    /// The standings as one JSON object, as an explanation has them.
    ///
    /// ```
    /// use tieuchi::{ClassOutcome, Standing};
    /// let held = vec![Standing::Class("good".to_owned())];
    /// let class = ClassOutcome { closed: held.clone(), open: [held, vec![Standing::None]].concat() };
    /// let json = r#"{"closed":[{"class":"good"}],"open":[{"class":"good"},{"status":"none"}]}"#;
    /// assert_eq!(class.to_json(), json);
    /// ```
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut w = Json::default();
        w.object(|w| {
            w.list("closed", &self.closed, |w, standing| standing.write(w));
            w.list("open", &self.open, |w, standing| standing.write(w));
        });
        w.out
    }
}

impl Standing {
    fn write(&self, w: &mut Json) {
        w.object(|w| match self {
            Self::Class(name) => w.text("class", name),
            Self::None => w.word("status", "none"),
            Self::NotRanked => w.word("status", "not-ranked"),
            Self::Outside => w.word("status", "not-applicable"),
        });
    }
}

impl Node {
    fn write(&self, w: &mut Json) {
        w.object(|w| {
            w.word("kind", self.about.kind.id());
            w.words("word", &self.about.word);
            w.text("code", &self.about.code);
            w.text("label", &self.about.label);
            if let Some(level) = &self.about.level {
                w.text("level", level);
            }
            w.word("applies", verdict_id(self.applies));
            if let Some(points) = self.points {
                w.key("points");
                points.write(w);
            }
            if let Some(max) = self.max {
                w.number("max", max);
            }
            if let Some(verdict) = self.verdict {
                w.word("verdict", verdict_id(verdict));
            }
            if let Some(verdict) = self.if_closed {
                w.word("if_closed", verdict_id(verdict));
            }
            if self.must_not {
                w.flag("must_not", true);
            }
            w.list("reasons", &self.reasons, |w, reason| reason.write(w));
            if let Some(effect) = &self.about.effect {
                w.words("effect", effect);
            }
            w.list("needs", &self.about.needs, |w, need| w.item(need));
            w.list("used", &self.used, |w, evidence| evidence.write(w));
            w.list("waiting", &self.waiting, |w, evidence| evidence.write(w));
            w.list("left_out", &self.left_out, |w, evidence| evidence.write(w));
            w.list("sources", self.sources(), |w, citation| {
                w.object(|w| {
                    w.text("document", &citation.document);
                    w.list("place", &citation.place, |w, (word, place)| {
                        w.object(|w| {
                            w.words("word", &super::phrase_words(*word));
                            w.text("at", place);
                        });
                    });
                    if let Some(quote) = &citation.quote {
                        w.text("quote", quote);
                    }
                });
            });
            w.list("readings", self.readings(), |w, (phrase, reading)| {
                w.object(|w| {
                    w.text("phrase", phrase);
                    w.text("as", reading);
                });
            });
            w.list("not_expressed", self.unexpressed(), |w, (text, why)| {
                w.object(|w| {
                    w.text("text", text);
                    w.text("because", why);
                });
            });
            w.flag("assumed", self.about.assumed);
            w.list("children", &self.children, |w, node| node.write(w));
        });
    }
}

impl Evidence {
    fn write(&self, w: &mut Json) {
        w.object(|w| {
            w.text("table", &self.table);
            w.text("id", &self.id);
            if self.count != 1 {
                w.text("count", &self.count.to_string());
            }
            if let Some(why) = self.why {
                w.word("why", why.id());
            }
        });
    }
}

impl Reason {
    fn write(&self, w: &mut Json) {
        w.object(|w| {
            w.word("code", self.code.id());
            w.list("args", &self.args, |w, (name, argument)| {
                w.object(|w| {
                    w.word("name", name);
                    match argument {
                        Argument::Number(value) => w.number("value", *value),
                        Argument::Interval(lo, hi, Measure::Day) => {
                            w.written("from", |out| push_value(*lo, &Ty::Day, Lang::En, out));
                            w.written("to", |out| push_value(*hi, &Ty::Day, Lang::En, out));
                        }
                        Argument::Interval(lo, hi, Measure::Number | Measure::Percent) => {
                            w.number("from", *lo);
                            w.number("to", *hi);
                        }
                        Argument::Count(count) => w.text("value", &count.to_string()),
                        Argument::Shown(lo, hi, measure) => {
                            let push =
                                |lang, out: &mut String| push_interval(*lo, *hi, &measure.ty(), lang, out);
                            w.words_written("words", push);
                        }
                        Argument::Words(words) => w.words("words", words),
                        Argument::Name(name) => w.text("text", name),
                        Argument::Verdict(verdict) => w.word("verdict", verdict_id(*verdict)),
                        Argument::Withheld => w.flag("withheld", true),
                    }
                });
            });
            w.words_written("text", |lang, out| self.push_text(lang, out));
        });
    }
}
