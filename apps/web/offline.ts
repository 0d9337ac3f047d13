/**
 * The app without a network: every file of the build is kept when the page is first shown, and taken from
 * there. Pages are asked for again, so that the next build is seen as soon as there is one. What is not of
 * the build (a service's answers) is never touched.
 */
import { createHash } from 'node:crypto';
import { type Plugin } from 'vite';

export const offline: Plugin = {
  name: 'offline',
  generateBundle(_options, bundle) {
    const files = Object.keys(bundle)
      .filter((name) => !name.endsWith('.map'))
      .sort();
    const build = createHash('sha256').update(files.join()).digest('hex').slice(0, 12);
    this.emitFile({ type: 'asset', fileName: 'offline.js', source: script(build, files) });
  },
};

const script = (build: string, files: readonly string[]): string => `const BUILD = 'railyard-${build}';
const FILES = ${JSON.stringify(['./', ...files])};
const KEPT = new Set(FILES.map((name) => new URL(name, self.location).href));
self.addEventListener('install', (event) =>
  event.waitUntil(caches.open(BUILD).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting())));
self.addEventListener('activate', (event) =>
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter((name) => name.startsWith('railyard-') && name !== BUILD)
      .map((name) => caches.delete(name))))
    .then(() => self.clients.claim())));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const address = request.url.split(/[?#]/)[0];
  if (request.method !== 'GET' || !KEPT.has(address)) return;
  const kept = () => caches.match(address);
  event.respondWith(request.mode === 'navigate'
    ? fetch(request).catch(kept)
    : kept().then((found) => found ?? fetch(request)));
});
`;
