/**
 * `npm run build:web`: the app as static files in dist/web. The engine is taken as `npm run build` left it,
 * with its schemas compiled, so that a page without `eval` can load it and its numbers are the command's.
 */
import { join } from 'node:path';
import { defineConfig } from 'vite';

const DIST = join(import.meta.dirname, '../../dist');

export default defineConfig({
  root: import.meta.dirname,
  // Relative addresses: any folder of any host serves the files.
  base: './',
  resolve: {
    alias: [{ find: /^@railyard\/([a-z]+)$/, replacement: join(DIST, 'libs/$1/src/index.js') }],
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es' },
  build: {
    outDir: join(DIST, 'web'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});
