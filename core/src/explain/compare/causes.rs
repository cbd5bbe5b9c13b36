//! Why a node comes out otherwise: its reasons before and after, told as one difference.

use super::{Cause, CauseKind};
use crate::describe::{both, lower_first, show_exact, show_value};
use crate::explain::{Argument, Evidence, Explainer, Node, NodeKind, Reason, ReasonCode};
use crate::hir::{Expr, ExprKind};
use crate::outcome::Verdict;
use std::collections::BTreeMap;
use tieuchi_grammar::{Bilingual, Lang};

/// Both outcomes, for figures that no reason shows.
pub(super) struct Figures<'a> {
    pub old: &'a Explainer<'a>,
    pub new: &'a Explainer<'a>,
}

impl Figures<'_> {
    /// The causes, most telling first. Where parts tell it, what is made of the parts is left out.
    pub fn causes(&self, before: &Node, after: &Node, parts_tell: bool) -> Vec<Cause> {
        let mut causes = Vec::new();
        self.applies(before, after, &mut causes);
        pairs(&before.reasons, &after.reasons, &mut causes);
        if self.old.redaction.hides_identifiers() {
            // Places on file are not the same rows in two files.
            counted(before, after, &mut causes);
        } else {
            evidence(before, after, &mut causes);
        }
        self.parameters(before, after, &mut causes);
        if let (Some(old), Some(new)) = (before.max, after.max)
            && old != new
            && after.applies != Verdict::NotMet
            && before.applies != Verdict::NotMet
        {
            causes.push(Cause {
                kind: CauseKind::Maximum,
                text: both(|lang| {
                    let (old, new) = (show_exact(old, lang), show_exact(new, lang));
                    match lang {
                        Lang::Vi => format!("điểm tối đa: {old} → {new}"),
                        Lang::En => format!("greatest points: {old} → {new}"),
                    }
                }),
            });
        }
        if causes.is_empty() && !parts_tell && withheld(before) | withheld(after) {
            causes.push(Cause {
                kind: CauseKind::Withheld,
                text: Bilingual::new("một giá trị giữ kín đã khác", "a value that is kept back is another"),
            });
        }
        causes.sort_by_key(|cause| cause.kind);
        causes.dedup();
        causes
    }

    fn applies(&self, before: &Node, after: &Node, causes: &mut Vec<Cause>) {
        if before.applies == after.applies {
            return;
        }
        let words = |verdict: Verdict, lang: Lang| match (verdict, lang) {
            (Verdict::Met, Lang::Vi) => "áp dụng",
            (Verdict::Met, Lang::En) => "applies",
            (Verdict::NotMet | Verdict::NotApplicable, Lang::Vi) => "không áp dụng",
            (Verdict::NotMet | Verdict::NotApplicable, Lang::En) => "does not apply",
            (Verdict::Unknown, Lang::Vi) => "chưa rõ có áp dụng không",
            (Verdict::Unknown, Lang::En) => "not known whether it applies",
        };
        let reason = |node: &Node| {
            let says = |code| matches!(code, ReasonCode::NotApplicable | ReasonCode::HeadingNotApplicable);
            node.reasons.iter().find(|reason| says(reason.code)).cloned()
        };
        let why = reason(after).or_else(|| reason(before));
        causes.push(Cause {
            kind: CauseKind::Applies,
            text: both(|lang| {
                let change = format!("{} → {}", words(before.applies, lang), words(after.applies, lang));
                match &why {
                    Some(why) => format!("{change} ({})", why.text(lang)),
                    None => change,
                }
            }),
        });
    }

    /// Parameters the node reads whose values differ.
    fn parameters(&self, before: &Node, after: &Node, causes: &mut Vec<Cause>) {
        let (old, new) = (params(self.old, before), params(self.new, after));
        for (name, (label, now)) in &new {
            if let Some((_, then)) = old.get(name).filter(|(_, then)| then != now) {
                let text = both(|lang| {
                    let parameter = if lang == Lang::Vi { "tham số" } else { "parameter" };
                    format!("{parameter} {}: {} → {}", lower_first(label), then.get(lang), now.get(lang))
                });
                causes.push(Cause { kind: CauseKind::Parameter, text });
            }
        }
    }
}

