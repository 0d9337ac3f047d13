/** What sharing a sequence adds to a layer's attention section. */
import { type DeviceSpec } from '@railyard/cluster';
import {
  type LayerKind,
  type LayerOperation,
  type LayerShape,
  type ModelSpec,
  backwardInputOperations,
  layerOperations,
} from '../model/index.js';
import { besideCollective, concurrentSeconds } from './concurrent.js';
import { operationSeconds } from './operation-seconds.js';
import { type PhaseTimes, type SectionTimes } from './section-times.js';
import { type Situation } from './situation.js';

/** Collectives of one layer and micro-batch, for each pass; seconds with nothing alongside them. */
export interface ContextTimes {
  readonly forward: number;
  readonly backward: number;
  /**
   * Hops of a ring, each of which runs while the block before it is computed; 0 where the collectives stand
   * between kernels.
   */
  readonly hops: number;
}

/** Seconds that a pass takes longer, and the part of them without computation. */
interface Added {
  readonly seconds: number;
  readonly exposed: number;
}

export interface ContextAddition {
  readonly forward: Added;
  readonly backward: Added;
}

export function contextAddition(
  device: DeviceSpec,
  model: ModelSpec,
  kind: LayerKind,
  shape: LayerShape,
  situation: Situation,
  times: ContextTimes,
): ContextAddition {
  if (times.hops === 0)
    return {
      forward: { seconds: times.forward, exposed: times.forward },
      backward: { seconds: times.backward, exposed: times.backward },
    };
  const hops = (operations: readonly LayerOperation[], wire: number): Added =>
    besideBlocks(device, operations, situation, wire / times.hops);
  return {
    forward: hops(layerOperations(model, kind, shape), times.forward),
    backward: hops(
      backwardInputOperations(model, kind, shape).filter((operation) => operation.pass === 'backward-input'),
      times.backward,
    ),
  };
}

/** Every block of the core but the last has a hop alongside it. */
function besideBlocks(
  device: DeviceSpec,
  operations: readonly LayerOperation[],
  situation: Situation,
  wire: number,
): Added {
  const blocks = operations.filter(({ kind }) => kind === 'attention').slice(0, -1);
  let seconds = 0;
  let exposed = 0;
  for (const block of blocks) {
    const alone = operationSeconds(device, block, situation);
    const both = concurrentSeconds(alone, operationSeconds(device, block, besideCollective(situation)), wire);
    seconds += both.seconds - alone;
    exposed += both.exposed;
  }
  return { seconds, exposed };
}

export function withContext(sections: SectionTimes, added: ContextAddition | undefined): SectionTimes {
  if (added === undefined) return sections;
  return {
    ...sections,
    attentionForward: sections.attentionForward + added.forward.seconds,
    attentionBackward: sections.attentionBackward + added.backward.seconds,
  };
}

export function withExposedContext(inside: PhaseTimes, added: ContextAddition | undefined): PhaseTimes {
  if (added === undefined) return inside;
  return {
    ...inside,
    forward: inside.forward + added.forward.exposed,
    backwardInput: inside.backwardInput + added.backward.exposed,
  };
}
