//! The statement table: every sentence of the language, in Vietnamese and English.
//!
//! This is the single source of the recogniser, the formatter, the conversion between the
//! languages, completion, "did you mean" and the reference manual.
//! In a sentence, `{slot}` is typed, `[…]` may be left out; slots of one type keep their order
//! in both languages.

/// What a statement may stand under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are those of the rows they stand for")]
pub enum Level {
    File,
    Set,
    Subject,
    Evidence,
    Parameter,
    Group,
    Item,
    /// Under a list head: `đạt khi đủ các ý:` and its like.
    List,
    /// Under `chấm theo`.
    Score,
    /// Under a table head: `chấm theo`, a table definition, `chọn một mức`.
    Table,
    Measure,
    Gate,
    Classes,
    Example,
    /// Under any heading or row.
    Any,
}

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Which row.
    pub row: Row,
    /// Its name in documents and cases.
    pub id: &'static str,
    /// What it may stand under.
    pub levels: &'static [Level],
    /// The Vietnamese sentence.
    pub vi: &'static str,
    /// The English sentence.
    pub en: &'static str,
}

macro_rules! rows {
    ($($row:ident $id:literal [$($level:ident),+] vi $vi:literal en $en:literal;)+) => {
        /// Names of the rows of the statement table.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Row { $(#[doc = $en] $row,)+ }

        /// All rows.
        pub const SENTENCES: &[Sentence] = &[
            $(Sentence { row: Row::$row, id: $id, levels: &[$(Level::$level),+], vi: $vi, en: $en },)+
        ];
    };
}

/// A closed phrase that may fill a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhraseSentence {
    /// Which phrase.
    pub phrase: Phrase,
    /// The slot it may fill.
    pub slot: &'static str,
    /// The Vietnamese words.
    pub vi: &'static str,
    /// The English words.
    pub en: &'static str,
}

macro_rules! phrases {
    ($($phrase:ident in $slot:literal: $vi:literal | $en:literal;)+) => {
        /// Names of the closed phrases.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Phrase { $(#[doc = $en] $phrase,)+ }

        /// All closed phrases; where two of a slot begin alike, the longer comes first.
        pub const PHRASES: &[PhraseSentence] = &[
            $(PhraseSentence { phrase: Phrase::$phrase, slot: $slot, vi: $vi, en: $en },)+
        ];
    };
}

