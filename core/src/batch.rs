//! Dossiers as columns: what the executor reads.
//!
//! In: checked dossiers and a context. Out: one column an input, and for each child table the
//! first row of every subject. A value not known becomes the range it can have.

use crate::context::Context;
use crate::day::Day;
use crate::dossier::{Cell, Dossier, ResultRecord, Row, Status, Value};
use crate::evaluate::{Fraction, Lane, Values};
use crate::hir::{CriteriaSet, FrameId, FrameSource, Input, InputId, InputKey, Missing, ROOT, Ty, Uses};
use crate::plan::{Kind, Op, Plan, Reg, Width, bits};
use std::collections::BTreeMap;
use tieuchi_grammar::Phrase;

/// Something filed for the row.
pub(crate) const FILED: u8 = 4;
/// The first two flags of a column: can be true (or have a value), can be false (or lack one).
pub(crate) const YES: u8 = 1;
pub(crate) const NO: u8 = 2;

/// What one row of a column holds: bounds, or options and nought; and flags.
pub(crate) type Held = (i128, i128, u8);

/// A column.
#[derive(Clone, Debug)]
pub(crate) enum Column {
    /// Flags a row.
    Truth(Vec<u8>),
    /// Bounds and flags a row.
    Number { lo: Lane, hi: Lane, flags: Vec<u8> },
    /// Options a row, and flags.
    Choice(Vec<u64>, Vec<u8>),
    /// Something is filed in every row, so that open and closed files read the same: the register it
    /// comes to.
    #[cfg_attr(not(feature = "arrow"), expect(dead_code, reason = "only tables are read as a whole"))]
    Filed(Values),
    /// A column that has become a register of the block.
    #[cfg_attr(not(feature = "arrow"), expect(dead_code, reason = "only tables are read as a whole"))]
    Held(Reg),
    /// A column that no step reads.
    Unread,
}

/// A child table: where each subject's rows begin, and how far each row is to be trusted.
#[derive(Clone, Debug, Default)]
pub(crate) struct ChildTable {
    pub offsets: Vec<u32>,
    pub status: Vec<Status>,
}

/// A note about a filed result that was not used as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ResultNote {
    pub frame: FrameId,
    pub row: u32,
    pub set: String,
    pub why: Unused,
}

/// A row and, for the subject itself, what was filed for earlier years.
#[derive(Clone, Copy)]
struct Subject<'a> {
    row: &'a Row,
    before: &'a [Row],
}

impl Subject<'_> {
    fn year(&self, back: u32) -> Option<&Row> {
        match back {
            0 => Some(self.row),
            back => self.before.get(back as usize - 1),
        }
    }
}

/// Why a filed result does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Unused {
    OtherEdition,
    OtherPeriod,
    Lapsed,
    WrongSource,
    DateUnknown,
}

/// Columns of some subjects.
#[derive(Clone, Debug)]
pub(crate) struct Batch {
    pub columns: Vec<Column>,
    pub tables: Vec<ChildTable>,
    /// Which of `regions` each subject has.
    pub region_of: Vec<u32>,
    pub regions: Vec<Vec<String>>,
}

impl Batch {
    /// Columns of the dossiers, for one context.
    pub fn new(plan: &Plan, dossiers: &[&Dossier], context: &Context) -> Self {
        let mut writer = Writer::new(plan, context, dossiers.len());
        for dossier in dossiers {
            writer.dossier(dossier);
        }
        writer.finish()
    }

    /// How many rows a table has, or how many subjects there are.
    pub fn rows(&self, frame: FrameId) -> usize {
        match self.tables.get(frame.index()) {
            Some(table) if frame != ROOT => table.status.len(),
            _ => self.region_of.len(),
        }
    }

    /// The rows of a table that belong to one subject.
    pub fn group(&self, frame: FrameId, subject: usize) -> (usize, usize) {
        match self.tables.get(frame.index()) {
            Some(table) if frame != ROOT => (table.offset(subject), table.offset(subject + 1)),
            _ => (subject, subject + 1),
        }
    }
}

impl Batch {
    /// No subject yet.
    fn empty(set: &CriteriaSet, kinds: &[Option<Kind>]) -> Self {
        Self {
            columns: kinds.iter().map(|kind| empty_column(*kind)).collect(),
            tables: vec![ChildTable::default(); set.frames.len()],
            region_of: Vec::new(),
            regions: Vec::new(),
        }
    }
}

impl ChildTable {
    fn offset(&self, at: usize) -> usize {
        self.offsets.get(at).map_or(0, |offset| *offset as usize)
    }
}

