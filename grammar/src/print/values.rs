//! What stands in a slot, as text; expressions are next door.
//!
//! In: a slot of the tree. Out: its canonical spelling in one language: quotes `"`, the decimal
//! mark of the language with all digits as written, days as `dd/mm/yyyy` or `yyyy-mm-dd`.
//! This file does not know sentences or layout.

use std::fmt::Write as _;

use super::expression::{write_collection, write_condition};
use super::{in_lang, phrase_words, write_phrase};
use crate::ast::{
    Assign, AssignValue, Cite, Code, Date, Field, Name, Number, Period, Slot, Text, Type, TypeKind,
};
use crate::diagnostic::Lang;

/// Writes whatever fills a slot.
pub(super) fn write_slot(out: &mut String, lang: Lang, slot: &Slot) {
    match slot {
        Slot::Absent | Slot::Present(_) => {}
        Slot::Name(name) => out.push_str(&name.text),
        Slot::Names(names) => write_list(out, names, "; ", |out, name| out.push_str(&name.text)),
        Slot::Text(text) => write_text(out, text),
        Slot::Number(number) | Slot::Int(number) => write_number(out, lang, number),
        Slot::Date(date, _) => write_date(out, lang, *date),
        Slot::DayMonth(day_month) => write_day_month(out, lang, day_month.day, day_month.month),
        Slot::Code(code) => out.push_str(&code.text),
        Slot::Codes(codes) => write_list(out, codes, "; ", |out, code: &Code| out.push_str(&code.text)),
        Slot::Expr(expression) => write_condition(out, lang, expression),
        Slot::Collection(collection) => write_collection(out, lang, collection),
        Slot::Type(ty) => write_type(out, lang, ty),
        Slot::Fields(fields) => write_list(out, fields, "; ", |out, field: &Field| {
            let _ = write!(out, "{}: ", field.name.text);
            write_type(out, lang, &field.ty);
        }),
        Slot::Edition(Some(name), _) => out.push_str(&name.text),
        Slot::Edition(None, _) => out.push_str(in_lang(lang, "mới nhất", "newest")),
        Slot::Lang(Lang::Vi, _) => out.push_str("vi"),
        Slot::Lang(Lang::En, _) => out.push_str("en"),
        Slot::Phrase(phrase) => write_phrase(out, lang, phrase),
        Slot::Words(words) => write_list(out, words, "; ", |out, word| write_phrase(out, lang, word)),
        Slot::Period(period) => write_period(out, lang, period),
        Slot::Assigns(assigns) => {
            write_list(out, assigns, "; ", |out, assign| write_assign(out, lang, assign));
        }
        Slot::Cite(cite) => write_cite(out, lang, cite),
    }
}

/// Writes the entries with a mark between them.
pub(super) fn write_list<T>(
    out: &mut String,
    entries: &[T],
    between: &str,
    mut write: impl FnMut(&mut String, &T),
) {
    for (at, entry) in entries.iter().enumerate() {
        if at > 0 {
            out.push_str(between);
        }
        write(out, entry);
    }
}

/// Writes a dotted path.
pub(super) fn write_path(out: &mut String, path: &[Name]) {
    write_list(out, path, ".", |out, name| out.push_str(&name.text));
}

/// Writes a quoted text. The parser keeps no plain quote in a text; one from elsewhere becomes `'`.
pub(super) fn write_text(out: &mut String, text: &Text) {
    let _ = write!(out, "\"{}\"", text.text.replace('"', "'"));
}

/// Writes a number with all its digits: `7,50` in Vietnamese, `7.50` in English.
pub(super) fn write_number(out: &mut String, lang: Lang, number: &Number) {
    let places = usize::try_from(number.scale).unwrap_or(0);
    let digits = format!("{:0>width$}", number.digits.unsigned_abs(), width = places + 1);
    let (whole, fraction) = digits.split_at_checked(digits.len() - places).unwrap_or((&digits, ""));
    if number.digits < 0 {
        out.push('-');
    }
    out.push_str(whole);
    if !fraction.is_empty() {
        out.push_str(in_lang(lang, ",", "."));
        out.push_str(fraction);
    }
    if number.percent {
        out.push('%');
    }
}

/// Writes a civil day.
pub(super) fn write_date(out: &mut String, lang: Lang, date: Date) {
    let Date { year, month, day } = date;
    let _ = match lang {
        Lang::Vi => write!(out, "{day:02}/{month:02}/{year:04}"),
        Lang::En => write!(out, "{year:04}-{month:02}-{day:02}"),
    };
}

