// The packed package in Node: how it is loaded, what it gives, what it refuses.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { imported, installed, root } from './installed.js';

const SET = `ngôn ngữ vi
bộ tiêu chí THU "Bộ thử" bản B1 [giả định]
  hiệu lực từ 01/01/2020
  áp dụng cho người
đối tượng người "Người"
  thông tin số_sách "Số sách": số nguyên từ 0 đến 1000
  thông tin điểm_thi "Điểm thi": số 2 lẻ từ 0 đến 10
  thông tin tên "Tên": chữ
  thông tin ngày_vào "Ngày vào": ngày
  thông tin lớn "Số lớn": số nguyên từ 0 đến 100000000000000000
tiêu chí 1 "Đọc" tối đa 10 điểm
  chấm theo số_sách:
    dưới 12: 5 điểm
    từ 12 trở lên: 10 điểm
danh hiệu bạn_đọc "Bạn đọc" khi tổng_điểm >= 10 và điểm_thi >= 5
`;

/** The most bytes of a .wasm file as it travels. What a page waits for is the first; it should be below 450,000. */
const MOST_BYTES = { tieuchi: 575_000, authoring: 750_000 };

let folder;
let tieuchi;
let authoring;
before(async () => {
  folder = installed();
  tieuchi = await imported(folder);
  authoring = await imported(folder, 'authoring-node');
});

/** The findings that a call throws. */
function findings(call) {
  try {
    call();
  } catch (error) {
    assert.ok(error instanceof tieuchi.DiagnosticsError, String(error));
    return error.diagnostics;
  }
  return assert.fail('nothing was thrown');
}

const codes = (call) => findings(call).map(({ code, pointer }) => `${code} ${pointer ?? ''}`.trim());

