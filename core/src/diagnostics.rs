//! One constructor per finding about meaning: code, place, words in both languages.
//!
//! In: what is wrong, in the author's terms. Out: a [`Diagnostic`].
//! Codes never change; wording may improve. The user's own words stand in backticks.

use crate::day::Day;
use crate::describe::{both, written_day, written_number};
use crate::exact::Exact;
use crate::hir::{CHAIN, LAYERS, NO_RESULT, WRITTEN_OUT};
use tieuchi_grammar::{Bilingual, Diagnostic, Lang, Span};

/// The codes of every finding about meaning, dossiers and contexts, in order of the alphabet.
pub(crate) const CODES: &[&str] = &[
    "absent-not-covered",
    "always-true",
    "bad-count",
    "bad-date",
    "bad-declaration",
    "bad-json",
    "bad-mapping",
    "bad-number",
    "bad-option",
    "bad-receipt",
    "bad-rollup",
    "band-gap",
    "band-overlap",
    "base-has-faults",
    "base-not-given",
    "class-never-given",
    "classes-leave-a-gap",
    "classes-not-proved",
    "classes-overlap",
    "declared-twice",
    "deducts-nothing",
    "depends-on-itself",
    "divisor-may-be-zero",
    "document-not-declared",
    "dossier-too-large",
    "duplicate-column",
    "duplicate-field",
    "duplicate-row",
    "edit-on-other-ground",
    "edit-place-unknown",
    "edit-without-base",
    "edit-without-right",
    "edit-word-missing",
    "edition-not-in-force",
    "editions-clash",
    "example-fails",
    "filter-reads-nothing-of-its-rows",
    "float-not-decimal",
    "floats-refused",
    "group-may-be-empty",
    "item-says-nothing",
    "key-too-short",
    "level-without-line",
    "level-without-lower",
    "local-value-out-of-bounds",
    "maxima-do-not-add-up",
    "may-be-negative",
    "member-of-two",
    "missing-column",
    "missing-statement",
    "missing-table",
    "never-true",
    "never-used",
    "no-meaning-here",
    "no-owner",
    "not-a-catalogue",
    "not-applicable-without-choice",
    "not-for-a-catalogue",
    "not-ranked",
    "not-yet-supported",
    "off-step",
    "orphan-row",
    "other-heading-word",
    "other-language-version",
    "out-of-range",
    "parameter-not-in-force",
    "parameter-uncovered",
    "part-without-effect",
    "passes-maximum",
    "percent-sign-missing",
    "points-without-maximum",
    "private-value-shown",
    "ratio-with-bare-number",
    "regional-row-older",
    "rescale-without-scale",
    "row-filed-twice",
    "rows-may-overlap",
    "said-twice",
    "second-classification",
    "set-not-given",
    "subject-filed-twice",
    "subject-not-there",
    "subject-twice",
    "subject-without-id",
    "sum-of-ratios",
    "too-large-written-out",
    "too-many-digits",
    "too-many-rows",
    "too-wide",
    "units-differ",
    "unknown-class",
    "unknown-column",
    "unknown-field",
    "unknown-item",
    "unknown-name",
    "unknown-option",
    "unknown-region",
    "unknown-table",
    "wrong-column-type",
    "wrong-key",
    "wrong-kind",
    "wrong-period",
    "wrong-type",
];

/// Every code a diagnostic can have, those about the form of a text included, in order of the
/// alphabet.
///
/// ```
/// let codes = tieuchi::diagnostic_codes();
/// assert!(codes.contains(&"band-gap") && codes.contains(&"unclosed-quote"));
/// ```
#[must_use]
pub fn diagnostic_codes() -> Vec<&'static str> {
    let mut codes = [CODES, tieuchi_grammar::syntax_errors::CODES].concat();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// A statement, or a part of one, whose meaning the engine does not have yet.
pub(crate) fn not_yet_supported(at: Span, what_vi: &str, what_en: &str) -> Diagnostic {
    Diagnostic::error(
        "not-yet-supported",
        format!("chưa hỗ trợ: {what_vi}"),
        format!("not supported yet: {what_en}"),
    )
    .at(at)
    .help(
        "câu này đúng ngữ pháp nhưng bản này chưa tính được; hãy bỏ câu hoặc viết cách khác",
        "the sentence is well formed but this version cannot evaluate it; remove it or write it another way",
    )
}

/// A region the set says nothing of.
pub(crate) fn unknown_region(name: &str, known: &[String]) -> Diagnostic {
    let list = known.iter().map(|region| format!("\"{region}\"")).collect::<Vec<_>>().join(", ");
    let near = tieuchi_grammar::closest(name, known.iter().map(String::as_str));
    let names_none = known.is_empty();
    let diagnostic = Diagnostic::error(
        "unknown-region",
        format!("bộ tiêu chí không nói gì về vùng `{name}`"),
        format!("the set says nothing of a region `{name}`"),
    )
    .arg("region", name);
    match near {
        Some(near) => diagnostic.help(
            format!("có phải là `{near}`? các vùng trong bộ: {list}"),
            format!("did you mean `{near}`? the regions of the set are {list}"),
        ),
        None if names_none => diagnostic.help(
            "bộ này không phân biệt vùng nào; hãy bỏ vùng",
            "this set tells no regions apart; leave the region out",
        ),
        None => diagnostic
            .help(format!("các vùng trong bộ: {list}"), format!("the regions of the set are {list}")),
    }
}

/// A name that nothing declares.
pub(crate) fn unknown_name(at: Span, name: &str, near: Option<&str>) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        "unknown-name",
        format!("chưa có khai báo nào tên `{name}`"),
        format!("nothing is declared by the name `{name}`"),
    )
    .at(at)
    .arg("name", name);
    match near {
        Some(near) => {
            diagnostic.help(format!("có phải là `{near}`?"), format!("did you mean `{near}`?")).fix(at, near)
        }
        None => diagnostic.help(
            "khai báo tên này bằng một câu `thông tin`, `tham số`, `định nghĩa`, `minh chứng` hoặc `gồm`",
            "declare it by a `fact`, `parameter`, `define`, `evidence` or `has` statement",
        ),
    }
}

/// A name that is no column of the table it is read of.
pub(crate) fn unknown_column(at: Span, name: &str, table: &str, columns: &[String]) -> Diagnostic {
    let list = columns.iter().map(|column| format!("`{column}`")).collect::<Vec<_>>().join(", ");
    let near = tieuchi_grammar::closest(name, columns.iter().map(String::as_str));
    let diagnostic = unknown_name(at, name, near);
    let (vi, en) = match near {
        Some(near) => (format!("có phải là `{near}`? "), format!("did you mean `{near}`? ")),
        None => (String::new(), String::new()),
    };
    diagnostic.help(
        format!("{vi}`{table}` có các trường {list}"),
        format!("{en}the columns of `{table}` are {list}"),
    )
}

/// Two declarations of one name.
pub(crate) fn declared_twice(at: Span, first: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        "declared-twice",
        format!("`{name}` được khai báo hai lần"),
        format!("`{name}` is declared twice"),
    )
    .at(at)
    .label(first, "khai báo lần đầu ở đây", "first declared here")
    .arg("name", name)
    .help("đổi tên một trong hai", "rename one of them")
}

/// A statement the set must have and lacks.
pub(crate) fn missing_statement(at: Span, vi: &str, en: &str) -> Diagnostic {
    Diagnostic::error(
        "missing-statement",
        format!("còn thiếu câu `{vi}`"),
        format!("a statement `{en}` is missing"),
    )
    .at(at)
    .help(format!("thêm câu `{vi}` ngay dưới dòng này"), format!("add a `{en}` statement below this line"))
}

/// Weights in a set that has no scale for the total.
pub(crate) fn scale_missing(at: Span) -> Diagnostic {
    Diagnostic {
        help: Some(Bilingual::new(
            "thêm `thang … điểm` dưới dòng đầu của bộ: trọng số là phần của thang đó",
            "add `scale … points` below the first line of the set: weights are parts of that scale",
        )),
        ..missing_statement(at, "thang … điểm", "scale … points")
    }
}

