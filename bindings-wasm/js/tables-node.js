// The entry of tieuchi/tables for Node: the .wasm file is read once, while the module is loaded.
import { readFileSync } from 'node:fs';
import { initSync } from './generated/tables.js';
import { tables as loaded } from './state.js';

loaded.memory = initSync({ module: readFileSync(new URL('./generated/tables_bg.wasm', import.meta.url)) }).memory;

/** For code that is shared with browsers: here the engine is loaded already. */
export async function init() {}

export * from './tables.js';
