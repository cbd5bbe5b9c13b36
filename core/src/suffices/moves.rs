//! What can be done about a dossier: every fact that may be settled, every row that may be
//! verified, every piece of evidence that may still come, with the values worth trying.
//!
//! In: a plan, a dossier, the values of its closed file. Out: slots. A slot is one thing to do
//! something about; its chains are the ways to do it, each chain from the least to the most.
//! Nothing here decides whether a way suffices; that is tried.

use super::direction::{Direction, Source, compared, directions};
use super::taint::{matters, rows_of, settled, single};
use super::trial::{Trials, Tried};
use super::variant::{Changed, Patch, Place};
use super::{NotTried, RemarkCode};
use crate::context::Context;
use crate::day::{Day, DaySpan};
use crate::dossier::{Cell, Dossier, ResultRecord, Row, Status, Value};
use crate::evaluate::{Lines, Single};
use crate::exact::Exact;
use crate::hir::{CriteriaSet, FrameId, FrameSource, Input, InputId, InputKey, ROOT, Seat, Ty};
use crate::outcome::Outcome;
use crate::plan::{Kind, Op, Plan, Reg};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Columns of at most so many places are looked at place by place.
const MOST_PLACES: i128 = 64;
/// How many places of a longer column are looked at first.
const SPREAD: i128 = 16;

/// The most things to do something about.
pub(super) const MOST_SLOTS: usize = 200;
/// The most rows of one kind that are tried to be added.
pub(super) const MOST_ADDED: u32 = 12;

/// A change to a dossier.
#[derive(Clone, Debug)]
pub(super) enum Edit {
    Cell { place: Place, seat: Seat, cell: Cell },
    Status { place: Place, status: Status },
    Result { place: Place, set: String, record: ResultRecord },
    Add { frame: FrameId, rows: Vec<Arc<Row>> },
}

impl Edit {
    /// Makes the change, besides those already made.
    pub fn apply(&self, dossier: &Dossier, changed: &mut Changed) {
        let mut row = |place: Place, change: &dyn Fn(&mut Row)| {
            let row = changed
                .rows
                .entry(place)
                .or_insert_with(|| Arc::new(dossier.row_at(place).cloned().unwrap_or_default()));
            change(Arc::make_mut(row));
        };
        match self {
            Self::Cell { place, seat, cell } => row(*place, &|row| row.cells.insert(seat, cell.clone())),
            Self::Status { place, status } => row(*place, &|row| row.status = *status),
            Self::Result { place, set, record } => row(*place, &|row| {
                row.results.insert(set.clone(), record.clone());
            }),
            Self::Add { frame, rows } => {
                changed.added.entry(*frame).or_default().extend(rows.iter().cloned());
            }
        }
    }
}

/// What a slot is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// A value; the column shown for it.
    Cell(Place, InputId),
    /// Whether a row counts.
    Status(Place),
    /// A result of another set.
    Result(Place, String),
    /// More rows.
    New(FrameId),
}

/// What is wanted of a slot, in the terms of the engine.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Wanted {
    /// The value declared is verified.
    Declared,
    Value(Value),
    AtLeast(Value),
    AtMost(Value),
    /// Any number of a stretch of its column; the first is the one that is tried.
    Between {
        grid: Grid,
        from: i128,
        to: i128,
    },
    /// Text that is none of those on file.
    OtherText,
    Verified,
    Rejected,
    Class {
        option: u32,
        or_higher: bool,
    },
    /// So many rows with these fields.
    Rows {
        count: u32,
        fields: Vec<(InputId, Wanted)>,
    },
}

/// One way to do something about a slot.
#[derive(Clone, Debug)]
pub(super) struct Level {
    pub edit: Edit,
    pub wanted: Wanted,
    /// Where less may do in the company of other things.
    pub between: Option<Between>,
}

/// The values between the last level, which does less, and this one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Between {
    pub input: InputId,
    pub grid: Grid,
    /// The last level's place in the grid.
    pub from: i128,
    pub to: i128,
}

