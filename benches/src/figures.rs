//! Figures of a run in words: medians and ratios round by round.
//!
//! A ratio is worked out in each round and then the median taken, since a shared machine is slower in
//! one round than in another; beside it stand the least and the greatest.

use crate::Spread;
pub use crate::page::{grouped, machine, rustc, with_section};

/// Ratios round by round in hundredths: median, least and greatest.
#[derive(Clone, Copy, Debug)]
pub struct Ratio(Spread);

impl Ratio {
    /// The median, in hundredths.
    #[must_use]
    pub const fn median(self) -> u128 {
        self.0.middle
    }

    /// The one divided by the other, in each round.
    #[must_use]
    pub fn of(own: &[u128], other: &[u128]) -> Self {
        Self(Spread::of_ratios(own, other))
    }
}

impl std::fmt::Display for Ratio {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // From a hundred on, hundredths say nothing.
        let [median, least, greatest] =
            [self.0.middle, self.0.least, self.0.greatest].map(|ratio| match ratio {
                10_000.. => grouped((ratio + 50) / 100),
                _ => format!("{}.{:02}", ratio / 100, ratio % 100),
            });
        write!(out, "{median} ({least} – {greatest})")
    }
}

/// The middle one of some times.
#[must_use]
pub fn median(values: &[u128]) -> u128 {
    Spread::of(values).middle
}

/// The sections of a page that others wrote: all whose heading is none of these.
#[must_use]
pub fn other_sections(page: &str, own: &[&str]) -> String {
    let sections = page.split("\n## ").skip(1);
    let kept = sections.filter(|section| !own.contains(&section.lines().next().unwrap_or_default()));
    kept.map(|section| format!("\n## {}\n", section.trim_end())).collect()
}

/// The page with the last part of one of its sections written anew, or added to it.
#[must_use]
pub fn with_last_part(page: &str, heading: &str, part: &str, text: &str) -> String {
    let mut sections = page.split("\n## ");
    let section =
        sections.find_map(|section| section.strip_prefix(heading)?.strip_prefix('\n')).unwrap_or_default();
    let before = section.split(&format!("\n### {part}\n")).next().unwrap_or_default().trim_end();
    with_section(page, heading, &format!("{before}\n\n### {part}\n\n{}", text.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_of_others_stay() {
        let page = "# Page\n\n## A\n\none\n\n## B\n\ntwo\n";
        assert_eq!(other_sections(page, &["A"]), "\n## B\n\ntwo\n");
    }

    #[test]
    fn the_last_part_of_a_section_is_written_anew() {
        let page = "# Page\n\n## A\n\n### one\n\n1\n\n## B\n\n### two\n\n2\n";
        let more = with_last_part(page, "A", "two", "3");
        assert_eq!(more, "# Page\n\n## A\n\n### one\n\n1\n\n### two\n\n3\n\n## B\n\n### two\n\n2\n");
        assert_eq!(with_last_part(&more, "A", "two", "3"), more);
    }

    #[test]
    fn ratios_are_taken_round_by_round() {
        assert_eq!(Ratio::of(&[10, 30, 90], &[10, 10, 10]).to_string(), "3.00 (1.00 – 9.00)");
        assert_eq!(Ratio::of(&[1_234_567], &[1_000]).to_string(), "1 235 (1 235 – 1 235)");
    }
}
