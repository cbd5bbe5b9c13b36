// The types against what the package gives: answers of every form there is in cases/ are written down as
// TypeScript and compiled, so that a key that is missing in the types, or in the answers, is a fault.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, it } from 'node:test';
import { judged, named, whole } from './corpus.js';
import { corpus, imported, installed, root } from './installed.js';

let folder;
// All of it: every type of the package is in its types.
let tieuchi;
before(async () => {
  folder = installed();
  tieuchi = await imported(folder, 'authoring-node');
});

/** Compiles a module against the installed package, strictly; what the compiler says is the fault. */
function compiles(name, source) {
  writeFileSync(join(folder, `${name}.ts`), source);
  const strict = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess'];
  const modules = ['--module', 'nodenext', '--target', 'es2024', '--lib', 'es2024,dom,esnext.disposable', '--types', ''];
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  try {
    execFileSync('node', [tsc, ...strict, ...modules, `${name}.ts`], { cwd: folder, encoding: 'utf8' });
  } catch (error) {
    assert.fail(error.stdout.slice(0, 3_000));
  }
}

/** The forms of all objects in a value: their keys, in their place. */
function forms(value, type, place = type, out = []) {
  if (Array.isArray(value)) {
    for (const entry of value) forms(entry, type, place, out);
  } else if (value !== null && typeof value === 'object') {
    out.push(`${place}: ${Object.keys(value).join()}`);
    for (const [key, entry] of Object.entries(value)) forms(entry, type, `${type}.${key}`, out);
  }
  return out;
}

it('are those of every answer', () => {
  const lines = [];
  const seen = new Set();
  const keep = (type, value) => {
    const fresh = forms(value, type).filter((form) => !seen.has(form));
    if (fresh.length === 0) return;
    for (const form of fresh) seen.add(form);
    lines.push(`export const a${lines.length}: tieuchi.${type} = ${JSON.stringify(value)};`);
  };
  for (const text of readFileSync(corpus, 'utf8').trimEnd().split('\n')) {
    const question = JSON.parse(text);
    const library = named(question.library);
    try {
      if (question.ask === 'check') {
        const source = whole(question.set);
        // Some cases are long beyond reason, to show what is refused.
        if (source.length < 100_000) {
          keep('Token[]', tieuchi.highlight(source));
          keep('Completions', tieuchi.complete(source, source.length));
          const word = tieuchi.hover(source, Math.max(0, source.lastIndexOf('"')));
          if (word !== undefined) keep('Hover', word);
        }
        keep('Checked', tieuchi.check(whole(question.set), { name: 'case', library }));
        const plan = tieuchi.compile(whole(question.set), { library });
        keep('Facts', plan.facts());
        keep('ExampleResult[]', plan.examples());
        keep('Target[]', plan.coverage());
        keep('Schema', plan.schema());
        const next = whole(question.set).replaceAll('10', '11').replace('5', '6');
        keep('Difference', tieuchi.diff({ name: 'before', source: whole(question.set) }, next, { library }));
      }
      if (question.ask === 'compare') keep('Comparison', judged(tieuchi, question.before)[0].compare(judged(tieuchi, question)[0]));
      if (question.dossier === undefined) continue;
      const [outcome, plan, dossier] = judged(tieuchi, question);
      const receipt = outcome.receipt();
      keep('Explanation', outcome.explain());
      keep('Explanation', outcome.explain({ keepBack: 'all' }));
      keep('Receipt', receipt);
      keep('Receipt', outcome.receipt({ key: new Uint8Array(32) }));
      keep('Verification', plan.verify({ ...receipt, digests: { ...receipt.digests, input: receipt.digests.text } }, dossier));
      keep('ColouredLine[]', outcome.colour());
      lines.push(`export const a${lines.length}: ReturnType<tieuchi.Outcome['result']> = ${JSON.stringify(outcome.result())};`);
      if (outcome.nextClass === undefined) continue;
      keep('Suffices', outcome.suffices({ bound: 500 }));
      keep('RestsOn', outcome.restsOn(outcome.nextClass));
    } catch (error) {
      // Half of the cases show what is refused.
      assert.ok(error instanceof tieuchi.DiagnosticsError, String(error));
      keep('Diagnostic[]', error.diagnostics);
    }
  }
  console.log(`types: ${seen.size} forms of objects in ${lines.length} answers`);
  compiles('answers', `import type * as tieuchi from 'tieuchi/authoring';\n${lines.join('\n')}\n`);
});