pub(super) fn write_day_month(out: &mut String, lang: Lang, day: i8, month: i8) {
    let _ = match lang {
        Lang::Vi => write!(out, "{day:02}/{month:02}"),
        Lang::En => write!(out, "{month:02}-{day:02}"),
    };
}

fn write_type(out: &mut String, lang: Lang, ty: &Type) {
    match &ty.kind {
        TypeKind::YesNo => out.push_str(in_lang(lang, "đúng sai", "yes no")),
        TypeKind::Date => out.push_str(in_lang(lang, "ngày", "date")),
        TypeKind::Text => out.push_str(in_lang(lang, "chữ", "text")),
        TypeKind::Number { percent, places, unit, range } => {
            match (percent, places) {
                (true, 0) => out.push('%'),
                (false, 0) => out.push_str(in_lang(lang, "số nguyên", "integer")),
                (percent, places) => {
                    out.push_str(if *percent { "%" } else { in_lang(lang, "số", "number") });
                    let _ = write!(out, " {places} {}", in_lang(lang, "lẻ", "places"));
                }
            }
            if let Some(unit) = unit {
                let _ = write!(out, " {}", unit.text);
            }
            if let Some((from, to)) = range {
                out.push_str(in_lang(lang, " từ ", " from "));
                write_number(out, lang, from);
                out.push_str(in_lang(lang, " đến ", " to "));
                write_number(out, lang, to);
            }
        }
        TypeKind::OneOf { ranked, options } => {
            out.push_str(match ranked {
                true => in_lang(lang, "theo bậc ", "ranked "),
                false => in_lang(lang, "một trong ", "one of "),
            });
            write_list(out, options, ", ", write_text);
        }
    }
}

fn write_period(out: &mut String, lang: Lang, period: &Period) {
    if period.year_only {
        let _ = write!(out, "{:04}", period.from.year);
    } else {
        write_date(out, lang, period.from);
        out.push_str(in_lang(lang, " đến ", " to "));
        write_date(out, lang, period.to);
    }
}

fn write_assign(out: &mut String, lang: Lang, assign: &Assign) {
    write_list(out, &assign.key, ".", |out, part| out.push_str(&part.text));
    match assign.years_back {
        0 => {}
        1 => out.push_str(in_lang(lang, " năm trước", " last year")),
        more => {
            out.push_str(&format!(" {more}"));
            out.push_str(in_lang(lang, " năm trước", " years ago"));
        }
    }
    out.push_str(" = ");
    write_assign_value(out, lang, &assign.value);
    if let Some(trust) = &assign.trust {
        out.push(' ');
        write_phrase(out, lang, trust);
    }
}

fn write_assign_value(out: &mut String, lang: Lang, value: &AssignValue) {
    match value {
        AssignValue::Number(number) => write_number(out, lang, number),
        AssignValue::Quotient(number, divisor) => {
            write_number(out, lang, number);
            out.push('/');
            write_number(out, lang, divisor);
        }
        AssignValue::Text(text) => write_text(out, text),
        AssignValue::Date(date, _) => write_date(out, lang, *date),
        AssignValue::Month(year, month, _) => {
            let _ = match lang {
                Lang::Vi => write!(out, "{month:02}/{year:04}"),
                Lang::En => write!(out, "{year:04}-{month:02}"),
            };
        }
        AssignValue::YesNo(true, _) => out.push_str(in_lang(lang, "đúng", "true")),
        AssignValue::YesNo(false, _) => out.push_str(in_lang(lang, "sai", "false")),
        AssignValue::Unknown(_) => out.push_str(in_lang(lang, "chưa rõ", "unknown")),
        AssignValue::NotApplicable(_) => out.push_str(in_lang(lang, "không áp dụng", "not applicable")),
        AssignValue::LeftOpen(_) => out.push_str(in_lang(lang, "để trống", "left open")),
        AssignValue::NotRanked(_) => out.push_str(in_lang(lang, "không xét", "not ranked")),
        AssignValue::Name(name) => out.push_str(&name.text),
        AssignValue::Range(from, to) => {
            write_assign_value(out, lang, from);
            out.push_str(in_lang(lang, " đến ", " to "));
            write_assign_value(out, lang, to);
        }
    }
}

fn write_cite(out: &mut String, lang: Lang, cite: &Cite) {
    write_text(out, &cite.document);
    for (word, place) in &cite.place {
        let _ = write!(out, " {} {}", phrase_words(*word, lang), place.text);
    }
}
