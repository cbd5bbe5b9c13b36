// What the page and its worker say to each other.
import type { Context, Diagnostic, Facts, Words } from 'tieuchi';
import type { Problem, Tally } from 'tieuchi/tables';

/** A table as it was read; the empty name stands for the main one. */
export interface Sheet {
  names: string[];
  rows: number;
  head: string[][];
}

/** One line of the results. */
export interface Line {
  row: number;
  id: string;
  /** Certain and possible. */
  total?: [string, string];
  standing: string;
  best: string;
}

/** What came of a table. */
export interface Report {
  subjects: number;
  tally: Tally;
  problems: Problem[];
  problemCount: number;
  problemCodes: Record<string, number>;
}

/** What the page asks for; each has one answer of the same name. */
export interface Asked {
  set: { question: { source: string; library: string[]; context: Context }; answer: { facts: Facts; columns: Record<string, string[]> } };
  read: { question: { table: string; name: string; bytes: Uint8Array }; answer: Sheet };
  judge: { question: { context: Context; names: Record<string, Record<string, string>> }; answer: Report | 'stopped' };
  stop: { question: null; answer: null };
  lines: { question: { from: number; to: number }; answer: Line[] };
  why: { question: { row: number; lang: 'vi' | 'en' }; answer: string };
  save: { question: { what: 'results' | 'problems'; lang: 'vi' | 'en' }; answer: string };
}

export type Name = keyof Asked;

/** A question with its number. */
export type Question = { [N in Name]: { number: number; name: N; question: Asked[N]['question'] } }[Name];

/** Why something cannot be done. */
export type Refused = { diagnostics: Diagnostic[] } | { words: Words };

/** What the worker says. */
export type Said = { number: number; answer: Asked[Name]['answer'] } | { number: number; refused: Refused } | { progress: { done: number; total: number } };
