// The form, made from what the set asks for: a section a heading, a field an input, a list an evidence table.
import type { Diagnostic, Facts, InputFacts, ItemFacts, Lang, Node, TableFacts } from 'tieuchi';
import { createContext } from 'preact';
import { useContext, useId, useState } from 'preact/hooks';
import { type Draft, type DraftRow, UNKNOWN, pointerOf } from './draft.js';
import { WORDS, type Word, sentence, shown } from './words.js';
import { ItemWhy, PointsOf } from './result.js';

/** What every field needs to know. */
export interface Filling {
  lang: Lang;
  facts: Facts;
  draft: Draft;
  findings: Map<string, Diagnostic[]>;
  nodes: Map<string, Node>;
  set: (pointer: string, text: string) => void;
  note: (pointer: string, text: string) => void;
  rows: (table: string, rows: DraftRow[]) => void;
}

export const FillingContext = createContext<Filling | undefined>(undefined);

export function useFilling(): Filling {
  const filling = useContext(FillingContext);
  if (filling === undefined) throw new Error('a field stands outside the form');
  return filling;
}

/** The id of the element that a place in the dossier is entered in. */
export function fieldId(pointer: string): string {
  return `f${pointer}`;
}

/** An item with what is entered under it. */
interface Block {
  item: ItemFacts;
  inputs: InputFacts[];
  tables: TableFacts[];
  children: Block[];
}

interface Sections {
  general: InputFacts[];
  conditions: { inputs: InputFacts[]; tables: TableFacts[] };
  blocks: Block[];
}

/** Every input stands once: under the first item that reads it, else among conditions, else in general. */
export function sectionsOf(facts: Facts): Sections {
  const blocks = new Map<string, Block>();
  for (const item of facts.items) blocks.set(item.code, { item, inputs: [], tables: [], children: [] });
  const sections: Sections = { general: [], conditions: { inputs: [], tables: [] }, blocks: [] };
  for (const block of blocks.values()) {
    const parent = block.item.parent === undefined ? undefined : blocks.get(block.item.parent);
    (parent?.children ?? sections.blocks).push(block);
  }
  for (const input of facts.inputs.filter(({ table }) => table === undefined)) {
    const block = input.items.map((code) => blocks.get(code)).find((found) => found !== undefined);
    if (block !== undefined) block.inputs.push(input);
    else if (input.gates.length > 0) sections.conditions.inputs.push(input);
    else sections.general.push(input);
  }
  for (const table of facts.tables) {
    const columns = facts.inputs.filter((input) => input.table === table.name);
    const block = columns.flatMap(({ items }) => items).map((code) => blocks.get(code)).find((found) => found !== undefined);
    (block ?? sections.conditions).tables.push(table);
  }
  return sections;
}

export function Form() {
  const { facts, lang } = useFilling();
  const { general, conditions, blocks } = sectionsOf(facts);
  const back = Math.max(0, ...facts.inputs.map(({ yearsBack }) => yearsBack));
  return (
    <div class="form">
      {general.length > 0 && (
        <Section title={WORDS.general[lang]} id="general">
          {general.map((input) => <Field input={input} key={input.name} />)}
        </Section>
      )}
      {facts.results.length > 0 && (
        <Section title={WORDS.others[lang]} id="others">
          {facts.results.map(({ set }) => <OtherResult set={set} key={set} />)}
        </Section>
      )}
      {blocks.map((block) => <TopBlock block={block} key={block.item.code} />)}
      {(conditions.inputs.length > 0 || conditions.tables.length > 0) && (
        <Section title={WORDS.conditions[lang]} id="conditions">
          {conditions.inputs.map((input) => <Field input={input} key={input.name} />)}
          {conditions.tables.map((table) => <Table table={table} key={table.name} />)}
        </Section>
      )}
      {Array.from({ length: back }, (_, at) => at + 1).map((years) => (
        <Section title={`${WORDS.earlier[lang]}: ${years} ${WORDS.yearsBack[lang]}`} id={`back-${years}`} key={years}>
          {facts.inputs
            .filter(({ table, yearsBack }) => table === undefined && yearsBack >= years)
            .map((input) => <Field input={input} yearsBack={years} key={input.name} />)}
        </Section>
      ))}
    </div>
  );
}

