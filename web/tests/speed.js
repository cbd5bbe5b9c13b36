// How quick the pages are, printed as a table for docs/performance.md: `node web/tests/speed.js`, after `cargo xtask web`.
//
// Time of the processor is that of the page's main thread, which other programs do not lengthen much;
// of times of the clock the least of several runs is told beside the median.
import { newPage, processor, started } from './site.js';

const site = await started();
const chrome = site.chrome;

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const row = (what, clock, aim, processor) =>
  console.log(`| ${what} | ${clock.map((time) => time.toFixed(1)).join(' – ') || '–'} | ${aim} | ${processor.toFixed(1)} |`);

async function opened(path, ready) {
  const context = await chrome.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await newPage(context, []);
  await page.goto(`${site.url}/${path}`, { waitUntil: 'commit' });
  await page.waitForSelector(ready);
  return page;
}

console.log('| what | clock, ms (least – median) | aim | main thread, ms |\n|---|---:|---:|---:|');

for (const [what, aim, path, ready] of [
  ['self-assessment: from the address to the form, nothing kept from before', '1000', 'index.html', '.form .card'],
  ['writing: from the address to the checked sample', '', 'authoring.html', '.summary.good'],
]) {
  const times = [];
  const used = [];
  for (let at = 0; at < 9; at++) {
    const context = await chrome.newContext();
    const page = await newPage(context, []);
    used.push(await processor(page, async () => {
      await page.goto(`${site.url}/${path}`, { waitUntil: 'commit' });
      await page.waitForSelector(ready);
      times.push(await page.evaluate(() => performance.now()));
    }));
    await context.close();
  }
  row(what, [Math.min(...times), median(times)], aim, median(used));
}

{
  const page = await opened('index.html', '.form .card');
  for (let at = 1; at <= 10; at++) await page.locator(`[id="f/${at}"]`).fill('8');
  let times = [];
  const keys = 200;
  const used = await processor(page, async () => {
    times = await page.evaluate(async (keys) => {
      const input = document.getElementById('f/10');
      const shown = document.querySelector('.score b');
      const put = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
      const out = [];
      for (let at = 0; at < keys; at++) {
        const before = shown.textContent;
        put.call(input, String(at % 10));
        const start = performance.now();
        input.dispatchEvent(new Event('input', { bubbles: true }));
        while (shown.textContent === before) await Promise.resolve();
        out.push(performance.now() - start);
      }
      return out;
    }, keys);
  });
  row('self-assessment by CDHT: from a key to the score', [Math.min(...times), median(times)], '5', used / keys);
  await page.context().close();
}

for (const [what, set] of [['the short sample', 'template'], ['the longest set of the site, 53 KB', 'DVHT_TINH/TT24_2023']]) {
  const page = await opened('authoring.html', '.summary:not(.wait)');
  await page.selectOption('#begin', set);
  await page.waitForTimeout(3_000);
  await page.locator('#editor .cm-content').click();
  await page.keyboard.press('Control+End');
  const keys = 60;
  const used = await processor(page, async () => {
    await page.keyboard.type('x'.repeat(keys), { delay: 50 });
    await page.waitForTimeout(1_000);
  });
  row(`writing ${what}: a key, with colours and checks`, [], '', used / keys);
  await page.context().close();
}

await site.stop();
