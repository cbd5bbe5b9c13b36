// A folder as a web server gives it, under a strict Content-Security-Policy, and a browser to open it.
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { chromium } from 'playwright-core';

const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.ndjson': 'application/x-ndjson',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

// Neither eval nor lines of script in the page; compiling WebAssembly is the one thing asked for.
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; img-src data:";

/** Serves folders under a policy, or none if it is null; the first that has a file gives it. Returns address and how to stop. */
export async function served(folders, policy = POLICY) {
  const server = createServer((request, response) => {
    const asked = normalize(decodeURIComponent(new URL(request.url, 'http://a').pathname));
    const path = asked.endsWith('/') ? `${asked}index.html` : asked;
    const file = folders.map((folder) => join(folder, path)).find(existsSync);
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    const headers = { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' };
    if (policy !== null) headers['content-security-policy'] = policy;
    response.writeHead(200, headers);
    createReadStream(file).pipe(response);
  });
  // A test that fails leaves nothing that waits.
  server.unref();
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return { url: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}

/** Debian's Chromium. */
export function browser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

/** Opens a page and gives what it puts into `window.answer`; what it complains of is an error. */
export async function answerOf(chrome, url) {
  const page = await chrome.newPage();
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  try {
    await page.goto(url);
    await page.waitForFunction(() => window.answer !== undefined, undefined, { timeout: 60_000 }).catch((error) => {
      throw new Error([error.message, ...complaints].join('\n'));
    });
    if (complaints.length > 0) throw new Error(complaints.join('\n'));
    return await page.evaluate(() => window.answer);
  } finally {
    await page.close();
  }
}
