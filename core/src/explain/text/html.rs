//! An explanation as a piece of HTML, for a notebook or a page that has a head of its own.
//!
//! One table, a row for each node, parts set in below what they belong to. A verdict is a sign and
//! a word besides its colour.

use super::{Detail, Writer};
use crate::explain::{Explanation, Node};
use crate::markup::{escape, fragment};
use crate::outcome::Verdict;
use std::fmt::Write as _;
use tieuchi_grammar::Lang;

impl Explanation {
    /// The explanation as HTML to be put into a page; lines end with `\n`.
    ///
    /// ```
    /// # let source = r#"language en
    /// # criteria set S "A set" edition E1 [assumed]
    /// #   in force from 2024-01-01
    /// #   applies to person
    /// # subject person "Person"
    /// #   fact books "Books": integer from 0 to 99
    /// # criterion 1 "Reading" max 10 points
    /// #   score by books:
    /// #     under 5: 0 points
    /// #     from 5 up: 10 points
    /// # "#;
    /// use tieuchi::{ContextOptions, Dossier, Lang};
    /// let plan = tieuchi::compile(source).unwrap();
    /// let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    /// let dossier = Dossier::from_json(&plan, r#"{"$id": "<Lan>", "books": 7}"#).unwrap();
    /// let html = plan.evaluate(&dossier, &context).explain().to_html(Lang::En);
    /// assert!(html.contains("&lt;Lan&gt;") && html.contains("<td>1 Reading"), "{html}");
    /// ```
    #[must_use]
    pub fn to_html(&self, lang: Lang) -> String {
        let writer = Writer { lang, detail: Detail::Full, open: self.open };
        let mut out = String::new();
        for line in self.to_text(Detail::Line, lang).lines() {
            let _ = writeln!(out, "<p><b>{}</b></p>", escape(line.trim()));
        }
        let (what, points, result) =
            (writer.pick("Mục", "Item"), writer.pick("Điểm", "Points"), writer.pick("Kết quả", "Result"));
        let _ = writeln!(
            out,
            "<table>\n<thead><tr><th scope=\"col\">{what}</th><th scope=\"col\">{points}</th>\
             <th scope=\"col\">{result}</th></tr></thead>\n<tbody>"
        );
        let conditions = self.class.iter().flat_map(|class| &class.conditions);
        for node in self.gates.iter().chain(&self.items).chain(conditions) {
            writer.row(node, 0, &mut out);
        }
        out.push_str("</tbody>\n</table>\n");
        fragment(lang, &out)
    }
}

impl Writer {
    fn row(&self, node: &Node, depth: usize, out: &mut String) {
        // What is set in is set in by spaces that a copy of the table keeps.
        let indent = "\u{2003}".repeat(depth);
        let _ = write!(out, "<tr><td>{indent}{}", escape(&self.name(node)));
        for reason in &node.reasons {
            let _ = write!(out, "<br>{indent}<small>{}</small>", escape(&reason.text(self.lang)));
        }
        let points = node.points.map(|points| {
            let max = node.max.map(|max| format!(" / {}", crate::describe::show_exact(max, self.lang)));
            format!("{}{}{}", self.points(points), max.unwrap_or_default(), self.more(points))
        });
        let verdict = node.verdict.or((node.applies == Verdict::NotMet).then_some(Verdict::NotApplicable));
        let result = verdict.map(|verdict| {
            let sign = match (node.must_not, verdict) {
                (false, Verdict::Met) | (true, Verdict::NotMet) => ("good", "✓"),
                (false, Verdict::NotMet) | (true, Verdict::Met) => ("bad", "✗"),
                (_, Verdict::Unknown) => ("open", "?"),
                (_, Verdict::NotApplicable) => ("none", "–"),
            };
            format!("<span class=\"{}\">{} {}</span>", sign.0, sign.1, escape(self.of_node(node, verdict)))
        });
        let _ = writeln!(
            out,
            "</td><td>{}</td><td>{}</td></tr>",
            escape(&points.unwrap_or_default()),
            result.unwrap_or_default()
        );
        for child in &node.children {
            self.row(child, depth + 1, out);
        }
    }
}
