//! The canonical form of a set: what its digests are over.
//!
//! In: the resolved set, local edits done and catalogues in place. Out: canonical JSON with
//! everything a result depends on, for the meaning; the same with labels, citations and readings,
//! for the text. Comments, layout, the language of keywords and examples are in neither.
//! Expressions are texts in prefix form, written by `hir::expr_text`.

use crate::canonical::{Canonical, Map};
use crate::day::Day;
use crate::exact::Exact;
use crate::hir::{
    BandShape, Clause, CriteriaSet, Dedupe, Effect, Expr, ExprKind, FrameSource, Gives, InputId, InputKey,
    Item, Missing, NoEvidence, NotApplicable, Notes, Pair, Param, ScoringKind, TableRow, Take, Ty, Unit,
    Uses, day_text, expr_text, input_text, rounding_text, rows_text,
};
use tieuchi_grammar::Phrase;

/// The canonical text of a set; with the words that people read, or without.
pub(crate) fn set_text(set: &CriteriaSet, words: bool) -> String {
    Form { set, words }.whole().to_text()
}

/// The name of a phrase that no language owns: its name in the tree, as `target-set`.
fn neutral(phrase: Phrase) -> String {
    let mut out = String::new();
    for c in format!("{phrase:?}").chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push('-');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

struct Form<'a> {
    set: &'a CriteriaSet,
    /// Whether labels, citations and readings are written.
    words: bool,
}

