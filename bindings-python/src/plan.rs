//! Sets: compiled, checked, formatted, compared; and dossiers evaluated by them.

use crate::convert::{self, Setting, Text, code, language, sources};
use crate::documents::{Difference, Facts, Receipt};
use crate::error::{diagnostics, raised};
use crate::outcome::Outcome;
use crate::table::{self, Asked, TableOutcome};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString, PyTuple};
use std::borrow::Cow;
use std::collections::BTreeMap;
use tieuchi::{
    Diagnostic, LANGUAGE_VERSION, Lang, Library, SourceFile, TableOptions, compile_with, text, written_out,
};

/// From so many rows on a dossier is evaluated without the interpreter.
const LARGE: usize = 32;

/// Reads a set and its library; of the `candidates` only the sets that are asked for are read.
fn read(source: &Text, library: &[Text], candidates: &[Text]) -> (SourceFile, Library) {
    let source = SourceFile::new(source.0.as_str(), source.1.as_str());
    let mut all = sources(candidates);
    let given = sources(library);
    all.extend_from_slice(&given);
    let mut library = Library::gathered(&source, &all);
    for one in &given {
        library.add(one);
    }
    (source, library)
}

/// The language of a text, as its first statement says.
fn language_of(source: &SourceFile) -> Lang {
    text::parse(source).file.map_or(Lang::En, |file| file.lang)
}

#[pyfunction]
#[pyo3(signature = (source, *, library = Vec::new(), candidates = Vec::new()))]
pub fn compile(py: Python<'_>, source: Text, library: Vec<Text>, candidates: Vec<Text>) -> PyResult<Plan> {
    let compiled = py.detach(|| {
        let (file, others) = read(&source, &library, &candidates);
        compile_with(&file, &others)
    });
    let lang = compiled.sources.first().map_or(Lang::En, language_of);
    match compiled.plan {
        Some(plan) => Ok(Plan {
            plan,
            sources: compiled.sources,
            findings: compiled.diagnostics,
            source,
            library: [candidates, library].concat(),
            codes: PyOnceLock::new(),
        }),
        None => Err(raised(py, &compiled.sources, &compiled.diagnostics, lang)),
    }
}

#[pyfunction]
#[pyo3(signature = (source, *, library = Vec::new(), candidates = Vec::new()))]
pub fn check(
    py: Python<'_>,
    source: Text,
    library: Vec<Text>,
    candidates: Vec<Text>,
) -> PyResult<Bound<'_, PyAny>> {
    let (compiled, findings) = py.detach(|| {
        let (file, others) = read(&source, &library, &candidates);
        let compiled = compile_with(&file, &others);
        let examples = compiled.plan.as_ref().map(tieuchi::Plan::check_examples).unwrap_or_default();
        let findings: Vec<Diagnostic> = compiled.diagnostics.iter().cloned().chain(examples).collect();
        (compiled, findings)
    });
    let lang = compiled.sources.first().map_or(Lang::En, language_of);
    diagnostics(py, &compiled.sources, &findings, lang)
}

#[pyfunction]
#[pyo3(signature = (source, *, keywords = None))]
pub fn format(py: Python<'_>, source: Text, keywords: Option<&str>) -> PyResult<String> {
    let source = SourceFile::new(source.0, source.1);
    let parsed = text::parse(&source);
    let own = parsed.file.as_ref().map_or(Lang::En, |file| file.lang);
    let file = parsed.file.filter(|_| !parsed.diagnostics.iter().any(Diagnostic::is_error));
    let Some(file) = file else { return Err(raised(py, &[source], &parsed.diagnostics, own)) };
    let converted = match keywords {
        Some(_) => text::convert(&file, language(keywords, own)?),
        None => Ok(file),
    };
    match converted {
        Ok(file) => Ok(text::print(&file)),
        Err(findings) => Err(raised(py, &[source], &findings, own)),
    }
}

#[pyfunction]
#[pyo3(signature = (source, *, library = Vec::new(), candidates = Vec::new()))]
pub fn flatten(py: Python<'_>, source: Text, library: Vec<Text>, candidates: Vec<Text>) -> PyResult<String> {
    let (file, others) = read(&source, &library, &candidates);
    let faulty = |compiled: tieuchi::Compiled| {
        raised(py, &compiled.sources, &compiled.diagnostics, language_of(&file))
    };
    tieuchi::flatten(&file, &others).map_err(faulty)
}

