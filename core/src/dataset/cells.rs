//! The cells of one Arrow column, whatever its type.
//!
//! In: the arrays of a column, one for each batch of the table, of a type the engine reads. Out:
//! each cell as one of a few plain shapes. The arrays stay as they are and are not put together. It
//! does not know what the column means.

use super::group::{Part, Rows};
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
    Array, ArrayRef, BooleanArray, Date32Array, Decimal32Array, Decimal64Array, Decimal128Array,
    Decimal256Array, Float32Array, Float64Array, Int8Array, Int32Array, Int64Array, LargeStringArray,
    PrimitiveArray, StringArray, StringViewArray, UInt64Array,
};
use arrow_buffer::NullBuffer;
use arrow_schema::{DataType, TimeUnit};
use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// Where the batches of a table begin, and where the last one ends. Rows are counted over all of
/// them; the cells stay where they are.
#[derive(Clone, Debug)]
pub(crate) struct Starts(Arc<[usize]>);

/// A column: its cells in each batch of the table.
#[derive(Clone, Debug)]
pub(crate) struct Cells {
    pieces: Vec<Piece>,
    pub starts: Starts,
}

/// The cells of one batch. A column has the same type in all of them.
#[derive(Clone, Debug)]
pub(crate) enum Piece {
    /// Nothing is known of anybody.
    Null(usize),
    Bool(BooleanArray),
    Short(Int32Array),
    Int(Int64Array),
    Unsigned(UInt64Array),
    ShortDecimal(Decimal32Array, i8),
    LongDecimal(Decimal64Array, i8),
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
    Dictionary(Codes, Box<Piece>),
}

/// The places of a dictionary's values that rows have.
#[derive(Clone, Debug)]
pub(crate) enum Codes {
    Byte(Int8Array),
    Short(Int32Array),
    Long(Int64Array),
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
    TooWide(&'a Piece, usize),
    Float(Float),
    /// Days since 1970.
    Day(i32),
    Text(&'a str),
}

/// 1970-01-01 as the engine counts days.
pub(crate) fn epoch() -> i32 {
    Day::new(1970, 1, 1).map_or(0, Day::number)
}

impl Starts {
    pub fn of(lengths: impl IntoIterator<Item = usize>) -> Self {
        let mut starts = vec![0];
        let mut end = 0;
        starts.extend(lengths.into_iter().map(|length| {
            end += length;
            end
        }));
        Self(starts.into())
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.0.last().copied().unwrap_or(0)
    }

    /// How many batches there are.
    pub fn pieces(&self) -> usize {
        self.0.len().saturating_sub(1)
    }

    /// The rows of a batch.
    pub fn piece(&self, piece: usize) -> Range<usize> {
        let at = |at: usize| self.0.get(at).copied().unwrap_or(0);
        at(piece)..at(piece + 1)
    }

    /// The batch that a row lies in, and its place there.
    pub fn find(&self, row: usize) -> (usize, usize) {
        if let [_, _] = *self.0 {
            return (0, row);
        }
        let piece = self.0.partition_point(|start| *start <= row).saturating_sub(1);
        (piece, row - self.piece(piece).start)
    }
}

impl Cells {
    /// The cells of a column in each batch.
    pub fn of<'a>(
        arrays: impl IntoIterator<Item = &'a ArrayRef>,
        starts: &Starts,
    ) -> Result<Self, Unreadable> {
        let pieces = arrays.into_iter().map(Piece::of).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { pieces, starts: starts.clone() })
    }

    pub fn piece(&self, at: usize) -> Option<&Piece> {
        self.pieces.get(at)
    }

    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    pub fn kind(&self) -> CellKind {
        self.pieces.first().map_or(CellKind::Null, Piece::kind)
    }

    /// Whether the cells are whole numbers.
    pub fn is_whole(&self) -> bool {
        self.pieces.first().is_some_and(Piece::is_whole)
    }

    /// The cell of a row; null past the end.
    pub fn get(&self, row: usize) -> Got<'_> {
        let (piece, row) = self.starts.find(row);
        self.pieces.get(piece).map_or(Got::Null, |piece| piece.get(row))
    }

    /// The text of a row, if it is text.
    pub fn text(&self, row: usize) -> Option<&str> {
        let (piece, row) = self.starts.find(row);
        self.pieces.get(piece)?.text(row)
    }
}

