//! An explanation as text, in three levels of detail and two languages.
//!
//! *Line* is one sentence; *decisive* shows what decided, and what is still open; *full* shows
//! every node with what it cites.

mod html;

use super::redaction::notice;
use super::{ClassLine, Evidence, Explanation, Node, NodeKind, ReasonCode, SetAbout, TotalLine};
use crate::describe::{is_cut, show_day, show_exact, show_interval, show_number};
use crate::hir::{Citation, Ty, Unit};
use crate::outcome::{ClassOutcome, Points, Standing, Verdict};
use std::fmt::Write as _;
use std::sync::Arc;
use tieuchi_grammar::Lang;

/// How much an explanation says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// One line.
    Line,
    /// What decided, and what is still open.
    Decisive,
    /// Everything, with citations.
    Full,
}

impl Explanation {
    /// The explanation in words. Lines end with `\n`.
    #[must_use]
    pub fn to_text(&self, detail: Detail, lang: Lang) -> String {
        let mut out = String::new();
        let writer = Writer { lang, detail, open: self.open };
        writer.head(self, &mut out);
        if detail == Detail::Line {
            return out;
        }
        if let Some(total) = &self.total {
            writer.total(total, self.items.iter().any(has_fraction), &mut out);
        }
        for gate in &self.gates {
            if detail == Detail::Full || gate.verdict != Some(Verdict::Met) {
                writer.node(gate, 1, &mut out);
            }
        }
        for item in &self.items {
            writer.node(item, 1, &mut out);
        }
        if let Some(class) = &self.class {
            for condition in &class.conditions {
                writer.node(condition, 1, &mut out);
            }
        }
        writer.procedure(self, &mut out);
        out
    }
}

/// Whether some points of a node are a fraction that no decimal writes in full.
fn has_fraction(node: &Node) -> bool {
    let own = node.points.is_some_and(|points| is_cut(points.certain) || is_cut(points.possible));
    own || node.children.iter().any(has_fraction)
}

struct Writer {
    lang: Lang,
    detail: Detail,
    /// Whether the file is still open.
    open: bool,
}

impl Writer {
    const fn pick<'t>(&self, vi: &'t str, en: &'t str) -> &'t str {
        match self.lang {
            Lang::Vi => vi,
            Lang::En => en,
        }
    }

    /// What was filed and not used, who decides, and what is due.
    fn procedure(&self, explanation: &Explanation, out: &mut String) {
        for reason in &explanation.unused_results {
            let _ = writeln!(out, "  {}", reason.text(self.lang));
        }
        for (text, verdict) in &explanation.authorities {
            let word = match verdict {
                Verdict::Met => self.pick("Thẩm quyền", "Decided by"),
                Verdict::Unknown => self.pick("Thẩm quyền có thể", "Perhaps decided by"),
                Verdict::NotMet | Verdict::NotApplicable => continue,
            };
            let _ = writeln!(out, "  {word}: {text}");
        }
        if self.detail == Detail::Full {
            for (text, day) in &explanation.deadlines {
                let before = self.pick("trước ngày", "before");
                let _ = writeln!(out, "  {text}: {before} {}", show_day(*day, self.lang));
            }
        }
    }

