/** What a model is made of and what it costs, from its layer kinds: parameters, FLOPs, KV cache, memory. */
import { GIGA, entryOf } from '@railyard/base';
import { rankParameters, stageActivationBytes, stateRecipe } from '../memory/index.js';
import {
  type ModelSpec,
  type ParameterCounts,
  activatedParameters,
  flopsPerToken,
  keyValueBytes,
  keyValueBytesPerToken,
  layerCounts,
  layerKinds,
  layerParameters,
  layerWeightsPerToken,
  mixerCoreFlops,
  palmFlopsPerToken,
  parameterCounts,
} from '../model/index.js';
import { gatedLayerShape } from '../experts/index.js';
import { type StageLayers, type WorkloadSpec, WORKLOADS, assignStages } from '../plan/index.js';

export interface ModelSummaryOptions {
  readonly sequence: number;
  readonly pipeline: number;
  readonly tensor: number;
  readonly expert: number;
}

/** One kind of layer. */
export interface LayerKindSummary {
  readonly name: string;
  readonly layers: number;
  readonly mixer: string;
  readonly ffn: string;
  /** Of one such layer. */
  readonly parameters: number;
  /** Weights of its matrices that a token meets. */
  readonly activatedWeights: number;
  /** Forward FLOPs of a token, causal. */
  readonly forwardFlops: number;
}

/** What one GPU of a stage holds, without sharding over replicas: BF16 weights, FP32 gradients and Adam. */
export interface StageSummary {
  readonly stage: number;
  readonly layers: number;
  readonly parameters: number;
  readonly stateGB: number;
  /** Kept of one sequence, nothing recomputed. */
  readonly activationsGB: number;
}

export interface ModelSummary {
  readonly name: string;
  readonly source: string;
  readonly parameters: ParameterCounts & { readonly activated: number };
  readonly layerKinds: readonly LayerKindSummary[];
  readonly sequence: number;
  /**
   * FLOPs of a trained token by convention: 6 x weights with the head and the attention that the mask leaves
   * (causal), with the whole matrix (non-causal, Megatron-LM); PaLM's 6 N + 12 L H Q T; 6 N alone.
   */
  readonly trainingFlopsPerToken: Readonly<Record<'causal' | 'nonCausal' | 'palm' | 'sixN', number>>;
  /** BF16. */
  readonly keyValueCache: { readonly bytesPerToken: number; readonly bytesOfSequence: number };
  readonly stages: readonly StageSummary[];
}

/** @param options as the model can be split: `pipeline` at most its layers, `tensor` dividing heads. */
export function summarizeModel(model: ModelSpec, options: ModelSummaryOptions): ModelSummary {
  const { sequence } = options;
  const counts = layerCounts(model);
  const activated = activatedParameters(model);
  return {
    name: model.name,
    source: model.source,
    parameters: { ...parameterCounts(model), activated },
    layerKinds: layerKinds(model).map((kind) => {
      const { shared, routed } = layerParameters(model, kind);
      const activatedWeights = layerWeightsPerToken(model, kind);
      return {
        name: kind.name,
        layers: counts[kind.index] ?? 0,
        mixer: kind.mixer.kind,
        ffn: kind.ffn.kind,
        parameters: shared + routed,
        activatedWeights,
        forwardFlops: 2 * activatedWeights + mixerCoreFlops(kind.mixer, sequence, true),
      };
    }),
    sequence,
    trainingFlopsPerToken: {
      causal: flopsPerToken(model, sequence, true).total,
      nonCausal: flopsPerToken(model, sequence, false).total,
      palm: palmFlopsPerToken(model, sequence),
      sixN: 6 * activated,
    },
    keyValueCache: {
      bytesPerToken: keyValueBytesPerToken(model),
      bytesOfSequence: keyValueBytes(model, sequence),
    },
    stages: stageRows(model, options),
  };
}

/** Stages balanced by the weights that a token meets. */
function stageRows(model: ModelSpec, options: ModelSummaryOptions): readonly StageSummary[] {
  const { pipeline, tensor, expert, sequence } = options;
  const workload: WorkloadSpec = {
    ...entryOf(WORKLOADS, 'llama3-8b'),
    model,
    parallelism: { pipeline, tensor, expert, data: 1, zeroStage: 0, placement: 'packed' },
  };
  const head = model.vocabulary * model.hidden;
  const stages = assignStages(workload, pipeline, {
    kinds: layerKinds(model).map((kind) => layerWeightsPerToken(model, kind)),
    embedding: 0,
    head,
    mtp: head,
  });
  const shape = gatedLayerShape(model, {
    tokens: sequence,
    sequence,
    tensorParallel: tensor,
    expertParallel: expert,
    precision: 'bf16',
    recompute: 'none',
  });
  const { weight, gradient, optimizer } = stateRecipe({ precision: 'bf16' });
  const each = weight.value + gradient.value + optimizer.value;
  return stages.map((stage: StageLayers) => {
    const { dense, routed } = rankParameters(workload, [stage]);
    return {
      stage: stage.stage,
      layers: stage.layers,
      parameters: dense + routed,
      stateGB: (each * (dense + routed)) / GIGA,
      activationsGB: stageActivationBytes(model, stage, shape, workload) / GIGA,
    };
  });
}