#[pyfunction]
#[pyo3(signature = (old, new, *, library = Vec::new(), candidates = Vec::new()))]
pub fn diff(
    py: Python<'_>,
    old: Text,
    new: Text,
    library: Vec<Text>,
    candidates: Vec<Text>,
) -> PyResult<Difference> {
    let (old, beside_old) = read(&old, &library, &candidates);
    let (new, beside_new) = read(&new, &library, &candidates);
    let lang = language_of(&new);
    match py.detach(|| tieuchi::diff((&old, &beside_old), (&new, &beside_new))) {
        Ok(found) => Ok(Difference::of(found, lang)),
        Err(compiled) => Err(raised(py, &compiled.sources, &compiled.diagnostics, lang)),
    }
}

#[pyfunction]
pub fn needed_by(source: Text) -> Vec<String> {
    Library::needed_by(&SourceFile::new(source.0, source.1))
}

/// A compiled set: immutable, to be shared between threads, equal to every plan that means the same.
#[pyclass(frozen, module = "tieuchi")]
pub struct Plan {
    pub plan: tieuchi::Plan,
    /// The texts its statements stand in.
    pub sources: Vec<SourceFile>,
    findings: Vec<Diagnostic>,
    /// What it was compiled from, so that another process can do so again.
    source: Text,
    library: Vec<Text>,
    /// The codes of the items that give points, in the order of results.
    pub codes: PyOnceLock<Vec<(String, Py<PyString>)>>,
}

impl Plan {
    /// The findings of an option or a context, which may point into the set.
    pub fn refused(&self, py: Python<'_>, findings: &[Diagnostic]) -> PyErr {
        raised(py, &self.sources, findings, self.plan.language())
    }

    /// The set as it stands when it is written out, if it rests on others.
    pub fn written_out(&self) -> Option<(SourceFile, tieuchi::Plan)> {
        let (source, library) = read(&self.source, &self.library, &[]);
        written_out(&source, &library)
    }

    fn checked(
        &self,
        py: Python<'_>,
        setting: &Setting<'_>,
        as_if_in_force: bool,
    ) -> PyResult<tieuchi::Context> {
        let options = setting.options()?;
        let context = if as_if_in_force {
            self.plan.context_as_if_in_force(&options)
        } else {
            self.plan.context(&options)
        };
        context.map_err(|findings| self.refused(py, &findings))
    }

    /// The context given, or the one of the options of the call.
    pub fn context_of<'c>(
        &self,
        py: Python<'_>,
        given: Option<&'c Context>,
        setting: &Setting<'_>,
    ) -> PyResult<Cow<'c, tieuchi::Context>> {
        match (given, &setting.period) {
            (Some(_), Some(_)) => Err(PyTypeError::new_err("give a context or a period, not both")),
            (Some(context), None) => {
                if context.plan != self.plan {
                    return Err(PyValueError::new_err("the context is that of another set"));
                }
                Ok(Cow::Borrowed(&context.context))
            }
            (None, _) => self.checked(py, setting, false).map(Cow::Owned),
        }
    }
}

#[pymethods]
impl Plan {
    /// The identifier of the set.
    #[getter]
    fn id(&self) -> &str {
        self.plan.id()
    }

    /// Its edition.
    #[getter]
    fn edition(&self) -> &str {
        self.plan.edition()
    }

    /// Its title.
    #[getter]
    fn label(&self) -> &str {
        self.plan.label()
    }

