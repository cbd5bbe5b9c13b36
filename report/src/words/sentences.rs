//! Sentences with figures and names in them, in both languages.
//!
//! In: figures and names that are already text. Out: whole sentences, since the order of words is
//! not the same in both languages.

use super::{MET, NONE, OUTSIDE, UNKNOWN, Word};
use tieuchi::{Day, Lang, Verdict, show_day};

/// What a verdict on a milestone is called.
pub(crate) const fn verdict(verdict: Verdict, lang: Lang) -> &'static str {
    match verdict {
        Verdict::Met => MET.of(lang),
        Verdict::NotMet => NONE.of(lang),
        Verdict::Unknown => UNKNOWN.of(lang),
        Verdict::NotApplicable => OUTSIDE.of(lang),
    }
}

/// The line of place and date, with the day left to be written by hand: nobody but who signs knows it.
pub(crate) fn place_and_date(place: &str, lang: Lang) -> String {
    let place = seat(place);
    match lang {
        Lang::Vi => format!("{place}, ngày …… tháng …… năm ……"),
        Lang::En => format!("{place}, ……/……/……"),
    }
}

/// The name of a place without what it is: `An Giang` of `tỉnh An Giang`.
fn seat(place: &str) -> &str {
    const KINDS: [&str; 7] = ["tỉnh ", "thành phố ", "huyện ", "xã ", "phường ", "đặc khu ", "thị xã "];
    KINDS.iter().find_map(|kind| place.strip_prefix(kind)).unwrap_or(place)
}

/// First and last day.
pub(crate) fn period((first, last): (Day, Day), lang: Lang) -> String {
    let (first, last) = (show_day(first, lang), show_day(last, lang));
    match lang {
        Lang::Vi => format!("từ ngày {first} đến ngày {last}"),
        Lang::En => format!("from {first} to {last}"),
    }
}

/// Place and period under the title.
pub(crate) fn subtitle(place: &str, period: &str, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!("Địa bàn: {place}. Kỳ đánh giá: {period}"),
        Lang::En => format!("Place: {place}. Assessment period: {period}"),
    }
}

/// `Căn cứ Quyết định số 677/QĐ-TTg ngày 03/06/2022;`
pub(crate) fn basis(text: &str, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!("Căn cứ {text};"),
        Lang::En => format!("Pursuant to {text};"),
    }
}

/// By what a level is assessed.
pub(crate) fn assessed_by(set: &str, edition: &str, subjects: &str, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!("Đánh giá theo bộ tiêu chí {set}, bản {edition}. Tổng số: {subjects} đối tượng."),
        Lang::En => {
            format!("Assessed by the criteria set {set}, edition {edition}. {subjects} subjects in all.")
        }
    }
}

/// One sentence on a level in the summary; `reaching` as [`reaching`] says it.
pub(crate) fn headline(
    (label, subjects): (&str, &str),
    (count, share): (&str, &str),
    (most, most_share): (&str, &str),
    reaching: &str,
    lang: Lang,
) -> String {
    let settled = count == most;
    match lang {
        Lang::Vi => {
            let reaching = lower_first(reaching);
            if settled {
                format!("{label}: {count} trong tổng số {subjects} đối tượng {reaching} ({share}).")
            } else {
                format!(
                    "{label}: chắc chắn có {count} trong tổng số {subjects} đối tượng {reaching} ({share}); nhiều nhất có thể là {most} ({most_share})."
                )
            }
        }
        Lang::En if settled => format!("{label}: {count} of {subjects} reach {reaching} ({share})."),
        Lang::En => format!(
            "{label}: for certain {count} of {subjects} reach {reaching} ({share}); {most} at most ({most_share})."
        ),
    }
}

/// A text at the beginning of a cell.
pub(crate) fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A text in the middle of a sentence.
fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// The title a column is about: `Đạt “Khá” trở lên`; a lone title has none above it.
pub(crate) fn reaching(title: &str, top: bool, lang: Lang) -> String {
    match (lang, top) {
        (Lang::Vi, true) => format!("Đạt “{title}”"),
        (Lang::Vi, false) => format!("Đạt “{title}” trở lên"),
        (Lang::En, true) => format!("“{title}”"),
        (Lang::En, false) => format!("“{title}” or higher"),
    }
}

/// The caption of a chart by place, and which part it is if it has several.
pub(crate) fn share_by_place(
    reaching: &str,
    (label, part, parts): (&str, usize, usize),
    lang: Lang,
) -> String {
    let part = if parts > 1 { format!(" ({part}/{parts})") } else { String::new() };
    match lang {
        Lang::Vi => {
            let reaching = lower_first(reaching);
            format!("{label}: tỷ lệ {reaching} theo địa bàn, từ cao đến thấp{part}")
        }
        Lang::En => format!("{label}: share reaching {reaching} by place, highest first{part}"),
    }
}

