/** Table 5: latency of 64 bytes by link layer and distance. */
import { type ProvenancedInput, asInput, invariant } from '@railyard/base';
import { HOP_LATENCY, type LatencyRow } from '@railyard/cluster';
import { ENGINE_VERSION } from '@railyard/experiments';
import { TABLE_5 } from '../published/index.js';
import { type Report, allWithin, reportRow } from '../report.js';

const MICRO = 1e6;
const DISTANCES: Readonly<Record<string, string>> = {
  crossPod: 'cross pod (three tiers)',
  otherRailSameLeaf: 'other rail, same leaf',
  otherRailCrossLeaf: 'other rail, cross leaf',
};
const NAMES = { roce: 'RoCE', infiniband: 'InfiniBand', nvlink: 'NVLink' } as const;

/**
 * `latencies`: the network's `latencyTable()`. The five printed figures are the model's inputs; distances
 * beyond them are predictions.
 */
export function table5(latencies: readonly LatencyRow[]): Report {
  const rows = TABLE_5.map((entry) => {
    const found = latencies.find((row) => row.name === entry.row);
    invariant(found !== undefined, 'no latency for a row of table 5', { row: entry.row });
    return reportRow({
      name: entry.distance,
      unit: 'us',
      case: entry.case,
      paper: entry.microseconds,
      twin: MICRO * found.seconds,
      kind: found.kind,
      tolerancePct: 0.1,
    });
  });
  const beyond = latencies
    .filter((row) => !TABLE_5.some((entry) => entry.row === row.name))
    .map((row) => {
      const distance = row.name.split('/')[1] ?? row.name;
      return reportRow({
        name: DISTANCES[distance] ?? distance,
        unit: 'us',
        case: NAMES[row.linkLayer],
        paper: null,
        twin: MICRO * row.seconds,
        kind: row.kind,
      });
    });
  return {
    artifact: 'table5',
    title: 'Table 5: end-to-end latency of 64 B',
    engineVersion: ENGINE_VERSION,
    rows: [...rows, ...beyond],
    inputs: latencyInputs(),
    withinTolerance: allWithin(rows),
    conclusion:
      'The five printed figures are inputs: their agreement shows only that the sum over hops ' +
      'holds them. Rows without a paper number are predictions.',
  };
}

function latencyInputs(): readonly ProvenancedInput[] {
  return Object.entries(HOP_LATENCY).flatMap(([medium, latency]) => [
    asInput(`latency.${medium}.endpointsUs`, latency.endpointsUs),
    asInput(`latency.${medium}.switchUs`, latency.switchUs),
  ]);
}