/// A row of steps that does not say what a part of a step counts.
pub(crate) fn step_mode_missing(at: Span) -> Diagnostic {
    Diagnostic::error(
        "missing-statement",
        "dòng này chưa nói phần lẻ của một bước có tính hay không",
        "this row does not say whether a part of a step counts",
    )
    .at(at)
    .help(
        "ghi vào cuối dòng `, chỉ tính bước đủ` hoặc `, tính cả phần lẻ`; nếu mọi dòng như nhau thì ghi một lần `mọi bước chỉ tính bước đủ` dưới dòng đầu của bộ",
        "write `, whole steps only` or `, part steps count` at the end of the line; if it is so for all rows, write `all steps whole steps only` once below the first line of the set",
    )
}

/// Two titles without a table that says which of them is given.
pub(crate) fn classification_missing(at: Span, first: Span) -> Diagnostic {
    Diagnostic::error(
        "missing-statement",
        "có từ hai danh hiệu trở lên thì phải có câu `xếp loại`",
        "two or more titles need a `classification`",
    )
    .at(at)
    .label(first, "danh hiệu đầu ở đây", "the first title")
    .help(
        "thêm `xếp loại … \"…\": lấy loại cao nhất` ngay trên danh hiệu đầu",
        "add `classification … \"…\": highest class` just above the first title",
    )
}

/// A statement that may stand only once and stands again.
pub(crate) fn said_twice(at: Span, first: Span) -> Diagnostic {
    Diagnostic::error(
        "said-twice",
        "điều này đã được nói ở một câu khác",
        "another statement already says this",
    )
    .at(at)
    .label(first, "câu trước ở đây", "the earlier statement")
    .help("giữ lại một câu", "keep one of the two")
}

/// An expression of one type where another is needed.
pub(crate) fn wrong_type(at: Span, want: (&str, &str), got: (&str, &str)) -> Diagnostic {
    let (vi, en) = if want == got {
        // Options belong to the fact that lists them, so that both are of one kind and yet of two lists.
        (
            format!("chỗ này cần {} của cùng một danh sách, nhưng đây là của danh sách khác", want.0),
            format!("{} of the same list is needed here, but this is of another list", want.1),
        )
    } else {
        (
            format!("chỗ này cần {}, nhưng đây là {}", want.0, got.0),
            format!("{} is needed here, but this is {}", want.1, got.1),
        )
    };
    Diagnostic::error("wrong-type", vi, en).at(at).help(
        "kiểm tra lại kiểu đã khai báo của từng tên trong biểu thức",
        "check the declared type of each name in the expression",
    )
}

/// Two conditions with a comparison between them.
pub(crate) fn conditions_compared(at: Span) -> Diagnostic {
    Diagnostic::error(
        "wrong-type",
        "không so sánh hai điều kiện đúng sai với nhau",
        "two conditions are not compared with each other",
    )
    .at(at)
    .help(
        "viết chính điều kiện đó, hoặc `không …`, thay cho `= …`",
        "write the condition itself, or `not …`, in place of `= …`",
    )
}

/// `được = đúng`: a condition compared with a word for yes or no. `instead` is the condition as it
/// can stand.
pub(crate) fn compared_with_truth(at: Span, word: &str, instead: &str) -> Diagnostic {
    Diagnostic::error(
        "wrong-type",
        format!("không so sánh một điều kiện đúng sai với `{word}`"),
        format!("a yes or no is not compared with `{word}`"),
    )
    .at(at)
    .help(
        format!("tự nó là một điều kiện: viết `{instead}`"),
        format!("it is a condition by itself: write `{instead}`"),
    )
    .fix(at, instead)
}

/// An item to be rescaled in a set that has no scale.
pub(crate) fn rescale_without_scale(at: Span, code: &str) -> Diagnostic {
    Diagnostic::error(
        "rescale-without-scale",
        format!("mục {code} quy đổi về thang, nhưng bộ tiêu chí không có câu `thang … điểm`"),
        format!("item {code} is rescaled, but the set has no `scale … points`"),
    )
    .at(at)
    .arg("code", code)
    .help(
        "thêm câu `thang … điểm` dưới dòng đầu của bộ",
        "add `scale … points` below the first line of the set",
    )
}

/// Two values that cannot be compared or added.
pub(crate) fn units_differ(at: Span, left: (&str, &str), right: (&str, &str)) -> Diagnostic {
    Diagnostic::error(
        "units-differ",
        format!("không so sánh hay cộng {} với {} được", left.0, right.0),
        format!("{} and {} cannot be compared or added", left.1, right.1),
    )
    .at(at)
    .help("đổi một bên về cùng đơn vị với bên kia", "bring one side to the unit of the other")
}

/// A share compared with a bare number.
pub(crate) fn ratio_with_bare_number(at: Span, value: Exact) -> Diagnostic {
    let bare = written_number(value);
    let percent = written_number(value.mul(Exact::whole(100)).unwrap_or(value));
    Diagnostic::error(
        "ratio-with-bare-number",
        format!("tỷ lệ không so với số trần `{}` được", bare.vi),
        format!("a share cannot be compared with the bare number `{}`", bare.en),
    )
    .at(at)
    .arg("value", value)
    .help(
        format!(
            "viết `{}%` hoặc, nếu là phần của một, `{}%`; nếu không phải tỷ lệ (như m² trên một học sinh) thì khai báo đơn vị cho số bị chia, ví dụ `số nguyên m2`; nếu hai số cùng đơn vị thì chia `trị_số(…)` của số bị chia",
            bare.vi, percent.vi
        ),
        format!(
            "write `{}%` or, if it is a part of one, `{}%`; if it is no share (as m² per pupil), declare a unit for the number divided, as `integer m2`; if both have one unit, divide the `number_of(…)` of the first",
            bare.en, percent.en
        ),
    )
}

/// An option that its list does not have.
pub(crate) fn unknown_option(at: Span, text: &str, options: &[String], near: Option<&str>) -> Diagnostic {
    // No result is an option of a list of classes, and none that anybody writes.
    let named = options.iter().filter(|option| *option != NO_RESULT);
    let list = named.map(|option| format!("\"{option}\"")).collect::<Vec<_>>().join(", ");
    let diagnostic = Diagnostic::error(
        "unknown-option",
        format!("`{text}` không có trong các lựa chọn"),
        format!("`{text}` is not one of the options"),
    )
    .at(at)
    .arg("option", text);
    match near {
        Some(near) => diagnostic.help(
            format!("có phải là `{near}`? các lựa chọn: {list}"),
            format!("did you mean `{near}`? the options are {list}"),
        ),
        None => diagnostic.help(format!("các lựa chọn: {list}"), format!("the options are {list}")),
    }
}

/// Options without an order, compared by order.
pub(crate) fn not_ranked(at: Span) -> Diagnostic {
    Diagnostic::error(
        "not-ranked",
        "các lựa chọn này không có thứ bậc nên không so hơn kém được",
        "these options have no order, so they are not more or less than each other",
    )
    .at(at)
    .help(
        "khai báo kiểu `theo bậc …` thay cho `một trong …`, hoặc dùng `=`, `!=`, `thuộc`",
        "declare the type as `ranked …` instead of `one of …`, or use `=`, `!=`, `in`",
    )
}

/// A divisor that may be nought.
pub(crate) fn divisor_may_be_zero(at: Span) -> Diagnostic {
    Diagnostic::error("divisor-may-be-zero", "số chia có thể bằng 0", "the divisor may be nought")
        .at(at)
        .help(
            "khai báo miền giá trị của số chia từ một số lớn hơn 0, ví dụ `từ 1 đến 1000000`; ở câu chấm hoặc ở một ý thì chặn được bằng `, chỉ xét khi … > 0`",
            "declare a range for the divisor that begins above nought, as `from 1 to 1000000`; in a scoring statement or a clause `, only when … > 0` guards it too",
        )
}

/// A value that may be below nought where it must not be.
pub(crate) fn may_be_negative(at: Span) -> Diagnostic {
    Diagnostic::error("may-be-negative", "giá trị này có thể âm", "this value may be below nought")
        .at(at)
        .help(
            "viết `lớn_nhất(…; 0)` nếu phần âm được tính là 0",
            "write `larger(…; 0)` if what is below nought counts as nought",
        )
}

/// A number without a range, or with one too wide for exact arithmetic.
pub(crate) fn too_wide(at: Span, digits: u32) -> Diagnostic {
    Diagnostic::error(
        "too-wide",
        "kết quả có thể vượt quá 38 chữ số nên không bảo đảm chính xác được",
        "the result may pass 38 digits, so exactness cannot be promised",
    )
    .at(at)
    .arg("digits", digits)
    .help(
        "khai báo miền giá trị hẹp hơn (`từ a đến b`) cho các thông tin được dùng, hoặc làm tròn trước",
        "declare a narrower range (`from a to b`) for the facts it reads, or round first",
    )
}

