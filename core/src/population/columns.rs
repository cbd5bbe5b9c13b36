//! Results and problems as Arrow tables.
//!
//! In: the kept registers of a population. Out: record batches whose columns depend on the set
//! alone, never on the data, so that parts of one population can be written one after another.

use super::{Item, Numbers, TableOutcome};
use crate::dataset::Problem;
use crate::evaluate::Lane;
use crate::exact::{Exact, pow10};
use crate::hir::{CriteriaSet, ItemId};
use crate::outcome::Verdict;
use crate::plan::{Plan, Reg, bits};
use arrow_array::builder::StringBuilder;
use arrow_array::types::Int8Type;
use arrow_array::{
    ArrayRef, Decimal128Array, DictionaryArray, Int8Array, RecordBatch, StringArray, UInt64Array,
};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use std::sync::Arc;

/// The most digits of a decimal column.
const MOST_DIGITS: u32 = 38;
/// The most of them after the mark.
const MOST_PLACES: u32 = 9;

/// How a number is written in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Written {
    /// A decimal of so many digits, so many of them after the mark.
    Decimal(u8, u32),
    /// Text, a decimal or an exact fraction such as `200/3`.
    Text,
}

impl Written {
    /// The form that holds every value a register can have.
    fn of(plan: &Plan, reg: Reg, den: i128) -> Self {
        let Some(step) = plan.inner.steps.get(reg.index()) else { return Self::Text };
        let fraction =
            matches!(step.out.kind, crate::plan::Kind::Number { width: crate::plan::Width::Fraction, .. });
        let unit = Exact::new(1, den).and_then(Exact::places).filter(|places| *places <= MOST_PLACES);
        let (Some(places), false) = (unit, fraction) else { return Self::Text };
        let digits = |value: Exact| {
            let units = value.mul(Exact::whole(pow10(places)?))?;
            let units = units.floor().unsigned_abs().checked_add(1)?;
            Some(units.checked_ilog10()? + 1)
        };
        let (lo, hi) = step.out.range;
        match digits(lo).zip(digits(hi)).map(|(lo, hi)| lo.max(hi).max(places + 1)) {
            Some(digits) if digits <= MOST_DIGITS => {
                Self::Decimal(u8::try_from(digits).unwrap_or(u8::MAX), places)
            }
            _ => Self::Text,
        }
    }

    fn data_type(self) -> DataType {
        match self {
            Self::Decimal(digits, places) => {
                DataType::Decimal128(digits, i8::try_from(places).unwrap_or(i8::MAX))
            }
            Self::Text => DataType::Utf8,
        }
    }

    /// The values of a lane.
    fn column(self, lane: &Lane, den: i128) -> ArrayRef {
        match self {
            Self::Decimal(_, places) => {
                let times = pow10(places).map_or(1, |ten| ten / den.max(1));
                let units = Decimal128Array::from(lane.multiplied(times));
                Arc::new(units.with_data_type(self.data_type()))
            }
            Self::Text => {
                let value = |row| lane.get(row, den).and_then(|value| Exact::new(value.num, value.den));
                let texts = (0..lane.len()).map(|row| value(row).map(|value| value.to_string()));
                Arc::new(texts.collect::<StringArray>())
            }
        }
    }
}

/// One column about to be written.
struct Out {
    fields: Vec<Field>,
    columns: Vec<ArrayRef>,
}

impl Out {
    fn push(&mut self, name: String, column: ArrayRef, nullable: bool) {
        self.fields.push(Field::new(name, column.data_type().clone(), nullable));
        self.columns.push(column);
    }

    /// The three bounds of a number. Bounds that are the same are one column.
    fn bounds(&mut self, name: &str, plan: &Plan, numbers: &Numbers) {
        let written = Written::of(plan, numbers.reg, numbers.den);
        let column = |lane: &Lane| written.column(lane, numbers.den);
        let certain = column(&numbers.certain);
        let possible = numbers.possible.as_ref().map_or_else(|| Arc::clone(&certain), column);
        let reachable = numbers.reachable.as_ref().map_or_else(|| Arc::clone(&possible), column);
        self.push(format!("{name}.certain"), certain, false);
        self.push(format!("{name}.possible"), possible, false);
        self.push(format!("{name}.reachable"), reachable, false);
    }

    fn verdicts(&mut self, name: String, verdicts: &[Verdict]) {
        let keys = verdicts.iter().map(|verdict| match verdict {
            Verdict::Met => 0i8,
            Verdict::NotMet => 1,
            Verdict::Unknown => 2,
            Verdict::NotApplicable => 3,
        });
        let words = ["met", "not-met", "unknown", "not-applicable"].map(str::to_owned);
        self.push(name, dictionary(&Int8Array::from_iter_values(keys), &words), false);
    }
}

