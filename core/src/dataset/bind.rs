//! Columns found by their names: which column of a table is which input of the set.
//!
//! In: the columns of a table and the names the set declares. Out: a reader for each input, and
//! every finding about whole columns at once. No cell is looked at.

use super::TableOptions;
use super::cells::{CellKind, Cells, Got, Piece, Starts};
use super::filed::option_masks;
use super::findings;
use super::laid::Layout;
use super::read::NumberRule;
use crate::dossier::nfc;
use crate::hir::{CriteriaSet, FrameId, FrameSource, Input, InputId, InputKey, ROOT, Ty, Unit};
use crate::plan::Kind;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Schema, SchemaRef};
use std::collections::{BTreeMap, BTreeSet};
use tieuchi_grammar::Diagnostic;

/// A table whose columns are known.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub frame: FrameId,
    /// Its name in the set.
    pub name: String,
    /// How many rows of it were given before this part.
    pub before: u64,
    pub inputs: Vec<Bound>,
    pub results: Vec<BoundResult>,
    /// Columns of the file's own, by name.
    pub own: BTreeMap<Own, (String, Cells)>,
    /// Tables that lie in this one as lists, batch by batch.
    pub nested: Vec<(FrameId, Vec<ArrayRef>)>,
    /// Where its batches begin.
    pub starts: Starts,
    /// How its rows were laid out anew, if they were. The column that names their subjects was not.
    pub layout: Option<Layout>,
}

/// Columns that are no input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Own {
    /// The identifier of the row.
    Id,
    /// The identifier of the subject the row belongs to.
    Subject,
    Status,
    Count,
    /// First and last day of a membership.
    From,
    To,
    /// Regions from near to far.
    Region(u8),
}

/// The most columns of regions.
const REGIONS: u8 = 9;

/// The columns of one input.
#[derive(Clone, Debug)]
pub(crate) struct Bound {
    pub input: InputId,
    pub value: Option<ValueColumn>,
    /// The subject's own value.
    pub own: Option<ValueColumn>,
    /// Who stands behind the value.
    pub status: Option<(String, Cells)>,
    /// The day it is of.
    pub at: Option<(String, Cells)>,
    /// Whether another input of the set reads the same columns and tells what is wrong with them.
    pub quiet: bool,
}

/// A column with values of an input.
#[derive(Clone, Debug)]
pub(crate) struct ValueColumn {
    pub name: String,
    pub cells: Cells,
    /// Whether numbers are in percent.
    pub percent: bool,
    /// How whole numbers and decimals become units of the executor's column.
    pub rule: Option<NumberRule>,
    /// The options that the values of a dictionary stand for, batch by batch.
    pub masks: Vec<Vec<u64>>,
}

/// The columns of a result of another set.
#[derive(Clone, Debug)]
pub(crate) struct BoundResult {
    /// Which of the results the set reads.
    pub uses: usize,
    pub years: u32,
    pub name: String,
    pub class: Option<Cells>,
    pub points: Option<Cells>,
    pub date: Option<Cells>,
    pub edition: Option<Cells>,
    pub by: Option<Cells>,
    pub period: Option<Cells>,
}

/// What a column can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
    Own(Own),
    Value(InputId),
    Percent(InputId),
    SelfDeclared(InputId),
    Status(InputId),
    At(InputId),
    Result(usize, u32, Part),
    Nested(FrameId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Class,
    Points,
    Date,
    Edition,
    By,
    Period,
}

const PARTS: [(&str, Part); 6] = [
    ("class", Part::Class),
    ("points", Part::Points),
    ("date", Part::Date),
    ("edition", Part::Edition),
    ("by", Part::By),
    ("period", Part::Period),
];

/// The name of a column about an earlier year.
fn of_year(name: &str, years: u32) -> String {
    if years == 0 { name.to_owned() } else { format!("{name}@{years}") }
}

