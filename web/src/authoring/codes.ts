// The pages on the codes of findings, as docs/diagnostics/ has them, in one language. They come with the
// site and are loaded when the first of them is asked for.
import type { Lang } from 'tieuchi';

const PAGES = import.meta.glob<string>('../../../docs/diagnostics/*.md', { query: '?raw', import: 'default', eager: true });
const ENGLISH = import.meta.glob<string>('../../../docs/diagnostics/en/*.md', { query: '?raw', import: 'default', eager: true });

/** A part of a page. */
export interface Part {
  kind: 'text' | 'heading' | 'sample';
  text: string;
}

/** What there is to say of a code; nothing if there is no page on it. */
export function pageOf(code: string, lang: Lang): Part[] {
  const page = PAGES[`../../../docs/diagnostics/${code}.md`];
  if (page === undefined) return [];
  const parts = partsOf(page);
  // Before the first sample stand the title and a paragraph in each language.
  const begin = parts.findIndex(({ kind }) => kind === 'sample');
  const head = parts.slice(0, begin < 0 ? undefined : begin).filter(({ kind }) => kind === 'text');
  const own = head.length === 2 ? head.slice(lang === 'vi' ? 0 : 1, lang === 'vi' ? 1 : 2) : head;
  const english = lang === 'en' ? ENGLISH[`../../../docs/diagnostics/en/${code}.md`] : undefined;
  const samples = english === undefined ? parts.slice(begin < 0 ? parts.length : begin) : partsOf(english).slice(1);
  const heading = lang === 'vi' ? 'Sửa lại' : 'Mended';
  return [...own, ...samples.map((part) => (part.kind === 'heading' ? { ...part, text: heading } : part))];
}

/** A page cut into headings, paragraphs and samples; it holds nothing else. */
function partsOf(page: string): Part[] {
  const parts: Part[] = [];
  let sample: string[] | undefined;
  let text: string[] = [];
  const close = () => {
    if (text.length > 0) parts.push({ kind: 'text', text: text.join(' ') });
    text = [];
  };
  for (const line of page.split('\n')) {
    if (line.startsWith('```')) {
      close();
      if (sample !== undefined) parts.push({ kind: 'sample', text: sample.join('\n') });
      sample = sample === undefined ? [] : undefined;
    } else if (sample !== undefined) sample.push(line);
    else if (line.startsWith('#')) {
      close();
      parts.push({ kind: 'heading', text: line.replace(/^#+ /, '') });
    } else if (line === '') close();
    else text.push(line);
  }
  close();
  return parts;
}
