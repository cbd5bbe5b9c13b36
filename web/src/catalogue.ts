// The sets that come with the site: their texts, and what is known of each before it is compiled.
import type { Years } from './years.js';

const TEXTS = import.meta.glob<string>('../../examples/*/*.tieuchi', { query: '?raw', import: 'default', eager: true });

/** A set of the site. */
export interface Entry extends Years {
  /** Identifier and edition, which no two sets share. */
  key: string;
  id: string;
  edition: string;
  label: string;
  /** The first document it rests on, else its edition. */
  document: string;
  source: string;
}

const HEAD = /^bộ tiêu chí (\S+) "([^"]+)" bản (\S+)/m;
const FORCE = /^ {2}hiệu lực từ \d\d\/\d\d\/(\d{4})(?: đến (\d\d\/\d\d)\/(\d{4}))?/m;
const BASIS = /^ {2}căn cứ "([^"]+)"/m;

function entry(source: string): Entry | undefined {
  const [, id, label, edition] = HEAD.exec(source) ?? [];
  const [, first, day, last] = FORCE.exec(source) ?? [];
  if (id === undefined || label === undefined || edition === undefined) return undefined;
  const document = BASIS.exec(source)?.[1] ?? edition;
  return {
    key: `${id}/${edition}`,
    id,
    edition,
    label,
    document,
    firstYear: Number(first ?? 1900),
    // A set that ends within a year is not the one that the year is judged by.
    lastYear: last === undefined ? undefined : Number(last) - (day === '31/12' ? 0 : 1),
    source,
  };
}

/** Every set, those about one person first, then by name. */
export const CATALOGUE: Entry[] = Object.values(TEXTS)
  .map((source) => entry(source))
  .filter((found) => found !== undefined)
  .sort((a, b) => rank(a) - rank(b) || a.label.localeCompare(b.label, 'vi') || b.firstYear - a.firstYear);

function rank({ id }: Entry): number {
  const order = ['CDHT', 'CDHT_MAU', 'GDHT'];
  const at = order.indexOf(id);
  return at < 0 ? order.length : at;
}

/** The set of that key, or the first one. */
export function entryOf(key: string | undefined): Entry {
  const found = CATALOGUE.find((known) => known.key === key) ?? CATALOGUE[0];
  if (found === undefined) throw new Error('the site has no sets');
  return found;
}

/** Sets that a source names, and those that they name. */
export function library(source: string, neededBy: (source: string) => string[]): string[] {
  const found = new Map<string, string>();
  const look = (text: string): void => {
    for (const id of neededBy(text)) {
      for (const known of CATALOGUE.filter((one) => one.id === id)) {
        if (found.has(known.key)) continue;
        found.set(known.key, known.source);
        look(known.source);
      }
    }
  };
  look(source);
  return [...found.values()];
}
