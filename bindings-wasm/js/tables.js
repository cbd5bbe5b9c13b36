// Whole populations: tables as JavaScript has them go in, columns come out.
//
// Tables, a population and its results stay in the memory of the engine; what is here are handles.
import * as doors from './generated/tables.js';
import { camel, count, diagnosticsOf, known, nameOf, pairs, refuse, setting, text } from './forms.js';
import { tables as loaded } from './state.js';

export { DiagnosticsError, FileError, ProblemsError } from './forms.js';

/** How many subjects are evaluated before it is looked at whether others should have their turn. */
const PART = 4_096;

/** How long others wait for their turn, in milliseconds: less than a picture of a page takes. */
const TURN = 10;

const OWN = Symbol('made by tieuchi');

function guard(token) {
  if (token !== OWN) throw new TypeError('use compile(), table() and dataset()');
}

/** The version of the package. */
export function version() {
  return run(() => doors.version());
}

/** Compiles a set, with the sets it rests on and its other editions. */
export function compile(source, options) {
  return new Plan(OWN, source, known(options, ['name', 'library', 'editions']));
}

/** Reads the bytes of a file by the ending of its name: CSV, XLSX or Arrow IPC. */
export function readTable(name, bytes) {
  if (!(bytes instanceof Uint8Array)) throw new TypeError('bytes: a Uint8Array is needed');
  return new Table(OWN, run(() => doors.Table.read(String(name), bytes)));
}

/** A table of columns: typed arrays and lists, by name. */
export function table(columns) {
  if (columns instanceof Table) return columns;
  if (columns === null || typeof columns !== 'object') throw new TypeError('columns: an object of columns is needed');
  const raw = run(() => new doors.Columns());
  try {
    for (const [name, column] of Object.entries(columns)) put(raw, text(name), column);
  } catch (error) {
    raw.free();
    throw error;
  }
  return new Table(OWN, run(() => raw.finish()));
}

/** A handle of the engine, and how it is let go. */
class Handle {
  #raw;
  #what;

  constructor(token, raw, what) {
    guard(token);
    this.#raw = raw;
    this.#what = what;
  }

  /** Handles of this package alone have it. */
  static of(handle) {
    if (handle.#raw === undefined) throw new TypeError(`the ${handle.#what} is disposed`);
    return handle.#raw;
  }

  dispose() {
    this.#raw?.free();
    this.#raw = undefined;
  }
}

if (Symbol.dispose !== undefined) {
  Object.defineProperty(Handle.prototype, Symbol.dispose, { value: Handle.prototype.dispose, configurable: true, writable: true });
}

/** A table whose columns are there. */
export class Table extends Handle {
  constructor(token, raw) {
    super(token, raw, 'table');
  }

  get length() {
    return Handle.of(this).length();
  }

  get names() {
    return Handle.of(this).names();
  }

  head(rows = 5) {
    const { length } = this.names;
    const cells = Handle.of(this).head(count('rows', rows));
    return Array.from({ length: length === 0 ? 0 : cells.length / length }, (_, row) => cells.slice(row * length, (row + 1) * length));
  }

  pick(names) {
    const flat = Object.entries(names).flatMap(([name, given]) => [name, String(given)]);
    return new Table(OWN, run(() => Handle.of(this).pick(flat)));
  }
}

/** A compiled set. */
export class Plan extends Handle {
  constructor(token, source, { name, library, editions }) {
    const [beside, others] = [pairs('library', library), pairs('editions', editions)];
    super(token, run(() => new doors.Plan(nameOf(name), text(source), beside, others)), 'plan');
  }

  get id() {
    return Handle.of(this).id();
  }

  get language() {
    return Handle.of(this).language();
  }

  get diagnostics() {
    return diagnosticsOf(JSON.parse(Handle.of(this).findings()));
  }

  edition(context) {
    return run(() => Handle.of(this).edition(setting(context, true)));
  }

  facts(context) {
    return camel(JSON.parse(run(() => Handle.of(this).facts(setting(context, true)))));
  }

  columns(name = '', context = undefined) {
    return run(() => Handle.of(this).columns(String(name), setting(context, true)));
  }

  dataset(tables, context, options) {
    const { subjects, tables: others = {} } = known(tables, ['subjects', 'tables']);
    const [words, chosen] = [setting(context), optionsOf(options)];
    // What is made here of plain columns is let go here.
    const made = [];
    const tableOf = (given) => {
      const found = table(given);
      if (found !== given) made.push(found);
      return Handle.of(found);
    };
    let all;
    try {
      const root = tableOf(subjects);
      all = run(() => new doors.Tables(root));
      for (const [name, given] of Object.entries(others)) all.add(name, tableOf(given));
      return new Dataset(OWN, run(() => Handle.of(this).dataset(all, words, chosen)), this.language);
    } finally {
      all?.free();
      for (const one of made) one.dispose();
    }
  }

  async evaluateColumns(tables, context, options = {}) {
    const { onProgress, signal, ...rest } = options;
    signal?.throwIfAborted();
    const dataset = this.dataset(tables, context, rest);
    try {
      return await dataset.evaluate({ onProgress, signal });
    } finally {
      dataset.dispose();
    }
  }