/// Definitions within definitions that come to too much.
pub(crate) fn too_large_written_out(at: Span) -> Diagnostic {
    Diagnostic::error(
        "too-large-written-out",
        "các định nghĩa chồng lên nhau quá nhiều",
        "the definitions pile up to too much",
    )
    .at(at)
    .help(
        format!("viết hết ra, một bộ có nhiều nhất {WRITTEN_OUT} biểu thức, một định nghĩa có ít hơn {LAYERS} lớp và nối tiếp nhiều nhất {CHAIN} định nghĩa; hãy định nghĩa ngắn hơn"),
        format!("written out, a set holds at most {WRITTEN_OUT} expressions, a definition fewer than {LAYERS} layers, and at most {CHAIN} definitions stand in a row; define less by means of other definitions"),
    )
}

/// Where a cap on too many points can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CapGoes {
    /// At the end of the statement, or in a line of its own.
    InStatement,
    /// In a line of its own: the statement has no place for it.
    InItem,
    /// Nowhere: the points themselves must fit.
    Nowhere,
}

/// Points that can pass the item's maximum without a written cap. `reach` is none where only the
/// length of a list bounds them.
pub(crate) fn passes_maximum(
    at: Span,
    code: &str,
    reach: Option<Exact>,
    max: Exact,
    cap: CapGoes,
) -> Diagnostic {
    let most = written_number(max);
    let diagnostic = match reach.map(written_number) {
        Some(reach) => Diagnostic::error(
            "passes-maximum",
            format!("mục {code} có thể tới {} điểm nhưng tối đa là {}", reach.vi, most.vi),
            format!("item {code} can reach {} points but its maximum is {}", reach.en, most.en),
        ),
        None => Diagnostic::error(
            "passes-maximum",
            format!("mục {code} có thể có điểm không giới hạn nhưng tối đa là {}", most.vi),
            format!("item {code} can reach points without limit but its maximum is {}", most.en),
        ),
    };
    let (vi, en) = match cap {
        CapGoes::InStatement => (
            format!("viết `, không quá {0} điểm` ở câu chấm, hoặc dòng `cả mục không quá {0} điểm`", most.vi),
            format!(
                "write `, at most {0} points` in the scoring statement, or a line `whole item at most {0} points`",
                most.en
            ),
        ),
        CapGoes::InItem => (
            format!("thêm dòng `cả mục không quá {} điểm`, hoặc ghi điểm tối đa lớn hơn ở tiêu đề", most.vi),
            format!(
                "add a line `whole item at most {} points`, or write a larger maximum in the heading",
                most.en
            ),
        ),
        CapGoes::Nowhere => (
            format!("ghi số điểm không quá {}, hoặc điểm tối đa lớn hơn ở tiêu đề", most.vi),
            format!("write points that do not pass {}, or a larger maximum in the heading", most.en),
        ),
    };
    let reach = reach.map_or_else(|| "unlimited".to_owned(), |reach| reach.to_string());
    diagnostic.at(at).arg("code", code).arg("reach", reach).arg("max", max).help(vi, en)
}

/// A table that takes points away where no row gives any.
pub(crate) fn steps_deduct_nothing(at: Span, code: &str) -> Diagnostic {
    Diagnostic::error(
        "deducts-nothing",
        format!("dòng này không trừ được gì: không dòng nào của mục {code} cho điểm, mà điểm của một mục không xuống dưới 0"),
        format!("this row deducts nothing: no row of item {code} gives points, and the points of an item are never below nought"),
    )
    .at(at)
    .arg("code", code)
    .help(
        format!("trừ vào tổng thì viết mục này thành `điểm trừ {code} \"…\" tối đa … điểm` (tối đa là mức trừ nhiều nhất) với dòng `cứ …: cộng … điểm`; trừ vào chính mục thì cho điểm trước, ví dụ `từ 0 trở lên: 10 điểm`"),
        format!("to take it off the total, make the item `deduction {code} \"…\" max … points` (the most that is taken) with a row `for every …: add … points`; to take it off the item itself, give the points first, as in `from 0 up: 10 points`"),
    )
}

/// A heading `điểm trừ` beside which nothing has points.
pub(crate) fn nothing_to_deduct_from(at: Span, code: &str) -> Diagnostic {
    Diagnostic::error(
        "deducts-nothing",
        format!("mục trừ {code} không trừ được gì: không mục nào mà nó trừ vào có điểm"),
        format!("deduction {code} deducts nothing: no item that it is taken from has points"),
    )
    .at(at)
    .arg("code", code)
    .help(
        "điểm trừ nằm dưới một mục thì trừ vào mục đó, không nằm dưới mục nào (và không có trong `cấu trúc`) thì trừ vào tổng; chuyển nó lên, hoặc thêm mục có điểm để trừ vào",
        "a deduction under an item is taken off that item, one under no item (and not listed in `structure`) off the total; move it up, or add the item whose points it takes",
    )
}

/// A number with a unit where points are asked.
pub(crate) fn unit_for_points(at: Span, (vi, en): (&str, &str)) -> Diagnostic {
    wrong_type(at, ("số điểm", "points"), (vi, en)).help(
        "đặt số liệu có đơn vị trong `trị_số(…)` để chỉ lấy con số, như `0,15 * trị_số(thành_viên)`",
        "put the figure that has the unit in `number_of(…)`, which takes the number alone, as `0.15 * number_of(members)`",
    )
}

/// `XL.loại` in the set XL itself, which gives that very class.
pub(crate) fn own_result_of_this_period(at: Span, path: &str, (vi, en): (&str, &str)) -> Diagnostic {
    no_meaning_here(
        at,
        path,
        (
            &format!("kết quả của chính bộ này chỉ đọc được của các kỳ trước: viết `{vi} năm trước`"),
            &format!("the set's own results can be read of earlier periods only: write `{en} last year`"),
        ),
    )
}

/// Children's maxima that do not add up to the parent's. An item, other than the set, may say that it
/// holds less than they could give.
pub(crate) fn maxima_do_not_add_up(code: &str, sum: Exact, max: Exact, item: bool) -> Diagnostic {
    let (total, most) = (written_number(sum), written_number(max));
    let help = if item && sum > max {
        Bilingual::new(
            format!(
                "sửa điểm tối đa, hoặc ghi `cả mục không quá {} điểm` dưới {code} nếu các mục con được cộng quá mức ấy",
                most.vi
            ),
            format!(
                "correct a maximum, or write `whole item at most {} points` under {code} if its parts may add up to more",
                most.en
            ),
        )
    } else {
        Bilingual::new(
            "sửa điểm tối đa của mục hoặc của các mục con",
            "correct the maximum of the item or of its parts",
        )
    };
    Diagnostic::error(
        "maxima-do-not-add-up",
        format!("các mục con của {code} cộng lại {} điểm, khác với tối đa {}", total.vi, most.vi),
        format!("the parts of {code} add up to {} points, not to its maximum {}", total.en, most.en),
    )
    .arg("code", code)
    .arg("sum", sum)
    .arg("max", max)
    .help(help.vi, help.en)
}

/// An item without a statement that says what it is. `stray` is a gap that belongs to a line of the
/// item and would make the item a person's if it stood under the heading.
pub(crate) fn item_says_nothing(at: Span, code: &str, stray: Option<Span>) -> Diagnostic {
    let finding = Diagnostic::error(
        "item-says-nothing",
        format!("mục {code} chưa nói cách chấm hoặc khi nào đạt"),
        format!("item {code} does not say how it is scored or when it is met"),
    )
    .at(at)
    .arg("code", code);
    match stray {
        Some(stray) => finding
            .label(stray, "thuộc về dòng ngay trên nó", "belongs to the line just above it")
            .help(
                format!("đưa câu `chưa diễn đạt …` lên ngay dưới tiêu đề mục {code} để người xét kết luận mục này"),
                format!("move `not expressed …` to the line below the heading of {code} to leave the item to a person"),
            ),
        None => finding.help(
            "thêm một câu như `đạt khi …`, `chấm theo …:` hoặc `chấm trực tiếp từ 0 đến … điểm`",
            "add a statement such as `met when …`, `score by …:` or `scored directly from 0 to … points`",
        ),
    }
}

