/** How long a pass takes, and on what. */
import { type DeviceSpec } from '@railyard/cluster';
import {
  type Activity,
  type LayerKind,
  type LayerOperation,
  type LayerShape,
  type ModelSpec,
  type Situation,
  GRAPH_GAP,
  IDLE,
  embeddingOperations,
  headOperations,
  layerCounts,
  layerKinds,
  mtpLayerKind,
  mtpProjectionOperations,
  situations,
  times,
  together,
} from '@railyard/parallelism';
import { type PoolSpec, type ServingSpec, cacheBytes, narrowBytes } from '../spec/index.js';
import { InstanceNetwork } from './communication.js';
import { type DecodeOperation, decodeOperations } from './decode-operations.js';
import { engineOperations } from './engine-operations.js';
import { hostExpertSeconds } from './host-experts.js';
import { incomingCache } from './incoming-cache.js';
import { modelOfGpu, shapeOfPass } from './layer-shape.js';
import { operationStartSeconds, passOperationSeconds } from './operation-time.js';
import { passActivity } from './pass-activity.js';
import { type Pass, tokensOf } from './pass.js';

/** Seconds of a pass by what takes them; `total` is less than their sum where two micro-batches overlap. */
export interface PassTime {
  readonly attentionS: number;
  /** Matrices of attention blocks and dense layers, norms, casts. */
  readonly denseS: number;
  readonly expertS: number;
  readonly headS: number;
  readonly allReduceS: number;
  readonly dispatchS: number;
  readonly combineS: number;
  /** Of a cache that comes in beside: on its link, and what dispatch and combine take longer for it. */
  readonly incomingS?: number;
  readonly incomingDelayS?: number;
  /** Starts of kernels, and of exchanges with their hops; parts of the above. */
  readonly kernelStartS: number;
  readonly exchangeStartS: number;
  /** At their peaks, what tensor cores and memory would take; of no part alone. */
  readonly tensorS: number;
  readonly memoryS: number;
  readonly totalS: number;
}

type Part = 'attentionS' | 'denseS' | 'expertS';

/** Prices passes of one instance. */
export class PassClock {
  private readonly network: InstanceNetwork;
  private readonly device: DeviceSpec;

  /** @param load of the fullest GPU's experts over the mean of all */
  constructor(
    private readonly spec: ServingSpec,
    private readonly pool: PoolSpec,
    private readonly load: number,
  ) {
    this.network = new InstanceNetwork(spec, pool);
    this.device = spec.cluster.device;
  }

  /** The model's layers and its head. */
  timeOf(pass: Pass): PassTime {
    const halves = this.pool.overlap && pass.sequences > 1 ? 2 : 1;
    const part = { ...pass, sequences: pass.sequences / halves };
    const model = this.modelOnGpu;
    const counts = layerCounts(model);
    const layers = layerKinds(model).map((kind) => this.layerTime(kind, part, counts[kind.index] ?? 0));
    const sum = (of: (time: LayerTime) => number): number =>
      halves * layers.reduce((all, time) => all + of(time), 0);
    const computeS = sum((time) => time.attentionS + time.denseS + time.expertS);
    const exchangeS = sum((time) => time.dispatchS + time.combineS);
    const headS = this.headSeconds(pass);
    const head = this.headActivity(pass);
    const allReduceS = sum((time) => time.allReduceS);
    const incoming = incomingCache(this.spec, exchangeS, pass.incomingBytes ?? 0);
    const communicationS = exchangeS + incoming.delayS;
    const layersS = halves === 2 ? Math.max(computeS, communicationS) : computeS + communicationS;
    const workS = layersS + allReduceS + headS;
    return {
      attentionS: sum((time) => time.attentionS),
      denseS: sum((time) => time.denseS),
      expertS: sum((time) => time.expertS),
      headS,
      allReduceS,
      dispatchS: sum((time) => time.dispatchS),
      combineS: sum((time) => time.combineS),
      ...(pass.incomingBytes === undefined
        ? {}
        : { incomingS: incoming.seconds, incomingDelayS: incoming.delayS }),
      kernelStartS: sum((time) => time.kernelStartS),
      exchangeStartS: sum((time) => time.exchangeStartS),
      tensorS: sum((time) => time.tensorS) + head.tensorS,
      memoryS: sum((time) => time.memoryS) + head.memoryS,
      totalS: Math.max(workS, incoming.seconds) + (this.pool.hostMs ?? 0) / 1e3,
    };
  }

  /**
   * A step of decode that takes a part of a prompt along: matrices, experts and exchanges are of all tokens
   * together, attention of each kind by itself.
   */
  mixedTimeOf(decode: Pass, chunk: Pass): PassTime {
    const [alone, part] = [this.timeOf(decode), this.timeOf(chunk)];
    const queries = tokensOf(decode) + tokensOf(chunk);
    const all = this.timeOf({ ...chunk, sequences: 1, queries });
    const attentionS = alone.attentionS + part.attentionS;
    const headS = alone.headS + part.headS;
    return {
      ...all,
      attentionS,
      headS,
      totalS: all.totalS - all.attentionS - all.headS + attentionS + headS,
    };
  }