function Section({ title, id, children }: { title: string; id: string; children: preact.ComponentChildren }) {
  return (
    <section class="card" aria-labelledby={`h-${id}`}>
      <header class="card-head"><h2 id={`h-${id}`}>{title}</h2></header>
      <div class="card-body">{children}</div>
    </section>
  );
}

function TopBlock({ block }: { block: Block }) {
  const { nodes, lang } = useFilling();
  const { item } = block;
  const node = nodes.get(item.code);
  const id = `h-${item.code}`;
  return (
    <section class="card" aria-labelledby={id} data-item={item.code}>
      <header class="card-head">
        <h2 id={id}>
          <span class="code">{sentence(item.word[lang])} {item.code}</span>
          {item.label}
        </h2>
        {node !== undefined && <PointsOf node={node} lang={lang} />}
      </header>
      <div class="card-body">
        <Inside block={block} />
        {block.children.map((child) => <SubBlock block={child} key={child.item.code} level={3} />)}
      </div>
    </section>
  );
}

function SubBlock({ block, level }: { block: Block; level: number }) {
  const { nodes, lang } = useFilling();
  const { item } = block;
  const node = nodes.get(item.code);
  const id = `h-${item.code}`;
  const Heading = `h${Math.min(level, 6)}` as 'h3';
  return (
    <div class="item" role="group" aria-labelledby={id} data-item={item.code}>
      <div class="item-head">
        <Heading id={id}>
          <span class="code">{sentence(item.word[lang])} {item.code}</span>
          {item.label}
        </Heading>
        {node !== undefined && <PointsOf node={node} lang={lang} />}
      </div>
      <Inside block={block} />
      {block.children.map((child) => <SubBlock block={child} key={child.item.code} level={level + 1} />)}
    </div>
  );
}

/** Fields and tables of an item, then why it stands as it does. */
function Inside({ block }: { block: Block }) {
  const { nodes, lang } = useFilling();
  const node = nodes.get(block.item.code);
  return (
    <>
      {block.inputs.map((input) => <Field input={input} item={block.item} key={input.name} />)}
      {block.tables.map((table) => <Table table={table} key={table.name} />)}
      {node !== undefined && <ItemWhy node={node} lang={lang} />}
    </>
  );
}

// ---- fields ----------------------------------------------------------------------------------

function hint(input: InputFacts, lang: Lang): string {
  const word = (name: Word) => WORDS[name][lang];
  const unit = input.unit === undefined ? '' : input.unit === '%' ? '%' : ` ${input.unit}`;
  const parts: string[] = [];
  if (input.from !== undefined && input.to !== undefined) {
    parts.push(`${word('from')} ${shown(input.from, lang)} ${word('to')} ${shown(input.to, lang)}${unit}`);
  } else if (unit !== '') parts.push(unit.trim());
  if (input.digits !== undefined && input.digits > 0) parts.push(`${input.digits} ${word(input.digits === 1 ? 'digit' : 'digits')}`);
  return parts.join(', ');
}

function Field({ input, item, yearsBack = 0 }: { input: InputFacts; item?: ItemFacts; yearsBack?: number }) {
  const { lang, draft, set } = useFilling();
  const pointer = pointerOf(input.name, yearsBack);
  // A judgement or points of an item are named by its heading, which stands above.
  const label = input.name === item?.code ? labelOfRole(input, lang) : input.label;
  return (
    <div class="field">
      <Control input={input} pointer={pointer} label={label} value={draft.values[pointer] ?? ''} change={(text) => set(pointer, text)} />
      {yearsBack === 0 && <Note pointer={pointer} label={input.label} />}
    </div>
  );
}

function labelOfRole({ role, label }: InputFacts, lang: Lang): string {
  switch (role) {
    case 'points':
      return lang === 'vi' ? 'Điểm tự chấm' : 'Own points';
    case 'judgement':
      return lang === 'vi' ? 'Có đạt không?' : 'Is it met?';
    case 'on-file':
      return lang === 'vi' ? 'Có minh chứng trong hồ sơ không?' : 'Is there evidence on file?';
    case 'not-assessable':
      return lang === 'vi' ? 'Không đủ thông tin để đánh giá?' : 'Is there too little to assess it by?';
    case 'level':
      return lang === 'vi' ? 'Mức' : 'Level';
    case 'fact':
      return label;
  }
}

interface ControlProps {
  input: InputFacts;
  pointer: string;
  label: string;
  value: string;
  change: (text: string) => void;
}

