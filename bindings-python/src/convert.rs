//! Values of Python on their way in and out.
//!
//! In: dicts, dataclasses, lists, dates, exact and binary numbers, options of a call. Out: what the
//! core takes. And back: exact numbers as `Decimal`, or `Fraction` where no decimal writes them.
//! What a value means is known in the core.

use crate::error;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyBytes, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple, PyType};
use std::borrow::Cow;
use std::cell::RefCell;
use std::sync::{Mutex, PoisonError};
use tieuchi::{
    ContextOptions, Day, Detail, Dossier, Exact, Float, Floats, Form, HostValue, Key, Lang, Plan, Redaction,
    SourceFile,
};

/// A name and a text.
pub type Text = (String, String);

/// The texts as the core takes them.
pub fn sources(texts: &[Text]) -> Vec<SourceFile> {
    texts.iter().map(|(name, text)| SourceFile::new(name.as_str(), text.as_str())).collect()
}

/// The language of that code; the set's own if none is given.
pub fn language(code: Option<&str>, own: Lang) -> PyResult<Lang> {
    match code {
        None => Ok(own),
        Some("vi") => Ok(Lang::Vi),
        Some("en") => Ok(Lang::En),
        Some(other) => Err(PyValueError::new_err(format!("lang must be 'vi' or 'en', not {other:?}"))),
    }
}

/// The code of a language.
pub const fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => "vi",
        Lang::En => "en",
    }
}

/// What is kept back from a reader.
pub fn redaction(redact: Option<&str>) -> PyResult<Redaction> {
    match redact {
        None => Ok(Redaction::none()),
        Some("private") => Ok(Redaction::private()),
        Some("all") => Ok(Redaction::all()),
        Some(other) => {
            Err(PyValueError::new_err(format!("redact must be 'private' or 'all', not {other:?}")))
        }
    }
}

/// How much an explanation says.
pub fn detail(detail: &str) -> PyResult<Detail> {
    match detail {
        "line" => Ok(Detail::Line),
        "decisive" => Ok(Detail::Decisive),
        "full" => Ok(Detail::Full),
        other => {
            Err(PyValueError::new_err(format!("detail must be 'line', 'decisive' or 'full', not {other:?}")))
        }
    }
}

/// A key for digests.
pub fn key(py: Python<'_>, bytes: Option<&[u8]>) -> PyResult<Option<Key>> {
    let key = bytes.map(Key::new).transpose();
    key.map_err(|finding| error::raised(py, &[], &[finding], Lang::En))
}

/// JSON text as objects of Python.
pub fn json<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    static LOADS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    LOADS.import(py, "json", "loads")?.call1((text,))
}

/// When, where and under what assumption: the options of a call.
pub struct Setting<'py> {
    pub period: Option<Bound<'py, PyAny>>,
    pub judged_on: Option<Bound<'py, PyAny>>,
    pub open: bool,
    pub regions: Vec<String>,
}

impl Setting<'_> {
    pub fn options(&self) -> PyResult<ContextOptions> {
        let Some(period) = &self.period else {
            return Err(PyTypeError::new_err("period is needed: a year, or the first and the last day"));
        };
        let options = if let Ok(year) = period.extract::<i32>() {
            ContextOptions::year(year)
                .ok_or_else(|| PyValueError::new_err(format!("no year between 1900 and 2199: {year}")))?
        } else if let Ok((first, last)) = period.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>() {
            ContextOptions::period(day(&first)?, day(&last)?)
        } else {
            return Err(PyTypeError::new_err("period must be a year, or the first and the last day"));
        };
        let options = options.open(self.open).regions(self.regions.iter().cloned());
        Ok(match &self.judged_on {
            Some(judged_on) => options.judged_on(day(judged_on)?),
            None => options,
        })
    }
}

