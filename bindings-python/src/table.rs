//! Populations: tables of any library that gives Arrow streams in, results and problems as Arrow out.
//!
//! The core works on a thread of its own; this one looks after interrupts and progress meanwhile.

use crate::convert::{self, Setting, code, language};
use crate::documents::{Impact, PopulationReceipt};
use crate::error::{problems_raised, raised};
use crate::outcome::Outcome;
use crate::plan::{Context, Plan};
use arrow_array::builder::FixedSizeBinaryBuilder;
use arrow_array::{ArrayRef, RecordBatch, RecordBatchReader, StringArray, StructArray};
use arrow_schema::Field;
use pyo3::exceptions::{PyIndexError, PyRuntimeError, PyStopIteration, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyCapsule, PyDict, PyInt, PyList, PyTuple};
use pyo3_arrow::ffi::{ArrayIterator, to_stream_pycapsule};
use pyo3_arrow::{PyRecordBatch, PyRecordBatchReader, PySchema};
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::Duration;
use tieuchi::text::counted;
use tieuchi::{Bilingual, Dataset, Diagnostic, Lang, Population, Problem, TableOptions, Tables};

/// How long an interrupt may wait.
const TICK: Duration = Duration::from_millis(50);

/// The batches of a table of Python; its name stands in what is raised.
fn batches(name: &str, table: &Bound<'_, PyAny>) -> PyResult<Vec<RecordBatch>> {
    if let (true, Ok(schema)) = (table.hasattr("read_next_batch")?, table.getattr("schema")) {
        return read_next(table, &schema);
    }
    if table.hasattr("__arrow_c_stream__")? {
        let reader = table.extract::<PyRecordBatchReader>()?.into_reader()?;
        let schema = reader.schema();
        // A stream may be a query: whoever runs it is let in.
        let read: Result<Vec<_>, _> = table.py().detach(|| reader.collect());
        // What the stream raised has come as words.
        let mut batches = read.map_err(|error| PyValueError::new_err(format!("table {name:?}: {error}")))?;
        if batches.is_empty() {
            batches.push(RecordBatch::new_empty(schema));
        }
        return Ok(batches);
    }
    if table.hasattr("__arrow_c_array__")? {
        return Ok(vec![table.extract::<PyRecordBatch>()?.into_inner()]);
    }
    Err(PyTypeError::new_err(format!(
        "table {name:?}: a table with `__arrow_c_stream__` is needed, such as one of pandas, Polars, DuckDB or pyarrow, not {}",
        table.get_type().name()?
    )))
}

/// The batches of a reader that is asked batch by batch, as those of pyarrow are: what whoever
/// feeds it raises comes back as itself, where a stream of C would give its words alone.
fn read_next(reader: &Bound<'_, PyAny>, schema: &Bound<'_, PyAny>) -> PyResult<Vec<RecordBatch>> {
    let mut batches = Vec::new();
    loop {
        match reader.call_method0("read_next_batch") {
            Ok(batch) => batches.push(batch.extract::<PyRecordBatch>()?.into_inner()),
            Err(end) if end.is_instance_of::<PyStopIteration>(reader.py()) => break,
            Err(error) => return Err(error),
        }
    }
    if batches.is_empty() {
        batches.push(RecordBatch::new_empty(schema.extract::<PySchema>()?.into_inner()));
    }
    Ok(batches)
}

/// What a caller says about tables.
pub struct Asked<'py> {
    pub subjects: Bound<'py, PyAny>,
    pub tables: Option<BTreeMap<String, Bound<'py, PyAny>>>,
    pub options: TableOptions,
    pub progress: Option<Bound<'py, PyAny>>,
}

