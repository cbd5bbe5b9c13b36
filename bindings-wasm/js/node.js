// The entry for Node: the .wasm file is read once, while the module is loaded.
import { readFileSync } from 'node:fs';
import { initSync } from './generated/tieuchi.js';
import { state } from './state.js';

initSync({ module: readFileSync(new URL('./generated/tieuchi_bg.wasm', import.meta.url)) });
state.loaded = true;

/** For code that is shared with browsers: here the engine is loaded already. */
export async function init() {}

export * from './tieuchi.js';
