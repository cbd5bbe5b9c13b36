//! What every statement means, in both languages, with a correct line of each.
//!
//! One entry for each row of the table in `statements.rs`, by an exhaustive `match`: a row without
//! texts does not compile. The reference manual, hovers and completion are made from these texts;
//! they are written for the official who reads or writes a criteria set.
//! A figure in a sample that stands in no regulation carries `[giả định]` / `[assumed]`.

use crate::diagnostic::Lang;
use crate::statements::{Phrase, Row};

/// The texts of one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowDocs {
    /// What the statement means, in Vietnamese.
    pub about_vi: &'static str,
    /// What the statement means, in English.
    pub about_en: &'static str,
    /// A correct line in Vietnamese, as the formatter writes it.
    pub sample_vi: &'static str,
    /// The same line in English.
    pub sample_en: &'static str,
}

/// The text of one closed phrase or built-in name; empty where the words say it all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WordDocs {
    /// What it means, in Vietnamese.
    pub about_vi: &'static str,
    /// What it means, in English.
    pub about_en: &'static str,
}

impl RowDocs {
    /// What the statement means, in one language.
    #[must_use]
    pub fn about(&self, lang: Lang) -> &'static str {
        if lang == Lang::Vi { self.about_vi } else { self.about_en }
    }

    /// A correct line, in one language.
    #[must_use]
    pub fn sample(&self, lang: Lang) -> &'static str {
        if lang == Lang::Vi { self.sample_vi } else { self.sample_en }
    }
}

impl WordDocs {
    /// What it means, in one language.
    #[must_use]
    pub fn about(&self, lang: Lang) -> &'static str {
        if lang == Lang::Vi { self.about_vi } else { self.about_en }
    }
}

macro_rules! row_texts {
    ($($row:ident $about_vi:literal $about_en:literal $sample_vi:literal $sample_en:literal;)+) => {
        /// The texts of a row.
        ///
        /// ```
        /// use tieuchi_grammar::{Row, row_docs};
        /// assert_eq!(row_docs(Row::SelfDeclaredCounts).sample_vi, "kể cả số tự khai");
        /// ```
        #[must_use]
        pub fn row_docs(row: Row) -> &'static RowDocs {
            match row {
                $(Row::$row => &RowDocs {
                    about_vi: $about_vi,
                    about_en: $about_en,
                    sample_vi: $sample_vi,
                    sample_en: $sample_en,
                },)+
            }
        }
    };
}

macro_rules! phrase_texts {
    ($($phrase:ident $about_vi:literal $about_en:literal;)+) => {
        /// The text of a closed phrase.
        ///
        /// ```
        /// use tieuchi_grammar::{Phrase, phrase_docs};
        /// assert_eq!(phrase_docs(Phrase::ModeUp).about_en, "To the next multiple of the step.");
        /// ```
        #[must_use]
        pub fn phrase_docs(phrase: Phrase) -> &'static WordDocs {
            match phrase {
                $(Phrase::$phrase => &WordDocs { about_vi: $about_vi, about_en: $about_en },)+
                _ => &WordDocs { about_vi: "", about_en: "" },
            }
        }
    };
}

