// The site as static files that any server gives, and that work without a net once they were there.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const PAGES = ['./index.html', './authoring.html', './review.html'].map((page) => fileURLToPath(new URL(page, import.meta.url)));

/** Writes the service worker: `src/offline.js` with the list of all files and a digest of them. */
function offline(): Plugin {
  return {
    name: 'offline',
    apply: 'build',
    generateBundle(_, bundle) {
      const digest = createHash('sha256');
      const files = ['./', './authoring.html', './icon.svg', './site.webmanifest'];
      for (const [name, file] of Object.entries(bundle).sort(([a], [b]) => (a < b ? -1 : 1))) {
        digest.update(name).update(file.type === 'chunk' ? file.code : file.source);
        files.push(`./${name}`);
      }
      const worker = readFileSync(new URL('./src/offline.js', import.meta.url), 'utf8');
      const head = `const VERSION = '${digest.digest('hex').slice(0, 16)}';\nconst FILES = ${JSON.stringify(files)};\n`;
      this.emitFile({ type: 'asset', fileName: 'offline.js', source: head + worker });
    },
  };
}

/** Lets the page for self-assessment ask for the engine with its own text, before its script has come. */
function early(): Plugin {
  return {
    name: 'early',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_, { path, bundle }) {
        if (!path.endsWith('/index.html')) return [];
        const files = Object.keys(bundle ?? {}).filter((name) => /\btieuchi_bg\b.*\.wasm$/.test(name));
        return files.map((name) => ({
          tag: 'link',
          attrs: { rel: 'preload', as: 'fetch', type: 'application/wasm', href: `./${name}`, crossorigin: true },
          injectTo: 'head' as const,
        }));
      },
    },
  };
}

export default defineConfig({
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  optimizeDeps: { exclude: ['tieuchi'] },
  build: { target: 'es2022', assetsInlineLimit: 0, rolldownOptions: { input: PAGES } },
  worker: { format: 'es' },
  plugins: [offline(), early()],
});
