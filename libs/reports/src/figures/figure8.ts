/** Figure 8: all-gather and reduce-scatter on RoCE by routing and TP size. */
import { asInput } from '@railyard/base';
import { type FigurePoint, NCCL_FLOWS_PER_NIC } from '@railyard/cluster';
import { ENGINE_VERSION } from '@railyard/experiments';
import { type Report, type ReportRow, allWithin, reportRow } from '../report.js';
import { type EcmpEvidence, ecmpRows } from './ecmp-rows.js';
import { curvesOf } from './curves.js';
import { collectiveInputs } from './network-inputs.js';
import { valueAt } from './parity.js';
import { type PermutationDraws, permutationRows } from './permutation-rows.js';

const SIZES = [2, 4, 8, 16];
const OPERATIONS = ['all-gather', 'reduce-scatter'] as const;
const POLICIES = ['ecmp', 'adaptive', 'static'] as const;

export function figure8(
  points: readonly FigurePoint[],
  permutation: PermutationDraws,
  evidence: EcmpEvidence,
): Report {
  const curves = OPERATIONS.flatMap((operation) =>
    SIZES.flatMap((gpus) =>
      POLICIES.map((policy): ReportRow =>
        reportRow({
          name: `${operation}, ${policy}`,
          unit: 'GB/s',
          case: `TP${gpus}`,
          paper: null,
          twin: valueAt(points, `${operation} ${policy}`, gpus),
        }),
      ),
    ),
  );
  const ecmpIsWorst = OPERATIONS.every((operation) =>
    SIZES.every((gpus) =>
      (['adaptive', 'static'] as const).every(
        (policy) =>
          valueAt(points, `${operation} ecmp`, gpus) < valueAt(points, `${operation} ${policy}`, gpus),
      ),
    ),
  );
  const rows = [...permutationRows(permutation), ...ecmpRows(evidence), ...curves];
  return {
    artifact: 'figure8',
    reference: 'published',
    title: 'Figure 8: collectives on RoCE by routing',
    engineVersion: ENGINE_VERSION,
    rows,
    curves: curvesOf('Collectives on RoCE: bandwidth by routing', points),
    inputs: [...collectiveInputs('h800-2048-roce'), asInput('network.ncclFlowsPerNic', NCCL_FLOWS_PER_NIC)],
    withinTolerance: allWithin(rows) && ecmpIsWorst,
    conclusion:
      `ECMP is ${ecmpIsWorst ? '' : 'not '}the worst for both collectives at every TP size: flows ` +
      (`that the hash puts on one uplink share it, and a collective waits for the slowest. ` +
        `Adaptive and static routing `) +
      'meet no conflict in these rings. The figure exists only as a picture.',
  };
}