/** A label, the control that fits the type, its hint and what is wrong with it. */
function Control(props: ControlProps) {
  const { lang, findings } = useFilling();
  const { input, pointer, label } = props;
  const id = fieldId(pointer);
  const faults = findings.get(pointer) ?? [];
  const told = hint(input, lang);
  const described = [told === '' ? '' : `${id}-hint`, faults.length === 0 ? '' : `${id}-fault`].filter((one) => one !== '').join(' ');
  const aria = {
    ...(described === '' ? {} : { 'aria-describedby': described }),
    ...(faults.length === 0 ? {} : { 'aria-invalid': true as const }),
  };
  const grouped = input.type === 'yes-no' || input.type === 'date';
  return (
    <div class={`control ${faults.length > 0 ? 'faulty' : ''}`} {...(grouped ? { role: 'group', 'aria-labelledby': `${id}-label`, ...aria } : {})}>
      {grouped
        ? <span class="label" id={`${id}-label`}>{label}</span>
        : <label class="label" for={id} id={`${id}-label`}>{label}</label>}
      {told !== '' && <span class="hint" id={`${id}-hint`}>{told}</span>}
      <Entry {...props} id={id} aria={grouped ? {} : aria} />
      {faults.length > 0 && (
        <p class="fault" id={`${id}-fault`}>
          {faults.map(({ message, help }) => `${sentence(message[lang])}${help === undefined ? '' : `; ${help[lang]}`}.`).join(' ')}
        </p>
      )}
    </div>
  );
}

type EntryProps = ControlProps & { id: string; aria: Record<string, string | boolean> };

function Entry(props: EntryProps) {
  const { input } = props;
  switch (input.type) {
    case 'yes-no':
      return <YesNo {...props} />;
    case 'choice':
      return <Choice {...props} />;
    case 'date':
      return <DateParts {...props} />;
    case 'text':
      return <input {...props.aria} id={props.id} value={props.value} onInput={(event) => props.change(event.currentTarget.value)} autocomplete="off" />;
    case 'integer':
    case 'decimal':
    case 'percent':
      return <NumberEntry {...props} />;
  }
}

function YesNo({ input, value, change, id, pointer }: EntryProps) {
  const { lang } = useFilling();
  const judged = input.role === 'judgement';
  const options = [
    ['true', WORDS[judged ? 'met' : 'yes'][lang]],
    ['false', WORDS[judged ? 'notMet' : 'no'][lang]],
    ['', WORDS.unanswered[lang]],
  ] as const;
  return (
    <div class="segments">
      {options.map(([option, label], at) => (
        <label class={`segment ${option === '' ? 'none' : ''} ${value === option || (value === UNKNOWN && option === '') ? 'chosen' : ''}`} key={option}>
          <input
            type="radio"
            name={pointer}
            id={at === 0 ? id : `${id}-${at}`}
            checked={value === option || (value === UNKNOWN && option === '')}
            onChange={() => change(option)}
          />
          <span>{label}</span>
        </label>
      ))}
    </div>
  );
}

function Choice({ input, value, change, id, aria }: EntryProps) {
  const { lang } = useFilling();
  const options = input.options ?? [];
  // What came from a file and is no option stays to be seen.
  const strange = value !== '' && value !== UNKNOWN && !options.includes(value);
  return (
    <select {...aria} id={id} value={value} onChange={(event) => change(event.currentTarget.value)}>
      <option value="">{WORDS.choose[lang]}</option>
      {options.map((option) => <option value={option} key={option}>{sentence(option)}</option>)}
      {strange && <option value={value}>{value}</option>}
      <option value={UNKNOWN}>{WORDS.unknownAnswer[lang]}</option>
    </select>
  );
}