/// Evaluates tables.
pub fn evaluate(
    plan: &Bound<'_, Plan>,
    context: Option<&Context>,
    setting: &Setting<'_>,
    asked: Asked<'_>,
) -> PyResult<TableOutcome> {
    let (py, own) = (plan.py(), plan.get());
    let context = own.context_of(py, context, setting)?.into_owned();
    let mut tables = Tables::new(batches("subjects", &asked.subjects)?);
    for (name, table) in asked.tables.into_iter().flatten() {
        tables = tables.table(&name, batches(&name, &table)?);
    }
    let (core, options) = (own.plan.clone(), asked.options);
    let done = Arc::new(Watch::default());
    let worker = {
        let done = Arc::clone(&done);
        move || {
            let dataset = Dataset::new(&core, &context, &tables, &options).map_err(Refused::Tables)?;
            done.total.store(dataset.len(), Ordering::Relaxed);
            let go_on = |subjects: usize| {
                done.done.fetch_add(subjects, Ordering::Relaxed);
                !done.stop.load(Ordering::Relaxed)
            };
            match dataset.evaluate_while(&go_on) {
                Some(found) => found.map_err(Refused::Problems),
                None => Err(Refused::Stopped),
            }
        }
    };
    match watched(py, worker, &done, asked.progress.as_ref())? {
        Ok(outcome) => Ok(TableOutcome { outcome: Arc::new(outcome), plan: plan.clone().unbind() }),
        Err(Refused::Tables(findings)) => Err(raised(py, &[], &findings, own.plan.language())),
        Err(Refused::Problems(found)) => Err(problems_raised(py, Problems::new(found, own.plan.language()))),
        // Whoever says stop raises something and does not wait for this.
        Err(Refused::Stopped) => Err(PyRuntimeError::new_err("stopped")),
    }
}

/// Why there is no outcome.
enum Refused {
    Tables(Vec<Diagnostic>),
    Problems(Vec<Problem>),
    Stopped,
}

/// How far a worker is, and whether it should go on.
#[derive(Default)]
pub struct Watch {
    total: AtomicUsize,
    done: AtomicUsize,
    pub stop: Arc<AtomicBool>,
}

/// Runs a worker on a thread of its own; raises what interrupts it.
pub fn watched<T: Send + 'static>(
    py: Python<'_>,
    worker: impl FnOnce() -> T + Send + 'static,
    watch: &Watch,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<T> {
    let (send, receive) = mpsc::channel();
    std::thread::spawn(move || {
        // Nobody listens any more where the caller was interrupted.
        let _ = send.send(worker());
    });
    let receive = Mutex::new(receive);
    let mut bar = Bar { make: progress, made: None, told: 0 };
    let outcome = loop {
        let got = py.detach(|| receive.lock().unwrap_or_else(PoisonError::into_inner).recv_timeout(TICK));
        match got {
            Ok(outcome) => break outcome,
            Err(mpsc::RecvTimeoutError::Timeout) => {}
            Err(mpsc::RecvTimeoutError::Disconnected) => {
                return Err(PyRuntimeError::new_err("the evaluation broke off; this is a fault of tieuchi"));
            }
        }
        if let Err(error) = py.check_signals().and_then(|()| bar.tell(watch)) {
            watch.stop.store(true, Ordering::Relaxed);
            return Err(error);
        }
    };
    bar.tell(watch)?;
    bar.close()?;
    Ok(outcome)
}

/// A bar of progress such as one of `tqdm`: made with `total`, then updated, then closed.
struct Bar<'a, 'py> {
    make: Option<&'a Bound<'py, PyAny>>,
    made: Option<Bound<'py, PyAny>>,
    told: usize,
}

impl Bar<'_, '_> {
    fn tell(&mut self, watch: &Watch) -> PyResult<()> {
        let total = watch.total.load(Ordering::Relaxed);
        let Some(make) = self.make.filter(|_| total > 0) else { return Ok(()) };
        let bar = match &self.made {
            Some(bar) => bar,
            None => {
                let options = PyDict::new(make.py());
                options.set_item("total", total)?;
                self.made.insert(make.call((), Some(&options))?)
            }
        };
        let done = watch.done.load(Ordering::Relaxed);
        if done > self.told {
            bar.call_method1("update", (done - self.told,))?;
            self.told = done;
        }
        Ok(())
    }

