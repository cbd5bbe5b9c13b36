//! Numbers as an official report writes them.
//!
//! In: exact numbers and counts. Out: text with the marks of a language. Shares and means are cut
//! after two digits, never rounded, so that no figure looks reached that is not.

use tieuchi::{Bilingual, Exact, Lang, show_number};

/// Digits after the mark of shares (as percentages) and of means.
pub(crate) const PLACES: u32 = 2;

/// A number of subjects: `1.234.567`.
///
/// ```
/// use tieuchi::Lang;
/// assert_eq!(tieuchi_report::show_count(1_234_567, Lang::Vi), "1.234.567");
/// assert_eq!(tieuchi_report::show_count(1_234_567, Lang::En), "1,234,567");
/// ```
#[must_use]
pub fn show_count(count: u64, lang: Lang) -> String {
    show_number(Exact::whole(i128::from(count)), lang)
}

/// A number with exactly so many digits after the mark, cut off if there are more.
///
/// ```
/// use tieuchi::{Exact, Lang};
/// let mean = Exact::new(24_691_357, 20_000).unwrap();
/// assert_eq!(tieuchi_report::show_fixed(mean, 2, Lang::Vi), "1.234,56");
/// ```
#[must_use]
pub fn show_fixed(value: Exact, places: u32, lang: Lang) -> String {
    let text = value.truncated(places);
    let (sign, rest) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, fraction) = rest.split_once('.').unwrap_or((rest, ""));
    let whole = Exact::decimal(whole).map_or_else(|| whole.to_owned(), |whole| show_number(whole, lang));
    let mark = match lang {
        Lang::Vi => ',',
        Lang::En => '.',
    };
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}{mark}{fraction}") }
}

/// A share of one as a percentage with two digits: `40,50%`.
///
/// ```
/// use tieuchi::{Exact, Lang};
/// let share = Exact::new(59_999, 100_000).unwrap();
/// assert_eq!(tieuchi_report::show_share(share, Lang::Vi), "59,99%");
/// ```
#[must_use]
pub fn show_share(share: Exact, lang: Lang) -> String {
    format!("{}%", show_fixed(percent(share), PLACES, lang))
}

/// A share as a text asks for it, without noughts at the end: `40%`.
#[must_use]
pub(crate) fn show_asked(share: Exact, lang: Lang) -> String {
    format!("{}%", show_number(percent(share), lang))
}

fn percent(share: Exact) -> Exact {
    share.mul(Exact::whole(100)).unwrap_or(share)
}

/// What part something is of all; nothing where there is nothing.
#[must_use]
pub(crate) fn part(part: u64, all: u64) -> Option<Exact> {
    Exact::new(i128::from(part), i128::from(all))
}

/// A number cut after so many digits, as spreadsheets hold numbers.
///
/// The one place where a float comes about; nothing is calculated with it.
#[must_use]
pub(crate) fn as_float(value: Exact, places: u32) -> f64 {
    value.truncated(places).parse().unwrap_or(f64::NAN)
}

/// A count as spreadsheets hold numbers.
#[must_use]
pub(crate) fn count_as_float(count: u64) -> f64 {
    as_float(Exact::whole(i128::from(count)), 0)
}

/// Roman numerals for sections: `I`, `II`, …; plain figures from 40.
#[must_use]
pub(crate) fn roman(number: usize) -> String {
    const ONES: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    match ONES.get(number % 10) {
        Some(ones) if number < 40 => format!("{}{ones}", "X".repeat(number / 10)),
        _ => number.to_string(),
    }
}

/// The letter of a paragraph in the order of the Vietnamese alphabet, which has `đ` after `d`.
#[must_use]
pub(crate) fn letter(at: usize, lang: Lang) -> char {
    let letters = match lang {
        Lang::Vi => "abcdđeghiklm",
        Lang::En => "abcdefghijkl",
    };
    letters.chars().nth(at).unwrap_or('-')
}

/// A text of the two in a language.
#[must_use]
pub(crate) fn in_lang(text: &Bilingual, lang: Lang) -> &str {
    match lang {
        Lang::Vi => &text.vi,
        Lang::En => &text.en,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        Exact::decimal(text).unwrap()
    }

    #[test]
    fn shares_keep_two_digits_and_are_cut() {
        assert_eq!(show_share(exact("0.4"), Lang::Vi), "40,00%");
        assert_eq!(show_share(Exact::new(2, 3).unwrap(), Lang::Vi), "66,66%");
        assert_eq!(show_share(Exact::new(2, 3).unwrap(), Lang::En), "66.66%");
        assert_eq!(show_share(Exact::ONE, Lang::Vi), "100,00%");
        assert_eq!(show_asked(exact("0.4"), Lang::Vi), "40%");
        assert_eq!(show_asked(exact("0.955"), Lang::Vi), "95,5%");
    }

    #[test]
    fn fixed_numbers_have_marks_and_signs() {
        assert_eq!(show_fixed(exact("1234567.85"), 1, Lang::Vi), "1.234.567,8");
        assert_eq!(show_fixed(exact("-0.5"), 2, Lang::Vi), "-0,50");
        assert_eq!(show_fixed(exact("12"), 0, Lang::En), "12");
    }

    #[test]
    fn nothing_has_no_share() {
        assert_eq!(part(0, 0), None);
        assert_eq!(part(1, 4), Exact::new(1, 4));
    }

    #[test]
    fn sections_and_letters_are_vietnamese() {
        assert_eq!(["I", "IV", "IX", "XIV"].map(str::to_owned), [1, 4, 9, 14].map(roman));
        assert_eq!(letter(4, Lang::Vi), 'đ');
    }
}