/// Values of the parameters a node's statements read, by name, with their labels.
fn params(of: &Explainer<'_>, node: &Node) -> BTreeMap<String, (String, Bilingual)> {
    let classes = of.set.classes.as_ref();
    let level = |name: &Option<String>| {
        let position = classes
            .and_then(|classes| classes.list.iter().position(|class| Some(&class.name) == name.as_ref()));
        position.and_then(|at| u32::try_from(at).ok())
    };
    let mut exprs: Vec<&Expr> = Vec::new();
    let mut judged = level(&node.about.level);
    match node.about.kind {
        NodeKind::Item => {
            let items = of.set.items.iter().filter(|item| item.code == node.about.code);
            exprs.extend(items.flat_map(|item| item.own_exprs()));
        }
        NodeKind::Gate => {
            let gates = of.set.gates.iter().filter(|gate| gate.name == node.about.code);
            exprs.extend(gates.map(|gate| &gate.condition));
        }
        NodeKind::Class => {
            judged = level(&Some(node.about.code.clone()));
            let list = classes.map_or(&[][..], |classes| classes.list.as_slice());
            exprs.extend(
                list.iter()
                    .filter(|class| class.name == node.about.code)
                    .filter_map(|class| class.condition.as_ref()),
            );
        }
        // A clause is told with its item.
        NodeKind::Clause => {}
    }
    let mut out = BTreeMap::new();
    for expr in exprs {
        expr.walk(&mut |part| {
            let ExprKind::Param(id) = part.kind else { return };
            let bounds = of.value_of(part, judged);
            if let Some((lo, hi)) = bounds.filter(|(lo, hi)| lo == hi) {
                let param = &of.set[id];
                let value = both(|lang| show_value(lo.max(hi), &param.ty, lang));
                out.insert(param.name.clone(), (param.label.clone(), value));
            }
        });
    }
    out
}

/// Reasons that differ, each with the one it was before: what it is about stays the same.
fn pairs(before: &[Reason], after: &[Reason], causes: &mut Vec<Cause>) {
    let told = |reason: &&Reason| {
        !matches!(
            reason.code,
            // Told as applicability, as points, as a figure of the set, or no reason for a difference.
            ReasonCode::NotApplicable
                | ReasonCode::HeadingNotApplicable
                | ReasonCode::NotExpressed
                | ReasonCode::SetBy
                | ReasonCode::ParameterRow
        )
    };
    let gone: Vec<&Reason> = before.iter().filter(told).filter(|reason| !after.contains(reason)).collect();
    let mut come: Vec<&Reason> =
        after.iter().filter(told).filter(|reason| !before.contains(reason)).collect();
    for old in gone {
        let about = |new: &&Reason| new.code == old.code && subject(new) == subject(old);
        let same_code = |new: &&Reason| new.code == old.code && alone(old);
        let at = come.iter().position(about).or_else(|| come.iter().position(same_code));
        match at {
            Some(at) => differ(old, come.remove(at), causes),
            None => causes.push(only(old, true)),
        }
    }
    causes.extend(come.into_iter().map(|reason| only(reason, false)));
}

/// What a reason is about, by which it is found again.
fn subject(reason: &Reason) -> Option<&Argument> {
    let of = |name: &str| reason.args.iter().find(|(own, _)| *own == name).map(|(_, argument)| argument);
    of("what").or_else(|| of("formula")).or_else(|| of("rows")).or_else(|| of("condition"))
}

/// Whether an item has at most one such reason, so that the rule itself may have changed.
const fn alone(reason: &Reason) -> bool {
    matches!(
        reason.code,
        ReasonCode::Band
            | ReasonCode::Formula
            | ReasonCode::Direct
            | ReasonCode::Gives
            | ReasonCode::LevelChosen
            | ReasonCode::ClausesGive
            | ReasonCode::Capped
            | ReasonCode::ItemCapped
            | ReasonCode::Rounded
            | ReasonCode::Each
    )
}

