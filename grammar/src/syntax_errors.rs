//! Every syntax diagnostic: one constructor each, in both languages.
//!
//! A message is one short phrase; what to do next stands in the help. The code is stable for ever,
//! the wording may improve.

use crate::diagnostic::{Diagnostic, Lang};
use crate::limits;
use crate::source::Span;
use crate::statements::{Level, PHRASES, Phrase, Row};
use crate::templates::SlotKind;

/// The codes of all syntax diagnostics.
pub const CODES: &[&str] = &[
    "ambiguous-day",
    "bad-code",
    "body-goes-on",
    "compared-query",
    "false-d",
    "false-d-in-text",
    "file-too-large",
    "forbidden-character",
    "foreign-letter",
    "legacy-encoding",
    "like-thousands",
    "misplaced-statement",
    "misspelt-keyword",
    "mixed-connectives",
    "name-taken-in-other-language",
    "name-too-long",
    "names-differ-in-case",
    "nested-too-deep",
    "no-language",
    "no-set",
    "no-such-day",
    "not-composed",
    "number-too-long",
    "operand-missing",
    "other-language",
    "quote-in-text",
    "reserved-word",
    "second-language",
    "second-set",
    "sign-spelling",
    "statement-too-long",
    "stray-character",
    "too-many-diagnostics",
    "too-many-places",
    "too-many-statements",
    "two-spellings",
    "unclosed-quote",
    "unexpected",
    "unknown-statement",
    "unlisted-heading",
    "wrong-decimal-mark",
];

/// The file passes the limit of bytes.
pub(crate) fn file_too_large() -> Diagnostic {
    let mib = limits::SOURCE_BYTES / (1024 * 1024);
    Diagnostic::error(
        "file-too-large",
        format!("tệp lớn hơn {mib} MiB"),
        format!("the file is larger than {mib} MiB"),
    )
    .help("tách bộ tiêu chí thành nhiều tệp", "split the set into several files")
    .arg("limit", limits::SOURCE_BYTES)
    .at(Span::default())
}

/// A statement passes the limit of bytes or words.
pub(crate) fn statement_too_long(span: Span) -> Diagnostic {
    let kib = limits::STATEMENT_BYTES / 1024;
    Diagnostic::error("statement-too-long", "câu quá dài", "the statement is too long")
        .help(
            format!("một câu có nhiều nhất {kib} KiB và {} từ, số, dấu; hãy đặt tên cho từng phần bằng `định nghĩa`", limits::TOKENS),
            format!("a statement has at most {kib} KiB and {} words, numbers and signs; name its parts with `define`", limits::TOKENS),
        )
        .at(span)
}

/// The file passes the limit of statements.
pub(crate) fn too_many_statements(span: Span) -> Diagnostic {
    let most = limits::STATEMENTS;
    Diagnostic::error(
        "too-many-statements",
        format!("tệp có hơn {most} câu"),
        format!("the file has more than {most} statements"),
    )
    .help(
        "phần sau chưa được đọc; tách bộ tiêu chí thành nhiều tệp",
        "the rest was not read; split the set into several files",
    )
    .at(span)
}

/// More findings than anyone reads.
pub(crate) fn too_many_diagnostics(span: Span) -> Diagnostic {
    let most = limits::DIAGNOSTICS;
    Diagnostic::error(
        "too-many-diagnostics",
        format!("có hơn {most} lỗi, phần còn lại không được nêu"),
        format!("there are more than {most} findings, the others are not shown"),
    )
    .help("sửa các lỗi đầu tiên rồi kiểm tra lại", "mend the first ones and check again")
    .at(span)
}

/// Parentheses or queries inside one another pass the limit.
pub(crate) fn nested_too_deep(span: Span) -> Diagnostic {
    Diagnostic::error("nested-too-deep", "biểu thức lồng nhau quá sâu", "the expression is nested too deeply")
        .help(
            format!("nhiều nhất {} lớp ngoặc và phép hỏi, {} phép tính; hãy đặt tên cho từng phần bằng `định nghĩa`", limits::NESTING, limits::ARITHMETIC),
            format!("at most {} layers of parentheses and queries and {} arithmetic signs; name the parts with `define`", limits::NESTING, limits::ARITHMETIC),
        )
        .label(span, "từ đây", "from here")
}

