/**
 * What must hold of every run whatever was simulated, measured on the run itself: from the accounts that its
 * result shows, and from its executed schedule.
 */
import { elementAt, invariant } from '@railyard/base';
import { linkName } from '@railyard/cluster';
import { OP_KINDS, type StepSimulation, TRAFFIC_CLASSES, networkBytes } from '@railyard/parallelism';
import { type RunWarning } from '../result.js';
import { type LinkLoads, type LoadPeriod } from './link-loads.js';

export type InvariantName =
  | 'bytes-received'
  | 'bytes-passed-on'
  | 'load-within-capacity'
  | 'time-adds-up'
  | 'work-fits-in-step'
  | 'step-takes-time';

/** Holds when `measured` is `atMost` or `above` what stands there. */
export interface CheckedInvariant {
  readonly name: InvariantName;
  readonly measured: number;
  readonly atMost?: number;
  readonly above?: number;
  readonly holds: boolean;
  /** What was measured: a class of traffic, a link and the period over which its load is the mean. */
  readonly trafficClass?: string;
  readonly sentBytes?: number;
  readonly receivedBytes?: number;
  readonly per?: LoadPeriod;
  readonly link?: string;
}

/** Shares that differ by less are equal but for rounding: sums of up to a million messages. */
const ROUNDING = 1e-9;

export function checkInvariants(
  step: StepSimulation,
  loads: LinkLoads,
  checkpoint: LinkLoads,
): readonly CheckedInvariant[] {
  return [
    ...TRAFFIC_CLASSES.map((trafficClass) => ({ trafficClass, ...networkBytes(loads.account, trafficClass) }))
      .filter(({ sent, received }) => sent > 0 || received > 0)
      .map(received),
    received({ trafficClass: 'checkpoint', ...storedBytes(checkpoint) }),
    atMost(
      'bytes-passed-on',
      Math.max(...[loads, checkpoint].map(({ account, total }) => account.largestLoss(total))),
      ROUNDING,
    ),
    ...(
      [
        ['step', loads],
        ['checkpoint', checkpoint],
      ] as const
    ).map(([per, of]) => withinCapacity(per, of)),
    ...timeInvariants(step),
  ];
}

/** `limit` is met within rounding, but for limits that are rounding themselves. */
function atMost(name: InvariantName, measured: number, limit: number): CheckedInvariant {
  return { name, measured, atMost: limit, holds: measured <= Math.max(ROUNDING, limit * (1 + ROUNDING)) };
}

function withinCapacity(per: LoadPeriod, { account, byClass }: LinkLoads): CheckedInvariant {
  const busiest = byClass.reduce((most, kind) =>
    kind !== undefined && kind.utilisation > (most?.utilisation ?? -1) ? kind : most,
  );
  invariant(busiest !== undefined, 'a fabric has links', { per });
  return {
    ...atMost('load-within-capacity', busiest.utilisation, 1),
    per,
    link: linkName(account.fabric.graph, busiest.link),
  };
}

interface Passed {
  readonly trafficClass: string;
  readonly sent: number;
  readonly received: number;
}

/** Bytes sent are bytes received; `measured` is their difference over the larger. */
function received({ trafficClass, sent, received: taken }: Passed): CheckedInvariant {
  return {
    ...atMost('bytes-received', difference(sent, taken), ROUNDING),
    trafficClass,
    sentBytes: sent,
    receivedBytes: taken,
  };
}

const difference = (one: number, other: number): number =>
  one === other ? 0 : Math.abs(one - other) / Math.max(one, other);

/** What GPUs write, and what storage takes. */
function storedBytes({ account }: LinkLoads): { readonly sent: number; readonly received: number } {
  const { gpuPcie, storageTrunk } = account.fabric.graph.tables;
  return {
    sent: gpuPcie.reduce((sum, link) => sum + account.bytesOf(0, link), 0),
    received: account.bytesOf(0, storageTrunk),
  };
}

/**
 * Every rank's ops, bubble and optimizer phase are the step, none works longer than it, and it takes time.
 */
function timeInvariants({
  parts,
  schedule,
  executed,
  groupWait,
}: StepSimulation): readonly CheckedInvariant[] {
  let gap = difference(
    parts.forward +
      parts.backwardInput +
      parts.backwardWeight +
      parts.overlappedForwardBackward +
      parts.bubble +
      parts.optimizer,
    parts.total,
  );
  let longest = 0;
  for (let rank = 0; rank < schedule.ranks; rank += 1) {
    let busy = parts.optimizer + groupWait;
    for (let kind = 0; kind < OP_KINDS; kind += 1) busy += elementAt(executed.busy, rank * OP_KINDS + kind);
    gap = Math.max(gap, difference(busy + elementAt(executed.bubble, rank), parts.total));
    longest = Math.max(longest, busy);
  }
  return [
    atMost('time-adds-up', gap, ROUNDING),
    atMost('work-fits-in-step', longest / parts.total, 1),
    { name: 'step-takes-time', measured: parts.total, above: 0, holds: parts.total > 0 },
  ];
}

/** A broken one is a bug of ours: the result is handed out, and says so. */
export const invariantWarnings = (invariants: readonly CheckedInvariant[]): RunWarning[] =>
  invariants
    .filter(({ holds }) => !holds)
    .map(({ name, measured, atMost: most, trafficClass, link }) => ({
      code: 'broken-invariant',
      message:
        `This result contradicts itself ` +
        (`(${[name, trafficClass, link].filter((part) => part !== undefined).join(', ')}: ` +
          `${measured}, allowed ${most === undefined ? 'above 0' : `at most ${most}`}): please report it.`),
    }));
