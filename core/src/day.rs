//! Civil days: proleptic Gregorian, 1900-01-01 to 2199-12-31, no times, no zones.
//!
//! A day is a number of days since 1900-01-01. Month arithmetic clamps to the last day of the
//! month reached, as the Civil Code 2015 (articles 147 and 148) counts periods.
//! Nothing here knows what day it is today.

use std::fmt;
use tieuchi_grammar::ast;

/// A civil day.
///
/// ```
/// use tieuchi::Day;
/// let day = Day::new(2024, 1, 31).unwrap();
/// assert_eq!(day.plus_months(1).to_string(), "2024-02-29");
/// assert_eq!(Day::new(2023, 2, 30), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

/// Days from 0000-03-01 to 1900-01-01.
const EPOCH: i32 = 693_901;

/// What a few digits say.
fn number<const DIGITS: usize>(digits: [u8; DIGITS]) -> Option<i32> {
    digits.iter().try_fold(0, |known, byte| match byte {
        b'0'..=b'9' => Some(known * 10 + i32::from(byte - b'0')),
        _ => None,
    })
}

impl Day {
    /// 1900-01-01.
    pub const FIRST: Self = Self(0);
    /// 2199-12-31.
    pub const LAST: Self = Self(109_572);

    /// The day of that date, if there is one between 1900 and 2199.
    #[must_use]
    pub fn new(year: i32, month: i32, day: i32) -> Option<Self> {
        let valid = (1900..=2199).contains(&year) && (1..=12).contains(&month);
        if !valid || day < 1 || day > days_in_month(year, month) {
            return None;
        }
        Some(Self::from_civil(year, month, day))
    }

    /// The number of the day; 0 is 1900-01-01.
    #[must_use]
    pub const fn number(self) -> i32 {
        self.0
    }

    /// The day of that number, moved into the calendar's range if it lies outside.
    #[must_use]
    pub fn from_number(number: i32) -> Self {
        Self(number.clamp(Self::FIRST.0, Self::LAST.0))
    }

    /// Reads `yyyy-mm-dd`.
    #[must_use]
    pub fn parse_iso(text: &str) -> Option<Self> {
        Self::of_iso(text.as_bytes())
    }

    #[inline]
    fn of_iso(text: &[u8]) -> Option<Self> {
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text else { return None };
        Self::new(number([y1, y2, y3, y4])?, number([m1, m2])?, number([d1, d2])?)
    }

    /// Reads a day as people write it: `2025-12-31` or `31/12/2025`.
    ///
    /// ```
    /// use tieuchi::Day;
    /// assert_eq!(Day::parse_written("31/12/2025"), Day::parse_iso("2025-12-31"));
    /// assert_eq!(Day::parse_written("31/12/25"), None);
    /// ```
    #[must_use]
    pub fn parse_written(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('/').collect();
        let number = |part: &str, digits: usize| {
            let written = part.len() <= digits && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse::<i32>().ok().filter(|_| written)
        };
        match parts.as_slice() {
            [day, month, year] => Self::new(number(year, 4)?, number(month, 2)?, number(day, 2)?),
            _ => Self::parse_iso(text),
        }
    }

    /// Year, month, day.
    #[must_use]
    pub const fn civil(self) -> (i32, i32, i32) {
        // Years begin in March here, so that the leap day is the last of its year.
        let days = self.0 + EPOCH;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
        (year, month, day)
    }

    const fn from_civil(year: i32, month: i32, day: i32) -> Self {
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let shifted = if month > 2 { month - 3 } else { month + 9 };
        let day_of_year = (153 * shifted + 2) / 5 + day - 1;
        let of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Self(era * 146_097 + of_era - EPOCH)
    }