/// Points for an item without a maximum.
pub(crate) fn points_without_maximum(at: Span, code: &str) -> Diagnostic {
    Diagnostic::error(
        "points-without-maximum",
        format!("mục {code} có điểm nhưng không ghi `tối đa … điểm`"),
        format!("item {code} gives points but has no `max … points`"),
    )
    .at(at)
    .arg("code", code)
    .help("ghi điểm tối đa ở dòng tiêu đề của mục", "write the maximum in the item's heading")
}

/// An item code that the set does not have.
pub(crate) fn unknown_item(at: Span, code: &str, near: Option<&str>) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        "unknown-item",
        format!("không có mục mã {code}"),
        format!("there is no item {code}"),
    )
    .at(at)
    .arg("code", code);
    match near {
        Some(near) => {
            diagnostic.help(format!("có phải là mục {near}?"), format!("did you mean item {near}?"))
        }
        None => diagnostic.help("kiểm tra mã ở dòng tiêu đề của mục", "check the code in the item's heading"),
    }
}

/// Something that depends on itself.
pub(crate) fn depends_on_itself(at: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        "depends-on-itself",
        format!("`{name}` phụ thuộc vào chính nó"),
        format!("`{name}` depends on itself"),
    )
    .at(at)
    .arg("name", name)
    .help("bỏ một mắt của vòng phụ thuộc", "break the circle in one place")
}

/// No band for a value; with the case in which it is so, where rows have conditions.
pub(crate) fn band_gap(at: Span, value: &Bilingual, case: Option<&Bilingual>) -> Diagnostic {
    let case = in_case(case);
    Diagnostic::error(
        "band-gap",
        format!("không có bậc nào cho {}{}", value.vi, case.vi),
        format!("no band covers {}{}", value.en, case.en),
    )
    .at(at)
    .arg("value", &value.en)
    .help(
        "sửa các mốc cho liền nhau, hoặc thêm dòng `còn lại: …`",
        "make the edges meet, or add a row `otherwise: …`",
    )
}

/// No band for those who have no result of another set.
pub(crate) fn no_band_without_result(at: Span) -> Diagnostic {
    Diagnostic::error(
        "band-gap",
        "không có bậc nào cho trường hợp không có kết quả",
        "no band covers the case of no result",
    )
    .at(at)
    .arg("value", "none")
    .help("thêm dòng `không có: …` để nói khi đó tính thế nào", "add a row `none: …` to say what counts then")
}

/// No row of conditions for a case.
pub(crate) fn rows_leave_a_gap(at: Span, case: Option<&Bilingual>) -> Diagnostic {
    let case = in_case(case);
    Diagnostic::error(
        "band-gap",
        format!("không dòng nào đúng{}", case.vi),
        format!("no row holds{}", case.en),
    )
    .at(at)
    .help(
        "thêm một dòng cho trường hợp ấy, hoặc dòng `còn lại: …`",
        "add a row for it, or a row `otherwise: …`",
    )
}

/// Two bands for a value; with the case in which it is so, where rows have conditions.
pub(crate) fn band_overlap(
    first: Span,
    second: Span,
    value: &Bilingual,
    case: Option<&Bilingual>,
) -> Diagnostic {
    let case = in_case(case);
    Diagnostic::error(
        "band-overlap",
        format!("{} thuộc hai bậc{}", value.vi, case.vi),
        format!("{} lies in two bands{}", value.en, case.en),
    )
    .label(second, "bậc thứ hai", "the second band")
    .label(first, "bậc thứ nhất", "the first band")
    .arg("value", &value.en)
    .help(
        "dùng `đến dưới` cho một trong hai mốc trùng nhau",
        "use `to under` for one of the two edges that meet",
    )
}

/// The case a finding is about, to stand behind it.
fn in_case(case: Option<&Bilingual>) -> Bilingual {
    case.map_or_else(Bilingual::default, |case| Bilingual {
        vi: format!(" khi: {}", case.vi),
        en: format!(" in the case: {}", case.en),
    })
}

/// An input that may not exist, in a table that does not say what then.
pub(crate) fn absent_not_covered(at: Span) -> Diagnostic {
    Diagnostic::error(
        "absent-not-covered",
        "giá trị được chấm có thể không tồn tại (nhóm rỗng, chưa có kết quả)",
        "the value scored may not exist (an empty group, no result)",
    )
    .at(at)
    .help("thêm dòng `không có: …` để nói khi đó tính thế nào", "add a row `none: …` to say what counts then")
}

/// Points from rows that may be nobody.
pub(crate) fn points_may_not_exist(at: Span) -> Diagnostic {
    Diagnostic::error(
        "absent-not-covered",
        "khi không có dòng nào thì giá trị này không tồn tại, và không có điểm",
        "where there is no row this value does not exist, and neither do the points",
    )
    .at(at)
    .help(
        "thêm `chỉ áp dụng khi có …; nếu không thì …` với đúng tập hợp này, hoặc chấm bằng bảng có dòng `không có: …`",
        "add `applies only when any …; otherwise …` with the same collection, or score by a table with a row `none: …`",
    )
}

/// A group that may be empty, with nothing said about it.
pub(crate) fn group_may_be_empty(at: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        "group-may-be-empty",
        format!("nhóm `{name}` có thể không có ai"),
        format!("the group `{name}` may be empty"),
    )
    .at(at)
    .arg("name", name)
    .help(
        format!("thêm `chỉ áp dụng khi có {name}; nếu không thì …` cho mục này, hoặc `chỉ xét khi có {name}` cho ý này"),
        format!("add `applies only when any {name}; otherwise …` to the item, or `only when any {name}` to the clause"),
    )
}

/// A class table that may leave a subject without a class, and does not say so.
///
/// Beside the case stand the classes that the nearest case above and the nearest below would get.
pub(crate) fn classes_leave_a_gap(
    at: Span,
    cell: Option<(&Bilingual, Option<&str>, Option<&str>)>,
) -> Diagnostic {
    let (vi, en) = match cell {
        Some((cell, above, below)) => {
            let beside = both(|lang| {
                let (up, down) = if lang == Lang::Vi {
                    ("ngay trên", "ngay dưới")
                } else {
                    ("just above", "just below")
                };
                let parts = [(up, above), (down, below)];
                let told = parts.iter().filter_map(|(word, class)| Some(format!("{word}: «{}»", (*class)?)));
                let told: Vec<String> = told.collect();
                if told.is_empty() { String::new() } else { format!(" ({})", told.join("; ")) }
            });
            (
                format!("không loại nào nhận trường hợp {}{}", cell.vi, beside.vi),
                format!("no class takes the case {}{}", cell.en, beside.en),
            )
        }
        None => {
            ("có thể có trường hợp không thuộc loại nào".to_owned(), "some case may fit no class".to_owned())
        }
    };
    Diagnostic::error("classes-leave-a-gap", vi, en).at(at).help(
        "thêm dòng `loại … : các trường hợp còn lại`, hoặc ghi `, ngoài các loại thì để trống`",
        "add a row `class … : all other cases`, or write `, otherwise left open`",
    )
}

/// Two classes of a table of which exactly one must hold.
pub(crate) fn classes_overlap(
    at: Span,
    (first, second): (Span, Span),
    (one, other): (&str, &str),
    cell: &Bilingual,
) -> Diagnostic {
    Diagnostic::error(
        "classes-overlap",
        format!("«{one}» và «{other}» cùng nhận trường hợp {}", cell.vi),
        format!("«{one}» and «{other}» both take the case {}", cell.en),
    )
    .at(at)
    .label(first, "loại này", "this class")
    .label(second, "và loại này", "and this one")
    .help(
        "sửa điều kiện để mỗi trường hợp chỉ thuộc một loại, hoặc dùng `lấy loại cao nhất`",
        "change the conditions so that each case fits one class, or use `highest class`",
    )
}

/// A claim about a class table with too many cases to confirm.
pub(crate) fn classes_not_proved(at: Span) -> Diagnostic {
    Diagnostic::error(
        "classes-not-proved",
        "có quá nhiều trường hợp để chứng minh là đúng một loại",
        "there are too many cases to prove that exactly one class holds",
    )
    .at(at)
    .help(
        "dùng `lấy loại cao nhất` hoặc `xét lần lượt …`, hoặc gộp bớt điều kiện",
        "use `highest class` or `tested in order …`, or join some conditions",
    )
}

