// The types of the package, for strict use. Every key stands here; values of numbers are texts.

/** A language of texts. */
export type Lang = 'vi' | 'en';

/** A text in both languages. */
export interface Words {
  vi: string;
  en: string;
}

/**
 * A number, exact: the shortest decimal (`"7.5"`), or a fraction (`"10/3"`) where no decimal writes
 * it. Give it to a decimal library, never to `Number`, before you calculate.
 */
export type Exact = string;

/** A day, `"2025-12-31"`. */
export type Day = string;

/** Met, not met, not known yet, does not apply. */
export type Verdict = 'met' | 'not-met' | 'unknown' | 'not-applicable';

/**
 * Loads the engine; once is enough, and in Node it is loaded already. Everything else throws until
 * the promise is kept.
 *
 * @param wasm where the `.wasm` file is, or what it holds. Without it: beside this module.
 */
export function init(wasm?: URL | string | Request | Response | BufferSource | WebAssembly.Module): Promise<void>;

/** The version of the package. */
export function version(): string;

// ---- findings --------------------------------------------------------------------------------

/** A place in a text; `source.slice(start, end)` is what is meant. */
export interface Span {
  /** First UTF-16 unit, from 0. */
  start: number;
  /** One past the last UTF-16 unit. */
  end: number;
  /** Line of the first letter, from 1. */
  line: number;
  /** Column of the first letter, from 1, counted in letters as readers count. */
  column: number;
  /** Line of the end. */
  endLine: number;
  /** Column of the end. */
  endColumn: number;
}

/** A place with what is to be said of it. */
export interface Label extends Span {
  text: Words;
}

/** A change of the text that mends a finding. */
export interface Fix extends Span {
  replacement: string;
}

/** One thing that is wrong, or worth a remark. */
export interface Diagnostic {
  /** A kebab-case name that never changes. */
  code: string;
  severity: 'note' | 'warning' | 'error';
  message: Words;
  /** What to do next. */
  help?: Words;
  /** The name of the text it is about, if it has one. */
  source?: string;
  /** The place in a dossier, as a JSON pointer. */
  pointer?: string;
  /** Places in the text, the first one first of all. */
  labels: Label[];
  /** The parts of the message, by name. */
  args: Record<string, string>;
  fix?: Fix;
}

/** Texts, dossiers or receipts are wrong. All findings are there at once. */
export class DiagnosticsError extends Error {
  private constructor();
  readonly name: 'DiagnosticsError';
  readonly diagnostics: Diagnostic[];
  /** Every finding on a line of its own; Vietnamese if not said. */
  text(lang?: Lang): string;
}

// ---- texts -----------------------------------------------------------------------------------

/** The text of a set, or that text with the name findings call it by. */
export type Source = string | { name?: string; source: string };

/** Options about texts. */
export interface SourceOptions {
  /** What findings call the text. */
  name?: string;
  /** Sets it reads, rests on, or copies from. */
  library?: Source[];
}

/** Options of {@link compile}. */
export interface CompileOptions extends SourceOptions {
  /** Other editions of the set; of all of them the one in force is applied. */
  editions?: Source[];
}

/**
 * Compiles a set.
 *
 * @throws {DiagnosticsError} with every finding at once, if any of them is an error.
 */
export function compile(source: string, options?: CompileOptions): Plan;

/** Identifiers of the sets that a source reads or rests on. */
export function neededBy(source: string): string[];

// ---- what is judged --------------------------------------------------------------------------

/**
 * A value of a dossier.
 *
 * A number of JavaScript is taken for its shortest decimal form: `7.5` is 7.5, and `0.1 + 0.2` has 17
 * digits, so that it is refused unless the fact declares as many. Whole numbers beyond
 * `Number.MAX_SAFE_INTEGER` are refused; give those as text or `bigint`. Shares are texts, `"60%"`,
 * days are texts, `"2025-03-01"`, `"2025-03"` or `"2025"`. `null` is "asked, and not known";
 * `undefined` is as if it were not there.
 */
