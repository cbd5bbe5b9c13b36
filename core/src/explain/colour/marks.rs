//! What each statement comes to, found by where its parts stand in the text.

use super::Mark;
use crate::context::param_row;
use crate::describe::{both, noun, show_exact, show_interval, show_number, show_value};
use crate::exact::Exact;
use crate::explain::{Explainer, Explanation, Node, Reason, ReasonCode};
use crate::hir::{
    Clause, Expr, ExprKind, FrameId, InputId, InputKey, Item, ItemId, NotApplicable, ParamId, ROOT,
    ScoringKind, TableRow, Ty, Unit,
};
use crate::outcome::{ItemOutcome, Points, Standing, Verdict};
use std::collections::BTreeMap;
use tieuchi_grammar::ast::Statement;
use tieuchi_grammar::{Bilingual, Lang, Row, Span};

type Told = (Mark, Vec<Bilingual>);

/// Marks by the place where the part of a statement begins that tells what it comes to.
#[derive(Default)]
pub(super) struct Marks {
    at: BTreeMap<usize, Told>,
    /// Whether each line that says whom the set applies to holds, in the order of the text.
    applies: Vec<(usize, Told)>,
    /// What each authority comes to, by its words.
    authorities: BTreeMap<String, Told>,
    /// Rows of parameters in force: where the parameter's name begins, and the position of the row.
    rows: BTreeMap<usize, Vec<Mark>>,
    /// What members and evidence are on file, by the name of their table.
    tables: BTreeMap<String, Told>,
    /// What the scale comes to.
    scale: Option<Told>,
    /// Whether evidence is on file, by where the item's heading begins.
    on_file: BTreeMap<usize, Told>,
    covers: Option<Verdict>,
}

impl Marks {
    pub fn of(explainer: &Explainer<'_>, explanation: &Explanation) -> Self {
        let mut marks = Self { covers: Some(explainer.outcome.covers()), ..Self::default() };
        marks.head(explainer);
        marks.inputs(explainer, &asked_for(explanation));
        marks.params(explainer);
        marks.definitions(explainer);
        for (id, _) in explainer.set.roots() {
            marks.item(explainer, id);
        }
        marks.gates_and_classes(explainer);
        marks
    }

    /// What a statement comes to; none where it decides nothing by itself.
    pub fn of_statement(&self, statement: &Statement, above: Option<&Statement>) -> Option<Told> {
        let inside = |span: Span| self.at.range(span.start..span.end.max(span.start + 1));
        match (statement.row, above) {
            (Row::Set, _) => {
                let covers = self.covers.filter(|covers| *covers != Verdict::Met)?;
                Some((if covers == Verdict::NotMet { Mark::NotRelevant } else { Mark::Unknown }, Vec::new()))
            }
            (Row::AppliesTo, Some(above)) => {
                let lines: Vec<&Statement> =
                    above.children.iter().filter(|child| child.row == Row::AppliesTo).collect();
                let at = lines.iter().position(|line| std::ptr::eq(*line, statement))?;
                self.applies.iter().find(|(own, _)| *own == at).map(|(_, told)| told.clone())
            }
            (Row::Scale, _) => self.scale.clone(),
            (Row::Member | Row::Evidence, _) => {
                let name = crate::hir::name_at(statement, 0)?;
                self.tables.get(&name.text).cloned()
            }
            (Row::Authority, _) => {
                let text = crate::hir::text_at(statement, 0)?;
                self.authorities.get(&text).cloned()
            }
            (Row::NeedsEvidence, Some(above)) => {
                let mut inside = self.on_file.range(above.span.start..=above.span.end);
                inside.next().map(|(_, told)| told.clone())
            }
            (Row::ParameterRow, Some(above)) => {
                let rows: Vec<&Statement> =
                    above.children.iter().filter(|child| child.row == Row::ParameterRow).collect();
                let at = rows.iter().position(|row| std::ptr::eq(*row, statement))?;
                let (_, marks) = self.rows.range(above.span.start..=above.span.end).next()?;
                marks.get(at).map(|mark| (*mark, Vec::new()))
            }
            // A gate that holds has no effect.
            (Row::GateEffect, Some(above)) => match inside(above.span).next().map(|(_, told)| told.0) {
                Some(Mark::NotMet) => Some((
                    Mark::Counted,
                    vec![Bilingual::new(
                        "điều kiện không đạt nên câu này có hiệu lực",
                        "the gate is not met, so this takes effect",
                    )],
                )),
                Some(Mark::Unknown) => Some((Mark::Unknown, Vec::new())),
                Some(_) => Some((Mark::NotRelevant, Vec::new())),
                None => None,
            },
            _ => inside(statement.span).next().map(|(_, told)| told.clone()),
        }
    }

