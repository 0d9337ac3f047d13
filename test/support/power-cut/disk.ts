/**
 * A disk as a power cut leaves it, after a log of what a process did to the files of one folder
 * (write-log.c). What was synced is there. What was not may be there, may be missing, or may be there in
 * part: sectors are written one by one and in any order, a name enters or leaves the folder for good only
 * when the folder itself is synced.
 */

export interface Operation {
  /** W writes bytes at the offset, T cuts or extends to the offset, S syncs, U removes the name. */
  readonly letter: string;
  /** `.` is the folder. */
  readonly file: string;
  readonly offset: number;
  readonly bytes: Buffer;
}

const SECTOR = 512;

export function operationsOf(log: Buffer): Operation[] {
  const operations: Operation[] = [];
  for (let at = 0; at < log.length;) {
    const end = log.indexOf(0x0a, at);
    const [letter = '', file = '', offset, length] = log.toString('latin1', at, end).split(' ');
    const from = end + 1;
    at = from + Number(length);
    operations.push({ letter, file, offset: Number(offset), bytes: log.subarray(from, at) });
  }
  return operations;
}

interface Content {
  synced: Buffer;
  pending: Operation[];
}

interface Renaming {
  readonly file: string;
  /** Null when the name was removed. */
  readonly content: Content | null;
}

/** Whether the next part of what was not synced is there. */
export type Luck = () => boolean;

export class Disk {
  private readonly names = new Map<string, Content>();
  private syncedNames = new Map<string, Content>();
  private pendingNames: Renaming[] = [];

  apply(operation: Operation): void {
    const { letter, file } = operation;
    if (letter === 'S') this.sync(file);
    else if (letter === 'U') {
      this.names.delete(file);
      this.pendingNames.push({ file, content: null });
    } else this.contentOf(file).pending.push(operation);
  }

  /** Name and bytes of every file that somebody finds who turns the machine on again now. */
  afterCut(luck: Luck): Map<string, Buffer> {
    const names = new Map(this.syncedNames);
    for (const { file, content } of this.pendingNames) {
      if (!luck()) continue;
      if (content === null) names.delete(file);
      else names.set(file, content);
    }
    return new Map(
      [...names].map(([file, content]) => [
        file,
        content.pending.reduce((bytes, operation) => partly(bytes, operation, luck), content.synced),
      ]),
    );
  }

  private contentOf(file: string): Content {
    const known = this.names.get(file);
    if (known !== undefined) return known;
    const content: Content = { synced: Buffer.alloc(0), pending: [] };
    this.names.set(file, content);
    this.pendingNames.push({ file, content });
    return content;
  }

  private sync(file: string): void {
    if (file === '.') {
      this.syncedNames = new Map(this.names);
      this.pendingNames = [];
      return;
    }
    const content = this.contentOf(file);
    content.synced = content.pending.reduce(
      (bytes, operation) => partly(bytes, operation, () => true),
      content.synced,
    );
    content.pending = [];
  }
}

function partly(before: Buffer, { letter, offset, bytes }: Operation, luck: Luck): Buffer {
  if (letter === 'T') return luck() ? resized(before, offset) : before;
  let after = before;
  for (let from = 0; from < bytes.length;) {
    // Up to the next boundary of a sector on the disk.
    const to = Math.min(bytes.length, from + SECTOR - ((offset + from) % SECTOR));
    if (luck()) {
      // One copy for each operation: `before` belongs to others too.
      if (after === before) after = Buffer.from(before);
      if (after.length < offset + to) after = resized(after, offset + to);
      bytes.copy(after, offset + from, from, to);
    }
    from = to;
  }
  return after;
}

function resized(bytes: Buffer, length: number): Buffer {
  const other = Buffer.alloc(length);
  bytes.copy(other, 0, 0, Math.min(length, bytes.length));
  return other;
}
