// The self-assessment page: one set, one year, one draft; judged anew with every key.
import type { Lang } from 'tieuchi';
import { DiagnosticsError } from 'tieuchi';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type Entry, entryOf } from './catalogue.js';
import { Chooser } from './chooser.js';
import { type Draft, dossierOf, draftOf, emptyDraft, findingsByField, isEmpty, regionsOf } from './draft.js';
import { judge, ready, suffices } from './engine.js';
import { fileText, readFile } from './file.js';
import { FillingContext, Form, fieldId } from './form.js';
import { FileButton, type Message, MessageBox, Top, download } from './parts.js';
import { Result, byCode, interval, standing } from './result.js';
import { Sheet } from './sheet.js';
import { type Choices, loadDraft, saveChoices, saveDraft } from './store.js';
import { WORDS, type Word, sentence } from './words.js';
import { yearFor } from './years.js';

/** How long nothing is typed before what would suffice is looked for, in milliseconds. */
const PAUSE = 250;

type Kept = 'kept' | 'keeping' | 'notKept';

export function App({ choices }: { choices: Choices }) {
  const [lang, setLang] = useState<Lang>(choices.lang ?? 'vi');
  const [large, setLarge] = useState(choices.large ?? false);
  const [entry, setEntry] = useState<Entry>(() => entryOf(choices.set));
  const [year, setYear] = useState(() => yearFor(entryOf(choices.set), choices.year));
  const [draft, setDraft] = useState<Draft>();
  const [kept, setKept] = useState<Kept>('kept');
  const [message, setMessage] = useState<Message>();
  const word = (name: Word) => WORDS[name][lang];

  const set = useMemo(() => ready(entry), [entry]);

  // Before anything is painted: the words of a page and the language it says it is in never differ.
  useLayoutEffect(() => {
    document.documentElement.lang = lang;
    document.documentElement.classList.toggle('large', large);
    document.title = `${entry.label} · ${WORDS.title[lang]}`;
  }, [lang, large, entry]);
  useEffect(() => {
    void saveChoices({ set: entry.key, year, lang, large });
  }, [lang, large, entry, year]);

  // The draft of a set comes from this device, unless a file brought one.
  const brought = useRef<Draft | undefined>(undefined);
  useEffect(() => {
    let current = true;
    const given = brought.current;
    brought.current = undefined;
    if (given !== undefined) setDraft(given);
    else void loadDraft(entry.key).then((found) => current && setDraft(found ?? emptyDraft()));
    return () => {
      current = false;
    };
  }, [entry]);

  /** Changes the draft, and keeps it; of several changes in a row the last one is kept last. */
  const change = useCallback((next: Draft) => {
    setDraft(next);
    setKept('keeping');
    void saveDraft(entry.key, next).then((done) => setKept(done ? 'kept' : 'notKept'));
  }, [entry]);

  const shownDraft = draft ?? emptyDraft();
  const judged = useMemo(() => judge(set, shownDraft, { period: year, file: 'open' }), [set, draft, year]);
  const done = Array.isArray(judged) ? undefined : judged;
  const findings = useMemo(() => findingsByField(done?.findings ?? []), [done]);
  const nodes = useMemo(() => byCode(done?.explanation.items ?? []), [done]);

  const [answer, setAnswer] = useState<ReturnType<typeof suffices>>();
  useEffect(() => {
    const wait = setTimeout(() => setAnswer(done && suffices(done.outcome, set.facts.classes.length === 1 ? set.facts.classes[0]?.name : undefined)), PAUSE);
    return () => clearTimeout(wait);
  }, [done, set]);
  useEffect(() => () => done?.outcome.dispose(), [done]);

  const choose = (next: Entry) => {
    if (next === entry) return;
    setDraft(undefined);
    setAnswer(undefined);
    setMessage(undefined);
    setEntry(next);
    setYear(yearFor(next));
  };

  const open = async (file: File) => {
    const found = await readFile(file);
    if (found.what === 'nothing') return setMessage({ tone: 'bad', text: `${word('badFile')} (${found.why}).` });
    if (found.what === 'other-set') return setMessage({ tone: 'bad', text: `${word('otherSet')} ${found.name}; ${word('otherSetUnknown')}` });
    const target = found.entry ?? entry;
    const there = target === entry ? set : ready(target);
    const parts: string[] = [];
    if (target !== entry) parts.push(`${word('otherSet')} “${target.label}” (${target.edition}); ${word('otherSetOpened')}`);
    const read = draftOf(found.dossier, there.facts);
    const next = found.draft ?? read.draft;
    if (found.draft === undefined && read.unknown.length > 0) parts.push(`${word('leftOut')} ${read.unknown.join(', ')}.`);
    let tone: Message['tone'] = 'good';
    if (found.receipt === undefined) parts.push(word('noReceipt'));
    else {
      const wrong = differs(() => there.plan.verify(found.receipt ?? '', found.dossier).differs.map(({ words }) => words[lang]), lang);
      parts.push(wrong.length === 0 ? word('receiptAgrees') : `${word('receiptDiffers')} ${wrong.join('; ')}.`);
      if (wrong.length > 0) tone = 'bad';
    }
    const before = shownDraft;
    if (found.year !== undefined) setYear(found.year);
    if (target === entry) change(next);
    else {
      brought.current = next;
      void saveDraft(target.key, next);
      setEntry(target);
    }
    const undo = target === entry && !isEmpty(before) ? { undo: () => change(before) } : {};
    setMessage({ tone, text: [word('opened'), ...parts].join(' '), ...undo });
  };

  const clear = () => {
    const before = shownDraft;
    change(emptyDraft());
    setMessage({ tone: 'good', text: word('cleared'), undo: () => change(before) });
  };

  const go = (id: string) => {
    const element = document.getElementById(id);
    if (element === null) return;
    const field = element.matches('input, select, textarea, button') ? element : element.closest('[data-item]')?.querySelector<HTMLElement>('.control input, .control select') ?? element;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    field.scrollIntoView({ block: 'center', behavior: calm ? 'auto' : 'smooth' });
    field.focus({ preventScroll: true });
  };

  const regions = regionsOf(set.facts);
  const filling = {
    lang,
    facts: set.facts,
    draft: shownDraft,
    findings,
    nodes,
    set: (pointer: string, text: string) => change({ ...shownDraft, values: { ...shownDraft.values, [pointer]: text } }),
    note: (pointer: string, text: string) => change({ ...shownDraft, notes: { ...shownDraft.notes, [pointer]: text } }),
    rows: (table: string, rows: Draft['tables'][string]) => change({ ...shownDraft, tables: { ...shownDraft.tables, [table]: rows } }),
  };
  const state = done === undefined ? undefined : standing(done.explanation, lang);

  return (
    <>
      <div class="screen">
        <Top page="assessment" subtitle={word('subtitle')} skip={{ to: 'form', text: word('skip') }} lang={lang} large={large} setLang={setLang} setLarge={setLarge} />

        <main class="page">
          <section class="card chooser" aria-label={word('set')}>
            <div class="card-body chooser-fields">
              <Chooser entry={entry} year={year} lang={lang} choose={choose} setYear={setYear} />
              {regions.length > 0 && (
                <div class="control">
                  <label class="label" for="region">{word('region')}</label>
                  <select id="region" value={shownDraft.region} onChange={(event) => change({ ...shownDraft, region: event.currentTarget.value })}>
                    <option value="">{word('noRegion')}</option>
                    {regions.map((region) => <option value={region} key={region}>{sentence(region.replaceAll('_', ' '))}</option>)}
                  </select>
                </div>
              )}
              <div class="control wide">
                <label class="label" for="name">{word('name')}</label>
                <input id="name" value={shownDraft.id} autocomplete="off" onInput={(event) => change({ ...shownDraft, id: event.currentTarget.value })} />
              </div>
            </div>
            <p class="privacy">{word('privacy')} {set.facts.assumed && <span>{word('assumed')}</span>}</p>
          </section>

          {message !== undefined && <MessageBox message={message} lang={lang} close={() => setMessage(undefined)} />}
          {kept === 'notKept' && <div class="message bad" role="alert"><p>{word('notKept')}</p></div>}

          <div class="columns">
            <div id="form" tabIndex={-1}>
              {draft !== undefined && <FillingContext.Provider value={filling}><Form key={entry.key} /></FillingContext.Provider>}
            </div>
            <aside class="side">
              {Array.isArray(judged) && (
                <div class="message bad" role="alert"><p>{word('contextFault')}: {judged.map(({ message: said }) => said[lang]).join('; ')}.</p></div>
              )}
              {done !== undefined && <Result facts={set.facts} explanation={done.explanation} answer={answer} lang={lang} go={go} />}
              {findings.size > 0 && (
                <section class="card faults" aria-labelledby="faults-title">
                  <header class="card-head"><h2 id="faults-title">{word('faults')}</h2></header>
                  <ul class="card-body">
                    {[...findings].map(([pointer, found]) => (
                      <li key={pointer}>
                        <button type="button" class="jump" onClick={() => go(fieldId(pointer))}><span>{sentence(found[0]?.message[lang] ?? pointer)}</span><span class="arrow" aria-hidden="true">→</span></button>
                      </li>
                    ))}
                  </ul>
                </section>
              )}
              <div class="actions">
                <button type="button" class="button primary" onClick={() => print()}>{word('print')}</button>
                <button type="button" class="button" onClick={() => download(`${entry.id}-${year}.json`, fileText(entry, year, dossierOf(shownDraft, set.facts, new Set(findings.keys())), shownDraft, done?.outcome))}>{word('save')}</button>
                <FileButton label={word('open')} accept=".json,application/json" open={open} />
                <button type="button" class="button quiet" onClick={clear} disabled={isEmpty(shownDraft)}>{word('clear')}</button>
                <p class="kept" aria-live="polite">{kept === 'notKept' ? '' : word(kept)}</p>
                <p class="decision">{word('notDecision')}</p>
              </div>
            </aside>
          </div>
        </main>

        {done !== undefined && (
          <a class={`bottom ${state?.state ?? ''}`} href="#result" onClick={(event) => { event.preventDefault(); go('result'); }}>
            <span class="bottom-score">{done.explanation.total === undefined ? word('result') : `${interval(done.explanation.total.total, lang)} ${word('points')}`}</span>
            <span class="bottom-state">{state?.text}</span>
            <span class="bottom-go">{word('toResult')}</span>
          </a>
        )}
        <footer class="foot"><p>{word('footer')} · {entry.id} {entry.edition}</p></footer>
      </div>
      {done !== undefined && <Sheet explanation={done.explanation} receipt={done.outcome.receipt()} draft={shownDraft} lang={lang} />}
    </>
  );
}

/** What a verification says, where the receipt can be read. */
function differs(verify: () => string[], lang: Lang): string[] {
  try {
    return verify();
  } catch (error) {
    if (error instanceof DiagnosticsError) return [error.text(lang)];
    throw error;
  }
}
