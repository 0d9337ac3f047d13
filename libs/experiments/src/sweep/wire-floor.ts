/**
 * A time that no step of a layout beats, before its layers are priced: kernels at the clock of an idle
 * device, and what the layout sends with nothing to hide it. Closer than kernels alone (layout-work.ts) where
 * experts or tensors are split, and far less work than prices in three situations (work-floor.ts).
 */
import {
  at,
  type LayerCommunication,
  type LayerCosts,
  type LayerKind,
  layerKinds,
  mtpLayerKind,
  splitBlocks,
  stageCost,
  type StageLayers,
  type WorkloadSpec,
} from '@railyard/parallelism';
import { overlapsExchange, slowestRank } from './work-floor.js';

type Exchanges = Pick<LayerCommunication, 'collectives' | 'tensorSeconds' | 'tensorTimes'>;

/** Seconds. @param assignment [model stages] in the order of the forward */
export function wireFloor(
  workload: WorkloadSpec,
  assignment: readonly StageLayers[],
  least: LayerCosts,
  exchanges: Exchanges,
): number {
  const { model } = workload;
  const kinds = layerKinds(model);
  const experts = overlapsExchange(workload) ? undefined : exchanges.collectives?.alone;
  const trailing = experts === undefined ? 0 : at(experts.combineForward, 1);
  const sent = kinds.map(
    (kind) => tensorSeconds(kind, exchanges) + (kind.ffn.kind === 'moe' ? expertSeconds(experts) : 0),
  );
  const module = sent[mtpLayerKind(model).index] ?? 0;
  const work = assignment.map((stage) => {
    const wire = kinds.reduce((sum, { index }) => sum + (stage.kinds[index] ?? 0) * (sent[index] ?? 0), 0);
    // The last combine of a stage may run alongside what follows.
    return stageCost(stage, least) + Math.max(0, wire + stage.mtpModules * module - trailing);
  });
  return slowestRank(workload, work);
}

/** Dispatch and combine, there and back. */
function expertSeconds(experts: NonNullable<Exchanges['collectives']>['alone'] | undefined): number {
  if (experts === undefined) return 0;
  const { dispatchForward, combineForward, combineBackward, dispatchBackward } = experts;
  return [dispatchForward, combineForward, combineBackward, dispatchBackward].reduce(
    (sum, time) => sum + at(time, 1),
    0,
  );
}

/** Of a layer's split blocks, forward and backward, what stands between its kernels. */
function tensorSeconds(kind: LayerKind, { tensorSeconds: whole, tensorTimes }: Exchanges): number {
  const { mixer, ffn } = splitBlocks(kind);
  const blocks = (mixer ? 1 : 0) + (ffn ? 1 : 0);
  if (tensorTimes === undefined) return blocks * 2 * whole;
  const { gather, gradientGather, scatter, beside } = tensorTimes;
  if (beside === 'products') return 0;
  return blocks * (gather + scatter + gradientGather + (beside === 'nothing' ? scatter : 0));
}
