//! Cells become values: columns of a block for the executor, or the dossier of one subject.
//!
//! In: bound columns and the rows of some subjects. Out: the executor's columns, or a dossier; and
//! a problem for every cell that does not fit. Both ways read a cell by the same rules. Subjects or
//! rows that are filed twice go by way of the dossier, where versions are put together.

use super::Dataset;
use super::bind::{Bound, BoundResult, Own, Source, ValueColumn};
use super::cells::{Cells, Got, Piece, epoch};
use super::filed::Plain;
use super::group::{BlockRows, Rows};
use super::one::Members;
use super::problems::Problem;
use crate::batch::{Batch, Column, Writer, full_range, input_kinds};
use crate::day::{Day, DaySpan};
use crate::dossier::{
    Cell, RESULT_PLACES, Raw, ResultRecord, Row, STATUS_WORDS, Status, Value, bad_date, bad_option, beyond,
    checked_number, class_option, float_not_decimal, nfc, period_of, read_value, wrong_kind,
};
use crate::exact::{Exact, gcd, pow10};
use crate::hir::{CriteriaSet, FrameId, Input, InputId, Ty, Unit};
use crate::plan::Kind;
use hashbrown::HashMap;
use tieuchi_grammar::Diagnostic;

/// What of the tables is read where not all is.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    /// What the column of each input holds; none where it is not read.
    pub columns: Vec<Option<Kind>>,
    /// The tables that are read.
    pub tables: Vec<bool>,
}

/// Words for yes and no in columns of text.
const TRUTH_WORDS: [(&str, bool); 10] = [
    ("true", true),
    ("false", false),
    ("TRUE", true),
    ("FALSE", false),
    ("đúng", true),
    ("sai", false),
    ("có", true),
    ("không", false),
    ("yes", true),
    ("no", false),
];

/// What is said of one cell.
#[derive(Clone, Copy)]
enum Word {
    Of(Status),
    Unknown,
    NotApplicable,
    NotFiled,
}

/// The words of columns of statuses.
const CELL_WORDS: [(&str, Word); 7] = {
    let [verified, own, waiting, rejected] = STATUS_WORDS;
    [
        (verified.0, Word::Of(verified.1)),
        (own.0, Word::Of(own.1)),
        (waiting.0, Word::Of(waiting.1)),
        (rejected.0, Word::Of(rejected.1)),
        ("unknown", Word::Unknown),
        ("not-applicable", Word::NotApplicable),
        ("not-filed", Word::NotFiled),
    ]
};

/// How whole numbers and decimals of one column become units of the executor's, where nothing is
/// wrong with them. What does not pass is read again slowly, to say why.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NumberRule {
    /// The last digits, beyond those declared, that must be nought.
    spare: i128,
    times: i128,
    over: i128,
    lo: i128,
    hi: i128,
    /// Units of a step; one where any value will do.
    step: i128,
    /// The same for digits that need no division.
    pub plain: Option<Plain>,
}

impl NumberRule {
    pub fn of(input: &Input, cells: &Cells, den: i128, percent: bool) -> Option<Self> {
        let scale = cells.pieces().first().map_or(Some(0), Piece::scale)?;
        let scale = u32::try_from(scale).ok()?;
        input.range?;
        let (lo, hi) = full_range(input, den);
        let under = pow10(scale + if percent { 2 } else { 0 })?;
        let common = i128::try_from(gcd(den.unsigned_abs(), under.unsigned_abs())).ok()?;
        let step = match input.step {
            Some(step) => step.in_units_of(den)?,
            None => 1,
        };
        let (spare, times, over) = (pow10(scale.saturating_sub(input.places))?, den / common, under / common);
        let plain = || {
            let narrow = |value: i128| i64::try_from(value).ok();
            let (first, times) = (narrow(lo)?, narrow(times)?);
            let inverse = match step {
                1 => 0,
                // Above two, so that the inverse fits.
                2.. if hi - lo < 1 << 32 && step < 1 << 32 => u64::MAX / u64::try_from(step).ok()? + 1,
                _ => return None,
            };
            let (lo, hi) = (-narrow((-lo).div_euclid(times.into()))?, narrow(hi.div_euclid(times.into()))?);
            Some(Plain { lo, hi, times, first, inverse })
        };
        let plain = if spare == 1 && over == 1 { plain() } else { None };
        Some(Self { spare, times, over, lo, hi, step, plain })
    }

