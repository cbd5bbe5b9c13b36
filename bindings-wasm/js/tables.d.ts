// The types of tieuchi/tables: whole populations, for strict use.
import type {
  CompileOptions,
  Context,
  Diagnostic,
  Exact,
  Explanation,
  Facts,
  KeepBack,
  Lang,
  TextOptions,
  Words,
} from './tieuchi.js';

export { DiagnosticsError } from './tieuchi.js';

/**
 * Loads this engine; once is enough, and in Node it is loaded already. Everything else throws until the
 * promise is kept.
 *
 * @param wasm where the `.wasm` file is, or what it holds. Without it: beside this module.
 */
export function init(wasm?: URL | string | Request | Response | BufferSource | WebAssembly.Module): Promise<void>;

/** The version of the package. */
export function version(): string;

/**
 * Compiles a set for populations.
 *
 * @throws {DiagnosticsError} with every finding at once, if any of them is an error.
 */
export function compile(source: string, options?: CompileOptions): Plan;

// ---- tables ----------------------------------------------------------------------------------

/** Numbers of a fixed size. */
export type Numbers =
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint8ClampedArray
  | Uint16Array
  | Uint32Array
  | Float32Array
  | Float64Array;

/** A list of one kind of values; null and undefined are none. */
export type List =
  | readonly (string | null | undefined)[]
  | readonly (number | null | undefined)[]
  | readonly (bigint | null | undefined)[]
  | readonly (boolean | null | undefined)[];

/** A column of a table. */
export type Column =
  | Numbers
  | List
  | {
      values: Numbers | List;
      /** Whole numbers are units of that many digits after the mark: 725 with 2 digits is 7.25. */
      digits?: number;
      /** A one, or true, for each row that has no value. */
      missing?: ArrayLike<number | boolean>;
    }
  | {
      /** Which of the words each row has; a negative number is none. */
      values: ArrayLike<number>;
      words: readonly string[];
    };

/** Columns by name. */
export type Columns = Record<string, Column>;

/** A table in the memory of the engine. */
export class Table {
  private constructor();
  /** How many rows it has. */
  readonly length: number;
  /** The names of its columns. */
  readonly names: string[];
  /** The first rows as texts, for people to look at; empty where there is no value. */
  head(rows?: number): string[][];
  /**
   * Some of its columns under other names: `{ 'Họ tên': 'id' }` takes the column `Họ tên` as `id`.
   *
   * @throws {RangeError} if it has no column of such a name.
   */
  pick(names: Record<string, string>): Table;
  /** Frees its memory now, rather than when it is collected. */
  dispose(): void;
  [Symbol.dispose](): void;
}

/**
 * A table of columns.
 *
 * @throws {TypeError} if a column is of no type that tables have.
 * @throws {RangeError} if columns have different lengths.
 */
export function table(columns: Columns | Table): Table;

/**
 * Reads the bytes of a file by the ending of its name: `.csv`, `.tsv`, `.txt` (separated values), `.xlsx`
 * (the first sheet), `.arrow` (Arrow IPC, a file or a stream).
 *
 * @throws {FileError} if the bytes are no such file.
 */
export function readTable(name: string, bytes: Uint8Array): Table;

/** A file cannot be read. */
export class FileError extends Error {
  private constructor();
  readonly name: 'FileError';
  /** Why, in both languages. */
  readonly words: Words;
}

/** Cells are wrong, and the options said strict. */
export class ProblemsError extends Error {
  private constructor();
  readonly name: 'ProblemsError';
  readonly problems: Problem[];
}

// ---- a population ----------------------------------------------------------------------------

/** The tables of a population. */
export interface Population<T = Columns | Table> {
  /** The subjects, one a row; the column `id` says who each is. */
  subjects: T;
  /** Tables of members and evidence by their names in the set; the column `subject` says whose a row is. */
  tables?: Record<string, T>;
}

/** How tables are read and what is kept of the results. */
export interface DatasetOptions {
  /** Refuses everything if there is any problem. */
  strict?: boolean;
  /** Whether columns of binary fractions are read; they are if not said. */
  floats?: boolean;
  /** Takes columns and tables that are not given as not filed. */
  missingUnknown?: boolean;
  /** Passes over columns the set has no use for. */
  ignoreUnknown?: boolean;
  /** Passes over the columns of these names. */
  ignored?: string[];
  /** Tables of members who may belong to several subjects. */
  shared?: string[];
  /** Keeps points and verdicts of every item. */
  items?: boolean;
}

/** How an evaluation is watched. */
export interface Watch {
  /** Told every few thousand subjects. */
  onProgress?: (progress: { done: number; total: number }) => void;
  /** Ends it early: the promise is broken with the reason of the signal. */
  signal?: AbortSignal;
}

