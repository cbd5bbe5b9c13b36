// A dossier of JavaScript as bytes that the engine reads: every value as it is, or a finding with its
// place. src/flat.rs tells what the bytes mean.
//
// Objects are walked here and not through JSON.stringify, which would write NaN as null, that is "not
// known", call toJSON, and drop functions without a word.

/** Levels of a dossier are five: file, table, row, value, its parts. */
const DEEPEST = 16;

/** No dossier is larger; the engine holds JSON text to the same. */
const MOST_BYTES = 64 << 20;

const [NULL, FALSE, TRUE, WHOLE, NUMBER, TEXT, LIST, OBJECT, OTHER] = [0, 1, 2, 3, 4, 5, 6, 7, 8];

/** Stands for the number of a name that has none. */
const NAMELESS = -1;

/** Entries between two looks at how much room there is, and more words than they take; texts look themselves. */
const SOME = 32;
const SLACK = 4 * SOME + 16;

const encoder = new TextEncoder();
const hasOwn = Object.prototype.hasOwnProperty;

/** Names of a set by number. Dossiers are mostly alike: a name is looked for where it stood in the last one. */
export class Names {
  #numbers;
  #last = [];
  #found = [];

  constructor(list) {
    this.#numbers = new Map(list.map((name, number) => [name, number]));
  }

