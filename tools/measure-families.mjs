/**
 * Writes libs/experiments/src/families/measured-families.ts: the errors of the shipped training runs by
 * validation family. Needs a build: `npm run build && node tools/measure-families.mjs`.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const FILE = join(ROOT, 'libs/experiments/src/families/measured-families.ts');

const answer = execFileSync(
  process.execPath,
  [join(ROOT, 'bin/railyard.mjs'), 'accuracy', 'runs', '--json'],
  {
    maxBuffer: 1 << 28,
  },
);
const { rows } = JSON.parse(answer.toString());
const { anchoredAccuracy } = await import(join(ROOT, 'dist/libs/experiments/src/index.js'));
const tenth = (value) => Math.round(10 * value) / 10;
const pairs = anchoredAccuracy(rows)
  .rows.map(({ errorPct }) => tenth(errorPct))
  .sort((a, b) => a - b);
const families = new Map();
for (const { family, source, errorPct, status } of rows) {
  if (family === undefined || status !== 'judged') continue;
  const key = JSON.stringify([family.device, family.level, family.kind, family.scale, source]);
  families.set(key, [...(families.get(key) ?? []), tenth(errorPct)]);
}
const lines = [...families]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([key, errors]) => {
    const names = JSON.parse(key).map((name) => `'${name}'`);
    return `  [${names.join(', ')}, [${errors.sort((a, b) => a - b).join(', ')}]],`;
  });
const text = readFileSync(FILE, 'utf8');
const head = text.slice(0, text.indexOf('/** Errors of projections'));
const data = `/** Errors of projections from the smallest job of a source and model (\`railyard accuracy anchored\`). */
export const ANCHORED_ERRORS_PCT: readonly number[] = [${pairs.join(', ')}];

export const MEASURED_FAMILIES: readonly MeasuredFamily[] = [\n${lines.join('\n')}\n];\n`;
writeFileSync(FILE, head + data);
execFileSync('npx', ['prettier', '--write', '--log-level', 'warn', FILE], { cwd: ROOT });
