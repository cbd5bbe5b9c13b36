//! A coloured set for the terminal.

use super::{ColouredSet, Mark};
use crate::explain::Detail;
use crate::render::{Paint, plain};
use std::fmt::Write as _;
use tieuchi_grammar::Lang;

impl ColouredSet {
    /// The set with a sign before each line and the reasons behind it; with colours if asked.
    /// Signs that could mislead a terminal are replaced. Lines end with `\n`.
    #[must_use]
    pub fn to_text(&self, lang: Lang, colour: bool) -> String {
        let paint = Paint(colour);
        let mut out = self.explanation.to_text(Detail::Line, lang);
        out.push_str(&legend(lang, paint));
        out.push('\n');
        let width = self.lines.len().to_string().len();
        for (at, line) in self.lines.iter().enumerate() {
            let number = format!("{:>width$}", at + 1);
            let text = indented(&line.text);
            if text.is_empty() {
                let _ = writeln!(out, "  {number}");
                continue;
            }
            let (sign, text) = (paint.mark(line.mark, line.mark.sign()), paint.mark(line.mark, &text));
            let why: Vec<String> = line.why.iter().map(|why| plain(why.get(lang))).collect();
            let why = if why.is_empty() {
                String::new()
            } else {
                paint.with("2", &format!("  ← {}", why.join("; ")))
            };
            let _ = writeln!(out, "{sign} {} {text}{why}", paint.with("2", &number));
        }
        out
    }
}

/// A line with its indentation; what could mislead is replaced.
fn indented(line: &str) -> String {
    let text = line.trim_start();
    let indent = line.get(..line.len() - text.len()).unwrap_or_default();
    format!("{}{}", indent.replace('\t', "    "), plain(text)).trim_end().to_owned()
}

fn legend(lang: Lang, paint: Paint) -> String {
    let marks = Mark::ALL.iter().filter(|mark| **mark != Mark::Plain);
    let entries: Vec<String> =
        marks.map(|mark| paint.mark(*mark, &format!("{} {}", mark.sign(), mark.words().get(lang)))).collect();
    format!("  {}\n", entries.join("   "))
}

impl Paint {
    fn mark(self, mark: Mark, text: &str) -> String {
        let code = match mark {
            Mark::Met => "32",
            Mark::NotMet => "1;31",
            Mark::InPart => "33",
            Mark::Unknown => "1;33",
            Mark::Counted => "36",
            Mark::NotRelevant => "2",
            Mark::Withheld => "35",
            Mark::Plain => return text.to_owned(),
        };
        self.with(code, text)
    }
}
