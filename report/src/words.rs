//! Every word of the report, in both languages, in one place; sentences with figures in them are in
//! words/sentences.rs.
//!
//! In: nothing. Out: words. Vietnamese follows the
//! words of the regulations and the layout of official papers; English is a help beside it.

mod sentences;

pub(crate) use sentences::*;

use tieuchi::Lang;

/// A text in Vietnamese and in English.
#[derive(Clone, Copy)]
pub(crate) struct Word(pub &'static str, pub &'static str);

impl Word {
    /// The text in a language.
    pub(crate) const fn of(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Vi => self.0,
            Lang::En => self.1,
        }
    }
}

// The head of the paper.
pub(crate) const STATE: Word = Word("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SOCIALIST REPUBLIC OF VIET NAM");
pub(crate) const MOTTO: Word = Word("Độc lập - Tự do - Hạnh phúc", "Independence - Freedom - Happiness");
pub(crate) const NUMBER: Word = Word("Số: ……/BC-……", "No.: ……/BC-……");
pub(crate) const NO_OFFICE: Word = Word("CƠ QUAN BÁO CÁO: ……………", "REPORTING OFFICE: ……………");
pub(crate) const REPORT: Word = Word("BÁO CÁO", "REPORT");
pub(crate) const SKIP: Word = Word("Đến nội dung báo cáo", "Skip to the report");
pub(crate) const NOTICES: Word = Word("Lưu ý trước khi đọc", "Before reading");
pub(crate) const ASSUMED: Word = Word(
    "Có bộ tiêu chí chứa quy định giả định, chưa có trong văn bản; xem cột “Giả định” của bảng bộ tiêu chí.",
    "Some sets hold assumed figures that stand in no regulation; see the column “Assumed” of the table of sets.",
);
pub(crate) const REDACTED: Word = Word(
    "Báo cáo này không nêu tên, mã và giá trị của cá nhân.",
    "Names, identifiers and values of persons are left out of this report.",
);

// The facts of the cover.
pub(crate) const FACTS: Word = Word("Thông tin chung", "General information");
pub(crate) const OFFICE: Word = Word("Cơ quan báo cáo", "Reporting office");
pub(crate) const PLACE: Word = Word("Địa bàn", "Place");
pub(crate) const PERIOD: Word = Word("Kỳ đánh giá", "Assessment period");
pub(crate) const JUDGED_ON: Word = Word("Ngày đánh giá", "Judgement date");
pub(crate) const ENGINE: Word = Word("Phiên bản phần mềm", "Version of the engine");
pub(crate) const PERSONS: Word = Word("Thông tin cá nhân", "Personal information");
pub(crate) const PERSONS_LEFT_OUT: Word = Word("Đã lược bỏ", "Left out");
pub(crate) const PERSONS_SHOWN: Word =
    Word("Có nêu mã đối tượng ở phần chất lượng dữ liệu", "Identifiers are named under data quality");
pub(crate) const SETS_CAPTION: Word =
    Word("Bộ tiêu chí áp dụng và biên nhận kết quả", "Criteria sets applied and receipts of the results");
pub(crate) const DIGESTS_CAPTION: Word = Word("Mã băm và biên nhận đầy đủ", "Digests and receipts in full");
pub(crate) const SUBJECT_KIND: Word = Word("Đối tượng", "Subjects");
pub(crate) const SET: Word = Word("Bộ tiêu chí", "Criteria set");
pub(crate) const EDITION: Word = Word("Bản", "Edition");
pub(crate) const ASSUMED_HEAD: Word = Word("Giả định", "Assumed");
pub(crate) const DIGEST: Word = Word("Mã băm của bộ", "Digest of the set");
pub(crate) const RECEIPT: Word = Word("Biên nhận kết quả", "Receipt of the results");
pub(crate) const YES: Word = Word("Có", "Yes");
pub(crate) const NO: Word = Word("Không", "No");
pub(crate) const TARGETS_KIND: Word = Word("Mục tiêu", "Targets");