export type Value = string | number | bigint | boolean | null;

/** A value with who stands behind it. */
export interface Filed {
  value?: Value;
  /** What the subject declared. */
  self?: Value;
  /** What was verified. */
  verified?: Value;
  status?: 'verified' | 'self-declared' | 'waiting' | 'rejected' | 'unknown' | 'not-applicable';
  /** The day the value is of. */
  at?: Day;
}

/** The result of another set, as filed. */
export interface FiledResult {
  class?: string | null;
  points?: Value;
  date?: Day | null;
  edition?: string;
  by?: 'decision' | 'computed';
  period?: string;
}

/** A row of members or of evidence. */
export interface Row {
  $id?: string;
  $status?: 'verified' | 'self-declared' | 'waiting' | 'rejected';
  /** How many equal members it stands for. */
  $count?: number;
  [field: string]: Value | Filed | FiledResult | undefined;
}

/** One subject's file; `facts()` says what the set asks for. */
export interface Dossier {
  $id?: string;
  /** Regions, nearest first. */
  $region?: string | string[];
  /** Facts of earlier periods, one year back first. */
  $before?: Row[];
  [name: string]: Value | Filed | FiledResult | Row[] | string[] | undefined;
}

/** When, where and under what assumption. */
export interface Context {
  /** A year, two days as `"2025-01-01..2025-12-31"`, or `{ from, to }`. */
  period: number | string | { from: Day; to: Day };
  /** The day of the judgement; the last day of the period if not given. */
  judgedOn?: Day;
  /** Whether more may still be filed; closed if not given. */
  file?: 'open' | 'closed';
  /** Regions, nearest first, where a dossier does not name its own. */
  regions?: string[];
}

/** Which values a reader is not to see. */
export type KeepBack = 'nothing' | 'private' | 'all';

/** A compiled set. */
export class Plan {
  protected constructor();
  /** Identifier of the set. */
  readonly id: string;
  /** The language it is written in. */
  readonly language: Lang;
  /** Warnings and notes of the text. */
  readonly diagnostics: Diagnostic[];
  /**
   * The edition of the set given; with a context, the edition in force.
   *
   * @throws {DiagnosticsError} if none is in force.
   */
  edition(context?: Context): string;
  /**
   * What the set asks for and gives: for forms, and for choosing columns.
   *
   * @throws {DiagnosticsError} if no edition is in force.
   */
  facts(context?: Context): Facts;
  /**
   * The JSON Schema (draft 2020-12) of its dossiers.
   *
   * @throws {DiagnosticsError} if no edition is in force.
   */
  schema(context?: Context): Schema;
  /**
   * Evaluates a dossier: an object, or JSON text, whose numbers are read as they are written.
   *
   * @throws {DiagnosticsError} if dossier or context do not fit the set.
   * @throws {RangeError} if a year or a day of the context is none.
   */
  evaluate(dossier: Dossier | string, context: Context): Outcome;
  /**
   * Total and class of a dossier alone, as its outcome has them: quicker, and nothing to dispose of.
   *
   * @throws {DiagnosticsError} if dossier or context do not fit the set.
   * @throws {RangeError} if a year or a day of the context is none.
   */
  summary(dossier: Dossier | string, context: Context): Summary;
  /**
   * Evaluates a dossier again as a receipt says it was, and compares.
   *
   * @throws {DiagnosticsError} if receipt, dossier or key do not fit.
   */
  verify(receipt: Receipt | string, dossier: Dossier | string, options?: KeyOptions): Verification;
  /** Frees its memory now, rather than when it is collected. */
  dispose(): void;
  [Symbol.dispose](): void;
}

/** A JSON Schema: plain JSON. */
export interface Schema {
  [key: string]: Json;
}