    /// Adds what a place comes to; what is judged for several classes comes several times.
    fn tell(&mut self, span: Span, mark: Mark, why: Vec<Bilingual>) {
        let known = self.at.entry(span.start).or_insert_with(|| (mark, Vec::new()));
        known.0 = match (known.0, mark) {
            (one, other) if one == other => one,
            (Mark::NotRelevant, other) | (other, Mark::NotRelevant) => other,
            (Mark::Unknown, _) | (_, Mark::Unknown) => Mark::Unknown,
            (Mark::Met | Mark::NotMet | Mark::InPart, Mark::Met | Mark::NotMet | Mark::InPart) => {
                Mark::InPart
            }
            (_, other) => other,
        };
        for text in why {
            if !known.1.contains(&text) {
                known.1.push(text);
            }
        }
    }

    // ---- the set -----------------------------------------------------------------------------

    fn head(&mut self, of: &Explainer<'_>) {
        let context = of.outcome.context();
        let regions = of.outcome.regions();
        for (at, applies) in of.set.applies.iter().enumerate() {
            let elsewhere = applies.region.as_ref().is_some_and(|region| !regions.contains(region));
            let earlier = applies.from.is_some_and(|from| context.last < from);
            let told = match &applies.condition {
                _ if elsewhere || earlier => (Mark::NotMet, Vec::new()),
                Some(condition) => of.condition_told(condition, None),
                None => (Mark::Met, Vec::new()),
            };
            self.applies.push((at, told));
        }
        for (text, verdict) in of.outcome.authorities() {
            let mark = match verdict {
                Verdict::Met => Mark::Counted,
                Verdict::NotMet | Verdict::NotApplicable => Mark::NotRelevant,
                Verdict::Unknown => Mark::Unknown,
            };
            self.authorities.insert(text, (mark, Vec::new()));
        }
        self.scale = of.outcome.total().map(|total| {
            let mark = if total.is_settled() { Mark::Counted } else { Mark::Unknown };
            let scale = of.set.scale.map(|scale| scale.points);
            let why = both(|lang| {
                let points = interval(total, lang);
                let of = scale.map(|scale| format!(" / {}", show_number(scale, lang))).unwrap_or_default();
                match lang {
                    Lang::Vi => format!("tổng điểm {points}{of}"),
                    Lang::En => format!("total {points}{of}"),
                }
            });
            (mark, vec![why])
        });
    }

    fn inputs(&mut self, of: &Explainer<'_>, asked_for: &BTreeMap<String, ReasonCode>) {
        for at in 0..of.set.inputs.len() {
            let input = &of.set[InputId::from_index(at)];
            // Only declared facts of the subject have a line of their own.
            if input.frame != ROOT || input.years_back > 0 || !matches!(input.key, InputKey::Fact(_)) {
                continue;
            }
            let told = match (of.filed_words(input), asked_for.get(&input.name)) {
                (Some(words), None) => (Mark::Counted, vec![words]),
                (Some(words), Some(ReasonCode::Waiting)) => (
                    Mark::Unknown,
                    vec![Bilingual::new(
                        format!("chờ xác minh: {}", words.vi),
                        format!("waiting to be verified: {}", words.en),
                    )],
                ),
                (Some(words), Some(_)) => (Mark::Unknown, vec![words]),
                (None, Some(_)) => (Mark::Unknown, vec![Bilingual::new("chưa có trên hồ sơ", "not on file")]),
                // Nothing that matters here asks for it.
                (None, None) => (Mark::NotRelevant, Vec::new()),
            };
            self.at.insert(input.span.start, told);
        }
        // The first is the subject itself.
        for (at, frame) in of.set.frames.iter().enumerate().skip(1) {
            let id = FrameId::from_index(at);
            let rows = of
                .outcome
                .dossier
                .file
                .tables
                .get(&id)
                .map_or(0, |rows| rows.iter().map(|row| u64::from(row.count)).sum::<u64>());
            let mark = if rows > 0 { Mark::Counted } else { Mark::Plain };
            let why = both(|lang| match lang {
                Lang::Vi => format!("{} dòng trên hồ sơ", show_number(Exact::whole(i128::from(rows)), lang)),
                Lang::En => {
                    let count = Exact::whole(i128::from(rows));
                    format!(
                        "{} {} on file",
                        show_number(count, lang),
                        noun(count, lang, "dòng", "row", "rows")
                    )
                }
            });
            let why = if rows > 0 { vec![why] } else { Vec::new() };
            self.tables.insert(frame.name.clone(), (mark, why));
        }
    }