// Sections.
pub(crate) const SUMMARY: Word = Word("KẾT QUẢ CHUNG", "SUMMARY");
pub(crate) const LEVELS: Word = Word("KẾT QUẢ THEO TỪNG ĐỐI TƯỢNG", "RESULTS BY KIND OF SUBJECT");
pub(crate) const TARGETS: Word = Word("TIẾN ĐỘ THỰC HIỆN MỤC TIÊU", "PROGRESS TOWARDS THE TARGETS");
pub(crate) const QUALITY: Word = Word("CHẤT LƯỢNG DỮ LIỆU", "QUALITY OF THE DATA");
pub(crate) const ANNEX: Word = Word("PHỤ LỤC", "ANNEX");
pub(crate) const ANNEX_PLACES: Word = Word("KẾT QUẢ THEO ĐỊA BÀN", "RESULTS BY PLACE");
pub(crate) const ANNEX_HISTORY: Word = Word("ĐỊA BÀN ĐÃ SẮP XẾP LẠI", "PLACES THAT CHANGED");
pub(crate) const ANNEX_TARGETS: Word = Word("MỤC TIÊU THEO ĐỊA BÀN", "TARGETS BY PLACE");
pub(crate) const ANNEX_ITEMS: Word = Word("KẾT QUẢ THEO TỪNG MỤC", "RESULTS BY ITEM");
pub(crate) const ANNEX_ROWS: Word = Word("NGUỒN CỦA SỐ LIỆU", "THE ROWS BEHIND THE FIGURES");
pub(crate) const TABLE: Word = Word("Bảng", "Table");
pub(crate) const CHART: Word = Word("Biểu đồ", "Chart");

// The summary.
pub(crate) const HEADLINES: Word =
    Word("Kết quả đạt theo từng đối tượng", "Titles reached by kind of subject");
pub(crate) const TARGETS_AT_A_GLANCE: Word =
    Word("Mục tiêu đến hạn trong kỳ đánh giá", "Targets due in the period");
pub(crate) const HOW_TO_READ: Word = Word("Cách đọc số liệu", "How to read the figures");
pub(crate) const READING: [Word; 4] = [
    Word(
        "“Chắc chắn” là số đối tượng đạt dù phần hồ sơ chưa rõ thế nào; “có thể” là số đối tượng đạt nếu mọi phần chưa rõ đều thuận lợi. Kết quả đúng luôn nằm giữa hai số này.",
        "“Certain” counts those who reach it whatever is not known yet; “possible” counts those who reach it if all that is not known turns out well. The true figure always lies between the two.",
    ),
    Word(
        "“Chưa rõ” là đối tượng còn hơn một kết quả có thể; đó không phải là không đạt.",
        "“Not known” are subjects of whom more than one result is possible; that is not the same as not met.",
    ),
    Word(
        "Tỷ lệ và số bình quân được cắt ở hai chữ số thập phân, không làm tròn; số lượng thì đúng tuyệt đối.",
        "Shares and means are cut after two decimals and never rounded; counts are exact.",
    ),
    Word(
        "Mỗi con số trong bảng có chú thích ghi đối tượng, địa bàn và điều kiện của các dòng dữ liệu đứng sau nó; cách tra cứu ở phụ lục cuối.",
        "Each figure of a table carries a note with level, place and condition of the rows behind it; the last annex says how to find them.",
    ),
];

