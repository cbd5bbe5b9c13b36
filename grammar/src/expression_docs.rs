//! What the constructs and names of expressions mean, in both languages, with a sample of each.
//!
//! One entry for each kind of expression and each name the language owns; the `match`es are
//! exhaustive, so a construct without texts does not compile. The samples are what the formatter
//! writes. This file knows words and meaning for readers, not how anything is computed.

use crate::ast::{Arithmetic, Comparison, DayWord, ExprKind, Pick};
use crate::builtins::Builtin;
use crate::diagnostic::Lang;
use crate::statement_docs::WordDocs;

/// The texts of one construct of expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExpressionDocs {
    /// Its name in documents and cases.
    pub id: &'static str,
    /// What it means, in Vietnamese.
    pub about_vi: &'static str,
    /// What it means, in English.
    pub about_en: &'static str,
    /// A sample in Vietnamese.
    pub sample_vi: &'static str,
    /// The same sample in English.
    pub sample_en: &'static str,
}

impl ExpressionDocs {
    /// What it means, in one language.
    #[must_use]
    pub fn about(&self, lang: Lang) -> &'static str {
        if lang == Lang::Vi { self.about_vi } else { self.about_en }
    }

    /// A sample, in one language.
    #[must_use]
    pub fn sample(&self, lang: Lang) -> &'static str {
        if lang == Lang::Vi { self.sample_vi } else { self.sample_en }
    }
}

macro_rules! constructs {
    ($($id:ident: $about_vi:literal $about_en:literal $sample_vi:literal $sample_en:literal;)+) => {
        $(
            #[allow(non_upper_case_globals, reason = "the constant has the name of its construct")]
            const $id: ExpressionDocs = ExpressionDocs {
                id: stringify!($id),
                about_vi: $about_vi,
                about_en: $about_en,
                sample_vi: $sample_vi,
                sample_en: $sample_en,
            };
        )+

        /// All constructs of expressions, in the order of the reference manual.
        pub const EXPRESSIONS: &[ExpressionDocs] = &[$($id),+];
    };
}

