//! How cells of the workbook look.

use crate::tables::Kind;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

/// The formats of the workbook.
pub(super) struct Styles {
    /// Bold and in the middle: the name of the state, of the office.
    pub name: Format,
    /// The motto, with its rule.
    pub motto: Format,
    pub plain: Format,
    pub date: Format,
    pub title: Format,
    pub subtitle: Format,
    pub notice: Format,
    pub line: Format,
    pub caption: Format,
    pub fact_name: Format,
    pub fact: Format,
    pub head: Format,
    /// The row of letters and numbers under the heads.
    pub number_row: Format,
    pub note: Format,
}

impl Styles {
    pub(super) fn new() -> Self {
        let middle = || text().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter);
        let ruled = || middle().set_border(FormatBorder::Thin).set_text_wrap();
        Self {
            name: middle().set_bold().set_text_wrap(),
            motto: middle().set_bold().set_underline(FormatUnderline::Single),
            plain: middle(),
            date: middle().set_italic(),
            title: middle().set_bold().set_font_size(14).set_text_wrap(),
            subtitle: middle().set_italic().set_text_wrap(),
            notice: middle().set_bold().set_border(FormatBorder::Thin).set_text_wrap(),
            line: text().set_italic().set_text_wrap().set_align(FormatAlign::VerticalCenter),
            caption: middle().set_bold().set_text_wrap(),
            fact_name: text().set_bold(),
            fact: text().set_text_wrap().set_align(FormatAlign::Left),
            head: ruled().set_bold().set_background_color(Color::RGB(0x00F0_F1F3)),
            number_row: ruled().set_italic().set_font_size(10),
            note: text().set_italic().set_text_wrap(),
        }
    }
}

/// The font of all cells.
pub(super) fn text() -> Format {
    Format::new().set_font_name("Times New Roman").set_font_size(12)
}

/// A cell of a table: its ruled lines, its side, its number format, and how heavy its row is.
pub(super) fn cell(kind: Kind, numbers: Option<&str>, bold: bool) -> Format {
    let format = text().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter);
    let format = match kind {
        Kind::Figure => format.set_align(FormatAlign::Right),
        Kind::Ordinal | Kind::Code => format.set_align(FormatAlign::Center),
        Kind::Short => format.set_align(FormatAlign::Center).set_text_wrap(),
        Kind::Name | Kind::Text => format.set_align(FormatAlign::Left).set_text_wrap(),
        Kind::Digest => format.set_font_size(9).set_text_wrap(),
    };
    let format = match numbers {
        Some(numbers) => format.set_num_format(numbers),
        None => format,
    };
    if bold { format.set_bold() } else { format }
}

/// The number format of so many digits after the mark, in Vietnamese: `1.234,50`. A program that
/// does not heed the language shows the marks of its reader's. `_)` keeps figures off the ruled line.
pub(super) const fn number(places: u32) -> &'static str {
    if places == 0 { "[$-42A]#,##0_)" } else { "[$-42A]#,##0.00_)" }
}

/// The number format of a share.
pub(super) const SHARE: &str = "[$-42A]0.00%_)";

/// How wide a column is, in digits.
pub(super) const fn width(kind: Kind) -> u16 {
    match kind {
        Kind::Ordinal => 5,
        Kind::Code => 12,
        Kind::Short => 14,
        Kind::Name => 32,
        Kind::Text => 40,
        Kind::Digest => 34,
        Kind::Figure => 12,
    }
}
