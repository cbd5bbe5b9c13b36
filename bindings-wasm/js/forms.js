// The forms of what goes in and of what comes out, the same for both engines of the package.

/** Texts, dossiers or receipts are wrong: `diagnostics` says where, and what to do. */
export class DiagnosticsError extends Error {
  constructor(diagnostics) {
    const first = diagnostics.slice(0, 3).map((found) => line(found, 'en'));
    if (diagnostics.length > 3) first.push(`… ${diagnostics.length - 3} more`);
    super(first.join('\n'));
    this.name = 'DiagnosticsError';
    this.diagnostics = diagnostics;
  }

  /** Every finding on a line of its own. */
  text(lang = 'vi') {
    return this.diagnostics.map((found) => line(found, lang)).join('\n');
  }
}

function line(found, lang) {
  const label = found.labels[0];
  const place = label === undefined ? (found.pointer ?? '') : `${found.source ?? ''}:${label.line}:${label.column}`;
  const help = found.help === undefined ? '' : ` (${found.help[lang]})`;
  return `${place === '' ? '' : `${place}: `}${found.code}: ${found.message[lang]}${help}`;
}

// ---- what goes in ----------------------------------------------------------------------------

/** Options of those names; another name is a slip that would change a result unseen. */
export function known(options, names) {
  if (options === undefined) return {};
  if (options === null || typeof options !== 'object') throw new TypeError('options: an object is needed');
  for (const name of Object.keys(options)) {
    if (!names.includes(name)) throw new TypeError(`options: \`${name}\` is not known; there are ${names.join(', ')}`);
  }
  return options;
}

export function text(source) {
  if (typeof source !== 'string') throw new TypeError('source: the text of a set is needed');
  // Lone halves of a letter would reach the engine as another letter.
  if (!source.isWellFormed()) throw new TypeError('source: half a letter stands alone (a lone surrogate)');
  return source;
}

export function nameOf(name) {
  return name === undefined ? '' : String(name);
}

/** Texts, or texts with names, as a flat list of names and texts. */
export function pairs(option, list = []) {
  if (!Array.isArray(list)) throw new TypeError(`${option}: a list of texts is needed`);
  return list.flatMap((entry) => {
    if (typeof entry === 'string') return ['', text(entry)];
    const { name, source } = known(entry, ['name', 'source']);
    return [nameOf(name), text(source)];
  });
}

/** The context as the doors take it: [year, first, last, judged, open, regions]. */
export function setting(context, optional = false) {
  if (context === undefined && optional) return undefined;
  const { period, judgedOn, file = 'closed', regions = [] } = known(context, ['period', 'judgedOn', 'file', 'regions']);
  if (file !== 'open' && file !== 'closed') throw new TypeError('file: "open" or "closed" is needed');
  if (!Array.isArray(regions)) throw new TypeError('regions: a list is needed');
  return JSON.stringify([...periodOf(period), textOr(judgedOn), file === 'open', regions.map(String)]);
}

function periodOf(period) {
  if (Number.isInteger(period)) return [period, null, null];
  if (typeof period === 'string') {
    if (/^\d{4}$/.test(period)) return [Number(period), null, null];
    const [first, last, ...more] = period.split('..');
    if (last !== undefined && more.length === 0) return [null, first, last];
  } else if (period !== null && typeof period === 'object') {
    const { from, to } = known(period, ['from', 'to']);
    return [null, textOr(from), textOr(to)];
  }
  throw new TypeError('period: a year, "2025-01-01..2025-12-31" or { from, to } is needed');
}

function textOr(value) {
  return value === undefined || value === null ? null : String(value);
}

export function count(option, value) {
  if (value === undefined) return undefined;
  if (!Number.isInteger(value) || value < 0 || value > 0xffff_ffff) throw new RangeError(`${option}: a whole number from 0 is needed`);
  return value;
}

export function bytes(key) {
  if (key !== undefined && !(key instanceof Uint8Array)) throw new TypeError('key: a Uint8Array is needed');
  return key;
}

// ---- what comes out --------------------------------------------------------------------------

/** Total and class of a dossier, as the engine writes them in bytes from a place on; classes are numbers of names. */
export function summaryOf(bytes, from, names) {
  const read = { bytes, names, at: from + 2 };
  const [count, classes] = [bytes[from], bytes[from + 1]];
  const certain = count === 0 ? undefined : shortText(read);
  const possible = count === 3 ? shortText(read) : certain;
  const reachable = count === 3 ? shortText(read) : certain;
  const summary = {};
  if (count > 0) summary.total = { certain, possible, reachable };
  if (classes > 0) summary.class = { closed: standings(read), open: standings(read) };
  return summary;
}

function shortText(read) {
  const end = read.at + 1 + read.bytes[read.at++];
  let text = '';
  while (read.at < end) text += String.fromCharCode(read.bytes[read.at++]);
  return text;
}

/** What stands for the negative numbers from −1 down. */
const STATUSES = ['not-applicable', 'not-ranked', 'none'];

function standings(read) {
  const list = [];
  for (let left = read.bytes[read.at++]; left > 0; left--) {
    const [a, b, c, d] = [read.bytes[read.at], read.bytes[read.at + 1], read.bytes[read.at + 2], read.bytes[read.at + 3]];
    const number = a | (b << 8) | (c << 16) | (d << 24);
    read.at += 4;
    list.push(number < 0 ? { status: STATUSES[-1 - number] } : { class: read.names[number] });
  }
  return list;
}

/** Cells of a table are wrong, and none was to be: `problems` says which. */
export class ProblemsError extends Error {
  constructor(problems) {
    super(`${problems.length} problems, the first: ${problems[0].table}, row ${problems[0].row}: ${problems[0].code}: ${problems[0].message.en}`);
    this.name = 'ProblemsError';
    this.problems = problems;
  }
}

/** A file cannot be read: `words` says why, in both languages. */
export class FileError extends Error {
  constructor(words) {
    super(words.en);
    this.name = 'FileError';
    this.words = words;
  }
}

/** Findings, problems or words as JSON, or a sentence for the programmer. */
export function refuse(refusal) {
  if (refusal.startsWith('{')) {
    const { problems, unreadable } = JSON.parse(refusal);
    throw problems === undefined ? new FileError(unreadable) : new ProblemsError(problems);
  }
  if (!refusal.startsWith('[')) throw new RangeError(refusal);
  throw new DiagnosticsError(diagnosticsOf(JSON.parse(refusal)));
}

export function diagnosticsOf(list) {
  return list.map(({ labels = [], fix, ...found }) => ({
    ...found,
    // A label whose text is not known has no place that JavaScript could count in.
    labels: labels.filter(({ start }) => start.utf16 !== undefined).map(({ text: words, ...span }) => ({ ...place(span), text: words })),
    ...(fix === undefined ? {} : { fix: { ...place(fix), replacement: fix.replacement } }),
  }));
}

export function place({ start, end }) {
  return { start: start.utf16, end: end.utf16, line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}

export function parsed(json) {
  return json === undefined ? undefined : JSON.parse(json);
}

const NAMES = new Map();

/** The keys of the engine's own objects in camelCase, in place. */
export function camel(value) {
  if (Array.isArray(value)) {
    for (const entry of value) camel(entry);
  } else if (value !== null && typeof value === 'object') {
    for (const [key, entry] of Object.entries(value)) {
      camel(entry);
      if (!key.includes('_')) continue;
      let name = NAMES.get(key);
      if (name === undefined) {
        name = key.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
        NAMES.set(key, name);
      }
      delete value[key];
      value[name] = entry;
    }
  }
  return value;
}
