/** What a service has of the metrics in which measurements are published. */
import { type ModelSpec } from '@railyard/parallelism';
import { type Service } from '@railyard/serving';
import { type ServingDocument } from '../../document.js';

type Figure = (service: Service, document: ServingDocument) => number;

const nodeOf = ({ cluster }: ServingDocument): number => Math.min(8, cluster.gpusPerNode);

/** Of one layer, both directions together. */
export const EXCHANGE = 'dispatch_us/combine_us';

const routedLayers = ({ layers, moe }: ModelSpec): number => layers - (moe?.denseLayers ?? 0);

export const FIGURES: Readonly<Record<string, Readonly<Record<string, Figure>>>> = {
  tpot_ms: {
    decode: ({ decode }) => 1e3 * decode.timePerTokenS,
    mixed: ({ shared, deployment }) => 1e3 * (deployment?.timePerTokenS ?? shared.timePerTokenS),
  },
  [EXCHANGE]: {
    component: ({ decode: { pass } }, { model }) =>
      (1e6 * (pass.dispatchS + pass.combineS)) / routedLayers(model),
  },
  tokens_per_s_per_user: {
    decode: ({ decode }) => decode.tokensPerSPerUser,
    mixed: ({ shared, deployment }) => 1 / (deployment?.timePerTokenS ?? shared.timePerTokenS),
  },
  tokens_per_s_per_gpu: {
    decode: ({ decode }) => decode.tokensPerSPerGpu,
    mixed: ({ shared, deployment }) => (deployment ?? shared).outputTokensPerSPerGpu,
    prefill: ({ prefill }) => prefill.promptTokensPerSPerGpu,
  },
  tokens_per_s_per_node: {
    decode: ({ decode }, document) => nodeOf(document) * decode.tokensPerSPerGpu,
    mixed: ({ shared, deployment }, document) =>
      nodeOf(document) * (deployment ?? shared).outputTokensPerSPerGpu,
    prefill: ({ prefill }, document) => nodeOf(document) * prefill.promptTokensPerSPerGpu,
  },
};
