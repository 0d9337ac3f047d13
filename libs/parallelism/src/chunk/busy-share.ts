/**
 * How much of a layer pair's computation runs alongside communication. Kernels are slower while a collective
 * moves data, and those that take the SMs they find while it only holds them; in the rest of the pair they
 * are as fast as alone. In DeepSeek's public profile a dispatch or combine moves data in 65.6 % of the
 * compute time, and holds SMs in 88.7 %: its kernel starts when its own GPU is ready and waits for its
 * peers. A persistent kernel keeps to its SMs always (situation.ts).
 */
import { type Constant, measured } from '@railyard/base';
import { TRACE_CONTENDED_SHARE, TRACE_HELD_SHARE } from '../kernels/index.js';
import {
  type ExpertCollectives,
  type LayerTimes,
  type LoadedTime,
  type SectionTimes,
  at,
  repeatedAttention,
  repeatedMlp,
} from './section-times.js';
import { type SituationName } from './situation.js';

/** Time that an EP kernel is resident over the time that it moves data. */
export const RESIDENT_RATIO: Constant = measured(
  TRACE_HELD_SHARE / TRACE_CONTENDED_SHARE,
  '',
  'deepseek-ai/profile-data train.json: EP kernels resident in 88.7 % of the time, moving data in 65.6 %',
);

/** Shares of a pair's computation. */
export interface BusyShare {
  /** Alongside a collective that moves data. */
  readonly moving: number;
  /** Alongside one that is resident, moving data or not. */
  readonly resident: number;
}

type Layer = LayerTimes | undefined;

/**
 * The shares with balanced routing: the seconds of the pair's collectives over those of its sections, which
 * are longer the larger the shares are. With W seconds of collectives and sections of T(s) seconds, s T(s)
 * = W; T is linear in s below and above the share at which a collective is always resident.
 */
export function busyShare(forward: Layer, backward: Layer): BusyShare {
  const wire = wireSeconds(forward, backward);
  if (wire === 0) return { moving: 0, resident: 0 };
  const overlapped = pairSeconds(forward, backward, 'overlapped');
  if (wire >= overlapped) return { moving: 1, resident: 1 };
  const held = pairSeconds(forward, backward, 'held');
  const alone = pairSeconds(forward, backward, 'alone');
  const sometimes = shareOf(wire, alone, RESIDENT_RATIO.value * (held - alone) + overlapped - held);
  if (sometimes * RESIDENT_RATIO.value < 1)
    return { moving: sometimes, resident: sometimes * RESIDENT_RATIO.value };
  return { moving: shareOf(wire, held, overlapped - held), resident: 1 };
}

/** s with s (start + s slope) = wire. */
const shareOf = (wire: number, start: number, slope: number): number =>
  (2 * wire) / (start + Math.sqrt(start * start + 4 * slope * wire));

/** A layer's sections when these shares of their time are alongside communication. */
export function blendedSections(
  { overlapped, held, alone }: LayerTimes,
  { moving, resident }: BusyShare,
): SectionTimes {
  const blend = (of: (sections: SectionTimes) => number): number =>
    of(alone) + resident * (of(held) - of(alone)) + moving * (of(overlapped) - of(held));
  const loaded = (name: 'mlpForward' | 'mlpBackward' | 'mlpWeight'): LoadedTime => ({
    fixed: blend((sections) => sections[name].fixed),
    perLoad: blend((sections) => sections[name].perLoad),
  });
  return {
    ...(alone.repeated === undefined
      ? {}
      : {
          repeated: {
            attention: blend(repeatedAttention),
            mlp: {
              fixed: blend((sections) => repeatedMlp(sections).fixed),
              perLoad: blend((sections) => repeatedMlp(sections).perLoad),
            },
          },
        }),
    attentionForward: blend((sections) => sections.attentionForward),
    attentionBackward: blend((sections) => sections.attentionBackward),
    attentionWeight: blend((sections) => sections.attentionWeight),
    mlpForward: loaded('mlpForward'),
    mlpBackward: loaded('mlpBackward'),
    mlpWeight: loaded('mlpWeight'),
  };
}

function pairSeconds(forward: Layer, backward: Layer, situation: SituationName): number {
  const [f, b] = [forward?.[situation], backward?.[situation]];
  let seconds = 0;
  if (f) seconds += forwardSeconds(f);
  if (b) {
    seconds += b.attentionBackward + b.attentionWeight + at(b.mlpBackward, 1) + at(b.mlpWeight, 1);
    if (backward?.repeatsForward === true) seconds += repeatedAttention(b) + at(repeatedMlp(b), 1);
  }
  return seconds;
}

function wireSeconds(forward: Layer, backward: Layer): number {
  const [f, b] = [forward?.collectives?.overlapped, backward?.collectives?.overlapped];
  let seconds = f ? forwardWire(f) : 0;
  if (b) {
    seconds += at(b.combineBackward, 1) + at(b.dispatchBackward, 1);
    if (backward?.repeatsForward === true) seconds += forwardWire(b);
  }
  return seconds;
}

const forwardSeconds = (sections: SectionTimes): number =>
  sections.attentionForward + at(sections.mlpForward, 1);

const forwardWire = (collectives: ExpertCollectives): number =>
  at(collectives.dispatchForward, 1) + at(collectives.combineForward, 1);
