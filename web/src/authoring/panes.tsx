// What comes of a text: findings with what mends them, examples, and what they reach.
import type { Diagnostic, ExampleResult, Lang, Target } from 'tieuchi/authoring';
import { useEffect, useState } from 'preact/hooks';
import { AUTHORING, sentence, stated } from '../words.js';
import type { Part } from './codes.js';
import { OWN, type Go } from './common.js';

const MARKS = { error: ['✗', AUTHORING.error], warning: ['!', AUTHORING.warning], note: ['i', AUTHORING.note] } as const;

interface FindingsProps {
  found: Diagnostic[];
  lang: Lang;
  go: Go;
  mend: (fix: NonNullable<Diagnostic['fix']>) => void;
}

export function Findings({ found, lang, go, mend }: FindingsProps) {
  if (found.length === 0) return <p class="fine"><span aria-hidden="true">✓</span> {AUTHORING.noFindings[lang]}</p>;
  return (
    <ul class="findings">
      {found.map((one, at) => <Finding finding={one} lang={lang} go={go} mend={mend} key={`${at}${one.code}`} />)}
    </ul>
  );
}

function Finding({ finding, lang, go, mend }: Omit<FindingsProps, 'found'> & { finding: Diagnostic }) {
  const { code, severity, message, help, labels, source, fix } = finding;
  const [open, setOpen] = useState(false);
  const [first, ...more] = labels;
  const elsewhere = source !== undefined && source !== OWN;
  const [sign, word] = MARKS[severity];
  const place = first === undefined ? '' : elsewhere ? `${AUTHORING.elsewhere[lang]} ${source}, ${AUTHORING.line[lang].toLowerCase()} ${first.line}` : `${AUTHORING.line[lang]} ${first.line}`;
  return (
    <li class={`finding ${severity}`}>
      <div class="finding-head">
        <span class="finding-mark"><span aria-hidden="true">{sign}</span><span class="visually-hidden">{word[lang]}</span></span>
        <div>
          {first === undefined || elsewhere
            ? <p class="finding-text"><b>{place}</b> <Words text={stated(message[lang])} /></p>
            : <button type="button" class="finding-text" onClick={() => go(first.start, first.end)}><b>{place}</b> <Words text={stated(message[lang])} /></button>}
          {help !== undefined && <p class="finding-help"><Words text={stated(help[lang])} /></p>}
          {more.filter(({ text }) => text[lang] !== '').map(({ start, end, line, text }, at) => (
            <button type="button" class="link" onClick={() => go(start, end)} key={at}>{AUTHORING.line[lang]} {line}: {text[lang]}</button>
          ))}
        </div>
      </div>
      <div class="finding-acts">
        {fix !== undefined && !elsewhere && (
          <button type="button" class="button small" onClick={() => mend(fix)}>
            {fix.replacement.trim() === '' ? AUTHORING.mendDrop[lang] : <>{AUTHORING.mendWith[lang]} <code>{fix.replacement.trim()}</code></>}
          </button>
        )}
        <button type="button" class="link" aria-expanded={open} onClick={() => setOpen(!open)}>{AUTHORING.explain[lang]} <code>{code}</code></button>
      </div>
      {open && <Page code={code} lang={lang} />}
    </li>
  );
}

/** The page on a code. */
function Page({ code, lang }: { code: string; lang: Lang }) {
  const [parts, setParts] = useState<Part[]>([]);
  useEffect(() => {
    void import('./codes.js').then(({ pageOf }) => setParts(pageOf(code, lang)));
  }, [code, lang]);
  return (
    <div class="code-page">
      {parts.map(({ kind, text }, at) => {
        if (kind === 'sample') return <pre key={at} tabIndex={0}>{text}</pre>;
        if (kind === 'heading') return <h4 key={at}>{text}</h4>;
        return <p key={at}><Words text={text} /></p>;
      })}
    </div>
  );
}

/** A text in which what stands in backticks is a piece of a set. */
export function Words({ text }: { text: string }) {
  return <>{text.split('`').map((piece, at) => (at % 2 === 1 ? <code key={at}>{piece}</code> : piece))}</>;
}

interface ExamplesProps {
  examples: ExampleResult[];
  coverage: Target[];
  lang: Lang;
  go: Go;
}

export function Examples({ examples, coverage, lang, go }: ExamplesProps) {
  if (examples.length === 0) return <p class="quiet">{AUTHORING.noExamples[lang]}</p>;
  const passed = examples.filter(({ diagnostics }) => diagnostics.length === 0).length;
  const missed = coverage.filter(({ reached }) => !reached);
  return (
    <>
      <p class={passed === examples.length ? 'fine' : 'wrong'}><b>{passed} / {examples.length}</b> {AUTHORING.passedOf[lang]}</p>
      <ul class="examples">
        {examples.map(({ label, start, end, diagnostics }, at) => {
          const good = diagnostics.length === 0;
          return (
            <li class={good ? 'good' : 'bad'} key={at}>
              <button type="button" class="jump" onClick={() => go(start, end)}>
                <span><span class="example-mark" aria-hidden="true">{good ? '✓' : '✗'}</span><span class="visually-hidden">{AUTHORING[good ? 'passed' : 'failed'][lang]}: </span>{label}</span>
              </button>
              {!good && (
                <ul class="differences">
                  {diagnostics.map(({ message, labels }, at) => {
                    const place = labels[0];
                    const words = <Words text={stated(message[lang])} />;
                    return <li key={at}>{place === undefined ? words : <button type="button" class="link" onClick={() => go(place.start, place.end)}>{words}</button>}</li>;
                  })}
                </ul>
              )}
            </li>
          );
        })}
      </ul>
      {coverage.length > 0 && (
        <div class="coverage">
          <p>{AUTHORING.coverage[lang]} <b>{coverage.length - missed.length} / {coverage.length}</b> {AUTHORING.coverageOf[lang]}.</p>
          {missed.length > 0 && (
            <details>
              <summary>{AUTHORING.notReached[lang]} ({missed.length})</summary>
              <ul>
                {missed.map(({ what, start, end }, at) => <li key={at}><button type="button" class="link" onClick={() => go(start, end)}>{sentence(what[lang])}</button></li>)}
              </ul>
            </details>
          )}
        </div>
      )}
    </>
  );
}
