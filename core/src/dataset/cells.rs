//! The cells of one Arrow column, whatever its type.
//!
//! In: an array of a type the engine reads. Out: each cell as one of a few plain shapes. It does
//! not know what the column means.

use crate::day::Day;
use crate::floats::Float;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type, Float32Type,
    Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Decimal128Array, Decimal256Array, Float32Array, Float64Array,
    Int64Array, LargeStringArray, PrimitiveArray, StringArray, StringViewArray, UInt64Array,
};
use arrow_schema::{DataType, TimeUnit};
use std::borrow::Cow;

/// A column.
#[derive(Clone, Debug)]
pub(crate) enum Cells {
    /// Nothing is known of anybody.
    Null(usize),
    Bool(BooleanArray),
    Int(Int64Array),
    Unsigned(UInt64Array),
    Decimal(Decimal128Array, i8),
    WideDecimal(Decimal256Array, i8),
    Single(Float32Array),
    Double(Float64Array),
    /// Days since 1970.
    Day(Date32Array),
    Text(StringArray),
    LargeText(LargeStringArray),
    TextView(StringViewArray),
    /// Which of some values each row has.
    Dictionary(Int64Array, Box<Cells>),
}

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CellKind {
    Null,
    Bool,
    Number,
    Float,
    Day,
    Text,
}

/// Why a column cannot be read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// A moment in a time zone is not a civil day.
    Zoned,
    /// A type nothing is read from.
    Other,
}