    /// The language of its text, `vi` or `en`.
    #[getter]
    fn language(&self) -> &'static str {
        code(self.plan.language())
    }

    /// Whether any figure of it is marked as assumed.
    #[getter]
    fn assumed(&self) -> bool {
        self.plan.assumed()
    }

    /// A digest that changes when a result could change: 64 hexadecimal digits.
    #[getter]
    fn meaning_digest(&self) -> &str {
        self.plan.meaning_digest()
    }

    /// A digest that changes when what people read could change.
    #[getter]
    fn text_digest(&self) -> &str {
        self.plan.text_digest()
    }

    /// The name its text was given, often a path.
    #[getter]
    fn name(&self) -> &str {
        &self.source.0
    }

    /// Its text.
    #[getter]
    fn source(&self) -> &str {
        &self.source.1
    }

    /// What was noted when it was compiled.
    #[getter]
    fn diagnostics<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        diagnostics(py, &self.sources, &self.findings, self.plan.language())
    }

    /// When, where and under what assumption it is applied, checked once for many evaluations.
    ///
    /// `period` is a year, or its first and last day; `judged_on` the day of the judgement, the last day
    /// of the period if not given; `open` says that more may still be filed; `regions` are those of the
    /// subjects, nearest first. With `as_if_in_force` the edition may be one that is not in force.
    ///
    /// >>> plan.context(period=2025)
    /// <tieuchi.Context READING 2025-01-01 to 2025-12-31, judged on 2025-12-31, closed>
    #[pyo3(signature = (*, period, judged_on = None, open = false, regions = Vec::new(), as_if_in_force = false))]
    fn context<'py>(
        &self,
        py: Python<'py>,
        period: Bound<'py, PyAny>,
        judged_on: Option<Bound<'py, PyAny>>,
        open: bool,
        regions: Vec<String>,
        as_if_in_force: bool,
    ) -> PyResult<Context> {
        let setting = Setting { period: Some(period), judged_on, open, regions };
        Ok(Context { plan: self.plan.clone(), context: self.checked(py, &setting, as_if_in_force)? })
    }

    /// Evaluates one dossier: JSON text, a mapping, or a dataclass whose fields have the names of the set.
    ///
    /// Numbers may be `int`, `Decimal`, or text; a `float` counts if it is the one nearest to a decimal
    /// of the declared digits, and with `floats=False` none is read. Days are `date` or text. What is
    /// absent is not filed; `None` is asked and not known.
    ///
    /// Raises `DiagnosticsError` with every fault of the dossier and its place.
    ///
    /// >>> plan.evaluate({"books": 14}, period=2025).total
    /// Points(certain=10, possible=10, reachable=10)
    /// >>> plan.evaluate({}, period=2025).title.closed
    /// ('friend', 'none')
    #[pyo3(signature = (dossier, context = None, *, period = None, judged_on = None, open = false, regions = Vec::new(), floats = true))]
    #[expect(clippy::too_many_arguments, reason = "each is a keyword of the call in Python")]
    fn evaluate<'py>(
        slf: &Bound<'py, Self>,
        dossier: &Bound<'py, PyAny>,
        context: Option<&Bound<'py, Context>>,
        period: Option<Bound<'py, PyAny>>,
        judged_on: Option<Bound<'py, PyAny>>,
        open: bool,
        regions: Vec<String>,
        floats: bool,
    ) -> PyResult<Outcome> {
        let (py, own) = (slf.py(), slf.get());
        let setting = Setting { period, judged_on, open, regions };
        let context = own.context_of(py, context.map(Bound::get), &setting)?;
        let dossier = convert::dossier(py, &own.plan, dossier, floats)?;
        // To let go of the interpreter costs as much as a small dossier.
        let outcome = match dossier.lines() {
            0..LARGE => own.plan.evaluate(&dossier, &context),
            _ => py.detach(|| own.plan.evaluate(&dossier, &context)),
        };
        Ok(Outcome { outcome, plan: slf.clone().unbind() })
    }

    /// Evaluates a population in columns: tables of pandas, Polars, DuckDB, pyarrow, or anything else
    /// that gives an Arrow stream.
    ///
    /// `subjects` has a row for each subject under its `id`; `evidence` holds tables of members and
    /// evidence by their name in the set, each row with its `subject`. Columns have the names of the
    /// set; beside `x` may stand `x.self`, `x.status`, `x.at`, and `x@1` for one year before.
    ///
    /// A bad cell is a problem and not known, never nought; with `strict` it is raised as `ProblemsError`.
    /// `items` keeps the results of every item, `receipts` their digests, `again` what `TableOutcome.again`
    /// needs to be quick. Columns and tables that are not given are refused, unless `missing_unknown` takes
    /// them as not filed; columns the set has no use for are refused, unless `ignore_unknown` passes over
    /// them. `shared` names tables of members who may belong to several subjects. `progress` is called with
    /// `total` and gives a bar with `update` and `close`, as `tqdm` does.
    ///
    /// Raises `DiagnosticsError` with every fault of whole tables and columns.
    #[pyo3(signature = (
        subjects, evidence = None, *, context = None, period = None, judged_on = None, open = false,
        regions = Vec::new(), items = false, receipts = false, again = false, strict = false, floats = true,
        missing_unknown = false, ignore_unknown = false, shared = Vec::new(), progress = None
    ))]
    #[expect(clippy::too_many_arguments, reason = "each is a keyword of the call in Python")]
    fn evaluate_table<'py>(
        slf: &Bound<'py, Self>,
        subjects: Bound<'py, PyAny>,
        evidence: Option<BTreeMap<String, Bound<'py, PyAny>>>,
        context: Option<&Bound<'py, Context>>,
        period: Option<Bound<'py, PyAny>>,
        judged_on: Option<Bound<'py, PyAny>>,
        open: bool,
        regions: Vec<String>,
        items: bool,
        receipts: bool,
        again: bool,
        strict: bool,
        floats: bool,
        missing_unknown: bool,
        ignore_unknown: bool,
        shared: Vec<String>,
        progress: Option<Bound<'py, PyAny>>,
    ) -> PyResult<TableOutcome> {
        let setting = Setting { period, judged_on, open, regions };
        let options = TableOptions::default()
            .items(items)
            .receipts(receipts)
            .again(again)
            .strict(strict)
            .floats(floats)
            .missing_unknown(missing_unknown)
            .ignore_unknown(ignore_unknown)
            .shared(shared)
            // The index of a frame of pandas comes as a column of this name.
            .ignored(["__index_level_0__".to_owned()]);
        let asked = Asked { subjects, tables: evidence, options, progress };
        table::evaluate(slf, context.map(Bound::get), &setting, asked)
    }

    /// What the set asks for and what it gives.
    ///
    /// >>> plan.facts().to_dict()["inputs"][0]["name"]
    /// 'books'
    fn facts(&self) -> Facts {
        Facts::of(self.plan.facts(), self.plan.language())
    }

    /// A JSON Schema of its dossiers.
    ///
    /// >>> plan.schema()["properties"]["books"]["title"]
    /// 'Books read'
    fn schema<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::json(py, &self.plan.schema())
    }

    /// Runs the examples in the set; nothing comes back where all come out as written.
    fn check_examples<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let findings = py.detach(|| self.plan.check_examples());
        diagnostics(py, &self.sources, &findings, self.plan.language())
    }

    /// Evaluates a dossier again as a receipt says it was; names what differs.
    ///
    /// >>> receipt = plan.evaluate({"books": 14}, period=2025).receipt()
    /// >>> plan.verify(receipt, {"books": 14}), plan.verify(receipt, {"books": 7})
    /// ([], ['input', 'result'])
    #[pyo3(signature = (receipt, dossier, *, key = None))]
    fn verify(
        &self,
        py: Python<'_>,
        receipt: &Bound<'_, Receipt>,
        dossier: &Bound<'_, PyAny>,
        key: Option<&[u8]>,
    ) -> PyResult<Vec<&'static str>> {
        let key = convert::key(py, key)?;
        let dossier = convert::dossier(py, &self.plan, dossier, true)?;
        let found = self.plan.verify(&receipt.get().inner, &dossier, key.as_ref());
        let found = found.map_err(|finding| self.refused(py, &[finding]))?;
        Ok(found.differs().iter().map(|part| part.id()).collect())
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.plan == other.plan
    }

    /// The first digits of the digest of meaning.
    fn __hash__(&self) -> u64 {
        let digits = self.plan.meaning_digest().get(..16).unwrap_or_default();
        u64::from_str_radix(digits, 16).unwrap_or_default()
    }

    fn __copy__<'py>(slf: &Bound<'py, Self>) -> Bound<'py, Self> {
        slf.clone()
    }

    fn __deepcopy__<'py>(slf: &Bound<'py, Self>, _memo: &Bound<'py, PyDict>) -> Bound<'py, Self> {
        slf.clone()
    }

    /// The texts it was made from, and what must come out of them again.
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let again = py.import("tieuchi._tieuchi")?.getattr("Plan")?.getattr("_again")?;
        let made_of = (&self.source, &self.library, LANGUAGE_VERSION, self.plan.meaning_digest());
        Ok((again, made_of.into_pyobject(py)?))
    }

    /// Compiles the texts of a plan that was sent here.
    #[staticmethod]
    fn _again(
        py: Python<'_>,
        source: Text,
        library: Vec<Text>,
        version: u32,
        meaning: &str,
    ) -> PyResult<Self> {
        let plan = compile(py, source, library, Vec::new())?;
        if plan.plan.meaning_digest() != meaning {
            return Err(PyValueError::new_err(format!(
                "the set meant something else where it was pickled: language version {version} there, {LANGUAGE_VERSION} here"
            )));
        }
        Ok(plan)
    }

    fn __repr__(&self) -> String {
        let facts = self.plan.facts();
        let counts = [
            text::counted(facts.items.len(), "item", "items"),
            text::counted(facts.inputs.len(), "input", "inputs"),
            text::counted(facts.classes.len(), "title", "titles"),
        ];
        format!("<tieuchi.Plan {} edition {}: {}>", self.plan.id(), self.plan.edition(), counts.join(", "))
    }

    #[pyo3(name = "_repr_html_")]
    fn repr_html(&self) -> String {
        self.plan.facts().to_html(self.plan.language())
    }
}