rows! {
    Language "lang" [File]
        vi "ngôn ngữ {lang}"
        en "language {lang}";
    Set "set" [File]
        vi "{setword} {id} {str} bản {id}"
        en "{setword} {id} {str} edition {id}";
    InForce "force" [Set]
        vi "hiệu lực từ {date}[ đến {date}]"
        en "in force from {date}[ to {date}]";
    BasedOn "basis" [Set]
        vi "căn cứ {str} ngày {date}"
        en "based on {str} date {date}";
    AppliesTo "applies" [Set]
        vi "áp dụng cho {id}[ tại {str}][ khi {cond}][ từ {date}]"
        en "applies to {id}[ in {str}][ when {cond}][ from {date}]";
    PeriodShape "period" [Set]
        vi "kỳ đánh giá từ {dm} đến {dm}"
        en "period from {dm} to {dm}";
    AllSteps "allsteps" [Set]
        vi "mọi bước {stepmode}"
        en "all steps {stepmode}";
    EditionChoice "edition" [Set]
        vi "chọn bản theo {day}"
        en "edition chosen by {day}";
    Transition "trans" [Set]
        vi "kỳ kết thúc trước {date} theo bản {id}"
        en "periods ended before {date} follow edition {id}";
    Scale "scale" [Set]
        vi "thang {num} điểm[, quy đổi][, làm tròn đến {num} {mode}][, tổng không quá {num} điểm]"
        en "scale {num} points[, rescaled][, round to {num} {mode}][, total at most {num} points]";
    Structure "struct" [Set]
        vi "cấu trúc {words}"
        en "structure {words}";
    UsesResults "uses" [Set]
        vi "dùng kết quả {id} bản {ed} {src}[, còn hiệu lực tại {day}]"
        en "uses results {id} edition {ed} {src}[, valid at {day}]";
    UsesCatalogue "usecat" [Set]
        vi "dùng danh mục {id} bản {id}"
        en "uses catalogue {id} edition {id}";
    Validity "valid" [Set]
        vi "bảo lưu kết quả {num} tháng kể từ {anchor}"
        en "result valid {num} months from {anchor}";
    Trust "trust" [Set]
        vi "tính theo số đã xác minh; chưa xác minh thì {trust}"
        en "count verified values; if unverified {trust}";
    NoEvidence "noev" [Set]
        vi "không có minh chứng thì {noev}"
        en "without evidence {noev}";
    Authority "auth" [Set]
        vi "thẩm quyền {str}[ khi {cond}]"
        en "decided by {str}[ when {cond}]";
    Deadline "due" [Set]
        vi "thời hạn {str}: trước {dm} năm sau"
        en "deadline {str}: before {dm} next year";
    DerivedFrom "base" [Set]
        vi "dựa trên {id} bản {id}"
        en "derived from {id} edition {id}";
    Subject "subject" [Set]
        vi "đối tượng {id} {str}"
        en "subject {id} {str}";
    Fact "fact" [Subject]
        vi "thông tin {id} {str}: {type}[, lấy tại {day}]"
        en "fact {id} {str}: {type}[, taken at {day}]";
    Member "member" [Subject]
        vi "gồm {id} {str}: {id}[, có thể thuộc nhiều nơi]"
        en "has {id} {str}: {id}[, may belong to several]";
    Unit "unit" [Set]
        vi "đơn vị tính {id} {str}"
        en "unit {id} {str}";
    Evidence "evidence" [Set]
        vi "minh chứng {id} {str} gồm {fields}"
        en "evidence {id} {str} with {fields}";
    Missing "missing" [Evidence]
        vi "thiếu thì {miss}"
        en "if missing {miss}";
    Private "private" [Subject, Evidence]
        vi "giữ kín {ids}"
        en "keep private {ids}";
    Parameter "param" [Set]
        vi "[{edit} ]tham số {id} {str}: {type}"
        en "[{edit} ]parameter {id} {str}: {type}";
    ParameterRow "prow" [Parameter]
        vi "từ {date}[ tại vùng {str}][ khi {cond}]: {expr}"
        en "from {date}[ in region {str}][ when {cond}]: {expr}";
    LocalRight "local" [Parameter, Item]
        vi "địa phương {right}"
        en "localities {right}";
    Fill "fill" [Set]
        vi "đặt {id} từ {date}: {expr}"
        en "set {id} from {date}: {expr}";
    Define "def" [Set]
        vi "[{edit} ]định nghĩa {id} {str}[ của {id}]: {expr}"
        en "[{edit} ]define {id} {str}[ of {id}]: {expr}";
    DefineTable "deftab" [Set]
        vi "[{edit} ]định nghĩa {id} {str}[ của {id}][ theo {expr}]:"
        en "[{edit} ]define {id} {str}[ of {id}][ by {expr}]:";
    DefineList "deflist" [Set]
        vi "[{edit} ]định nghĩa {id} {str}[ của {id}] khi {quant}:"
        en "[{edit} ]define {id} {str}[ of {id}] when {quant}:";
    DefineCount "defcount" [Set]
        vi "[{edit} ]định nghĩa {id} {str}[ của {id}] bằng số ý đạt:"
        en "[{edit} ]define {id} {str}[ of {id}] as clauses met:";
    Group "group" [Set]
        vi "nhóm {id} {str}: {coll}"
        en "group {id} {str}: {coll}";
    Excluding "excl" [Group]
        vi "loại trừ khi {cond}"
        en "excluding when {cond}";
    Exempting "exempt" [Group]
        vi "miễn trừ khi {cond}"
        en "exempting when {cond}";
    Item "item" [Set, Item]
        vi "[{edit} ]{word} {code} {str}[ tối đa {num} điểm][ trọng số {num}]"
        en "[{edit} ]{word} {code} {str}[ max {num} points][ weight {num}]";
    DropItem "drop" [Set]
        vi "bỏ {word} {code}"
        en "drop {word} {code}";
    DropDeclaration "dropdecl" [Set]
        vi "bỏ {decl} {id}"
        en "drop {decl} {id}";
    Renumber "renum" [Set]
        vi "đổi mã {code} thành {code}"
        en "renumber {code} to {code}";
    SameAs "same" [Item]
        vi "như {word} {code} của {id} bản {id}"
        en "same as {word} {code} of {id} edition {id}";
    AppliesOnly "only" [Item]
        vi "chỉ áp dụng khi {cond}; nếu không thì {na}"
        en "applies only when {cond}; otherwise {na}";
    NotAssessable "noinfo" [Item]
        vi "không đủ thông tin thì {na}"
        en "if not assessable {na}";
    NeedsEvidence "needs" [Item]
        vi "cần minh chứng {str}"
        en "needs evidence {str}";
    SelfDeclaredCounts "selfok" [Item]
        vi "kể cả số tự khai"
        en "including self-declared values";
    CountedOnce "once" [Item]
        vi "không tính lại minh chứng đã dùng ở {codes}"
        en "evidence used in {codes} does not count again";
    Take "take" [Set, Item]
        vi "lấy {agg}"
        en "take {agg}";
    Round "round" [Set, Item]
        vi "làm tròn[ từng {word}] đến {num} {mode}"
        en "round[ each {word}] to {num} {mode}";
    ItemCap "cap" [Item]
        vi "cả mục không quá {num} điểm"
        en "whole item at most {num} points";
    ZeroPoints "zero" [Item]
        vi "tính 0 điểm khi {cond}"
        en "zero points when {cond}";
    Met "met" [Item]
        vi "đạt[ {id}] khi {cond}"
        en "met[ at {id}] when {cond}";
    MetPoints "metpts" [Item]
        vi "đạt khi {cond}: {expr} điểm"
        en "met when {cond}: {expr} points";
    MetList "metlist" [Item]
        vi "đạt[ {id}] khi {quant}:"
        en "met[ at {id}] when {quant}:";
    ClausesGive "cntlist" [Item]
        vi "mỗi ý đạt được {expr} điểm[, không quá {expr} điểm]:"
        en "each clause met gives {expr} points[, at most {expr} points]:";
    Clause "clause" [List]
        vi "ý {code} {str}[, bắt buộc][, chỉ xét khi {cond}]: {cond}"
        en "clause {code} {str}[, compulsory][, only when {cond}]: {cond}";
    ScoreBy "score" [Item]
        vi "chấm theo {expr}[, chỉ xét khi {cond}][, mốc nhân {expr}][, không quá {expr} điểm]:"
        en "score by {expr}[, only when {cond}][, edges times {expr}][, at most {expr} points]:";
    ChooseLevel "choose" [Item]
        vi "chọn một mức:"
        en "choose one level:";
    ScoredDirectly "direct" [Item]
        vi "chấm trực tiếp từ {num} đến {num} điểm[, bước {num}]"
        en "scored directly from {num} to {num} points[, step {num}]";
    PointsEqual "formula" [Item]
        vi "điểm bằng {expr}[, chỉ xét khi {cond}][, không quá {expr} điểm]"
        en "points equal {expr}[, only when {cond}][, at most {expr} points]";
    Each "each" [Item]
        vi "mỗi {coll}[, {dedupe}]: {expr} điểm[, không quá {expr} điểm]"
        en "each {coll}[, {dedupe}]: {expr} points[, at most {expr} points]";
    MeasuredBy "measure" [Item]
        vi "đo bằng {expr}"
        en "measured by {expr}";
    Milestone "mile" [Measure]
        vi "đến {date}[ tại vùng {str}] {bound} {signed}"
        en "by {date}[ in region {str}] {bound} {signed}";
    BandFromUp "b_up" [Table]
        vi "từ {expr} trở lên[ khi {cond}]: {res}"
        en "from {expr} up[ when {cond}]: {res}";
    BandFromUnder "b_rng" [Table]
        vi "từ {expr} đến dưới {expr}[ khi {cond}]: {res}"
        en "from {expr} to under {expr}[ when {cond}]: {res}";
    BandFromTo "b_cls" [Table]
        vi "từ {expr} đến {expr}[ khi {cond}]: {res}"
        en "from {expr} to {expr}[ when {cond}]: {res}";
    BandOverUnder "b_over" [Table]
        vi "trên {expr} đến dưới {expr}[ khi {cond}]: {res}"
        en "over {expr} to under {expr}[ when {cond}]: {res}";
    BandOverTo "b_ovcl" [Table]
        vi "trên {expr} đến {expr}[ khi {cond}]: {res}"
        en "over {expr} to {expr}[ when {cond}]: {res}";
    BandOver "b_gt" [Table]
        vi "trên {expr}[ khi {cond}]: {res}"
        en "over {expr}[ when {cond}]: {res}";
    BandUnder "b_lt" [Table]
        vi "dưới {expr}[ khi {cond}]: {res}"
        en "under {expr}[ when {cond}]: {res}";
    BandAtMost "b_le" [Table]
        vi "không quá {expr}[ khi {cond}]: {res}"
        en "at most {expr}[ when {cond}]: {res}";
    BandExactly "b_eq" [Table]
        vi "bằng {expr}[ khi {cond}]: {res}"
        en "exactly {expr}[ when {cond}]: {res}";
    BandNone "b_none" [Table]
        vi "không có: {res}"
        en "none: {res}";
    BandText "b_str" [Table]
        vi "{str}[ khi {cond}]: {res}"
        en "{str}[ when {cond}]: {res}";
    BandOtherwise "b_else" [Table]
        vi "còn lại: {res}"
        en "otherwise: {res}";
    BandWhen "b_when" [Table]
        vi "khi {cond}: {res}"
        en "when {cond}: {res}";
    Step "step" [Score]
        vi "cứ {dir} {expr} kể từ {expr}: {sign} {expr} điểm[, {stepmode}]"
        en "for every {expr} {dir} than {expr}: {sign} {expr} points[, {stepmode}]";
    Gate "gate" [Set]
        vi "[{edit} ]điều kiện {id} {str}: {cond}"
        en "[{edit} ]condition {id} {str}: {cond}";
    GateEffect "effect" [Gate]
        vi "không đạt thì {effect}"
        en "if not met {effect}";
    Classification "classes" [Set]
        vi "[{edit} ]xếp loại {id} {str}: {policy}"
        en "[{edit} ]classification {id} {str}: {policy}";
    Class "class" [Set, Classes]
        vi "{cword} {id} {str} khi {cond}"
        en "{cword} {id} {str} when {cond}";
    ClassRest "clsrest" [Classes]
        vi "{cword} {id} {str}: các trường hợp còn lại"
        en "{cword} {id} {str}: all other cases";
    Source "source" [Any]
        vi "nguồn {cite}[ trích {str}]"
        en "source {cite}[ quote {str}]";
    Reading "reading" [Any]
        vi "cách hiểu {str} là {str}"
        en "read {str} as {str}";
    NotExpressed "unsaid" [Any]
        vi "chưa diễn đạt {str} vì {str}"
        en "not expressed {str} because {str}";
    Example "ex" [Set]
        vi "ví dụ {str} kỳ {period}[, tại vùng {str}][, ngày đánh giá {date}][, hồ sơ {file}]"
        en "example {str} period {period}[, in region {str}][, judged on {date}][, file {file}]";
    Given "given" [Example]
        vi "cho {assigns}"
        en "given {assigns}";
    ExampleRow "exrow" [Example]
        vi "có[ {int}] {id}: {assigns}"
        en "with[ {int}] {id}: {assigns}";
    Then "then" [Example]
        vi "thì {assigns}"
        en "then {assigns}";
}

