//! An impact in words, Vietnamese and English.

use super::{Impact, ImpactEffect, ImpactReason, ImpactSide, KnownIn, Place, Reached, StandingChange};
use crate::describe::{noun, show_exact, show_number};
use crate::exact::Exact;
use crate::explain::NodeKind;
use crate::outcome::{Standing, Verdict};
use std::fmt::Write as _;
use tieuchi_grammar::Lang;
use unicode_width::UnicodeWidthStr;

/// The most reasons shown of one direction.
const REASONS: usize = 20;

impl Impact {
    /// The impact in words. Lines end with `\n`.
    #[must_use]
    pub fn to_text(&self, lang: Lang) -> String {
        let vi = lang == Lang::Vi;
        let word = |vi_word: &'static str, en: &'static str| if vi { vi_word } else { en };
        let mut out = format!("{}\n→ {}\n", self.old.words(lang), self.new.words(lang));
        let _ = writeln!(out, "{}: {}", word("Số đối tượng", "Subjects"), many(self.subjects, lang));
        let (before, after) = self.alone;
        if before + after > 0 {
            let words = word("Chỉ có ở một bên, không tính", "On one side alone, not counted");
            let _ = writeln!(out, "{words}: {}", many(before + after, lang));
        }
        for side in [&self.old, &self.new] {
            side.problems(lang, &mut out);
        }
        if self.matrix.iter().any(|cell| (&cell.old, &cell.new) != (&Place::NoClasses, &Place::NoClasses)) {
            self.standings(lang, &mut out);
        }
        if let Some(points) = &self.points {
            let (more, fewer, same) =
                (many(points.more, lang), many(points.fewer, lang), many(points.same, lang));
            let line = match lang {
                Lang::Vi => format!("Điểm chắc chắn: tăng: {more}, giảm: {fewer}, không đổi: {same}"),
                Lang::En => {
                    format!("Points that are certain: more: {more}, fewer: {fewer}, the same: {same}")
                }
            };
            let _ = writeln!(out, "\n{line}");
        }
        self.why(lang, &mut out);
        if let Some(thresholds) = &self.thresholds {
            out.push('\n');
            out.push_str(&thresholds.to_text(lang));
        }
        out
    }

    /// Who stands where, who gains and who loses.
    fn standings(&self, lang: Lang, out: &mut String) {
        let vi = lang == Lang::Vi;
        let title =
            if vi { "Trước (hàng) và sau (cột):" } else { "Before (rows) and after (columns):" };
        let _ = writeln!(out, "\n{title}");
        self.grid(lang, out);
        out.push('\n');
        for change in [
            StandingChange::Gained,
            StandingChange::Lost,
            StandingChange::Other,
            StandingChange::Same,
            StandingChange::Open,
        ] {
            let count = self.changes.get(&change).copied().unwrap_or(0);
            if count > 0
                || matches!(change, StandingChange::Gained | StandingChange::Lost | StandingChange::Open)
            {
                let _ = writeln!(out, "{}: {}", heading(change, lang), many(count, lang));
            }
        }
        for class in &self.classes {
            let held = |side: Option<Reached>| match side {
                Some(reached) => reached.words(lang),
                None => (if vi { "không có" } else { "not there" }).to_owned(),
            };
            let (gained, lost) = (many(class.gained, lang), many(class.lost, lang));
            let unsettled = many(class.unsettled, lang);
            let tail = match lang {
                Lang::Vi => format!("được thêm: {gained}, mất: {lost}, chưa rõ: {unsettled}"),
                Lang::En => format!("gain it: {gained}, lose it: {lost}, not settled: {unsettled}"),
            };
            let _ = writeln!(
                out,
                "  {} «{}»: {} → {}; {tail}",
                class.name,
                class.label,
                held(class.old),
                held(class.new)
            );
        }
    }

