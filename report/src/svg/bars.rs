//! Horizontal bars, one for each place or item.

use super::{Face, along, certain_and_possible, drawing, label, legend, line, rect, shortened};
use crate::html::Writer;
use crate::numbers::show_asked;
use tieuchi::Exact;

/// One bar.
pub(crate) struct Bar {
    pub label: String,
    /// The filled part, of one.
    pub certain: Exact,
    /// Where the hatched part ends, of one.
    pub possible: Exact,
    /// The figure at its end.
    pub value: String,
}

/// Where bars begin and how long they can be, in tenths.
const LEFT: i128 = 2250;
const LENGTH: i128 = 3300;
const ROW: i128 = 190;
const TOP: i128 = 260;

/// Bars under one another; with an axis of percentages if their length is a share, with other words
/// in the legend if they do not mean what is certain and possible.
pub(crate) fn bars(out: &mut Writer, face: &Face<'_>, list: &[Bar], axis: bool, words: Option<(&str, &str)>) {
    let rows = list.len() as i128;
    let bottom = TOP + rows * ROW;
    let height = bottom / 10 + if axis { 24 } else { 8 };
    drawing(out, face, height, |out| {
        legend(out, face, 30, words.unwrap_or_else(|| certain_and_possible(face.lang)));
        if axis {
            for fifth in 0..=5 {
                let share = Exact::new(fifth, 5).unwrap_or(Exact::ZERO);
                let x = LEFT + along(share, LENGTH);
                line(out, (x, TOP - 40), (x, bottom), "grid");
                label(out, (x, bottom + 150), "middle", "small", &show_asked(share, face.lang));
            }
        }
        for (at, bar) in (0i128..).zip(list) {
            let y = TOP + at * ROW;
            let (certain, possible) = (along(bar.certain, LENGTH), along(bar.possible, LENGTH));
            label(out, (LEFT - 80, y + 115), "end", "", &shortened(&bar.label, 34));
            if possible > certain {
                rect(out, (LEFT + certain, y + 10), (possible - certain, 130), "edge", Some(face.id));
            }
            rect(out, (LEFT, y + 10), (certain, 130), "ink", None);
            label(out, (LEFT + possible.max(certain) + 60, y + 115), "start", "halo", &bar.value);
        }
        line(out, (LEFT, TOP - 40), (LEFT, bottom), "axis");
    });
}
