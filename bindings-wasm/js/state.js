// Whether the .wasm file is there; only the entries say so.
export const state = { loaded: false };
