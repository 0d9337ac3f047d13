/** Pages of a trace in a temporary file, which is made when the first page is written. */
import { type PageStore } from '@railyard/profile';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export class PageFile implements PageStore {
  private file: number | undefined;
  private folder = '';
  private end = 0;

  write(bytes: Uint8Array): number {
    this.file ??= this.made();
    const at = this.end;
    for (let done = 0; done < bytes.length;)
      done += writeSync(this.file, bytes, done, bytes.length - done, at + done);
    this.end += bytes.length;
    return at;
  }

  read(at: number, into: Uint8Array): void {
    if (this.file !== undefined) readSync(this.file, into, 0, into.length, at);
  }

  close(): void {
    if (this.file === undefined) return;
    closeSync(this.file);
    rmSync(this.folder, { recursive: true, force: true });
    this.file = undefined;
  }

  private made(): number {
    this.folder = mkdtempSync(join(tmpdir(), 'railyard-'));
    const path = join(this.folder, 'pages');
    const file = openSync(path, 'w+');
    // An open file needs no name, and goes with the process even if that is killed; not so on Windows.
    if (process.platform !== 'win32') rmSync(this.folder, { recursive: true });
    return file;
  }
}