    fn close(&self) -> PyResult<()> {
        self.made.as_ref().map_or(Ok(()), |bar| bar.call_method0("close").map(drop))
    }
}

/// A table of Arrow that any library takes over; its batches have one schema.
fn stream<'py>(
    py: Python<'py>,
    batches: Vec<RecordBatch>,
    requested: Option<Bound<'py, PyCapsule>>,
) -> PyResult<Bound<'py, PyCapsule>> {
    let fields = batches.first().map(|batch| batch.schema().fields().clone()).unwrap_or_default();
    let field = Arc::new(Field::new_struct("", fields, false));
    let rows = batches.into_iter().map(|batch| Ok(Arc::new(StructArray::from(batch)) as ArrayRef));
    Ok(to_stream_pycapsule(py, Box::new(ArrayIterator::new(rows, field)), requested)?)
}

/// The libraries that results are handed to.
#[derive(Clone, Copy)]
enum To {
    Pyarrow,
    Polars,
    Pandas,
}

/// Hands a table to another library.
fn handed<'py>(table: &Bound<'py, PyAny>, to: To) -> PyResult<Bound<'py, PyAny>> {
    let py = table.py();
    match to {
        To::Pyarrow => py.import("pyarrow")?.call_method1("table", (table,)),
        To::Polars => py.import("polars")?.call_method1("DataFrame", (table,)),
        // Of pandas only the newest take a stream; what they make of it comes by pyarrow as well.
        To::Pandas => handed(table, To::Pyarrow)?.call_method0("to_pandas"),
    }
}

/// A row of results by its place, or by the identifier of its subject.
fn place(outcome: &tieuchi::TableOutcome, row: &Bound<'_, PyAny>) -> PyResult<usize> {
    if row.cast::<PyInt>().is_ok() {
        let at: isize = row.extract()?;
        let at = if at < 0 { at.checked_add_unsigned(outcome.len()) } else { Some(at) };
        return at
            .and_then(|at| usize::try_from(at).ok())
            .filter(|at| *at < outcome.len())
            .ok_or_else(|| PyIndexError::new_err(format!("there are {} subjects", outcome.len())));
    }
    let id: String = row.extract()?;
    (0..outcome.len())
        .find(|at| outcome.id(*at) == id)
        .ok_or_else(|| PyIndexError::new_err(format!("no subject is {id:?}")))
}

fn without_receipts() -> PyErr {
    PyValueError::new_err("the tables were evaluated without `receipts=True`")
}

/// The results of a population, a row for each subject.
#[pyclass(frozen, module = "tieuchi")]
pub struct TableOutcome {
    outcome: Arc<tieuchi::TableOutcome>,
    plan: Py<Plan>,
}

impl TableOutcome {
    fn lang(&self) -> Lang {
        self.plan.get().plan.language()
    }
}

#[pymethods]
impl TableOutcome {
    /// The set it was evaluated by.
    #[getter]
    fn plan(&self, py: Python<'_>) -> Py<Plan> {
        self.plan.clone_ref(py)
    }

    /// What was wrong with rows and cells.
    #[getter]
    fn problems(&self) -> Problems {
        Problems::new(self.outcome.problems().to_vec(), self.lang())
    }

    /// How many subjects stand where, the best title first; `unsettled` are those whose file does
    /// not settle it. Empty for a set without titles.
    fn counts(&self) -> BTreeMap<String, u64> {
        self.outcome.counts().into_iter().collect()
    }

    /// The whole outcome of one subject, by its place or its identifier.
    fn row(&self, py: Python<'_>, row: &Bound<'_, PyAny>) -> PyResult<Outcome> {
        let at = place(&self.outcome, row)?;
        let outcome = py.detach(|| self.outcome.row(at));
        let outcome = outcome.ok_or_else(|| PyIndexError::new_err("no such row"))?;
        Ok(Outcome { outcome, plan: self.plan.clone_ref(py) })
    }