  /** The number of a name that is the so manieth of its dossier. */
  number(name, at) {
    if (this.#last[at] === name) return this.#found[at];
    const number = this.#numbers.get(name);
    if (at < 64) {
      this.#last[at] = name;
      this.#found[at] = number;
    }
    return number;
  }
}

class Writer {
  words = new Int32Array(1 << 10);
  bytes = new Uint8Array(this.words.buffer);
  /** How many words are written. */
  length = 0;
  /** How many names there were. */
  named = 0;
  /** Keys and places from the dossier down to where it is being written. */
  path = [];
  faults = [];
  names;
  fault;
  refuse;
}

/** What is written into, kept from one dossier to the next. */
let spare;

/** Whether a value is an object as braces make one. */
export function isPlain(value) {
  if (value === null || typeof value !== 'object') return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Whether a value has the entries of a plain object, none of which is an object itself. */
export function alike(value, plain) {
  let left = 0;
  for (const key in value) {
    const entry = value[key];
    if (entry !== plain[key] || typeof entry === 'object') return false;
    left++;
  }
  for (const _ in plain) left--;
  return left === 0;
}

/**
 * A dossier written down: so many `words`, and the same as `bytes`, good until the next one is written.
 *
 * `names` are the {@link Names} of the set; `fault(kind, pointer, shown)` gives a finding as JSON,
 * `refuse(findings)` throws them.
 */
export function written(value, { names, fault, refuse }) {
  // A getter of the dossier may judge another one meanwhile: that one gets a writer of its own.
  const writer = spare ?? new Writer();
  spare = undefined;
  writer.length = 0;
  writer.named = 0;
  writer.names = names;
  writer.faults = [];
  writer.fault = fault;
  writer.refuse = refuse;
  write(writer, value, 0);
  if (4 * writer.length > MOST_BYTES) tooLarge(writer, 4 * writer.length);
  if (writer.faults.length > 0) refuse(`[${writer.faults.join(',')}]`);
  if (writer.words.length <= 1 << 18) spare = writer;
  return writer;
}

function write(writer, value, depth) {
  switch (typeof value) {
    case 'string':
      // Half a letter is no text; the engine says so.
      if (!value.isWellFormed()) writer.words[writer.length++] = OTHER;
      else text(writer, TEXT, value);
      return;
    case 'number':
      number(writer, value, depth);
      return;
    case 'bigint':
      text(writer, NUMBER, String(value));
      return;
    case 'boolean':
      writer.words[writer.length++] = value ? TRUE : FALSE;
      return;
    case 'object':
      if (value === null) writer.words[writer.length++] = NULL;
      else if (depth === DEEPEST) throw tooDeep(writer, depth);
      else if (Array.isArray(value)) list(writer, value, depth);
      else if (isPlain(value) || Object.prototype.toString.call(value) === '[object Object]') object(writer, value, depth);
      else fault(writer, 'not-data', depth, value.constructor?.name ?? 'object');
      return;
    default:
      fault(writer, 'not-data', depth, typeof value);
  }
}

function list(writer, values, depth) {
  const begin = open(writer, LIST);
  const { length } = values;
  const { path } = writer;
  for (let at = 0; at < length; at++) {
    if (at % SOME === 0) room(writer, SLACK);
    path[depth] = at;
    write(writer, values[at], depth + 1);
  }
  close(writer, begin, length);
}

function object(writer, value, depth) {
  const begin = open(writer, OBJECT);
  const { path } = writer;
  let count = 0;
  let named = true;
  for (const key in value) {
    if (!hasOwn.call(value, key)) continue;
    const entry = value[key];
    // As in JSON: what is undefined is not there.
    if (entry === undefined) continue;
    if (count++ % SOME === 0) room(writer, SLACK);
    named = name(writer, key) && named;
    path[depth] = key;
    write(writer, entry, depth + 1);
  }
  close(writer, begin, count);
  if (named) return;
  // With half a letter in a name it is no object of any dossier.
  writer.length = begin;
  writer.words[writer.length++] = OTHER;
}

/** Begins what has entries: their number and that of their bytes are written in the end. */
function open(writer, kind) {
  const begin = writer.length;
  writer.words[begin] = kind;
  writer.length += 3;
  return begin;
}

function close(writer, begin, count) {
  writer.words[begin + 1] = count;
  writer.words[begin + 2] = writer.length - begin - 3;
  room(writer, SLACK);
}

/** Writes a name, and says whether it is one: half a letter is in none. */
function name(writer, key) {
  const number = writer.names.number(key, writer.named++);
  writer.words[writer.length++] = number ?? NAMELESS;
  if (number !== undefined) return true;
  letters(writer, key);
  return key.isWellFormed();
}

/** The shortest decimal that is this number, without an exponent. */
function number(writer, value, depth) {
  if (value === (value | 0)) {
    writer.words[writer.length] = WHOLE;
    writer.words[writer.length + 1] = value;
    writer.length += 2;
  } else if (!Number.isFinite(value)) fault(writer, 'not-finite', depth, String(value));
  else if (Number.isInteger(value) && !Number.isSafeInteger(value)) fault(writer, 'not-exact', depth, String(value));
  else text(writer, NUMBER, plain(String(value)));
}

function plain(digits) {
  const found = /^(-?)(\d)(?:\.(\d+))?e-(\d+)$/.exec(digits);
  if (found === null) return digits;
  const [, sign, first, rest = '', zeros] = found;
  return `${sign}0.${'0'.repeat(Number(zeros) - 1)}${first}${rest}`;
}

// ---- bytes -----------------------------------------------------------------------------------

function text(writer, kind, value) {
  writer.words[writer.length++] = kind;
  letters(writer, value);
}

/** How many bytes, and the bytes. */
function letters(writer, value) {
  const { length } = value;
  if (length > MOST_BYTES) tooLarge(writer, length);
  room(writer, 2 + (3 * length >>> 2) + SLACK);
  const { bytes } = writer;
  const begin = 4 * (writer.length + 1);
  let end = begin;
  // Short texts of ASCII are most; to call the encoder for them takes longer than to write them.
  if (length <= 32) {
    for (let letter = 0; letter < length; letter++) {
      const code = value.charCodeAt(letter);
      if (code > 0x7f) break;
      bytes[end++] = code;
    }
  }
  if (end - begin < length) end = begin + encoder.encodeInto(value, bytes.subarray(begin)).written;
  writer.words[writer.length] = end - begin;
  writer.length = (end + 3) >>> 2;
}

function room(writer, more) {
  const needed = writer.length + more;
  if (needed <= writer.words.length) return;
  if (4 * writer.length > MOST_BYTES) tooLarge(writer, 4 * writer.length);
  const larger = new Int32Array(Math.max(needed, 2 * writer.words.length));
  larger.set(writer.words.subarray(0, writer.length));
  writer.words = larger;
  writer.bytes = new Uint8Array(larger.buffer);
}

// ---- what no dossier holds -------------------------------------------------------------------

function fault(writer, kind, depth, shown) {
  writer.faults.push(writer.fault(kind, pointer(writer, depth), shown).slice(1, -1));
  writer.words[writer.length++] = NULL;
}

function tooLarge(writer, bytes) {
  writer.refuse(writer.fault('too-large', '', String(bytes)));
}

function tooDeep(writer, depth) {
  // An object that holds itself has no end: nothing more is looked at.
  const found = writer.fault('too-deep', pointer(writer, depth), 'object');
  try {
    writer.refuse(found);
  } catch (error) {
    return error;
  }
  return new Error('a refusal throws');
}

function pointer({ path }, depth) {
  return path.slice(0, depth).map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