it('are those of everything that is exported', async () => {
  for (const [from, file, entry] of [
    ['tieuchi', 'tieuchi', 'node'],
    ['tieuchi/authoring', 'authoring', 'authoring-node'],
    ['tieuchi/tables', 'tables', 'tables-node'],
  ]) {
    const engine = await imported(folder, entry);
    const names = Object.keys(engine).sort();
    const asked = names.map((name) => `void engine.${name};`).join('\n');
    compiles(`exported-${file}`, `import * as engine from '${from}';\n${asked}\n`);
    const declared = readFileSync(join(root, `bindings-wasm/js/${file}.d.ts`), 'utf8');
    const named = (text) => [...text.matchAll(/^export (?:function |class |\{ )(\w+)/gm)].map((found) => found[1]);
    const all = declared.includes("export * from './tieuchi.js'") ? readFileSync(join(root, 'bindings-wasm/js/tieuchi.d.ts'), 'utf8') : '';
    assert.deepEqual(names, [...new Set([...named(declared), ...named(all)])].sort());
    assert.doesNotMatch(declared, /\bany\b(?! )/, 'no type is left open');
  }
});

it('of tables are those of results, and refuse slips', async () => {
  const { compile } = await imported(folder, 'tables-node');
  const set = `language en
criteria set S "A set" edition E1 [assumed]
  in force from 2024-01-01
  applies to person
subject person "Person"
  fact books "Books": integer from 0 to 99
criterion 1 "Reading" max 10 points
  score by books:
    under 5: 0 points
    from 5 up: 10 points
title reader "Reader" when books >= 10
`;
  const results = await compile(set).evaluateColumns({ subjects: { id: ['a', 'b'], books: [3, 200] } }, { period: 2025 }, { items: true });
  const columns = Object.entries(results.columns).map(([name, column]) => {
    const list = Array.from(column.values, (value) => (typeof value === 'bigint' ? `${value}n` : JSON.stringify(value)));
    const kind = column.values.constructor.name;
    const values = kind === 'Array' ? `[${list}]` : `${kind}.of(${list})`;
    return `${JSON.stringify(name)}: { ...${JSON.stringify({ ...column, values: 0 })}, type: '${column.type}', values: ${values} }`;
  });
  compiles(
    'tables',
    `import { compile, type Problem, type ResultColumn, Table, type Tally, table } from 'tieuchi/tables';
export const problems: Problem[] = ${JSON.stringify(results.problems())};
export const tally: Tally = ${JSON.stringify(results.tally(['x', 'y']))};
export const columns: Record<string, ResultColumn> = { ${columns.join(', ')} };
using plan = compile('');
const people = table({ id: ['a', null], books: Int32Array.of(1, 2), points: { values: BigInt64Array.of(1n, 2n), digits: 2 } });
using dataset = plan.dataset({ subjects: people, tables: { rows: { subject: ['a'], kind: { values: [0], words: ['x'] } } } }, { period: 2025 });
void dataset.evaluate({ signal: AbortSignal.abort(), onProgress: ({ done, total }) => done / total });
// @ts-expect-error values of two kinds
table({ id: ['a', 1] });
// @ts-expect-error a slip of the pen
plan.dataset({ subject: people }, { period: 2025 });
// @ts-expect-error nobody makes a table but table()
new Table();
`,
  );
});

it('fit the examples of the README, and refuse slips', () => {
  const readme = readFileSync(join(root, 'bindings-wasm/README.md'), 'utf8');
  for (const [at, found] of [...readme.matchAll(/^```js\n(.*?)^```/gms)].entries()) compiles(`readme${at}`, found[1]);
  compiles(
    'slips',
    `import { compile, Plan } from 'tieuchi';
using plan = compile('');
const outcome = plan.evaluate({ books: 14, rows: [{ $id: 'a', $status: 'waiting', day: '2025' }] }, { period: 2025 });
const certain: string | undefined = outcome.total?.certain;
// @ts-expect-error a number is not given
const points: number | undefined = outcome.total?.certain;
// @ts-expect-error a slip of the pen
plan.evaluate({}, { perod: 2025 });
// @ts-expect-error a period is needed
plan.evaluate({}, {});
// @ts-expect-error nobody makes a plan but compile
new Plan();
// @ts-expect-error no such language
outcome.text({ lang: 'fr' });
// @ts-expect-error a day is a text
plan.evaluate({ day: new Date() }, { period: 2025 });
void [certain, points];
`,
  );
});
