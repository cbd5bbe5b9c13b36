//! Numbers and days as offices write them, turned into the plain form the engine reads.

/// A number in the Vietnamese way: a comma before the decimals, points between groups of three.
/// A single point with three digits after it is refused, since it can be read in two ways.
pub(crate) fn number_vi(text: &str) -> Option<String> {
    let (number, percent) = text.strip_suffix('%').map_or((text, ""), |number| (number.trim_end(), "%"));
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |digits| ("-", digits));
    let (whole, fraction) = match digits.split_once(',') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let groups: Vec<&str> = whole.split('.').collect();
    let whole = match groups.as_slice() {
        [one] => plain(one).then(|| (*one).to_owned())?,
        [first, rest @ ..] => {
            let fits =
                plain(first) && first.len() <= 3 && rest.iter().all(|group| group.len() == 3 && plain(group));
            // `1.234` alone may be a thousand and more, or one and a bit.
            let clear = rest.len() > 1 || fraction.is_some();
            (fits && clear).then(|| groups.concat())?
        }
        [] => return None,
    };
    match fraction {
        None => Some(format!("{sign}{whole}{percent}")),
        Some(fraction) if plain(fraction) && fraction.len() <= 9 => {
            Some(format!("{sign}{whole}.{fraction}{percent}"))
        }
        Some(_) => None,
    }
}

/// A day as `d/m/yyyy`, a month as `m/yyyy` or a year, in ISO form.
pub(crate) fn date_dmy(text: &str) -> Option<String> {
    let number = |part: &str, most: usize| {
        let fits = !part.is_empty() && part.len() <= most && part.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| part.parse::<u32>().ok()).flatten()
    };
    let year = |part: &str| number(part, 4).filter(|_| part.len() == 4);
    let parts: Vec<&str> = text.split('/').map(str::trim).collect();
    match parts.as_slice() {
        [day, month, last] => {
            Some(format!("{:04}-{:02}-{:02}", year(last)?, number(month, 2)?, number(day, 2)?))
        }
        [month, last] => Some(format!("{:04}-{:02}", year(last)?, number(month, 2)?)),
        [only] => Some(format!("{:04}", year(only)?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_numbers() {
        for (text, plain) in [
            ("7,5", "7.5"),
            ("1.234,5", "1234.5"),
            ("1.234.567", "1234567"),
            ("12", "12"),
            ("-0,25", "-0.25"),
            ("60,5%", "60.5%"),
        ] {
            assert_eq!(number_vi(text).as_deref(), Some(plain), "{text}");
        }
        for text in ["1.234", "7.5", "1,5,5", "", ",5", "5,", "1.23,4", "1234.567,8", "1e5", "0,1234567890"] {
            assert_eq!(number_vi(text), None, "{text}");
        }
    }

    #[test]
    fn vietnamese_days() {
        for (text, iso) in [
            ("3/6/2022", "2022-06-03"),
            ("03/06/2022", "2022-06-03"),
            ("6/2022", "2022-06"),
            ("2022", "2022"),
        ] {
            assert_eq!(date_dmy(text).as_deref(), Some(iso));
        }
        for text in ["2022-06-03", "3/6/22", "3.6.2022", "", "a/b/2022", "1/2/3/2022"] {
            assert_eq!(date_dmy(text), None, "{text}");
        }
    }
}
