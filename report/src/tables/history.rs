//! What the places were made of.

use super::{Cell, Head, Kind, Row, Table, Value, Weight};
use crate::model::{FormerUnit, Report};
use crate::words as w;
use tieuchi::Lang;

/// The places with the former units that make them up; nothing where none is known.
pub(crate) fn history(report: &Report, lang: Lang) -> Option<Table> {
    let former = |unit: &FormerUnit| {
        let part = if unit.part { w::A_PART.of(lang) } else { "" };
        if unit.name == unit.id {
            format!("{}{part}", unit.id)
        } else {
            format!("{} ({}){part}", unit.name, unit.id)
        }
    };
    let rows = report.history.iter().enumerate().map(|(at, place)| {
        let of = place.of.iter().map(former).collect();
        let cells =
            vec![Cell::ordinal(at), Cell::label(&place.name), Cell { value: Value::Lines(of), rows: None }];
        Row { cells, weight: Weight::Plain }
    });
    let rows: Vec<Row> = rows.collect();
    (!rows.is_empty()).then(|| Table {
        caption: w::HISTORY.of(lang).to_owned(),
        heads: vec![
            Head::new(w::ORDINAL, Kind::Ordinal, lang),
            Head::new(w::PLACE, Kind::Name, lang),
            Head::new(w::FORMER_UNITS, Kind::Text, lang),
        ],
        rows,
        notes: vec![w::FORMER_COUNTED.of(lang).to_owned()],
        ..Table::default()
    })
}
