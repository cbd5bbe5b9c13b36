//! What the core says at length: explanations, letters, answers, differences, receipts.
//!
//! Each is a class around the core's own value that gives it as text, JSON, objects and HTML.

use crate::convert::{self, json, language};
use crate::error::raised;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::hash::{DefaultHasher, Hash, Hasher};
use tieuchi::{Detail, Lang, ReceiptPart, render};

/// A class around a value of the core, and the language it speaks if none is asked for.
macro_rules! document {
    (
        $(#[$about:meta])*
        $name:ident($inner:ty);
        text $text:expr;
        html $html:expr;
        $(json $json:expr;)?
        { $($own:tt)* }
    ) => {
        $(#[$about])*
        #[pyclass(frozen, module = "tieuchi")]
        pub struct $name {
            pub inner: $inner,
            lang: Lang,
        }

        impl $name {
            pub fn of(inner: $inner, lang: Lang) -> Self {
                Self { inner, lang }
            }

            fn words(&self, lang: Option<&str>) -> PyResult<String> {
                let text: fn(&$inner, Lang) -> String = $text;
                Ok(text(&self.inner, language(lang, self.lang)?))
            }
        }

        #[pymethods]
        impl $name {
            $($own)*

            $(
                /// The whole as one JSON object: codes, exact numbers as texts, words in both languages.
                fn to_json(&self) -> String {
                    let json: fn(&$inner) -> String = $json;
                    json(&self.inner)
                }

                /// The same as `to_json`, as objects of Python.
                fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                    json(py, &self.to_json())
                }
            )?

            /// The whole as HTML.
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
                self.words(None)
            }

            fn __repr__(&self) -> PyResult<String> {
                let text = self.words(None)?;
                let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim();
                Ok(format!("<tieuchi.{}: {first}>", stringify!($name)))
            }
        }
    };
}

document! {
    /// What a set asks for and what it gives: inputs with types and ranges, items with maxima,
    /// thresholds, parameters, titles.
    Facts(tieuchi::Facts);
    text tieuchi::Facts::to_text;
    html tieuchi::Facts::to_html;
    json tieuchi::Facts::to_json;
    {
        /// The facts as text.
        #[pyo3(signature = (*, lang = None))]
        fn to_text(&self, lang: Option<&str>) -> PyResult<String> {
            self.words(lang)
        }
    }
}

document! {
    /// Why: every point and verdict with its reasons, evidence and sources.
    Explanation(tieuchi::Explanation);
    text |explanation, lang| explanation.to_text(Detail::Decisive, lang);
    html tieuchi::Explanation::to_html;
    json tieuchi::Explanation::to_json;
    {
        /// The explanation in words: one `line`, what was `decisive`, or the `full` tree with sources.
        #[pyo3(signature = (*, detail = "decisive", lang = None))]
        fn to_text(&self, detail: &str, lang: Option<&str>) -> PyResult<String> {
            Ok(self.inner.to_text(convert::detail(detail)?, language(lang, self.lang)?))
        }

        /// The same as an official letter.
        fn to_letter(&self) -> Letter {
            Letter::of(self.inner.to_letter(), self.lang)
        }
    }
}

document! {
    /// The result as an official letter.
    Letter(tieuchi::Letter);
    text tieuchi::Letter::to_text;
    html tieuchi::Letter::to_html;
    {
        /// The letter as plain text.
        #[pyo3(signature = (*, lang = None))]
        fn to_text(&self, lang: Option<&str>) -> PyResult<String> {
            self.words(lang)
        }

        /// The letter as Markdown.
        #[pyo3(signature = (*, lang = None))]
        fn to_markdown(&self, lang: Option<&str>) -> PyResult<String> {
            Ok(self.inner.to_markdown(language(lang, self.lang)?))
        }
    }
}

document! {
    /// The text of a set, each line marked met, not met or not known by one dossier.
    ColouredSet(tieuchi::ColouredSet);
    text |coloured, lang| coloured.to_text(lang, false);
    html tieuchi::ColouredSet::to_html;
    {
        /// The marked text, without colours.
        #[pyo3(signature = (*, lang = None))]
        fn to_text(&self, lang: Option<&str>) -> PyResult<String> {
            self.words(lang)
        }
    }
}

document! {
    /// What came out otherwise for another dossier, period or edition, and why.
    Comparison(tieuchi::Comparison);
    text tieuchi::Comparison::to_text;
    html |found, lang| render::text_html(&found.to_text(lang), lang);
    json tieuchi::Comparison::to_json;
    {
        /// Whether nothing came out otherwise.
        #[getter]
        fn is_same(&self) -> bool {
            self.inner.is_same()
        }

        /// The comparison in words.
        #[pyo3(signature = (*, lang = None))]
        fn to_text(&self, lang: Option<&str>) -> PyResult<String> {
            self.words(lang)
        }
    }
}

