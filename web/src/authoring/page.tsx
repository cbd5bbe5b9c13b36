// The page on which sets are written: texts of this device, one of them in the editor, and what comes of it.
import type { Diagnostic, Facts, Lang, Words } from 'tieuchi';
import type { Hover } from 'tieuchi/authoring';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { emptyDraft, isEmpty } from '../draft.js';
import { FileButton, type Message, MessageBox, Top, download } from '../parts.js';
import { type Choices, type Text, dropText, saveChoices, saveText } from '../store.js';
import { AUTHORING, MARKS, WORDS } from '../words.js';
import { Editor, type LineMark } from './editor.js';
import { ask, latest } from './engine.js';
import { Examples, Findings } from './panes.js';
import { type Refusal, fromFragment, toFragment } from './share.js';
import startEn from './start.en.tieuchi?raw';
import startVi from './start.vi.tieuchi?raw';
import { Trial, trialYear } from './trial.js';
import type { Analysis, Start, Trial as Judged } from './worker.js';

/** How long nothing is typed before a text is checked, and before it is kept, in milliseconds. */
const PAUSE = { check: 150, keep: 300, look: 200 };

/** The most bytes of a file that is opened: what the engine reads. */
const MOST = 16 * 1024 * 1024;

/** Longer texts are checked, and stay without colours: so many would be slow to draw. */
const COLOURED = 1_000_000;

/** Where nothing is coloured; one list, so that the editor is told once. */
const NO_MARKS: LineMark[] = [];

type Tab = 'findings' | 'examples' | 'trial' | 'other';
type Paint = 'none' | 'trial' | 'coverage';
type Kept = 'kept' | 'keeping' | 'notKept';
type Linked = { text: string } | { refused: Refusal } | undefined;

interface PageProps {
  choices: Choices;
  texts: Text[];
  /** What the link that was followed holds. */
  linked: Linked;
}

