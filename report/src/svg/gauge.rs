//! How far a target is reached, against its milestones.

use super::{Face, along, certain_and_possible, drawing, label, legend, line, rect};
use crate::html::Writer;
use crate::numbers::show_asked;
use tieuchi::Exact;

/// A milestone on a gauge.
pub(crate) struct Mark {
    /// The share asked for.
    pub share: Exact,
    pub label: String,
    /// Whether it is due, and drawn heavier.
    pub due: bool,
}

const LEFT: i128 = 200;
const LENGTH: i128 = 6300;
const ROW: i128 = 170;

/// A bar from nought to all, with the milestones as lines through it, each labelled in a row of its
/// own above.
pub(crate) fn gauge(out: &mut Writer, face: &Face<'_>, (certain, possible): (Exact, Exact), marks: &[Mark]) {
    let top = 250 + ROW * marks.len() as i128;
    let bottom = top + 260;
    drawing(out, face, bottom / 10 + 24, |out| {
        legend(out, face, 30, certain_and_possible(face.lang));
        let (certain, possible) = (along(certain, LENGTH), along(possible, LENGTH));
        rect(out, (LEFT, top), (LENGTH, 260), "track", None);
        if possible > certain {
            rect(out, (LEFT + certain, top), (possible - certain, 260), "edge", Some(face.id));
        }
        rect(out, (LEFT, top), (certain, 260), "ink", None);
        for tenth in 0..=10 {
            let share = Exact::new(tenth, 10).unwrap_or(Exact::ZERO);
            let x = LEFT + along(share, LENGTH);
            line(out, (x, bottom), (x, bottom + 40), "axis");
            if tenth % 2 == 0 {
                label(out, (x, bottom + 180), "middle", "small", &show_asked(share, face.lang));
            }
        }
        // All lines first: the white rims of the labels must lie above them.
        let placed = |at: i128, mark: &Mark| (LEFT + along(mark.share, LENGTH), 250 + ROW * at);
        for (at, mark) in (0i128..).zip(marks) {
            let (x, y) = placed(at, mark);
            line(out, (x, y), (x, bottom + 40), if mark.due { "due rim" } else { "later rim" });
            line(out, (x, y), (x, bottom + 40), if mark.due { "due" } else { "later" });
        }
        for (at, mark) in (0i128..).zip(marks) {
            let (x, y) = placed(at, mark);
            let class = if mark.due { "halo bold" } else { "halo" };
            let (x, anchor) = if x > LEFT + LENGTH * 6 / 10 { (x - 50, "end") } else { (x + 50, "start") };
            label(out, (x, y + 110), anchor, class, &mark.label);
        }
    });
}
