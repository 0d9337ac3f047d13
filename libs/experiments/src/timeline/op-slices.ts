/** The compute stream of a rank: its ops, and the time between them. */
import { OpKind, type StepSimulation, type TimelineSlice, opName } from '@railyard/parallelism';
import { type ExecutedOp } from '../simulation/index.js';

const CATEGORIES: Readonly<Record<OpKind, string>> = {
  [OpKind.F]: 'forward',
  [OpKind.B]: 'backward',
  [OpKind.BW]: 'backward',
  [OpKind.W]: 'weight',
  [OpKind.FB]: 'forward-backward',
};

/** With the stage where a rank runs several of one direction: their micro-batches have the same numbers. */
export function opSlice({ schedule }: StepSimulation, op: ExecutedOp): TimelineSlice {
  const f = op.forwardMicroBatch;
  const b = op.backwardMicroBatch;
  const stages = [op.forwardStage, op.backwardStage].filter((stage) => stage >= 0);
  const chunk = schedule.chunksPerDevice > 1 && schedule.directions === 1 ? ` s${stages.join(',')}` : '';
  return {
    name: `${opName(op.kind, f, b)}${chunk}`,
    category: CATEGORIES[op.kind],
    startS: op.startS,
    durationS: op.durationS,
    args: {
      phase: CATEGORIES[op.kind],
      ...(f >= 0 ? { forwardMicroBatch: f, forwardStage: op.forwardStage } : {}),
      ...(b >= 0 ? { backwardMicroBatch: b, backwardStage: op.backwardStage } : {}),
      exposedCommunicationMs: op.exposedS * 1e3,
    },
  };
}

/** Gaps shorter than this share of the pipeline are how numbers are rounded. */
const LEAST_GAP = 1e-9;

/** Ops with the bubble between them as slices, until the last rank has run its last op. */
export function withBubbles(slices: readonly TimelineSlice[], untilS: number): readonly TimelineSlice[] {
  const shown: TimelineSlice[] = [];
  let at = 0;
  const idle = (until: number): void => {
    if (until - at > LEAST_GAP * untilS)
      shown.push({
        name: 'bubble',
        category: 'bubble',
        startS: at,
        durationS: until - at,
        args: { phase: 'bubble' },
      });
  };
  for (const slice of slices) {
    idle(slice.startS);
    shown.push(slice);
    at = slice.startS + slice.durationS;
  }
  idle(untilS);
  return shown;
}
