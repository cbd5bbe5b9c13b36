// The engine as the page needs it: a compiled set, and what a draft comes to.
import {
  type Context,
  type Diagnostic,
  DiagnosticsError,
  type Explanation,
  type Facts,
  type Outcome,
  type Plan,
  type Suffices,
  compile,
  neededBy,
} from 'tieuchi';
import { type Entry, library } from './catalogue.js';
import { type Draft, dossierOf } from './draft.js';

/** A set that is ready to judge by. */
export interface Ready {
  entry: Entry;
  plan: Plan;
  facts: Facts;
}

/** Compiles a set of the site. */
export function ready(entry: Entry): Ready {
  const plan = compile(entry.source, { name: entry.key, library: library(entry.source, neededBy) });
  return { entry, plan, facts: plan.facts() };
}

/** What a draft comes to. */
export interface Judged {
  outcome: Outcome;
  explanation: Explanation;
  /** What could not be read, left out of the judgement. */
  findings: Diagnostic[];
}

/** Judges what can be read of a draft; nothing if the period itself does not fit. */
export function judge({ plan, facts }: Pick<Ready, 'plan' | 'facts'>, draft: Draft, context: Context): Judged | Diagnostic[] {
  const left = new Set<string>();
  const findings: Diagnostic[] = [];
  // Each round leaves out what the one before could not read.
  for (;;) {
    try {
      const outcome = plan.evaluate(dossierOf(draft, facts, left), context);
      return { outcome, explanation: outcome.explain(), findings };
    } catch (error) {
      if (!(error instanceof DiagnosticsError)) throw error;
      const fresh = error.diagnostics.filter(({ pointer }) => pointer !== undefined && pointer !== '');
      findings.push(...error.diagnostics);
      const before = left.size;
      for (const { pointer } of fresh) if (pointer !== undefined) left.add(pointer);
      if (left.size === before) return findings;
    }
  }
}

/** What would suffice for a class, looked for no longer than a reader waits. */
export function suffices(outcome: Outcome, name: string | undefined): Suffices | undefined {
  const asked = name ?? outcome.nextClass;
  return asked === undefined ? undefined : outcome.suffices({ class: asked, bound: 4_000 });
}

