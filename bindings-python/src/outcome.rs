//! What an evaluation says, with exact numbers of Python.

use crate::convert::{self, number, redaction};
use crate::documents::{ColouredSet, Comparison, Explanation, Receipt, RestsOn, Suffices};
use crate::plan::Plan;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};
use tieuchi::{Day, Exact, SourceFile, Standing, SufficesOptions};

/// Points under the two assumptions about the file.
#[pyclass(frozen, module = "tieuchi")]
#[derive(Clone, Copy)]
pub struct Points(tieuchi::Points);

#[pymethods]
impl Points {
    /// What is proven.
    #[getter]
    fn certain(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        number(py, self.0.certain)
    }

    /// What the file could still turn out to give.
    #[getter]
    fn possible(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        number(py, self.0.possible)
    }

    /// What more evidence could still give.
    #[getter]
    fn reachable(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        number(py, self.0.reachable)
    }

    /// Whether the file settles them.
    #[getter]
    fn is_settled(&self) -> bool {
        self.0.is_settled()
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.0 == other.0
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        let all = [self.0.certain, self.0.possible, self.0.reachable];
        let all = all.iter().map(|value| number(py, *value)).collect::<PyResult<Vec<_>>>()?;
        PyTuple::new(py, all)?.hash()
    }

    fn __repr__(&self) -> String {
        let tieuchi::Points { certain, possible, reachable } = self.0;
        format!("Points(certain={certain}, possible={possible}, reachable={reachable})")
    }
}

/// The class under the two assumptions about the file.
#[pyclass(frozen, module = "tieuchi")]
pub struct ClassOutcome(tieuchi::ClassOutcome);

fn names<'py>(py: Python<'py>, standings: &[Standing]) -> PyResult<Bound<'py, PyTuple>> {
    PyTuple::new(py, standings.iter().map(Standing::name))
}

#[pymethods]
impl ClassOutcome {
    /// Every standing that is possible if nothing more is filed, best first.
    #[getter]
    fn closed<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        names(py, &self.0.closed)
    }

    /// Every standing that is possible if anything may still be filed, best first.
    #[getter]
    fn open<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        names(py, &self.0.open)
    }

    /// The standing, if the file settles it: a title by its name, `none`, `not-ranked` or `outside`.
    #[getter]
    fn settled(&self) -> Option<&str> {
        self.0.settled().map(Standing::name)
    }

    /// Whether a title is held: `met`, `not-met` or `unknown`.
    ///
    /// >>> outcome.title.holds("friend")
    /// 'met'
    fn holds(&self, title: &str) -> &'static str {
        self.0.holds(title).id()
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.0 == other.0
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        (names(py, &self.0.closed)?, names(py, &self.0.open)?).into_pyobject(py)?.hash()
    }

    fn __repr__(&self) -> String {
        let list = |all: &[Standing]| all.iter().map(Standing::name).collect::<Vec<_>>().join(", ");
        format!("ClassOutcome(closed=[{}], open=[{}])", list(&self.0.closed), list(&self.0.open))
    }
}

/// The result of an item.
#[pyclass(frozen, module = "tieuchi")]
pub struct Item(tieuchi::ItemOutcome);

#[pymethods]
impl Item {
    /// Its official number.
    #[getter]
    fn code(&self) -> &str {
        &self.0.code
    }

    /// Its label.
    #[getter]
    fn label(&self) -> &str {
        &self.0.label
    }

    /// The title it was judged for, where its verdict depends on that.
    #[getter]
    fn level(&self) -> Option<&str> {
        self.0.level.as_deref()
    }

    /// Whether it applies.
    #[getter]
    fn applies(&self) -> &'static str {
        self.0.applies.id()
    }

    /// Its points, if it is scored.
    #[getter]
    fn points(&self) -> Option<Points> {
        self.0.points.map(Points)
    }

    /// The greatest points it can give, as it applies.
    #[getter]
    fn maximum(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        self.0.max.map(|max| number(py, max)).transpose()
    }

    /// The bounds of the value it measures, for a target.
    #[getter]
    fn measure(&self, py: Python<'_>) -> PyResult<Option<(Py<PyAny>, Py<PyAny>)>> {
        self.0.measure.map(|(low, high)| Ok((number(py, low)?, number(py, high)?))).transpose()
    }

    /// Its verdict, if it has one, if nothing more is filed.
    #[getter]
    fn verdict(&self) -> Option<&'static str> {
        self.0.verdict.map(tieuchi::Verdict::id)
    }

    /// Its verdict if anything may still be filed.
    #[getter]
    fn reachable_verdict(&self) -> Option<&'static str> {
        self.0.reachable.map(tieuchi::Verdict::id)
    }

    fn __repr__(&self) -> String {
        let points = self.0.points.map(|points| format!(", {}", Points(points).__repr__()));
        let verdict = self.0.verdict.map(|verdict| format!(", {}", verdict.id()));
        format!(
            "<tieuchi.Item {} {}{}{}>",
            self.0.code,
            self.0.label,
            points.unwrap_or_default(),
            verdict.unwrap_or_default()
        )
    }
}

