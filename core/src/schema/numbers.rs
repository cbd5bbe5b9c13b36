//! Numbers of a schema: as JSON numbers, and as patterns of texts that hold exact decimals.

use crate::exact::Exact;
use crate::hir::{Input, Unit};
use serde_json::{Number, Value, json};

/// The most values of a stepped column that a pattern writes out one by one.
const MOST_STEPS: usize = 512;

/// The schema of a column's value as a JSON number.
pub(super) fn number(input: &Input) -> Value {
    let mut out = if input.places == 0 { json!({ "type": "integer" }) } else { json!({ "type": "number" }) };
    let Some(object) = out.as_object_mut() else { return out };
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            object.insert(key.to_owned(), value);
        }
    };
    if let Some((lo, hi)) = input.range {
        put("minimum", literal(lo));
        put("maximum", literal(hi));
    }
    let digit = Exact::ONE.div(Exact::whole(10i128.pow(input.places.min(18))));
    let step = match (input.step, input.range) {
        // A schema counts steps from nought, the reader from the least value.
        (Some(step), Some((lo, _))) if lo.div(step).is_some_and(Exact::is_whole) => Some(step),
        _ => digit.filter(|_| input.places > 0),
    };
    put("multipleOf", step.and_then(literal));
    out
}

/// A decimal as a JSON number.
fn literal(value: Exact) -> Option<Value> {
    value.places()?;
    let text = value.to_string();
    serde_json::from_str::<Number>(&text).ok().map(Value::Number)
}

/// The pattern of a column's value as text.
pub(super) fn pattern(input: &Input, percent: bool) -> String {
    let hundredfold = |value: Exact| if percent { value.mul(Exact::whole(100)) } else { Some(value) };
    let range = input.range.and_then(|(lo, hi)| Some((hundredfold(lo)?, hundredfold(hi)?)));
    let body = match (range, input.step) {
        (Some(range), Some(step)) if !percent => stepped(range, step).or_else(|| ranged(range, input.places)),
        (Some(range), _) => ranged(range, input.places),
        (None, _) => None,
    };
    let body = body.unwrap_or_else(|| format!("-?[0-9]+{}", fraction(input.places)));
    let sign = if percent || input.ty == crate::hir::Ty::Number(Unit::Ratio) { "\\s*%" } else { "" };
    format!("^(?:{body}){sign}$")
}

/// A decimal of at most so many digits after the point.
pub(super) fn plain(places: u32) -> String {
    format!("^-?[0-9]+{}$", fraction(places))
}

/// Digits after the point; more of them may be noughts.
fn fraction(places: u32) -> String {
    if places == 0 { "(?:\\.0+)?".to_owned() } else { format!("(?:\\.(?:[0-9]{{1,{places}}}0*))?") }
}

/// The values of a short stepped range, one by one.
fn stepped((lo, hi): (Exact, Exact), step: Exact) -> Option<String> {
    let mut values = Vec::new();
    let mut value = lo;
    while value <= hi {
        if values.len() == MOST_STEPS || value < Exact::ZERO {
            return None;
        }
        value.places()?;
        let text = value.to_string();
        values.push(match text.split_once('.') {
            Some((whole, digits)) => format!("{whole}\\.{digits}0*"),
            None => format!("{text}(?:\\.0+)?"),
        });
        value = value.add(step)?;
    }
    Some(format!("0*(?:{})", values.join("|")))
}

/// The decimals of a range between whole numbers that are not negative.
fn ranged((lo, hi): (Exact, Exact), places: u32) -> Option<String> {
    if !lo.is_whole() || !hi.is_whole() || lo < Exact::ZERO || hi < lo {
        return None;
    }
    let (from, to) = (u128::try_from(lo.numerator()).ok()?, u128::try_from(hi.numerator()).ok()?);
    let mut parts = Vec::new();
    if from < to {
        parts.push(format!("(?:{}){}", whole(from, to - 1), fraction(places)));
    }
    parts.push(format!("{to}(?:\\.0+)?"));
    let nought = if from == 0 { "|-0+(?:\\.0+)?" } else { "" };
    Some(format!("0*(?:{}){nought}", parts.join("|")))
}

/// The whole numbers of a range, without leading noughts.
fn whole(from: u128, to: u128) -> String {
    let mut parts = Vec::new();
    let mut low = from;
    loop {
        // The longest run from `low` on that is some digits followed by any digits.
        let mut size = 1u128;
        while low % (size * 10) == 0 && low != 0 && low + size * 10 - 1 <= to {
            size *= 10;
        }
        let free = size.ilog10() as usize;
        let (head, last) = (low / size, to / size);
        // As many such runs as differ in their last digit only.
        let most =
            (head / 10 * 10 + 9).min(if (last + 1) * size - 1 <= to { last } else { last.saturating_sub(1) });
        let most = most.max(head);
        let tail = if free == 0 { String::new() } else { format!("[0-9]{{{free}}}") };
        let stem = if head >= 10 { (head / 10).to_string() } else { String::new() };
        let (a, b) = (head % 10, most % 10);
        let digit = if a == b { a.to_string() } else { format!("[{a}-{b}]") };
        parts.push(format!("{stem}{digit}{tail}"));
        let next = (most + 1) * size;
        if next > to {
            return parts.join("|");
        }
        low = next;
    }
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn ranges_of_whole_numbers() {
        assert_eq!(whole(0, 9), "[0-9]");
        assert_eq!(whole(0, 99), "[0-9]|[1-9][0-9]{1}");
        assert_eq!(whole(5, 5), "5");
        assert_eq!(whole(0, 100), "[0-9]|[1-9][0-9]{1}|100");
        assert_eq!(whole(45, 123), "4[5-9]|[5-9][0-9]{1}|1[0-1][0-9]{1}|12[0-3]");
    }
}
