//! The report as one page.
//!
//! In: the model and the language to begin with. Out: HTML that needs nothing beside it: no script,
//! no picture, no font from elsewhere. It holds the report twice, once in each language; two radio
//! buttons choose which is shown, by the style sheet alone, and only that one is printed.

mod annex;
mod front;
mod levels;
mod page;
mod targets;
mod writer;

pub(crate) use front::{all_notices, basis, fact_list};
pub(crate) use writer::Writer;

use crate::model::Report;
use crate::numbers::in_lang;
use crate::words as w;
use page::Page;
use tieuchi::Lang;

/// What a browser may do with the page: show it, and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// The report as one self-contained page that holds both languages and first shows one of them.
#[must_use]
pub fn html(report: &Report, lang: Lang) -> String {
    let mut out = Writer::default();
    out.doctype();
    // The words of the data are Vietnamese; whatever is English says so.
    out.within("html", &[("lang", "vi")], |out| {
        out.within("head", &[], |out| head(out, report, lang));
        out.within("body", &[], |out| body(out, report, lang));
    });
    out.finish()
}

fn head(out: &mut Writer, report: &Report, lang: Lang) {
    out.empty("meta", &[("charset", "utf-8")]);
    out.empty("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
    out.empty("meta", &[("http-equiv", "Content-Security-Policy"), ("content", POLICY)]);
    out.empty("meta", &[("name", "generator"), ("content", &report.engine)]);
    out.element(
        "title",
        &[("lang", code(lang))],
        &format!("{} – {}", in_lang(&report.title, lang), report.place),
    );
    out.within("style", &[], |out| out.style(include_str!("html/style.css")));
}

fn body(out: &mut Writer, report: &Report, first: Lang) {
    // Everything is in one landmark, and what chooses a language stands beside what it shows.
    out.within("main", &[], |out| {
        for lang in [Lang::Vi, Lang::En] {
            let (code, id) = (code(lang), format!("show-{}", code(lang)));
            let mut attributes =
                vec![("type", "radio"), ("name", "language"), ("id", &*id), ("class", "choice")];
            if lang == first {
                attributes.push(("checked", "checked"));
            }
            out.empty("input", &attributes);
            let name = match lang {
                Lang::Vi => "Tiếng Việt",
                Lang::En => "English",
            };
            out.element("label", &[("for", &id), ("lang", code), ("class", "choice")], name);
        }
        for lang in [Lang::Vi, Lang::En] {
            let (class, target) = (format!("skip {}", code(lang)), format!("#report-{}", code(lang)));
            let attributes = [("class", &*class), ("lang", code(lang)), ("href", &*target)];
            out.element("a", &attributes, w::SKIP.of(lang));
        }
        for lang in [Lang::Vi, Lang::En] {
            let id = format!("report-{}", code(lang));
            let attributes = [("class", code(lang)), ("lang", code(lang)), ("id", &*id)];
            out.within("article", &attributes, |out| {
                let mut page = Page::new(out, lang);
                front::cover(&mut page, report);
                front::summary(&mut page, report);
                levels::levels(&mut page, report);
                targets::targets(&mut page, report);
                front::quality(&mut page, report);
                front::signatures(&mut page);
                annex::annexes(&mut page, report);
            });
        }
    });
}

const fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => "vi",
        Lang::En => "en",
    }
}
