//! The short form of a result: what one subject's leaf in a population's tree is over.
//!
//! In: one row of a block. Out: canonical JSON with the class, the gates, the points and verdicts of
//! every item and the total, by position. The full form says why as well and costs an explanation a
//! subject; this one is written from the registers into one buffer, and a figure that is settled is
//! written once.

use crate::canonical::write_text;
use crate::evaluate::Fraction;
use crate::exact::{Exact, pow10};
use crate::hir::ItemId;
use crate::outcome::{Side, Verdict, View};
use crate::plan::{Kind, Plan, Reg, bits};
use crate::receipt::result::verdict_id;
use std::io::Write as _;

/// The domain of its digest.
pub(crate) const DOMAIN: &str = "row";

/// The parts of a plan that rows are written from, in the order they are written.
pub(crate) struct RowForm {
    /// The classes as JSON texts, lowest first, and their register.
    classes: Vec<String>,
    class: Option<Reg>,
    covers: Option<Reg>,
    gates: Vec<Reg>,
    items: Vec<Field>,
    total: Option<Figure>,
}

/// A number's register.
#[derive(Clone, Copy)]
struct Figure {
    reg: Reg,
    den: i128,
    /// Digits after the mark, where the denominator is a power of ten.
    places: Option<u32>,
}

enum Field {
    Applies(Reg),
    Points(Figure),
    /// Two figures, or a word where there is nothing to measure.
    Measure(Figure),
    Verdict {
        applies: Option<Reg>,
        met: Reg,
    },
}

impl RowForm {
    pub fn of(plan: &Plan) -> Self {
        let inner = &plan.inner;
        let set = &inner.set;
        let figure = |reg: Reg| {
            let kind = inner.steps.get(reg.index()).map(|step| step.out.kind);
            let den = match kind {
                Some(Kind::Number { den, .. }) => den,
                Some(Kind::Truth | Kind::Choice) | None => 1,
            };
            Figure { reg, den, places: (0..=18).find(|places| pow10(*places) == Some(den)) }
        };
        let mut items = Vec::new();
        for at in 0..set.items.len() {
            let id = ItemId::from_index(at);
            for level in plan.levels_of(id) {
                let Some(regs) = inner.items.get(&(id, level)) else { continue };
                items.extend(regs.applies.map(Field::Applies));
                items.extend(regs.points.map(|reg| Field::Points(figure(reg))));
                items.extend(regs.measure.map(|reg| Field::Measure(figure(reg))));
                items.extend(regs.met.map(|met| Field::Verdict { applies: regs.applies, met }));
            }
        }
        let classes = set.classes.as_ref().map(|classes| &set[classes.choice].options);
        let quoted = |name: &String| {
            let mut out = String::new();
            write_text(&crate::dossier::nfc(name), &mut out);
            out
        };
        Self {
            classes: classes.into_iter().flatten().map(quoted).collect(),
            class: inner.class,
            covers: inner.covers,
            gates: inner.gates.clone(),
            items,
            total: inner.total.map(figure),
        }
    }

    /// The registers that rows are written from.
    pub fn registers(&self) -> impl Iterator<Item = Reg> {
        let of_items = self.items.iter().flat_map(|field| match field {
            Field::Applies(reg) => [Some(*reg), None],
            Field::Points(figure) | Field::Measure(figure) => [Some(figure.reg), None],
            Field::Verdict { applies, met } => [Some(*met), *applies],
        });
        let own = self.class.into_iter().chain(self.covers).chain(self.total.map(|figure| figure.reg));
        own.chain(self.gates.iter().copied()).chain(of_items.flatten())
    }

