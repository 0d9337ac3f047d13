import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidDocumentError } from '@railyard/base';
import fc from 'fast-check';
import { TAR_END, tarHeader, tarMembers, tarPadding } from './index.js';

type File = readonly [name: string, content: Uint8Array];

async function* inPieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function read(archive: Uint8Array, length = 700, wanted = (_: string) => true): Promise<File[]> {
  const files: File[] = [];
  for await (const { name, pieces } of tarMembers(inPieces(archive, length))) {
    const content: number[] = [];
    if (wanted(name)) for await (const piece of pieces) content.push(...piece);
    files.push([name, Uint8Array.from(content)]);
  }
  return files;
}

const written = (files: readonly File[]): Uint8Array =>
  Buffer.concat([
    ...files.flatMap(([name, content]) => [
      tarHeader(name, content.length),
      content,
      tarPadding(content.length),
    ]),
    TAR_END,
  ]);
const content = (length: number): Uint8Array => Uint8Array.from({ length }, (_, at) => at % 251);
const long = `${'folder/'.repeat(20)}rank-1.json`;
const files: readonly File[] = [
  ['rank-0.json', content(1)],
  [long, content(1500)],
  ['empty.json', content(0)],
  ['rank-3.json', content(1024)],
];

/** Made by the tar of the machine. */
function packed(...options: readonly string[]): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'railyard-tar-'));
  for (const [name, bytes] of files) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  return execFileSync('tar', [
    ...options,
    '-cf',
    '-',
    '-C',
    folder,
    'rank-0.json',
    'folder',
    'empty.json',
    'rank-3.json',
  ]);
}

describe('tar archives', () => {
  it.each([['--format=gnu'], ['--format=pax'], ['--format=ustar']])('of tar %s are read', async (format) => {
    expect(await read(packed(format))).toEqual(files);
  });

  it('are read by tar as they are written', () => {
    const listed = execFileSync('tar', ['-tvf', '-'], { input: written(files), encoding: 'utf8' });
    const rows = listed
      .trim()
      .split('\n')
      .map((line) => line.split(/\s+/));
    expect(rows.map((row) => [row.at(-1), Number(row[2])])).toEqual(
      files.map(([name, { length }]) => [name, length]),
    );
  });

  it('come back as they were written, in pieces of any length, members read or not', async () => {
    const file = fc.tuple(
      fc.string({ minLength: 1, maxLength: 150, unit: fc.constantFrom('a', 'é', '/') }),
      fc.uint8Array({ maxLength: 1200 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(file, { maxLength: 4 }),
        fc.integer({ min: 1, max: 2000 }),
        async (some, length) => {
          expect(await read(written(some), length)).toEqual(some);
          const names = (await read(written(some), length, () => false)).map(([name]) => name);
          expect(names).toEqual(some.map(([name]) => name));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('that are cut off, and files that are none, are refused', async () => {
    const whole = written(files);
    await expect(read(whole.subarray(0, 520))).rejects.toThrow('got one that is cut off');
    await expect(read(whole.subarray(0, 300))).rejects.toThrow('got one that is cut off');
    await expect(read(new TextEncoder().encode('{}'.repeat(400)))).rejects.toThrow('must be a tar archive');
    await expect(read(whole.subarray(1))).rejects.toBeInstanceOf(InvalidDocumentError);
    expect(await read(new Uint8Array())).toEqual([]);
  });
});