impl Form<'_> {
    fn whole(&self) -> Map {
        let set = self.set;
        let mut map = Map::default();
        map.text("set", &set.id);
        map.text("edition", &set.edition);
        map.text("kind", &neutral(set.kind));
        self.label(&mut map, &set.label);
        let (from, to) = set.in_force;
        map.list("in_force", [Some(from), to].into_iter().flatten().map(day));
        if let Some((first, last)) = set.period {
            map.list("period", [first, last].map(|(day, month)| text(&format!("{month:02}-{day:02}"))));
        }
        map.list(
            "applies",
            set.applies.iter().map(|applies| {
                let mut map = Map::default();
                map.text("region", applies.region.as_deref().unwrap_or_default());
                map.shown("from", applies.from);
                map.text("when", &self.if_any(applies.condition.as_ref()));
                Canonical::Map(map)
            }),
        );
        if let Some(scale) = set.scale {
            let mut map_of = Map::default();
            map_of.shown("points", Some(scale.points));
            map_of.flag("rescaled", scale.rescaled);
            map_of.shown("rounding", scale.rounding.map(rounding_text));
            map_of.shown("cap", scale.cap);
            map.map("scale", map_of);
        }
        if let Some((word, rounding)) = set.round_each {
            map.list("round_each", [text(&neutral(word)), text(&rounding_text(rounding))]);
        }
        map.shown("take", set.take.map(take));
        map.flag("trust_self", set.trust_self_declared);
        map.text(
            "no_evidence",
            match set.no_evidence {
                NoEvidence::NotMet => "not-met",
                NoEvidence::ZeroPoints => "zero",
                NoEvidence::Unknown => "unknown",
            },
        );
        map.list("valid", validity(set.validity));
        map.list("uses", set.uses.iter().map(|uses| self.uses(uses)));
        map.text("edition_by", &day_text(set.edition_day));
        map.list(
            "transitions",
            set.transitions
                .iter()
                .map(|(before, edition)| Canonical::List(vec![day(*before), text(edition)])),
        );
        map.list(
            "tables",
            set.frames.iter().map(|frame| {
                let mut map = Map::default();
                map.text(
                    "source",
                    match frame.source {
                        FrameSource::Subject => "subject",
                        FrameSource::Members => "members",
                        FrameSource::Evidence => "evidence",
                    },
                );
                map.text("name", &frame.name);
                map.flag("open", frame.open);
                self.label(&mut map, &frame.label);
                Canonical::Map(map)
            }),
        );
        // Sorted by name: the order in which expressions first read a column means nothing.
        let mut inputs: Vec<Canonical> =
            (0..set.inputs.len()).map(|at| self.input(InputId::from_index(at))).collect();
        inputs.sort();
        map.list("inputs", inputs);
        map.list("parameters", set.params.iter().map(|param| self.param(param)));
        map.list(
            "groups",
            set.groups.iter().map(|group| {
                let mut map = Map::default();
                map.text("name", &group.name);
                map.text("rows", &rows_text(set, &group.rows));
                self.label(&mut map, &group.label);
                Canonical::Map(map)
            }),
        );
        map.list("items", set.items.iter().map(|item| Canonical::Map(self.item(item))));
        map.list(
            "gates",
            set.gates.iter().map(|gate| {
                let mut map = Map::default();
                map.text("name", &gate.name);
                map.text("when", &self.expr(&gate.condition));
                map.text(
                    "if_not",
                    &match gate.effect {
                        Effect::Noted => "noted".to_owned(),
                        Effect::BarsAll => "bars".to_owned(),
                        Effect::NotRanked => "not-ranked".to_owned(),
                        Effect::Class(class) => format!("class {class}"),
                        Effect::AtMost(class) => format!("at-most {class}"),
                    },
                );
                self.label(&mut map, &gate.label);
                self.notes(&mut map, &gate.notes);
                Canonical::Map(map)
            }),
        );
        self.classes(&mut map);
        self.said_only(&mut map);
        map
    }

    /// What is said and decides nothing; and who decides.
    fn said_only(&self, map: &mut Map) {
        let set = self.set;
        map.list(
            "authorities",
            set.authorities.iter().filter_map(|authority| {
                let mut map = Map::default();
                map.text("when", &self.if_any(authority.condition.as_ref()));
                map.text("who", &authority.text);
                self.notes(&mut map, &authority.notes);
                (self.words || authority.condition.is_some()).then_some(Canonical::Map(map))
            }),
        );
        if !self.words {
            return;
        }
        map.list(
            "based_on",
            set.based_on.iter().map(|(document, of)| Canonical::List(vec![text(document), day(*of)])),
        );
        map.list(
            "deadlines",
            set.deadlines
                .iter()
                .map(|(what, (day, month))| Canonical::texts([what, &format!("{month:02}-{day:02}")])),
        );
        // What a definition stands for is already in the expressions that read it.
        map.list(
            "definitions",
            set.definitions.iter().map(|definition| {
                let mut map = Map::default();
                map.text("name", &definition.name);
                self.label(&mut map, &definition.label);
                self.notes(&mut map, &definition.notes);
                Canonical::Map(map)
            }),
        );
    }

    fn uses(&self, uses: &Uses) -> Canonical {
        let mut map = Map::default();
        map.text("set", &uses.set);
        map.text("edition", uses.edition.as_deref().unwrap_or_default());
        map.flag("recognised", uses.recognised);
        map.flag("computed", uses.computed);
        map.flag("own", uses.own);
        map.shown("valid_at", uses.valid_at.map(day_text));
        map.list("valid", validity(uses.validity));
        map.list("classes", self.set[uses.classes].options.iter().map(|name| text(name)));
        // Which edition is the newest one decides whether a result counts.
        map.list(
            "editions",
            uses.editions.iter().map(|(edition, from, to)| {
                let days = [Some(*from), *to].into_iter().flatten().map(day);
                Canonical::List([text(edition)].into_iter().chain(days).collect())
            }),
        );
        Canonical::Map(map)
    }

    fn input(&self, id: InputId) -> Canonical {
        let input = &self.set[id];
        let mut map = Map::default();
        map.text("name", &input_text(self.set, id));
        let ty = match &input.ty {
            Ty::Truth => "truth".to_owned(),
            Ty::Day => "day".to_owned(),
            Ty::Text => "text".to_owned(),
            Ty::Number(Unit::Any | Unit::None) => "number".to_owned(),
            Ty::Number(Unit::Ratio) => "ratio".to_owned(),
            Ty::Number(Unit::Points) => "points".to_owned(),
            Ty::Number(Unit::Named(name)) => format!("number {name}"),
            Ty::Choice(choice) if self.set[*choice].ranked => "ranked".to_owned(),
            Ty::Choice(_) => "one-of".to_owned(),
        };
        map.text("type", &ty);
        match &input.ty {
            Ty::Choice(choice) => {
                let choice = &self.set[*choice];
                map.list("options", choice.options.iter().map(|option| text(option)));
                if self.words && choice.labels != choice.options {
                    map.list("labels", choice.labels.iter().map(|label| text(label)));
                }
            }
            Ty::Number(_) => map.text("places", &input.places.to_string()),
            Ty::Truth | Ty::Day | Ty::Text => {}
        }
        if let Some((lo, hi)) = input.range {
            map.list("range", [lo, hi].map(Canonical::number));
        }
        map.shown("step", input.step);
        map.shown("day", input.snapshot.map(day_text));
        map.shown(
            "missing",
            input.when_missing.map(|missing| match missing {
                Missing::No => "no",
                Missing::Zero => "zero",
                Missing::NoLevel => "no-level",
            }),
        );
        if matches!(input.key, InputKey::Fact(_)) {
            self.label(&mut map, &input.label);
            // What is kept private decides no result, only what people read of it.
            if self.words && input.private {
                map.text("private", "yes");
            }
        }
        Canonical::Map(map)
    }

    fn param(&self, param: &Param) -> Canonical {
        let mut map = Map::default();
        map.text("name", &param.name);
        self.label(&mut map, &param.label);
        map.list(
            "rows",
            param.rows.iter().map(|row| {
                let mut map = Map::default();
                map.shown("from", Some(row.from));
                map.text("region", row.region.as_deref().unwrap_or_default());
                map.text("when", &self.if_any(param.cases.get(row.case).and_then(Option::as_ref)));
                map.shown("value", Some(row.value));
                map.flag("assumed", self.words && row.assumed);
                Canonical::Map(map)
            }),
        );
        Canonical::Map(map)
    }

    fn item(&self, item: &Item) -> Map {
        let set = self.set;
        let mut map = Map::default();
        map.text("word", &neutral(item.word));
        map.text("code", &item.code);
        map.shown("parent", item.parent.map(|parent| set[parent].code.clone()));
        map.shown("max", item.max);
        self.label(&mut map, &item.label);
        if let Some((condition, policy)) = &item.only {
            map.list("only", [text(&self.expr(condition)), text(&self.policy(policy))]);
        }
        map.shown("on_file", item.on_file.as_ref().map(|on_file| self.expr(on_file)));
        if let Some(measure) = &item.measure {
            let mut map_of = Map::default();
            map_of.text("value", &self.expr(&measure.value));
            map_of.text("bound", if measure.at_least { "at-least" } else { "at-most" });
            map_of.list("due", measure.due.iter().copied().map(day));
            map_of.text("met", &self.if_any(measure.meets.as_ref()));
            map.map("measure", map_of);
        }
        map.shown("take", item.take.map(take));
        map.shown("rounding", item.rounding.map(rounding_text));
        map.shown("cap", item.cap);
        map.shown("weight", item.weight);
        map.list("zero", item.zero.iter().map(|zero| text(&self.expr(zero))));
        map.list(
            "verdicts",
            item.verdicts.iter().map(|verdict| {
                let mut map = Map::default();
                map.shown("level", verdict.level);
                map.text("when", &self.expr(&verdict.condition));
                if let ExprKind::Clauses(_, clauses) = &verdict.condition.kind {
                    self.clauses(&mut map, clauses);
                }
                self.notes(&mut map, &verdict.notes);
                Canonical::Map(map)
            }),
        );
        map.list(
            "scoring",
            item.scoring.iter().map(|scoring| {
                let mut map = self.scoring(&scoring.kind);
                map.text("only", &self.if_any(scoring.only.as_ref()));
                map.shown("cap", scoring.cap);
                self.notes(&mut map, &scoring.notes);
                Canonical::Map(map)
            }),
        );
        if self.words {
            map.list("needs", item.needs.iter().map(|needs| text(needs)));
        }
        self.notes(&mut map, &item.notes);
        map
    }

    fn policy(&self, policy: &NotApplicable) -> String {
        match policy {
            NotApplicable::LeaveOut => "leave-out".to_owned(),
            NotApplicable::Rescale => "rescale".to_owned(),
            NotApplicable::LowerThresholds(points) => format!("lower {points}"),
            NotApplicable::MoveTo(targets) => {
                let codes = targets.iter().map(|target| self.set[*target].code.as_str());
                format!("move {}", codes.collect::<Vec<_>>().join(" "))
            }
            NotApplicable::Points(points) => format!("points {points}"),
            NotApplicable::Full => "full".to_owned(),
            NotApplicable::KeepScale => "keep".to_owned(),
            NotApplicable::Met => "met".to_owned(),
            NotApplicable::NotMet => "not-met".to_owned(),
        }
    }

    fn scoring(&self, kind: &ScoringKind) -> Map {
        let mut map = Map::default();
        let (name, value) = match kind {
            ScoringKind::Table { input, rows, steps } => {
                map.list(
                    "rows",
                    by_lower_edge(rows).into_iter().map(|row| {
                        let gives = match &row.gives {
                            Gives::Value(value) => self.expr(value),
                            Gives::NotApplicable => "n/a".to_owned(),
                        };
                        Canonical::texts([self.expr(&row.when), gives])
                    }),
                );
                map.list(
                    "steps",
                    steps.iter().map(|step| {
                        let sign = if step.adds { "+" } else { "-" };
                        Canonical::texts([format!("{sign}{}", step.points), self.expr(&step.steps)])
                    }),
                );
                ("table", self.expr(input))
            }
            ScoringKind::Level { input, points } => {
                map.list("points", points.iter().copied().map(Canonical::number));
                ("level", self.expr(input))
            }
            ScoringKind::Direct(input) => ("direct", self.expr(input)),
            ScoringKind::Formula(points) => ("equal", self.expr(points)),
            ScoringKind::Met { condition, points } => {
                map.text("points", &self.expr(points));
                if let ExprKind::Clauses(_, clauses) = &condition.kind {
                    self.clauses(&mut map, clauses);
                }
                ("met", self.expr(condition))
            }
            ScoringKind::Each { rows, points, dedupe } => {
                map.text("points", &self.expr(points));
                if let Some(Dedupe { highest, by }) = dedupe {
                    let keys = by.iter().map(|key| text(&self.expr(key)));
                    map.list(if *highest { "highest_per" } else { "distinct_by" }, keys);
                }
                ("each", rows_text(self.set, rows))
            }
            ScoringKind::ClausesGive { clauses, points } => {
                map.shown("points", Some(*points));
                map.list(
                    "clauses_met",
                    clauses.iter().map(|clause| {
                        Canonical::texts([
                            clause.code.clone(),
                            self.if_any(clause.only.as_ref()),
                            self.expr(&clause.condition),
                        ])
                    }),
                );
                self.clauses(&mut map, clauses);
                ("clauses", String::new())
            }
        };
        map.text("by", name);
        map.text("value", &value);
        map
    }

    fn classes(&self, map: &mut Map) {
        let Some(classes) = &self.set.classes else { return };
        let mut own = Map::default();
        own.text("name", &classes.name);
        own.list("order", classes.order.iter().map(|position| text(&position.to_string())));
        own.flag("exactly_one", classes.exactly_one);
        own.flag("left_open", classes.left_open);
        self.label(&mut own, &classes.label);
        self.notes(&mut own, &classes.notes);
        own.list(
            "list",
            classes.list.iter().map(|class| {
                let mut map = Map::default();
                map.text("name", &class.name);
                map.text("when", &self.if_any(class.condition.as_ref()));
                if self.words {
                    map.text("word", &neutral(class.word));
                }
                self.label(&mut map, &class.label);
                self.notes(&mut map, &class.notes);
                Canonical::Map(map)
            }),
        );
        map.map("classes", own);
    }

    // ---- what only people read ---------------------------------------------------------------

    fn label(&self, map: &mut Map, label: &str) {
        if self.words {
            map.text("label", label);
        }
    }

    fn clauses(&self, map: &mut Map, clauses: &[Clause]) {
        if !self.words {
            return;
        }
        map.list(
            "clauses",
            clauses.iter().map(|clause| {
                let mut map = Map::default();
                map.text("code", &clause.code);
                self.label(&mut map, &clause.label);
                self.notes(&mut map, &clause.notes);
                Canonical::Map(map)
            }),
        );
    }

    fn notes(&self, map: &mut Map, notes: &Notes) {
        if !self.words {
            return;
        }
        map.list(
            "sources",
            notes.sources.iter().map(|source| {
                let mut map = Map::default();
                map.text("document", &source.document);
                map.list(
                    "place",
                    source.place.iter().map(|(word, at)| Canonical::texts([&neutral(*word), at])),
                );
                map.text("quote", source.quote.as_deref().unwrap_or_default());
                Canonical::Map(map)
            }),
        );
        let pairs =
            |list: &[Pair]| list.iter().map(|pair| Canonical::texts([&pair.0, &pair.1])).collect::<Vec<_>>();
        map.list("readings", pairs(&notes.readings));
        map.list("not_expressed", pairs(&notes.unexpressed));
        map.flag("assumed", notes.assumed);
    }

    // ---- expressions -------------------------------------------------------------------------

    fn expr(&self, expr: &Expr) -> String {
        expr_text(self.set, expr)
    }

    fn if_any(&self, expr: Option<&Expr>) -> String {
        expr.map(|expr| self.expr(expr)).unwrap_or_default()
    }
}

