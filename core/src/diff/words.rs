//! A difference in words and as JSON.

use super::{Change, ChangeKind, Difference, Said, Side, Topic};
use crate::json::Json;
use std::fmt::Write as _;
use tieuchi_grammar::{Bilingual, Lang};

impl Topic {
    /// The heading of a topic.
    #[must_use]
    pub fn words(self) -> Bilingual {
        let (vi, en) = match self {
            Self::Set => ("Cả bộ", "The whole set"),
            Self::Inputs => ("Thông tin và minh chứng", "Facts and evidence"),
            Self::Definitions => ("Tham số, định nghĩa, nhóm", "Parameters, definitions, groups"),
            Self::Items => ("Các mục và điểm tối đa", "Items and their maxima"),
            Self::Scoring => ("Cách chấm và điều kiện đạt", "How items score and when they are met"),
            Self::Targets => ("Chỉ tiêu theo mốc", "Milestones"),
            Self::Results => ("Điều kiện, danh hiệu, xếp loại", "Gates, titles, classes"),
            Self::Words => {
                ("Lời: tên gọi, nguồn, cách hiểu, ví dụ", "Words: labels, sources, readings, examples")
            }
        };
        Bilingual::new(vi, en)
    }
}

impl ChangeKind {
    fn words(self) -> Bilingual {
        let (vi, en) = match self {
            Self::Added => ("thêm", "added"),
            Self::Dropped => ("bỏ", "dropped"),
            Self::Changed => ("đổi", "changed"),
            Self::Renumbered => ("đổi mã", "renumbered"),
            Self::Moved => ("chuyển sang mục khác", "moved under another heading"),
            Self::Reordered => ("đổi thứ tự", "in another order"),
        };
        Bilingual::new(vi, en)
    }
}

impl Side {
    fn words(&self, lang: Lang) -> String {
        let word = if lang == Lang::Vi { "bản" } else { "edition" };
        format!("{} {word} {}", self.id, self.edition)
    }
}

impl Change {
    /// The figures that differ, where nothing but figures does: before and after.
    #[must_use]
    pub fn figures(&self, lang: Lang) -> Vec<(String, String)> {
        let (Some(old), Some(new)) = (&self.old, &self.new) else { return Vec::new() };
        let ([before], [after]) = (old.lines.as_slice(), new.lines.as_slice()) else { return Vec::new() };
        let (before, after) = (pieces(before.get(lang)), pieces(after.get(lang)));
        if before.len() != after.len() {
            return Vec::new();
        }
        let other: Vec<(&str, &str)> =
            before.into_iter().zip(after).filter(|(before, after)| before != after).collect();
        let figure = |piece: &str| piece.starts_with(|c: char| c.is_ascii_digit());
        if other.iter().all(|(before, after)| figure(before) && figure(after)) {
            other.into_iter().map(|(before, after)| (before.to_owned(), after.to_owned())).collect()
        } else {
            Vec::new()
        }
    }
}

/// A line cut into figures and what stands between them. Digits within a name are no figure.
fn pieces(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = line;
    let mut before = ' ';
    while let Some(first) = rest.chars().next() {
        let begins =
            |before: char, c: char| c.is_ascii_digit() && !(before.is_alphanumeric() || before == '_');
        let figure = begins(before, first);
        let mut last = before;
        // A sign between two digits belongs to the figure: 12,5 and 2024-01-26 and 01/01/2025.
        let end = rest
            .char_indices()
            .find(|(at, c)| {
                let next_is_digit = || {
                    let next = rest.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
                    next.is_some_and(|next| next.is_ascii_digit())
                };
                let within = c.is_ascii_digit()
                    || (matches!(c, ',' | '.' | '/' | '-') && next_is_digit())
                    || *c == '%';
                let ends = if figure { !within } else { begins(last, *c) };
                last = *c;
                ends
            })
            .map_or(rest.len(), |(at, _)| at);
        let (piece, after) = rest.split_at(end);
        before = piece.chars().next_back().unwrap_or(before);
        found.push(piece);
        rest = after;
    }
    found
}

impl Difference {
    /// The difference in words. Lines end with `\n`; old lines begin with `-`, new ones with `+`.
    /// Examples are counted only.
    #[must_use]
    pub fn to_text(&self, lang: Lang) -> String {
        self.text(lang, false)
    }

    /// The difference in words, examples in full.
    #[must_use]
    pub fn to_text_with_examples(&self, lang: Lang) -> String {
        self.text(lang, true)
    }

