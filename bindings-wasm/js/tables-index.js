// The entry of tieuchi/tables for browsers, their workers, and bundlers. Bundlers see the address of the .wasm file
// in `new URL(…, import.meta.url)` and take the file along.
import load from './generated/tables.js';
import { tables as state } from './state.js';

let loading;

/** Loads the engine, once; a failure may be tried again. */
export function init(wasm = new URL('./generated/tables_bg.wasm', import.meta.url)) {
  loading ??= load({ module_or_path: wasm }).then(
    () => {
      state.loaded = true;
    },
    (error) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

export * from './tables.js';