// Heads of tables.
pub(crate) const ORDINAL: Word = Word("STT", "No.");
pub(crate) const RESULT: Word = Word("Kết quả", "Result");
pub(crate) const SUBJECTS: Word = Word("Tổng số", "Total");
pub(crate) const COUNT: Word = Word("Số lượng", "Number");
pub(crate) const SHARE: Word = Word("Tỷ lệ", "Share");
pub(crate) const CERTAIN: Word = Word("Chắc chắn", "Certain");
pub(crate) const POSSIBLE: Word = Word("Có thể", "Possible");
pub(crate) const CERTAIN_SHARE: Word = Word("Tỷ lệ chắc chắn", "Certain share");
pub(crate) const POSSIBLE_SHARE: Word = Word("Tỷ lệ có thể", "Possible share");
pub(crate) const SETTLED: Word = Word("Đã xác định kết quả", "Settled");
pub(crate) const OR_HIGHER: Word = Word("Từ mức này trở lên", "This or higher");
pub(crate) const TITLE: Word = Word("Danh hiệu, mức đạt", "Title or class");
pub(crate) const NONE: Word = Word("Không đạt", "Not met");
pub(crate) const NOT_RANKED: Word = Word("Không xét", "Not ranked");
pub(crate) const OUTSIDE: Word = Word("Không áp dụng", "Not applicable");
pub(crate) const UNSETTLED: Word = Word("Chưa rõ", "Not known");
pub(crate) const MEAN: Word = Word("Điểm bình quân (ít nhất)", "Mean points (at least)");
pub(crate) const WHOLE: Word = Word("Tổng cộng", "All together");
pub(crate) const FORMER_UNITS: Word = Word("Hợp thành từ", "Made of");
pub(crate) const A_PART: Word = Word(", một phần", ", a part");
pub(crate) const HISTORY: Word = Word("Các đơn vị cũ", "Former units");
pub(crate) const FORMER_COUNTED: Word = Word(
    "Đối tượng ghi theo mã cũ được tính cho đơn vị hiện nay; đơn vị cũ bị chia ra thì không rõ về đâu.",
    "Subjects filed under a former code are counted in the unit of today; where a unit was split, it is not known in which.",
);
pub(crate) const NO_PLACE: Word = Word("Chưa rõ địa bàn", "Place not known");
pub(crate) const STANDINGS: Word = Word("Kết quả đánh giá", "Results");
pub(crate) const SHARES_OF_ALL: Word =
    Word("Tỷ lệ tính trên tổng số đối tượng trong dữ liệu.", "Shares are of all subjects in the data.");

// A level.
pub(crate) const BY_PLACE: Word = Word("Theo địa bàn", "By place");
pub(crate) const POINTS: Word = Word("Phân bố điểm", "Distribution of points");
pub(crate) const FROM: Word = Word("Từ", "From");
pub(crate) const TO: Word = Word("Đến dưới", "To under");
pub(crate) const LAST_BIN: Word =
    Word("Khoảng cuối gồm cả điểm cao nhất.", "The last step holds the greatest total too.");
pub(crate) const COSTLY: Word = Word("Các mục mất nhiều điểm nhất", "Items that cost most points");
pub(crate) const OFTEN_NOT_MET: Word = Word("Các mục không đạt nhiều nhất", "Items most often not met");
pub(crate) const SAME_FOR_ALL: Word =
    Word("Các mục không phân biệt được đối tượng nào", "Items that tell nobody apart");
pub(crate) const NO_SAME: Word = Word(
    "Không có: mục nào cũng cho kết quả khác nhau giữa các đối tượng.",
    "None: every item gives different results to different subjects.",
);
pub(crate) const CODE: Word = Word("Mã mục", "Code");
pub(crate) const ITEM: Word = Word("Nội dung", "Item");
pub(crate) const APPLIES: Word = Word("Số đối tượng áp dụng", "Applies to");
pub(crate) const MAX_POINTS: Word = Word("Tổng điểm tối đa", "Sum of maximum points");
pub(crate) const GAINED: Word = Word("Điểm đạt được", "Points gained");
pub(crate) const LOST: Word = Word("Điểm chưa đạt", "Points not gained");
pub(crate) const LOST_ALL: Word = Word("Tổng", "All");
pub(crate) const LOST_SURE: Word = Word("Chắc chắn mất", "Lost for certain");
pub(crate) const LOST_OPEN: Word = Word("Chưa rõ", "Not known");
pub(crate) const LOST_SHARE: Word = Word("Tỷ lệ so với tối đa", "Share of maximum");
pub(crate) const MET: Word = Word("Đạt", "Met");
pub(crate) const NOT_MET_SHARE: Word = Word("Tỷ lệ không đạt", "Share not met");
pub(crate) const VERDICTS: Word = Word("Số đối tượng", "Number of subjects");
pub(crate) const ALL_GET: Word = Word("Kết quả của mọi đối tượng", "Result of everybody");
pub(crate) const ALL_MET: Word = Word("đều đạt", "met by all");
pub(crate) const ALL_NOT_MET: Word = Word("đều không đạt", "met by none");
pub(crate) const GROUND: Word = Word("Cơ sở", "Ground");
pub(crate) const GROUND_SETTLED: Word = Word("đã xác định", "settled");
pub(crate) const GROUND_SO_FAR: Word = Word("theo phần đã chắc chắn", "by what is certain so far");

