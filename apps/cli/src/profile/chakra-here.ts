/** Chakra execution traces: graphs of work, one for each rank. */
import { type ChakraMessages, type ChakraProfile, type RankTrace } from '@railyard/profile';
import { CliError, ExitCode } from '../exit-code.js';
import { piecesOf } from '../input/read-bytes.js';
import { about, aboutAll } from '../output/errors.js';
import { type Answer, type Cell, type Table } from '../output/format.js';

/** A graph is held whole: bytes that it may have, unpacked. */
const MOST_BYTES = 512 * 2 ** 20;

/** Undefined where the first file is no Chakra trace. @throws CliError on a file that is too large */
export async function chakraAnswer(files: readonly string[]): Promise<Answer | undefined> {
  const { chakraProfile, isChakra, readChakra } = await import('@railyard/profile');
  const rows: { readonly file: string; readonly profile: ChakraProfile }[] = [];
  for (const file of files) {
    if (rows.length === 0 && !isChakra(file, await headOf(file))) return undefined;
    const bytes = await bytesOf(file);
    try {
      rows.push({ file, profile: chakraProfile(readChakra(bytes)) });
    } catch (error) {
      throw await aboutAll(file, Promise.resolve(error));
    }
  }
  return {
    data: rows.map(({ file, profile }) => ({ file, ...profile })),
    tables: rows.flatMap(({ file, profile }) => tablesOf(file, profile)),
    notes: rows.flatMap(({ file, profile }) => notesOf(file, profile)),
  };
}

/** What ranks send each other; undefined where the first file is no Chakra trace. */
export async function messagesOfChakra(name: string): Promise<ChakraMessages | undefined> {
  const { chakraMessages, isChakra, rankOfFile, readChakra } = await import('@railyard/profile');
  const { traceFiles } = await import('./compared-here.js');
  const files = await traceFiles([name]);
  const [first] = files;
  if (first === undefined || !isChakra(first, await headOf(first))) return undefined;
  const ranks: RankTrace[] = [];
  for (const [at, file] of files.entries()) {
    const bytes = await bytesOf(file);
    ranks.push({ rank: rankOfFile(file) ?? at, trace: about(file, () => readChakra(bytes)) });
  }
  return about(name, () => chakraMessages(ranks));
}

async function headOf(file: string): Promise<Uint8Array> {
  for await (const piece of piecesOf(file)) return piece.subarray(0, 256);
  return new Uint8Array();
}

async function bytesOf(file: string): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of piecesOf(file)) {
    pieces.push(piece);
    length += piece.length;
    if (length > MOST_BYTES)
      throw new CliError(
        ExitCode.usage,
        'too-large',
        `${file} must have at most ${MOST_BYTES / 2 ** 20} MiB.`,
        'Use a trace of fewer steps.',
      );
  }
  return Buffer.concat(pieces);
}

function tablesOf(file: string, profile: ChakraProfile): readonly Table[] {
  return [
    {
      title: `${file}: Chakra ${[profile.version, profile.format].filter(Boolean).join(', ')}`,
      columns: ['sort', 'where', 'nodes', 'time (ms)'],
      rows: profile.sorts.map((row): readonly Cell[] => [row.sort, row.where, row.nodes, row.totalMs]),
    },
    {
      columns: ['collective', 'MiB', 'calls', 'time (ms)'],
      rows: profile.collectives.map(({ operation, bytes, calls, totalMs }): readonly Cell[] => [
        operation,
        bytes === null ? null : bytes / 2 ** 20,
        calls,
        totalMs,
      ]),
    },
  ].filter(({ rows }) => rows.length > 0);
}

function notesOf(file: string, profile: ChakraProfile): readonly string[] {
  const { dependencies, dangling, withoutDuration, circular, totalMs, criticalMs, criticalNodes } = profile;
  return [
    `${file}: ${totalMs.toFixed(3)} ms of work, ${dependencies} dependencies; the longest chain takes ` +
      `${criticalMs.toFixed(3)} ms (nodes in it: ${criticalNodes} of ${profile.nodes}).`,
    ...(withoutDuration === 0 ? [] : [`Nodes without a duration, of no length: ${withoutDuration}.`]),
    ...(dangling === 0 ? [] : [`Dependencies on nodes that the file does not hold, left out: ${dangling}.`]),
    ...(circular === 0 ? [] : [`Nodes that wait for each other, left out of the chain: ${circular}.`]),
  ];
}
