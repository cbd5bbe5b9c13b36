// Whether the .wasm files are there; only the entries say so.
export const state = { loaded: false };
export const tables = { loaded: false };