/// A control, a mark of direction, a letter without width or an unassigned code point.
pub(crate) fn forbidden_character(span: Span, letter: char) -> Diagnostic {
    let point = format!("U+{:04X}", u32::from(letter));
    Diagnostic::error("forbidden-character", format!("ký tự ẩn {point}"), format!("hidden character {point}"))
        .help(
            "xóa ký tự này; nó không hiện ra nhưng làm hai từ khác nhau",
            "delete it; it cannot be seen, yet makes two words differ",
        )
        .arg("character", point)
        .at(span)
        .fix(span, "")
}

/// A character that belongs to nothing in the language.
pub(crate) fn stray_character(span: Span, letter: char) -> Diagnostic {
    Diagnostic::error(
        "stray-character",
        format!("ký tự `{letter}` không dùng trong câu"),
        format!("the character `{letter}` has no use in a statement"),
    )
    .help("nếu là lời văn, hãy đặt trong dấu ngoặc kép", "if it is wording, put it in quotes")
    .at(span)
}

/// `Ð` or `Ɖ` where `Đ` is meant.
pub(crate) fn false_d(span: Span, written: &str, right: &str) -> Diagnostic {
    Diagnostic::error(
        "false-d",
        format!("`{written}` có chữ trông giống Đ nhưng không phải Đ"),
        format!("`{written}` has a letter that looks like Đ but is not"),
    )
    .help("thay bằng chữ Đ, đ của tiếng Việt", "use the Vietnamese letter Đ, đ")
    .at(span)
    .fix(span, right)
}

/// The same in a quoted text, where nothing depends on it but equality of texts.
pub(crate) fn false_d_in_text(span: Span) -> Diagnostic {
    Diagnostic::warning(
        "false-d-in-text",
        "lời văn có chữ trông giống Đ nhưng không phải Đ",
        "the text has a letter that looks like Đ but is not",
    )
    .help(
        "hai lời văn như thế sẽ không bằng nhau; nên thay bằng Đ, đ",
        "two such texts are not equal; use Đ, đ",
    )
    .at(span)
}

/// A letter of another script in a name.
pub(crate) fn foreign_letter(span: Span, name: &str, letter: char) -> Diagnostic {
    Diagnostic::error(
        "foreign-letter",
        format!("`{name}` có chữ `{letter}` không thuộc bảng chữ La-tinh"),
        format!("`{name}` has the letter `{letter}`, which is not Latin"),
    )
    .help(
        "gõ lại tên này; có chữ trông giống chữ La-tinh nhưng là chữ khác",
        "type the name again; some letters only look Latin",
    )
    .arg("character", format!("U+{:04X}", u32::from(letter)))
    .at(span)
}

/// A quote that is not closed on its line.
pub(crate) fn unclosed_quote(span: Span) -> Diagnostic {
    Diagnostic::error("unclosed-quote", "dấu ngoặc kép chưa đóng", "the quote is not closed")
        .help("một lời văn bắt đầu và kết thúc trên cùng một dòng", "a text begins and ends on one line")
        .label(span, "mở ở đây", "opened here")
}

/// A straight quote inside “ ” or « », which could not be written in the canonical form.
pub(crate) fn quote_in_text(span: Span) -> Diagnostic {
    Diagnostic::error("quote-in-text", "có dấu `\"` bên trong lời văn", "there is a `\"` inside the text")
        .help("bên trong lời văn dùng dấu nháy đơn `'`", "use single quotes `'` inside a text")
        .at(span)
}

/// `≥` for `>=` and its like.
pub(crate) fn sign_spelling(span: Span, written: char, right: &str) -> Diagnostic {
    Diagnostic::error(
        "sign-spelling",
        format!("dấu `{written}` viết là `{right}`"),
        format!("the sign `{written}` is written `{right}`"),
    )
    .at(span)
    .fix(span, right)
}

/// 31/02 and its like.
pub(crate) fn no_such_day(span: Span, written: &str, month: i8, last: i8) -> Diagnostic {
    Diagnostic::error(
        "no-such-day",
        format!("không có ngày `{written}`"),
        format!("there is no day `{written}`"),
    )
    .help(
        format!("năm từ 1900 đến 2199, tháng từ 1 đến 12; tháng {month} có {last} ngày"),
        format!("years 1900 to 2199, months 1 to 12; month {month} has {last} days"),
    )
    .at(span)
}