    pub fn units(&self, digits: i128) -> Option<i128> {
        if self.spare != 1 && digits % self.spare != 0 {
            return None;
        }
        let product = digits.checked_mul(self.times)?;
        let units = if self.over == 1 {
            product
        } else if product % self.over == 0 {
            product / self.over
        } else {
            return None;
        };
        let fits = self.lo <= units && units <= self.hi;
        let stepped = self.step == 1 || (units - self.lo) % self.step == 0;
        (fits && stepped).then_some(units)
    }
}

/// Reads a cell as a value of an input.
fn value(set: &CriteriaSet, input: &Input, got: &Got<'_>, percent: bool) -> Result<Value, Diagnostic> {
    match (got, &input.ty) {
        (Got::Null, _) => Ok(Value::Unknown),
        (Got::Bool(value), Ty::Truth) => Ok(Value::Truth(*value)),
        (Got::Number(digits, scale), Ty::Number(_)) => match Exact::scaled(*digits, *scale) {
            Some(written) => checked_number(input, written, got, "").map(Value::Number),
            None => Err(beyond(input, &got.shown(), "")),
        },
        (Got::TooWide(..), Ty::Number(_)) => Err(beyond(input, &got.shown(), "")),
        (Got::Float(float), Ty::Number(_)) => match float.decimal(input.places) {
            Some(written) => checked_number(input, written, got, "").map(Value::Number),
            None => Err(float_not_decimal(&got.shown(), input.places)),
        },
        (Got::Text(text), Ty::Truth) => {
            let text = nfc(text);
            let known = TRUTH_WORDS.iter().find(|(word, _)| *word == text);
            known.map(|(_, value)| Value::Truth(*value)).ok_or_else(|| wrong_kind("", &Ty::Truth))
        }
        (Got::Text(text), Ty::Number(Unit::Ratio)) if percent && !text.ends_with('%') => {
            read_value(set, input, &Raw::Text(&format!("{text}%")), "")
        }
        (Got::Text(text), _) => read_value(set, input, &Raw::Text(text), ""),
        (_, Ty::Day) => span(got).map(Value::Day),
        (_, ty) => Err(wrong_kind("", ty)),
    }
}

/// Reads a cell as a day, a month or a year.
fn span(got: &Got<'_>) -> Result<DaySpan, Diagnostic> {
    let found = match got {
        Got::Day(days) => epoch()
            .checked_add(*days)
            .filter(|number| (Day::FIRST.number()..=Day::LAST.number()).contains(number))
            .map(|number| DaySpan::day(Day::from_number(number))),
        Got::Number(..) | Got::Text(_) => DaySpan::parse_iso(&got.shown()),
        Got::Null | Got::Bool(_) | Got::TooWide(..) | Got::Float(_) => None,
    };
    found.ok_or_else(|| bad_date("", &got.shown()))
}

/// Reads one table and keeps what is wrong.
pub(super) struct Reader<'a> {
    pub data: &'a Dataset,
    pub source: &'a Source,
    pub problems: &'a mut Vec<Problem>,
}

