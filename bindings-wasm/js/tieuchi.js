// What JavaScript sees of the engine: plain objects, camelCase, errors that carry findings.
//
// Everything is computed behind the doors of generated/tieuchi.js; here words are put into form.
import * as doors from './generated/tieuchi.js';
import { dossierBytes } from './dossier.js';
import { bytes, camel, count, diagnosticsOf, known, nameOf, pairs, parsed, place, refuse, setting, summaryOf, text } from './forms.js';
import { state } from './state.js';

export { DiagnosticsError } from './forms.js';

/** The version of the package. */
export function version() {
  return run(() => doors.version());
}

/** Compiles a set, with the sets it rests on and its other editions. */
export function compile(source, options) {
  return new Plan(OWN, source, known(options, ['name', 'library', 'editions']));
}

/** Every finding of a set, its examples included; nothing is thrown for a wrong text. */
export function check(source, options) {
  const { name, library } = known(options, ['name', 'library']);
  const found = JSON.parse(run(() => doors.check(nameOf(name), text(source), pairs('library', library))));
  return {
    diagnostics: diagnosticsOf(found.diagnostics),
    examples: found.examples,
    examplesPassed: found.examples_passed,
  };
}

/** The set in its one layout. */
export function format(source, options) {
  const { name } = known(options, ['name']);
  return run(() => doors.format(nameOf(name), text(source), undefined));
}

/** The set with the keywords of a language. */
export function convert(source, lang, options) {
  const { name } = known(options, ['name']);
  return run(() => doors.format(nameOf(name), text(source), String(lang)));
}

/** The set with its edits done and what it rests on written out. */
export function flatten(source, options) {
  const { name, library } = known(options, ['name', 'library']);
  return run(() => doors.flatten(nameOf(name), text(source), pairs('library', library)));
}

/** Identifiers of the sets that a source reads or rests on. */
export function neededBy(source) {
  return run(() => doors.needed_by(text(source)));
}

let kinds;

/** The tokens of a text, each with what it is. */
export function highlight(source) {
  const found = run(() => doors.highlight(text(source)));
  kinds ??= doors.token_kinds();
  const tokens = [];
  for (let at = 0; at < found.length; at += 3) {
    tokens.push({ start: found[at], end: found[at + 1], kind: kinds[found[at + 2]] });
  }
  return tokens;
}

/** What may be written at a place of a text. */
export function complete(source, at) {
  return JSON.parse(run(() => doors.complete(text(source), count('at', at))));
}

/** What the word at a place of a text means. */
export function hover(source, at) {
  const found = parsed(run(() => doors.hover(text(source), count('at', at))));
  return found && { ...found, ...place(found) };
}

/** What the new set says otherwise than the old one. */
export function diff(before, after, options) {
  const [old, now] = sides(before, after, known(options, ['library']));
  return camel(JSON.parse(run(() => doors.diff(old, now, undefined, false))));
}

/** The same in words. */
export function diffText(before, after, options) {
  const { lang = 'vi', examples = false, ...rest } = known(options, ['library', 'lang', 'examples']);
  const [old, now] = sides(before, after, rest);
  return run(() => doors.diff(old, now, String(lang), Boolean(examples)));
}

function sides(before, after, { library }) {
  const beside = pairs('library', library);
  return [before, after].map((side) => [...pairs('source', [side]), ...beside]);
}

/** The wrappers are made here and nowhere else. */
const OWN = Symbol('made by tieuchi');

function guard(token) {
  if (token !== OWN) throw new TypeError('use compile() and evaluate()');
}

/** A compiled set. It may be used for any number of dossiers. */
export class Plan {
  #raw;
  #diagnostics;
  #names;
  #numbers;

  constructor(token, source, { name, library, editions }) {
    guard(token);
    const [beside, others] = [pairs('library', library), pairs('editions', editions)];
    this.#raw = run(() => new doors.Plan(nameOf(name), text(source), beside, others));
  }

  #door() {
    if (this.#raw === undefined) throw new TypeError('the plan is disposed');
    return this.#raw;
  }

  get id() {
    return this.#door().id();
  }

  get language() {
    return this.#door().language();
  }

