//! Sections of the page of figures, numbers as it has them, and what the machine calls itself.
//!
//! `cargo xtask` takes this file in too, by its path: what has to start quickly shall not build all that the
//! benches know. So nothing but the standard library is used here.

use std::process::Command;

/// A number in groups of three digits.
#[must_use]
pub fn grouped(number: u128) -> String {
    let digits = number.to_string();
    let (first, rest) = digits.split_at(digits.len() % 3);
    let groups = rest.as_bytes().chunks(3).map(String::from_utf8_lossy);
    let first = (!first.is_empty()).then(|| first.into());
    first.into_iter().chain(groups).collect::<Vec<_>>().join(" ")
}

/// What the processor calls itself, how many there are, and the memory.
#[must_use]
pub fn machine() -> String {
    let of = |path: &str, name: &str| {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with(name)).map(str::to_owned).unwrap_or_default();
        line.split_once(':').map_or_else(String::new, |(_, value)| value.trim().to_owned())
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let memory = of("/proc/meminfo", "MemTotal");
    let gib = memory.split_whitespace().next().and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) >> 20;
    let features = of("/proc/cpuinfo", "flags");
    let wide = ["avx512f", "avx2"].into_iter().find(|name| features.split(' ').any(|own| own == *name));
    format!(
        "{} ({}), {cores} cores, {gib} GiB",
        of("/proc/cpuinfo", "model name"),
        wide.unwrap_or("baseline")
    )
}

/// The version of the compiler.
#[must_use]
pub fn rustc() -> String {
    let output = Command::new("rustc").arg("-V").output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    text.split(' ').nth(1).unwrap_or("").to_owned()
}

/// The page with one section written anew where it stands, or at its end.
#[must_use]
pub fn with_section(page: &str, heading: &str, text: &str) -> String {
    let section = format!("\n## {heading}\n\n{}\n", text.trim());
    let Some(from) = page.find(&format!("\n## {heading}\n")) else {
        return format!("{}\n{section}", page.trim_end());
    };
    let (before, rest) = page.split_at(from);
    let next = rest
        .get(1..)
        .and_then(|rest| rest.find("\n## "))
        .map_or("", |at| rest.get(at + 1..).unwrap_or_default());
    format!("{before}{section}{next}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_in_groups() {
        assert_eq!([999, 1_000, 1_234_567].map(grouped), ["999", "1 000", "1 234 567"]);
    }

    #[test]
    fn a_section_is_written_where_it_stands() {
        let page = "# Page\n\n## A\n\none\n\n## B\n\ntwo\n";
        assert_eq!(with_section(page, "A", "new"), "# Page\n\n## A\n\nnew\n\n## B\n\ntwo\n");
        assert_eq!(with_section(page, "B", "new"), "# Page\n\n## A\n\none\n\n## B\n\nnew\n");
        assert_eq!(with_section(page, "C", "new"), format!("{page}\n## C\n\nnew\n"));
    }
}
