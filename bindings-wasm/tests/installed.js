// The packed file, installed into an empty folder as a user would: what is tested is what is published.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The root of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

const { version } = createRequire(import.meta.url)('../package.json');
const built = join(resolve(root, process.env.CARGO_TARGET_DIR ?? 'target'), 'npm');
const packed = join(built, `tieuchi-${version}.tgz`);

/** The questions of cases/ with their answers, as `cargo xtask test` has them written. */
export const corpus = join(built, 'corpus.ndjson');

/** Random sets with random dossiers and one digest of what comes of them. */
export const generatedDossiers = join(built, 'generated.ndjson');

/** An empty folder with the package in it; it goes when the process ends. */
export function installed() {
  const folder = mkdtempSync(join(tmpdir(), 'tieuchi-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  execFileSync('npm', ['install', '--silent', '--offline', '--no-audit', '--no-fund', packed], { cwd: folder });
  return folder;
}

/** The package of such a folder, imported: one dossier at a time, or `tables-node` for populations. */
export function imported(folder, entry = 'node') {
  return import(pathToFileURL(join(folder, `node_modules/tieuchi/js/${entry}.js`)).href);
}