row_texts! {
    Language
        "Dòng đầu của tệp: chọn ngôn ngữ của từ khóa. Dấu thập phân đi theo ngôn ngữ này: dấu phẩy với `vi`, dấu chấm với `en`."
        "The first line of a file: the language of its keywords. The decimal mark follows it: a comma with `vi`, a point with `en`."
        "ngôn ngữ vi"
        "language en";
    Set
        "Mở một bộ tiêu chí, bộ chỉ tiêu hoặc danh mục dùng chung, với tên gọi tắt, tên đầy đủ và bản. Mọi dòng sau thuộc về bộ này."
        "Opens a criteria set, a target set or a shared catalogue, with its short name, full title and edition. All lines after it belong to it."
        "bộ tiêu chí CDHT \"Công dân học tập\" bản QD_324"
        "criteria set CDHT \"Learning Citizen\" edition QD_324";
    InForce
        "Ngày bản này bắt đầu có hiệu lực và, nếu có, ngày cuối cùng còn hiệu lực."
        "The day this edition comes into force and, where there is one, the last day it is in force."
        "hiệu lực từ 25/10/2023"
        "in force from 2023-10-25";
    BasedOn
        "Văn bản làm căn cứ ban hành, kèm ngày ký."
        "The document the set rests on, with the day it was signed."
        "căn cứ \"324/QĐ-KHVN\" ngày 25/10/2023"
        "based on \"324/QĐ-KHVN\" date 2023-10-25";
    AppliesTo
        "Bộ này dùng cho loại đối tượng nào, ở đâu, khi nào. Có thể viết nhiều dòng: đối tượng thuộc phạm vi nếu một dòng đúng; ngoài phạm vi là không áp dụng, không phải là không đạt."
        "Which kind of subject the set is for, where and when. The line may be repeated: a subject is covered if one of them holds; one outside is not applicable, which is not the same as failed."
        "áp dụng cho công_dân khi tuổi >= 18 [giả định]"
        "applies to citizen when age >= 18 [assumed]";
    PeriodShape
        "Kỳ đánh giá bắt đầu và kết thúc vào ngày nào trong năm. Hồ sơ có kỳ khác sẽ bị báo lỗi."
        "On which days of the year a period begins and ends. A dossier with another period is an error."
        "kỳ đánh giá từ 01/01 đến 31/12"
        "period from 01-01 to 12-31";
    AllSteps
        "Cách tính chung cho mọi dòng `cứ thêm …`, `cứ bớt …` không tự nói rõ: chỉ bước đủ hay cả phần lẻ."
        "How every `for every …` line that does not say so itself counts: whole steps only, or part steps too."
        "mọi bước chỉ tính bước đủ [giả định]"
        "all steps whole steps only [assumed]";
    EditionChoice
        "Ngày dùng để chọn bản tiêu chí và giá trị tham số. Không viết thì lấy cuối kỳ."
        "The day that decides which edition and which parameter values are used. Without this line it is the end of the period."
        "chọn bản theo đầu kỳ"
        "edition chosen by start of period";
    Transition
        "Chuyển tiếp: kỳ kết thúc trước ngày này vẫn xét theo bản cũ."
        "A transition: a period that ended before this day is still judged by the older edition."
        "kỳ kết thúc trước 12/02/2024 theo bản TT44_2014"
        "periods ended before 2024-02-12 follow edition TT44_2014";
    Scale
        "Thang điểm của cả bộ; có thể kèm quy đổi về thang khi có mục không áp dụng, cách làm tròn tổng và mức trần của tổng."
        "The points of the whole set; it may add rescaling when items do not apply, how the total is rounded, and a cap on the total."
        "thang 40 điểm, làm tròn đến 0,1 nửa lên, tổng không quá 42 điểm [giả định]"
        "scale 40 points, round to 0.1 half up, total at most 42 points [assumed]";
    Structure
        "Các cấp đề mục từ ngoài vào trong. Không viết thì là tiêu chí rồi chỉ số; đề mục không có trong dòng này là lỗi."
        "The kinds of headings from the outside in. Without this line they are criterion, then indicator; a heading not listed here is an error."
        "cấu trúc tiêu chí; chỉ tiêu"
        "structure criterion; target";
    UsesResults
        "Dùng kết quả của bộ khác: quyết định đã công nhận, kết quả tính ra, hoặc ưu tiên quyết định. Sau đó viết được `CDHT.loại`, `CDHT.điểm`, `CDHT.ngày`."
        "Uses results of another set: recognised by decision, computed, or the decision first. After it, `CDHT.class`, `CDHT.points` and `CDHT.date` may be written."
        "dùng kết quả CDHT bản QD_324 đã công nhận, còn hiệu lực tại cuối kỳ [giả định]"
        "uses results CDHT edition QD_324 recognised, valid at end of period [assumed]";
    UsesCatalogue
        "Lấy các khai báo dùng chung (đối tượng, minh chứng, tham số, định nghĩa) từ một danh mục."
        "Takes shared declarations (subjects, evidence, parameters, definitions) from a catalogue."
        "dùng danh mục CHUNG bản BAN_1"
        "uses catalogue CHUNG edition BAN_1";
    Validity
        "Kết quả được giữ bao lâu và tính từ lúc nào. Bộ khác khi dùng kết quả này sẽ theo thời hạn đó."
        "How long a result is kept and from when. Another set that uses the result follows this term."
        "bảo lưu kết quả 36 tháng kể từ hết năm công nhận"
        "result valid 36 months from end of recognition year";
    Trust
        "Số liệu tự khai và số liệu đã xác minh được giữ song song; xếp loại theo số đã xác minh. Dòng này nói số chưa xác minh được coi là chưa rõ hay tính theo số tự khai."
        "Self-declared and verified values are kept side by side; decisions read the verified ones. This line says whether a value not yet verified is unknown or is taken as declared."
        "tính theo số đã xác minh; chưa xác minh thì chưa rõ [giả định]"
        "count verified values; if unverified unknown [assumed]";
    NoEvidence
        "Khi hồ sơ đã chốt mà mục do người kết luận, chấm hay chọn mức, hoặc mục cần minh chứng, không có gì: không đạt, 0 điểm hay chưa rõ. Hồ sơ đang mở thì luôn là chưa rõ."
        "When a closed file has nothing for an item that a person judges, scores or chooses a level for, or that needs evidence: not met, 0 points or unknown. On an open file it is always unknown."
        "không có minh chứng thì không đạt"
        "without evidence not met";
    Authority
        "Người hoặc cơ quan có thẩm quyền quyết định. Dòng này chỉ để in ra, không tham gia tính toán."
        "Who decides. This line is printed, never computed with."
        "thẩm quyền \"Chủ tịch UBND cấp huyện\""
        "decided by \"Chair, district People's Committee\"";
    Deadline
        "Thời hạn làm một việc, vào năm sau kỳ đánh giá. Dòng này chỉ để in ra, không tham gia tính toán."
        "A deadline in the year after the period. This line is printed, never computed with."
        "thời hạn \"Nộp hồ sơ\": trước 15/01 năm sau"
        "deadline \"File the dossier\": before 01-15 next year";
    DerivedFrom
        "Bộ này dựa trên bộ khác: những gì không thay, thêm hoặc bỏ thì giữ nguyên như bộ gốc."
        "The set is derived from another one: whatever is not replaced, added or dropped stays as it is there."
        "dựa trên CDHT bản QD_324"
        "derived from CDHT edition QD_324";
    Subject
        "Một loại đối tượng được xét: công dân, gia đình, đơn vị, xã. Các dòng thông tin viết ngay dưới."
        "A kind of subject that is judged: a citizen, a family, a unit, a commune. Its facts follow below."
        "đối tượng gia_đình \"Gia đình\""
        "subject family \"Family\"";
    Fact
        "Một thông tin của đối tượng trong kỳ, kèm kiểu và khoảng giá trị. `lấy tại` nói số liệu được chụp vào ngày nào."
        "A fact about the subject in the period, with its type and range. `taken at` names the day the figure is taken on."
        "thông tin số_dân \"Số dân\": số nguyên người từ 1 đến 1000000, lấy tại cuối kỳ [giả định]"
        "fact people \"Population\": integer persons from 1 to 1000000, taken at end of period [assumed]";
    Member
        "Đối tượng này gồm những thành viên nào, lấy theo danh sách cuối kỳ. Một thành viên chỉ thuộc một nơi, trừ khi viết `có thể thuộc nhiều nơi`."
        "Which members the subject has, taken at the end of the period. A member belongs to one place only, unless `may belong to several` is written."
        "gồm thành_viên \"Thành viên\": công_dân"
        "has members \"Members\": citizen";
    Unit
        "Một đơn vị đo của các con số, để in cạnh số liệu và để không so sánh nhầm đơn vị."
        "A unit of measure for figures, printed beside them and kept from being mixed up."
        "đơn vị tính buổi \"Buổi\""
        "unit session \"Session\"";
    Evidence
        "Một loại minh chứng và các trường của mỗi minh chứng. Trong điều kiện, nó là một tập hợp để đếm, cộng, lọc."
        "A kind of evidence and the fields of each piece. In conditions it is a collection to count, add up and filter."
        "minh chứng khen \"Khen thưởng\" gồm ngày: ngày; cấp: theo bậc \"xã\", \"tỉnh\", \"trung ương\"; việc: chữ"
        "evidence award \"Awards\" with date: date; tier: ranked \"commune\", \"province\", \"national\"; deed: text";
    Missing
        "Hồ sơ không có minh chứng loại này thì hiểu là chưa rõ (có thể còn) hay là không có."
        "Whether a file without this evidence means unknown (there may be some) or none."
        "thiếu thì không có"
        "if missing none";
    Private
        "Các thông tin hoặc trường có giá trị nhạy cảm. Kết quả tính như thường; khi in cho người khác xem, giá trị được thay bằng dấu [giữ kín]."
        "Facts or fields whose values are sensitive. Results are computed as ever; in what is shown to others the mark [withheld] stands for the value."
        "giữ kín ngày_sinh; thu_nhập"
        "keep private birth_date; income";
    Parameter
        "Một con số hoặc giá trị thay đổi theo thời gian, vùng hoặc trường hợp. Các giá trị viết ở những dòng `từ …` ngay dưới."
        "A figure that changes with time, region or case. Its values stand in the `from …` lines below."
        "tham số ngưỡng_tv \"Ngưỡng đối với thành viên\": %"
        "parameter member_bar \"Bar for members\": %";
    ParameterRow
        "Giá trị của tham số từ một ngày, có thể riêng cho một vùng hoặc một trường hợp. Vùng gần nhất được chọn trước, rồi đến ngày bắt đầu muộn nhất."
        "The value of a parameter from a day on, perhaps for one region or case only. The nearest region comes first, then the latest start."
        "từ 12/02/2024 tại vùng \"khó_khăn\" khi mức_đang_xét = mức_1: 40%"
        "from 2024-02-12 in region \"difficult\" when level_judged = level_1: 40%";
    LocalRight
        "Địa phương được làm gì với tham số hoặc mục ở trên: đặt giá trị trong khoảng, sửa đổi, hoặc phải tự quy định."
        "What localities may do with the parameter or item above: set a value within bounds, amend it, or lay it down themselves."
        "địa phương được đặt từ 30 đến 60 [giả định]"
        "localities may set from 30 to 60 [assumed]";
    Fill
        "Bộ của địa phương đặt giá trị cho một tham số mà bộ gốc cho phép."
        "A local set gives a value to a parameter that the set above has opened."
        "đặt giờ_đủ từ 01/01/2026: 45 [giả định]"
        "set full_hours from 2026-01-01: 45 [assumed]";
    Define
        "Đặt tên cho một giá trị hoặc một điều kiện để dùng ở chỗ khác. Có `của` thì đó là một trường tính thêm cho từng đối tượng hoặc minh chứng."
        "Gives a name to a value or a condition for use elsewhere. With `of` it is an extra field of each subject or piece of evidence."
        "định nghĩa tuổi \"Tuổi\" của công_dân: số năm từ ngày_sinh đến cuối kỳ"
        "define age \"Age\" of citizen: years from born to end of period";
    DefineTable
        "Giá trị tra theo bảng: các dòng ngay dưới cho từng khoảng hoặc từng trường hợp. Các dòng phải phủ hết và không chồng nhau."
        "A value looked up in a table: the lines below give it for each range or case. They must cover everything and not overlap."
        "định nghĩa trừ_lỗi \"Điểm trừ mỗi lỗi\" của lỗi theo bậc:"
        "define fault_cost \"Deduction per fault\" of fault by grade:";
    DefineList
        "Một điều kiện ghép từ các ý viết ngay dưới: đủ các ý, có một trong các ý, hoặc ít nhất mấy ý."
        "A condition made of the clauses below: all of them, any of them, or at least so many."
        "định nghĩa xấu \"Dấu hiệu không hoàn thành\" khi có một trong các ý:"
        "define bad \"Signs of failure\" when any clause holds:";
    DefineCount
        "Một con số: bao nhiêu ý trong các ý viết ngay dưới được đạt."
        "A figure: how many of the clauses below are met."
        "định nghĩa số_mặt \"Số mặt hoạt động\" bằng số ý đạt:"
        "define sides \"Sides of activity\" as clauses met:";
    Group
        "Một nhóm thành viên hoặc minh chứng thỏa một điều kiện, để tính số lượng, tỷ lệ."
        "A group of members or evidence that fulfil a condition, for counts and shares."
        "nhóm trẻ_em \"Trẻ em ở độ tuổi phổ cập\": thành_viên mà tuổi < 18 [giả định]"
        "group children \"Children of school age\": members where age < 18 [assumed]";
    Excluding
        "Ai thỏa điều kiện này thì ra khỏi nhóm trước khi xét, không tính vào mẫu số."
        "Whoever fulfils this is out of the group before anything is tested, and is not in the denominator."
        "loại trừ khi không_có_khả_năng_học"
        "excluding when unable_to_study";
    Exempting
        "Ai thỏa điều kiện này chỉ được bỏ ra khi không đạt; nếu đạt thì vẫn được tính."
        "Whoever fulfils this is left out only if not met; if met, they count."
        "miễn trừ khi ốm_đau"
        "exempting when ill";
    Item
        "Một đề mục của bộ tiêu chí với mã và tên. Có `tối đa` thì là mục chấm điểm, không có thì là mục đạt hay không đạt; `trọng số` chia phần trong mục cha."
        "A heading of the set with its code and title. With `max` it is scored, without it is met or not met; `weight` is its share of the item above."
        "chỉ số 1 \"Tìm kiếm, tra cứu, đọc, cập nhật thông tin\" tối đa 10 điểm"
        "indicator 1 \"Finding, reading, updating information\" max 10 points";
    DropItem
        "Bỏ một mục của bộ gốc cùng mọi mục con."
        "Removes an item of the set above, with everything under it."
        "bỏ chỉ số 2.2"
        "drop indicator 2.2";
    DropDeclaration
        "Bỏ một điều kiện, bảng xếp loại, tham số hoặc định nghĩa của bộ gốc."
        "Removes a condition, classification, parameter or definition of the set above."
        "bỏ điều kiện CHO_12T"
        "drop condition CHO_12T";
    Renumber
        "Đổi mã một mục của bộ gốc; nội dung giữ nguyên."
        "Gives an item of the set above another code; its content stays."
        "đổi mã 2.3 thành 2.2"
        "renumber 2.3 to 2.2";
    SameAs
        "Mục này lấy y nguyên nội dung của một mục ở bộ khác, kể cả mục con."
        "The item has the same content as an item of another set, with everything under it."
        "như trụ cột 1 của CDS bản BAN_1"
        "same as pillar 1 of CDS edition BAN_1";
    AppliesOnly
        "Mục chỉ áp dụng trong trường hợp này; phần sau nói phải làm gì với điểm hoặc kết luận khi không áp dụng. Không có cách hiểu mặc định."
        "The item applies in this case only; the second half says what becomes of its points or verdict otherwise. There is no default."
        "chỉ áp dụng khi công_lập; nếu không thì bỏ qua"
        "applies only when public; otherwise leave out";
    NotAssessable
        "Người xét được kết luận mục này không đủ thông tin để đánh giá; phần sau nói khi đó tính thế nào."
        "The assessor may find that there is too little information to judge the item; the second half says how it then counts."
        "không đủ thông tin thì bỏ qua [giả định]"
        "if not assessable leave out [assumed]";
    NeedsEvidence
        "Mục này phải có tài liệu kèm theo. Thiếu thì theo dòng `không có minh chứng thì …` của bộ."
        "The item needs a document on file. Without one, the line `without evidence …` of the set decides."
        "cần minh chứng \"Kế hoạch hằng năm\" [giả định]"
        "needs evidence \"Yearly plan\" [assumed]";
    SelfDeclaredCounts
        "Riêng mục này tính cả số liệu tự khai chưa được xác minh."
        "For this item alone, self-declared values count although they are not verified."
        "kể cả số tự khai"
        "including self-declared values";
    CountedOnce
        "Minh chứng đã được tính ở các mục kia thì không tính thêm lần nữa ở mục này."
        "Evidence that already counted in those items does not count a second time here."
        "không tính lại minh chứng đã dùng ở 1.1; 1.2"
        "evidence used in 1.1; 1.2 does not count again";
    Take
        "Điểm lấy cao nhất, thấp nhất, mấy phần cao nhất hoặc bình quân của các phần bên dưới, thay cho tổng."
        "The points are the highest, the lowest, the best few or the mean of the parts below, in place of their sum."
        "lấy 2 cao nhất [giả định]"
        "take the 2 highest [assumed]";
    Round
        "Làm tròn điểm của mục này, hoặc của từng mục một cấp trước khi cộng. Không viết thì không làm tròn gì cả."
        "Rounds the points of this item, or of each item of a kind before they are added. Nothing is rounded unless this is written."
        "làm tròn từng chỉ số đến 0,01 nửa lên [giả định]"
        "round each indicator to 0.01 half up [assumed]";
    ItemCap
        "Trần điểm của cả mục, sau khi cộng mọi dòng chấm điểm trong mục."
        "The cap on the whole item, after all its scoring lines are added."
        "cả mục không quá 10 điểm [giả định]"
        "whole item at most 10 points [assumed]";
    ZeroPoints
        "Mục này thành 0 điểm khi điều kiện đúng, bất kể đã chấm bao nhiêu."
        "The item gets 0 points when this is true, whatever was scored."
        "tính 0 điểm khi gian_dối"
        "zero points when fraud";
    Met
        "Mục đạt khi điều kiện đúng. Có tên mức thì dòng này chỉ dùng khi xét mức đó; mọi dòng `đạt` của mục đều phải đúng."
        "The item is met when this holds. With the name of a level, the line counts for that level only; all `met` lines of an item must hold."
        "đạt mức_1 khi (tỷ lệ cư_dân có CDHT.đạt) >= 60%"
        "met at level_1 when (share residents having CDHT.achieved) >= 60%";
    MetPoints
        "Được số điểm này khi điều kiện đúng, không đúng thì 0 điểm."
        "Gives these points when the condition holds, and 0 when it does not."
        "đạt khi số_em >= 500: 6 điểm [giả định]"
        "met when child_visits >= 500: 6 points [assumed]";
    MetList
        "Mục đạt theo các ý viết ngay dưới: đủ các ý, có một trong các ý, hoặc ít nhất mấy ý."
        "The item is met by the clauses below: all of them, any of them, or at least so many."
        "đạt khi đủ các ý:"
        "met when all clauses hold:";
    ClausesGive
        "Mỗi ý đạt ở dưới được từng ấy điểm, có thể kèm trần."
        "Each clause met below gives so many points, up to a cap if one is written."
        "mỗi ý đạt được 2 điểm, không quá 4 điểm: [giả định]"
        "each clause met gives 2 points, at most 4 points: [assumed]";
    Clause
        "Một ý có mã và tên, để kết quả chỉ rõ ý nào chưa đạt. `bắt buộc` là phải đạt dù đã đủ số ý; `chỉ xét khi` sai thì coi như không có ý này."
        "A named clause, so that the result can say which one failed. `compulsory` must hold whatever the count; when `only when` is false the clause is as if not written."
        "ý b \"Hỗ trợ giáo viên mầm non dân lập, tư thục\", chỉ xét khi mn_công_lập: được_kết_luận"
        "clause b \"Supports teachers of private preschools\", only when public_preschool: judged";
    ScoreBy
        "Chấm điểm theo một số liệu: các bậc viết ngay dưới cho điểm của từng khoảng. Có thể kèm trường hợp áp dụng, hệ số nhân các mốc và trần điểm."
        "Scores by a figure: the bands below give the points of each range. A case, a coefficient for the edges and a cap may be added."
        "chấm theo số_mượn / số_dân, mốc nhân hệ_số, không quá 10 điểm: [giả định]"
        "score by borrowers / people, edges times coefficient, at most 10 points: [assumed]";
    ChooseLevel
        "Người chấm chọn một trong các mức mô tả ngay dưới; mỗi mức có số điểm."
        "The assessor chooses one of the levels described below; each has its points."
        "chọn một mức:"
        "choose one level:";
    ScoredDirectly
        "Người chấm ghi thẳng số điểm trong khoảng này, theo bước nếu có."
        "The assessor writes the points directly, within these bounds and in these steps."
        "chấm trực tiếp từ 0 đến 10 điểm, bước 1 [giả định]"
        "scored directly from 0 to 10 points, step 1 [assumed]";
    PointsEqual
        "Điểm bằng một công thức, có thể kèm trường hợp áp dụng và trần điểm."
        "The points are a formula, with a case and a cap if needed."
        "điểm bằng tổng trừ_lỗi của lỗi mà ngày trong kỳ, không quá 5 điểm [giả định]"
        "points equal sum fault_cost of fault where date in period, at most 5 points [assumed]";
    Each
        "Mỗi minh chứng (hoặc thành viên) hợp lệ được từng ấy điểm, có thể loại trùng và kèm trần."
        "Each valid piece of evidence (or member) gives so many points; doubles may be left out and a cap added."
        "mỗi khen mà ngày trong kỳ, lấy cao nhất theo việc: điểm_khen điểm, không quá 3 điểm [giả định]"
        "each award where date in period, highest per deed: award_worth points, at most 3 points [assumed]";
    MeasuredBy
        "Số liệu đo của chỉ tiêu. Có các mốc ở dưới thì kết luận là đạt, không đạt hoặc chưa đến hạn; không có mốc thì chỉ báo cáo số liệu."
        "The measured value of a target. With milestones below, the verdict is met, not met or not yet due; without, the value is only reported."
        "đo bằng tỷ lệ người_đạt có thành_thạo"
        "measured by share holders having proficient";
    Milestone
        "Mốc của chỉ tiêu: đến ngày này phải đạt ít nhất hoặc không quá bao nhiêu, có thể riêng cho một vùng."
        "A milestone of the target: by this day at least, or at most, so much; perhaps for one region only."
        "đến 31/12/2030 ít nhất 80% [giả định]"
        "by 2030-12-31 at least 80% [assumed]";
    BandFromUp
        "Bậc từ giá trị này trở lên, kể cả chính nó."
        "The band from this value up, the value included."
        "từ 20% trở lên: 4 điểm [giả định]"
        "from 20% up: 4 points [assumed]";
    BandFromUnder
        "Bậc từ giá trị đầu (kể cả) đến dưới giá trị sau (không kể)."
        "The band from the first value, included, to the second, not included."
        "từ 0 đến dưới 1: 5 điểm [giả định]"
        "from 0 to under 1: 5 points [assumed]";
    BandFromTo
        "Bậc từ giá trị đầu đến giá trị sau, kể cả hai đầu."
        "The band between the two values, both included."
        "từ 1 đến 50: 1 điểm [giả định]"
        "from 1 to 50: 1 points [assumed]";
    BandOverUnder
        "Bậc giữa hai giá trị, không kể đầu nào."
        "The band between the two values, neither included."
        "trên 5 đến dưới 10: 2 điểm [giả định]"
        "over 5 to under 10: 2 points [assumed]";
    BandOverTo
        "Bậc trên giá trị đầu (không kể) đến giá trị sau (kể cả)."
        "The band over the first value, not included, to the second, included."
        "trên 50 đến 100: 1,5 điểm [giả định]"
        "over 50 to 100: 1.5 points [assumed]";
    BandOver
        "Bậc trên giá trị này, không kể chính nó."
        "The band over this value, the value not included."
        "trên 3%: 0 điểm [giả định]"
        "over 3%: 0 points [assumed]";
    BandUnder
        "Bậc dưới giá trị này, không kể chính nó."
        "The band under this value, the value not included."
        "dưới \"tỉnh\": 1 điểm [giả định]"
        "under \"province\": 1 points [assumed]";
    BandAtMost
        "Bậc từ giá trị này trở xuống, kể cả chính nó."
        "The band up to this value, the value included."
        "không quá 2: 10 điểm [giả định]"
        "at most 2: 10 points [assumed]";
    BandExactly
        "Dòng dùng khi số liệu đúng bằng giá trị này."
        "The row for exactly this value."
        "bằng 0: không áp dụng"
        "exactly 0: not applicable";
    BandNone
        "Dòng dùng khi không có gì để xét: tập hợp rỗng, không có kết quả, không áp dụng."
        "The row for when there is nothing to look at: an empty collection, no result, not applicable."
        "không có: 0 điểm [giả định]"
        "none: 0 points [assumed]";
    BandText
        "Dòng dùng khi giá trị là chữ này; dưới `chọn một mức`, đó là một mức để chọn."
        "The row for this text; under `choose one level`, one of the levels to choose from."
        "\"Thực hiện đầy đủ, thường xuyên\": 5 điểm [giả định]"
        "\"Done fully and regularly\": 5 points [assumed]";
    BandOtherwise
        "Dòng cho mọi giá trị mà các dòng khác không nhắc đến."
        "The row for every value the other rows do not mention."
        "còn lại: 0 điểm [giả định]"
        "otherwise: 0 points [assumed]";
    BandWhen
        "Dòng dùng khi điều kiện đúng, cho bảng không tra theo một số liệu."
        "The row for when this condition holds, in a table that looks up no figure."
        "khi có_khảo_sát: 65% * tự_đánh_giá + 35% * khảo_sát [giả định]"
        "when has_survey: 65% * self_rating + 35% * survey [assumed]";
    Step
        "Thêm hoặc bớt điểm theo từng bước kể từ một mốc, cộng vào điểm của bậc đã đạt. Phải nói rõ chỉ tính bước đủ hay tính cả phần lẻ."
        "Adds or subtracts points for every step away from a value, on top of the band that was met. Whether part steps count must be said."
        "cứ thêm 5% kể từ 20%: cộng 1 điểm, chỉ tính bước đủ [giả định]"
        "for every 5% more than 20%: add 1 points, whole steps only [assumed]";
    Gate
        "Một điều kiện chung phải có để được xếp loại. Nó không làm thay đổi điểm; không đạt thì mặc định không được loại nào."
        "A condition that ranking depends on. It never changes points; by default, not meeting it bars every class."
        "điều kiện LIET \"Không tiêu chí nào dưới 40%\": mọi tiêu_chí đều phần_điểm >= 40% [giả định]"
        "condition LIET \"No criterion under 40%\": all criteria satisfy share_of_points >= 40% [assumed]";
    GateEffect
        "Hậu quả khi điều kiện ở trên không đạt: không xét, xếp một loại nhất định, không quá một loại, hoặc chờ một thời gian."
        "What follows when the condition above is not met: not ranked, a fixed class, at most a class, or a waiting time."
        "không đạt thì không quá mức_1"
        "if not met at most level_1";
    Classification
        "Mở bảng xếp loại, các loại viết ngay dưới từ cao xuống thấp. Phần sau dấu hai chấm nói cách chọn loại."
        "Opens a table of classes, written below from highest to lowest. What follows the colon says how the class is chosen."
        "xếp loại công_nhận \"Mức độ công nhận\": lấy loại cao nhất"
        "classification recognition \"Level of recognition\": highest class";
    Class
        "Một loại, danh hiệu, mức độ hoặc hạng và điều kiện để được xếp vào đó."
        "A class, title, level or grade and the condition for it."
        "danh hiệu đạt \"Công dân học tập\" khi tổng_điểm >= 80 và mọi chỉ_số đều điểm >= 5"
        "title achieved \"Learning Citizen\" when total_points >= 80 and all indicators satisfy points >= 5";
    ClassRest
        "Loại dành cho mọi trường hợp không thuộc các loại khác của bảng."
        "The class for every case that is in no other class of the table."
        "loại không_đạt \"Không đạt\": các trường hợp còn lại"
        "class not_met \"Not met\": all other cases";
    Source
        "Văn bản và chỗ trong văn bản mà dòng ở trên dựa vào, có thể trích nguyên văn."
        "The document and the place in it that the line above rests on, with a quotation if wanted."
        "nguồn \"24/2023/TT-BGDĐT\" điều 6 khoản 1"
        "source \"24/2023/TT-BGDĐT\" article 6 clause 1";
    Reading
        "Ghi lại cách hiểu đã chọn cho một câu chữ chưa rõ trong văn bản; báo cáo in kèm cách hiểu này."
        "Records the reading chosen for unclear words of the document; reports print it."
        "cách hiểu \"trong đó\" là \"tính trên công dân trong xã\""
        "read \"of which\" as \"a share of the citizens of the commune\"";
    NotExpressed
        "Phần của văn bản chưa viết được thành quy tắc và lý do. Mục đó cần người kết luận, và kết quả nói rõ điều này."
        "A part of the document that is not written as rules, and why. The item then needs a person's judgement, and the result says so."
        "chưa diễn đạt \"câu riêng cho mầm non công lập\" vì \"chưa có nguyên văn\""
        "not expressed \"own sentence for public preschools\" because \"wording not at hand\"";
    Example
        "Một ví dụ để kiểm tra bộ tiêu chí: kỳ, vùng, ngày đánh giá và hồ sơ đang mở hay đã chốt. Không nói thì hồ sơ đã chốt."
        "An example that checks the set: its period, region, judgement date, and whether the file is open or closed. Closed unless said."
        "ví dụ \"Mười chỉ số, mỗi chỉ số 8 điểm\" kỳ 2024, hồ sơ đã chốt"
        "example \"Ten indicators of 8 points each\" period 2024, file closed";
    Given
        "Số liệu cho sẵn của ví dụ. Những gì không cho thì coi như không nộp."
        "What the example supplies. Whatever is not given is not supplied."
        "cho ngày_sinh = 01/02/1990; 10 = 9 tự khai; 10 = 4 đã xác minh"
        "given born = 1990-02-01; 10 = 9 self-declared; 10 = 4 verified";
    ExampleRow
        "Thêm một hoặc nhiều thành viên hay minh chứng giống nhau vào ví dụ."
        "Adds one or several equal members or pieces of evidence to the example."
        "có 2 thành_viên: ngày_sinh = 01/02/1990; CDHT.loại = đạt"
        "with 2 members: born = 1990-02-01; CDHT.class = achieved";
    Then
        "Kết quả phải có của ví dụ: một giá trị, một khoảng, chưa rõ, một loại, để trống hoặc không xét."
        "What must come out of the example: a value, a range, unknown, a class, left open or not ranked."
        "thì 2.1 = 0 đến 40; đạt = chưa rõ"
        "then 2.1 = 0 to 40; achieved = unknown";
}

