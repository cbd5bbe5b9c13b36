// Whether the .wasm file of tieuchi/tables is there: only its entries say so.
export const tables = {};