    fn params(&mut self, of: &Explainer<'_>) {
        let context = of.outcome.context();
        let regions = of.outcome.regions();
        for at in 0..of.set.params.len() {
            let param = &of.set[ParamId::from_index(at)];
            let mut marks = vec![Mark::NotRelevant; param.rows.len()];
            let mut values = Vec::new();
            for (case, condition) in param.cases.iter().enumerate() {
                let holds = condition.as_ref().map_or(Verdict::Met, |condition| of.at_some_level(condition));
                if holds == Verdict::NotMet {
                    continue;
                }
                let Some(row) = param_row(param, case, context.last, regions) else { continue };
                if let (Some(mark), Some(row)) = (marks.get_mut(row), param.rows.get(row)) {
                    *mark = Mark::Counted;
                    values.push(both(|lang| show_value(row.value, &param.ty, lang)));
                }
            }
            self.rows.insert(param.span.start, marks);
            self.at.insert(param.span.start, (Mark::Counted, values));
        }
    }

    fn definitions(&mut self, of: &Explainer<'_>) {
        for definition in of.set.definitions.iter().filter(|definition| definition.expr.frame == ROOT) {
            let expr = &definition.expr;
            // What only classes read has a value for each of them.
            let at_levels = (expr.id, None)..=(expr.id, Some(u32::MAX));
            let mut levels =
                of.outcome.plan.inner.exprs.range(at_levels).map(|((_, level), _)| *level).peekable();
            if levels.peek().is_none() {
                // Nothing reads it.
                self.tell(expr.span, Mark::NotRelevant, Vec::new());
            }
            for level in levels {
                self.definition(of, expr, level);
            }
        }
    }

    fn definition(&mut self, of: &Explainer<'_>, expr: &Expr, level: Option<u32>) {
        self.inside(of, expr, level);
        if of.hides(expr) {
            self.tell(expr.span, Mark::Withheld, Vec::new());
        } else if expr.ty == Ty::Truth {
            // That it does not hold is no failure.
            let (verdict, (_, mut why)) = (of.verdict_of(expr, level), of.condition_told(expr, level));
            let (mark, word) = match verdict {
                Verdict::Met => (Mark::Counted, Bilingual::new("đúng", "true")),
                Verdict::NotMet | Verdict::NotApplicable => (Mark::Counted, Bilingual::new("sai", "false")),
                Verdict::Unknown => (Mark::Unknown, Mark::Unknown.words()),
            };
            why.insert(0, word);
            self.tell(expr.span, mark, why);
        } else {
            let reason = of.found(Reason::new(ReasonCode::Measured), expr, level);
            self.tell(expr.span, Mark::Counted, vec![both(|lang| reason.all("found", lang))]);
        }
    }

    // ---- items -------------------------------------------------------------------------------