fn text(text: &str) -> Canonical {
    Canonical::text(text)
}

fn day(day: Day) -> Canonical {
    Canonical::text(&day.to_string())
}

fn validity(validity: Option<(u32, Phrase)>) -> Vec<Canonical> {
    validity.map(|(months, from)| vec![text(&months.to_string()), text(&neutral(from))]).unwrap_or_default()
}

fn take(take: Take) -> String {
    match take {
        Take::Highest(n) => format!("highest {n}"),
        Take::Lowest => "lowest".to_owned(),
        Take::Mean => "mean".to_owned(),
    }
}

/// Bands by their lower edge where every edge is a constant, else as they stand. Bands never
/// overlap, so their order means nothing.
fn by_lower_edge(rows: &[TableRow]) -> Vec<&TableRow> {
    let constant = |edge: &Expr| match edge.kind {
        ExprKind::Number(value) => Some(value),
        _ => None,
    };
    let key = |row: &TableRow| -> Option<(u8, Exact, u8)> {
        match &row.shape {
            BandShape::Under(_) | BandShape::AtMost(_) => Some((0, Exact::ZERO, 0)),
            BandShape::Exactly(edge) => Some((1, constant(edge)?, 0)),
            BandShape::FromUp(edge) | BandShape::FromUnder(edge, _) | BandShape::FromTo(edge, _) => {
                Some((1, constant(edge)?, 1))
            }
            BandShape::Over(edge) | BandShape::OverUnder(edge, _) | BandShape::OverTo(edge, _) => {
                Some((1, constant(edge)?, 2))
            }
            BandShape::Nothing => Some((2, Exact::ZERO, 0)),
            BandShape::Otherwise | BandShape::OtherBands => Some((2, Exact::ZERO, 1)),
            BandShape::When => None,
        }
    };
    let keys: Option<Vec<_>> = rows.iter().map(key).collect();
    let Some(keys) = keys else { return rows.iter().collect() };
    let mut sorted: Vec<_> = keys.into_iter().zip(rows).collect();
    sorted.sort_by_key(|(key, _)| *key);
    sorted.into_iter().map(|(_, row)| row).collect()
}