  get diagnostics() {
    return (this.#diagnostics ??= diagnosticsOf(JSON.parse(this.#door().findings())));
  }

  edition(context) {
    return run(() => this.#door().edition(setting(context, true)));
  }

  facts(context) {
    return camel(JSON.parse(run(() => this.#door().facts(setting(context, true)))));
  }

  schema(context) {
    return JSON.parse(run(() => this.#door().schema(setting(context, true))));
  }

  examples() {
    return JSON.parse(run(() => this.#door().examples())).map(({ label, diagnostics, ...span }) => ({
      label,
      ...place(span),
      diagnostics: diagnosticsOf(diagnostics),
    }));
  }

  coverage() {
    return JSON.parse(run(() => this.#door().coverage())).map((target) => ({ ...target, ...place(target) }));
  }

  evaluate(dossier, context) {
    const [door, words] = [this.#door(), setting(context)];
    if (typeof dossier === 'string') return new Outcome(OWN, run(() => door.evaluate_json(dossier, words)));
    const file = this.#bytes(dossier);
    return new Outcome(OWN, run(() => door.evaluate(file, words)));
  }

  summary(dossier, context) {
    const [door, words] = [this.#door(), setting(context)];
    if (typeof dossier === 'string') return summaryOf(run(() => door.summary_json(dossier, words)), this.#known());
    const file = this.#bytes(dossier);
    return summaryOf(run(() => door.summary(file, words)), this.#known());
  }

  verify(receipt, dossier, options) {
    const { key } = known(options, ['key']);
    const stated = typeof receipt === 'string' ? receipt : JSON.stringify(receipt);
    const door = this.#door();
    if (typeof dossier === 'string') return JSON.parse(run(() => door.verify_json(stated, dossier, bytes(key))));
    const file = this.#bytes(dossier);
    return JSON.parse(run(() => door.verify(stated, file, bytes(key))));
  }

  /** Names by number. */
  #known() {
    return (this.#names ??= this.#door().names());
  }

  #bytes(dossier) {
    this.#numbers ??= new Map(this.#known().map((name, number) => [name, number]));
    return dossierBytes(dossier, { names: this.#numbers, fault: doors.host_fault, refuse });
  }

  dispose() {
    this.#raw?.free();
    this.#raw = undefined;
  }
}

/** What came out for one dossier. */
export class Outcome {
  #raw;
  #total;
  #class;

  constructor(token, raw) {
    guard(token);
    this.#raw = raw;
  }

  #door() {
    if (this.#raw === undefined) throw new TypeError('the outcome is disposed');
    return this.#raw;
  }

  get set() {
    return this.#door().set();
  }

  get edition() {
    return this.#door().edition();
  }

  get total() {
    return (this.#total ??= parsed(this.#door().total()));
  }

  get class() {
    return (this.#class ??= parsed(this.#door().class()));
  }

  explain(options) {
    const { keepBack = 'nothing' } = known(options, ['keepBack']);
    return camel(JSON.parse(run(() => this.#door().explain(String(keepBack)))));
  }

  text(options) {
    const door = this.#door();
    const given = known(options, ['lang', 'detail', 'keepBack']);
    const { lang = door.language(), detail = 'decisive', keepBack = 'nothing' } = given;
    return run(() => door.text(String(keepBack), String(detail), String(lang)));
  }

  letter(options) {
    const door = this.#door();
    const given = known(options, ['lang', 'format', 'keepBack']);
    const { lang = door.language(), format: form = 'text', keepBack = 'nothing' } = given;
    return run(() => door.letter(String(keepBack), String(form), String(lang)));
  }

  colour(options) {
    const { keepBack = 'nothing' } = known(options, ['keepBack']);
    return JSON.parse(run(() => this.#door().colour(String(keepBack), undefined)));
  }

  colourHtml(options) {
    const door = this.#door();
    const { lang = door.language(), keepBack = 'nothing' } = known(options, ['lang', 'keepBack']);
    return run(() => door.colour(String(keepBack), String(lang)));
  }

  get nextClass() {
    return this.#door().next_class();
  }

  suffices(options) {
    return camel(JSON.parse(this.#suffices(known(options, ['class', 'most', 'bound']), undefined)));
  }

  sufficesText(options) {
    const { lang = this.#door().language(), ...rest } = known(options, ['class', 'most', 'bound', 'lang']);
    return this.#suffices(rest, String(lang));
  }

  #suffices({ class: asked, most, bound }, lang) {
    const door = this.#door();
    const name = asked ?? door.next_class() ?? '';
    return run(() => door.suffices(String(name), count('most', most), count('bound', bound), lang));
  }

  restsOn(name) {
    return camel(JSON.parse(run(() => this.#door().rests_on(String(name), undefined))));
  }

  restsOnText(name, options) {
    const { lang = this.#door().language() } = known(options, ['lang']);
    return run(() => this.#door().rests_on(String(name), String(lang)));
  }

  compare(after, options) {
    const { keepBack = 'nothing' } = known(options, ['keepBack']);
    return camel(JSON.parse(this.#compare(after, keepBack, undefined)));
  }

  compareText(after, options) {
    const { lang = this.#door().language(), keepBack = 'nothing' } = known(options, ['lang', 'keepBack']);
    return this.#compare(after, keepBack, String(lang));
  }

  #compare(after, keepBack, lang) {
    if (!(after instanceof Outcome)) throw new TypeError('compare: another outcome is needed');
    const [old, now] = [this.#door(), after.#door()];
    return run(() => old.compare(now, String(keepBack), lang));
  }

  receipt(options) {
    const { key } = known(options, ['key']);
    return JSON.parse(run(() => this.#door().receipt(bytes(key))));
  }

  canonical(part, options) {
    const { key } = known(options, ['key']);
    return run(() => this.#door().canonical(String(part), bytes(key)));
  }

  result() {
    return JSON.parse(this.#door().result());
  }

  dispose() {
    this.#raw?.free();
    this.#raw = undefined;
  }
}

// Where the language has `using`, a plan or an outcome is freed at the end of its block; everywhere
// else the glue's FinalizationRegistry frees it with the object.
if (Symbol.dispose !== undefined) {
  for (const { prototype } of [Plan, Outcome]) {
    Object.defineProperty(prototype, Symbol.dispose, { value: prototype.dispose, configurable: true, writable: true });
  }
}

/** Runs a door; what it refuses becomes an error. */
function run(door) {
  try {
    return door();
  } catch (error) {
    if (typeof error === 'string') refuse(error);
    throw state.loaded ? error : new Error('tieuchi is not loaded: await init() first');
  }
}
