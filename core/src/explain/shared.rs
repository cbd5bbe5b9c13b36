//! What every explanation under a plan shares: names, words, and what its expressions read.
//!
//! In: a plan. Out: texts that explanations hold together, each made once, and facts about the set's
//! expressions, each found the first time it is asked for. Nothing here depends on a dossier.

use super::*;
use crate::hir::{InputId, Seat};
use crate::plan::{Inner, ItemRegs, Op};
use std::sync::OnceLock;

/// The set, as its explanations name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAbout {
    /// Its identifier.
    pub id: String,
    /// Its edition.
    pub edition: String,
    /// Its title.
    pub label: String,
    /// The language its names are written in.
    pub language: Lang,
    /// The documents it rests on, and their days.
    pub based_on: Vec<(String, Day)>,
    /// What the subject is, as the set names it.
    pub subject_kind: String,
    /// Whether any figure of the set is assumed.
    pub assumed: bool,
}

/// The class table, or the lone title, as explanations name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassAbout {
    /// Its name.
    pub name: String,
    /// Its title.
    pub label: String,
    /// Whether it is a lone title.
    pub lone_title: bool,
    /// Every class and its label, best first.
    pub labels: Vec<(String, String)>,
}

/// What the set says of a node, whatever the dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeAbout {
    /// What it is.
    pub kind: NodeKind,
    /// Its word, as `chỉ số` / `indicator`.
    pub word: Arc<Bilingual>,
    /// Its official number or name.
    pub code: String,
    /// Its label.
    pub label: String,
    /// The class it was judged for, where that matters.
    pub level: Option<String>,
    /// What follows where it is not met, for a gate.
    pub effect: Option<Bilingual>,
    /// Whether it is a gate that is only noted: met or not, no class depends on it.
    pub noted: bool,
    /// What a person must put on file for it, in the words of the set.
    pub needs: Vec<String>,
    /// What its own heading cites.
    pub cites: Cites,
    /// Whether a figure of it is assumed.
    pub assumed: bool,
}

/// What a node, or what it reads, cites.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cites {
    /// Sources.
    pub sources: Vec<Arc<Citation>>,
    /// Phrases and how they were read.
    pub readings: Vec<Pair>,
    /// Phrases the set does not express, and why.
    pub unexpressed: Vec<Pair>,
}

impl Cites {
    fn of(notes: &Notes) -> Self {
        Self {
            sources: notes.sources.clone(),
            readings: notes.readings.clone(),
            unexpressed: notes.unexpressed.clone(),
        }
    }
}

impl NodeAbout {
    pub(super) fn new(kind: NodeKind, word: Arc<Bilingual>, code: &str, label: &str, notes: &Notes) -> Self {
        Self {
            kind,
            word,
            code: code.to_owned(),
            label: label.to_owned(),
            level: None,
            effect: None,
            noted: false,
            needs: Vec::new(),
            cites: Cites::of(notes),
            assumed: notes.assumed,
        }
    }
}

/// An item at one of the levels it is judged for, or at none.
#[derive(Debug)]
pub(super) struct Judged {
    pub level: Option<u32>,
    pub about: Arc<NodeAbout>,
    /// None where nothing is computed of it.
    pub regs: Option<ItemRegs>,
    /// Its greatest points, where they are the same for every dossier.
    pub max: Option<Exact>,
    /// Its scoring statements.
    pub scoring: Vec<Scored>,
    /// How many reasons it has where all of its own are told.
    pub reasons: usize,
    /// Whether what it reads cites anything.
    pub cites: bool,
}

/// A scoring statement at a level.
#[derive(Debug)]
pub(super) struct Scored {
    pub points: Option<Reg>,
    /// Of a table, whether each row holds.
    pub rows: Vec<Option<Reg>>,
    /// Whether a row of it cites anything.
    pub rows_cite: bool,
}

/// A column.
#[derive(Debug)]
pub(super) struct InputNames {
    pub name: Arc<str>,
    /// What it holds.
    pub words: Arc<Bilingual>,
}

/// A table of rows.
#[derive(Debug)]
pub(super) struct TableNames {
    pub name: Arc<str>,
    /// Where its rows keep the columns that steps read.
    pub read: Vec<Seat>,
}

