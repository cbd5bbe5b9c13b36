//! The help in Vietnamese: the same commands and options as in `args.rs`, other words.

use clap::{Arg, ArgAction, Command};

const AFTER: &str = "\
Ví dụ:
  tieuchi check cong-dan-hoc-tap.tieuchi
  tieuchi evaluate cong-dan-hoc-tap.tieuchi ho-so.json --period 2025
  tieuchi facts cong-dan-hoc-tap.tieuchi
  tieuchi statements điểm

Mã thoát:
  0  tốt
  1  có phát hiện: bộ tiêu chí hoặc hồ sơ sai, ví dụ không đúng, fmt --check thấy khác
  2  gõ lệnh sai
  3  không đọc hoặc không ghi được tệp, hoặc tệp quá lớn
  130  bị dừng từ bàn phím

Bộ tiêu chí khác mà bộ này dùng được tìm trong các tệp --with, trong thư mục của nó và
các thư mục bên cạnh. Không đọc gì từ mạng, không kết quả nào phụ thuộc đồng hồ.";

/// Command, what it does, what stands after its help.
const COMMANDS: &[(&str, &str, &str)] = &[
    (
        "check",
        "Kiểm tra bộ tiêu chí và chạy các ví dụ trong đó",
        "Ví dụ:\n  tieuchi check examples/324-QD-KHVN/cong-dan-hoc-tap.tieuchi\n  tieuchi check *.tieuchi\n  tieuchi check bo.tieuchi --json",
    ),
    (
        "fmt",
        "Trình bày bộ tiêu chí theo một kiểu, hoặc đổi từ khóa sang tiếng kia",
        "Tệp có lỗi được giữ nguyên. Tệp được thay trong một bước: người đang đọc thấy bản cũ\nhoặc bản mới, không bao giờ thấy nửa chừng.\n\nVí dụ:\n  tieuchi fmt bo.tieuchi\n  tieuchi fmt --check *.tieuchi\n  tieuchi fmt --keywords en --stdout bo.tieuchi\n  tieuchi fmt - < bo.tieuchi",
    ),
    (
        "evaluate",
        "Áp dụng bộ tiêu chí cho hồ sơ và nói rõ vì sao",
        "Hồ sơ là một đối tượng JSON; `tieuchi schema SET` cho biết được ghi gì.\nTệp .ndjson, .jsonl và - (đầu vào chuẩn) có mỗi dòng một hồ sơ; dòng sai được báo kèm số dòng,\ncác dòng khác vẫn chạy.\n\nVí dụ:\n  tieuchi evaluate bo.tieuchi ho-so.json --period 2025\n  tieuchi evaluate bo.tieuchi nhieu.ndjson --period 01/01/2025..31/12/2025 --explain line\n  tieuchi evaluate bo.tieuchi ho-so.json --period 2025 --file open --explain full\n  tieuchi evaluate moi.tieuchi --edition cu.tieuchi ho-so.json --period 2023",
    ),
    (
        "compare",
        "Nêu kết quả khác nhau ở đâu giữa hai hồ sơ, hai kỳ hoặc hai bản của bộ tiêu chí, và vì sao",
        "Các mục được nhận ra theo mã, hoặc theo tên nếu đã đổi mã; phần như nhau không nêu. Phần mỗi mục lớn góp vào\nthay đổi của tổng điểm được nêu khi tổng là phép cộng thẳng.\n\nVí dụ:\n  tieuchi compare bo.tieuchi truoc.json sau.json --period 2025\n  tieuchi compare bo.tieuchi ho-so.json ho-so.json --period 2025 --period-old 2024\n  tieuchi compare moi.tieuchi ho-so.json ho-so.json --period 2025 --set-old cu.tieuchi --json",
    ),
    (
        "colour",
        "In văn bản của bộ tiêu chí, mỗi dòng có dấu cho biết dòng đó ra sao đối với một hồ sơ",
        "Trước mỗi dòng có dấu: đạt, không đạt, một phần, chưa rõ, được tính, không liên quan, giữ kín; sau dòng là\nlý do. Với --html, kết quả là một trang đứng một mình, in đẹp trên giấy. Bộ dựa trên bộ khác được in như\n`flatten` viết ra.\n\nVí dụ:\n  tieuchi colour bo.tieuchi ho-so.json --period 2025\n  tieuchi colour bo.tieuchi ho-so.json --period 2025 --html > bao-cao.html",
    ),
    (
        "letter",
        "Viết kết quả của một hồ sơ và lý do thành văn bản trả lời",
        "Văn bản nêu căn cứ, kết quả; nếu không đạt thì từng điều kiện, mục không đạt với số tìm thấy, số yêu cầu\nvà căn cứ pháp lý; nội dung còn thiếu, còn có thể bổ sung, giả định, thẩm quyền và thời hạn.\nKhông in quốc hiệu, tên cơ quan: người ký ghi thêm.\n\nVí dụ:\n  tieuchi letter bo.tieuchi ho-so.json --period 2025\n  tieuchi letter bo.tieuchi ho-so.json --period 2025 --format html > tra-loi.html",
    ),
    (
        "receipt",
        "In biên nhận: giá trị băm của bộ tiêu chí, hồ sơ, các lựa chọn và kết quả, ai cũng kiểm tra được",
        "Biên nhận của một đối tượng không ghi tên ai. Giá trị băm của dữ liệu cá nhân ít khả năng có thể\nđoán được bằng cách thử hết, nên bản đưa ra ngoài cơ quan cần làm với --key-file.\nChương về biên nhận trong sách nói rõ những byte nào được băm.\n\nVí dụ:\n  tieuchi receipt bo.tieuchi ho-so.json --period 2025 > bien-nhan.json\n  tieuchi receipt bo.tieuchi nhieu.ndjson --period 2025 --leaves la.ndjson > tat-ca.json\n  tieuchi receipt bo.tieuchi ho-so.json --period 2025 --key-file khoa > bien-nhan.json\n  tieuchi receipt bo.tieuchi ho-so.json --period 2025 --canonical result",
    ),
    (
        "verify",
        "Tính lại như biên nhận ghi và nêu chỗ khác: bộ tiêu chí, các lựa chọn, hồ sơ hay kết quả",
        "Mã thoát 0 nếu mọi thứ đều khớp, 1 nếu có chỗ khác hoặc nội dung không đúng dạng, 3 nếu không đọc\nđược tệp.\n\nVí dụ:\n  tieuchi verify bien-nhan.json bo.tieuchi ho-so.json\n  tieuchi verify tat-ca.json bo.tieuchi nhieu.ndjson --key-file khoa",
    ),
    (
        "prove",
        "Lập bằng chứng cho kết quả của một đối tượng trong biên nhận chung, không cần các đối tượng khác",
        "Ví dụ:\n  tieuchi prove la.ndjson C-000123 > bang-chung.json",
    ),
    (
        "verify-proof",
        "Kiểm tra một bằng chứng với biên nhận chung; không cần khóa, không cần đối tượng nào khác",
        "Mã thoát 0 nếu bằng chứng dẫn đến gốc ghi trong biên nhận, 1 nếu không.\n\nVí dụ:\n  tieuchi verify-proof tat-ca.json bang-chung.json\n  tieuchi verify-proof tat-ca.json bang-chung.json --subject bien-nhan.json",
    ),
    (
        "suffices",
        "Nêu những gì đủ để đạt một danh hiệu hay loại, và nó dựa vào minh chứng nào",
        "Mỗi cách được nêu đều đã thử: làm xong các việc ấy thì hồ sơ đạt loại đó dù không nộp gì thêm.\nChỉ nêu cách không bỏ bớt được việc nào. Không có --class thì hỏi về loại kế tiếp, là loại thấp nhất\ncao hơn loại đã chắc chắn.\n\nVí dụ:\n  tieuchi suffices bo.tieuchi ho-so.json --period 2025\n  tieuchi suffices bo.tieuchi ho-so.json --period 2025 --class đạt --most 2\n  tieuchi suffices bo.tieuchi ho-so.json --period 2025 --rests-on",
    ),
    (
        "table",
        "Áp dụng bộ tiêu chí cho cả một tập đối tượng trong các bảng",
        "Bảng là tệp .parquet, .arrow, .csv, .ndjson hoặc .xlsx. Cột mang tên trong bộ tiêu chí\n(`tieuchi facts SET`); bảng đối tượng có cột `id`, các bảng khác có cột `subject`. Tệp ánh xạ\ncho biết tên khác, bảng mã, cách viết số và ngày.\nÔ sai được coi là chưa biết và được báo trong tệp vấn đề; không có gì bị bỏ lặng lẽ.\nBảng đã xếp theo mã được đọc từng phần, bảng khác được giữ trong bộ nhớ.\nTệp kết quả có đủ hoặc không có.\n\nVí dụ:\n  tieuchi table bo.tieuchi --subjects dan.parquet --table khóa_học=khoa-hoc.csv --period 2025 -o ket-qua.parquet\n  tieuchi table bo.tieuchi --subjects dan.xlsx --mapping anh-xa.toml --period 2025 -o ket-qua.xlsx --problems van-de.csv",
    ),
    (
        "report",
        "Đánh giá mọi cấp của một địa bàn, từ công dân lên, và viết báo cáo",
        "Tệp đợt đánh giá kể các cấp: bộ nào đánh giá bảng nào, thành viên mang kết quả của cấp nào.\nTrong thư mục kết quả có report.html, report.xlsx, bảng kết quả của từng cấp và problems.csv;\nmỗi tệp có trọn vẹn hoặc không có.\n\nVí dụ:\n  tieuchi report nam-2025.toml --out ket-qua --lang vi\n  tieuchi report nam-2025.toml --data ban-xuat --out ket-qua --redact\n  tieuchi report nam-2025.toml --out ket-qua --results parquet --threads 2\n  tieuchi report nam-2025.toml --why communes 30787",
    ),
    (
        "facts",
        "Cho biết bộ tiêu chí cần gì: thông tin, minh chứng, tham số, ngưỡng, các mục",
        "Ví dụ:\n  tieuchi facts bo.tieuchi",
    ),
    ("schema", "In JSON Schema của hồ sơ", "Ví dụ:\n  tieuchi schema bo.tieuchi > ho-so.schema.json"),
    (
        "flatten",
        "Viết bộ của địa phương thành một bộ đầy đủ: bộ trên đã sửa, danh mục và mục chép nằm tại chỗ",
        "Văn bản in ra đứng một mình được: ký, kiểm tra và áp dụng không cần các bộ mà nó dựa trên.\nGhi chú trước một câu cho biết câu đó của bộ nào, nếu không phải của bộ cao nhất.\n\nVí dụ:\n  tieuchi flatten tinh.tieuchi --with mau.tieuchi > tinh-day-du.tieuchi",
    ),
    (
        "diff",
        "Nêu bộ này nói khác bộ kia ở đâu: các mục, điểm, mốc, lời",
        "Hai bộ được so như chúng có hiệu lực: bộ của địa phương đã sửa xong, không kể tiếng của từ khóa,\ncách trình bày và thứ tự khai báo. Mã thoát 0 nếu hai bộ đánh giá như nhau, 1 nếu có chỗ khác\ncó thể đổi kết quả.\nCó --on thì áp dụng cả hai bộ cho các đối tượng trong bảng: ai được thêm, ai mất, vì sao. Khi đó không xét\nbản nào có hiệu lực cho kỳ, và mã thoát 0 nghĩa là đã áp dụng được cả hai.\n\nVí dụ:\n  tieuchi diff ban-cu.tieuchi ban-moi.tieuchi --lang vi\n  tieuchi diff mau.tieuchi tinh.tieuchi --json\n  tieuchi diff ban-cu.tieuchi ban-moi.tieuchi --on dan.csv --period 2025 -o doi-chieu.csv\n  tieuchi diff bo.tieuchi bo.tieuchi --on dan.csv --period 2025 --thresholds 70,75,80",
    ),
    (
        "cases",
        "Đề xuất ví dụ ngay dưới, đúng và ngay trên mỗi mốc của một bộ",
        "Kết quả trong ví dụ là do máy tính ra. Kết quả ấy có đúng ý người soạn hay không thì người ký phải\nxác nhận: đọc từng ví dụ trước khi đưa vào bộ.\nMã thoát 1 nếu có mốc không tới được.\n\nVí dụ:\n  tieuchi cases mau.tieuchi --period 2025 > de-xuat.txt\n  tieuchi cases mau.tieuchi --period 2025 --json",
    ),
    ("explain", "Giải thích mã của một phát hiện", "Ví dụ:\n  tieuchi explain unknown-name"),
    (
        "statements",
        "Liệt kê các câu của ngôn ngữ, kèm ý nghĩa và mẫu",
        "Ví dụ:\n  tieuchi statements\n  tieuchi statements điểm\n  tieuchi statements score",
    ),
    (
        "completions",
        "In phần tự hoàn thành lệnh cho shell",
        "Ví dụ:\n  tieuchi completions bash > ~/.local/share/bash-completion/completions/tieuchi",
    ),
];

