// The packed package in Chromium: as bare modules, in a Worker, through Vite and through webpack; all
// under a policy without eval.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { build } from 'vite';
import webpack from 'webpack';
import { corpus, generatedDossiers, installed, root } from './installed.js';
import { answerOf, browser, served } from './served.js';

const SET = `language en
criteria set READING "Reading year" edition E1 [assumed]
  in force from 2025-01-01
  applies to reader
subject reader "Reader"
  fact books "Books read": integer from 0 to 1000
title friend "Friend of reading" when books >= 12
`;

/** Modules that judge a dossier, a table and a text, and give the answer to `to`. */
const JUDGES = {
  one: (from, to) => `import { init, compile } from '${from}';
await init();
await init();
const outcome = compile(${JSON.stringify(SET)}).evaluate({ books: 14 }, { period: 2025 });
${to}(outcome.class.closed);
`,
  tables: (from, to) => `import { init, compile, version } from '${from}/tables';
await init();
const subjects = { id: ['a', 'b'], books: Int32Array.of(14, 3) };
const results = await compile(${JSON.stringify(SET)}).evaluateColumns({ subjects }, { period: 2025 });
const { values, words } = results.columns.class;
${to}([version(), ...Array.from(values, (code) => words[code])]);
`,
  authoring: (from, to) => `import { init, check, convert } from '${from}/authoring';
await init();
${to}([check(${JSON.stringify(SET)}).diagnostics.length, convert(${JSON.stringify(SET)}, 'vi').split('\\n')[0]]);
`,
};
const page = (script) => `<!doctype html>
<meta charset="utf-8">
<link rel="icon" href="data:,">
<title>Test</title>
<script type="module" src="${script}"></script>
`;
/** A page that asks a Worker. */
const asksWorker = "const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });\n" +
  'worker.onmessage = ({ data }) => { window.answer = data; };\n';
/** What each says. */
const SAID = {
  one: [{ class: 'friend' }],
  tables: [JSON.parse(readFileSync(join(root, 'bindings-wasm/package.json'), 'utf8')).version, 'friend', 'none'],
  authoring: [0, 'ngôn ngữ vi'],
};

let chrome;
let folder;
before(async () => {
  folder = installed();
  chrome = await browser();
});
after(() => chrome?.close());

/** Writes a small app into the folder of the package. */
function app(name, judge, from) {
  const at = join(folder, name);
  mkdirSync(at);
  writeFileSync(join(at, 'index.html'), page('./page.js'));
  writeFileSync(join(at, 'page.js'), judge(from, 'window.answer = '));
  writeFileSync(join(at, 'in-worker.html'), page('./in-worker.js'));
  writeFileSync(join(at, 'in-worker.js'), asksWorker);
  writeFileSync(join(at, 'worker.js'), judge(from, 'postMessage'));
  return at;
}

/** What both pages of an app answer. */
async function answers(folders) {
  const { url, stop } = await served(folders);
  try {
    return [await answerOf(chrome, `${url}/index.html`), await answerOf(chrome, `${url}/in-worker.html`)];
  } finally {
    stop();
  }
}

/** Without a bundler entries are told by their files: the policy allows no import map in a page. */
function bare(at) {
  for (const file of ['page.js', 'worker.js']) {
    const text = readFileSync(join(at, file), 'utf8');
    const entry = (_, name = '') => `'/tieuchi/js/${name === '' ? '' : `${name}-`}index.js'`;
    writeFileSync(join(at, file), text.replace(/'tieuchi(?:\/(\w+))?'/, entry));
  }
}

