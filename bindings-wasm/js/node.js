// The entry for Node: the .wasm file is read once, while the module is loaded.
import { readFileSync } from 'node:fs';
import * as doors from './generated/tieuchi.js';
import { engine } from './engine.js';

const loaded = doors.initSync({ module: readFileSync(new URL('./generated/tieuchi_bg.wasm', import.meta.url)) });

/** For code that is shared with browsers: here the engine is loaded already. */
export async function init() {}

export { DiagnosticsError } from './forms.js';
export const { version, compile, neededBy, Plan, Outcome } = engine(doors, loaded);