    fn head(&self, explanation: &Explanation, out: &mut String) {
        let SetAbout { id, edition, label, .. } = &*explanation.set;
        if !explanation.subject.is_empty() {
            let _ = write!(out, "{} · ", explanation.subject);
        }
        let _ = write!(out, "{label} ({id}, {} {edition})", self.pick("bản", "edition"));
        if explanation.covers == Verdict::NotMet {
            let _ =
                write!(out, " · {}", self.pick("không thuộc đối tượng áp dụng", "the set does not apply"));
        }
        if let Some(total) = &explanation.total {
            let points = self.points(total.total);
            // A fraction has a stroke of its own.
            let stroke = if points.contains('/') { " / " } else { "/" };
            let _ = write!(
                out,
                " · {points}{stroke}{} {}",
                show_number(total.scale, self.lang),
                self.pick("điểm", "points")
            );
            out.push_str(&self.more(total.total));
        }
        if let Some(class) = &explanation.class {
            let _ = write!(out, " · {}", self.standing(class));
        }
        let (first, last) = explanation.period;
        let file = if explanation.open {
            self.pick("hồ sơ đang mở", "file open")
        } else {
            self.pick("hồ sơ đã chốt", "file closed")
        };
        let (first, last) = (show_day(first, self.lang), show_day(last, self.lang));
        let file = match explanation.regions.as_slice() {
            [] => file.to_owned(),
            [region] => format!("{file}, {} {region}", self.pick("vùng", "region")),
            // Nearest first, as they are asked.
            several => format!("{file}, {} {}", self.pick("vùng", "regions"), several.join(", ")),
        };
        let _ = write!(out, " ({} {first}–{last}, {file})", self.pick("kỳ", "period"));
        if self.detail == Detail::Line {
            if explanation.set.assumed {
                let _ = write!(out, " {}", self.pick("[giả định]", "[assumed]"));
            }
            out.push('\n');
            return;
        }
        out.push('\n');
        if explanation.redacted {
            let _ = writeln!(out, "  {}", notice(self.lang));
        }
        if explanation.set.assumed {
            let _ = writeln!(
                out,
                "  {}",
                self.pick(
                    "Bộ tiêu chí này có số liệu [giả định], không phải văn bản chính thức.",
                    "This set holds [assumed] figures; it is not an official text."
                )
            );
        }
        if self.detail == Detail::Full {
            self.unexpressed(explanation.unexpressed.iter().map(Arc::as_ref), "  ", out);
        }
    }

    /// The class in words, for a lone title as held or not held.
    fn standing(&self, class: &ClassLine) -> String {
        let label = |name: &str| {
            class
                .about
                .labels
                .iter()
                .find(|(own, _)| own == name)
                .map_or_else(|| name.to_owned(), |(_, label)| label.clone())
        };
        let one = |standing: &Standing| match standing {
            Standing::Class(name) if class.about.lone_title => {
                format!("{} «{}»", self.pick("đạt", "held:"), label(name))
            }
            Standing::Class(name) => label(name),
            Standing::None if class.about.lone_title => {
                format!("{} «{}»", self.pick("không đạt", "not held:"), class.about.label)
            }
            Standing::None => self.pick("không thuộc loại nào", "no class").to_owned(),
            Standing::NotRanked => self.pick("không xét", "not ranked").to_owned(),
            Standing::Outside => self.pick("không áp dụng", "not applicable").to_owned(),
        };
        let ClassOutcome { closed, open } = &class.outcome;
        let said = |standings: &[Standing]| match standings {
            [only] => one(only),
            several => {
                let unknown = self.pick("CHƯA RÕ", "NOT KNOWN YET");
                let list = several.iter().map(one).collect::<Vec<_>>().join(self.pick(" hoặc ", " or "));
                if class.about.lone_title {
                    format!("«{}»: {unknown}", class.about.label)
                } else {
                    format!("{unknown}: {list}")
                }
            }
        };
        let mut text = said(class.shown());
        if class.shown() != closed {
            let _ = write!(
                text,
                " ({} {})",
                self.pick("nếu không bổ sung gì nữa:", "if nothing more is filed:"),
                said(closed)
            );
        } else if let (Some(best), Some(now)) = (open.first(), closed.first())
            && best != now
        {
            let _ = write!(
                text,
                " ({} {})",
                self.pick("bổ sung minh chứng thì còn có thể", "with more evidence still possible:"),
                one(best)
            );
        }
        text
    }

    /// What more evidence could still give, where that is more.
    fn more(&self, points: Points) -> String {
        if points.reachable == points.possible {
            return String::new();
        }
        let reachable = show_exact(points.reachable, self.lang);
        format!(" ({} {reachable})", self.pick("bổ sung thì tới", "with more evidence up to"))
    }

    fn points(&self, points: Points) -> String {
        show_interval(points.certain, points.possible, &Ty::Number(Unit::Points), self.lang)
    }

