//! Findings as objects and exceptions of Python.
//!
//! The classes are written in Python, in `_diagnostics.py`; here they are only filled.

use crate::convert::{code, json};
use crate::table::Problems;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use tieuchi::{Diagnostic, Lang, SourceFile, findings_json, render};

/// Findings as a `Diagnostics`, with their texts in both languages.
pub fn diagnostics<'py>(
    py: Python<'py>,
    sources: &[SourceFile],
    findings: &[Diagnostic],
    lang: Lang,
) -> PyResult<Bound<'py, PyAny>> {
    static CLASS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let text = |lang| render::diagnostics(sources, findings, lang, false);
    let html = |lang| render::diagnostics_html(sources, findings, lang);
    CLASS.import(py, "tieuchi._diagnostics", "made")?.call1((
        json(py, &findings_json(sources, findings))?,
        code(lang),
        (text(Lang::Vi), text(Lang::En)),
        (html(Lang::Vi), html(Lang::En)),
    ))
}

/// Findings as a `DiagnosticsError`.
pub fn raised(py: Python<'_>, sources: &[SourceFile], findings: &[Diagnostic], lang: Lang) -> PyErr {
    static CLASS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let made = diagnostics(py, sources, findings, lang).and_then(|findings| {
        CLASS.import(py, "tieuchi._diagnostics", "DiagnosticsError")?.call1((findings,))
    });
    match made {
        Ok(error) => PyErr::from_value(error),
        Err(error) => error,
    }
}

/// Problems of tables as a `ProblemsError`, where none is accepted.
pub fn problems_raised(py: Python<'_>, problems: Problems) -> PyErr {
    static CLASS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let made = CLASS
        .import(py, "tieuchi._diagnostics", "ProblemsError")
        .and_then(|class| class.call1((Bound::new(py, problems)?,)));
    match made {
        Ok(error) => PyErr::from_value(error),
        Err(error) => error,
    }
}