// Targets.
pub(crate) const TARGET: Word = Word("Chỉ tiêu", "Target");
pub(crate) const MILESTONE: Word = Word("Mốc đến hạn", "Milestone due");
pub(crate) const NO_MILESTONE: Word = Word("chưa có mốc đến hạn", "none due yet");
pub(crate) const POPULATION: Word = Word("Số được tính", "Counted");
pub(crate) const HAVE: Word = Word("Số có", "Have it");
pub(crate) const AT_LEAST: Word = Word("ít nhất", "at least");
pub(crate) const AT_MOST: Word = Word("nhiều nhất", "at most");
pub(crate) const UNKNOWN: Word = Word("Chưa rõ", "Not known");
pub(crate) const EXCLUDED: Word = Word("Loại trừ", "Excluded");
pub(crate) const JUDGEMENT: Word = Word("Đánh giá", "Judgement");
pub(crate) const NEEDED: Word = Word("Còn thiếu", "Still needed");
pub(crate) const PROGRESS: Word = Word("Mức thực hiện các chỉ tiêu", "How far the targets are reached");
pub(crate) const NEAREST: Word = Word(
    "Các địa bàn chưa đạt mốc đến hạn và gần đạt nhất",
    "Places nearest to the milestone due, not yet there",
);
pub(crate) const NO_TARGETS: Word =
    Word("Báo cáo này không kèm bộ chỉ tiêu nào.", "No targets were asked for.");

// Quality.
pub(crate) const NO_PROBLEMS: Word =
    Word("Không phát hiện dòng hoặc ô dữ liệu nào có lỗi.", "No row and no cell was found at fault.");
pub(crate) const PROBLEMS: Word = Word("Vấn đề của dữ liệu theo loại", "Problems of the data by kind");
pub(crate) const PROBLEM_TABLE: Word = Word("Bảng dữ liệu", "Table of data");
pub(crate) const MAIN_TABLE: Word = Word("bảng đối tượng", "table of subjects");
pub(crate) const PROBLEM: Word = Word("Vấn đề và cách xử lý", "Problem and remedy");
pub(crate) const FIRST_PLACES: Word = Word("Những chỗ đầu tiên", "The first places");
pub(crate) const ALL_PROBLEMS: Word = Word("Danh sách đầy đủ:", "The full list:");
pub(crate) const EFFECT: Word = Word(
    "Ô dữ liệu có vấn đề được coi là chưa rõ, không bao giờ được đoán; vì vậy nó chỉ mở rộng khoảng cách giữa “chắc chắn” và “có thể”.",
    "A cell at fault counts as not known and is never guessed; so it only widens the gap between “certain” and “possible”.",
);

// Where rows are found.
pub(crate) const ROWS_CAPTION: Word =
    Word("Điều kiện lọc các dòng đứng sau mỗi con số", "Conditions that find the rows behind a figure");
pub(crate) const FIGURE: Word = Word("Con số", "Figure");
pub(crate) const CONDITION: Word = Word("Điều kiện trên tệp kết quả", "Condition on the file of results");
pub(crate) const FILES_CAPTION: Word = Word("Tệp kết quả kèm theo", "Files of results beside this report");
pub(crate) const FILES: Word = Word("Tệp", "Files");
pub(crate) const PLACE_COLUMN: Word = Word("Cột ghi địa bàn", "Column of the place");
pub(crate) const NO_FILES: Word = Word("không kèm tệp", "no files beside it");
pub(crate) const LEVEL: Word = Word("Cấp dữ liệu", "Level");
pub(crate) const ROWS_LINK: Word = Word("Nguồn số liệu", "Rows behind the figures");
pub(crate) const ANNEX_SMALL: Word = Word("Phụ lục", "Annex");
pub(crate) const SEE_NEXT_TABLE: Word =
    Word("Số liệu ở bảng ngay sau biểu đồ.", "The figures stand in the table after the chart.");
pub(crate) const SEE_TABLE: Word = Word("Số liệu đầy đủ ở", "All figures in");

