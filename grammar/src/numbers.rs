//! Numbers and codes: what the digits of a token say in the file's language.
//!
//! In: a number token. Out: an exact number, or whether it can be an item's code. A number with the
//! other language's mark is read as it was probably meant, and a finding offers both readings.

use crate::ast::Number;
use crate::diagnostic::{Diagnostic, Lang};
use crate::lexer::Token;
use crate::limits;
use crate::source::Span;
use crate::symbols::decimal_mark;
use crate::syntax_errors as errors;

/// The number of a token; none if it has letters.
pub(crate) fn read(
    lang: Lang,
    token: &Token<'_>,
    percent: bool,
    span: Span,
    findings: &mut Vec<Diagnostic>,
) -> Option<Number> {
    let text = &*token.text;
    if !looks_like_number(text) {
        return None;
    }
    let mark = decimal_mark(lang);
    let own = text.matches(mark).count();
    let (whole, fraction) = match text.split_once(['.', ',']) {
        None => (text, ""),
        Some((whole, fraction)) => {
            let other = text.contains(if mark == ',' { '.' } else { ',' });
            if other || own > 1 {
                findings.push(errors::wrong_mark(token.span, text, lang));
            } else if is_like_thousands(whole, fraction) {
                findings.push(errors::like_thousands(token.span, text));
            }
            (whole, fraction)
        }
    };
    let decimals = || fraction.bytes().filter(u8::is_ascii_digit);
    let scale = decimals().count();
    if scale > limits::FRACTION_DIGITS || whole.len() + scale > limits::DIGITS {
        findings.push(errors::number_too_long(token.span));
        return Some(Number { digits: 0, scale: 0, percent, span });
    }
    let digits = whole.bytes().chain(decimals()).try_fold(0i128, |digits, digit| {
        digits.checked_mul(10)?.checked_add(i128::from(digit.checked_sub(b'0')?))
    })?;
    Some(Number { digits, scale: u32::try_from(scale).ok()?, percent, span })
}

/// `1.000`: nobody who means one writes it so, and whoever means a thousand is not understood.
fn is_like_thousands(whole: &str, fraction: &str) -> bool {
    fraction == "000" && whole.len() <= 3 && !whole.starts_with('0')
}

/// Digits and marks only.
pub(crate) fn looks_like_number(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b',')
}

/// Letters, digits and dots only, short enough for a code.
pub(crate) fn is_code(text: &str) -> bool {
    text.chars().all(|letter| letter.is_alphanumeric() || letter == '.')
        && text.chars().count() <= limits::CODE_CHARS
}

/// A whole number without letters and marks.
pub(crate) fn is_whole(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