/// Columns of few different texts.
fn dictionary(keys: &Int8Array, words: &[String]) -> ArrayRef {
    let values: ArrayRef = Arc::new(StringArray::from_iter_values(words));
    match DictionaryArray::<Int8Type>::try_new(keys.clone(), Arc::clone(&values)) {
        Ok(array) => Arc::new(array),
        // Keys point into the words, so this is never reached; null is the truth if it were.
        Err(_) => Arc::new(StringArray::new_null(keys.len())),
    }
}

/// The words for standings: classes lowest first, then none, not ranked, outside.
fn standing_words(set: &CriteriaSet) -> Vec<String> {
    let classes = set.classes.as_ref().map(|classes| set[classes.choice].options.clone());
    let mut out = classes.unwrap_or_default();
    out.extend(["none", "not-ranked", "outside"].map(str::to_owned));
    out
}

/// Where in the list of words the standings of each row are.
struct Standings {
    /// The only one that is possible; null where there are several.
    settled: Int8Array,
    highest: Int8Array,
    lowest: Int8Array,
}

impl Standings {
    fn of(masks: &[u64], classes: usize) -> Self {
        // Mostly every row is settled, and one column says it all.
        if let Some(settled) = masks.iter().map(|mask| sole(*mask, classes)).collect::<Option<Vec<i8>>>() {
            let settled = Int8Array::from(settled);
            return Self { highest: settled.clone(), lowest: settled.clone(), settled };
        }
        let found: Vec<_> = masks.iter().map(|mask| extremes(*mask, classes)).collect();
        Self {
            settled: masks.iter().map(|mask| sole(*mask, classes)).collect(),
            highest: found.iter().map(|found| found.map(|(highest, _)| highest)).collect(),
            lowest: found.iter().map(|found| found.map(|(_, lowest)| lowest)).collect(),
        }
    }
}

/// The place in the list of words of the only standing of a mask.
fn sole(mask: u64, classes: usize) -> Option<i8> {
    let standings = mask & !bits::ABSENT;
    standings.is_power_of_two().then(|| place(standings.trailing_zeros(), classes))?
}

/// The places in the list of words of the best and the worst standing of a mask.
fn extremes(mask: u64, classes: usize) -> Option<(i8, i8)> {
    let standings = mask & !bits::ABSENT;
    if standings == 0 {
        return None;
    }
    let ranked = standings & !(bits::LEFT_OPEN | bits::NOT_RANKED | bits::OUTSIDE);
    // Of classes the last is the best; behind them comes what is none, the best of it first.
    let best = if ranked == 0 { standings } else { ranked };
    let rest = standings & !ranked;
    let worst = if rest == 0 { ranked } else { rest };
    Some((place(63 - best.leading_zeros(), classes)?, place(worst.trailing_zeros(), classes)?))
}

/// The place in the list of words of the standing that has a bit.
fn place(bit: u32, classes: usize) -> Option<i8> {
    const LAST: u32 = bits::LEFT_OPEN.trailing_zeros();
    const FIRST: u32 = bits::OUTSIDE.trailing_zeros();
    let at = if bit < FIRST { bit as usize } else { classes + (LAST - bit) as usize };
    i8::try_from(at).ok()
}

impl TableOutcome {
    /// The results as one table, a row for each subject.
    ///
    /// | column | meaning |
    /// |---|---|
    /// | `id` | the subject |
    /// | `applies` | whether the set applies to it: `met`, `not-met`, `unknown` |
    /// | `total.certain`, `total.possible`, `total.reachable` | the bounds of the total |
    /// | `class` | the standing, if the file settles it; else null |
    /// | `class.highest`, `class.lowest` | the best and the worst standing that is possible |
    /// | `class.reachable` | the best standing that is possible if more may be filed |
    /// | `1.2.certain`, … `.maximum`, `.met`, `.reachable_met`, `.applies` | the same of an item, if items were asked for |
    ///
    /// A standing is a class by its name, `none`, `not-ranked` or `outside`. Numbers are decimals
    /// where every value the set allows is one, else text such as `200/3`.
    #[must_use]
    pub fn to_batch(&self) -> RecordBatch {
        let plan = &self.dataset.plan;
        let set = &plan.inner.set;
        let mut out = Out { fields: Vec::new(), columns: Vec::new() };
        let ids = self.dataset.ids(self.first..self.first + self.len());
        out.push("id".to_owned(), Arc::new(ids), false);
        out.verdicts("applies".to_owned(), &self.covers);
        if let Some(total) = &self.total {
            out.bounds("total", plan, total);
        }
        if let Some(classes) = &self.class {
            let words = standing_words(set);
            let count = words.len() - 3;
            let closed = Standings::of(&classes.closed, count);
            let open = classes.open.as_ref().map(|masks| Standings::of(masks, count));
            let reachable = open.as_ref().map_or(&closed.highest, |open| &open.highest);
            out.push("class".to_owned(), dictionary(&closed.settled, &words), true);
            out.push("class.highest".to_owned(), dictionary(&closed.highest, &words), true);
            out.push("class.lowest".to_owned(), dictionary(&closed.lowest, &words), true);
            out.push("class.reachable".to_owned(), dictionary(reachable, &words), true);
        }
        for item in &self.items {
            self.item(&mut out, item);
        }
        batch(out)
    }