phrases! {
    CriteriaSet in "setword": "bộ tiêu chí" | "criteria set";
    TargetSet in "setword": "bộ chỉ tiêu" | "target set";
    Catalogue in "setword": "danh mục" | "catalogue";
    Part in "word": "phần" | "part";
    FieldHeading in "word": "lĩnh vực" | "field";
    Pillar in "word": "trụ cột" | "pillar";
    Standard in "word": "tiêu chuẩn" | "standard";
    SubCriterion in "word": "tiêu chí thành phần" | "sub-criterion";
    Criterion in "word": "tiêu chí" | "criterion";
    SubIndicator in "word": "chỉ số thành phần" | "sub-indicator";
    Indicator in "word": "chỉ số" | "indicator";
    Target in "word": "chỉ tiêu" | "target";
    Content in "word": "nội dung" | "content";
    Bonus in "word": "điểm cộng" | "bonus";
    Deduction in "word": "điểm trừ" | "deduction";
    Title in "cword": "danh hiệu" | "title";
    LevelWord in "cword": "mức độ" | "level";
    ClassWord in "cword": "loại" | "class";
    Grade in "cword": "hạng" | "grade";
    RecognisedElseComputed in "src": "đã công nhận, nếu chưa có thì tính toán" | "recognised, else computed";
    Recognised in "src": "đã công nhận" | "recognised";
    Computed in "src": "tính toán" | "computed";
    DecisionDate in "anchor": "ngày quyết định" | "decision date";
    RecognitionYearEnd in "anchor": "hết năm công nhận" | "end of recognition year";
    TrustUnknown in "trust": "chưa rõ" | "unknown";
    TrustSelfDeclared in "trust": "theo số tự khai" | "use self-declared";
    NoEvNotMet in "noev": "không đạt" | "not met";
    NoEvZero in "noev": "0 điểm" | "0 points";
    NoEvUnknown in "noev": "chưa rõ" | "unknown";
    MissUnknown in "miss": "chưa rõ" | "unknown";
    MissNone in "miss": "không có" | "none";
    MaySetRange in "right": "được đặt từ {signed} đến {signed}" | "may set from {signed} to {signed}";
    MaySet in "right": "được đặt" | "may set";
    MayAmend in "right": "được sửa" | "may amend";
    MustLayDown in "right": "phải quy định" | "must lay down";
    AggHighest in "agg": "cao nhất" | "the highest";
    AggLowest in "agg": "thấp nhất" | "the lowest";
    AggHighestN in "agg": "{int} cao nhất" | "the {int} highest";
    AggMean in "agg": "bình quân" | "the mean";
    QuantAll in "quant": "đủ các ý" | "all clauses hold";
    QuantAny in "quant": "có một trong các ý" | "any clause holds";
    QuantAtLeast in "quant": "có ít nhất {int} ý" | "at least {int} clauses hold";
    DistinctBy in "dedupe": "khác nhau theo {ids}" | "distinct by {ids}";
    HighestPer in "dedupe": "lấy cao nhất theo {ids}" | "highest per {ids}";
    EffectNotRanked in "effect": "không xét" | "not ranked";
    EffectNoted in "effect": "chỉ ghi nhận" | "only noted";
    EffectClass in "effect": "xếp {id}" | "class {id}";
    EffectAtMost in "effect": "không quá {id}" | "at most {id}";
    EffectWait in "effect": "không công nhận trong {num} tháng kể từ {expr}" | "no recognition for {num} months from {expr}";
    PolicyHighest in "policy": "lấy loại cao nhất" | "highest class";
    PolicyExactlyOne in "policy": "đúng một loại" | "exactly one class";
    PolicyInOrder in "policy": "xét lần lượt {ids}" | "tested in order {ids}";
    PolicyLeftOpen in "policy": ", ngoài các loại thì để trống" | ", otherwise left open";
    ResPoints in "res": "{expr} điểm" | "{expr} points";
    ResMet in "res": "đạt" | "met";
    ResNotMet in "res": "không đạt" | "not met";
    ResNotApplicable in "res": "không áp dụng" | "not applicable";
    ResValue in "res": "{expr}" | "{expr}";
    NaLeaveOut in "na": "bỏ qua" | "leave out";
    NaRescale in "na": "quy đổi về thang" | "rescale";
    NaLower in "na": "hạ mốc[ {num} điểm]" | "lower the thresholds[ by {num} points]";
    NaPoints in "na": "tính {num} điểm" | "{num} points";
    NaFull in "na": "tính đủ điểm" | "full points";
    NaKeep in "na": "giữ nguyên thang" | "keep the scale";
    NaMove in "na": "dồn điểm sang {codes}" | "move points to {codes}";
    NaMet in "na": "coi là đạt" | "count as met";
    NaNotMet in "na": "coi là không đạt" | "count as not met";
    ModeHalfUp in "mode": "nửa lên" | "half up";
    ModeHalfEven in "mode": "nửa chẵn" | "half even";
    ModeUp in "mode": "lên" | "up";
    ModeDown in "mode": "xuống" | "down";
    StepWhole in "stepmode": "chỉ tính bước đủ" | "whole steps only";
    StepPart in "stepmode": "tính cả phần lẻ" | "part steps count";
    DirMore in "dir": "thêm" | "more";
    DirLess in "dir": "bớt" | "less";
    SignAdd in "sign": "cộng" | "add";
    SignSubtract in "sign": "trừ" | "subtract";
    BoundAtLeast in "bound": "ít nhất" | "at least";
    BoundAtMost in "bound": "không quá" | "at most";
    EditReplace in "edit": "thay" | "replace";
    EditAdd in "edit": "thêm" | "add";
    DeclGate in "decl": "điều kiện" | "condition";
    DeclClassification in "decl": "xếp loại" | "classification";
    DeclParameter in "decl": "tham số" | "parameter";
    DeclDefinition in "decl": "định nghĩa" | "definition";
    FileOpen in "file": "đang mở" | "open";
    FileClosed in "file": "đã chốt" | "closed";
    SelfDeclared in "status": "tự khai" | "self-declared";
    Verified in "status": "đã xác minh" | "verified";
    Waiting in "status": "chờ" | "waiting";
    Rejected in "status": "bác bỏ" | "rejected";
    CiteAppendix in "place": "phụ lục" | "appendix";
    CiteChapter in "place": "chương" | "chapter";
    CiteSection in "place": "mục" | "section";
    CiteArticle in "place": "điều" | "article";
    CiteClause in "place": "khoản" | "clause";
    CitePoint in "place": "điểm" | "point";
    CiteLine in "place": "dòng" | "line";
    CitePage in "place": "trang" | "page";
}
