// The package in Node beside rules engines for JavaScript and code by hand; prints ratios.
//
//   cargo xtask wasm && npm install --prefix benches/javascript && node benches/javascript/bench.js [one|table|native]
//
// One dossier: the set of `benches/src/learner.tieuchi` at three widths, as in `workload.js`. A table: six facts
// scored by bands, a total, a class that also asks for one answer. All give the same points and classes, which
// is checked before anything is timed. Programs run in turns; a time is the median of the rounds, a ratio the
// median of the ratios round by round. The time of the processor is counted.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { compile, version } from '../../bindings-wasm/js/node.js';
import { byHand, jsonLogic, jsonRules, numbers, population, set, zen } from './workload.js';

const FACTS = ['reading', 'courses', 'hours', 'meetings', 'advice', 'plans'];
const ROUNDS = 9;

const SET = `language en
criteria set BENCH "Six bands" edition E1 [assumed]
  in force from 2024-01-01
  applies to person
subject person "Person"
${FACTS.map((name) => `  fact ${name} "${name}": integer from 0 to 1000`).join('\n')}
  fact keeps_rules "Keeps the rules": yes no
${FACTS.map(
  (name, at) => `criterion ${at + 1} "${name}" max 10 points
  score by ${name}:
    under 5: 0 points
    from 5 to under 12: 4.5 points
    from 12 to under 30: 7.25 points
    from 30 up: 10 points`,
).join('\n')}
classification grade "Grade": highest class
  class good "Good" when total_points >= 40 and keeps_rules
  class fair "Fair" when total_points >= 20
  class none_yet "None yet": all other cases
`;

// ---- one dossier -----------------------------------------------------------------------------

const context = { period: 2025 };
const spent = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};
const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];
let sink;

/** So many copies of the set, so many dossiers of each, and how often a round goes through them. */
const WIDTHS = [[1, 1_000], [10, 200], [100, 20]];

async function one() {
  const taken = [];
  for (const [copies, count] of WIDTHS) taken.push(await width(copies, count));
  const aims = { 'json-logic-engine, built': 'at least 2', 'ZEN, the npm package': 'at least 85', 'json-rules-engine': 'at least 150' };
  const widths = WIDTHS.map(([copies]) => `${10 * copies}`);
  head('one dossier', ...widths.map((width) => `µs, ${width} indicators`), ...widths.map((width) => `to the engine, ${width}`), 'aim');
  for (const name of Object.keys(taken[0])) {
    const times = taken.map((of) => (median(of[name]) / 1_000).toFixed(1));
    line(name, ...times, ...taken.map((of) => ratio(of[name], of.engine)), aims[name] ?? '');
  }
  console.log();
}

/** Nanoseconds a dossier in each round. */
async function width(copies, count) {
  const people = population(count, copies);
  const plan = compile(set(copies));
  const engine = (_, dossier) => {
    const summary = plan.summary(dossier, context);
    const { class: held, status } = summary.class.closed[0];
    return { total: Number(summary.total.certain), class: held ?? status };
  };
  // How many times a round goes through all dossiers, so that no program has a round of a few milliseconds.
  const judges = {
    engine: [engine, 5],
    'json-logic-engine, built': [jsonLogic(copies), 3],
    'ZEN, the npm package': [zen(copies), 0.2],
    'json-rules-engine': [jsonRules(copies), 0.1],
    'JavaScript by hand, doubles': [byHand(copies), 40],
  };
  const hand = byHand(copies);
  for (const [name, [judge]] of Object.entries(judges)) {
    for (const { document, dossier } of people.slice(0, 200)) {
      const [found, expected] = [await judge(document, dossier), hand(document)];
      assert.deepEqual([Math.round(found.total * 100), found.class], [Math.round(expected.total * 100), expected.class], name);
    }
  }
  const taken = Object.fromEntries(Object.keys(judges).map((name) => [name, []]));
  for (let round = -1; round < ROUNDS; round++) {
    for (const [name, [judge, times]] of Object.entries(judges)) {
      const calls = Math.max(Math.round(count * times), 2);
      const begin = spent();
      for (let at = 0; at < calls; at++) {
        const { document, dossier } = people[at % count];
        const found = judge(document, dossier);
        sink = found instanceof Promise ? await found : found;
      }
      if (round >= 0) taken[name].push(((spent() - begin) * 1_000) / calls);
    }
  }
  return taken;
}

// ---- a table ---------------------------------------------------------------------------------

const ROWS = 100_000;

/** People with six facts and a rule that they keep or not. */
function people(count) {
  const source = numbers();
  const next = (below) => source.next().value % below;
  return Array.from({ length: count }, () => ({
    ...Object.fromEntries(FACTS.map((name) => [name, next(40)])),
    keeps_rules: next(10) > 0,
  }));
}

function points(value) {
  if (value < 5) return 0;
  if (value < 12) return 4.5;
  if (value < 30) return 7.25;
  return 10;
}