    fn total(&self, total: &TotalLine, fractions: bool, out: &mut String) {
        let max = show_number(total.base_max, self.lang);
        let mut line =
            format!("{} {} / {max}", self.pick("cộng các mục", "sum of items"), self.points(total.base));
        line.push_str(&self.more(total.base));
        // Where every item applies and the scale is their sum, nothing was rescaled.
        let rescaled = |scaled: &Points| *scaled != total.base || total.base_max != total.scale;
        if let Some(scaled) = total.scaled.filter(rescaled) {
            let scale = show_number(total.scale, self.lang);
            let _ = write!(
                line,
                " → {} ({max} → {scale}) {}",
                self.pick("quy đổi", "rescaled"),
                self.points(scaled)
            );
        }
        if total.raw != total.scaled.unwrap_or(total.base) {
            let _ = write!(
                line,
                " → {} {}",
                self.pick("sau cộng trừ", "after bonus and deductions"),
                self.points(total.raw)
            );
        }
        if let Some(rounding) = &total.rounding {
            let _ = write!(line, " → {}: {}", rounding.get(self.lang), self.points(total.total));
        }
        if fractions && total.rounding.is_none() {
            line.push_str(self.pick(
                " (phân số được cộng đúng, không làm tròn)",
                " (fractions are added as they are, nothing is rounded)",
            ));
        }
        let _ = writeln!(out, "  {line}");
    }

    fn node(&self, node: &Node, depth: usize, out: &mut String) {
        if self.detail != Detail::Full && self.is_plain(node) {
            return;
        }
        let indent = "  ".repeat(depth);
        let mut line = format!("{indent}{}", self.name(node));
        if let Some(points) = node.points {
            let _ = write!(line, "  {}", self.points(points));
            if let Some(max) = node.max {
                let _ = write!(line, " / {}", show_exact(max, self.lang));
            }
            let more = self.more(points);
            if !points.is_settled() || (self.open && !more.is_empty()) {
                let _ = write!(line, "  {}", self.pick("CHƯA RÕ", "NOT KNOWN YET"));
            }
            line.push_str(&more);
        }
        if let Some(verdict) = node.verdict {
            let _ = write!(line, "  {}", self.of_node(node, verdict));
            if node.about.noted && verdict != Verdict::Met {
                let _ = write!(line, " ({})", self.pick("chỉ ghi nhận", "only noted"));
            }
            if let Some(closed) = node.if_closed {
                let _ = write!(
                    line,
                    " ({} {})",
                    self.pick("nếu không bổ sung gì nữa:", "if nothing more is filed:"),
                    self.of_node(node, closed)
                );
            }
            if node.must_not && verdict != Verdict::NotMet {
                line.push_str(self.pick(" (yêu cầu không đạt)", " (asked: not met)"));
            }
        } else if node.applies == Verdict::NotMet {
            let _ = write!(line, "  {}", self.verdict(Verdict::NotApplicable));
        }
        let _ = writeln!(out, "{line}");
        // The points given and the phrases left to people are on the line already, or on the form.
        let told = |reason: &&super::Reason| {
            self.detail == Detail::Full
                || !matches!(
                    reason.code,
                    ReasonCode::Direct | ReasonCode::NotExpressed | ReasonCode::ParameterRow
                )
        };
        for reason in node.reasons.iter().filter(told) {
            let _ = writeln!(out, "{indent}    {}", reason.text(self.lang));
        }
        self.evidence(self.pick("dùng", "used"), node.used.iter(), &indent, out);
        let doubts = [
            (Some(ReasonCode::DateUnknown), self.pick("ngày chưa chắc chắn", "date not certain")),
            (Some(ReasonCode::NotKnown), self.pick("chưa rõ", "not known")),
        ];
        let waits = node.waiting.iter().filter(|piece| doubts.iter().all(|(why, _)| piece.why != *why));
        self.evidence(self.pick("chờ", "waiting"), waits, &indent, out);
        for (why, word) in doubts {
            self.evidence(word, node.waiting.iter().filter(|piece| piece.why == why), &indent, out);
        }
        if self.detail == Detail::Full {
            self.evidence(self.pick("không tính", "left out"), node.left_out.iter(), &indent, out);
            for citation in node.sources() {
                let _ = writeln!(
                    out,
                    "{indent}    {}: {}",
                    self.pick("nguồn", "source"),
                    self.citation(citation)
                );
            }
            for (phrase, reading) in node.readings() {
                let _ = writeln!(
                    out,
                    "{indent}    {}: «{phrase}» = «{reading}»",
                    self.pick("cách hiểu", "read as")
                );
            }
            // Of an item a reason says so already.
            let said = |text: &str| {
                let not_expressed =
                    node.reasons.iter().filter(|reason| reason.code == ReasonCode::NotExpressed);
                not_expressed.filter(|reason| reason.names("text", text)).count() > 0
            };
            let unsaid = node.unexpressed().filter(|(text, _)| !said(text));
            self.unexpressed(unsaid, &format!("{indent}    "), out);
            if node.about.assumed {
                let _ = writeln!(out, "{indent}    {}", self.pick("[giả định]", "[assumed]"));
            }
        }
        for child in &node.children {
            self.node(child, depth + 1, out);
        }
    }

