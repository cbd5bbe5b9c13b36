// The entry of tieuchi/tables for browsers, their workers, and bundlers. Bundlers see the address of the
// .wasm file in `new URL(…, import.meta.url)` and take the file along.
import load from './generated/tables.js';
import { loader } from './loading.js';
import { tables as loaded } from './state.js';

const loading = loader(load, loaded);

/** Loads the engine, once; a failure may be tried again. */
export function init(wasm = new URL('./generated/tables_bg.wasm', import.meta.url)) {
  return loading(wasm);
}

export * from './tables.js';
