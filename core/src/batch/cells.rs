//! Columns cell by cell: what a row holds is read, replaced, appended, copied.
//!
//! In: columns, rows, what they hold. Out: the same columns. It knows nothing of inputs or dossiers.

use super::Column;
use crate::evaluate::{Lane, set};

/// What one row of a column holds: bounds, or options and nought; and flags.
pub(crate) type Held = (i128, i128, u8);

impl Column {
    /// Forgets all rows.
    pub fn clear(&mut self) {
        match self {
            Self::Truth(flags) => flags.clear(),
            Self::Choice(options, flags) => {
                options.clear();
                flags.clear();
            }
            Self::Number { lo, hi, flags } => {
                lo.clear();
                hi.clear();
                flags.clear();
            }
            Self::Filed(_) | Self::Held(_) | Self::Unread => {}
        }
    }

    /// What a row holds.
    pub fn held(&self, row: usize) -> Option<Held> {
        match self {
            Self::Truth(flags) => Some((0, 0, *flags.get(row)?)),
            Self::Choice(options, flags) => Some((i128::from(*options.get(row)?), 0, *flags.get(row)?)),
            Self::Number { lo, hi, flags } => {
                Some((lo.get(row, 1)?.num, hi.get(row, 1)?.num, *flags.get(row)?))
            }
            Self::Filed(_) | Self::Held(_) | Self::Unread => None,
        }
    }

    /// Appends a row.
    pub fn add(&mut self, (low, high, flag): Held) {
        match self {
            Self::Truth(flags) => flags.push(flag),
            Self::Choice(options, flags) => {
                options.push(u64::try_from(low).unwrap_or(0));
                flags.push(flag);
            }
            Self::Number { lo, hi, flags } => {
                lo.push(low);
                hi.push(high);
                flags.push(flag);
            }
            Self::Filed(_) | Self::Held(_) | Self::Unread => {}
        }
    }

    /// Replaces what a row holds.
    pub fn set(&mut self, row: usize, (low, high, flag): Held) {
        match self {
            Self::Truth(flags) => set(flags, row, flag),
            Self::Choice(options, flags) => {
                set(options, row, u64::try_from(low).unwrap_or(0));
                set(flags, row, flag);
            }
            Self::Number { lo, hi, flags } => {
                lo.set(row, low);
                hi.set(row, high);
                set(flags, row, flag);
            }
            Self::Filed(_) | Self::Held(_) | Self::Unread => {}
        }
    }

    /// Appends rows of a column of the same kind.
    pub fn copy(&mut self, from: &Self, first: usize, last: usize) {
        match (self, from) {
            (Self::Truth(to), Self::Truth(from)) => to.extend_from_slice(part(from, first, last)),
            (Self::Choice(to, to_flags), Self::Choice(from, flags)) => {
                to.extend_from_slice(part(from, first, last));
                to_flags.extend_from_slice(part(flags, first, last));
            }
            (Self::Number { lo, hi, flags: to_flags }, Self::Number { lo: from_lo, hi: from_hi, flags }) => {
                copy_lane(lo, from_lo, first, last);
                copy_lane(hi, from_hi, first, last);
                to_flags.extend_from_slice(part(flags, first, last));
            }
            _ => {}
        }
    }
}

fn copy_lane(to: &mut Lane, from: &Lane, first: usize, last: usize) {
    match (to, from) {
        (Lane::I32(to), Lane::I32(from)) => to.extend_from_slice(part(from, first, last)),
        (Lane::I64(to), Lane::I64(from)) => to.extend_from_slice(part(from, first, last)),
        (Lane::I128(to), Lane::I128(from)) => to.extend_from_slice(part(from, first, last)),
        (Lane::Fraction(to), Lane::Fraction(from)) => to.extend_from_slice(part(from, first, last)),
        _ => {}
    }
}

/// Some rows of a column; none where it does not have them.
pub(super) fn part<T>(values: &[T], first: usize, last: usize) -> &[T] {
    values.get(first..last).unwrap_or_default()
}
