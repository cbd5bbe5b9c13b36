//! The workbook, opened again by another library.

use crate::sample::{both, report};
use calamine::{Data, Range, Reader, Xlsx, open_workbook_from_rs};
use std::io::Cursor;
use tieuchi_report::model::Report;
use tieuchi_report::workbook;

fn open(report: &Report) -> Xlsx<Cursor<Vec<u8>>> {
    open_workbook_from_rs(Cursor::new(workbook(report).unwrap())).unwrap()
}

/// The cells of the row whose column of names holds a text.
fn row(range: &Range<Data>, name: &str) -> Vec<Data> {
    let named = |row: &&[Data]| row.iter().any(|cell| *cell == Data::String(name.to_owned()));
    range.rows().find(named).unwrap_or_else(|| panic!("no row {name}")).to_vec()
}

fn numbers(row: &[Data]) -> Vec<f64> {
    row.iter().filter_map(|cell| if let Data::Float(number) = cell { Some(*number) } else { None }).collect()
}

#[test]
fn the_sheets_are_those_of_the_report() {
    let book = open(&report());
    let names = [
        "Bìa",
        "1. Công dân",
        "2. Cộng đồng thôn, tổ dân",
        "Phân bố điểm",
        "Chỉ tiêu",
        "Chỉ tiêu theo địa bàn",
        "Các mục",
        "Chất lượng dữ liệu",
        "Đơn vị cũ",
        "Bộ tiêu chí",
        "Nguồn số liệu",
    ];
    assert_eq!(book.sheet_names(), names);
    if let Ok(path) = std::env::var("TIEUCHI_REPORT_BOOK") {
        std::fs::write(path, workbook(&report()).unwrap()).unwrap();
    }
}

#[test]
fn figures_are_numbers() {
    let mut book = open(&report());
    let citizens = book.worksheet_range("1. Công dân").unwrap();
    let found = numbers(&row(&citizens, "Xã A"));
    // Number, subjects, met, not met, not known, reached at least and at most, shares cut, mean cut.
    assert_eq!(
        found,
        [1.0, 250_310.0, 121_034.0, 120_156.0, 9_120.0, 121_034.0, 130_154.0, 0.4835, 0.5199, 74.0]
    );
    let total = numbers(&row(&citizens, "Tổng cộng"));
    assert_eq!(total[..3], [933_533.0, 501_122.0, 383_887.0]);
    let communities = book.worksheet_range("2. Cộng đồng thôn, tổ dân").unwrap();
    let found = numbers(&row(&communities, "Phường C"));
    // The higher class first; the shares belong to the lowest.
    assert_eq!(found[..6], [3.0, 36.0, 11.0, 20.0, 0.0, 1.0]);
    assert_eq!(found[6..], [4.0, 11.0, 15.0, 31.0, 35.0, 0.8611, 0.9722]);
    let targets = book.worksheet_range("Chỉ tiêu").unwrap();
    let found = numbers(&row(&targets, "Cán bộ, công chức, viên chức, người lao động đạt danh hiệu"));
    assert_eq!(found, [21_000.0, 21_000.0, 11_000.0, 13_345.0, 2_345.0, 1_200.0, 0.5238, 0.6354, 1_600.0]);
}

#[test]
fn every_place_has_its_row_in_order() {
    let mut book = open(&report());
    let citizens = book.worksheet_range("1. Công dân").unwrap();
    let names: Vec<&str> = citizens.rows().filter_map(|row| row[1].as_string_ref()).collect();
    let places: Vec<String> = report().levels[0].places.iter().map(|place| place.name.clone()).collect();
    let first = names.iter().position(|name| *name == places[0]).unwrap();
    assert_eq!(names[first..first + 5], places.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(names[first + 5..first + 7], ["Chưa rõ địa bàn", "Tổng cộng"]);
}

trait AsStringRef {
    fn as_string_ref(&self) -> Option<&str>;
}

impl AsStringRef for Data {
    fn as_string_ref(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text) } else { None }
    }
}

#[test]
fn texts_that_look_like_formulas_stay_texts() {
    let mut report = report();
    let evil = "=HYPERLINK(\"http://127.0.0.1\";\"x\")";
    evil.clone_into(&mut report.levels[0].places[0].name);
    report.notices = vec![both("+1", "+1"), both("@SUM(A1)", "@SUM(A1)")];
    let mut book = open(&report);
    for name in book.sheet_names() {
        let formulas = book.worksheet_formula(&name).unwrap();
        assert!(formulas.cells().all(|(_, _, formula)| formula.is_empty()), "{name}");
    }
    let citizens = book.worksheet_range("1. Công dân").unwrap();
    assert_eq!(row(&citizens, evil)[1], Data::String(evil.to_owned()));
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    assert_eq!(workbook(&report()).unwrap(), workbook(&report()).unwrap());
}

#[test]
fn a_redacted_workbook_names_no_subject() {
    let report = Report { redacted: true, ..report() };
    let mut book = open(&report);
    for (_, range) in book.worksheets() {
        for text in range.used_cells().filter_map(|(_, _, cell)| cell.as_string_ref()) {
            assert!(!text.contains("CD-0") && !text.contains("12 điểm"), "{text}");
        }
    }
}

#[test]
fn a_workbook_about_nothing_has_a_cover() {
    let quality = Default::default();
    let report = Report { levels: Vec::new(), targets: Vec::new(), history: Vec::new(), quality, ..report() };
    assert_eq!(open(&report).sheet_names(), ["Bìa", "Bộ tiêu chí", "Nguồn số liệu"]);
}