    fn unexpressed<'t>(
        &self,
        parts: impl Iterator<Item = &'t (String, String)>,
        indent: &str,
        out: &mut String,
    ) {
        for (text, why) in parts {
            let word = self.pick("chưa diễn đạt", "not expressed");
            let _ = writeln!(out, "{indent}{word}: «{text}» ({why})");
        }
    }

    fn name(&self, node: &Node) -> String {
        let mut name = match node.about.kind {
            NodeKind::Item => format!("{} {}", node.about.code, node.about.label),
            NodeKind::Clause => {
                format!("{} {}: {}", node.about.word.get(self.lang), node.about.code, node.about.label)
            }
            NodeKind::Gate | NodeKind::Class => {
                format!("{} {}: {}", node.about.word.get(self.lang), node.about.code, node.about.label)
            }
        };
        if let Some(level) = &node.about.level {
            let _ = write!(name, " [{level}]");
        }
        name
    }

    /// A node that is as it should be and hides nothing worth telling.
    fn is_plain(&self, node: &Node) -> bool {
        let own = match (node.about.kind, node.verdict, node.points) {
            (NodeKind::Class, verdict, _) => verdict == Some(Verdict::Met),
            (_, Some(verdict), _) if node.must_not => {
                matches!(verdict, Verdict::NotMet | Verdict::NotApplicable)
            }
            (_, Some(Verdict::Met | Verdict::NotApplicable), _) => true,
            (_, None, Some(points)) => points.is_settled() && Some(points.certain) == node.max,
            // A figure that is only reported is what its node is there for.
            (_, None, None) => node.reasons.iter().all(|reason| reason.code != ReasonCode::Measured),
            _ => false,
        };
        own && node.children.iter().all(|child| self.is_plain(child))
    }

    /// The word of a verdict of a node; capitals are for what speaks against it.
    fn of_node(&self, node: &Node, verdict: Verdict) -> &'static str {
        match (node.must_not, verdict) {
            (true, Verdict::Met) => self.pick("ĐẠT", "MET"),
            (true, Verdict::NotMet) => self.pick("không đạt", "not met"),
            (_, verdict) => self.verdict(verdict),
        }
    }

    const fn verdict(&self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Met => self.pick("đạt", "met"),
            Verdict::NotMet => self.pick("KHÔNG ĐẠT", "NOT MET"),
            Verdict::Unknown => self.pick("CHƯA RÕ", "NOT KNOWN YET"),
            Verdict::NotApplicable => self.pick("không áp dụng", "not applicable"),
        }
    }

    fn evidence<'e>(
        &self,
        word: &str,
        list: impl Iterator<Item = &'e Evidence>,
        indent: &str,
        out: &mut String,
    ) {
        let each: Vec<String> = list
            .map(|evidence| {
                let count = if evidence.count > 1 { format!(" ×{}", evidence.count) } else { String::new() };
                let declared = if evidence.why == Some(ReasonCode::SelfDeclared) {
                    self.pick(" (tự khai)", " (self-declared)")
                } else {
                    ""
                };
                format!("{} {}{count}{declared}", evidence.table, evidence.id)
            })
            .collect();
        if !each.is_empty() {
            let _ = writeln!(out, "{indent}    {word}: {}", each.join(", "));
        }
    }

    fn citation(&self, citation: &Citation) -> String {
        let mut text = citation.document.clone();
        for (word, place) in &citation.place {
            let _ = write!(text, " {} {place}", super::phrase_words(*word).get(self.lang));
        }
        if let Some(quote) = &citation.quote {
            let _ = write!(text, " «{quote}»");
        }
        text
    }
}
