/**
 * What a collective runs on: the graph, its capacities now (faults applied), and how messages find their way.
 */
import { gigabytesPerSecond } from '@railyard/base';
import { type ClusterSpec, type RoutingOptions, routingOf, type RoutingPolicy } from '../definition/index.js';
import { Router, type RouterOptions } from '../routing/index.js';
import { buildFabric, classCode, type FabricGraph } from '../topology/index.js';

/** Routing as the cluster has it unless given. */
export interface FabricOptions extends Partial<RoutingOptions> {
  readonly graph?: FabricGraph;
  /** [links] bytes/s as they are now; default: the graph's. 0 is a link that is down. */
  readonly capacity?: Float64Array;
  /** What every all-reduce takes, like NCCL_ALGO; default: whichever is sooner. */
  readonly algorithm?: AllReduceAlgorithm;
}

export type AllReduceAlgorithm = 'ring' | 'tree';

export class Fabric {
  readonly graph: FabricGraph;
  readonly capacity: Float64Array;
  readonly algorithm: AllReduceAlgorithm | undefined;
  readonly router: Router;
  private readonly options: RoutingOptions;
  /** What its router was made with. */
  readonly routerOptions: Required<Pick<RouterOptions, 'capacity'>> & RoutingOptions;
  /** No capacity differs from the definition. */
  readonly healthy: boolean;
  /**
   * Switch tiers can never be the bottleneck: adaptive routing divides every message over all uplinks of a
   * leaf, and each leaf has at least as much towards spines as towards NICs. Then traffic between leaves is
   * limited by NICs alone.
   */
  readonly nonBlocking: boolean;

  constructor(
    readonly spec: ClusterSpec,
    options: FabricOptions = {},
  ) {
    this.graph = options.graph ?? buildFabric(spec);
    this.capacity = options.capacity ?? this.graph.linkCapacity;
    this.options = { routing: spec.routing, pxn: spec.pxn, ...routingOf(spec), ...routingOf(options) };
    this.algorithm = options.algorithm;
    this.routerOptions = { ...this.options, capacity: this.capacity };
    this.router = new Router(this.graph, this.routerOptions);
    this.healthy =
      this.capacity === this.graph.linkCapacity ||
      this.capacity.every((rate, link) => rate === this.graph.linkCapacity[link]);
    this.nonBlocking = this.healthy && this.routing === 'adaptive' && uplinksCoverDownlinks(this.graph);
  }

  /** The same fabric with links of other capacities. */
  withCapacity(capacity: Float64Array): Fabric {
    const { graph, algorithm } = this;
    const chosen = algorithm === undefined ? {} : { algorithm };
    return new Fabric(this.spec, { ...this.options, ...chosen, graph, capacity });
  }

  get routing(): RoutingPolicy {
    return this.options.routing;
  }

  get pxn(): boolean {
    return this.options.pxn;
  }

  get gpusPerNode(): number {
    return this.spec.gpusPerNode;
  }

  nodeOf(gpu: number): number {
    return this.graph.nodeOfGpu(gpu);
  }

  /** GPU of `node` on the rail of `gpu`. */
  sameRail(gpu: number, node: number): number {
    return node * this.gpusPerNode + this.graph.placeOfGpu(gpu);
  }

  /** Switch that the GPU's NIC is plugged into (its first port). */
  leafOf(gpu: number): number {
    const { gpuNic, nicSwitch } = this.graph.tables;
    return nicSwitch[gpuNic[gpu] * this.graph.shape.portsPerNic];
  }

  /** bytes/s that large transfers reach of one NIC, over all its ports. */
  get nicRate(): number {
    return gigabytesPerSecond(this.spec.nic.bandwidthGBps) * this.spec.nic.efficiency;
  }

  get nvlinkRate(): number {
    return gigabytesPerSecond(this.spec.device.nvlinkAchievedGBps);
  }
}

/**
 * For two-layer trees whose leaves all meet the same spines; other graphs are never called non-blocking.
 */
function uplinksCoverDownlinks(graph: FabricGraph): boolean {
  const leaves = graph.range('leaf');
  if (leaves.count === 0 || !graph.shape.evenTree) return false;
  const host = classCode('host');
  const down = new Float64Array(leaves.count);
  const up = new Float64Array(leaves.count);
  for (let link = 0; link < graph.linkCount; link += 1) {
    const leaf = graph.linkTo[link] - leaves.first;
    if (leaf < 0 || leaf >= leaves.count) continue;
    (graph.linkClass[link] === host ? down : up)[leaf] += graph.linkCapacity[link];
  }
  return graph.range('spine').count === 0 || down.every((rate, leaf) => rate <= up[leaf] * (1 + 1e-12));
}
