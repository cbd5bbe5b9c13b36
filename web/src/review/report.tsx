// What came of a table: where the files stand, what each item gave, what is wrong with cells, line by line.
import type { Facts, Lang } from 'tieuchi';
import type { Tally } from 'tieuchi/tables';
import { useEffect, useState } from 'preact/hooks';
import { download } from '../parts.js';
import { sentence, shown } from '../words.js';
import { ask } from './engine.js';
import type { Line, Report } from './messages.js';
import { WORDS, type Word } from './words.js';

/** Lines of results on a page. */
const LINES = 50;

interface FoundProps {
  report: Report;
  facts: Facts;
  lang: Lang;
  /** What files that are saved are called. */
  name: string;
}

export function Found({ report, facts, lang, name }: FoundProps) {
  const word = (one: Word) => WORDS[one][lang];
  const save = async (what: 'results' | 'problems') => {
    const text = await ask('save', { what, lang });
    download(`${name}-${what === 'results' ? 'ket-qua' : 'van-de'}.csv`, text, 'text/csv');
  };
  return (
    <>
      <section class="card" aria-labelledby="report-title" id="report">
        <header class="card-head"><h2 id="report-title">{word('report')}</h2><span class="count">{shown(String(report.subjects), lang)} {word('subjects')}</span></header>
        <div class="card-body">
          <Standings tally={report.tally} facts={facts} lang={lang} />
          {report.tally.points !== undefined && <p class="sum">{word('sum')}: <b>{shown(report.tally.points, lang)}</b></p>}
          <div class="save">
            <button type="button" class="button" id="save-results" onClick={() => void save('results')}>{word('saveResults')}</button>
            <button type="button" class="button" id="save-problems" disabled={report.problemCount === 0} onClick={() => void save('problems')}>{word('saveProblems')}</button>
          </div>
        </div>
      </section>
      <Problems report={report} lang={lang} />
      {report.tally.items.length > 0 && <Items tally={report.tally} lang={lang} />}
      <Lines report={report} facts={facts} lang={lang} />
    </>
  );
}

function Standings({ tally, facts, lang }: { tally: Tally; facts: Facts; lang: Lang }) {
  const word = (one: Word) => WORDS[one][lang];
  const labels = new Map(facts.classes.map(({ name, label }) => [name, label]));
  const rest = ([['none', tally.none], ['notRanked', tally.notRanked], ['outside', tally.outside], ['unsettled', tally.unsettled]] as const).filter(([, count]) => count > 0);
  return (
    <div class="scroll" tabIndex={0} role="region" aria-labelledby="report-title">
      <table class="grid">
        <thead><tr><th scope="col">{word('standing')}</th><th scope="col" class="figure">{word('settled')}</th><th scope="col" class="figure">{word('reached')}</th></tr></thead>
        <tbody>
          {tally.classes.map(({ class: name, settled, reached, reachedPossibly }) => (
            <tr key={name}>
              <th scope="row">{labels.get(name) ?? name}</th>
              <td class="figure">{shown(String(settled), lang)}</td>
              <td class="figure">{reached === reachedPossibly ? shown(String(reached), lang) : `${shown(String(reached), lang)} – ${shown(String(reachedPossibly), lang)}`}</td>
            </tr>
          ))}
          {rest.map(([what, count]) => <tr key={what}><th scope="row">{word(what)}</th><td class="figure">{shown(String(count), lang)}</td><td /></tr>)}
        </tbody>
      </table>
    </div>
  );
}