    /// The counts in rows and columns, numbers to the right.
    fn grid(&self, lang: Lang, out: &mut String) {
        let mut columns: Vec<&Place> = Vec::new();
        let mut rows: Vec<&Place> = Vec::new();
        for cell in &self.matrix {
            if !rows.contains(&&cell.old) {
                rows.push(&cell.old);
            }
        }
        // Cells come by rows; columns have the order of the places.
        let mut after: Vec<(usize, &Place)> = Vec::new();
        for cell in &self.matrix {
            let at = self.column(&cell.new);
            if !after.contains(&(at, &cell.new)) {
                after.push((at, &cell.new));
            }
        }
        after.sort();
        columns.extend(after.iter().map(|(_, place)| *place));
        let count = |old: &Place, new: &Place| {
            let cell = self.matrix.iter().find(|cell| (&cell.old, &cell.new) == (old, new));
            many(cell.map_or(0, |cell| cell.count), lang)
        };
        let width = |text: &str| UnicodeWidthStr::width(text);
        let first = rows.iter().map(|place| width(place_word(place, lang))).max().unwrap_or(0);
        let widths: Vec<usize> = columns
            .iter()
            .map(|column| {
                let counts = rows.iter().map(|row| width(&count(row, column)));
                counts.max().unwrap_or(0).max(width(place_word(column, lang)))
            })
            .collect();
        let pad = |width_wanted: usize, text: &str| " ".repeat(width_wanted.saturating_sub(width(text)));
        let mut line = " ".repeat(first + 2);
        for (column, wide) in columns.iter().zip(&widths) {
            let text = place_word(column, lang);
            let _ = write!(line, "  {}{text}", pad(*wide, text));
        }
        let _ = writeln!(out, "{line}");
        for row in &rows {
            let text = place_word(row, lang);
            let mut line = format!("  {text}{}", pad(first, text));
            for (column, wide) in columns.iter().zip(&widths) {
                let text = count(row, column);
                let _ = write!(line, "  {}{text}", pad(*wide, &text));
            }
            let _ = writeln!(out, "{line}");
        }
    }

    /// Where a place after stands: classes as they are listed, then the rest.
    fn column(&self, place: &Place) -> usize {
        match place {
            Place::Settled(Standing::Class(name)) => {
                self.classes.iter().position(|class| class.name == *name).unwrap_or(usize::MAX)
            }
            Place::Settled(_) | Place::Unsettled | Place::NoClasses => self.classes.len(),
        }
    }

    fn why(&self, lang: Lang, out: &mut String) {
        let moved = self.moved();
        if moved == 0 {
            return;
        }
        let (looked, all) = (many(self.examined, lang), many(moved, lang));
        let line = match (lang, self.examined < moved) {
            (Lang::Vi, false) => format!("Vì sao (xét tất cả đối tượng đổi xếp loại: {all}):"),
            (Lang::Vi, true) => {
                format!("Vì sao (chỉ xét {looked} đối tượng đầu tiên trong {all} đối tượng đổi xếp loại):")
            }
            (Lang::En, false) => format!("Why (all who stand elsewhere are looked at: {all}):"),
            (Lang::En, true) => {
                format!("Why (only the first {looked} of {all} who stand elsewhere are looked at):")
            }
        };
        let _ = writeln!(out, "\n{line}");
        for change in [StandingChange::Gained, StandingChange::Lost, StandingChange::Other] {
            let mut own = self.reasons.iter().filter(|reason| reason.change == change).peekable();
            if own.peek().is_none() {
                continue;
            }
            let _ = writeln!(out, "  {}:", heading(change, lang));
            for reason in own.by_ref().take(REASONS) {
                reason.print(lang, out);
            }
            let more = own.count();
            if more > 0 {
                let more = many(u64::try_from(more).unwrap_or(u64::MAX), lang);
                let _ = match lang {
                    Lang::Vi => writeln!(out, "    … và {more} lý do khác"),
                    Lang::En => writeln!(out, "    … and {more} more"),
                };
            }
        }
        let note = match lang {
            Lang::Vi => "Một đối tượng có thể có nhiều lý do.",
            Lang::En => "A subject may have several reasons.",
        };
        let _ = writeln!(out, "  {note}");
    }
}

impl ImpactSide {
    fn words(&self, lang: Lang) -> String {
        match lang {
            Lang::Vi => format!("{} bản {}", self.set, self.edition),
            Lang::En => format!("{} edition {}", self.set, self.edition),
        }
    }

    fn problems(&self, lang: Lang, out: &mut String) {
        let all: u64 = self.problems.values().sum();
        if all == 0 {
            return;
        }
        let by_code: Vec<String> =
            self.problems.iter().map(|(code, count)| format!("{code} {}", many(*count, lang))).collect();
        let (face, all) = (self.words(lang), many(all, lang));
        let subjects = many(self.subjects_with_problems, lang);
        let codes = by_code.join(", ");
        let _ = match lang {
            Lang::Vi => writeln!(out, "Vấn đề theo {face}: {all}, của {subjects} đối tượng ({codes})"),
            Lang::En => {
                writeln!(out, "Problems under {face}: {all}; subjects that have one: {subjects} ({codes})")
            }
        };
    }
}

