/** Where the time of a step went: by rank, by kind of op, by stage, and inside the optimizer phase. */
import { elementAt } from '@railyard/base';
import {
  type ModelSpec,
  OP_KINDS,
  OP_KIND_NAMES,
  type StageLayers,
  type StageTimes,
  type StepSimulation,
  at,
  isRouted,
  layerKinds,
  repeatedAttention,
  repeatedMlp,
} from '@railyard/parallelism';
import { type ResultSection } from '../result.js';

export function breakdownSection(step: StepSimulation, model: ModelSpec): ResultSection {
  return {
    parts: {
      forwardS: step.parts.forward,
      backwardInputS: step.parts.backwardInput,
      backwardWeightS: step.parts.backwardWeight,
      overlappedForwardBackwardS: step.parts.overlappedForwardBackward,
      bubbleS: step.parts.bubble,
      optimizerS: step.parts.optimizer,
    },
    // DualPipe's four timed calls: a full backward is one of them, and W is only what runs apart.
    timedCalls: {
      forwardS: step.parts.forward,
      backwardS: step.parts.backwardInput + step.parts.fullBackwardWeight,
      weightS: step.parts.backwardWeight - step.parts.fullBackwardWeight,
      overlappedForwardBackwardS: step.parts.overlappedForwardBackward,
    },
    ranks: rankRows(step),
    stages: step.plan.assignment.map((stage, index) => ({
      ...stageRow(model, stage),
      ...balancedStageMs(elementAt(step.plan.stages, index)),
    })),
    optimizer: optimizerRow(step),
    schedule: {
      name: step.schedule.name,
      ranks: step.schedule.ranks,
      microBatches: step.schedule.microBatches,
      ops: step.schedule.kind.length,
    },
  };
}

/** Layers without experts and with them; of a pattern, those of each kind besides. */
function stageRow(model: ModelSpec, { kinds, ...stage }: StageLayers): ResultSection {
  const layersOf = (index: number): number => kinds[index] ?? 0;
  const all = layerKinds(model);
  const moe = all.filter(isRouted).reduce((sum, kind) => sum + layersOf(kind.index), 0);
  return {
    ...stage,
    dense: stage.layers - moe,
    moe,
    ...(model.pattern === undefined
      ? {}
      : { layerKinds: Object.fromEntries(all.map((kind) => [kind.name, layersOf(kind.index)])) }),
  };
}

/** Per rank: how often each kind of op ran, how long all of them took, and the bubble. */
function rankRows(step: StepSimulation): readonly unknown[] {
  const { schedule, executed } = step;
  return Array.from({ length: schedule.ranks }, (_, rank) => {
    const counts: Record<string, number> = {};
    const busyS: Record<string, number> = {};
    for (let kind = 0; kind < OP_KINDS; kind += 1) {
      let count = 0;
      for (
        let op = elementAt(schedule.rankOffsets, rank);
        op < elementAt(schedule.rankOffsets, rank + 1);
        op += 1
      )
        if (schedule.kind[op] === kind) count += 1;
      counts[elementAt(OP_KIND_NAMES, kind)] = count;
      busyS[elementAt(OP_KIND_NAMES, kind)] = elementAt(executed.busy, rank * OP_KINDS + kind);
    }
    return { rank, counts, busyS, bubbleS: elementAt(executed.bubble, rank) };
  });
}

/**
 * What one micro-batch costs on the stage with balanced routing and nothing alongside it, computation only.
 */
function balancedStageMs(stage: StageTimes): {
  readonly forwardMs: number;
  readonly backwardInputMs: number;
  readonly backwardWeightMs: number;
} {
  let forward = stage.entry.forward + stage.exit.forward;
  let input = stage.entry.backwardInput + stage.exit.backwardInput;
  let weight = stage.entry.backwardWeight + stage.exit.backwardWeight;
  for (const { alone, repeatsForward } of stage.layers) {
    const own = alone.attentionForward + alone.mlpForward.fixed + alone.mlpForward.perLoad;
    forward += own;
    if (repeatsForward === true) input += repeatedAttention(alone) + at(repeatedMlp(alone), 1);
    input += alone.attentionBackward + alone.mlpBackward.fixed + alone.mlpBackward.perLoad;
    weight += alone.attentionWeight + alone.mlpWeight.fixed + alone.mlpWeight.perLoad;
  }
  return { forwardMs: forward * 1e3, backwardInputMs: input * 1e3, backwardWeightMs: weight * 1e3 };
}

function optimizerRow(step: StepSimulation): ResultSection {
  const { seconds, inputs: _, collectives: _collectives, ...times } = step.optimizer;
  return { ...times, totalS: seconds };
}