export function Page({ choices, texts: kept, linked }: PageProps) {
  const [lang, setLang] = useState<Lang>(choices.lang ?? 'vi');
  const [large, setLarge] = useState(choices.large ?? false);
  const [begun] = useState(() => begin(choices, kept, linked));
  const [texts, setTexts] = useState(begun.texts);
  const [current, setCurrent] = useState(begun.current);
  const [keptNow, setKept] = useState<Kept>('kept');
  const [message, setMessage] = useState<Message | undefined>(() => linkMessage(linked, choices.lang ?? 'vi'));
  const [link, setLink] = useState('');
  const [tab, setTab] = useState<Tab>('findings');
  const [paint, setPaint] = useState<Paint>('none');
  const [analysis, setAnalysis] = useState<Analysis>();
  const [facts, setFacts] = useState<Facts>();
  const [judged, setJudged] = useState<Judged>();
  const [other, setOther] = useState<Awaited<ReturnType<typeof ask<'other'>>>>();
  const [place, setPlace] = useState({ line: 1, at: 0 });
  const [help, setHelp] = useState<Hover>();
  const [starts, setStarts] = useState<Start[]>([]);
  const editor = useRef<Editor>(undefined);
  const host = useRef<HTMLDivElement>(null);
  const word = (name: keyof typeof AUTHORING) => AUTHORING[name][lang];

  // Before anything is painted: the words of a page and the language it says it is in never differ.
  useLayoutEffect(() => {
    document.documentElement.lang = lang;
    document.documentElement.classList.toggle('large', large);
    document.title = `${titleOf(current.text, lang)} · ${WORDS.authoring[lang]}`;
  }, [lang, large, current.text]);
  useEffect(() => editor.current?.speak(lang, AUTHORING.editor[lang]), [lang]);
  useEffect(() => {
    void saveChoices({ text: current.key, lang, large });
  }, [lang, large, current.key]);

  // ---- the editor --------------------------------------------------------------------------

  const failed = useCallback(() => setMessage({ tone: 'bad', text: AUTHORING.engineFailed[lang] }), [lang]);
  const colour = useMemo(() => latest((text: string) => ask('highlight', text), (tokens, text) => editor.current?.colour(tokens, text)), []);
  const check = useMemo(
    () => latest((text: string) => ask('analyse', text), (told, text) => {
      if (editor.current?.text !== text) return;
      setAnalysis(told);
      if (told.facts !== undefined) setFacts(told.facts);
    }),
    [],
  );

  useLayoutEffect(() => {
    if (host.current === null) return;
    const made = new Editor(host.current, {
      text: current.text,
      lang,
      label: word('editor'),
      changed: (text) => setCurrent((known) => ({ ...known, text })),
      moved: (line, at) => setPlace({ line, at }),
      complete: (text, at) => ask('complete', text, at),
      hover: (text, at) => ask('hover', text, at),
      keys: [{ key: 'Mod-s', run: () => actions.current.save() }, { key: 'Shift-Alt-f', run: () => actions.current.format() }],
    });
    editor.current = made;
    return () => made.destroy();
  }, []);
  useLayoutEffect(() => editor.current?.load(current.text), [current.key]);

  useEffect(() => {
    setPlace({ line: 1, at: 0 });
    setFacts(undefined);
    setAnalysis(undefined);
    setJudged(undefined);
  }, [current.key]);
  useEffect(() => {
    const { text } = current;
    if (text.length < COLOURED) colour(text);
    const wait = setTimeout(() => check(text), analysis === undefined ? 0 : PAUSE.check);
    return () => clearTimeout(wait);
  }, [current.text, current.key]);
  useEffect(() => editor.current?.find(analysis?.diagnostics ?? [], current.text), [analysis, lang]);

  // What the place of the cursor means, for those who cannot point at it.
  useEffect(() => {
    const { at } = place;
    const { text } = current;
    const look = async () => {
      const before = text.slice(0, at);
      const first = before.lastIndexOf('\n') + 1 + (/^ */.exec(text.slice(before.lastIndexOf('\n') + 1))?.[0].length ?? 0);
      setHelp((await ask('hover', text, at)) ?? (await ask('hover', text, Math.max(0, at - 1))) ?? (await ask('hover', text, first)));
    };
    const wait = setTimeout(() => void look().catch(failed), PAUSE.look);
    return () => clearTimeout(wait);
  }, [place, current.text]);

  // ---- texts of this device ----------------------------------------------------------------

  const unsaved = useRef<Text | undefined>(undefined);
  const keep = useCallback(async () => {
    const text = unsaved.current;
    if (text === undefined) return;
    unsaved.current = undefined;
    setKept((await saveText(text)) ? 'kept' : 'notKept');
  }, []);
  const seen = useRef(current);
  // At once, not after the next picture: whoever goes on to another text before that must lose nothing.
  useLayoutEffect(() => {
    if (seen.current === current) return;
    seen.current = current;
    setTexts((known) => known.map((one) => (one.key === current.key ? current : one)));
    unsaved.current = current;
    setKept('keeping');
    const wait = setTimeout(() => void keep(), PAUSE.keep);
    return () => clearTimeout(wait);
  }, [current]);
  useEffect(() => {
    const leave = () => void keep();
    addEventListener('pagehide', leave);
    document.addEventListener('visibilitychange', leave);
    return () => {
      removeEventListener('pagehide', leave);
      document.removeEventListener('visibilitychange', leave);
    };
  }, []);

  /** Goes on with another text; what was written stays in the list. */
  const choose = (next: Text) => {
    void keep();
    setLink('');
    setCurrent(next);
  };
  /** Begins a text. One that nobody touched makes way for it. */
  const start = (text: string, said?: Message) => {
    const untouched = current.text === current.origin && isEmpty(current.trial.draft) && current.trial.json === '';
    const made = fresh(text, texts);
    setTexts((known) => [made, ...known.filter(({ key }) => !untouched || key !== current.key)]);
    if (untouched) {
      unsaved.current = undefined;
      void dropText(current.key);
    }
    choose(made);
    void saveText(made).then((done) => setKept(done ? 'kept' : 'notKept'));
    setMessage(said);
  };
  const remove = () => {
    const gone = current;
    const rest = texts.filter(({ key }) => key !== gone.key);
    const next = rest[0] ?? fresh(lang === 'vi' ? startVi : startEn, texts);
    unsaved.current = undefined;
    void dropText(gone.key);
    setTexts(rest.length > 0 ? rest : [next]);
    choose(next);
    const undo = () => {
      setTexts((known) => [gone, ...known]);
      choose(gone);
      void saveText(gone);
    };
    setMessage({ tone: 'good', text: word('removed'), undo });
  };

  // A link that is pasted into the address of the open page.
  const followed = useRef(start);
  followed.current = start;
  useEffect(() => {
    const follow = async () => {
      const found = await fromFragment(location.hash);
      const said = linkMessage(found, document.documentElement.lang === 'en' ? 'en' : 'vi');
      if (found !== undefined && 'text' in found) followed.current(found.text, said);
      else if (said !== undefined) setMessage(said);
    };
    const hear = () => void follow();
    addEventListener('hashchange', hear);
    return () => removeEventListener('hashchange', hear);
  }, []);

  useEffect(() => {
    void ask('sets').then(setStarts, failed);
  }, []);
  const beginWith = async (what: string) => {
    if (what === '') return;
    if (what === 'template') return start(lang === 'vi' ? startVi : startEn);
    if (what === 'empty') return start(lang === 'vi' ? 'ngôn ngữ vi\n' : 'language en\n');
    await ask('set', what).then((text) => start(text), failed);
  };

  const open = async (file: File) => {
    if (file.size > MOST) return setMessage({ tone: 'bad', text: word('fileTooLarge') });
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
      start(text.replaceAll('\r\n', '\n'), { tone: 'good', text: word('fileOpened') });
    } catch {
      setMessage({ tone: 'bad', text: word('fileNotText') });
    }
  };
  const share = async () => {
    const fragment = await toFragment(current.text);
    if (fragment === undefined) return setMessage({ tone: 'bad', text: word('linkTooLarge') });
    const whole = `${location.href.split('#')[0]}${fragment}`;
    setLink(whole);
    // Where a page may not write to the clipboard, the link is there to be copied.
    const copied = await Promise.resolve(navigator.clipboard?.writeText(whole)).then(() => navigator.clipboard !== undefined, () => false);
    setMessage({ tone: 'good', text: word(copied ? 'linkReady' : 'linkHere') });
  };

  const save = () => download(`${fileName(current.text)}.tieuchi`, current.text, 'text/plain');
  const format = async () => {
    const told = await ask('format', current.text);
    if (typeof told === 'string') editor.current?.replace(told);
    else setMessage({ tone: 'bad', text: `${word('cannotFormat')} ${lines(told, lang)}` });
  };
  const actions = useRef({ save: () => {}, format: () => {} });
  actions.current = { save, format: () => void format().catch(failed) };

  // ---- what comes of the text --------------------------------------------------------------

  const { trial } = current;
  const tried = tab === 'trial' || paint === 'trial';
  const judge = useMemo(
    () => latest((asked: { dossier: Parameters<typeof ask<'judge'>>[1]; year: number }) => ask('judge', asked.dossier, asked.year), setJudged),
    [],
  );
  useEffect(() => {
    if (tried && analysis?.facts !== undefined) {
      judge({ dossier: trial.form === 'json' ? (trial.json.trim() === '' ? '{}' : trial.json.toWellFormed()) : trial.draft, year: trialYear(analysis.facts, trial) });
    }
  }, [tried, analysis, trial]);

  const convert = useMemo(() => latest((text: string) => ask('other', text), setOther), []);
  useEffect(() => {
    if (tab === 'other') convert(current.text);
  }, [tab, analysis]);

  const marks = useMemo(() => {
    if (paint === 'none') return NO_MARKS;
    // While the text does not compile, the marks of before stay where they are.
    if (analysis?.facts === undefined) return undefined;
    return paint === 'trial' ? ofTrial(judged) : ofCoverage(analysis);
  }, [paint, judged, analysis]);
  useEffect(() => {
    if (marks !== undefined) editor.current?.mark(marks);
  }, [marks, current.key]);

  const go = (start: number, end: number) => editor.current?.go(start, end);
  const found = analysis?.diagnostics ?? [];
  const failing = analysis?.examples.filter(({ diagnostics }) => diagnostics.length > 0).length ?? 0;
  const passed = analysis === undefined || analysis.facts === undefined ? '' : `${analysis.examples.length - failing}/${analysis.examples.length}`;
  const state = analysis === undefined ? 'wait' : found.some(({ severity }) => severity === 'error') || failing > 0 ? 'bad' : found.length > 0 ? 'warn' : 'good';
  const summary = analysis === undefined ? word('checking') : [counted(found, lang), ...(passed === '' || analysis.examples.length === 0 ? [] : [`${passed} ${word('passedOf')}`])].join(' · ');
  const line = paint === 'trial' && marks !== undefined ? judged?.lines[place.line - 1] : undefined;
  const otherTab: Words = AUTHORING[(facts?.language ?? 'vi') === 'vi' ? 'otherEn' : 'otherVi'];
  const tabs: { id: Tab; label: string; count?: string }[] = [
    { id: 'findings', label: word('findings'), ...(found.length > 0 ? { count: String(found.length) } : {}) },
    { id: 'examples', label: word('examples'), ...(passed === '' ? {} : { count: passed }) },
    { id: 'trial', label: word('trial') },
    { id: 'other', label: otherTab[lang] },
  ];

  return (
    <div class="screen authoring">
      <Top page="authoring" subtitle={word('subtitle')} skip={{ to: 'editor', text: word('skip'), go: () => editor.current?.view.focus() }} lang={lang} large={large} setLang={setLang} setLarge={setLarge} />
      <main class="page">
        <section class="card" aria-label={word('text')}>
          <div class="card-body tools">
            <div class="control wide">
              <label class="label" for="text">{word('text')}</label>
              <select id="text" value={current.key} onChange={(event) => choose(texts.find(({ key }) => key === event.currentTarget.value) ?? current)}>
                {texts.map((one) => <option value={one.key} key={one.key}>{titleOf(one.key === current.key ? current.text : one.text, lang)}</option>)}
              </select>
            </div>
            <div class="control">
              <label class="label" for="begin">{word('begin')}</label>
              <select id="begin" value="" onChange={(event) => { void beginWith(event.currentTarget.value); event.currentTarget.value = ''; }}>
                <option value="">{word('beginChoose')}</option>
                <option value="template">{word('beginTemplate')}</option>
                <option value="empty">{word('beginEmpty')}</option>
                <optgroup label={word('beginSets')}>
                  {starts.map(({ key, label, document }) => <option value={key} key={key}>{label} ({document})</option>)}
                </optgroup>
              </select>
            </div>
            <div class="tool-buttons">
              <button type="button" class="button primary" onClick={() => void format().catch(failed)}>{word('format')}</button>
              <button type="button" class="button" onClick={() => void share()}>{word('share')}</button>
              <button type="button" class="button" onClick={save}>{word('save')}</button>
              <FileButton label={word('open')} accept=".tieuchi,.txt,text/plain" open={open} />
              <button type="button" class="button quiet" onClick={remove}>{word('remove')}</button>
            </div>
          </div>
          {link !== '' && (
            <div class="link-line">
              <label class="label" for="link">{word('link')}</label>
              <input id="link" readOnly value={link} onFocus={(event) => event.currentTarget.select()} />
            </div>
          )}
          <p class="privacy">{word('privacy')}</p>
        </section>

        {message !== undefined && <MessageBox message={message} lang={lang} close={() => setMessage(undefined)} />}
        {keptNow === 'notKept' && <div class="message bad" role="alert"><p>{WORDS.notKept[lang]}</p></div>}

        <div class="workbench">
          <section class="card writing" aria-label={word('editor')}>
            <header class="card-head writing-head">
              <p class={`summary ${state}`} role="status">{summary}</p>
              <div class="paint">
                <label for="paint">{word('paint')}</label>
                <select id="paint" value={paint} onChange={(event) => setPaint(event.currentTarget.value as Paint)}>
                  <option value="none">{word('paintNone')}</option>
                  <option value="trial">{word('paintTrial')}</option>
                  <option value="coverage">{word('paintCoverage')}</option>
                </select>
              </div>
            </header>
            <div id="editor" class="editor" ref={host} />
            <div class="strip">
              <p class="strip-where"><b>{word('line')} {place.line}</b>{line !== undefined && line.mark !== 'plain' && <span class="strip-why"> {[`${line.sign} ${MARKS[line.mark][lang]}`, ...line.why.map((one) => one[lang])].join('; ')}.</span>}</p>
              {help !== undefined && (
                <p class="strip-help"><code>{help.title}</code> {help.about[lang]}</p>
              )}
              <p class="keys">{word('keys')}</p>
              <p class="kept" aria-live="polite">{keptNow === 'notKept' ? '' : WORDS[keptNow][lang]}</p>
            </div>
          </section>

          <section class="card panes" id="panes" tabIndex={-1} aria-label={word('panes')}>
            <Tabs tabs={tabs} chosen={tab} choose={setTab} label={word('panes')} />
            <div class="card-body pane" role="tabpanel" id="pane" aria-labelledby={`tab-${tab}`}>
              {tab === 'findings' && analysis === undefined && <p class="quiet">{word('checking')}</p>}
              {tab === 'findings' && analysis !== undefined && <Findings found={found} lang={lang} go={go} mend={(fix) => editor.current?.mend(fix)} />}
              {tab === 'examples' && (analysis?.facts === undefined
                ? <p class="quiet">{word('mustCompile')}</p>
                : <Examples examples={analysis.examples} coverage={analysis.coverage} lang={lang} go={go} />)}
              {tab === 'trial' && (
                <>
                  {analysis?.facts === undefined && <p class="quiet">{word('mustCompile')}</p>}
                  {facts !== undefined && (
                    <Trial
                      facts={facts}
                      trial={trial}
                      judged={analysis?.facts === undefined ? undefined : judged}
                      lang={lang}
                      change={(next) => setCurrent((known) => ({ ...known, trial: next }))}
                      painted={paint === 'trial'}
                      paint={(on) => setPaint(on ? 'trial' : 'none')}
                    />
                  )}
                </>
              )}
              {tab === 'other' && other !== undefined && <Other other={other} lang={lang} use={(text) => editor.current?.replace(text)} />}
            </div>
          </section>
        </div>
      </main>
      <a class={`bottom ${state === 'bad' ? 'not-met' : state === 'good' ? 'met' : ''}`} href="#panes" onClick={(event) => { event.preventDefault(); document.getElementById('panes')?.scrollIntoView(); document.getElementById('panes')?.focus({ preventScroll: true }); }}>
        <span class="bottom-score">{found.length === 0 && passed !== '' ? `${passed} ${word('passedOf')}` : summary}</span>
        <span class="bottom-state">{titleOf(current.text, lang)}</span>
        <span class="bottom-go">{word('toFindings')}</span>
      </a>
      <footer class="foot"><p>{WORDS.footer[lang]}</p></footer>
    </div>
  );
}