constructs! {
    number:
        "Một con số, có thể kèm dấu phần trăm. Dấu thập phân theo ngôn ngữ của tệp."
        "A number, with a percent sign if it is a share. The decimal mark is that of the file's language."
        "7,5" "7.5";
    text:
        "Một giá trị chữ trong ngoặc kép, so sánh đúng từng chữ."
        "A text in quotes, compared letter by letter."
        "\"cơ bản\"" "\"basic\"";
    date:
        "Một ngày cụ thể."
        "A given day."
        "26/01/2024" "2024-01-26";
    code:
        "Mã của một mục, dùng trong ngoặc của `điểm(…)` và các tên tương tự."
        "The code of an item, in the parentheses of `points(…)` and its like."
        "điểm(3.1a)" "points(3.1a)";
    path:
        "Một tên đã khai báo; dấu chấm đi từ thành viên đến nơi nó thuộc về hoặc đến kết quả của bộ khác."
        "A declared name; a dot leads from a member to where it belongs, or to the result of another set."
        "CDHT.loại" "CDHT.class";
    last_year:
        "Cùng thông tin ấy ở kỳ một năm trước; không có trong hồ sơ thì chưa rõ."
        "The same thing in the period one year earlier; unknown if it is not on file."
        "thu_nhập năm trước" "income last year";
    call:
        "Một tên có sẵn với những gì nó cần trong ngoặc, cách nhau bằng dấu chấm phẩy."
        "A built-in name with what it needs in parentheses, separated by semicolons."
        "lớn_nhất(a; b)" "larger(a; b)";
    period_end:
        "Ngày cuối của kỳ đánh giá."
        "The last day of the period."
        "cuối kỳ" "end of period";
    period_start:
        "Ngày đầu của kỳ đánh giá."
        "The first day of the period."
        "đầu kỳ" "start of period";
    last_year_end:
        "Ngày 31/12 của năm trước năm kết thúc kỳ."
        "31 December of the year before the period ends."
        "cuối năm trước" "end of last year";
    judgement_day:
        "Ngày tiến hành đánh giá, ghi trong hồ sơ."
        "The day of the judgement, as stated with the dossier."
        "ngày đánh giá" "judgement date";
    next_year:
        "Ngày ấy của năm sau, tức năm liền sau năm cuối kỳ."
        "That day of the next year, the one after the year in which the period ends."
        "15/01 năm sau" "01-15 next year";
    not:
        "Đúng khi điều kiện sau nó sai; chưa rõ thì vẫn chưa rõ."
        "True when the condition after it is false; unknown stays unknown."
        "không kinh_tế" "not economic";
    and:
        "Đúng khi mọi phần đều đúng; một phần sai là sai. Không viết lẫn với `hoặc` nếu thiếu ngoặc."
        "True when every part is; one false part makes it false. It is not mixed with `or` without parentheses."
        "mầm_non và công_lập" "preschool and public";
    or:
        "Đúng khi ít nhất một phần đúng. Không viết lẫn với `và` nếu thiếu ngoặc."
        "True when at least one part is. It is not mixed with `and` without parentheses."
        "công_lập hoặc phổ_thông" "public or general";
    less:
        "Nhỏ hơn, sớm hơn hoặc ở bậc thấp hơn."
        "Less than, earlier than, or lower in rank."
        "tuổi < 18" "age < 18";
    less_or_equal:
        "Nhỏ hơn hoặc bằng."
        "Less than or equal to."
        "tuổi <= 60" "age <= 60";
    equal:
        "Bằng nhau; không làm tròn trước khi so sánh."
        "Equal; nothing is rounded before comparing."
        "khối = 10" "grade = 10";
    not_equal:
        "Khác nhau."
        "Not equal."
        "mức != \"1\"" "tier != \"1\"";
    greater_or_equal:
        "Lớn hơn hoặc bằng, hoặc từ bậc đó trở lên."
        "Greater than or equal to, or that rank and up."
        "tổng_điểm >= 80" "total_points >= 80";
    greater:
        "Lớn hơn, muộn hơn hoặc ở bậc cao hơn."
        "Greater than, later than, or higher in rank."
        "thu_nhập > thu_nhập năm trước" "income > income last year";
    among:
        "Bằng một trong các giá trị liệt kê."
        "Equal to one of the values listed."
        "nơi_học thuộc (\"mầm non\"; \"tiểu học\")" "school in (\"preschool\"; \"primary\")";
    in_period:
        "Ngày này nằm trong kỳ đánh giá, kể cả ngày đầu và ngày cuối."
        "The day lies in the period, first and last day included."
        "ngày trong kỳ" "date in period";
    within:
        "Ngày này nằm trong từng ấy ngày hoặc tháng trước một ngày."
        "The day lies in that many days or months before another day."
        "ngày_cấp trong vòng 24 tháng đến cuối kỳ" "issued within 24 months to end of period";
    throughout:
        "Điều kiện đúng ở kỳ này và ở các kỳ liền trước, đủ số năm."
        "The condition holds in this period and in those before it, for so many years."
        "đạt liên tục 5 năm" "met throughout 5 years";
    add:
        "Tổng của hai số."
        "The sum of two numbers."
        "a + b" "a + b";
    subtract:
        "Hiệu của hai số."
        "The difference of two numbers."
        "a - b" "a - b";
    multiply:
        "Tích của hai số."
        "The product of two numbers."
        "65% * tự_đánh_giá" "65% * self_rating";
    divide:
        "Thương của hai số, giữ nguyên phân số, không làm tròn."
        "The ratio of two numbers, kept as an exact fraction."
        "số_cmkt / số_công_dân" "trained / citizens";
    months_between:
        "Số tháng tròn giữa hai ngày."
        "The number of full months between two days."
        "số tháng từ ngày_mở đến cuối kỳ" "months from opened to end of period";
    years_between:
        "Số năm tròn giữa hai ngày, như khi tính tuổi."
        "The number of full years between two days, as in an age."
        "số năm từ ngày_sinh đến cuối kỳ" "years from born to end of period";
    round:
        "Làm tròn ngay trong công thức, đến bội số và theo cách ghi rõ."
        "Rounds inside a formula, to the step and in the way that is written."
        "làm tròn tỷ_lệ đến 0,1% nửa lên" "round ratio to 0.1% half up";
    any:
        "Có ít nhất một cái trong tập hợp."
        "There is at least one in the collection."
        "có kỷ_luật mà ngày trong kỳ" "any discipline where date in period";
    none_of:
        "Không có cái nào trong tập hợp."
        "There is none in the collection."
        "không có bản_án mà ngày trong kỳ" "no conviction where date in period";
    count:
        "Đếm xem trong tập hợp có bao nhiêu."
        "How many there are in the collection."
        "số lượng hoạt_động" "count activity";
    at_least:
        "Trong tập hợp có ít nhất từng ấy."
        "There are at least so many in the collection."
        "ít nhất 5 môn mà điểm_tb >= 7,5" "at least 5 subjects where mean_mark >= 7.5";
    sum:
        "Cộng một trường của mọi cái trong tập hợp."
        "Adds up one field over the collection."
        "tổng số_giờ của giờ_học" "sum hours of study_session";
    mean:
        "Bình quân một trường trên tập hợp; tập hợp rỗng thì không có giá trị."
        "The mean of one field over the collection; an empty collection has none."
        "bình quân điểm của phiếu mà hợp_lệ" "mean points of ballot where valid";
    mean_of_years:
        "Bình quân của kỳ này và các kỳ liền trước, đủ số năm."
        "The mean of this period and those before it, over so many years."
        "bình quân thu_nhập của 3 năm" "mean income of 3 years";
    highest:
        "Giá trị cao nhất của một trường trong tập hợp."
        "The highest value of one field in the collection."
        "mức cao nhất của chứng_chỉ" "highest tier of certificate";
    lowest:
        "Giá trị thấp nhất của một trường trong tập hợp."
        "The lowest value of one field in the collection."
        "điểm_tb thấp nhất của môn" "lowest mean_mark of subjects";
    newest:
        "Giá trị ở cái có ngày mới nhất; nếu nhiều cái cùng ngày mà khác nhau thì chưa rõ."
        "The value in the newest piece; unknown if several of that day disagree."
        "mức mới nhất của quyết_định" "newest tier of decision";
    all:
        "Mọi cái trong tập hợp đều thỏa phép so sánh đứng sau."
        "Everything in the collection fulfils the comparison after it."
        "mọi tiêu_chí đều phần_điểm >= 65%" "all criteria satisfy share_of_points >= 65%";
    share:
        "Phần của tập hợp thỏa phép so sánh đứng sau. Khi đem so sánh thì để cả câu trong ngoặc."
        "The part of the collection that fulfils the comparison after it. It stands in parentheses when compared."
        "tỷ lệ thành_viên có học_đủ" "share members having finished";
}