/// An article cited of a document the set does not rest on.
pub(crate) fn document_not_declared(at: Span, document: &str) -> Diagnostic {
    Diagnostic::warning(
        "document-not-declared",
        format!("văn bản «{document}» được dẫn điều khoản nhưng không có trong các câu `căn cứ`"),
        format!("an article of «{document}» is cited, which no `based on` line names"),
    )
    .at(at)
    .arg("document", document)
    .help(
        "thêm `căn cứ \"…\" ngày …`, hoặc sửa số của văn bản",
        "add a line `based on \"…\" date …`, or correct the number of the document",
    )
}

/// Days on which the set is in force and a parameter has no value.
pub(crate) fn parameter_uncovered(at: Span, name: &str, first: Day, last: Day) -> Diagnostic {
    let (from, to) = (written_day(first), written_day(last));
    Diagnostic::warning(
        "parameter-uncovered",
        format!("tham số `{name}` không có giá trị từ {} đến {}, khi bộ đã có hiệu lực", from.vi, to.vi),
        format!("parameter `{name}` has no value from {} to {}, while the set is in force", from.en, to.en),
    )
    .at(at)
    .arg("name", name)
    .arg("from", first)
    .arg("to", last)
    .help("thêm một dòng từ ngày bộ có hiệu lực", "add a row from the day the set comes into force")
}

/// Points that are computed from a value the set keeps private.
pub(crate) fn private_value_shown(at: Span, code: &str) -> Diagnostic {
    Diagnostic::warning(
        "private-value-shown",
        format!("điểm hoặc số đo của mục {code} tính thẳng từ một giá trị giữ kín, nên để lộ giá trị đó"),
        format!("the points or figure of item {code} are computed from a private value, and give it away"),
    )
    .at(at)
    .arg("code", code)
    .help(
        "chấm theo bậc, hoặc không giữ kín thông tin này",
        "score it by bands, or do not keep the fact private",
    )
}

/// A comparison that holds whatever is filed.
pub(crate) fn always_true(at: Span) -> Diagnostic {
    Diagnostic::warning(
        "always-true",
        "điều kiện này luôn đúng, với mọi giá trị có thể có",
        "this condition always holds, whatever values there can be",
    )
    .at(at)
    .help(
        "bỏ điều kiện, hoặc xem lại mốc và miền giá trị",
        "remove it, or look at its bar and the range of its value",
    )
}

/// A comparison that never holds.
pub(crate) fn never_true(at: Span) -> Diagnostic {
    Diagnostic::warning(
        "never-true",
        "điều kiện này không bao giờ đúng: không giá trị nào đạt tới mốc",
        "this condition never holds: no value reaches its bar",
    )
    .at(at)
    .help(
        "xem lại mốc, điểm tối đa và miền giá trị",
        "look at the bar, the maxima and the range of the value",
    )
}

/// More clauses or parts are asked for than there are.
pub(crate) fn never_so_many(at: Span, asked: u32, there: usize) -> Diagnostic {
    Diagnostic::warning(
        "never-true",
        format!("đòi {asked} mà ở đây chỉ có {there}: không bao giờ đủ"),
        format!("{asked} are asked for and there are only {there}: there are never so many"),
    )
    .at(at)
    .arg("asked", asked)
    .arg("there", there)
    .help("xem lại con số, hoặc thêm phần còn thiếu", "look at the number, or add what is missing")
}

/// A condition whose parts leave nothing that fits them all.
pub(crate) fn parts_contradict(at: Span) -> Diagnostic {
    Diagnostic::warning(
        "never-true",
        "điều kiện này không bao giờ đúng: các phần của nó loại trừ nhau",
        "this condition never holds: its parts exclude each other",
    )
    .at(at)
    .help("xem lại các mốc; có thể `và` phải là `hoặc`", "look at the bars; perhaps `and` should be `or`")
}

/// A part of a condition that the other parts imply.
pub(crate) fn part_without_effect(at: Span) -> Diagnostic {
    Diagnostic::warning(
        "part-without-effect",
        "phần này không quyết định gì: các phần kia đã bao gồm nó",
        "this part decides nothing: the other parts already settle it",
    )
    .at(at)
    .help("bỏ phần này, hoặc xem lại mốc của nó", "remove it, or look at its bar")
}

/// A row by which an item does not apply, and nothing says what becomes of its points.
pub(crate) fn not_applicable_without_choice(at: Span, item: &str) -> Diagnostic {
    Diagnostic::error(
        "not-applicable-without-choice",
        format!("theo dòng này mục {item} không áp dụng, mà không câu nào nói điểm của mục khi ấy ra sao"),
        format!("by this row item {item} does not apply, and nothing says what becomes of its points"),
    )
    .at(at)
    .arg("item", item)
    .help(
        "thêm dưới mục `chỉ áp dụng khi …; nếu không thì X` hoặc `không đủ thông tin thì X`, với X là `quy đổi về thang`, `giữ nguyên thang`, `tính đủ điểm`, `tính … điểm`, `hạ mốc` hoặc `dồn điểm sang …`; nếu chỉ là 0 điểm thì viết `0 điểm`",
        "add under the item `applies only when …; otherwise X` or `if not assessable X`, where X is `rescale`, `keep the scale`, `full points`, `… points`, `lower the thresholds` or `move points to …`; if 0 points are meant, write `0 points`",
    )
}

/// An item that says when it is met at one level and not at another.
pub(crate) fn level_without_line(at: Span, item: &str, level: &str) -> Diagnostic {
    Diagnostic::error(
        "level-without-line",
        format!("mục {item} không nói khi nào đạt {level}"),
        format!("item {item} does not say when it is met at {level}"),
    )
    .at(at)
    .arg("level", level)
    .help(
        format!("thêm `đạt {level} khi …`, hoặc `chỉ áp dụng khi mức_đang_xét = …; nếu không thì bỏ qua`"),
        format!("add `met at {level} when …`, or `applies only when level_judged = …; otherwise leave out`"),
    )
}

/// A level that can be reached without the level below it.
pub(crate) fn level_without_lower(
    (level, lower): (Span, Span),
    (label, lower_label): (&str, &str),
    case: &Bilingual,
) -> Diagnostic {
    Diagnostic::warning(
        "level-without-lower",
        format!("«{label}» có thể đạt mà không đạt «{lower_label}»: {}", case.vi),
        format!("«{label}» can be reached without «{lower_label}»: {}", case.en),
    )
    .at(level)
    .label(lower, "mức thấp hơn ở đây", "the lower level")
    .arg("level", label)
    .arg("lower", lower_label)
    .help(
        "thêm điều kiện của mức thấp hơn, hoặc dùng `loại` nếu các mức không nối tiếp nhau",
        "add what the lower level asks for, or write `class` if one does not build on the other",
    )
}

/// A row for a region that a later row for all places does not replace.
pub(crate) fn regional_row_older(at: Span, name: &str, region: &str, from: Day, later: Day) -> Diagnostic {
    let (old, new) = (written_day(from), written_day(later));
    Diagnostic::warning(
        "regional-row-older",
        format!("tham số `{name}`: dòng tại vùng \"{region}\" từ {} vẫn được dùng, dù dòng chung mới hơn, từ {}", old.vi, new.vi),
        format!("parameter `{name}`: the row of region \"{region}\" from {} still holds, though the general one is newer, from {}", old.en, new.en),
    )
    .at(at)
    .arg("name", name)
    .arg("region", region)
    .arg("from", from)
    .arg("later", later)
    .help(
        format!("thêm dòng từ {} cho vùng đó: giá trị cũ nếu giữ nguyên, giá trị mới nếu thay đổi", new.vi),
        format!("add a row from {} for that region: the old value if it stays, or the new one", new.en),
    )
}

/// A parameter that regions have and other places have not.
pub(crate) fn parameter_only_regional(at: Span, name: &str) -> Diagnostic {
    Diagnostic::warning(
        "parameter-uncovered",
        format!("tham số `{name}` chỉ có giá trị tại các vùng nêu tên, nơi khác thì không"),
        format!("parameter `{name}` has values for the regions named only, and none elsewhere"),
    )
    .at(at)
    .arg("name", name)
    .help(
        "thêm dòng `từ <ngày>: …` cho mọi nơi khác, hoặc ghi `áp dụng cho … tại …` nếu bộ chỉ áp dụng tại các vùng đó",
        "add a row `from <date>: …` for all other places, or `applies to … in …` if the set is for those regions only",
    )
}

