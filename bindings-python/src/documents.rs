//! What the core says at length: explanations, letters, answers, differences, receipts.
//!
//! Each is a class around the core's own value that gives it as text, JSON, objects and HTML.

use crate::convert::{self, json, language};
use crate::error::raised;
use pyo3::prelude::*;
use pyo3::pyclass::CompareOp;
use std::hash::{DefaultHasher, Hash, Hasher};
use tieuchi::{Detail, Lang, ReceiptPart, render};

/// A class around a value of the core, and the language it speaks if none is asked for.
macro_rules! document {
    (
        $name:ident($inner:ty), $html:expr;
        $(json $json:expr;)?
        { $($own:tt)* }
    ) => {
        #[pyclass(frozen, module = "tieuchi")]
        pub struct $name {
            pub inner: $inner,
            lang: Lang,
        }

        impl $name {
            pub fn of(inner: $inner, lang: Lang) -> Self {
                Self { inner, lang }
            }
        }

        #[pymethods]
        impl $name {
            $($own)*

            $(
                fn to_json(&self) -> String {
                    let json: fn(&$inner) -> String = $json;
                    json(&self.inner)
                }

                fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                    json(py, &self.to_json())
                }
            )?

            #[pyo3(signature = (*, lang = None))]
            fn to_html(&self, lang: Option<&str>) -> PyResult<String> {
                let html: fn(&$inner, Lang) -> String = $html;
                Ok(html(&self.inner, language(lang, self.lang)?))
            }

            #[pyo3(name = "_repr_html_")]
            fn repr_html(&self) -> PyResult<String> {
                self.to_html(None)
            }

            fn __str__(&self) -> PyResult<String> {
                self.to_text(None)
            }

            fn __repr__(&self) -> PyResult<String> {
                let text = self.to_text(None)?;
                let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim();
                Ok(format!("<tieuchi.{}: {first}>", stringify!($name)))
            }
        }
    };
}

document! {
    Facts(tieuchi::Facts), |facts, lang| facts.to_html(lang);
    json tieuchi::Facts::to_json;
    {
        #[pyo3(signature = (*, lang = None))]
        fn to_text(&self, lang: Option<&str>) -> PyResult<String> {
            Ok(self.inner.to_text(language(lang, self.lang)?))
        }
    }
}

document! {
    Explanation(tieuchi::Explanation), |explanation, lang| explanation.to_html(lang);
    json tieuchi::Explanation::to_json;
    {
        #[pyo3(signature = (*, detail = "decisive", lang = None))]
        fn text(&self, detail: &str, lang: Option<&str>) -> PyResult<String> {
            let detail = match detail {
                "line" => Detail::Line,
                "decisive" => Detail::Decisive,
                "full" => Detail::Full,
                other => {
                    let words = format!("detail must be 'line', 'decisive' or 'full', not {other:?}");
                    return Err(pyo3::exceptions::PyValueError::new_err(words));
                }
            };
            Ok(self.inner.to_text(detail, language(lang, self.lang)?))
        }

        #[pyo3(signature = (*, lang = None))]
        fn to_text(&self, lang: Option<&str>) -> PyResult<String> {
            self.text("decisive", lang)
        }

        fn to_letter(&self) -> Letter {
            Letter::of(self.inner.to_letter(), self.lang)
        }
    }
}

document! {
    Letter(tieuchi::Letter), |letter, lang| letter.to_html(lang);
    {
        #[pyo3(signature = (*, lang = None))]
        fn to_text(&self, lang: Option<&str>) -> PyResult<String> {
            Ok(self.inner.to_text(language(lang, self.lang)?))
        }

        #[pyo3(signature = (*, lang = None))]
        fn to_markdown(&self, lang: Option<&str>) -> PyResult<String> {
            Ok(self.inner.to_markdown(language(lang, self.lang)?))
        }
    }
}

document! {
    ColouredSet(tieuchi::ColouredSet), |coloured, lang| coloured.to_html(lang);
    {
        #[pyo3(signature = (*, lang = None))]
        fn to_text(&self, lang: Option<&str>) -> PyResult<String> {
            Ok(self.inner.to_text(language(lang, self.lang)?, false))
        }
    }
}

document! {
    Comparison(tieuchi::Comparison), |found, lang| render::text_html(&found.to_text(lang), lang);
    json tieuchi::Comparison::to_json;
    {
        #[getter]
        fn is_same(&self) -> bool {
            self.inner.is_same()
        }

        #[pyo3(signature = (*, lang = None))]
        fn to_text(&self, lang: Option<&str>) -> PyResult<String> {
            Ok(self.inner.to_text(language(lang, self.lang)?))
        }
    }
}

document! {
    Suffices(tieuchi::Suffices), |found, lang| render::text_html(&found.to_text(lang), lang);
    json tieuchi::Suffices::to_json;
    {
        #[pyo3(signature = (*, lang = None))]
        fn to_text(&self, lang: Option<&str>) -> PyResult<String> {
            Ok(self.inner.to_text(language(lang, self.lang)?))
        }

        #[pyo3(signature = (*, lang = None))]
        fn sets(&self, lang: Option<&str>) -> PyResult<Vec<String>> {
            let lang = language(lang, self.lang)?;
            Ok(self.inner.sets.iter().map(|set| set.text(lang)).collect())
        }
    }
}

document! {
    RestsOn(tieuchi::RestsOn), |found, lang| render::text_html(&found.to_text(lang), lang);
    json tieuchi::RestsOn::to_json;
    {
        #[pyo3(signature = (*, lang = None))]
        fn to_text(&self, lang: Option<&str>) -> PyResult<String> {
            Ok(self.inner.to_text(language(lang, self.lang)?))
        }
    }
}

document! {
    Difference(tieuchi::Difference), |found, lang| render::text_html(&found.to_text(lang), lang);
    json tieuchi::Difference::to_json;
    {
        #[getter]
        fn same_meaning(&self) -> bool {
            self.inner.same_meaning()
        }

        #[pyo3(signature = (*, lang = None))]
        fn to_text(&self, lang: Option<&str>) -> PyResult<String> {
            Ok(self.inner.to_text(language(lang, self.lang)?))
        }
    }
}

document! {
    Receipt(tieuchi::Receipt), |receipt, lang| render::text_html(&receipt.to_json(), lang);
    json tieuchi::Receipt::to_json;
    {
        #[staticmethod]
        fn from_json(py: Python<'_>, text: &str) -> PyResult<Self> {
            match tieuchi::Receipt::from_json(text) {
                Ok(receipt) => Ok(Self::of(receipt, Lang::En)),
                Err(finding) => Err(raised(py, &[], &[finding], Lang::En)),
            }
        }

        #[getter]
        fn digests(&self) -> Vec<(&'static str, String)> {
            let digest = |part: ReceiptPart| (part.id(), self.inner.digest(part).to_string());
            ReceiptPart::ALL.map(digest).into()
        }

        #[pyo3(signature = (*, lang = None))]
        fn to_text(&self, lang: Option<&str>) -> PyResult<String> {
            language(lang, self.lang)?;
            Ok(self.inner.to_json())
        }

        fn __richcmp__(&self, other: &Self, op: CompareOp) -> Option<bool> {
            let same = self.inner.to_json() == other.inner.to_json();
            match op {
                CompareOp::Eq => Some(same),
                CompareOp::Ne => Some(!same),
                CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => None,
            }
        }

        fn __hash__(&self) -> u64 {
            let mut hasher = DefaultHasher::new();
            self.inner.to_json().hash(&mut hasher);
            hasher.finish()
        }
    }
}
