// The controls with which a set, its edition and the year are chosen; two pages show them.
import type { Lang } from 'tieuchi';
import { CATALOGUE, type Entry, entryOf } from './catalogue.js';
import { WORDS, type Word } from './words.js';
import { yearsOf } from './years.js';

interface ChooserProps {
  entry: Entry;
  year: number;
  lang: Lang;
  choose: (entry: Entry) => void;
  setYear: (year: number) => void;
}

export function Chooser({ entry, year, lang, choose, setYear }: ChooserProps) {
  const word = (name: Word) => WORDS[name][lang];
  const editions = CATALOGUE.filter(({ id }) => id === entry.id);
  // Of every set its newest edition, which stands first.
  const sets = CATALOGUE.filter((known, at) => CATALOGUE.findIndex(({ id }) => id === known.id) === at);
  return (
    <>
      <div class="control wide">
        <label class="label" for="set">{word('set')}</label>
        <select id="set" value={entry.id} onChange={(event) => choose(sets.find(({ id }) => id === event.currentTarget.value) ?? entry)}>
          {sets.map(({ id, label }) => <option value={id} key={id}>{label}</option>)}
        </select>
      </div>
      {editions.length > 1 && (
        <div class="control">
          <label class="label" for="edition">{word('edition')}</label>
          <select id="edition" value={entry.key} onChange={(event) => choose(entryOf(event.currentTarget.value))}>
            {editions.map((one) => <option value={one.key} key={one.key}>{word('editionFrom')} {one.firstYear} ({one.document})</option>)}
          </select>
        </div>
      )}
      <div class="control">
        <label class="label" for="year">{word('year')}</label>
        <select id="year" value={String(year)} onChange={(event) => setYear(Number(event.currentTarget.value))}>
          {yearsOf(entry, year).map((one) => <option value={one} key={one}>{one}</option>)}
        </select>
      </div>
    </>
  );
}