  /** One multi-token-prediction module: a layer and the shared head. */
  draftTime(pass: Pass): DraftTime {
    const { model } = this.spec;
    const shape = this.shapeOf(pass);
    const before = mtpProjectionOperations(model, shape, 'forward');
    const layer = this.layerTime(mtpLayerKind(this.modelOnGpu), pass, 1);
    const own = before.reduce((all, operation) => all + this.secondsOf(operation, this.alone(pass)), 0);
    const { attentionS, denseS, expertS, allReduceS, dispatchS, combineS } = layer;
    const { tensorS, memoryS } = together([
      layer,
      this.headActivity(pass),
      ...before.map((operation) => this.activityOf(operation)),
    ]);
    return {
      seconds:
        own + attentionS + denseS + expertS + allReduceS + dispatchS + combineS + this.headSeconds(pass),
      tensorS,
      memoryS,
    };
  }

  private layerTime(kind: LayerKind, pass: Pass, layers: number): LayerTime {
    const shape = this.shapeOf(pass);
    const exchange = this.network.exchangeOf(kind, pass);
    const situation = this.situationOf(pass, exchange.dispatchS > 0);
    const operations = this.operationsOf(kind, shape, pass);
    const time = { attentionS: 0, denseS: 0, expertS: 0 };
    let kernelStartS = 0;
    for (const operation of operations) {
      time[partOf(operation)] += layers * this.secondsOf(operation, situation);
      kernelStartS += layers * operationStartSeconds(this.device, operation, situation);
    }
    const activity = together(operations.map((operation) => this.activityOf(operation)));
    return {
      ...time,
      ...times(activity, layers),
      allReduceS: layers * exchange.allReduceS,
      dispatchS: layers * exchange.dispatchS,
      combineS: layers * exchange.combineS,
      kernelStartS,
      exchangeStartS: layers * exchange.latencyS,
    };
  }

  private headSeconds(pass: Pass): number {
    return this.headOperations(pass).reduce(
      (all, operation) => all + this.secondsOf(operation, this.alone(pass)),
      0,
    );
  }

  private headActivity(pass: Pass): Activity {
    return together(this.headOperations(pass).map((operation) => this.activityOf(operation)));
  }

  /** Embedding of every new token, and the logits that are wanted. */
  private headOperations(pass: Pass): readonly LayerOperation[] {
    const { model } = this.spec;
    const shape = this.shapeOf(pass);
    const wanted = { ...shape, tokens: pass.sequences * pass.logits };
    const weightBytes = narrowBytes(this.spec, 'head');
    const kept = weightBytes === undefined ? {} : { weightBytes };
    return [
      ...embeddingOperations(model, shape, 'forward'),
      ...headOperations(model, wanted, 'forward')
        .filter(({ name }) => name !== 'cross-entropy')
        .map((operation) => (operation.kind === 'gemm' ? { ...operation, ...kept } : operation)),
    ];
  }

  private operationsOf(kind: LayerKind, shape: LayerShape, pass: Pass): readonly DecodeOperation[] {
    const operations = engineOperations(this.modelOnGpu, kind, shape, this.spec);
    return pass.phase === 'decode' ? decodeOperations(kind, operations, pass, this.pool.tensor) : operations;
  }

  private get modelOnGpu(): ModelSpec {
    return modelOfGpu(this.spec.model, this.pool);
  }

  private shapeOf(pass: Pass): LayerShape {
    return shapeOfPass(this.spec, this.pool, pass, this.load);
  }

  private secondsOf(operation: DecodeOperation, situation: Situation): number {
    const { hostExperts } = this.spec;
    if (hostExperts !== undefined && operation.kind === 'expert-layer')
      return hostExpertSeconds(this.device, operation, hostExperts);
    return passOperationSeconds(this.device, operation, situation, cacheBytes(this.spec));
  }

  /** Of the GPU: processors of the host have a power of their own, which is not counted. */
  private activityOf(operation: DecodeOperation): Activity {
    if (this.spec.hostExperts?.by === 'processor' && operation.kind === 'expert-layer') return IDLE;
    return passActivity(this.device, operation, cacheBytes(this.spec));
  }

  private alone(pass: Pass): Situation {
    return { ...situations(this.device, 0, false).alone, ...engineOf(pass) };
  }

  /** Prefill's dispatch holds SMs alongside the other micro-batch; decode's does not. */
  private situationOf(pass: Pass, exchanges: boolean): Situation {
    const holds = pass.phase === 'prefill' && exchanges && this.pool.overlap;
    const all = situations(this.device, this.spec.communication.sms, holds);
    return { ...(holds ? all.overlapped : all.alone), ...engineOf(pass) };
  }
}

/** Of a drafted token of every sequence. */
interface DraftTime extends Activity {
  readonly seconds: number;
}

type LayerTime = Omit<PassTime, 'headS' | 'totalS' | 'incomingS' | 'incomingDelayS'>;

const engineOf = ({ replayed }: Pass): Pick<Situation, 'library' | 'gapSeconds'> => ({
  library: 'engine',
  ...(replayed === true ? { gapSeconds: GRAPH_GAP.value } : {}),
});

function partOf(operation: DecodeOperation): Part {
  if (operation.kind === 'cache-attention' || operation.kind === 'attention') return 'attentionS';
  return operation.kind === 'expert-layer' ? 'expertS' : 'denseS';
}
