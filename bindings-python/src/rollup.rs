//! Roll-ups: every level of a place assessed from files, and the report of it.
//!
//! Sets are read by the Python half of the package, as those of `load` are.

use crate::convert::{code, language, redaction};
use crate::documents::Explanation;
use crate::error::{problems_raised, raised};
use crate::plan::Plan;
use crate::table::{Problems, Table, Watch, watched};
use pyo3::exceptions::{PyKeyError, PyOSError, PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tieuchi::{Context, Lang, render};
use tieuchi_report::model::Report;
use tieuchi_report::{Assessment, Below, Keep, LevelDone, write_report};
use tieuchi_tables::{LevelJob, RollupJob, TableError, read_whole, write_whole};

/// The ending of tables of results in a folder.
const RESULTS: &str = "parquet";

#[pyfunction]
pub fn rollup(
    py: Python<'_>,
    path: PathBuf,
    load: &Bound<'_, PyAny>,
    data: Option<PathBuf>,
    out: Option<PathBuf>,
    redacted: bool,
) -> PyResult<Rollup> {
    let lang = Lang::En;
    let refused = |error| refused(py, error, lang);
    let job = RollupJob::of_file(&path).map_err(refused)?;
    let base = path.parent().map(Path::to_path_buf).unwrap_or_default();
    let watch = Arc::new(Watch::default());
    let data = data.unwrap_or_else(|| base.clone());
    let all = Assessment::new(job, base, data, Arc::clone(&watch.stop)).map_err(refused)?;
    let Some(options) = all.options() else {
        let period = &all.job().period;
        return Err(PyValueError::new_err(format!(
            "`period = {period:?}`: write a year as 2025, or two days"
        )));
    };
    let (mut plans, mut pairs) = (Vec::new(), Vec::new());
    for level in &all.job().levels {
        let plan: Bound<'_, Plan> = load.call1((all.set(level), all.with()))?.extract()?;
        let own = plan.get();
        let context = own.plan.context(&options).map_err(|findings| own.refused(py, &findings))?;
        pairs.push((own.plan.clone(), context));
        plans.push(plan.unbind());
    }
    let lang = pairs.first().map_or(lang, |(plan, _)| plan.language());
    if let Some(out) = &out {
        std::fs::create_dir_all(out)?;
    }
    let all = Arc::new(all);
    let worker = {
        let (all, pairs, out) = (Arc::clone(&all), pairs.clone(), out.clone());
        move || gone_through(&all, &pairs, out.as_deref(), redacted)
    };
    let done = watched(py, worker, &watch, None)?;
    let (done, below, report) = done.map_err(|error| self::refused(py, error, lang))?;
    Ok(Rollup { all, plans, pairs, done, below, report, out, lang })
}

type Done = (Vec<LevelDone>, Below, Report);

/// All levels from the lowest up, and the report.
fn gone_through(
    all: &Assessment,
    pairs: &[(tieuchi::Plan, Context)],
    out: Option<&Path>,
    redacted: bool,
) -> Result<Done, TableError> {
    let (mut below, mut done) = (Below::new(), Vec::new());
    let keep = out.map_or(Keep::Memory, |folder| Keep::Folder(folder, RESULTS));
    for (level, (plan, context)) in all.job().levels.iter().zip(pairs) {
        let one = all.assess(level, (plan, context), &below, keep, &|_| {})?;
        below.insert(level.name.clone(), Arc::clone(&one.results));
        done.push(one);
    }
    let mut report = all.report(&done, redacted);
    if let Some(out) = out {
        write_report(&mut report, &done, out)?;
    }
    Ok((done, below, report))
}

/// What is wrong with files, as an exception.
fn refused(py: Python<'_>, error: TableError, lang: Lang) -> PyErr {
    match error {
        TableError::File(why) => PyOSError::new_err(why.get(lang).to_owned()),
        TableError::Tables(findings) => raised(py, &[], &findings, lang),
        TableError::Mapping(source, findings) => raised(py, &[source], &findings, lang),
        TableError::Problems(found) => problems_raised(py, Problems::new(found, lang)),
        // Tables held as a whole need no order, and whoever says stop does not wait for this.
        TableError::NotSorted(..) | TableError::Stopped => PyRuntimeError::new_err("stopped"),
    }
}

/// An assessment of every level of a place.
#[pyclass(frozen, module = "tieuchi")]
pub struct Rollup {
    all: Arc<Assessment>,
    plans: Vec<Py<Plan>>,
    pairs: Vec<(tieuchi::Plan, Context)>,
    done: Vec<LevelDone>,
    below: Below,
    report: Report,
    out: Option<PathBuf>,
    lang: Lang,
}

impl Rollup {
    fn at(&self, level: &str) -> PyResult<usize> {
        self.all.job().levels.iter().position(|known| known.name == level).ok_or_else(|| {
            PyKeyError::new_err(format!(
                "there is no level {level:?}; the levels are {}",
                self.levels().join(", ")
            ))
        })
    }

    fn level(&self, level: &str) -> PyResult<(&LevelJob, &LevelDone, &(tieuchi::Plan, Context))> {
        let at = self.at(level)?;
        let job = self.all.job().levels.get(at);
        let found = job.zip(self.done.get(at)).zip(self.pairs.get(at));
        found
            .map(|((job, done), pair)| (job, done, pair))
            .ok_or_else(|| PyKeyError::new_err(level.to_owned()))
    }
}

#[pymethods]
impl Rollup {
    /// The names of the levels, from the lowest up.
    #[getter]
    fn levels(&self) -> Vec<&str> {
        self.all.job().levels.iter().map(|level| level.name.as_str()).collect()
    }

    /// The set a level is assessed by.
    fn plan(&self, py: Python<'_>, level: &str) -> PyResult<Py<Plan>> {
        let plan = self.plans.get(self.at(level)?).map(|plan| plan.clone_ref(py));
        plan.ok_or_else(|| PyKeyError::new_err(level.to_owned()))
    }

    /// The results of a level, a row for each subject, with its place.
    fn table(&self, py: Python<'_>, level: &str) -> PyResult<Table> {
        let (_, done, _) = self.level(level)?;
        match &self.out {
            None => Ok(Table::new(done.rows.clone())),
            Some(folder) => {
                let path = folder.join(format!("{level}.{RESULTS}"));
                let read = py.detach(|| read_whole(&path));
                Ok(Table::new(read.map_err(|error| refused(py, error, self.lang))?))
            }
        }
    }

    /// How many subjects of a level stand where, the best class first; `unsettled` are those whose
    /// file does not settle it.
    fn counts<'py>(&self, py: Python<'py>, level: &str) -> PyResult<Bound<'py, pyo3::types::PyDict>> {
        let (_, done, _) = self.level(level)?;
        let (level, whole) = (done.level(), done.counts());
        let counts = pyo3::types::PyDict::new(py);
        for (class, count) in level.classes.iter().zip(&whole.standings).rev() {
            counts.set_item(&class.name, count)?;
        }
        let none = level.rest.as_ref().map_or("none", |class| class.name.as_str());
        for (name, count) in [
            (none, whole.none),
            ("not-ranked", whole.not_ranked),
            ("outside", whole.outside),
            ("unsettled", whole.unsettled),
        ] {
            counts.set_item(name, count)?;
        }
        Ok(counts)
    }

    /// How many members of a level had no result at the level below.
    fn without(&self, level: &str) -> PyResult<u64> {
        Ok(self.level(level)?.1.without())
    }

    /// What was wrong with rows and cells, level by level.
    #[getter]
    fn problems(&self) -> BTreeMap<&str, Problems> {
        let problems = self
            .done
            .iter()
            .map(|done| (done.level().name.as_str(), Problems::new(done.problems.clone(), self.lang)));
        problems.collect()
    }

    /// Why one subject of a level stands where it does, read again from the same tables.
    #[pyo3(signature = (level, id, *, redact = None))]
    fn why(&self, py: Python<'_>, level: &str, id: &str, redact: Option<&str>) -> PyResult<Explanation> {
        let redaction = redaction(redact)?;
        let (job, _, (plan, context)) = self.level(level)?;
        let found = py.detach(|| self.all.explain(job, (plan, context), &self.below, id, &redaction));
        match found.map_err(|error| refused(py, error, self.lang))? {
            Some(explanation) => Ok(Explanation::of(explanation, plan.language())),
            None => Err(PyKeyError::new_err(format!("the level {level:?} has no subject {id:?}"))),
        }
    }

    /// Writes the report: a page to `….html`, a workbook to `….xlsx`; it is there as a whole or not at all.
    #[pyo3(signature = (path, *, lang = None))]
    fn report(&self, py: Python<'_>, path: PathBuf, lang: Option<&str>) -> PyResult<()> {
        let lang = language(lang, Lang::Vi)?;
        let bytes = match path.extension().and_then(|ending| ending.to_str()) {
            Some("html") => py.detach(|| tieuchi_report::html(&self.report, lang)).into_bytes(),
            Some("xlsx") => py
                .detach(|| tieuchi_report::workbook(&self.report))
                .map_err(|error| PyRuntimeError::new_err(error.to_string()))?,
            _ => {
                return Err(PyValueError::new_err("a report is a page, `….html`, or a workbook, `….xlsx`"));
            }
        };
        py.detach(|| write_whole(&path, &bytes)).map_err(|error| refused(py, error, self.lang))
    }

    /// The report as one page that needs nothing beside it.
    #[pyo3(signature = (*, lang = None))]
    fn to_html(&self, py: Python<'_>, lang: Option<&str>) -> PyResult<String> {
        let lang = language(lang, Lang::Vi)?;
        Ok(py.detach(|| tieuchi_report::html(&self.report, lang)))
    }

    fn __str__(&self) -> String {
        let mut text = String::new();
        for done in &self.done {
            let (level, whole) = (done.level(), done.counts());
            text += &format!(
                "{}: {} ({} {}): {}\n",
                level.name, level.label, level.set.id, level.set.edition, whole.subjects
            );
            for (class, count) in level.classes.iter().zip(&whole.standings).rev() {
                text += &format!("  {}: {count}\n", class.label);
            }
        }
        text
    }

    fn __repr__(&self) -> String {
        let levels = self.done.iter().map(|done| format!("{} {}", done.counts().subjects, done.level().name));
        format!("<tieuchi.Rollup: {}>", levels.collect::<Vec<_>>().join(", "))
    }

    #[pyo3(name = "_repr_html_")]
    fn repr_html(&self) -> String {
        render::text_html(&self.__str__(), self.lang)
    }

    /// The language of its sets, `vi` or `en`.
    #[getter]
    fn language(&self) -> &'static str {
        code(self.lang)
    }
}