/// Command, option, what it means. An option of all commands stands under "".
const OPTIONS: &[(&str, &str, &str)] = &[
    (
        "",
        "lang",
        "Ngôn ngữ của thông báo; mặc định theo hệ thống (LC_ALL, LANG): tiếng Việt, nếu không thì tiếng Anh [vi, en]",
    ),
    (
        "",
        "color",
        "Khi nào dùng màu; auto: chỉ trên màn hình, và không bao giờ nếu có NO_COLOR [auto, always, never; mặc định auto]",
    ),
    ("check", "sets", "Các bộ tiêu chí"),
    ("check", "json", "In phát hiện dạng JSON, mỗi bộ một đối tượng trên một dòng"),
    (
        "check",
        "coverage",
        "Cho biết ví dụ trong bộ chạm tới những gì: bậc, ý, điều kiện, loại, kết luận, áp dụng hay không",
    ),
    ("check", "min_coverage", "Báo lỗi nếu ví dụ chạm tới ít hơn chừng này phần trăm của tất cả [0–100]"),
    ("check", "with", "Các bộ tiêu chí khác mà bộ này dùng kết quả; có thể lặp lại"),
    ("flatten", "set", "Bộ của địa phương"),
    ("flatten", "with", "Các bộ tiêu chí khác mà bộ này dựa trên; có thể lặp lại"),
    ("cases", "set", "Bộ tiêu chí"),
    ("cases", "period", "Kỳ đánh giá: một năm, hoặc ngày đầu và ngày cuối, ví dụ 01/01/2025..31/12/2025"),
    ("cases", "regions", "Vùng của đối tượng; nhiều vùng thì ghi từ gần đến xa"),
    ("cases", "json", "In một đối tượng JSON"),
    ("cases", "with", "Các bộ tiêu chí khác mà bộ này dùng kết quả; có thể lặp lại"),
    ("diff", "old", "Bộ để so với"),
    ("diff", "new", "Bộ cần so"),
    ("diff", "examples", "In cả các ví dụ khác nhau, không chỉ số lượng"),
    ("diff", "json", "In một đối tượng JSON"),
    ("diff", "on", "Bảng đối tượng mà hai bộ được áp dụng cho, mỗi dòng một đối tượng"),
    ("diff", "tables", "Bảng thành viên hoặc minh chứng, theo tên trong bộ tiêu chí; có thể lặp lại"),
    ("diff", "period", "Kỳ đánh giá: một năm, hoặc ngày đầu và ngày cuối, ví dụ 01/01/2025..31/12/2025"),
    ("diff", "as_of", "Ngày đánh giá, nếu không phải ngày cuối kỳ"),
    ("diff", "regions", "Vùng của đối tượng, nếu bảng không ghi; nhiều vùng thì gần trước xa sau"),
    ("diff", "mapping", "Tệp TOML cho biết tên và giá trị trong các tệp nghĩa là gì"),
    ("diff", "missing_unknown", "Cột và bảng không có thì coi là chưa nộp"),
    ("diff", "thresholds", "Mức tổng điểm cần thử với bộ mới, cách nhau bằng dấu phẩy, ví dụ 70,75,80.5"),
    ("diff", "reasons", "Xét lý do của nhiều nhất bao nhiêu đối tượng đổi xếp loại"),
    ("diff", "output", "Tệp ghi hai kết quả của từng đối tượng; phần đuôi cho biết định dạng"),
    ("diff", "threads", "Số luồng; mặc định mỗi bộ xử lý một luồng"),
    ("diff", "with", "Các bộ tiêu chí khác mà hai bộ này dựa trên; có thể lặp lại"),
    ("fmt", "files", "Các tệp cần trình bày tại chỗ; - đọc đầu vào chuẩn và in ra đầu ra chuẩn"),
    ("fmt", "check", "Chỉ cho biết tệp nào khác; mã thoát 1 nếu có"),
    ("fmt", "keywords", "Viết từ khóa bằng tiếng này; tên giữ nguyên [vi, en]"),
    ("fmt", "stdout", "In kết quả, không ghi tệp"),
    ("evaluate", "set", "Bộ tiêu chí"),
    ("evaluate", "dossiers", "Hồ sơ: .json, .ndjson, .jsonl, hoặc - (đầu vào chuẩn, mỗi dòng một hồ sơ)"),
    ("evaluate", "period", "Kỳ đánh giá: một năm, hoặc ngày đầu và ngày cuối, ví dụ 01/01/2025..31/12/2025"),
    (
        "evaluate",
        "editions",
        "Bản khác của cùng bộ; trong các bản đã đưa, bản có hiệu lực cho kỳ được áp dụng; có thể lặp lại",
    ),
    ("evaluate", "result", "Chỉ in loại và điểm, mỗi hồ sơ một dòng, như bộ cấp trên đọc"),
    ("evaluate", "as_of", "Ngày đánh giá, nếu không phải ngày cuối kỳ"),
    ("evaluate", "file", "Hồ sơ còn nhận minh chứng (open) hay đã chốt (closed) [mặc định closed]"),
    ("evaluate", "regions", "Vùng của đối tượng, nếu hồ sơ không ghi; nhiều vùng thì gần trước xa sau"),
    (
        "evaluate",
        "explain",
        "Giải thích đến đâu: một dòng, phần quyết định, hay đầy đủ [line, decisive, full; mặc định decisive]",
    ),
    ("evaluate", "json", "In kết quả dạng JSON, mỗi hồ sơ một đối tượng trên một dòng"),
    (
        "evaluate",
        "redact",
        "Giữ kín giá trị mà bộ tiêu chí khai báo giữ kín (private) hoặc mọi giá trị (all), và tên của đối tượng, của dòng: thay bằng số thứ tự [private, all]",
    ),
    ("evaluate", "with", "Các bộ tiêu chí khác mà bộ này dùng kết quả; có thể lặp lại"),
    ("letter", "set", "Bộ tiêu chí"),
    ("letter", "dossier", "Hồ sơ, hoặc - (đầu vào chuẩn)"),
    ("letter", "period", "Kỳ đánh giá: một năm, hoặc ngày đầu và ngày cuối, ví dụ 01/01/2025..31/12/2025"),
    (
        "letter",
        "editions",
        "Bản khác của cùng bộ; trong các bản đã đưa, bản có hiệu lực cho kỳ được áp dụng; có thể lặp lại",
    ),
    ("letter", "as_of", "Ngày đánh giá, nếu không phải ngày cuối kỳ"),
    ("letter", "file", "Hồ sơ còn nhận minh chứng (open) hay đã chốt (closed) [mặc định closed]"),
    ("letter", "regions", "Vùng của đối tượng, nếu hồ sơ không ghi; nhiều vùng thì gần trước xa sau"),
    (
        "letter",
        "format",
        "Viết thành văn bản thường, Markdown hay HTML [text, markdown, html; mặc định text]",
    ),
    (
        "letter",
        "redact",
        "Giữ kín giá trị mà bộ tiêu chí khai báo giữ kín (private) hoặc mọi giá trị (all), và tên của đối tượng, của dòng: thay bằng số thứ tự [private, all]",
    ),
    ("letter", "with", "Các bộ tiêu chí khác mà bộ này dùng kết quả; có thể lặp lại"),
    ("compare", "set", "Bộ tiêu chí"),
    ("compare", "old", "Hồ sơ trước"),
    ("compare", "new", "Hồ sơ sau; ghi lại hồ sơ trước nếu so hai kỳ hoặc hai bản"),
    ("compare", "period", "Kỳ đánh giá: một năm, hoặc ngày đầu và ngày cuối, ví dụ 01/01/2025..31/12/2025"),
    (
        "compare",
        "editions",
        "Bản khác của cùng bộ; trong các bản đã đưa, bản có hiệu lực cho kỳ được áp dụng; có thể lặp lại",
    ),
    ("compare", "as_of", "Ngày đánh giá, nếu không phải ngày cuối kỳ"),
    ("compare", "file", "Hồ sơ còn nhận minh chứng (open) hay đã chốt (closed) [mặc định closed]"),
    ("compare", "regions", "Vùng của đối tượng, nếu hồ sơ không ghi; nhiều vùng thì gần trước xa sau"),
    ("compare", "period_old", "Kỳ đánh giá của hồ sơ trước, nếu khác"),
    ("compare", "as_of_old", "Ngày đánh giá của hồ sơ trước, nếu không phải ngày cuối kỳ đó"),
    ("compare", "set_old", "Bộ tiêu chí áp dụng cho hồ sơ trước, nếu khác"),
    ("compare", "json", "In một đối tượng JSON"),
    (
        "compare",
        "redact",
        "Giữ kín giá trị mà bộ tiêu chí khai báo giữ kín (private) hoặc mọi giá trị (all), và tên của đối tượng, của dòng: thay bằng số thứ tự [private, all]",
    ),
    ("compare", "with", "Các bộ tiêu chí khác mà bộ này dùng kết quả; có thể lặp lại"),
    ("colour", "set", "Bộ tiêu chí"),
    ("colour", "dossier", "Hồ sơ, hoặc - (đầu vào chuẩn)"),
    ("colour", "period", "Kỳ đánh giá: một năm, hoặc ngày đầu và ngày cuối, ví dụ 01/01/2025..31/12/2025"),
    (
        "colour",
        "editions",
        "Bản khác của cùng bộ; trong các bản đã đưa, bản có hiệu lực cho kỳ được áp dụng; có thể lặp lại",
    ),
    ("colour", "as_of", "Ngày đánh giá, nếu không phải ngày cuối kỳ"),
    ("colour", "file", "Hồ sơ còn nhận minh chứng (open) hay đã chốt (closed) [mặc định closed]"),
    ("colour", "regions", "Vùng của đối tượng, nếu hồ sơ không ghi; nhiều vùng thì gần trước xa sau"),
    ("colour", "html", "In một trang HTML"),
    (
        "colour",
        "redact",
        "Giữ kín giá trị mà bộ tiêu chí khai báo giữ kín (private) hoặc mọi giá trị (all), và tên của đối tượng, của dòng: thay bằng số thứ tự [private, all]",
    ),
    ("colour", "with", "Các bộ tiêu chí khác mà bộ này dùng kết quả; có thể lặp lại"),
    ("receipt", "set", "Bộ tiêu chí"),
    (
        "receipt",
        "dossier",
        "Hồ sơ dạng .json; hoặc .ndjson, .jsonl, - có mỗi dòng một hồ sơ, để có một biên nhận chung",
    ),
    ("receipt", "period", "Kỳ đánh giá: một năm, hoặc ngày đầu và ngày cuối, ví dụ 01/01/2025..31/12/2025"),
    (
        "receipt",
        "editions",
        "Bản khác của cùng bộ; trong các bản đã đưa, bản có hiệu lực cho kỳ được áp dụng; có thể lặp lại",
    ),
    ("receipt", "as_of", "Ngày đánh giá, nếu không phải ngày cuối kỳ"),
    ("receipt", "file", "Hồ sơ còn nhận minh chứng (open) hay đã chốt (closed) [mặc định closed]"),
    ("receipt", "regions", "Vùng của đối tượng, nếu hồ sơ không ghi; nhiều vùng thì gần trước xa sau"),
    ("receipt", "with", "Các bộ tiêu chí khác mà bộ này dùng kết quả; có thể lặp lại"),
    (
        "receipt",
        "key_file",
        "Tệp có ít nhất 32 byte ngẫu nhiên: giá trị băm của các lựa chọn, hồ sơ và kết quả được làm với khóa này",
    ),
    (
        "receipt",
        "canonical",
        "In đúng những byte được băm, không xuống dòng, thay cho biên nhận [meaning, text, options, input, result, row]",
    ),
    ("receipt", "leaves", "Với nhiều hồ sơ: ghi các lá của cây, để lập bằng chứng, vào tệp mới này"),
    ("verify", "receipt", "Biên nhận của một đối tượng, hoặc biên nhận chung"),
    ("verify", "set", "Bộ tiêu chí"),
    ("verify", "dossier", "Hồ sơ; với biên nhận chung, tệp có mỗi dòng một hồ sơ"),
    ("verify", "key_file", "Tệp khóa, nếu biên nhận được làm với khóa"),
    ("verify", "json", "In một đối tượng JSON"),
    ("verify", "with", "Các bộ tiêu chí khác mà bộ này dùng kết quả; có thể lặp lại"),
    ("prove", "leaves", "Tệp các lá mà `receipt --leaves` đã ghi"),
    ("prove", "id", "Mã của đối tượng"),
    ("verify-proof", "receipt", "Biên nhận chung"),
    ("verify-proof", "proof", "Bằng chứng"),
    ("verify-proof", "subject", "Biên nhận của chính đối tượng, để so với bằng chứng"),
    ("suffices", "set", "Bộ tiêu chí"),
    ("suffices", "dossier", "Hồ sơ, một đối tượng JSON; - đọc từ đầu vào chuẩn"),
    ("suffices", "period", "Kỳ đánh giá: một năm, hoặc ngày đầu và ngày cuối, ví dụ 01/01/2025..31/12/2025"),
    ("suffices", "as_of", "Ngày đánh giá, nếu không phải ngày cuối kỳ"),
    ("suffices", "regions", "Vùng của đối tượng, nếu hồ sơ không ghi; nhiều vùng thì gần trước xa sau"),
    ("suffices", "class", "Danh hiệu hay loại, theo tên trong bộ"),
    ("suffices", "most", "Mỗi cách có không quá chừng này việc [1–6; mặc định 3]"),
    ("suffices", "bound", "Thử không quá chừng này hồ sơ đã đổi [mặc định 50000]"),
    ("suffices", "rests_on", "Hỏi ngược lại: bác bỏ một minh chứng nào thì mất loại đó"),
    ("suffices", "json", "In một đối tượng JSON"),
    ("suffices", "with", "Các bộ tiêu chí khác mà bộ này dùng kết quả; có thể lặp lại"),
    ("table", "set", "Bộ tiêu chí"),
    ("table", "subjects", "Bảng đối tượng, mỗi dòng một đối tượng"),
    ("table", "tables", "Bảng thành viên hoặc minh chứng, theo tên trong bộ tiêu chí; có thể lặp lại"),
    ("table", "period", "Kỳ đánh giá: một năm, hoặc ngày đầu và ngày cuối, ví dụ 01/01/2025..31/12/2025"),
    ("table", "output", "Tệp kết quả; phần đuôi cho biết định dạng"),
    ("table", "problems", "Tệp ghi các vấn đề, mỗi dòng một vấn đề"),
    ("table", "receipt", "Tệp ghi một biên nhận chung cho kết quả của mọi đối tượng"),
    ("table", "leaves", "Tệp ghi lá của từng đối tượng, để `tieuchi prove` chứng minh từng kết quả"),
    (
        "table",
        "key_file",
        "Tệp có ít nhất 32 byte ngẫu nhiên: giá trị băm của các lựa chọn và kết quả được làm với khóa này",
    ),
    ("table", "mapping", "Tệp TOML cho biết tên và giá trị trong các tệp nghĩa là gì"),
    ("table", "strict", "Có vấn đề thì không ghi kết quả; mã thoát 1"),
    ("table", "no_floats", "Không nhận cột số dấu phẩy động"),
    ("table", "missing_unknown", "Cột và bảng không có thì coi là chưa nộp"),
    ("table", "items", "Ghi cả điểm và kết luận của từng mục"),
    ("table", "threads", "Số luồng; mặc định mỗi bộ xử lý một luồng"),
    (
        "table",
        "editions",
        "Bản khác của cùng bộ; trong các bản đã đưa, bản có hiệu lực cho kỳ được áp dụng; có thể lặp lại",
    ),
    ("table", "as_of", "Ngày đánh giá, nếu không phải ngày cuối kỳ"),
    ("table", "regions", "Vùng của đối tượng, nếu bảng không ghi; nhiều vùng thì gần trước xa sau"),
    ("table", "with", "Các bộ tiêu chí khác mà bộ này dùng kết quả; có thể lặp lại"),
    ("report", "job", "Tệp đợt đánh giá"),
    ("report", "out", "Thư mục ghi báo cáo; chưa có thì tạo"),
    ("report", "data", "Thư mục các bảng, nếu không phải thư mục của tệp đợt đánh giá"),
    ("report", "results", "Định dạng của các bảng kết quả [csv, parquet, arrow, ndjson]"),
    ("report", "redact", "Bỏ khỏi trang và sổ tính mọi điều nêu tên một người"),
    ("report", "why", "Không viết báo cáo mà giải thích một đối tượng của một cấp, từ chính các bảng ấy"),
    ("report", "explain", "Với --why: giải thích đến mức nào [line, decisive, full]"),
    ("report", "json", "Với --why: in lời giải thích dạng JSON"),
    ("report", "threads", "Số luồng; mặc định mỗi bộ xử lý một luồng"),
    ("facts", "set", "Bộ tiêu chí"),
    ("facts", "json", "In dạng JSON"),
    ("facts", "with", "Các bộ tiêu chí khác mà bộ này dùng kết quả; có thể lặp lại"),
    ("schema", "set", "Bộ tiêu chí"),
    ("schema", "with", "Các bộ tiêu chí khác mà bộ này dùng kết quả; có thể lặp lại"),
    ("explain", "code", "Mã, đứng trong ngoặc vuông trước thông báo"),
    ("statements", "word", "Chỉ những câu có từ này, bằng tiếng Việt hoặc tiếng Anh"),
    ("completions", "shell", "Loại shell [bash, elvish, fish, powershell, zsh]"),
];