/// How the rows behind each kind of figure are found: the figure, and the condition on the file.
pub(crate) const CONDITIONS: [(Word, Word); 9] = [
    (Word("Tổng số", "Total"), Word("mọi dòng", "every row")),
    (Word("Đã xác định ở mức X", "Settled in class X"), Word("class = X", "class = X")),
    (
        Word("Không đạt; không xét; không áp dụng", "Not met; not ranked; not applicable"),
        Word("class = none; not-ranked; outside", "class = none; not-ranked; outside"),
    ),
    (Word("Chưa rõ", "Not known"), Word("class để trống (∅)", "class is empty (∅)")),
    (
        Word("Chắc chắn đạt mức X trở lên", "Certain to reach X or higher"),
        Word("class.lowest là X hoặc mức cao hơn", "class.lowest is X or a higher class"),
    ),
    (
        Word("Có thể đạt mức X trở lên", "May reach X or higher"),
        Word("class.highest là X hoặc mức cao hơn", "class.highest is X or a higher class"),
    ),
    (
        Word("Điểm", "Points"),
        Word("total.certain (chắc chắn), total.possible (có thể)", "total.certain, total.possible"),
    ),
    (
        Word("Điểm của một mục, ví dụ mục 1.2", "Points of an item, say 1.2"),
        Word("1.2.certain, 1.2.possible, 1.2.maximum", "1.2.certain, 1.2.possible, 1.2.maximum"),
    ),
    (
        Word("Kết quả của một mục", "Verdict of an item"),
        Word("1.2.met = met; not-met; unknown", "1.2.met = met; not-met; unknown"),
    ),
];

/// How a figure of one place is narrowed down.
pub(crate) const PLACE_CONDITION: Word = Word(
    "Chú thích của mỗi con số có dạng “cấp dữ liệu · mã địa bàn · điều kiện”; dấu * là tất cả, dấu ∅ là để trống. Con số của một địa bàn chỉ gồm các dòng có mã địa bàn đó ở cột ghi địa bàn. Chú thích của chỉ tiêu có dạng “mã bộ · mã địa bàn · mã chỉ tiêu và phần được đếm”.",
    "The note of a figure reads “level · code of the place · condition”; * stands for all, ∅ for empty. A figure of one place covers the rows with that code in the column of the place. The note of a target reads “set · code of the place · code of the target and what is counted”.",
);

// Signatures.
pub(crate) const RECIPIENTS: Word = Word("Nơi nhận:", "Recipients:");
pub(crate) const RECIPIENT_LINES: Word = Word("- ………………;", "- ………………;");
pub(crate) const ARCHIVE: Word = Word("- Lưu: VT.", "- Archive.");
pub(crate) const COMPILER: Word = Word("NGƯỜI LẬP BIỂU", "COMPILED BY");
pub(crate) const HEAD: Word = Word("THỦ TRƯỞNG CƠ QUAN", "HEAD OF THE OFFICE");
pub(crate) const SIGN: Word = Word("(Ký, ghi rõ họ tên)", "(Signature and full name)");
pub(crate) const SIGN_AND_SEAL: Word =
    Word("(Ký, ghi rõ họ tên, đóng dấu)", "(Signature, full name and seal)");

// The workbook.
pub(crate) const SUMMARY_TABLE: Word = Word("BIỂU TỔNG HỢP", "SUMMARY TABLE");
pub(crate) const SHEET_COVER: Word = Word("Bìa", "Cover");
pub(crate) const SHEET_SETS: Word = Word("Bộ tiêu chí", "Criteria sets");
pub(crate) const SHEET_POINTS: Word = Word("Phân bố điểm", "Points");
pub(crate) const SHEET_TARGETS: Word = Word("Chỉ tiêu", "Targets");
pub(crate) const SHEET_TARGET_PLACES: Word = Word("Chỉ tiêu theo địa bàn", "Targets by place");
pub(crate) const SHEET_ITEMS: Word = Word("Các mục", "Items");
pub(crate) const SHEET_HISTORY: Word = Word("Đơn vị cũ", "Former units");
pub(crate) const SHEET_QUALITY: Word = Word("Chất lượng dữ liệu", "Data quality");
pub(crate) const SHEET_ROWS: Word = Word("Nguồn số liệu", "Rows");
pub(crate) const PAGE: Word = Word("Trang", "Page");