/// The texts of a kind of expression.
#[must_use]
pub fn expression_docs(kind: &ExprKind) -> &'static ExpressionDocs {
    match kind {
        ExprKind::Number(_) => &number,
        ExprKind::Text(_) => &text,
        ExprKind::Date(_) => &date,
        ExprKind::Code(_) => &code,
        ExprKind::Path(_) => &path,
        ExprKind::LastYear(_) => &last_year,
        ExprKind::Call(..) => &call,
        ExprKind::Day(DayWord::NextYear { .. }) => &next_year,
        ExprKind::Day(DayWord::PeriodEnd) => &period_end,
        ExprKind::Day(DayWord::PeriodStart) => &period_start,
        ExprKind::Day(DayWord::LastYearEnd) => &last_year_end,
        ExprKind::Day(DayWord::JudgementDay) => &judgement_day,
        ExprKind::Not(_) => &not,
        ExprKind::And(_) => &and,
        ExprKind::Or(_) => &or,
        ExprKind::Compare(Comparison::Less, ..) => &less,
        ExprKind::Compare(Comparison::LessOrEqual, ..) => &less_or_equal,
        ExprKind::Compare(Comparison::Equal, ..) => &equal,
        ExprKind::Compare(Comparison::NotEqual, ..) => &not_equal,
        ExprKind::Compare(Comparison::GreaterOrEqual, ..) => &greater_or_equal,
        ExprKind::Compare(Comparison::Greater, ..) => &greater,
        ExprKind::In(..) => &among,
        ExprKind::InPeriod(_) => &in_period,
        ExprKind::Within { .. } => &within,
        ExprKind::Throughout(..) => &throughout,
        ExprKind::Arithmetic(Arithmetic::Add, ..) => &add,
        ExprKind::Arithmetic(Arithmetic::Subtract, ..) => &subtract,
        ExprKind::Arithmetic(Arithmetic::Multiply, ..) => &multiply,
        ExprKind::Arithmetic(Arithmetic::Divide, ..) => &divide,
        ExprKind::MonthsBetween(..) => &months_between,
        ExprKind::YearsBetween(..) => &years_between,
        ExprKind::Round(..) => &round,
        ExprKind::Any(_) => &any,
        ExprKind::NoneOf(_) => &none_of,
        ExprKind::Count(_) => &count,
        ExprKind::AtLeast(..) => &at_least,
        ExprKind::Sum(..) => &sum,
        ExprKind::Mean(..) => &mean,
        ExprKind::MeanOfYears(..) => &mean_of_years,
        ExprKind::Pick(Pick::Highest, ..) => &highest,
        ExprKind::Pick(Pick::Lowest, ..) => &lowest,
        ExprKind::Pick(Pick::Newest, ..) => &newest,
        ExprKind::All(..) => &all,
        ExprKind::Share(..) => &share,
    }
}

