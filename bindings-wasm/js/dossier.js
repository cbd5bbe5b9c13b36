// A dossier of JavaScript as JSON text: every value as it is, or a finding with its place.
//
// JSON.stringify is not used on objects: it would write NaN as null, which means "not known", call
// toJSON, and drop functions without a word.
import { host_fault } from './generated/tieuchi.js';

/** Levels of a dossier are five: file, table, row, value, its parts. */
const DEEPEST = 16;

/** JSON text of a dossier; a string is taken for JSON text already. `refuse` gets findings as JSON. */
export function dossierText(value, refuse) {
  if (typeof value === 'string') return value;
  const writer = { out: '', faults: [], refuse };
  write(writer, value, [], 0);
  if (writer.faults.length > 0) refuse(`[${writer.faults.join(',')}]`);
  return writer.out;
}

function write(writer, value, path, depth) {
  switch (typeof value) {
    case 'string':
      // Lone surrogates are escaped, so that they reach the engine, which refuses them.
      writer.out += JSON.stringify(value);
      return;
    case 'number':
      number(writer, value, path);
      return;
    case 'bigint':
    case 'boolean':
      writer.out += String(value);
      return;
    case 'object':
      if (value === null) writer.out += 'null';
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
  writer.out += '[';
  for (let at = 0; at < values.length; at++) {
    if (at > 0) writer.out += ',';
    path.push(at);
    write(writer, values[at], path, depth + 1);
    path.pop();
  }
  writer.out += ']';
}

function object(writer, value, path, depth) {
  let comma = '{';
  for (const key of Object.keys(value)) {
    const entry = value[key];
    // As in JSON: what is undefined is not there.
    if (entry === undefined) continue;
    writer.out += `${comma}${JSON.stringify(key)}:`;
    comma = ',';
    path.push(key);
    write(writer, entry, path, depth + 1);
    path.pop();
  }
  writer.out += comma === '{' ? '{}' : '}';
}

/** The shortest decimal that is this number, without an exponent. */
function number(writer, value, path) {
  if (!Number.isFinite(value)) fault(writer, 'not-finite', path, String(value));
  else if (Number.isInteger(value) && !Number.isSafeInteger(value)) fault(writer, 'not-exact', path, String(value));
  else writer.out += plain(String(value));
}

function plain(text) {
  const found = /^(-?)(\d)(?:\.(\d+))?e-(\d+)$/.exec(text);
  if (found === null) return text;
  const [, sign, first, rest = '', zeros] = found;
  return `${sign}0.${'0'.repeat(Number(zeros) - 1)}${first}${rest}`;
}

function fault(writer, kind, path, shown) {
  writer.faults.push(host_fault(kind, pointer(path), shown).slice(1, -1));
  writer.out += 'null';
}

function tooDeep(writer, path) {
  // An object that holds itself has no end: nothing more is looked at.
  const found = host_fault('too-deep', pointer(path), 'object');
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