impl Codes {
    /// Calls for the place of the value of each row of a part; what it calls for a null means nothing.
    pub fn each(&self, part: &Part<'_>, mut f: impl FnMut(usize)) {
        macro_rules! each {
            ($codes:expr) => {
                match &part.rows {
                    Rows::Range(range) => {
                        let own = range.start - part.start..range.end - part.start;
                        let codes = $codes.values().get(own).unwrap_or_default();
                        codes.iter().for_each(|code| f(usize::try_from(*code).unwrap_or(usize::MAX)));
                    }
                    Rows::List(list) => list.iter().for_each(|row| {
                        let code = $codes.value(*row as usize - part.start);
                        f(usize::try_from(code).unwrap_or(usize::MAX));
                    }),
                }
            };
        }
        match self {
            Self::Byte(codes) => each!(codes),
            Self::Short(codes) => each!(codes),
            Self::Long(codes) => each!(codes),
        }
    }

    pub fn len(&self) -> usize {
        match self {
            Self::Byte(codes) => codes.len(),
            Self::Short(codes) => codes.len(),
            Self::Long(codes) => codes.len(),
        }
    }

    fn nulls(&self) -> Option<&NullBuffer> {
        match self {
            Self::Byte(codes) => codes.nulls(),
            Self::Short(codes) => codes.nulls(),
            Self::Long(codes) => codes.nulls(),
        }
    }

    /// The place of a row's value; none where it is null.
    pub fn get(&self, row: usize) -> Option<usize> {
        let code = match self {
            Self::Byte(codes) if codes.is_valid(row) => i64::from(codes.value(row)),
            Self::Short(codes) if codes.is_valid(row) => i64::from(codes.value(row)),
            Self::Long(codes) if codes.is_valid(row) => codes.value(row),
            _ => return None,
        };
        Some(usize::try_from(code).unwrap_or(usize::MAX))
    }
}

impl Piece {
    fn of(array: &ArrayRef) -> Result<Self, Unreadable> {
        macro_rules! shorts {
            ($ty:ty) => {
                Self::Short(array.as_primitive::<$ty>().unary(i32::from))
            };
        }
        Ok(match array.data_type() {
            DataType::Null => Self::Null(array.len()),
            DataType::Boolean => Self::Bool(array.as_boolean().clone()),
            DataType::Int8 => shorts!(Int8Type),
            DataType::Int16 => shorts!(Int16Type),
            DataType::Int32 => Self::Short(array.as_primitive::<Int32Type>().clone()),
            DataType::Int64 => Self::Int(array.as_primitive::<Int64Type>().clone()),
            DataType::UInt8 => shorts!(UInt8Type),
            DataType::UInt16 => shorts!(UInt16Type),
            DataType::UInt32 => Self::Int(array.as_primitive::<UInt32Type>().unary(i64::from)),
            DataType::UInt64 => Self::Unsigned(array.as_primitive::<UInt64Type>().clone()),
            DataType::Decimal32(_, scale) => {
                Self::ShortDecimal(array.as_primitive::<Decimal32Type>().clone(), *scale)
            }
            DataType::Decimal64(_, scale) => {
                Self::LongDecimal(array.as_primitive::<Decimal64Type>().clone(), *scale)
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
                let codes = match dictionary.keys().data_type() {
                    DataType::Int8 => Codes::Byte(dictionary.keys().as_primitive().clone()),
                    _ => match Self::of(&arrow_array::make_array(dictionary.keys().to_data()))? {
                        Self::Short(codes) => Codes::Short(codes),
                        Self::Int(codes) => Codes::Long(codes),
                        // More values than memory holds have no dictionary.
                        Self::Unsigned(codes) => {
                            Codes::Long(codes.unary(|code| i64::try_from(code).unwrap_or(i64::MAX)))
                        }
                        _ => return Err(Unreadable::Other),
                    },
                };
                Self::Dictionary(codes, Box::new(Self::of(dictionary.values())?))
            }
            _ => return Err(Unreadable::Other),
        })
    }

    pub fn len(&self) -> usize {
        match self {
            Self::Null(rows) => *rows,
            Self::Bool(array) => array.len(),
            Self::Short(array) => array.len(),
            Self::Int(array) => array.len(),
            Self::Unsigned(array) => array.len(),
            Self::ShortDecimal(array, _) => array.len(),
            Self::LongDecimal(array, _) => array.len(),
            Self::Decimal(array, _) => array.len(),
            Self::WideDecimal(array, _) => array.len(),
            Self::Single(array) => array.len(),
            Self::Double(array) => array.len(),
            Self::Day(array) => array.len(),
            Self::Text(array) => array.len(),
            Self::LargeText(array) => array.len(),
            Self::TextView(array) => array.len(),
            Self::Dictionary(codes, _) => codes.len(),
        }
    }

    fn kind(&self) -> CellKind {
        match self {
            Self::Null(_) => CellKind::Null,
            Self::Bool(_) => CellKind::Bool,
            Self::Short(_) | Self::Int(_) | Self::Unsigned(_) => CellKind::Number,
            Self::ShortDecimal(..) | Self::LongDecimal(..) => CellKind::Number,
            Self::Decimal(..) | Self::WideDecimal(..) => CellKind::Number,
            Self::Single(_) | Self::Double(_) => CellKind::Float,
            Self::Day(_) => CellKind::Day,
            Self::Text(_) | Self::LargeText(_) | Self::TextView(_) => CellKind::Text,
            Self::Dictionary(_, values) => values.kind(),
        }
    }

