// The reviewer's page: a table of a commune, its columns named, judged in a worker, and what came of it.
import type { Context, Facts, Lang } from 'tieuchi';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { CATALOGUE, type Entry, entryOf } from '../catalogue.js';
import { Chooser } from '../chooser.js';
import { Top } from '../parts.js';
import type { Choices } from '../store.js';
import { yearFor } from '../years.js';
import { RefusedError, ask, watch } from './engine.js';
import { offered, proposed, titleOf } from './match.js';
import type { Report, Sheet } from './messages.js';
import { Found } from './report.js';
import { WORDS, type Word } from './words.js';

/** A file that was opened for a table, with what its columns are. */
interface Opened {
  name: string;
  sheet: Sheet;
  chosen: Record<string, string>;
}

/** What the set asks for, once the worker has compiled it. */
interface Ready {
  entry: Entry;
  year: number;
  facts: Facts;
  columns: Record<string, string[]>;
}

/** The page as it stands while it judges. */
type Work = { done: number; total: number } | 'reading' | undefined;

export function Review({ choices }: { choices: Choices }) {
  const [lang, setLang] = useState<Lang>(choices.lang ?? 'vi');
  const [large, setLarge] = useState(choices.large ?? false);
  const [entry, setEntry] = useState<Entry>(() => entryOf(choices.set));
  const [year, setYear] = useState(() => yearFor(entryOf(choices.set), choices.year));
  const [ready, setReady] = useState<Ready>();
  const [files, setFiles] = useState<Record<string, Opened>>({});
  const [work, setWork] = useState<Work>();
  const [report, setReport] = useState<Report>();
  const [fault, setFault] = useState<string>();
  const [note, setNote] = useState('');
  const word = (name: Word) => WORDS[name][lang];
  const context: Context = useMemo(() => ({ period: year }), [year]);

  useLayoutEffect(() => {
    document.documentElement.lang = lang;
    document.documentElement.classList.toggle('large', large);
    document.title = `${entry.label} · ${WORDS.title[lang]}`;
  }, [lang, large, entry]);

  const failed = (error: unknown) => {
    if (!(error instanceof RefusedError)) setFault(error instanceof Error ? error.message : String(error));
    else if ('words' in error.refused) setFault(error.refused.words[lang]);
    else setFault(error.refused.diagnostics.map(({ message, help }) => `${message[lang]}${help === undefined ? '' : ` (${help[lang]})`}`).join('; '));
  };

  // A set, or a year, that is chosen anew: its columns, and what the files' columns are in it.
  useEffect(() => {
    let current = true;
    setReport(undefined);
    setFault(undefined);
    const library = CATALOGUE.filter((known) => known !== entry).map(({ source }) => source);
    ask('set', { source: entry.source, library, context })
      .then(({ facts, columns }) => {
        if (!current) return;
        setReady({ entry, year, facts, columns });
        setFiles((before) => Object.fromEntries(Object.entries(before).flatMap(([table, opened]) => {
          const known = columns[table];
          return known === undefined ? [] : [[table, { ...opened, chosen: proposed(opened.sheet.names, known, table, facts) }]];
        })));
      })
      .catch((error: unknown) => current && failed(error));
    return () => {
      current = false;
    };
  }, [entry, year]);

  const open = async (table: string, file: File) => {
    if (ready === undefined) return;
    setFault(undefined);
    setReport(undefined);
    setWork('reading');
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const sheet = await ask('read', { table, name: file.name, bytes }, [bytes.buffer]);
      const chosen = proposed(sheet.names, ready.columns[table] ?? [], table, ready.facts);
      setFiles((before) => ({ ...before, [table]: { name: file.name, sheet, chosen } }));
    } catch (error) {
      failed(error);
    } finally {
      setWork(undefined);
    }
  };

  const judge = async () => {
    const names = Object.fromEntries(Object.entries(files).map(([table, { chosen }]) => [table, chosen]));
    setFault(undefined);
    setNote('');
    setReport(undefined);
    setWork({ done: 0, total: files['']?.sheet.rows ?? 0 });
    watch(setWork);
    try {
      const found = await ask('judge', { context, names });
      if (found === 'stopped') setNote(word('cancelled'));
      else setReport(found);
    } catch (error) {
      failed(error);
    } finally {
      setWork(undefined);
    }
  };

  const faults = ready === undefined ? [] : faultsOf(files, ready.facts, lang);
  const tables = ready === undefined ? [] : ['', ...ready.facts.tables.map(({ name }) => name)];
  const choose = (next: Entry) => {
    setEntry(next);
    setYear(yearFor(next, year));
  };

  return (
    <div class="screen">
      <Top page="review" subtitle={word('subtitle')} skip={{ to: 'files', text: word('skip') }} lang={lang} large={large} setLang={setLang} setLarge={setLarge} />

      <main class="page">
        <section class="card chooser" aria-label={word('set')}>
          <div class="card-body chooser-fields">
            <Chooser entry={entry} year={year} lang={lang} choose={choose} setYear={setYear} />
          </div>
          <p class="privacy">{word('privacy')}</p>
        </section>

        <div id="files" tabIndex={-1}>
          {tables.map((table) => (
            <FileCard
              key={table}
              table={table}
              ready={ready as Ready}
              opened={files[table]}
              lang={lang}
              busy={work !== undefined}
              open={(file) => void open(table, file)}
              choose={(chosen) => setFiles((before) => {
                const own = before[table];
                return own === undefined ? before : { ...before, [table]: { ...own, chosen } };
              })}
            />
          ))}
        </div>

        {fault !== undefined && <div class="message bad" role="alert"><p>{fault}</p></div>}
        <div class="judge">
          {files[''] !== undefined && faults.length > 0 && <ul class="judge-faults">{faults.map((text) => <li key={text}>{text}</li>)}</ul>}
          <button type="button" class="button primary" id="judge" disabled={files[''] === undefined || faults.length > 0 || work !== undefined} onClick={() => void judge()}>{word('evaluate')}</button>
          {work !== undefined && work !== 'reading' && (
            <>
              <progress max={Math.max(work.total, 1)} value={work.done} aria-label={word('progress')} />
              <button type="button" class="button" id="stop" onClick={() => void ask('stop', null)}>{word('cancel')}</button>
            </>
          )}
          <p class="judge-note" aria-live="polite">{work === 'reading' ? word('reading') : work === undefined ? note : `${word('progress')} ${work.done} ${word('of')} ${work.total}`}</p>
        </div>

        {report !== undefined && ready !== undefined && <Found report={report} facts={ready.facts} lang={lang} name={`${entry.id}-${year}`} />}
      </main>
      <footer class="foot"><p>{word('notDecision')} {word('footer')} · {entry.id} {entry.edition}</p></footer>
    </div>
  );
}