    /// The day `months` months later (earlier if negative), clamped to the last day of that month
    /// and to the calendar's range.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        let (year, month, day) = self.civil();
        let index = (year * 12 + month - 1).saturating_add(months);
        let (year, month) = (index.div_euclid(12), index.rem_euclid(12) + 1);
        if year < 1900 {
            return Self::FIRST;
        }
        if year > 2199 {
            return Self::LAST;
        }
        Self::from_civil(year, month, day.min(days_in_month(year, month)))
    }

    /// Whole months from this day to `later`: the greatest k with this day plus k months not after
    /// it; 0 if `later` is earlier.
    #[must_use]
    pub fn months_until(self, later: Self) -> i32 {
        if later < self {
            return 0;
        }
        let (from_year, from_month, _) = self.civil();
        let (to_year, to_month, _) = later.civil();
        let guess = (to_year - from_year) * 12 + to_month - from_month;
        if self.plus_months(guess) <= later { guess } else { guess - 1 }
    }

    /// The last day of the year before this day's year.
    #[must_use]
    pub fn last_year_end(self) -> Self {
        Self::from_number(Self::from_civil(self.civil().0 - 1, 12, 31).0)
    }
}

/// The number of days of a month.
const fn days_in_month(year: i32, month: i32) -> i32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl From<ast::Date> for Day {
    fn from(date: ast::Date) -> Self {
        Self::from_civil(i32::from(date.year), i32::from(date.month), i32::from(date.day))
    }
}

impl fmt::Display for Day {
    /// ISO, `yyyy-mm-dd`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

/// What is known of a day: `2023`, `06/2023` and a full date are all intervals of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DaySpan {
    /// The earliest day it can be.
    pub first: Day,
    /// The latest day it can be.
    pub last: Day,
}

impl DaySpan {
    /// A known day.
    #[must_use]
    pub const fn day(day: Day) -> Self {
        Self { first: day, last: day }
    }

    /// Some day of a year.
    #[must_use]
    pub fn year(year: i32) -> Option<Self> {
        Some(Self { first: Day::new(year, 1, 1)?, last: Day::new(year, 12, 31)? })
    }

    /// Some day of a month.
    #[must_use]
    pub fn month(year: i32, month: i32) -> Option<Self> {
        let last = days_in_month(year, month);
        Some(Self { first: Day::new(year, month, 1)?, last: Day::new(year, month, last)? })
    }

    /// Reads `yyyy`, `yyyy-mm` or `yyyy-mm-dd`.
    #[must_use]
    pub fn parse_iso(text: &str) -> Option<Self> {
        Self::of_iso(text.as_bytes())
    }