    fn is_whole(&self) -> bool {
        match self {
            Self::Short(_) | Self::Int(_) | Self::Unsigned(_) => true,
            Self::Dictionary(_, values) => values.is_whole(),
            _ => false,
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
            Self::Short(array) => some!(array, |value| Got::Number(i128::from(value), 0)),
            Self::Int(array) => some!(array, |value| Got::Number(i128::from(value), 0)),
            Self::Unsigned(array) => some!(array, |value| Got::Number(i128::from(value), 0)),
            Self::ShortDecimal(array, scale) => {
                some!(array, |value| self.decimal(i128::from(value), *scale, row))
            }
            Self::LongDecimal(array, scale) => {
                some!(array, |value| self.decimal(i128::from(value), *scale, row))
            }
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
            Self::Dictionary(codes, values) => match (row < codes.len()).then(|| codes.get(row)).flatten() {
                Some(code) => values.get(code),
                None => Got::Null,
            },
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

    /// The nulls of its rows, where there are any.
    pub fn nulls(&self) -> Option<&NullBuffer> {
        let nulls = match self {
            Self::Null(_) => None,
            Self::Bool(array) => array.nulls(),
            Self::Short(array) => array.nulls(),
            Self::Int(array) => array.nulls(),
            Self::Unsigned(array) => array.nulls(),
            Self::ShortDecimal(array, _) => array.nulls(),
            Self::LongDecimal(array, _) => array.nulls(),
            Self::Decimal(array, _) => array.nulls(),
            Self::WideDecimal(array, _) => array.nulls(),
            Self::Single(array) => array.nulls(),
            Self::Double(array) => array.nulls(),
            Self::Day(array) => array.nulls(),
            Self::Text(array) => array.nulls(),
            Self::LargeText(array) => array.nulls(),
            Self::TextView(array) => array.nulls(),
            Self::Dictionary(codes, _) => codes.nulls(),
        };
        nulls.filter(|nulls| nulls.null_count() > 0)
    }

    /// Whether rows can be null that [`Self::nulls`] does not tell: those of a list of values, and all where
    /// nothing is known of anybody.
    pub fn has_nulls_of_its_own(&self) -> bool {
        match self {
            Self::Null(_) => true,
            Self::Dictionary(_, values) => values.nulls().is_some() || values.has_nulls_of_its_own(),
            _ => false,
        }
    }

    /// How many digits after the mark its numbers have; none where they are not decimals.
    pub fn scale(&self) -> Option<i8> {
        match self {
            Self::Short(_) | Self::Int(_) | Self::Unsigned(_) => Some(0),
            Self::ShortDecimal(_, scale) | Self::LongDecimal(_, scale) | Self::Decimal(_, scale) => {
                Some(*scale)
            }
            _ => None,
        }
    }

    /// The digits of a row, if it is a whole number or a decimal.
    pub fn digits(&self, row: usize) -> Option<i128> {
        match self {
            Self::Short(array) => Some(i128::from(array.value(row))),
            Self::Int(array) => Some(i128::from(array.value(row))),
            Self::Unsigned(array) => Some(i128::from(array.value(row))),
            Self::ShortDecimal(array, _) => Some(i128::from(array.value(row))),
            Self::LongDecimal(array, _) => Some(i128::from(array.value(row))),
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
fn days<T>(array: &PrimitiveArray<T>, second: i64) -> Piece
where
    T: arrow_array::ArrowPrimitiveType<Native = i64>,
{
    let day = |moment: i64| i32::try_from(moment.div_euclid(second * 86_400)).unwrap_or(i32::MAX);
    Piece::Day(array.unary(day))
}

impl<'a> Got<'a> {
    /// The cell as it is shown in a problem; empty for null.
    pub fn shown(&self) -> Cow<'a, str> {
        match self {
            Self::Null => Cow::Borrowed(""),
            Self::Bool(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
            Self::Number(digits, scale) => Cow::Owned(plain(&digits.to_string(), *scale)),
            Self::TooWide(Piece::WideDecimal(array, scale), row) => {
                let digits = array.value(*row).to_string();
                Cow::Owned(plain(&digits, u32::try_from(*scale).unwrap_or(0)))
            }
            Self::TooWide(cells, row) => {
                cells.digits(*row).map_or(Cow::Borrowed(""), |digits| Cow::Owned(digits.to_string()))
            }
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

impl fmt::Display for Got<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.shown().fmt(f)
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
