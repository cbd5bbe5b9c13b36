//! What the examples of a set reach.
//!
//! In: a plan. Out: every band, clause, gate, class, verdict and condition of applicability, each
//! with whether some example certainly reaches it. Each example is evaluated once and its registers
//! are read, as explanations read them.

use crate::describe::{Words, both};
use crate::hir::{Clause, CriteriaSet, Expr, ExprKind, ROOT, ScoringKind, TableRow};
use crate::outcome::{Outcome, Standing, Verdict};
use crate::plan::Plan;
use std::collections::BTreeMap;
use tieuchi_grammar::{Bilingual, Span};

/// What can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TargetKind {
    /// A row of a table of points or of a definition.
    Band,
    /// A clause, met or not met.
    Clause,
    /// A gate, met or not met.
    Gate,
    /// A class, given.
    Class,
    /// The verdict of an item, met or not met.
    Verdict,
    /// An item that applies, or does not.
    Applicability,
}

impl TargetKind {
    /// All kinds, in the order they are listed.
    pub const ALL: [Self; 6] =
        [Self::Band, Self::Clause, Self::Gate, Self::Class, Self::Verdict, Self::Applicability];

    /// Its name in JSON.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Band => "bands",
            Self::Clause => "clauses",
            Self::Gate => "gates",
            Self::Class => "classes",
            Self::Verdict => "verdicts",
            Self::Applicability => "applicability",
        }
    }

    /// Its name in words.
    #[must_use]
    pub fn words(self) -> Bilingual {
        let (vi, en) = match self {
            Self::Band => ("bậc", "bands"),
            Self::Clause => ("ý", "clauses"),
            Self::Gate => ("điều kiện", "gates"),
            Self::Class => ("loại", "classes"),
            Self::Verdict => ("kết luận của mục", "verdicts of items"),
            Self::Applicability => ("áp dụng hay không", "applicability"),
        };
        Bilingual::new(vi, en)
    }
}

/// Something the examples should reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// What it is.
    pub kind: TargetKind,
    /// What it is in words, with the side that is asked for.
    pub what: Bilingual,
    /// Where it is written.
    pub span: Span,
    /// Whether some example certainly reaches it.
    pub reached: bool,
}

/// What the examples of a set reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// Everything there is to reach, in the order of the source.
    pub targets: Vec<Target>,
    /// How many examples there are, and how many leave the class or the total open.
    pub examples: (usize, usize),
}

impl Coverage {
    /// How many targets of a kind are reached, of how many.
    #[must_use]
    pub fn count(&self, kind: TargetKind) -> (usize, usize) {
        let own: Vec<&Target> = self.targets.iter().filter(|target| target.kind == kind).collect();
        (own.iter().filter(|target| target.reached).count(), own.len())
    }

    /// The part of all targets that is reached, in whole percent, rounded down; 100 where there is
    /// nothing to reach.
    #[must_use]
    pub fn percent(&self) -> usize {
        let reached = self.targets.iter().filter(|target| target.reached).count();
        (reached * 100).checked_div(self.targets.len()).unwrap_or(100)
    }
}

impl Plan {
    /// What the set's own examples reach. An example that cannot be evaluated reaches nothing.
    ///
    /// ```
    /// use tieuchi::{TargetKind, compile};
    /// let source = r#"language en
    /// criteria set S "A set" edition E1 [assumed]
    ///   in force from 2024-01-01
    ///   applies to person
    /// subject person "Person"
    ///   fact books "Books": integer from 0 to 99
    /// criterion 1 "Reading" max 10 points
    ///   score by books:
    ///     under 5: 0 points
    ///     from 5 up: 10 points
    /// example "Many books" period 2025
    ///   given books = 5
    ///   then total_points = 10
    /// "#;
    /// let coverage = compile(source).unwrap().coverage();
    /// assert_eq!(coverage.count(TargetKind::Band), (1, 2));
    /// ```
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        let set = &self.inner.set;
        let outcomes: Vec<Outcome> =
            set.examples.iter().filter_map(|example| self.run_example(example).ok()).collect();
        let open = outcomes.iter().filter(|outcome| {
            outcome.class().is_some_and(|class| class.settled().is_none())
                || outcome.total().is_some_and(|total| !total.is_settled())
        });
        let examples = (set.examples.len(), open.count());
        let mut gathered = Gathered { plan: self, set, outcomes: &outcomes, targets: BTreeMap::new() };
        gathered.items();
        gathered.definitions();
        gathered.gates_and_classes();
        Coverage { targets: gathered.targets.into_values().collect(), examples }
    }
}

/// Targets by place, kind and side; one that is evaluated for several levels is reached if it is
/// reached for one.
struct Gathered<'a> {
    plan: &'a Plan,
    set: &'a CriteriaSet,
    outcomes: &'a [Outcome],
    targets: BTreeMap<(Span, TargetKind, bool, String), Target>,
}

