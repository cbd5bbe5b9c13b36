//! Legal grounds as letters cite them: the smallest unit first, `điểm a khoản 2 Điều 5 …`.

use crate::describe::both;
use crate::explain::phrase_words;
use crate::hir::Citation;
use tieuchi_grammar::{Bilingual, Lang, Phrase};

/// A citation in words, without a full stop.
pub(super) fn ground(citation: &Citation) -> Bilingual {
    let mut places: Vec<&(Phrase, String)> = citation.place.iter().collect();
    places.sort_by_key(|(word, _)| size(*word));
    both(|lang| {
        let mut parts: Vec<String> = places
            .iter()
            .map(|(word, place)| {
                let name = phrase_words(*word);
                match (lang, word) {
                    // Official texts write the article with a capital letter.
                    (Lang::Vi, Phrase::CiteArticle) => format!("Điều {place}"),
                    _ => format!("{} {place}", name.get(lang)),
                }
            })
            .collect();
        let place = match lang {
            Lang::Vi => {
                parts.push(document_name(&citation.document));
                parts.join(" ")
            }
            Lang::En if parts.is_empty() => citation.document.clone(),
            Lang::En => format!("{} of {}", parts.join(", "), citation.document),
        };
        match &citation.quote {
            Some(quote) => format!("{place}: “{quote}”"),
            None => place,
        }
    })
}

/// A document in a Vietnamese sentence: one that is named by its number alone gets a noun.
pub(super) fn document_name(document: &str) -> String {
    if document.starts_with(|first: char| first.is_ascii_digit()) {
        format!("văn bản {document}")
    } else {
        document.to_owned()
    }
}

/// Smaller units of a text come first.
const fn size(word: Phrase) -> u8 {
    match word {
        Phrase::CiteLine => 0,
        Phrase::CitePoint => 1,
        Phrase::CiteClause => 2,
        Phrase::CiteArticle => 3,
        Phrase::CiteSection => 4,
        Phrase::CiteChapter => 5,
        Phrase::CiteAppendix => 6,
        // A page is no unit of the text.
        _ => 7,
    }
}