/// Where the highest and lowest shares are, for those who do not see the chart.
pub(crate) fn extremes(highest: (&str, &str), lowest: (&str, &str), lang: Lang) -> String {
    match lang {
        Lang::Vi => format!(
            "Tỷ lệ chắc chắn cao nhất: {} ({}); thấp nhất: {} ({}).",
            highest.0, highest.1, lowest.0, lowest.1
        ),
        Lang::En => format!(
            "Highest certain share: {} ({}); lowest: {} ({}).",
            highest.0, highest.1, lowest.0, lowest.1
        ),
    }
}

/// The caption of a table about one kind of subject.
pub(crate) fn about(what: Word, label: &str, lang: Lang) -> String {
    format!("{} – {label}", what.of(lang))
}

/// What is asked for by when.
pub(crate) fn milestone(share: &str, by: Day, due: bool, lang: Lang) -> String {
    let by = show_day(by, lang);
    match (lang, due) {
        (Lang::Vi, false) => format!("{share} đến {by}"),
        (Lang::Vi, true) => format!("{share} đến {by} (đến hạn)"),
        (Lang::En, false) => format!("{share} by {by}"),
        (Lang::En, true) => format!("{share} by {by} (due)"),
    }
}

/// Whether the milestone due is reached.
pub(crate) fn milestone_judged(milestone: &str, verdict: &str, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!("Mốc đến hạn {milestone}: {}.", verdict.to_lowercase()),
        Lang::En => format!("Milestone due, {milestone}: {}.", verdict.to_lowercase()),
    }
}

/// No milestone is due in the period.
pub(crate) fn no_milestone(lang: Lang) -> String {
    match lang {
        Lang::Vi => "Trong kỳ chưa có mốc đến hạn.".to_owned(),
        Lang::En => "No milestone is due in the period.".to_owned(),
    }
}

/// What a gauge shows, in one sentence.
pub(crate) fn gauge(certain: &str, possible: &str, lang: Lang) -> String {
    match lang {
        Lang::Vi if certain == possible => format!("Đã thực hiện {certain}."),
        Lang::En if certain == possible => format!("Reached: {certain}."),
        Lang::Vi => format!("Đã thực hiện chắc chắn {certain}, có thể đến {possible}."),
        Lang::En => format!("Reached for certain: {certain}; possibly {possible}."),
    }
}

/// How many are still needed for the milestone due.
pub(crate) fn needed(count: &str, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!("Để chắc chắn đạt mốc đến hạn còn thiếu ít nhất {count}."),
        Lang::En => format!("At least {count} more are needed to be sure of the milestone due."),
    }
}

/// In how many places the milestone is met, not met, not known.
pub(crate) fn places_by_verdict(met: &str, not_met: &str, unknown: &str, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!("Theo địa bàn: {met} đạt, {not_met} không đạt, {unknown} chưa rõ."),
        Lang::En => format!("By place: {met} met, {not_met} not met, {unknown} not known."),
    }
}

/// Where a problem is: row, column, and whose row it is if that may be said.
pub(crate) fn problem_place(row: &str, column: &str, subject: Option<&str>, lang: Lang) -> String {
    let mut out = match lang {
        Lang::Vi => format!("dòng {row}"),
        Lang::En => format!("row {row}"),
    };
    if !column.is_empty() {
        out.push_str(match lang {
            Lang::Vi => ", cột ",
            Lang::En => ", column ",
        });
        out.push_str(column);
    }
    if let Some(subject) = subject {
        out.push_str(&format!(" ({subject})"));
    }
    out
}

/// How many problems there are in all.
pub(crate) fn problems_in_all(count: &str, kinds: &str, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!("Phát hiện {count} vấn đề thuộc {kinds} loại."),
        Lang::En => match (count, kinds) {
            ("1", _) => "1 problem was found.".to_owned(),
            (_, "1") => format!("{count} problems of 1 kind were found."),
            _ => format!("{count} problems of {kinds} kinds were found."),
        },
    }
}

/// What everybody gets of an item.
pub(crate) fn everybody_gets(points: &str, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!("đều được {points} điểm"),
        Lang::En => format!("{points} points each"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_line_names_the_place_without_its_kind() {
        assert_eq!(place_and_date("tỉnh An Giang", Lang::Vi), "An Giang, ngày …… tháng …… năm ……");
        assert_eq!(seat("Hà Nội"), "Hà Nội");
    }
}