impl ImpactReason {
    fn print(&self, lang: Lang, out: &mut String) {
        let vi = lang == Lang::Vi;
        let what = match self.kind {
            NodeKind::Item => format!("{} {} «{}»", self.word.get(lang), self.code, self.label),
            NodeKind::Clause | NodeKind::Gate | NodeKind::Class => {
                format!("{} {}", self.word.get(lang), self.code)
            }
        };
        let verdict = |verdict: Option<Verdict>| match (verdict, vi) {
            (Some(Verdict::Met), true) => "đạt",
            (Some(Verdict::Met), false) => "met",
            (Some(Verdict::NotMet), true) => "không đạt",
            (Some(Verdict::NotMet), false) => "not met",
            (Some(Verdict::Unknown), true) => "chưa rõ",
            (Some(Verdict::Unknown), false) => "not known",
            (Some(Verdict::NotApplicable), true) => "không áp dụng",
            (Some(Verdict::NotApplicable), false) => "not applicable",
            (None, true) => "không có",
            (None, false) => "none",
        };
        let effect = match self.effect {
            ImpactEffect::More(least, most) => size(least, most, lang, true),
            ImpactEffect::Fewer(least, most) => size(least, most, lang, false),
            ImpactEffect::Verdict(old, new) => format!("{} → {}", verdict(old), verdict(new)),
            ImpactEffect::Asks => (if vi { "yêu cầu khác" } else { "asks otherwise" }).to_owned(),
        };
        let presence = match (self.presence, vi) {
            (KnownIn::Both, _) => "",
            (KnownIn::New, true) => " (mục mới)",
            (KnownIn::New, false) => " (new)",
            (KnownIn::Gone, true) => " (không còn)",
            (KnownIn::Gone, false) => " (gone)",
        };
        let _ = writeln!(out, "    {}: {what}{presence}: {effect}", many(self.count, lang));
        for cause in &self.causes {
            let often = if cause.count == self.count {
                String::new()
            } else {
                format!(" ({})", many(cause.count, lang))
            };
            let _ = writeln!(out, "        {}{often}", cause.text.get(lang));
        }
    }
}

impl Reached {
    /// `120`, or `120 for certain, up to 130` where it is not known of all.
    pub(super) fn words(self, lang: Lang) -> String {
        let (certain, possible) = (many(self.certain, lang), many(self.possible, lang));
        match (self.certain == self.possible, lang) {
            (true, _) => certain,
            (false, Lang::Vi) => format!("chắc chắn {certain}, có thể tới {possible}"),
            (false, Lang::En) => format!("{certain} for certain, up to {possible}"),
        }
    }
}

pub(super) fn many(count: u64, lang: Lang) -> String {
    show_number(Exact::whole(i128::from(count)), lang)
}

/// `3 points more`, `1 to 3 points less`.
fn size(least: Exact, most: Exact, lang: Lang, more: bool) -> String {
    let points = if least == most {
        show_exact(least, lang)
    } else {
        let to = if lang == Lang::Vi { "đến" } else { "to" };
        format!("{} {to} {}", show_exact(least, lang), show_exact(most, lang))
    };
    let word = noun(most, lang, "điểm", "point", "points");
    match (lang, more) {
        (Lang::Vi, true) => format!("thêm {points} {word}"),
        (Lang::Vi, false) => format!("bớt {points} {word}"),
        (Lang::En, true) => format!("{points} {word} more"),
        (Lang::En, false) => format!("{points} {word} less"),
    }
}

const fn heading(change: StandingChange, lang: Lang) -> &'static str {
    match (change, lang) {
        (StandingChange::Gained, Lang::Vi) => "Được thêm hoặc lên loại",
        (StandingChange::Gained, Lang::En) => "Gain a title or stand higher",
        (StandingChange::Lost, Lang::Vi) => "Mất hoặc xuống loại",
        (StandingChange::Lost, Lang::En) => "Lose a title or stand lower",
        (StandingChange::Other, Lang::Vi) => "Khác, không cao hơn và không thấp hơn",
        (StandingChange::Other, Lang::En) => "Elsewhere, neither higher nor lower",
        (StandingChange::Same, Lang::Vi) => "Như cũ",
        (StandingChange::Same, Lang::En) => "The same",
        (StandingChange::Open, Lang::Vi) => "Hồ sơ chưa cho biết",
        (StandingChange::Open, Lang::En) => "Not settled by what is on file",
    }
}

fn place_word(place: &Place, lang: Lang) -> &str {
    match (place, lang) {
        (Place::Settled(Standing::Class(name)), _) => name,
        (Place::Settled(Standing::None), Lang::Vi) => "không loại nào",
        (Place::Settled(Standing::None), Lang::En) => "none",
        (Place::Settled(Standing::NotRanked), Lang::Vi) => "không xếp loại",
        (Place::Settled(Standing::NotRanked), Lang::En) => "not ranked",
        (Place::Settled(Standing::Outside), Lang::Vi) => "ngoài phạm vi",
        (Place::Settled(Standing::Outside), Lang::En) => "outside",
        (Place::Unsettled, Lang::Vi) => "chưa xác định",
        (Place::Unsettled, Lang::En) => "not settled",
        (Place::NoClasses, Lang::Vi) => "bộ không xếp loại",
        (Place::NoClasses, Lang::En) => "no classes",
    }
}