for (const [what, judge] of Object.entries(JUDGES)) {
  const both = [SAID[what], SAID[what]];

  describe(`${what} in Chromium`, () => {
    it('bare modules work in a page and in a Worker', async () => {
      const at = app(`bare-${what}`, judge, 'tieuchi');
      bare(at);
      assert.deepEqual(await answers([at, join(folder, 'node_modules')]), both);
    });

    it('a build of Vite works in a page and in a Worker', async () => {
      const at = app(`vite-${what}`, judge, 'tieuchi');
      const input = ['index.html', 'in-worker.html'].map((name) => join(at, name));
      await build({ root: at, base: './', logLevel: 'error', worker: { format: 'es' }, build: { target: 'es2022', rollupOptions: { input } } });
      assert.deepEqual(await answers([join(at, 'dist')]), both);
    });

    it('a build of webpack works in a page and in a Worker', async () => {
      const at = app(`webpack-${what}`, judge, 'tieuchi');
      const out = join(at, 'dist');
      const done = await new Promise((resolve, reject) => {
        const entry = { page: './page.js', 'in-worker': './in-worker.js' };
        const output = { path: out, filename: '[name].js', module: true };
        const options = { mode: 'production', context: at, entry, output, experiments: { outputModule: true } };
        webpack(options, (error, stats) => (error ? reject(error) : resolve(stats)));
      });
      assert.ok(!done.hasErrors(), done.toString());
      for (const name of ['index.html', 'in-worker.html']) cpSync(join(at, name), join(out, name));
      assert.deepEqual(await answers([out]), both);
    });
  });
}

describe('in Chromium', () => {
  it('the page of the README says what it should', async () => {
    const readme = readFileSync(join(root, 'bindings-wasm/README.md'), 'utf8');
    writeFileSync(join(folder, 'readme.html'), /^```html\n(.*?)^```/ms.exec(readme)[1]);
    // It has its script in the page itself, which no strict policy allows.
    const { url, stop } = await served([folder], null);
    const opened = await chrome.newPage();
    await opened.goto(`${url}/readme.html`);
    await opened.waitForFunction(() => document.querySelector('#answer').textContent !== '');
    assert.match(await opened.textContent('#answer'), /Friend of reading/);
    await opened.close();
    stop();
  });

  it('nothing works before the engine is loaded, and that is said', async () => {
    const at = join(folder, 'early');
    mkdirSync(at);
    writeFileSync(join(at, 'index.html'), page('./page.js'));
    const script = `import { compile, init } from '/tieuchi/js/index.js';
const failed = await init('/nothing.wasm').then(() => 'loaded', () => 'failed');
try { compile(''); } catch (error) { window.early = error.message; }
await init();
window.answer = [failed, window.early, typeof compile];
`;
    writeFileSync(join(at, 'page.js'), script);
    const { url, stop } = await served([at, join(folder, 'node_modules')]);
    const opened = await chrome.newPage();
    await opened.goto(`${url}/index.html`);
    await opened.waitForFunction(() => window.answer !== undefined);
    const found = await opened.evaluate(() => window.answer);
    assert.deepEqual(found, ['failed', 'tieuchi is not loaded: await init() first', 'function']);
    await opened.close();
    stop();
  });

  it('every case has the answers that Rust gives', async () => {
    const at = join(folder, 'corpus');
    mkdirSync(at);
    writeFileSync(join(at, 'index.html'), page('./page.js'));
    const script = `import * as tieuchi from '/tieuchi/js/authoring-index.js';
import { ask, generated } from './corpus.js';
await tieuchi.init();
const text = async (name) => (await fetch(name)).text();
const found = ask(tieuchi, await text('./corpus.ndjson'));
const whole = await generated(tieuchi, await text('./generated.ndjson'));
window.answer = { asked: found.asked, count: found.faults.length, faults: found.faults.slice(0, 5), whole };
`;
    writeFileSync(join(at, 'page.js'), script);
    cpSync(join(root, 'bindings-wasm/tests/corpus.js'), join(at, 'corpus.js'));
    cpSync(corpus, join(at, 'corpus.ndjson'));
    cpSync(generatedDossiers, join(at, 'generated.ndjson'));
    const { url, stop } = await served([at, join(folder, 'node_modules')]);
    const { asked, count, faults, whole } = await answerOf(chrome, `${url}/index.html`);
    stop();
    console.log(`corpus: ${asked} questions in Chromium ${chrome.version()}; ${whole.lines} dossiers, ${whole.digest}`);
    assert.ok(asked > 100);
    assert.deepEqual(faults, [], `${count} answers differ`);
    assert.ok(whole.lines >= 10_000 && whole.lines === whole.count);
    assert.equal(whole.digest, whole.expected);
  });
});