/// Every name a column of a table can have.
fn slots(set: &CriteriaSet, frame: FrameId) -> BTreeMap<String, Slot> {
    let mut out = BTreeMap::new();
    for (at, input) in set.inputs.iter().enumerate() {
        if input.frame != frame || !input.key.is_filed() {
            continue;
        }
        let id = InputId::from_index(at);
        let name = of_year(&input.name, input.years_back);
        out.insert(format!("{name}.self"), Slot::SelfDeclared(id));
        out.insert(format!("{name}.status"), Slot::Status(id));
        if input.snapshot.is_some() {
            out.insert(format!("{name}.at"), Slot::At(id));
        }
        if input.ty == Ty::Number(Unit::Ratio) {
            out.insert(format!("{name}%"), Slot::Percent(id));
        }
        out.insert(name, Slot::Value(id));
    }
    if set[frame].source != FrameSource::Evidence {
        for (uses, one) in set.uses.iter().enumerate() {
            let years = set.inputs.iter().filter(|input| input.frame == frame);
            let years = years.filter(|input| crate::batch::result_set(&input.key) == Some(&one.set));
            let mut years: BTreeSet<u32> = years.map(|input| input.years_back).collect();
            if !one.own {
                years.insert(0);
            }
            for year in years {
                for (word, part) in PARTS {
                    let name = format!("{}.{word}", of_year(&one.set, year));
                    out.insert(name, Slot::Result(uses, year, part));
                }
            }
        }
    }
    let mut own = vec![("id".to_owned(), Own::Id)];
    if frame == ROOT {
        own.push(("region".to_owned(), Own::Region(1)));
        own.extend((2..=REGIONS).map(|at| (format!("region_{at}"), Own::Region(at))));
        for (at, child) in set.frames.iter().enumerate().skip(1) {
            out.entry(child.name.clone()).or_insert(Slot::Nested(FrameId::from_index(at)));
        }
    } else {
        own.push(("subject".to_owned(), Own::Subject));
        own.push(("status".to_owned(), Own::Status));
    }
    if set[frame].source == FrameSource::Members {
        own.push(("count".to_owned(), Own::Count));
        own.push(("from".to_owned(), Own::From));
        own.push(("to".to_owned(), Own::To));
    }
    for (name, one) in own {
        out.insert(format!("${name}"), Slot::Own(one));
        // The short name where the set does not give it to something else.
        out.entry(name).or_insert(Slot::Own(one));
    }
    out
}

/// The names of columns of a table that hold anything the set reads, keys and statuses included:
/// what has to be read of a file.
pub(super) fn names(set: &CriteriaSet, kinds: &[Option<Kind>], frame: FrameId) -> Vec<String> {
    let alike = Alike::new(set, kinds);
    let needed = |id: &InputId| !alike.of(*id).is_empty();
    let read = |slot: &Slot| match slot {
        Slot::Own(_) | Slot::Result(..) | Slot::Nested(_) => true,
        Slot::Value(id) | Slot::Percent(id) | Slot::SelfDeclared(id) | Slot::Status(id) | Slot::At(id) => {
            needed(id)
        }
    };
    slots(set, frame).into_iter().filter(|(_, slot)| read(slot)).map(|(name, _)| name).collect()
}

/// The inputs some step reads, by the columns they are read from: what is read both with and without the
/// subject's own values is two inputs of one name, year and table.
pub(super) struct Alike<'a> {
    set: &'a CriteriaSet,
    groups: BTreeMap<(FrameId, u32, &'a InputKey), Vec<InputId>>,
}

impl<'a> Alike<'a> {
    pub fn new(set: &'a CriteriaSet, kinds: &[Option<Kind>]) -> Self {
        let mut groups: BTreeMap<_, Vec<InputId>> = BTreeMap::new();
        for (at, (input, _)) in
            set.inputs.iter().zip(kinds).enumerate().filter(|(_, (_, kind))| kind.is_some())
        {
            groups.entry(columns_of(input)).or_default().push(InputId::from_index(at));
        }
        Self { set, groups }
    }

    /// Those read from the same columns as one, in their order.
    fn of(&self, id: InputId) -> &[InputId] {
        self.groups.get(&columns_of(&self.set[id])).map_or(&[], Vec::as_slice)
    }
}

const fn columns_of(input: &Input) -> (FrameId, u32, &InputKey) {
    (input.frame, input.years_back, &input.key)
}

/// The column of a schema that says whose row it is.
pub(super) fn key_name(set: &CriteriaSet, frame: FrameId, schema: &Schema) -> Option<usize> {
    let want = Slot::Own(if frame == ROOT { Own::Id } else { Own::Subject });
    let slots = slots(set, frame);
    schema.fields().iter().position(|field| slots.get(&nfc(field.name())) == Some(&want))
}

/// What a table is bound with.
pub(super) struct Binder<'a> {
    pub set: &'a CriteriaSet,
    pub kinds: &'a [Option<Kind>],
    pub alike: &'a Alike<'a>,
    pub options: &'a TableOptions,
    pub findings: Vec<Diagnostic>,
    /// Inputs whose column was refused: they are not missing besides.
    pub refused: BTreeSet<InputId>,
}