impl Reader<'_> {
    pub fn set(&self) -> &CriteriaSet {
        &self.data.plan.inner.set
    }

    fn report(&mut self, row: usize, column: &str, value: &str, finding: Diagnostic) {
        let problem = self.data.problem(self.source, row, column, value, finding);
        self.problems.push(problem);
    }

    /// The value of a cell; not known where it is bad.
    pub fn value(&mut self, id: InputId, column: &ValueColumn, row: usize) -> Value {
        let set = &self.data.plan.inner.set;
        let got = column.cells.get(row);
        if let (Got::Number(digits, scale), Some(Some(grid))) = (&got, set.grids.get(id.index()))
            && let Some(value) = grid.scaled(*digits, *scale)
        {
            return Value::Number(value);
        }
        value(set, &set[id], &got, column.percent).unwrap_or_else(|finding| {
            self.report(row, &column.name, &got.shown(), finding);
            Value::Unknown
        })
    }

    fn day(&mut self, column: &str, cells: &Cells, row: usize) -> Option<DaySpan> {
        let got = cells.get(row);
        if matches!(got, Got::Null) {
            return None;
        }
        match span(&got) {
            Ok(span) => Some(span),
            Err(finding) => {
                self.report(row, column, &got.shown(), finding);
                None
            }
        }
    }

    /// A word of a closed list; none where it is null or bad.
    fn word<T: Copy>(&mut self, column: &str, cells: &Cells, row: usize, words: &[(&str, T)]) -> Option<T> {
        let text = cells.text(row)?;
        let known = |text: &str| words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        let found = known(text);
        if found.is_some() {
            return found;
        }
        let text = nfc(text);
        let found = known(&text);
        if found.is_none() {
            let words: Vec<String> = words.iter().map(|(word, _)| (*word).to_owned()).collect();
            self.report(row, column, &text, bad_option("", &text, &words));
        }
        found
    }

    /// What was filed of an input in a row; none where nothing was.
    fn cell(&mut self, bound: &Bound, row: usize) -> Option<Cell> {
        let id = bound.input;
        let mut cell = Cell::default();
        if let Some(own) = &bound.own {
            cell.own = match self.value(id, own, row) {
                Value::Unknown => None,
                value => Some(value),
            };
        }
        if let Some((column, at)) = &bound.at {
            cell.at = self.day(column, at, row);
        }
        let verified = bound.value.as_ref().filter(|column| {
            // An empty cell beside the subject's own value says that nothing is verified yet.
            cell.own.is_none() || !matches!(column.cells.get(row), Got::Null)
        });
        let value = verified.map(|column| self.value(id, column, row));
        let Some((column, status)) = &bound.status else {
            cell.verified = value;
            return Some(cell);
        };
        let word = self.word(column, status, row, &CELL_WORDS);
        // A status that is not known makes nothing certain.
        match word.unwrap_or(Word::Of(Status::Waiting)) {
            Word::Of(Status::Verified) => cell.verified = value,
            Word::Of(Status::SelfDeclared | Status::Waiting) => cell.own = value.or(cell.own),
            Word::Of(Status::Rejected) | Word::NotFiled => return None,
            Word::Unknown => cell.verified = Some(Value::Unknown),
            Word::NotApplicable => cell.verified = Some(Value::NotApplicable),
        }
        Some(cell)
    }

    /// A result of another set in a row; none where nothing was filed.
    fn result(&mut self, bound: &BoundResult, row: usize) -> Option<ResultRecord> {
        let set = &self.data.plan.inner.set;
        let uses = set.uses.get(bound.uses)?;
        let parts = [&bound.class, &bound.points, &bound.date, &bound.edition, &bound.by, &bound.period];
        let filed =
            |cells: &&Option<Cells>| cells.as_ref().is_some_and(|cells| !matches!(cells.get(row), Got::Null));
        if !parts.iter().any(filed) {
            return None;
        }
        let column = |part: &str| format!("{}.{part}", bound.name);
        let mut record = ResultRecord::default();
        if let Some(cells) = &bound.class {
            let text = cells.text(row).map(nfc);
            record.class = text.as_ref().and_then(|text| class_option(set, uses.classes, text));
            record.class_unknown = record.class.is_none();
            if let Some(text) = text.filter(|_| record.class.is_none()) {
                let finding = bad_option("", &text, &set[uses.classes].options);
                self.report(row, &column("class"), &text, finding);
            }
        }
        if let Some(cells) = &bound.points {
            let got = cells.get(row);
            record.points = match got {
                Got::Number(digits, scale) => Exact::scaled(digits, scale),
                Got::Float(float) => float.decimal(RESULT_PLACES),
                Got::Text(text) => Exact::decimal(text),
                Got::Null | Got::Bool(_) | Got::TooWide(..) | Got::Day(_) => None,
            }
            .filter(|points| points.places().is_some_and(|places| places <= RESULT_PLACES));
            if record.points.is_none() && !matches!(got, Got::Null) {
                let finding = match got {
                    Got::Float(_) => float_not_decimal(&got.shown(), RESULT_PLACES),
                    _ => wrong_kind("", &Ty::Number(Unit::Points)),
                };
                self.report(row, &column("points"), &got.shown(), finding);
            }
        }
        if let Some(cells) = &bound.date {
            record.date = self.day(&column("date"), cells, row);
        }
        record.edition = bound.edition.as_ref().and_then(|cells| cells.text(row)).map(nfc);
        if let Some(cells) = &bound.by {
            let words = [("decision", false), ("computed", true)];
            let by = self.word(&column("by"), cells, row, &words);
            record.computed = by.unwrap_or(false);
            if by.is_none() && !matches!(cells.get(row), Got::Null) {
                // Nobody knows what a result of a source that cannot be read is worth.
                (record.class, record.class_unknown, record.points) = (None, true, None);
            }
        }
        if let Some(cells) = &bound.period {
            let got = cells.get(row);
            record.period = period_of(&got.shown());
            if record.period.is_none() && !matches!(got, Got::Null) {
                let text = got.shown().into_owned();
                self.report(row, &column("period"), &text, bad_date("", &text));
            }
        }
        Some(record)
    }

    pub fn status(&mut self, row: usize) -> Status {
        let source = self.source;
        let Some((column, cells)) = source.own.get(&Own::Status) else { return Status::Verified };
        self.word(column, cells, row, &STATUS_WORDS).unwrap_or(Status::Waiting)
    }

    /// A row as a dossier has it, and its earlier years.
    pub fn row(&mut self, row: usize) -> (Row, Vec<Row>) {
        let source = self.source;
        let mut years: Vec<Row> = vec![Row::default()];
        let year = |years: &mut Vec<Row>, back: u32| {
            let back = back as usize;
            if years.len() <= back {
                years.resize_with(back + 1, Row::default);
            }
            back
        };
        for bound in source.inputs.iter().filter(|bound| !bound.quiet) {
            let input = &self.data.plan.inner.set[bound.input];
            let back = year(&mut years, input.years_back);
            if let Some(cell) = self.cell(bound, row)
                && let Some(row) = years.get_mut(back)
            {
                row.cells.insert(&input.seat, cell);
            }
        }
        for bound in &source.results {
            let Some(name) = self.set().uses.get(bound.uses).map(|uses| uses.set.clone()) else { continue };
            let back = year(&mut years, bound.years);
            if let Some(record) = self.result(bound, row)
                && let Some(row) = years.get_mut(back)
            {
                row.results.insert(name, record);
            }
        }
        let before = years.split_off(1);
        (years.pop().unwrap_or_default(), before)
    }

    /// The regions of a subject, from near to far; empty where none is given.
    pub fn regions(&mut self, row: usize) -> Vec<String> {
        let source = self.source;
        let columns = source.own.iter().filter(|(own, _)| matches!(own, Own::Region(_)));
        let mut out = Vec::new();
        for (_, (column, cells)) in columns {
            let got = cells.get(row);
            let region = nfc(&got.shown());
            if region.is_empty() {
                continue;
            }
            let known = &self.data.regions;
            if !known.contains(&region)
                && tieuchi_grammar::closest(&region, known.iter().map(String::as_str)).is_some()
            {
                let finding = crate::diagnostics::unknown_region(&region, known);
                self.report(row, column, &region, finding);
            }
            out.push(region);
        }
        out
    }

    // ---- columns of the executor -------------------------------------------------------------

    /// Adds the cells of some rows to the columns of their table; `whole` where no other rows of the
    /// block come before or after.
    #[inline]
    fn columns(&mut self, writer: &mut Writer<'_>, rows: &BlockRows<'_>, whole: bool) {
        let source = self.source;
        let set = &self.data.plan.inner.set;
        for (id, kind) in writer.inputs.get(source.frame.index()).into_iter().flatten().copied() {
            let input = &set[id];
            if input.key.is_result() {
                continue;
            }
            let Some(column) = writer.batch.columns.get_mut(id.index()) else { continue };
            let bound = source.input(id);
            let told = self.problems.len();
            match bound.and_then(|bound| self.filed(bound, kind, rows)) {
                Some(values) if whole => *column = Column::Filed(values),
                Some(values) => column.push_filed(&values),
                None => {
                    // What was told so far is told again cell by cell.
                    self.problems.truncate(told);
                    for row in rows.iter() {
                        let cell = bound.and_then(|bound| self.cell(bound, row));
                        column.push_cell(set, input, kind, cell.as_ref(), writer.context, &mut writer.texts);
                    }
                }
            }
            if bound.is_some_and(|bound| bound.quiet) {
                self.problems.truncate(told);
            }
        }
        self.results(writer, rows);
    }

    /// Adds what results of other sets come to, in some rows.
    fn results(&mut self, writer: &mut Writer<'_>, rows: &BlockRows<'_>) {
        let source = self.source;
        let set = &self.data.plan.inner.set;
        let of = |uses: usize, years: u32, input: &Input| {
            let name = set.uses.get(uses).map(|uses| &uses.set);
            input.frame == source.frame
                && input.years_back == years
                && crate::batch::result_set(&input.key).is_some_and(|set| Some(set) == name)
        };
        for bound in &source.results {
            let Some(uses) = set.uses.get(bound.uses) else { continue };
            let inputs = set.inputs.iter().enumerate();
            let inputs = inputs.filter(|(_, input)| of(bound.uses, bound.years, input));
            let inputs: Vec<(usize, &Input)> = inputs.collect();
            // Many rows say the same, and what says nothing wrong is read once.
            let mut known: HashMap<[i64; 6], usize> = HashMap::new();
            for (at, row) in rows.iter().enumerate() {
                let key = bound.key(row);
                if let Some(first) = key.and_then(|key| known.get(&key)) {
                    for (input, _) in &inputs {
                        if let Some(column) = writer.batch.columns.get_mut(*input) {
                            column.repeat(at - first);
                        }
                    }
                    continue;
                }
                let told = self.problems.len();
                let record = self.result(bound, row);
                for (input_at, input) in &inputs {
                    if let Some(column) = writer.batch.columns.get_mut(*input_at) {
                        column.push_result(set, input, uses, record.as_ref(), writer.context);
                    }
                }
                if let (Some(key), true) = (key, told == self.problems.len()) {
                    known.insert(key, at);
                }
            }
        }
        // What no column says was not filed.
        for (input, column) in set.inputs.iter().zip(&mut writer.batch.columns) {
            let Some(name) = crate::batch::result_set(&input.key).filter(|_| input.frame == source.frame)
            else {
                continue;
            };
            if source.results.iter().any(|bound| of(bound.uses, bound.years, input)) {
                continue;
            }
            let Some(uses) = set.uses.iter().find(|uses| uses.set == *name) else { continue };
            for _ in 0..rows.len() {
                column.push_result(set, input, uses, None, writer.context);
            }
        }
    }
}

