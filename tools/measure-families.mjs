/**
 * Writes libs/experiments/src/families/measured-families.ts and measured-services.ts: the errors of the
 * shipped training runs and services by validation family. Needs a build:
 * `npm run build && node tools/measure-families.mjs [runs|services]`.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const FAMILIES = join(ROOT, 'libs/experiments/src/families');
const FILE = join(FAMILIES, 'measured-families.ts');
const SERVICES = join(FAMILIES, 'measured-services.ts');
const ANCHORED = join(FAMILIES, 'anchored-errors.ts');

/** Rows of `railyard accuracy runs` or `serving`. */
function accuracyOf(what) {
  const answer = execFileSync(
    process.execPath,
    [join(ROOT, 'bin/railyard.mjs'), 'accuracy', what, '--json'],
    { maxBuffer: 1 << 28 },
  );
  return JSON.parse(answer.toString()).rows;
}

const tenth = (value) => Math.round(10 * value) / 10;
const [only] = process.argv.slice(2);

if (only !== 'services') {
  const rows = accuracyOf('runs');
  const ENGINE = join(ROOT, 'dist/libs/experiments/src');
  const { anchoredAccuracy } = await import(join(ENGINE, 'index.js'));
  const { errorQuantiles } = await import(join(ENGINE, 'families/error-quantiles.js'));
  const pairs = anchoredAccuracy(rows)
    .rows.map(({ errorPct }) => tenth(errorPct))
    .sort((a, b) => a - b);
  const families = new Map();
  for (const { family, source, errorPct, status } of rows) {
    if (family === undefined || status !== 'judged') continue;
    const key = JSON.stringify([family.device, family.level, family.kind, family.scale, source]);
    families.set(key, [...(families.get(key) ?? []), tenth(errorPct)]);
  }
  const sources = [...new Set(rows.map(({ source }) => source))].sort();
  const lines = [...families]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, errors]) => {
      const [source, ...names] = JSON.parse(key).toReversed();
      const quoted = names.toReversed().map((name) => `'${name}'`);
      return `  [${quoted.join(', ')}, ${sources.indexOf(source)}, [${errors.sort((a, b) => a - b).join(', ')}]],`;
    });
  const text = readFileSync(FILE, 'utf8');
  const head = text.slice(0, text.indexOf('/** Who published'));
  writeFileSync(
    FILE,
    `${head}/** Who published runs; families name them by their place. */
  export const MEASURED_SOURCES: readonly string[] = ${JSON.stringify(sources)};

  export const MEASURED_FAMILIES: readonly MeasuredFamily[] = [\n${lines.join('\n')}\n];\n`,
  );
  writeFileSync(
    ANCHORED,
    `/** Written by tools/measure-families.mjs: do not edit by hand. */

  /** Errors of projections from the smallest job of a source and model (\`railyard accuracy anchored\`). */
  export const ANCHORED_ERRORS = ${JSON.stringify({ rows: pairs.length, ...errorQuantiles(pairs) })} as const;\n`,
  );
}

if (only !== 'runs') {
  const services = new Map();
  for (const { family, source, errorPct } of accuracyOf('serving')) {
    if (family === undefined || errorPct === null) continue;
    const key = JSON.stringify([family.device, family.kind, family.phase, source.split(' ')[0]]);
    services.set(key, [...(services.get(key) ?? []), tenth(errorPct)]);
  }
  const groups = [...services]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, errors]) => `${key.slice(0, -1)}, [${errors.sort((a, b) => a - b).join(', ')}]],`);
  const [before, after] = ['const GROUPS:', 'export const MEASURED_SERVICES'];
  const written = readFileSync(SERVICES, 'utf8');
  writeFileSync(
    SERVICES,
    `${written.slice(0, written.indexOf(before))}${before} readonly MeasuredServices[] = [\n` +
      `${groups.join('\n')}\n];\n\n${written.slice(written.indexOf(after))}`,
  );
}
execFileSync('npx', ['prettier', '--write', '--log-level', 'warn', FILE, SERVICES, ANCHORED], { cwd: ROOT });
