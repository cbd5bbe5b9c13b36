// What JavaScript sees of the engine: plain objects, camelCase, errors that carry findings.
//
// Everything is computed behind the doors of a .wasm file; here words are put into form. There are two such
// files, with and without doors for authors, so all this is made for the doors that are given.
import { Names, alike, isPlain, written } from './dossier.js';
import { bytes, camel, count, diagnosticsOf, known, nameOf, pairs, parsed, refuse, setting, summaryOf, text } from './forms.js';
import { Room } from './room.js';

/** The wrappers are made here and nowhere else. */
const OWN = Symbol('made by tieuchi');

function guard(token) {
  if (token !== OWN) throw new TypeError('use compile() and evaluate()');
}

/** The package on top of these doors; `loaded.memory` is there once they work. */
export function engine(doors, loaded) {
  let doorOf;
  const room = new Room(doors, loaded);

  /** The version of the package. */
  function version() {
    return run(() => doors.version());
  }

  /** Compiles a set, with the sets it rests on and its other editions. */
  function compile(source, options) {
    return new Plan(OWN, source, known(options, ['name', 'library', 'editions']));
  }

  /** Identifiers of the sets that a source reads or rests on. */
  function neededBy(source) {
    return run(() => doors.needed_by(text(source)));
  }

  /** A compiled set. It may be used for any number of dossiers. */
  class Plan {
    #raw;
    #diagnostics;
    #names;
    #numbers;
    #setting;

    constructor(token, source, { name, library, editions }) {
      guard(token);
      const [beside, others] = [pairs('library', library), pairs('editions', editions)];
      this.#raw = run(() => new doors.Plan(nameOf(name), text(source), beside, others));
    }

    #door() {
      if (this.#raw === undefined) throw new TypeError('the plan is disposed');
      return this.#raw;
    }

    static {
      doorOf = (plan) => plan.#door();
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

    evaluate(dossier, context) {
      const door = this.#door();
      const chosen = this.#choose(door, context);
      if (typeof dossier === 'string') return new Outcome(OWN, run(() => door.evaluate_json(dossier)));
      const length = room.put(this.#written(dossier));
      this.#hold(door, chosen);
      return new Outcome(OWN, run(() => door.evaluate(length)));
    }

    summary(dossier, context) {
      const door = this.#door();
      const chosen = this.#choose(door, context);
      if (typeof dossier === 'string') {
        room.ready();
        run(() => door.summary_json(dossier));
      } else {
        const length = room.put(this.#written(dossier));
        this.#hold(door, chosen);
        try {
          door.summary(length);
        } catch (error) {
          failed(error);
        }
      }
      return summaryOf(room.view(), room.at, this.#known());
    }

    /** Sets the setting that dossiers are judged in, unless it is that of the last dossier. */
    #choose(door, context) {
      const last = this.#setting;
      if (last?.seen !== undefined && alike(context, last.seen) && this.#setting === last) return last;
      const seen = isPlain(context) ? { ...context } : undefined;
      const words = setting(seen ?? context);
      run(() => door.choose(words));
      return (this.#setting = { words, seen });
    }

    /** Sets it again, if a getter of a dossier has judged another one in another setting meanwhile. */
    #hold(door, chosen) {
      if (this.#setting === chosen) return;
      run(() => door.choose(chosen.words));
      this.#setting = chosen;
    }

    verify(receipt, dossier, options) {
      const { key } = known(options, ['key']);
      const stated = typeof receipt === 'string' ? receipt : JSON.stringify(receipt);
      const door = this.#door();
      if (typeof dossier === 'string') return JSON.parse(run(() => door.verify_json(stated, dossier, bytes(key))));
      const length = room.put(this.#written(dossier));
      return JSON.parse(run(() => door.verify(stated, length, bytes(key))));
    }

    /** Names by number. */
    #known() {
      return (this.#names ??= this.#door().names());
    }

    #written(dossier) {
      this.#numbers ??= new Names(this.#known());
      return written(dossier, { names: this.#numbers, fault: doors.host_fault, refuse });
    }

    dispose() {
      this.#raw?.free();
      this.#raw = undefined;
    }
  }

  /** What came out for one dossier. */
  class Outcome {
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
      failed(error);
    }
  }

  function failed(error) {
    if (typeof error === 'string') refuse(error);
    throw loaded.memory === undefined ? new Error('tieuchi is not loaded: await init() first') : error;
  }

  return { version, compile, neededBy, Plan, Outcome, run, doorOf };
}
