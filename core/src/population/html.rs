//! A population as a piece of HTML: who stands where, and how many problems there were.

use super::TableOutcome;
use crate::dataset::count_problems;
use crate::markup::{escape, fragment};
use std::fmt::Write as _;
use tieuchi_grammar::Lang;

impl TableOutcome {
    /// How many subjects stand where: the classes by name, best first, then `none`, `not-ranked`,
    /// `outside` and `unsettled`, whose file does not settle it. Empty for a set without classes.
    #[must_use]
    pub fn counts(&self) -> Vec<(String, u64)> {
        if self.class.is_none() {
            return Vec::new();
        }
        let (tally, _) = self.tally(None);
        let whole = tally.whole();
        let names = self.dataset.plan.facts().classes.into_iter().map(|class| class.name);
        let mut out: Vec<(String, u64)> = names.zip(whole.standings.iter().rev().copied()).collect();
        out.extend([
            ("none".to_owned(), whole.none),
            ("not-ranked".to_owned(), whole.not_ranked),
            ("outside".to_owned(), whole.outside),
            ("unsettled".to_owned(), whole.unsettled),
        ]);
        out
    }

    /// The counts as HTML to be put into a page.
    #[must_use]
    pub fn to_html(&self, lang: Lang) -> String {
        let say = |vi: &'static str, en: &'static str| if lang == Lang::Vi { vi } else { en };
        let facts = self.dataset.plan.facts();
        let mut out = String::new();
        let _ = writeln!(
            out,
            "<p><b>{}</b></p>\n<p>{} {}</p>",
            escape(&facts.label),
            self.len(),
            say("đối tượng", "subjects")
        );
        let counts = self.counts();
        if !counts.is_empty() {
            let _ = writeln!(
                out,
                "<table>\n<thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead>\n<tbody>",
                say("Kết quả", "Result"),
                say("Số đối tượng", "Subjects")
            );
        }
        for (name, count) in counts.iter().filter(|(_, count)| *count > 0) {
            let label =
                facts.classes.iter().find(|class| class.name == *name).map(|class| class.label.as_str());
            let words = match name.as_str() {
                "none" => say("không thuộc loại nào", "no class"),
                "not-ranked" => say("không xét", "not ranked"),
                "outside" => say("không áp dụng", "not applicable"),
                "unsettled" => say("chưa rõ", "not known yet"),
                name => name,
            };
            let _ = writeln!(
                out,
                "<tr><td>{}</td><td class=\"number\">{count}</td></tr>",
                escape(label.unwrap_or(words))
            );
        }
        if !counts.is_empty() {
            out.push_str("</tbody>\n</table>\n");
        }
        let problems: Vec<String> =
            count_problems(&self.problems).iter().map(|(code, count)| format!("{count} {code}")).collect();
        if !problems.is_empty() {
            let _ = writeln!(out, "<p>{}: {}</p>", say("Vấn đề", "Problems"), escape(&problems.join(", ")));
        }
        fragment(lang, &out)
    }
}
