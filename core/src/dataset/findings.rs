//! What can be wrong with tables: one constructor a code, in both languages.
//!
//! Findings about whole columns are refused at once; those about a row or a cell become problems.

use super::cells::Unreadable;
use crate::hir::{Ty, Unit};
use arrow_schema::DataType;
use tieuchi_grammar::Diagnostic;

/// The place of a column: the table and the name.
fn place(table: &str, column: &str) -> String {
    format!("/{table}/{column}")
}

// ---- whole tables and columns ---------------------------------------------------------------

pub(super) fn unknown_table(name: &str, known: &[String]) -> Diagnostic {
    let near = tieuchi_grammar::closest(name, known.iter().map(String::as_str));
    let list = known.join(", ");
    let diagnostic = Diagnostic::error(
        "unknown-table",
        format!("bộ tiêu chí không có bảng nào tên `{name}`"),
        format!("the set has no table `{name}`"),
    )
    .pointer(format!("/{name}"))
    .arg("name", name);
    match near {
        Some(near) => diagnostic.help(
            format!("có phải là `{near}`? các bảng của bộ: {list}"),
            format!("did you mean `{near}`? the tables of the set are {list}"),
        ),
        None => {
            diagnostic.help(format!("các bảng của bộ: {list}"), format!("the tables of the set are {list}"))
        }
    }
}

pub(super) fn missing_table(name: &str) -> Diagnostic {
    Diagnostic::error(
        "missing-table",
        format!("thiếu bảng `{name}` mà bộ tiêu chí cần"),
        format!("table `{name}`, which the set needs, is missing"),
    )
    .pointer(format!("/{name}"))
    .arg("name", name)
    .help(
        "đưa bảng đó vào, hoặc nói rõ rằng cột và bảng thiếu là chưa biết",
        "give that table, or say that missing columns and tables are not known",
    )
}

pub(super) fn unknown_column(table: &str, name: &str, near: Option<&str>) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        "unknown-column",
        format!("bảng `{table}` không cần cột nào tên `{name}`"),
        format!("table `{table}` has no use for a column `{name}`"),
    )
    .pointer(place(table, name))
    .arg("name", name);
    match near {
        Some(near) => diagnostic.help(format!("có phải là `{near}`?"), format!("did you mean `{near}`?")),
        None => diagnostic.help(
            "bỏ cột đó, hoặc ghi nó vào các cột không dùng; `tieuchi facts` cho biết các tên",
            "drop the column, or list it among those not used; `tieuchi facts` says the names",
        ),
    }
}

pub(super) fn missing_column(table: &str, name: &str) -> Diagnostic {
    Diagnostic::error(
        "missing-column",
        format!("bảng `{table}` thiếu cột `{name}`"),
        format!("table `{table}` lacks the column `{name}`"),
    )
    .pointer(place(table, name))
    .arg("name", name)
    .help(
        "thêm cột đó, hoặc nói rõ rằng cột và bảng thiếu là chưa biết",
        "add the column, or say that missing columns and tables are not known",
    )
}

pub(super) fn duplicate_column(table: &str, name: &str) -> Diagnostic {
    Diagnostic::error(
        "duplicate-column",
        format!("bảng `{table}` có hai cột `{name}`"),
        format!("table `{table}` has two columns `{name}`"),
    )
    .pointer(place(table, name))
    .arg("name", name)
    .help("giữ lại một cột", "keep one of them")
}

/// A whole column of a type that cannot hold what is asked for.
pub(super) fn wrong_column_type(table: &str, name: &str, found: &DataType, want: &Ty) -> Diagnostic {
    let (vi, en) = match want {
        Ty::Truth => ("đúng/sai, hoặc chữ", "booleans, or text"),
        Ty::Number(Unit::Ratio) => (
            "chữ như \"60%\"; cột số theo phần trăm thì đặt tên có dấu % ở cuối",
            "text such as \"60%\"; a column of numbers in percent is named with a % at its end",
        ),
        Ty::Number(_) => ("số nguyên, số thập phân, hoặc chữ", "integers, decimals, or text"),
        Ty::Day => ("ngày, thời điểm không có múi giờ, hoặc chữ", "dates, times without a zone, or text"),
        Ty::Choice(_) | Ty::Text => ("chữ", "text"),
    };
    wrong_type(table, name, found).help(format!("cột này cần {vi}"), format!("the column needs {en}"))
}

/// A type that is not read for any purpose.
pub(super) fn unreadable_column(table: &str, name: &str, found: &DataType, why: Unreadable) -> Diagnostic {
    let diagnostic = wrong_type(table, name, found);
    match why {
        Unreadable::Zoned => diagnostic.help(
            "một thời điểm có múi giờ chưa cho biết là ngày nào; hãy đổi ra ngày theo lịch trước",
            "a moment in a time zone does not say which civil day it is; turn it into dates first",
        ),
        Unreadable::Other => diagnostic.help(
            "dùng chữ, đúng/sai, số nguyên, số thập phân hoặc ngày",
            "use text, booleans, integers, decimals or dates",
        ),
    }
}

