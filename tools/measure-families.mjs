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
const families = new Map();
for (const { family, errorPct, status } of rows) {
  if (family === undefined || status !== 'judged') continue;
  const key = JSON.stringify([family.device, family.level, family.kind, family.scale]);
  families.set(key, [...(families.get(key) ?? []), Math.round(10 * errorPct) / 10]);
}
const lines = [...families]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([key, errors]) => {
    const names = JSON.parse(key).map((name) => `'${name}'`);
    return `  [${names.join(', ')}, [${errors.sort((a, b) => a - b).join(', ')}]],`;
  });
const text = readFileSync(FILE, 'utf8');
const head = text.slice(0, text.indexOf('export const MEASURED_FAMILIES'));
writeFileSync(
  FILE,
  `${head}export const MEASURED_FAMILIES: readonly MeasuredFamily[] = [\n${lines.join('\n')}\n];\n`,
);
execFileSync('npx', ['prettier', '--write', '--log-level', 'warn', FILE], { cwd: ROOT });