function Problems({ report, lang }: { report: Report; lang: Lang }) {
  const word = (one: Word) => WORDS[one][lang];
  return (
    <section class="card" aria-labelledby="problems-title" id="problems">
      <header class="card-head"><h2 id="problems-title">{word('problems')}</h2><span class="count">{shown(String(report.problemCount), lang)}</span></header>
      <div class="card-body">
        {report.problemCount === 0 ? <p>{word('noProblems')}</p> : (
          <>
            <p class="codes">{Object.entries(report.problemCodes).map(([code, count]) => `${code}: ${shown(String(count), lang)}`).join(' · ')}</p>
            <div class="scroll tall" tabIndex={0} role="region" aria-labelledby="problems-title">
              <table class="grid">
                <thead><tr>{(['table', 'row', 'file', 'columnShort', 'value', 'problem'] as const).map((one) => <th scope="col" key={one}>{word(one)}</th>)}</tr></thead>
                <tbody>
                  {report.problems.map((found, at) => (
                    <tr key={at}>
                      <td>{found.table}</td>
                      <td class="figure">{found.row}</td>
                      <td>{found.subject}</td>
                      <td>{found.column}</td>
                      <td>{found.value}</td>
                      <td>{sentence(found.message[lang])}{found.help !== undefined && <small>{sentence(found.help[lang])}</small>}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            {report.problemCount > report.problems.length && <p class="hint">{report.problems.length} {word('firstProblems')}</p>}
          </>
        )}
      </div>
    </section>
  );
}

function Lines({ report, facts, lang }: { report: Report; facts: Facts; lang: Lang }) {
  const [first, setFirst] = useState(0);
  const [lines, setLines] = useState<Line[]>([]);
  const [why, setWhy] = useState<{ line: Line; text: string }>();
  const word = (one: Word) => WORDS[one][lang];
  const labels = new Map(facts.classes.map(({ name, label }) => [name, label]));
  const special: Record<string, Word> = { none: 'none', 'not-ranked': 'notRanked', outside: 'outside', '': 'unsettled' };
  const standing = (name: string) => {
    const known = special[name];
    return known === undefined ? (labels.get(name) ?? name) : word(known);
  };

  useEffect(() => {
    let current = true;
    void ask('lines', { from: first, to: first + LINES }).then((found) => current && setLines(found));
    return () => {
      current = false;
    };
  }, [report, first]);
  // The reasons of a line are told in the language of the page.
  useEffect(() => {
    if (why !== undefined) void tell(why.line);
  }, [lang]);
  const tell = async (line: Line) => setWhy({ line, text: await ask('why', { row: line.row, lang }) });

  const pages = Math.max(Math.ceil(report.subjects / LINES), 1);
  return (
    <section class="card" aria-labelledby="lines-title" id="lines">
      <header class="card-head"><h2 id="lines-title">{word('results')}</h2><span class="count">{word('page')} {first / LINES + 1} / {pages}</span></header>
      <div class="card-body">
        <div class="scroll" tabIndex={0} role="region" aria-labelledby="lines-title">
          <table class="grid">
            <thead><tr><th scope="col">{word('file')}</th><th scope="col" class="figure">{word('total')}</th><th scope="col">{word('classNow')}</th><th scope="col">{word('best')}</th><th scope="col"><span class="visually-hidden">{word('why')}</span></th></tr></thead>
            <tbody>
              {lines.map((line) => (
                <tr key={line.row}>
                  <th scope="row">{line.id}</th>
                  <td class="figure">{line.total === undefined ? '' : [...new Set(line.total)].map((text) => shown(text, lang)).join(' – ')}</td>
                  <td>{standing(line.standing)}</td>
                  <td>{line.best === line.standing ? '' : standing(line.best)}</td>
                  <td><button type="button" class="link" aria-label={`${word('why')}: ${line.id}`} onClick={() => void tell(line)}>{word('why')}</button></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <div class="save">
          <button type="button" class="button" disabled={first === 0} onClick={() => setFirst(first - LINES)}>{word('earlier')}</button>
          <button type="button" class="button" disabled={first + LINES >= report.subjects} onClick={() => setFirst(first + LINES)}>{word('later')}</button>
        </div>
        {why !== undefined && (
          <div class="reasons-of" role="status">
            <div class="row-head"><h3>{word('why')}: {why.line.id}</h3><button type="button" class="link" onClick={() => setWhy(undefined)}>{word('close')}</button></div>
            <pre tabIndex={0}>{why.text}</pre>
          </div>
        )}
      </div>
    </section>
  );
}

function Items({ tally, lang }: { tally: Tally; lang: Lang }) {
  const word = (one: Word) => WORDS[one][lang];
  // Where no item has a verdict, or none has points, there is nothing to say of them.
  const [pointed, judged] = [tally.items.some(({ points }) => points !== undefined), tally.items.some(({ met }) => met !== undefined)];
  const verdicts = judged ? (['met', 'notMet', 'unknown'] as const) : [];
  return (
    <section class="card" aria-labelledby="items-title">
      <header class="card-head"><h2 id="items-title">{word('items')}</h2></header>
      <div class="card-body">
        <div class="scroll" tabIndex={0} role="region" aria-labelledby="items-title">
          <table class="grid">
            <thead><tr><th scope="col">{word('item')}</th>{[...(pointed ? (['sum', 'most'] as const) : []), ...verdicts].map((one) => <th scope="col" class="figure" key={one}>{word(one)}</th>)}</tr></thead>
            <tbody>
              {tally.items.map(({ code, label, depth, points, ...counts }, at) => (
                <tr key={at}>
                  <th scope="row" class={`depth-${Math.min(depth, 3)}`}>{code} {label}</th>
                  {pointed && <td class="figure">{points === undefined ? '' : [...new Set([points.certain, points.possible])].map((text) => shown(text, lang)).join(' – ')}</td>}
                  {pointed && <td class="figure">{points === undefined ? '' : shown(points.max, lang)}</td>}
                  {verdicts.map((one) => <td class="figure" key={one}>{counts[one] === undefined ? '' : shown(String(counts[one]), lang)}</td>)}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </section>
  );
}
