// The editor: CodeMirror with what the engine says of the text. It knows no word of the language.
//
// It stands in a shadow root: there its styles are adopted sheets, which a strict
// Content-Security-Policy lets pass, where a <style> element would be refused.
import { type Completion, type CompletionContext, type CompletionResult, autocompletion, snippet } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, insertNewlineKeepIndent, isolateHistory } from '@codemirror/commands';
import { type Diagnostic as Lint, diagnosticCount, lintGutter, nextDiagnostic, previousDiagnostic, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorSelection, EditorState, type Extension, type Range, RangeSet, RangeSetBuilder, StateEffect, StateField, type Transaction } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  EditorView,
  GutterMarker,
  activateHover,
  gutter,
  highlightActiveLine,
  highlightActiveLineGutter,
  hoverTooltip,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import type { ColouredLine, Completions, Diagnostic, Hover, Lang } from 'tieuchi/authoring';
import { AUTHORING as WORDS, stated } from '../words.js';
import type { Colours } from './common.js';
import { LOOK } from './look.js';

export interface EditorOptions {
  text: string;
  lang: Lang;
  /** What it is called for those who do not see it. */
  label: string;
  readOnly?: boolean;
  /** Hears every change of the text. */
  changed?: (text: string) => void;
  /** Hears where the cursor stands: the line, from 1, and the place in UTF-16 units. */
  moved?: (line: number, at: number) => void;
  complete?: (text: string, at: number) => Promise<Completions>;
  hover?: (text: string, at: number) => Promise<Hover | undefined>;
  keys?: { key: string; run: () => void }[];
}

/** What a line comes to, as the gutter shows it. */
export interface LineMark {
  /** Line, from 1. */
  line: number;
  mark: ColouredLine['mark'];
  sign: string;
}

const setTokens = StateEffect.define<DecorationSet>();
const setMarks = StateEffect.define<readonly LineMark[]>();

