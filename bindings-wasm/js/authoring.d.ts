// The types of tieuchi/authoring: all that tieuchi has, and what those need who write sets.
import type { CompileOptions, Diagnostic, Lang, Source, SourceOptions, Span, Words } from './tieuchi.js';
import { Plan as OwnPlan } from './tieuchi.js';

export * from './tieuchi.js';

/**
 * Compiles a set.
 *
 * @throws {DiagnosticsError} with every finding at once, if any of them is an error.
 */
export function compile(source: string, options?: CompileOptions): Plan;

/** An example of a set, run. */
export interface ExampleResult extends Span {
  /** Its title. */
  label: string;
  /** What does not come out as written; nothing where all does. */
  diagnostics: Diagnostic[];
}

/** Something the examples of a set should reach. */
export interface Target extends Span {
  kind: 'bands' | 'clauses' | 'gates' | 'classes' | 'verdicts' | 'applicability';
  /** What it is, with the side that is asked for. */
  what: Words;
  /** Whether some example certainly reaches it. */
  reached: boolean;
}

/** A compiled set, with its examples. */
export class Plan extends OwnPlan {
  private constructor();
  /** Runs the examples of the set. */
  examples(): ExampleResult[];
  /** What the examples reach, and what they do not, in the order of the text. */
  coverage(): Target[];
}

// ---- texts -----------------------------------------------------------------------------------

/** What {@link check} found. */
export interface Checked {
  /** Findings of the text and of its examples. */
  diagnostics: Diagnostic[];
  /** How many examples the set has; 0 if it does not compile. */
  examples: number;
  /** How many of them come out as they say. */
  examplesPassed: number;
}

/** Everything that is wrong with a set and its examples. A wrong text throws nothing. */
export function check(source: string, options?: SourceOptions): Checked;

/**
 * The set in its one layout.
 *
 * @throws {DiagnosticsError} if it cannot be read.
 */
export function format(source: string, options?: { name?: string }): string;

/**
 * The set with the keywords of a language; names and texts of the author stay.
 *
 * @throws {DiagnosticsError} if it cannot be read, or not be said in that language.
 */
export function convert(source: string, lang: Lang, options?: { name?: string }): string;

/**
 * The set with its edits done and what it rests on written out.
 *
 * @throws {DiagnosticsError} if text or edits are wrong.
 */
export function flatten(source: string, options?: SourceOptions): string;

// ---- editors ---------------------------------------------------------------------------------

/** A piece of a text, as editors colour it. */
export interface Token {
  /** First UTF-16 unit, from 0. */
  start: number;
  /** One past the last UTF-16 unit. */
  end: number;
  /** `keyword` is a word of a statement, `operator` one of an expression or a type. */
  kind:
    | 'comment'
    | 'keyword'
    | 'operator'
    | 'name'
    | 'built-in'
    | 'code'
    | 'number'
    | 'date'
    | 'text'
    | 'sign'
    | 'assumed';
}

/** The tokens of a text, in order. A line that is no statement yet has them too. */
export function highlight(source: string): Token[];

/** What may be written at a place. */
export interface Completions {
  /** Where the word begins that is being written, in UTF-16 units; it is replaced. */
  start: number;
  /** The place itself. */
  end: number;
  /** The likeliest first. */
  options: Completion[];
}

/** One thing that may be written. */
export interface Completion {
  /** A statement, words that go on or fill a slot, a name of the text, a name of the language. */
  kind: 'statement' | 'words' | 'name' | 'built-in';
  /** How it is shown: slots as `…`. */
  label: string;
  /** What is written: slots as `${1:number}`, numbered from 1. */
  insert: string;
  /** What it means; empty where the words say it all. */
  about: Words;
  /** A correct line, or the statement that declares a name; else empty. */
  sample: string;
}

/**
 * What may be written at a place of a text that is being written; nothing in comments and quotes.
 *
 * @param at the place, in UTF-16 units.
 */
export function complete(source: string, at: number): Completions;

/** What a word means. */
export interface Hover extends Span {
  /** A sentence of the language, or the statement that declares a name. */
  title: string;
  about: Words;
  /** A correct line; else empty. */
  sample: string;
}

/**
 * What the word at a place of a text means.
 *
 * @param at the place, in UTF-16 units.
 */
export function hover(source: string, at: number): Hover | undefined;

// ---- differences -----------------------------------------------------------------------------

/** What two sets say differently. */
export interface Difference {
  old: { set: string; edition: string; label: string };
  new: { set: string; edition: string; label: string };
  /** Whether no result can differ. */
  sameMeaning: boolean;
  changes: Change[];
}

/** One difference. */
export interface Change {
  topic: 'set' | 'inputs' | 'definitions' | 'items' | 'scoring' | 'targets' | 'results' | 'words';
  kind: 'added' | 'dropped' | 'changed' | 'renumbered' | 'moved' | 'reordered';
  /** Whether it can change a result. */
  meaning: boolean;
  /** What it stands under, outermost first. */
  place: Words[];
  /** Figures that changed, as the English text shows them. */
  figures: { old: string; new: string }[];
  old?: Said;
  new?: Said;
}

/** A statement as it stands in a set. */
export interface Said {
  text: Words;
  source?: string;
  line?: number;
}

/**
 * What the new set says otherwise than the old one.
 *
 * @throws {DiagnosticsError} if either does not compile.
 */
export function diff(before: Source, after: Source, options?: { library?: Source[] }): Difference;

/**
 * The same in words; Vietnamese if not said. With `examples`, examples stand in full.
 *
 * @throws {DiagnosticsError} if either does not compile.
 */
export function diffText(
  before: Source,
  after: Source,
  options?: { library?: Source[]; lang?: Lang; examples?: boolean },
): string;
