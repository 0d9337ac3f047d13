/**
 * Logs of nccl-tests (all_reduce_perf and the like): the header names the operation and the device of every
 * rank, and each line of the table is a size with times out of place.
 */
import { type TableRow } from '../kernels/index.js';

/** `# Collective test starting: all_reduce_perf`, or the name of the program in the command line. */
const STARTS = /(?:Collective test starting: |\b)(\w+)_perf\b/;
/** `#  Rank  8 Group  0 Pid 0 on node-002 device  0 [0000:1b:00] NVIDIA H100 80GB HBM3` */
const RANK = /^#\s+Rank\s+\d+ .* on\s+(\S+) device\s+\d+ \[[^\]]*\]\s+(?:NVIDIA )?(.+)$/;
/** size, count, type, redop, root, time (us), algbw, busbw, ... */
const LINE = /^\s*(\d+)\s+(\d+)\s+(\w+)\s+(\w+)\s+(-?\d+)\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)/;

export interface NcclLog {
  /** `h100`, as its presets are named, of the first rank. */
  readonly device: string;
  readonly nodes: number;
  readonly gpusPerNode: number;
  /** With the columns of test/data/nccl/nccl-tests.csv. */
  readonly rows: readonly TableRow[];
}

/** Undefined for a text that is no such log. */
export function readNcclLog(text: string): NcclLog | undefined {
  const hosts = new Map<string, number>();
  let [device, op] = ['', ''];
  const rows: { op: string; size: string; dtype: string; time: string; busbw: string }[] = [];
  let ranks = new Set<string>();
  for (const line of text.split(/\r?\n/)) {
    const start = STARTS.exec(line);
    if (start?.[1] !== undefined) op = start[1];
    const rank = RANK.exec(line);
    if (rank !== null) {
      // A log of several tests lists its ranks once for each.
      if (ranks.has(line)) {
        ranks = new Set();
        hosts.clear();
      }
      ranks.add(line);
      const host = rank[1] ?? '';
      hosts.set(host, (hosts.get(host) ?? 0) + 1);
      device = (rank[2] ?? '').split(/[ -]/)[0]?.toLowerCase() ?? '';
    }
    const row = LINE.exec(line);
    if (row === null) continue;
    const [, size = '', , dtype = '', , , time = '', , busbw = ''] = row;
    rows.push({ op, size, dtype, time, busbw });
  }
  const nodes = hosts.size;
  if (nodes === 0 || rows.length === 0) return undefined;
  const gpusPerNode = Math.max(...hosts.values());
  return {
    device,
    nodes,
    gpusPerNode,
    rows: rows.map((row) => ({
      cluster: `own ${device}`,
      gpu: device,
      nodes: `${nodes}`,
      gpus_per_node: `${gpusPerNode}`,
      op: row.op,
      size_bytes: row.size,
      dtype: row.dtype,
      time_us: row.time,
      busbw_GBps: row.busbw,
    })),
  };
}