/// What an expression reads, and what is said of it.
#[derive(Debug, Default)]
pub(super) struct Reads {
    /// It in words.
    pub words: OnceLock<Arc<Bilingual>>,
    /// Where it is the condition of a band with fixed edges, the words of the band.
    pub band: OnceLock<Arc<Bilingual>>,
    /// Where it is the points of rows, the words of the rows.
    pub rows_in_words: OnceLock<Arc<Bilingual>>,
    /// Where it is the first of a condition on all items, the words of the condition.
    pub of_all: OnceLock<Arc<Bilingual>>,
    /// What the set says of the clause whose condition it is.
    pub clause: OnceLock<Arc<NodeAbout>>,
    /// The subject's columns it reads, each with the number of the expression that does.
    pub inputs: Vec<(InputId, u32)>,
    /// The evidence it reads, with the number of the expression that does.
    pub rows: Vec<(FrameId, u32)>,
    /// Whether it reads a column, of any table.
    pub column: bool,
    /// Whether it reads one that the set keeps private.
    pub private: bool,
    /// Whether anything it reads cites something, or is a parameter.
    pub cites: bool,
}

impl Reads {
    fn of(set: &CriteriaSet, expr: &Expr) -> Self {
        let mut reads = Self::default();
        expr.walk(&mut |part| {
            if let ExprKind::Input(id) = part.kind {
                let input = &set[id];
                reads.column = true;
                reads.private |= input.private;
                if input.frame == ROOT {
                    reads.inputs.push((id, part.id));
                }
            }
            reads.rows.extend(rows_read(set, part).map(|frame| (frame, part.id)));
            reads.cites |= match &part.kind {
                ExprKind::Input(id) => set.fact_notes.get(&set[*id].span).is_some_and(Notes::says),
                ExprKind::Definition(id, _) => {
                    set.definitions.get(id.index()).is_some_and(|definition| definition.notes.says())
                }
                ExprKind::Table(rows) => rows.iter().any(|row| row.notes.says()),
                ExprKind::Param(_) => true,
                _ => false,
            };
        });
        reads
    }
}

impl Notes {
    /// Whether anything is noted that a node tells.
    pub(super) const fn says(&self) -> bool {
        !(self.sources.is_empty() && self.readings.is_empty() && self.unexpressed.is_empty())
    }
}

/// The evidence table an expression goes through by itself.
fn rows_read(set: &CriteriaSet, expr: &Expr) -> Option<FrameId> {
    let rows = match &expr.kind {
        ExprKind::Count(rows)
        | ExprKind::Sum(rows, _)
        | ExprKind::Mean(rows, _)
        | ExprKind::Pick(_, rows, _, _)
        | ExprKind::All(rows, _)
        | ExprKind::Share(rows, _) => rows,
        _ => return None,
    };
    crate::batch::is_evidence(set, rows.frame).then_some(rows.frame)
}

/// Registers of expressions, by number and level.
#[derive(Debug)]
struct Regs {
    /// Where those of each expression begin.
    begins: Vec<u32>,
    /// For each expression in turn the one at no level, then those by level.
    list: Vec<(Option<u32>, Reg)>,
}

impl Regs {
    fn of(inner: &Inner) -> Self {
        let mut begins = Vec::with_capacity(inner.set.expressions as usize + 1);
        let mut list = Vec::with_capacity(inner.exprs.len());
        for (&(id, level), reg) in &inner.exprs {
            while begins.len() <= id as usize {
                begins.push(u32::try_from(list.len()).unwrap_or(u32::MAX));
            }
            list.push((level, *reg));
        }
        begins.resize(inner.set.expressions as usize + 1, u32::try_from(list.len()).unwrap_or(u32::MAX));
        Self { begins, list }
    }

    /// The register at a level; at none where there is no other.
    fn get(&self, id: u32, level: Option<u32>) -> Option<Reg> {
        let (begin, end) = (*self.begins.get(id as usize)?, *self.begins.get(id as usize + 1)?);
        let own = self.list.get(begin as usize..end as usize)?;
        if let [(None, reg)] = own {
            return Some(*reg);
        }
        let of = |level| own.iter().find(|(own, _)| *own == level).map(|(_, reg)| *reg);
        of(level).or_else(|| of(None))
    }
}

/// What all explanations under a plan share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(super) set: Arc<SetAbout>,
    pub(super) gates: Vec<Arc<NodeAbout>>,
    pub(super) class: Option<Arc<ClassAbout>>,
    /// Of each class what the set says of it.
    pub(super) classes: Vec<Arc<NodeAbout>>,
    pub(super) inputs: Vec<InputNames>,
    /// By table.
    pub(super) tables: Vec<TableNames>,
    /// The labels of each list of options.
    pub(super) labels: Vec<Vec<Arc<str>>>,
    pub(super) authorities: Vec<Arc<str>>,
    pub(super) deadlines: Vec<Arc<str>>,
    /// How the total is rounded.
    pub(super) rounding: Option<Arc<Bilingual>>,
    /// The official number of each item.
    pub(super) codes: Vec<Arc<str>>,
    /// Each item at the levels it is judged for, best first, and last at none.
    items: Vec<Vec<Judged>>,
    regs: Regs,
    /// By expression.
    reads: Vec<OnceLock<Box<Reads>>>,
}

