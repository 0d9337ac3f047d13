/** A folder that may not be written to is the user's to change, never "a bug of Railyard". */
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../support/harness.js';
import { smallDisk } from '../support/small-disk.js';
import { railyard } from './railyard.js';

/**
 * Bits of permission do not bind root: a disk that is mounted without writing does. Node calls it ENOENT
 * where a folder is to be made there together with those above it.
 */
function readOnlyFolder(): { readonly path: string; remove(): void } | null {
  if (process.getuid?.() !== 0) {
    const folder = temporaryFolder();
    chmodSync(folder.path, 0o555);
    return folder;
  }
  const disk = smallDisk(1);
  disk?.remount('ro');
  return disk;
}

const closed = readOnlyFolder();
const folder = temporaryFolder();

afterAll(() => {
  closed?.remove();
  folder.remove();
});

(closed === null ? describe.skip : describe)('in a read-only folder', () => {
  const path = closed?.path ?? '';

  it.each([
    ['reproduce', '--report'],
    ['serve', '--port', '0'],
    ['report', 'reproduce', 'table1', '--out', join(path, 'table1.html')],
  ])('railyard %s %s says which folder cannot be written', async (...words) => {
    const { code, stdout, stderr } = await railyard(words, undefined, path);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /cannot be (made|written) \((EROFS|EACCES|ENOENT)\)\. .*folder.* may be written to/,
    );
    expect(stderr).not.toMatch(/bug|unexpected|\bat \S+ \(/);
  });

  it('a report that has no place is refused before anything is computed', async () => {
    mkdirSync(join(folder.path, 'here'));
    const { code, stderr } = await railyard(
      ['reproduce', '--report', join(path, 'out')],
      undefined,
      join(folder.path, 'here'),
    );
    expect([code, stderr]).toEqual([2, expect.stringMatching(/out cannot be written/)]);
    expect(existsSync(join(folder.path, 'here/.railyard'))).toBe(false);
  });
});
