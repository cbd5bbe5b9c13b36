// What a person has entered, as it was typed, and the dossier it makes.
//
// Nothing typed is lost: what cannot be read stays in the draft, is told beside its field, and is left
// out of the dossier until it is mended.
import type { Diagnostic, Dossier, Facts, Filed, FiledResult, InputFacts, Row, Value } from 'tieuchi';

/** A row of members or of evidence. */
export interface DraftRow {
  /** Known to the page alone, so that rows keep their place on the screen. */
  key: number;
  status: 'verified' | 'waiting';
  values: Record<string, string>;
  note: string;
}

/** Everything entered for one set. Fields are called by their place in the dossier, a JSON pointer. */
export interface Draft {
  id: string;
  region: string;
  values: Record<string, string>;
  /** Remarks of the person, for their own use; they decide nothing. */
  notes: Record<string, string>;
  tables: Record<string, DraftRow[]>;
}

export function emptyDraft(): Draft {
  return { id: '', region: '', values: {}, notes: {}, tables: {} };
}

/** Whether anything was entered. */
export function isEmpty(draft: Draft): boolean {
  const filled = [draft.id, draft.region, ...Object.values(draft.values), ...Object.values(draft.notes)];
  return filled.every((text) => text === '') && Object.values(draft.tables).every((rows) => rows.length === 0);
}

/** A pointer to a field: of the subject, or of an earlier period (1 is the year before). */
export function pointerOf(name: string, yearsBack = 0): string {
  const step = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return yearsBack === 0 ? step : `/$before/${yearsBack - 1}${step}`;
}

/** The dossier of a draft, without the fields at the places in `left`. */
export function dossierOf(draft: Draft, facts: Facts, left: ReadonlySet<string> = new Set()): Dossier {
  const dossier: Dossier = {};
  if (draft.id.trim() !== '') dossier.$id = draft.id.trim();
  if (draft.region !== '') dossier.$region = draft.region;
  const before: Row[] = [];
  for (const input of facts.inputs.filter(({ table }) => table === undefined)) {
    for (let back = 0; back <= input.yearsBack; back++) {
      const pointer = pointerOf(input.name, back);
      const value = left.has(pointer) ? undefined : valueOf(input, draft.values[pointer]);
      if (value === undefined) continue;
      if (back === 0) dossier[input.name] = value;
      else row(before, back - 1)[input.name] = value;
    }
  }
  if (before.length > 0) dossier.$before = before;
  for (const { set } of facts.results) {
    const pointer = pointerOf(set);
    const filed = resultOf(draft, pointer);
    if (filed !== undefined && !left.has(pointer)) dossier[set] = filed;
  }
  for (const table of facts.tables) {
    const rows = draft.tables[table.name] ?? [];
    const columns = facts.inputs.filter((input) => input.table === table.name);
    if (rows.length === 0) continue;
    dossier[table.name] = rows.map((entered, at) => rowOf(entered, columns, `${pointerOf(table.name)}/${at}`, left));
  }
  return dossier;
}

function row(list: Row[], at: number): Row {
  while (list.length <= at) list.push({});
  return list[at] as Row;
}

function rowOf(entered: DraftRow, columns: InputFacts[], place: string, left: ReadonlySet<string>): Row {
  const out: Row = {};
  if (entered.status === 'waiting') out.$status = 'waiting';
  for (const column of columns) {
    const value = left.has(place + pointerOf(column.name)) ? undefined : valueOf(column, entered.values[column.name]);
    if (value !== undefined) out[column.name] = value;
  }
  return out;
}

/** A result of another set: its class, and the day of the decision. */
function resultOf(draft: Draft, pointer: string): FiledResult | undefined {
  const held = draft.values[`${pointer}/class`] ?? '';
  const date = draft.values[`${pointer}/date`] ?? '';
  if (held === '') return undefined;
  return { class: held === UNKNOWN ? null : held, ...(date === '' ? {} : { date }) };
}

/** What a field holds where somebody says that they do not know. */
export const UNKNOWN = '?';

/** A value as a dossier has it; undefined where nothing was entered. */
function valueOf(input: InputFacts, entered: string | undefined): Value | Filed | undefined {
  const text = (entered ?? '').trim();
  if (text === '') return undefined;
  if (text === UNKNOWN) return null;
  switch (input.type) {
    case 'yes-no':
      return text === 'true';
    case 'integer':
    case 'decimal':
      return plainNumber(text);
    case 'percent':
      return `${plainNumber(text.replace(/\s*%$/, ''))}%`;
    case 'date':
    case 'choice':
    case 'text':
      return text;
  }
}

/** A number as Vietnamese or English hands write it: `7,5` and `7.5`. Thousands are not guessed at. */
export function plainNumber(text: string): string {
  return /^[^.]*,[^.,]*$/.test(text) ? text.replace(',', '.') : text;
}

/** The draft of a dossier, as far as its names are those of the set; and the names that are not. */
export function draftOf(dossier: Dossier, facts: Facts): { draft: Draft; unknown: string[] } {
  const draft = emptyDraft();
  const unknown: string[] = [];
  const inputs = new Map(facts.inputs.filter(({ table }) => table === undefined).map((input) => [input.name, input]));
  for (const [name, value] of Object.entries(dossier)) {
    const table = facts.tables.find((known) => known.name === name);
    if (name === '$id') draft.id = String(value);
    else if (name === '$region') draft.region = Array.isArray(value) ? String(value[0] ?? '') : String(value);
    else if (name === '$before' && Array.isArray(value)) {
      for (const [at, year] of value.entries()) {
        for (const [field, entry] of Object.entries(year as Row)) {
          if (inputs.has(field)) draft.values[pointerOf(field, at + 1)] = textOf(entry);
          else unknown.push(`$before.${at}.${field}`);
        }
      }
    } else if (table !== undefined && Array.isArray(value)) {
      draft.tables[name] = value.map((entry, at) => draftRow(entry as Row, at));
    } else if (inputs.has(name)) draft.values[pointerOf(name)] = textOf(value);
    else if (facts.results.some(({ set }) => set === name)) {
      const { class: held, date } = (value ?? {}) as FiledResult;
      draft.values[`${pointerOf(name)}/class`] = held === null ? UNKNOWN : (held ?? '');
      draft.values[`${pointerOf(name)}/date`] = date ?? '';
    } else unknown.push(name);
  }
  return { draft, unknown };
}

function draftRow(row: Row, key: number): DraftRow {
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(row)) if (!name.startsWith('$')) values[name] = textOf(value);
  return { key, status: (row.$status ?? 'verified') === 'verified' ? 'verified' : 'waiting', values, note: '' };
}

function textOf(value: unknown): string {
  if (value === null) return UNKNOWN;
  if (value === undefined) return '';
  if (typeof value === 'object') {
    const { value: plain, verified, self, status } = value as Filed;
    return status === 'unknown' ? UNKNOWN : textOf(verified ?? plain ?? self);
  }
  return String(value);
}

/** The regions that parameters of the set tell apart. */
export function regionsOf(facts: Facts): string[] {
  return [...new Set(facts.parameters.flatMap(({ rows }) => rows.flatMap(({ region }) => region ?? [])))];
}

/** Findings by the field they are about: the nearest place that has a field of its own. */
export function findingsByField(diagnostics: Diagnostic[]): Map<string, Diagnostic[]> {
  const out = new Map<string, Diagnostic[]>();
  for (const found of diagnostics) {
    const pointer = found.pointer ?? '';
    out.set(pointer, [...(out.get(pointer) ?? []), found]);
  }
  return out;
}
