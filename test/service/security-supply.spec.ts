/**
 * RELIABILITY S11: what others' code is shipped, under which licences, and whether anything is known against
 * it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { entryOf } from '@railyard/base';
import { say } from '../support/figures.js';

const ROOT = join(import.meta.dirname, '../..');
const json = (...path: readonly string[]): unknown => JSON.parse(readFileSync(join(ROOT, ...path), 'utf8'));

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly allowScripts?: Readonly<Record<string, boolean>>;
}

interface Locked {
  readonly version: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
}

const manifest = json('package.json') as Manifest;
const { packages } = json('package-lock.json') as {
  readonly packages: Readonly<Record<string, Locked & Manifest>>;
};
const shipped = Object.entries(packages).filter(([path, { dev = false }]) => path !== '' && !dev);

/** Ask nothing of those who use the whole but to name the authors. */
const ALLOWED = [
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'Python-2.0',
  'Unlicense',
  'CC0-1.0',
  'WTFPL',
];

/** Of `(MIT OR X)` one is enough, of `(MIT AND X)` both are needed. */
function isAllowed(expression: string): boolean {
  const bare = expression.replace(/^\((.*)\)$/, '$1');
  if (bare.includes(' OR ')) return bare.split(' OR ').some(isAllowed);
  return bare.split(' AND ').every((license) => ALLOWED.includes(license));
}

it('S11: the lockfile is committed, names every package by its hash, and belongs to the manifest', () => {
  expect(
    spawnSync('git', ['ls-files', '--error-unmatch', 'package-lock.json'], { cwd: ROOT, stdio: 'ignore' })
      .status,
  ).toBe(0);
  const root = entryOf(packages, '');
  expect(root.dependencies).toEqual(manifest.dependencies);
  expect(root.devDependencies).toEqual(manifest.devDependencies);
  const loose = Object.entries(packages).filter(
    ([path, { integrity }]) => path !== '' && integrity?.startsWith('sha512-') !== true,
  );
  expect(loose.map(([path]) => path)).toEqual([]);
});

it('S11: no shipped package runs a script at its installation', () => {
  const scripted = shipped
    .filter(([, { hasInstallScript = false }]) => hasInstallScript)
    .map(([path]) => path.replace(/^.*node_modules\//, ''));
  expect(scripted.filter((name) => manifest.allowScripts?.[name] !== false)).toEqual([]);
});

it('S11: every shipped package has a licence that may be shipped', () => {
  const counts: Record<string, number> = {};
  const refused: string[] = [];
  for (const [path, { license: locked, optional = false }] of shipped) {
    const file = join(path, 'package.json');
    // Of another platform: not installed here, the lockfile knows it.
    if (!existsSync(join(ROOT, file)) && !optional) refused.push(`${path} is not installed`);
    const license = existsSync(join(ROOT, file)) ? (json(file) as { license?: string }).license : locked;
    counts[String(license)] = (counts[String(license)] ?? 0) + 1;
    if (license === undefined || !isAllowed(license)) refused.push(`${path}: ${String(license)}`);
  }
  say('S11, licences', { packages: shipped.length, ...counts });
  expect(shipped.length).toBeGreaterThan(100);
  expect(refused).toEqual([]);
});

it('S11: so has what the build bundles', () => {
  const licences = readFileSync(join(ROOT, 'dist/libs/reports/src/print/library.licences.txt'), 'utf8');
  const bundled = [...licences.matchAll(/^== (\S+) \S+: (.*)$/gm)];
  expect(bundled.map(([, name]) => name)).toEqual(expect.arrayContaining(['fontkit', 'pdfkit']));
  expect(bundled.filter(([, , licence = '']) => !isAllowed(licence.replace(/ License$/, '')))).toEqual([]);
});

it('S11: nothing high or critical is known against what is shipped', () => {
  const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
    cwd: ROOT,
    encoding: 'utf8',
    timeout: 60_000,
  });
  const answer = (stdout.trim() === '' ? {} : JSON.parse(stdout)) as {
    metadata?: { vulnerabilities: Readonly<Record<string, number>> };
    message?: string;
  };
  if (answer.metadata === undefined) {
    process.stderr.write(
      `!!! NOT ASKED: the registry gives no advisories here (${answer.message ?? 'no answer'}); ` +
        `run "npm audit --omit=dev" where it does. !!!\n`,
    );
    return;
  }
  say('S11, advisories', answer.metadata.vulnerabilities);
  expect(answer.metadata.vulnerabilities).toMatchObject({ high: 0, critical: 0 });
});
