// The package for those who write sets: all of it, and checks, layout, languages, differences, and what an
// editor asks.
import { engine } from './engine.js';
import { camel, count, diagnosticsOf, known, nameOf, pairs, parsed, place, text } from './forms.js';

/** The package on top of doors that have those for authors. */
export function authoring(doors, loaded) {
  const { run, doorOf, ...own } = engine(doors, loaded);

  /** Every finding of a set, its examples included; nothing is thrown for a wrong text. */
  function check(source, options) {
    const { name, library } = known(options, ['name', 'library']);
    const found = JSON.parse(run(() => doors.check(nameOf(name), text(source), pairs('library', library))));
    return {
      diagnostics: diagnosticsOf(found.diagnostics),
      examples: found.examples,
      examplesPassed: found.examples_passed,
    };
  }

  /** The set in its one layout. */
  function format(source, options) {
    const { name } = known(options, ['name']);
    return run(() => doors.format(nameOf(name), text(source), undefined));
  }

  /** The set with the keywords of a language. */
  function convert(source, lang, options) {
    const { name } = known(options, ['name']);
    return run(() => doors.format(nameOf(name), text(source), String(lang)));
  }

  /** The set with its edits done and what it rests on written out. */
  function flatten(source, options) {
    const { name, library } = known(options, ['name', 'library']);
    return run(() => doors.flatten(nameOf(name), text(source), pairs('library', library)));
  }

  let kinds;

  /** The tokens of a text, each with what it is. */
  function highlight(source) {
    const found = run(() => doors.highlight(text(source)));
    kinds ??= doors.token_kinds();
    const tokens = [];
    for (let at = 0; at < found.length; at += 3) {
      tokens.push({ start: found[at], end: found[at + 1], kind: kinds[found[at + 2]] });
    }
    return tokens;
  }

  /** What may be written at a place of a text. */
  function complete(source, at) {
    return JSON.parse(run(() => doors.complete(text(source), count('at', at))));
  }

  /** What the word at a place of a text means. */
  function hover(source, at) {
    const found = parsed(run(() => doors.hover(text(source), count('at', at))));
    return found && { ...found, ...place(found) };
  }

  /** What the new set says otherwise than the old one. */
  function diff(before, after, options) {
    const [old, now] = sides(before, after, known(options, ['library']));
    return camel(JSON.parse(run(() => doors.diff(old, now, undefined, false))));
  }

  /** The same in words. */
  function diffText(before, after, options) {
    const { lang = 'vi', examples = false, ...rest } = known(options, ['library', 'lang', 'examples']);
    const [old, now] = sides(before, after, rest);
    return run(() => doors.diff(old, now, String(lang), Boolean(examples)));
  }

  function sides(before, after, { library }) {
    const beside = pairs('library', library);
    return [before, after].map((side) => [...pairs('source', [side]), ...beside]);
  }

  const methods = {
    examples() {
      return JSON.parse(run(() => doorOf(this).examples())).map(({ label, diagnostics, ...span }) => ({
        label,
        ...place(span),
        diagnostics: diagnosticsOf(diagnostics),
      }));
    },

    coverage() {
      return JSON.parse(run(() => doorOf(this).coverage())).map((target) => ({ ...target, ...place(target) }));
    },
  };
  for (const [name, value] of Object.entries(methods)) {
    Object.defineProperty(own.Plan.prototype, name, { value, configurable: true, writable: true });
  }

  return { ...own, check, format, convert, flatten, diff, diffText, highlight, complete, hover };
}
