// A dossier that the text is tried on: in the form that the set makes, or as JSON.
import type { Dossier, Facts, Lang } from 'tieuchi';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type Draft, dossierOf, draftOf, emptyDraft, findingsByField, regionsOf } from '../draft.js';
import { FillingContext, Form } from '../form.js';
import { Result, byCode } from '../result.js';
import type { Text } from '../store.js';
import { AUTHORING, WORDS, sentence, stated } from '../words.js';
import { type Years, yearFor, yearsOf } from '../years.js';
import { ask } from './engine.js';
import { Words } from './panes.js';
import type { Trial as Judged } from './worker.js';

interface TrialProps {
  facts: Facts;
  trial: Text['trial'];
  judged: Judged | undefined;
  lang: Lang;
  change: (trial: Text['trial']) => void;
  painted: boolean;
  paint: (on: boolean) => void;
}

/** The year a text is tried on. */
export function trialYear(facts: Facts, { year }: Text['trial']): number {
  return yearFor(years(facts), year);
}

function years({ inForceFrom, inForceTo }: Facts): Years {
  return { firstYear: Number(inForceFrom.slice(0, 4)), lastYear: inForceTo === undefined ? undefined : Number(inForceTo.slice(0, 4)) };
}

export function Trial({ facts, trial, judged, lang, change, painted, paint }: TrialProps) {
  const { form, draft, json } = trial;
  const year = trialYear(facts, trial);
  const regions = regionsOf(facts);
  const [samples, setSamples] = useState<{ name: string; json: string }[]>([]);
  useEffect(() => {
    void ask('dossiers').then(setSamples, () => undefined);
  }, [facts.id, facts.edition]);
  const [refused, setRefused] = useState('');
  // The form that was made of the JSON that is kept beside it.
  const made = useRef<Draft | undefined>(undefined);

  const enter = (text: string): Draft | undefined => {
    try {
      const value: unknown = text.trim() === '' ? {} : JSON.parse(text);
      if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('{ … }');
      setRefused('');
      return (made.current = draftOf(value as Dossier, facts).draft);
    } catch (error) {
      setRefused(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  };
  const choose = (next: 'fields' | 'json') => {
    if (next === form) return;
    if (next === 'json') {
      const kept = draft === made.current && json !== '';
      change({ ...trial, form: next, json: kept ? json : `${JSON.stringify(dossierOf(draft, facts), null, 2)}\n` });
    } else {
      const read = enter(json);
      if (read !== undefined) change({ ...trial, form: next, draft: read });
    }
  };
  const take = (text: string) => {
    const read = enter(text);
    if (read !== undefined) change({ ...trial, draft: read, json: text });
  };

  const findings = judged?.findings ?? [];
  const byField = useMemo(() => findingsByField(findings), [judged]);
  const nodes = useMemo(() => byCode(judged?.explanation?.items ?? []), [judged]);
  const set = (next: Draft) => change({ ...trial, draft: next });
  const filling = {
    lang,
    facts,
    draft,
    findings: byField,
    nodes,
    set: (pointer: string, text: string) => set({ ...draft, values: { ...draft.values, [pointer]: text } }),
    note: (pointer: string, text: string) => set({ ...draft, notes: { ...draft.notes, [pointer]: text } }),
    rows: (table: string, rows: Draft['tables'][string]) => set({ ...draft, tables: { ...draft.tables, [table]: rows } }),
  };
  const go = (id: string) => document.getElementById(id)?.focus();
  // Findings with a field of their own are told beside it.
  const loose = form === 'json' ? findings : findings.filter(({ pointer }) => pointer === undefined || pointer === '');

  return (
    <div class="trial">
      <div class="trial-fields">
        <div class="control">
          <label class="label" for="trial-year">{WORDS.year[lang]}</label>
          <select id="trial-year" value={String(year)} onChange={(event) => change({ ...trial, year: Number(event.currentTarget.value) })}>
            {yearsOf(years(facts), year).map((one) => <option value={one} key={one}>{one}</option>)}
          </select>
        </div>
        {regions.length > 0 && form === 'fields' && (
          <div class="control">
            <label class="label" for="trial-region">{WORDS.region[lang]}</label>
            <select id="trial-region" value={draft.region} onChange={(event) => set({ ...draft, region: event.currentTarget.value })}>
              <option value="">{WORDS.noRegion[lang]}</option>
              {regions.map((region) => <option value={region} key={region}>{sentence(region.replaceAll('_', ' '))}</option>)}
            </select>
          </div>
        )}
        {samples.length > 0 && (
          <div class="control">
            <label class="label" for="trial-sample">{AUTHORING.sample[lang]}</label>
            <select id="trial-sample" value="" onChange={(event) => take(samples[Number(event.currentTarget.value)]?.json ?? '')}>
              <option value="">{WORDS.choose[lang]}</option>
              {samples.map(({ name }, at) => <option value={at} key={name}>{name}</option>)}
            </select>
          </div>
        )}
        <fieldset class="control way">
          <legend class="label">{AUTHORING.way[lang]}</legend>
          <div class="segments">
            {(['fields', 'json'] as const).map((one) => (
              <label class={`segment ${form === one ? 'chosen' : ''}`} key={one}>
                <input type="radio" name="way" checked={form === one} onChange={() => choose(one)} />
                <span>{AUTHORING[one === 'fields' ? 'form' : 'json'][lang]}</span>
              </label>
            ))}
          </div>
        </fieldset>
      </div>
      <label class="check">
        <input type="checkbox" checked={painted} onChange={(event) => paint(event.currentTarget.checked)} />
        <span>{AUTHORING.trialPaint[lang]}</span>
      </label>
      {refused !== '' && <p class="fault" role="alert">{AUTHORING.fileFaults[lang]}: {refused}</p>}
      {loose.length > 0 && (
        <ul class="findings">
          {loose.map(({ message, help, pointer }, at) => (
            <li class="finding error" key={at}>
              <p>{pointer !== undefined && pointer !== '' && <code>{pointer}</code>} <Words text={stated(message[lang])} />{help !== undefined && <> <Words text={stated(help[lang])} /></>}</p>
            </li>
          ))}
        </ul>
      )}
      {judged?.explanation !== undefined && <Result facts={facts} explanation={judged.explanation} answer={undefined} lang={lang} go={go} />}
      {form === 'fields'
        ? <FillingContext.Provider value={filling}><Form /></FillingContext.Provider>
        : (
          <div class="control">
            <label class="label" for="trial-json">{AUTHORING.jsonLabel[lang]}</label>
            <textarea id="trial-json" class="json" rows={14} spellcheck={false} value={json} onInput={(event) => change({ ...trial, json: event.currentTarget.value })} />
          </div>
        )}
      <button type="button" class="button quiet" onClick={() => change({ form, draft: emptyDraft(), json: '' })}>{AUTHORING.clear[lang]}</button>
    </div>
  );
}