/// Writes a batch subject by subject.
pub(crate) struct Writer<'a> {
    pub set: &'a CriteriaSet,
    pub context: &'a Context,
    /// What the column of each input holds; none where no step reads it.
    kinds: Vec<Option<Kind>>,
    /// The inputs of each table that some step reads, and what their columns hold.
    pub inputs: Vec<Vec<(InputId, Kind)>>,
    pub batch: Batch,
    pub texts: Texts<'a>,
}

impl<'a> Writer<'a> {
    /// An empty batch, for about so many subjects.
    pub fn new(plan: &'a Plan, context: &'a Context, subjects: usize) -> Self {
        Self::of(plan, context, subjects, input_kinds(plan))
    }

    /// The same with the columns of some inputs only.
    pub fn of(plan: &'a Plan, context: &'a Context, subjects: usize, kinds: Vec<Option<Kind>>) -> Self {
        let set = &plan.inner.set;
        let mut batch = Batch::empty(set, &kinds);
        batch.region_of.reserve(subjects);
        let mut inputs = vec![Vec::new(); set.frames.len()];
        for (at, (input, kind)) in set.inputs.iter().zip(&kinds).enumerate() {
            if let (Some(kind), Some(inputs)) = (kind, inputs.get_mut(input.frame.index())) {
                inputs.push((InputId::from_index(at), *kind));
            }
        }
        Self { set, context, kinds, inputs, batch, texts: Texts::new(set) }
    }

    /// Adds a subject with all its rows.
    pub fn dossier(&mut self, dossier: &Dossier) {
        let regions = dossier.regions_in(self.context);
        let region = self.region(regions);
        self.batch.region_of.push(region);
        self.push_row(ROOT, Subject { row: &dossier.file.root, before: &dossier.file.before });
        for at in 1..self.set.frames.len() {
            self.push_children(FrameId::from_index(at), dossier);
        }
    }

    /// The number of a region's path.
    pub fn region(&mut self, regions: &[String]) -> u32 {
        let known = self.batch.regions.iter().position(|known| known == regions);
        let at = known.unwrap_or_else(|| {
            self.batch.regions.push(regions.to_vec());
            self.batch.regions.len() - 1
        });
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    /// The batch; the next one begins empty, with the texts known so far.
    pub fn finish(&mut self) -> Batch {
        for table in self.batch.tables.iter_mut().skip(1) {
            table.offsets.push(u32::try_from(table.status.len()).unwrap_or(u32::MAX));
        }
        let empty = Batch::empty(self.set, &self.kinds);
        std::mem::replace(&mut self.batch, empty)
    }

    fn push_children(&mut self, frame: FrameId, dossier: &Dossier) {
        let Some(table) = self.batch.tables.get_mut(frame.index()) else { return };
        table.offsets.push(u32::try_from(table.status.len()).unwrap_or(u32::MAX));
        for row in dossier.file.tables.get(&frame).into_iter().flatten() {
            for _ in 0..row.count {
                if let Some(table) = self.batch.tables.get_mut(frame.index()) {
                    table.status.push(row.status);
                }
                self.push_row(frame, Subject { row, before: &[] });
            }
        }
    }

    fn push_row(&mut self, frame: FrameId, subject: Subject<'_>) {
        for (id, kind) in self.inputs.get(frame.index()).into_iter().flatten().copied() {
            let input = &self.set[id];
            let Some(column) = self.batch.columns.get_mut(id.index()) else { continue };
            if let Some(name) = result_set(&input.key) {
                let Some(uses) = self.set.uses.iter().find(|uses| uses.set == *name) else { continue };
                let filed = subject.year(input.years_back).and_then(|row| row.results.get(name));
                column.push_result(self.set, input, uses, filed, self.context);
                continue;
            }
            let cell = subject.year(input.years_back).and_then(|row| row.cells.get(&input.seat));
            column.push_cell(self.set, input, kind, cell, self.context, &mut self.texts);
        }
    }
}

/// What the column of each input holds; none where no step reads it.
pub(crate) fn input_kinds(plan: &Plan) -> Vec<Option<Kind>> {
    let mut kinds: Vec<Option<Kind>> = vec![None; plan.inner.set.inputs.len()];
    for step in &plan.inner.steps {
        if let Op::Input(id) = step.op
            && let Some(kind) = kinds.get_mut(id.index())
        {
            *kind = Some(step.out.kind);
        }
    }
    kinds
}

pub(crate) const fn result_set(key: &InputKey) -> Option<&String> {
    match key {
        InputKey::ResultClass(set) | InputKey::ResultPoints(set) | InputKey::ResultDate(set) => Some(set),
        InputKey::Fact(_)
        | InputKey::Judgement(_)
        | InputKey::OnFile(_)
        | InputKey::NotAssessable(_)
        | InputKey::LocalRule(_)
        | InputKey::Score(_)
        | InputKey::Level(_) => None,
    }
}

fn empty_column(kind: Option<Kind>) -> Column {
    match kind {
        None => Column::Unread,
        Some(Kind::Truth) => Column::Truth(Vec::new()),
        Some(Kind::Choice) => Column::Choice(Vec::new(), Vec::new()),
        Some(Kind::Number { width, .. }) => {
            Column::Number { lo: empty_lane(width), hi: empty_lane(width), flags: Vec::new() }
        }
    }
}

pub(crate) fn empty_lane(width: Width) -> Lane {
    match width {
        Width::I32 => Lane::I32(Vec::new()),
        Width::I64 => Lane::I64(Vec::new()),
        Width::I128 => Lane::I128(Vec::new()),
        Width::Fraction => Lane::Fraction(Vec::<Fraction>::new()),
    }
}

/// Numbers of texts: the set's literals first, then what the data brings.
pub(crate) struct Texts<'a> {
    pub set: &'a CriteriaSet,
    pub others: BTreeMap<String, i32>,
}

