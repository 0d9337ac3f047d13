/**
 * The machine as a graph on typed arrays: vertices by kind, directed links with capacity and latency. Nothing
 * here depends on a topology; the builders (clos.ts, slim-fly.ts, ...) fill it, routing and flows read it.
 *
 * Vertices of one kind are contiguous, GPUs first: GPU rank g is vertex g. Links come in pairs, one for each
 * direction: links 2i and 2i + 1 are each other's reverse, so `link ^ 1` turns a link round. Capacities are
 * what large transfers reach (bytes/s), latencies are seconds.
 */
import { InvariantError } from '@railyard/base';
import { type HopSeconds } from '../hardware/index.js';

export const VERTEX_KINDS = [
  'gpu',
  'nvswitch',
  'pcie-switch',
  'host',
  'nic',
  'leaf',
  'spine',
  'core',
  'router',
  'storage-nic',
  'storage-switch',
  'storage',
] as const;
export type VertexKind = (typeof VERTEX_KINDS)[number];

/**
 * nvlink: GPU to NVSwitch. pcie: GPU, host and NICs to their PCIe switch. host: NIC (or storage NIC's host
 * side) to its first switch. leaf-spine, spine-core: between switch tiers. local, global: between routers,
 * inside a group and between groups (Slim Fly: inside a subgraph and between the two). storage: everything of
 * the separate storage plane. circuit: between leaves, over an optical circuit switch.
 */
export const LINK_CLASSES = [
  'nvlink',
  'pcie',
  'host',
  'leaf-spine',
  'spine-core',
  'local',
  'global',
  'storage',
  'circuit',
] as const;
export type LinkClass = (typeof LINK_CLASSES)[number];

/** Position of a kind in `VERTEX_KINDS`, as stored in `vertexKind`. */
export const kindCode = (kind: VertexKind): number => VERTEX_KINDS.indexOf(kind);
/** Position of a class in `LINK_CLASSES`, as stored in `linkClass`. */
export const classCode = (name: LinkClass): number => LINK_CLASSES.indexOf(name);

/** The vertices of one kind: `first`, `first + 1`, ..., `first + count - 1`. */
export interface VertexRange {
  readonly first: number;
  readonly count: number;
}

/** Sizes that give vertices their place; all counts are of the whole cluster unless they say otherwise. */
export interface FabricShape {
  readonly nodes: number;
  readonly gpusPerNode: number;
  readonly nicsPerNode: number;
  /** GPUs that one NVLink group joins, next to each other; those of a node where there is no NVLink. */
  readonly nvlinkGpus: number;
  /** Ports of one NIC on the fabric: 1, or the number of planes for a multi-port NIC. */
  readonly portsPerNic: number;
  /** Planes that share no switch; 1 for a single fabric. */
  readonly planes: number;
  /** Routers of one dragonfly group or Slim Fly column; 0 elsewhere. */
  readonly routersPerGroup: number;
  /**
   * NICs of one rail meet in one leaf (or plane), so a message for another rail should first cross NVLink
   * (PXN).
   */
  readonly railAligned: boolean;
  /** Two layers, and the uplinks of every leaf divide evenly over the same spines (of its plane). */
  readonly evenTree: boolean;
  readonly hopSeconds: HopSeconds;
}

/** Filled by a builder; arrays are exactly as long as there are vertices and links. */
export interface FabricArrays {
  readonly vertexKind: Uint8Array;
  /** Plane of a switch or NIC; -1 for what belongs to no plane. */
  readonly vertexPlane: Int16Array;
  readonly linkFrom: Int32Array;
  readonly linkTo: Int32Array;
  /** bytes/s. */
  readonly linkCapacity: Float64Array;
  /** Seconds: what the vertex the link leaves needs to forward, cable included. */
  readonly linkLatency: Float64Array;
  readonly linkClass: Uint8Array;
  readonly linkPlane: Int16Array;
}

/**
 * Links and vertices next to a GPU or NIC, so that routes inside a node need no search. -1 where there is
 * none.
 */
export interface FabricTables {
  /** [gpu] link GPU -> NVSwitch; `^ 1` comes back. */
  readonly gpuNvlink: Int32Array;
  /** [gpu] link GPU -> PCIe switch. */
  readonly gpuPcie: Int32Array;
  /** [gpu] index (not vertex) of the NIC the GPU uses first: of the same PCIe switch. */
  readonly gpuNic: Int32Array;
  /** [nic] link PCIe switch -> NIC. */
  readonly nicPcie: Int32Array;
  /** [nic] lowest-numbered GPU of the same PCIe switch: who forwards for this NIC. */
  readonly nicGpu: Int32Array;
  /** [nic * portsPerNic + port] link NIC -> leaf or router. */
  readonly nicUplink: Int32Array;
  /** [nic * portsPerNic + port] vertex of that leaf or router. */
  readonly nicSwitch: Int32Array;
  /** [gpu] link PCIe switch -> host. */
  readonly gpuHost: Int32Array;
  /** [node] link host -> storage NIC; `nodeStorageUplink` and `storageTrunk` follow. */
  readonly nodeStorageNic: Int32Array;
  /** [node] link storage NIC -> storage switch. */
  readonly nodeStorageUplink: Int32Array;
  /** Link storage switch -> storage (writes); `^ 1` is the read side. */
  readonly storageTrunk: number;
}