/// When, where and under what assumption a set is applied.
#[pyclass(frozen, module = "tieuchi")]
pub struct Context {
    pub plan: tieuchi::Plan,
    pub context: tieuchi::Context,
}

#[pymethods]
impl Context {
    /// First and last day of the period.
    #[getter]
    fn period<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)> {
        let (first, last) = self.context.period();
        Ok((convert::date(py, first)?, convert::date(py, last)?))
    }

    /// The day of the judgement.
    #[getter]
    fn judged_on<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::date(py, self.context.judged_on())
    }

    /// Whether more may still be filed.
    #[getter]
    fn open(&self) -> bool {
        self.context.is_open()
    }

    fn __repr__(&self) -> String {
        let (first, last) = self.context.period();
        let file = if self.context.is_open() { "open" } else { "closed" };
        format!(
            "<tieuchi.Context {} {first} to {last}, judged on {}, {file}>",
            self.plan.id(),
            self.context.judged_on()
        )
    }
}

/// The editions of one set, of which a period and a day choose the one in force.
///
/// >>> Editions([plan]).choose(period=2025)[0].edition
/// 'E1'
#[pyclass(frozen, module = "tieuchi")]
pub struct Editions {
    editions: tieuchi::Editions,
    plans: Vec<Py<Plan>>,
}

