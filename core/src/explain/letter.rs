//! An explanation as an official letter would put it.
//!
//! In: an explanation. Out: a [`Letter`], one form for both languages: what it rests on, whom and
//! which period it is about, the result, for a refusal each gate, class condition and item that
//! failed with what was found, what was asked and the ground, what is missing, what may still be
//! filed, what is assumed, who decides and by when.
//! Printing it is `print.rs`. It holds no heading of a state or office: who signs adds that.

mod grounds;
mod print;
mod sentences;

use super::redaction::notice;
use super::{Explanation, Node, SetAbout};
use crate::describe::{both, lower_first, show_day_in_full, upper_first};
use crate::outcome::{ClassOutcome, Standing, Verdict};
use grounds::document_name;
use sentences::{Sentences, leaves};
use tieuchi_grammar::{Bilingual, Lang};

/// A letter: its parts in order, each in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// What it is, as `Thông báo kết quả đánh giá`.
    pub title: Bilingual,
    /// What it is about.
    pub about: Bilingual,
    /// What it rests on, a ground each.
    pub grounds: Vec<Bilingual>,
    /// The sentence that leads from the grounds to the parts.
    pub opening: Bilingual,
    /// The numbered parts.
    pub parts: Vec<LetterPart>,
}

/// A numbered part of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterPart {
    /// Which part.
    pub kind: PartKind,
    /// Its heading.
    pub heading: Bilingual,
    /// What it says, in order.
    pub entries: Vec<LetterEntry>,
}

/// Which part of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartKind {
    /// Who is assessed, for which period.
    Subject,
    /// The class or title and the total.
    Result,
    /// Why: what failed, or what decided.
    Reasons,
    /// Items that did not reach their greatest points.
    PointsNotReached,
    /// What is not known yet.
    NotKnown,
    /// What could still be filed.
    StillPossible,
    /// Results of other sets that were filed and not used.
    NotUsed,
    /// What is assumed, how phrases were read, what is left to a person.
    Assumptions,
    /// Who decides and by when.
    Procedure,
}

/// A sentence of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterEntry {
    /// 0 for a sentence of the part itself, 1 for what belongs to the one before.
    pub depth: u8,
    /// The sentence, with its full stop or semicolon.
    pub text: Bilingual,
}

impl Explanation {
    /// The letter that tells the subject the result and the reasons.
    ///
    /// ```
    /// # let source = r#"language en
    /// # criteria set READING "Reading year" edition E1 [assumed]
    /// #   in force from 2024-01-01
    /// #   applies to person
    /// #   scale 10 points
    /// # subject person "Person"
    /// #   fact books "Books read": integer from 0 to 1000
    /// # criterion 1 "Reading" max 10 points
    /// #   score by books:
    /// #     under 5: 0 points
    /// #     from 5 to under 12: 6 points
    /// #     from 12 up: 10 points
    /// # title reader "Reader" when total_points >= 7
    /// # "#;
    /// use tieuchi::{ContextOptions, Dossier, Lang};
    /// let plan = tieuchi::compile(source).unwrap();
    /// let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    /// let dossier = Dossier::from_json(&plan, r#"{"books": 7}"#).unwrap();
    /// let letter = plan.evaluate(&dossier, &context).explain().to_letter();
    /// let text = letter.to_text(Lang::En);
    /// assert!(text.contains("The title “Reader” is not attained."), "{text}");
    /// assert!(text.contains("The total: 6; required: at least 7."), "{text}");
    /// assert!(letter.to_text(Lang::Vi).contains("ngày 31 tháng 12 năm 2025"));
    /// ```
    #[must_use]
    pub fn to_letter(&self) -> Letter {
        let writer = Writer { of: self, say: Sentences };
        let parts = [
            writer.subject(),
            writer.result(),
            writer.reasons(),
            writer.points_not_reached(),
            writer.not_known(),
            writer.still_possible(),
            writer.not_used(),
            writer.assumptions(),
            writer.procedure(),
        ];
        Letter {
            title: Bilingual::new("Thông báo kết quả đánh giá", "Notice of result"),
            about: both(|lang| match lang {
                Lang::Vi => format!("Về việc đánh giá theo bộ tiêu chí «{}»", self.set.label),
                Lang::En => format!("Assessment under the criteria set “{}”", self.set.label),
            }),
            grounds: writer.grounds(),
            opening: Bilingual::new(
                "Kết quả đánh giá và lý do như sau:",
                "The result and the reasons are as follows.",
            ),
            parts: parts.into_iter().filter(|part| !part.entries.is_empty()).collect(),
        }
    }
}

