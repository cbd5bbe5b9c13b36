// Every case of cases/, asked of the packed package in Node.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { ask } from './corpus.js';
import { corpus, imported, installed } from './installed.js';

it('every case has the answers that Rust gives', async () => {
  const { asked, faults } = ask(await imported(installed()), readFileSync(corpus, 'utf8'));
  console.log(`corpus: ${asked} questions in Node`);
  assert.ok(asked > 100);
  assert.deepEqual(faults.slice(0, 5), [], `${faults.length} answers differ`);
});
