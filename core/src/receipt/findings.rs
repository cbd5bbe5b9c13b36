//! One constructor per finding about receipts, proofs and keys: code, words in both languages.

use crate::digest::LANGUAGE_VERSION;
use tieuchi_grammar::Diagnostic;

/// A text that is no receipt, no proof or no leaf, and where.
#[cfg(feature = "serde")]
pub(crate) fn bad_receipt(pointer: &str, vi: &str, en: &str) -> Diagnostic {
    Diagnostic::error(
        "bad-receipt",
        format!("không đọc được biên nhận hoặc bằng chứng: {vi}"),
        format!("not a receipt or proof that can be read: {en}"),
    )
    .pointer(pointer)
    .help(
        "lấy lại tệp gốc đã được cấp; biên nhận và bằng chứng không sửa bằng tay",
        "get the original file as it was issued; receipts and proofs are not edited by hand",
    )
}

/// A receipt made under another version of the language.
#[cfg(feature = "serde")]
pub(crate) fn other_language_version(found: &str) -> Diagnostic {
    Diagnostic::error(
        "other-language-version",
        format!("biên nhận theo phiên bản ngôn ngữ `{found}`, bản này dùng phiên bản {LANGUAGE_VERSION}"),
        format!("the receipt is of language version `{found}`, this engine has version {LANGUAGE_VERSION}"),
    )
    .pointer("/language")
    .arg("found", found)
    .arg("version", LANGUAGE_VERSION)
    .help(
        "kiểm tra bằng bản tieuchi cùng phiên bản ngôn ngữ",
        "verify it with a tieuchi of that language version",
    )
}

/// A receipt is keyed and this is not its key, or it is not keyed and a key is given.
pub(crate) fn wrong_key(stated: Option<&str>, given: Option<&str>) -> Diagnostic {
    let (vi, en) = match (stated, given) {
        (Some(id), None) => (
            format!("biên nhận dùng khóa `{id}`, chưa đưa khóa"),
            format!("the receipt is made with key `{id}`, and no key is given"),
        ),
        (Some(id), Some(other)) => (
            format!("biên nhận dùng khóa `{id}`, khóa được đưa là `{other}`"),
            format!("the receipt is made with key `{id}`, and the key given is `{other}`"),
        ),
        (None, _) => (
            "biên nhận không dùng khóa, mà có đưa khóa".to_owned(),
            "the receipt is not keyed, and a key is given".to_owned(),
        ),
    };
    Diagnostic::error("wrong-key", vi, en).help(
        "đưa đúng khóa đã dùng khi cấp; biên nhận không dùng khóa thì bất cứ ai cũng có thể làm ra",
        "give the key it was issued with; a receipt without a key can be made by anybody",
    )
}

/// A key that could be guessed.
pub(crate) fn key_too_short(bytes: usize, least: usize) -> Diagnostic {
    Diagnostic::error(
        "key-too-short",
        format!("khóa có {bytes} byte, cần ít nhất {least}"),
        format!("the key has {bytes} bytes, at least {least} are needed"),
    )
    .arg("bytes", bytes)
    .arg("least", least)
    .help(
        "dùng byte ngẫu nhiên, không dùng mật khẩu, ví dụ: head -c 32 /dev/urandom > khoa",
        "use random bytes, not a password, as by: head -c 32 /dev/urandom > key",
    )
}

/// Two dossiers of one subject in a population.
pub(crate) fn subject_twice(id: &str) -> Diagnostic {
    let (vi, en) = if id.is_empty() {
        ("có nhiều hồ sơ không ghi `$id`".to_owned(), "several dossiers have no `$id`".to_owned())
    } else {
        (format!("đối tượng `{id}` có nhiều hồ sơ"), format!("subject `{id}` has several dossiers"))
    };
    Diagnostic::error("subject-twice", vi, en).arg("id", id).help(
        "mỗi đối tượng có một hồ sơ, với một `$id` riêng",
        "give every subject one dossier, with an `$id` of its own",
    )
}

/// A proof is asked for a subject that is not in the population.
pub(crate) fn subject_not_there(id: &str) -> Diagnostic {
    Diagnostic::error(
        "subject-not-there",
        format!("không có đối tượng `{id}` trong danh sách"),
        format!("no subject `{id}` is among the leaves"),
    )
    .arg("id", id)
    .help("ghi đúng `$id` như trong hồ sơ", "write the `$id` as it stands in the dossier")
}