/// Milestones that regions have and other places have not.
pub(crate) fn milestones_only_regional(at: Span, code: &str) -> Diagnostic {
    Diagnostic::warning(
        "parameter-uncovered",
        format!("chỉ tiêu {code} chỉ có mốc tại các vùng nêu tên, nơi khác thì không"),
        format!("target {code} has milestones for the regions named only, and none elsewhere"),
    )
    .at(at)
    .arg("name", code)
    .help(
        "thêm mốc `đến <ngày> …` cho mọi nơi khác, hoặc ghi `áp dụng cho … tại …` nếu bộ chỉ áp dụng tại các vùng đó",
        "add a milestone `by <date> …` for all other places, or `applies to … in …` if the set is for those regions only",
    )
}

/// A class for which nothing is left where it is tested.
pub(crate) fn class_never_given(at: Span, label: &str) -> Diagnostic {
    Diagnostic::warning(
        "class-never-given",
        format!("không trường hợp nào còn lại cho «{label}»"),
        format!("no case is left for «{label}»"),
    )
    .at(at)
    .arg("class", label)
    .help(
        "điều kiện không bao giờ đúng, hoặc các loại xét trước đã nhận hết; xem lại điều kiện và thứ tự",
        "its condition never holds, or the classes tested before it take every case; look at conditions and order",
    )
}

/// A needed set that was not given to the compiler.
pub(crate) fn set_not_given(at: Span, set: &str, edition: &str) -> Diagnostic {
    Diagnostic::error(
        "set-not-given",
        format!("bộ tiêu chí này đọc các loại của `{set}` bản {edition}, nhưng bộ đó không được nạp cùng"),
        format!("this set reads the classes of `{set}` edition {edition}, which was not loaded with it"),
    )
    .at(at)
    .arg("set", set)
    .help(
        "đặt tệp của bộ đó trong cùng thư mục, hoặc nạp nó bằng `--with`",
        "put that set's file in the same folder, or load it by `--with`",
    )
}

/// A period that a transition hands on to another edition.
pub(crate) fn follows_another_edition(last: Day, before: Day, edition: &str) -> Diagnostic {
    let (end, bar) = (written_day(last), written_day(before));
    Diagnostic::error(
        "edition-not-in-force",
        format!("kỳ kết thúc ngày {}, trước {}, theo bản {edition}", end.vi, bar.vi),
        format!("a period that ended on {}, before {}, follows edition {edition}", end.en, bar.en),
    )
    .arg("day", last)
    .arg("edition", edition)
    .help(
        format!("áp dụng bản {edition}, hoặc đưa cả hai bản để chọn theo ngày"),
        format!("apply edition {edition}, or give both editions and let the date choose"),
    )
}

/// Editions of which one is to be chosen, and which do not go together.
pub(crate) fn editions_clash(what_vi: &str, what_en: &str) -> Diagnostic {
    Diagnostic::error("editions-clash", what_vi, what_en).help(
        "đưa các bản khác nhau của cùng một bộ, mỗi bản có ngày hiệu lực riêng",
        "give different editions of one set, each with its own first day in force",
    )
}

/// No edition is in force for a period.
pub(crate) fn no_edition_in_force(day: Day, known: &Bilingual) -> Diagnostic {
    let on = written_day(day);
    Diagnostic::error(
        "edition-not-in-force",
        format!("không bản nào có hiệu lực vào ngày {}; đã có: {}", on.vi, known.vi),
        format!("no edition is in force on {}; known are {}", on.en, known.en),
    )
    .arg("day", day)
    .help("đưa thêm bản có hiệu lực vào ngày đó", "add the edition that was in force on that day")
}

/// A second class table. One set gives one result, so that what it is judged by is never in doubt.
pub(crate) fn second_classification(at: Span, first: Span) -> Diagnostic {
    Diagnostic::error(
        "second-classification",
        "một bộ chỉ có một bảng xếp loại",
        "a set has one classification only",
    )
    .at(at)
    .label(first, "bảng đầu ở đây", "the first one")
    .help(
        "viết bảng này thành một bộ riêng, đọc kết quả của bộ này bằng `dùng kết quả`",
        "write this one as a set of its own that reads the results of this set by `uses results`",
    )
}

/// A path to an owner from where there is none.
pub(crate) fn no_owner(at: Span, owner: &str) -> Diagnostic {
    Diagnostic::error(
        "no-owner",
        format!("ở đây không có `{owner}` nào mà đối tượng thuộc về"),
        format!("what stands here does not belong to any `{owner}`"),
    )
    .at(at)
    .arg("owner", owner)
    .help(
        format!("khai báo `gồm` dưới `đối tượng {owner}`, hoặc dùng đường dẫn này trong tập hợp thành viên"),
        format!(
            "declare the members under `subject {owner}` by `has`, or use the path in a collection of members"
        ),
    )
}

/// A set this one rests on, not given to the compiler.
pub(crate) fn base_not_given(at: Span, set: &str, edition: &str) -> Diagnostic {
    Diagnostic::error(
        "base-not-given",
        format!("bộ này dựa trên `{set}` bản {edition}, nhưng bản đó không được nạp cùng"),
        format!("this set rests on `{set}` edition {edition}, which was not loaded with it"),
    )
    .at(at)
    .arg("set", set)
    .arg("edition", edition)
    .help(
        "đặt tệp của bản đó trong cùng thư mục, hoặc nạp nó bằng `--with`",
        "put that edition's file in the same folder, or load it by `--with`",
    )
}

/// A set this one rests on, which has faults of its own.
pub(crate) fn base_has_faults(at: Span, set: &str, edition: &str) -> Diagnostic {
    Diagnostic::error(
        "base-has-faults",
        format!("không dựa được trên `{set}` bản {edition}: bộ đó còn lỗi"),
        format!("`{set}` edition {edition} cannot be rested on: it has faults of its own"),
    )
    .at(at)
    .arg("set", set)
    .help("kiểm tra và sửa bộ đó trước", "check and mend that set first")
}

/// `dùng danh mục` of something that is none.
pub(crate) fn not_a_catalogue(at: Span, set: &str) -> Diagnostic {
    Diagnostic::error(
        "not-a-catalogue",
        format!("`{set}` không phải là danh mục"),
        format!("`{set}` is not a catalogue"),
    )
    .at(at)
    .arg("set", set)
    .help(
        "chỉ `danh mục` mới dùng chung được; với bộ khác hãy viết `dựa trên` hoặc `như … của`",
        "only a `catalogue` can be shared; for another set write `derived from` or `same as … of`",
    )
}

/// A statement of a criteria set in a catalogue.
pub(crate) fn not_for_a_catalogue(at: Span) -> Diagnostic {
    Diagnostic::error(
        "not-for-a-catalogue",
        "danh mục chỉ có khai báo, không có mục, điều kiện hay xếp loại",
        "a catalogue holds declarations only, no items, gates or classes",
    )
    .at(at)
    .help(
        "viết câu này trong bộ tiêu chí dùng danh mục",
        "write this statement in the criteria set that uses the catalogue",
    )
}

/// An edit in a set that is not derived from another.
pub(crate) fn edit_without_base(at: Span) -> Diagnostic {
    Diagnostic::error(
        "edit-without-base",
        "bộ này không dựa trên bộ nào, nên không có gì để sửa",
        "this set is not derived from another, so there is nothing to edit",
    )
    .at(at)
    .help(
        "thêm câu `dựa trên … bản …`, hoặc bỏ câu này và viết thẳng nội dung",
        "add a line `derived from … edition …`, or write the content itself instead of an edit",
    )
}

/// A node in a derived set that says neither `thay` nor `thêm`.
pub(crate) fn edit_word_missing(at: Span) -> Diagnostic {
    Diagnostic::error(
        "edit-word-missing",
        "trong bộ dựa trên bộ khác phải nói rõ là `thay` hay `thêm`",
        "in a set derived from another it must say `replace` or `add`",
    )
    .at(at)
    .help(
        "viết `thay` nếu bộ trên đã có, `thêm` nếu là mới; tiêu đề chỉ để chỉ chỗ thì ghi đúng như bộ trên",
        "write `replace` for what the higher set has, `add` for what is new; a heading that only says where must read as in the higher set",
    )
}

/// An edit the higher set does not open, without a provision.
pub(crate) fn edit_without_right(at: Span) -> Diagnostic {
    Diagnostic::error(
        "edit-without-right",
        "bộ trên không cho địa phương sửa điều này",
        "the higher set does not let localities change this",
    )
    .at(at)
    .help(
        "chỉ sửa những gì bộ trên mở bằng `địa phương …`; nếu có văn bản khác cho phép thì ghi `nguồn …` ngay dưới câu này",
        "change only what the higher set opens by `localities …`; if another provision allows it, cite it by `source …` under this statement",
    )
}