/// The arguments in which two reasons of one subject differ.
fn differ(old: &Reason, new: &Reason, causes: &mut Vec<Cause>) {
    if subject(old) != subject(new) {
        causes.push(Cause {
            kind: CauseKind::Reason,
            text: both(|lang| format!("{} → {}", old.text(lang), new.text(lang))),
        });
        return;
    }
    let differs = |name: &str| {
        let all = |reason: &Reason| [Lang::Vi, Lang::En].map(|lang| reason.all(name, lang));
        all(old) != all(new)
    };
    let change = |name: &str, lang: Lang| format!("{} → {}", old.all(name, lang), new.all(name, lang));
    let what = |lang: Lang| match new.has("what") {
        true => format!("{}: ", new.all("what", lang)),
        false => String::new(),
    };
    let start = causes.len();
    let mut add = |kind, text: &dyn Fn(Lang) -> String| causes.push(Cause { kind, text: both(text) });
    let bar = |reason: &Reason, lang: Lang| {
        format!("{} {}", reason.all("comparison", lang), reason.all("asked", lang))
    };
    let moved = differs("asked") || differs("comparison");
    if differs("found") {
        add(CauseKind::Value, &|lang| {
            let asked = match (new.has("asked") && !moved, lang) {
                (false, _) => String::new(),
                (true, Lang::Vi) => format!(" (yêu cầu {})", bar(new, lang)),
                (true, Lang::En) => format!(" (asked {})", bar(new, lang)),
            };
            format!("{}{}{asked}", what(lang), change("found", lang))
        });
    } else if differs("met") || differs("counted") {
        add(CauseKind::Value, &|lang| {
            let part =
                |reason: &Reason| format!("{}/{}", reason.all("met", lang), reason.all("counted", lang));
            format!("{}{} → {}", what(lang), part(old), part(new))
        });
    }
    // The values put in a formula stand in one order.
    let put_in = |reason: &Reason| -> Vec<Argument> {
        let with = reason.args.iter().filter(|(name, _)| *name == "with");
        with.map(|(_, argument)| argument.clone()).collect()
    };
    for (then, now) in put_in(old).iter().zip(&put_in(new)).filter(|(then, now)| then != now) {
        add(CauseKind::Value, &|lang| {
            let now = now.text(lang);
            format!("{} → {}", then.text(lang), now.rsplit(": ").next().unwrap_or(&now))
        });
    }
    for name in ["declared", "verified", "day"] {
        if differs(name) {
            add(CauseKind::Value, &|lang| format!("{}{}", what(lang), change(name, lang)));
        }
    }
    if differs("band") {
        add(CauseKind::Band, &|lang| {
            let word = if lang == Lang::Vi { "bậc" } else { "band" };
            format!("{word} «{}» → «{}»", old.all("band", lang), new.all("band", lang))
        });
    }
    if differs("steps") {
        add(CauseKind::Value, &|lang| {
            let word = if lang == Lang::Vi { "số bước" } else { "steps" };
            format!("{word}: {}", change("steps", lang))
        });
    }
    // A bar that is a parameter is told as one.
    if moved && !(old.has("parameter") && new.has("parameter")) {
        add(CauseKind::Threshold, &|lang| {
            let word = if lang == Lang::Vi { "yêu cầu" } else { "asked" };
            format!("{}{word} {} → {}", what(lang), bar(old, lang), bar(new, lang))
        });
    }
    for name in ["each", "cap"] {
        if differs(name) {
            add(CauseKind::Threshold, &|lang| {
                let word = match (name, lang) {
                    ("cap", Lang::Vi) => "mức trần",
                    ("cap", Lang::En) => "cap",
                    (_, Lang::Vi) => "mỗi",
                    (_, Lang::En) => "each",
                };
                format!("{word}: {}", change(name, lang))
            });
        }
    }
    if differs("item") {
        add(CauseKind::Part, &|lang| format!("{} → {}", old.text(lang), new.text(lang)));
    }
    let quiet = causes.len() == start;
    let parameter = old.has("parameter")
        && new.has("parameter")
        && old.all("asked", Lang::En) != new.all("asked", Lang::En);
    if quiet && !parameter {
        // A condition that holds or does not, or points that were given.
        let kind = match new.code {
            ReasonCode::Fact | ReasonCode::Direct | ReasonCode::LevelChosen => CauseKind::Value,
            _ => CauseKind::Reason,
        };
        let points = |reason: &Reason| {
            matches!(
                reason.code,
                ReasonCode::Gives | ReasonCode::Each | ReasonCode::ClausesGive | ReasonCode::Formula
            )
        };
        // The points a statement gives are the node's own, told already.
        if !points(new) {
            // Both begin with what they are about.
            let text = both(|lang| {
                let now = new.text(lang);
                let end = now.rsplit(": ").next().filter(|_| new.has("what")).unwrap_or(&now);
                format!("{} → {end}", old.text(lang))
            });
            causes.push(Cause { kind, text });
        }
    }
}