/// A target and how far it is reached.
#[pyclass(frozen, module = "tieuchi")]
pub struct Target(tieuchi::TargetOutcome);

#[pymethods]
impl Target {
    /// Its code.
    #[getter]
    fn code(&self) -> &str {
        &self.0.code
    }

    /// Its label.
    #[getter]
    fn label(&self) -> &str {
        &self.0.label
    }

    /// What is asked by which day, soonest first.
    #[getter]
    fn milestones<'py>(&self, py: Python<'py>) -> PyResult<Vec<(Bound<'py, PyAny>, Py<PyAny>)>> {
        let one = |(day, asked): &(Day, Exact)| Ok((convert::date(py, *day)?, number(py, *asked)?));
        self.0.milestones.iter().map(one).collect()
    }

    /// Which milestone is due: the first that does not lie before the end of the period.
    #[getter]
    fn due(&self) -> Option<usize> {
        self.0.due
    }

    /// The value at least and at most; shares count from 0 to 1.
    #[getter]
    fn value(&self, py: Python<'_>) -> PyResult<Option<(Py<PyAny>, Py<PyAny>)>> {
        self.0.value.map(|(low, high)| Ok((number(py, low)?, number(py, high)?))).transpose()
    }

    /// Of the members it counts, who have it, who do not, who perhaps do and who are left out.
    #[getter]
    fn counted(&self) -> Option<(u64, u64, u64, u64)> {
        self.0.counted.map(|counted| (counted.have, counted.have_not, counted.unknown, counted.outside))
    }

    /// Whether the milestone that is due is reached.
    #[getter]
    fn verdict(&self) -> &'static str {
        self.0.verdict.id()
    }

    /// The fewest more who must have it for the milestone that is due.
    #[getter]
    fn needed(&self) -> Option<u64> {
        self.0.needed
    }

    fn __repr__(&self) -> String {
        format!("<tieuchi.Target {} {}: {}>", self.0.code, self.0.label, self.0.verdict.id())
    }
}

/// Points as a dict.
fn points_dict<'py>(py: Python<'py>, points: tieuchi::Points) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    let certain = number(py, points.certain)?;
    let other = |value| if value == points.certain { Ok(certain.clone_ref(py)) } else { number(py, value) };
    dict.set_item(pyo3::intern!(py, "certain"), &certain)?;
    dict.set_item(pyo3::intern!(py, "possible"), other(points.possible)?)?;
    dict.set_item(pyo3::intern!(py, "reachable"), other(points.reachable)?)?;
    Ok(dict)
}

/// The outcome of one dossier: every value the set gives, and the way back to what was filed.
#[pyclass(frozen, module = "tieuchi")]
pub struct Outcome {
    pub outcome: tieuchi::Outcome,
    pub plan: Py<Plan>,
}

impl Outcome {
    fn refused(&self, py: Python<'_>, finding: tieuchi::Diagnostic) -> PyErr {
        self.plan.get().refused(py, &[finding])
    }

    /// The class asked about; the next one that is not certain if none is named.
    fn class_or_next<'t>(&'t self, title: Option<&'t str>) -> &'t str {
        // A set without classes is found out by asking for one.
        title.or(self.outcome.next_class()).unwrap_or_default()
    }
}

#[pymethods]
impl Outcome {
    /// The set it was evaluated by.
    #[getter]
    fn plan(&self, py: Python<'_>) -> Py<Plan> {
        self.plan.clone_ref(py)
    }

    /// The identifier of the subject; may be empty.
    #[getter]
    fn id(&self) -> &str {
        self.outcome.id()
    }

    /// The total, if the set has points.
    #[getter]
    fn total(&self) -> Option<Points> {
        self.outcome.total().map(Points)
    }

    /// The total before its rounding.
    #[getter]
    fn raw_total(&self) -> Option<Points> {
        self.outcome.raw_total().map(Points)
    }

    /// The sum of the items before scaling, bonus and deductions.
    #[getter]
    fn base_total(&self) -> Option<Points> {
        self.outcome.base_total().map(Points)
    }

    /// The title, class or level, if the set has any.
    #[getter]
    fn title(&self) -> Option<ClassOutcome> {
        self.outcome.class().map(ClassOutcome)
    }

