// What the tests of both pages share: the built site, a browser, and an eye for faults.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { browser, served } from '../../bindings-wasm/tests/served.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Where screenshots go; they are no part of the repository. */
export const shots = join(resolve(root, process.env.CARGO_TARGET_DIR ?? 'target'), 'web/screenshots');

/** The built site, a browser and a folder for files; `stop` ends them. */
export async function started() {
  mkdirSync(shots, { recursive: true });
  const scratch = mkdtempSync(join(tmpdir(), 'tieuchi-web-'));
  const [chrome, site] = [await browser(), await served([join(root, 'web/dist')], null)];
  const stop = async () => {
    await chrome.close();
    site.stop();
    rmSync(scratch, { recursive: true, force: true });
  };
  return { chrome, url: site.url, scratch, stop };
}

/** A new page of a context; what it complains of is added to the list. */
export async function newPage(context, complaints, viewport) {
  const page = await context.newPage();
  // A machine may be busy with other things.
  page.setDefaultTimeout(30_000);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  if (viewport !== undefined) await page.setViewportSize(viewport);
  return page;
}

/** What axe finds serious. */
export async function seriousFaults(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).slice(0, 3).join(' | ')}`);
}

/** Gives a page a file to open. */
export async function file(page, scratch, name, content) {
  const path = join(scratch, name);
  writeFileSync(path, content);
  await page.locator('#file').setInputFiles(path);
}

/** How far a page is wider than its window. */
export function tooWide(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}

/** Milliseconds of the processor that a page's main thread takes for something. */
export async function processor(page, what) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const now = async () => (await cdp.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value;
  const before = await now();
  await what();
  return (await now() - before) * 1000;
}