impl Gathered<'_> {
    fn add(&mut self, kind: TargetKind, side: bool, span: Span, what: Bilingual, reached: bool) {
        let key = (span, kind, side, what.en.clone());
        let target = self.targets.entry(key).or_insert(Target { kind, what, span, reached: false });
        target.reached |= reached;
    }

    /// Whether a condition of the subject comes out so in some example, at any level.
    fn comes_out(&self, condition: &Expr, wanted: Verdict) -> bool {
        let exprs = &self.plan.inner.exprs;
        let regs = exprs.range((condition.id, None)..=(condition.id, Some(u32::MAX))).map(|(_, reg)| *reg);
        regs.into_iter().any(|reg| self.outcomes.iter().any(|outcome| outcome.view().verdict(reg) == wanted))
    }

    /// Both sides of a condition.
    fn both_sides(&mut self, kind: TargetKind, span: Span, what: &Bilingual, condition: &Expr) {
        for (side, wanted) in [(true, Verdict::Met), (false, Verdict::NotMet)] {
            let reached = self.comes_out(condition, wanted);
            self.add(kind, side, span, sided(what, side), reached);
        }
    }

    fn rows(&mut self, of: &str, rows: &[TableRow]) {
        for row in rows.iter().filter(|row| row.when.frame == ROOT) {
            let what = both(|lang| format!("{of}: {}", Words { set: self.set, lang }.band(row)));
            let reached = self.comes_out(&row.when, Verdict::Met);
            self.add(TargetKind::Band, true, row.span, what, reached);
        }
    }

    fn clauses(&mut self, of: &str, clauses: &[Clause]) {
        for clause in clauses.iter().filter(|clause| clause.condition.frame == ROOT) {
            let what = Bilingual::new(
                format!("{of}, ý {} «{}»", clause.code, clause.label),
                format!("{of}, clause {} «{}»", clause.code, clause.label),
            );
            self.both_sides(TargetKind::Clause, clause.condition.span, &what, &clause.condition);
        }
    }

    /// Tables and lists inside an expression.
    fn inside(&mut self, of: &str, expr: &Expr) {
        let mut tables: Vec<&[TableRow]> = Vec::new();
        let mut lists: Vec<&[Clause]> = Vec::new();
        let mut waiting = vec![expr];
        while let Some(part) = waiting.pop() {
            match &part.kind {
                // A definition is a target of its own.
                ExprKind::Definition(..) => continue,
                ExprKind::Table(rows) => tables.push(rows),
                ExprKind::Clauses(_, clauses) | ExprKind::ClauseCount(clauses) => lists.push(clauses),
                _ => {}
            }
            waiting.extend(part.parts());
        }
        tables.into_iter().for_each(|rows| self.rows(of, rows));
        lists.into_iter().for_each(|clauses| self.clauses(of, clauses));
    }

    fn items(&mut self) {
        let set = self.set;
        for item in &set.items {
            for scoring in &item.scoring {
                match &scoring.kind {
                    ScoringKind::Table { rows, .. } => self.rows(&item.code, rows),
                    ScoringKind::ClausesGive { clauses, .. } => self.clauses(&item.code, clauses),
                    ScoringKind::Formula(points) => self.inside(&item.code, points),
                    ScoringKind::Met { condition, .. } => {
                        let what =
                            both(|lang| format!("{}: {}", item.code, Words { set, lang }.expr(condition)));
                        self.both_sides(TargetKind::Verdict, condition.span, &what, condition);
                    }
                    ScoringKind::Level { .. } | ScoringKind::Direct(_) | ScoringKind::Each { .. } => {}
                }
            }
            for verdict in &item.verdicts {
                self.inside(&item.code, &verdict.condition);
                let what =
                    both(|lang| format!("{}: {}", item.code, Words { set, lang }.expr(&verdict.condition)));
                self.both_sides(TargetKind::Verdict, verdict.condition.span, &what, &verdict.condition);
            }
            if let Some(meets) = item.measure.as_ref().and_then(|measure| measure.meets.as_ref()) {
                let what = Bilingual::new(format!("chỉ tiêu {}", item.code), format!("target {}", item.code));
                self.both_sides(TargetKind::Verdict, item.span, &what, meets);
            }
            if let Some((only, _)) = &item.only {
                let what = Bilingual::new(
                    format!("mục {} áp dụng", item.code),
                    format!("item {} applies", item.code),
                );
                self.both_sides(TargetKind::Applicability, item.span, &what, only);
            }
        }
    }

    fn definitions(&mut self) {
        let set = self.set;
        for definition in &set.definitions {
            self.inside(&definition.name, &definition.expr);
        }
    }

    fn gates_and_classes(&mut self) {
        let set = self.set;
        for gate in &set.gates {
            let what = Bilingual::new(gate.name.clone(), gate.name.clone());
            self.both_sides(TargetKind::Gate, gate.span, &what, &gate.condition);
        }
        let Some(classes) = &set.classes else { return };
        let given = |wanted: &Standing| {
            let settled =
                |outcome: &Outcome| outcome.class().is_some_and(|class| class.settled() == Some(wanted));
            self.outcomes.iter().any(settled)
        };
        let mut found: Vec<(Span, String, bool)> = classes
            .list
            .iter()
            .map(|class| (class.span, class.label.clone(), given(&Standing::Class(class.name.clone()))))
            .collect();
        if classes.lone_title {
            let not_held = given(&Standing::None);
            found.extend(classes.list.first().map(|class| (class.span, String::new(), not_held)));
        }
        for (span, label, reached) in found {
            let what = if label.is_empty() {
                Bilingual::new("không đạt danh hiệu", "the title is not held")
            } else {
                Bilingual::new(format!("«{label}»"), format!("«{label}»"))
            };
            self.add(TargetKind::Class, true, span, what, reached);
        }
    }
}

fn sided(what: &Bilingual, side: bool) -> Bilingual {
    let (vi, en) = if side { ("đúng", "true") } else { ("sai", "false") };
    Bilingual::new(format!("{} — {vi}", what.vi), format!("{} — {en}", what.en))
}