    /// Whether the set applies to the subject.
    #[getter]
    fn applies(&self) -> &'static str {
        self.outcome.covers().id()
    }

    /// Who decides by the set, and whether that is so for this result.
    #[getter]
    fn authorities(&self) -> Vec<(String, &'static str)> {
        self.outcome.authorities().into_iter().map(|(text, verdict)| (text, verdict.id())).collect()
    }

    /// Every item in the order of the document; one that depends on the title judged comes once for each, best first.
    #[getter]
    fn items(&self) -> Vec<Item> {
        self.outcome.items().into_iter().map(Item).collect()
    }

    /// The targets of the set with their figures; none for a set without.
    #[getter]
    fn targets(&self) -> Vec<Target> {
        self.outcome.targets().into_iter().map(Target).collect()
    }

    /// An item by its code, and the title it is judged for where that matters.
    ///
    /// >>> outcome.item("1").points.certain
    /// Decimal('10')
    #[pyo3(signature = (code, *, title = None))]
    fn item(&self, code: &str, title: Option<&str>) -> Option<Item> {
        self.outcome.item(code, title).map(Item)
    }

    /// A gate by its name, if nothing more is filed or, `reachable`, if anything may still be.
    #[pyo3(signature = (name, *, reachable = false))]
    fn gate(&self, name: &str, reachable: bool) -> Option<&'static str> {
        let verdict = if reachable { self.outcome.gate_reachable(name) } else { self.outcome.gate(name) };
        verdict.map(tieuchi::Verdict::id)
    }

    /// Why: every point with its reasons. `redact` keeps back the values the set declares `private`, or `all`.
    ///
    /// >>> print(outcome.explain().to_text(detail="line", lang="en"))
    /// Reading year (READING, edition E1) · 10/10 points · held: «Friend of reading» ...
    #[pyo3(signature = (*, redact = None))]
    pub fn explain(&self, py: Python<'_>, redact: Option<&str>) -> PyResult<Explanation> {
        let redaction = redaction(redact)?;
        let explanation = py.detach(|| self.outcome.explain_with(&redaction));
        Ok(Explanation::of(explanation, self.outcome.plan().language()))
    }

    /// The text of the set, each line marked by this dossier.
    #[pyo3(signature = (*, redact = None))]
    fn colour(&self, py: Python<'_>, redact: Option<&str>) -> PyResult<ColouredSet> {
        let redaction = redaction(redact)?;
        let own = self.plan.get();
        let coloured = py.detach(|| match own.written_out() {
            Some((source, plan)) => self.outcome.again(&plan).colour(&source, &redaction),
            None => {
                let none = SourceFile::new("", "");
                self.outcome.colour(own.sources.first().unwrap_or(&none), &redaction)
            }
        });
        Ok(ColouredSet::of(coloured, own.plan.language()))
    }

    /// The smallest sets of evidence and facts that make a title certain; the next one if none is named.
    ///
    /// `most` is the most elements in a set, `bound` the most changed dossiers that are tried.
    ///
    /// >>> plan.evaluate({}, period=2025).suffices("friend").sets(lang="en")
    /// ['books read: at least 12 → 10 points']
    #[pyo3(signature = (title = None, *, most = None, bound = None))]
    fn suffices(
        &self,
        py: Python<'_>,
        title: Option<&str>,
        most: Option<usize>,
        bound: Option<u64>,
    ) -> PyResult<Suffices> {
        let mut options = SufficesOptions::default();
        if let Some(most) = most {
            options = options.most(most);
        }
        if let Some(bound) = bound {
            options = options.bound(bound);
        }
        let found = py.detach(|| self.outcome.suffices(self.class_or_next(title), &options));
        let found = found.map_err(|finding| self.refused(py, finding))?;
        Ok(Suffices::of(found, self.outcome.plan().language()))
    }

    /// The single pieces without which a title is not certain.
    #[pyo3(signature = (title = None))]
    fn rests_on(&self, py: Python<'_>, title: Option<&str>) -> PyResult<RestsOn> {
        let found = py.detach(|| self.outcome.rests_on(self.class_or_next(title)));
        let found = found.map_err(|finding| self.refused(py, finding))?;
        Ok(RestsOn::of(found, self.outcome.plan().language()))
    }

    /// What comes out otherwise in another outcome, and why.
    #[pyo3(signature = (after, *, redact = None))]
    fn compare(&self, py: Python<'_>, after: &Bound<'_, Self>, redact: Option<&str>) -> PyResult<Comparison> {
        let (redaction, after) = (redaction(redact)?, after.get());
        let found = py.detach(|| self.outcome.compare_with(&after.outcome, &redaction));
        Ok(Comparison::of(found, self.outcome.plan().language()))
    }

    /// Digests of set, dossier, options and result; with a `key` of 32 random bytes or more, keyed.
    #[pyo3(signature = (*, key = None))]
    fn receipt(&self, py: Python<'_>, key: Option<&[u8]>) -> PyResult<Receipt> {
        let key = convert::key(py, key)?;
        Ok(Receipt::of(self.outcome.receipt(key.as_ref()), self.outcome.plan().language()))
    }

    /// The result as a dossier of a set on top of this one files it.
    fn as_result<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        convert::json(py, &self.outcome.result_json())
    }

    /// The total, titles and items as plain objects with exact numbers.
    ///
    /// >>> outcome.to_dict()["total"]["certain"]
    /// Decimal('10')
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item(pyo3::intern!(py, "id"), self.outcome.id())?;
        dict.set_item(pyo3::intern!(py, "applies"), self.outcome.covers().id())?;
        let total = self.outcome.total().map(|total| points_dict(py, total)).transpose()?;
        dict.set_item(pyo3::intern!(py, "total"), total)?;
        if let Some(class) = self.outcome.class() {
            dict.set_item(pyo3::intern!(py, "title"), class.settled().map(Standing::name))?;
            dict.set_item(pyo3::intern!(py, "titles"), names(py, &class.closed)?)?;
            dict.set_item(pyo3::intern!(py, "reachable_titles"), names(py, &class.open)?)?;
        }
        let items = PyList::empty(py);
        for item in self.outcome.items() {
            let entry = PyDict::new(py);
            entry.set_item(pyo3::intern!(py, "code"), &item.code)?;
            if let Some(level) = &item.level {
                entry.set_item(pyo3::intern!(py, "level"), level)?;
            }
            entry.set_item(pyo3::intern!(py, "applies"), item.applies.id())?;
            if let Some(points) = item.points {
                entry.set_item(pyo3::intern!(py, "points"), points_dict(py, points)?)?;
            }
            if let Some(max) = item.max {
                entry.set_item(pyo3::intern!(py, "maximum"), number(py, max)?)?;
            }
            if let Some((low, high)) = item.measure {
                let measure = (number(py, low)?, number(py, high)?);
                entry.set_item(pyo3::intern!(py, "measure"), measure)?;
            }
            if let Some(verdict) = item.verdict {
                entry.set_item(pyo3::intern!(py, "verdict"), verdict.id())?;
            }
            if let Some(verdict) = item.reachable {
                entry.set_item(pyo3::intern!(py, "reachable_verdict"), verdict.id())?;
            }
            items.append(entry)?;
        }
        dict.set_item(pyo3::intern!(py, "items"), items)?;
        Ok(dict)
    }

    /// The short result: id, total, title, and the points of every item by its code.
    ///
    /// Points that the file settles are a number, others a pair, at least and at most; a title that
    /// it does not settle is `None`.
    ///
    /// >>> plan.evaluate({"books": 7}, period=2025).brief()
    /// {'id': '', 'total': Decimal('5'), 'title': 'none', 'items': {'1': Decimal('5')}}
    /// >>> plan.evaluate({}, period=2025).brief()["total"]
    /// (Decimal('5'), Decimal('10'))
    fn brief<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let short = |points: tieuchi::Points| -> PyResult<Py<PyAny>> {
            let certain = number(py, points.certain)?;
            if points.is_settled() {
                return Ok(certain);
            }
            Ok((certain, number(py, points.possible)?).into_pyobject(py)?.into_any().unbind())
        };
        let dict = PyDict::new(py);
        dict.set_item(pyo3::intern!(py, "id"), self.outcome.id())?;
        dict.set_item(pyo3::intern!(py, "total"), self.outcome.total().map(short).transpose()?)?;
        dict.set_item(pyo3::intern!(py, "title"), self.outcome.settled_class())?;
        let items = PyDict::new(py);
        let codes = self.plan.get().codes.get_or_init(py, || {
            let own = |(code, _): (&str, _)| (code.to_owned(), PyString::intern(py, code).unbind());
            self.outcome.item_points().map(own).collect()
        });
        for (at, (code, points)) in self.outcome.item_points().enumerate() {
            let points = short(points)?;
            match codes.get(at).filter(|(known, _)| known == code) {
                Some((_, made)) => items.set_item(made, points)?,
                None => items.set_item(code, points)?,
            }
        }
        dict.set_item(pyo3::intern!(py, "items"), items)?;
        Ok(dict)
    }

    fn __str__(&self) -> String {
        self.outcome
            .explain()
            .to_text(tieuchi::Detail::Line, self.outcome.plan().language())
            .trim()
            .to_owned()
    }

    fn __repr__(&self) -> String {
        format!("<tieuchi.Outcome {}>", self.__str__())
    }

    #[pyo3(name = "_repr_html_")]
    fn repr_html(&self) -> String {
        self.outcome.explain().to_html(self.outcome.plan().language())
    }
}
