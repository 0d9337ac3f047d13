/**
 * `npm run build:web`: the app as static files in dist/web. The engine is taken as `npm run build` left it,
 * with its schemas compiled, so that a page without `eval` can load it and its numbers are the command's.
 */
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { defineConfig, type Plugin } from 'vite';
import { offline } from './offline.js';

const DIST = join(import.meta.dirname, '../../dist');

/** The libraries are pure: what nobody takes of a module is not needed. */
const BUNDLE = {
  checks: { pluginTimings: false },
  treeshake: { moduleSideEffects: (id: string) => !id.startsWith(join(DIST, 'libs')) },
};

/** A table in CSV as its rows: the page needs no parser. */
const tables: Plugin = {
  name: 'tables',
  transform(text, id) {
    if (!id.endsWith('.csv')) return undefined;
    const rows: unknown = parse(text, {
      columns: true,
      comment: '#',
      comment_no_infix: true,
      record_delimiter: ['\r\n', '\n'],
    });
    return { code: `export default ${JSON.stringify(rows)};`, map: null, moduleType: 'js' };
  },
};

export default defineConfig({
  root: import.meta.dirname,
  // Relative addresses: any folder of any host serves the files.
  base: './',
  resolve: {
    alias: [{ find: /^@railyard\/([a-z]+)$/, replacement: join(DIST, 'libs/$1/src/index.js') }],
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [tables, offline],
  worker: { format: 'es', rolldownOptions: BUNDLE, plugins: () => [tables] },
  build: {
    outDir: join(DIST, 'web'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    rolldownOptions: BUNDLE,
  },
});
