/** What a visitor loads: the page before the engine, and the engine. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { say } from '../support/figures.js';

const ASSETS = join(__dirname, '../../dist/web/assets');
const kilobytes = (name: string): number => gzipSync(readFileSync(join(ASSETS, name))).length / 1000;

/** With everything that it imports before it runs. */
function withImports(name: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(name)) return found;
  found.add(name);
  const text = readFileSync(join(ASSETS, name), 'utf8');
  for (const [, next = ''] of text.matchAll(/(?:from|import)\s*["']\.\/([^"']+)["']/g))
    withImports(next, found);
  return found;
}

const sizeOf = (names: Iterable<string>): number =>
  [...names].reduce((sum, name) => sum + kilobytes(name), 0);

it('stays small: a page below 150 kB without the engine, the engine below 250 kB, both gzip', () => {
  const files = readdirSync(ASSETS);
  const named = (pattern: RegExp): string => files.find((name) => pattern.test(name)) ?? '';
  const page = new Set([
    named(/^index.*css$/),
    ...withImports(named(/^index.*js$/)),
    ...withImports(named(/^job-screen/)),
  ]);
  const engine = withImports(named(/^engine\.worker/));
  say('web, gzip kB', { page: Math.round(sizeOf(page)), engine: Math.round(sizeOf(engine)) });
  expect(page.size).toBeGreaterThan(3);
  expect(sizeOf(page)).toBeLessThan(150);
  expect(engine.size).toBeGreaterThan(1);
  expect(sizeOf(engine)).toBeLessThan(250);
});