#[pymethods]
impl Editions {
    #[new]
    fn new(py: Python<'_>, plans: Vec<Py<Plan>>) -> PyResult<Self> {
        let own = plans.iter().map(|plan| plan.get().plan.clone()).collect();
        match tieuchi::Editions::new(own) {
            Ok(editions) => Ok(Self { editions, plans }),
            Err(findings) => Err(raised(py, &[], &findings, Lang::En)),
        }
    }

    /// The editions, earliest first.
    #[getter]
    fn plans(&self, py: Python<'_>) -> Vec<Py<Plan>> {
        let place = |plan: &tieuchi::Plan| self.plans.iter().find(|own| own.get().plan == *plan);
        self.editions.plans().iter().filter_map(place).map(|plan| plan.clone_ref(py)).collect()
    }

    /// The edition that a period is judged by, and its context.
    #[pyo3(signature = (*, period, judged_on = None, open = false, regions = Vec::new()))]
    fn choose<'py>(
        &self,
        py: Python<'py>,
        period: Bound<'py, PyAny>,
        judged_on: Option<Bound<'py, PyAny>>,
        open: bool,
        regions: Vec<String>,
    ) -> PyResult<(Py<Plan>, Context)> {
        let setting = Setting { period: Some(period), judged_on, open, regions };
        let refused = |findings: Vec<Diagnostic>| match self.plans.first() {
            Some(plan) => raised(py, &[], &findings, plan.get().plan.language()),
            None => raised(py, &[], &findings, Lang::En),
        };
        let (plan, context) = self.editions.choose(&setting.options()?).map_err(refused)?;
        let own = self.plans.iter().find(|own| own.get().plan == *plan);
        let own = own.ok_or_else(|| PyValueError::new_err("no such edition"))?.clone_ref(py);
        Ok((own, Context { plan: plan.clone(), context }))
    }

    fn __len__(&self) -> usize {
        self.plans.len()
    }

    fn __repr__(&self) -> String {
        let all: Vec<&str> = self.editions.plans().iter().map(tieuchi::Plan::edition).collect();
        let id = self.editions.plans().first().map_or("", tieuchi::Plan::id);
        format!("<tieuchi.Editions {id}: {}>", all.join(", "))
    }
}