async function table() {
  const { compile: compileTables } = await import('../../bindings-wasm/js/tables-node.js');
  const rows = people(ROWS);
  const columns = Object.fromEntries(FACTS.map((name) => [name, Int32Array.from(rows, (row) => row[name])]));
  const keeps = Uint8Array.from(rows, (row) => Number(row.keeps_rules));
  const subjects = { id: rows.map((_, at) => `n${at}`), ...columns, keeps_rules: rows.map((row) => row.keeps_rules) };
  const tables = compileTables(SET);
  const dataset = tables.dataset({ subjects }, context);

  /** Typed arrays in, typed arrays out; doubles, as most would write it. */
  function columnsByHand() {
    const totals = new Float64Array(ROWS);
    const classes = new Int8Array(ROWS);
    for (const name of FACTS) {
      const column = columns[name];
      for (let row = 0; row < ROWS; row++) totals[row] += points(column[row]);
    }
    for (let row = 0; row < ROWS; row++) classes[row] = totals[row] >= 40 && keeps[row] === 1 ? 0 : totals[row] >= 20 ? 1 : 2;
    return { totals, classes };
  }

  const TABLE = {
    'engine, population in the engine': async () => {
      const results = await dataset.evaluate();
      const { columns: found } = results;
      results.dispose();
      return found;
    },
    'engine, columns brought each time': async () => {
      const results = await tables.evaluateColumns({ subjects }, context);
      const { columns: found } = results;
      results.dispose();
      return found;
    },
    'typed arrays by hand': columnsByHand,
  };
  const found = await TABLE['engine, columns brought each time']();
  const hand = columnsByHand();
  for (let row = 0; row < ROWS; row++) {
    assert.equal(Number(found['total.certain'].values[row]) / 10 ** found['total.certain'].digits, hand.totals[row]);
    assert.equal(found.class.words[found.class.values[row]], ['good', 'fair', 'none_yet'][hand.classes[row]]);
  }
  const tabled = Object.fromEntries(Object.keys(TABLE).map((name) => [name, []]));
  for (let round = -1; round < ROUNDS; round++) {
    for (const [name, judge] of Object.entries(TABLE)) {
      const begin = spent();
      sink = await judge();
      const time = ((spent() - begin) * 1_000) / ROWS;
      if (round >= 0) tabled[name].push(time);
    }
  }
  head('a table of 100 000', 'ns a subject', 'to the first line', 'aim');
  for (const [name, list] of Object.entries(tabled)) {
    const aim = name === 'typed arrays by hand' ? 'at least 1' : '';
    line(name, Math.round(median(list)), ratio(list, tabled['engine, population in the engine']), aim);
  }
  console.log();
}

// ---- the same engine without WebAssembly ------------------------------------------------------

/** Times of the program that `cargo bench --bench native` builds, in turns with those of the package. */
async function native() {
  const { compile: compileTables } = await import('../../bindings-wasm/js/tables-node.js');
  const rows = people(ROWS);
  const subjects = { id: rows.map((_, at) => `n${at}`), keeps_rules: rows.map((row) => row.keeps_rules) };
  for (const name of FACTS) subjects[name] = Int32Array.from(rows, (row) => row[name]);
  const dataset = compileTables(SET).dataset({ subjects }, context);
  const plan = compile(SET);
  const texts = rows.slice(0, 1_000).map((dossier) => JSON.stringify(dossier));

  const folder = mkdtempSync(join(tmpdir(), 'tieuchi-native-'));
  const names = ['id', ...FACTS, 'keeps_rules'];
  const lines = rows.map((row, at) => [`n${at}`, ...FACTS.map((name) => row[name]), row.keeps_rules].join(','));
  writeFileSync(join(folder, 'set.tieuchi'), SET);
  writeFileSync(join(folder, 'dossiers.ndjson'), texts.join('\n'));
  writeFileSync(join(folder, 'people.csv'), [names.join(','), ...lines].join('\n'));
  const program = ['bench', '--quiet', '-p', 'tieuchi-benches', '--bench', 'native', '--', folder];
  const child = spawn('cargo', program, { stdio: ['pipe', 'pipe', 'inherit'], cwd: import.meta.dirname });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  assert.equal((await answers.next()).value, 'ready');
  const ask = async (command) => {
    child.stdin.write(`${command}\n`);
    return Number((await answers.next()).value);
  };

  const judgeText = async () => {
    const begin = spent();
    for (let at = 0; at < 20_000; at++) sink = plan.summary(texts[at % texts.length], context);
    return ((spent() - begin) * 1_000) / 20_000;
  };
  const judgeTable = async () => {
    const begin = spent();
    (await dataset.evaluate()).dispose();
    return ((spent() - begin) * 1_000) / ROWS;
  };
  const PAIRS = [
    ['one dossier, JSON text to summary', () => ask('text 20000'), judgeText, 'at most 1.5'],
    ['a population, evaluated in the engine, for each subject', () => ask('table 10'), judgeTable, 'at most 2'],
  ];
  head('natively and in the package', 'native, ns', 'the package, ns', 'ratio', 'aim');
  for (const [what, natively, packaged, aim] of PAIRS) {
    const [own, other] = [[], []];
    for (let round = -1; round < ROUNDS; round++) {
      const times = [await natively(), await packaged()];
      if (round < 0) continue;
      own.push(times[0]);
      other.push(times[1]);
    }
    line(what, Math.round(median(own)), Math.round(median(other)), ratio(other, own), aim);
  }
  console.log();
  child.stdin.end();
  rmSync(folder, { recursive: true });
}

// ---- what is said ----------------------------------------------------------------------------

function line(...cells) {
  console.log(`| ${cells.join(' | ')} |`);
}

function head(what, ...columns) {
  line(what, ...columns);
  console.log(`|---|${'---:|'.repeat(columns.length)}`);
}

/** Ratios round by round: the median, the least and the greatest. */
function ratio(times, base) {
  const ratios = times.map((time, at) => time / base[at]);
  const [middle, least, most] = [median(ratios), Math.min(...ratios), Math.max(...ratios)].map((ratio) =>
    ratio < 10 ? ratio.toFixed(2) : ratio.toFixed(0),
  );
  return `${middle} (${least} – ${most})`;
}

console.log(`tieuchi ${version()}, Node ${process.version}, ${cpus()[0].model}\n`);
const asked = process.argv.slice(2);
for (const [name, part] of Object.entries({ one, table, native })) {
  if (asked.length === 0 || asked.includes(name)) await part();
}
void sink;