impl<'a> Texts<'a> {
    pub const fn new(set: &'a CriteriaSet) -> Self {
        Self { set, others: BTreeMap::new() }
    }

    pub fn code(&mut self, text: &str) -> i32 {
        let literal = self.set.text_code(text);
        let first = i32::try_from(self.set.texts.len()).unwrap_or(i32::MAX);
        if literal < first {
            return literal;
        }
        let next = first.saturating_add(i32::try_from(self.others.len()).unwrap_or(i32::MAX));
        *self.others.entry(text.to_owned()).or_insert(next)
    }
}

impl Column {
    /// Appends a row.
    fn add(&mut self, (low, high, flag): Held) {
        match self {
            Self::Truth(flags) => flags.push(flag),
            Self::Choice(options, flags) => {
                options.push(u64::try_from(low).unwrap_or(0));
                flags.push(flag);
            }
            Self::Number { lo, hi, flags } => {
                lo.push(low);
                hi.push(high);
                flags.push(flag);
            }
            Self::Filed(_) | Self::Held(_) | Self::Unread => {}
        }
    }

    /// Adds what a result of another set comes to; says why it does not count as it stands.
    pub fn push_result(
        &mut self,
        set: &CriteriaSet,
        input: &Input,
        uses: &Uses,
        filed: Option<&ResultRecord>,
        context: &Context,
    ) {
        self.add(held_result(set, input, uses, filed, context).0);
    }

    /// Adds once more what was added so many rows ago.
    #[cfg(feature = "arrow")]
    pub fn repeat(&mut self, ago: usize) {
        let again = |flags: &mut Vec<u8>| {
            let at = flags.len().checked_sub(ago)?;
            flags.push(*flags.get(at)?);
            Some(at)
        };
        match self {
            Self::Truth(flags) => drop(again(flags)),
            Self::Choice(options, flags) => {
                if let Some(option) = again(flags).and_then(|at| options.get(at)).copied() {
                    options.push(option);
                }
            }
            Self::Number { lo, hi, flags } => {
                if let Some(at) = again(flags) {
                    lo.repeat(at);
                    hi.repeat(at);
                }
            }
            Self::Filed(_) | Self::Held(_) | Self::Unread => {}
        }
    }

    /// Adds what was filed of an input; none where nothing was.
    pub fn push_cell(
        &mut self,
        set: &CriteriaSet,
        input: &Input,
        kind: Kind,
        cell: Option<&Cell>,
        context: &Context,
        texts: &mut Texts<'_>,
    ) {
        self.add(held(set, input, kind, cell, context, texts, |den| full_range(input, den)));
    }

    /// Adds rows of a register in which something is filed in every row.
    #[cfg(feature = "arrow")]
    pub fn push_filed(&mut self, values: &Values) {
        match (self, values) {
            (Self::Truth(flags), Values::Truth(truths)) => flags.extend((0..truths.yes.rows).map(|row| {
                let yes = if truths.yes.get(row) { YES } else { 0 };
                let no = if truths.no.get(row) { NO } else { 0 };
                FILED | yes | no
            })),
            (Self::Number { lo, hi, flags }, Values::Number(numbers)) => {
                let rows = numbers.lo.len();
                lo.append(&numbers.lo);
                hi.append(if numbers.exact { &numbers.lo } else { &numbers.hi });
                flags.resize(flags.len() + rows, YES | FILED);
            }
            (Self::Choice(options, flags), Values::Choice(filed)) => {
                options.extend_from_slice(filed);
                flags.resize(flags.len() + filed.len(), FILED);
            }
            _ => {}
        }
    }
}

