/**
 * Before a test run: each pure library as one script in dist/tests, made from its source. A spec of another
 * library then loads one file where it loaded two hundred, which took longer than its tests; a spec next to
 * the source still loads the source. Frameworks' libraries stay as they are: esbuild writes no types of
 * decorated parameters.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { BUNDLED, BUNDLES } from './bundled-for-tests.mjs';

const ROOT = join(import.meta.dirname, '..');

/** Other runs of this checkout may read the file meanwhile. */
function written(path, contents) {
  try {
    if (readFileSync(path, 'utf8') === contents) return;
  } catch {
    // Not there yet.
  }
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, contents);
  renameSync(draft, path);
}

export default async function bundleForTests() {
  mkdirSync(join(ROOT, BUNDLES), { recursive: true });
  const { outputFiles } = await build({
    entryPoints: BUNDLED.map((name) => ({ in: join(ROOT, `libs/${name}/src/index.ts`), out: name })),
    outdir: join(ROOT, BUNDLES),
    outExtension: { '.js': '.cjs' },
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'es2022',
    packages: 'external',
    external: ['@railyard/*'],
    keepNames: true,
    sourcemap: 'external',
    tsconfigRaw: {},
    // Jest has no import() in CommonJS.
    supported: { 'dynamic-import': false },
    logLevel: 'error',
  });
  for (const { path, text } of outputFiles) written(path, text);
}
