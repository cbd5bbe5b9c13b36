// The page's side of the worker: a promise for each question.
import type { Api } from './worker.js';

type Answer<Name extends keyof Api> = ReturnType<Api[Name]>;
type Waiting = { done: (value: never) => void; failed: (error: Error) => void };

const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
const waiting = new Map<number, Waiting>();
let asked = 0;

worker.addEventListener('message', ({ data }: MessageEvent<{ id: number; value?: never; fault?: string }>) => {
  const { id, fault } = data;
  const waits = waiting.get(id);
  waiting.delete(id);
  if (fault === undefined) waits?.done(data.value as never);
  else waits?.failed(new Error(fault));
});

/** Where the worker cannot be loaded, every question fails. */
let broken: Error | undefined;
worker.addEventListener('error', (event) => {
  broken = new Error(event.message === '' ? 'worker' : event.message);
  for (const { failed } of waiting.values()) failed(broken);
  waiting.clear();
});

/** Asks the engine. */
export function ask<Name extends keyof Api>(name: Name, ...args: Parameters<Api[Name]>): Promise<Answer<Name>> {
  if (broken !== undefined) return Promise.reject(broken);
  const id = asked++;
  return new Promise((done, failed) => {
    waiting.set(id, { done, failed });
    worker.postMessage({ id, name, args });
  });
}

/**
 * Asks about the latest of many: while an answer is awaited, only the last question is kept. `tell`
 * hears each answer with what was asked.
 */
export function latest<Asked, Told>(question: (asked: Asked) => Promise<Told>, tell: (told: Told, asked: Asked) => void): (asked: Asked) => void {
  let next: { asked: Asked } | undefined;
  let busy = false;
  const run = async () => {
    busy = true;
    while (next !== undefined) {
      const { asked } = next;
      next = undefined;
      const told = await question(asked).catch(() => undefined);
      if (told !== undefined) tell(told, asked);
    }
    busy = false;
  };
  return (asked) => {
    next = { asked };
    if (!busy) void run();
  };
}
