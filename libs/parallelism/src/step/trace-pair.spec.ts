/**
 * The overlapped chunk pair of DeepSeek's public profile, simulated: 4 MoE layers forward with 4 backward,
 * EP64, balanced routing, no pipeline. Figures of the profile: test/data/deepseek-v3-train-trace.json.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLUSTERS, Fabric } from '@railyard/cluster';
import {
  OverlappedChunks,
  RoutingView,
  type StageTimes,
  at,
  operationSeconds,
  situations,
  stageTimes,
} from '../chunk/index.js';
import { LAUNCH_GAP_SECONDS } from '../calibration/index.js';
import { TRACE_CONTENDED_SHARE, TRACE_HELD_SHARE } from '../kernels/index.js';
import {
  type LayerOperation,
  backwardInputOperations,
  backwardWeightOperations,
  balancedLayerShape,
  layerOperations,
  mtpLayerKind,
} from '../model/index.js';
import { WORKLOADS, placeRanks } from '../plan/index.js';
import { expertCommunication } from './index.js';

interface Trace {
  readonly timeline: { readonly span_ms: number };
  readonly chunk_totals_ms: Readonly<
    Record<'F_split' | 'B_split' | 'W_split', Readonly<Record<string, number>>>
  > & { readonly [key: string]: unknown };
}
const trace = JSON.parse(
  readFileSync(join(__dirname, '../../../../test/data/deepseek-v3-train-trace.json'), 'utf8'),
) as Trace;

const LAYERS = 4;
const founding = WORKLOADS['deepseek-v3'];
const model = {
  ...founding.model,
  layers: LAYERS,
  mtpModules: 0,
  moe: { ...founding.model.moe!, denseLayers: 0 },
};
const workload = { ...founding, model, parallelism: { ...founding.parallelism, pipeline: 1, data: 64 } };
const cluster = { ...CLUSTERS['h800-2048-mpft'], nodes: 8 };
const shape = balancedLayerShape(model, {
  tokens: 4096,
  sequence: 4096,
  tensorParallel: 1,
  expertParallel: 64,
  precision: 'fp8',
  recompute: 'selective',
});
const { overlapped } = situations(cluster.device, workload.communication.sms, true);
const waiting = { ...overlapped, contended: false };
const fabric = new Fabric(cluster);
const { collectives } = expertCommunication(
  fabric,
  workload,
  model.moe,
  placeRanks(cluster, workload),
  4096,
  overlapped,
);
const none = { forward: 0, backwardInput: 0, backwardWeight: 0 };
const stage: StageTimes = {
  ...stageTimes(cluster, workload, shape, { collectives: collectives!, tensorSeconds: 0 }).stages[0],
  entry: none,
  exit: none,
};

const percent = (twin: number, measured: number) => 100 * (twin / measured - 1);

describe('the overlapped chunk pair of the public profile', () => {
  const pair = { duration: 0, exposed: 0 };
  new OverlappedChunks(new RoutingView(undefined)).run(stage, 0, stage, 0, pair);

  it('takes within 5 % of the measured 129.0 ms', () => {
    expect(trace.timeline.span_ms).toBeCloseTo(129.0, 1);
    expect(Math.abs(percent(pair.duration * 1e3, trace.timeline.span_ms))).toBeLessThan(5);
  });

  it('is bound by computation, as measured: 96 % of the span', () => {
    expect(pair.exposed / pair.duration).toBeLessThan(0.05);
  });

  it('has communication for as much of it as the profile: 65.6 % moving data, 23.1 % holding SMs', () => {
    const computed = (name: 'overlapped' | 'held' | 'alone'): number =>
      stage.layers
        .map(({ [name]: times }) => times)
        .map(
          ({ attentionForward, attentionBackward, attentionWeight, ...mlp }) =>
            attentionForward +
            attentionBackward +
            attentionWeight +
            [mlp.mlpForward, mlp.mlpBackward, mlp.mlpWeight].reduce((sum, time) => sum + at(time, 1), 0),
        )
        .reduce((sum, seconds) => sum + seconds, 0);
    const always = computed('overlapped');
    const measured =
      TRACE_CONTENDED_SHARE * always +
      (TRACE_HELD_SHARE - TRACE_CONTENDED_SHARE) * computed('held') +
      (1 - TRACE_HELD_SHARE) * computed('alone');
    expect(Math.abs(percent(pair.duration - pair.exposed, measured))).toBeLessThan(0.2);
    expect(percent(always, measured)).toBeGreaterThan(1);
  });

  const phases = [
    ['F', layerOperations(model, mtpLayerKind(model), shape), trace.chunk_totals_ms.F_split],
    ['B', backwardInputOperations(model, mtpLayerKind(model), shape), trace.chunk_totals_ms.B_split],
    ['W', backwardWeightOperations(model, mtpLayerKind(model), shape), trace.chunk_totals_ms.W_split],
  ] as const;

  it.each(phases)(
    'computes each kind of kernel of %s within 10 %% of the profile',
    (_, operations, measured) => {
      // A profiler shows kernels, not the gaps between them. Passes before and after the attention core are
      // part of it there.
      const kernelMs = (of: (operation: LayerOperation) => boolean) =>
        operations
          .filter(of)
          .reduce(
            (sum, operation) =>
              sum +
              TRACE_CONTENDED_SHARE * operationSeconds(cluster.device, operation, overlapped) +
              (1 - TRACE_CONTENDED_SHARE) * operationSeconds(cluster.device, operation, waiting) -
              launchesOf(operation) * LAUNCH_GAP_SECONDS,
            0,
          ) *
        LAYERS *
        1e3;
      const matrix = (operation: LayerOperation) =>
        operation.kind === 'gemm' || operation.kind === 'grouped-gemm';
      const core = (operation: LayerOperation) =>
        operation.kind === 'attention' ||
        ['row sums and clear', 'query gradient to BF16'].includes(operation.name);
      expect(Math.abs(percent(kernelMs(matrix), measured['gemm'] ?? measured['gemm_union']))).toBeLessThan(
        10,
      );
      if (measured['attention_core'] !== undefined)
        expect(Math.abs(percent(kernelMs(core), measured['attention_core']))).toBeLessThan(10);
      expect(
        Math.abs(
          percent(
            kernelMs((operation) => !matrix(operation) && !core(operation)),
            measured['other'],
          ),
        ),
      ).toBeLessThan(10);
    },
  );
});

function launchesOf(operation: LayerOperation): number {
  return operation.kind === 'stream' ? operation.launches : 1;
}