/** Ranges that stay with their text until newer ones come. */
const tokens = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(value, { changes, effects }) {
    const fresh = effects.find((effect) => effect.is(setTokens));
    return fresh?.value ?? value.map(changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

class Sign extends GutterMarker {
  constructor(readonly mark: string, readonly sign: string) {
    super();
  }

  override eq(other: Sign): boolean {
    return other.mark === this.mark;
  }

  override toDOM(): HTMLElement {
    const sign = document.createElement('span');
    sign.className = `sign ${this.mark}`;
    sign.textContent = this.sign;
    return sign;
  }
}

const marks = StateField.define<{ lines: DecorationSet; signs: RangeSet<GutterMarker> }>({
  create: () => ({ lines: Decoration.none, signs: RangeSet.empty }),
  update(value, { state, changes, effects }) {
    const fresh = effects.find((effect) => effect.is(setMarks));
    if (fresh === undefined) return { lines: value.lines.map(changes), signs: value.signs.map(changes) };
    const lines: Range<Decoration>[] = [];
    const signs: Range<GutterMarker>[] = [];
    for (const { line, mark, sign } of fresh.value) {
      if (line > state.doc.lines) break;
      const { from } = state.doc.line(line);
      lines.push(Decoration.line({ class: `mark-${mark}` }).range(from));
      signs.push(new Sign(mark, sign).range(from));
    }
    return { lines: Decoration.set(lines), signs: RangeSet.of(signs) };
  },
  provide: (field) => EditorView.decorations.from(field, ({ lines }) => lines),
});

export class Editor {
  readonly view: EditorView;
  readonly #options: EditorOptions;
  readonly #words = new Compartment();
  #lang: Lang;

  constructor(host: HTMLElement, options: EditorOptions) {
    this.#options = options;
    this.#lang = options.lang;
    const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
    this.view = new EditorView({ state: this.#state(options.text), parent: root, root });
  }

  /** The text; half a letter that stands alone, which the engine would refuse, is the sign for none. */
  get text(): string {
    return this.view.state.doc.toString().toWellFormed();
  }

  /** Another text, with a history of its own. */
  load(text: string): void {
    if (text === this.text) return;
    this.view.setState(this.#state(text));
  }

  /** A change of the whole text that can be undone; the cursor stays in its line. */
  replace(text: string): void {
    const { doc, selection } = this.view.state;
    if (doc.toString() === text) return;
    const { number } = doc.lineAt(selection.main.head);
    this.view.dispatch({ changes: { from: 0, to: doc.length, insert: text }, annotations: isolateHistory.of('full') });
    const there = this.view.state.doc.line(Math.min(number, this.view.state.doc.lines));
    this.view.dispatch({ selection: { anchor: there.from }, effects: EditorView.scrollIntoView(there.from, { y: 'center' }) });
  }

  /** The words of the editor itself in another language. */
  speak(lang: Lang, label: string): void {
    this.#lang = lang;
    this.view.dispatch({ effects: this.#words.reconfigure(words(lang, label)) });
  }

  /** Colours of a text; those of another text come too late. */
  colour({ places, kinds }: Colours, text: string): void {
    if (text !== this.text) return;
    const looks = kinds.map((kind) => Decoration.mark({ class: `t-${kind}` }));
    const ranges = new RangeSetBuilder<Decoration>();
    for (let at = 0; at < places.length; at += 3) {
      const [start = 0, end = 0, kind = 0] = places.subarray(at, at + 3);
      const look = looks[kind];
      if (look !== undefined) ranges.add(start, end, look);
    }
    this.view.dispatch({ effects: setTokens.of(ranges.finish()) });
  }

  /** Findings of a text. */
  find(found: Diagnostic[], text: string): void {
    if (text !== this.text) return;
    const lints = found.flatMap((one): Lint[] => {
      const place = one.labels[0];
      if (place === undefined) return [];
      const { start, end } = inside(place, text.length);
      const fix = one.fix;
      return [{
        from: start,
        to: end,
        severity: one.severity === 'note' ? 'info' : one.severity,
        message: one.message[this.#lang],
        renderMessage: () => this.#finding(one),
        ...(fix === undefined ? {} : { actions: [{ name: WORDS.mend[this.#lang], apply: () => this.mend(fix) }] }),
      }];
    });
    // Most of the time there were none, and there are none.
    if (lints.length === 0 && diagnosticCount(this.view.state) === 0) return;
    this.view.dispatch(setDiagnostics(this.view.state, lints));
  }

  /** Writes a replacement into the text. */
  mend({ start, end, replacement }: NonNullable<Diagnostic['fix']>): void {
    const { from, to } = { from: start, to: Math.min(end, this.view.state.doc.length) };
    this.view.dispatch({ changes: { from, to, insert: replacement }, selection: { anchor: from + replacement.length }, scrollIntoView: true });
    this.view.focus();
  }

  /** Marks of lines. */
  mark(lines: readonly LineMark[]): void {
    this.view.dispatch({ effects: setMarks.of(lines) });
  }

  /** Goes to a place, and selects it. */
  go(start: number, end: number): void {
    const place = inside({ start, end }, this.view.state.doc.length);
    const range = EditorSelection.range(place.start, place.end);
    this.view.dispatch({ selection: range, effects: EditorView.scrollIntoView(range, { y: 'center' }) });
    this.view.focus();
  }

  destroy(): void {
    this.view.destroy();
  }

  #state(text: string): EditorState {
    const { readOnly = false, label, changed, moved, complete, hover, keys = [] } = this.#options;
    const writing: Extension[] = readOnly
      ? [EditorState.readOnly.of(true), EditorView.editable.of(false), EditorView.contentAttributes.of({ 'aria-readonly': 'true' })]
      : [
          history(),
          lintGutter({ hoverTime: 200 }),
          gutter({ class: 'signs', markers: (view) => view.state.field(marks).signs }),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          keymap.of([
            ...keys.map(({ key, run }) => ({ key, preventDefault: true, run: () => (run(), true) })),
            { key: 'F8', run: (view) => nextDiagnostic(view) && tell(view) },
            { key: 'Shift-F8', run: (view) => previousDiagnostic(view) && tell(view) },
            { key: 'Enter', run: insertNewlineKeepIndent },
          ]),
        ];
    return EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        ...writing,
        tokens,
        marks,
        search({ top: true }),
        highlightSelectionMatches(),
        keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap]),
        complete === undefined ? [] : autocompletion({ override: [(context) => this.#complete(context, complete)], icons: false, maxRenderedOptions: 60 }),
        hover === undefined ? [] : this.#hover(hover),
        EditorView.lineWrapping,
        EditorView.updateListener.of((update) => {
          if (update.docChanged) changed?.(this.text);
          if (update.docChanged || update.selectionSet) {
            const { head } = update.state.selection.main;
            moved?.(update.state.doc.lineAt(head).number, head);
          }
        }),
        this.#words.of(words(this.#lang, label)),
        LOOK,
      ],
    });
  }

  async #complete(context: CompletionContext, complete: NonNullable<EditorOptions['complete']>): Promise<CompletionResult | null> {
    if (!context.explicit && context.matchBefore(/[\p{L}\p{M}\p{N}_]+/u) === null) return null;
    const found = await complete(context.state.doc.toString().toWellFormed(), context.pos);
    if (context.aborted || found.options.length === 0) return null;
    const lang = this.#lang;
    return {
      from: found.start,
      validFor: /^[\p{L}\p{M}\p{N}_ ]*$/u,
      options: found.options.map(({ kind, label, insert, about, sample }, at): Completion => ({
        label,
        type: kind,
        // The engine gives the likeliest first.
        boost: Math.max(-99, 99 - at),
        apply: insert.includes('${') ? snippet(insert) : insert,
        ...(about[lang] === '' && sample === '' ? {} : { info: () => told('', about[lang], sample) }),
      })),
    };
  }

  #hover(hover: NonNullable<EditorOptions['hover']>): Extension {
    const tips = hoverTooltip(async (view, at) => {
      const { text } = this;
      const found = await hover(text, at);
      if (found === undefined || this.text !== text) return null;
      const line = view.state.doc.lineAt(at);
      const create = () => ({ dom: told(found.title, found.about[this.#lang], found.sample) });
      return { pos: Math.max(found.start, line.from), end: Math.min(found.end, line.to), above: true, create };
    });
    return [tips, keymap.of([{ key: 'F1', preventDefault: true, run: (view) => tell(view, tips) }])];
  }

  /** A finding in the words of the page. */
  #finding({ code, message, help }: Diagnostic): HTMLElement {
    const lang = this.#lang;
    const box = told('', stated(message[lang]), '');
    if (help !== undefined) box.append(paragraph('help', stated(help[lang])));
    box.append(paragraph('code', code));
    return box;
  }
}

/** Shows at the cursor what pointing there would show, until one goes on. */
function tell(view: EditorView, tooltip?: Extension): true {
  const until = ({ docChanged, selection }: Transaction) => docChanged || selection !== undefined;
  activateHover(view, view.state.selection.main.from, 1, { until, ...(tooltip === undefined ? {} : { tooltip }) });
  return true;
}

/** A place of an older text, as far as it lies in this one. */
function inside({ start, end }: { start: number; end: number }, length: number): { start: number; end: number } {
  return { start: Math.min(start, length), end: Math.min(end, length) };
}

function paragraph(name: string, text: string): HTMLElement {
  const part = document.createElement('p');
  part.className = name;
  part.textContent = text;
  return part;
}

/** What is told of something: its form, its meaning, a sample. Empty parts are left out. */
function told(title: string, about: string, sample: string): HTMLElement {
  const box = document.createElement('div');
  box.className = 'told';
  for (const [name, text] of [['title', title], ['about', about], ['sample', sample]] as const) {
    if (text !== '') box.append(paragraph(name, text));
  }
  return box;
}

/** The words of CodeMirror itself. */
function words(lang: Lang, label: string): Extension {
  const phrases = Object.fromEntries(PHRASES.map(([en, vi]) => [en, lang === 'vi' ? vi : en]));
  return [EditorState.phrases.of(phrases), EditorView.contentAttributes.of({ 'aria-label': label, lang, spellcheck: 'false', tabindex: '0' })];
}

/** CodeMirror's words, by which it asks for others, and those others. */
const PHRASES: [string, string][] = [
  ['Completions', 'Gợi ý'],
  ['Control character', 'Ký tự điều khiển'],
  ['Diagnostics', 'Phát hiện'],
  ['No diagnostics', 'Không có phát hiện'],
  ['Selection deleted', 'Đã xóa phần chọn'],
  ['Go to line', 'Đến dòng'],
  ['go', 'đến'],
  ['Find', 'Tìm'],
  ['Replace', 'Thay bằng'],
  ['next', 'tiếp'],
  ['previous', 'trước'],
  ['all', 'tất cả'],
  ['match case', 'phân biệt hoa thường'],
  ['regexp', 'biểu thức chính quy'],
  ['by word', 'nguyên từ'],
  ['replace', 'thay'],
  ['replace all', 'thay hết'],
  ['close', 'đóng'],
  ['current match', 'chỗ đang chọn'],
  ['on line', 'ở dòng'],
  ['replaced match on line $', 'đã thay ở dòng $'],
  ['replaced $ matches', 'đã thay $ chỗ'],
];
