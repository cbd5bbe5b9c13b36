// The entry of tieuchi/tables for Node: the .wasm file is read once, while the module is loaded.
import { readFileSync } from 'node:fs';
import { initSync } from './generated/tables.js';
import { tables as state } from './state.js';

initSync({ module: readFileSync(new URL('./generated/tables_bg.wasm', import.meta.url)) });
state.loaded = true;

/** For code that is shared with browsers: here the engine is loaded already. */
export async function init() {}

export * from './tables.js';
