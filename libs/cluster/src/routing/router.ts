/**
 * Routes between GPUs: NVLink inside a node, or PCIe and the host where it does not join them; across nodes
 * the way to a NIC, the network between two NICs, and the way to the receiver. A GPU with several NICs
 * divides every message evenly over them, as NCCL's channels do.
 *
 * In rail-aligned networks with PXN a message for another rail first crosses NVLink to the GPU of that rail,
 * so it stays under one leaf or plane. Without PXN, or where NVLink does not join the two, it leaves by the
 * sender's own NIC and crosses spines; where planes share no switch it must leave by a NIC of the receiver's
 * plane, reached over PCIe and the host. When the NIC or the network on that rail is down, the message
 * divides evenly over the rails that still connect both nodes.
 */
import { invariant } from '@railyard/base';
import { type RoutingOptions } from '../definition/index.js';
import { endpointSeconds, switchSeconds } from '../hardware/index.js';
import { type FabricGraph } from '../topology/index.js';
import { networkLatency, nvlinkLatency } from './latency.js';
import { NetworkPaths, type PortPair } from './network-paths.js';
import { type Route, RouteWriter } from './route.js';

export interface RouterOptions extends RoutingOptions {
  /**
   * bytes/s by directed link, 0 for a link that is down; the graph's own capacities unless given. Adaptive
   * shares follow it.
   */
  readonly capacity?: Float64Array;
}

export class Router {
  private readonly network: NetworkPaths;
  private readonly capacity: Float64Array;
  private readonly pxn: boolean;
  private readonly gpusPerComplex: number;
  private readonly nicsPerComplex: number;
  private readonly writer = new RouteWriter();

  /** `portPair`: told of each pair of ports; routes then lack what lies between their switches. */
  constructor(
    private readonly graph: FabricGraph,
    options: RouterOptions,
    portPair?: PortPair,
  ) {
    this.capacity = options.capacity ?? graph.linkCapacity;
    this.pxn = options.pxn;
    this.network = new NetworkPaths(graph, this.capacity, options, portPair);
    const { gpusPerNode, nicsPerNode } = graph.shape;
    const complexes = Math.min(gpusPerNode, nicsPerNode);
    this.gpusPerComplex = gpusPerNode / complexes;
    this.nicsPerComplex = nicsPerNode / complexes;
  }

  /**
   * Route of one message (or queue pair) between two different GPUs; undefined when no rail connects them.
   * `flow` tells queue pairs between the same GPUs apart: ECMP hashes it.
   */
  route(source: number, destination: number, flow = 0): Route | undefined {
    this.writer.reset();
    const connected =
      this.graph.nodeOfGpu(source) === this.graph.nodeOfGpu(destination)
        ? this.insideNode(source, destination)
        : this.byPreferredNics(source, destination, flow) || this.byEveryRail(source, destination, flow);
    return connected ? this.writer.finish() : undefined;
  }

  /**
   * Route between GPUs of two nodes by the NICs of one rail, forwarded inside either node where the GPU is
   * not of that rail.
   */
  routeVia(source: number, destination: number, rail: number, flow = 0): Route | undefined {
    this.writer.reset();
    return this.byRail(source, destination, rail, rail, flow) ? this.writer.finish() : undefined;
  }

  /** Rails whose two NICs are connected and up, between two nodes. */
  connectedRails(sourceNode: number, destinationNode: number): number[] {
    const { nicsPerNode } = this.graph.shape;
    const rails: number[] = [];
    for (let rail = 0; rail < nicsPerNode; rail += 1) {
      const [from, to] = [sourceNode * nicsPerNode + rail, destinationNode * nicsPerNode + rail];
      if (this.connected(from, to)) rails.push(rail);
    }
    return rails;
  }

  /**
   * Route of a write from GPU memory to storage, over host and storage plane; a read comes back by it. That
   * plane is RoCE whatever the fabric is (paper, section 5.1).
   */
  toStorage(gpu: number): Route {
    const { gpuPcie, gpuHost, nodeStorageNic, nodeStorageUplink, storageTrunk } = this.graph.tables;
    const node = this.graph.nodeOfGpu(gpu);
    const { writer } = this;
    writer.reset();
    writer.add(gpuPcie[gpu]);
    writer.add(gpuHost[gpu]);
    writer.add(nodeStorageNic[node]);
    writer.add(nodeStorageUplink[node]);
    writer.add(storageTrunk);
    writer.arrive(1, endpointSeconds('roce') + switchSeconds('roce'));
    return writer.finish();
  }

  private insideNode(source: number, destination: number): boolean {
    if (this.graph.areNvlinked(source, destination)) this.overNvlink(source, destination);
    else this.overHost(source, destination);
    this.writer.arrive(0, nvlinkLatency());
    return true;
  }

  private overNvlink(source: number, destination: number): void {
    const { gpuNvlink } = this.graph.tables;
    this.writer.add(gpuNvlink[source]);
    this.writer.add(gpuNvlink[destination] ^ 1);
  }

  private overHost(source: number, destination: number): void {
    const { gpuPcie, gpuHost } = this.graph.tables;
    this.writer.add(gpuPcie[source]);
    if (gpuHost[source] !== gpuHost[destination]) {
      this.writer.add(gpuHost[source]);
      this.writer.add(gpuHost[destination] ^ 1);
    }
    this.writer.add(gpuPcie[destination] ^ 1);
  }

