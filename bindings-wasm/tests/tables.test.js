// Whole populations through the packed package: columns and Arrow in and out, problems, progress, an end
// before the end, memory.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { brotliCompressSync } from 'node:zlib';
import { Decimal, Table, Utf8, makeData, makeVector, tableFromArrays, tableFromIPC, tableToIPC, vectorFromArray } from 'apache-arrow';
import { imported, installed } from './installed.js';
import { workbook } from './xlsx.js';

const SET = `ngôn ngữ vi
bộ tiêu chí THU "Bộ thử" bản B1 [giả định]
  hiệu lực từ 01/01/2020
  áp dụng cho người
đối tượng người "Người"
  thông tin số_sách "Số sách": số nguyên từ 0 đến 1000
  thông tin điểm_thi "Điểm thi": số 2 lẻ từ 0 đến 10
  thông tin bậc "Bậc": một trong "thấp", "cao"
  thông tin đã_học "Đã học": đúng sai
minh chứng khóa_học "Khóa học" gồm ngày: ngày
  thiếu thì không có
tiêu chí 1 "Đọc" tối đa 10 điểm
  chấm theo số_sách:
    dưới 12: 5 điểm
    từ 12 trở lên: 10 điểm
tiêu chí 2 "Thi" tối đa 10 điểm
  chấm theo điểm_thi:
    dưới 5: 2,5 điểm
    từ 5 trở lên: 10 điểm
danh hiệu bạn_đọc "Bạn đọc" khi tổng_điểm >= 15 và bậc = "cao" và đã_học và (số lượng khóa_học) >= 1
`;
const YEAR = { period: 2025 };

let folder;
let tables;
let one;
before(async () => {
  folder = installed();
  tables = await imported(folder, 'tables-node');
  one = await imported(folder);
});

/** What columns say of a row, as an outcome of one dossier says it. */
function said({ columns }, row) {
  const number = ({ values, digits }) => {
    const text = String(values[row]).padStart(digits + 1, '0');
    const [whole, rest] = [text.slice(0, text.length - digits), text.slice(text.length - digits).replace(/0+$/, '')];
    return rest === '' ? whole : `${whole}.${rest}`;
  };
  const word = ({ values, words }) => words[values[row]];
  return {
    total: ['certain', 'possible', 'reachable'].map((which) => number(columns[`total.${which}`])),
    class: word(columns.class),
    best: word(columns['class.reachable']),
  };
}

/** Some people as columns, and as dossiers. */
function people(count) {
  const dossiers = Array.from({ length: count }, (_, at) => ({
    $id: `n${at}`,
    số_sách: (at * 7) % 30,
    điểm_thi: `${((at * 37) % 1000) / 100}`,
    bậc: at % 3 === 0 ? 'thấp' : 'cao',
    đã_học: at % 5 !== 0,
    khóa_học: at % 2 === 0 ? [{ ngày: '2025-03-01' }] : [],
  }));
  const columns = {
    subjects: {
      id: dossiers.map(({ $id }) => $id),
      số_sách: Int16Array.from(dossiers, ({ số_sách }) => số_sách),
      điểm_thi: { values: BigInt64Array.from(dossiers, (_, at) => BigInt((at * 37) % 1000)), digits: 2 },
      bậc: { values: Int8Array.from(dossiers, (_, at) => (at % 3 === 0 ? 0 : 1)), words: ['thấp', 'cao'] },
      đã_học: dossiers.map(({ đã_học }) => đã_học),
    },
    tables: {
      khóa_học: {
        subject: dossiers.filter((_, at) => at % 2 === 0).map(({ $id }) => $id),
        ngày: dossiers.filter((_, at) => at % 2 === 0).map(() => '2025-03-01'),
      },
    },
  };
  return { dossiers, columns };
}

/** What each dossier comes to alone. */
function alone(dossiers) {
  const plan = one.compile(SET);
  return dossiers.map((dossier) => {
    const { total, class: standing } = plan.summary(dossier, YEAR);
    const word = (standings) => standings.map((one) => one.class ?? one.status);
    const closed = word(standing.closed);
    return { total: [total.certain, total.possible, total.reachable], class: closed.length === 1 ? closed[0] : undefined, best: word(standing.open)[0] };
  });
}