  async evaluateArrow({ subjects, tables = {} }, context, options) {
    const read = (name, bytes) => readTable(`${name}.arrow`, bytes);
    const opened = [];
    try {
      const root = read('subjects', subjects);
      opened.push(root);
      const others = {};
      for (const [name, bytes] of Object.entries(tables)) {
        others[name] = read(name, bytes);
        opened.push(others[name]);
      }
      return await this.evaluateColumns({ subjects: root, tables: others }, context, options);
    } finally {
      for (const one of opened) one.dispose();
    }
  }
}

/** A population that fits a set. */
export class Dataset extends Handle {
  #language;

  constructor(token, raw, language) {
    super(token, raw, 'dataset');
    this.#language = language;
  }

  get length() {
    return Handle.of(this).length();
  }

  async evaluate(options) {
    const { onProgress, signal } = known(options, ['onProgress', 'signal']);
    const total = this.length;
    const raw = run(() => Handle.of(this).start());
    let own = raw;
    try {
      let begun = -Infinity;
      for (let more = true; more; ) {
        signal?.throwIfAborted();
        more = run(() => raw.step(PART));
        onProgress?.({ done: raw.done(), total });
        if (!more || performance.now() - begun < TURN) continue;
        await turn();
        begun = performance.now();
      }
      // It is used up, whatever comes of it.
      own = undefined;
      return new Results(OWN, run(() => raw.finish()), this.#language);
    } finally {
      own?.free();
    }
  }
}

/** What a population comes to. */
export class Results extends Handle {
  #language;

  constructor(token, raw, language) {
    super(token, raw, 'result');
    this.#language = language;
  }

  get length() {
    return Handle.of(this).length();
  }

  get columns() {
    const door = Handle.of(this);
    const columns = {};
    for (const [at, { name, type, digits, words }] of JSON.parse(door.columns()).entries()) {
      if (type === 'decimal') columns[name] = { type, values: door.decimals(at), digits };
      else if (type === 'codes') columns[name] = { type, values: door.codes(at), words };
      else columns[name] = textsOf(door, at);
    }
    return columns;
  }

  get problemCount() {
    return Handle.of(this).problem_count();
  }

  get problemCodes() {
    return JSON.parse(Handle.of(this).problem_codes());
  }

  problems(from = 0, to = this.problemCount) {
    return JSON.parse(Handle.of(this).problems(count('from', from), count('to', to)));
  }

  id(row) {
    return Handle.of(this).id(count('row', row));
  }

  explain(row, options) {
    const { keepBack = 'nothing' } = known(options, ['keepBack']);
    const found = run(() => Handle.of(this).explain(count('row', row), String(keepBack)));
    return found === undefined ? undefined : camel(JSON.parse(found));
  }

