//! The sentences of a letter: results, failures, what is missing, in both languages.

use super::grounds::ground;
use super::{LetterPart, is_deduction};
use crate::describe::{both, noun, show_exact, show_interval, show_number, upper_first};
use crate::exact::Exact;
use crate::explain::{ClassLine, Evidence, Node, NodeKind, Reason, ReasonCode, TotalLine};
use crate::hir::{Ty, Unit};
use crate::outcome::{ClassOutcome, Points, Standing, Verdict};
use tieuchi_grammar::{Bilingual, Lang};

pub(super) struct Sentences;

/// The items of which something is so and of whose parts none is: what it comes from.
pub(super) fn leaves<'a>(nodes: &'a [Node], is_so: &impl Fn(&Node) -> bool) -> Vec<&'a Node> {
    let mut out: Vec<&Node> = Vec::new();
    for node in nodes.iter().filter(|node| node.about.kind == NodeKind::Item) {
        let below: Vec<&Node> = leaves(&node.children, is_so);
        // A part that is the same for several classes stands in the tree once for each.
        if below.is_empty() && is_so(node) && !out.contains(&node) {
            out.push(node);
        }
        for node in below {
            if !out.contains(&node) {
                out.push(node);
            }
        }
    }
    out
}

impl Sentences {
    // ---- the result --------------------------------------------------------------------------

    /// The class, or whether the title is attained.
    pub fn standing(&self, class: &ClassLine) -> Bilingual {
        both(|lang| {
            let ClassOutcome { closed, .. } = &class.outcome;
            let table = &class.about.label;
            match (closed.as_slice(), class.about.lone_title, lang) {
                ([Standing::Class(name)], true, Lang::Vi) => {
                    format!("Đạt {} «{}».", title_word(class, lang), label(class, name))
                }
                ([Standing::Class(name)], true, Lang::En) => {
                    format!("The {} “{}” is attained.", title_word(class, lang), label(class, name))
                }
                ([Standing::None], true, Lang::Vi) => {
                    format!("Không đạt {} «{table}».", title_word(class, lang))
                }
                ([Standing::None], true, Lang::En) => {
                    format!("The {} “{table}” is not attained.", title_word(class, lang))
                }
                ([one], _, _) => format!("{table}: {}.", standing(class, one, lang)),
                (several, lone, _) => {
                    let list = several
                        .iter()
                        .map(|one| match (one, lone, lang) {
                            (Standing::Class(_), true, Lang::Vi) => "đạt".to_owned(),
                            (Standing::Class(_), true, Lang::En) => "attained".to_owned(),
                            (Standing::None, true, Lang::Vi) => "không đạt".to_owned(),
                            (Standing::None, true, Lang::En) => "not attained".to_owned(),
                            _ => standing(class, one, lang),
                        })
                        .collect::<Vec<_>>();
                    match lang {
                        Lang::Vi => {
                            format!("«{table}»: chưa kết luận được; có thể là: {}.", list.join(" hoặc "))
                        }
                        Lang::En => format!("“{table}”: not decided yet; it may be {}.", list.join(" or ")),
                    }
                }
            }
        })
    }

    /// What more evidence could still bring about.
    pub fn still_possible(&self, class: &ClassLine, best: &Standing) -> Bilingual {
        both(|lang| match lang {
            Lang::Vi => format!("Bổ sung minh chứng thì còn có thể: {}.", standing(class, best, lang)),
            Lang::En => format!("With more evidence it may still be {}.", standing(class, best, lang)),
        })
    }