    /// How many examples were added, dropped and changed, in one line.
    fn examples(&self, lang: Lang) -> String {
        let kinds = [ChangeKind::Added, ChangeKind::Dropped, ChangeKind::Changed];
        let counts = kinds.into_iter().filter_map(|kind| {
            let of_kind = self.changes.iter().filter(|change| change.example && change.kind == kind);
            let count = of_kind.count();
            (count > 0).then(|| match lang {
                Lang::Vi => format!("{} {count}", kind.words().get(lang)),
                Lang::En => format!("{count} {}", kind.words().get(lang)),
            })
        });
        let word = if lang == Lang::Vi { "ví dụ" } else { "examples" };
        format!("{word}: {}", counts.collect::<Vec<_>>().join(", "))
    }

    fn text(&self, lang: Lang, examples: bool) -> String {
        let say = |vi: &'static str, en: &'static str| if lang == Lang::Vi { vi } else { en };
        let mut out = format!("{} → {}\n", self.old.words(lang), self.new.words(lang));
        for topic in Topic::ALL {
            let changes: Vec<&Change> = self.changes.iter().filter(|change| change.topic == topic).collect();
            if changes.is_empty() {
                continue;
            }
            let _ = writeln!(out, "\n{}", topic.words().get(lang));
            for change in changes.iter().filter(|change| examples || !change.example) {
                change.write(&mut out, lang);
            }
            if !examples && changes.iter().any(|change| change.example) {
                let _ = writeln!(out, "  {}", self.examples(lang));
            }
        }
        let decisive = self.changes.iter().filter(|change| change.meaning).count();
        let words = self.changes.len() - decisive;
        let line = match (decisive, words, lang) {
            (0, 0, _) => say("Hai bộ nói như nhau.", "Both sets say the same.").to_owned(),
            (0, _, Lang::Vi) => format!("Chỉ khác lời: {words} chỗ; cách chấm như nhau."),
            (0, 1, Lang::En) => "Only words differ, in 1 place; both judge alike.".to_owned(),
            (0, _, Lang::En) => format!("Only words differ, in {words} places; both judge alike."),
            (_, _, Lang::Vi) => format!("{decisive} chỗ khác có thể đổi kết quả, {words} chỗ chỉ khác lời."),
            (_, _, Lang::En) => format!(
                "{decisive} {} that can change a result, {words} of words only.",
                if decisive == 1 { "difference" } else { "differences" }
            ),
        };
        let _ = writeln!(out, "\n{line}");
        out
    }

    /// The difference as one JSON object.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut w = Json::default();
        w.object(|w| {
            for (key, side) in [("old", &self.old), ("new", &self.new)] {
                w.key(key);
                w.object(|w| {
                    w.text("set", &side.id);
                    w.text("edition", &side.edition);
                    w.text("label", &side.label);
                });
            }
            w.flag("same_meaning", self.same_meaning());
            w.list("changes", &self.changes, |w, change| change.write_json(w));
        });
        w.out
    }
}

impl Change {
    fn write(&self, out: &mut String, lang: Lang) {
        let place: Vec<&str> = self.place.iter().map(|above| above.get(lang)).collect();
        let place = if place.is_empty() { String::new() } else { format!(" — {}", place.join(" › ")) };
        let figures: Vec<String> =
            self.figures(lang).into_iter().map(|(before, after)| format!("{before} → {after}")).collect();
        let figures = if figures.is_empty() { String::new() } else { format!(": {}", figures.join("; ")) };
        let _ = writeln!(out, "  {}{place}{figures}", self.kind.words().get(lang));
        for (mark, said) in [('-', &self.old), ('+', &self.new)] {
            for line in said.iter().flat_map(|said| &said.lines) {
                let _ = writeln!(out, "    {mark} {}", line.get(lang));
            }
        }
    }

    fn write_json(&self, w: &mut Json) {
        w.object(|w| {
            w.text("topic", self.topic.id());
            w.text("kind", self.kind.id());
            w.flag("meaning", self.meaning);
            w.list("place", &self.place, |w, above| {
                w.object(|w| {
                    w.text("vi", &above.vi);
                    w.text("en", &above.en);
                });
            });
            w.list("figures", &self.figures(Lang::En), |w, (before, after)| {
                w.object(|w| {
                    w.text("old", before);
                    w.text("new", after);
                });
            });
            for (key, said) in [("old", &self.old), ("new", &self.new)] {
                if let Some(said) = said {
                    w.key(key);
                    said.write_json(w);
                }
            }
        });
    }
}

impl Said {
    fn write_json(&self, w: &mut Json) {
        let text = |lang| self.lines.iter().map(|line| line.get(lang)).collect::<Vec<_>>().join("\n");
        w.object(|w| {
            w.words("text", &Bilingual::new(text(Lang::Vi), text(Lang::En)));
            if let Some((source, position)) = &self.place {
                w.text("source", source);
                w.count("line", position.line);
            }
        });
    }
}