interface FileCardProps {
  table: string;
  ready: Ready;
  opened: Opened | undefined;
  lang: Lang;
  busy: boolean;
  open: (file: File) => void;
  choose: (chosen: Record<string, string>) => void;
}

function FileCard({ table, ready, opened, lang, busy, open, choose }: FileCardProps) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const word = (name: Word) => WORDS[name][lang];
  const { facts } = ready;
  const columns = offered(ready.columns[table] ?? []);
  const title = table === '' ? word('main') : `${word('beside')}: ${facts.tables.find(({ name }) => name === table)?.label ?? table}`;
  const heading = `table-${table}`;
  const taken = new Set(Object.values(opened?.chosen ?? {}));
  const lacking = facts.inputs.filter((one) => (one.table ?? '') === table && one.needed && one.yearsBack === 0 && !taken.has(one.name) && !taken.has(`${one.name}%`));

  return (
    <section class={`card table-card${over ? ' over' : ''}`} aria-labelledby={heading}
      onDragOver={(event) => { event.preventDefault(); setOver(true); }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const file = event.dataTransfer?.files[0];
        if (file !== undefined) open(file);
      }}
    >
      <header class="card-head">
        <h2 id={heading}>{title}</h2>
        {table !== '' && opened === undefined && <span class="count">{word('notNeeded')}</span>}
        {opened !== undefined && <span class="count">{opened.name} · {opened.sheet.rows} {word('rows')}</span>}
      </header>
      <div class="card-body">
        <div class="drop">
          {opened === undefined && <span>{word('drop')}</span>}
          <button type="button" class="button" disabled={busy} onClick={() => input.current?.click()}>{word(opened === undefined ? 'choose' : 'another')}</button>
          <input
            ref={input}
            type="file"
            hidden
            data-table={table}
            accept=".csv,.tsv,.txt,.xlsx,.arrow"
            aria-label={`${word('choose')}: ${title}`}
            onChange={(event) => {
              const [file] = event.currentTarget.files ?? [];
              event.currentTarget.value = '';
              if (file !== undefined) open(file);
            }}
          />
        </div>
        {opened !== undefined && (
          <div class="scroll" tabIndex={0} role="region" aria-labelledby={heading}>
            <table class="grid">
              <thead><tr><th scope="col">{word('column')}</th><th scope="col" class="sample">{word('sample')}</th><th scope="col">{word('meaning')}</th></tr></thead>
              <tbody>
                {opened.sheet.names.map((name, at) => (
                  <tr key={name}>
                    <th scope="row">{name}</th>
                    <td class="sample">{opened.sheet.head.map((row) => row[at]).filter((text) => text !== '').join(' · ')}</td>
                    <td>
                      <select
                        aria-label={`${word('meaning')}: ${name}`}
                        value={opened.chosen[name] ?? ''}
                        onChange={(event) => {
                          const { [name]: _, ...rest } = opened.chosen;
                          const { value } = event.currentTarget;
                          choose(value === '' ? rest : { ...rest, [name]: value });
                        }}
                      >
                        <option value="">{word('leftOut')}</option>
                        {columns.map((column) => <option value={column} key={column}>{titleOf(column, table, facts, lang)}</option>)}
                      </select>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        {opened !== undefined && lacking.length > 0 && <p class="lacking">{word('missing')} {lacking.map(({ label }) => label).join(', ')}.</p>}
      </div>
    </section>
  );
}

/** What stands in the way of judging. */
function faultsOf(files: Record<string, Opened>, facts: Facts, lang: Lang): string[] {
  const out: string[] = [];
  for (const [table, { chosen }] of Object.entries(files)) {
    const columns = Object.values(chosen);
    const has = (name: string) => columns.includes(name) || columns.includes(`$${name}`);
    if (table === '' && !has('id')) out.push(WORDS.needIdentifier[lang]);
    if (table !== '' && !has('subject')) out.push(`${WORDS.needSubject[lang]} (${facts.tables.find(({ name }) => name === table)?.label ?? table}).`);
    const twice = columns.filter((name, at) => columns.indexOf(name) !== at);
    for (const name of new Set(twice)) out.push(`${WORDS.twice[lang]} “${titleOf(name, table, facts, lang)}”.`);
  }
  return out;
}