/// An edit the higher set does not open, with a provision.
pub(crate) fn edit_on_other_ground(at: Span) -> Diagnostic {
    Diagnostic::note(
        "edit-on-other-ground",
        "bộ trên không mở điều này; câu sửa dựa vào văn bản nêu ở `nguồn`",
        "the higher set does not open this; the edit rests on the provision it cites",
    )
    .at(at)
    .help("người ký cần kiểm tra văn bản đó", "whoever signs should check that provision")
}

/// `thêm` of an item that could stand in several places.
pub(crate) fn edit_place_unknown(at: Span, code: &str) -> Diagnostic {
    Diagnostic::error(
        "edit-place-unknown",
        format!("chưa rõ mục {code} thêm vào đâu"),
        format!("it is not said where item {code} is added"),
    )
    .at(at)
    .arg("code", code)
    .help(
        "ghi tiêu đề của mục cha như trong bộ trên ở dòng trước",
        "write the heading of its parent, as in the higher set, on the line before",
    )
}

/// A line that names an item by another heading word than its own.
pub(crate) fn other_heading_word(at: Span, item: Span) -> Diagnostic {
    Diagnostic::error(
        "other-heading-word",
        "mục này có từ tiêu đề khác",
        "the heading of that item has another word",
    )
    .at(at)
    .label(item, "tiêu đề ở đây", "its heading")
    .help("ghi đúng từ ở tiêu đề của mục", "use the word of the item's heading")
}

/// A local value outside what the higher set allows.
pub(crate) fn local_value_out_of_bounds(at: Span, bounds: Span) -> Diagnostic {
    Diagnostic::error(
        "local-value-out-of-bounds",
        "giá trị này nằm ngoài giới hạn bộ trên cho địa phương đặt",
        "this value lies outside what the higher set lets localities set",
    )
    .at(at)
    .label(bounds, "giới hạn ở đây", "the bounds")
    .help("đặt giá trị trong giới hạn", "set a value within the bounds")
}

/// A parameter row that does not hold at the date.
pub(crate) fn parameter_not_in_force(at: Span, name: &str, day: Day, region: &str) -> Diagnostic {
    let on = written_day(day);
    Diagnostic::error(
        "parameter-not-in-force",
        format!("tham số `{name}` chưa có giá trị ngày {}{region}", on.vi),
        format!("parameter `{name}` has no value on {}{region}", on.en),
    )
    .at(at)
    .arg("name", name)
    .arg("day", day)
    .help("thêm một dòng `từ <ngày>: …` cho ngày đó", "add a row `from <date>: …` for that day")
}

/// A misused place: some name stands where it has no meaning, and what can be written instead, in
/// Vietnamese and in English.
pub(crate) fn no_meaning_here(at: Span, name: &str, help: (&str, &str)) -> Diagnostic {
    Diagnostic::error(
        "no-meaning-here",
        format!("`{name}` không có nghĩa ở chỗ này"),
        format!("`{name}` has no meaning here"),
    )
    .at(at)
    .arg("name", name)
    .help(help.0, help.1)
}

/// A row of a kind that its table does not have.
pub(crate) fn row_of_another_table(at: Span, by_value: bool) -> Diagnostic {
    if by_value {
        Diagnostic::error(
            "no-meaning-here",
            "bảng chấm theo một giá trị không có dòng `khi …:`",
            "a table by a value has no row `when …:`",
        )
        .arg("name", "when")
        .at(at)
        .help(
            "ghi điều kiện sau mốc, ví dụ `từ 5 trở lên khi …: …`, hoặc chấm bằng các câu `đạt khi …: … điểm`",
            "write the condition after the edge, as `from 5 up when …: …`, or score by statements `met when …: … points`",
        )
    } else {
        Diagnostic::error(
            "no-meaning-here",
            "bảng này không theo giá trị nào nên không có mốc",
            "this table is by no value, so it has no edges",
        )
        .arg("name", "from")
        .at(at)
        .help(
            "viết `khi …: …`, hoặc ghi giá trị ở dòng đầu của bảng: `theo …:`",
            "write `when …: …`, or name the value in the first line of the table: `by …:`",
        )
    }
}

/// A text scored by a table.
pub(crate) fn text_has_no_edges(at: Span) -> Diagnostic {
    Diagnostic::error(
        "wrong-type",
        "không chấm theo bảng được một giá trị kiểu chữ",
        "a text cannot be scored by a table",
    )
    .at(at)
    .help(
        "khai báo thông tin là `một trong \"…\", \"…\"` rồi ghi mỗi lựa chọn một dòng, hoặc chấm bằng `đạt khi … = \"…\": … điểm`",
        "declare the fact as `one of \"…\", \"…\"` and write a row for each option, or score by `met when … = \"…\": … points`",
    )
}

/// A quoted row in a table by a number or a day.
pub(crate) fn edge_in_quotes(at: Span) -> Diagnostic {
    Diagnostic::error(
        "wrong-type",
        "chỗ này cần một mốc, nhưng đây là chữ",
        "an edge is needed here, but this is a text",
    )
    .at(at)
    .help(
        "viết `từ … đến dưới …:`, `dưới …:` hoặc `bằng …:`; dòng trong ngoặc kép dành cho giá trị `một trong …`",
        "write `from … to under …:`, `under …:` or `exactly …:`; rows in quotes are for values `one of …`",
    )
}

/// `buổi_học trong kỳ`: rows are not a day, a column of theirs is.
pub(crate) fn rows_are_no_day(at: Span, rows: &str, day: Option<&str>) -> Diagnostic {
    let (vi, en) = (day.unwrap_or("…"), day.unwrap_or("…"));
    Diagnostic::error(
        "wrong-type",
        format!("`{rows}` là một tập hợp, `trong kỳ` thì hỏi về một ngày"),
        format!("`{rows}` is a collection, but `in period` asks of a day"),
    )
    .at(at)
    .help(
        format!("viết phần lọc: `{rows} mà {vi} trong kỳ`"),
        format!("write a filter: `{rows} where {en} in period`"),
    )
}

/// A class asked for that a result does not have.
pub(crate) fn unknown_result(at: Span, text: &str, set: &str, classes: &[String]) -> Diagnostic {
    let near = tieuchi_grammar::closest(text, classes.iter().map(String::as_str));
    let diagnostic = unknown_option(at, text, classes, near);
    let none = |other: &str, open: &str| match classes {
        [only] => format!("`{set}.{only} = {other}`"),
        _ => open.to_owned(),
    };
    let (vi, en) = (none("sai", "`để trống`"), none("false", "`left open`"));
    let help = diagnostic.help.clone().unwrap_or_default();
    diagnostic.help(
        format!("{}; không có kết quả thì ghi {vi}", help.vi),
        format!("{}; where there is no result write {en}", help.en),
    )
}

/// `khi` rows that may hold together, and a case in which they do.
pub(crate) fn rows_may_overlap(first: Span, second: Span, case: Option<&Bilingual>) -> Diagnostic {
    let case = in_case(case);
    Diagnostic::error(
        "rows-may-overlap",
        format!("hai dòng `khi` này có thể cùng đúng{}", case.vi),
        format!("these two `when` rows may hold together{}", case.en),
    )
    .at(second)
    .label(first, "dòng kia", "the other row")
    .help(
        "viết điều kiện loại trừ nhau, ví dụ thêm `và không (…)`",
        "make the conditions exclude each other, as by adding `and not (…)`",
    )
}

/// An example that does not come out as written.
pub(crate) fn example_fails(at: Span, key: &str, expected: &Bilingual, found: &Bilingual) -> Diagnostic {
    Diagnostic::error(
        "example-fails",
        format!("ví dụ mong đợi `{key}` là {}, nhưng tính ra {}", expected.vi, found.vi),
        format!("the example expects `{key}` to be {}, but it is {}", expected.en, found.en),
    )
    .at(at)
    .arg("key", key)
    .arg("expected", &expected.en)
    .arg("found", &found.en)
    .help(
        "kiểm tra số liệu của ví dụ và các câu liên quan",
        "check the example's figures and the statements it touches",
    )
}

