// The engine in a thread of its own, so that nothing it does holds up typing.
//
// Each message names a function of `api`; the answer carries its number. What a text is wrong about is
// an answer too; only a fault of the program itself is told as `fault`.
import {
  type ColouredLine,
  type Completions,
  type Diagnostic,
  DiagnosticsError,
  type ExampleResult,
  type Explanation,
  type Facts,
  type Hover,
  type Lang,
  type Plan,
  type Target,
  compile,
  complete,
  convert,
  format,
  highlight,
  hover,
  init,
  neededBy,
} from 'tieuchi/authoring';
import { CATALOGUE, entryOf, library } from '../catalogue.js';
import type { Draft } from '../draft.js';
import { judge } from '../engine.js';
import { type Colours, OWN } from './common.js';

const DOSSIERS = import.meta.glob<string>('../../../examples/*/dossiers/*.json', { query: '?raw', import: 'default', eager: true });

/** What there is to say of a text. */
export interface Analysis {
  diagnostics: Diagnostic[];
  /** Where the text compiles. */
  facts: Facts | undefined;
  examples: ExampleResult[];
  coverage: Target[];
}

/** What a dossier comes to. */
export interface Trial {
  explanation: Explanation | undefined;
  lines: ColouredLine[];
  findings: Diagnostic[];
}

/** A set of the site, to begin with. */
export interface Start {
  key: string;
  label: string;
  document: string;
}

let plan: Plan | undefined;
let facts: Facts | undefined;

const api = {
  highlight(text: string): Colours {
    const tokens = highlight(text);
    const kinds = [...new Set(tokens.map(({ kind }) => kind))];
    return { places: Uint32Array.from(tokens.flatMap(({ start, end, kind }) => [start, end, kinds.indexOf(kind)])), kinds };
  },
  complete: (text: string, at: number): Completions => complete(text, at),
  hover: (text: string, at: number): Hover | undefined => hover(text, at),

  analyse(text: string): Analysis {
    plan?.dispose();
    plan = facts = undefined;
    try {
      plan = compile(text, { name: OWN, library: library(text, neededBy) });
    } catch (error) {
      return { diagnostics: findingsOf(error), facts: undefined, examples: [], coverage: [] };
    }
    facts = plan.facts();
    return { diagnostics: plan.diagnostics, facts, examples: plan.examples(), coverage: plan.coverage() };
  },

  /** The text in the one layout. */
  format(text: string): string | Diagnostic[] {
    try {
      return format(text, { name: OWN });
    } catch (error) {
      return findingsOf(error);
    }
  },

  /** The text with the keywords of the other language. */
  other(text: string): { lang: Lang; text: string } | Diagnostic[] {
    try {
      const vi = convert(text, 'vi', { name: OWN });
      // A text that Vietnamese leaves as it is, is Vietnamese.
      return vi === format(text) ? { lang: 'en', text: convert(text, 'en', { name: OWN }) } : { lang: 'vi', text: vi };
    } catch (error) {
      return findingsOf(error);
    }
  },

  /** Judges a form, or JSON, by the text that was analysed last. */
  judge(dossier: Draft | string, year: number): Trial {
    if (plan === undefined || facts === undefined) return { explanation: undefined, lines: [], findings: [] };
    const context = { period: year, file: 'open' } as const;
    if (typeof dossier !== 'string') {
      const judged = judge({ plan, facts }, dossier, context);
      if (Array.isArray(judged)) return { explanation: undefined, lines: [], findings: judged };
      const { outcome, explanation, findings } = judged;
      const lines = outcome.colour();
      outcome.dispose();
      return { explanation, lines, findings };
    }
    try {
      using outcome = plan.evaluate(dossier, context);
      return { explanation: outcome.explain(), lines: outcome.colour(), findings: [] };
    } catch (error) {
      return { explanation: undefined, lines: [], findings: findingsOf(error) };
    }
  },

  sets: (): Start[] => CATALOGUE.map(({ key, label, document }) => ({ key, label, document })),

  /** The text of a set of the site. */
  set: (key: string): string => entryOf(key).source,

  /** Dossiers that come with the sets of the site and fit the text that was analysed last. */
  dossiers(): { name: string; json: string }[] {
    const known = plan;
    if (known === undefined) return [];
    return Object.entries(DOSSIERS).flatMap(([path, json]) => {
      const period = facts?.inForceFrom.slice(0, 4);
      try {
        known.evaluate(json, { period: Number(period) }).dispose();
        return [{ name: path.split('/').at(-1)?.replace('.json', '') ?? path, json }];
      } catch {
        return [];
      }
    });
  },
};

export type Api = typeof api;

function findingsOf(error: unknown): Diagnostic[] {
  if (error instanceof DiagnosticsError) return error.diagnostics;
  throw error;
}

const loaded = init();

addEventListener('message', async ({ data }: MessageEvent<{ id: number; name: keyof Api; args: unknown[] }>) => {
  const { id, name, args } = data;
  try {
    await loaded;
    const value = (api[name] as (...args: unknown[]) => unknown)(...args);
    postMessage({ id, value });
  } catch (error) {
    postMessage({ id, fault: error instanceof Error ? error.message : String(error) });
  }
});
