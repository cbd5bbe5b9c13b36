//! What is wrong in the tables on purpose: the kinds, how often, and the count of what was planted.
//!
//! In: rates as so many rows of a million. Out: for each row at most one flaw of its own, and a
//! tally. A row with a flaw has no second one, so a count of problems can be held against the tally.

use crate::names::Table;
use crate::random::Random;
use std::collections::BTreeMap;

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident $field:ident $rate:literal $effect:ident $about:literal;)*) => {
        /// A kind of flaw.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Flaw {
            $($(#[$doc])* $variant,)*
        }

        impl Flaw {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its name in the manifest.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => stringify!($field),)* }
            }

            /// What a careful reader makes of it.
            #[must_use]
            pub fn effect(self) -> Effect {
                match self { $(Self::$variant => Effect::$effect,)* }
            }

            /// What was done to the row.
            #[must_use]
            pub fn about(self) -> &'static str {
                match self { $(Self::$variant => $about,)* }
            }
        }

        /// How many rows of a million have each kind of flaw, in the tables that can have it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct Flaws {
            $($(#[$doc])* pub $field: u32,)*
        }

        impl Flaws {
            /// Rates as they are met in practice, roughly; invented like everything here.
            #[must_use]
            pub const fn usual() -> Self {
                Self { $($field: $rate,)* }
            }

            /// No flaw at all.
            #[must_use]
            pub const fn none() -> Self {
                Self { $($field: 0,)* }
            }

            /// The rate of one kind.
            #[must_use]
            pub fn rate(&self, flaw: Flaw) -> u32 {
                match flaw { $(Flaw::$variant => self.$field,)* }
            }
        }
    };
}

/// What a careful reader makes of a flaw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Read as it is; nothing follows for the result.
    Equal,
    /// A value or a result may be open.
    Unknown,
    /// The piece of evidence does not count.
    Ignored,
    /// The cell cannot be read: a problem.
    Refused,
    /// The rows contradict each other or point nowhere: a problem of the whole table.
    Relation,
}

impl Effect {
    /// The word in the manifest.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::Unknown => "unknown",
            Self::Ignored => "ignored",
            Self::Refused => "refused",
            Self::Relation => "relation",
        }
    }
}

kinds! {
    /// A value that every row has is empty.
    Missing missing 12_000 Unknown "a value that every other row has is empty";
    /// Only the person's own word: declared, or waiting for verification.
    Unverified unverified 40_000 Unknown "points only self-scored, or an item self-declared or waiting";
    /// The evidence was rejected.
    Rejected rejected 10_000 Ignored "the item was rejected";
    /// A day of which only the month or the year is known.
    PartialDate partial_date 30_000 Unknown "a day known only by its month or its year, as 2024-06 or 2024";
    /// Accents as separate characters.
    NfdText nfd_text 15_000 Equal "text in decomposed form (NFD)";
    /// A choice spelled otherwise than the set spells it.
    BadOption bad_option 6_000 Refused "an option spelled otherwise than in the set";
    /// A comma in a number of a file for programs.
    CommaNumber comma_number 8_000 Refused "a decimal comma, as 7,5";
    /// A number outside what the set declares.
    OutOfRange out_of_range 3_000 Refused "a number outside the declared range";
    /// A day that is in no calendar.
    BadDate bad_date 3_000 Refused "a day that does not exist, as 2024-02-30";
    /// The same person on file in two communes.
    PersonTwice person_twice 4_000 Relation "a citizen of another commune is on file here too";
    /// Two rows with one identifier.
    ItemTwice item_twice 4_000 Relation "an item stands twice under one id, with other content";
    /// Evidence of nobody.
    Orphan orphan 3_000 Relation "an item of a subject that is not on file";
    /// A member of two families at once.
    TwoFamilies two_families 4_000 Relation "a member of a second family at the same time";
    /// A member who is not on file.
    UnknownMember unknown_member 3_000 Relation "a member that is not on file";
}

impl Default for Flaws {
    fn default() -> Self {
        Self::usual()
    }
}

impl Flaws {
    /// At most one of several kinds, each as often as its rate says.
    pub(crate) fn draw(&self, random: &mut Random, among: &[Flaw]) -> Option<Flaw> {
        let mut left = random.below(1_000_000);
        for &flaw in among {
            let rate = self.rate(flaw);
            if left < rate {
                return Some(flaw);
            }
            left -= rate;
        }
        None
    }
}

/// Where a flaw stands: kind, table, column; an empty column is the row as a whole.
pub(crate) type Place = (Flaw, Table, &'static str);

/// What was planted so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally(BTreeMap<Place, u64>);

impl Tally {
    pub(crate) fn add(&mut self, flaw: Flaw, table: Table, column: &'static str) {
        *self.0.entry((flaw, table, column)).or_default() += 1;
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        for (&place, count) in &other.0 {
            *self.0.entry(place).or_default() += count;
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (Place, u64)> + '_ {
        self.0.iter().map(|(&place, &count)| (place, count))
    }
}