/// A cell.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Got<'a> {
    Null,
    Bool(bool),
    /// A number as digits, with so many of them after the mark.
    Number(i128, u32),
    /// A number with more digits than any that is held exactly.
    TooWide(&'a Cells, usize),
    Float(Float),
    /// Days since 1970.
    Day(i32),
    Text(&'a str),
}

/// 1970-01-01 as the engine counts days.
pub(crate) fn epoch() -> i32 {
    Day::new(1970, 1, 1).map_or(0, Day::number)
}

impl Cells {
    pub fn of(array: &ArrayRef) -> Result<Self, Unreadable> {
        macro_rules! ints {
            ($ty:ty) => {
                Self::Int(array.as_primitive::<$ty>().unary(i64::from))
            };
        }
        Ok(match array.data_type() {
            DataType::Null => Self::Null(array.len()),
            DataType::Boolean => Self::Bool(array.as_boolean().clone()),
            DataType::Int8 => ints!(Int8Type),
            DataType::Int16 => ints!(Int16Type),
            DataType::Int32 => ints!(Int32Type),
            DataType::Int64 => Self::Int(array.as_primitive::<Int64Type>().clone()),
            DataType::UInt8 => ints!(UInt8Type),
            DataType::UInt16 => ints!(UInt16Type),
            DataType::UInt32 => ints!(UInt32Type),
            DataType::UInt64 => Self::Unsigned(array.as_primitive::<UInt64Type>().clone()),
            DataType::Decimal32(_, scale) => {
                Self::Decimal(array.as_primitive::<Decimal32Type>().unary(i128::from), *scale)
            }
            DataType::Decimal64(_, scale) => {
                Self::Decimal(array.as_primitive::<Decimal64Type>().unary(i128::from), *scale)
            }
            DataType::Decimal128(_, scale) => {
                Self::Decimal(array.as_primitive::<Decimal128Type>().clone(), *scale)
            }
            DataType::Decimal256(_, scale) => {
                Self::WideDecimal(array.as_primitive::<Decimal256Type>().clone(), *scale)
            }
            DataType::Float32 => Self::Single(array.as_primitive::<Float32Type>().clone()),
            DataType::Float64 => Self::Double(array.as_primitive::<Float64Type>().clone()),
            DataType::Date32 => Self::Day(array.as_primitive::<Date32Type>().clone()),
            DataType::Date64 => days(array.as_primitive::<Date64Type>(), 1_000),
            DataType::Timestamp(_, Some(_)) => return Err(Unreadable::Zoned),
            DataType::Timestamp(TimeUnit::Second, None) => {
                days(array.as_primitive::<TimestampSecondType>(), 1)
            }
            DataType::Timestamp(TimeUnit::Millisecond, None) => {
                days(array.as_primitive::<TimestampMillisecondType>(), 1_000)
            }
            DataType::Timestamp(TimeUnit::Microsecond, None) => {
                days(array.as_primitive::<TimestampMicrosecondType>(), 1_000_000)
            }
            DataType::Timestamp(TimeUnit::Nanosecond, None) => {
                days(array.as_primitive::<TimestampNanosecondType>(), 1_000_000_000)
            }
            DataType::Utf8 => Self::Text(array.as_string().clone()),
            DataType::LargeUtf8 => Self::LargeText(array.as_string().clone()),
            DataType::Utf8View => Self::TextView(array.as_string_view().clone()),
            DataType::Dictionary(..) => {
                let dictionary = array.as_any_dictionary_opt().ok_or(Unreadable::Other)?;
                let keys = arrow_array::make_array(dictionary.keys().to_data());
                let keys = match Self::of(&keys)? {
                    Self::Int(keys) => keys,
                    // More values than memory holds have no dictionary.
                    Self::Unsigned(keys) => keys.unary(|key| i64::try_from(key).unwrap_or(i64::MAX)),
                    _ => return Err(Unreadable::Other),
                };
                Self::Dictionary(keys, Box::new(Self::of(dictionary.values())?))
            }
            _ => return Err(Unreadable::Other),
        })
    }

    pub fn len(&self) -> usize {
        match self {
            Self::Null(rows) => *rows,
            Self::Bool(array) => array.len(),
            Self::Int(array) | Self::Dictionary(array, _) => array.len(),
            Self::Unsigned(array) => array.len(),
            Self::Decimal(array, _) => array.len(),
            Self::WideDecimal(array, _) => array.len(),
            Self::Single(array) => array.len(),
            Self::Double(array) => array.len(),
            Self::Day(array) => array.len(),
            Self::Text(array) => array.len(),
            Self::LargeText(array) => array.len(),
            Self::TextView(array) => array.len(),
        }
    }

    pub fn kind(&self) -> CellKind {
        match self {
            Self::Null(_) => CellKind::Null,
            Self::Bool(_) => CellKind::Bool,
            Self::Int(_) | Self::Unsigned(_) | Self::Decimal(..) | Self::WideDecimal(..) => CellKind::Number,
            Self::Single(_) | Self::Double(_) => CellKind::Float,
            Self::Day(_) => CellKind::Day,
            Self::Text(_) | Self::LargeText(_) | Self::TextView(_) => CellKind::Text,
            Self::Dictionary(_, values) => values.kind(),
        }
    }

    /// The cell of a row; null past the end.
    pub fn get(&self, row: usize) -> Got<'_> {
        macro_rules! some {
            ($array:expr, |$value:ident| $got:expr) => {
                if row < $array.len() && $array.is_valid(row) {
                    let $value = $array.value(row);
                    $got
                } else {
                    Got::Null
                }
            };
        }
        match self {
            Self::Null(_) => Got::Null,
            Self::Bool(array) => some!(array, |value| Got::Bool(value)),
            Self::Int(array) => some!(array, |value| Got::Number(i128::from(value), 0)),
            Self::Unsigned(array) => some!(array, |value| Got::Number(i128::from(value), 0)),
            Self::Decimal(array, scale) => some!(array, |value| self.decimal(value, *scale, row)),
            Self::WideDecimal(array, scale) => some!(array, |value| match value.to_i128() {
                Some(value) => self.decimal(value, *scale, row),
                None => Got::TooWide(self, row),
            }),
            Self::Single(array) => some!(array, |value| Got::Float(Float::Single(value))),
            Self::Double(array) => some!(array, |value| Got::Float(Float::Double(value))),
            Self::Day(array) => some!(array, |value| Got::Day(value)),
            Self::Text(array) => some!(array, |value| Got::Text(value)),
            Self::LargeText(array) => some!(array, |value| Got::Text(value)),
            Self::TextView(array) => some!(array, |value| Got::Text(value)),
            Self::Dictionary(keys, values) => {
                some!(keys, |key| values.get(usize::try_from(key).unwrap_or(usize::MAX)))
            }
        }
    }

    fn decimal(&self, value: i128, scale: i8, row: usize) -> Got<'_> {
        let below = u32::from(scale.unsigned_abs());
        if scale >= 0 {
            return Got::Number(value, below);
        }
        let whole = crate::exact::pow10(below).and_then(|ten| value.checked_mul(ten));
        whole.map_or(Got::TooWide(self, row), |value| Got::Number(value, 0))
    }

    /// The digits of a row, if it is a whole number or a decimal.
    pub fn digits(&self, row: usize) -> Option<i128> {
        match self {
            Self::Int(array) => Some(i128::from(array.value(row))),
            Self::Unsigned(array) => Some(i128::from(array.value(row))),
            Self::Decimal(array, _) => Some(array.value(row)),
            _ => None,
        }
    }

    /// The text of a row, if it is text.
    pub fn text(&self, row: usize) -> Option<&str> {
        match self.get(row) {
            Got::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// The civil day of a moment that has no zone.
fn days<T>(array: &PrimitiveArray<T>, second: i64) -> Cells
where
    T: arrow_array::ArrowPrimitiveType<Native = i64>,
{
    let day = |moment: i64| i32::try_from(moment.div_euclid(second * 86_400)).unwrap_or(i32::MAX);
    Cells::Day(array.unary(day))
}

impl<'a> Got<'a> {
    /// The cell as it is shown in a problem; empty for null.
    pub fn shown(&self) -> Cow<'a, str> {
        match self {
            Self::Null => Cow::Borrowed(""),
            Self::Bool(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
            Self::Number(digits, scale) => Cow::Owned(plain(&digits.to_string(), *scale)),
            Self::TooWide(Cells::WideDecimal(array, scale), row) => {
                let digits = array.value(*row).to_string();
                Cow::Owned(plain(&digits, u32::try_from(*scale).unwrap_or(0)))
            }
            Self::TooWide(cells, row) => match cells {
                Cells::Decimal(array, _) => Cow::Owned(array.value(*row).to_string()),
                _ => Cow::Borrowed(""),
            },
            Self::Float(value) => Cow::Owned(value.to_string()),
            Self::Day(days) => {
                let day = epoch().checked_add(*days);
                let fits = |day: &i32| (Day::FIRST.number()..=Day::LAST.number()).contains(day);
                Cow::Owned(match day.filter(fits) {
                    Some(day) => Day::from_number(day).to_string(),
                    None => format!("1970-01-01 {days:+}"),
                })
            }
            Self::Text(text) => Cow::Borrowed(text),
        }
    }
}

/// Digits with a decimal point.
fn plain(digits: &str, scale: u32) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let scale = usize::try_from(scale).unwrap_or(0);
    if scale == 0 {
        return format!("{sign}{digits}");
    }
    let padded = format!("{digits:0>width$}", width = scale + 1);
    let (whole, fraction) = padded.split_at(padded.len() - scale);
    format!("{sign}{whole}.{fraction}")
}