    fn item(&mut self, of: &Explainer<'_>, id: ItemId) {
        let item = &of.set[id];
        for level in of.outcome.levels_of(id) {
            let Some(outcome) = of.outcome.decisive().item(id, level) else { continue };
            let mark =
                if outcome.applies == Verdict::NotMet { Mark::NotRelevant } else { item_mark(&outcome) };
            self.tell(item.span, mark, vec![heading(&outcome)]);
            // Where something else counts instead, what the item itself says was not used.
            let instead =
                item.only.as_ref().is_some_and(|(only, _)| of.verdict_of(only, level) == Verdict::NotMet);
            if outcome.applies != Verdict::NotMet && !instead {
                self.parts(of, id, item, level);
            }
            if let Some((only, policy)) = &item.only {
                let (mark, why) = of.condition_told(only, level);
                // That an item does not apply is no failure, unless the set counts it as one.
                let failure = matches!(policy, NotApplicable::NotMet);
                let mark = if mark == Mark::NotMet && !failure { Mark::NotRelevant } else { mark };
                self.tell(only.span, mark, why);
            }
        }
        for child in &item.children {
            self.item(of, *child);
        }
    }

    fn parts(&mut self, of: &Explainer<'_>, id: ItemId, item: &Item, level: Option<u32>) {
        for (at, scoring) in item.scoring.iter().enumerate() {
            let points = of
                .outcome
                .plan
                .inner
                .scoring
                .get(&(id, at, level))
                .and_then(|reg| of.outcome.decisive().points(*reg));
            let only = scoring.only.as_ref().map(|only| of.verdict_of(only, level));
            if only == Some(Verdict::NotMet) {
                self.tell(scoring.span, Mark::NotRelevant, Vec::new());
                continue;
            }
            let gives = points.map(|points| {
                both(|lang| match lang {
                    Lang::Vi => format!("được {} điểm", interval(points, lang)),
                    Lang::En => format!("gives {}", interval(points, lang)),
                })
            });
            let settled = points.is_some_and(|points| points.is_settled());
            let mut mark = if settled { Mark::Counted } else { Mark::Unknown };
            match &scoring.kind {
                ScoringKind::Table { rows, steps, .. } => {
                    self.rows(of, rows, level);
                    for step in steps {
                        let count = of.value_of(&step.steps, level);
                        let mark = match count {
                            _ if of.hides(&step.steps) => Mark::Withheld,
                            Some((lo, hi)) if lo != hi => Mark::Unknown,
                            Some((lo, _)) if lo > Exact::ZERO => Mark::Counted,
                            _ => Mark::NotRelevant,
                        };
                        self.tell(step.steps.span, mark, Vec::new());
                    }
                }
                ScoringKind::Met { condition, .. } => mark = Mark::of(of.verdict_of(condition, level)),
                ScoringKind::ClausesGive { clauses, .. } => self.clauses(of, clauses, level),
                ScoringKind::Formula(points) => self.inside(of, points, level),
                ScoringKind::Level { .. } | ScoringKind::Direct(_) | ScoringKind::Each { .. } => {}
            }
            self.tell(scoring.span, mark, gives.into_iter().collect());
        }
        for zero in &item.zero {
            let (mark, why) = match of.verdict_of(zero, level) {
                Verdict::Met => (
                    Mark::NotMet,
                    vec![Bilingual::new(
                        "điều kiện này đúng nên mục được 0 điểm",
                        "this holds, so the item gives nought",
                    )],
                ),
                Verdict::Unknown => (Mark::Unknown, Vec::new()),
                Verdict::NotMet | Verdict::NotApplicable => (Mark::NotRelevant, Vec::new()),
            };
            self.tell(zero.span, mark, why);
        }
        for verdict in &item.verdicts {
            if verdict.level.is_some() && verdict.level != level {
                continue;
            }
            self.inside(of, &verdict.condition, level);
            let (mark, why) = of.condition_told(&verdict.condition, level);
            self.tell(verdict.condition.span, mark, why);
        }
        if let Some(measure) = &item.measure {
            let (mark, why) = match &measure.meets {
                Some(meets) => of.condition_told(meets, level),
                None => (Mark::Counted, Vec::new()),
            };
            self.tell(measure.value.span, mark, why);
        }
        if let Some(on_file) = &item.on_file {
            let (mark, why) = of.condition_told(on_file, level);
            self.on_file.insert(item.span.start, (mark, why));
        }
    }