export class FabricGraph {
  private readonly ranges: readonly VertexRange[];
  /** [gpu] its node: looked up for every message, and divisions are slow. */
  private readonly gpuNode: Int32Array;
  private offsets: Int32Array | undefined;
  private adjacency: Int32Array | undefined;

  constructor(
    readonly shape: FabricShape,
    private readonly arrays: FabricArrays,
    readonly tables: FabricTables,
  ) {
    this.ranges = rangesOf(arrays.vertexKind);
    this.gpuNode = Int32Array.from({ length: this.gpuCount }, (_, gpu) =>
      Math.floor(gpu / shape.gpusPerNode),
    );
  }

  get vertexCount(): number {
    return this.arrays.vertexKind.length;
  }
  /** Directed links. */
  get linkCount(): number {
    return this.arrays.linkFrom.length;
  }
  get vertexKind(): Uint8Array {
    return this.arrays.vertexKind;
  }
  get vertexPlane(): Int16Array {
    return this.arrays.vertexPlane;
  }
  get linkFrom(): Int32Array {
    return this.arrays.linkFrom;
  }
  get linkTo(): Int32Array {
    return this.arrays.linkTo;
  }
  get linkCapacity(): Float64Array {
    return this.arrays.linkCapacity;
  }
  get linkLatency(): Float64Array {
    return this.arrays.linkLatency;
  }
  get linkClass(): Uint8Array {
    return this.arrays.linkClass;
  }
  get linkPlane(): Int16Array {
    return this.arrays.linkPlane;
  }

  get gpuCount(): number {
    return this.shape.nodes * this.shape.gpusPerNode;
  }
  get nicCount(): number {
    return this.shape.nodes * this.shape.nicsPerNode;
  }

  range(kind: VertexKind): VertexRange {
    return this.ranges[kindCode(kind)];
  }
  kindOf(vertex: number): VertexKind {
    return VERTEX_KINDS[this.arrays.vertexKind[vertex]];
  }
  classOf(link: number): LinkClass {
    return LINK_CLASSES[this.arrays.linkClass[link]];
  }
  nodeOfGpu(gpu: number): number {
    return this.gpuNode[gpu];
  }
  /** Position of a GPU inside its node. */
  placeOfGpu(gpu: number): number {
    return gpu - this.gpuNode[gpu] * this.shape.gpusPerNode;
  }
  /** NVLink joins every two GPUs of a node, or none. */
  get isOneNvlinkGroup(): boolean {
    return this.shape.nvlinkGpus === this.shape.gpusPerNode;
  }
  /** NVLink joins the two, which are of one node. */
  areNvlinked(one: number, other: number): boolean {
    const { nvlinkGpus, gpusPerNode } = this.shape;
    if (this.tables.gpuNvlink[one] < 0) return false;
    return nvlinkGpus === gpusPerNode || Math.floor(one / nvlinkGpus) === Math.floor(other / nvlinkGpus);
  }
  nodeOfNic(nic: number): number {
    return Math.floor(nic / this.shape.nicsPerNode);
  }
  /** Position of a NIC inside its node. */
  railOfNic(nic: number): number {
    return nic % this.shape.nicsPerNode;
  }
  /** Vertex of a NIC index. */
  nicVertex(nic: number): number {
    return this.range('nic').first + nic;
  }

  /**
   * CSR adjacency, built when first asked for: links that leave vertex v are `outLinks[outOffset[v] ..
   * outOffset[v + 1])`, by ascending id.
   */
  get outOffset(): Int32Array {
    this.offsets ??= offsetsOf(this.arrays.linkFrom, this.vertexCount);
    return this.offsets;
  }

  get outLinks(): Int32Array {
    this.adjacency ??= linksByVertex(this.arrays.linkFrom, this.outOffset);
    return this.adjacency;
  }
}

function rangesOf(vertexKind: Uint8Array): readonly VertexRange[] {
  const first = VERTEX_KINDS.map(() => 0);
  const count = VERTEX_KINDS.map(() => 0);
  for (let v = 0; v < vertexKind.length; v += 1) {
    const kind = vertexKind[v];
    if (count[kind] === 0) first[kind] = v;
    count[kind] += 1;
    if (v - first[kind] + 1 !== count[kind])
      throw new InvariantError('vertices of one kind are contiguous', { v, kind });
  }
  return first.map((at, kind) => ({ first: at, count: count[kind] }));
}

function offsetsOf(linkFrom: Int32Array, vertices: number): Int32Array {
  const offsets = new Int32Array(vertices + 1);
  for (let link = 0; link < linkFrom.length; link += 1) offsets[linkFrom[link] + 1] += 1;
  for (let v = 0; v < vertices; v += 1) offsets[v + 1] += offsets[v];
  return offsets;
}

function linksByVertex(linkFrom: Int32Array, offsets: Int32Array): Int32Array {
  const next = offsets.slice(0, -1);
  const links = new Int32Array(linkFrom.length);
  for (let link = 0; link < linkFrom.length; link += 1) links[next[linkFrom[link]]++] = link;
  return links;
}
