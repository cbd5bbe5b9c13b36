//! How totals lie between nought and the greatest.

use super::{Face, along, certain_and_possible, drawing, label, legend, line, rect};
use crate::html::Writer;
use crate::model::Distribution;
use crate::numbers::show_count;
use tieuchi::{Exact, show_number};

const LEFT: i128 = 750;
const LENGTH: i128 = 5950;
const TOP: i128 = 560;
const HEIGHT: i128 = 2000;

/// Two columns for each step, by what is certain and what is possible; thresholds as dashed lines.
pub(crate) fn histogram(out: &mut Writer, face: &Face<'_>, distribution: &Distribution) {
    let greatest = distribution.bins.iter().map(|bin| bin.certain.max(bin.possible)).max().unwrap_or(0);
    let step = nice_step(greatest);
    let top = greatest.div_ceil(step).max(1).saturating_mul(step);
    let bottom = TOP + HEIGHT;
    let across = |points: Exact| points.div(distribution.max).map_or(0, |share| along(share, LENGTH));
    let tall = |count: u64| Exact::new(count.into(), top.into()).map_or(0, |share| along(share, HEIGHT));
    drawing(out, face, bottom / 10 + 24, |out| {
        legend(out, face, 30, certain_and_possible(face.lang));
        let mut tick = 0u64;
        while tick <= top {
            let y = bottom - tall(tick);
            line(out, (LEFT, y), (LEFT + LENGTH, y), "grid");
            label(out, (LEFT - 60, y + 40), "end", "small", &show_count(tick, face.lang));
            tick = tick.saturating_add(step);
        }
        for bin in &distribution.bins {
            let (from, to) = (LEFT + across(bin.from), LEFT + across(bin.to));
            let (gap, half) = ((to - from) / 10, (to - from) * 2 / 5);
            let (certain, possible) = (tall(bin.certain), tall(bin.possible));
            rect(out, (from + gap, bottom - certain), (half, certain), "ink", None);
            rect(out, (from + gap + half, bottom - possible), (half, possible), "edge", Some(face.id));
        }
        // At most about ten edges are labelled.
        let every = distribution.bins.len().div_ceil(10).max(1);
        let edges = distribution.bins.iter().map(|bin| bin.from).step_by(every);
        for edge in edges.chain([distribution.max]) {
            let x = LEFT + across(edge);
            line(out, (x, bottom), (x, bottom + 40), "axis");
            label(out, (x, bottom + 180), "middle", "small", &show_number(edge, face.lang));
        }
        line(out, (LEFT, bottom), (LEFT + LENGTH, bottom), "axis");
        for (at, threshold) in (0i128..).zip(&distribution.thresholds) {
            let (x, y) = (LEFT + across(threshold.points), 250 + 150 * (at % 2));
            line(out, (x, y), (x, bottom), "threshold");
            let text = format!("{} – {}", show_number(threshold.points, face.lang), threshold.label);
            let right = x > LEFT + LENGTH / 2;
            let (x, anchor) = if right { (x - 50, "end") } else { (x + 50, "start") };
            label(out, (x, y + 100), anchor, "halo bold", &text);
        }
    });
}

/// A step of 1, 2 or 5 times a power of ten that needs at most five lines.
fn nice_step(greatest: u64) -> u64 {
    let mut ten = 1u64;
    loop {
        for factor in [1, 2, 5] {
            let step = ten.saturating_mul(factor);
            if greatest.div_ceil(step) <= 5 || step == u64::MAX {
                return step;
            }
        }
        ten = ten.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_and_few() {
        assert_eq!([0, 1, 7, 12, 99, 1_000, 4_321].map(nice_step), [1, 1, 2, 5, 20, 200, 1_000]);
        assert!(u64::MAX.div_ceil(nice_step(u64::MAX)) <= 5);
    }
}
