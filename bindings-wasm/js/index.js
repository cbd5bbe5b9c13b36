// The entry for browsers, their workers, and bundlers. Bundlers see the address of the
// .wasm file in `new URL(…, import.meta.url)` and take the file along.
import load, * as doors from './generated/tieuchi.js';
import { engine } from './engine.js';
import { loader } from './loading.js';

const loaded = {};
const loading = loader(load, loaded);

/** Loads the engine, once; a failure may be tried again. */
export function init(wasm = new URL('./generated/tieuchi_bg.wasm', import.meta.url)) {
  return loading(wasm);
}

export { DiagnosticsError } from './forms.js';
export const { version, compile, neededBy, Plan, Outcome } = engine(doors, loaded);