/// A `date`, or its text.
fn day(value: &Bound<'_, PyAny>) -> PyResult<Day> {
    let text = match value.cast::<PyString>() {
        Ok(text) => text.to_string(),
        Err(_) if is(value, &DATE, "datetime", "date")? => iso_day(value)?,
        Err(_) => return Err(PyTypeError::new_err(format!("a date is needed, not {}", value.repr()?))),
    };
    Day::parse_iso(&text)
        .ok_or_else(|| PyValueError::new_err(format!("no day between 1900 and 2199: {text:?}")))
}

/// The day of a `date`, or of a `datetime` without a zone.
fn iso_day(value: &Bound<'_, PyAny>) -> PyResult<String> {
    let text: String = value.call_method0("isoformat")?.extract()?;
    Ok(text.get(..10).map_or_else(|| text.clone(), str::to_owned))
}

static DATE: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static DATETIME: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static DECIMAL: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static FRACTION: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static ENUM: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static MAPPING: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static SEQUENCE: PyOnceLock<Py<PyType>> = PyOnceLock::new();

fn is(value: &Bound<'_, PyAny>, kind: &PyOnceLock<Py<PyType>>, module: &str, name: &str) -> PyResult<bool> {
    value.is_instance(kind.import(value.py(), module, name)?)
}

// ---- dossiers in ----------------------------------------------------------------------------

/// Reads a dossier: JSON text or bytes, a mapping, a dataclass.
pub fn dossier(py: Python<'_>, plan: &Plan, given: &Bound<'_, PyAny>, floats: bool) -> PyResult<Dossier> {
    let read = if let Ok(text) = given.cast::<PyString>() {
        Dossier::from_json(plan, text.to_str()?)
    } else if let Ok(bytes) = given.cast::<PyBytes>() {
        Dossier::from_json(plan, &String::from_utf8(bytes.as_bytes().to_vec())?)
    } else {
        let raised = RefCell::new(None);
        let value = Value { any: given.clone(), raised: &raised };
        let floats = if floats { Floats::Nearest } else { Floats::Refused };
        let read = Dossier::from_host(plan, &value, floats);
        if let Some(error) = raised.take() {
            return Err(error);
        }
        read
    };
    read.map_err(|findings| error::raised(py, &[], &findings, plan.language()))
}

/// A value of Python, with a place for what it raises while it is looked at.
struct Value<'a, 'py> {
    any: Bound<'py, PyAny>,
    raised: &'a RefCell<Option<PyErr>>,
}

impl HostValue for Value<'_, '_> {
    type Key = PyBackedStr;

    fn form(&self) -> Form<'_, Self> {
        self.plain().or_else(|| self.rare().transpose()).unwrap_or(Ok(Form::Other)).unwrap_or_else(|error| {
            self.raised.borrow_mut().get_or_insert(error);
            Form::Other
        })
    }
}

impl<'a, 'py> Value<'a, 'py> {
    fn with(&self, any: Bound<'py, PyAny>) -> Self {
        Self { any, raised: self.raised }
    }