document! {
    /// The smallest sets of evidence and facts that make a title certain, each one tried.
    Suffices(tieuchi::Suffices);
    text tieuchi::Suffices::to_text;
    html |found, lang| render::text_html(&found.to_text(lang), lang);
    json tieuchi::Suffices::to_json;
    {
        /// Each set in words.
        #[pyo3(signature = (*, lang = None))]
        fn sets(&self, lang: Option<&str>) -> PyResult<Vec<String>> {
            let lang = language(lang, self.lang)?;
            Ok(self.inner.sets.iter().map(|set| set.text(lang)).collect())
        }

        /// The answer in words.
        #[pyo3(signature = (*, lang = None))]
        fn to_text(&self, lang: Option<&str>) -> PyResult<String> {
            self.words(lang)
        }
    }
}

document! {
    /// The single pieces that a title rests on: without any one of them it is not certain.
    RestsOn(tieuchi::RestsOn);
    text tieuchi::RestsOn::to_text;
    html |found, lang| render::text_html(&found.to_text(lang), lang);
    json tieuchi::RestsOn::to_json;
    {
        /// The answer in words.
        #[pyo3(signature = (*, lang = None))]
        fn to_text(&self, lang: Option<&str>) -> PyResult<String> {
            self.words(lang)
        }
    }
}

document! {
    /// What one edition says otherwise than another, and whether a result can change.
    Difference(tieuchi::Difference);
    text tieuchi::Difference::to_text;
    html |found, lang| render::text_html(&found.to_text(lang), lang);
    json tieuchi::Difference::to_json;
    {
        /// Whether no result can change.
        #[getter]
        fn same_meaning(&self) -> bool {
            self.inner.same_meaning()
        }

        /// The difference in words.
        #[pyo3(signature = (*, lang = None))]
        fn to_text(&self, lang: Option<&str>) -> PyResult<String> {
            self.words(lang)
        }
    }
}

document! {
    /// Digests of set, dossier, options and result, for whoever computes it again.
    Receipt(tieuchi::Receipt);
    text |receipt, _| receipt.to_json();
    html |receipt, lang| render::text_html(&receipt.to_json(), lang);
    json tieuchi::Receipt::to_json;
    {
        /// Reads a receipt that was written as JSON.
        #[staticmethod]
        fn from_json(py: Python<'_>, text: &str) -> PyResult<Self> {
            match tieuchi::Receipt::from_json(text) {
                Ok(receipt) => Ok(Self::of(receipt, Lang::En)),
                Err(finding) => Err(raised(py, &[], &[finding], Lang::En)),
            }
        }

        /// The digests by what they are of: `meaning`, `text`, `options`, `input`, `result`.
        #[getter]
        fn digests<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
            let digests = PyDict::new(py);
            for part in ReceiptPart::ALL {
                digests.set_item(part.id(), self.inner.digest(part).to_string())?;
            }
            Ok(digests)
        }

        fn __eq__(&self, other: &Self) -> bool {
            self.to_json() == other.to_json()
        }

        fn __hash__(&self) -> u64 {
            let mut hasher = DefaultHasher::new();
            self.to_json().hash(&mut hasher);
            hasher.finish()
        }
    }
}

document! {
    /// What another edition would change for a population: who gains and who loses, and why.
    Impact(tieuchi::Impact);
    text tieuchi::Impact::to_text;
    html |found, lang| render::text_html(&found.to_text(lang), lang);
    json tieuchi::Impact::to_json;
    {
        /// The change in words.
        #[pyo3(signature = (*, lang = None))]
        fn to_text(&self, lang: Option<&str>) -> PyResult<String> {
            self.words(lang)
        }
    }
}

document! {
    /// One receipt over all subjects of a population.
    PopulationReceipt(tieuchi::PopulationReceipt);
    text |receipt, _| receipt.to_json();
    html |receipt, lang| render::text_html(&receipt.to_json(), lang);
    json tieuchi::PopulationReceipt::to_json;
    {
        /// Reads a receipt that was written as JSON.
        #[staticmethod]
        fn from_json(py: Python<'_>, text: &str) -> PyResult<Self> {
            match tieuchi::PopulationReceipt::from_json(text) {
                Ok(receipt) => Ok(Self::of(receipt, Lang::En)),
                Err(finding) => Err(raised(py, &[], &[finding], Lang::En)),
            }
        }

        /// The root of the tree over the digests of all results.
        #[getter]
        fn root(&self) -> String {
            self.inner.root().to_string()
        }

        fn __len__(&self) -> usize {
            usize::try_from(self.inner.count()).unwrap_or(usize::MAX)
        }

        fn __eq__(&self, other: &Self) -> bool {
            self.inner == other.inner
        }

        fn __hash__(&self) -> u64 {
            let mut hasher = DefaultHasher::new();
            self.root().hash(&mut hasher);
            hasher.finish()
        }
    }
}