impl Binder<'_> {
    /// A table whose rows were laid out anew, by the columns that are read of it. Who its rows belong to is
    /// still said where it was.
    pub fn laid_out(&mut self, given: &Source, batch: RecordBatch) -> Option<Source> {
        let mut source = self.source(given.frame, &[batch], given.before, false).ok()?;
        source.own.extend(given.own.get(&Own::Subject).map(|keys| (Own::Subject, keys.clone())));
        Some(source)
    }

    /// Finds the columns of a table; `flat` if its rows name their subject.
    pub fn source(
        &mut self,
        frame: FrameId,
        batches: &[RecordBatch],
        before: u64,
        flat: bool,
    ) -> Result<Source, Diagnostic> {
        let name = self.set[frame].name.clone();
        let full = batches.iter().map(RecordBatch::num_rows).filter(|rows| *rows > 0);
        let starts = Starts::of(full);
        if !u32::try_from(starts.rows()).is_ok_and(|rows| rows < u32::MAX) {
            return Err(findings::too_many_table_rows(&name));
        }
        let mut source = Source {
            frame,
            name,
            before,
            inputs: Vec::new(),
            results: Vec::new(),
            own: BTreeMap::new(),
            nested: Vec::new(),
            starts,
            layout: None,
        };
        let slots = slots(self.set, frame);
        let schema = batches.first().map_or_else(|| SchemaRef::new(Schema::empty()), RecordBatch::schema);
        for batch in batches.iter().skip(1) {
            uneven(&source.name, &schema, &batch.schema()).map_or(Ok(()), Err)?;
        }
        // A batch without rows holds nothing but the names of its columns.
        let full = || batches.iter().filter(|batch| batch.num_rows() > 0);
        let batches: Vec<&RecordBatch> =
            if full().next().is_some() { full().collect() } else { batches.iter().take(1).collect() };
        let mut seen: BTreeSet<String> = BTreeSet::new();
        for (at, field) in schema.fields().iter().enumerate() {
            let arrays: Vec<&ArrayRef> = batches.iter().filter_map(|batch| batch.columns().get(at)).collect();
            let column = nfc(field.name());
            if !seen.insert(column.clone()) {
                self.findings.push(findings::duplicate_column(&source.name, &column));
                continue;
            }
            match slots.get(&column) {
                Some(slot) => self.column(&mut source, *slot, &column, field.data_type(), &arrays),
                None if self.options.ignored.iter().any(|name| nfc(name) == column) => {}
                None if self.options.ignore_unknown => {}
                None => {
                    let near = tieuchi_grammar::closest(&column, slots.keys().map(String::as_str));
                    self.findings.push(findings::unknown_column(&source.name, &column, near));
                }
            }
        }
        self.missing(&source, frame, flat);
        source.inputs.sort_by_key(|bound| bound.input);
        Ok(source)
    }

    fn column(
        &mut self,
        source: &mut Source,
        slot: Slot,
        column: &str,
        found: &DataType,
        arrays: &[&ArrayRef],
    ) {
        if let Slot::Nested(frame) = slot {
            match found {
                DataType::List(item) | DataType::LargeList(item)
                    if matches!(item.data_type(), DataType::Struct(_)) =>
                {
                    let arrays = arrays.iter().map(|array| ArrayRef::clone(array));
                    source.nested.push((frame, arrays.collect()));
                }
                other => {
                    self.findings.push(findings::wrong_type(&source.name, column, other).help(
                        "một bảng lồng là danh sách các bản ghi",
                        "a nested table is a list of structs",
                    ))
                }
            }
            return;
        }
        let id = match slot {
            Slot::Value(id)
            | Slot::Percent(id)
            | Slot::SelfDeclared(id)
            | Slot::Status(id)
            | Slot::At(id) => {
                // What no step reads is not read from the table either.
                if self.alike.of(id).is_empty() {
                    return;
                }
                Some(id)
            }
            Slot::Own(_) | Slot::Result(..) | Slot::Nested(_) => None,
        };
        let cells = match Cells::of(arrays.iter().copied(), &source.starts) {
            Ok(cells) => cells,
            Err(why) => {
                self.refused.extend(id);
                self.findings.push(findings::unreadable_column(&source.name, column, found, why));
                return;
            }
        };
        let want = match (slot, id) {
            (Slot::Value(_) | Slot::SelfDeclared(_), Some(id)) => self.set[id].ty.clone(),
            (Slot::Percent(_), _) => Ty::Number(Unit::None),
            (Slot::At(_), _)
            | (Slot::Own(Own::From | Own::To), _)
            | (Slot::Result(_, _, Part::Date | Part::Period), _) => Ty::Day,
            (Slot::Own(Own::Count), _) | (Slot::Result(_, _, Part::Points), _) => Ty::Number(Unit::None),
            _ => Ty::Text,
        };
        let key = matches!(slot, Slot::Own(Own::Id | Own::Subject | Own::Region(_)));
        if !fits(&cells, &want, key) {
            self.refused.extend(id);
            self.findings.push(findings::wrong_column_type(&source.name, column, found, &want));
            return;
        }
        if cells.kind() == CellKind::Float && !self.options.floats {
            self.refused.extend(id);
            self.findings.push(findings::floats_refused(&source.name, column));
            return;
        }
        self.put(source, slot, column, cells);
    }

    fn put(&mut self, source: &mut Source, slot: Slot, column: &str, cells: Cells) {
        // What is read both with and without the subject's own values is two inputs.
        let id = match slot {
            Slot::Value(id)
            | Slot::Percent(id)
            | Slot::SelfDeclared(id)
            | Slot::Status(id)
            | Slot::At(id) => Some(id),
            Slot::Own(_) | Slot::Result(..) | Slot::Nested(_) => None,
        };
        let Some(id) = id else { return self.put_one(source, slot, column, cells) };
        let alike = self.alike;
        for (at, alike) in alike.of(id).iter().copied().enumerate() {
            let slot = match slot {
                Slot::Value(_) => Slot::Value(alike),
                Slot::Percent(_) => Slot::Percent(alike),
                Slot::SelfDeclared(_) => Slot::SelfDeclared(alike),
                Slot::Status(_) => Slot::Status(alike),
                Slot::At(_) => Slot::At(alike),
                other @ (Slot::Own(_) | Slot::Result(..) | Slot::Nested(_)) => other,
            };
            self.put_one(source, slot, column, cells.clone());
            bound(&mut source.inputs, alike).quiet = at > 0;
        }
    }

    fn value_column(&self, id: InputId, name: &str, cells: Cells, percent: bool) -> ValueColumn {
        let input = &self.set[id];
        let rule = match self.kinds.get(id.index()).copied().flatten() {
            Some(Kind::Number { den, .. }) => NumberRule::of(input, &cells, den, percent),
            Some(Kind::Truth | Kind::Choice) | None => None,
        };
        let masks = option_masks(self.set, input, &cells);
        ValueColumn { name: name.to_owned(), cells, percent, rule, masks }
    }

    fn put_one(&mut self, source: &mut Source, slot: Slot, column: &str, cells: Cells) {
        match slot {
            Slot::Own(own) => {
                if source.own.insert(own, (column.to_owned(), cells)).is_some() {
                    self.findings.push(findings::duplicate_column(&source.name, column));
                }
            }
            Slot::Value(id) | Slot::Percent(id) => {
                let value = self.value_column(id, column, cells, matches!(slot, Slot::Percent(_)));
                let bound = bound(&mut source.inputs, id);
                if bound.value.is_some() && !bound.quiet {
                    self.findings.push(findings::duplicate_column(&source.name, column));
                }
                bound.value = Some(value);
            }
            Slot::SelfDeclared(id) => {
                let own = self.value_column(id, column, cells, false);
                bound(&mut source.inputs, id).own = Some(own);
            }
            Slot::Status(id) => bound(&mut source.inputs, id).status = Some((column.to_owned(), cells)),
            Slot::At(id) => bound(&mut source.inputs, id).at = Some((column.to_owned(), cells)),
            Slot::Result(uses, years, part) => {
                let at = source.results.iter().position(|one| (one.uses, one.years) == (uses, years));
                let at = at.unwrap_or_else(|| {
                    let set = self.set.uses.get(uses).map_or("", |uses| &uses.set);
                    source.results.push(BoundResult::new(uses, years, of_year(set, years)));
                    source.results.len() - 1
                });
                let Some(result) = source.results.get_mut(at) else { return };
                let slot = match part {
                    Part::Class => &mut result.class,
                    Part::Points => &mut result.points,
                    Part::Date => &mut result.date,
                    Part::Edition => &mut result.edition,
                    Part::By => &mut result.by,
                    Part::Period => &mut result.period,
                };
                *slot = Some(cells);
            }
            Slot::Nested(_) => {}
        }
    }

    /// What has to be there and is not.
    fn missing(&mut self, source: &Source, frame: FrameId, flat: bool) {
        let mut found = Vec::new();
        let mut lack = |name: &str| found.push(findings::missing_column(&source.name, name));
        if frame == ROOT && !source.own.contains_key(&Own::Id) {
            lack("id");
        }
        if frame != ROOT && flat && !source.own.contains_key(&Own::Subject) {
            lack("subject");
        }
        let inputs = self.set.inputs.iter().enumerate();
        for (at, input) in inputs.filter(|_| !self.options.missing_unknown) {
            let id = InputId::from_index(at);
            let asked = match &input.key {
                InputKey::Fact(_) | InputKey::Judgement(_) | InputKey::Score(_) | InputKey::Level(_) => true,
                // Declared only where it is so.
                InputKey::OnFile(_) | InputKey::NotAssessable(_) | InputKey::LocalRule(_) => false,
                InputKey::ResultClass(_) | InputKey::ResultPoints(_) | InputKey::ResultDate(_) => false,
            };
            if input.frame == frame
                && asked
                && self.alike.of(id).first() == Some(&id)
                && input.years_back == 0
                && !source.inputs.iter().any(|bound| bound.input == id)
                && !self.refused.iter().any(|refused| self.set[*refused].name == input.name)
            {
                lack(&input.name);
            }
        }
        self.findings.append(&mut found);
    }
}