/** A value of JSON. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** The key of keyed digests: at least 32 random bytes. */
export interface KeyOptions {
  key?: Uint8Array;
}

/** Words in a language, that of the set if not said. */
export interface TextOptions {
  lang?: Lang;
  keepBack?: KeepBack;
}

/** What came out for one dossier. */
export class Outcome {
  private constructor();
  /** Identifier of the set. */
  readonly set: string;
  /** The edition that was applied. */
  readonly edition: string;
  /** The total, if the set has points. */
  readonly total: Points | undefined;
  /** The class, if the set has classes. */
  readonly class: Standings | undefined;
  /** The class to ask about if none is named: the lowest that is better than what is certain. */
  readonly nextClass: string | undefined;
  /** Points, verdicts and reasons of every node. */
  explain(options?: { keepBack?: KeepBack }): Explanation;
  /** The same in words; what decided, if not said. */
  text(options?: TextOptions & { detail?: 'line' | 'decisive' | 'full' }): string;
  /** The result and its reasons as an official letter. */
  letter(options?: TextOptions & { format?: 'text' | 'markdown' | 'html' }): string;
  /** The lines of the set, each with what it comes to. */
  colour(options?: { keepBack?: KeepBack }): ColouredLine[];
  /** The same as a page. */
  colourHtml(options?: TextOptions): string;
  /**
   * What would make a class certain; {@link nextClass} if not said.
   *
   * @throws {DiagnosticsError} if the set has no such class.
   */
  suffices(options?: SufficesOptions): Suffices;
  /** The same in words. */
  sufficesText(options?: SufficesOptions & { lang?: Lang }): string;
  /**
   * The single pieces that a class would be lost without.
   *
   * @throws {DiagnosticsError} if the set has no such class.
   */
  restsOn(name: string): RestsOn;
  /** The same in words. */
  restsOnText(name: string, options?: { lang?: Lang }): string;
  /** What comes out otherwise in the outcome after. */
  compare(after: Outcome, options?: { keepBack?: KeepBack }): Comparison;
  /** The same in words. */
  compareText(after: Outcome, options?: TextOptions): string;
  /**
   * Digests that anybody with set and dossier can check; with a key, those of personal data are keyed.
   *
   * @throws {DiagnosticsError} if the key is too short.
   */
  receipt(options?: KeyOptions): Receipt;
  /** The very bytes, as text, that a digest of the receipt is over. */
  canonical(part: ReceiptPart, options?: KeyOptions): string;
  /** The result as a set on top of this one reads it: part of that subject's dossier. */
  result(): { $id?: string } & Record<string, FiledResult | string | undefined>;
  /** Frees its memory now, rather than when it is collected. */
  dispose(): void;
  [Symbol.dispose](): void;
}

// ---- what came out ---------------------------------------------------------------------------

/** Points under the two assumptions about the file. */
export interface Points {
  /** What is proven. */
  certain: Exact;
  /** What the file could still turn out to give. */
  possible: Exact;
  /** What more evidence could still give. */
  reachable: Exact;
}

/** Where a subject stands: a class by name, or why none. */
export type Standing = { class: string } | { status: 'none' | 'not-ranked' | 'not-applicable' };

/** Every standing that is possible, best first: if nothing more is filed, and if anything may still be. */
export interface Standings {
  closed: Standing[];
  open: Standing[];
}

/** Total and class of one dossier. */
export interface Summary {
  /** The total, if the set has points. */
  total?: Points;
  /** The class, if the set has classes. */
  class?: Standings;
}

