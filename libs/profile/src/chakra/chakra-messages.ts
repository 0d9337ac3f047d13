/**
 * What the ranks of a job send each other, of their Chakra traces: a message for every send node. A trace has
 * no times, so each message starts when what it waits for in its own rank could have ended.
 */
import { elementAt } from '@railyard/base';
import { TraceError } from '../trace/index.js';
import { chakraStartsUs } from './chakra-summary.js';
import { type ChakraTrace } from './chakra-trace.js';

export interface RankTrace {
  /** Number of the GPU too. */
  readonly rank: number;
  readonly trace: ChakraTrace;
}

export interface ChakraMessages {
  /** CSV with the columns from, to, bytes, start_us. */
  readonly text: string;
  readonly messages: number;
  /** Collectives, whose groups a trace does not hold, and sends without a receiver or bytes: left out. */
  readonly leftOut: number;
}

/** @throws TraceError where no rank sends anything to another */
export function chakraMessages(ranks: readonly RankTrace[]): ChakraMessages {
  const lines: string[] = [];
  let leftOut = 0;
  for (const { rank, trace } of ranks) {
    const starts = chakraStartsUs(trace);
    trace.nodes.forEach(({ sort, peer, bytes = 0, onHost }, index) => {
      // The host's calls are those of the device once more.
      if (onHost || (sort !== 'send' && sort !== 'collective')) return;
      if (sort === 'collective' || peer === undefined || bytes === 0) leftOut += 1;
      else if (peer !== rank) lines.push([rank, peer, bytes, elementAt(starts, index)].join(','));
    });
  }
  if (lines.length === 0)
    throw new TraceError(
      0,
      `The traces must hold sends with receiver and bytes (got none of ${ranks.length} ranks).`,
      'Export traces with comm_dst and comm_size, or list the messages as CSV.',
    );
  return { text: ['from,to,bytes,start_us', ...lines].join('\n'), messages: lines.length, leftOut };
}

/** The number at the end of a file's name, as in `rank.3.et`; undefined where there is none. */
export function rankOfFile(name: string): number | undefined {
  const [, digits] = /(\d+)\.(?:et|json)(?:\.gz)?$/.exec(name) ?? [];
  return digits === undefined ? undefined : Number(digits);
}
