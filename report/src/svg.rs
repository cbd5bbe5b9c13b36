//! Charts as drawings in the page.
//!
//! In: figures that are exact, and texts. Out: SVG with a title and a description. Coordinates are
//! tenths of a unit, calculated in whole numbers. What is certain is filled, what is possible is
//! hatched, and every bar carries its figure, so that nothing is said by colour alone.

mod bars;
mod gauge;
mod histogram;

pub(crate) use bars::{Bar, bars};
pub(crate) use gauge::{Mark, gauge};
pub(crate) use histogram::histogram;

use crate::html::Writer;
use crate::words as w;
use tieuchi::{Exact, Lang};

/// The width of every drawing, in units.
const WIDTH: i128 = 680;

/// What is told to those who do not see the drawing.
pub(crate) struct Face<'a> {
    /// Unique on the page.
    pub id: &'a str,
    pub title: &'a str,
    pub description: &'a str,
    pub lang: Lang,
}

/// A drawing of some height.
fn drawing(out: &mut Writer, face: &Face<'_>, height: i128, draw: impl FnOnce(&mut Writer)) {
    let (title, description) = (format!("{}-t", face.id), format!("{}-d", face.id));
    let labelled = format!("{title} {description}");
    let attributes = [
        ("xmlns", "http://www.w3.org/2000/svg"),
        ("viewBox", &format!("0 0 {WIDTH} {height}")),
        ("role", "img"),
        ("aria-labelledby", &labelled),
    ];
    out.within("svg", &attributes, |out| {
        out.element("title", &[("id", &title)], face.title);
        out.element("desc", &[("id", &description)], face.description);
        out.within("defs", &[], |out| hatch(out, face.id));
        draw(out);
    });
}

/// The pattern of what is possible only; each drawing has its own, since one in a part of the page
/// that is not shown paints nothing.
fn hatch(out: &mut Writer, id: &str) {
    let attributes = [
        ("id", &*format!("{id}-h")),
        ("width", "5"),
        ("height", "5"),
        ("patternUnits", "userSpaceOnUse"),
        ("patternTransform", "rotate(45)"),
    ];
    out.within("pattern", &attributes, |out| {
        rect(out, (0, 0), (50, 50), "paper", None);
        rect(out, (0, 0), (18, 50), "ink", None);
    });
}

/// The two kinds of bars and what they mean.
fn legend(out: &mut Writer, face: &Face<'_>, y: i128, (certain, possible): (&str, &str)) {
    rect(out, (WIDTH * 10 - 2800, y), (140, 100), "ink", None);
    label(out, (WIDTH * 10 - 2600, y + 95), "start", "", certain);
    rect(out, (WIDTH * 10 - 1400, y), (140, 100), "edge", Some(face.id));
    label(out, (WIDTH * 10 - 1200, y + 95), "start", "", possible);
}

/// The usual words of a legend.
fn certain_and_possible(lang: Lang) -> (&'static str, &'static str) {
    (w::CERTAIN.of(lang), w::POSSIBLE.of(lang))
}

/// A rectangle, in tenths of a unit; hatched if it names its drawing.
fn rect(
    out: &mut Writer,
    (x, y): (i128, i128),
    (width, height): (i128, i128),
    class: &str,
    hatched: Option<&str>,
) {
    let fill = hatched.map(|id| format!("url(#{id}-h)"));
    let (x, y, width, height) = (tenths(x), tenths(y), tenths(width.max(0)), tenths(height.max(0)));
    let mut attributes =
        vec![("class", class), ("x", &*x), ("y", &*y), ("width", &*width), ("height", &*height)];
    attributes.extend(fill.as_deref().map(|fill| ("fill", fill)));
    out.empty("rect", &attributes);
}

/// A line, in tenths of a unit.
fn line(out: &mut Writer, (x1, y1): (i128, i128), (x2, y2): (i128, i128), class: &str) {
    let (x1, y1, x2, y2) = (tenths(x1), tenths(y1), tenths(x2), tenths(y2));
    out.empty("line", &[("class", class), ("x1", &x1), ("y1", &y1), ("x2", &x2), ("y2", &y2)]);
}

/// A text at a place, in tenths of a unit.
fn label(out: &mut Writer, (x, y): (i128, i128), anchor: &str, class: &str, text: &str) {
    let (x, y) = (tenths(x), tenths(y));
    out.element("text", &[("class", class), ("x", &x), ("y", &y), ("text-anchor", anchor)], text);
}

/// So many tenths as a decimal.
fn tenths(value: i128) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let value = value.unsigned_abs();
    match value % 10 {
        0 => format!("{sign}{}", value / 10),
        rest => format!("{sign}{}.{rest}", value / 10),
    }
}

/// How far a share of one goes along a length; what is below nought or above one ends at the edge.
fn along(share: Exact, length: i128) -> i128 {
    let share = share.clamp(Exact::ZERO, Exact::ONE);
    share.mul(Exact::whole(length)).map_or(0, Exact::floor)
}

/// A text that is too long for its place, with a mark where it ends.
fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut out: String = text.chars().take(most.saturating_sub(1)).collect();
    out.truncate(out.trim_end().len());
    out.push('…');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_exact_and_stay_inside() {
        assert_eq!([tenths(0), tenths(-5), tenths(123)], ["0", "-0.5", "12.3"]);
        assert_eq!(along(Exact::new(1, 3).unwrap(), 1000), 333);
        assert_eq!(along(Exact::whole(2), 1000), 1000);
        assert_eq!(along(Exact::whole(-1), 1000), 0);
    }

    #[test]
    fn long_names_end_with_a_mark() {
        assert_eq!(shortened("Xã A", 10), "Xã A");
        assert_eq!(shortened("Đặc khu Phú Quốc", 9), "Đặc khu…");
    }
}