impl Source {
    /// The columns of an input.
    fn input(&self, id: InputId) -> Option<&Bound> {
        let at = self.inputs.binary_search_by_key(&id, |bound| bound.input).ok()?;
        self.inputs.get(at)
    }

    /// Whether two rows have the same texts in all columns of regions.
    fn same_regions(&self, a: usize, b: usize) -> bool {
        let mut columns = self.own.iter().filter(|(own, _)| matches!(own, Own::Region(_)));
        columns.all(|(_, (_, cells))| match (cells.get(a), cells.get(b)) {
            (Got::Text(one), Got::Text(other)) => one == other,
            (Got::Null, Got::Null) => true,
            _ => false,
        })
    }
}

impl Dataset {
    /// The executor's columns for subjects `from..to`, and what is wrong with their cells; if some are wanted,
    /// those alone.
    #[inline]
    pub(crate) fn batch(
        &self,
        from: usize,
        to: usize,
        wanted: Option<&Wanted>,
        problems: &mut Vec<Problem>,
    ) -> Batch {
        let kinds = wanted.map_or_else(|| input_kinds(&self.plan), |wanted| wanted.columns.clone());
        let mut writer = Writer::of(&self.plan, &self.context, to.saturating_sub(from), kinds);
        let whole = self.dirty.range(from..to).next().is_none();
        let mut at = from;
        for dirty in self.dirty.range(from..to).copied() {
            self.clean(&mut writer, (at, dirty), whole, wanted, problems);
            let dossier = self.read_dossier(dirty, Members::Condensed, problems);
            writer.dossier(&dossier);
            at = dirty + 1;
        }
        self.clean(&mut writer, (at, to), whole, wanted, problems);
        writer.finish()
    }

