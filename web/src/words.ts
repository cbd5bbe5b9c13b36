// Every word of the page itself, in both languages; what the engine says comes from the engine.
import type { Lang, Words } from 'tieuchi';

const say = (vi: string, en: string): Words => ({ vi, en });

export const WORDS = {
  title: say('Tự đánh giá', 'Self-assessment'),
  subtitle: say('Bộ tiêu chí xây dựng xã hội học tập', 'Criteria for a learning society'),
  skip: say('Đến phần nhập', 'Skip to the form'),
  otherLanguage: say('English', 'Tiếng Việt'),
  largeType: say('Chữ to', 'Large type'),
  set: say('Bộ tiêu chí', 'Criteria set'),
  edition: say('Bản', 'Edition'),
  editionFrom: say('Từ', 'From'),
  year: say('Năm đánh giá', 'Year assessed'),
  region: say('Vùng', 'Region'),
  noRegion: say('Không thuộc vùng nào', 'None of these'),
  name: say('Mã hoặc tên hồ sơ (không bắt buộc)', 'Code or name of the file (optional)'),
  privacy: say(
    'Mọi số liệu ở lại trên máy này. Trang không gửi gì đi, và dùng được cả khi không có mạng.',
    'Everything stays on this device. The page sends nothing, and works without a network.',
  ),
  notDecision: say(
    'Đây là kết quả tự đánh giá, chưa phải quyết định công nhận.',
    'This is a self-assessment, not a decision.',
  ),
  assumed: say(
    'Bộ này có số liệu giả định, chưa có trong văn bản.',
    'Some figures of this set are assumed; no document gives them.',
  ),
  general: say('Thông tin chung', 'General'),
  conditions: say('Điều kiện', 'Conditions'),
  earlier: say('Kỳ trước', 'Earlier periods'),
  others: say('Kết quả đã có theo bộ khác', 'Results by other sets'),
  yearsBack: say('năm trước', 'years back'),
  max: say('tối đa', 'max'),
  points: say('điểm', 'points'),
  yes: say('Có', 'Yes'),
  no: say('Không', 'No'),
  met: say('Đạt', 'Met'),
  notMet: say('Không đạt', 'Not met'),
  unknownAnswer: say('Chưa rõ', 'Not known'),
  unanswered: say('Chưa nhập', 'Not entered'),
  choose: say('Chọn…', 'Choose…'),
  noClass: say('Không có danh hiệu', 'No title'),
  decidedOn: say('Ngày quyết định', 'Day of the decision'),
  from: say('từ', 'from'),
  to: say('đến', 'to'),
  digits: say('số lẻ', 'digits after the mark'),
  digit: say('số lẻ', 'digit after the mark'),
  day: say('Ngày', 'Day'),
  month: say('Tháng', 'Month'),
  yearPart: say('Năm', 'Year'),
  datePartial: say('Không nhớ ngày, tháng thì chỉ ghi năm.', 'If day or month is not known, give the year alone.'),
  rows: say('dòng', 'rows'),
  oneRow: say('dòng', 'row'),
  noRows: say('Chưa có dòng nào.', 'Nothing entered yet.'),
  add: say('Thêm', 'Add'),
  remove: say('Xóa', 'Remove'),
  row: say('Dòng', 'Row'),
  statusOfRow: say('Giấy tờ', 'Proof'),
  verified: say('Đã có, đã xác nhận', 'At hand and confirmed'),
  waiting: say('Còn chờ xác nhận', 'Waiting to be confirmed'),
  note: say('Ghi chú', 'Note'),
  addNote: say('Thêm ghi chú', 'Add a note'),
  legal: say('Căn cứ và cách hiểu', 'Sources and readings'),
  readAs: say('hiểu là', 'read as'),
  notExpressed: say('Chưa diễn đạt được', 'Not expressed'),
  because: say('vì', 'because'),
  why: say('Vì sao', 'Why'),
  result: say('Kết quả', 'Result'),
  certainNow: say('Chắc chắn', 'Certain'),
  stillPossible: say('Có thể đạt', 'Possible'),
  outOf: say('trên', 'of'),
  held: say('Đạt', 'Held'),
  maybe: say('Chưa rõ', 'Not known yet'),
  notHeld: say('Không đạt', 'Not held'),
  outside: say('Không thuộc diện đánh giá', 'The set does not apply'),
  notRanked: say('Không xét', 'Not ranked'),
  noTitle: say('Chưa đạt danh hiệu nào', 'No title'),
  gates: say('Điều kiện phải có', 'Conditions to be met'),
  sufficesTitle: say('Cần thêm gì để đạt', 'What is still needed for'),
  sufficesAny: say('Một trong các cách sau là đủ:', 'Any one of these is enough:'),
  sufficesOne: say('Chỉ cần:', 'This is enough:'),
  sufficesHeld: say('Đã chắc chắn đạt, không cần thêm gì.', 'It is certain already; nothing more is needed.'),
  sufficesNever: say(
    'Với những gì đã nhập thì không thể đạt nữa. Nguyên nhân:',
    'With what is entered it cannot be reached any more. The causes:',
  ),
  sufficesNone: say(
    'Cần nhiều mục cùng lúc; hãy nhập thêm các mục còn trống.',
    'Many things are needed at once; go on with what is not entered yet.',
  ),
  go: say('Đến ô này', 'Go to the field'),
  details: say('Điểm từng mục', 'Points by item'),
  save: say('Lưu thành tệp', 'Save as a file'),
  open: say('Mở tệp', 'Open a file'),
  print: say('In phiếu', 'Print'),
  clear: say('Xóa hết', 'Clear all'),
  clearAsk: say('Xóa mọi thứ đã nhập cho bộ này?', 'Clear everything entered for this set?'),
  kept: say('Đã lưu trên máy này', 'Kept on this device'),
  keeping: say('Đang lưu…', 'Saving…'),
  notKept: say(
    'Không lưu được trên máy này (bộ nhớ đầy hoặc bị chặn). Hãy lưu thành tệp trước khi đóng trang.',
    'This device keeps nothing (storage is full or refused). Save a file before you close the page.',
  ),
  badFile: say('Tệp này không phải hồ sơ của trang', 'This file is no dossier of the page'),
  otherSet: say('Hồ sơ này theo bộ', 'This dossier is of the set'),
  otherSetUnknown: say('trang không có bộ đó nên chưa mở được.', 'which the page does not have.'),
  otherSetOpened: say('trang đã chuyển sang bộ đó.', 'and the page has changed to it.'),
  receiptAgrees: say('Biên nhận trong tệp khớp với hồ sơ và kết quả.', 'The receipt in the file agrees with dossier and result.'),
  receiptDiffers: say('Biên nhận trong tệp không khớp:', 'The receipt in the file does not agree:'),
  noReceipt: say('Tệp không có biên nhận.', 'The file has no receipt.'),
  leftOut: say('Không thuộc bộ này nên để ngoài:', 'Left out, since the set has no such field:'),
  undo: say('Hoàn tác', 'Undo'),
  cleared: say('Đã xóa.', 'Cleared.'),
  opened: say('Đã mở tệp.', 'The file is open.'),
  faults: say('Ô cần xem lại', 'Fields to look at'),
  toResult: say('Xem kết quả', 'See the result'),
  toForm: say('Về phần nhập', 'Back to the form'),
  contextFault: say('Không đánh giá được cho năm này', 'This year cannot be assessed'),
  failed: say('Trang không chạy được', 'The page cannot run'),
  reload: say('Tải lại', 'Reload'),
  sheetState: say('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'SOCIALIST REPUBLIC OF VIET NAM'),
  sheetMotto: say('Độc lập - Tự do - Hạnh phúc', 'Independence - Freedom - Happiness'),
  sheetTitle: say('PHIẾU TỰ ĐÁNH GIÁ', 'SELF-ASSESSMENT'),
  sheetItem: say('Nội dung', 'Item'),
  sheetMax: say('Điểm tối đa', 'Max points'),
  sheetOwn: say('Điểm tự đánh giá', 'Own points'),
  sheetSign: say('Người tự đánh giá', 'Assessed by'),
  sheetSignNote: say('(Ký, ghi rõ họ tên)', '(Signature and full name)'),
  sheetConfirm: say('Xác nhận', 'Confirmed by'),
  sheetPlace: say('Ngày … tháng … năm …', 'Date …'),
  sheetReceipt: say('Biên nhận (mã kiểm tra kết quả)', 'Receipt (digest of the result)'),
  sheetSubject: say('Hồ sơ', 'File'),
  sheetTotal: say('Tổng điểm', 'Total'),
  footer: say('Phần mềm nguồn mở tieuchi', 'Open-source software tieuchi'),
} satisfies Record<string, Words>;

export type Word = keyof typeof WORDS;

/** A number as people of the language write it; a fraction as a fraction. */
export function shown(exact: string, lang: Lang): string {
  const [whole = '', digits] = exact.split('.');
  if (exact.includes('/')) return exact;
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, lang === 'vi' ? '.' : ',');
  return digits === undefined ? grouped : `${grouped}${lang === 'vi' ? ',' : '.'}${digits}`;
}

/** A sentence with a capital letter. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A day as people of the language write it. */
export function shownDay(day: string, lang: Lang): string {
  return lang === 'vi' ? day.split('-').reverse().join('/') : day;
}