impl Level {
    /// The same with another value of the column that may be less.
    pub fn at(&self, set: &CriteriaSet, between: Between, at: i128) -> Self {
        let value = number(&set[between.input], between.grid.value(at));
        let seat = &set[between.input].seat;
        let mut level = self.clone();
        match &mut level.edit {
            Edit::Cell { cell, .. } => cell.verified = Some(value.clone()),
            Edit::Add { rows, .. } => {
                for row in rows {
                    Arc::make_mut(row).cells.insert(seat, filed(value.clone()));
                }
            }
            Edit::Status { .. } | Edit::Result { .. } => {}
        }
        match &mut level.wanted {
            Wanted::Rows { fields, .. } => {
                for (input, wanted) in fields {
                    if *input == between.input {
                        wanted.put(value.clone());
                    }
                }
            }
            wanted => wanted.put(value),
        }
        level
    }
}

impl Wanted {
    /// This and what comes right after it as one stretch; none if they do not meet.
    pub fn joined(&self, next: &Self) -> Option<Self> {
        match (self, next) {
            (Self::Between { grid, from, to }, Self::Between { from: after, to: last, .. })
                if to + 1 == *after =>
            {
                Some(Self::Between { grid: *grid, from: *from, to: *last })
            }
            (Self::Value(Value::Day(a)), Self::Value(Value::Day(b)))
                if a.last.number().checked_add(1) == Some(b.first.number()) =>
            {
                Some(Self::Value(Value::Day(DaySpan { first: a.first, last: b.last })))
            }
            _ => None,
        }
    }

    fn put(&mut self, value: Value) {
        match self {
            Self::Value(known) | Self::AtLeast(known) | Self::AtMost(known) => *known = value,
            Self::Declared
            | Self::Between { .. }
            | Self::OtherText
            | Self::Verified
            | Self::Rejected
            | Self::Class { .. }
            | Self::Rows { .. } => {}
        }
    }
}

/// A number as the column holds it.
pub(super) fn number(input: &Input, value: Exact) -> Value {
    if input.ty == Ty::Day {
        let day = Day::from_number(i32::try_from(value.floor()).unwrap_or(0));
        return Value::Day(DaySpan::day(day));
    }
    Value::Number(value)
}

/// A value that is verified.
pub(super) fn filed(value: Value) -> Cell {
    Cell { verified: Some(value), ..Cell::default() }
}

/// Ways from the least to the most: what a level achieves, the next one achieves too.
#[derive(Clone, Debug)]
pub(super) struct Chain {
    pub slot: usize,
    pub levels: Vec<Level>,
    /// The one chain of its slot, and more of it never takes away what other things achieve: it
    /// can be tried together with others of its kind.
    pub grouped: bool,
}

/// One thing to do something about.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    pub about: About,
}

/// Everything there is to try.
#[derive(Clone, Debug, Default)]
pub(super) struct Moves {
    pub slots: Vec<Slot>,
    pub chains: Vec<Chain>,
    /// Unknowns on file that change nothing.
    pub irrelevant: Vec<About>,
    pub not_tried: Vec<NotTried>,
    /// Tables whose rows push both ways.
    pub both_ways: Vec<FrameId>,
    /// Tables of which more only takes away.
    pub lowering: Vec<FrameId>,
}

/// What something that is not settled counts as on the closed file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counts {
    /// As anything it may turn out to be.
    Open,
    /// As that, truths and options by their order.
    As(Exact),
    /// In one column as another thing than in the next.
    Differently,
}

/// What the search for moves reads.
pub(super) struct Ground<'a, 'b> {
    pub plan: &'a Plan,
    pub context: &'a Context,
    pub dossier: &'a Dossier,
    /// The closed and the open file as they are.
    pub base: Lines<'a>,
    pub open: Lines<'a>,
    pub class: Reg,
    pub trials: &'b mut Trials<'a>,
    needed: Vec<bool>,
    read: Vec<InputId>,
    /// Registers whose change is a change of something that counts.
    telling: Vec<Reg>,
    /// Everything of the subject, sums and counts included.
    of_subject: Vec<Reg>,
    /// What is decided of the subject: truth values, choices, points.
    deciding: Vec<Reg>,
    directions: BTreeMap<Source, Direction>,
}

