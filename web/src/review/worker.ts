// The engine for tables, beside the page: tables are read and judged here, and the page stays quick.
import { DiagnosticsError, FileError, type Plan, type ResultColumn, type Results, type Table, compile, init, readTable } from 'tieuchi/tables';
import type { Asked, Line, Name, Question, Refused, Said } from './messages.js';

/** How many problems the page shows. */
const SHOWN = 200;

let plan: Plan | undefined;
let results: Results | undefined;
let columns: Record<string, ResultColumn> = {};
let stopping: AbortController | undefined;
const tables = new Map<string, Table>();

const say = (said: Said) => postMessage(said);

const answers: { [N in Name]: (question: Asked[N]['question']) => Asked[N]['answer'] | Promise<Asked[N]['answer']> } = {
  set({ source, library, context }) {
    plan?.dispose();
    plan = compile(source, { library });
    const facts = plan.facts(context);
    const names = ['', ...facts.tables.map(({ name }) => name)];
    return { facts, columns: Object.fromEntries(names.map((name) => [name, (plan as Plan).columns(name, context)])) };
  },

  read({ table, name, bytes }) {
    const found = readTable(name, bytes);
    tables.get(table)?.dispose();
    tables.set(table, found);
    return { names: found.names, rows: found.length, head: found.head(3) };
  },

  async judge({ context, names }) {
    if (plan === undefined) throw new Error('no set is chosen');
    const picked = new Map<string, Table>();
    stopping = new AbortController();
    try {
      for (const [table, chosen] of Object.entries(names)) {
        const whole = tables.get(table);
        if (whole !== undefined) picked.set(table, whole.pick(chosen));
      }
      const subjects = picked.get('');
      if (subjects === undefined) throw new Error('there is no table');
      const others = Object.fromEntries([...picked].filter(([table]) => table !== ''));
      const watch = { signal: stopping.signal, onProgress: (progress: { done: number; total: number }) => say({ progress }) };
      const found = await plan.evaluateColumns({ subjects, tables: others }, context, { missingUnknown: true, items: true, ...watch });
      results?.dispose();
      results = found;
      columns = found.columns;
      return {
        subjects: found.length,
        tally: found.tally(),
        problems: found.problems(0, Math.min(SHOWN, found.problemCount)),
        problemCount: found.problemCount,
        problemCodes: found.problemCodes,
      };
    } catch (error) {
      if (stopping.signal.aborted) return 'stopped';
      throw error;
    } finally {
      for (const table of picked.values()) table.dispose();
    }
  },

  stop() {
    stopping?.abort();
    return null;
  },

  lines({ from, to }) {
    const lines: Line[] = [];
    for (let row = from; row < Math.min(to, results?.length ?? 0); row++) lines.push(line(row));
    return lines;
  },

  why: ({ row, lang }) => results?.text(row, { lang, detail: 'decisive' }) ?? '',

  save({ what, lang }) {
    if (results === undefined) return '';
    if (what === 'results') {
      const names = Object.keys(columns);
      return csv([names, ...Array.from({ length: results.length }, (_, row) => names.map((name) => cell(name, row)))]);
    }
    const rows = results.problems().map((found) => [found.code, found.table, String(found.row), found.subject, found.column, found.value, found.message[lang], found.help?.[lang] ?? '']);
    return csv([['code', 'table', 'row', 'subject', 'column', 'value', 'message', 'help'], ...rows]);
  },
};

function line(row: number): Line {
  const certain = 'total.certain' in columns ? { total: [cell('total.certain', row), cell('total.possible', row)] as [string, string] } : {};
  return { row, id: cell('id', row), ...certain, standing: cell('class', row), best: cell('class.reachable', row) };
}

/** A cell as text; empty where there is none. */
function cell(name: string, row: number): string {
  const column = columns[name];
  if (column === undefined) return '';
  if (column.type === 'text') return column.values[row] ?? '';
  if (column.type === 'codes') return column.words[column.values[row] ?? -1] ?? '';
  return decimal(column.values[row] ?? 0n, column.digits);
}

/** Units of the last digit as a decimal, without noughts at its end. */
function decimal(units: bigint, digits: number): string {
  if (digits === 0) return String(units);
  const [sign, text] = [units < 0n ? '-' : '', String(units < 0n ? -units : units).padStart(digits + 1, '0')];
  const rest = text.slice(-digits).replace(/0+$/, '');
  return `${sign}${text.slice(0, -digits)}${rest === '' ? '' : `.${rest}`}`;
}

/** Separated values as spreadsheets open them; a mark at the beginning says that it is UTF-8. */
function csv(rows: string[][]): string {
  const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return `\u{feff}${rows.map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`;
}

function refusal(error: unknown): Refused {
  if (error instanceof DiagnosticsError) return { diagnostics: error.diagnostics };
  if (error instanceof FileError) return { words: error.words };
  const text = error instanceof Error ? error.message : String(error);
  return { words: { vi: text, en: text } };
}

const loaded = init();

addEventListener('message', async ({ data }: MessageEvent<Question>) => {
  try {
    await loaded;
    // The types of a question and of what answers it are those of one name.
    const answer = await (answers[data.name] as (question: Question['question']) => Asked[Name]['answer'] | Promise<Asked[Name]['answer']>)(data.question);
    say({ number: data.number, answer });
  } catch (error) {
    say({ number: data.number, refused: refusal(error) });
  }
});