describe('tables', () => {
  it('stay in a file of their own', () => {
    const wasm = readFileSync(join(folder, 'node_modules/tieuchi/js/generated/tables_bg.wasm'));
    console.log(`tables.wasm: ${wasm.length} bytes, ${brotliCompressSync(wasm).length} after brotli`);
    assert.ok(!readFileSync(join(folder, 'node_modules/tieuchi/js/node.js'), 'utf8').includes('tables'));
  });

  it('of typed arrays come to what each dossier comes to', async () => {
    const { dossiers, columns } = people(500);
    const results = await tables.compile(SET).evaluateColumns(columns, YEAR);
    assert.equal(results.length, 500);
    assert.equal(results.problemCount, 0);
    assert.deepEqual(dossiers.map((_, row) => said(results, row)), alone(dossiers));
    assert.equal(results.id(3), 'n3');
    assert.equal(results.explain(3).total.total.certain, alone([dossiers[3]])[0].total[0]);
    assert.match(results.text(3, { lang: 'en' }), /^n3 .*not held/);
    assert.equal(results.explain(500), undefined);
    const tally = results.tally(dossiers.map((_, at) => (at < 200 ? 'xã A' : 'xã B')));
    assert.equal(tally.subjects, 500);
    assert.deepEqual(tally.groups.map(({ name, subjects }) => [name, subjects]), [['xã A', 200], ['xã B', 300]]);
    assert.equal(tally.notRanked, 0);
  });

  it('of lists may lack values, which are not known', async () => {
    const subjects = {
      id: ['a', 'b', 'c'],
      số_sách: [14, null, 3],
      điểm_thi: [7.25, 0.1 + 0.2, undefined],
      bậc: ['cao', 'caoo', null],
      đã_học: [true, false, null],
    };
    const plan = tables.compile(SET);
    const results = await plan.evaluateColumns({ subjects, tables: { khóa_học: { subject: [], ngày: [] } } }, YEAR);
    assert.deepEqual(said(results, 0).total, ['20', '20', '20']);
    assert.deepEqual(said(results, 1).total.slice(0, 2), ['7.5', '20']);
    assert.deepEqual(results.problems().map(({ code, row, column, value }) => [code, row, column, value]), [
      ['float-not-decimal', 2, 'điểm_thi', '0.30000000000000004'],
      ['bad-option', 2, 'bậc', 'caoo'],
    ]);
    assert.deepEqual(results.problemCodes, { 'bad-option': 1, 'float-not-decimal': 1 });
    assert.match(results.problems(1, 2)[0].message.vi, /caoo/);
    await assert.rejects(plan.evaluateColumns({ subjects, tables: { khóa_học: { subject: [], ngày: [] } } }, YEAR, { strict: true }), (error) => {
      assert.ok(error instanceof tables.ProblemsError);
      return error.problems.length === 2;
    });
  });

  it('give texts of any letters and length back as they were', async () => {
    const words = ['x', 'Nguyễn Thị Đức ', '😀', 'a'.repeat(60), `${'a'.repeat(60)}ễ`, 'abcễ'];
    const id = Array.from({ length: 9_001 }, (_, at) => `${words[at % words.length]}${at}`);
    const results = await tables.compile(SET).evaluateColumns({ subjects: { id } }, YEAR, { missingUnknown: true });
    assert.deepEqual(results.columns.id.values, id);
  });

  it('that do not fit are refused, with everything at once', async () => {
    const plan = tables.compile(SET);
    const refused = async (population, options) => {
      try {
        await plan.evaluateColumns(population, YEAR, options);
      } catch (error) {
        return error instanceof tables.DiagnosticsError ? error.diagnostics.map(({ code }) => code) : error;
      }
      return assert.fail('nothing was thrown');
    };
    assert.deepEqual(await refused({ subjects: { id: ['a'], sốsách: [1] } }, { missingUnknown: true }), ['unknown-column']);
    assert.deepEqual(await refused({ subjects: { id: ['a'] }, tables: { khoá: { subject: [] } } }, { missingUnknown: true }), ['unknown-table']);
    assert.match((await refused({ subjects: { id: ['a', 'b'], số_sách: [1] } })).message, /length/);
    assert.match((await refused({ subjects: { id: ['a', 1] } })).message, /row 2/);
    assert.match((await refused({ subjects: { id: [new Date()] } })).message, /not a object/);
    for (const id of ['a\ud800', '\udc00', `${'a'.repeat(60)}\ud800`]) {
      assert.match((await refused({ subjects: { id: ['b', id] } })).message, /row 2: .*lone surrogate/);
    }
    assert.match((await refused({ subjects: { id: ['a'], số_sách: [2n ** 64n] } })).message, /64 bits/);
    assert.match((await refused({ subjects: { id: ['a'], bậc: { values: [2], words: ['cao'] } } })).message, /./);
    assert.match((await refused({ subjects: 5 })).message, /object of columns/);
    assert.match((await refused({ subject: {} })).message, /not known/);
    assert.equal((await plan.evaluateColumns({ subjects: { id: ['a'] } }, YEAR, { missingUnknown: true })).length, 1, 'the engine goes on');
  });

  it('are kept in the engine, told of as they go, and may be given up', async () => {
    const { columns } = people(20_000);
    const dataset = tables.compile(SET).dataset(columns, YEAR);
    assert.equal(dataset.length, 20_000);
    const told = [];
    let turns = 0;
    const other = setInterval(() => turns++, 0);
    const results = await dataset.evaluate({ onProgress: ({ done, total }) => told.push([done, total]) });
    clearInterval(other);
    assert.deepEqual(told.at(-1), [20_000, 20_000]);
    assert.ok(told.length >= 4 && turns >= 1, `${told.length} parts, ${turns} turns`);
    assert.equal((await dataset.evaluate()).columns.class.values.length, results.length);
    const controller = new AbortController();
    const given = dataset.evaluate({ signal: controller.signal, onProgress: () => controller.abort() });
    await assert.rejects(given, { name: 'AbortError' });
    await assert.rejects(dataset.evaluate({ signal: AbortSignal.abort() }), { name: 'AbortError' });
    dataset.dispose();
    assert.throws(() => dataset.length, { name: 'TypeError', message: 'the dataset is disposed' });
    assert.equal(typeof dataset[Symbol.dispose], 'function');
  });

  it('come and go as Arrow', async () => {
    const { dossiers, columns } = people(300);
    const plan = tables.compile(SET);
    const decimals = new Uint32Array(4 * 300);
    dossiers.forEach((_, at) => (decimals[4 * at] = (at * 37) % 1000));
    const type = new Decimal(2, 10);
    const subjects = new Table({
      id: vectorFromArray(columns.subjects.id, new Utf8()),
      số_sách: makeVector(Int32Array.from(columns.subjects.số_sách)),
      điểm_thi: makeVector(makeData({ type, length: 300, nullCount: 0, data: decimals })),
      bậc: vectorFromArray(dossiers.map(({ bậc }) => bậc)),
      đã_học: vectorFromArray(columns.subjects.đã_học),
    });
    const courses = tableFromArrays({ subject: columns.tables.khóa_học.subject, ngày: columns.tables.khóa_học.ngày });
    const given = { subjects: tableToIPC(subjects, 'file'), tables: { khóa_học: tableToIPC(courses, 'stream') } };
    const results = await plan.evaluateArrow(given, YEAR);
    assert.deepEqual(dossiers.map((_, row) => said(results, row)), alone(dossiers));
    const back = tableFromIPC(results.arrow());
    assert.equal(back.numRows, 300);
    assert.deepEqual(back.getChild('class').toArray().slice(0, 3), ['none', 'none', 'none']);
    assert.equal(String(back.schema.fields.find(({ name }) => name === 'total.certain').type), 'Decimal[3e+1]');
    assert.equal(tableFromIPC(results.problemsArrow()).numRows, 0);
    for (const bytes of [new Uint8Array(), Uint8Array.of(1, 2, 3), given.subjects.slice(0, 200)]) {
      await assert.rejects(plan.evaluateArrow({ subjects: bytes }, YEAR), (error) => error instanceof Error);
    }
    assert.equal((await plan.evaluateArrow(given, YEAR)).length, 300, 'the engine goes on');
  });

  it('are read from CSV, and columns get the names of the set', async () => {
    const csv = new TextEncoder().encode('\ufeffHọ tên;Sách;Điểm\r\n"Nguyễn, A";14;7,25\r\nTrần B;;9\r\n');
    const sheet = tables.readTable('Danh sách.csv', csv);
    assert.deepEqual([sheet.length, sheet.names], [2, ['Họ tên', 'Sách', 'Điểm']]);
    assert.deepEqual(sheet.head(1), [['Nguyễn, A', '14', '7,25']]);
    const subjects = sheet.pick({ 'Họ tên': 'id', Sách: 'số_sách' });
    const results = await tables.compile(SET).evaluateColumns({ subjects }, YEAR, { missingUnknown: true });
    assert.equal(results.id(0), 'Nguyễn, A');
    assert.deepEqual(said(results, 0).total, ['12.5', '20', '20']);
    assert.throws(() => sheet.pick({ Tuổi: 'id' }), { name: 'RangeError', message: /Tuổi/ });
    assert.throws(() => tables.readTable('a.xlsx', csv), (error) => error instanceof tables.FileError && /a\.xlsx/.test(error.words.vi));
    assert.throws(() => tables.readTable('a.doc', csv), tables.FileError);
  });

  it('are read from a workbook, numbers as numbers', async () => {
    const sheet = tables.readTable('Danh sách.xlsx', workbook([['Mã', 'Sách', 'Điểm'], ['a', 14, 7.25], ['b', null, 0.1 + 0.2], ['c & d', 3, 10]]));
    assert.deepEqual([sheet.length, sheet.names], [3, ['Mã', 'Sách', 'Điểm']]);
    assert.deepEqual(sheet.head(2), [['a', '14', '7.25'], ['b', '', '0.30000000000000004']]);
    const subjects = sheet.pick({ Mã: 'id', Sách: 'số_sách', Điểm: 'điểm_thi' });
    const results = await tables.compile(SET).evaluateColumns({ subjects }, YEAR, { missingUnknown: true });
    assert.equal(results.id(2), 'c & d');
    assert.deepEqual(said(results, 0).total, ['20', '20', '20']);
    assert.deepEqual(results.problems().map(({ code, row }) => [code, row]), [['float-not-decimal', 2]]);
  });

  it('give memory back', async () => {
    const { columns } = people(5_000);
    const plan = tables.compile(SET);
    const round = async () => {
      for (let at = 0; at < 20; at++) (await plan.evaluateColumns(columns, YEAR)).dispose();
    };
    await round();
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc');
    // What JavaScript no longer needs is not what is asked here.
    const held = () => {
      collect();
      const { arrayBuffers, external } = process.memoryUsage();
      return arrayBuffers + external;
    };
    const earlier = held();
    await round();
    assert.ok(held() - earlier < 8 << 20, `${held() - earlier} bytes more`);
  });
});