/** Why everything is as it is. */
export interface Explanation {
  set: string;
  edition: string;
  label: string;
  /** Documents it rests on, with their days. */
  basedOn: { document: string; date: Day }[];
  subjectKind: string;
  subject: string;
  periodFrom: Day;
  periodTo: Day;
  judgedOn: Day;
  file: 'open' | 'closed';
  regions: string[];
  /** What the set could not put into rules. */
  notExpressed: NotExpressed[];
  /** Whether any figure stands in no source. */
  assumed: boolean;
  /** Whether anything is kept back. */
  redacted: boolean;
  /** Whether the set applies to the subject. */
  covers: Verdict;
  coversReasons: Reason[];
  total?: TotalLine;
  class?: ClassLine;
  gates: Node[];
  items: Node[];
  /** Results of other sets that were filed and not used. */
  unusedResults: Reason[];
  authorities: { text: string; decides: Verdict }[];
  deadlines: { text: string; before: Day }[];
}

/** A text that is not expressed in rules. */
export interface NotExpressed {
  text: string;
  because: string;
}

/** How the total comes about. */
export interface TotalLine {
  /** The sum of the items. */
  base: Points;
  /** That sum on the set's scale, if it was rescaled. */
  scaled?: Points;
  /** Before rounding, if it is rounded. */
  raw?: Points;
  /** What counts. */
  total: Points;
  baseMax: Exact;
  scale: Exact;
}

/** The class and its conditions. */
export interface ClassLine {
  name: string;
  label: string;
  /** Whether it is a title rather than one of several classes. */
  loneTitle: boolean;
  labels: { name: string; label: string }[];
  /** What is possible if nothing more is filed, best first. */
  closed: Standing[];
  /** What is possible if anything may still be filed, best first. */
  open: Standing[];
  /** What the decision shows. */
  shown: Standing[];
  conditions: Node[];
}

/** An item, a clause, a gate or a class. */
export interface Node {
  kind: 'item' | 'clause' | 'gate' | 'class';
  /** What the set calls it: its heading word, as `indicator` or `deduction`. */
  word: Words;
  /** Official number or name. */
  code: string;
  label: string;
  /** The class it was judged for, where that matters. */
  level?: string;
  applies: Verdict;
  points?: Points;
  max?: Exact;
  verdict?: Verdict;
  /** What the verdict will be if nothing more is filed, where that differs. */
  ifClosed?: Verdict;
  /** Whether it stands under a negation: that it is met speaks against what it belongs to. */
  mustNot?: true;
  reasons: Reason[];
  /** What follows where a gate is not met. */
  effect?: Words;
  needs: string[];
  used: Evidence[];
  waiting: Evidence[];
  leftOut: Evidence[];
  sources: Citation[];
  readings: { phrase: string; as: string }[];
  notExpressed: NotExpressed[];
  assumed: boolean;
  children: Node[];
}

/** A row of evidence. */
export interface Evidence {
  table: string;
  id: string;
  /** How many equal rows, if more than one. */
  count?: string;
  /** Why it was left out. */
  why?: string;
}

/** Where a rule comes from. */
export interface Citation {
  document: string;
  place: { word: Words; at: string }[];
  quote?: string;
}

/** Why a node is as it is: a code that never changes, its parts, and the sentence. */
export interface Reason {
  code: string;
  args: Argument[];
  text: Words;
}

/** A part of a reason. */
export type Argument = { name: string } & (
  | { value: Exact }
  | { from: string; to: string }
  | { words: Words }
  | { text: string }
  | { verdict: Verdict }
  | { withheld: true }
);

/** A line of the set. */
export interface ColouredLine {
  text: string;
  mark: 'met' | 'not-met' | 'in-part' | 'unknown' | 'counted' | 'not-relevant' | 'withheld' | 'plain';
  /** The sign of the mark, so that colour is not alone in telling. */
  sign: string;
  why: Words[];
}

// ---- what would suffice ----------------------------------------------------------------------

/** How far to look. */
export interface SufficesOptions {
  class?: string;
  /** The most elements in a set; three if not said. */
  most?: number;
  /** The most changed dossiers that are evaluated. */
  bound?: number;
}

