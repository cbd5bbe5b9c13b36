//! The facts as a piece of HTML: what the set is, what it asks for, what it gives points for.

use super::{Facts, TableKind};
use crate::describe::show_day;
use crate::markup::{escape, fragment};
use std::fmt::Write as _;
use tieuchi_grammar::Lang;

impl Facts {
    /// The facts as HTML to be put into a page: a head with counts and the items with their
    /// greatest points. The whole is in [`Facts::to_text`].
    ///
    /// ```
    /// # let source = r#"language en
    /// # criteria set S "A <b>bold</b> set" edition E1 [assumed]
    /// #   in force from 2024-01-01
    /// #   applies to person
    /// # subject person "Person"
    /// #   fact books "Books": integer from 0 to 99
    /// # title reader "Reader" when books >= 6
    /// # "#;
    /// let html = tieuchi::compile(source).unwrap().facts().to_html(tieuchi::Lang::En);
    /// assert!(html.contains("A &lt;b&gt;bold"));
    /// ```
    #[must_use]
    pub fn to_html(&self, lang: Lang) -> String {
        let say = |vi: &'static str, en: &'static str| if lang == Lang::Vi { vi } else { en };
        let mut out = String::new();
        let mut head = format!("{}, {} {}", self.id, say("bản", "edition"), self.edition);
        if let Some(day) = crate::day::Day::parse_iso(&self.in_force_from) {
            let _ = write!(head, ", {} {}", say("hiệu lực từ", "in force from"), show_day(day, lang));
        }
        if self.assumed {
            head.push_str(say(" [giả định]", " [assumed]"));
        }
        let of = |kind: TableKind| self.tables.iter().filter(|table| table.kind == kind).count();
        let counts = [
            (self.items.len(), say("mục", "items")),
            (self.inputs.len(), say("thông tin", "inputs")),
            (of(TableKind::Members), say("bảng thành viên", "member tables")),
            (of(TableKind::Evidence), say("bảng minh chứng", "evidence tables")),
            (self.classes.len(), say("danh hiệu", "titles")),
        ];
        let counts = counts.iter().filter(|(count, _)| *count > 0);
        let counts: Vec<String> = counts.map(|(count, what)| format!("{count} {what}")).collect();
        let _ = writeln!(
            out,
            "<p><b>{}</b></p>\n<p>{}</p>\n<p><small>{}</small></p>",
            escape(&self.label),
            escape(&head),
            escape(&counts.join(" · "))
        );
        if self.items.is_empty() {
            return fragment(lang, &out);
        }
        let _ = writeln!(
            out,
            "<table>\n<thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th>\
             <th scope=\"col\">{}</th></tr></thead>\n<tbody>",
            say("Mã", "Code"),
            say("Mục", "Item"),
            say("Tối đa", "Maximum")
        );
        for item in &self.items {
            let _ = writeln!(
                out,
                "<tr><td>{}</td><td>{}</td><td class=\"number\">{}</td></tr>",
                escape(&item.code),
                escape(&item.label),
                escape(item.maximum.as_deref().unwrap_or_default())
            );
        }
        out.push_str("</tbody>\n</table>\n");
        fragment(lang, &out)
    }
}