    pub(crate) fn of_iso(text: &[u8]) -> Option<Self> {
        match *text {
            [y1, y2, y3, y4] => Self::year(number([y1, y2, y3, y4])?),
            [y1, y2, y3, y4, b'-', m1, m2] => Self::month(number([y1, y2, y3, y4])?, number([m1, m2])?),
            _ => Day::of_iso(text).map(Self::day),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_the_calendar_converts_there_and_back() {
        assert_eq!(Day::new(1900, 1, 1), Some(Day::FIRST));
        assert_eq!(Day::new(2199, 12, 31), Some(Day::LAST));
        // Three hundred years, of which 73 have a leap day.
        assert_eq!((Day::FIRST.number(), Day::LAST.number()), (0, 300 * 365 + 73 - 1));
        let mut previous = (1899, 12, 31);
        for number in Day::FIRST.number()..=Day::LAST.number() {
            let day = Day::from_number(number);
            let (year, month, dom) = day.civil();
            assert_eq!(Day::new(year, month, dom), Some(day));
            assert!((year, month, dom) > previous);
            previous = (year, month, dom);
        }
    }

    #[test]
    fn a_day_is_written_in_two_ways_and_no_other() {
        let day = Day::new(2025, 3, 9);
        assert_eq!(Day::parse_iso("2025-03-09"), day);
        for text in ["2025-03-09", "09/03/2025", "9/3/2025"] {
            assert_eq!(Day::parse_written(text), day, "{text}");
        }
        for text in [
            "9/3/25",
            "9/3/02025",
            "2025/3/9",
            "9-3-2025",
            "9/3/2025/1",
            "2025-3-9",
            "+9/3/2025",
            "009/3/2025",
            "",
            "//",
        ] {
            assert_eq!(Day::parse_written(text), None, "{text}");
        }
        for text in ["2025x03-09", "2025-03x09", "2025-03-0x", "2025-02-29", "2025-13-01", "2200-01-01"] {
            assert_eq!(Day::parse_iso(text), None, "{text}");
        }
    }

    #[test]
    fn a_part_of_a_date_is_a_year_or_a_year_and_a_month() {
        let span = |first: (i32, i32, i32), last: (i32, i32, i32)| {
            let day = |(year, month, day)| Day::new(year, month, day).unwrap();
            Some(DaySpan { first: day(first), last: day(last) })
        };
        assert_eq!(DaySpan::parse_iso("2024"), span((2024, 1, 1), (2024, 12, 31)));
        assert_eq!(DaySpan::parse_iso("2024-02"), span((2024, 2, 1), (2024, 2, 29)));
        assert_eq!(DaySpan::parse_iso("2024-02-03"), span((2024, 2, 3), (2024, 2, 3)));
        for text in [
            "202", "20240", "02024", "+2024", "2o24", "2024-2", "24-02", "+024-02", "2024-0x", "2024-+2",
            "2024-13", "1899", "",
        ] {
            assert_eq!(DaySpan::parse_iso(text), None, "{text}");
        }
    }

    #[test]
    fn months_clamp_to_the_end_of_the_month() {
        let day = |y, m, d| Day::new(y, m, d).unwrap();
        assert_eq!(day(2025, 1, 31).plus_months(1), day(2025, 2, 28));
        assert_eq!(day(2025, 1, 31).plus_months(1).plus_months(1), day(2025, 3, 28));
        assert_eq!(day(2025, 1, 31).plus_months(2), day(2025, 3, 31));
        assert_eq!(day(2004, 2, 29).plus_months(12), day(2005, 2, 28));
        assert_eq!(day(2023, 12, 31).plus_months(24), day(2025, 12, 31));
        // The calendar has a first and a last day.
        assert_eq!(day(1900, 3, 15).plus_months(-2), day(1900, 1, 15));
        assert_eq!(day(1900, 3, 15).plus_months(-3), Day::FIRST);
        assert_eq!(day(1900, 3, 15).plus_months(-40), Day::FIRST);
        assert_eq!(day(2199, 10, 15).plus_months(2), day(2199, 12, 15));
        assert_eq!(day(2199, 10, 15).plus_months(3), Day::LAST);
        assert_eq!(day(2199, 10, 15).plus_months(40), Day::LAST);
        assert_eq!(day(2025, 3, 9).last_year_end(), day(2024, 12, 31));
    }

    #[test]
    fn whole_months_are_the_greatest_that_fit() {
        let day = |y, m, d| Day::new(y, m, d).unwrap();
        assert_eq!(day(2025, 1, 31).months_until(day(2025, 2, 28)), 1);
        assert_eq!(day(2025, 1, 31).months_until(day(2025, 2, 27)), 0);
        assert_eq!(day(2024, 2, 29).months_until(day(2025, 2, 28)), 12);
        assert_eq!(day(2025, 2, 28).months_until(day(2025, 1, 1)), 0);
    }

    #[test]
    fn partial_dates_are_intervals() {
        let span = DaySpan::parse_iso("2024-02").unwrap();
        assert_eq!(
            (span.first.to_string(), span.last.to_string()),
            ("2024-02-01".into(), "2024-02-29".into())
        );
        assert_eq!(DaySpan::parse_iso("2023").unwrap().first.to_string(), "2023-01-01");
        for bad in ["2023-13", "23", "2023-2-1", "2023-02-30", "1899"] {
            assert_eq!(DaySpan::parse_iso(bad), None, "{bad}");
        }
    }
}