    /// Why one subject stands where it does: `row(row).explain()`.
    #[pyo3(signature = (row, *, redact = None))]
    fn explain(
        &self,
        py: Python<'_>,
        row: &Bound<'_, PyAny>,
        redact: Option<&str>,
    ) -> PyResult<crate::documents::Explanation> {
        self.row(py, row)?.explain(py, redact)
    }

    /// The population added up: how many subjects stand where, what every item gave; with `by`, a
    /// name for each subject in the order of the results, also each group by itself.
    #[pyo3(signature = (*, by = None))]
    fn tally<'py>(&self, py: Python<'py>, by: Option<Vec<String>>) -> PyResult<Bound<'py, PyAny>> {
        if by.as_ref().is_some_and(|by| by.len() != self.outcome.len()) {
            return Err(PyValueError::new_err(format!(
                "`by` needs a name for each of {} subjects",
                self.outcome.len()
            )));
        }
        let json = py.detach(|| {
            let (tally, names) = self.outcome.tally(by.as_deref());
            tally.to_json(&names)
        });
        convert::json(py, &json)
    }

    /// The same subjects by another plan, such as that of the set after an edit, in the same period; `None`
    /// where its tables have to be given anew: where the set declares or reads columns in another way, names
    /// other regions or other texts that columns are compared with, or uses other sets.
    ///
    /// It equals what `evaluate_table` of the other plan says. Tables are not read again, and where they were
    /// evaluated with `again=True`, only what the edit changes is worked out.
    ///
    /// Raises `DiagnosticsError` where the plan is not in force then.
    #[pyo3(signature = (plan, *, context = None))]
    fn again(
        &self,
        py: Python<'_>,
        plan: &Bound<'_, Plan>,
        context: Option<&Bound<'_, Context>>,
    ) -> PyResult<Option<Self>> {
        let other = plan.get();
        let options = self.outcome.dataset().context().options();
        let context = match context {
            Some(context) if context.get().plan != other.plan => {
                return Err(PyValueError::new_err("the context is that of another set"));
            }
            Some(context) => Ok(context.get().context.clone()),
            None => other.plan.context(&options),
        };
        let context = context.map_err(|findings| other.refused(py, &findings))?;
        let outcome = py.detach(|| self.outcome.again(&other.plan, &context));
        Ok(outcome.map(|outcome| Self { outcome: Arc::new(outcome), plan: plan.clone().unbind() }))
    }

    /// What another edition, applied to the same tables in `new`, would change; `most` is the most
    /// subjects whose reasons are looked into.
    #[pyo3(signature = (new, *, most = 1_000))]
    fn impact(&self, py: Python<'_>, new: &Bound<'_, Self>, most: usize) -> Impact {
        let new = &new.get().outcome;
        Impact::of(py.detach(|| self.outcome.impact(new, most)), self.lang())
    }

    /// One receipt over all subjects; the tables must have been evaluated with `receipts=True`.
    fn receipt(&self, py: Python<'_>) -> PyResult<PopulationReceipt> {
        let dataset = self.outcome.dataset();
        let mut population = Population::new(dataset.plan(), dataset.context(), None);
        if !py.detach(|| population.add_table(&self.outcome)) {
            return Err(without_receipts());
        }
        match population.finish() {
            Ok((receipt, _)) => Ok(PopulationReceipt::of(receipt, self.lang())),
            Err(findings) => Err(raised(py, &[], &findings, self.lang())),
        }
    }

    /// The leaves of the receipt's tree as a batch of pyarrow: `id`, and `row`, the 32 bytes of the
    /// digest of the subject's result. Whoever evaluates a population in parts joins them to the
    /// receipt of the whole; the tables must have been evaluated with `receipts=True`.
    fn leaves<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let rows = 0..self.outcome.len();
        let digests: Option<Vec<_>> = rows.clone().map(|row| self.outcome.digest(row)).collect();
        let digests = digests.ok_or_else(without_receipts)?;
        let ids = StringArray::from_iter_values(rows.map(|row| self.outcome.id(row)));
        let mut bytes = FixedSizeBinaryBuilder::with_capacity(digests.len(), 32);
        for digest in &digests {
            bytes.append_value(digest.bytes()).map_err(|error| PyValueError::new_err(error.to_string()))?;
        }
        let columns: [(&str, ArrayRef); 2] = [("id", Arc::new(ids)), ("row", Arc::new(bytes.finish()))];
        let batch =
            RecordBatch::try_from_iter_with_nullable(columns.map(|(name, column)| (name, column, false)))
                .map_err(|error| PyValueError::new_err(error.to_string()))?;
        PyRecordBatch::new(batch).into_pyarrow(py)
    }

    /// The results as a stream of Arrow, for any library that takes one.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let batch = py.detach(|| self.outcome.to_batch());
        stream(py, vec![batch], requested_schema)
    }

    /// The results as a table of pyarrow.
    fn to_pyarrow<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        handed(slf.as_any(), To::Pyarrow)
    }

    /// The results as a frame of Polars.
    fn to_polars<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        handed(slf.as_any(), To::Polars)
    }

    /// The results as a frame of pandas; points are `Decimal`.
    fn to_pandas<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        handed(slf.as_any(), To::Pandas)
    }

    fn __len__(&self) -> usize {
        self.outcome.len()
    }

    fn __repr__(&self) -> String {
        format!(
            "<tieuchi.TableOutcome {}: {}, {}>",
            self.plan.get().plan.id(),
            counted(self.outcome.len(), "subject", "subjects"),
            counted(self.outcome.problems().len(), "problem", "problems")
        )
    }

    #[pyo3(name = "_repr_html_")]
    fn repr_html(&self) -> String {
        self.outcome.to_html(self.lang())
    }
}