/** What would make a class certain, and what stands in its way. */
export interface Suffices {
  class: string;
  label: string;
  reach: 'certain' | 'possible' | 'out-of-reach';
  total?: Points;
  pointsMissing?: Exact;
  causes: Decider[];
  /** Sets of which each one suffices, the smallest first. */
  sets: SufficientSet[];
  /** Items with points that are not certain. */
  items: ItemLoss[];
  /** Pieces that cannot matter. */
  irrelevant: Piece[];
  remarks: Remark[];
  search: { most: number; evaluations: string; bound: string; endedAt?: number };
}

/** What decides about the class as the file stands. */
export interface Decider {
  kind: 'scope' | 'gate' | 'threshold' | 'condition';
  name?: string;
  text: Words;
  verdict: Verdict;
  reachable: Verdict;
  have?: Points;
  need?: Exact;
}

/** Things that suffice together. */
export interface SufficientSet {
  elements: Element[];
  total?: Points;
  text: Words;
}

/** One thing to do. */
export interface Element {
  action: 'settle' | 'verify' | 'reject' | 'add' | 'judge' | 'score' | 'choose-level' | 'file-result';
  piece: Piece;
  count: string;
  conditions: Condition[];
  text: Words;
}

/** What a field must hold. */
export interface Condition {
  field: string;
  label: string;
  relation: 'at-least' | 'at-most' | 'exactly' | 'between' | 'as-declared' | 'different';
  value?: string;
  to?: string;
  text: Words;
}

/** A fact, a row or a field of the file. */
export interface Piece {
  table?: string;
  /** Position of the row, from 0. */
  row?: number;
  id?: string;
  field?: string;
  yearsBack?: string;
  text: Words;
}

/** Points of an item that are not certain, and what would raise them. */
export interface ItemLoss {
  code: string;
  label: string;
  lost: Exact;
  raises: { gain: Exact; element: Element }[];
  /** How many more ways there are. */
  more?: number;
}

/** What the search does not promise. */
export interface Remark {
  code: string;
  about?: Piece;
  count: number;
  text: Words;
}

/** The single pieces a class would be lost without. */
export interface RestsOn {
  class: string;
  /** Whether the class is held. */
  held: boolean;
  pieces: Piece[];
  /** How many pieces were tried. */
  tried: number;
}

// ---- what differs ----------------------------------------------------------------------------

/** What differs between two outcomes. */
export interface Comparison {
  old: ComparedSide;
  new: ComparedSide;
  same: boolean;
  redacted: boolean;
  result?: { old: Words; new: Words };
  total?: {
    old: Points;
    new: Points;
    contributions: { code: string; label: string; certain: Exact; possible: Exact }[];
    notASum?: Words;
  };
  gates: NodeChange[];
  items: NodeChange[];
  classes: NodeChange[];
}

/** One of two outcomes. */
export interface ComparedSide {
  set: string;
  edition: string;
  label: string;
  subject: string;
  periodFrom: Day;
  periodTo: Day;
}

/** A node that comes out otherwise. */
export interface NodeChange {
  kind: Node['kind'];
  code: string;
  oldCode?: string;
  label: string;
  level?: string;
  old?: NodeResult;
  new?: NodeResult;
  causes: {
    kind:
      | 'applies'
      | 'value'
      | 'band'
      | 'evidence'
      | 'filing'
      | 'threshold'
      | 'parameter'
      | 'maximum'
      | 'part'
      | 'reason'
      | 'withheld';
    text: Words;
  }[];
  children: NodeChange[];
}

/** What a node came to. */
export interface NodeResult {
  applies: Verdict;
  points?: Points;
  max?: Exact;
  verdict?: Verdict;
}

// ---- receipts --------------------------------------------------------------------------------

/** What a digest is over. */
export type ReceiptPart = 'meaning' | 'text' | 'options' | 'input' | 'result';

/**
 * What was judged by what, under which options, and what came out. Its keys are those of the document
 * that other programs read; `JSON.stringify` writes it as the engine does.
 */
