// The page's side of its worker.
import type { Asked, Name, Refused, Said } from './messages.js';

/** The worker could not do what was asked. */
export class RefusedError extends Error {
  constructor(readonly refused: Refused) {
    super('diagnostics' in refused ? (refused.diagnostics[0]?.message.en ?? '') : refused.words.en);
  }
}

const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
const waiting = new Map<number, { resolve: (answer: never) => void; reject: (error: Error) => void }>();
let asked = 0;
let watcher: ((progress: { done: number; total: number }) => void) | undefined;

worker.addEventListener('message', ({ data }: MessageEvent<Said>) => {
  if ('progress' in data) {
    watcher?.(data.progress);
    return;
  }
  const found = waiting.get(data.number);
  waiting.delete(data.number);
  if ('refused' in data) found?.reject(new RefusedError(data.refused));
  else found?.resolve(data.answer as never);
});
worker.addEventListener('error', ({ message }) => {
  const words = { vi: message, en: message };
  for (const { reject } of waiting.values()) reject(new RefusedError({ words }));
  waiting.clear();
});

/** Asks the worker. */
export function ask<N extends Name>(name: N, question: Asked[N]['question'], moved: Transferable[] = []): Promise<Asked[N]['answer']> {
  const number = asked++;
  return new Promise((resolve, reject) => {
    waiting.set(number, { resolve, reject });
    worker.postMessage({ number, name, question }, moved);
  });
}

/** Who is told how far the judging is. */
export function watch(told: typeof watcher): void {
  watcher = told;
}
