/**
 * Part of `npm run build`: the built command and the pure libraries as a few files in dist/cli. Node then
 * reads a dozen of them where it resolved hundreds, which is half of what a short command costs. What knows a
 * framework or a native module stays where the build put it, and so do worker threads: they are loaded from
 * there when a command needs them. Only space is taken out: names stay, and source maps lead to the
 * TypeScript (`--debug` applies them).
 */
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { build } from 'esbuild';

const DIST = join(import.meta.dirname, '../dist');
const OUT = join(DIST, 'cli');
/** Folders of dist that no command needs before it works on a database, serves, or measures. */
const OUTSIDE = [
  ...['apps/api', 'libs/database', 'libs/jobs', 'libs/service', 'bench'].map(
    (folder) => `${join(DIST, folder)}/`,
  ),
  // A bundle of its own (bundle-pdf.mjs).
  join(DIST, 'libs/reports/src/print/library.js'),
];

const fromOut = (file) => `./${relative(OUT, file)}`;

const leftOutside = {
  name: 'left-outside',
  setup({ onResolve }) {
    onResolve({ filter: /^\.{1,2}\// }, ({ path, resolveDir }) => {
      const file = resolve(resolveDir, path);
      return OUTSIDE.some((folder) => file.startsWith(folder))
        ? { path: fromOut(file), external: true }
        : undefined;
    });
    // It compiles what it checks, which the bundle is kept free of.
    onResolve({ filter: /^@modelcontextprotocol\// }, ({ path }) => ({ path, external: true }));
    // Packages that a command loads when it needs them: Node names the exports of CommonJS, a bundle does
    // not.
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    );
  },
};

/** A module that looks for files alongside it finds them where the build put it. */
const ownAddress = {
  name: 'own-address',
  setup({ onLoad }) {
    onLoad({ filter: /\/dist\/(apps|libs)\/.*\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const address = `new URL(${JSON.stringify(fromOut(path))}, import.meta.url).href`;
      return text.includes('import.meta.url')
        ? { contents: text.replaceAll('import.meta.url', address), resolveDir: dirname(path) }
        : undefined;
    });
  },
};

rmSync(OUT, { recursive: true, force: true });
await build({
  entryPoints: [join(DIST, 'apps/cli/src/main.js')],
  outdir: OUT,
  // All in one folder: addresses are relative to it.
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minifyWhitespace: true,
  sourcemap: true,
  plugins: [leftOutside, ownAddress],
  logLevel: 'warning',
  banner: {
    // CommonJS packages inside still ask for modules of Node.
    js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
  },
});