  text(row, options) {
    const { lang = this.#language, detail = 'decisive', keepBack = 'nothing' } = known(options, ['lang', 'detail', 'keepBack']);
    return run(() => Handle.of(this).text(count('row', row), String(keepBack), String(detail), String(lang)));
  }

  tally(by) {
    const names = by === undefined ? undefined : Array.from(by, String);
    return camel(JSON.parse(Handle.of(this).tally(names)));
  }

  arrow() {
    return run(() => Handle.of(this).arrow());
  }

  problemsArrow() {
    return run(() => Handle.of(this).problems_arrow());
  }
}

// ---- columns ---------------------------------------------------------------------------------

/** How many texts are brought at once: what is cut out of a long text may keep all of it. */
const TEXTS = 4_096;

/** The texts of a column of results; they are copied now, and cut apart when somebody reads them. */
function textsOf(door, at) {
  const length = door.length();
  const parts = [];
  for (let from = 0; from < length; from += TEXTS) {
    parts.push({ letters: door.letters(at, from, from + TEXTS), ends: door.ends(at, from, from + TEXTS) });
  }
  let texts;
  return {
    type: 'text',
    get values() {
      return (texts ??= cut(parts.splice(0)));
    },
  };
}

function cut(parts) {
  const texts = [];
  for (const { letters, ends } of parts) {
    let begun = 0;
    for (const end of ends) {
      texts.push(letters.slice(begun, end));
      begun = end;
    }
  }
  return texts;
}

/** Puts a column into a table that is being made. */
function put(raw, name, column) {
  if (Array.isArray(column) || ArrayBuffer.isView(column)) return run(() => values(raw, name, column, 0, undefined));
  const { values: given, digits = 0, missing, words } = known(column, ['values', 'digits', 'missing', 'words']);
  if (words !== undefined) {
    return run(() => raw.codes(name, Int32Array.from(given), Array.from(words, text)));
  }
  return run(() => values(raw, name, given, count('digits', digits), missing));
}

/** Arrays whose numbers fit into 32 bits with a sign. */
const SMALL = [Int8Array, Int16Array, Int32Array, Uint8Array, Uint8ClampedArray, Uint16Array];

function values(raw, name, given, digits, missing) {
  const lacks = missing === undefined ? new Uint8Array() : Uint8Array.from(missing, Number);
  if (lacks.length > 0 && lacks.length !== given.length) throw new TypeError(`${name}: \`missing\` has another length`);
  if (given instanceof BigInt64Array) return raw.longs(name, given, digits, lacks);
  if (given instanceof Float64Array) return raw.doubles(name, given, lacks);
  if (given instanceof Float32Array) return raw.floats(name, given, lacks);
  if (SMALL.some((kind) => given instanceof kind)) {
    if (digits > 0) return raw.longs(name, BigInt64Array.from(given, BigInt), digits, lacks);
    return raw.ints(name, Int32Array.from(given), lacks);
  }
  if (given instanceof Uint32Array) return raw.longs(name, BigInt64Array.from(given, BigInt), digits, lacks);
  if (!Array.isArray(given)) throw new TypeError(`${name}: a typed array, or a list of texts, numbers or truths is needed`);
  return listed(raw, name, given, digits, lacks);
}

/** A list of one kind of values; null and undefined are none. */
function listed(raw, name, given, digits, lacks) {
  let missing = lacks;
  let kind;
  for (let at = 0; at < given.length; at++) {
    const value = given[at];
    if (value === null || value === undefined) {
      if (missing.length === 0) missing = new Uint8Array(given.length);
      missing[at] = 1;
    } else if (kind === undefined) kind = typeof value;
    else if (kind !== typeof value) throw new TypeError(`${name}: row ${at + 1}: a ${typeof value} among values that are a ${kind}`);
  }
  const filled = (none) => given.map((value) => value ?? none);
  switch (kind) {
    case undefined:
    case 'string':
      return texts(raw, name, given, missing);
    case 'boolean':
      return raw.truths(name, truths(given), missing);
    case 'bigint':
      for (const value of given) {
        if (typeof value === 'bigint' && value !== BigInt.asIntN(64, value)) throw new RangeError(`${name}: \`${value}\` does not fit into 64 bits`);
      }
      return raw.longs(name, BigInt64Array.from(filled(0n)), digits, missing);
    case 'number':
      if (digits > 0) throw new TypeError(`${name}: digits are for whole numbers of a typed array or bigint`);
      return raw.doubles(name, Float64Array.from(filled(0)), missing);
    default:
      throw new TypeError(`${name}: texts, numbers, bigints or truths are needed, not a ${kind}`);
  }
}

/** Truths as one and nought. */
function truths(given) {
  const bytes = new Uint8Array(given.length);
  for (let at = 0; at < given.length; at++) if (given[at]) bytes[at] = 1;
  return bytes;
}

const encoder = new TextEncoder();

function texts(raw, name, given, missing) {
  let room = 0;
  for (const value of given) room += value?.length ?? 0;
  let letters = new Uint8Array(3 * room);
  const borders = new Int32Array(given.length + 1);
  let end = 0;
  for (let at = 0; at < given.length; at++) {
    const value = given[at];
    if (value !== null && value !== undefined) end = written(value, letters, end, name, at);
    borders[at + 1] = end;
  }
  letters = letters.subarray(0, end);
  return raw.texts(name, letters, borders, missing);
}

/** Longer texts are written by the platform: to begin takes it a while, and each letter less. */
const SHORT = 48;

/** Writes a text down; where it ends. */
function written(value, letters, begun, name, at) {
  let end = begun;
  if (value.length <= SHORT) {
    let place = 0;
    for (; place < value.length; place++) {
      const letter = value.charCodeAt(place);
      if (letter > 127) break;
      letters[end++] = letter;
    }
    if (place === value.length) return end;
  }
  if (!value.isWellFormed()) throw new TypeError(`${name}: row ${at + 1}: half a letter stands alone (a lone surrogate)`);
  return begun + encoder.encodeInto(value, letters.subarray(begun)).written;
}

/** Options of a population as the doors take them. */
function optionsOf(options) {
  const given = known(options, ['strict', 'floats', 'missingUnknown', 'ignoreUnknown', 'ignored', 'shared', 'items']);
  const { strict = false, floats = true, missingUnknown = false, ignoreUnknown = false, ignored = [], shared = [], items = false } = given;
  const list = (option, names) => {
    if (!Array.isArray(names)) throw new TypeError(`${option}: a list of names is needed`);
    return names.map(String);
  };
  return JSON.stringify({
    strict: Boolean(strict),
    floats: Boolean(floats),
    missingUnknown: Boolean(missingUnknown),
    ignoreUnknown: Boolean(ignoreUnknown),
    ignored: list('ignored', ignored),
    shared: list('shared', shared),
    items: Boolean(items),
  });
}

/** Lets others have their turn: messages, clicks, painting. */
function turn() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}

/** Runs a door; what it refuses becomes an error. */
function run(door) {
  try {
    return door();
  } catch (error) {
    if (typeof error === 'string') refuse(error);
    throw loaded.memory !== undefined ? error : new Error('tieuchi/tables is not loaded: await init() first');
  }
}