/// A day of the year with a hyphen that reads as a day either way round, in a language that puts
/// the day first. `read` is the day and the month with the month first.
pub(crate) fn ambiguous_day(span: Span, written: &str, read: (i8, i8)) -> Diagnostic {
    let (day, month) = read;
    Diagnostic::error(
        "ambiguous-day",
        format!("`{written}` có thể là hai ngày khác nhau"),
        format!("`{written}` may be either of two days"),
    )
    .help(
        format!("viết `{month:02}/{day:02}` nếu là ngày {month} tháng {day}, `{day:02}/{month:02}` nếu là ngày {day} tháng {month}"),
        format!("write `{month:02}/{day:02}` for day {month} of month {day}, `{day:02}/{month:02}` for day {day} of month {month}"),
    )
    .at(span)
}

/// A day of the year with its month where the day should be. `meant` is the day and the month.
pub(crate) fn day_and_month_turned(span: Span, written: &str, meant: (i8, i8), lang: Lang) -> Diagnostic {
    let (day, month) = meant;
    let (vi, en) = (format!("{day:02}/{month:02}"), format!("{month:02}-{day:02}"));
    let fix = if lang == Lang::Vi { vi.clone() } else { en.clone() };
    Diagnostic::error(
        "no-such-day",
        format!("không có ngày `{written}`"),
        format!("there is no day `{written}`"),
    )
    .help(
        format!("có `/` thì ngày đứng trước, có `-` thì tháng đứng trước: viết `{vi}`"),
        format!("with `/` the day comes first, with `-` the month: write `{en}`"),
    )
    .at(span)
    .fix(span, fix)
}

/// The decimal mark of the other language, or a mark between thousands.
pub(crate) fn wrong_mark(span: Span, written: &str, lang: Lang) -> Diagnostic {
    let mark = if lang == Lang::Vi { "," } else { "." };
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    let decimal = match written.split_once(['.', ',']) {
        Some((whole, rest)) => {
            format!("{whole}{mark}{}", rest.chars().filter(char::is_ascii_digit).collect::<String>())
        }
        None => written.to_owned(),
    };
    // Nobody writes one as `1.000`: a thousand is the first guess.
    let nought = decimal.split_once(mark).filter(|(_, rest)| *rest == "000");
    let (first, second, which_vi, which_en) = match nought {
        Some((whole, _)) => (digits.as_str(), whole, "nếu không phải hàng nghìn", "if it is no thousand"),
        None => (decimal.as_str(), digits.as_str(), "nếu là số nguyên", "for a whole number"),
    };
    let finding = Diagnostic::error(
        "wrong-decimal-mark",
        format!("`{written}` không phải một số trong tệp này"),
        format!("`{written}` is not a number in this file"),
    )
    .help(
        format!("dấu thập phân là `{mark}` và không có dấu ngăn hàng nghìn: viết `{first}`, hoặc `{second}` {which_vi}"),
        format!("the decimal mark is `{mark}` and thousands have none: write `{first}`, or `{second}` {which_en}"),
    )
    .at(span);
    let thousands = written.split(['.', ',']).skip(1).any(|group| group.len() == 3);
    if thousands { finding } else { finding.fix(span, decimal.clone()) }
}

/// `1.000` in an English file, which is one.
pub(crate) fn like_thousands(span: Span, written: &str) -> Diagnostic {
    let (whole, _) = written.split_once(['.', ',']).unwrap_or((written, ""));
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    Diagnostic::warning(
        "like-thousands",
        format!("`{written}` được đọc là {whole}, không phải {digits}"),
        format!("`{written}` is read as {whole}, not as {digits}"),
    )
    .help(
        format!("không có dấu ngăn hàng nghìn: viết `{digits}`, hoặc `{whole}` nếu đúng là {whole}"),
        format!("thousands have no mark: write `{digits}`, or `{whole}` if that is meant"),
    )
    .at(span)
}

/// More digits than a number may have.
pub(crate) fn number_too_long(span: Span) -> Diagnostic {
    Diagnostic::error("number-too-long", "số có quá nhiều chữ số", "the number has too many digits")
        .help(
            format!(
                "nhiều nhất {} chữ số, trong đó {} chữ số thập phân",
                limits::DIGITS,
                limits::FRACTION_DIGITS
            ),
            format!(
                "at most {} digits, {} of them after the decimal mark",
                limits::DIGITS,
                limits::FRACTION_DIGITS
            ),
        )
        .at(span)
}

/// `số 12 lẻ`
pub(crate) fn too_many_places(span: Span) -> Diagnostic {
    let most = limits::FRACTION_DIGITS;
    Diagnostic::error(
        "too-many-places",
        format!("nhiều nhất {most} chữ số thập phân"),
        format!("at most {most} decimal places"),
    )
    .at(span)
}

