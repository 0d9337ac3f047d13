/** Splits text that arrives in chunks into numbered lines, holding one line at most in memory. */

/** Longest line that a fault log may have, in characters. */
export const LONGEST_LINE = 16_384;

/** A mistake in a recorded file, at a line counted from 1: what is wrong, and how to correct it. */
export class RecordedLogError extends Error {
  constructor(
    readonly line: number,
    readonly problem: string,
    readonly hint: string,
  ) {
    super(`Line ${line}: ${problem} ${hint}`);
    this.name = 'RecordedLogError';
  }
}

export class LineSplitter {
  private rest = '';
  private line = 0;

  constructor(private readonly onLine: (text: string, line: number) => void) {}

  push(chunk: string): void {
    let from = 0;
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', from)) {
      const text = this.rest + chunk.slice(from, end);
      this.rest = '';
      from = end + 1;
      this.emit(text);
    }
    this.rest += chunk.slice(from);
    this.refuseLong(this.rest);
  }

  end(): void {
    if (this.rest !== '') this.emit(this.rest);
    this.rest = '';
  }

  private emit(text: string): void {
    this.line += 1;
    this.refuseLong(text, this.line);
    this.onLine(text.endsWith('\r') ? text.slice(0, -1) : text, this.line);
  }

  private refuseLong(text: string, line = this.line + 1): void {
    if (text.length > LONGEST_LINE)
      throw new RecordedLogError(
        line,
        `A line must have at most ${LONGEST_LINE} characters.`,
        'Use one short line for each fault.',
      );
  }
}

/** Cells of one CSV line, RFC 4180 quotes allowed. */
export function csvCells(text: string, line: number): readonly string[] {
  if (!text.includes('"')) return text.split(',').map((cell) => cell.trim());
  const cells: string[] = [];
  const pattern = /\s*(?:"((?:[^"]|"")*)"|([^",]*))\s*(,|$)/y;
  for (;;) {
    const match = pattern.exec(text);
    if (match === null)
      throw new RecordedLogError(line, 'A quoted cell must be closed.', 'Check the quotation marks.');
    cells.push(match[1] === undefined ? match[2].trim() : match[1].replaceAll('""', '"'));
    if (match[3] !== ',') return cells;
  }
}