    /// The total, and how it came about where it is not the plain sum.
    pub fn total(&self, total: &TotalLine, part: &mut LetterPart) {
        part.add(
            0,
            both(|lang| {
                let scale = show_number(total.scale, lang);
                let of = noun(total.scale, lang, "điểm", "point", "points");
                let (points, open) = (range(total.total, lang), !total.total.is_settled());
                match (lang, open) {
                    (Lang::Vi, false) => format!("Tổng điểm: {points} trên {scale} {of}."),
                    (Lang::Vi, true) => format!("Tổng điểm: {points} trên {scale} {of}, chưa xác định."),
                    (Lang::En, false) => format!("Total: {points} of {scale} {of}."),
                    (Lang::En, true) => format!("Total: {points} of {scale} {of}, not settled yet."),
                }
            }),
        );
        if total.scaled.is_none() && total.raw == total.base && total.rounding.is_none() {
            return;
        }
        part.add(
            1,
            both(|lang| {
                let max = show_exact(total.base_max, lang);
                let vi = lang == Lang::Vi;
                let mut text = if vi {
                    format!("Cộng các mục: {} trên {max}", range(total.base, lang))
                } else {
                    format!("Sum of the items: {} of {max}", range(total.base, lang))
                };
                let mut step = |words: String, points: Points| {
                    text.push_str(&format!("; {words}: {}", range(points, lang)));
                };
                if let Some(scaled) = total.scaled {
                    let scale = show_number(total.scale, lang);
                    let words = if vi {
                        format!("quy đổi về thang {scale}")
                    } else {
                        format!("rescaled to {scale}")
                    };
                    step(words, scaled);
                }
                if total.raw != total.scaled.unwrap_or(total.base) {
                    let words = if vi { "sau cộng trừ" } else { "after bonus and deductions" };
                    step(words.to_owned(), total.raw);
                }
                if let Some(rounding) = &total.rounding {
                    step(rounding.get(lang).to_owned(), total.total);
                }
                text.push('.');
                text
            }),
        );
    }

    /// How an item stands, where there is neither a title nor a total.
    pub fn verdict_of(&self, node: &Node) -> Bilingual {
        let name = self.name(node);
        let (vi, en) = verdict_words(node.verdict.unwrap_or(Verdict::Unknown));
        Bilingual::new(format!("{}: {vi}.", name.vi), format!("{}: {en}.", name.en))
    }

    // ---- why ---------------------------------------------------------------------------------

    /// A gate, class or item that is not met: what was found, what was asked, and the ground.
    pub fn failed(&self, node: &Node, part: &mut LetterPart) {
        let name = self.name(node);
        part.add(
            0,
            match &node.about.effect {
                Some(effect) => Bilingual::new(
                    format!("{}: không đạt; hệ quả: {}.", name.vi, effect.vi),
                    format!("{}: not met; in consequence: {}.", name.en, effect.en),
                ),
                None => Bilingual::new(format!("{}: không đạt.", name.vi), format!("{}: not met.", name.en)),
            },
        );
        self.why(node, part, &|verdict| verdict == Some(Verdict::NotMet));
    }

    /// A class that is given, and why.
    pub fn granted(&self, node: &Node, part: &mut LetterPart) {
        let name = self.name(node);
        part.add(0, Bilingual::new(format!("{}: đạt.", name.vi), format!("{}: met.", name.en)));
        self.why(node, part, &|verdict| verdict == Some(Verdict::Met));
    }

    /// An item below its greatest points, or a deduction.
    pub fn points_lost(&self, node: &Node, part: &mut LetterPart) {
        let (Some(points), name) = (node.points, self.name(node)) else { return };
        part.add(
            0,
            both(|lang| {
                let (name, given) = (name.get(lang), show_exact(points.certain, lang));
                let word = |count| noun(count, lang, "điểm", "point", "points");
                match (lang, is_deduction(node), node.max) {
                    (Lang::Vi, true, _) => format!("{name}: bị trừ {given} điểm."),
                    (Lang::En, true, _) => format!("{name}: {given} {} taken off.", word(points.certain)),
                    (Lang::Vi, false, Some(max)) => {
                        format!("{name}: {given} trên {} điểm.", show_exact(max, lang))
                    }
                    (Lang::En, false, Some(max)) => {
                        format!("{name}: {given} of {} {}.", show_exact(max, lang), word(max))
                    }
                    (_, false, None) => format!("{name}: {given} {}.", word(points.certain)),
                }
            }),
        );
        self.why(node, part, &|verdict| verdict != Some(Verdict::Met));
    }

