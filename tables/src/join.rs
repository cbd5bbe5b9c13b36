//! Results of one level as columns of the members of the next.
//!
//! In: the outcomes of a level, and a table of members that names its subjects. Out: the same table
//! with the columns `SET.class`, `SET.points`, `SET.edition`, `SET.period`, `SET.by` and, where the
//! results were decided upon, `SET.date`. A member without a result has none of them.

use crate::error::TableError;
use crate::history::History;
use crate::ids::Ids;
use crate::mapping::{each_text, texts};
use crate::read::{Reading, open};
use arrow_array::builder::StringBuilder;
use arrow_array::types::Int8Type;
use arrow_array::{ArrayRef, Date32Array, DictionaryArray, Int8Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tieuchi::{Context, Day, Exact, Plan, TableOutcome};

/// The results of one level, found by the identifier of a subject.
#[derive(Clone, Debug)]
pub struct LevelResults {
    set: String,
    edition: String,
    period: String,
    /// The classes, lowest first, and `none`.
    words: Vec<String>,
    ids: Ids,
    /// For each subject the place of its class among the words, or that it is not settled.
    classes: Vec<Option<i8>>,
    /// For each subject its points, if they are certain: which of the figures.
    points: Vec<Option<u32>>,
    figures: Vec<Exact>,
    /// Which figure is which; figures of many subjects are the same.
    figure_of: HashMap<(i128, i128), u32>,
}

impl LevelResults {
    /// No results yet, of a set in a context.
    #[must_use]
    pub fn new(plan: &Plan, context: &Context) -> Self {
        let (first, last) = context.period();
        let mut words: Vec<String> = plan.facts().classes.into_iter().map(|class| class.name).collect();
        words.reverse();
        words.push("none".to_owned());
        Self {
            set: plan.id().to_owned(),
            edition: plan.edition().to_owned(),
            period: format!("{first}..{last}"),
            words,
            ids: Ids::default(),
            classes: Vec::new(),
            points: Vec::new(),
            figures: Vec::new(),
            figure_of: HashMap::new(),
        }
    }

    /// Adds a part.
    pub fn add(&mut self, outcome: &TableOutcome) {
        for row in 0..outcome.len() {
            let class = outcome.standing(row).and_then(|word| {
                let at = self.words.iter().position(|known| known == word);
                // Who is not ranked or not assessed holds no class, which is the last of the words.
                i8::try_from(at.unwrap_or(self.words.len() - 1)).ok()
            });
            let total = outcome.total(row);
            let points = total.filter(|total| total.certain == total.possible).map(|total| total.certain);
            let points = points.map(|points| self.figure(points));
            let at = self.ids.number(outcome.id(row));
            self.classes.resize(self.ids.len(), None);
            self.points.resize(self.ids.len(), None);
            if let (Some(own), Some(figure)) = (self.classes.get_mut(at), self.points.get_mut(at)) {
                (*own, *figure) = (class, points);
            }
        }
    }

    fn figure(&mut self, points: Exact) -> u32 {
        let next = u32::try_from(self.figures.len()).unwrap_or(u32::MAX);
        let at = *self.figure_of.entry((points.numerator(), points.denominator())).or_insert(next);
        if at == next {
            self.figures.push(points);
        }
        at
    }

    /// The identifier of the set they are results of.
    #[must_use]
    pub fn set(&self) -> &str {
        &self.set
    }

    /// How many subjects have a result.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether nobody has one.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.len() == 0
    }
}

/// What is put beside the rows of a table of members.
#[derive(Debug, Default)]
pub struct Join {
    /// The results of the level the members are assessed at.
    pub results: Option<Arc<LevelResults>>,
    /// The day a competent person decided on these results; without one they are computed.
    pub decided_on: Option<Day>,
    /// Whether the set reads the points of these results.
    pub points: bool,
    /// Which unit stands for a former one that a row is filed under.
    pub history: Option<Arc<History>>,
    /// Where a row belongs instead of its own subject: from a member's group to the group above.
    pub through: Option<HashMap<String, String>>,
    /// How many members had no result.
    pub without: AtomicU64,
}