/// Rows that any library of tables takes over.
#[pyclass(frozen, module = "tieuchi")]
pub struct Table {
    batches: Vec<RecordBatch>,
}

impl Table {
    /// Batches of one schema.
    pub fn new(batches: Vec<RecordBatch>) -> Self {
        Self { batches }
    }
}

#[pymethods]
impl Table {
    /// The rows as a stream of Arrow, for any library that takes one.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        stream(py, self.batches.clone(), requested_schema)
    }

    /// The rows as a table of pyarrow.
    fn to_pyarrow<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        handed(slf.as_any(), To::Pyarrow)
    }

    /// The rows as a frame of Polars.
    fn to_polars<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        handed(slf.as_any(), To::Polars)
    }

    /// The rows as a frame of pandas; points are `Decimal`.
    fn to_pandas<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        handed(slf.as_any(), To::Pandas)
    }

    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    fn __repr__(&self) -> String {
        let columns = self.batches.first().map_or(0, RecordBatch::num_columns);
        let (rows, columns) = (counted(self.__len__(), "row", "rows"), counted(columns, "column", "columns"));
        format!("<tieuchi.Table: {rows}, {columns}>")
    }
}

/// What was wrong with rows and cells of tables: no value was dropped, each became not known.
#[pyclass(frozen, module = "tieuchi")]
pub struct Problems {
    problems: Vec<Problem>,
    lang: Lang,
}

impl Problems {
    pub fn new(problems: Vec<Problem>, lang: Lang) -> Self {
        Self { problems, lang }
    }
}

