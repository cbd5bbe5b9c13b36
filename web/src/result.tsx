// What the draft comes to: the interval with its bar and thresholds, the title, why, and what would suffice.
import type { Element, Explanation, Facts, Lang, Node, Points, Standing, Suffices } from 'tieuchi';
import { pointerOf } from './draft.js';
import { fieldId } from './form.js';
import { WORDS, sentence, shown } from './words.js';

/** Points as an interval. */
export function interval({ certain, reachable }: Points, lang: Lang): string {
  return certain === reachable ? shown(certain, lang) : `${shown(certain, lang)} – ${shown(reachable, lang)}`;
}

/** Points of an item, or its verdict. */
export function PointsOf({ node, lang }: { node: Node; lang: Lang }) {
  if (node.applies === 'not-applicable') {
    return <span class="points muted">{lang === 'vi' ? 'Không áp dụng' : 'Not applicable'}</span>;
  }
  if (node.points !== undefined) {
    const settled = node.points.certain === node.points.reachable;
    return (
      <span class={`points ${settled ? 'settled' : ''}`}>
        <b>{interval(node.points, lang)}</b>
        {node.max !== undefined && <span class="of"> / {shown(node.max, lang)}</span>}
        <span class="visually-hidden"> {WORDS.points[lang]}</span>
      </span>
    );
  }
  return node.verdict === undefined ? null : <VerdictMark verdict={node.verdict} lang={lang} />;
}

export function VerdictMark({ verdict, lang }: { verdict: Node['verdict'] & string; lang: Lang }) {
  const [sign, words] = {
    met: ['✓', WORDS.met],
    'not-met': ['✗', WORDS.notMet],
    unknown: ['?', WORDS.maybe],
    'not-applicable': ['–', WORDS.outside],
  }[verdict] as [string, { vi: string; en: string }];
  return <span class={`mark ${verdict}`}><span aria-hidden="true">{sign}</span> {words[lang]}</span>;
}