describe('the package', () => {
  it('is loaded by import and by require, and is one engine', () => {
    const esm = `import { compile, DiagnosticsError, init } from 'tieuchi';
      import { createRequire } from 'node:module';
      await init();
      const cjs = createRequire(import.meta.url)('tieuchi');
      console.log(compile === cjs.compile && DiagnosticsError === cjs.DiagnosticsError);`;
    writeFileSync(join(folder, 'esm.js'), esm);
    assert.equal(execFileSync('node', ['esm.js'], { cwd: folder, encoding: 'utf8' }).trim(), 'true');
    const cjs = `const { compile } = require('tieuchi');
      console.log(compile(process.env.SET).id);`;
    writeFileSync(join(folder, 'cjs.cjs'), cjs);
    const env = { ...process.env, SET };
    assert.equal(execFileSync('node', ['cjs.cjs'], { cwd: folder, env, encoding: 'utf8' }).trim(), 'THU');
  });

  it('gives its .wasm file by name', () => {
    const code = "console.log(import.meta.resolve('tieuchi/tieuchi.wasm'))";
    const found = execFileSync('node', ['--input-type=module', '-e', code], { cwd: folder, encoding: 'utf8' });
    assert.match(found, /generated\/tieuchi_bg\.wasm/);
  });

  it('stays small after brotli', () => {
    for (const [name, most] of Object.entries(MOST_BYTES)) {
      const wasm = readFileSync(join(folder, `node_modules/tieuchi/js/generated/${name}_bg.wasm`));
      const size = brotliCompressSync(wasm).length;
      console.log(`${name}: ${wasm.length} bytes, ${size} after brotli`);
      assert.ok(size < most, `${name}: ${size} bytes`);
    }
  });

  it('knows its version, whichever way in', async () => {
    const { version } = JSON.parse(readFileSync(join(folder, 'node_modules/tieuchi/package.json'), 'utf8'));
    for (const entry of ['node', 'authoring-node', 'tables-node']) {
      assert.equal((await imported(folder, entry)).version(), version, entry);
    }
  });

  it('has all of itself in tieuchi/authoring, and more', () => {
    const more = ['check', 'format', 'convert', 'flatten', 'diff', 'diffText', 'highlight', 'complete', 'hover'];
    assert.deepEqual(Object.keys(authoring).sort(), [...Object.keys(tieuchi), ...more].sort());
    assert.equal(authoring.DiagnosticsError, tieuchi.DiagnosticsError);
    assert.equal(tieuchi.Plan.prototype.examples, undefined);
    const { total } = authoring.compile(SET).evaluate({ số_sách: 14 }, { period: 2025 });
    assert.equal(total.certain, '10');
  });

  it('holds what is published and nothing else', () => {
    const names = execFileSync('npm', ['ls', '--all', '--parseable'], { cwd: folder, encoding: 'utf8' });
    assert.equal(names.trim().split('\n').length, 2, 'the package has no dependencies');
    const place = join(folder, 'node_modules/tieuchi');
    const files = readdirSync(place, { recursive: true }).filter((name) => statSync(join(place, name)).isFile());
    const published = [
      'LICENSE-APACHE', 'LICENSE-MIT', 'README.md', 'package.json',
      'js/dossier.js', 'js/engine.js', 'js/forms.js', 'js/loading.js', 'js/room.js',
      'js/index.js', 'js/node.js', 'js/tieuchi.d.ts',
      'js/authoring-index.js', 'js/authoring-node.js', 'js/authoring.d.ts', 'js/authoring.js',
      'js/tables-index.js', 'js/tables-node.js', 'js/tables.d.ts', 'js/tables.js', 'js/state.js',
      'js/generated/tieuchi.js', 'js/generated/tieuchi_bg.wasm',
      'js/generated/authoring.js', 'js/generated/authoring_bg.wasm',
      'js/generated/tables.js', 'js/generated/tables_bg.wasm',
    ];
    assert.deepEqual(files.sort(), published.sort());
    for (const file of files) assert.ok(statSync(join(place, file)).size > 0, file);
  });

  it('does what the README says', () => {
    const readme = readFileSync(join(root, 'bindings-wasm/README.md'), 'utf8');
    const blocks = [...readme.matchAll(/^```js\n(.*?)^```/gms)].map((found) => found[1]);
    assert.equal(blocks.length, 4);
    const said = blocks.map((block, at) => {
      writeFileSync(join(folder, `readme-${at}.js`), block);
      return execFileSync('node', [`readme-${at}.js`], { cwd: folder, encoding: 'utf8' });
    });
    assert.match(said[0], /^10\n\[ \{ class: 'friend' \} \]\n/);
    assert.match(said[0], /\n5 10\nbooks read: at least 12 → 10 points\ntrue\n$/);
    assert.match(said[1], /missing-statement/);
    assert.match(said[2], /^3 of 3\n\[ 'friend', 'none', 'none' \]\n0 /);
  });
});