    /// Writes one row into an emptied buffer.
    pub fn write(&self, view: &View<'_>, out: &mut Vec<u8>) {
        out.clear();
        out.push(b'{');
        if let Some(reg) = self.class {
            let [closed, open] = [false, true].map(|open| view.options(reg, open).unwrap_or(0));
            key(out, "class");
            self.standings(closed, out);
            if open != closed {
                key(out, "class_open");
                self.standings(open, out);
            }
        }
        if let Some(reg) = self.covers {
            key(out, "covers");
            word(out, verdict_id(view.verdict(reg)));
        }
        if !self.gates.is_empty() {
            key(out, "gates");
            list(out, &self.gates, |out, reg| word(out, verdict_id(view.verdict(*reg))));
        }
        if !self.items.is_empty() {
            key(out, "items");
            list(out, &self.items, |out, field| match field {
                Field::Applies(reg) => word(out, verdict_id(view.verdict(*reg))),
                Field::Points(figure) => points(view, *figure, out),
                Field::Measure(figure) => measure(view, *figure, out),
                Field::Verdict { applies, met } => {
                    let of = |open| view.item_verdict(*applies, *met, open);
                    let settled = view.settled(*met) && applies.is_none_or(|reg| view.settled(reg));
                    let closed = of(false);
                    verdicts(closed, if settled { closed } else { of(true) }, out);
                }
            });
        }
        if let Some(figure) = self.total {
            key(out, "total");
            points(view, figure, out);
        }
        out.push(b'}');
    }

