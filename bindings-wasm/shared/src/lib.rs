//! What JavaScript says, in the engine's types, and refusals back: the same for both engines of the
//! package.

mod error;

pub use error::Refusal;

use tieuchi::{ContextOptions, Day, Detail, Lang, Library, Redaction, SourceFile};

/// A set and the sets beside it.
pub struct Texts {
    /// The set.
    pub source: SourceFile,
    /// The sets it reads, rests on or copies from.
    pub library: Library,
}

impl Texts {
    /// `beside` is a flat list: name, text, name, text.
    #[must_use]
    pub fn new(name: &str, source: &str, beside: Vec<String>) -> Self {
        let mut library = Library::new();
        for source in sources(beside) {
            // A text without a set in it adds nothing; what lacks is found when it is asked for.
            library.add(&source);
        }
        Self { source: SourceFile::new(name, source), library }
    }

    /// The same, the set itself first in the list.
    #[must_use]
    pub fn of_side(side: Vec<String>) -> Self {
        let mut side = side.into_iter();
        let (name, source) = (side.next().unwrap_or_default(), side.next().unwrap_or_default());
        Self::new(&name, &source, side.collect())
    }
}

/// Texts of a flat list of names and texts.
pub fn sources(list: Vec<String>) -> impl Iterator<Item = SourceFile> {
    let mut list = list.into_iter();
    std::iter::from_fn(move || Some(SourceFile::new(list.next()?, list.next()?)))
}

/// When, where and under what assumption: the JSON list `[year, first, last, judged, open, regions]`.
///
/// # Errors
///
/// A year or a day that is none.
pub fn setting(text: &str) -> Result<ContextOptions, Refusal> {
    type Setting = (Option<i32>, Option<String>, Option<String>, Option<String>, bool, Vec<String>);
    let (year, first, last, judged, open, regions): Setting =
        serde_json::from_str(text).map_err(|error| Refusal::Misuse(error.to_string()))?;
    let mut options = match (year, first, last) {
        (Some(year), ..) => ContextOptions::year(year)
            .ok_or_else(|| Refusal::Misuse(format!("period: {year} is no year from 1900 to 2199")))?,
        (None, Some(first), Some(last)) => {
            ContextOptions::period(day("period", &first)?, day("period", &last)?)
        }
        _ => return Err(Refusal::Misuse("period: give a year, or two days".to_owned())),
    };
    if let Some(judged) = judged {
        options = options.judged_on(day("judgedOn", &judged)?);
    }
    Ok(options.open(open).regions(regions))
}

fn day(option: &str, text: &str) -> Result<Day, Refusal> {
    Day::parse_iso(text)
        .ok_or_else(|| Refusal::Misuse(format!("{option}: `{text}` is no day such as \"2025-12-31\"")))
}

/// A word that an option does not know.
#[must_use]
pub fn no_such(option: &str, word: &str) -> Refusal {
    Refusal::Misuse(format!("{option}: `{word}` is not known"))
}

/// The language of an option.
///
/// # Errors
///
/// No such word.
pub fn lang(word: &str) -> Result<Lang, Refusal> {
    match word {
        "vi" => Ok(Lang::Vi),
        "en" => Ok(Lang::En),
        _ => Err(no_such("lang", word)),
    }
}

/// The word for a language.
#[must_use]
pub const fn lang_id(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => "vi",
        Lang::En => "en",
    }
}

/// How much is told.
///
/// # Errors
///
/// No such word.
pub fn detail(word: &str) -> Result<Detail, Refusal> {
    match word {
        "line" => Ok(Detail::Line),
        "decisive" => Ok(Detail::Decisive),
        "full" => Ok(Detail::Full),
        _ => Err(no_such("detail", word)),
    }
}

/// What is kept back.
///
/// # Errors
///
/// No such word.
pub fn redaction(word: &str) -> Result<Redaction, Refusal> {
    match word {
        "nothing" => Ok(Redaction::none()),
        "private" => Ok(Redaction::private()),
        "all" => Ok(Redaction::all()),
        _ => Err(no_such("keepBack", word)),
    }
}