impl<'a, 'b> Ground<'a, 'b> {
    pub fn new(outcome: &'a Outcome, undecided: &'a Single, class: Reg, trials: &'b mut Trials<'a>) -> Self {
        let plan = &outcome.plan;
        let needed = plan.inner.needed([class]);
        let mut read: Vec<InputId> = Vec::new();
        let (mut telling, mut of_subject, mut deciding) = (Vec::new(), Vec::new(), Vec::new());
        let points: Vec<Reg> = plan.inner.items.values().filter_map(|regs| regs.points).collect();
        for (at, step) in plan.inner.steps.iter().enumerate() {
            let reg = Reg(u32::try_from(at).unwrap_or(u32::MAX));
            if let (Op::Input(id), Some(true)) = (&step.op, needed.get(at)) {
                read.push(*id);
            }
            if needed.get(at) != Some(&true) || !step.op.reads_any(|_| true) {
                continue;
            }
            let counts =
                matches!(step.op, Op::Count { .. } | Op::CountTrue(_) | Op::Each { .. } | Op::Share { .. });
            let is_number = matches!(step.out.kind, Kind::Number { .. });
            if !is_number || counts || points.contains(&reg) {
                telling.push(reg);
            }
            if step.out.frame == ROOT {
                of_subject.push(reg);
                if !is_number || points.contains(&reg) {
                    deciding.push(reg);
                }
            }
        }
        // Columns come in the order of the set's source.
        read.sort_unstable();
        read.dedup();
        Self {
            plan,
            context: &outcome.context,
            dossier: &outcome.dossier,
            base: outcome.registers.lines(plan, false),
            open: undecided.lines(plan, plan.inner.open_matters),
            class,
            trials,
            needed,
            read,
            telling,
            of_subject,
            deciding,
            directions: BTreeMap::new(),
        }
    }

    /// The columns that read a value: one fact may be read in several ways.
    pub fn columns(&self, place: Place, key: &InputKey) -> Vec<InputId> {
        let (frame, back) = match place {
            Place::Subject => (ROOT, 0),
            Place::Before(back) => (ROOT, back),
            Place::Row(frame, _) => (frame, 0),
        };
        self.read_columns()
            .filter(|(_, input)| input.frame == frame && input.years_back == back && input.key == *key)
            .map(|(id, _)| id)
            .collect()
    }

    /// The columns on which the class depends.
    fn read_columns(&self) -> impl Iterator<Item = (InputId, &'a Input)> + use<'_, 'a> {
        let set = &self.plan.inner.set;
        self.read.iter().map(|id| (*id, &set[*id]))
    }

    /// The fields of a table on which the class depends, each once.
    pub fn fields(&self, frame: FrameId) -> Vec<InputId> {
        let mut keys: Vec<&InputKey> = Vec::new();
        let mut out = Vec::new();
        for (id, input) in
            self.read_columns().filter(|(_, input)| input.frame == frame && input.key.is_filed())
        {
            if !keys.contains(&&input.key) {
                keys.push(&input.key);
                out.push(id);
            }
        }
        out
    }

    /// What a value that is not settled counts as on the closed file: a set may say so of what is not
    /// filed, or not verified.
    pub fn counts_as(&self, about: &About) -> Counts {
        let About::Cell(place, input) = about else { return Counts::Open };
        let columns = self.columns(*place, &self.plan.inner.set[*input].key);
        let mut found: Vec<Option<Exact>> = Vec::new();
        for (at, step) in self.plan.inner.steps.iter().enumerate() {
            if matches!(step.op, Op::Input(id) if columns.contains(&id)) {
                let row = rows_of(self.base, step.out.frame, about).first().copied();
                let reg = u32::try_from(at).map(Reg).ok();
                found.push(reg.zip(row).and_then(|(reg, row)| single(self.base, reg, row)));
            }
        }
        found.dedup();
        match found.as_slice() {
            [] | [None] => Counts::Open,
            [Some(value)] => Counts::As(*value),
            _ => Counts::Differently,
        }
    }

    /// All inputs that read the column of one: an item may read it with the subject's own values too.
    pub fn alike(&self, input: InputId) -> Vec<InputId> {
        let key = &self.plan.inner.set[input].key;
        let of = self.plan.inner.set[input].frame;
        self.read_columns().filter(|(_, own)| own.frame == of && own.key == *key).map(|(id, _)| id).collect()
    }