    /// Adds subjects of whom nothing is filed twice; `whole` where they are all of the block.
    #[inline]
    fn clean(
        &self,
        writer: &mut Writer<'_>,
        (from, to): (usize, usize),
        whole: bool,
        wanted: Option<&Wanted>,
        problems: &mut Vec<Problem>,
    ) {
        if from >= to {
            return;
        }
        let rows = match &self.subjects.rows {
            None => Rows::Range(from..to),
            Some(rows) => Rows::List(rows.get(from..to).unwrap_or_default()),
        };
        let rows = BlockRows::new(rows, &self.root.starts);
        let mut reader = Reader { data: self, source: &self.root, problems };
        let regional = self.root.own.keys().any(|own| matches!(own, Own::Region(_)));
        if regional {
            // Neighbours mostly live in one place, and what says nothing wrong is read once.
            let mut known: Option<(usize, u32)> = None;
            for row in rows.iter() {
                if let Some((_, region)) = known.filter(|(other, _)| self.root.same_regions(*other, row)) {
                    writer.batch.region_of.push(region);
                    continue;
                }
                let told = reader.problems.len();
                let own = reader.regions(row);
                let region = writer.region(if own.is_empty() { &self.context.regions } else { &own });
                writer.batch.region_of.push(region);
                known = (told == reader.problems.len()).then_some((row, region));
            }
        } else {
            let region = writer.region(&self.context.regions);
            let known = writer.batch.region_of.len();
            writer.batch.region_of.resize(known + rows.len(), region);
        }
        reader.columns(writer, &rows, whole);
        for at in 1..self.plan.inner.set.frames.len() {
            let frame = FrameId::from_index(at);
            if wanted.is_none_or(|wanted| wanted.tables.get(at) == Some(&true)) {
                self.clean_rows(writer, frame, (from, to), whole, problems);
            }
        }
    }