impl Join {
    /// Reads the column `id` of a file and another, in the order of the rows: where members of a
    /// unit belong, or what places are called.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, or without these columns.
    pub fn pairs(path: &Path, column: &str) -> Result<Vec<(String, String)>, TableError> {
        let mut out = Vec::new();
        for batch in open(path, &Reading::default(), &|name| name == "id" || name == column)? {
            let batch = batch?;
            let cells = |name: &str| {
                let found = batch.column_by_name(name).map(texts);
                found.ok_or_else(|| TableError::read(path, format!("`{name}`?")))
            };
            let pairs = cells("id")?.into_iter().zip(cells(column)?);
            out.extend(pairs.filter_map(|(id, above)| Some((id?, above?))));
        }
        Ok(out)
    }

    /// Forgets how many members had no result, before the table is read again.
    pub(crate) fn begin(&self) {
        self.without.store(0, Ordering::Relaxed);
    }

    /// The batch with the results of its members beside them.
    pub(crate) fn apply(&self, batch: &RecordBatch) -> Result<RecordBatch, arrow_schema::ArrowError> {
        let named = |names: [&str; 2]| names.into_iter().find_map(|name| batch.column_by_name(name));
        let mut columns: Vec<(String, ArrayRef, bool)> = Vec::new();
        for (field, array) in batch.schema().fields().iter().zip(batch.columns()) {
            let mut array = Arc::clone(array);
            let moved = self.through.is_some() || self.history.is_some();
            if let (true, "subject" | "$subject") = (moved, field.name().as_str()) {
                let mut belongs = StringBuilder::new();
                each_text(&array, |id| belongs.append_option(id.and_then(|id| self.belongs(id))));
                array = Arc::new(belongs.finish());
            }
            columns.push((field.name().clone(), array, true));
        }
        if let (Some(results), Some(ids)) = (&self.results, named(["$id", "id"])) {
            columns.extend(self.columns(results, ids)?);
        }
        RecordBatch::try_from_iter_with_nullable(columns)
    }

    /// The subject a row belongs to.
    fn belongs<'a>(&'a self, id: &'a str) -> Option<&'a str> {
        let now = self.history.as_ref().and_then(|history| history.now(id)).unwrap_or(id);
        match &self.through {
            Some(through) => through.get(now).map(String::as_str),
            None => Some(now),
        }
    }

    fn columns(
        &self,
        results: &LevelResults,
        ids: &ArrayRef,
    ) -> Result<Vec<(String, ArrayRef, bool)>, arrow_schema::ArrowError> {
        let mut found: Vec<Option<usize>> = Vec::with_capacity(ids.len());
        each_text(ids, |id| found.push(id.and_then(|id| results.ids.get(id))));
        let without = found.iter().filter(|found| found.is_none()).count();
        self.without.fetch_add(u64::try_from(without).unwrap_or(u64::MAX), Ordering::Relaxed);
        let coded = |keys: Int8Array, words: &[String]| {
            let words: ArrayRef = Arc::new(StringArray::from_iter_values(words));
            DictionaryArray::<Int8Type>::try_new(keys, words).map(|array| Arc::new(array) as ArrayRef)
        };
        // One word for all who have a result.
        let constant = |word: &str| {
            coded(found.iter().map(|found| found.as_ref().map(|_| 0)).collect(), &[word.to_owned()])
        };
        let name = |part: &str| format!("{}.{part}", results.set);
        let class = |found: &Option<usize>| results.classes.get((*found)?).copied().flatten();
        let class = coded(found.iter().map(class).collect(), &results.words)?;
        let by = constant(if self.decided_on.is_some() { "decision" } else { "computed" })?;
        let mut out = vec![
            (name("class"), class, true),
            (name("edition"), constant(&results.edition)?, true),
            (name("period"), constant(&results.period)?, true),
            (name("by"), by, true),
        ];
        if let Some(day) = self.decided_on {
            // Arrow counts days from 1970.
            let day = Day::new(1970, 1, 1).map(|first| day.number() - first.number());
            let days: Date32Array = found.iter().map(|found| found.as_ref().and(day)).collect();
            out.push((name("date"), Arc::new(days), true));
        }
        if self.points {
            let figure = |found: Option<usize>| results.figures.get((*results.points.get(found?)?)? as usize);
            let points = found.iter().map(|found| figure(*found).map(ToString::to_string));
            out.push((name("points"), Arc::new(points.collect::<StringArray>()), true));
        }
        Ok(out)
    }
}