    /// Values of the types that nearly all values have.
    fn plain(&self) -> Option<PyResult<Form<'_, Self>>> {
        let any = &self.any;
        // First those that are exactly of the type, which is seen at once.
        Some(if let Ok(text) = any.cast_exact::<PyString>() {
            text.to_str().map(|text| Form::Text(Cow::Borrowed(text)))
        } else if let Ok(truth) = any.cast_exact::<PyBool>() {
            Ok(Form::Truth(truth.is_true()))
        } else if let Ok(number) = any.cast_exact::<PyInt>() {
            whole(number)
        } else if let Ok(float) = any.cast_exact::<PyFloat>() {
            Ok(Form::Float(Float::Double(float.value())))
        } else if any.is_none() {
            Ok(Form::Null)
        } else if let Ok(entries) = any.cast::<PyDict>() {
            self.entries(entries).map(Form::Object)
        } else if let Ok(list) = any.cast::<PyList>() {
            Ok(Form::List(list.iter().map(|value| self.with(value)).collect()))
        } else if let Ok(text) = any.cast::<PyString>() {
            text.to_str().map(|text| Form::Text(Cow::Borrowed(text)))
        } else if let Ok(number) = any.cast::<PyInt>() {
            whole(number)
        } else if let Ok(float) = any.cast::<PyFloat>() {
            Ok(Form::Float(Float::Double(float.value())))
        } else {
            return None;
        })
    }

    fn entries(&self, dict: &Bound<'py, PyDict>) -> PyResult<Vec<(PyBackedStr, Self)>> {
        let mut entries = Vec::with_capacity(dict.len());
        for (key, value) in dict.iter() {
            entries.push(self.entry(&key, value)?);
        }
        Ok(entries)
    }

    /// Values of other types; none for those a dossier has no use for.
    fn rare(&self) -> PyResult<Option<Form<'_, Self>>> {
        let any = &self.any;
        let py = any.py();
        if any.get_type().is(DATE.import(py, "datetime", "date")?) {
            return calendar_day(any).map(Some);
        }
        if let Ok(list) = any.cast::<PyTuple>() {
            return Ok(Some(Form::List(list.iter().map(|value| self.with(value)).collect())));
        }
        if is(any, &DECIMAL, "decimal", "Decimal")? {
            return decimal_text(any).map(|text| Some(Form::Number(Cow::Owned(text))));
        }
        if is(any, &DATETIME, "datetime", "datetime")? && !any.getattr("tzinfo")?.is_none() {
            // A moment of a zone is of two days, one here and one there.
            return Ok(None);
        }
        if is(any, &DATE, "datetime", "date")? {
            return calendar_day(any).map(Some);
        }
        if is(any, &ENUM, "enum", "Enum")? {
            return self.inner(any.getattr("value")?);
        }
        if let (Ok(kind), Ok(item)) = (any.getattr("dtype"), any.getattr("item")) {
            // A scalar of numpy; its moments lose their unit as Python's own.
            let kind: String = kind.getattr("kind")?.extract()?;
            return if matches!(kind.as_str(), "M" | "m") { Ok(None) } else { self.inner(item.call0()?) };
        }
        if let Ok(fields) = any.getattr("__dataclass_fields__")
            && any.cast::<PyType>().is_err()
        {
            return self.fields(&fields).map(|entries| Some(Form::Object(entries)));
        }
        if is(any, &MAPPING, "collections.abc", "Mapping")? {
            let mut entries = Vec::new();
            for pair in any.call_method0("items")?.try_iter()? {
                let (key, value) = pair?.extract::<(Bound<'py, PyAny>, Bound<'py, PyAny>)>()?;
                entries.push(self.entry(&key, value)?);
            }
            return Ok(Some(Form::Object(entries)));
        }
        if is(any, &SEQUENCE, "collections.abc", "Sequence")? && any.cast::<PyBytes>().is_err() {
            let values = any.try_iter()?.map(|value| value.map(|value| self.with(value)));
            return Ok(Some(Form::List(values.collect::<PyResult<_>>()?)));
        }
        Ok(None)
    }

    /// The form of a value inside this one, if it is a plain one.
    fn inner(&self, any: Bound<'py, PyAny>) -> PyResult<Option<Form<'_, Self>>> {
        let inner = self.with(any);
        let form = match inner.plain() {
            Some(form) => form?,
            None => return Ok(None),
        };
        Ok(match form {
            Form::Text(text) => Some(Form::Text(Cow::Owned(text.into_owned()))),
            Form::Number(text) => Some(Form::Number(Cow::Owned(text.into_owned()))),
            Form::Whole(value) => Some(Form::Whole(value)),
            Form::Null => Some(Form::Null),
            Form::Truth(value) => Some(Form::Truth(value)),
            Form::Float(value) => Some(Form::Float(value)),
            Form::Day(_) | Form::List(_) | Form::Object(_) | Form::Other => None,
        })
    }

    fn entry(&self, key: &Bound<'py, PyAny>, value: Bound<'py, PyAny>) -> PyResult<(PyBackedStr, Self)> {
        let Ok(name) = key.extract() else {
            // A number such as 1.10 has lost what tells it from 1.1.
            return Err(PyTypeError::new_err(format!("keys of a dossier are texts, not {}", key.repr()?)));
        };
        Ok((name, self.with(value)))
    }

    /// The fields of a dataclass, each under its own name or the one in `metadata["tieuchi"]`.
    fn fields(&self, fields: &Bound<'py, PyAny>) -> PyResult<Vec<(PyBackedStr, Self)>> {
        let mut entries = Vec::new();
        for field in fields.call_method0("values")?.try_iter()? {
            let field = field?;
            let name = field.getattr("name")?;
            let value = self.any.getattr(name.cast::<PyString>()?)?;
            let named = field.getattr("metadata")?.call_method1("get", ("tieuchi",))?;
            entries.push(self.entry(if named.is_none() { &name } else { &named }, value)?);
        }
        Ok(entries)
    }
}

