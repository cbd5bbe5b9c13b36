//! A letter as plain text, Markdown and HTML.

use super::{Letter, LetterEntry};
use crate::markup::escape;
use std::fmt::Write as _;
use tieuchi_grammar::Lang;

impl Letter {
    /// The letter as plain text. Lines end with `\n`.
    #[must_use]
    pub fn to_text(&self, lang: Lang) -> String {
        let mut out = format!("{}\n{}\n\n", self.title.get(lang).to_uppercase(), self.about.get(lang));
        for ground in &self.grounds {
            let _ = writeln!(out, "{}", ground.get(lang));
        }
        let _ = writeln!(out, "\n{}", self.opening.get(lang));
        for (at, part) in self.parts.iter().enumerate() {
            let _ = writeln!(out, "\n{}. {}", at + 1, part.heading.get(lang));
            for LetterEntry { depth, text } in &part.entries {
                let mark = if *depth == 0 { "   - " } else { "      + " };
                let _ = writeln!(out, "{mark}{}", text.get(lang));
            }
        }
        out
    }

    /// The letter as Markdown.
    #[must_use]
    pub fn to_markdown(&self, lang: Lang) -> String {
        let plain = |text: &str| markdown(text);
        let mut out = format!("# {}\n\n**{}**\n\n", plain(self.title.get(lang)), plain(self.about.get(lang)));
        for ground in &self.grounds {
            // Two spaces at the end keep the lines apart.
            let _ = writeln!(out, "*{}*  ", plain(ground.get(lang)));
        }
        let _ = writeln!(out, "\n{}", plain(self.opening.get(lang)));
        for (at, part) in self.parts.iter().enumerate() {
            let _ = writeln!(out, "\n## {}. {}\n", at + 1, plain(part.heading.get(lang)));
            for LetterEntry { depth, text } in &part.entries {
                let indent = "  ".repeat(usize::from(*depth));
                let _ = writeln!(out, "{indent}- {}", plain(text.get(lang)));
            }
        }
        out
    }

    /// The letter as one HTML page that needs nothing beside it and prints on A4.
    #[must_use]
    pub fn to_html(&self, lang: Lang) -> String {
        let code = if lang == Lang::Vi { "vi" } else { "en" };
        let (title, about) = (escape(self.title.get(lang)), escape(self.about.get(lang)));
        let mut out = format!(
            "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title}: {about}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n\
             <h1>{title}</h1>\n<p class=\"about\">{about}</p>\n<div class=\"grounds\">\n"
        );
        for ground in &self.grounds {
            let _ = writeln!(out, "<p>{}</p>", escape(ground.get(lang)));
        }
        let _ = writeln!(out, "</div>\n<p>{}</p>", escape(self.opening.get(lang)));
        for (at, part) in self.parts.iter().enumerate() {
            let _ = writeln!(out, "<h2>{}. {}</h2>\n<ul>", at + 1, escape(part.heading.get(lang)));
            let mut inner = false;
            let mut open = false;
            for LetterEntry { depth, text } in &part.entries {
                match (*depth > 0, inner) {
                    (true, false) => out.push_str("\n<ul>\n"),
                    (false, true) => out.push_str("</li>\n</ul>\n</li>\n"),
                    _ if open => out.push_str("</li>\n"),
                    _ => {}
                }
                inner = *depth > 0;
                open = true;
                let _ = write!(out, "<li>{}", escape(text.get(lang)));
            }
            if inner {
                out.push_str("</li>\n</ul>\n");
            }
            out.push_str(if open { "</li>\n</ul>\n" } else { "</ul>\n" });
        }
        out.push_str("</main>\n</body>\n</html>\n");
        out
    }
}

const STYLE: &str = "\
body { margin: 0; color: #111; background: #fff; font: 1.05rem/1.5 'Times New Roman', Tinos, 'Liberation Serif', serif; }\n\
main { max-width: 42rem; margin: 0 auto; padding: 2rem 1.25rem; }\n\
h1 { text-align: center; text-transform: uppercase; font-size: 1.3rem; margin: 0; }\n\
.about { text-align: center; font-weight: bold; margin: 0 0 1.5rem; }\n\
.grounds p { margin: 0; font-style: italic; }\n\
h2 { font-size: 1.05rem; margin: 1.2rem 0 0.3rem; }\n\
ul { margin: 0; padding-left: 1.5rem; }\n\
h2, li { break-inside: avoid; }\n\
h2 { break-after: avoid; }\n\
@page { size: A4; margin: 2cm 2cm 2cm 3cm; }\n\
@media print { main { max-width: none; padding: 0; } }\n";

/// A text in which no sign of Markdown has a meaning.
fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' => {
                out.push('\\');
                out.push(sign);
            }
            sign if sign.is_control() => out.push(' '),
            sign => out.push(sign),
        }
    }
    out
}