/** Why an item stands as it does, and where its rules come from. */
export function ItemWhy({ node, lang }: { node: Node; lang: Lang }) {
  // While points are open, a bound of what may still come says less than the points beside the heading.
  const open = node.points !== undefined && node.points.certain !== node.points.reachable;
  const reasons = node.reasons.filter(({ text, args }) => text[lang] !== '' && !(open && args.some((arg) => 'from' in arg)));
  const sources = node.sources.length + node.readings.length + node.notExpressed.length > 0;
  if (reasons.length === 0 && !sources) return null;
  return (
    <div class="why">
      {reasons.length > 0 && (
        <ul class="reasons" aria-label={WORDS.why[lang]}>
          {reasons.map(({ text }, at) => <li key={at}>{sentence(text[lang])}</li>)}
        </ul>
      )}
      {sources && (
        <details class="legal">
          <summary>{WORDS.legal[lang]}<span class="visually-hidden">: {node.label}</span></summary>
          <ul>
            {node.sources.map(({ document, place, quote }, at) => (
              <li key={`s${at}`}>
                {[document, ...place.map(({ word, at: where }) => `${word[lang]} ${where}`)].join(', ')}
                {quote !== undefined && <q>{quote}</q>}
              </li>
            ))}
            {node.readings.map(({ phrase, as }, at) => <li key={`r${at}`}>“{phrase}” {WORDS.readAs[lang]} “{as}”</li>)}
            {node.notExpressed.map(({ text, because }, at) => (
              <li key={`n${at}`}>{WORDS.notExpressed[lang]}: “{text}”, {WORDS.because[lang]} {because}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** The class in words, for the head of the result. */
export function standing(explanation: Explanation, lang: Lang): { text: string; state: 'met' | 'not-met' | 'unknown' } {
  const line = explanation.class;
  if (line === undefined) return { text: '', state: 'unknown' };
  const name = (one: Standing): string => {
    if ('class' in one) return line.labels.find((label) => label.name === one.class)?.label ?? one.class;
    return WORDS[one.status === 'not-ranked' ? 'notRanked' : one.status === 'not-applicable' ? 'outside' : 'noTitle'][lang];
  };
  const [first, ...more] = line.open;
  if (first === undefined) return { text: '', state: 'unknown' };
  if (more.length === 0) {
    return { text: name(first), state: 'class' in first ? 'met' : 'not-met' };
  }
  return { text: WORDS.maybe[lang], state: 'unknown' };
}

interface BarProps {
  points: Points;
  scale: string;
  thresholds: { value: string; label: string }[];
  lang: Lang;
}

/** The interval on its scale. Widths are for the eye; every figure stands in words beside it. */
function Bar({ points, scale, thresholds, lang }: BarProps) {
  const share = (exact: string) => `${Math.min(100, Math.max(0, (100 * approximate(exact)) / approximate(scale)))}%`;
  const what = `${WORDS.certainNow[lang]} ${shown(points.certain, lang)}, ${WORDS.stillPossible[lang]} ${shown(points.reachable, lang)}, ${WORDS.outOf[lang]} ${shown(scale, lang)}`;
  return (
    <div class="bar-frame">
      <div class="bar" role="img" aria-label={what}>
        <div class="bar-reach" style={{ width: share(points.reachable) }} />
        <div class="bar-certain" style={{ width: share(points.certain) }} />
        {thresholds.map(({ value }) => <div class="bar-threshold" style={{ left: share(value) }} key={value} />)}
      </div>
      <div class="bar-marks" aria-hidden="true">
        <span class="bar-end">0</span>
        {thresholds.map(({ value }) => <span class="bar-mark" style={{ left: share(value) }} key={value}>{shown(value, lang)}</span>)}
        <span class="bar-end">{shown(scale, lang)}</span>
      </div>
    </div>
  );
}

function approximate(exact: string): number {
  const [over = '0', under = '1'] = exact.split('/');
  return Number(over) / Number(under);
}

interface ResultProps {
  facts: Facts;
  explanation: Explanation;
  answer: Suffices | undefined;
  lang: Lang;
  go: (id: string) => void;
}

export function Result({ facts, explanation, answer, lang, go }: ResultProps) {
  const { text, state } = standing(explanation, lang);
  const { total } = explanation;
  const bars = facts.thresholds.filter(({ gate, quantity }) => !gate && quantity.en === 'the total');
  const label = (of: string) => facts.classes.find(({ name }) => name === of)?.label ?? of;
  return (
    <section class="card result" aria-labelledby="result-title" id="result" tabIndex={-1}>
      <header class="card-head"><h2 id="result-title">{WORDS.result[lang]}</h2></header>
      <div class="card-body">
        <div class="headline" role="status" aria-live="polite">
          {total !== undefined && (
            <p class="score">
              <b>{interval(total.total, lang)}</b>
              <span class="of"> / {shown(total.scale, lang)} {WORDS.points[lang]}</span>
            </p>
          )}
          {text !== '' && (
            <p class={`standing ${state}`}>
              <span class="standing-name">{explanation.class?.label}</span>
              <span class="standing-state"><span aria-hidden="true">{{ met: '✓', 'not-met': '✗', unknown: '?' }[state]}</span> {state === 'met' && explanation.class?.loneTitle === true ? WORDS.held[lang] : text}</span>
            </p>
          )}
        </div>
        {total !== undefined && (
          <>
            <Bar points={total.total} scale={total.scale} thresholds={bars.map(({ of, value }) => ({ value, label: label(of) }))} lang={lang} />
            <dl class="legend">
              <div><dt><i class="key certain" aria-hidden="true" />{WORDS.certainNow[lang]}</dt><dd>{shown(total.total.certain, lang)}</dd></div>
              <div><dt><i class="key reach" aria-hidden="true" />{WORDS.stillPossible[lang]}</dt><dd>{shown(total.total.reachable, lang)}</dd></div>
              {bars.map(({ of, comparison, value }) => (
                <div key={of + value}><dt><i class="key threshold" aria-hidden="true" />{label(of)}</dt><dd>{sign(comparison)} {shown(value, lang)}</dd></div>
              ))}
            </dl>
          </>
        )}
        {explanation.gates.length > 0 && (
          <div class="gates">
            <h3>{WORDS.gates[lang]}</h3>
            <ul>
              {explanation.gates.map((gate) => (
                <li key={gate.code}>
                  <span>{gate.label}</span>
                  {gate.verdict !== undefined && <VerdictMark verdict={gate.verdict} lang={lang} />}
                </li>
              ))}
            </ul>
          </div>
        )}
        {answer !== undefined && <Needed facts={facts} answer={answer} lang={lang} go={go} />}
      </div>
    </section>
  );
}

function sign(comparison: string): string {
  return { '>=': '≥', '<=': '≤', '!=': '≠' }[comparison] ?? comparison;
}

/** What would suffice, each thing with one press to its field. */
function Needed({ facts, answer, lang, go }: { facts: Facts; answer: Suffices; lang: Lang; go: (id: string) => void }) {
  const sets = answer.sets.slice(0, 4);
  return (
    <div class="needed">
      <h3>{WORDS.sufficesTitle[lang]}: {answer.label}</h3>
      {answer.reach === 'certain' && <p class="good">{WORDS.sufficesHeld[lang]}</p>}
      {answer.reach === 'out-of-reach' && (
        <>
          <p>{WORDS.sufficesNever[lang]}</p>
          <ul class="causes">{answer.causes.map(({ text, verdict }, at) => <li key={at}>{sentence(text[lang])} <VerdictMark verdict={verdict} lang={lang} /></li>)}</ul>
        </>
      )}
      {answer.reach === 'possible' && sets.length > 0 && (
        <>
          <p>{WORDS[sets.length === 1 ? 'sufficesOne' : 'sufficesAny'][lang]}</p>
          <ol class="ways">
            {sets.map((set, at) => (
              <li key={at}>
                <ul>{set.elements.map((element, at) => <Step facts={facts} element={element} lang={lang} go={go} key={at} />)}</ul>
              </li>
            ))}
          </ol>
        </>
      )}
      {answer.reach === 'possible' && sets.length === 0 && (
        <>
          <p>{WORDS.sufficesNone[lang]}</p>
          <ul class="ways plain">
            {answer.items.slice(0, 6).map(({ code, label, lost }) => (
              <li key={code}>
                <button type="button" class="jump" onClick={() => go(`h-${code}`)}>
                  <span>{code}. {label}</span>
                  <span class="gain">+{shown(lost, lang)}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function Step({ facts, element, lang, go }: { facts: Facts; element: Element; lang: Lang; go: (id: string) => void }) {
  const text = sentence(element.text[lang]);
  const target = targetOf(facts, element);
  return (
    <li>
      {target === undefined
        ? text
        : (
          <button type="button" class="jump" onClick={() => go(target)}>
            <span>{text}</span>
            <span class="arrow" aria-hidden="true">→</span>
            <span class="visually-hidden"> ({WORDS.go[lang]})</span>
          </button>
        )}
    </li>
  );
}

/** The element of the form that a thing to do is done in. */
function targetOf(facts: Facts, { piece }: Element): string | undefined {
  const back = Number(piece.yearsBack ?? '0');
  if (piece.table === undefined) return piece.field === undefined ? undefined : fieldId(pointerOf(piece.field, back));
  if (facts.tables.every(({ name }) => name !== piece.table)) return fieldId(pointerOf(piece.table));
  const table = pointerOf(piece.table);
  if (piece.row === undefined || piece.field === undefined) return fieldId(table);
  return fieldId(`${table}/${piece.row}${pointerOf(piece.field)}`);
}

/** Items by their codes. */
export function byCode(items: Node[], out = new Map<string, Node>()): Map<string, Node> {
  for (const node of items) {
    // Of an item that is judged for every level, the first one speaks.
    if (node.kind === 'item' && !out.has(node.code)) out.set(node.code, node);
    byCode(node.children, out);
  }
  return out;
}
