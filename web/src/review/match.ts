// Which column of a file is which column of the set: proposed by names, decided by the person.
import type { Facts, Lang } from 'tieuchi';
import { WORDS, type Word } from './words.js';

/** Names of columns that are the file's own. */
const OWN: Record<string, Word> = { id: 'identifier', subject: 'belongsTo', region: 'region', status: 'status', count: 'count', from: 'membersFrom', to: 'membersTo' };

/** What files call such columns. */
const CALLED: Record<string, string[]> = {
  id: ['id', 'ma', 'ma ho so', 'ma so', 'ma dinh danh', 'so dinh danh', 'cccd', 'code'],
  subject: ['subject', 'thuoc', 'ma ho so', 'ma doi tuong', 'cua'],
  region: ['region', 'vung', 'dia ban', 'xa', 'khu vuc'],
  status: ['status', 'tinh trang', 'trang thai'],
};

/** Letters without marks, words without signs between them: how names are compared. */
export function plain(name: string): string {
  const letters = name.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');
  return letters.toLowerCase().replace(/[^\p{L}\p{N}%@.]+/gu, ' ').trim();
}

/** The columns a person chooses from: short names of the file's own, no second spelling of them. */
export function offered(columns: string[]): string[] {
  return columns.filter((name) => !(name.startsWith('$') && columns.includes(name.slice(1))));
}

/** Parts of a name: of which value it is, what of it, and how many years before. */
function parts(name: string): { base: string; part: string; years: number } {
  const [, before = '', years = '0', part = ''] = /^(.*?)(?:@(\d+))?(%|\.self|\.status|\.at)?$/.exec(name) ?? [];
  return { base: before, part, years: Number(years) };
}

/** What a column of the set is called on the page. */
export function titleOf(name: string, table: string, facts: Facts, lang: Lang): string {
  const own = OWN[name.replace(/^\$/, '')];
  const { base, part, years } = parts(name);
  const input = facts.inputs.find((one) => one.name === base && (one.table ?? '') === table);
  if (input === undefined) return own === undefined ? name : WORDS[own][lang];
  const notes: string[] = [];
  const word: Record<string, Word> = { '%': 'percentOf', '.self': 'selfOf', '.status': 'statusOf', '.at': 'dayOf' };
  const note = word[part];
  if (note !== undefined) notes.push(WORDS[note][lang]);
  if (years > 0) notes.push(`${years} ${WORDS.yearsAgo[lang]}`);
  return `${input.label}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`;
}

/** A column of the set for each column of the file, where the names say so; no column of the set twice. */
export function proposed(names: string[], columns: string[], table: string, facts: Facts): Record<string, string> {
  const known = offered(columns);
  const called = (column: string) => {
    const { base, part, years } = parts(column);
    const label = part === '' && years === 0 ? facts.inputs.find((one) => one.name === base && (one.table ?? '') === table)?.label : undefined;
    return [plain(column), ...(label === undefined ? [] : [plain(label)]), ...(CALLED[column.replace(/^\$/, '')] ?? [])];
  };
  const found: Record<string, string> = {};
  const taken = new Set<string>();
  // The very names first, then those that are alike.
  for (const alike of [(name: string, column: string) => name === column, (name: string, column: string) => called(column).includes(plain(name))]) {
    for (const name of names.filter((one) => found[one] === undefined)) {
      const column = known.find((one) => !taken.has(one) && alike(name, one));
      if (column === undefined) continue;
      found[name] = column;
      taken.add(column);
    }
  }
  return found;
}
