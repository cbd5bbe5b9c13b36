//! What other bars of the total would do, in words.

use super::Thresholds;
use super::words::many;
use crate::describe::show_exact;
use std::fmt::Write as _;
use tieuchi_grammar::Lang;

impl Thresholds {
    /// What the bars would do, in words. Lines end with `\n`.
    #[must_use]
    pub fn to_text(&self, lang: Lang) -> String {
        let vi = lang == Lang::Vi;
        let mut out = String::new();
        let Some(now) = &self.now else {
            let note = if vi {
                "Nếu tổng điểm phải từ mức sau trở lên. Điều kiện của danh hiệu không tách riêng được mức của \
                 tổng điểm, nên chỉ xét tổng điểm, không xét điều kiện bắt buộc và điều kiện khác:"
            } else {
                "If the total had to be at least so many points. No bar of the total can be told apart in the \
                 conditions of this set, so only the total is looked at, gates and other conditions are not:"
            };
            let _ = writeln!(out, "{note}");
            for bar in &self.bars {
                let reach = if vi { "tới mức" } else { "reach it" };
                let _ =
                    writeln!(out, "  {}: {reach}: {}", show_exact(bar.points, lang), bar.reached.words(lang));
            }
            return out;
        };
        let asked = match (now.asked, vi) {
            (Some(asked), _) => show_exact(asked, lang),
            (None, true) => "theo tham số".to_owned(),
            (None, false) => "as the parameter says".to_owned(),
        };
        let held = now.held.words(lang);
        let _ = match lang {
            Lang::Vi => writeln!(
                out,
                "Nếu {} «{}» yêu cầu tổng điểm từ mức sau trở lên, mọi điều kiện khác giữ nguyên:\n  hiện nay ({asked}): đạt danh hiệu: {held}",
                now.title, now.label
            ),
            Lang::En => writeln!(
                out,
                "If {} «{}» asked for a total of at least so many points, and for all else as it does:\n  now ({asked}): hold it: {held}",
                now.title, now.label
            ),
        };
        for bar in &self.bars {
            let (points, reached) = (show_exact(bar.points, lang), bar.reached.words(lang));
            let tail = match (&bar.held, lang) {
                (Some(own), Lang::Vi) => format!(
                    "đạt danh hiệu: {}; được thêm: {}, mất: {}",
                    own.held.words(lang),
                    many(own.gained, lang),
                    many(own.lost, lang)
                ),
                (Some(own), Lang::En) => format!(
                    "hold it: {}; gain it: {}, lose it: {}",
                    own.held.words(lang),
                    many(own.gained, lang),
                    many(own.lost, lang)
                ),
                (None, Lang::Vi) => "không xét điều kiện bắt buộc và điều kiện khác".to_owned(),
                (None, Lang::En) => "gates and other conditions are not looked at".to_owned(),
            };
            let _ = match lang {
                Lang::Vi => writeln!(out, "  {points}: tổng điểm tới mức: {reached}; {tail}"),
                Lang::En => writeln!(out, "  {points}: total reaches it: {reached}; {tail}"),
            };
        }
        out
    }
}