    /// What is not known of a node, and what is missing.
    pub fn unknown(&self, node: &Node, part: &mut LetterPart) {
        let name = self.name(node);
        part.add(
            0,
            both(|lang| match (node.points.filter(|points| !points.is_settled()), lang) {
                (Some(points), Lang::Vi) => {
                    format!("{}: {} điểm, chưa rõ.", name.get(lang), range(points, lang))
                }
                (Some(points), Lang::En) => {
                    format!("{}: {} points, not known yet.", name.get(lang), range(points, lang))
                }
                (None, Lang::Vi) => format!("{}: chưa rõ.", name.get(lang)),
                (None, Lang::En) => format!("{}: not known yet.", name.get(lang)),
            }),
        );
        self.why(node, part, &|verdict| verdict == Some(Verdict::Unknown));
        if !node.waiting.is_empty() {
            let list = evidence(&node.waiting);
            part.add(
                1,
                Bilingual::new(
                    format!("Minh chứng chờ xác minh hoặc chưa rõ: {list}."),
                    format!("Evidence that is not verified or not clear: {list}."),
                ),
            );
        }
    }

    /// Points an item could still reach.
    pub fn more_points(&self, node: &Node, part: &mut LetterPart) {
        let (Some(points), name) = (node.points, self.name(node)) else { return };
        part.add(
            0,
            both(|lang| {
                let more = show_exact(points.reachable, lang);
                match lang {
                    Lang::Vi => {
                        format!("{}: bổ sung minh chứng thì có thể tới {more} điểm.", name.get(lang))
                    }
                    Lang::En => {
                        let word = noun(points.reachable, lang, "điểm", "point", "points");
                        format!("{}: up to {more} {word} with more evidence.", name.get(lang))
                    }
                }
            }),
        );
        for need in &node.about.needs {
            part.add(
                1,
                Bilingual::new(format!("Minh chứng cần có: {need}."), format!("Evidence asked for: {need}.")),
            );
        }
    }

    /// The reasons of a node, its clauses of that verdict, and its grounds.
    fn why(&self, node: &Node, part: &mut LetterPart, told: &impl Fn(Option<Verdict>) -> bool) {
        for reason in &node.reasons {
            // Points given and phrases left to people are told elsewhere.
            if !matches!(
                reason.code,
                ReasonCode::Direct | ReasonCode::NotExpressed | ReasonCode::ParameterRow
            ) {
                part.add(1, self.sentence(reason));
            }
        }
        for clause in node.children.iter().filter(|child| child.about.kind == NodeKind::Clause) {
            // Under a negation what is met is what fails.
            let counts = match (clause.must_not, clause.verdict) {
                (true, Some(Verdict::Met)) => Some(Verdict::NotMet),
                (true, Some(Verdict::NotMet)) => Some(Verdict::Met),
                (_, verdict) => verdict,
            };
            if !told(counts) {
                continue;
            }
            let name = self.name(clause);
            let (vi, en) = match (clause.must_not, clause.verdict.unwrap_or(Verdict::Unknown)) {
                (true, Verdict::Met) => ("đạt, yêu cầu là không đạt", "met; it must not be"),
                (_, verdict) => verdict_words(verdict),
            };
            let why = both(|lang| {
                let list: Vec<String> = clause.reasons.iter().map(|reason| self.say(reason, lang)).collect();
                if list.is_empty() { String::new() } else { format!(" ({})", list.join("; ")) }
            });
            part.add(
                1,
                Bilingual::new(
                    format!("{}: {vi}{}.", name.vi, why.vi),
                    format!("{}: {en}{}.", name.en, why.en),
                ),
            );
            self.grounds(clause, part);
        }
        self.grounds(node, part);
    }

    fn grounds(&self, node: &Node, part: &mut LetterPart) {
        let mut told = Vec::new();
        for citation in node.sources() {
            if told.contains(&citation) {
                continue;
            }
            told.push(citation);
            let text = ground(citation);
            part.add(
                1,
                Bilingual::new(format!("Căn cứ: {}.", text.vi), format!("Legal ground: {}.", text.en)),
            );
        }
    }