macro_rules! builtin_texts {
    ($($name:ident $about_vi:literal $about_en:literal;)+) => {
        /// What a name the language owns means.
        ///
        /// ```
        /// use tieuchi_grammar::{Builtin, builtin_docs};
        /// assert_eq!(builtin_docs(Builtin::Larger).about_en, "The larger of the values in parentheses.");
        /// ```
        #[must_use]
        pub fn builtin_docs(name: Builtin) -> &'static WordDocs {
            match name {
                $(Builtin::$name => &WordDocs { about_vi: $about_vi, about_en: $about_en },)+
            }
        }
    };
}

builtin_texts! {
    TotalPoints
        "Tổng điểm cuối cùng: sau quy đổi, điểm cộng, điểm trừ, trần và làm tròn của bộ."
        "The final total: after scaling, bonus, deductions, cap and the rounding of the set.";
    RawTotal
        "Tổng điểm cuối cùng nhưng chưa làm tròn."
        "The final total before rounding.";
    BaseTotal
        "Tổng điểm các mục, trước khi quy đổi."
        "The sum of the items, before scaling.";
    LevelJudged
        "Mức đang được xét, khi bộ có nhiều mức và xét lần lượt từng mức."
        "The level being judged, where a set has levels that are judged one by one.";
    Judged
        "Kết luận đạt hay không đạt của người xét cho mục hoặc ý này."
        "The assessor's yes or no for this item or clause.";
    Points
        "Điểm của một mục theo mã, hoặc của kết quả ở bộ khác."
        "The points of an item by its code, or of the result of another set.";
    MaxPoints
        "Điểm tối đa của một mục, chỉ tính phần áp dụng."
        "The maximum of an item, counting what applies.";
    ShareOfPoints
        "Điểm của mục chia cho điểm tối đa của nó."
        "The points of an item divided by its maximum.";
    Met
        "Mục này có đạt hay không."
        "Whether the item is met.";
    Code
        "Mã của mục."
        "The code of the item.";
    Larger
        "Giá trị lớn nhất trong ngoặc."
        "The larger of the values in parentheses.";
    Smaller
        "Giá trị nhỏ nhất trong ngoặc."
        "The smaller of the values in parentheses.";
    Remainder
        "Phần còn lại khi chia số thứ nhất cho số thứ hai."
        "What is left when the first number is divided by the second.";
    Applicable
        "Mục này có áp dụng cho đối tượng hay không."
        "Whether the item applies to the subject.";
    Class
        "Loại mà kết quả ở bộ khác đạt được; so sánh theo thứ bậc của bộ đó."
        "The class of the result of another set; compared in the order of that set.";
    DecisionDate
        "Ngày quyết định công nhận kết quả ở bộ khác."
        "The day of the decision on the result of another set.";
    ResultEdition
        "Bản mà kết quả ở bộ khác được xét theo; chỉ ghi trong ví dụ, như trong hồ sơ."
        "The edition the result of another set is of; filed in examples only, as in dossiers.";
    ResultPeriod
        "Kỳ mà kết quả ở bộ khác nói về; chỉ ghi trong ví dụ, như trong hồ sơ."
        "The period the result of another set is about; filed in examples only, as in dossiers.";
    NumberOf
        "Con số không kèm đơn vị, để nhân thành điểm: `0,15 * trị_số(thành_viên)`."
        "The number without its unit, to be turned into points: `0.15 * number_of(members)`.";
    NoClass
        "Không có loại nào: so với loại của một kết quả."
        "No class at all: compared with the class of a result.";
    Parts
        "Các mục cấp phần ở dưới chỗ này, hoặc trong cả bộ."
        "The parts below this place, or in the whole set.";
    Fields
        "Các mục cấp lĩnh vực ở dưới chỗ này, hoặc trong cả bộ."
        "The fields below this place, or in the whole set.";
    Pillars
        "Các mục cấp trụ cột ở dưới chỗ này, hoặc trong cả bộ."
        "The pillars below this place, or in the whole set.";
    Standards
        "Các mục cấp tiêu chuẩn ở dưới chỗ này, hoặc trong cả bộ."
        "The standards below this place, or in the whole set.";
    SubCriteria
        "Các mục cấp tiêu chí thành phần ở dưới chỗ này, hoặc trong cả bộ."
        "The sub-criteria below this place, or in the whole set.";
    Criteria
        "Các mục cấp tiêu chí ở dưới chỗ này, hoặc trong cả bộ."
        "The criteria below this place, or in the whole set.";
    SubIndicators
        "Các mục cấp chỉ số thành phần ở dưới chỗ này, hoặc trong cả bộ."
        "The sub-indicators below this place, or in the whole set.";
    Indicators
        "Các mục cấp chỉ số ở dưới chỗ này, hoặc trong cả bộ."
        "The indicators below this place, or in the whole set.";
    Targets
        "Các mục cấp chỉ tiêu ở dưới chỗ này, hoặc trong cả bộ."
        "The targets below this place, or in the whole set.";
    Contents
        "Các mục cấp nội dung ở dưới chỗ này, hoặc trong cả bộ."
        "The contents below this place, or in the whole set.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_construct_has_texts() {
        for docs in EXPRESSIONS {
            for about in [docs.about_vi, docs.about_en] {
                assert!(about.ends_with('.'), "{}: {about:?}", docs.id);
            }
            assert!(!docs.sample_vi.is_empty() && !docs.sample_en.is_empty(), "{}", docs.id);
        }
    }
}
