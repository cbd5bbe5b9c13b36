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
const NAMELESS = 0xffff_ffff;

const encoder = new TextEncoder();

/** Bytes to write into, kept from one dossier to the next. */
let spare;

/**
 * The bytes of a dossier, good until the next one is written.
 *
 * `names` has the number of each name the set knows; `fault(kind, pointer, shown)` gives a finding as JSON,
 * `refuse(findings)` throws them.
 */
export function dossierBytes(value, { names, fault, refuse }) {
  // A getter of the dossier may judge another one meanwhile: that one gets bytes of its own.
  const writer = { bytes: spare ?? new Uint8Array(1 << 12), at: 0, names, faults: [], fault, refuse };
  spare = undefined;
  write(writer, value, [], 0);
  if (writer.at > MOST_BYTES) tooLarge(writer, writer.at);
  if (writer.faults.length > 0) refuse(`[${writer.faults.join(',')}]`);
  if (writer.bytes.length <= 1 << 20) spare = writer.bytes;
  return writer.bytes.subarray(0, writer.at);
}

function write(writer, value, path, depth) {
  room(writer, 16);
  switch (typeof value) {
    case 'string':
      // Half a letter is no text; the engine says so.
      if (!value.isWellFormed()) writer.bytes[writer.at++] = OTHER;
      else text(writer, TEXT, value);
      return;
    case 'number':
      number(writer, value, path);
      return;
    case 'bigint':
      text(writer, NUMBER, String(value));
      return;
    case 'boolean':
      writer.bytes[writer.at++] = value ? TRUE : FALSE;
      return;
    case 'object':
      if (value === null) writer.bytes[writer.at++] = NULL;
      else if (depth === DEEPEST) throw tooDeep(writer, path);
      else if (Array.isArray(value)) list(writer, value, path, depth);
      else if (Object.prototype.toString.call(value) === '[object Object]') object(writer, value, path, depth);
      else fault(writer, 'not-data', path, value.constructor?.name ?? 'object');
      return;
    default:
      fault(writer, 'not-data', path, typeof value);
  }
}

function list(writer, values, path, depth) {
  const begin = open(writer, LIST);
  const { length } = values;
  for (let at = 0; at < length; at++) {
    path.push(at);
    write(writer, values[at], path, depth + 1);
    path.pop();
  }
  close(writer, begin, length);
}

function object(writer, value, path, depth) {
  const begin = open(writer, OBJECT);
  let count = 0;
  let named = true;
  for (const key of Object.keys(value)) {
    const entry = value[key];
    // As in JSON: what is undefined is not there.
    if (entry === undefined) continue;
    count++;
    named &&= key.isWellFormed();
    name(writer, key);
    path.push(key);
    write(writer, entry, path, depth + 1);
    path.pop();
  }
  close(writer, begin, count);
  if (named) return;
  // With half a letter in a name it is no object of any dossier.
  writer.at = begin;
  writer.bytes[writer.at++] = OTHER;
}

/** Begins what has entries: their number and that of their bytes are written in the end. */
function open(writer, kind) {
  const begin = writer.at;
  writer.bytes[begin] = kind;
  writer.at += 9;
  return begin;
}

function close(writer, begin, count) {
  word(writer.bytes, begin + 1, count);
  word(writer.bytes, begin + 5, writer.at - begin - 9);
}

function name(writer, key) {
  room(writer, 16);
  const number = writer.names.get(key);
  word(writer.bytes, writer.at, number ?? NAMELESS);
  writer.at += 4;
  if (number === undefined) letters(writer, key);
}

/** The shortest decimal that is this number, without an exponent. */
function number(writer, value, path) {
  if (value === (value | 0)) {
    writer.bytes[writer.at] = WHOLE;
    word(writer.bytes, writer.at + 1, value);
    writer.at += 5;
  } else if (!Number.isFinite(value)) fault(writer, 'not-finite', path, String(value));
  else if (Number.isInteger(value) && !Number.isSafeInteger(value)) fault(writer, 'not-exact', path, String(value));
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
  writer.bytes[writer.at++] = kind;
  letters(writer, value);
}

/** How many bytes, and the bytes. */
function letters(writer, value) {
  const { length } = value;
  if (length > MOST_BYTES) tooLarge(writer, length);
  room(writer, 4 + 3 * length);
  const { bytes, at } = writer;
  const begin = at + 4;
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
  word(bytes, at, end - begin);
  writer.at = end;
}

function word(bytes, at, value) {
  bytes[at] = value;
  bytes[at + 1] = value >>> 8;
  bytes[at + 2] = value >>> 16;
  bytes[at + 3] = value >>> 24;
}

function room(writer, more) {
  const needed = writer.at + more;
  if (needed <= writer.bytes.length) return;
  if (writer.at > MOST_BYTES) tooLarge(writer, writer.at);
  const larger = new Uint8Array(Math.max(needed, 2 * writer.bytes.length));
  larger.set(writer.bytes.subarray(0, writer.at));
  writer.bytes = larger;
}

// ---- what no dossier holds -------------------------------------------------------------------

function fault(writer, kind, path, shown) {
  writer.faults.push(writer.fault(kind, pointer(path), shown).slice(1, -1));
  writer.bytes[writer.at++] = NULL;
}

function tooLarge(writer, bytes) {
  writer.refuse(writer.fault('too-large', '', String(bytes)));
}

function tooDeep(writer, path) {
  // An object that holds itself has no end: nothing more is looked at.
  const found = writer.fault('too-deep', pointer(path), 'object');
  try {
    writer.refuse(found);
  } catch (error) {
    return error;
  }
  return new Error('a refusal throws');
}

function pointer(path) {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