/** A compiled set. */
export class Plan {
  private constructor();
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
   * What the set asks for and gives.
   *
   * @throws {DiagnosticsError} if no edition is in force.
   */
  facts(context?: Context): Facts;
  /**
   * The names of columns that are read of a table, or of the subjects.
   *
   * @throws {RangeError} if the set has no such table.
   */
  columns(table?: string, context?: Context): string[];
  /**
   * Brings tables into the memory of the engine and checks them against the set.
   *
   * @throws {DiagnosticsError} if tables or columns do not fit the set, or no edition is in force.
   */
  dataset(tables: Population, context: Context, options?: DatasetOptions): Dataset;
  /**
   * Evaluates tables in one go; others have their turn between.
   *
   * @throws {DiagnosticsError} if tables or columns do not fit the set, or no edition is in force.
   * @throws {ProblemsError} if the options say strict and there is a problem.
   */
  evaluateColumns(tables: Population, context: Context, options?: DatasetOptions & Watch): Promise<Results>;
  /** The same of tables as Arrow IPC, files or streams. */
  evaluateArrow(tables: Population<Uint8Array>, context: Context, options?: DatasetOptions & Watch): Promise<Results>;
  /** Frees its memory now, rather than when it is collected. */
  dispose(): void;
  [Symbol.dispose](): void;
}

/** A population that fits a set, in the memory of the engine. */
export class Dataset {
  private constructor();
  /** How many subjects there are, those filed twice counted once. */
  readonly length: number;
  /**
   * Evaluates it; others have their turn between.
   *
   * @throws {ProblemsError} if the options say strict and there is a problem.
   */
  evaluate(options?: Watch): Promise<Results>;
  /** Frees its memory now, rather than when it is collected. */
  dispose(): void;
  [Symbol.dispose](): void;
}

// ---- results ---------------------------------------------------------------------------------

/** A column of results. */
export type ResultColumn =
  /** Units of that many digits after the mark: 725 with 2 digits is 7.25. */
  | { type: 'decimal'; values: BigInt64Array; digits: number }
  /** Which of the words each row has; −1 is none. */
  | { type: 'codes'; values: Int8Array; words: string[] }
  /** They are copied with all other columns, and become strings when they are first read. */
  | { type: 'text'; readonly values: string[] };

/** Something wrong with a row of a table; its value is taken as not known. */
export interface Problem {
  /** A kebab-case name that never changes. */
  code: string;
  /** The table, by its name in the set. */
  table: string;
  /** The row in the table, from 1. */
  row: number;
  subject: string;
  /** The column; empty for a problem of the whole row. */
  column: string;
  value: string;
  message: Words;
  help?: Words;
}

/** How many subjects stand where. */
export interface GroupTally {
  subjects: number;
  /** How many are settled in each class, and how many have it or a higher one, for certain and possibly; best first. */
  classes: { class: string; settled: number; reached: number; reachedPossibly: number }[];
  none: number;
  notRanked: number;
  outside: number;
  unsettled: number;
  /** The sum of the totals that are certain. */
  points?: Exact;
}

/** A population added up. */
export interface Tally extends GroupTally {
  groups: (GroupTally & { name: string })[];
  items: ItemTally[];
}

/** What an item gave over all subjects. */
export interface ItemTally {
  code: string;
  label: string;
  /** How many steps it stands below the top. */
  depth: number;
  applies: number;
  points?: { certain: Exact; possible: Exact; max: Exact; lowest: Exact; highest: Exact };
  met?: number;
  notMet?: number;
  unknown?: number;
}

/** The results of a population, in the memory of the engine. */
export class Results {
  private constructor();
  /** How many subjects there are. */
  readonly length: number;
  /**
   * A row for each subject: `id`, `applies`, `total.certain`, `total.possible`, `total.reachable`, `class`,
   * `class.highest`, `class.lowest`, `class.reachable`, and of each item `1.2.certain` and so on if items were
   * asked for. They are copied out whenever this is read.
   */
  readonly columns: Record<string, ResultColumn>;
  /** How many problems there are. */
  readonly problemCount: number;
  /** How many problems there are of each code. */
  readonly problemCodes: Record<string, number>;
  /** Problems, keys first, then in the order of subjects. */
  problems(from?: number, to?: number): Problem[];
  /** The identifier of a subject, by its row in the results. */
  id(row: number): string;
  /** Why everything is as it is, for one subject; nothing past the end. */
  explain(row: number, options?: { keepBack?: KeepBack }): Explanation | undefined;
  /** The same in words. */
  text(row: number, options?: TextOptions & { detail?: 'line' | 'decisive' | 'full' }): string | undefined;
  /** The population added up; with a name for each subject also by groups of one name. */
  tally(by?: Iterable<string>): Tally;
  /** The columns as an Arrow IPC stream, numbers as decimals. */
  arrow(): Uint8Array;
  /** The problems as an Arrow IPC stream. */
  problemsArrow(): Uint8Array;
  /** Frees its memory now, rather than when it is collected. */
  dispose(): void;
  [Symbol.dispose](): void;
}