    /// The classes that are possible, best first, then what is no class.
    fn standings(&self, mask: u64, out: &mut Vec<u8>) {
        out.push(b'[');
        let mut first = true;
        let mut entry = |text: &str| {
            if !first {
                out.push(b',');
            }
            first = false;
            out.extend_from_slice(text.as_bytes());
        };
        for (at, name) in self.classes.iter().enumerate().rev() {
            if mask >> at & 1 == 1 {
                entry(name);
            }
        }
        for (bit, words) in [
            (bits::LEFT_OPEN, r#"["none"]"#),
            (bits::NOT_RANKED, r#"["not-ranked"]"#),
            (bits::OUTSIDE, r#"["outside"]"#),
        ] {
            if mask & bit != 0 {
                entry(words);
            }
        }
        out.push(b']');
    }
}

/// Certain, possible and reachable points, or one figure where all three are the same.
fn points(view: &View<'_>, figure: Figure, out: &mut Vec<u8>) {
    let (closed, open) = (view.closed, view.on(figure.reg, true));
    // Most figures are settled and of a narrow lane.
    if let (Some(value), Some(places)) = (closed.settled(figure.reg, view.row), figure.places)
        && (view.settled(figure.reg) || open.settled(figure.reg, view.row) == Some(value))
    {
        return decimal(value, places, out);
    }
    let bounds = |side: Side<'_>| {
        side.bounds(figure.reg, view.row, figure.den)
            .unwrap_or((Fraction { num: 0, den: 1 }, Fraction { num: 0, den: 1 }))
    };
    let (certain, possible) = bounds(closed);
    let reachable = bounds(open).1;
    if same(certain, possible) && same(possible, reachable) {
        number(figure, certain, out);
    } else {
        list(out, &[certain, possible, reachable], |out, value| number(figure, *value, out));
    }
}

/// Whether two figures are equal; the same numbers over one denominator are.
fn same(a: Fraction, b: Fraction) -> bool {
    (a.num, a.den) == (b.num, b.den) || (a.den != b.den && a == b)
}

fn measure(view: &View<'_>, figure: Figure, out: &mut Vec<u8>) {
    let (_, may_have) = view.presence(figure.reg);
    match view.closed.bounds(figure.reg, view.row, figure.den).filter(|_| may_have) {
        Some((lo, hi)) => list(out, &[lo, hi], |out, value| number(figure, *value, out)),
        None => word(out, "none"),
    }
}

fn verdicts(closed: Verdict, open: Verdict, out: &mut Vec<u8>) {
    if closed == open {
        word(out, verdict_id(closed));
    } else {
        list(out, &[closed, open], |out, verdict| word(out, verdict_id(*verdict)));
    }
}

/// A number as a text: the shortest decimal one, else a fraction in lowest terms.
fn number(figure: Figure, value: Fraction, out: &mut Vec<u8>) {
    if let Ok(num) = i64::try_from(value.num) {
        if let Some(places) = figure.places.filter(|_| value.den == figure.den) {
            return decimal(num, places, out);
        }
        if let Some((num, places)) = i64::try_from(value.den).ok().and_then(|den| as_decimal(num, den)) {
            return decimal(num, places, out);
        }
    }
    // A value the plan computed is a number; writing to a buffer cannot fail.
    let exact = Exact::new(value.num, value.den).unwrap_or(Exact::ZERO);
    let _ = write!(out, "\"{exact}\"");
}

/// A fraction as a number over a power of ten, if it is one and both are small.
fn as_decimal(num: i64, den: i64) -> Option<(i64, u32)> {
    if num % den == 0 {
        return Some((num / den, 0));
    }
    let ten = 10i64.pow(SMALL_PLACES);
    let scaled = num.checked_mul(ten)?;
    (scaled % den == 0).then_some((scaled / den, SMALL_PLACES))
}

/// Digits after the mark that fractions are tried with before they are reduced.
const SMALL_PLACES: u32 = 6;

/// `"` and `num` over ten to the power of `places`, without noughts at the end, and `"`.
fn decimal(num: i64, places: u32, out: &mut Vec<u8>) {
    let (mut rest, mut places) = (num.unsigned_abs(), places);
    if rest == 0 {
        places = 0;
    }
    while places > 0 && rest % 10 == 0 {
        rest /= 10;
        places -= 1;
    }
    // Backwards: at most 20 digits, the mark, a nought before it, the sign and the quotes.
    let mut text = [b'"'; 25];
    let mut at = text.len() - 1;
    let mut push = |byte: u8| {
        at -= 1;
        if let Some(place) = text.get_mut(at) {
            *place = byte;
        }
    };
    for _ in 0..places {
        push(b'0' + (rest % 10) as u8);
        rest /= 10;
    }
    if places > 0 {
        push(b'.');
    }
    loop {
        push(b'0' + (rest % 10) as u8);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if num < 0 {
        push(b'-');
    }
    out.extend_from_slice(text.get(at - 1..).unwrap_or_default());
}

fn key(out: &mut Vec<u8>, name: &str) {
    if out.len() > 1 {
        out.push(b',');
    }
    word(out, name);
    out.push(b':');
}

/// A word of ours: nothing in it is escaped.
fn word(out: &mut Vec<u8>, word: &str) {
    out.push(b'"');
    out.extend_from_slice(word.as_bytes());
    out.push(b'"');
}

fn list<T>(out: &mut Vec<u8>, list: &[T], each: impl Fn(&mut Vec<u8>, &T)) {
    out.push(b'[');
    for (at, entry) in list.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        each(out, entry);
    }
    out.push(b']');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_written_as_exact_numbers_are() {
        for num in [0, 1, -1, 5, 10, 75, -750, 100, 12_345, -100_000, i64::MAX, i64::MIN + 1, i64::MIN] {
            for places in [0, 1, 2, 5, 9, 18] {
                let mut out = Vec::new();
                decimal(num, places, &mut out);
                let exact = Exact::scaled(i128::from(num), places).unwrap();
                assert_eq!(String::from_utf8(out).unwrap(), format!("\"{exact}\""), "{num} {places}");
            }
        }
    }

    #[test]
    fn fractions_are_written_as_exact_numbers_are() {
        for (num, den) in [(70, 3), (-1, 8), (1, 128), (6, 3), (i128::MAX, 7), (1 << 62, 5), (0, 9), (9, 20)]
        {
            for figure_den in [1, 10, den] {
                let places = (0..=18).find(|places| pow10(*places) == Some(figure_den));
                let mut out = Vec::new();
                number(Figure { reg: Reg(0), den: figure_den, places }, Fraction { num, den }, &mut out);
                let exact = Exact::new(num, den).unwrap();
                assert_eq!(String::from_utf8(out).unwrap(), format!("\"{exact}\""), "{num}/{den}");
            }
        }
    }
}
