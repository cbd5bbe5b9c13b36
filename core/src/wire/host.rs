//! Findings about values that a host language holds and a dossier cannot.
//!
//! In: what a door met while it wrote a dossier as JSON. Out: the finding, with its place.

use tieuchi_grammar::Diagnostic;

/// A value of a host language that no dossier can hold.
///
/// ```
/// use tieuchi::HostFault;
/// let finding = HostFault::NotFinite.finding("/books", "NaN");
/// assert_eq!((finding.code, finding.pointer.as_deref()), ("bad-number", Some("/books")));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostFault {
    /// Infinity, or what is not a number.
    NotFinite,
    /// A whole number beyond those a binary fraction holds exactly.
    NotExact,
    /// A function, a date object, a map: anything but text, number, yes or no, list, object.
    NotData,
    /// Nested deeper than any dossier, as an object that holds itself is.
    TooDeep,
    /// More bytes than any dossier; how many there are is what is shown.
    TooLarge,
}

impl HostFault {
    /// Every fault.
    pub const ALL: [Self; 5] =
        [Self::NotFinite, Self::NotExact, Self::NotData, Self::TooDeep, Self::TooLarge];

    /// Its name between a door and the engine.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::NotFinite => "not-finite",
            Self::NotExact => "not-exact",
            Self::NotData => "not-data",
            Self::TooDeep => "too-deep",
            Self::TooLarge => "too-large",
        }
    }

    /// The finding at a place (a JSON pointer), about a value as the host shows it.
    #[must_use]
    pub fn finding(self, pointer: &str, shown: &str) -> Diagnostic {
        let (code, vi, en) = match self {
            Self::NotFinite => {
                ("bad-number", format!("`{shown}` không phải là một số"), format!("`{shown}` is no number"))
            }
            Self::NotExact => (
                "bad-number",
                format!("`{shown}` quá lớn nên máy không giữ được đúng từng chữ số"),
                format!("`{shown}` is too large to be held to the last digit"),
            ),
            Self::NotData => (
                "wrong-kind",
                format!("`{shown}` không phải là dữ liệu của hồ sơ"),
                format!("`{shown}` is no data of a dossier"),
            ),
            Self::TooDeep => (
                "wrong-kind",
                "lồng sâu hơn mọi hồ sơ".to_owned(),
                "nested deeper than any dossier".to_owned(),
            ),
            Self::TooLarge => return super::too_large(shown),
        };
        let (help_vi, help_en) = match self {
            Self::NotFinite => ("chưa biết thì ghi null", "write null if it is not known"),
            Self::NotExact => ("ghi dạng chữ, trong ngoặc kép", "write it as text, in quotes"),
            Self::NotData => (
                "dùng chữ, số, true, false, null, danh sách hoặc đối tượng; ngày ghi dạng chữ như \"2025-03-01\"",
                "use text, numbers, true, false, null, lists or objects; dates are text such as \"2025-03-01\"",
            ),
            Self::TooDeep | Self::TooLarge => {
                ("kiểm tra xem có đối tượng nào chứa chính nó không", "look for an object that holds itself")
            }
        };
        Diagnostic::error(code, vi, en).pointer(pointer).arg("value", shown).help(help_vi, help_en)
    }
}