function NumberEntry({ input, value, change, id, aria, label }: EntryProps) {
  const { lang } = useFilling();
  const [from, to] = [Number(input.from), Number(input.to)];
  // Small whole numbers are pressed rather than typed.
  const pressed = input.type === 'integer' && to - from <= 100;
  const step = (by: number) => {
    const now = Number(value === '' || value === UNKNOWN ? (by > 0 ? from - 1 : to + 1) : value);
    if (Number.isInteger(now)) change(String(Math.min(to, Math.max(from, now + by))));
  };
  const entry = (
    <input
      {...aria}
      id={id}
      class="number"
      inputMode={input.type === 'integer' ? 'numeric' : 'decimal'}
      value={value === UNKNOWN ? '' : value}
      onInput={(event) => change(event.currentTarget.value)}
      autocomplete="off"
    />
  );
  const unit = input.unit === undefined ? null : <span class="unit">{input.unit}</span>;
  if (!pressed) return <div class="stepper plain">{entry}{unit}</div>;
  return (
    <div class="stepper">
      <button type="button" onClick={() => step(-1)} aria-label={`${lang === 'vi' ? 'Bớt 1' : 'One less'}: ${label}`}>−</button>
      {entry}
      <button type="button" onClick={() => step(1)} aria-label={`${lang === 'vi' ? 'Thêm 1' : 'One more'}: ${label}`}>+</button>
      {unit}
    </div>
  );
}

/** Day, month and year; what is not known of a date is left open. */
function DateParts({ value, change, id }: EntryProps) {
  const { lang } = useFilling();
  const [year = '', month = '', day = ''] = value.split('-');
  const put = (y: string, m: string, d: string) => {
    const parts = d !== '' ? [y, m, d] : m !== '' ? [y, m] : [y];
    change(parts.every((part) => part === '') ? '' : parts.join('-'));
  };
  const two = (text: string) => (/^\d$/.test(text) && Number(text) > 3 ? `0${text}` : text);
  const full = (text: string) => (/^\d$/.test(text) ? `0${text}` : text);
  const parts = [
    { word: 'day', text: day, set: (text: string) => put(year, month, text), pad: (text: string) => put(year, month, full(text)), size: 2 },
    { word: 'month', text: month, set: (text: string) => put(year, two(text), day), pad: (text: string) => put(year, full(text), day), size: 2 },
    { word: 'yearPart', text: year, set: (text: string) => put(text, month, day), pad: (text: string) => put(text, month, day), size: 4 },
  ] as const;
  return (
    <div class="date">
      {parts.map(({ word, text, set, pad, size }, at) => (
        <label class="date-part" key={word}>
          <span>{WORDS[word][lang]}</span>
          <input
            id={at === 0 ? id : `${id}-${at}`}
            inputMode="numeric"
            maxLength={size}
            size={size}
            value={text}
            autocomplete="off"
            onInput={(event) => set(event.currentTarget.value.replace(/\D/g, ''))}
            onBlur={(event) => pad(event.currentTarget.value.replace(/\D/g, ''))}
          />
        </label>
      ))}
      <span class="hint date-hint">{WORDS.datePartial[lang]}</span>
    </div>
  );
}

/** A remark for the person's own use. */
function Note({ pointer, label }: { pointer: string; label: string }) {
  const { lang, draft, note } = useFilling();
  const text = draft.notes[pointer] ?? '';
  const [open, setOpen] = useState(text !== '');
  const id = `${fieldId(pointer)}-note`;
  if (!open) {
    return (
      <button type="button" class="link" onClick={() => setOpen(true)} aria-label={`${WORDS.addNote[lang]}: ${label}`}>
        + {WORDS.addNote[lang]}
      </button>
    );
  }
  return (
    <div class="note">
      <label for={id}>{WORDS.note[lang]}</label>
      <textarea id={id} rows={2} value={text} onInput={(event) => note(pointer, event.currentTarget.value)} />
    </div>
  );
}

// ---- results of other sets -------------------------------------------------------------------

function OtherResult({ set: name }: { set: string }) {
  const { lang, facts, draft, set, findings } = useFilling();
  const classes = facts.results.filter((result) => result.set === name).flatMap((result) => result.classes);
  const pointer = pointerOf(name);
  const [held, day] = [`${pointer}/class`, `${pointer}/date`];
  const id = fieldId(pointer);
  const faults = [...findings].filter(([place]) => place.startsWith(pointer)).flatMap(([, found]) => found);
  const date: InputFacts = {
    name, label: WORDS.decidedOn[lang], role: 'fact', type: 'date', ordered: false, yearsBack: 0, private: false, needed: true, items: [], gates: [], classes: [],
  };
  return (
    <div class="field pair">
      <div class="control">
        <label class="label" for={id}>{name}</label>
        <select id={id} value={draft.values[held] ?? ''} onChange={(event) => set(held, event.currentTarget.value)}>
          <option value="">{WORDS.unanswered[lang]}</option>
          {classes.map((one) => <option value={one.name} key={one.name}>{one.label}</option>)}
          <option value="none">{WORDS.noClass[lang]}</option>
          <option value={UNKNOWN}>{WORDS.unknownAnswer[lang]}</option>
        </select>
        {faults.length > 0 && <p class="fault">{faults.map(({ message }) => sentence(message[lang])).join('. ')}</p>}
      </div>
      <Control input={date} pointer={day} label={WORDS.decidedOn[lang]} value={draft.values[day] ?? ''} change={(text) => set(day, text)} />
    </div>
  );
}

