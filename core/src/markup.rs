//! What HTML shares: text made safe to stand in it, and the frame of a piece that is put into a
//! page of somebody else.

use tieuchi_grammar::Lang;

/// A text as it may stand in HTML, between tags or in a quoted attribute.
///
/// Control signs, which no page shows, become spaces.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            sign if sign.is_control() => out.push(' '),
            sign => out.push(sign),
        }
    }
    out
}

/// The language as pages name it.
pub const fn language(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => "vi",
        Lang::En => "en",
    }
}

/// A piece of HTML that can be put into a page: it brings its own look and changes no other's.
///
/// Colours follow the page, light or dark.
pub fn fragment(lang: Lang, body: &str) -> String {
    format!("<div class=\"tieuchi\" lang=\"{}\">\n<style>\n{STYLE}</style>\n{body}</div>\n", language(lang))
}

/// Every rule speaks of what lies in the piece. The class stands twice, so that the rules go before those
/// of a notebook, which sets every cell to the right and breaks words anywhere.
const STYLE: &str = "\
.tieuchi table { border-collapse: collapse; margin: 0.4em 0; }\n\
.tieuchi.tieuchi th, .tieuchi.tieuchi td { text-align: left; vertical-align: top; padding: 0.2em 0.8em 0.2em 0; border-bottom: 1px solid #8886; }\n\
.tieuchi.tieuchi td.number { text-align: right; font-variant-numeric: tabular-nums; }\n\
.tieuchi p { margin: 0.3em 0; }\n\
.tieuchi small { opacity: 0.8; }\n\
.tieuchi.tieuchi pre { font-family: ui-monospace, monospace; white-space: pre-wrap; word-break: normal; overflow-wrap: break-word; }\n\
.tieuchi .bad { font-weight: bold; }\n";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_written_can_leave_its_place() {
        assert_eq!(escape("<b title='x\"'>&\u{7}"), "&lt;b title=&#39;x&quot;&#39;&gt;&amp; ");
        assert_eq!(escape("Kỹ năng 1/3"), "Kỹ năng 1/3");
    }
}
