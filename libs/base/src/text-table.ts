/**
 * A table as lines of text. Where it is wider than the terminal, words go on another line, then columns into
 * another block.
 */
import { elementAt } from './lookup.js';

export interface TextTable {
  readonly head: readonly string[];
  readonly body: readonly (readonly string[])[];
  /** Columns of numbers stand at the right. */
  readonly rightAligned: (column: number) => boolean;
}

const GAP = 2;
/** No column of words becomes narrower by folding. */
const LEAST_WORDS = 8;

/** Some columns of a table, one below the other's head. */
interface Block {
  readonly head: readonly string[];
  readonly body: readonly string[];
}

/** Blocks of lines that are at most `width` wide, where no single column is wider. */
export function textTable(table: TextTable, width = Infinity): readonly Block[] {
  const columns = table.head.map((_, column) => column);
  const widths = columns.map((column) => columnWidth(table, column));
  if (total(widths) <= width) return [blockOf(table, columns, widths)];
  const folded = foldedWidths(table, widths, width);
  return columnsByBlock(folded, width).map((block) => blockOf(table, block, folded));
}

/** Cells of a column, its head first. */
const cellsOf = ({ head, body }: TextTable, column: number): readonly string[] => [
  elementAt(head, column),
  ...body.map((row) => row[column] ?? ''),
];

const longest = (texts: readonly string[]): number =>
  texts.reduce((most, { length }) => Math.max(most, length), 0);

const columnWidth = (table: TextTable, column: number): number => longest(cellsOf(table, column));

const total = (widths: readonly number[]): number =>
  widths.reduce((sum, each) => sum + each, GAP * (widths.length - 1));

/** Heads fold first, then the widest column of words, until the table fits or nothing folds. */
function foldedWidths(table: TextTable, natural: readonly number[], width: number): readonly number[] {
  const least = natural.map((_, column) => {
    const [head = '', ...cells] = cellsOf(table, column);
    const words = table.rightAligned(column) ? [] : cells.flatMap(wordsOf);
    const number = table.rightAligned(column) ? longest(cells) : Math.min(LEAST_WORDS, longest(cells));
    return Math.max(longest(wordsOf(head)), longest(words), number);
  });
  const widths = natural.map((each, column) =>
    Math.max(elementAt(least, column), Math.min(each, longest(cellsOf(table, column).slice(1)))),
  );
  const unfolded = [...widths];
  while (total(widths) > width) {
    const slack = widths.map((each, column) => each - elementAt(least, column));
    const most = Math.max(...slack);
    if (most === 0) return inBlocks(unfolded, width);
    const widest = slack.indexOf(most);
    widths[widest] = elementAt(widths, widest) - Math.min(most, total(widths) - width);
  }
  return widths;
}

/** Words of columns that are set below each other need not fold, but for what is wider than a block. */
function inBlocks([first = 0, ...others]: readonly number[], width: number): readonly number[] {
  const names = Math.min(first, Math.floor(width / 2) - GAP);
  return [names, ...others.map((each) => Math.min(each, width - GAP - names))];
}

/** Columns by block; the first column names the rows of each. */
function columnsByBlock(widths: readonly number[], width: number): readonly (readonly number[])[] {
  const blocks: number[][] = [[0]];
  for (let column = 1; column < widths.length; column += 1) {
    const block = elementAt(blocks, blocks.length - 1);
    const wide = total([...block, column].map((each) => elementAt(widths, each)));
    if (wide > width && block.length > 1) blocks.push([0, column]);
    else block.push(column);
  }
  return blocks;
}

function blockOf(table: TextTable, columns: readonly number[], widths: readonly number[]): Block {
  const linesOf = (row: readonly string[]): readonly string[] => {
    const cells = columns.map((column) => folded(row[column] ?? '', elementAt(widths, column)));
    const height = cells.reduce((most, { length }) => Math.max(most, length), 1);
    return Array.from({ length: height }, (_, line) =>
      columns
        .map((column, place) => aligned(column, cells[place]?.[line] ?? ''))
        .join(' '.repeat(GAP))
        .trimEnd(),
    );
  };
  const aligned = (column: number, text: string): string => {
    const wide = elementAt(widths, column);
    return table.rightAligned(column) ? text.padStart(wide) : text.padEnd(wide);
  };
  return { head: linesOf(table.head), body: table.body.flatMap(linesOf) };
}

/** Longer words may be folded inside, behind the signs that names are made of. */
const LONG_WORD = 16;

const wordsOf = (text: string): readonly string[] =>
  (text.match(/\s*\S+/g) ?? []).flatMap((word) =>
    word.length <= LONG_WORD
      ? [word]
      : (word.match(/[^/>:,.=]*[/>:,.=]*/g) ?? []).filter((part) => part !== ''),
  );

/** The text on lines of at most `width`; a word that is too long is cut. */
export function folded(text: string, width = Infinity): readonly string[] {
  if (text.length <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of wordsOf(text).flatMap((each) => cut(each, width))) {
    if ((line + word).trimEnd().length <= width) line += word;
    else {
      if (line.trim() !== '') lines.push(line.trimEnd());
      line = word.trimStart();
    }
  }
  return line === '' ? lines : [...lines, line];
}

function cut(word: string, width: number): readonly string[] {
  if (word.trim().length <= width) return [word];
  return [word.slice(0, width), ...cut(word.slice(width), width)];
}