#[pymethods]
impl Problems {
    /// How many there are of each code.
    fn counts(&self) -> BTreeMap<&'static str, u64> {
        tieuchi::count_problems(&self.problems)
    }

    /// Each as a dict: code, table, row from 1, subject, column, value, message and help in both languages.
    fn to_dicts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let list = PyList::empty(py);
        for problem in &self.problems {
            let dict = PyDict::new(py);
            dict.set_item("code", problem.code)?;
            dict.set_item("table", &problem.table)?;
            dict.set_item("row", problem.row)?;
            dict.set_item("subject", &problem.subject)?;
            dict.set_item("column", &problem.column)?;
            dict.set_item("value", &problem.value)?;
            dict.set_item("message_vi", &problem.message.vi)?;
            dict.set_item("message_en", &problem.message.en)?;
            dict.set_item("help_vi", problem.help.as_ref().map(|help| &help.vi))?;
            dict.set_item("help_en", problem.help.as_ref().map(|help| &help.en))?;
            list.append(dict)?;
        }
        Ok(list)
    }

    /// How they are made again in another process.
    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        static MADE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        let (py, own) = (slf.py(), slf.get());
        let made = MADE.import(py, "tieuchi._tieuchi", "problems_again")?;
        Ok((made.clone(), (own.to_dicts(py)?, code(own.lang)).into_pyobject(py)?))
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.problems == other.problems
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        for problem in &self.problems {
            (problem.code, &problem.table, problem.row, &problem.column).hash(&mut hasher);
        }
        hasher.finish()
    }

    /// The problems as text, the first ones in full.
    #[pyo3(signature = (*, lang = None))]
    fn to_text(&self, lang: Option<&str>) -> PyResult<String> {
        Ok(tieuchi::problems_text(&self.problems, SHOWN, language(lang, self.lang)?))
    }

    /// The problems as a stream of Arrow, for any library that takes one.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        stream(py, vec![tieuchi::problems_batch(&self.problems)], requested_schema)
    }

    /// The problems as a table of pyarrow.
    fn to_pyarrow<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        handed(slf.as_any(), To::Pyarrow)
    }

    /// The problems as a frame of Polars.
    fn to_polars<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        handed(slf.as_any(), To::Polars)
    }

    /// The problems as a frame of pandas.
    fn to_pandas<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        handed(slf.as_any(), To::Pandas)
    }

    fn __len__(&self) -> usize {
        self.problems.len()
    }

    fn __str__(&self) -> String {
        tieuchi::problems_text(&self.problems, SHOWN, self.lang)
    }

    fn __repr__(&self) -> String {
        let counts = self.counts();
        let counts: Vec<String> = counts.iter().map(|(code, count)| format!("{count} {code}")).collect();
        let counts = if counts.is_empty() { "none".to_owned() } else { counts.join(", ") };
        format!("<tieuchi.Problems: {counts}>")
    }

    #[pyo3(name = "_repr_html_")]
    fn repr_html(&self) -> String {
        tieuchi::problems_html(&self.problems, SHOWN, self.lang)
    }
}

/// Problems from the dicts that `Problems.to_dicts` gives.
#[pyfunction]
pub fn problems_again(problems: Vec<BTreeMap<String, Bound<'_, PyAny>>>, lang: &str) -> PyResult<Problems> {
    let codes = tieuchi::diagnostic_codes();
    let one = |found: &BTreeMap<String, Bound<'_, PyAny>>| {
        let field = |name: &str| {
            found.get(name).ok_or_else(|| PyValueError::new_err(format!("a problem has a {name:?}")))
        };
        let text = |name: &str| field(name)?.extract::<String>();
        let code = text("code")?;
        let help = field("help_vi")?.extract::<Option<String>>()?.zip(field("help_en")?.extract()?);
        Ok(Problem {
            code: codes
                .iter()
                .find(|known| **known == code)
                .copied()
                .ok_or_else(|| PyValueError::new_err(format!("there is no code {code:?}")))?,
            table: text("table")?,
            row: field("row")?.extract()?,
            subject: text("subject")?,
            column: text("column")?,
            value: text("value")?,
            message: Bilingual { vi: text("message_vi")?, en: text("message_en")? },
            help: help.map(|(vi, en)| Bilingual { vi, en }),
        })
    };
    let problems = problems.iter().map(one).collect::<PyResult<_>>()?;
    Ok(Problems::new(problems, language(Some(lang), Lang::En)?))
}

/// How many problems are shown in full.
const SHOWN: usize = 20;