    /// Whether the class depends on the rows of a table.
    pub fn reads_rows(&self, frame: FrameId) -> bool {
        let steps = self.plan.inner.steps.iter().zip(&self.needed);
        steps
            .into_iter()
            .any(|(step, needed)| *needed && matches!(step.op, Op::Present { frame: of, .. } if of == frame))
    }

    pub fn direction(&mut self, source: Source) -> Direction {
        if let Some(known) = self.directions.get(&source) {
            return *known;
        }
        let all = directions(self.plan, self.base, &source);
        let found = all.get(self.class.index()).copied().unwrap_or(Direction::Both);
        self.directions.insert(source, found);
        found
    }

    /// The places in the grid of a column that are looked at first: at the numbers it is compared
    /// with and beside them; where more is made of it all places, or as many as can be, evenly
    /// spread.
    pub fn seeds(&self, columns: &[InputId], grid: Grid) -> Vec<i128> {
        let (mut seeds, only) = self.edges(columns, grid);
        if !only {
            let (stride, count) =
                if grid.count <= MOST_PLACES { (1, grid.count) } else { (grid.count / SPREAD, SPREAD) };
            seeds.extend((0..count).map(|at| at * stride));
        }
        seeds
    }

    /// The places in the grid of a column at the numbers it is compared with and beside them; and
    /// whether that is all that is made of it, so that between them it counts alike.
    pub fn edges(&self, columns: &[InputId], grid: Grid) -> (Vec<i128>, bool) {
        let places = |edge: Exact| {
            let at = edge.sub(grid.least)?.div(grid.step)?.floor();
            Some([at - 1, at, at + 1])
        };
        let (edges, only) = compared(self.plan, self.base, columns);
        let edges = edges.into_iter().filter_map(places).flatten();
        (edges.filter(|at| (0..grid.count).contains(at)).collect(), only)
    }

