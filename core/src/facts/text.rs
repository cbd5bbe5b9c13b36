//! The facts as text for people.

use super::{Facts, InputFacts, InputKind, ItemFacts, Role, TableKind};
use crate::day::Day;
use crate::describe::{show_day, written_number};
use crate::exact::Exact;
use std::fmt::Write as _;
use tieuchi_grammar::Lang;

impl Facts {
    /// The facts as text, one line each.
    ///
    /// ```
    /// # let source = r#"language en
    /// # criteria set READING "Reading year" edition E1 [assumed]
    /// #   in force from 2024-01-01
    /// #   applies to person
    /// # subject person "Person"
    /// #   fact books "Books read": integer from 0 to 1000
    /// # title reader "Reader" when books >= 6
    /// # "#;
    /// let text = tieuchi::compile(source).unwrap().facts().to_text(tieuchi::Lang::En);
    /// assert!(text.contains("books: whole number 0 to 1000 · \"Books read\""));
    /// ```
    #[must_use]
    pub fn to_text(&self, lang: Lang) -> String {
        let mut page = Page { lang, out: String::new() };
        page.facts(self);
        page.out
    }
}

struct Page {
    lang: Lang,
    out: String,
}

impl Page {
    const fn word(&self, vi: &'static str, en: &'static str) -> &'static str {
        match self.lang {
            Lang::Vi => vi,
            Lang::En => en,
        }
    }

    fn line(&mut self, text: &str) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.out, "{text}");
    }

    fn section(&mut self, vi: &'static str, en: &'static str) {
        let title = self.word(vi, en);
        self.line(&format!("\n{title}"));
    }

    /// A figure or day, which facts hold as programs write it, as a set of the language does; any
    /// other text as it is.
    fn figure(&self, text: &str) -> String {
        if let Some(day) = Day::parse_iso(text) {
            return show_day(day, self.lang);
        }
        let (plain, percent) = text.strip_suffix('%').map_or((text, ""), |plain| (plain, "%"));
        match Exact::decimal(plain) {
            Some(value) => format!("{}{percent}", written_number(value).get(self.lang)),
            None => text.to_owned(),
        }
    }

    fn facts(&mut self, facts: &Facts) {
        let edition = self.word("bản", "edition");
        self.line(&format!("{} \"{}\", {edition} {}", facts.id, facts.label, facts.edition));
        let from = self.word("hiệu lực từ", "in force from");
        let to =
            facts.in_force_to.as_ref().map(|to| format!(" {} {}", self.word("đến", "to"), self.figure(to)));
        self.line(&format!("{from} {}{}", self.figure(&facts.in_force_from), to.unwrap_or_default()));
        if facts.assumed {
            let text = self.word("có số liệu giả định", "some figures are assumed");
            self.line(text);
        }
        self.section("Hồ sơ cần gì", "What a dossier holds");
        self.line(&format!("  {} \"{}\"", facts.subject.name, facts.subject.label));
        self.inputs(facts, None);
        for table in &facts.tables {
            let kind = match table.kind {
                TableKind::Members => self.word("thành viên", "members"),
                TableKind::Evidence => self.word("minh chứng", "evidence"),
            };
            let unread = if table.needed {
                ""
            } else {
                self.word("; không kết quả nào dùng", "; no result reads it")
            };
            self.line(&format!("  {} \"{}\" ({kind}{unread})", table.name, table.label));
            self.inputs(facts, Some(&table.name));
        }
        self.others(facts);
        if !facts.items.is_empty() {
            self.section("Các mục", "Items");
        }
        for item in &facts.items {
            self.item(facts, item);
        }
        if !facts.classes.is_empty() {
            self.section("Loại, cao xuống thấp", "Classes, high to low");
        }
        for class in &facts.classes {
            self.line(&format!("  {} \"{}\"", class.name, class.label));
        }
        if !facts.thresholds.is_empty() {
            self.section("Ngưỡng", "Thresholds");
        }
        for threshold in &facts.thresholds {
            let comparison = match threshold.comparison {
                "<=" => "≤",
                ">=" => "≥",
                "!=" => "≠",
                other => other,
            };
            let quantity = threshold.quantity.get(self.lang);
            let value = self.figure(&threshold.value);
            self.line(&format!("  {}: {quantity} {comparison} {value}", threshold.of));
        }
    }

    fn inputs(&mut self, facts: &Facts, table: Option<&str>) {
        for input in facts.inputs.iter().filter(|input| input.table.as_deref() == table) {
            self.input(input);
        }
    }

    fn input(&mut self, input: &InputFacts) {
        let role = match input.role {
            Role::Fact => "",
            Role::Judgement => self.word("kết luận, ", "judgement, "),
            Role::NotAssessable => self.word("không đủ thông tin, ", "not assessable, "),
            Role::OnFile => self.word("có minh chứng, ", "evidence on file, "),
            Role::Points => self.word("chấm điểm, ", "points given, "),
            Role::Level => self.word("chọn mức, ", "level chosen, "),
        };
        let kind = match input.kind {
            InputKind::YesNo => self.word("đúng sai", "yes or no"),
            InputKind::Integer => self.word("số nguyên", "whole number"),
            InputKind::Decimal => self.word("số thập phân", "decimal"),
            InputKind::Percent => self.word("phần trăm", "percent"),
            InputKind::Date => self.word("ngày", "date"),
            InputKind::Choice if input.ordered => self.word("theo bậc", "ordered choice"),
            InputKind::Choice => self.word("một trong", "one of"),
            InputKind::Text => self.word("chữ", "text"),
        };
        let mut text = format!("    {}: {role}{kind}", input.name);
        if let (Some(from), Some(to)) = (&input.from, &input.to) {
            let (from, to) = (self.figure(from), self.figure(to));
            let _ = write!(text, " {from} {} {to}", self.word("đến", "to"));
        }
        match input.unit.as_deref() {
            Some("%") => text.push('%'),
            Some(unit) => {
                let _ = write!(text, " {unit}");
            }
            None => {}
        }
        if let Some(digits) = input.digits.filter(|digits| *digits > 0) {
            let digits_word = if digits == 1 { "digit after the point" } else { "digits after the point" };
            let _ = write!(text, ", {digits} {}", self.word("chữ số lẻ", digits_word));
        }
        if let Some(step) = &input.step {
            let _ = write!(text, ", {} {}", self.word("bước", "step"), self.figure(step));
        }
        if !input.options.is_empty() {
            let options: Vec<String> = input.options.iter().map(|option| format!("\"{option}\"")).collect();
            let _ = write!(text, " {}", options.join(", "));
        }
        match input.years_back {
            0 => {}
            1 => text.push_str(self.word(", và năm trước", ", and of the year before")),
            years => {
                let _ = match self.lang {
                    Lang::Vi => write!(text, ", và {years} năm trước"),
                    Lang::En => write!(text, ", and of {years} years before"),
                };
            }
        }
        let _ = write!(text, " · \"{}\"", input.label);
        let readers = [
            (String::new(), &input.items),
            (format!("{} ", self.word("điều kiện", "condition")), &input.gates),
            (format!("{} ", self.word("kết quả", "result")), &input.classes),
        ];
        let readers: Vec<String> = readers
            .iter()
            .filter(|(_, names)| !names.is_empty())
            .map(|(word, names)| format!("{word}{}", names.join(", ")))
            .collect();
        if !readers.is_empty() {
            let _ = write!(text, " → {}", readers.join("; "));
        }
        if input.private {
            text.push_str(self.word(", giữ kín", ", kept private"));
        }
        if !input.needed {
            let _ = write!(text, " ({})", self.word("không kết quả nào dùng", "no result reads it"));
        }
        self.line(&text);
    }

    fn others(&mut self, facts: &Facts) {
        if !facts.results.is_empty() {
            self.section("Kết quả của bộ khác", "Results of other sets");
        }
        for result in &facts.results {
            let newest = self.word("mới nhất", "newest");
            let edition = result.edition.as_deref().unwrap_or(newest);
            let mut ways = Vec::new();
            if result.recognised {
                ways.push(self.word("đã công nhận", "recognised"));
            }
            if result.computed {
                ways.push(self.word("tính toán", "computed"));
            }
            let classes: Vec<&str> = result.classes.iter().map(|class| class.name.as_str()).collect();
            self.line(&format!("  {} ({edition}; {}): {}", result.set, ways.join(", "), classes.join(" < ")));
        }
        if !facts.parameters.is_empty() {
            self.section("Tham số", "Parameters");
        }
        for parameter in &facts.parameters {
            self.line(&format!("  {} \"{}\"", parameter.name, parameter.label));
            for row in &parameter.rows {
                let mut text = format!("    {} {}", self.word("từ", "from"), self.figure(&row.from));
                if let Some(region) = &row.region {
                    let _ = write!(text, " {} \"{region}\"", self.word("tại vùng", "in region"));
                }
                if let Some(when) = &row.when {
                    let _ = write!(text, " {} {}", self.word("khi", "when"), when.get(self.lang));
                }
                let unit = match parameter.unit.as_deref() {
                    Some("%") => "%".to_owned(),
                    Some(unit) => format!(" {unit}"),
                    None => String::new(),
                };
                let assumed = if row.assumed { self.word(" [giả định]", " [assumed]") } else { "" };
                let _ = write!(text, ": {}{unit}{assumed}", self.figure(&row.value));
                self.line(&text);
            }
        }
    }

    fn item(&mut self, facts: &Facts, item: &ItemFacts) {
        let mut depth = 1;
        let mut parent = item.parent.as_ref();
        while let Some(code) = parent {
            depth += 1;
            parent = facts.items.iter().find(|item| item.code == *code).and_then(|item| item.parent.as_ref());
        }
        let indent = "  ".repeat(depth);
        let mut text = format!("{indent}{} {} \"{}\"", item.word.get(self.lang), item.code, item.label);
        if let Some(maximum) = &item.maximum {
            let (max, points) = (self.word("tối đa", "max"), self.word("điểm", "points"));
            let _ = write!(text, ", {max} {} {points}", self.figure(maximum));
        } else if item.judged {
            let _ = write!(text, ", {}", self.word("đạt hoặc không đạt", "met or not met"));
        }
        self.line(&text);
    }
}