// ---- tables ----------------------------------------------------------------------------------

function Table({ table }: { table: TableFacts }) {
  const { lang, facts, draft, rows: change } = useFilling();
  const rows = draft.tables[table.name] ?? [];
  const columns = facts.inputs.filter((input) => input.table === table.name);
  const [added, setAdded] = useState<number>();
  const id = fieldId(pointerOf(table.name));
  const add = () => {
    const key = 1 + Math.max(0, ...rows.map((row) => row.key));
    setAdded(key);
    change(table.name, [...rows, { key, status: 'verified', values: {}, note: '' }]);
  };
  return (
    <div class="table" role="group" aria-labelledby={`${id}-label`}>
      <div class="table-head">
        <span class="label" id={`${id}-label`}>{table.label}</span>
        <span class="count">{rows.length} {WORDS[rows.length === 1 ? 'oneRow' : 'rows'][lang]}</span>
      </div>
      {rows.length === 0 && <p class="hint">{WORDS.noRows[lang]}</p>}
      <ol class="rows">
        {rows.map((row, at) => (
          <TableRow
            key={row.key}
            table={table}
            columns={columns}
            row={row}
            at={at}
            fresh={row.key === added}
            change={(next) => change(table.name, rows.map((known) => (known.key === row.key ? next : known)))}
            remove={() => {
              change(table.name, rows.filter((known) => known.key !== row.key));
              document.getElementById(id)?.focus();
            }}
          />
        ))}
      </ol>
      <button type="button" class="button" id={id} onClick={add}>+ {WORDS.add[lang]}: {table.label}</button>
    </div>
  );
}

interface RowProps {
  table: TableFacts;
  columns: InputFacts[];
  row: DraftRow;
  at: number;
  fresh: boolean;
  change: (row: DraftRow) => void;
  remove: () => void;
}

function TableRow({ table, columns, row, at, fresh, change, remove }: RowProps) {
  const { lang } = useFilling();
  const place = `${pointerOf(table.name)}/${at}`;
  const id = useId();
  const focus = (element: HTMLLIElement | null) => {
    // A row that was just added is where one goes on.
    if (fresh && element !== null && element.dataset.seen === undefined) {
      element.dataset.seen = '';
      element.querySelector<HTMLElement>('input, select')?.focus();
    }
  };
  return (
    <li class="row" ref={focus} aria-label={`${table.label}, ${WORDS.row[lang]} ${at + 1}`}>
      <div class="row-head">
        <span class="code">{WORDS.row[lang]} {at + 1}</span>
        <button type="button" class="link danger" onClick={remove} aria-label={`${WORDS.remove[lang]}: ${table.label}, ${WORDS.row[lang]} ${at + 1}`}>
          {WORDS.remove[lang]}
        </button>
      </div>
      <div class="row-fields">
        {columns.map((column) => (
          <Control
            key={column.name}
            input={column}
            pointer={place + pointerOf(column.name)}
            label={sentence(column.label)}
            value={row.values[column.name] ?? ''}
            change={(text) => change({ ...row, values: { ...row.values, [column.name]: text } })}
          />
        ))}
        {table.kind === 'evidence' && (
          <div class="control">
            <label class="label" for={`${id}-status`}>{WORDS.statusOfRow[lang]}</label>
            <select
              id={`${id}-status`}
              value={row.status}
              onChange={(event) => change({ ...row, status: event.currentTarget.value === 'waiting' ? 'waiting' : 'verified' })}
            >
              <option value="verified">{WORDS.verified[lang]}</option>
              <option value="waiting">{WORDS.waiting[lang]}</option>
            </select>
          </div>
        )}
        <div class="control">
          <label class="label" for={`${id}-note`}>{WORDS.note[lang]}</label>
          <input id={`${id}-note`} value={row.note} onInput={(event) => change({ ...row, note: event.currentTarget.value })} autocomplete="off" />
        </div>
      </div>
    </li>
  );
}