describe('a set', () => {
  it('is compiled, and says what it asks for', () => {
    const plan = tieuchi.compile(SET);
    assert.equal(plan.id, 'THU');
    assert.equal(plan.language, 'vi');
    assert.equal(plan.edition(), 'B1');
    const facts = plan.facts();
    assert.equal(facts.inForceFrom, '2020-01-01');
    assert.deepEqual(facts.inputs.map(({ name }) => name), ['số_sách', 'điểm_thi', 'tên', 'ngày_vào', 'lớn']);
    assert.equal(plan.schema().$schema, 'https://json-schema.org/draft/2020-12/schema');
    plan.dispose();
    assert.throws(() => plan.id, { name: 'TypeError', message: 'the plan is disposed' });
    assert.equal(typeof plan[Symbol.dispose], 'function');
  });

  it('that is wrong tells every finding, with places in UTF-16', () => {
    const source = `ngôn ngữ vi
bộ tiêu chí THU "🙂 bộ" bản B1 [giả định]
  hiệu lực từ 01/01/2020
  áp dụng cho người
đối tượng người "Người 🙂"
  thông tin đ "🙂": số nguyên từ 0 đến 9
danh hiệu a "🙂" khi đ >= sai_tên và đ >= cũng_sai
`;
    const found = findings(() => tieuchi.compile(source, { name: 'a.tieuchi' }));
    const texts = found.map(({ labels }) => source.slice(labels[0].start, labels[0].end));
    assert.deepEqual(texts, ['sai_tên', 'cũng_sai']);
    assert.deepEqual(found.map(({ code, severity, source: name }) => [code, severity, name]), [
      ['unknown-name', 'error', 'a.tieuchi'],
      ['unknown-name', 'error', 'a.tieuchi'],
    ]);
    assert.deepEqual(authoring.check(source).diagnostics.map(({ code }) => code), found.map(({ code }) => code));
  });

  it('is formatted, converted and compared', () => {
    const english = authoring.convert(SET, 'en');
    assert.match(english, /^language en\ncriteria set THU/);
    assert.equal(authoring.format(SET), authoring.convert(english, 'vi'));
    const other = SET.replace('tổng_điểm >= 10', 'tổng_điểm >= 9');
    const difference = authoring.diff(SET, other);
    assert.equal(difference.sameMeaning, false);
    assert.deepEqual(difference.changes[0].figures, [{ old: '10', new: '9' }]);
    assert.match(authoring.diffText(SET, other, { lang: 'vi' }), /10 → 9/);
    assert.equal(authoring.diff(SET, english).sameMeaning, true);
  });

  it('is coloured, completed and explained while it is written, with places in UTF-16', () => {
    const source = SET.replace('Bộ thử', 'Bộ 🙂 thử');
    const tokens = authoring.highlight(source);
    const shown = (kind) => tokens.filter((token) => token.kind === kind).map(({ start, end }) => source.slice(start, end));
    assert.deepEqual(shown('text')[0], '"Bộ 🙂 thử"');
    assert.ok(shown('name').includes('điểm_thi') && shown('built-in').includes('tổng_điểm'));
    const at = source.indexOf('tổng_điểm') + 4;
    const { start, end, options } = authoring.complete(source, at);
    assert.equal(source.slice(start, end), 'tổng');
    assert.ok(options.some(({ kind, label }) => kind === 'name' && label === 'số_sách'));
    const word = authoring.hover(source, source.lastIndexOf('điểm_thi'));
    assert.equal(source.slice(word.start, word.end), 'điểm_thi');
    assert.equal(word.title, 'thông tin điểm_thi "Điểm thi": số 2 lẻ từ 0 đến 10');
    assert.equal(authoring.hover(source, 100_000), undefined);
    assert.throws(() => authoring.complete(source, -1), RangeError);
  });

  it('runs its examples, and tells what they reach', () => {
    const source = `${SET}ví dụ "🙂 Ít sách" kỳ 2025\n  cho số_sách = 1; điểm_thi = 5\n  thì tổng_điểm = 6\n`;
    const plan = authoring.compile(source);
    const [example] = plan.examples();
    assert.equal(example.label, '🙂 Ít sách');
    assert.ok(source.slice(example.start, example.end).startsWith('ví dụ "🙂 Ít sách"'));
    const [found] = example.diagnostics;
    assert.equal(source.slice(found.labels[0].start, found.labels[0].end), 'tổng_điểm = 6');
    assert.deepEqual(found.args, { key: 'tổng_điểm', expected: '6', found: '5' });
    const bands = plan.coverage().filter(({ kind }) => kind === 'bands');
    assert.deepEqual(bands.map(({ reached }) => reached), [true, false]);
    assert.ok(source.slice(bands[1].start, bands[1].end).startsWith('từ 12 trở lên'));
  });

  it('has editions, of which the one in force is applied', () => {
    const next = SET.replace('bản B1', 'bản B2').replace('01/01/2020', '01/01/2025').replace('>= 10 và', '>= 5 và');
    const plan = tieuchi.compile(SET, { editions: [next] });
    assert.equal(plan.edition({ period: 2024 }), 'B1');
    assert.equal(plan.evaluate({}, { period: 2025 }).edition, 'B2');
    assert.deepEqual(codes(() => plan.edition({ period: 2010 })), ['edition-not-in-force']);
    const receipt = plan.evaluate({ số_sách: 3 }, { period: 2025 }).receipt();
    assert.equal(plan.verify(receipt, { số_sách: 3 }).agrees, true);
  });
});

