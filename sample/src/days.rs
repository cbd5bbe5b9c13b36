//! Days as Arrow counts them: whole days since 1 January 1970.
//!
//! In: year, month, day. Out: a number, and back. Proleptic Gregorian calendar (Howard Hinnant's
//! `days_from_civil`); knows no time of day and no zone.

/// The number of a day. Months and days outside the calendar run over into the next.
pub(crate) fn number(year: i32, month: i32, day: i32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day of a number.
pub(crate) fn civil(number: i32) -> (i32, i32, i32) {
    let shifted = number + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year + era * 400 + i32::from(month <= 2);
    (year, month, of_year - (153 * shifted_month + 2) / 5 + 1)
}

/// Whole years from one day to a later one.
pub(crate) fn years(from: i32, to: i32) -> i32 {
    let (from, to) = (civil(from), civil(to));
    to.0 - from.0 - i32::from((to.1, to.2) < (from.1, from.2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_three_centuries_goes_there_and_back() {
        assert_eq!(number(1970, 1, 1), 0);
        assert_eq!(number(2025, 7, 1), 20_270);
        for day in number(1900, 1, 1)..=number(2199, 12, 31) {
            let (year, month, of_month) = civil(day);
            assert_eq!(number(year, month, of_month), day);
        }
        assert_eq!(civil(number(2024, 2, 29)), (2024, 2, 29));
        assert_eq!(years(number(2000, 6, 15), number(2025, 6, 14)), 24);
        assert_eq!(years(number(2000, 6, 15), number(2025, 6, 15)), 25);
    }
}