/// A reason that stands on one side only.
fn only(reason: &Reason, before: bool) -> Cause {
    let kind = match reason.code {
        ReasonCode::Missing | ReasonCode::NotKnown | ReasonCode::Waiting | ReasonCode::OtherDay => {
            CauseKind::Filing
        }
        ReasonCode::AllItemsMet | ReasonCode::ItemsFail | ReasonCode::ItemsUnknown => CauseKind::Part,
        _ => CauseKind::Reason,
    };
    let text = both(|lang| {
        let text = reason.text(lang);
        match (reason.code, before, lang) {
            (ReasonCode::Missing, true, Lang::Vi) => format!("nay đã có: {}", reason.all("what", lang)),
            (ReasonCode::Missing, true, Lang::En) => format!("now on file: {}", reason.all("what", lang)),
            (ReasonCode::Waiting, true, Lang::Vi) => {
                format!("nay không còn chờ xác minh: {}", reason.all("what", lang))
            }
            (ReasonCode::Waiting, true, Lang::En) => {
                format!("no longer waiting to be verified: {}", reason.all("what", lang))
            }
            (ReasonCode::NotKnown, true, Lang::Vi) => format!("nay đã rõ: {}", reason.all("what", lang)),
            (ReasonCode::NotKnown, true, Lang::En) => format!("now known: {}", reason.all("what", lang)),
            (_, true, Lang::Vi) => format!("không còn: {text}"),
            (_, true, Lang::En) => format!("no longer: {text}"),
            (_, false, Lang::Vi) => format!("nay: {text}"),
            (_, false, Lang::En) => format!("now: {text}"),
        }
    });
    Cause { kind, text }
}

/// Evidence that counts, waits or does not count, where it did otherwise.
fn evidence(before: &Node, after: &Node, causes: &mut Vec<Cause>) {
    let lists =
        [(&before.used, &after.used, "tính", "counts"), (&before.waiting, &after.waiting, "chờ", "waits")];
    for (old, new, vi, en) in lists {
        let gone: Vec<&Evidence> = old.iter().filter(|one| !has(new, one)).collect();
        let come: Vec<&Evidence> = new.iter().filter(|one| !has(old, one)).collect();
        for (list, sign_vi, sign_en) in [(come, "nay", "now"), (gone, "không còn", "no longer")] {
            if list.is_empty() {
                continue;
            }
            let names: Vec<String> = list
                .iter()
                .map(|one| {
                    let count = if one.count > 1 { format!(" ×{}", one.count) } else { String::new() };
                    format!("{} {}{count}", one.table.replace('_', " "), one.id)
                })
                .collect();
            let names = names.join(", ");
            let text = Bilingual::new(format!("{sign_vi} {vi}: {names}"), format!("{sign_en} {en}: {names}"));
            causes.push(Cause { kind: CauseKind::Evidence, text });
        }
    }
}

/// How much evidence counts, waits or does not count, where it was another number.
fn counted(before: &Node, after: &Node, causes: &mut Vec<Cause>) {
    let lists = [
        (&before.used, &after.used, "số minh chứng được tính", "evidence that counts"),
        (&before.waiting, &after.waiting, "số minh chứng đang chờ", "evidence that waits"),
    ];
    for (old, new, vi, en) in lists {
        let rows = |list: &[Evidence]| list.iter().map(|one| u64::from(one.count)).sum::<u64>();
        let (old, new) = (rows(old), rows(new));
        if old != new {
            let text = Bilingual::new(format!("{vi}: {old} → {new}"), format!("{en}: {old} → {new}"));
            causes.push(Cause { kind: CauseKind::Evidence, text });
        }
    }
}

fn has(list: &[Evidence], one: &Evidence) -> bool {
    list.iter().any(|other| (&other.table, &other.id, other.count) == (&one.table, &one.id, one.count))
}

fn withheld(node: &Node) -> bool {
    node.reasons.iter().flat_map(|reason| &reason.args).any(|(_, argument)| *argument == Argument::Withheld)
}