/// How a page of help is laid out.
const PAGE: &str = "{about-with-newline}\nCách dùng: {usage}\n\n{all-args}{after-help}";

/// The command line with Vietnamese help.
pub fn help(command: Command) -> Command {
    let mut command = page(command, "")
        .about("Kiểm tra, trình bày và áp dụng bộ tiêu chí chính thức viết thành quy tắc")
        .after_help(AFTER)
        .subcommand_help_heading("Lệnh")
        .subcommand_value_name("LỆNH")
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .arg(flag("version", 'V', ArgAction::Version, "In phiên bản"));
    for &(name, about, after) in COMMANDS {
        command = command.mut_subcommand(name, |inner| page(inner, name).about(about).after_help(after));
    }
    command
}

/// A command with a Vietnamese page: its own options, and the help flag.
fn page(mut command: Command, name: &'static str) -> Command {
    for (place, (option, about)) in options_of(name).enumerate() {
        command = command.mut_arg(option, |arg| {
            let heading = if arg.is_positional() { "Đối số" } else { "Tùy chọn" };
            let values = arg.get_action().takes_values();
            arg.help(about)
                .display_order(place)
                .help_heading(heading)
                .hide_possible_values(values)
                .hide_default_value(values)
        });
    }
    let help = flag("help", 'h', ArgAction::Help, "In trợ giúp này");
    command.help_template(PAGE).disable_help_flag(true).arg(help)
}

fn flag(name: &'static str, short: char, action: ArgAction, about: &'static str) -> Arg {
    Arg::new(name).long(name).short(short).action(action).help(about).help_heading("Tùy chọn")
}

fn options_of(command: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    OPTIONS.iter().filter(move |option| option.0 == command).map(|option| (option.1, option.2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn every_command_and_option_has_vietnamese_help() {
        let command = crate::args::Cli::command();
        for inner in command.get_subcommands() {
            assert!(COMMANDS.iter().any(|known| known.0 == inner.get_name()), "{}", inner.get_name());
            for option in inner.get_arguments() {
                let id = option.get_id().as_str();
                assert!(
                    options_of_name(inner.get_name()).any(|known| known == id),
                    "{} {id}",
                    inner.get_name()
                );
            }
        }
        for option in command.get_arguments() {
            assert!(options_of("").any(|known| known.0 == option.get_id().as_str()), "{}", option.get_id());
        }
        help(command).debug_assert();
    }

    fn options_of_name(name: &str) -> impl Iterator<Item = &'static str> {
        OPTIONS.iter().filter(move |option| option.0 == name).map(|option| option.1)
    }
}
