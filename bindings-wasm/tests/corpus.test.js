// Every case of cases/, asked of the packed package in Node.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { ask, generated } from './corpus.js';
import { corpus, generatedDossiers, imported, installed } from './installed.js';

for (const entry of ['node', 'authoring-node']) {
  it(`every case has the answers that Rust gives: ${entry}`, async () => {
    const { asked, faults } = ask(await imported(installed(), entry), readFileSync(corpus, 'utf8'));
    console.log(`corpus: ${asked} questions in Node, ${entry}`);
    assert.ok(asked > 100);
    assert.deepEqual(faults.slice(0, 5), [], `${faults.length} answers differ`);
  });
}

it('generated dossiers come to the digest that Rust gives', async () => {
  const { digest, expected, count, lines } = await generated(await imported(installed()), readFileSync(generatedDossiers, 'utf8'));
  console.log(`generated: ${lines} dossiers in Node, ${digest}`);
  assert.ok(lines >= 10_000 && lines === count);
  assert.equal(digest, expected);
});