pub(super) fn wrong_type(table: &str, name: &str, found: &DataType) -> Diagnostic {
    Diagnostic::error(
        "wrong-column-type",
        format!("cột `{name}` của bảng `{table}` có kiểu {found}"),
        format!("column `{name}` of table `{table}` is of type {found}"),
    )
    .pointer(place(table, name))
    .arg("name", name)
    .arg("type", found)
}

/// A batch of a table whose columns are not those of the first.
pub(super) fn uneven_batches(table: &str, name: &str, found: &DataType) -> Diagnostic {
    wrong_type(table, name, found).help(
        "mọi phần của một bảng phải có cùng các cột, cùng thứ tự và cùng kiểu",
        "all batches of a table have the same columns, in the same order and of the same types",
    )
}

/// A nested table with rows that are null, or with too many.
pub(super) fn unfit_list(table: &str, name: &str, found: &DataType) -> Diagnostic {
    wrong_type(table, name, found).help(
        "dòng của bảng lồng không được rỗng, và một phần có nhiều nhất 2³¹ dòng",
        "a row of a nested table must not be null, and a part has at most 2³¹ rows",
    )
}

pub(super) fn floats_refused(table: &str, name: &str) -> Diagnostic {
    Diagnostic::error(
        "floats-refused",
        format!("cột `{name}` của bảng `{table}` là số dấu phẩy động"),
        format!("column `{name}` of table `{table}` holds floating-point numbers"),
    )
    .pointer(place(table, name))
    .arg("name", name)
    .help(
        "đưa cột ở kiểu thập phân hoặc chữ, hoặc bỏ tùy chọn không nhận số dấu phẩy động",
        "give the column as decimals or text, or drop the option that refuses floats",
    )
}

pub(super) fn too_many_table_rows(table: &str) -> Diagnostic {
    Diagnostic::error(
        "too-many-rows",
        format!("bảng `{table}` có quá nhiều dòng cho một lần"),
        format!("table `{table}` has too many rows to be taken at once"),
    )
    .pointer(format!("/{table}"))
    .help("chia thành nhiều phần theo đối tượng", "cut it into several by subject")
}

// ---- rows and cells -------------------------------------------------------------------------

pub(super) fn subject_without_id() -> Diagnostic {
    Diagnostic::error("subject-without-id", "dòng này không có mã đối tượng", "the row has no identifier")
        .pointer("")
        .help(
            "ghi mã; đến lúc đó không dòng nào của bảng khác thuộc về nó",
            "give it one; until then no row of another table belongs to it",
        )
}

pub(super) fn subject_filed_twice(id: &str, first: u64, same: bool) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        "subject-filed-twice",
        format!("`{id}` đã có ở dòng {first}"),
        format!("`{id}` is already filed in row {first}"),
    )
    .pointer("")
    .arg("id", id);
    if same {
        diagnostic.help("hai dòng như nhau, được tính một lần", "both rows say the same and count once")
    } else {
        diagnostic.help(
            "đối tượng được tính một lần; chỗ hai dòng khác nhau coi là chưa biết. Giữ lại một dòng",
            "the subject counts once; where the rows differ nothing is known. Keep one of them",
        )
    }
}

pub(super) fn row_filed_twice(id: &str, first: u64) -> Diagnostic {
    Diagnostic::error(
        "row-filed-twice",
        format!("`{id}` đã có ở dòng {first} của cùng đối tượng"),
        format!("`{id}` is already filed in row {first} of the same subject"),
    )
    .pointer("")
    .arg("id", id)
    .help(
        "hai bản được tính một lần; chỗ khác nhau coi là chưa biết. Giữ lại một bản",
        "both versions count once; where they differ nothing is known. Keep one of them",
    )
}

pub(super) fn orphan_row(owner: &str) -> Diagnostic {
    Diagnostic::error(
        "orphan-row",
        format!("không có đối tượng nào mang mã `{owner}`"),
        format!("no subject has the identifier `{owner}`"),
    )
    .pointer("")
    .arg("id", owner)
    .help(
        "dòng này không thuộc về ai nên không được tính; kiểm tra mã, hoặc bổ sung đối tượng",
        "the row belongs to nobody and is not counted; check the identifier, or add the subject",
    )
}

pub(super) fn member_of_two(id: &str) -> Diagnostic {
    Diagnostic::error(
        "member-of-two",
        format!("`{id}` thuộc về hai đối tượng"),
        format!("`{id}` belongs to two subjects"),
    )
    .pointer("")
    .arg("id", id)
    .help(
        "chưa rõ thuộc về đâu nên ở mỗi nơi coi là có thể có; sửa lại, hoặc khai báo rằng được thuộc nhiều nơi",
        "it is not known to whom, so each may have it or not; mend it, or declare that several are allowed",
    )
}

pub(super) fn bad_count(text: &str) -> Diagnostic {
    Diagnostic::error(
        "bad-count",
        format!("`{text}` không phải là số dòng"),
        format!("`{text}` is no number of rows"),
    )
    .pointer("")
    .arg("value", text)
    .help(
        "ghi một số nguyên từ 1; đến lúc đó coi là một dòng, chưa chắc có",
        "write a whole number from 1 up; until then it is one row that may be or not",
    )
}
