//! A chart of bars with a scale of powers of ten, as SVG.

use std::fmt::Write as _;

const LEFT: f64 = 190.0;
const BAR: f64 = 22.0;
const TOP: f64 = 44.0;
const WIDE: f64 = 430.0;

/// Bars with their names and lengths; the first is ours and stands out. The scale begins at a power of ten.
pub fn bars(title: &str, rows: &[(String, f64)]) -> String {
    let ends = rows.iter().map(|(_, value)| value.log10());
    let least = ends.clone().fold(f64::INFINITY, f64::min).floor();
    let most = ends.fold(f64::NEG_INFINITY, f64::max).ceil().max(least + 1.0);
    // A bar of the least value has a length too.
    let least = least - if rows.iter().any(|(_, value)| value.log10() < least + 0.05) { 1.0 } else { 0.0 };
    let x = |value: f64| LEFT + (value.log10() - least) / (most - least) * WIDE;
    let (height, width) = (TOP + BAR * rows.len() as f64 + 34.0, LEFT + WIDE + 80.0);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" font-family=\"sans-serif\" \
         font-size=\"13\">\n<title>{title}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n\
         <text x=\"12\" y=\"22\" font-size=\"15\" fill=\"#222\">{title}</text>\n"
    );
    // Writing to a String cannot fail.
    for power in least as i32..=most as i32 {
        let at = x(10f64.powi(power));
        let bottom = height - 26.0;
        let _ = writeln!(
            out,
            "<path d=\"M{at:.1} {TOP}V{bottom}\" stroke=\"#ccc\"/><text x=\"{at:.1}\" y=\"{}\" fill=\"#555\" \
             text-anchor=\"middle\">{}</text>",
            height - 9.0,
            short(10f64.powi(power))
        );
    }
    for (at, (name, value)) in rows.iter().enumerate() {
        let (top, colour) = (TOP + BAR * at as f64, if at == 0 { "#0a6b5c" } else { "#7d8ca3" });
        let _ = writeln!(
            out,
            "<text x=\"{}\" y=\"{}\" fill=\"#222\" text-anchor=\"end\">{name}</text><rect x=\"{LEFT}\" y=\"{}\" \
             width=\"{:.1}\" height=\"{}\" fill=\"{colour}\"/><text x=\"{:.1}\" y=\"{}\" fill=\"#222\">{}</text>",
            LEFT - 8.0,
            top + 15.0,
            top + 3.0,
            x(*value) - LEFT,
            BAR - 6.0,
            x(*value) + 6.0,
            top + 15.0,
            short(*value)
        );
    }
    out + "</svg>\n"
}

/// A number with about three digits.
fn short(value: f64) -> String {
    let places = (2 - value.log10().floor() as i32).clamp(0, 3) as usize;
    let text = format!("{value:.places$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}
