//! What every table is called, what its rows are, and which sets read it.
//!
//! In: nothing. Out: [`Table`] and the names of the columns that are not the sets' own. Facts,
//! judgements and fields of evidence keep the names the sets declare, so a table can be handed to
//! its set as it is; this is the one place where the rest is spelled.

use crate::error::Error;

/// The identifier of a subject or of a piece of evidence.
pub const ID: &str = "id";
/// Whose evidence, or whose member, a row is: the identifier of the owner.
pub const SUBJECT: &str = "subject";
/// The identifier of the member, in a table whose rows are memberships.
pub const MEMBER: &str = "id";
/// `verified`, `self-declared`, `waiting` or `rejected`.
pub const STATUS: &str = "status";
/// Regions from near to far; empty where there is none, or no second one.
pub const REGIONS: [&str; 2] = ["region", "region_2"];
/// The commune-level unit where a subject is.
pub const COMMUNE: &str = "commune";
/// First day of a membership, of a unit.
pub const FROM: &str = "from";
/// Last day of a membership, of a unit; empty while it lasts.
pub const TO: &str = "to";
/// Behind the code of an item: the points as declared; the bare code holds the verified ones.
pub const SELF_SUFFIX: &str = ".self";
/// Behind the identifier of another set: class, edition and day of the recognised result.
pub const RESULT_SUFFIXES: [&str; 3] = [".class", ".edition", ".date"];

/// What the rows of a table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TableKind {
    /// One row a subject, facts as columns; the key is [`ID`].
    Subjects,
    /// One row a piece of evidence of a [`SUBJECT`].
    Evidence,
    /// One row a membership: a [`MEMBER`] of a [`SUBJECT`] from a day on, maybe to a day.
    Edges,
    /// Administrative units and their successions.
    Register,
}

impl TableKind {
    /// The word in the manifest.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Subjects => "subjects",
            Self::Evidence => "evidence",
            Self::Edges => "edges",
            Self::Register => "register",
        }
    }
}

macro_rules! tables {
    ($($(#[$doc:meta])* $variant:ident $name:literal $kind:ident of $subject:literal, $([$set:literal $key:literal])*;)*) => {
        /// A table of the province.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Table {
            $($(#[$doc])* $variant,)*
        }

        impl Table {
            /// Every table, in the order in which they are written.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its name: the argument of [`crate::Province::table`], and the file's name.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What its rows are.
            #[must_use]
            pub fn kind(self) -> TableKind {
                match self { $(Self::$variant => TableKind::$kind,)* }
            }

            /// The table whose [`ID`] its [`SUBJECT`] is; its own name if it has none.
            #[must_use]
            pub fn subjects(self) -> &'static str {
                match self { $(Self::$variant => $subject,)* }
            }

            /// The sets that read it: identifier of the set, and what the set calls these rows.
            #[must_use]
            pub fn read_by(self) -> &'static [(&'static str, &'static str)] {
                match self { $(Self::$variant => &[$(($set, $key),)*],)* }
            }
        }
    };
}

tables! {
    /// Administrative units of both times, official codes and names.
    Units "units" Register of "units",;
    /// Which unit went into which on 1 July 2025.
    Successions "successions" Register of "units",;
    /// The province.
    Provinces "provinces" Subjects of "provinces", ["MT_677" "địa_bàn"] ["MT_AN_GIANG" "địa_bàn"];
    /// The commune-level units in force at the end of the year, with their recognised results of
    /// universal education and literacy.
    Communes "communes" Subjects of "communes",
        ["CDHT_XA" "xã"] ["PCGD_MN" "xã"] ["PCGD_TH" "xã"] ["PCGD_THCS" "xã"] ["XMC" "xã"]
        ["MT_677" "địa_bàn"] ["MT_AN_GIANG" "địa_bàn"];
    /// Decisions that recognised a commune in earlier years.
    CommuneDecisions "commune_decisions" Evidence of "communes", ["CDHT_XA" "quyết_định"];
    /// Residents of communes.
    Residents "residents" Edges of "communes", ["CDHT_XA" "cư_dân"] ["MT_677" "người"] ["MT_AN_GIANG" "người"];
    /// People from 15 years up.
    Citizens "citizens" Subjects of "citizens", ["CDHT" "công_dân"] ["CDHT_MAU" "công_dân"];
    /// People below 15 years: members of families, not assessed themselves.
    Children "children" Subjects of "children",;
    /// Hours of study.
    Hours "hours" Evidence of "citizens", ["CDHT_MAU" "giờ_học"];
    /// Activities in the community.
    Activities "activities" Evidence of "citizens", ["CDHT_MAU" "hoạt_động"];
    /// Certificates of digital skills, all cells as text, as another system exported them.
    Certificates "certificates" Evidence of "citizens", ["CDHT_MAU" "chứng_chỉ_số"];
    /// Offences.
    Offences "offences" Evidence of "citizens", ["CDHT_MAU" "vi_phạm"];
    /// Families.
    Families "families" Subjects of "families", ["GDHT" "gia_đình"];
    /// Members of families, with what the family's set asks about each.
    FamilyMembers "family_members" Edges of "families", ["GDHT" "thành_viên"];
    /// Clans.
    Clans "clans" Subjects of "clans", ["DHHT" "dòng_họ"];
    /// Families of clans.
    ClanFamilies "clan_families" Edges of "clans", ["DHHT" "gia_đình_thuộc"];
    /// Adults of clans.
    ClanAdults "clan_adults" Edges of "clans", ["DHHT" "người_lớn"];
    /// Hamlets and residential groups.
    Communities "communities" Subjects of "communities", ["CDHT_THON" "cộng_đồng"];
    /// Families of communities.
    CommunityFamilies "community_families" Edges of "communities", ["CDHT_THON" "gia_đình_thuộc"];
    /// Clans of communities.
    CommunityClans "community_clans" Edges of "communities", ["CDHT_THON" "dòng_họ_thuộc"];
    /// Offices, schools, companies.
    Organisations "organisations" Subjects of "organisations", ["DVHT_HUYEN" "đơn_vị"] ["DVHT_XA" "đơn_vị"];
    /// Their staff.
    OrganisationMembers "organisation_members" Edges of "organisations",
        ["DVHT_HUYEN" "thành_viên"] ["DVHT_XA" "thành_viên"];
    /// Their learners from 15 years up.
    OrganisationLearners "organisation_learners" Edges of "organisations", ["DVHT_HUYEN" "học_viên"];
    /// Decisions that recognised an organisation in earlier years.
    OrganisationDecisions "organisation_decisions" Evidence of "organisations", ["DVHT_HUYEN" "quyết_định"];
}

impl Table {
    /// The table of a name.
    ///
    /// # Errors
    ///
    /// No table has that name.
    pub fn named(name: &str) -> Result<Self, Error> {
        let found = Self::ALL.iter().copied().find(|table| table.name() == name);
        found.ok_or_else(|| Error::unknown_table(name))
    }
}