/// A code with a comma, another sign, or too many characters.
pub(crate) fn bad_code(span: Span, written: &str) -> Diagnostic {
    let finding = Diagnostic::error(
        "bad-code",
        format!("`{written}` không dùng làm mã được"),
        format!("`{written}` cannot be a code"),
    )
    .help(
        format!(
            "mã gồm chữ, số và dấu chấm, nhiều nhất {} ký tự: `1`, `1.2`, `3.1a`, `I`",
            limits::CODE_CHARS
        ),
        format!(
            "a code has letters, digits and dots, at most {} characters: `1`, `1.2`, `3.1a`, `I`",
            limits::CODE_CHARS
        ),
    )
    .at(span);
    if written.contains(',') { finding.fix(span, written.replace(',', ".")) } else { finding }
}

/// A name that is a word of the expression language.
pub(crate) fn reserved_word(span: Span, written: &str) -> Diagnostic {
    Diagnostic::error(
        "reserved-word",
        format!("`{written}` là từ của ngôn ngữ, không dùng làm tên được"),
        format!("`{written}` is a word of the language and cannot be a name"),
    )
    .help("ghép thêm một từ bằng dấu gạch dưới", "join another word to it with an underscore")
    .at(span)
}

/// `được = có` where a value stands: what is so or not is `đúng` or `sai`.
pub(crate) fn truth_value_reserved(span: Span, written: &str, value: bool, lang: Lang) -> Diagnostic {
    let (vi, en) = if value { ("đúng", "true") } else { ("sai", "false") };
    Diagnostic::error(
        "reserved-word",
        format!("`{written}` không ghi làm giá trị được: có hay không thì ghi `đúng` hoặc `sai`"),
        format!("`{written}` cannot stand as a value: a yes or no is written `true` or `false`"),
    )
    .help(
        format!("viết `{vi}`; nếu là một lựa chọn thì đặt trong ngoặc kép: `\"{written}\"`"),
        format!("write `{en}`; if it is an option of a list, put it in quotes: `\"{written}\"`"),
    )
    .at(span)
    .fix(span, if lang == Lang::Vi { vi } else { en })
}

/// A name with too many letters.
pub(crate) fn name_too_long(span: Span) -> Diagnostic {
    let most = limits::NAME_CHARS;
    Diagnostic::error(
        "name-too-long",
        format!("tên dài hơn {most} ký tự"),
        format!("the name is longer than {most} characters"),
    )
    .help(
        "dùng tên ngắn và ghi đủ trong lời văn bên cạnh",
        "use a short name and say it in full in the text beside it",
    )
    .at(span)
}

/// Two names that are equal but for the tone mark's place or i and y.
pub(crate) fn two_spellings(span: Span, name: &str, first: Span, other: &str) -> Diagnostic {
    Diagnostic::error(
        "two-spellings",
        format!("`{name}` và `{other}`: cùng một từ, hai cách viết"),
        format!("`{name}` and `{other}` are one word in two spellings"),
    )
    .help("chọn một cách viết cho cả tệp", "choose one spelling for the whole file")
    .label(span, "viết thế này", "written so")
    .label(first, "và thế này", "and so")
    .fix(span, other)
}

/// Two names that are equal but for capitals.
pub(crate) fn names_differ_in_case(span: Span, name: &str, first: Span, other: &str) -> Diagnostic {
    Diagnostic::error(
        "names-differ-in-case",
        format!("`{name}` và `{other}` chỉ khác nhau ở chữ hoa"),
        format!("`{name}` and `{other}` differ only in capitals"),
    )
    .help("dùng một tên, hoặc hai tên khác hẳn nhau", "use one name, or two that are quite different")
    .label(span, "viết thế này", "written so")
    .label(first, "và thế này", "and so")
}

/// The text was not in NFC.
pub(crate) fn not_composed() -> Diagnostic {
    Diagnostic::note(
        "not-composed",
        "tệp dùng Unicode tổ hợp; được đọc như Unicode dựng sẵn",
        "the file uses decomposed Unicode; it is read as if composed",
    )
    .help("công cụ định dạng ghi lại bằng Unicode dựng sẵn", "the formatter writes composed Unicode")
    .at(Span::default())
}

/// The text looks like VNI or TCVN3.
pub(crate) fn legacy_encoding(span: Span) -> Diagnostic {
    Diagnostic::warning(
        "legacy-encoding",
        "lời văn có vẻ dùng bảng mã cũ (VNI, TCVN3)",
        "the text seems to be in an old encoding (VNI, TCVN3)",
    )
    .help("chuyển sang Unicode bằng công cụ chuyển mã trước khi dùng", "convert it to Unicode first")
    .at(span)
}