    /// Tables and lists inside an expression.
    fn inside(&mut self, of: &Explainer<'_>, expr: &Expr, level: Option<u32>) {
        match &expr.kind {
            // A definition has lines of its own.
            ExprKind::Definition(..) => return,
            ExprKind::Table(rows) => self.rows(of, rows, level),
            ExprKind::Clauses(_, clauses) | ExprKind::ClauseCount(clauses) => {
                self.clauses(of, clauses, level)
            }
            _ => {}
        }
        for part in expr.parts() {
            self.inside(of, part, level);
        }
    }

    fn rows(&mut self, of: &Explainer<'_>, rows: &[TableRow], level: Option<u32>) {
        for row in rows.iter().filter(|row| row.when.frame == ROOT) {
            let mark = match of.verdict_of(&row.when, level) {
                // Which case holds is the value.
                _ if !row.shape.is_range() && of.hides(&row.when) => Mark::Withheld,
                Verdict::Met => Mark::Met,
                Verdict::Unknown => Mark::Unknown,
                // Another band is no failure.
                Verdict::NotMet | Verdict::NotApplicable => Mark::NotRelevant,
            };
            self.tell(row.span, mark, Vec::new());
        }
    }

    fn clauses(&mut self, of: &Explainer<'_>, clauses: &[Clause], level: Option<u32>) {
        for clause in clauses.iter().filter(|clause| clause.condition.frame == ROOT) {
            let only = clause.only.as_ref().map(|only| of.verdict_of(only, level));
            let (mark, why) = match only {
                Some(Verdict::NotMet) => (Mark::NotRelevant, Vec::new()),
                Some(Verdict::Unknown) => (Mark::Unknown, Vec::new()),
                Some(Verdict::Met | Verdict::NotApplicable) | None => {
                    of.condition_told(&clause.condition, level)
                }
            };
            self.tell(clause.condition.span, mark, why);
        }
    }

    // ---- results -----------------------------------------------------------------------------

    fn gates_and_classes(&mut self, of: &Explainer<'_>) {
        for (gate, reg) in of.set.gates.iter().zip(&of.outcome.plan.inner.gates) {
            self.inside(of, &gate.condition, None);
            let (_, why) = of.condition_told(&gate.condition, None);
            self.tell(gate.span, Mark::of(of.verdict(*reg)), why);
        }
        let (Some(classes), Some(outcome)) = (&of.set.classes, of.outcome.class()) else { return };
        let mut held = false;
        for (position, class) in (0u32..).zip(&classes.list) {
            let holds = outcome.holds(&class.name);
            let (condition, why) = match &class.condition {
                Some(condition) => {
                    self.inside(of, condition, Some(position));
                    of.condition_told(condition, Some(position))
                }
                None => (Mark::NotRelevant, Vec::new()),
            };
            let mark = match holds {
                Verdict::Met => Mark::Met,
                Verdict::Unknown => Mark::Unknown,
                // What is below the class held is not asked for.
                Verdict::NotMet | Verdict::NotApplicable if held => Mark::NotRelevant,
                Verdict::NotMet | Verdict::NotApplicable if condition == Mark::NotRelevant => {
                    Mark::NotRelevant
                }
                Verdict::NotMet | Verdict::NotApplicable => Mark::NotMet,
            };
            held |= holds == Verdict::Met;
            // A condition that holds and a class that is not given: a gate stands before it.
            let kept_out = !matches!(condition, Mark::NotMet | Mark::NotRelevant) && mark == Mark::NotMet;
            let why = if kept_out {
                vec![Bilingual::new("không đạt một điều kiện chung", "a gate is not met")]
            } else {
                why
            };
            self.tell(class.span, mark, why);
        }
        if !classes.lone_title {
            let labels = |standings: &[Standing], lang: Lang| {
                let one = |standing: &Standing| match (standing, lang) {
                    (Standing::Class(name), _) => {
                        let class = classes.list.iter().find(|class| class.name == *name);
                        class.map_or_else(|| name.clone(), |class| class.label.clone())
                    }
                    (Standing::None, Lang::Vi) => "không thuộc loại nào".to_owned(),
                    (Standing::None, Lang::En) => "no class".to_owned(),
                    (Standing::NotRanked, Lang::Vi) => "không xét".to_owned(),
                    (Standing::NotRanked, Lang::En) => "not ranked".to_owned(),
                    (Standing::Outside, Lang::Vi) => "không áp dụng".to_owned(),
                    (Standing::Outside, Lang::En) => "not applicable".to_owned(),
                };
                standings.iter().map(one).collect::<Vec<_>>().join(if lang == Lang::Vi {
                    " hoặc "
                } else {
                    " or "
                })
            };
            let mark = if outcome.settled().is_some() { Mark::Counted } else { Mark::Unknown };
            self.tell(classes.span, mark, vec![both(|lang| labels(&outcome.closed, lang))]);
        }
    }
}