/// What is wrong where a batch has not the columns of the first one.
fn uneven(table: &str, first: &Schema, other: &Schema) -> Option<Diagnostic> {
    let (fields, others) = (first.fields(), other.fields());
    let differs = |at: &usize| match (fields.get(*at), others.get(*at)) {
        (Some(own), Some(other)) => own.name() != other.name() || own.data_type() != other.data_type(),
        _ => true,
    };
    let at = (0..fields.len().max(others.len())).find(differs)?;
    let field = others.get(at).or_else(|| fields.get(at))?;
    Some(findings::uneven_batches(table, field.name(), field.data_type()))
}

/// Whether cells can hold values of a type. Keys may be whole numbers.
fn fits(cells: &Cells, want: &Ty, key: bool) -> bool {
    let kind = cells.kind();
    if kind == CellKind::Null || kind == CellKind::Text {
        return true;
    }
    match want {
        Ty::Truth => kind == CellKind::Bool,
        // A bare number does not say whether it is a part or percent.
        Ty::Number(Unit::Ratio) => false,
        Ty::Number(_) => matches!(kind, CellKind::Number | CellKind::Float),
        // A whole number is a year.
        Ty::Day => kind == CellKind::Day || cells.is_whole(),
        Ty::Choice(_) => false,
        // Spreadsheets hold whole numbers as doubles.
        Ty::Text => key && (cells.is_whole() || kind == CellKind::Float),
    }
}