/// The first statement does not name the language.
pub(crate) fn no_language(span: Span) -> Diagnostic {
    Diagnostic::error("no-language", "dòng đầu phải nêu ngôn ngữ", "the first line must name the language")
        .help("thêm dòng `ngôn ngữ vi` hoặc `language en`", "add the line `language en` or `ngôn ngữ vi`")
        .at(span)
}

/// A statement in the words of the other language.
pub(crate) fn other_language(span: Span, lang: Lang) -> Diagnostic {
    let (vi, en, help_vi, help_en) = match lang {
        Lang::Vi => (
            "câu này viết bằng tiếng Anh",
            "this statement is in English",
            "dòng đầu là `ngôn ngữ vi`: cả tệp dùng từ khóa tiếng Việt",
            "the first line says `ngôn ngữ vi`: the whole file uses Vietnamese keywords",
        ),
        Lang::En => (
            "câu này viết bằng tiếng Việt",
            "this statement is in Vietnamese",
            "dòng đầu là `language en`: cả tệp dùng từ khóa tiếng Anh",
            "the first line says `language en`: the whole file uses English keywords",
        ),
    };
    Diagnostic::error("other-language", vi, en).help(help_vi, help_en).at(span)
}

/// A line that begins like no row.
pub(crate) fn unknown_statement(span: Span, first: Option<&str>, near: Option<&str>) -> Diagnostic {
    let first = first.unwrap_or_default();
    let finding = Diagnostic::error(
        "unknown-statement",
        format!("không có câu nào bắt đầu bằng `{first}`"),
        format!("no statement begins with `{first}`"),
    )
    .at(span);
    match near {
        Some(near) => finding.help(format!("có phải là `{near}`?"), format!("did you mean `{near}`?")),
        None => finding.help(
            "xem bảng câu trong tài liệu ngôn ngữ",
            "see the table of statements in the language reference",
        ),
    }
}

