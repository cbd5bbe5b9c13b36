// Loading a .wasm file in a page: once, and a failure may be tried again.

/** How to load by the glue's `load`; `loaded.memory` is there when it is done. */
export function loader(load, loaded) {
  let loading;
  return (wasm) => {
    loading ??= load({ module_or_path: wasm }).then(
      ({ memory }) => {
        loaded.memory = memory;
      },
      (error) => {
        loading = undefined;
        throw error;
      },
    );
    return loading;
  };
}