impl Shared {
    pub fn of(inner: &Inner) -> Self {
        let set = &inner.set;
        let in_words = |text: &dyn Fn(Words<'_>) -> String| Arc::new(both(|lang| text(Words { set, lang })));
        let mut shared = Self {
            set: Arc::new(SetAbout {
                id: set.id.clone(),
                edition: set.edition.clone(),
                label: set.label.clone(),
                language: set.lang,
                based_on: set.based_on.clone(),
                subject_kind: set.frames.first().map(|frame| frame.label.clone()).unwrap_or_default(),
                assumed: set.assumed,
            }),
            gates: set.gates.iter().map(|gate| Arc::new(gate_about(set, gate))).collect(),
            class: set.classes.as_ref().map(|classes| {
                let labels = classes.list.iter().map(|class| (class.name.clone(), class.label.clone()));
                Arc::new(ClassAbout {
                    name: classes.name.clone(),
                    label: classes.label.clone(),
                    lone_title: classes.lone_title,
                    labels: labels.collect(),
                })
            }),
            classes: set.classes.iter().flat_map(|classes| &classes.list).map(class_about).collect(),
            inputs: set
                .inputs
                .iter()
                .map(|input| InputNames {
                    name: input.name.as_str().into(),
                    words: in_words(&|words| words.input(input)),
                })
                .collect(),
            tables: set
                .frames
                .iter()
                .map(|frame| TableNames { name: frame.name.as_str().into(), read: Vec::new() })
                .collect(),
            labels: set
                .choices
                .iter()
                .map(|choice| choice.labels.iter().map(|label| label.as_str().into()).collect())
                .collect(),
            authorities: set.authorities.iter().map(|one| one.text.as_str().into()).collect(),
            deadlines: set.deadlines.iter().map(|(text, _)| text.as_str().into()).collect(),
            rounding: set
                .scale
                .and_then(|scale| scale.rounding)
                .map(|rounding| in_words(&|words| words.rounding(rounding))),
            codes: set.items.iter().map(|item| item.code.as_str().into()).collect(),
            items: Vec::new(),
            regs: Regs::of(inner),
            reads: std::iter::repeat_with(OnceLock::new).take(set.expressions as usize).collect(),
        };
        for step in &inner.steps {
            if let Op::Input(id) = step.op
                && let Some(table) = shared.tables.get_mut(set[id].frame.index())
            {
                table.read.push(set[id].seat.clone());
            }
        }
        let mut levels = inner.levels.clone();
        levels.sort_unstable();
        let items = (0..set.items.len()).map(ItemId::from_index).map(|id| {
            let by_level = levels.iter().filter(|_| set[id].by_level).map(|level| Some(*level));
            by_level.chain([None]).map(|level| shared.judged(inner, id, level)).collect()
        });
        shared.items = items.collect();
        shared
    }

    fn judged(&self, inner: &Inner, id: ItemId, level: Option<u32>) -> Judged {
        let (set, item) = (&inner.set, &inner.set[id]);
        let regs = inner.items.get(&(id, level)).copied();
        let mut about =
            NodeAbout::new(NodeKind::Item, phrase_words(item.word), &item.code, &item.label, &item.notes);
        if regs.is_some() {
            about.needs.clone_from(&item.needs);
            about.level = level.and_then(|level| set.class_at(level)).map(|class| class.name.clone());
        }
        Judged {
            level,
            about: Arc::new(about),
            regs,
            max: regs.and_then(|regs| {
                let step = inner.steps.get(regs.max?.index())?;
                match step.op {
                    Op::Number(units) => Exact::new(units, step.out.kind.den()),
                    _ => None,
                }
            }),
            scoring: item
                .scoring
                .iter()
                .enumerate()
                .map(|(at, scoring)| {
                    let rows = match &scoring.kind {
                        ScoringKind::Table { rows, .. } => rows.as_slice(),
                        _ => &[],
                    };
                    Scored {
                        points: inner.scoring.get(&(id, at, level)).copied(),
                        rows: rows.iter().map(|row| self.reg(row.when.id, level)).collect(),
                        rows_cite: rows.iter().any(|row| row.notes.says()),
                    }
                })
                .collect(),
            reasons: reasons_of(item, level),
            cites: exprs_at(item, level).iter().any(|expr| self.reads(set, expr).cites),
        }
    }

    /// What an expression of the set reads.
    #[expect(clippy::indexing_slicing, reason = "expressions are numbered from nought as they are counted")]
    pub(super) fn reads(&self, set: &CriteriaSet, expr: &Expr) -> &Reads {
        self.reads[expr.id as usize].get_or_init(|| Box::new(Reads::of(set, expr)))
    }

    /// The register of an expression, by its number.
    pub(super) fn reg(&self, expr: u32, level: Option<u32>) -> Option<Reg> {
        self.regs.get(expr, level)
    }

    /// An item at a level.
    pub(super) fn item(&self, id: ItemId, level: Option<u32>) -> Option<&Judged> {
        self.items.get(id.index())?.iter().find(|judged| judged.level == level)
    }

    /// An item at each level it is judged for, best first; at none if its verdict does not depend on it.
    pub(super) fn at_levels(&self, set: &CriteriaSet, id: ItemId) -> &[Judged] {
        let all = self.items.get(id.index()).map_or(&[][..], Vec::as_slice);
        match all {
            [by_level @ .., _] if set[id].by_level => by_level,
            _ => all,
        }
    }
}

/// How many reasons an item has at a level where all of its own are told.
fn reasons_of(item: &Item, level: Option<u32>) -> usize {
    fn of(condition: &Expr) -> usize {
        match &condition.kind {
            ExprKind::And(parts) => parts.iter().map(of).sum(),
            ExprKind::Clauses(..) => 0,
            _ => 1,
        }
    }
    let scoring = item.scoring.iter().map(|scoring| match &scoring.kind {
        ScoringKind::Met { condition, .. } => of(condition) + 1,
        _ => 1,
    });
    let verdicts = item.verdicts.iter().filter(|verdict| verdict.level.is_none() || verdict.level == level);
    let verdicts = verdicts.map(|verdict| of(&verdict.condition));
    scoring.chain(verdicts).sum::<usize>() + usize::from(item.measure.is_some())
}

/// The expressions an item is judged by at a level.
pub(super) fn exprs_at(item: &Item, level: Option<u32>) -> Vec<&Expr> {
    let other = |verdict: &&crate::hir::Verdict| verdict.level.is_some() && verdict.level != level;
    let others: Vec<u32> = item.verdicts.iter().filter(other).map(|verdict| verdict.condition.id).collect();
    let mut own = item.own_exprs();
    own.retain(|expr| !others.contains(&expr.id));
    own
}

fn class_about(class: &crate::hir::Class) -> Arc<NodeAbout> {
    let word = phrase_words(class.word);
    Arc::new(NodeAbout::new(NodeKind::Class, word, &class.name, &class.label, &class.notes))
}

fn gate_about(set: &CriteriaSet, gate: &crate::hir::Gate) -> NodeAbout {
    let word = Arc::new(Bilingual::new("điều kiện", "condition"));
    let mut about = NodeAbout::new(NodeKind::Gate, word, &gate.name, &gate.label, &gate.notes);
    about.effect = Some(effect(set, gate.effect));
    about.noted = gate.effect == Effect::Noted;
    about
}

/// What a gate does where it is not met, in words.
fn effect(set: &CriteriaSet, effect: Effect) -> Bilingual {
    let class = |at: u32| set.class_at(at).map(|class| class.label.clone()).unwrap_or_default();
    match effect {
        Effect::BarsAll => Bilingual::new("không đạt kết quả nào", "no result is given"),
        Effect::Noted => Bilingual::new("chỉ ghi nhận", "only noted"),
        Effect::NotRanked => Bilingual::new("không xét", "no ranking"),
        Effect::Class(at) => Bilingual::new(format!("xếp «{}»", class(at)), format!("class “{}”", class(at))),
        Effect::AtMost(at) => {
            Bilingual::new(format!("không quá «{}»", class(at)), format!("at most “{}”", class(at)))
        }
    }
}

/// A place on file, from 1, as it stands for a row that has no name; those that come often are there once.
pub(super) fn place_name(place: usize) -> Arc<str> {
    static FIRST: LazyLock<Vec<Arc<str>>> =
        LazyLock::new(|| (1..=256).map(|place| place.to_string().into()).collect());
    FIRST.get(place).cloned().unwrap_or_else(|| (place + 1).to_string().into())
}
