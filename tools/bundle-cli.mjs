/**
 * Part of `npm run build`: the built command and the pure libraries as one script in dist/cli. Node then
 * reads one file where it resolved hundreds, which is half of what a short command costs, and takes over what
 * it compiled of it at the build (bin/bundle.mjs), which modules of ECMAScript do not allow. What knows a
 * framework or a native module stays where the build put it, and so do worker threads: they are loaded from
 * there when a command needs them. Only space is taken out: names stay. `--debug` runs the files that the
 * bundle is made from, whose source maps lead to the TypeScript.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { build } from 'esbuild';

const DIST = join(import.meta.dirname, '../dist');
const OUT = join(DIST, 'cli');
/** Folders of dist that no command needs before it works on a database, serves, or measures. */
const OUTSIDE = [
  ...['apps/api', 'apps/cli/src/mcp', 'libs/database', 'libs/jobs', 'libs/service', 'bench'].map(
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
    // Packages that a command loads when it needs them: Node names the exports of CommonJS, a bundle does
    // not. The protocol's compiles what it checks, which the bundle is kept free of.
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
      const address = `new URL(${JSON.stringify(fromOut(path))}, OWN_ADDRESS).href`;
      return text.includes('import.meta.url')
        ? { contents: text.replaceAll('import.meta.url', address), resolveDir: dirname(path) }
        : undefined;
    });
  },
};

rmSync(OUT, { recursive: true, force: true });
const { outputFiles } = await build({
  entryPoints: [join(DIST, 'apps/cli/src/run-cli.js')],
  bundle: true,
  write: false,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  minifyWhitespace: true,
  plugins: [leftOutside, ownAddress],
  logLevel: 'warning',
  banner: { js: "const OWN_ADDRESS = require('node:url').pathToFileURL(__filename).href;" },
});
mkdirSync(OUT);
// Node gives compiled code that it is handed no way to import: bin/bundle.mjs does that for it.
const importing = /(?<![\w$.'"])import\(/g;
writeFileSync(join(OUT, 'main.cjs'), outputFiles[0].text.replaceAll(importing, 'IMPORT('));
execFileSync(process.execPath, [join(import.meta.dirname, 'compile-cli.mjs')], {
  cwd: dirname(DIST),
  stdio: ['ignore', 'ignore', 'inherit'],
});