    /// A reason as a sentence.
    pub fn sentence(&self, reason: &Reason) -> Bilingual {
        both(|lang| format!("{}.", upper_first(&self.say(reason, lang))))
    }

    fn say(&self, reason: &Reason, lang: Lang) -> String {
        let arg = |name: &str| reason.all(name, lang);
        let vi = lang == Lang::Vi;
        match reason.code {
            ReasonCode::Compared => {
                let (what, found) = (arg("what"), arg("found"));
                let asked = self.asked(reason, lang);
                if vi {
                    format!("{what}: {found}; yêu cầu: {asked}")
                } else {
                    format!("{what}: {found}; required: {asked}")
                }
            }
            ReasonCode::Share => {
                let (what, found) = (arg("what"), arg("found"));
                let (met, counted, asked) = (arg("met"), arg("counted"), self.asked(reason, lang));
                let of = match (met.is_empty(), vi) {
                    (true, _) => String::new(),
                    (false, true) => format!("{met} trên {counted}, bằng "),
                    (false, false) => format!("{met} of {counted}, that is "),
                };
                if vi {
                    format!("{what}: {of}{found}; yêu cầu: {asked}")
                } else {
                    format!("{what}: {of}{found}; required: {asked}")
                }
            }
            ReasonCode::Fact | ReasonCode::Condition => {
                let what = arg("what");
                match (reason.holds(), vi) {
                    (Some(Verdict::Met), true) if reason.has("asked") => {
                        format!("ghi nhận: {what}; yêu cầu: không")
                    }
                    (Some(Verdict::Met), false) if reason.has("asked") => {
                        format!("found: {what}; required: not so")
                    }
                    (Some(Verdict::NotMet), true) if reason.has("asked") => format!("không có: {what}"),
                    (Some(Verdict::NotMet), false) if reason.has("asked") => {
                        format!("it is not so: {what}")
                    }
                    // What is so may be what speaks against, as a penalty does.
                    (Some(Verdict::Met), true) => format!("ghi nhận: {what}"),
                    (Some(Verdict::Met), false) => format!("found: {what}"),
                    (Some(Verdict::NotMet), true) => format!("không thỏa điều kiện: {what}"),
                    (Some(Verdict::NotMet), false) => format!("the condition does not hold: {what}"),
                    (Some(_), true) => format!("chưa rõ điều kiện: {what}"),
                    (Some(_), false) => format!("it is not known whether: {what}"),
                    (None, _) => reason.text(lang),
                }
            }
            _ => reason.text(lang),
        }
    }

    /// What a comparison asks for, in words and not in signs.
    fn asked(&self, reason: &Reason, lang: Lang) -> String {
        let sign = reason.all("comparison", lang);
        let words = match (sign.as_str(), lang) {
            ("≥", Lang::Vi) => "ít nhất",
            ("≥", Lang::En) => "at least",
            ("≤", Lang::Vi) => "không quá",
            ("≤", Lang::En) => "at most",
            ("<", Lang::Vi) => "dưới",
            ("<", Lang::En) => "under",
            (">", Lang::Vi) => "trên",
            (">", Lang::En) => "over",
            ("=", Lang::Vi) => "bằng",
            ("=", Lang::En) => "exactly",
            ("≠", Lang::Vi) => "khác",
            ("≠", Lang::En) => "other than",
            (other, _) => other,
        };
        let mut text = format!("{words} {}", reason.all("asked", lang));
        if reason.has("parameter") {
            text.push_str(&format!(" ({})", reason.all("parameter", lang)));
        }
        if reason.has("needed") && reason.holds() == Some(Verdict::NotMet) {
            let needed = reason.all("needed", lang);
            let words = if lang == Lang::Vi { "tức ít nhất" } else { "that is at least" };
            text.push_str(&format!(", {words} {needed}"));
        }
        text
    }