phrase_texts! {
    Catalogue
        "Chỉ gồm khai báo dùng chung cho nhiều bộ, không có mục chấm."
        "Holds only declarations shared by several sets, no items.";
    Bonus
        "Đứng ngoài điểm tối đa của mục cha; cộng thêm, nhưng tổng không vượt tối đa."
        "Stands outside the maximum of the item above; adds to it, but not beyond the maximum.";
    Deduction
        "Đứng ngoài điểm tối đa của mục cha; trừ sau cùng, không xuống dưới 0."
        "Stands outside the maximum of the item above; taken off last, never below 0.";
    RecognisedElseComputed
        "Lấy quyết định công nhận; chưa có quyết định thì tính theo bộ đó."
        "The recognition decision; where there is none yet, the set is computed.";
    Recognised
        "Chỉ lấy theo quyết định công nhận trong sổ."
        "Only what the register of decisions holds.";
    Computed
        "Tính lại theo bộ đó từ số liệu."
        "The set is computed from the data.";
    TrustUnknown
        "Số chưa xác minh có thể là bất kỳ giá trị nào trong khoảng đã khai báo."
        "An unverified value may be anything in its declared range.";
    TrustSelfDeclared
        "Số chưa xác minh được lấy như đã khai."
        "An unverified value is taken as declared.";
    MaySetRange
        "Đặt giá trị trong khoảng này."
        "A value within these bounds.";
    MayAmend
        "Được thay nội dung của mục."
        "The content may be replaced.";
    MustLayDown
        "Để trống cho đến khi địa phương quy định; đến lúc đó điểm là từ 0 đến tối đa."
        "Open until the locality lays it down; until then the points are 0 to the maximum.";
    DistinctBy
        "Những minh chứng giống nhau ở các trường này chỉ tính một lần."
        "Pieces that agree in these fields count once.";
    HighestPer
        "Trong những minh chứng giống nhau ở các trường này, chỉ tính cái được nhiều điểm nhất."
        "Of pieces that agree in these fields, only the one with most points counts.";
    EffectNotRanked
        "Không được xét xếp loại; khác với loại thấp nhất."
        "Not ranked at all, which is not the lowest class.";
    EffectNoted
        "Chỉ ghi vào kết quả để người xét biết; không ảnh hưởng đến loại."
        "It is only said in the result for whoever decides; no class is affected.";
    EffectClass
        "Xếp đúng loại này, bất kể tổng điểm."
        "Exactly this class, whatever the total.";
    EffectAtMost
        "Không được loại cao hơn loại này."
        "No class above this one.";
    EffectWait
        "Chưa được công nhận cho đến hết thời gian này."
        "No recognition until this time has passed.";
    PolicyHighest
        "Thử từ loại cao xuống, lấy loại đầu tiên đủ điều kiện."
        "Classes are tried from the highest down; the first that fits is taken.";
    PolicyExactlyOne
        "Điều kiện của các loại phải tách rời nhau và phủ hết mọi trường hợp."
        "The conditions must exclude each other and cover every case.";
    PolicyInOrder
        "Thử các loại theo thứ tự viết ở đây; thứ bậc cao thấp vẫn theo thứ tự trong bảng."
        "Classes are tried in this order; their rank stays the written one.";
    PolicyLeftOpen
        "Trường hợp không thuộc loại nào thì để trống, chờ người quyết định."
        "A case in no class is left open for a person to decide.";
    NaLeaveOut
        "Mục vắng mặt khi xét đủ các mục, khi đếm và khi tính tỷ lệ."
        "The item is absent from all, counts and shares.";
    NaRescale
        "Bỏ mục khỏi cả điểm và điểm tối đa, phần còn lại quy về thang."
        "The item leaves both points and maximum, the rest is scaled up.";
    NaLower
        "Bỏ mục và hạ mọi mốc tổng điểm; không viết số thì hạ bằng điểm tối đa của mục."
        "The item is out and every threshold on the total falls, by the item's maximum unless a number is written.";
    NaPoints
        "Cho một số điểm cố định."
        "Gives fixed points.";
    NaFull
        "Cho điểm tối đa của mục."
        "Gives the item's maximum.";
    NaKeep
        "Mục không có điểm, thang và các mốc giữ nguyên."
        "The item has no points; scale and thresholds stay.";
    NaMove
        "Điểm tối đa của mục được cộng cho các mục này theo tỷ lệ."
        "The item's maximum is added to these items in proportion.";
    ModeHalfUp
        "Về bội số gần nhất, đúng giữa thì lên."
        "To the nearest multiple, a tie goes up.";
    ModeHalfEven
        "Về bội số gần nhất, đúng giữa thì về bội số chẵn."
        "To the nearest multiple, a tie goes to the even one.";
    ModeUp
        "Lên bội số kế tiếp."
        "To the next multiple of the step.";
    ModeDown
        "Xuống bội số liền trước, tức là cắt phần lẻ."
        "To the previous multiple of the step, which cuts the rest off.";
    StepWhole
        "Phần chưa đủ một bước không được tính."
        "What does not fill a step does not count.";
    StepPart
        "Phần chưa đủ một bước được tính theo tỷ lệ."
        "Part of a step counts in proportion.";
    EditReplace
        "Thay mục hoặc khai báo cùng mã của bộ gốc, kể cả phần dưới nó."
        "Replaces what has the same code or name in the set above, with everything under it.";
    EditAdd
        "Thêm vào cuối, sau các mục cùng cấp của bộ gốc."
        "Adds it last among its siblings of the set above.";
    FileOpen
        "Còn nhận bổ sung: cái chưa có là chưa rõ."
        "More may come: what is not there is unknown.";
    FileClosed
        "Không nhận bổ sung: cái không có là không có."
        "Nothing more may come: what is not there is absent.";
    Waiting
        "Đã nộp, chưa xác minh xong."
        "Filed, verification not finished.";
    Rejected
        "Bị bác, coi như không nộp."
        "Refused, as if not filed.";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{PHRASES, SENTENCES};

    #[test]
    fn every_row_has_all_four_texts() {
        for sentence in SENTENCES {
            let docs = row_docs(sentence.row);
            for about in [docs.about_vi, docs.about_en] {
                assert!(about.ends_with('.') && about.len() > 15, "{}: {about:?}", sentence.id);
            }
            for sample in [docs.sample_vi, docs.sample_en] {
                assert!(!sample.is_empty(), "{}", sentence.id);
            }
            assert_eq!(docs.sample_vi.contains("[giả định]"), docs.sample_en.contains("[assumed]"));
        }
    }

    #[test]
    fn a_phrase_is_explained_in_both_languages_or_in_none() {
        for sentence in PHRASES {
            let docs = phrase_docs(sentence.phrase);
            assert_eq!(docs.about_vi.is_empty(), docs.about_en.is_empty(), "{}", sentence.en);
        }
    }
}
