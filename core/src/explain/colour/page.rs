//! A coloured set as one HTML page: it needs nothing beside it and runs no script.
//!
//! Every mark is a sign and a word besides its colour, and every reason is text on the page, so
//! that it can be read aloud, printed without colours, and searched.

use super::{ColouredLine, ColouredSet, Mark};
use crate::explain::Detail;
use crate::markup::escape;
use std::fmt::Write as _;
use tieuchi_grammar::{Bilingual, Lang};

impl ColouredSet {
    /// The page. Lines end with `\n`.
    #[must_use]
    pub fn to_html(&self, lang: Lang) -> String {
        let say = |vi: &'static str, en: &'static str| if lang == Lang::Vi { vi } else { en };
        let crate::explain::SetAbout { id, edition, label, .. } = &*self.explanation.set;
        let title = escape(label);
        let mut out = format!(
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<header>\n\
             <h1>{title}</h1>\n<p>{}</p>\n",
            code(lang),
            escape(&format!("{id}, {} {edition}", say("bản", "edition"))),
        );
        for line in self.explanation.to_text(Detail::Line, lang).lines() {
            let _ = writeln!(out, "<p class=\"result\">{}</p>", escape(line.trim()));
        }
        let _ = writeln!(out, "</header>\n<section aria-labelledby=\"legend\">");
        let _ = writeln!(out, "<h2 id=\"legend\">{}</h2>\n<ul class=\"legend\">", say("Chú giải", "Legend"));
        for mark in Mark::ALL.iter().filter(|mark| **mark != Mark::Plain) {
            let _ = writeln!(
                out,
                "<li class=\"{}\">{} <span class=\"count\">{}</span></li>",
                mark.id(),
                sign(*mark, lang, &mark.words()),
                self.count(*mark)
            );
        }
        let _ = writeln!(out, "</ul>\n</section>\n<section aria-labelledby=\"text\">");
        let heading = say("Bộ tiêu chí áp dụng cho hồ sơ này", "The set applied to this dossier");
        let source = code(self.explanation.set.language);
        let _ = writeln!(out, "<h2 id=\"text\">{heading}</h2>\n<ol class=\"source\" lang=\"{source}\">");
        for line in &self.lines {
            line.write_html(lang, &mut out);
        }
        out.push_str("</ol>\n</section>\n</main>\n</body>\n</html>\n");
        out
    }
}

impl ColouredLine {
    fn write_html(&self, lang: Lang, out: &mut String) {
        let text = self.text.trim_start();
        // Two columns of the text are one step of the page.
        let depth = (self.text.chars().count() - text.chars().count()) / 2;
        let why: Vec<&str> = self.why.iter().map(|why| why.get(lang)).collect();
        let why = escape(&why.join("; "));
        let words = escape(self.mark.words().get(lang));
        let title = match (words.is_empty(), why.is_empty()) {
            (true, _) => String::new(),
            (false, true) => format!(" title=\"{words}\""),
            (false, false) => format!(" title=\"{words}: {why}\""),
        };
        let _ = write!(out, "<li class=\"{}\"{title}>", self.mark.id());
        out.push_str(&sign(self.mark, lang, &self.mark.words()));
        // What stands in quotes stays on the line it is written on.
        let _ = write!(out, "<code style=\"--depth:{depth}\">{}", escape(text));
        if !why.is_empty() {
            let _ = write!(out, "<small lang=\"{}\">{why}</small>", code(lang));
        }
        out.push_str("</code></li>\n");
    }
}

/// The sign with its word; the sign alone says nothing to a reader that speaks.
fn sign(mark: Mark, lang: Lang, words: &Bilingual) -> String {
    if mark == Mark::Plain {
        return "<span class=\"mark\"></span>".to_owned();
    }
    format!(
        "<span class=\"mark\" lang=\"{}\"><span aria-hidden=\"true\">{}</span> {}</span>",
        code(lang),
        mark.sign(),
        escape(words.get(lang))
    )
}

const fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => "vi",
        Lang::En => "en",
    }
}

/// Every text colour stands at least seven to one against its ground.
const STYLE: &str = "\
:root { color-scheme: light; }\n\
body { margin: 0; color: #1a1a1a; background: #fff; font: 1rem/1.5 system-ui, 'Segoe UI', 'Noto Sans', sans-serif; }\n\
main { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }\n\
h1 { font-size: 1.5rem; margin: 0; }\n\
h2 { font-size: 1.1rem; margin: 1.5rem 0 0.5rem; }\n\
header p { margin: 0.2rem 0; }\n\
.result { font-weight: 600; }\n\
.legend { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0.4rem; }\n\
.legend li { padding: 0.1rem 0.6rem; border: 1px solid; border-radius: 0.3rem; }\n\
.legend .count { font-variant-numeric: tabular-nums; font-weight: 600; }\n\
.source { list-style: none; counter-reset: line; margin: 0; padding: 0; border: 1px solid #bbb; }\n\
:where(.source li) { counter-increment: line; display: grid; grid-template-columns: 3rem 8.5rem 1fr; border: 0 solid transparent; border-left-width: 0.4rem; min-height: 1.5em; }\n\
.source li::before { content: counter(line); text-align: right; padding-right: 0.75rem; color: #595959; font-size: 0.8rem; line-height: 1.9; font-variant-numeric: tabular-nums; }\n\
.mark { font-size: 0.85rem; line-height: 1.75; white-space: nowrap; }\n\
code { font: 0.95rem/1.55 system-ui, 'Segoe UI', 'Noto Sans', sans-serif; padding-left: calc(var(--depth) * 1.4rem); padding-right: 0.5rem; overflow-wrap: anywhere; }\n\
code small { display: block; font: 0.85rem/1.4 system-ui, 'Segoe UI', 'Noto Sans', sans-serif; padding-left: 1rem; }\n\
.met { background: #eef8ee; color: #0b4a12; border-color: #2e7d32; }\n\
.not-met { background: #fdeeee; color: #7a0c0c; border-color: #b71c1c; font-weight: 600; }\n\
.in-part { background: #fff6e5; color: #5c3a00; border-color: #c77700; }\n\
.unknown { background: #fffbe0; color: #4d3f00; border-color: #8a7200; font-style: italic; }\n\
.counted { background: #eef4fc; color: #0d3a70; border-color: #1565c0; }\n\
.not-relevant { background: #f6f6f6; color: #4d4d4d; border-color: #8c8c8c; }\n\
.withheld { background: #f6eefa; color: #4a1466; border-color: #6a1b9a; }\n\
.source .not-relevant code { text-decoration: line-through; text-decoration-color: #8c8c8c; text-decoration-thickness: 1px; }\n\
.source .not-relevant small { display: inline-block; text-decoration: none; }\n\
.source .plain { color: #4d4d4d; }\n\
@page { size: A4; margin: 1.5cm; }\n\
@media print { main { max-width: none; padding: 0; } body { font-size: 9pt; } .source li { break-inside: avoid; } li { print-color-adjust: exact; } }\n\
@media (max-width: 40rem) { .source li { grid-template-columns: 2.2rem 1fr; } .source .mark { grid-column: 2; } .source code { grid-column: 2; } .source .plain .mark { display: none; } }\n";
