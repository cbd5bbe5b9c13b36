// What all pages are made of: the head with the way to the other pages, messages, a button that opens a file.
import type { Lang } from 'tieuchi';
import { useRef } from 'preact/hooks';
import { WORDS } from './words.js';

/** The pages of the site, in their order. */
const PAGES = [
  { name: 'assessment', href: './', word: WORDS.title },
  { name: 'authoring', href: './authoring.html', word: WORDS.authoring },
  { name: 'review', href: './review.html', word: WORDS.review },
] as const;

interface TopProps {
  page: (typeof PAGES)[number]['name'];
  subtitle: string;
  /** Where a keyboard goes to first; `go` where an address alone does not lead there. */
  skip: { to: string; text: string; go?: () => void };
  lang: Lang;
  large: boolean;
  setLang: (lang: Lang) => void;
  setLarge: (large: boolean) => void;
}

export function Top({ page, subtitle, skip, lang, large, setLang, setLarge }: TopProps) {
  return (
    <>
      <a class="skip" href={`#${skip.to}`} onClick={(event) => { if (skip.go !== undefined) { event.preventDefault(); skip.go(); } }}>{skip.text}</a>
      <header class="top">
        <div class="top-inner">
          <img src="./icon.svg" alt="" width="44" height="44" />
          <div class="top-words">
            <h1>{PAGES.find(({ name }) => name === page)?.word[lang]}</h1>
            <p>{subtitle}</p>
          </div>
          <div class="top-buttons">
            <button type="button" aria-pressed={large} onClick={() => setLarge(!large)}><span aria-hidden="true">A+</span><span class="visually-hidden">{WORDS.largeType[lang]}</span></button>
            <button type="button" lang={lang === 'vi' ? 'en' : 'vi'} onClick={() => setLang(lang === 'vi' ? 'en' : 'vi')}>{WORDS.otherLanguage[lang]}</button>
          </div>
        </div>
      </header>
      <nav class="pages" aria-label={WORDS.pages[lang]}>
        <ul>
          {PAGES.map(({ name, href, word }) => (
            <li key={name}><a href={href} {...(name === page ? { 'aria-current': 'page' as const } : {})}>{word[lang]}</a></li>
          ))}
        </ul>
      </nav>
    </>
  );
}

/** What is said to the person once. */
export interface Message {
  text: string;
  tone: 'good' | 'bad';
  undo?: () => void;
}

export function MessageBox({ message, lang, close }: { message: Message; lang: Lang; close: () => void }) {
  return (
    <div class={`message ${message.tone}`} role={message.tone === 'bad' ? 'alert' : 'status'}>
      <p>{message.text}</p>
      {message.undo !== undefined && <button type="button" class="link" onClick={() => { message.undo?.(); close(); }}>{WORDS.undo[lang]}</button>}
      <button type="button" class="close" aria-label="×" onClick={close}>×</button>
    </div>
  );
}

export function FileButton({ label, accept, open }: { label: string; accept: string; open: (file: File) => Promise<void> }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="button" onClick={() => input.current?.click()}>{label}</button>
      <input
        ref={input}
        id="file"
        type="file"
        accept={accept}
        hidden
        aria-label={label}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          event.currentTarget.value = '';
          if (file !== undefined) void open(file);
        }}
      />
    </>
  );
}

/** Gives a text to the person as a file. */
export function download(name: string, text: string, type = 'application/json'): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