  /** The rails NCCL would take: (sender's, receiver's), of each NIC that the GPUs have to themselves. */
  private byPreferredNics(source: number, destination: number, flow: number): boolean {
    const { shape } = this.graph;
    const theirs = this.firstRailOf(destination);
    const toTheirRail = shape.railAligned && (shape.planes > 1 || this.reaches(source, theirs));
    const own = toTheirRail ? theirs : this.firstRailOf(source);
    const share = 1 / this.nicsPerComplex;
    if (share === 1) return this.byRail(source, destination, own, theirs, flow);
    for (let nic = 0; nic < this.nicsPerComplex; nic += 1) {
      if (!this.connected(this.nicOf(source, own + nic), this.nicOf(destination, theirs + nic))) return false;
    }
    for (let nic = 0; nic < this.nicsPerComplex; nic += 1) {
      this.writer.setShare(share);
      this.byRail(source, destination, own + nic, theirs + nic, flow, share);
    }
    this.writer.mergeRepeats();
    return true;
  }

  private byEveryRail(source: number, destination: number, flow: number): boolean {
    const rails = this.connectedRails(this.graph.nodeOfGpu(source), this.graph.nodeOfGpu(destination));
    for (const rail of rails) {
      this.writer.setShare(1 / rails.length);
      this.byRail(source, destination, rail, rail, flow, 1 / rails.length);
    }
    this.writer.mergeRepeats();
    return rails.length > 0;
  }

  /** By PXN, where NVLink joins the sender to the GPU of that rail. */
  private reaches(gpu: number, rail: number): boolean {
    if (!this.pxn || this.graph.isOneNvlinkGroup) return this.pxn;
    const nic = this.nicOf(gpu, rail);
    return this.sameComplex(gpu, nic) || this.graph.areNvlinked(gpu, this.graph.tables.nicGpu[nic]);
  }

  private firstRailOf(gpu: number): number {
    return this.graph.railOfNic(this.graph.tables.gpuNic[gpu]);
  }

  /** NIC of the GPU's node on a rail. */
  private nicOf(gpu: number, rail: number): number {
    return this.graph.nodeOfGpu(gpu) * this.graph.shape.nicsPerNode + rail;
  }

  private connected(from: number, to: number): boolean {
    return this.attached(from) && this.attached(to) && this.network.switchesBetween(from, to) !== undefined;
  }

  /** The NIC's PCIe link is up in both directions. */
  private attached(nic: number): boolean {
    const link = this.graph.tables.nicPcie[nic];
    return this.capacity[link] > 0 && this.capacity[link ^ 1] > 0;
  }

  private byRail(
    source: number,
    destination: number,
    sourceRail: number,
    destinationRail: number,
    flow: number,
    share = 1,
  ): boolean {
    const { hopSeconds } = this.graph.shape;
    const from = this.nicOf(source, sourceRail);
    const to = this.nicOf(destination, destinationRail);
    if (!this.connected(from, to)) return false;
    const legsBefore = this.toNic(source, from);
    const switches = this.network.write(from, to, flow, this.writer, share);
    invariant(switches !== undefined, 'connected NICs have a path', { from, to });
    const legsAfter = this.fromNic(to, destination);
    this.writer.arrive(switches, networkLatency(hopSeconds, switches, legsBefore + legsAfter));
    return true;
  }

  /**
   * GPU to NIC: under their PCIe switch, else forwarded by a GPU of the NIC, or over the host when forwarding
   * is off. Returns NVLink legs.
   */
  private toNic(gpu: number, nic: number): number {
    const { gpuPcie, nicPcie, nicGpu, gpuHost } = this.graph.tables;
    const forwarder = this.sameComplex(gpu, nic) ? gpu : nicGpu[nic];
    const forwards = forwarder !== gpu && this.pxn && this.graph.areNvlinked(gpu, forwarder);
    if (forwards) this.overNvlink(gpu, forwarder);
    this.writer.add(gpuPcie[forwards ? forwarder : gpu]);
    if (forwarder !== gpu && !forwards) {
      this.writer.add(gpuHost[gpu]);
      this.writer.add(gpuHost[forwarder] ^ 1);
    }
    this.writer.add(nicPcie[nic]);
    return forwards ? 1 : 0;
  }

  /** NIC to GPU, the mirror image. */
  private fromNic(nic: number, gpu: number): number {
    const { gpuPcie, nicPcie, nicGpu, gpuHost } = this.graph.tables;
    const forwarder = this.sameComplex(gpu, nic) ? gpu : nicGpu[nic];
    const forwards = forwarder !== gpu && this.pxn && this.graph.areNvlinked(gpu, forwarder);
    this.writer.add(nicPcie[nic] ^ 1);
    if (forwarder !== gpu && !forwards) {
      this.writer.add(gpuHost[forwarder]);
      this.writer.add(gpuHost[gpu] ^ 1);
    }
    this.writer.add(gpuPcie[forwards ? forwarder : gpu] ^ 1);
    if (forwards) this.overNvlink(forwarder, gpu);
    return forwards ? 1 : 0;
  }

  private sameComplex(gpu: number, nic: number): boolean {
    const { nicsPerNode } = this.graph.shape;
    return (
      Math.floor(this.graph.placeOfGpu(gpu) / this.gpusPerComplex) ===
      Math.floor((nic % nicsPerNode) / this.nicsPerComplex)
    );
  }
}
