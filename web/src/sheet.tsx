// The sheet that is printed: A4, in the form of an official paper. On the screen it is not shown.
import type { Explanation, Lang, Node, Receipt } from 'tieuchi';
import type { Draft } from './draft.js';
import { interval, standing } from './result.js';
import { WORDS, sentence, shown, shownDay } from './words.js';

interface SheetProps {
  explanation: Explanation;
  receipt: Receipt;
  draft: Draft;
  lang: Lang;
}

export function Sheet({ explanation, receipt, draft, lang }: SheetProps) {
  const { total } = explanation;
  const result = standing(explanation, lang);
  return (
    <div class="sheet" aria-hidden="true">
      <div class="sheet-head">
        <p><b>{WORDS.sheetState[lang]}</b></p>
        <p class="motto"><b>{WORDS.sheetMotto[lang]}</b></p>
      </div>
      <h1>{WORDS.sheetTitle[lang]}</h1>
      <p class="sheet-set">{explanation.label}</p>
      <p class="sheet-basis">
        {[...explanation.basedOn.map(({ document, date }) => `${document} (${shownDay(date, lang)})`)].join('; ')}
        {' '}· {shownDay(explanation.periodFrom, lang)} – {shownDay(explanation.periodTo, lang)}
      </p>
      {draft.id !== '' && <p>{WORDS.sheetSubject[lang]}: <b>{draft.id}</b></p>}
      <table>
        <thead><tr><th>TT</th><th>{WORDS.sheetItem[lang]}</th><th>{WORDS.sheetMax[lang]}</th><th>{WORDS.sheetOwn[lang]}</th></tr></thead>
        <tbody>
          {explanation.items.map((node) => <Lines node={node} depth={0} lang={lang} key={node.code} />)}
          {total !== undefined && (
            <tr class="sum"><td /><td>{WORDS.sheetTotal[lang]}</td><td>{shown(total.scale, lang)}</td><td>{interval(total.total, lang)}</td></tr>
          )}
        </tbody>
      </table>
      {explanation.gates.length > 0 && (
        <ul class="sheet-gates">
          {explanation.gates.map((gate) => <li key={gate.code}>{gate.label}: {verdictWord(gate, lang)}</li>)}
        </ul>
      )}
      {result.text !== '' && <p>{WORDS.result[lang]}: <b>{explanation.class?.label}: {result.state === 'met' ? WORDS.held[lang] : result.text}</b></p>}
      <p class="sheet-small">{WORDS.notDecision[lang]} {explanation.assumed && WORDS.assumed[lang]}</p>
      <div class="sheet-sign">
        <div><p>&nbsp;</p><b>{WORDS.sheetConfirm[lang]}</b><p>{WORDS.sheetSignNote[lang]}</p></div>
        <div><p><i>{WORDS.sheetPlace[lang]}</i></p><b>{WORDS.sheetSign[lang]}</b><p>{WORDS.sheetSignNote[lang]}</p></div>
      </div>
      <p class="sheet-small">{WORDS.sheetReceipt[lang]}: {receipt.digests.result}</p>
    </div>
  );
}

function verdictWord(node: Node, lang: Lang): string {
  const words = { met: WORDS.met, 'not-met': WORDS.notMet, unknown: WORDS.maybe, 'not-applicable': WORDS.outside };
  return node.verdict === undefined ? '' : words[node.verdict][lang];
}

function Lines({ node, depth, lang }: { node: Node; depth: number; lang: Lang }) {
  const own = node.points === undefined ? verdictWord(node, lang) : interval(node.points, lang);
  const items = node.children.filter(({ kind }) => kind === 'item');
  return (
    <>
      <tr class={depth === 0 ? 'top' : ''}>
        <td>{node.code}</td>
        <td>{sentence(node.label)}</td>
        <td>{node.max === undefined ? '' : shown(node.max, lang)}</td>
        <td>{own}</td>
      </tr>
      {items.map((child) => <Lines node={child} depth={depth + 1} lang={lang} key={child.code + (child.level ?? '')} />)}
    </>
  );
}
