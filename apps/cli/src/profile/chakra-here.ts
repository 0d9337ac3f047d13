/** Chakra execution traces: graphs of work, one for each rank. */
import { type ChakraMessages, type ChakraProfile, type RankTrace, type TraceFile } from '@railyard/profile';
import { CliError, ExitCode } from '../exit-code.js';
import { about } from '../output/errors.js';
import { type Answer, type Cell, type Table } from '../output/format.js';
import { type TraceSource, traceSource } from './trace-sources.js';

/** A graph is held whole: bytes that it may have, unpacked. */
const MOST_BYTES = 512 * 2 ** 20;

/** Undefined where the first file is no Chakra trace. @throws CliError on a file that is too large */
export async function chakraAnswer(source: TraceSource): Promise<Answer | undefined> {
  const { chakraProfile } = await import('@railyard/profile');
  const rows = await ofGraphs(source, ({ file, trace }) => ({ file, profile: chakraProfile(trace) }));
  return rows === undefined
    ? undefined
    : {
        data: rows.map(({ file, profile }) => ({ file, ...profile })),
        tables: rows.flatMap(({ file, profile }) => tablesOf(file, profile)),
        notes: rows.flatMap(({ file, profile }) => notesOf(file, profile)),
      };
}

/** What ranks send each other; undefined where the first file is no Chakra trace. */
export async function messagesOfChakra(name: string): Promise<ChakraMessages | undefined> {
  const { chakraMessages, rankOfFile } = await import('@railyard/profile');
  const ranks = await ofGraphs(await traceSource([name]), ({ file, trace }, at): RankTrace => ({
    rank: rankOfFile(file) ?? at,
    trace,
  }));
  return ranks === undefined ? undefined : about(name, () => chakraMessages(ranks));
}

/** One after the other, so that no graph is held longer than it is needed. */
async function ofGraphs<T>(
  { files }: TraceSource,
  of: (graph: { readonly file: string; readonly trace: RankTrace['trace'] }, at: number) => T,
): Promise<readonly T[] | undefined> {
  const { readChakra } = await import('@railyard/profile');
  const rows: T[] = [];
  for await (const file of files()) {
    const bytes = await bytesOf(file, rows.length === 0);
    if (bytes === undefined) return undefined;
    rows.push(about(file.name, () => of({ file: file.name, trace: readChakra(bytes) }, rows.length)));
  }
  return rows.length === 0 ? undefined : rows;
}

/** Undefined where it need not be a Chakra trace and its first bytes are of none. */
async function bytesOf({ name, pieces }: TraceFile, isDoubted: boolean): Promise<Uint8Array | undefined> {
  const { isChakra } = await import('@railyard/profile');
  const read: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces) {
    if (isDoubted && length === 0 && !isChakra(name, piece.subarray(0, 256))) return undefined;
    read.push(piece);
    length += piece.length;
    if (length > MOST_BYTES)
      throw new CliError(
        ExitCode.usage,
        'too-large',
        `${name} must have at most ${MOST_BYTES / 2 ** 20} MiB.`,
        'Use a trace of fewer steps.',
      );
  }
  return isDoubted && length === 0 ? undefined : Buffer.concat(read);
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
