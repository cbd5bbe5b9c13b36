// The service worker. The build puts VERSION and FILES before these lines.
/* global VERSION, FILES */

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(VERSION).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  const old = async () => {
    for (const name of await caches.keys()) if (name !== VERSION) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(old());
});

// Every file has its digest in its name but the page itself, which is asked of the net first.
self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== self.location.origin) return;
  const kept = () => caches.match(request, { ignoreSearch: true });
  const answer = request.mode === 'navigate'
    ? fetch(request).catch(async () => (await kept()) ?? caches.match('./'))
    : kept().then((found) => found ?? fetch(request));
  event.respondWith(answer);
});
