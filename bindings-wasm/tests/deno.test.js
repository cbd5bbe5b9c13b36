// The packed package in Deno: the README's lines, and every case, with no right but to read files.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { before, it } from 'node:test';
import { corpus, installed, root } from './installed.js';

const deno = join(dirname(createRequire(import.meta.url).resolve('deno/package.json')), 'bin.cjs');

let folder;
before(() => {
  folder = installed();
  // A package from a file is not one of a registry: what is there is taken.
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module", "dependencies": { "tieuchi": "*" } }\n');
});

function run(name, text) {
  writeFileSync(join(folder, name), text);
  const words = ['run', '--quiet', '--no-remote', '--no-lock', '--no-prompt', '--node-modules-dir=manual', `--allow-read=${folder}`];
  const env = { ...process.env, DENO_NO_UPDATE_CHECK: '1' };
  return execFileSync(process.execPath, [deno, ...words, name], { cwd: folder, env, encoding: 'utf8' });
}

it('does what the README says', () => {
  const readme = readFileSync(join(root, 'bindings-wasm/README.md'), 'utf8');
  const blocks = [...readme.matchAll(/^```js\n(.*?)^```/gms)].map((found) => found[1]);
  const said = blocks.map((block, at) => run(`readme-${at}.js`, block));
  assert.match(said[0], /^10\n/);
  assert.match(said[0], /\ntrue\n$/);
  assert.match(said[1], /missing-statement/);
  assert.match(said[2], /friend/);
});

it('has the answers that Rust gives', () => {
  copyFileSync(join(root, 'bindings-wasm/tests/corpus.js'), join(folder, 'corpus.js'));
  copyFileSync(corpus, join(folder, 'corpus.ndjson'));
  const script = `import * as tieuchi from 'tieuchi/authoring';
import { ask } from './corpus.js';
const { asked, faults } = ask(tieuchi, Deno.readTextFileSync('corpus.ndjson'));
console.log(JSON.stringify({ asked, faults: faults.slice(0, 5), version: Deno.version.deno }));
`;
  const { asked, faults, version } = JSON.parse(run('ask.js', script));
  console.log(`corpus: ${asked} questions in Deno ${version}`);
  assert.ok(asked > 100);
  assert.deepEqual(faults, []);
});
