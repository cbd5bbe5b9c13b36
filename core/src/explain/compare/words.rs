//! A comparison in words.

use super::{ComparedSide, Comparison, NodeChange, NodeResult};
use crate::describe::{show_day, show_exact, show_interval};
use crate::exact::Exact;
use crate::explain::NodeKind;
use crate::explain::redaction::notice;
use crate::hir::{Ty, Unit};
use crate::outcome::{Points, Verdict};
use std::fmt::Write as _;
use tieuchi_grammar::Lang;

impl Comparison {
    /// The comparison in words. Lines end with `\n`.
    #[must_use]
    pub fn to_text(&self, lang: Lang) -> String {
        let vi = lang == Lang::Vi;
        let mut out = format!("{}\n→ {}\n", self.old.words(lang), self.new.words(lang));
        if self.redacted {
            let _ = writeln!(out, "  {}", notice(lang));
        }
        if self.is_same() {
            out.push_str(if vi { "Hai kết quả như nhau.\n" } else { "Both come out alike.\n" });
            return out;
        }
        if let Some((before, after)) = &self.result {
            let _ = writeln!(out, "  {} → {}", before.get(lang), after.get(lang));
        }
        if let Some(total) = &self.total {
            let word = if vi { "tổng điểm" } else { "total" };
            let change = change(total.old, total.new, "", lang);
            let _ =
                writeln!(out, "  {word} {} → {}{change}", points(total.old, lang), points(total.new, lang));
            let parts: Vec<String> = total
                .contributions
                .iter()
                .map(|part| format!("{}: {}", part.code, delta(part.certain, part.possible, lang)))
                .collect();
            if !parts.is_empty() {
                let word = if vi { "gồm" } else { "made of" };
                let _ = writeln!(out, "    {word}: {}", parts.join("; "));
            }
            if let Some(why) = &total.not_a_sum {
                let words = if vi {
                    "các mục không cộng thẳng thành tổng"
                } else {
                    "the items do not simply add up"
                };
                let _ = writeln!(out, "    {words}: {}", why.get(lang));
            }
        }
        let sum = self.total.as_ref().is_none_or(|total| total.not_a_sum.is_none());
        for list in [&self.gates, &self.items, &self.classes] {
            for node in list {
                node.write(1, Telling { lang, sum, taken_off: false }, &mut out);
            }
        }
        out
    }
}

impl ComparedSide {
    fn words(&self, lang: Lang) -> String {
        let (id, edition, _) = &self.set;
        let subject = if self.subject.is_empty() { String::new() } else { format!("{} · ", self.subject) };
        let (first, last) = (show_day(self.period.0, lang), show_day(self.period.1, lang));
        match lang {
            Lang::Vi => format!("{subject}{id} bản {edition}, kỳ {first}–{last}"),
            Lang::En => format!("{subject}{id} edition {edition}, period {first}–{last}"),
        }
    }
}

/// How the changes of nodes are told.
#[derive(Clone, Copy)]
struct Telling {
    lang: Lang,
    /// Whether the total is the sum of the items.
    sum: bool,
    /// Whether the node stands under a deduction.
    taken_off: bool,
}

impl NodeChange {
    fn write(&self, depth: usize, telling: Telling, out: &mut String) {
        let taken_off = telling.taken_off || self.word.en == "deduction";
        let telling = Telling { taken_off, ..telling };
        let lang = telling.lang;
        let indent = "  ".repeat(depth);
        let vi = lang == Lang::Vi;
        let mut line = match self.kind {
            NodeKind::Item => format!("{indent}{} {}", self.code, self.label),
            NodeKind::Clause | NodeKind::Gate | NodeKind::Class => {
                format!("{indent}{} {}: {}", self.word.get(lang), self.code, self.label)
            }
        };
        if let Some(level) = &self.level {
            let _ = write!(line, " [{level}]");
        }
        if let Some(code) = &self.old_code {
            let _ = write!(line, " ({} {code})", if vi { "trước là" } else { "was" });
        }
        let _ = write!(line, "  {}", self.results(telling));
        let _ = writeln!(out, "{line}");
        for cause in &self.causes {
            let _ = writeln!(out, "{indent}    {}", cause.text.get(lang));
        }
        for child in &self.children {
            child.write(depth + 1, telling, out);
        }
    }

