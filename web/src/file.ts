// The dossier as a file: what was entered, what it came to, and the receipt that proves it.
import type { Dossier, Outcome, Receipt } from 'tieuchi';
import type { Entry } from './catalogue.js';
import { CATALOGUE } from './catalogue.js';
import type { Draft } from './draft.js';

/** The most bytes of a file that is opened. */
const MOST = 64 * 1024 * 1024;

interface Saved {
  kind: 'tieuchi-dossier';
  set: string;
  edition: string;
  year: number;
  dossier: Dossier;
  /** The entries as they were typed, with remarks; for the page alone. */
  draft: Draft;
  receipt: Receipt | null;
}

/** The file's text. */
export function fileText(entry: Entry, year: number, dossier: Dossier, draft: Draft, outcome: Outcome | undefined): string {
  const saved: Saved = {
    kind: 'tieuchi-dossier',
    set: entry.id,
    edition: entry.edition,
    year,
    dossier,
    draft,
    receipt: outcome?.receipt() ?? null,
  };
  return `${JSON.stringify(saved, null, 2)}\n`;
}

/** What a file holds: of a set of the site, of one it does not have, or nothing that can be read. */
export type Read =
  | { what: 'dossier'; entry: Entry | undefined; year: number | undefined; dossier: Dossier; draft: Draft | undefined; receipt: Receipt | undefined }
  | { what: 'other-set'; name: string }
  | { what: 'nothing'; why: string };

export async function readFile(file: File): Promise<Read> {
  if (file.size > MOST) return { what: 'nothing', why: `${file.size} byte > ${MOST}` };
  let value: unknown;
  try {
    value = JSON.parse(await file.text());
  } catch (error) {
    return { what: 'nothing', why: error instanceof Error ? error.message : String(error) };
  }
  if (!isObject(value)) return { what: 'nothing', why: '{ … }' };
  // A dossier by itself, as the command line takes it.
  if (value['kind'] !== 'tieuchi-dossier') {
    return { what: 'dossier', entry: undefined, year: undefined, dossier: value as Dossier, draft: undefined, receipt: undefined };
  }
  const { set, edition, year, dossier, draft, receipt } = value;
  if (!isObject(dossier)) return { what: 'nothing', why: 'dossier' };
  const entry = CATALOGUE.find((known) => known.id === set && known.edition === edition);
  if (entry === undefined) return { what: 'other-set', name: `${String(set)} ${String(edition)}` };
  return {
    what: 'dossier',
    entry,
    year: Number.isInteger(year) ? (year as number) : undefined,
    dossier: dossier as Dossier,
    draft: isDraft(draft) ? draft : undefined,
    receipt: isObject(receipt) ? (receipt as unknown as Receipt) : undefined,
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is Record<string, string> {
  return isObject(value) && Object.values(value).every((text) => typeof text === 'string');
}

/** A draft that came from a file is looked at as a stranger's. */
function isDraft(value: unknown): value is Draft {
  if (!isObject(value) || typeof value['id'] !== 'string' || typeof value['region'] !== 'string') return false;
  if (!isTexts(value['values']) || !isTexts(value['notes']) || !isObject(value['tables'])) return false;
  return Object.values(value['tables']).every(
    (rows) =>
      Array.isArray(rows) &&
      rows.every((row) => isObject(row) && typeof row['key'] === 'number' && typeof row['note'] === 'string' && isTexts(row['values']) && (row['status'] === 'verified' || row['status'] === 'waiting')),
  );
}
