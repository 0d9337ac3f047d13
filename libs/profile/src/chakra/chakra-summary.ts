/** What a Chakra trace holds: nodes by sort, collectives by size, and the longest chain of its graph. */
import { elementAt } from '@railyard/base';
import { CHAKRA_SORTS, type ChakraNode, type ChakraSort, type ChakraTrace } from './chakra-trace.js';

interface ChakraSortTime {
  readonly sort: ChakraSort;
  readonly where: 'host' | 'device';
  readonly nodes: number;
  readonly totalMs: number;
}

interface ChakraCollective {
  readonly operation: string;
  /** Null where the trace does not say. */
  readonly bytes: number | null;
  readonly calls: number;
  readonly totalMs: number;
}

export interface ChakraProfile {
  readonly format: ChakraTrace['format'];
  readonly version: string;
  readonly nodes: number;
  readonly dependencies: number;
  /** Dependencies on nodes that the trace does not hold: left out. */
  readonly dangling: number;
  /** Nodes without a duration: they count as of no length. */
  readonly withoutDuration: number;
  /** Nodes that wait for each other in a circle: left out of the longest chain. */
  readonly circular: number;
  readonly sorts: readonly ChakraSortTime[];
  readonly collectives: readonly ChakraCollective[];
  readonly totalMs: number;
  /** The longest chain of durations: what no machine of this speed can go below. */
  readonly criticalMs: number;
  readonly criticalNodes: number;
}

export function chakraProfile({ format, version, nodes }: ChakraTrace): ChakraProfile {
  const graph = dependenciesOf(nodes);
  const chain = longestChain(nodes, graph.after);
  return {
    format,
    version,
    nodes: nodes.length,
    dependencies: graph.after.reduce((sum, { length }) => sum + length, 0),
    dangling: graph.dangling,
    withoutDuration: nodes.filter(({ durationUs }) => durationUs === 0).length,
    circular: chain.circular,
    sorts: sortTimes(nodes),
    collectives: collectivesOf(nodes),
    totalMs: nodes.reduce((sum, { durationUs }) => sum + durationUs, 0) / 1e3,
    criticalMs: chain.lengthUs / 1e3,
    criticalNodes: chain.nodes,
  };
}

/** [nodes] microseconds before each can start, by the durations of what it waits for in its own trace. */
export function chakraStartsUs({ nodes }: ChakraTrace): Float64Array {
  const { ends } = longestChain(nodes, dependenciesOf(nodes).after);
  return ends.map((end, index) => Math.max(0, end - elementAt(nodes, index).durationUs));
}

function dependenciesOf(nodes: readonly ChakraNode[]): {
  readonly after: readonly (readonly number[])[];
  readonly dangling: number;
} {
  const indexOf = new Map(nodes.map(({ id }, index) => [id, index]));
  let dangling = 0;
  const after = nodes.map((node) => {
    const known = node.after.flatMap((id) => indexOf.get(id) ?? []);
    dangling += node.after.length - known.length;
    return known;
  });
  return { after, dangling };
}

/** Kahn's order of the graph, with the longest way to each node. */
function longestChain(
  nodes: readonly ChakraNode[],
  after: readonly (readonly number[])[],
): {
  readonly lengthUs: number;
  readonly nodes: number;
  readonly circular: number;
  /** [nodes] */
  readonly ends: Float64Array;
} {
  const waits = Int32Array.from(after, ({ length }) => length);
  const before = nodes.map((): number[] => []);
  after.forEach((list, index) => {
    for (const other of list) elementAt(before, other).push(index);
  });
  const [ends, counts] = [new Float64Array(nodes.length), new Int32Array(nodes.length)];
  const ready = [...waits.keys()].filter((index) => waits[index] === 0);
  let best = -1;
  for (const index of ready) {
    const { durationUs } = elementAt(nodes, index);
    ends[index] = elementAt(ends, index) + durationUs;
    counts[index] = elementAt(counts, index) + 1;
    if (best < 0 || elementAt(ends, index) > elementAt(ends, best)) best = index;
    for (const next of elementAt(before, index)) {
      if (elementAt(ends, index) >= elementAt(ends, next)) {
        ends[next] = elementAt(ends, index);
        counts[next] = elementAt(counts, index);
      }
      waits[next] = elementAt(waits, next) - 1;
      if (waits[next] === 0) ready.push(next);
    }
  }
  return {
    lengthUs: best < 0 ? 0 : elementAt(ends, best),
    nodes: best < 0 ? 0 : elementAt(counts, best),
    circular: nodes.length - ready.length,
    ends,
  };
}

function sortTimes(nodes: readonly ChakraNode[]): readonly ChakraSortTime[] {
  return CHAKRA_SORTS.flatMap((sort) =>
    (['host', 'device'] as const).flatMap((where) => {
      const own = nodes.filter((node) => node.sort === sort && node.onHost === (where === 'host'));
      const totalUs = own.reduce((sum, { durationUs }) => sum + durationUs, 0);
      return own.length === 0 ? [] : [{ sort, where, nodes: own.length, totalMs: totalUs / 1e3 }];
    }),
  );
}

/** Of the device; the host's calls of the same collectives are not counted again. */
function collectivesOf(nodes: readonly ChakraNode[]): readonly ChakraCollective[] {
  const rows = new Map<string, ChakraCollective>();
  for (const { sort, operation = 'unknown', bytes = null, durationUs, onHost } of nodes) {
    if (sort !== 'collective' || onHost) continue;
    const key = `${operation} ${bytes}`;
    const row = rows.get(key);
    rows.set(key, {
      operation,
      bytes,
      calls: (row?.calls ?? 0) + 1,
      totalMs: (row?.totalMs ?? 0) + durationUs / 1e3,
    });
  }
  return [...rows.values()].sort((a, b) => b.totalMs - a.totalMs || (b.bytes ?? 0) - (a.bytes ?? 0));
}
