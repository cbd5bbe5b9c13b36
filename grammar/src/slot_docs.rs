//! What stands in the slots that no closed phrase fills.
//!
//! The slots of the statement table with a text in both languages; a slot without one fails a test.

use crate::diagnostic::Lang;
use crate::statement_docs::WordDocs;

macro_rules! slots {
    ($($slot:literal $about_vi:literal $about_en:literal;)+) => {
        /// The open slots of statements and phrases, and what stands in each.
        ///
        /// ```
        /// let (_, docs) = tieuchi_grammar::SLOTS.iter().find(|(slot, _)| *slot == "dm").unwrap();
        /// assert_eq!(docs.about_en, "A day of the year: `12-31`.");
        /// ```
        pub const SLOTS: &[(&str, WordDocs)] =
            &[$(($slot, WordDocs { about_vi: $about_vi, about_en: $about_en }),)+];
    };
}

slots! {
    "id" "Một tên: chữ, số và `_`." "A name: letters, digits and `_`.";
    "ids" "Một hay nhiều tên, cách nhau bằng `;`." "One or more names with `;` between them.";
    "str" "Lời văn trong ngoặc kép." "A text in double quotes.";
    "num" "Một số, như `7,5` hoặc `60%`." "A number, such as `7.5` or `60%`.";
    "signed" "Một số, có thể có dấu trừ đứng trước, như `-2,5` hoặc `-5%`." "A number, with a minus sign before it if need be, such as `-2.5` or `-5%`.";
    "int" "Một số nguyên." "A whole number.";
    "date" "Một ngày: `31/12/2025`." "A day: `2025-12-31`.";
    "dm" "Ngày và tháng: `31/12`." "A day of the year: `12-31`.";
    "code" "Mã của một mục hoặc một ý, như `1.2`." "The code of an item or a clause, such as `1.2`.";
    "codes" "Một hay nhiều mã, cách nhau bằng `;`." "One or more codes with `;` between them.";
    "expr" "Một biểu thức: số, tên, phép tính, phép hỏi." "An expression: a number, a name, arithmetic, a query.";
    "cond" "Một điều kiện: biểu thức đúng hoặc sai." "A condition: an expression that is true or false.";
    "day" "Một ngày: ngày cho sẵn, một tên, `đầu kỳ`, `cuối kỳ`, `cuối năm trước` hoặc `ngày đánh giá`." "A day: a given one, a name, `start of period`, `end of period`, `end of last year` or `judgement date`.";
    "coll" "Một tập hợp: thành viên, minh chứng, nhóm hoặc các mục, có thể lọc bằng `mà`." "A collection: members, evidence, a group or items, perhaps filtered by `where`.";
    "type" "Một kiểu: `đúng sai`, `số nguyên`, `số 2 lẻ`, `%`, `ngày`, `chữ`, `một trong …`, `theo bậc …`; số có thể kèm đơn vị và khoảng." "A type: `yes no`, `integer`, `number 2 places`, `%`, `date`, `text`, `one of …`, `ranked …`; numbers with a unit and a range if wanted.";
    "fields" "Các trường, mỗi trường `tên: kiểu`, cách nhau bằng `;`." "Fields, each `name: type`, with `;` between them.";
    "ed" "Tên một bản, hoặc `mới nhất`." "The name of an edition, or `newest`.";
    "lang" "`vi` hoặc `en`." "`vi` or `en`.";
    "words" "Các từ ở chỗ `{word}`, từ ngoài vào trong, cách nhau bằng `;`." "Words that fill `{word}`, from the outside in, with `;` between them.";
    "period" "Một năm, hoặc hai ngày: `01/09/2024 đến 31/05/2025`." "A year, or two days: `2024-09-01 to 2025-05-31`.";
    "assigns" "Các câu `tên = giá trị`, cách nhau bằng `;`." "Lines `name = value` with `;` between them.";
    "cite" "Văn bản trong ngoặc kép, rồi các chỗ `{place}` kèm số hoặc chữ của chúng." "A document in double quotes, then places `{place}` with their numbers or letters.";
}

/// What an open slot is called in a sentence that is shown or begun: a word or two.
pub(crate) fn slot_word(slot: &str, lang: Lang) -> &'static str {
    let (vi, en) = match slot {
        "id" => ("tên", "name"),
        "ids" => ("các tên", "names"),
        "str" => ("lời văn", "text"),
        "num" | "signed" => ("số", "number"),
        "int" => ("số nguyên", "whole number"),
        "date" | "day" => ("ngày", "day"),
        "dm" => ("ngày tháng", "day and month"),
        "code" => ("mã", "code"),
        "codes" => ("các mã", "codes"),
        "expr" => ("biểu thức", "expression"),
        "cond" => ("điều kiện", "condition"),
        "coll" => ("tập hợp", "collection"),
        "type" => ("kiểu", "type"),
        "fields" => ("các trường", "fields"),
        "ed" => ("bản", "edition"),
        "lang" => ("vi", "en"),
        "words" => ("các từ", "words"),
        "period" => ("năm", "year"),
        "assigns" => ("tên = giá trị", "name = value"),
        "cite" => ("văn bản", "document"),
        _ => ("", ""),
    };
    if lang == Lang::Vi { vi } else { en }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{PHRASES, SENTENCES};

    #[test]
    fn every_slot_is_a_closed_phrase_or_explained() {
        let sentences = SENTENCES.iter().flat_map(|sentence| [sentence.vi, sentence.en]);
        let phrases = PHRASES.iter().flat_map(|phrase| [phrase.vi, phrase.en]);
        for text in sentences.chain(phrases) {
            for slot in text.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
                let closed = PHRASES.iter().any(|phrase| phrase.slot == slot);
                let open = SLOTS.iter().any(|(known, _)| *known == slot);
                assert!(closed != open, "{slot}");
                let named = [Lang::Vi, Lang::En].into_iter().all(|lang| !slot_word(slot, lang).is_empty());
                assert!(closed != named, "{slot}");
            }
        }
    }
}