interface TabsProps {
  tabs: { id: Tab; label: string; count?: string }[];
  chosen: Tab;
  choose: (tab: Tab) => void;
  label: string;
}

/** Tabs: one stop for the keyboard, arrows go from one to the next. */
function Tabs({ tabs, chosen, choose, label }: TabsProps) {
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const at = tabs.findIndex(({ id }) => id === chosen);
    const next = tabs[(at + step + tabs.length) % tabs.length];
    if (next === undefined) return;
    choose(next.id);
    document.getElementById(`tab-${next.id}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={label} onKeyDown={move}>
      {tabs.map(({ id, label, count }) => (
        <button type="button" role="tab" id={`tab-${id}`} aria-selected={id === chosen} aria-controls="pane" tabIndex={id === chosen ? 0 : -1} onClick={() => choose(id)} key={id}>
          {label}{count !== undefined && <span class="tab-count">{count}</span>}
        </button>
      ))}
    </div>
  );
}

/** The text in the other language, beside its own. */
function Other({ other, lang, use }: { other: Awaited<ReturnType<typeof ask<'other'>>>; lang: Lang; use: (text: string) => void }) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<Editor>(undefined);
  const text = Array.isArray(other) ? undefined : other.text;
  useLayoutEffect(() => {
    if (host.current === null) return;
    const made = new Editor(host.current, { text: '', lang, label: AUTHORING.otherLabel[lang], readOnly: true });
    view.current = made;
    return () => made.destroy();
  }, [text === undefined]);
  useLayoutEffect(() => view.current?.speak(lang, AUTHORING.otherLabel[lang]), [lang]);
  useEffect(() => {
    if (text === undefined) return;
    view.current?.load(text);
    void ask('highlight', text).then((tokens) => view.current?.colour(tokens, text), () => undefined);
  }, [text]);
  if (text === undefined) return <p class="wrong">{AUTHORING.cannotConvert[lang]} {lines(other as Diagnostic[], lang)}</p>;
  return (
    <>
      <p class="quiet">{AUTHORING.otherNote[lang]}</p>
      <div class="editor" ref={host} />
      <button type="button" class="button" onClick={() => use(text)}>{AUTHORING.use[lang]}</button>
    </>
  );
}

// ---- texts -------------------------------------------------------------------------------------

function fresh(text: string, texts: Text[]): Text {
  const number = 1 + Math.max(0, ...texts.map((one) => one.number));
  const key = `${number}-${Math.random().toString(36).slice(2)}`;
  return { key, number, text, origin: text, trial: { form: 'fields', draft: emptyDraft(), json: '' } };
}

/** The text to begin with: that of the link, else the last one, else a short sample. */
function begin({ text, lang }: Choices, kept: Text[], linked: Linked): { texts: Text[]; current: Text } {
  const last = kept.find(({ key }) => key === text) ?? kept[0];
  if (linked !== undefined && 'text' in linked) {
    const same = kept.find((known) => known.text === linked.text);
    const made = same ?? fresh(linked.text, kept);
    if (same === undefined) void saveText(made);
    return { texts: same === undefined ? [made, ...kept] : kept, current: made };
  }
  const current = last ?? fresh(lang === 'en' ? startEn : startVi, kept);
  return { texts: last === undefined ? [current, ...kept] : kept, current };
}

function linkMessage(linked: Linked, lang: Lang): Message | undefined {
  if (linked === undefined) return undefined;
  // A link is followed once: what is written from here on is kept on this device.
  history.replaceState(null, '', location.pathname + location.search);
  if ('text' in linked) return { tone: 'good', text: AUTHORING.linkOpened[lang] };
  return { tone: 'bad', text: AUTHORING[linked.refused === 'damaged' ? 'linkDamaged' : 'linkRefused'][lang] };
}

/** What a text calls itself: the first quoted words of a line that is no comment. */
function titleOf(text: string, lang: Lang): string {
  return /^[^#"\n]*"([^"\n]+)"/m.exec(text)?.[1] ?? AUTHORING.untitled[lang];
}

/** The identifier before those words, as the name of a file. */
function fileName(text: string): string {
  return /^[^#"\n]*?([\p{L}\p{N}_]+) "[^"\n]+"/mu.exec(text)?.[1] ?? 'set';
}

// ---- findings and marks --------------------------------------------------------------------------

function lines(found: Diagnostic[], lang: Lang): string {
  return found.slice(0, 3).map(({ message, labels }) => `${labels[0] === undefined ? '' : `${AUTHORING.line[lang].toLowerCase()} ${labels[0].line}: `}${message[lang]}`).join('; ');
}

/** How many of each kind. */
function counted(found: Diagnostic[], lang: Lang): string {
  const kinds = [
    ['error', AUTHORING.oneError, AUTHORING.errors],
    ['warning', AUTHORING.oneWarning, AUTHORING.warnings],
    ['note', AUTHORING.oneNote, AUTHORING.notes],
  ] as const;
  const parts = kinds.flatMap(([kind, one, many]) => {
    const count = found.filter(({ severity }) => severity === kind).length;
    return count === 0 ? [] : [`${count} ${(count === 1 ? one : many)[lang]}`];
  });
  return parts.length === 0 ? AUTHORING.noFindings[lang].replace(/\.$/, '') : parts.join(', ');
}

function ofTrial(judged: Judged | undefined): LineMark[] {
  return (judged?.lines ?? []).flatMap(({ mark, sign }, at) => (mark === 'plain' ? [] : [{ line: at + 1, mark, sign }]));
}

/** Lines that examples reach as they should, in part, not at all. */
function ofCoverage({ coverage }: Analysis): LineMark[] {
  const byLine = new Map<number, boolean[]>();
  for (const { line, reached } of coverage) byLine.set(line, [...(byLine.get(line) ?? []), reached]);
  return [...byLine].sort(([a], [b]) => a - b).map(([line, reached]) => {
    if (reached.every((one) => one)) return { line, mark: 'met', sign: '✓' };
    return reached.some((one) => one) ? { line, mark: 'in-part', sign: '◐' } : { line, mark: 'not-met', sign: '✗' };
  });
}