    /// Every variant's telling values, so that two can be compared.
    pub fn tell(&mut self, variants: &[Changed]) -> Vec<Vec<i128>> {
        let regs = &self.telling;
        self.trials.map(variants, |tried: Tried<'_>| tried.says(regs))
    }

    /// Everything of the subject in every variant.
    pub fn tell_subject(&mut self, variants: &[Changed]) -> Vec<Vec<i128>> {
        let regs = &self.of_subject;
        self.trials.map(variants, |tried: Tried<'_>| tried.says(regs))
    }

    /// What is decided of the subject in every variant.
    pub fn tell_decided(&mut self, variants: &[Vec<&Patch>]) -> Vec<Vec<i128>> {
        let regs = &self.deciding;
        self.trials.map_patched(variants, |tried: Tried<'_>| tried.says(regs))
    }

    /// Whether something not known can change the class, even if more is filed.
    fn matters(&self, about: &About) -> bool {
        matters(self.plan, self.open, self.class, about)
    }

    /// What does not matter is irrelevant, unless it is settled: then it may be what decides.
    fn irrelevant(&self, about: About, out: &mut Vec<Candidate>) {
        if !settled(self.plan, self.open, &about) {
            out.push(Candidate::Irrelevant(about));
        }
    }

    /// A variant of one edit.
    pub fn variant(&self, edits: &[&Edit]) -> Changed {
        let mut changed = Changed::default();
        for edit in edits {
            edit.apply(self.dossier, &mut changed);
        }
        changed
    }
}

/// Every slot of a dossier with its chains, in document order: what is on file, then what may come.
pub(super) fn moves(ground: &mut Ground<'_, '_>) -> Moves {
    let mut out = Moves::default();
    let mut found = on_file(ground);
    if found.len() > MOST_SLOTS {
        out.not_tried.push(NotTried {
            code: RemarkCode::TooManyUnknowns,
            about: None,
            count: found.len() - MOST_SLOTS,
        });
        found.truncate(MOST_SLOTS);
    }
    let mut jobs = Vec::new();
    for candidate in found {
        match candidate {
            Candidate::Irrelevant(about) => out.irrelevant.push(about),
            Candidate::NotTried(why) => {
                if !out.not_tried.contains(&why) {
                    out.not_tried.push(why);
                }
            }
            Candidate::Slot(about, ways) => {
                jobs.push((out.slots.len(), ways));
                out.slots.push(Slot { about });
            }
        }
    }
    super::levels::settle(ground, jobs, &mut out);
    super::additions::additions(ground, &mut out);
    out
}

/// How the ways of a slot are found.
#[derive(Clone, Debug)]
pub(super) enum Ways {
    /// These, as they are: each a chain of its own unless they form one.
    Known(Vec<(Edit, Wanted)>, Direction),
    /// Values of an ordered column.
    Values { place: Place, input: InputId, span: Option<DaySpan>, direction: Direction },
}

enum Candidate {
    Slot(About, Ways),
    Irrelevant(About),
    NotTried(NotTried),
}

/// What is on file and not known.
fn on_file(ground: &mut Ground<'_, '_>) -> Vec<Candidate> {
    let set = &ground.plan.inner.set;
    let mut out = Vec::new();
    let years = set.inputs.iter().map(|input| input.years_back).max().unwrap_or(0);
    for back in 0..=years {
        let place = if back == 0 { Place::Subject } else { Place::Before(back) };
        cells(ground, place, &mut out);
    }
    for at in 1..set.frames.len() {
        let frame = FrameId::from_index(at);
        let rows = ground.dossier.file.tables.get(&frame).map_or(0, Vec::len);
        for row in 0..u32::try_from(rows).unwrap_or(u32::MAX) {
            let place = Place::Row(frame, row);
            let Some(filed) = ground.dossier.row_at(place) else { continue };
            if filed.status == Status::Rejected {
                continue;
            }
            if filed.count > 1 {
                let note = NotTried { code: RemarkCode::AsAGroup, about: Some(About::New(frame)), count: 0 };
                out.push(Candidate::NotTried(note));
            }
            status(ground, place, frame, &mut out);
            cells(ground, place, &mut out);
        }
    }
    out
}

/// Whether a row counts, where that is not settled.
fn status(ground: &mut Ground<'_, '_>, place: Place, frame: FrameId, out: &mut Vec<Candidate>) {
    let about = About::Status(place);
    let doubtful = ground.plan.inner.steps.iter().any(|step| match step.op {
        Op::Present { frame: of, self_declared } if of == frame => {
            match ground.dossier.row_at(place).map(|row| row.status) {
                Some(Status::Waiting) => true,
                Some(Status::SelfDeclared) => !self_declared,
                Some(Status::Verified | Status::Rejected) | None => false,
            }
        }
        _ => false,
    });
    if !doubtful {
        return;
    }
    if !ground.matters(&about) {
        ground.irrelevant(about, out);
        return;
    }
    let direction = ground.direction(Source::Rows(frame));
    let verify = (Edit::Status { place, status: Status::Verified }, Wanted::Verified);
    let reject = (Edit::Status { place, status: Status::Rejected }, Wanted::Rejected);
    let ways = match direction {
        Direction::None => return,
        Direction::Up => vec![verify],
        Direction::Down => vec![reject],
        Direction::Both => vec![verify, reject],
    };
    out.push(Candidate::Slot(about, Ways::Known(ways, direction)));
}

/// The values of a row that are not settled.
fn cells(ground: &mut Ground<'_, '_>, place: Place, out: &mut Vec<Candidate>) {
    let (frame, back) = match place {
        Place::Subject => (ROOT, 0),
        Place::Before(back) => (ROOT, back),
        Place::Row(frame, _) => (frame, 0),
    };
    let mut seen: Vec<&InputKey> = Vec::new();
    let columns: Vec<(InputId, &Input)> = ground.read_columns().collect();
    for (id, input) in columns {
        if input.frame != frame || input.years_back != back {
            continue;
        }
        if let InputKey::ResultClass(name) | InputKey::ResultPoints(name) | InputKey::ResultDate(name) =
            &input.key
        {
            let about = About::Result(place, name.clone());
            let again = out.iter().any(|known| match known {
                Candidate::Slot(known, _) | Candidate::Irrelevant(known) => *known == about,
                Candidate::NotTried(_) => false,
            });
            if !again {
                result(ground, place, name, out);
            }
            continue;
        }
        if seen.contains(&&input.key) {
            continue;
        }
        seen.push(&input.key);
        let about = About::Cell(place, id);
        if matches!(input.key, InputKey::LocalRule(_)) {
            if ground.matters(&about) {
                let why = NotTried { code: RemarkCode::LocalRule, about: Some(about), count: 0 };
                out.push(Candidate::NotTried(why));
            }
            continue;
        }
        cell(ground, place, id, about, out);
    }
}

/// One value, where it is not settled.
fn cell(ground: &mut Ground<'_, '_>, place: Place, id: InputId, about: About, out: &mut Vec<Candidate>) {
    let set = &ground.plan.inner.set;
    let input = &set[id];
    let columns = ground.columns(place, &input.key);
    let filed = ground.dossier.row_at(place).and_then(|row| row.cells.get(&input.seat));
    let other_day = filed.is_some_and(|cell| Dossier::of_another_day(cell, input, ground.context));
    let verified = filed.filter(|_| !other_day).and_then(|cell| cell.verified.as_ref());
    let own = filed.filter(|_| !other_day).and_then(|cell| cell.own.as_ref());
    let all_trust = columns.iter().all(|column| set[*column].self_declared);
    let known = |value: &Value| match value {
        Value::Unknown => false,
        Value::Day(span) => span.first == span.last,
        _ => true,
    };
    let counted = verified.or_else(|| own.filter(|_| all_trust));
    if counted.is_some_and(known) {
        return;
    }
    if !ground.matters(&about) {
        ground.irrelevant(about, out);
        return;
    }
    let direction = ground.direction(Source::Columns(columns));
    if direction == Direction::None {
        ground.irrelevant(about, out);
        return;
    }
    let edit = |value: Value| Edit::Cell {
        place,
        seat: input.seat.clone(),
        cell: Cell { verified: Some(value), own: own.cloned(), at: None },
    };
    // What the subject declares may be verified; that it is otherwise is not tried.
    if let Some(own) = own.filter(|value| verified.is_none() && known(value)) {
        out.push(Candidate::Slot(about, Ways::Known(vec![(edit(own.clone()), Wanted::Declared)], direction)));
        return;
    }
    let span = match counted.or(own) {
        Some(Value::Day(span)) => Some(*span),
        _ => None,
    };
    let ways = match &input.ty {
        Ty::Truth => {
            let both = match direction {
                Direction::Up | Direction::None => vec![true],
                Direction::Down => vec![false],
                Direction::Both => vec![true, false],
            };
            let way = |value| (edit(Value::Truth(value)), Wanted::Value(Value::Truth(value)));
            Ways::Known(both.into_iter().map(way).collect(), direction)
        }
        Ty::Choice(choice) => {
            let count = u32::try_from(set[*choice].options.len()).unwrap_or(0);
            let mut options: Vec<u32> = (0..count).collect();
            if direction == Direction::Down {
                options.reverse();
            }
            let way = |option| {
                let value = Value::Option(option);
                let wanted = match direction {
                    Direction::Up => Wanted::AtLeast(value.clone()),
                    Direction::Down => Wanted::AtMost(value.clone()),
                    Direction::None | Direction::Both => Wanted::Value(value.clone()),
                };
                (edit(value), wanted)
            };
            // The worst option brings nothing that not knowing does not.
            let skipped = usize::from(direction != Direction::Both);
            Ways::Known(options.into_iter().skip(skipped).map(way).collect(), direction)
        }
        Ty::Text => {
            let literals = set.texts.iter().map(|text| {
                let value = Value::Text(text.clone());
                (edit(value.clone()), Wanted::Value(value))
            });
            let other = (edit(Value::Text(fresh_text(0))), Wanted::OtherText);
            Ways::Known(literals.chain([other]).collect(), Direction::Both)
        }
        Ty::Number(_) | Ty::Day => Ways::Values { place, input: id, span, direction },
    };
    out.push(Candidate::Slot(about, ways));
}

/// A text that nobody has filed.
pub(super) fn fresh_text(number: u32) -> String {
    // A private-use letter: no name or code of a file holds one.
    format!("\u{e000}{number}")
}

/// A result of another set, where it is not settled or may still come.
fn result(ground: &mut Ground<'_, '_>, place: Place, name: &str, out: &mut Vec<Candidate>) {
    let set = &ground.plan.inner.set;
    let about = About::Result(place, name.to_owned());
    let Some(uses) = set.uses.iter().find(|uses| uses.set == name) else { return };
    let (frame, back) = match place {
        Place::Subject => (ROOT, 0),
        Place::Before(back) => (ROOT, back),
        Place::Row(frame, _) => (frame, 0),
    };
    let columns: Vec<InputId> = ground
        .read_columns()
        .filter(|(_, input)| input.frame == frame && input.years_back == back)
        .filter(|(_, input)| match &input.key {
            InputKey::ResultClass(own) | InputKey::ResultPoints(own) | InputKey::ResultDate(own) => {
                own == name
            }
            _ => false,
        })
        .map(|(id, _)| id)
        .collect();
    let filed = ground.dossier.row_at(place).and_then(|row| row.results.get(name));
    if !ground.matters(&about) {
        ground.irrelevant(about, out);
        return;
    }
    let direction = ground.direction(Source::Columns(columns.clone()));
    if direction == Direction::None {
        return;
    }
    let count = u32::try_from(set[uses.classes].options.len()).unwrap_or(0);
    let points = columns
        .iter()
        .map(|column| &set[*column])
        .find(|input| matches!(input.key, InputKey::ResultPoints(_)))
        .and_then(|input| input.range.map(|range| range.1));
    if points.is_some() {
        let why = NotTried { code: RemarkCode::PointsOfResult, about: Some(about.clone()), count: 0 };
        out.push(Candidate::NotTried(why));
    }
    let known_class = filed.filter(|record| !record.class_unknown).and_then(|record| record.class);
    let options: Vec<u32> = match (known_class, direction) {
        (Some(class), _) => vec![class],
        // The worst class brings nothing that not knowing does not.
        (None, Direction::Down) => (0..count).rev().skip(1).collect(),
        (None, Direction::Up | Direction::None) => (1..count).collect(),
        (None, Direction::Both) => (0..count).collect(),
    };
    let last = ground.context.period().1;
    let day = filed
        .and_then(|record| record.date)
        .map_or(last, |span| if span.last <= last { span.last } else { span.first });
    let way = |option: u32| {
        let record = ResultRecord {
            class: Some(option),
            class_unknown: false,
            points: filed.and_then(|record| record.points).or(points),
            date: Some(DaySpan::day(day)),
            edition: filed.and_then(|record| record.edition.clone()).or_else(|| uses.edition.clone()),
            computed: filed.map_or(!uses.recognised, |record| record.computed),
            period: filed.and_then(|record| record.period),
        };
        let wanted = Wanted::Class { option, or_higher: direction == Direction::Up && known_class.is_none() };
        (Edit::Result { place, set: name.to_owned(), record }, wanted)
    };
    out.push(Candidate::Slot(about, Ways::Known(options.into_iter().map(way).collect(), direction)));
}

/// A value in the steps of its column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Grid {
    pub least: Exact,
    pub step: Exact,
    pub count: i128,
}

impl Grid {
    /// The values a column can have.
    pub fn of(input: &Input) -> Option<Self> {
        let places = input.places + if input.ty == Ty::Number(crate::hir::Unit::Ratio) { 2 } else { 0 };
        let den = crate::exact::pow10(places)?;
        let (lo, hi) = crate::batch::full_range(input, den);
        if input.ty == Ty::Day {
            return Some(Self { least: Exact::whole(lo), step: Exact::ONE, count: hi - lo + 1 });
        }
        let grain = Exact::new(1, den)?;
        let step = input.step.unwrap_or(grain);
        let least = Exact::new(lo, den)?;
        let count = Exact::new(hi, den)?.sub(least)?.div(step)?.floor() + 1;
        Some(Self { least, step, count })
    }

    pub fn value(&self, at: i128) -> Exact {
        self.step.mul(Exact::whole(at)).and_then(|above| self.least.add(above)).unwrap_or(self.least)
    }
}

/// Whether a table takes more evidence.
pub(super) fn takes_more(plan: &Plan, frame: FrameId) -> bool {
    plan.inner.set[frame].open && plan.inner.set[frame].source == FrameSource::Evidence
}