    /// A node as a letter names it: `Chỉ số 1.2 «…»`.
    fn name(&self, node: &Node) -> Bilingual {
        both(|lang| {
            let word = upper_first(node.about.word.get(lang));
            let quoted = match lang {
                Lang::Vi => format!("«{}»", node.about.label),
                Lang::En => format!("“{}”", node.about.label),
            };
            let name = match node.about.kind {
                NodeKind::Item | NodeKind::Clause => format!("{word} {} {quoted}", node.about.code),
                NodeKind::Gate | NodeKind::Class => format!("{word} {quoted}"),
            };
            match &node.about.level {
                Some(level) => format!("{name} [{level}]"),
                None => name,
            }
        })
    }

    // ---- assumptions -------------------------------------------------------------------------

    pub fn assumed(&self, marked: &[String]) -> Bilingual {
        let list = marked.join(", ");
        if marked.is_empty() {
            return Bilingual::new(
                "Bộ tiêu chí có số liệu giả định, không phải văn bản chính thức.",
                "The criteria set holds assumed figures; it is not an official text.",
            );
        }
        let word = noun(Exact::whole(marked.len() as i128), Lang::En, "mục", "item", "items");
        Bilingual::new(
            format!("Bộ tiêu chí có số liệu giả định, không phải văn bản chính thức; ở các mục: {list}."),
            format!("The criteria set holds assumed figures; it is not an official text; see {word} {list}."),
        )
    }

    pub fn reading(&self, phrase: &str, reading: &str) -> Bilingual {
        Bilingual::new(
            format!("«{phrase}» được hiểu là «{reading}»."),
            format!("“{phrase}” is read as “{reading}”."),
        )
    }

    pub fn left_to_people(&self, phrase: &str, why: &str) -> Bilingual {
        Bilingual::new(
            format!("«{phrase}» do người xét kết luận ({why})."),
            format!("“{phrase}” is left to a person's judgement ({why})."),
        )
    }
}

/// The label of a class.
fn label<'c>(class: &'c ClassLine, name: &'c str) -> &'c str {
    class.about.labels.iter().find(|(own, _)| own == name).map_or(name, |(_, label)| label)
}

fn title_word(class: &ClassLine, lang: Lang) -> &str {
    class.conditions.first().map_or("", |node| node.about.word.get(lang))
}

/// A standing in a table of classes.
fn standing(class: &ClassLine, standing: &Standing, lang: Lang) -> String {
    match (standing, lang) {
        (Standing::Class(name), Lang::Vi) => format!("«{}»", label(class, name)),
        (Standing::Class(name), Lang::En) => format!("“{}”", label(class, name)),
        (Standing::None, Lang::Vi) => "không thuộc loại nào".to_owned(),
        (Standing::None, Lang::En) => "none of the classes".to_owned(),
        (Standing::NotRanked, Lang::Vi) => "không xét".to_owned(),
        (Standing::NotRanked, Lang::En) => "not ranked".to_owned(),
        (Standing::Outside, Lang::Vi) => "không áp dụng".to_owned(),
        (Standing::Outside, Lang::En) => "not applicable".to_owned(),
    }
}

const fn verdict_words(verdict: Verdict) -> (&'static str, &'static str) {
    match verdict {
        Verdict::Met => ("đạt", "met"),
        Verdict::NotMet => ("không đạt", "not met"),
        Verdict::Unknown => ("chưa rõ", "not known yet"),
        Verdict::NotApplicable => ("không áp dụng", "not applicable"),
    }
}

/// Points: `82`, `từ 72 đến 82`, `72 to 82`.
fn range(points: Points, lang: Lang) -> String {
    let text = show_interval(points.certain, points.possible, &Ty::Number(Unit::Points), lang);
    if lang == Lang::Vi && !points.is_settled() { format!("từ {text}") } else { text }
}

fn evidence(list: &[Evidence]) -> String {
    let one = |evidence: &Evidence| {
        let count = if evidence.count > 1 { format!(" ×{}", evidence.count) } else { String::new() };
        format!("{} {}{count}", evidence.table.replace('_', " "), evidence.id)
    };
    list.iter().map(one).collect::<Vec<_>>().join(", ")
}