/// What was filed of an input comes to; none where nothing was. What it can be if it is not known is
/// asked for with the denominator of its column.
pub(crate) fn held(
    set: &CriteriaSet,
    input: &Input,
    kind: Kind,
    cell: Option<&Cell>,
    context: &Context,
    texts: &mut Texts<'_>,
    full: impl FnOnce(i128) -> (i128, i128),
) -> Held {
    // A value of another day is filed, and says nothing about the day that is asked for.
    let counts = cell.filter(|cell| !Dossier::of_another_day(cell, input, context));
    // The verified value counts; the subject's own only where the set, or the item, says so.
    let value = counts.and_then(|cell| {
        cell.verified.as_ref().or_else(|| cell.own.as_ref().filter(|_| input.self_declared))
    });
    let filed = if cell.is_some() { FILED } else { 0 };
    match kind {
        Kind::Truth => {
            let flags = match value {
                Some(Value::Truth(true)) => YES,
                Some(Value::Truth(false)) => NO,
                _ => YES | NO,
            };
            (0, 0, flags | filed)
        }
        Kind::Choice => {
            let options = match value {
                Some(Value::Option(at)) => 1u64.checked_shl(*at).unwrap_or(0),
                Some(Value::NotApplicable) => bits::ABSENT,
                _ => match input.ty {
                    Ty::Choice(choice) => option_bits(set[choice].options.len()),
                    Ty::Truth | Ty::Number(_) | Ty::Day | Ty::Text => 0,
                },
            };
            (i128::from(options), 0, filed)
        }
        Kind::Number { den, .. } => {
            let (low, high) = match value {
                Some(Value::Number(value)) => {
                    let units = value.in_units_of(den).unwrap_or(0);
                    (units, units)
                }
                Some(Value::Day(span)) => (i128::from(span.first.number()), i128::from(span.last.number())),
                Some(Value::Text(text)) => {
                    let code = i128::from(texts.code(text));
                    (code, code)
                }
                _ => full(den),
            };
            let absent = matches!(value, Some(Value::NotApplicable));
            (low, high, filed | if absent { NO } else { YES })
        }
    }
}

/// All options of a list.
pub(crate) fn option_bits(count: usize) -> u64 {
    if count >= 63 { (1 << 63) - 1 } else { (1 << count) - 1 }
}

/// The values a number, day or text can have, in units of its column.
pub(crate) fn full_range(input: &Input, den: i128) -> (i128, i128) {
    match input.ty {
        Ty::Day => (0, i128::from(Day::LAST.number())),
        Ty::Text => (0, i128::from(i32::MAX)),
        _ => {
            let (lo, hi) = input.range.unwrap_or_else(crate::hir::undeclared_range);
            let units = |value: crate::exact::Exact| value.mul(crate::exact::Exact::whole(den));
            let low = units(lo).map_or(0, |value| -(-value.numerator()).div_euclid(value.denominator()));
            let mut high = units(hi).map_or(0, crate::exact::Exact::floor);
            // Points given by steps end on a step.
            if let Some(step) = input.step.and_then(units).filter(|step| step.is_whole()) {
                high = low + (high - low) / step.numerator() * step.numerator();
            }
            (low, high)
        }
    }
}

/// What a filed result comes to in a context.
struct Usable<'a> {
    record: Option<&'a ResultRecord>,
    /// It may not hold on the day asked for, but this is not known.
    doubtful: bool,
    unused: Option<Unused>,
}