/// The class, or whether the title is attained, as a sentence.
pub(super) fn standing_sentence(class: &super::ClassLine) -> Bilingual {
    Sentences.standing(class)
}

struct Writer<'a> {
    of: &'a Explanation,
    say: Sentences,
}

impl Writer<'_> {
    fn grounds(&self) -> Vec<Bilingual> {
        let mut out: Vec<Bilingual> = self
            .of
            .set
            .based_on
            .iter()
            .map(|(document, day)| {
                both(|lang| {
                    let day = show_day_in_full(*day, lang);
                    match lang {
                        Lang::Vi => format!("Căn cứ {} {day};", document_name(document)),
                        Lang::En => format!("Pursuant to document {document} of {day};"),
                    }
                })
            })
            .collect();
        let SetAbout { id, edition, label, .. } = &*self.of.set;
        out.push(both(|lang| match lang {
            Lang::Vi => format!("Căn cứ bộ tiêu chí «{label}» ({id}, bản {edition});"),
            Lang::En => format!("Pursuant to the criteria set “{label}” ({id}, edition {edition});"),
        }));
        let who = self.who();
        out.push(Bilingual::new(
            format!("Căn cứ hồ sơ của {},", who.vi),
            format!("On the file of {},", who.en),
        ));
        out
    }

    /// The subject by what it is and its identifier.
    fn who(&self) -> Bilingual {
        let (kind, id) = (&self.of.set.subject_kind, &self.of.subject);
        both(|_| match (kind.is_empty(), id.is_empty()) {
            (_, true) => lower_first(kind),
            (true, false) => id.clone(),
            (false, false) => format!("{} {id}", lower_first(kind)),
        })
    }

    fn part(kind: PartKind, vi: &str, en: &str) -> LetterPart {
        LetterPart { kind, heading: Bilingual::new(vi, en), entries: Vec::new() }
    }

    fn subject(&self) -> LetterPart {
        let mut part = Self::part(PartKind::Subject, "Đối tượng và kỳ đánh giá", "Subject and period");
        let who = self.who();
        part.add(0, Bilingual::new(format!("Đối tượng: {}.", who.vi), format!("Subject: {}.", who.en)));
        if let Some(region) = self.of.regions.first() {
            part.add(0, Bilingual::new(format!("Vùng: {region}."), format!("Region: {region}.")));
        }
        let (first, last) = self.of.period;
        part.add(
            0,
            both(|lang| {
                let [first, last, judged] =
                    [first, last, self.of.judged_on].map(|day| show_day_in_full(day, lang));
                match lang {
                    Lang::Vi => format!("Kỳ đánh giá: từ {first} đến {last}; tính tại {judged}."),
                    Lang::En => format!("Period: {first} to {last}; judged as of {judged}."),
                }
            }),
        );
        part.add(
            0,
            if self.of.open {
                Bilingual::new(
                    "Hồ sơ đang mở, còn nhận minh chứng.",
                    "The file is open; evidence may still be filed.",
                )
            } else {
                Bilingual::new("Hồ sơ đã chốt.", "The file is closed.")
            },
        );
        part
    }

    fn result(&self) -> LetterPart {
        let mut part = Self::part(PartKind::Result, "Kết quả", "Result");
        if self.of.covers == Verdict::NotMet {
            part.add(
                0,
                Bilingual::new(
                    "Đối tượng không thuộc phạm vi áp dụng của bộ tiêu chí, nên không được đánh giá.",
                    "The criteria set does not apply to the subject, so no assessment is made.",
                ),
            );
            return part;
        }
        if let Some(class) = &self.of.class {
            part.add(0, self.say.standing(class));
        }
        if let Some(total) = &self.of.total {
            self.say.total(total, &mut part);
        }
        if self.of.class.is_none() && self.of.total.is_none() {
            // Targets and lone items have neither title nor total: each says how it stands.
            for node in self.of.items.iter().filter(|node| node.verdict.is_some()) {
                part.add(0, self.say.verdict_of(node));
            }
        }
        part
    }

    /// The standing that the file settles, if it does.
    fn settled(&self) -> Option<&Standing> {
        self.of.class.as_ref().and_then(|class| class.outcome.settled())
    }

    /// The classes that were not reached, best first: those above the one held, or above the lowest
    /// of those that are possible.
    fn classes_missed(&self) -> Vec<&Node> {
        let Some(class) = &self.of.class else { return Vec::new() };
        let rank = |name: &str| class.about.labels.iter().position(|(own, _)| own == name);
        let below_all = class.about.labels.len();
        let held = class.shown().iter().map(|standing| match standing {
            Standing::Class(name) => rank(name).unwrap_or(below_all),
            Standing::None | Standing::NotRanked | Standing::Outside => below_all,
        });
        let lowest = held.max().unwrap_or(below_all);
        class
            .conditions
            .iter()
            .filter(|node| rank(&node.about.code).is_none_or(|rank| rank < lowest))
            .filter(|node| node.verdict == Some(Verdict::NotMet))
            .collect()
    }

    /// Whether the result is less than the best there is.
    fn is_refused(&self) -> bool {
        let gate =
            self.of.gates.iter().any(|gate| !gate.about.noted && gate.verdict == Some(Verdict::NotMet));
        gate || !self.classes_missed().is_empty()
    }

    fn reasons(&self) -> LetterPart {
        let mut part = Self::part(PartKind::Reasons, "Lý do", "Reasons");
        if self.of.covers != Verdict::Met {
            for reason in &self.of.covers_reasons {
                part.add(0, self.say.sentence(reason));
            }
        }
        if self.of.covers == Verdict::NotMet {
            return part;
        }
        for gate in self.of.gates.iter().filter(|gate| gate.verdict == Some(Verdict::NotMet)) {
            self.say.failed(gate, &mut part);
        }
        let missed = self.classes_missed();
        for class in &missed {
            self.say.failed(class, &mut part);
        }
        // An item judged for each class is told for the classes missed only.
        let told = |node: &Node| {
            node.about
                .level
                .as_ref()
                .is_none_or(|level| missed.iter().any(|class| class.about.code == *level))
        };
        for node in leaves(&self.of.items, &|node| node.verdict == Some(Verdict::NotMet)) {
            if told(node) && (self.is_refused() || self.of.class.is_none()) {
                self.say.failed(node, &mut part);
            }
        }
        // What was granted, and why.
        if let (Some(class), Some(Standing::Class(name))) = (&self.of.class, self.settled()) {
            for node in class.conditions.iter().filter(|node| node.about.code == *name) {
                self.say.granted(node, &mut part);
            }
        }
        part
    }

    fn points_not_reached(&self) -> LetterPart {
        let mut part = Self::part(
            PartKind::PointsNotReached,
            "Các mục chưa đạt điểm tối đa",
            "Items below their greatest points",
        );
        if self.of.covers == Verdict::NotMet || !(self.is_refused() || self.of.class.is_none()) {
            return part;
        }
        let lost = |node: &Node| {
            let deduction = is_deduction(node);
            node.applies != Verdict::NotMet
                && node.points.is_some_and(|points| {
                    points.is_settled()
                        && if deduction {
                            points.certain > crate::exact::Exact::ZERO
                        } else {
                            node.max.is_some_and(|max| points.certain < max) && !is_bonus(node)
                        }
                })
        };
        for node in leaves(&self.of.items, &lost) {
            self.say.points_lost(node, &mut part);
        }
        part
    }

    fn not_known(&self) -> LetterPart {
        let mut part = Self::part(PartKind::NotKnown, "Nội dung chưa rõ", "What is not known yet");
        if self.of.covers == Verdict::Unknown {
            part.add(
                0,
                Bilingual::new(
                    "Chưa rõ đối tượng có thuộc phạm vi áp dụng của bộ tiêu chí hay không.",
                    "It is not known whether the criteria set applies to the subject.",
                ),
            );
        }
        if self.of.covers == Verdict::NotMet {
            return part;
        }
        let open = |node: &Node| {
            node.verdict == Some(Verdict::Unknown)
                || node.applies == Verdict::Unknown
                || node.points.is_some_and(|points| !points.is_settled())
        };
        let conditions = self.of.class.iter().flat_map(|class| &class.conditions);
        for gate in self.of.gates.iter().filter(|gate| open(gate)) {
            self.say.unknown(gate, &mut part);
        }
        for node in leaves(&self.of.items, &open) {
            self.say.unknown(node, &mut part);
        }
        for node in conditions.filter(|node| open(node)) {
            self.say.unknown(node, &mut part);
        }
        part
    }

    fn still_possible(&self) -> LetterPart {
        let mut part =
            Self::part(PartKind::StillPossible, "Nội dung còn có thể bổ sung", "What may still be filed");
        if self.of.covers == Verdict::NotMet {
            return part;
        }
        if let Some(class) = &self.of.class {
            let ClassOutcome { closed, open } = &class.outcome;
            if let (Some(best), Some(now)) = (open.first(), closed.first())
                && best != now
            {
                part.add(0, self.say.still_possible(class, best));
            }
        }
        let more = |node: &Node| {
            node.points.is_some_and(|points| points.reachable > points.possible) && !is_deduction(node)
        };
        for node in leaves(&self.of.items, &more) {
            self.say.more_points(node, &mut part);
        }
        part
    }

    fn not_used(&self) -> LetterPart {
        let mut part = Self::part(
            PartKind::NotUsed,
            "Kết quả đã nộp nhưng không dùng được",
            "Results on file that could not be used",
        );
        for reason in &self.of.unused_results {
            part.add(0, self.say.sentence(reason));
        }
        part
    }

    fn assumptions(&self) -> LetterPart {
        let mut part = Self::part(PartKind::Assumptions, "Giả định và cách hiểu", "Assumptions and readings");
        if self.of.redacted {
            part.add(0, both(|lang| notice(lang).to_owned()));
        }
        if self.of.set.assumed {
            let mut marked = Vec::new();
            each(&self.of.items, &mut |node| {
                if node.about.assumed {
                    marked.push(node.about.code.clone());
                }
            });
            part.add(0, self.say.assumed(&marked));
        }
        let mut told: Vec<Bilingual> = Vec::new();
        let mut tell = |text: Bilingual| {
            if !told.contains(&text) {
                told.push(text);
            }
        };
        let mut nodes: Vec<&Node> = self.of.gates.iter().collect();
        each(&self.of.items, &mut |node| nodes.push(node));
        nodes.extend(self.of.class.iter().flat_map(|class| &class.conditions));
        for node in nodes {
            for (phrase, reading) in node.readings() {
                tell(self.say.reading(phrase, reading));
            }
            for (phrase, why) in node.unexpressed() {
                tell(self.say.left_to_people(phrase, why));
            }
        }
        for text in told {
            part.add(0, text);
        }
        part
    }

    fn procedure(&self) -> LetterPart {
        let mut part = Self::part(PartKind::Procedure, "Thẩm quyền và thời hạn", "Who decides, and by when");
        for (text, verdict) in &self.of.authorities {
            match verdict {
                Verdict::Met => part.add(
                    0,
                    Bilingual::new(format!("Thẩm quyền quyết định: {text}."), format!("Decided by: {text}.")),
                ),
                Verdict::Unknown => part.add(
                    0,
                    Bilingual::new(
                        format!("Thẩm quyền quyết định, tùy kết quả: {text}."),
                        format!("Decided, depending on the result, by: {text}."),
                    ),
                ),
                Verdict::NotMet | Verdict::NotApplicable => {}
            }
        }
        for (text, day) in &self.of.deadlines {
            part.add(
                0,
                both(|lang| {
                    let before = if lang == Lang::Vi { "trước" } else { "before" };
                    format!("{}: {before} {}.", upper_first(text), show_day_in_full(*day, lang))
                }),
            );
        }
        part
    }
}

impl LetterPart {
    fn add(&mut self, depth: u8, text: Bilingual) {
        self.entries.push(LetterEntry { depth, text });
    }
}

/// Every node of a tree, parents first.
fn each<'a>(nodes: &'a [Node], visit: &mut impl FnMut(&'a Node)) {
    for node in nodes {
        visit(node);
        each(&node.children, visit);
    }
}

fn is_deduction(node: &Node) -> bool {
    node.about.word.en == "deduction"
}

fn is_bonus(node: &Node) -> bool {
    node.about.word.en == "bonus"
}