    fn results(&self, telling: Telling) -> String {
        let lang = telling.lang;
        let vi = lang == Lang::Vi;
        match (&self.old, &self.new) {
            (Some(old), Some(new)) => {
                let mut parts = Vec::new();
                if let (Some(before), Some(after)) = (old.points, new.points)
                    && (before, old.max) != (after, new.max)
                {
                    let text =
                        format!("{} → {}", with_max(before, old.max, lang), with_max(after, new.max, lang));
                    let (word, sign) = match (telling.taken_off, telling.sum, lang) {
                        (false, ..) => ("", ""),
                        (true, true, Lang::Vi) => ("bị trừ ", "tổng "),
                        (true, true, Lang::En) => ("deducted ", "total "),
                        (true, false, Lang::Vi) => ("bị trừ ", ""),
                        (true, false, Lang::En) => ("deducted ", ""),
                    };
                    // Less taken off is a gain.
                    let (from, to) = if telling.taken_off { (after, before) } else { (before, after) };
                    parts.push(format!("{word}{text}{}", change(from, to, sign, lang)));
                }
                if old.verdict != new.verdict {
                    parts.push(format!("{} → {}", verdict(old, lang), verdict(new, lang)));
                }
                parts.join(", ")
            }
            (None, Some(new)) => format!("{}: {}", if vi { "mục mới" } else { "new" }, result(new, lang)),
            (Some(old), None) => {
                format!("{}: {}", if vi { "không còn mục này" } else { "gone" }, result(old, lang))
            }
            (None, None) => String::new(),
        }
    }
}

fn result(result: &NodeResult, lang: Lang) -> String {
    let mut parts: Vec<String> =
        result.points.iter().map(|points| with_max(*points, result.max, lang)).collect();
    if result.verdict.is_some() || parts.is_empty() {
        parts.push(verdict(result, lang).to_owned());
    }
    parts.join(", ")
}

const fn verdict(result: &NodeResult, lang: Lang) -> &'static str {
    match (result.verdict, lang) {
        (Some(Verdict::Met), Lang::Vi) => "đạt",
        (Some(Verdict::Met), Lang::En) => "met",
        (Some(Verdict::NotMet), Lang::Vi) => "không đạt",
        (Some(Verdict::NotMet), Lang::En) => "not met",
        (Some(Verdict::Unknown), Lang::Vi) => "chưa rõ",
        (Some(Verdict::Unknown), Lang::En) => "not known",
        (Some(Verdict::NotApplicable), Lang::Vi) => "không áp dụng",
        (Some(Verdict::NotApplicable), Lang::En) => "not applicable",
        (None, Lang::Vi) => "không có kết luận",
        (None, Lang::En) => "no verdict",
    }
}

fn points(points: Points, lang: Lang) -> String {
    let text = show_interval(points.certain, points.possible, &Ty::Number(Unit::Points), lang);
    if points.reachable == points.possible {
        return text;
    }
    let up_to = if lang == Lang::Vi { "bổ sung thì tới" } else { "with more evidence up to" };
    format!("{text} ({up_to} {})", show_exact(points.reachable, lang))
}

fn with_max(value: Points, max: Option<Exact>, lang: Lang) -> String {
    let max = max.map(|max| format!(" / {}", show_exact(max, lang))).unwrap_or_default();
    format!("{}{max}", points(value, lang))
}

/// ` (+4)` with a word before it, or nothing where the points are the same.
fn change(before: Points, after: Points, word: &str, lang: Lang) -> String {
    let (Some(certain), Some(possible)) =
        (after.certain.sub(before.certain), after.possible.sub(before.possible))
    else {
        return String::new();
    };
    if certain == Exact::ZERO && possible == Exact::ZERO {
        return String::new();
    }
    format!(" ({word}{})", delta(certain, possible, lang))
}

/// A difference with its sign; two where what is certain and what is possible changed otherwise.
fn delta(certain: Exact, possible: Exact, lang: Lang) -> String {
    let one = |value: Exact| {
        let sign = if value > Exact::ZERO { "+" } else { "" };
        format!("{sign}{}", show_exact(value, lang))
    };
    if certain == possible {
        return one(certain);
    }
    match lang {
        Lang::Vi => format!("chắc chắn {}, có thể {}", one(certain), one(possible)),
        Lang::En => format!("certain {}, possible {}", one(certain), one(possible)),
    }
}
