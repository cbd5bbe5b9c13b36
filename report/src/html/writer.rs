//! Markup that cannot come out unbalanced or unescaped.
//!
//! In: names of elements, attributes, text. Out: HTML. Every element that is opened is closed by the
//! same call, and every text and attribute passes [`escape`]; nothing else writes to the page.

use std::fmt::Write as _;

/// A page being written.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    out: String,
}

impl Writer {
    pub(crate) fn finish(self) -> String {
        self.out
    }

    /// An element and what is in it.
    pub(crate) fn within(&mut self, name: &str, attributes: &[(&str, &str)], body: impl FnOnce(&mut Self)) {
        self.start(name, attributes);
        body(self);
        let _ = write!(self.out, "</{name}>");
        if !matches!(name, "span" | "a" | "b" | "i" | "text" | "title" | "label" | "em" | "strong") {
            self.out.push('\n');
        }
    }

    /// An element that holds one text.
    pub(crate) fn element(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.within(name, attributes, |page| page.text(text));
    }

    /// An element that HTML never closes, such as `input`; or a drawn one, closed in itself.
    pub(crate) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        if matches!(name, "rect" | "line" | "path") {
            self.out.truncate(self.out.len().saturating_sub(1));
            self.out.push_str("/>");
        }
    }

    /// A text.
    pub(crate) fn text(&mut self, text: &str) {
        escape(text, &mut self.out);
    }

    /// Our own style sheet, which must not be escaped.
    pub(crate) fn style(&mut self, sheet: &'static str) {
        self.out.push_str(sheet);
    }

    /// The line before all elements.
    pub(crate) fn doctype(&mut self) {
        self.out.push_str("<!DOCTYPE html>\n");
    }

    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let _ = write!(self.out, "<{name}");
        for (attribute, value) in attributes {
            let _ = write!(self.out, " {attribute}=\"");
            escape(value, &mut self.out);
            self.out.push('"');
        }
        self.out.push('>');
    }
}

/// Writes a text as it may stand in HTML, between tags or in a quoted attribute. Control signs,
/// which no page shows, and signs that turn the direction of text become spaces.
fn escape(text: &str, out: &mut String) {
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => out.push(' '),
            sign if sign.is_control() => out.push(' '),
            sign => out.push(sign),
        }
    }
}

/// The address of a file beside the report: relative, every sign that could mean more written as
/// its bytes, so that no name becomes another kind of address.
pub(crate) fn address(file: &str) -> String {
    let mut out = String::from("./");
    for byte in file.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'/' => out.push(char::from(byte)),
            byte => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_written_can_leave_its_place() {
        let mut page = Writer::default();
        page.element("td", &[("title", "\"><b>")], "<script>'&\u{7}\u{202e}");
        let wanted = "<td title=\"&quot;&gt;&lt;b&gt;\">&lt;script&gt;&#39;&amp;  </td>\n";
        assert_eq!(page.finish(), wanted);
    }

    #[test]
    fn a_file_name_is_never_a_scheme() {
        assert_eq!(address("javascript:alert(1)"), "./javascript%3Aalert%281%29");
        assert_eq!(address("kết quả.csv"), "./k%E1%BA%BFt%20qu%E1%BA%A3.csv");
    }
}