/// A name after `thì` of which an example can expect nothing.
pub(crate) fn not_expected(at: Span, name: &str, near: Option<&str>, declared: bool) -> Diagnostic {
    let diagnostic =
        if declared { no_meaning_here(at, name, ("", "")) } else { unknown_name(at, name, None) };
    let near = near.map_or_else(Bilingual::default, |near| {
        Bilingual::new(format!("có phải là `{near}`? "), format!("did you mean `{near}`? "))
    });
    diagnostic.help(
        format!("{}sau `thì` ghi được: mã của mục, `tổng_điểm`, `tổng_điểm_thô`, `tổng_điểm_gốc`, điều kiện, danh hiệu hoặc bảng xếp loại, và định nghĩa của đối tượng được xét", near.vi),
        format!("{}after `then` stand the code of an item, `total_points`, `raw_total`, `base_total`, a gate, a title or the class table, and definitions of the subject that is judged", near.en),
    )
}

/// An example expects a value of a definition that nothing reads.
pub(crate) fn definition_not_read(at: Span, name: &str) -> Diagnostic {
    no_meaning_here(
        at,
        name,
        (
            "không mục, điều kiện hay loại nào dùng định nghĩa này nên nó không được tính; dùng nó, hoặc bỏ dòng này",
            "no item, gate or class reads this definition, so it is not worked out; use it, or leave this out",
        ),
    )
}

/// An example expects a text or an option of a definition.
pub(crate) fn definition_not_compared(at: Span, name: &str) -> Diagnostic {
    no_meaning_here(
        at,
        name,
        (
            "chỉ chờ được số, ngày, hoặc đúng sai ở một định nghĩa; với một lựa chọn thì định nghĩa thêm điều kiện, ví dụ `… = \"…\"`",
            "a number, a day or a yes or no can be expected of a definition; of an option define a condition too, as `… = \"…\"`",
        ),
    )
}

/// `được = yes` in an example: what is so or not is `đúng` or `sai`.
pub(crate) fn truth_value(at: Span, word: &str, so: bool, lang: Lang) -> Diagnostic {
    let (vi, en) = if so { ("đúng", "true") } else { ("sai", "false") };
    Diagnostic::error(
        "wrong-kind",
        format!("có hay không thì ghi `đúng` hoặc `sai`, không ghi `{word}`"),
        format!("a yes or no is written `true` or `false`, not `{word}`"),
    )
    .at(at)
    .help(format!("viết `{vi}`"), format!("write `{en}`"))
    .fix(at, if lang == Lang::Vi { vi } else { en })
}

/// A period of another shape than the set assesses.
///
/// `shape` is the day and month of its first and last day, `fitting` the period of that shape that
/// ends in the year of the one given.
pub(crate) fn wrong_period(
    shape: ((i8, i8), (i8, i8)),
    got: (Day, Day),
    fitting: Option<(Day, Day)>,
) -> Diagnostic {
    let ((from_day, from_month), (to_day, to_month)) = shape;
    let want = Bilingual::new(
        format!("từ {from_day:02}/{from_month:02} đến {to_day:02}/{to_month:02}"),
        format!("from {from_month:02}-{from_day:02} to {to_month:02}-{to_day:02}"),
    );
    let (first, last) = (written_day(got.0), written_day(got.1));
    let diagnostic = Diagnostic::error(
        "wrong-period",
        format!("bộ tiêu chí đánh giá theo kỳ {}, không phải từ {} đến {}", want.vi, first.vi, last.vi),
        format!("the set assesses periods {}, not from {} to {}", want.en, first.en, last.en),
    )
    .arg("want", format!("{from_month:02}-{from_day:02}..{to_month:02}-{to_day:02}"))
    .arg("got", format!("{}..{}", got.0, got.1));
    match fitting {
        Some((from, to)) => {
            let year = to.civil().0;
            let (from, to) = (written_day(from), written_day(to));
            diagnostic.help(
                format!("chỉ ghi năm mà kỳ kết thúc, ví dụ {year}: kỳ đó từ {} đến {}", from.vi, to.vi),
                format!("write only the year it ends in, as {year}: that is {} to {}", from.en, to.en),
            )
        }
        None => diagnostic.help("chọn kỳ đúng dạng", "choose a period of that shape"),
    }
}

/// A period in which the edition is not in force.
pub(crate) fn not_in_force(day: Day, from: Day, to: Option<Day>) -> Diagnostic {
    let (on, begin) = (written_day(day), written_day(from));
    let end = both(|lang| match (to, lang) {
        (Some(to), Lang::Vi) => format!(" đến {}", written_day(to).vi),
        (Some(to), Lang::En) => format!(" to {}", written_day(to).en),
        (None, _) => String::new(),
    });
    Diagnostic::error(
        "edition-not-in-force",
        format!("bản này có hiệu lực từ {}{}, không áp dụng cho ngày {}", begin.vi, end.vi, on.vi),
        format!("this edition is in force from {}{}, not on {}", begin.en, end.en, on.en),
    )
    .arg("day", day)
    .help("dùng bản có hiệu lực vào ngày đó", "use the edition in force on that day")
}

/// A question about a class that the set does not have.
pub(crate) fn unknown_class(name: &str, known: &[&str]) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        "unknown-class",
        format!("bộ tiêu chí không có danh hiệu hay loại nào tên `{name}`"),
        format!("the set has no title or class named `{name}`"),
    )
    .arg("name", name);
    let list = known.iter().map(|known| format!("`{known}`")).collect::<Vec<_>>().join(", ");
    match (known.is_empty(), tieuchi_grammar::closest(name, known.iter().copied())) {
        (true, _) => diagnostic
            .help("bộ này không xếp loại và không xét danh hiệu nào", "this set gives no class and no title"),
        (false, Some(near)) => {
            diagnostic.help(format!("có phải là `{near}`?"), format!("did you mean `{near}`?"))
        }
        (false, None) => diagnostic.help(format!("bộ có: {list}"), format!("the set has {list}")),
    }
}

/// A parameter row, range or number that contradicts its declaration, and how to mend it, in
/// Vietnamese and in English.
pub(crate) fn bad_declaration(at: Span, vi: &str, en: &str, help: (&str, &str)) -> Diagnostic {
    Diagnostic::error("bad-declaration", vi, en).at(at).help(help.0, help.1)
}

/// A lower bound above the upper one.
pub(crate) fn bounds_reversed(at: Span) -> Diagnostic {
    bad_declaration(
        at,
        "cận dưới lớn hơn cận trên",
        "the lower bound is above the upper",
        ("ghi số nhỏ trước: `từ 0 đến 100`", "write the smaller number first, as `from 0 to 100`"),
    )
}

/// An item asked for points or a verdict that it does not have.
pub(crate) fn item_lacks(at: Span, code: &str, verdict: bool) -> Diagnostic {
    let (vi, en, help) = if verdict {
        (
            "không có kết luận đạt",
            "no verdict",
            (
                "thêm `đạt khi …` vào mục đó, hoặc `đến <ngày> ít nhất …` dưới câu `đo bằng`; mục có điểm thì hỏi điểm: `điểm(…) >= …`",
                "add `met when …` to the item, or `by <date> at least …` below `measured by`; of an item with points ask the points: `points(…) >= …`",
            ),
        )
    } else {
        (
            "không có điểm",
            "no points",
            (
                "ghi `tối đa … điểm` ở dòng tiêu đề của mục đó, hoặc hỏi mục đạt chưa: `đạt(…)`",
                "write `max … points` in the heading of the item, or ask whether it is met: `met(…)`",
            ),
        )
    };
    bad_declaration(at, &format!("mục {code} {vi}"), &format!("item {code} has {en}"), help).arg("code", code)
}

/// A fact or field that no part of the set reads.
pub(crate) fn never_read(at: Span, name: &str) -> Diagnostic {
    Diagnostic::note(
        "never-used",
        format!("`{name}` được hỏi nhưng không ảnh hưởng kết quả nào"),
        format!("`{name}` is asked for, but no result depends on it"),
    )
    .at(at)
    .arg("name", name)
    .help(
        "dùng nó trong một mục, hoặc bỏ đi; nếu biểu mẫu vẫn hỏi thì ghi nó trong một ví dụ",
        "use it in an item or leave it out; if the form asks for it anyway, give it in an example",
    )
}

/// A thing declared and never read.
pub(crate) fn never_used(at: Span, name: &str) -> Diagnostic {
    Diagnostic::warning(
        "never-used",
        format!("`{name}` được khai báo nhưng không được dùng"),
        format!("`{name}` is declared but never used"),
    )
    .at(at)
    .arg("name", name)
    .help("bỏ khai báo, hoặc dùng nó trong một mục", "remove the declaration, or use it in an item")
}