export interface Receipt {
  /** What it is about: one subject. */
  receipt: 'subject';
  set: string;
  edition: string;
  language: string;
  engine: string;
  context: {
    period: [Day, Day];
    judged_on: Day;
    file: 'open' | 'closed';
    regions?: string[];
  };
  /** The name of the key, where digests are keyed. */
  key?: string;
  digests: Record<ReceiptPart | 'row', string>;
}

/** What is not as a receipt says. */
export interface Verification {
  agrees: boolean;
  differs: { part: ReceiptPart; words: Words }[];
}

// ---- what a set asks for ---------------------------------------------------------------------

/** What a set asks for and what it gives, in the order of its source. */
export interface Facts {
  id: string;
  edition: string;
  label: string;
  language: Lang;
  /** Whether any figure stands in no source. */
  assumed: boolean;
  inForceFrom: Day;
  inForceTo?: Day;
  /** Whom it assesses. */
  subject: Named;
  /** Tables of members and evidence. */
  tables: TableFacts[];
  /** Everything a dossier can hold, columns of tables included. */
  inputs: InputFacts[];
  /** Results of other sets that it reads. */
  results: ResultFacts[];
  parameters: ParameterFacts[];
  /** Constants that conditions of gates and classes compare with. */
  thresholds: ThresholdFacts[];
  /** The tree of items in document order. */
  items: ItemFacts[];
  /** The classes, highest first. */
  classes: Named[];
}

/** A name with what people read. */
export interface Named {
  name: string;
  label: string;
}

/** Members, or evidence of one kind. */
export interface TableFacts extends Named {
  kind: 'members' | 'evidence';
  /** Whether more rows may arrive while the file is open. */
  open: boolean;
  /** Whether any result reads it. */
  needed: boolean;
}

/** One thing a dossier can hold. */
export interface InputFacts extends Named {
  /** The table it is a column of; none for the subject's own. */
  table?: string;
  role: 'fact' | 'judgement' | 'on-file' | 'not-assessable' | 'points' | 'level';
  type: 'yes-no' | 'integer' | 'decimal' | 'percent' | 'date' | 'choice' | 'text';
  /** Its unit; `%` for shares. */
  unit?: string;
  /** The least value, in its unit. */
  from?: Exact;
  /** The greatest value, in its unit. */
  to?: Exact;
  /** Digits after the mark. */
  digits?: number;
  step?: Exact;
  /** Options of a choice; ordered ones lowest first. */
  options?: string[];
  ordered: boolean;
  /** How many earlier years of it are read. */
  yearsBack: number;
  private: boolean;
  /** Whether any result reads it. */
  needed: boolean;
  /** Codes of the items that read it. */
  items: string[];
  gates: string[];
  classes: string[];
}

/** Results of another set. */
export interface ResultFacts {
  set: string;
  /** Its edition; none for the newest. */
  edition?: string;
  recognised: boolean;
  computed: boolean;
  /** Its classes, lowest first. */
  classes: Named[];
}

/** A figure that changes by date, region or case. */
export interface ParameterFacts extends Named {
  unit?: string;
  rows: { from: Day; region?: string; when?: Words; value: Exact; assumed: boolean }[];
}

/** A constant that decides about a class or a gate. */
export interface ThresholdFacts {
  /** Name of the class or gate. */
  of: string;
  gate: boolean;
  /** What is compared. */
  quantity: Words;
  comparison: '<' | '<=' | '=' | '!=' | '>=' | '>';
  /** The constant, or the parameter's name. */
  value: string;
}

/** A node of the tree of items. */
export interface ItemFacts {
  /** Official number. */
  code: string;
  label: string;
  /** The heading word, as `chỉ số`. */
  word: Words;
  /** Code of the node it stands under. */
  parent?: string;
  /** Greatest points, if it is scored. */
  maximum?: Exact;
  scored: boolean;
  judged: boolean;
}