fn usable<'a>(
    uses: &Uses,
    years_back: u32,
    record: Option<&'a ResultRecord>,
    context: &Context,
) -> Usable<'a> {
    let Some(found) = record else { return Usable { record: None, doubtful: false, unused: None } };
    let refuse = |why| Usable { record: None, doubtful: false, unused: Some(why) };
    if let (Some(want), Some(got)) = (&uses.edition, &found.edition)
        && want != got
    {
        return refuse(Unused::OtherEdition);
    }
    // Points and classes computed for another period say nothing about this one; a decision holds
    // as long as it is valid.
    let own_period = |(first, last): &(Day, Day)| *first == context.first && *last == context.last;
    if found.computed && years_back == 0 && found.period.as_ref().is_some_and(|period| !own_period(period)) {
        return refuse(Unused::OtherPeriod);
    }
    // The newest edition is the one in force at the end of the period the result is about.
    let day = found.period.map_or(context.last, |(_, last)| last);
    let in_force = |(_, from, to): &(String, Day, Option<Day>)| *from <= day && to.is_none_or(|to| day <= to);
    let newest = uses.editions.iter().filter(|edition| in_force(edition)).max_by_key(|edition| edition.1);
    if let (None, Some(got), Some(newest)) = (&uses.edition, &found.edition, newest)
        && newest.0 != *got
        && (found.computed || found.period.is_some())
    {
        return refuse(Unused::OtherEdition);
    }
    if if found.computed { !uses.computed } else { !uses.recognised } {
        return refuse(Unused::WrongSource);
    }
    let Some(day) = uses.valid_at.map(|word| context.day(word)) else {
        return Usable { record, doubtful: false, unused: None };
    };
    // No class needs no date.
    if found.holds_nothing() {
        return Usable { record, doubtful: false, unused: None };
    }
    let Some(date) = found.date else {
        return Usable { record, doubtful: true, unused: Some(Unused::DateUnknown) };
    };
    // Held from the decision's day to the end of its validity, both included.
    let end = |decided: Day| match uses.validity {
        None => Day::LAST,
        Some((months, anchor)) => {
            let from = if anchor == Phrase::RecognitionYearEnd {
                Day::new(decided.civil().0, 12, 31).unwrap_or(decided)
            } else {
                decided
            };
            from.plus_months(i32::try_from(months).unwrap_or(i32::MAX))
        }
    };
    let certainly = date.last <= day && day <= end(date.first);
    let possibly = date.first <= day && day <= end(date.last);
    if certainly {
        Usable { record, doubtful: false, unused: None }
    } else if possibly {
        Usable { record, doubtful: true, unused: Some(Unused::DateUnknown) }
    } else {
        refuse(Unused::Lapsed)
    }
}

/// What a result of another set comes to in a column; and why it does not count as it stands, if so.
pub(crate) fn held_result(
    set: &CriteriaSet,
    input: &Input,
    uses: &Uses,
    filed: Option<&ResultRecord>,
    context: &Context,
) -> (Held, Option<Unused>) {
    let found = usable(uses, input.years_back, filed, context);
    // A result that was refused is as if it were not on file. That is not marked as filed: what it
    // means depends on whether the file is taken as closed, and the executor knows.
    if matches!(input.ty, Ty::Choice(_)) {
        let all = option_bits(set[uses.classes].options.len());
        let options = match found.record {
            Some(record) if record.class_unknown => all,
            Some(record) => {
                let class = 1u64.checked_shl(record.class.unwrap_or(0)).unwrap_or(1);
                if found.doubtful { class | 1 } else { class }
            }
            None => all,
        };
        let filed = if found.record.is_some() { FILED } else { 0 };
        return ((i128::from(options), 0, filed), found.unused);
    }
    let is_points = matches!(input.key, InputKey::ResultPoints(_));
    let den = if is_points { crate::exact::pow10(input.places).unwrap_or(1) } else { 1 };
    let value = found.record.and_then(|record| match is_points {
        true => record.points.map(|points| {
            let units = points.in_units_of(den).unwrap_or(0);
            (units, units)
        }),
        false => record.date.map(|span| (i128::from(span.first.number()), i128::from(span.last.number()))),
    });
    let (low, high) = value.unwrap_or_else(|| full_range(input, den));
    let flags = match value {
        Some(_) if found.doubtful => YES | NO | FILED,
        Some(_) => YES | FILED,
        None => YES | NO,
    };
    ((low, high, flags), found.unused)
}

/// Whether a column reads a register of decisions: complete once the file is closed, so that what
/// is not in it is not held.
pub(crate) fn is_register(set: &CriteriaSet, id: InputId) -> bool {
    // What is not on file of earlier years is not known.
    result_set(&set[id].key)
        .filter(|_| set[id].years_back == 0)
        .and_then(|name| set.uses.iter().find(|uses| uses.set == *name))
        .is_some_and(|uses| uses.recognised && !uses.computed)
}

/// The option of a level to choose that stands for none of them, where the set says what that means.
pub(crate) fn no_level(set: &CriteriaSet, id: InputId) -> Option<u64> {
    let input = &set[id];
    match (&input.ty, input.when_missing) {
        (Ty::Choice(choice), Some(Missing::NoLevel)) => Some(option_bits(set[*choice].options.len()) + 1),
        (_, _) => None,
    }
}

/// Whether rows of a table are filed by the subject or belong to the register of members.
pub(crate) fn is_evidence(set: &CriteriaSet, frame: FrameId) -> bool {
    set[frame].source == FrameSource::Evidence
}