fn whole<'t, V: HostValue>(number: &Bound<'_, PyInt>) -> PyResult<Form<'t, V>> {
    Ok(match number.extract::<i64>() {
        Ok(small) => Form::Whole(small),
        Err(_) => Form::Number(Cow::Owned(number.str()?.to_string())),
    })
}

/// The day of a `date`, or of a `datetime` without a zone; its text where no calendar of the core has it.
fn calendar_day<'t, V: HostValue>(value: &Bound<'_, PyAny>) -> PyResult<Form<'t, V>> {
    // Python counts days from the first of the year 1.
    const BEFORE: i32 = 693_596;
    let number = value.call_method0(pyo3::intern!(value.py(), "toordinal"))?.extract::<i32>()? - BEFORE;
    let day = Day::from_number(number);
    Ok(if day.number() == number { Form::Day(day) } else { Form::Text(Cow::Owned(iso_day(value)?)) })
}

/// A `Decimal` without an exponent, unless it has more digits than any number that is held.
fn decimal_text(value: &Bound<'_, PyAny>) -> PyResult<String> {
    let text: String = value.str()?.extract()?;
    let long = |value: &Bound<'_, PyAny>| -> PyResult<bool> {
        Ok(value.call_method0("adjusted")?.extract::<i64>()?.unsigned_abs() > 64)
    };
    if !text.contains('E') || long(value)? {
        return Ok(text);
    }
    value.call_method1("__format__", ("f",))?.extract()
}

// ---- numbers out ----------------------------------------------------------------------------

/// How many numbers are kept for use again: points come from a small list.
const KEPT: usize = 1_024;

/// A number and the object it was made into.
type Made = Option<(Exact, Py<PyAny>)>;

/// Numbers that were made, each at the place its figures say; a newer one takes the place.
static MADE: Mutex<[Made; KEPT]> = Mutex::new([const { None }; KEPT]);

/// An exact number: a `Decimal`, or a `Fraction` where no decimal writes it.
pub fn number(py: Python<'_>, value: Exact) -> PyResult<Py<PyAny>> {
    let mixed = value.numerator() ^ value.denominator().wrapping_mul(31);
    let at = usize::try_from(mixed.rem_euclid(1_024)).unwrap_or(0);
    // Nothing of Python runs while the lock is held.
    let kept = |made: &[Made; KEPT]| match made.get(at) {
        Some(Some((known, made))) if *known == value => Some(made.clone_ref(py)),
        _ => None,
    };
    if let Some(made) = kept(&MADE.lock().unwrap_or_else(PoisonError::into_inner)) {
        return Ok(made);
    }
    let new = if value.places().is_some() {
        DECIMAL.import(py, "decimal", "Decimal")?.call1((value.to_string(),))?
    } else {
        FRACTION.import(py, "fractions", "Fraction")?.call1((value.numerator(), value.denominator()))?
    };
    let new = new.unbind();
    let before = MADE
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .get_mut(at)
        .and_then(|place| place.replace((value, new.clone_ref(py))));
    // Freed only now: that may run code of Python.
    drop(before);
    Ok(new)
}

/// A day as a `date`.
pub fn date(py: Python<'_>, day: Day) -> PyResult<Bound<'_, PyAny>> {
    DATE.import(py, "datetime", "date")?.call1(day.civil())
}
