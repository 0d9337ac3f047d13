/** What pipeline ranks hand to each other: both ends of each transfer, and arrows between the chunks. */
import { elementAt } from '@railyard/base';
import {
  OpKind,
  type StepSimulation,
  type TimelineFlow,
  type TimelineSlice,
  rankOf,
} from '@railyard/parallelism';
import { type ExecutedOp, allOps } from '../simulation/index.js';

/** What is sent: the output of a forward, or the input gradient of a backward. */
type Pass = 'activations' | 'gradients';

interface Transfer {
  readonly from: number;
  readonly to: number;
  readonly slice: Omit<TimelineSlice, 'name'>;
  readonly microBatch: number;
}

/** By [rank] what each sends and receives, from the moment at which it may leave. */
export interface Transfers {
  readonly sent: (rank: number, pass: Pass) => readonly TimelineSlice[];
  readonly received: (rank: number, pass: Pass) => readonly TimelineSlice[];
}

export function transfersOf(step: StepSimulation): Transfers {
  const all: Record<Pass, Transfer[]> = { activations: [], gradients: [] };
  for (const op of allOps(step))
    for (const pass of ['activations', 'gradients'] as const) {
      const transfer = transferOf(step, op, pass);
      if (transfer !== undefined) all[pass].push(transfer);
    }
  const named = ({ slice, microBatch }: Transfer, pass: Pass, words: string): TimelineSlice => ({
    ...slice,
    name: `${pass} ${microBatch} ${words}`,
  });
  return {
    sent: (rank, pass) =>
      all[pass].filter(({ from }) => from === rank).map((each) => named(each, pass, `to rank ${each.to}`)),
    received: (rank, pass) =>
      all[pass].filter(({ to }) => to === rank).map((each) => named(each, pass, `from rank ${each.from}`)),
  };
}

function transferOf(
  { schedule, boundary, placement, fabric }: StepSimulation,
  op: ExecutedOp,
  pass: Pass,
): Transfer | undefined {
  const forward = pass === 'activations';
  const [stage, microBatch] = forward
    ? [op.forwardStage, op.forwardMicroBatch]
    : [op.backwardStage, op.backwardMicroBatch];
  const next = forward ? stage + 1 : stage - 1;
  const isSent = stage >= 0 && next >= 0 && next < schedule.stages && (forward || op.kind !== OpKind.W);
  if (!isSent) return undefined;
  const [from, to] = [rankOf(schedule, stage, microBatch), rankOf(schedule, next, microBatch)];
  if (from === to) return undefined;
  const [sender, receiver] = [from, to].map((rank) =>
    Math.floor(elementAt(placement.pipelines.members, rank) / fabric.spec.gpusPerNode),
  );
  const isNearby = sender === receiver;
  return {
    from,
    to,
    microBatch,
    slice: {
      category: 'communication',
      startS: op.endS + (forward ? op.outputLagS : 0),
      durationS: boundary.seconds,
      args: {
        phase: forward ? 'forward' : 'backward',
        [isNearby ? 'nvlinkBytes' : 'bytes']: boundary.bytes,
        microBatch,
        fromStage: stage,
        toStage: next,
      },
    },
  };
}

/** Activations forward and gradients backward between kept ranks. */
export function arrowsOf(step: StepSimulation, kept: ReadonlySet<number>): readonly TimelineFlow[] {
  const { schedule } = step;
  const starts = passStarts(step);
  const flows: TimelineFlow[] = [];
  const arrow = (pass: Pass, microBatch: number, from: number, to: number, sentAt: number): void => {
    const fromRank = rankOf(schedule, from, microBatch);
    const toRank = rankOf(schedule, to, microBatch);
    if (fromRank === toRank || !kept.has(fromRank) || !kept.has(toRank)) return;
    flows.push({
      name: pass,
      from: { rank: fromRank, stream: 'compute', timeS: sentAt },
      to: { rank: toRank, stream: 'compute', timeS: starts.get(keyOf(pass, to, microBatch)) ?? NaN },
    });
  };
  for (const op of allOps(step)) {
    // An arrow starts inside its slice: half way, since its end belongs to the next slice.
    const middle = op.startS + op.durationS / 2;
    const { forwardStage: f, backwardStage: b } = op;
    if (f >= 0 && f < schedule.stages - 1) arrow('activations', op.forwardMicroBatch, f, f + 1, middle);
    if (b > 0 && op.kind !== OpKind.W) arrow('gradients', op.backwardMicroBatch, b, b - 1, middle);
  }
  return flows;
}

const keyOf = (pass: Pass, stage: number, microBatch: number): string => `${pass} ${stage} ${microBatch}`;

/** When each stage begins each pass of each micro-batch. */
function passStarts(step: StepSimulation): ReadonlyMap<string, number> {
  const starts = new Map<string, number>();
  for (const op of allOps(step)) {
    if (op.forwardStage >= 0)
      starts.set(keyOf('activations', op.forwardStage, op.forwardMicroBatch), op.startS);
    if (op.backwardStage >= 0 && op.kind !== OpKind.W)
      starts.set(keyOf('gradients', op.backwardStage, op.backwardMicroBatch), op.startS);
  }
  return starts;
}
