/**
 * How a chunk simulation sees the routing of the micro-batch it works on: the loads of a layer's GPUs, of its
 * fullest GPU and of its fullest node.
 */
import { type RoutingImbalance, expertLoads, hottestGpuLoad, hottestNodeLoad } from '../experts/index.js';

/** The group's loads, or one GPU with load one where there is no routing to speak of. */
export class RoutingView {
  readonly gpus: number;

  constructor(private readonly routing: RoutingImbalance | undefined) {
    this.gpus = routing?.gpus ?? 1;
  }

  /** Loads of all GPUs of the group into `out`; layers without routed experts (`layer` -1) are balanced. */
  loads(microBatch: number, layer: number, out: Float64Array): void {
    if (this.routing === undefined || layer < 0) out.fill(1);
    else expertLoads(this.routing, microBatch, layer, out);
  }

  /** The largest of these loads. */
  fullestLoad(microBatch: number, layer: number): number {
    return this.routing === undefined || layer < 0 ? 1 : hottestGpuLoad(this.routing, microBatch, layer);
  }

  nodeLoad(microBatch: number, layer: number): number {
    return this.routing === undefined || layer < 0 ? 1 : hottestNodeLoad(this.routing, microBatch, layer);
  }
}
