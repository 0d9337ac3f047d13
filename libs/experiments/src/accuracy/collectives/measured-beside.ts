/**
 * Rows of nccl-tests with what the model says of the same collective alongside them. Where the network of a
 * source is not modelled, or not known, a row still says what its NICs must have moved.
 */
import { type ClusterSpec, DEVICES } from '@railyard/cluster';
import { type TableRow } from '../kernels/index.js';
import { collectivesOfLog, collectivesOfTable } from './collective-rows.js';
import { lineRateOf, measuredClusterOf } from './measured-clusters.js';
import { isMeasuredCollective } from './measured-collective.js';

export interface MeasuredBeside {
  readonly cluster: string;
  readonly operation: string;
  readonly nodes: number;
  readonly gpusPerNode: number;
  readonly bytes: number;
  readonly measuredUs: number;
  readonly measuredBusbwGBps: number;
  /** Null where the model does not cover the row: `why` says the reason. */
  readonly twinUs: number | null;
  readonly twinBusbwGBps: number | null;
  readonly errorPct: number | null;
  /** What the NICs moved for each GPU, GB/s, if rings take all of them; null inside a node. */
  readonly nicGBps: number | null;
  /** The same as a share of the line rate of a GPU's NICs: the nic.efficiency it implies, if they limit. */
  readonly nicShare: number | null;
  /** The network is that of a cluster that was given; else it is taken as usual for such nodes. */
  readonly networkStated: boolean;
  readonly why: string;
}

/**
 * Rows with the columns of test/data/nccl/nccl-tests.csv, or of a log; undefined for other columns. `own`:
 * the cluster of the rows in place of the one that their source describes.
 */
export function measuredBeside(
  table: readonly TableRow[],
  own?: ClusterSpec,
): readonly MeasuredBeside[] | undefined {
  const collectives =
    own === undefined ? collectivesOfTable(table) : collectivesOfLog({ rows: table }, measuredClusterOf(own));
  const described = own === undefined ? undefined : measuredClusterOf(own);
  if (collectives === undefined || !table.every((row) => 'size_bytes' in row)) return undefined;
  return collectives.flatMap((collective, index) => {
    const row = table[index] ?? {};
    const { seconds } = collective;
    if (!(seconds > 0)) return [];
    const { op = '', nodes, gpus_per_node, size_bytes } = row;
    const [nodeCount, perNode, bytes] = [Number(nodes), Number(gpus_per_node), Number(size_bytes)];
    const gpus = nodeCount * perNode;
    const device = own?.device ?? DEVICES[collective.device];
    const modelled = isMeasuredCollective(collective) && device !== undefined;
    const twin = modelled ? collective.predict(device) : null;
    const nicGBps = nodeCount === 1 ? null : nicRate(op, { gpus, perNode, bytes, seconds });
    const lineRate = lineRateOf(row['cluster'] ?? '', described);
    const busbw = (time: number): number => (bytes * busFactor(op, gpus)) / time / 1e9;
    return {
      cluster: row['cluster'] ?? '',
      operation: op,
      nodes: nodeCount,
      gpusPerNode: perNode,
      bytes,
      measuredUs: seconds * 1e6,
      measuredBusbwGBps: busbw(seconds),
      twinUs: twin === null ? null : twin * 1e6,
      twinBusbwGBps: twin === null ? null : busbw(twin),
      errorPct: twin === null ? null : 100 * (twin / seconds - 1),
      nicGBps,
      nicShare: nicGBps === null || lineRate === undefined ? null : nicGBps / lineRate,
      networkStated: described !== undefined,
      why: isMeasuredCollective(collective)
        ? device === undefined
          ? `There is no device preset ${collective.device}.`
          : ''
        : collective.why,
    };
  });
}

/** busbw over algbw, as nccl-tests has it. */
function busFactor(op: string, gpus: number): number {
  if (op === 'sendrecv') return 1;
  return ((op === 'all_reduce' ? 2 : 1) * (gpus - 1)) / gpus;
}

interface Timed {
  readonly gpus: number;
  readonly perNode: number;
  readonly bytes: number;
  readonly seconds: number;
}

/** A ring leaves each node once for each of its GPUs; an all-to-all leaves it with all that is for others. */
function nicRate(op: string, { gpus, perNode, bytes, seconds }: Timed): number | null {
  if (op === 'alltoall') return (bytes * (gpus - perNode)) / gpus / seconds / 1e9;
  if (op === 'sendrecv') return null;
  return (bytes * busFactor(op, gpus)) / perNode / seconds / 1e9;
}

/** The largest size of each collective of each cluster. */
export function largestSizes(rows: readonly MeasuredBeside[]): readonly MeasuredBeside[] {
  const largest = new Map<string, MeasuredBeside>();
  for (const row of rows) {
    const key = JSON.stringify([row.cluster, row.operation, row.nodes, row.gpusPerNode]);
    if (row.bytes > (largest.get(key)?.bytes ?? 0)) largest.set(key, row);
  }
  return [...largest.values()];
}

/** Rings that move less over NICs than an all-to-all of the same GPUs. */
export interface HeldElsewhere {
  readonly cluster: string;
  readonly nodes: number;
  readonly gpusPerNode: number;
  /** GB/s over the NICs of a GPU: of the all-to-all, and of the rings, slowest first. */
  readonly exchangeGBps: number;
  readonly rings: readonly { readonly operation: string; readonly nicGBps: number }[];
}

/** Less is how runs of one collective differ. */
const APART = 1.05;

/**
 * Where the largest size of an all-to-all moves clearly more over NICs than rings do. Its messages cross the
 * whole network, those of a ring go to the next node alone, so the rate of NICs and network is not what
 * holds such rings. Of rows that the model covers, whose errors it explains.
 */
export function heldElsewhere(rows: readonly MeasuredBeside[]): readonly HeldElsewhere[] {
  const largest = largestSizes(rows);
  return largest.flatMap(({ cluster, nodes, gpusPerNode, operation, nicGBps: exchangeGBps }) => {
    if (operation !== 'alltoall' || exchangeGBps === null) return [];
    const rings = largest
      .filter((one) => one.cluster === cluster && one.nodes === nodes && one.gpusPerNode === gpusPerNode)
      .flatMap((one) =>
        one.twinUs !== null && one.nicGBps !== null && one.nicGBps * APART < exchangeGBps
          ? [{ operation: one.operation, nicGBps: one.nicGBps }]
          : [],
      )
      .toSorted((a, b) => a.nicGBps - b.nicGBps);
    return rings.length === 0 ? [] : [{ cluster, nodes, gpusPerNode, exchangeGBps, rings }];
  });
}