    #[inline]
    fn clean_rows(
        &self,
        writer: &mut Writer<'_>,
        frame: FrameId,
        (from, to): (usize, usize),
        whole: bool,
        problems: &mut Vec<Problem>,
    ) {
        let Some(table) = writer.batch.tables.get_mut(frame.index()) else { return };
        let begun = u32::try_from(table.status.len()).unwrap_or(u32::MAX);
        let Some(child) = self.child(frame) else {
            table.offsets.extend(std::iter::repeat_n(begun, to - from));
            return;
        };
        let rows = BlockRows::new(child.groups.rows(from, to), &child.source.starts);
        let offsets = child.groups.offsets.get(from..to).unwrap_or_default();
        let start = offsets.first().copied().unwrap_or(0);
        table.offsets.extend(offsets.iter().map(|offset| begun + (offset - start)));
        let mut reader = Reader { data: self, source: &child.source, problems };
        if child.source.own.contains_key(&Own::Status) || !child.waiting.is_empty() {
            for row in rows.iter() {
                let status = reader.status(row);
                let doubtful = status != Status::Rejected && child.waiting.contains(&row);
                table.status.push(if doubtful { Status::Waiting } else { status });
            }
        } else {
            table.status.resize(table.status.len() + rows.len(), Status::Verified);
        }
        reader.columns(writer, &rows, whole);
    }
}