describe('a dossier', () => {
  const evaluate = (dossier, context = { period: 2025 }) => tieuchi.compile(SET).evaluate(dossier, context);

  it('is judged, explained and proved', () => {
    const plan = tieuchi.compile(SET);
    const outcome = plan.evaluate({ số_sách: 14 }, { period: 2025 });
    assert.deepEqual(outcome.total, { certain: '10', possible: '10', reachable: '10' });
    assert.deepEqual(outcome.class.closed, [{ class: 'bạn_đọc' }, { status: 'none' }]);
    assert.equal(outcome.explain().items[0].reasons[0].code, 'BAND');
    assert.match(outcome.text(), /Bạn đọc/);
    assert.match(outcome.letter({ lang: 'en', format: 'html' }), /<html/);
    assert.equal(outcome.colour().length, SET.split('\n').length - 1);
    assert.match(outcome.suffices().sets[0].text.vi, /điểm thi/);
    assert.match(outcome.sufficesText({ lang: 'en' }), /điểm thi/);
    const better = plan.evaluate({ số_sách: 14, điểm_thi: 7.25 }, { period: 2025 });
    assert.deepEqual(better.restsOn('bạn_đọc').pieces.map(({ field }) => field), ['số_sách', 'điểm_thi']);
    const change = outcome.compare(better);
    assert.equal(change.same, false);
    assert.match(outcome.compareText(better, { lang: 'en' }), /7.25/);
    const key = new Uint8Array(32).fill(7);
    const receipt = better.receipt({ key });
    const same = { điểm_thi: '7.25', số_sách: 14n };
    assert.deepEqual(plan.verify(receipt, same, { key }), { agrees: true, differs: [] });
    const differs = plan.verify(receipt, { số_sách: 14 }, { key }).differs.map(({ part }) => part);
    assert.deepEqual(differs, ['input', 'result']);
    assert.deepEqual(codes(() => plan.verify(receipt, same)), ['wrong-key']);
    assert.equal(better.result().THU.class, 'bạn_đọc');
    assert.match(better.canonical('result'), /^\{/);
  });

  it('comes to the same total and class alone', () => {
    const plan = tieuchi.compile(SET);
    for (const dossier of [{}, { số_sách: 14 }, { số_sách: 3, điểm_thi: 9.75 }, { số_sách: 14, điểm_thi: '7.25' }, '{"số_sách": 12}']) {
      for (const file of ['open', 'closed']) {
        const outcome = plan.evaluate(dossier, { period: 2025, file });
        assert.deepEqual(plan.summary(dossier, { period: 2025, file }), { total: outcome.total, class: outcome.class });
      }
    }
    assert.deepEqual(codes(() => plan.summary({ số_sách: NaN }, { period: 2025 })), ['bad-number /số_sách']);
    assert.deepEqual(codes(() => plan.summary({}, { period: 2010 })), ['edition-not-in-force']);
    const titles = plan.summary({ số_sách: 1 }, { period: 2025 });
    assert.deepEqual(titles.class, { closed: [{ status: 'none' }], open: [{ status: 'none' }] });
  });

  it('may judge another one while it is read', () => {
    const plan = tieuchi.compile(SET);
    const dossier = {
      tên: 'một',
      get số_sách() {
        return plan.summary({ tên: 'hai hai hai hai', số_sách: 13 }, { period: 2025 }).total.certain;
      },
      lớn: 5,
    };
    const twin = { tên: 'một', số_sách: '10', lớn: 5 };
    const held = (file) => plan.evaluate(file, { period: 2025 }).canonical('input');
    assert.equal(held(dossier), held(twin));
  });

  it('is judged in the setting it is given, whatever was judged meanwhile', () => {
    const source = SET.replace('hiệu lực từ 01/01/2020', 'hiệu lực từ 01/01/2020 đến 31/12/2025');
    const next = SET.replace('bản B1', 'bản B2').replace('01/01/2020', '01/01/2026').replace('5 điểm', '6 điểm');
    const plan = tieuchi.compile(source, { editions: [next] });
    const certain = (dossier, context) => plan.summary(dossier, context).total.certain;
    const context = { period: 2025 };
    assert.equal(certain({ số_sách: 3 }, context), '5');
    context.period = 2026;
    assert.equal(certain({ số_sách: 3 }, context), '6');
    const nested = {
      get số_sách() {
        return certain({ số_sách: 3 }, { period: 2025 }) === '5' ? 4 : 14;
      },
    };
    assert.equal(certain(nested, { period: 2026 }), '6');
    const asks = {
      get period() {
        certain({ số_sách: 3 }, { period: 2025 });
        return 2026;
      },
    };
    assert.deepEqual([certain({ số_sách: 3 }, asks), certain({ số_sách: 3 }, asks)], ['6', '6']);
    assert.deepEqual(codes(() => certain({}, { period: 2010 })), ['edition-not-in-force']);
    assert.equal(certain({ số_sách: 3 }, { period: 2026 }), '6');
    assert.equal(plan.facts({ period: 2025 }).edition, 'B1');
    assert.equal(certain({ số_sách: 3 }, { period: 2026 }), '6');
    assert.throws(() => certain({}, { period: 2026, fil: 'open' }), TypeError);
  });

  it('takes numbers by their shortest form', () => {
    const held = (value) => JSON.parse(evaluate({ điểm_thi: value }).canonical('input')).dossier.cells;
    assert.deepEqual(held(7.5), held('7.5'));
    assert.deepEqual(held(-0), held('0'));
    assert.deepEqual(held(0.1), held('0.10'));
    assert.deepEqual(codes(() => evaluate({ điểm_thi: 0.1 + 0.2 })), ['too-many-digits /điểm_thi']);
    assert.deepEqual(codes(() => evaluate({ điểm_thi: 1e-7 })), ['too-many-digits /điểm_thi']);
    assert.deepEqual(codes(() => evaluate({ lớn: 2 ** 53 })), ['bad-number /lớn']);
    assert.ok(evaluate({ lớn: 2n ** 53n }));
    assert.ok(evaluate(`{"lớn": 9007199254740993}`).canonical('input').includes('9007199254740993'));
    assert.deepEqual(codes(() => evaluate({ số_sách: 1e21 })), ['bad-number /số_sách']);
  });

  it('with values that no dossier holds is refused, each with its place', () => {
    const bad = { số_sách: NaN, điểm_thi: Infinity, tên: () => 'x', ngày_vào: new Date(0), lớn: 1e400 };
    assert.deepEqual(codes(() => evaluate(bad)), [
      'bad-number /số_sách',
      'bad-number /điểm_thi',
      'wrong-kind /tên',
      'wrong-kind /ngày_vào',
      'bad-number /lớn',
    ]);
    assert.deepEqual(codes(() => evaluate('{"lớn": 1e400}')), ['bad-number /lớn']);
    assert.deepEqual(codes(() => evaluate({ tên: new Map() })), ['wrong-kind /tên']);
    assert.deepEqual(codes(() => evaluate({ tên: Symbol('a') })), ['wrong-kind /tên']);
    const [found] = findings(() => evaluate({ số_sách: NaN }));
    assert.deepEqual(found.message, { vi: '`NaN` không phải là một số', en: '`NaN` is no number' });
  });

  it('that holds itself is refused, however wide it is', () => {
    const loop = {};
    Object.assign(loop, { a: loop, b: loop, c: [loop, loop] });
    const [found] = findings(() => evaluate(loop));
    assert.equal(found.code, 'wrong-kind');
    assert.match(found.help.en, /holds itself/);
    const text = '['.repeat(100_000) + ']'.repeat(100_000);
    assert.deepEqual(codes(() => evaluate(`{"số_sách": ${text}}`)), ['wrong-kind /số_sách']);
  });

  it('of unknown or dangerous names is refused, and touches nothing', () => {
    assert.deepEqual(codes(() => evaluate({ số_sach: 1 })), ['unknown-field /số_sach']);
    assert.match(findings(() => evaluate({ số_sach: 1 }))[0].help.vi, /số_sách/);
    const evil = JSON.parse('{"__proto__": {"polluted": 1}, "constructor": {"prototype": 1}, "toString": 1}');
    assert.deepEqual(codes(() => evaluate(evil)), [
      'unknown-field /__proto__',
      'unknown-field /constructor',
      'unknown-field /toString',
    ]);
    assert.equal({}.polluted, undefined);
    assert.ok(evaluate(Object.assign(Object.create(null), { số_sách: 3 })));
    assert.deepEqual(codes(() => evaluate({ 'a/b~c': 1 })), ['unknown-field /a~1b~0c']);
  });

  it('with half a letter is refused, in values, names and sources', () => {
    assert.deepEqual(codes(() => evaluate({ tên: 'a\ud800' })), ['wrong-kind /tên']);
    assert.deepEqual(codes(() => evaluate({ 'tên\ud800': 'a', số_sách: 1 })), ['wrong-kind']);
    assert.throws(() => tieuchi.compile(`${SET}\udfff`), TypeError);
  });

  it('whose getter throws gives that very error', () => {
    const mine = new Error('mine');
    const dossier = {
      get số_sách() {
        throw mine;
      },
    };
    assert.throws(() => evaluate(dossier), (error) => error === mine);
  });

  it('of 50 MB is read, one above the limit is refused', () => {
    const text = (bytes) => `{"số_sách": 3, "tên": "${'a'.repeat(bytes)}"}`;
    assert.equal(evaluate(text(50 << 20)).total.certain, '5');
    assert.deepEqual(codes(() => evaluate(text(64 << 20))), ['dossier-too-large']);
    assert.equal(evaluate({ số_sách: 3, tên: 'ă'.repeat(25 << 20) }).total.certain, '5');
    assert.deepEqual(codes(() => evaluate({ tên: 'ă'.repeat(33 << 20) })), ['dossier-too-large']);
    assert.deepEqual(codes(() => evaluate({ tên: 'a'.repeat(65 << 20) })), ['dossier-too-large']);
    assert.equal(evaluate({ số_sách: 3 }).total.certain, '5', 'the engine goes on');
  });

  it('of another shape altogether is refused', () => {
    assert.deepEqual(codes(() => evaluate([])), ['wrong-kind']);
    assert.deepEqual(codes(() => evaluate('nothing')), ['bad-json']);
    assert.deepEqual(codes(() => evaluate(undefined)), ['wrong-kind']);
  });

  it('is judged in a context that is checked', () => {
    const total = (context) => evaluate({ số_sách: 14 }, context).total.certain;
    assert.equal(total({ period: '2025' }), '10');
    assert.equal(total({ period: '2025-01-01..2025-12-31', file: 'open', regions: ['a'] }), '10');
    assert.equal(total({ period: { from: '2025-01-01', to: '2025-12-31' }, judgedOn: '2026-01-20' }), '10');
    assert.deepEqual(codes(() => total({ period: 2019 })), ['edition-not-in-force']);
    assert.throws(() => total({ period: 2025, judgedOn: '2025-02-30' }), { name: 'RangeError', message: /2025-02-30/ });
    assert.throws(() => total({ period: 99 }), RangeError);
    assert.throws(() => total({ perod: 2025 }), { name: 'TypeError', message: /`perod` is not known/ });
    assert.throws(() => total(null), TypeError);
    assert.throws(() => total({ period: 2025, file: 'half' }), TypeError);
    const outcome = evaluate({});
    assert.throws(() => outcome.text({ lang: 'fr' }), RangeError);
    assert.throws(() => outcome.suffices({ most: -1 }), RangeError);
    assert.deepEqual(codes(() => outcome.suffices({ class: 'không_có' })), ['unknown-class']);
  });
});

describe('memory', () => {
  it('is given back', () => {
    const plan = tieuchi.compile(SET);
    const round = () => {
      for (let at = 0; at < 2_000; at++) {
        const outcome = plan.evaluate({ số_sách: at % 100 }, { period: 2025 });
        assert.ok(outcome.text({ detail: 'line' }).length > 0);
        outcome.dispose();
      }
    };
    round();
    const before = process.memoryUsage().arrayBuffers + process.memoryUsage().external;
    round();
    const after = process.memoryUsage().arrayBuffers + process.memoryUsage().external;
    assert.ok(after - before < 4 << 20, `${after - before} bytes more`);
  });
});
