// The questions of cases/ with their exact answers, asked of the package: in Node and in browsers alike.
// docs/en/src/conformance.md tells the form of the file.

/** Functions that tieuchi/authoring alone has. */
const AUTHORING = ['check', 'convert', 'flatten'];

/** Asks every question there is a function for; what differs, a line each, and how many were asked. */
export function ask(tieuchi, ndjson) {
  const lines = ndjson.trimEnd().split('\n').map((text) => JSON.parse(text));
  const questions = lines.filter(({ ask: name }) => !AUTHORING.includes(name) || name in tieuchi);
  const faults = [];
  for (const question of questions) {
    const expected = question.answer;
    const found = answer(tieuchi, question);
    if ('findings' in expected && 'findings' in found) {
      expected.findings = expected.findings.map((finding) => findingOf(finding, question));
    }
    // A receipt is compared letter by letter, the rest by value.
    for (const key of new Set([...Object.keys(expected), ...Object.keys(found)])) {
      const [said, is] = key === 'receipt' ? [JSON.stringify(expected[key]), JSON.stringify(found[key])] : [canonical(expected[key]), canonical(found[key])];
      if (said !== is) faults.push(`${question.case} ${question.ask} ${key}\n  - ${said}\n  + ${is}`);
    }
  }
  return { asked: questions.length, faults };
}

/** The digest of what is said of generated dossiers, and the one that the file says; how many there are. */
export async function generated(tieuchi, ndjson) {
  const questions = ndjson.trimEnd().split('\n').map((line) => JSON.parse(line));
  const { digest: expected, dossiers: count } = questions.pop();
  const lines = questions.flatMap(({ set, library, period, dossiers }) => {
    const plan = tieuchi.compile(set, { library: named(library) });
    return dossiers.map((dossier) => `${said(tieuchi, plan, dossier, period)}\n`);
  });
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(lines.join(''))));
  const digest = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { digest, expected, count, lines: lines.length };
}

function said(tieuchi, plan, dossier, period) {
  try {
    const { digests } = plan.evaluate(dossier, { period }).receipt();
    return ['meaning', 'text', 'options', 'input', 'result', 'row'].map((part) => digests[part]).join(' ');
  } catch (error) {
    if (!(error instanceof tieuchi.DiagnosticsError)) throw error;
    return error.diagnostics.map(({ code }) => code).join(' ');
  }
}

function answer(tieuchi, question) {
  try {
    return answers[question.ask](tieuchi, question);
  } catch (error) {
    if (!(error instanceof tieuchi.DiagnosticsError)) throw error;
    return { findings: error.diagnostics.map((finding) => bare(finding, question)) };
  }
}

const answers = {
  check(tieuchi, { set, library, editions }) {
    const { diagnostics } = tieuchi.check(whole(set), { name: 'case', library: named(library) });
    return { findings: diagnostics.map((finding) => bare(finding, { editions })) };
  },
  evaluate(tieuchi, question) {
    const [outcome] = judged(tieuchi, question);
    const text = (lang) => outcome.text({ lang, detail: 'full' });
    return {
      explanation: snake(outcome.explain()),
      receipt: outcome.receipt(),
      vi: text('vi'),
      en: text('en'),
      letter_vi: outcome.letter({ lang: 'vi' }),
      letter_en: outcome.letter({ lang: 'en' }),
    };
  },
  suffices(tieuchi, question) {
    const [outcome] = judged(tieuchi, question);
    const options = { class: question.class, most: question.most, bound: question.bound };
    for (const key of Object.keys(options)) options[key] ??= undefined;
    return snake(outcome.suffices(options));
  },
  rests(tieuchi, question) {
    const [outcome] = judged(tieuchi, question);
    return snake(outcome.restsOn(question.class ?? outcome.nextClass ?? ''));
  },
  compare(tieuchi, question) {
    const [before] = judged(tieuchi, question.before);
    return snake(before.compare(judged(tieuchi, question)[0]));
  },
  convert: (tieuchi, { set, to }) => ({ text: tieuchi.convert(whole(set), to) }),
  flatten: (tieuchi, { set, library }) => ({ text: tieuchi.flatten(whole(set), { library: named(library) }) }),
  verify(tieuchi, question) {
    const [, plan, dossier] = judged(tieuchi, question);
    const key = question.key === null ? undefined : new TextEncoder().encode(question.key);
    const { differs } = plan.verify(whole(question.receipt), dossier, { key });
    return { differs: differs.map(({ part }) => part) };
  },
};

/** Outcome, plan and dossier. */
export function judged(tieuchi, { set, library, editions, context, dossier }) {
  const options = { name: 'case', library: named(library), editions: editions.map((source) => ({ name: 'edition', source })) };
  const plan = tieuchi.compile(whole(set), options);
  const { period, judged_on: judgedOn, open, regions } = context;
  const [from, to] = Array.isArray(period) ? period : [];
  const outcome = plan.evaluate(whole(dossier), {
    period: from === undefined ? period : { from, to },
    judgedOn,
    file: open ? 'open' : 'closed',
    regions,
  });
  return [outcome, plan, whole(dossier)];
}

/** A text; a very long one is told by a line in it that is repeated. */
export function whole(text) {
  return typeof text === 'string' ? text : text.before + text.line.repeat(text.times) + text.after;
}

export function named(library) {
  return library.map((source) => ({ name: 'library', source }));
}

/** A finding of the file in the form of the package; which text it is in is told by its places. */
function findingOf({ source, labels = [], fix, ...finding }, question) {
  const span = ({ start, end }) => ({ start: start.utf16, end: end.utf16, line: start.line, column: start.column, endLine: end.line, endColumn: end.column });
  const form = { ...finding, labels: labels.map((label) => ({ ...span(label), text: label.text })) };
  return bare(fix === undefined ? form : { ...form, fix: { ...span(fix), replacement: fix.replacement } }, question);
}

/** Of several editions it is not known which text a place is in, and none is told. */
function bare({ source, ...finding }, { editions }) {
  return editions.length === 0 ? finding : { ...finding, labels: [] };
}

function snake(value) {
  if (Array.isArray(value)) return value.map(snake);
  if (value === null || typeof value !== 'object') return value;
  const name = (key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [name(key), snake(entry)]));
}

/** JSON with sorted keys. */
function canonical(value) {
  return JSON.stringify(value, (_, entry) =>
    entry !== null && typeof entry === 'object' && !Array.isArray(entry)
      ? Object.fromEntries(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)))
      : entry,
  );
}