/// A line whose keywords are misspelt and that is clear otherwise.
pub(crate) fn misspelt(slips: &[(Span, String, &'static str)], sample: &str) -> Option<Diagnostic> {
    let ((span, written, right), more) = slips.split_first()?;
    let mut finding = Diagnostic::error(
        "misspelt-keyword",
        format!("`{written}` nên là `{right}`"),
        format!("`{written}` should be `{right}`"),
    )
    .help(format!("câu này viết như: {sample}"), format!("this statement is written like: {sample}"))
    .at(*span)
    .fix(*span, *right);
    for (span, written, right) in more {
        finding = finding.label(
            *span,
            format!("`{written}` nên là `{right}`"),
            format!("`{written}` should be `{right}`"),
        );
    }
    Some(finding)
}

/// A misspelt word inside an expression.
pub(crate) fn misspelt_inside(span: Span, written: &str, right: &str) -> Diagnostic {
    Diagnostic::error(
        "misspelt-keyword",
        format!("`{written}` nên là `{right}`"),
        format!("`{written}` should be `{right}`"),
    )
    .at(span)
    .fix(span, right)
}

/// A word, number or sign that no row has there.
pub(crate) fn unexpected(
    span: Span,
    token: Option<&str>,
    wanted: &[(String, String)],
    nearest: Option<&str>,
) -> Diagnostic {
    let (mut vi, mut en) = match token {
        Some(token) => (format!("không hiểu `{token}` ở đây"), format!("`{token}` does not fit here")),
        None => ("câu chưa hết".to_owned(), "the statement is not finished".to_owned()),
    };
    let few: Vec<_> = wanted.iter().take(4).collect();
    if !few.is_empty() {
        let list = |which: fn(&(String, String)) -> &String| {
            few.iter().map(|entry| which(entry).as_str()).collect::<Vec<_>>()
        };
        vi = format!("{vi}, cần {}", list(|entry| &entry.0).join(" hoặc "));
        en = format!("{en}, expected {}", list(|entry| &entry.1).join(" or "));
    }
    let finding = Diagnostic::error("unexpected", vi, en).at(span);
    if wanted.contains(&slot_name(SlotKind::Type)) {
        return finding.help(
            "các kiểu: `đúng sai`, `ngày`, `chữ`, `số nguyên người từ 0 đến 500`, `số 2 lẻ km`, `% 1 lẻ`, \
             `một trong \"a\", \"b\"`, `theo bậc \"thấp\", \"cao\"`",
            "the types: `yes no`, `date`, `text`, `integer persons from 0 to 500`, `number 2 places km`, \
             `% 1 places`, `one of \"a\", \"b\"`, `ranked \"low\", \"high\"`",
        );
    }
    match nearest {
        Some(sample) => finding
            .help(format!("câu này viết như: {sample}"), format!("this statement is written like: {sample}")),
        None => finding,
    }
}

/// `chỉ áp dụng khi p` without what happens else.
pub(crate) fn otherwise_missing(span: Span) -> Diagnostic {
    Diagnostic::error(
        "unexpected",
        "câu chưa hết: chưa nói mục không áp dụng thì tính thế nào",
        "the statement is not finished: it does not say what counts where the item does not apply",
    )
    .help(
        format!(
            "viết tiếp `; nếu không thì …`; mục đạt hoặc không đạt: {}; mục có điểm: {}",
            otherwise(Lang::Vi, false),
            otherwise(Lang::Vi, true)
        ),
        format!(
            "go on with `; otherwise …`; for an item met or not met {}; for an item with points {}",
            otherwise(Lang::En, false),
            otherwise(Lang::En, true)
        ),
    )
    .at(span)
}

/// What can stand after `nếu không thì`, for items with points or without.
fn otherwise(lang: Lang, points: bool) -> String {
    let judged = [Phrase::NaLeaveOut, Phrase::NaMet, Phrase::NaNotMet];
    let rows = PHRASES.iter().filter(|row| row.slot == "na" && judged.contains(&row.phrase) != points);
    let words = rows.map(|row| {
        let words = if lang == Lang::Vi { row.vi } else { row.en };
        // The optional part, how far thresholds fall, is no choice of its own.
        let words = words.split_once('[').map_or(words, |(words, _)| words);
        let plain = words.replace("{num}", "…").replace("{codes}", "…");
        format!("`{plain}`")
    });
    words.collect::<Vec<_>>().join(", ")
}

/// `số_giờ 2 năm trước` in an expression, where only `năm trước` can stand.
pub(crate) fn years_ago(span: Span) -> Diagnostic {
    Diagnostic::error(
        "unexpected",
        "không lấy được số liệu của một năm xa hơn năm trước",
        "a figure of a year before last year cannot be read by itself",
    )
    .help(
        "viết `… năm trước`, hoặc lấy nhiều năm: `bình quân … của 3 năm`, `… liên tục 3 năm`",
        "write `… last year`, or of several years `mean … of 3 years`, `… throughout 3 years`",
    )
    .at(span)
}

/// An operator without what it joins.
pub(crate) fn operand_missing(span: Span, token: Option<&str>) -> Diagnostic {
    let (vi, en) = match token {
        Some(token) => {
            (format!("cần một giá trị trước `{token}`"), format!("a value is missing before `{token}`"))
        }
        None => ("cần một giá trị ở cuối câu".to_owned(), "a value is missing at the end".to_owned()),
    };
    Diagnostic::error("operand-missing", vi, en)
        .help(
            "viết một số, một tên, một lời văn hoặc một phép hỏi",
            "write a number, a name, a text or a query",
        )
        .at(span)
}

/// `được = có` in a condition: the word opens a query, or takes what follows back.
pub(crate) fn compared_with_truth_word(span: Span, word: &str) -> Diagnostic {
    Diagnostic::error(
        "operand-missing",
        format!("sau `{word}` còn thiếu một tập hợp hoặc một điều kiện"),
        format!("a collection or a condition is missing after `{word}`"),
    )
    .help(
        "thông tin đúng sai tự nó là một điều kiện: viết `a` hoặc `không a`, không viết `a = có`",
        "a yes or no is a condition by itself: write `a` or `not a`, not `a = yes`",
    )
    .at(span)
}

/// `p và q hoặc r`
pub(crate) fn mixed_connectives(span: Span) -> Diagnostic {
    Diagnostic::error(
        "mixed-connectives",
        "`và` và `hoặc` đứng cạnh nhau mà không có ngoặc",
        "`and` and `or` stand side by side without parentheses",
    )
    .help(
        "đặt ngoặc để rõ phần nào đi với nhau: `(a và b) hoặc c`",
        "put parentheses around what belongs together: `(a and b) or c`",
    )
    .label(span, "đổi từ nối ở đây", "the connective changes here")
}

/// `mọi c đều p và q`
pub(crate) fn body_goes_on(span: Span) -> Diagnostic {
    Diagnostic::error(
        "body-goes-on",
        "sau `đều` hoặc `có` chỉ có một phép so sánh",
        "after `satisfy` or `having` stands one comparison only",
    )
    .help(
        "đặt ngoặc: `mọi c đều (p và q)`, hoặc `(mọi c đều p) và q`",
        "put parentheses: `all c satisfy (p and q)`, or `(all c satisfy p) and q`",
    )
    .label(span, "không rõ thuộc phần nào", "it is not clear what this belongs to")
}

/// `số lượng c >= 5` without parentheses.
///
/// `right` is the comparison as it should be written.
pub(crate) fn compared_query(span: Span, right: &str) -> Diagnostic {
    Diagnostic::error(
        "compared-query",
        "phép hỏi được so sánh phải đặt trong ngoặc",
        "a query that is compared stands in parentheses",
    )
    .help(format!("viết `{right}`"), format!("write `{right}`"))
    .at(span)
}

/// A statement before the set.
pub(crate) fn no_set(span: Span) -> Diagnostic {
    Diagnostic::error("no-set", "chưa có dòng nêu bộ tiêu chí", "no line names the criteria set")
        .help(
            "sau dòng ngôn ngữ viết `bộ tiêu chí MA \"Tên\" bản SO`",
            "after the language write `criteria set ID \"Name\" edition ID`",
        )
        .at(span)
}

/// A second language or set.
pub(crate) fn second_at_top(span: Span, row: Row) -> Diagnostic {
    let finding = if row == Row::Language {
        Diagnostic::error(
            "second-language",
            "chỉ dòng đầu của tệp nêu ngôn ngữ",
            "only the first line of a file names the language",
        )
    } else {
        Diagnostic::error("second-set", "một tệp chỉ có một bộ tiêu chí", "a file holds one criteria set")
    };
    finding.help("xóa dòng này hoặc tách thành hai tệp", "delete this line or make two files").at(span)
}

/// A statement that no earlier line can hold.
pub(crate) fn misplaced(span: Span, levels: &[Level]) -> Diagnostic {
    let names: Vec<_> = levels.iter().map(|level| level_name(*level)).collect();
    let list = |which: fn(&(&'static str, &'static str)) -> &'static str| {
        names.iter().map(which).collect::<Vec<_>>()
    };
    Diagnostic::error(
        "misplaced-statement",
        "câu này không thuộc dòng nào ở trên",
        "this statement belongs to no line above",
    )
    .help(
        format!("nó đứng dưới {}", list(|name| name.0).join(" hoặc ")),
        format!("it stands under {}", list(|name| name.1).join(" or ")),
    )
    .at(span)
}

/// A source, a reading or a gap under a line that cannot have it.
pub(crate) fn misplaced_note(span: Span) -> Diagnostic {
    Diagnostic::error(
        "misplaced-statement",
        "câu này không thuộc về dòng ngay trên nó được",
        "this statement cannot belong to the line just above it",
    )
    .help(
        "ghi câu này ngay dưới dòng nó nói tới: dòng đầu của bộ, tiêu đề mục, điều kiện, loại",
        "write it directly below the line it is about: the first line of the set, a heading, a condition, a class",
    )
    .at(span)
}

fn level_name(level: Level) -> (&'static str, &'static str) {
    match level {
        Level::File => ("đầu tệp", "the top of the file"),
        Level::Set => ("bộ tiêu chí", "the criteria set"),
        Level::Subject => ("`đối tượng`", "`subject`"),
        Level::Evidence => ("`minh chứng`", "`evidence`"),
        Level::Parameter => ("`tham số`", "`parameter`"),
        Level::Group => ("`nhóm`", "`group`"),
        Level::Item => ("một tiêu chí, chỉ số, chỉ tiêu", "a criterion, indicator or target"),
        Level::List => {
            ("một danh sách ý, như `đạt khi đủ các ý:`", "a list of clauses, as `met when all clauses hold:`")
        }
        Level::Score => ("`chấm theo`", "`score by`"),
        Level::Table => (
            "`chấm theo`, `chọn một mức` hoặc một định nghĩa có bảng",
            "`score by`, `choose one level` or a table definition",
        ),
        Level::Measure => ("`đo bằng`", "`measured by`"),
        Level::Gate => ("`điều kiện`", "`condition`"),
        Level::Classes => ("`xếp loại`", "`classification`"),
        Level::Example => ("`ví dụ`", "`example`"),
        Level::Any => ("một dòng khác", "another line"),
    }
}

/// A heading word that `cấu trúc` does not list.
pub(crate) fn unlisted_heading(span: Span, word: Phrase, listed: &[Phrase]) -> Diagnostic {
    let name = |word: Phrase, lang: Lang| {
        let found = PHRASES.iter().find(|row| row.phrase == word);
        found.map_or("", |row| if lang == Lang::Vi { row.vi } else { row.en })
    };
    let all = |lang: Lang| listed.iter().map(|word| name(*word, lang)).collect::<Vec<_>>().join("; ");
    Diagnostic::error(
        "unlisted-heading",
        format!("`{}` không có trong `cấu trúc`", name(word, Lang::Vi)),
        format!("`{}` is not listed in `structure`", name(word, Lang::En)),
    )
    .help(
        format!("cấu trúc của bộ là `{}`; thêm từ này vào đúng bậc của nó", all(Lang::Vi)),
        format!("the structure of the set is `{}`; add the word at its rank", all(Lang::En)),
    )
    .at(span)
}

/// What a slot is called in a message.
pub(crate) fn slot_name(kind: SlotKind) -> (String, String) {
    let (vi, en) = match kind {
        SlotKind::Id => ("một tên", "a name"),
        SlotKind::Ids => ("các tên", "names"),
        SlotKind::Text => ("lời văn trong ngoặc kép", "a quoted text"),
        SlotKind::Number | SlotKind::Signed => ("một số", "a number"),
        SlotKind::Int => ("một số nguyên", "a whole number"),
        SlotKind::Date => ("một ngày", "a date"),
        SlotKind::DayMonth => ("ngày và tháng", "a day and month"),
        SlotKind::Code => ("một mã", "a code"),
        SlotKind::Codes => ("các mã", "codes"),
        SlotKind::Condition => ("một biểu thức", "an expression"),
        SlotKind::Day => (
            "`cuối kỳ`, `đầu kỳ`, `cuối năm trước` hoặc `ngày đánh giá`",
            "`end of period`, `start of period`, `end of last year` or `judgement date`",
        ),
        SlotKind::Collection => ("một tập hợp", "a collection"),
        SlotKind::Type => ("một kiểu", "a type"),
        SlotKind::Fields => ("các trường", "fields"),
        SlotKind::Edition => ("một bản, hoặc `mới nhất`", "an edition, or `newest`"),
        SlotKind::Lang => ("`vi` hoặc `en`", "`vi` or `en`"),
        SlotKind::Words => ("các từ chỉ bậc", "heading words"),
        SlotKind::Period => ("một năm hoặc hai ngày", "a year or two dates"),
        SlotKind::Assigns => ("`tên = giá trị`", "`name = value`"),
        SlotKind::Cite => ("một văn bản trong ngoặc kép", "a quoted document"),
        SlotKind::Phrase(slot) => return phrase_names(slot),
    };
    (vi.to_owned(), en.to_owned())
}

/// The closed phrases of a slot, for a message.
fn phrase_names(slot: &str) -> (String, String) {
    let rows = || PHRASES.iter().filter(|row| row.slot == slot && !row.vi.starts_with(','));
    let vi: Vec<_> = rows().map(|row| format!("`{}`", row.vi)).collect();
    let en: Vec<_> = rows().map(|row| format!("`{}`", row.en)).collect();
    (vi.join(", "), en.join(", "))
}

/// The end of the line, for a message.
pub(crate) fn end_of_line() -> (String, String) {
    ("hết câu".to_owned(), "the end of the statement".to_owned())
}

/// A name of the file is a name the other language owns: `fields` in a Vietnamese file.
pub(crate) fn name_taken_in_other_language(at: Span, name: &str, to: Lang) -> Diagnostic {
    let (vi, en) = match to {
        Lang::Vi => ("tiếng Việt", "Vietnamese"),
        Lang::En => ("tiếng Anh", "English"),
    };
    Diagnostic::error(
        "name-taken-in-other-language",
        format!("`{name}` là từ có sẵn của ngôn ngữ khi viết bằng {vi}"),
        format!("`{name}` is a word of the language itself in {en}"),
    )
    .label(at, "tên do tác giả đặt", "chosen by the author")
    .help(
        format!("đặt tên khác trong tệp này, ví dụ `{name}_1`, rồi chuyển lại"),
        format!("choose another name in this file, for example `{name}_1`, then convert again"),
    )
    .arg("name", name)
}