    fn item(&self, out: &mut Out, item: &Item) {
        let plan = &self.dataset.plan;
        let set = &plan.inner.set;
        let name = match item.level_name(set) {
            Some(level) => format!("{}[{level}]", set[item.id].code),
            None => set[item.id].code.clone(),
        };
        if let Some(points) = &item.points {
            out.bounds(&name, plan, points);
        }
        if let Some(max) = &item.max {
            let written = Written::of(plan, max.reg, max.den);
            out.push(format!("{name}.maximum"), written.column(max.possible(), max.den), false);
        }
        if let Some((closed, open)) = &item.verdict {
            out.verdicts(format!("{name}.met"), closed);
            out.verdicts(format!("{name}.reachable_met"), open);
        }
        if conditional(plan, item.id, item.level) {
            out.verdicts(format!("{name}.applies"), &item.applies);
        }
    }

    /// The problems as one table, with the columns of [`Problem`]; messages in both languages.
    #[must_use]
    pub fn problems_batch(&self) -> RecordBatch {
        problems_batch(&self.problems)
    }
}

/// Whether an item may not apply.
fn conditional(plan: &Plan, id: ItemId, level: Option<u32>) -> bool {
    plan.inner.items.get(&(id, level)).is_some_and(|regs| regs.applies.is_some())
}

/// Problems as one table.
#[must_use]
pub fn problems_batch(problems: &[Problem]) -> RecordBatch {
    let mut out = Out { fields: Vec::new(), columns: Vec::new() };
    let mut text = |name: &str, of: &dyn Fn(&Problem) -> &str| {
        let mut column = StringBuilder::new();
        for problem in problems {
            column.append_value(of(problem));
        }
        let column: ArrayRef = Arc::new(column.finish());
        out.push(name.to_owned(), column, false);
    };
    text("code", &|problem| problem.code);
    text("table", &|problem| &problem.table);
    text("subject", &|problem| &problem.subject);
    text("column", &|problem| &problem.column);
    text("value", &|problem| &problem.value);
    text("message_vi", &|problem| &problem.message.vi);
    text("message_en", &|problem| &problem.message.en);
    text("help_vi", &|problem| problem.help.as_ref().map_or("", |help| &help.vi));
    text("help_en", &|problem| problem.help.as_ref().map_or("", |help| &help.en));
    let rows = UInt64Array::from_iter_values(problems.iter().map(|problem| problem.row));
    out.fields.insert(2, Field::new("row", DataType::UInt64, false));
    out.columns.insert(2, Arc::new(rows));
    batch(out)
}

fn batch(out: Out) -> RecordBatch {
    let schema: SchemaRef = Arc::new(Schema::new(out.fields));
    // Columns are of one length and of the types just written down.
    RecordBatch::try_new(Arc::clone(&schema), out.columns).unwrap_or_else(|_| RecordBatch::new_empty(schema))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standings_are_found_in_the_list_of_words() {
        // Three classes, then none, not ranked, outside.
        let of = |masks: &[u64]| {
            let Standings { settled, highest, lowest } = Standings::of(masks, 3);
            [settled, highest, lowest].map(|places| places.iter().collect::<Vec<_>>())
        };
        let single = [1, 2, 4, bits::LEFT_OPEN, bits::NOT_RANKED, bits::OUTSIDE, 2 | bits::ABSENT];
        let places: Vec<_> = [0, 1, 2, 3, 4, 5, 1].map(Some).into();
        assert_eq!(of(&single), [places.clone(), places.clone(), places]);
        let several = [3, 6, 2 | bits::LEFT_OPEN, bits::OUTSIDE | bits::LEFT_OPEN, 4, bits::ABSENT];
        assert_eq!(
            of(&several),
            [
                vec![None, None, None, None, Some(2), None],
                vec![Some(1), Some(2), Some(1), Some(3), Some(2), None],
                vec![Some(0), Some(1), Some(3), Some(5), Some(2), None],
            ]
        );
    }
}