impl Explainer<'_> {
    /// A condition that is judged for several classes holds where it holds for one.
    fn at_some_level(&self, expr: &Expr) -> Verdict {
        let levels = self.outcome.plan.inner.levels.iter().map(|level| Some(*level)).chain([None]);
        let verdicts: Vec<Verdict> =
            levels.filter_map(|level| self.reg(expr, level)).map(|reg| self.verdict(reg)).collect();
        if verdicts.contains(&Verdict::Met) {
            Verdict::Met
        } else if verdicts.contains(&Verdict::Unknown) || verdicts.is_empty() {
            Verdict::Unknown
        } else {
            Verdict::NotMet
        }
    }

    /// Whether a condition holds, and its reasons in words.
    fn condition_told(&self, expr: &Expr, level: Option<u32>) -> Told {
        let mut node = Node::nameless();
        self.condition(expr, level, &mut node);
        let why = node.reasons.iter().map(|reason| both(|lang| reason.text(lang))).collect();
        (Mark::of(self.verdict_of(expr, level)), why)
    }
}

/// The facts that something which matters asks for and does not find, or not surely.
fn asked_for(explanation: &Explanation) -> BTreeMap<String, ReasonCode> {
    let mut out = BTreeMap::new();
    let mut gather = |reasons: &[Reason]| {
        for reason in reasons {
            if let ReasonCode::Missing | ReasonCode::NotKnown | ReasonCode::Waiting | ReasonCode::OtherDay =
                reason.code
            {
                out.insert(reason.all("input", Lang::En), reason.code);
            }
        }
    };
    fn each(nodes: &[Node], gather: &mut impl FnMut(&[Reason])) {
        for node in nodes {
            gather(&node.reasons);
            each(&node.children, gather);
        }
    }
    gather(&explanation.covers_reasons);
    each(&explanation.gates, &mut gather);
    each(&explanation.items, &mut gather);
    if let Some(class) = &explanation.class {
        each(&class.conditions, &mut gather);
    }
    out
}

/// An item that has a verdict goes by it, another by its points.
fn item_mark(item: &ItemOutcome) -> Mark {
    let zero = Exact::ZERO;
    match (item.verdict, item.points) {
        (Some(verdict), _) => Mark::of(verdict),
        (None, Some(points)) if !points.is_settled() => Mark::Unknown,
        (None, Some(points)) if Some(points.certain) == item.max => Mark::Met,
        (None, Some(points)) if points.certain == zero => Mark::NotMet,
        (None, Some(_)) => Mark::InPart,
        (None, None) => Mark::Plain,
    }
}

fn heading(item: &ItemOutcome) -> Bilingual {
    both(|lang| {
        let vi = lang == Lang::Vi;
        let mut parts = Vec::new();
        if item.applies == Verdict::NotMet {
            parts.push(if vi { "không áp dụng".to_owned() } else { "not applicable".to_owned() });
        }
        if let Some(points) = item.points {
            let of = item.max.map(|max| format!(" / {}", show_exact(max, lang))).unwrap_or_default();
            let word = if vi { "điểm" } else { "points" };
            parts.push(format!("{}{of} {word}", interval(points, lang)));
        }
        if let (Some(verdict), true) = (item.verdict, item.applies != Verdict::NotMet) {
            parts.push(Mark::of(verdict).words().get(lang).to_owned());
        }
        let text = parts.join(", ");
        match &item.level {
            Some(level) => format!("[{level}] {text}"),
            None => text,
        }
    })
}

fn interval(points: Points, lang: Lang) -> String {
    show_interval(points.certain, points.possible, &Ty::Number(Unit::Points), lang)
}
