//! The report in one language while it is written: headings, captions, tables, figures.
//!
//! Tables and charts are numbered through the whole report, in the order in which they stand.

use super::writer::{Writer, address};
use crate::numbers::{show_count, show_fixed, show_share};
use crate::tables::{Cell, Head, Kind, Row, Table, Value, Weight};
use crate::words as w;
use tieuchi::Lang;

/// Tables of no more rows are kept on one sheet.
const SHORT: usize = 15;

/// The report in one language.
pub(crate) struct Page<'w> {
    pub out: &'w mut Writer,
    pub lang: Lang,
    tables: usize,
    charts: usize,
}

impl<'w> Page<'w> {
    pub(crate) fn new(out: &'w mut Writer, lang: Lang) -> Self {
        Self { out, lang, tables: 0, charts: 0 }
    }

    /// An element and what is in it.
    pub(crate) fn within(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        body: impl FnOnce(&mut Page<'_>),
    ) {
        let (lang, mut tables, mut charts) = (self.lang, self.tables, self.charts);
        self.out.within(name, attributes, |out| {
            let mut page = Page { out, lang, tables, charts };
            body(&mut page);
            (tables, charts) = (page.tables, page.charts);
        });
        (self.tables, self.charts) = (tables, charts);
    }

    pub(crate) fn element(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.out.element(name, attributes, text);
    }

    pub(crate) fn paragraph(&mut self, text: &str) {
        self.element("p", &[], text);
    }

    /// An identifier that is unique on the page, which holds the report twice.
    pub(crate) fn id(&self, name: &str) -> String {
        let lang = match self.lang {
            Lang::Vi => "vi",
            Lang::En => "en",
        };
        format!("{lang}-{name}")
    }

    pub(crate) fn heading(&mut self, element: &str, id: &str, text: &str) {
        let id = self.id(id);
        self.element(element, &[("id", &id)], text);
    }

    /// A table, if there is one.
    pub(crate) fn table_if(&mut self, table: Option<Table>) {
        if let Some(table) = table {
            self.table(table);
        }
    }

    /// A table; gives its number.
    pub(crate) fn table(&mut self, table: Table) -> usize {
        self.tables += 1;
        let number = self.tables;
        let caption = format!("{} {number}. ", w::TABLE.of(self.lang));
        let id = self.id(&format!("b-{number}"));
        let class = if table.heads.len() > 9 { "many" } else { "few" };
        let block = if table.rows.len() > SHORT { "table" } else { "table whole" };
        self.within(
            "div",
            &[("class", block), ("tabindex", "0"), ("role", "region"), ("aria-labelledby", &id)],
            |page| {
                page.within("table", &[("class", class)], |page| {
                    page.within("caption", &[("id", &id)], |page| {
                        page.element("b", &[], &caption);
                        page.out.text(&table.caption);
                    });
                    page.heads(&table);
                    let columns = table.heads.iter().enumerate().map(|(at, head)| (head, table.places(at)));
                    let columns: Vec<_> = columns.collect();
                    page.within("tbody", &[], |page| {
                        table.rows.iter().for_each(|row| page.row(row, &columns))
                    });
                });
            },
        );
        for note in &table.notes {
            self.element("p", &[("class", "note")], note);
        }
        number
    }

    fn heads(&mut self, table: &Table) {
        let cell = |page: &mut Page<'_>, head: &Head, down: &str| {
            let class = kind_class(head.kind);
            page.element("th", &[("scope", "col"), ("class", class), ("rowspan", down)], &head.text);
        };
        self.within("thead", &[], |page| {
            page.within("tr", &[], |page| {
                let mut heads = table.heads.iter();
                for (group, columns) in table.groups() {
                    match group {
                        Some(group) => {
                            let columns_text = columns.to_string();
                            page.element("th", &[("scope", "colgroup"), ("colspan", &columns_text)], group);
                            heads.by_ref().take(columns).for_each(drop);
                        }
                        None => {
                            let down = if table.grouped() { "2" } else { "1" };
                            heads.by_ref().take(1).for_each(|head| cell(page, head, down));
                        }
                    }
                }
            });
            if table.grouped() {
                page.within("tr", &[], |page| {
                    let under = table.heads.iter().filter(|head| head.group.is_some());
                    under.for_each(|head| cell(page, head, "1"));
                });
            }
        });
    }

    fn row(&mut self, row: &Row, heads: &[(&Head, u32)]) {
        let attributes: &[_] = match row.weight {
            Weight::Plain => &[],
            Weight::Heading => &[("class", "heading")],
            Weight::Total => &[("class", "total")],
        };
        self.within("tr", attributes, |page| {
            for (cell, (head, places)) in row.cells.iter().zip(heads) {
                page.cell(cell, head, *places);
            }
        });
    }

    fn cell(&mut self, cell: &Cell, head: &Head, places: u32) {
        let mut attributes = vec![("class", kind_class(head.kind))];
        let name = if head.kind == Kind::Name { "th" } else { "td" };
        if name == "th" {
            attributes.push(("scope", "row"));
        }
        if let Some(rows) = &cell.rows {
            attributes.extend([("title", rows.as_str()), ("data-rows", rows.as_str())]);
        }
        if let Value::Label(label) = &cell.value {
            attributes.extend(self.label_lang(label));
        }
        let lang = self.lang;
        self.within(name, &attributes, |page| match &cell.value {
            Value::Words(text) | Value::Label(text) => page.out.text(text),
            Value::Lines(lines) => lines.iter().for_each(|line| page.element("div", &[], line)),
            Value::Files(files) => {
                for file in files {
                    page.within("div", &[], |page| page.file(file));
                }
            }
            Value::Count(count) => page.out.text(&show_count(*count, lang)),
            Value::Number(number) => page.out.text(&show_fixed(*number, places, lang)),
            Value::Share(share) => page.out.text(&show_share(*share, lang)),
            Value::Nothing => page.out.text("–"),
            Value::Blank => {}
        });
    }

    /// A link to a file beside the report.
    pub(crate) fn file(&mut self, file: &str) {
        self.element("a", &[("href", &address(file))], file);
    }

    /// The language of a text of the data, where it is not that around it: sets are written in
    /// Vietnamese unless they have no Vietnamese letter at all.
    pub(crate) fn label_lang(&self, label: &str) -> Option<(&'static str, &'static str)> {
        (self.lang == Lang::En && !label.is_ascii()).then_some(("lang", "vi"))
    }

    /// A chart with its caption; gives its number.
    pub(crate) fn chart(&mut self, caption: &str, draw: impl FnOnce(&mut Writer, &str)) -> usize {
        self.charts += 1;
        let number = self.charts;
        let id = self.id(&format!("bd-{number}"));
        let label = format!("{} {number}. ", w::CHART.of(self.lang));
        self.within("figure", &[], |page| {
            draw(page.out, &id);
            page.within("figcaption", &[], |page| {
                page.element("b", &[], &label);
                page.out.text(caption);
            });
        });
        number
    }
}

const fn kind_class(kind: Kind) -> &'static str {
    match kind {
        Kind::Ordinal => "ordinal",
        Kind::Code => "code",
        Kind::Short => "short",
        Kind::Name => "name",
        Kind::Text => "text",
        Kind::Digest => "digest",
        Kind::Figure => "figure",
    }
}