/// In which place each subject is, kept while its table is read.
#[derive(Debug)]
pub struct PlaceOf {
    /// The column that names the place.
    pub column: String,
    /// The identifiers of the places, in order.
    names: Vec<String>,
    numbers: HashMap<String, u32>,
    history: Option<Arc<History>>,
    of: Mutex<(Ids, Vec<u32>)>,
}

impl PlaceOf {
    /// Nothing known yet; the places are counted in this order.
    #[must_use]
    pub fn new(column: String, places: impl IntoIterator<Item = String>) -> Self {
        let names: Vec<String> = places.into_iter().collect();
        let numbers = names.iter().cloned().zip(0u32..).collect();
        Self { column, names, numbers, history: None, of: Mutex::default() }
    }

    /// Former units stand for those that followed them.
    #[must_use]
    pub fn history(mut self, history: Option<Arc<History>>) -> Self {
        self.history = history;
        self
    }

    fn number(&self, place: &str) -> Option<u32> {
        let now = || self.numbers.get(self.history.as_ref()?.now(place)?).copied();
        self.numbers.get(place).copied().or_else(now)
    }

    pub(crate) fn keep(&self, batch: &RecordBatch) {
        let cells = |names: [&str; 2]| names.into_iter().find_map(|name| batch.column_by_name(name));
        let (Some(ids), Some(places)) = (cells(["$id", "id"]), cells([&self.column, &self.column])) else {
            return;
        };
        let mut numbers = Vec::with_capacity(places.len());
        each_text(places, |place| numbers.push(place.and_then(|place| self.number(place))));
        let mut numbers = numbers.into_iter();
        let mut kept = self.of.lock().unwrap_or_else(PoisonError::into_inner);
        let (known, of) = &mut *kept;
        each_text(ids, |id| {
            if let (Some(id), Some(number)) = (id, numbers.next().flatten()) {
                // A subject filed in two places is counted in the first; it is told as a problem.
                if known.number(id) == of.len() {
                    of.push(number);
                }
            }
        });
    }

    /// The number of the place a subject is in; none where the table does not say or the place is
    /// not known.
    #[must_use]
    pub fn place(&self, id: &str) -> Option<usize> {
        let of = self.of.lock().unwrap_or_else(PoisonError::into_inner);
        of.1.get(of.0.get(id)?).map(|number| *number as usize)
    }

    /// Results with the place of each subject beside them, in a column of the same name as in the
    /// table of subjects; results that have such a column stay as they are.
    ///
    /// # Errors
    ///
    /// None that Arrow has not already excluded: the column is as long as the others.
    pub fn beside(&self, results: &RecordBatch) -> Result<RecordBatch, arrow_schema::ArrowError> {
        if results.column_by_name(&self.column).is_some() {
            return Ok(results.clone());
        }
        let mut places = StringBuilder::new();
        if let Some(ids) = results.column_by_name("id") {
            let place = |id: Option<&str>| self.names.get(self.place(id?)?);
            each_text(ids, |id| places.append_option(place(id)));
        }
        let mut fields: Vec<_> = results.schema().fields().iter().cloned().collect();
        let mut columns = results.columns().to_vec();
        fields.insert(1, Arc::new(Field::new(&self.column, DataType::Utf8, true)));
        columns.insert(1, Arc::new(places.finish()));
        RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)
    }
}