fn bound(inputs: &mut Vec<Bound>, id: InputId) -> &mut Bound {
    let at = inputs.iter().position(|bound| bound.input == id).unwrap_or(inputs.len());
    if at == inputs.len() {
        inputs.push(Bound { input: id, value: None, own: None, status: None, at: None, quiet: false });
    }
    #[expect(clippy::indexing_slicing, reason = "it was found, or pushed last")]
    &mut inputs[at]
}

impl BoundResult {
    fn new(uses: usize, years: u32, name: String) -> Self {
        Self {
            uses,
            years,
            name,
            class: None,
            points: None,
            date: None,
            edition: None,
            by: None,
            period: None,
        }
    }
}

impl BoundResult {
    /// What a row says, where every cell of text is a place in a list of values: rows of which that
    /// is the same say the same.
    pub fn key(&self, row: usize) -> Option<[i64; 6]> {
        // Each batch has lists of values of its own.
        let mut batch = 0;
        let mut coded = |cells: &Option<Cells>| match cells {
            None => Some(-1),
            Some(cells) => {
                let (piece, row) = cells.starts.find(row);
                batch = i64::try_from(piece).ok()?;
                match cells.piece(piece)? {
                    Piece::Dictionary(codes, _) => {
                        codes.get(row).map_or(Some(-1), |code| i64::try_from(code).ok())
                    }
                    _ => None,
                }
            }
        };
        let [class, edition, by, period] =
            [&self.class, &self.edition, &self.by, &self.period].map(&mut coded);
        let date = match &self.date {
            None => i64::MAX,
            Some(cells) => match (cells.kind(), cells.get(row)) {
                (CellKind::Day, Got::Day(day)) => i64::from(day),
                (CellKind::Day, _) => i64::MAX,
                _ => return None,
            },
        };
        if self.points.is_some() {
            return None;
        }
        Some([batch, class?, edition?, by?, period?, date])
    }
}

impl Bound {
    /// Its columns.
    pub fn columns(&self) -> impl Iterator<Item = &Cells> {
        let values = [&self.value, &self.own].into_iter().flatten().map(|column| &column.cells);
        values.chain([&self.status, &self.at].into_iter().flatten().map(|(_, cells)| cells))
    }

    /// Whether nothing beside the values says what they are worth.
    pub fn is_plain(&self) -> bool {
        self.status.is_none() && self.at.is_none()
    }
}
